//! Takes the paths that a user names; gives the old files to import, in order, the ledgers, the
//! parts of web pages, and a finding for each file that cannot be imported. This file must not know
//! what the files contain.

use super::finding::failed;
use super::ledger::Row;
use super::page::file_name;
use crate::catalogue::Field;
use crate::diag::{Diagnostic, Error, Severity, Words, words};
use crate::file::is_litter;
use crate::source;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// An old file to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Old {
    /// The path of the file.
    pub(super) path: PathBuf,
    /// The name of the file in messages.
    pub(super) shown: String,
    /// The name of the new file, without its ending.
    pub(super) stem: String,
    /// The folders below the root, and the file's own name without its ending.
    pub(super) parts: Vec<String>,
    /// The folder whose files the old file may use: the folder that the user named, or else its
    /// own.
    pub(super) root: PathBuf,
    /// The kind of the file, which decides how it is read.
    pub(super) kind: Kind,
    /// Whether the user named its folder, and not the file itself.
    pub(super) is_in_folder: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    Word,
    Text,
    /// Another office file.
    Office(Family),
    /// A message, or a page stored as one.
    Mail,
    /// A table whose cells are separated by commas, semicolons or tabs.
    Table,
}

/// The families of office files, by extension. A file is also read if its bytes are in another
/// format of the family than its extension says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Text,
    Sheets,
    Slides,
    Pdf,
    Ofd,
}

impl Old {
    /// The folders that lead to the file: the root's own name, then those below it.
    pub(super) fn folders(&self) -> Vec<String> {
        let real = |path: &Path| match path.as_os_str().is_empty() {
            true => Path::new(".").canonicalize(),
            false => path.canonicalize(),
        };
        let root = real(&self.root).ok();
        let own = root
            .as_deref()
            .and_then(Path::file_name)
            .unwrap_or_default();
        let mut folders = vec![own.to_string_lossy().into_owned()];
        folders.extend(self.parts.iter().rev().skip(1).rev().cloned());
        folders
    }

    /// The row of a ledger as an original. The new file is named after the row's index number, or
    /// else its document number or its title.
    pub(super) fn of_row(ledger: &Path, row: &Row) -> Old {
        let names = [Field::IndexNumber, Field::DocumentNumber, Field::Title];
        let name = names
            .map(|field| row.value(field))
            .into_iter()
            .find(|n| !n.is_empty());
        let stem = file_name(name.unwrap_or("row"));
        Old {
            path: ledger.to_owned(),
            shown: row.name.clone(),
            parts: vec![stem.clone()],
            stem,
            root: ledger.parent().unwrap_or(ledger).to_owned(),
            kind: Kind::Table,
            is_in_folder: false,
        }
    }

    /// The same file with a new name that leaves out its first `depth` folders.
    pub(super) fn below(&self, depth: usize) -> Old {
        Old {
            stem: file_name(&self.parts[depth.min(self.parts.len())..].join("-")),
            ..self.clone()
        }
    }

    /// The possible names of the new file, without the ending; the first free one is used.
    pub(super) fn stems(&self) -> impl Iterator<Item = String> {
        let stem = &self.stem;
        [stem.clone(), format!("{stem}-{}", extension(&self.path))]
            .into_iter()
            .chain((2..).map(move |n| format!("{stem}-{n}")))
    }
}

/// The extension of a file in lower case, without the dot.
fn extension(path: &Path) -> String {
    path.extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default()
}

/// Endings of files that belong to pages or to the system (`.db`, `.ini`). Such a file in a named
/// folder is listed as a part, without a finding.
const PARTS_OF_PAGES: [&str; 18] = [
    "css", "js", "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "bmp", "woff", "woff2", "ttf",
    "eot", "map", "db", "ini", "json",
];

/// Endings of files that may be ledgers.
const LEDGERS: [&str; 8] = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "json"];

/// The files at the paths that a user named, in order.
#[derive(Debug, Default)]
pub struct Listed {
    pub(super) olds: Vec<Old>,
    /// What cannot be imported, with its finding. A file of another kind has its path, and its
    /// finding is dropped if a page needs the file. Symbolic links, and what cannot be read, have
    /// an empty path.
    pub(super) refused: Vec<(PathBuf, Diagnostic)>,
    /// Files in the named folders with one of the endings in `PARTS_OF_PAGES`.
    pub(super) parts: Vec<(PathBuf, String)>,
    folders: Vec<PathBuf>,
    tables: Tables,
    ledgers: Vec<(PathBuf, String)>,
    seen: BTreeSet<PathBuf>,
}

/// How a table named by its own path is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tables {
    /// As a document.
    #[default]
    Documents,
    /// As a ledger, which has a row for each document.
    Ledgers,
}

/// Looks for old files.
pub fn list(paths: &[PathBuf], tables: Tables) -> Result<Listed, Error> {
    let mut listed = Listed {
        tables,
        ..Listed::default()
    };
    // ledgers come first, so that a ledger that is also in a named folder is not read as a document
    let (first, last): (Vec<_>, Vec<_>) = paths
        .iter()
        .partition(|path| tables == Tables::Ledgers && !path.is_dir());
    for path in first.into_iter().chain(last) {
        let metadata = std::fs::metadata(path).map_err(Error::reading(path))?;
        if metadata.is_dir() {
            listed.add_folder(path);
        } else {
            listed.add(path, path.parent().unwrap_or(path), By::Name);
        }
    }
    Ok(listed)
}

/// Whether a user named a file or its folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// By its own path.
    Name,
    /// By the path of a folder, which may hold any files.
    Folder,
}

impl Listed {
    /// The ledgers that were named, each with its name in messages.
    pub fn ledgers(&self) -> &[(PathBuf, String)] {
        &self.ledgers
    }

    /// The folders that were named.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path)
    }

    fn add_folder(&mut self, folder: &Path) {
        self.folders.push(folder.to_owned());
        let is_seen =
            |e: &walkdir::DirEntry| e.depth() == 0 || !is_litter(&e.file_name().to_string_lossy());
        for entry in walkdir::WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(is_seen)
        {
            match entry {
                Ok(entry) if entry.path_is_symlink() => {
                    let (reason, remedy) = (
                        words("这是符号链接", "it is a symbolic link"),
                        words(
                            "需要导入的，请直接写出它的路径。",
                            "Name it by itself to import it.",
                        ),
                    );
                    let mut finding = failed(&entry.path().display().to_string(), reason, remedy);
                    finding.severity = Severity::Warning;
                    self.refused.push((PathBuf::new(), finding));
                }
                Ok(entry) if entry.file_type().is_file() => {
                    self.add(entry.path(), folder, By::Folder);
                }
                Ok(_) => {}
                Err(e) => {
                    let shown = e.path().unwrap_or(folder).display().to_string();
                    let error = e
                        .into_io_error()
                        .unwrap_or_else(|| std::io::Error::other("loop"));
                    self.refused
                        .push((PathBuf::new(), source::unreadable(&shown, &error)));
                }
            }
        }
    }

    fn add(&mut self, file: &Path, root: &Path, by: By) {
        // a user may name both a file and its folder
        if file
            .canonicalize()
            .is_ok_and(|real| !self.seen.insert(real))
        {
            return;
        }
        let shown = file.display().to_string().replace('\\', "/");
        let extension = extension(file);
        if self.tables == Tables::Ledgers && by == By::Name && LEDGERS.contains(&extension.as_str())
        {
            self.ledgers.push((file.to_owned(), shown));
            return;
        }
        let kind = match extension.as_str() {
            "html" | "htm" | "shtml" | "xhtml" => Kind::Html,
            "docx" => Kind::Word,
            "txt" => Kind::Text,
            "doc" | "wps" | "dot" | "wpt" | "rtf" | "odt" | "docm" | "dotx" => {
                Kind::Office(Family::Text)
            }
            "xlsx" | "xlsm" | "xls" | "et" | "ett" | "ods" => Kind::Office(Family::Sheets),
            "pptx" | "ppt" | "dps" | "odp" => Kind::Office(Family::Slides),
            "pdf" => Kind::Office(Family::Pdf),
            "ofd" => Kind::Office(Family::Ofd),
            "mht" | "mhtml" | "eml" => Kind::Mail,
            "csv" | "tsv" => Kind::Table,
            part if by == By::Folder && PARTS_OF_PAGES.contains(&part) => {
                self.parts.push((file.to_owned(), shown));
                return;
            }
            _ => {
                let (reason, remedy) = refused(&extension);
                let mut finding = failed(&shown, reason, remedy);
                if by == By::Folder {
                    finding.severity = Severity::Warning;
                }
                self.refused.push((file.to_owned(), finding));
                return;
            }
        };
        let relative = file.strip_prefix(root).unwrap_or(file).with_extension("");
        let parts: Vec<String> = relative
            .components()
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .collect();
        self.olds.push(Old {
            path: file.to_owned(),
            shown,
            stem: file_name(&parts.join("-")),
            parts,
            root: root.to_owned(),
            kind,
            is_in_folder: by == By::Folder,
        });
    }
}

/// Why a kind of file is not imported, and the remedy.
fn refused(extension: &str) -> (Words, Words) {
    match extension {
        "webarchive" | "msg" => (
            words(
                format!("不能读取 .{extension} 格式"),
                format!("files of the kind .{extension} cannot be read"),
            ),
            words(
                "请用原来的软件打开，网页另存为“网页，全部”（.html），邮件另存为 .eml，再导入。",
                "Open it in the program that made it, save a page as a complete web page (.html) \
                 and a message as .eml, and import that.",
            ),
        ),
        "md" | "markdown" => (
            words("已经是 Markdown 文件", "it is Markdown already"),
            words(
                "请直接放进 content 文件夹，再运行 mulu check。",
                "Put it into content/ as it is and run mulu check.",
            ),
        ),
        "" => (
            words(
                "文件名没有扩展名，不知道是哪种文件",
                "its name has no ending that says what kind of file it is",
            ),
            words(
                "请改名为 .html、.docx 或 .txt 后再导入。",
                "Name it .html, .docx or .txt and import it again.",
            ),
        ),
        _ => (
            words(
                format!("不能把 .{extension} 文件转为文档"),
                format!("a file of the kind .{extension} cannot be made a document"),
            ),
            words(
                "可作为附件发布：用 mulu new 新建文档，把文件放在旁边，写入“附件”。",
                "It can be published as an attachment: make a document with mulu new, put the file beside it, and name it under `attachments`.",
            ),
        ),
    }
}
