//! Takes the archive package of a year and the path of a new or empty folder; makes the site's
//! folder there as it was archived, byte for byte. This file must not know the terminal.
//!
//! The package is verified first. The folder is moved to its place when it is whole. A package may
//! be from anyone, so it is refused if `data/source` has a file that mulu never puts there.

use crate::archive::read::{Listed, ListedFile, listed};
use crate::archive::{self, verify};
use crate::diag::{Error, shown};
use crate::output::Staging;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A file that every site has. By this file, `output` recognises a complete folder that a killed
/// run had moved aside.
const MARKER: &str = "mulu.yaml";

/// The result of a restoration.
#[derive(Debug)]
pub enum Restored {
    /// The package is not whole, so nothing was written.
    Unsound(Box<verify::Report>),
    /// The folder was made.
    Folder(Box<Folder>),
}

/// A restored folder.
#[derive(Debug)]
pub struct Folder {
    /// The folder.
    pub path: PathBuf,
    /// The year of the package.
    pub year: i16,
    /// The number of files.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// The root digest of the package, in hexadecimal.
    pub root: String,
}

/// Verifies a package and makes the folder. `place` gives the folder's path for the package's year.
pub fn restore(
    package: &Path,
    place: impl FnOnce(i16) -> Result<PathBuf, Error>,
) -> Result<Restored, Error> {
    let has = |name: &str| package.join(name).exists();
    if package.is_dir() && !has(archive::BAGIT) && !has(archive::PAYLOAD) {
        return Err(foreign(package));
    }
    let report = verify::verify(&[package], &|_| ())?.into_iter().next();
    let report = report.unwrap_or_default();
    if report.kind == verify::Kind::Bag {
        return Err(foreign(package));
    }
    if !report.is_whole() {
        return Ok(Restored::Unsound(Box::new(report)));
    }
    let (Some(year), Some(root)) = (report.year, report.root) else {
        return Err(foreign(package));
    };
    let output = place(year)?;
    refuse_filled(&output)?;
    let sources = listed(package, archive::SOURCE)?;
    let paths: Vec<&str> = sources.files.iter().map(|f| f.path.as_str()).collect();
    if !paths.contains(&MARKER) {
        return Err(Error::package(
            format!("包中没有“{MARKER}”，无法恢复站点文件夹"),
            format!("the package has no {MARKER}, so no site can be restored from it"),
        ));
    }
    if let Some(path) = stranger(&paths) {
        return Err(Error::package(
            format!("包中的“{path}”不是 mulu 归档的文件，未予恢复"),
            format!("{path} in the package is not a file that mulu archives; nothing was restored"),
        ));
    }
    let staging = Staging::open(&output, MARKER)?;
    let mut bytes = 0;
    for file in &sources.files {
        bytes += write(&sources, file, staging.path())?;
    }
    // if something was put into the folder meanwhile, the removal fails and the folder stays
    if output.exists() {
        fs::remove_dir(&output).map_err(Error::removing(&output))?;
    }
    staging.publish()?;
    Ok(Restored::Folder(Box::new(Folder {
        path: output,
        year,
        files: sources.files.len(),
        bytes,
        root,
    })))
}

/// The error for a path that does not lead to a package of one year, made by mulu.
fn foreign(package: &Path) -> Error {
    let shown = package.display();
    Error::package(
        format!(
            "“{shown}”不是 mulu 制作的归档包；请指定某一年的归档包（文件夹或 zip 文件），如 archive/2025"
        ),
        format!(
            "{shown} is not a package made by mulu; \
             name the package of one year, a folder or a zip file, such as archive/2025"
        ),
    )
}

/// Gives an error unless there is nothing at this path, or only an empty folder.
pub fn refuse_filled(output: &Path) -> Result<(), Error> {
    let is_free = match fs::read_dir(output) {
        Ok(mut entries) => entries.next().is_none(),
        Err(e) if e.kind() == ErrorKind::NotFound => fs::symlink_metadata(output).is_err(),
        Err(_) => false,
    };
    if is_free {
        return Ok(());
    }
    let shown = shown(output);
    Err(Error::usage(
        format!("“{shown}”已存在，且不是空文件夹；恢复时不覆盖任何文件，请用 -o 另写一个文件夹"),
        format!(
            "{shown} exists and is not an empty folder; \
             nothing is overwritten, so name another folder with -o"
        ),
    ))
}

/// The first path that mulu never puts into `data/source`, or that equals an earlier path in lower
/// case.
fn stranger<'a>(paths: &[&'a str]) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    let is_ours = |path: &str| {
        let is_placed =
            path == MARKER || path.starts_with("content/") || path.starts_with("themes/");
        let is_hidden = path.split('/').any(|part| part.starts_with('.'));
        is_placed && !is_hidden && archive::is_portable(path)
    };
    let mut paths = paths.iter().copied();
    paths.find(|path| !is_ours(path) || !seen.insert(path.to_lowercase()))
}

/// Writes a file below a folder; gives its size.
fn write(sources: &Listed, file: &ListedFile, folder: &Path) -> Result<u64, Error> {
    let to = crate::file::below(folder, &file.path);
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(Error::making(parent))?;
    }
    let new = fs::File::create_new(&to).map_err(Error::making(&to))?;
    let mut new = BufWriter::new(new);
    let size = sources.copy(file, &mut new).map_err(Error::writing(&to))?;
    new.flush().map_err(Error::writing(&to))?;
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_mulu_archives_is_restored() {
        let good = [
            "mulu.yaml",
            "content/a/关于.md",
            "themes/default/theme.toml",
        ];
        assert_eq!(stranger(&good), None);
        for bad in [
            "archive/2024/bagit.txt",
            "public/index.html",
            "content/../../x",
            "content/.git/hooks/post-checkout",
            ".mulu/undo/a",
            "content/a\\b.md",
            "content/c:stream.md",
            "content/nul.md",
            "content/a.md.",
            "Content/a.md",
            "content",
            "autorun.inf",
        ] {
            assert_eq!(stranger(&[bad]), Some(bad));
        }
        let twins = ["mulu.yaml", "content/A.md", "content/a.md"];
        assert_eq!(stranger(&twins), Some("content/a.md"));
    }
}
