//! A file of a package, as a folder or the directory of a zip lists it, and where its bytes lie.

/// A file of a package.
#[derive(Debug)]
pub(in crate::archive) struct Entry {
    /// Its path in the package, with `/`.
    pub(in crate::archive) path: String,
    /// Bytes, as the folder or the zip says.
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

    /// Where it lies in the zip, if the package is one.
    pub(in crate::archive) fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }
}

/// Where and how an entry's bytes lie in the zip.
#[derive(Clone, Copy, Debug)]
pub(in crate::archive) struct Place {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) deflated: bool,
    pub(super) crc: u32,
}
