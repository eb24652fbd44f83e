//! Takes the path of a package; gives its records and texts, read in place. This file verifies
//! nothing (see `verify`) and must not know how a package is made.

use super::store::Store;
use crate::archive::layout;
use crate::archive::records::{Record, Records};
use crate::diag::Error;
use crate::parse::front_matter;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The size limit for the source of a document.
const SOURCE: u64 = 16 << 20;
/// The size limit for the file of records, and for the files that `Opened::file` reads.
const RECORDS: u64 = 4 << 30;

/// A package whose records have been read.
pub struct Opened {
    store: Store,
    /// Its records.
    pub records: Records,
}

/// Reads the records of a package, which is a folder or a zip file.
pub fn open(path: &Path) -> Result<Opened, Error> {
    let unusable = |why: String| {
        let shown = path.display();
        Error::package(
            format!("“{shown}”不是可以读取的归档包：{why}"),
            format!("{shown} is no package that can be read: {why}"),
        )
    };
    let (store, faults) = Store::open(path)?;
    let Some(mut store) = store else {
        return Err(unusable(
            faults
                .first()
                .map(|f| f.message(crate::diag::Lang::En))
                .unwrap_or_default(),
        ));
    };
    store.enter_only_folder();
    let entry = store
        .find(layout::RECORDS)
        .ok_or_else(|| unusable(layout::RECORDS.to_owned()))?;
    let bytes = store
        .bytes(&store.entries[entry], RECORDS)
        .map_err(Error::reading(PathBuf::from(path).join(layout::RECORDS)))?;
    let records: Records = serde_json::from_slice(&bytes)
        .map_err(|e| unusable(format!("{}: {e}", layout::RECORDS)))?;
    if records.format != Records::FORMAT {
        return Err(unusable(format!("{}: {}", layout::RECORDS, records.format)));
    }
    Ok(Opened { store, records })
}

/// A function that gets the path of a file (relative to a folder of the package) and its bytes.
pub type Take<'t> = &'t mut dyn FnMut(&str, &mut dyn Read) -> std::io::Result<()>;

/// Passes the files below a folder of a package to `take`, in the order of their paths. Passes
/// nothing if the path is neither a folder nor a readable zip file.
pub fn each_file(package: &Path, folder: &str, take: Take<'_>) -> Result<(), Error> {
    let (Some(mut store), _) = Store::open(package)? else {
        return Ok(());
    };
    store.enter_only_folder();
    for entry in &store.entries {
        let path = entry.path.strip_prefix(folder);
        if let Some(path) = path.and_then(|path| path.strip_prefix('/')) {
            let read = store.read(entry);
            read.and_then(|mut bytes| take(path, &mut bytes))
                .map_err(Error::reading(package.join(&entry.path)))?;
        }
    }
    Ok(())
}

impl Opened {
    /// The bytes of a file; `None` if the package does not have it, or it cannot be read.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        let entry = self.store.find(path)?;
        self.store.bytes(&self.store.entries[entry], RECORDS).ok()
    }

    /// The body of a document, from its source in the package; `None` if the source cannot be read.
    pub fn text(&self, record: &Record) -> Option<String> {
        let entry = &self.store.entries[self.store.find(&record.source.path)?];
        Some(body(
            &String::from_utf8(self.store.bytes(entry, SOURCE).ok()?).ok()?,
        ))
    }
}

/// The text after the front matter, without the line ends before it.
pub fn body(text: &str) -> String {
    let (front_matter, _) = front_matter::read("", text);
    text.get(front_matter.body_start..)
        .unwrap_or_default()
        .trim_start_matches(['\r', '\n'])
        .to_owned()
}
