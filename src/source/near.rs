//! Takes the path of a missing file; gives the file that was probably meant. This file must not
//! know why the file is wanted.

use super::file::File;
use super::sources::Sources;
use crate::fold::fold;

/// The kind of file that a path should lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A file that is published with a document.
    Attachment,
    /// A document or any other file.
    AnyFile,
}

/// The minimum similarity of two names, from 0 to 1.
const LEAST: f64 = 0.6;

impl Sources {
    /// The file with the most similar name in the folder, or else the only file elsewhere that has
    /// the same name.
    pub fn find_near(&self, path: &str, wanted: Wanted) -> Option<&File> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let fits =
            |f: &&File| wanted == Wanted::AnyFile || !f.is_document() || f.is_almost_document();
        let candidates = || self.iter().map(|(_, file)| file).filter(fits);
        let beside = candidates().filter_map(|file| {
            let (there, other) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
            (there == folder).then(|| (likeness(name, other), file))
        });
        let nearest = beside
            .filter(|(likeness, _)| *likeness >= LEAST)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, file)) = nearest {
            return Some(file);
        }
        let is_same = |f: &&File| f.path.rsplit('/').next() == Some(name);
        let mut same = candidates().filter(is_same);
        same.next().filter(|_| same.next().is_none())
    }
}

/// The similarity of two file names, from 0 to 1. Extensions are ignored, because they are often
/// missing or wrong.
fn likeness(written: &str, name: &str) -> f64 {
    let (written, name) = (fold(written), fold(name));
    let stem = |name: &str| {
        let is_ending = |e: &str| (1..=5).contains(&e.len()) && e.is_ascii();
        match name.rsplit_once('.') {
            Some((stem, ending)) if is_ending(ending) => stem.to_owned(),
            _ => name.to_owned(),
        }
    };
    let (a, b) = (stem(&written), stem(&name));
    let (short, long) = if a.len() < b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if a == b {
        return 1.0;
    }
    // for example, 附件1.申请表 contains 申请表
    let part = if short.chars().count() >= 2 && long.contains(short.as_str()) {
        0.8
    } else {
        0.0
    };
    strsim::normalized_damerau_levenshtein(&a, &b).max(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_alike() {
        for (written, name) in [
            ("名额分配表.doc", "名额分配表.docx"),
            ("名额分配表", "名额分配表.docx"),
            ("名额分配.docx", "名额分配表.docx"),
            ("附件１：申请表.docx", "附件1:申请表.docx"),
            ("申请表.docx", "附件1.申请表.docx"),
            ("申请 表.docx", "申请表.docx"),
            ("申情表.docx", "申请表.docx"),
        ] {
            assert!(likeness(written, name) >= LEAST, "{written} {name}");
        }
        for (written, name) in [
            ("申请表.docx", "名单.docx"),
            ("表.docx", "名额分配表.docx"),
            ("图1.png", "申请表.docx"),
        ] {
            assert!(likeness(written, name) < LEAST, "{written} {name}");
        }
    }
}
