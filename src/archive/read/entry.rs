//! Takes an entry of a folder or a zip directory; gives a file of a package and the place of its
//! bytes. This file must not know what the file means.

/// A file of a package.
#[derive(Debug)]
pub(in crate::archive) struct Entry {
    /// The path in the package, with `/` between its parts.
    pub(in crate::archive) path: String,
    /// Size in bytes, as the folder or the zip directory states it.
    pub(in crate::archive) size: u64,
    pub(super) place: Option<Place>,
}

impl Entry {
    pub(super) fn zipped(path: String, size: u64, place: Place) -> Entry {
        Entry {
            path,
            size,
            place: Some(place),
        }
    }

    /// The place of its bytes in the zip; none when the package is a folder.
    pub(in crate::archive) fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }
}

/// The range of an entry's bytes in the zip, and whether they are compressed.
#[derive(Clone, Copy, Debug)]
pub(in crate::archive) struct Place {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) deflated: bool,
    pub(super) crc: u32,
}
