//! What stops the tool itself, as opposed to what is wrong with the content. Every variant names the path it is about.

use super::{Diagnostic, Lang};
use std::path::{Path, PathBuf};

/// Why mulu could not run. Exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read, written, made or removed.
    #[error("{path}: {source}")]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// `mulu.yaml` cannot be used; the findings say why.
    #[error("the configuration cannot be used")]
    Config(Vec<Diagnostic>),
    /// A template cannot be used.
    #[error("{0}")]
    Template(String),
    /// The output folder holds files that mulu did not write.
    #[error("{} holds files that mulu did not write", .folder.display())]
    ForeignFiles {
        /// The output folder.
        folder: PathBuf,
        /// Some of the files, relative to it.
        files: Vec<String>,
    },
    /// Somebody wrote to files of the output folder after mulu did.
    #[error("files in {} were changed since mulu wrote them", .folder.display())]
    ChangedFiles {
        /// The output folder.
        folder: PathBuf,
        /// Some of the files, relative to it.
        files: Vec<String>,
    },
    /// Another mulu is at work on the same output.
    #[error("another mulu is building into {}", .0.display())]
    Busy(PathBuf),
    /// The command cannot be carried out as typed.
    #[error("{zh}")]
    Usage {
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
    },
}

impl Error {
    /// Keeps the path with what the system said.
    pub fn io(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Error {
        move |source| Error::Io {
            path: path.as_ref().to_owned(),
            source,
        }
    }

    /// A command that cannot be carried out as typed.
    pub fn usage(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Usage {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The message in a language.
    pub fn message(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Error::Io { path, source } => {
                let path = path.display();
                if zh {
                    format!("无法读写“{path}”：{source}")
                } else {
                    format!("cannot read or write {path}: {source}")
                }
            }
            Error::Config(_) => (if zh {
                "配置文件 mulu.yaml 缺失或有误，无法继续"
            } else {
                "mulu.yaml is missing or cannot be used"
            })
            .to_owned(),
            Error::Template(text) => {
                if zh {
                    format!("模板有误：\n{text}")
                } else {
                    format!("a template is wrong:\n{text}")
                }
            }
            Error::ForeignFiles { folder, files } => {
                let (folder, list) = (folder.display(), files.join("\n  "));
                if zh {
                    format!(
                        "输出文件夹“{folder}”中有不是 mulu 生成的文件，为免误删，已停止：\n  {list}\n请移走这些文件，或用 -o 另选一个空文件夹。"
                    )
                } else {
                    format!(
                        "the output folder {folder} holds files that mulu did not write; nothing was touched:\n  {list}\nMove them away, or choose another folder with -o."
                    )
                }
            }
            Error::ChangedFiles { folder, files } => {
                let (folder, list) = (folder.display(), files.join("\n  "));
                if zh {
                    format!(
                        "输出文件夹“{folder}”中的下列文件在生成之后被改动过，为免丢失改动，已停止：\n  {list}\n改动需要保留的，请移到别处；不需要的，请删除，然后重新运行。"
                    )
                } else {
                    format!(
                        "these files of the output folder {folder} were changed since mulu wrote them; nothing was touched:\n  {list}\nMove away what you want to keep, delete the rest, and run the command again."
                    )
                }
            }
            Error::Busy(path) => {
                let path = path.display();
                if zh {
                    format!("另一个 mulu 正在生成“{path}”，请等它结束")
                } else {
                    format!("another mulu is building into {path}; wait for it to end")
                }
            }
            Error::Usage { zh: text_zh, en } => (if zh { text_zh } else { en }).clone(),
        }
    }
}
