//! Takes the path, fingerprint and attributes of each written file; finds a file by its path, and
//! lists all. A record takes little more memory than path and digest, because a site has very many
//! files. This file must not know folders.

use super::folder::FileStat;
use super::sink::Fingerprint;
use crate::cache::{self, Key};
use std::collections::HashMap;

/// Files that were written, or are being written.
#[derive(Default)]
pub(super) struct WrittenFiles {
    /// The records, in pieces that are never reallocated: path, fingerprint and attributes.
    records: Vec<Vec<u8>>,
    /// By the digest of a path: where its record begins, or [`UNWRITTEN`].
    places: HashMap<Key, Place>,
}

/// The piece in which a record begins, and the offset in that piece.
pub(super) type Place = (u32, u32);

const UNWRITTEN: Place = (u32::MAX, 0);
/// The size of a piece in bytes.
const PIECE: usize = 1 << 20;

/// A file that was written.
pub(super) type Written<'a> = (&'a str, Fingerprint, FileStat);

impl WrittenFiles {
    /// Records that a file is being written. Returns false if the path is already recorded.
    pub(super) fn claim(&mut self, path: &str) -> bool {
        let is_free = !self.has(path);
        if is_free {
            self.places.insert(name(path), UNWRITTEN);
        }
        is_free
    }

    /// Records the bytes that were written at a path.
    pub(super) fn note(&mut self, path: &str, fingerprint: Fingerprint, seen: FileStat) {
        let Ok(record) = postcard::to_extend(&(path, fingerprint, seen), Vec::new()) else {
            return;
        };
        if self
            .records
            .last()
            .is_none_or(|piece| piece.len() + record.len() > PIECE)
        {
            self.records.push(Vec::with_capacity(PIECE));
        }
        let number = self.records.len() as u32 - 1;
        if let Some(piece) = self.records.last_mut() {
            self.places.insert(name(path), (number, piece.len() as u32));
            piece.extend(record);
        }
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.places.contains_key(&name(path))
    }

    /// The fingerprint of the bytes that were written at a path.
    pub(super) fn fingerprint(&self, path: &str) -> Option<Fingerprint> {
        self.at(*self.places.get(&name(path))?).map(|file| file.1)
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Every completely written file with the place of its record, in the order of their
    /// completion.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Place, Written<'_>)> {
        (0..).zip(&self.records).flat_map(|(number, piece)| {
            let mut rest: &[u8] = piece;
            std::iter::from_fn(move || {
                let at = piece.len() - rest.len();
                let (file, after) = postcard::take_from_bytes(rest).ok()?;
                rest = after;
                Some(((number, at as u32), file))
            })
        })
    }

    /// The file whose record is at a place.
    pub(super) fn at(&self, (number, start): Place) -> Option<Written<'_>> {
        let record = self.records.get(number as usize)?.get(start as usize..)?;
        postcard::take_from_bytes(record).ok().map(|(file, _)| file)
    }
}

fn name(path: &str) -> Key {
    cache::key(&[path.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_found_by_its_path() {
        let mut written = WrittenFiles::default();
        let fingerprint = |n: u8| Fingerprint {
            digest: [n; 32],
            size: u64::from(n),
        };
        assert!(written.claim("b") && written.claim("a") && !written.claim("b"));
        assert_eq!(
            (
                written.fingerprint("b"),
                written.has("b"),
                written.has("c"),
                written.len()
            ),
            (None, true, false, 2)
        );
        written.note("b", fingerprint(2), FileStat::default());
        written.note("a", fingerprint(1), FileStat::default());
        assert_eq!(
            (
                written.fingerprint("b"),
                written.fingerprint("a"),
                written.fingerprint("c")
            ),
            (Some(fingerprint(2)), Some(fingerprint(1)), None)
        );
        assert_eq!(
            written.iter().map(|(_, f)| (f.0, f.1)).collect::<Vec<_>>(),
            [("b", fingerprint(2)), ("a", fingerprint(1))]
        );
    }
}
