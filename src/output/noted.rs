//! The files that a run wrote: takes a path and what was written there, gives them all by path. A site has more files than documents, so
//! each takes little more room than its path and its digest. It must not know of folders.

use super::Printed;
use super::folder::Seen;
use crate::memo::{self, Key};
use std::collections::HashMap;

/// Files that were written, or are being written.
#[derive(Default)]
pub(super) struct Noted {
    /// Path, print and look of each, one behind another.
    records: Vec<u8>,
    /// Where a file's record begins, by a digest of its path; none of one that is being written.
    places: HashMap<Key, Option<u64>>,
}

/// A file that was written.
pub(super) type Written<'a> = (&'a str, Printed, Seen);

impl Noted {
    /// Notes that a file is being written, if it is not there yet.
    pub(super) fn claim(&mut self, path: &str) -> bool {
        let is_free = !self.has(path);
        if is_free {
            self.places.insert(name(path), None);
        }
        is_free
    }

    /// Notes what was written.
    pub(super) fn note(&mut self, path: &str, printed: Printed, seen: Seen) {
        if let Ok(record) = postcard::to_stdvec(&(path, printed, seen)) {
            self.places.insert(name(path), Some(self.records.len() as u64));
            self.records.extend(record);
        }
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.places.contains_key(&name(path))
    }

    /// What was written at a path.
    pub(super) fn printed(&self, path: &str) -> Option<Printed> {
        self.at((*self.places.get(&name(path))?)?).map(|file| file.1)
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Every file that was written, in the order in which they were, with where its record is.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, Written<'_>)> {
        let mut rest: &[u8] = &self.records;
        std::iter::from_fn(move || {
            let at = self.records.len() - rest.len();
            let (file, after) = postcard::take_from_bytes(rest).ok()?;
            rest = after;
            Some((at as u64, file))
        })
    }

    /// The file whose record is there.
    pub(super) fn at(&self, place: u64) -> Option<Written<'_>> {
        postcard::take_from_bytes(self.records.get(usize::try_from(place).ok()?..)?).ok().map(|(file, _)| file)
    }
}

fn name(path: &str) -> Key {
    memo::key(&[path.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_found_by_its_path() {
        let mut noted = Noted::default();
        let printed = |n: u8| Printed { digest: [n; 32], size: u64::from(n) };
        assert!(noted.claim("b") && noted.claim("a") && !noted.claim("b"));
        assert_eq!((noted.printed("b"), noted.has("b"), noted.has("c"), noted.len()), (None, true, false, 2));
        noted.note("b", printed(2), Seen::default());
        noted.note("a", printed(1), Seen::default());
        assert_eq!((noted.printed("b"), noted.printed("a"), noted.printed("c")), (Some(printed(2)), Some(printed(1)), None));
        assert_eq!(noted.iter().map(|(_, f)| (f.0, f.1)).collect::<Vec<_>>(), [("b", printed(2)), ("a", printed(1))]);
    }
}
