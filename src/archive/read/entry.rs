//! Defines a file of a package, as a folder or the directory of a zip lists it, and the place of
//! its bytes in the zip. This file must not know what the file means.

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

    /// The place of its bytes in the zip; `None` if the package is a folder.
    pub(in crate::archive) fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }
}

/// The range of an entry's bytes in the zip, whether they are compressed, and the CRC-32 that the
/// zip states for the uncompressed bytes.
#[derive(Clone, Copy, Debug)]
pub(in crate::archive) struct Place {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) deflated: bool,
    pub(super) crc: u32,
}
