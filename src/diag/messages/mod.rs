//! Takes the rows of a table of messages; gives every code of a finding with its arguments,
//! severity and texts in Chinese and English. This module must not know where a finding is shown.
//!
//! [`messages!`] makes the types from the rows. The rows of findings are in the files of this
//! folder, one file per theme. A row reads
//!
//! ```text
//! Variant { argument, other } "code-as-users-write-it" Severity {
//!      zh: "message with {argument}", "help", "label of further places";
//!      en: "message with {argument}", "help", "label of further places";
//!      source: "what the rule rests on";
//! }
//! ```
//!
//! The help, the label and the source may be left out; a label needs a help before it. The messages
//! and the helps are format strings.

mod annual_report;
mod catalogue;
mod configuration;
mod disclosure;
mod drafting;
mod files;
mod front_matter;
mod import;
mod inspection;
mod leftovers;
mod markdown;
mod persons;
mod portal;
mod prose;
mod publication;
mod text;
mod theme;
mod values;

use annual_report::annual_report;
use catalogue::catalogue;
use configuration::configuration;
use disclosure::disclosure;
use drafting::drafting;
use files::files;
use front_matter::front_matter;
use import::import;
use inspection::inspection;
use leftovers::leftovers;
use markdown::markdown;
use persons::persons;
use portal::portal;
use prose::prose;
use publication::publication;
use text::text;
use theme::theme;
use values::values;

/// The message and the remedy in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// What is wrong.
    pub message: String,
    /// The remedy; may be empty.
    pub help: String,
}

/// Makes `Code` (the codes alone) and `Message` (a code with its arguments) from the rows of a
/// table of messages.
///
/// ```
/// mulu::messages! {
///     /// The codes.
///     enum Code;
///     /// The codes with their arguments.
///     enum Message;
///     NoTitle { file, line } "no-title" Error {
///         zh: "“{file}”没有标题", "请在第 {line} 行写明标题。";
///         en: "{file} has no title", "Write it in line {line}.";
///     }
/// }
/// # fn main() {}
/// ```
///
/// A row does not compile if one of its texts names anything but an argument of the row:
///
/// ```compile_fail
/// mulu::messages! {
///     /// The codes.
///     enum Code;
///     /// The codes with their arguments.
///     enum Message;
///     NoTitle { file, line } "no-title" Error {
///         zh: "“{file}”没有标题", "请在第 {line} 行写明标题。";
///         en: "{file} has no title", "Write it in line {row}, before {line}.";
///     }
/// }
/// # fn main() {}
/// ```
///
/// Nor does it compile if, in one of the languages, an argument is in neither the message nor the
/// help:
///
/// ```compile_fail
/// mulu::messages! {
///     /// The codes.
///     enum Code;
///     /// The codes with their arguments.
///     enum Message;
///     NoTitle { file, line } "no-title" Error {
///         zh: "“{file}”没有标题", "请写明标题。";
///         en: "{file} has no title", "Write it in line {line}.";
///     }
/// }
/// # fn main() {}
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! messages {
    (
        $(#[$code_attribute:meta])* enum Code;
        $(#[$message_attribute:meta])* enum Message;
        $($variant:ident $({ $($argument:ident),+ })? $name:literal $severity:ident {
            zh: $zh:literal $(, $zh_help:literal $(, $zh_also:literal)?)?;
            en: $en:literal $(, $en_help:literal $(, $en_also:literal)?)?;
            $(source: $source:literal;)?
        })*
    ) => {
        $(#[$code_attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $en] $variant,)* }

        impl Code {
            /// All codes, in the order of the table of messages.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The code as users write it, such as `dangling-reference`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The severity, unless the configuration sets another.
            pub fn severity(self) -> $crate::diag::Severity {
                match self { $(Code::$variant => $crate::diag::Severity::$severity,)* }
            }

            /// The notice, standard, documentation or reason on which the rule is based; may be
            /// empty.
            pub fn source(self) -> &'static str {
                match self { $(Code::$variant => concat!("" $(, $source)?),)* }
            }

            /// The label of a finding's further places; may be empty.
            pub fn also(self, lang: $crate::diag::Lang) -> &'static str {
                match (self, lang) {
                    $(
                        (Code::$variant, $crate::diag::Lang::Zh) => concat!("" $($(, $zh_also)?)?),
                        (Code::$variant, $crate::diag::Lang::En) => concat!("" $($(, $en_also)?)?),
                    )*
                }
            }

            /// The texts with `{name}` in place of each argument, as the documentation shows them.
            pub fn texts(self, lang: $crate::diag::Lang) -> $crate::diag::Texts {
                let message = match self {
                    $(Code::$variant => Message::$variant $({
                        $($argument: concat!("{", stringify!($argument), "}").into(),)+
                    })?,)*
                };
                message.texts(lang, |text| text.into())
            }
        }

        $(#[$message_attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "an argument is named by the text of its message")]
        pub enum Message { $(#[doc = $en] $variant $({ $($argument: $crate::diag::Value,)+ })?,)* }

        impl Message {
            /// The code without the arguments.
            pub fn code(&self) -> Code {
                match self { $(Message::$variant $({ $($argument: _,)+ })? => Code::$variant,)* }
            }

            /// The texts in one language. `show` decides how an argument may be shown.
            #[allow(clippy::useless_format, reason = "some texts have no argument")]
            pub fn texts(
                &self,
                lang: $crate::diag::Lang,
                show: fn(&str) -> std::borrow::Cow<'_, str>,
            ) -> $crate::diag::Texts {
                match (self, lang) {
                    $(
                        (Message::$variant $({ $($argument,)+ })?, $crate::diag::Lang::Zh) => {
                            $($(let $argument = $argument.shown(lang, show);)+)?
                            // compiles only if the texts name all arguments and no others
                            let _ = format_args!(
                                concat!($zh $(, $zh_help)?) $($(, $argument = $argument)+)?
                            );
                            $crate::diag::Texts {
                                message: format!($zh),
                                help: String::new() $(+ &format!($zh_help))?,
                            }
                        }
                        (Message::$variant $({ $($argument,)+ })?, $crate::diag::Lang::En) => {
                            $($(let $argument = $argument.shown(lang, show);)+)?
                            // compiles only if the texts name all arguments and no others
                            let _ = format_args!(
                                concat!($en $(, $en_help)?) $($(, $argument = $argument)+)?
                            );
                            $crate::diag::Texts {
                                message: format!($en),
                                help: String::new() $(+ &format!($en_help))?,
                            }
                        }
                    )*
                }
            }
        }
    };
}
pub(crate) use messages;

/// Joins the rows of the tables in brackets, in order, and makes the types from them.
macro_rules! join {
    ([] $($rows:tt)*) => {
        messages! {
            /// The kind of a finding. Its name states the fault; it is the `code` in JSON output
            /// and under `checks` in `mulu.yaml`.
            #[derive(serde::Serialize, serde::Deserialize)]
            enum Code;
            /// The content of a finding: its code and the values named in its texts.
            #[derive(serde::Serialize, serde::Deserialize)]
            enum Message;
            $($rows)*
        }
    };
    ([$table:ident $($later:ident)*] $($rows:tt)*) => {
        $table! { join [$($later)*] $($rows)* }
    };
}

impl Code {
    /// The command whose code this is, by the first word of the code's name; `None` for a code of
    /// `mulu check`. `mulu due` also reports two codes of `join`.
    pub fn command(self) -> Option<&'static str> {
        ["import", "join", "new"]
            .into_iter()
            .find(|command| self.name().split('-').next() == Some(command))
    }
}

join! { [
    files
    import
    drafting
    front_matter
    values
    catalogue
    annual_report
    publication
    text
    disclosure
    markdown
    persons
    portal
    inspection
    leftovers
    prose
    configuration
    theme
] }
