//! Takes the reason why the tool stopped; gives a message in Chinese or English. Faults of the
//! content are not errors but findings.
//!
//! Every variant names the path or value concerned. It must not know the terminal.

use super::{Diagnostic, Lang};
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

/// The reason why mulu could not run. The exit code is 2.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refused an operation on a file or folder.
    #[error("cannot {} {}: {source}", .action.verb(Lang::En), .path.display())]
    Io {
        /// The operation.
        action: Action,
        /// The path.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// `mulu.yaml` cannot be used; the findings say why.
    #[error("the configuration cannot be used")]
    Config(Vec<Diagnostic>),
    /// A template cannot be used.
    #[error("{0}")]
    Template(String),
    /// The configured theme does not exist.
    #[error("there is no theme {name}")]
    NoTheme {
        /// Its name.
        name: String,
        /// The folder in which it was expected.
        folder: PathBuf,
    },
    /// The site has no folder with content.
    #[error("there is no folder {}", .0.display())]
    NoContent(PathBuf),
    /// A content file changed while the site was being made.
    #[error("{0} was changed while it was being worked on")]
    ChangedMeanwhile(String),
    /// Two different files were made for the same path of the site.
    #[error("two things claim the file {0}")]
    PathTwice(String),
    /// The output folder holds files that mulu did not write.
    #[error("{} holds files that mulu did not write", .folder.display())]
    ForeignFiles {
        /// The output folder.
        folder: PathBuf,
        /// Some of the files, relative to it.
        files: Vec<String>,
    },
    /// Files of the output folder were changed after mulu wrote them.
    #[error("files in {} were changed since mulu wrote them", .folder.display())]
    ChangedFiles {
        /// The output folder.
        folder: PathBuf,
        /// Some of the files, relative to it.
        files: Vec<String>,
    },
    /// Another mulu process is building the same output.
    #[error("another mulu is building into {}", .0.display())]
    Busy(PathBuf),
    /// A file that should be created already exists.
    #[error("{} exists", .0.display())]
    Exists(PathBuf),
    /// A site has no search index.
    #[error("there is no search index in {}", .0.display())]
    NoSearchIndex(PathBuf),
    /// The result could not be written to standard output.
    #[error("the result could not be written in full")]
    Stdout,
    /// An archive package cannot be made, or cannot be read.
    #[error("{}", .0.en)]
    Package(Reason),
    /// A package could not be signed.
    #[error("{}", .0.en)]
    Signing(Reason),
    /// The preview server cannot listen at its address.
    #[error("{}", .0.en)]
    Listen(Reason),
    /// The command line cannot be carried out.
    #[error("{}", .0.en)]
    Usage(Reason),
}

/// A reason in both languages.
#[derive(Clone, Debug)]
pub struct Reason {
    zh: String,
    en: String,
}

impl Reason {
    fn new(zh: impl Into<String>, en: impl Into<String>) -> Reason {
        Reason {
            zh: zh.into(),
            en: en.into(),
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
        Error::Usage(Reason::new(zh, en))
    }

    /// An archive package that cannot be made or read.
    pub fn package(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Package(Reason::new(zh, en))
    }

    /// A package that could not be signed.
    pub fn signing(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Signing(Reason::new(zh, en))
    }

    /// An address at which the preview server cannot listen.
    pub fn listen(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Listen(Reason::new(zh, en))
    }

    /// The message in one language.
    pub fn message(&self, lang: Lang) -> String {
        if lang == Lang::Zh {
            self.chinese()
        } else {
            self.english()
        }
    }

    fn chinese(&self) -> String {
        match self {
            Error::Io {
                action,
                path,
                source,
            } => {
                format!(
                    "无法{}“{}”：{source}",
                    action.verb(Lang::Zh),
                    path.display()
                )
            }
            Error::Config(_) => "配置文件 mulu.yaml 缺失或有误，无法继续".to_owned(),
            Error::Template(text) => format!("模板有误：\n{text}"),
            Error::NoTheme { name, folder } => {
                format!("没有主题“{name}”：找不到文件夹 {}", folder.display())
            }
            Error::NoContent(folder) => format!(
                "没有文件夹“{}”，无法读取文档；请进入站点文件夹再运行，\
                 或用 -r 指明站点文件夹；新建站点用 mulu init",
                folder.display()
            ),
            Error::ChangedMeanwhile(file) => {
                format!("文件“{file}”在处理过程中被改动，请重新运行（仍有此提示时加 --force）")
            }
            Error::PathTwice(path) => format!("两处内容要写同一个文件“{path}”，没有发布"),
            Error::ForeignFiles { folder, files } => format!(
                "输出文件夹“{}”中有不是 mulu 生成的文件，为免误删，已停止：\n  {}\n\
                 请移走这些文件，或用 -o 另选一个空文件夹。",
                folder.display(),
                files.join("\n  ")
            ),
            Error::ChangedFiles { folder, files } => format!(
                "输出文件夹“{}”中的下列文件在生成之后被改动过，为免丢失改动，已停止：\n  {}\n\
                 改动需要保留的，请移到别处；不需要的，请删除，然后重新运行。",
                folder.display(),
                files.join("\n  ")
            ),
            Error::Busy(path) => {
                format!("另一个 mulu 正在生成“{}”，请等它结束", path.display())
            }
            Error::Exists(path) => format!("文件“{}”已存在，不予覆盖", path.display()),
            Error::NoSearchIndex(site) => {
                format!("“{}”中没有检索索引，请先运行 mulu build", site.display())
            }
            Error::Stdout => "结果无法完整输出（磁盘已满？）".to_owned(),
            Error::Package(r) | Error::Signing(r) | Error::Listen(r) | Error::Usage(r) => {
                r.zh.clone()
            }
        }
    }

    fn english(&self) -> String {
        match self {
            Error::Io {
                action,
                path,
                source,
            } => {
                format!(
                    "cannot {} {}: {source}",
                    action.verb(Lang::En),
                    path.display()
                )
            }
            Error::Config(_) => "mulu.yaml is missing or cannot be used".to_owned(),
            Error::Template(text) => format!("a template is wrong:\n{text}"),
            Error::NoTheme { name, folder } => {
                format!(
                    "there is no theme `{name}`: {} does not exist",
                    folder.display()
                )
            }
            Error::NoContent(folder) => format!(
                "there is no folder {}, and so no documents; run mulu in the site's folder \
                 or name it with -r; `mulu init` makes a new site",
                folder.display()
            ),
            Error::ChangedMeanwhile(file) => format!(
                "{file} was changed while it was being read; run the command again \
                 (with --force if it says so again)"
            ),
            Error::PathTwice(path) => {
                format!("two things claim the file {path}; nothing was published")
            }
            Error::ForeignFiles { folder, files } => format!(
                "the output folder {} holds files that mulu did not write; \
                 nothing was touched:\n  {}\n\
                 Move them away, or choose another folder with -o.",
                folder.display(),
                files.join("\n  ")
            ),
            Error::ChangedFiles { folder, files } => format!(
                "these files of the output folder {} were changed since mulu wrote them; \
                 nothing was touched:\n  {}\n\
                 Move away what you want to keep, delete the rest, and run the command again.",
                folder.display(),
                files.join("\n  ")
            ),
            Error::Busy(path) => {
                format!(
                    "another mulu is building into {}; wait for it to end",
                    path.display()
                )
            }
            Error::Exists(path) => format!("{} exists and is not overwritten", path.display()),
            Error::NoSearchIndex(site) => {
                format!(
                    "there is no search index in {}; run mulu build first",
                    site.display()
                )
            }
            Error::Stdout => "the result could not be written in full (disk full?)".to_owned(),
            Error::Package(r) | Error::Signing(r) | Error::Listen(r) | Error::Usage(r) => {
                r.en.clone()
            }
        }
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
