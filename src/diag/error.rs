//! Takes the reason why mulu stopped; gives a message in Chinese or English. Faults in the content
//! are findings, not errors.
//!
//! Each variant of [`Error`] is one row of the table below, and has the path or value concerned if
//! there is one. This file must not know the terminal.

use super::system::reason;
use super::{Diagnostic, Lang, Words, words};
use std::path::{Path, PathBuf};

/// The operation on a file or folder that the system refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Reading it or its attributes.
    Read,
    /// Writing to it, or flushing what was written.
    Write,
    /// Creating it.
    Make,
    /// Removing it.
    Remove,
    /// Moving it, or moving something into its place.
    Rename,
    /// Watching it for changes.
    Watch,
    /// Running it as a program.
    Run,
}

impl Action {
    fn verb(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Action::Read => ("读取", "read"),
            Action::Write => ("写入", "write"),
            Action::Make => ("创建", "make"),
            Action::Remove => ("删除", "remove"),
            Action::Rename => ("移动", "move"),
            Action::Watch => ("监视", "watch"),
            Action::Run => ("运行", "run"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

/// A path as users write it: without the prefix `\\?\`, which Windows puts before a resolved path
/// and which other programs refuse.
pub fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    match text.strip_prefix(r"\\?\") {
        Some(rest) => rest
            .strip_prefix(r"UNC\")
            .map_or_else(|| rest.to_owned(), |share| format!(r"\\{share}")),
        None => text,
    }
}

/// A value in the text of an error.
trait Shown {
    /// The value as text in one language.
    fn shown(&self, lang: Lang) -> String;
}

macro_rules! shown {
    ($($type:ty: |$value:ident, $lang:pat_param| $text:expr;)*) => {
        $(impl Shown for $type {
            fn shown(&self, $lang: Lang) -> String {
                let $value = self;
                $text
            }
        })*
    };
}

shown! {
    String: |text, _| text.clone();
    i16: |number, _| number.to_string();
    PathBuf: |path, _| shown(path);
    Vec<String>: |lines, _| lines.join("\n  ");
    std::io::Error: |error, lang| reason(error, lang);
    Option<u32>: |process, lang| match process {
        Some(number) if lang == Lang::Zh => format!("（进程号 {number}）"),
        Some(number) => format!(" (process {number})"),
        None => String::new(),
    };
    Action: |action, lang| action.verb(lang).to_owned();
    Words: |words, lang| if lang == Lang::Zh { words.zh.clone() } else { words.en.clone() };
    Vec<Diagnostic>: |findings, _| findings.len().to_string();
}

/// Makes `Error` from the rows of a table. A row has a variant, its values, and its text in Chinese
/// and in English as format strings.
macro_rules! errors {
    ($(
        $(#[$doc:meta])*
        $variant:ident $(($only:ident: $only_type:ty))?
        $({ $($(#[$about:meta])* $value:ident: $type:ty),+ })? => $zh:literal, $en:literal;
    )*) => {
        /// The reason why mulu stopped. The exit code is 2.
        #[derive(Debug)]
        pub enum Error {
            $($(#[$doc])* $variant $(($only_type))? $({ $($(#[$about])* $value: $type),+ })?,)*
        }

        impl Error {
            /// The message in one language.
            #[allow(unused_variables, clippy::useless_format, reason = "a text may lack values")]
            pub fn message(&self, lang: Lang) -> String {
                match self {
                    $(Error::$variant $(($only))? $({ $($value),+ })? => {
                        $(let $only = $only.shown(lang);)?
                        $($(let $value = $value.shown(lang);)+)?
                        if lang == Lang::Zh { format!($zh) } else { format!($en) }
                    })*
                }
            }
        }
    };
}

errors! {
    /// The system refused an operation on a file or folder.
    Io {
        /// The operation.
        action: Action,
        /// The path.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error
    } =>
        "无法{action}“{path}”：{source}",
        "cannot {action} {path}: {source}";
    /// `mulu.yaml` cannot be used, for the reasons in the findings.
    Config(findings: Vec<Diagnostic>) =>
        "配置文件 mulu.yaml 缺失或有误，无法继续",
        "mulu.yaml is missing or cannot be used";
    /// The file of a portal cannot be used, for the reasons in the findings.
    Portal(findings: Vec<Diagnostic>) =>
        "门户的配置文件有误，无法继续",
        "the file of the portal cannot be used";
    /// A template cannot be used.
    Template(reason: Words) =>
        "模板有误：\n{reason}",
        "a template is wrong:\n{reason}";
    /// The theme cannot be used, for the reasons in the findings.
    Theme(findings: Vec<Diagnostic>) =>
        "主题有误，无法继续",
        "the theme cannot be used";
    /// The site has no folder with content.
    NoContent(folder: PathBuf) =>
        "没有文件夹“{folder}”，无法读取文档；请进入站点文件夹再运行，\
         或用 -r 指明站点文件夹；新建站点用 mulu init",
        "there is no folder {folder}, and so no documents; run mulu in the site's folder \
         or name it with -r; `mulu init` makes a new site";
    /// A content file changed while mulu was reading or repairing the site.
    ChangedMeanwhile(file: String) =>
        "文件“{file}”在处理过程中被改动，请重新运行（仍有此提示时加 --force）",
        "{file} was changed while it was being read; run the command again \
         (with --force if it says so again)";
    /// Two different files were made for the same path of the site.
    PathTwice(path: String) =>
        "两处内容要写同一个文件“{path}”，没有发布",
        "two different files would be {path}; nothing was published";
    /// The output folder is the root of a file system, which cannot be replaced.
    RootAsOutput(folder: PathBuf) =>
        "输出文件夹不能是根目录“{folder}”，请用 -o 改用其下的一个文件夹",
        "the output folder cannot be {folder}, the root of a file system; \
         use a folder below it with -o";
    /// The output folder holds files that mulu did not write.
    ForeignFiles {
        /// The output folder.
        folder: PathBuf,
        /// Some of the files, relative to it.
        files: Vec<String>
    } =>
        "输出文件夹“{folder}”中有不是 mulu 生成的文件，为免误删，已停止：\n  {files}\n\
         请移走这些文件，或用 -o 另选一个空文件夹。",
        "the output folder {folder} holds files that mulu did not write; \
         nothing was touched:\n  {files}\n\
         Move them away, or choose another folder with -o.";
    /// Files of the output folder were changed after mulu wrote them.
    ChangedFiles {
        /// The output folder.
        folder: PathBuf,
        /// Some of the files, relative to it.
        files: Vec<String>
    } =>
        "输出文件夹“{folder}”中的下列文件在生成之后被改动过，为免丢失改动，已停止：\n  {files}\n\
         改动需要保留的，请移到别处；不需要的，请删除，然后重新运行。",
        "these files of the output folder {folder} were changed since mulu wrote them; \
         nothing was touched:\n  {files}\n\
         Move away what you want to keep, delete the rest, and run the command again.";
    /// Another mulu process has the lock of the same site or portal.
    Busy {
        /// The folder that this process wanted to write: the output folder, or the site's folder if
        /// it wanted to repair files.
        folder: PathBuf,
        /// The number of the process, if it is known.
        process: Option<u32>
    } =>
        "另一个 mulu{process}正在生成“{folder}”，请等它结束",
        "another mulu{process} is building into {folder}; wait for it to end";
    /// A file that should be created already exists.
    Exists(path: PathBuf) =>
        "文件“{path}”已存在，不予覆盖",
        "{path} exists and is not overwritten";
    /// Two files that should be cleaned would have the same copy.
    CopyTwice(path: PathBuf) =>
        "有两个文件的副本都会是“{path}”，都没有清理；请分次清理，用 -o 指定不同的文件夹",
        "two of the files would have the copy {path}, so none was cleaned; clean them in two runs, \
         with different folders after -o";
    /// Windows reserves the name of the file or folder that should be made.
    DeviceName(path: PathBuf) =>
        "“{path}”用了 Windows 保留的设备名，不能作文件或文件夹的名称，请换一个名称",
        "Windows reserves the name of {path} for a device, so no file or folder can have it; \
         choose another name";
    /// The e-book that should be made already exists.
    BookExists(path: PathBuf) =>
        "文件“{path}”已存在，不予覆盖；可用 --force 替换，或用 -o 另取文件名",
        "{path} exists and is not overwritten; replace it with --force, or choose another name with -o";
    /// The catalogue already has the annual report whose draft was requested.
    ReportExists {
        /// The issuing body.
        issuer: String,
        /// The year on which it reports.
        year: i16,
        /// The report.
        file: String
    } =>
        "已有{issuer}{year}年的年度报告（{file}），不再另建",
        "there is a report of {issuer} for {year} already: {file}";
    /// A site has no search index.
    NoSearchIndex(site: PathBuf) =>
        "“{site}”中没有检索索引，请先运行 mulu build",
        "there is no search index in {site}; run mulu build first";
    /// The result could not be written to standard output.
    Stdout =>
        "结果无法完整输出（磁盘已满？）",
        "the result could not be written in full (disk full?)";
    /// An archive package cannot be made, or cannot be read.
    Package(reason: Words) => "{reason}", "{reason}";
    /// A package could not be signed.
    Signing(reason: Words) => "{reason}", "{reason}";
    /// The preview server cannot listen at its address.
    Listen(reason: Words) => "{reason}", "{reason}";
    /// The command line cannot be carried out.
    Usage(reason: Words) => "{reason}", "{reason}";
}

impl std::fmt::Display for Error {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl Error {
    /// The error of an operation on a path, for `map_err`.
    pub fn io(action: Action, path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Error {
        move |source| Error::Io {
            action,
            path: path.as_ref().to_owned(),
            source,
        }
    }

    /// A path that cannot be read.
    pub fn reading(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Error {
        Error::io(Action::Read, path)
    }

    /// A path that cannot be written.
    pub fn writing(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Error {
        Error::io(Action::Write, path)
    }

    /// A path that cannot be created.
    pub fn making(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Error {
        Error::io(Action::Make, path)
    }

    /// A path that cannot be removed.
    pub fn removing(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Error {
        Error::io(Action::Remove, path)
    }

    /// A path that cannot be moved, or to which nothing can be moved.
    pub fn renaming(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Error {
        Error::io(Action::Rename, path)
    }

    /// A command line that cannot be carried out.
    pub fn usage(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Usage(words(zh, en))
    }

    /// A template that cannot be used.
    pub fn template(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Template(words(zh, en))
    }

    /// An archive package that cannot be made or read.
    pub fn package(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Package(words(zh, en))
    }

    /// A package that could not be signed.
    pub fn signing(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Signing(words(zh, en))
    }

    /// An address at which the preview server cannot listen.
    pub fn listen(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Listen(words(zh, en))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_operation_is_named() {
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let errors = [
            (
                Error::reading("a")(missing()),
                "无法读取“a”",
                "cannot read a: ",
            ),
            (
                Error::writing("a")(missing()),
                "无法写入“a”",
                "cannot write a: ",
            ),
            (
                Error::making("a")(missing()),
                "无法创建“a”",
                "cannot make a: ",
            ),
            (
                Error::removing("a")(missing()),
                "无法删除“a”",
                "cannot remove a: ",
            ),
            (
                Error::renaming("a")(missing()),
                "无法移动“a”",
                "cannot move a: ",
            ),
        ];
        for (error, zh, en) in errors {
            assert!(error.message(Lang::Zh).starts_with(zh), "{error:?}");
            assert!(error.message(Lang::En).starts_with(en), "{error:?}");
            assert!(error.to_string().starts_with(en), "{error:?}");
        }
    }
}
