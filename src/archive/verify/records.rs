//! Takes a package made by mulu; gives a fault for every file that its records describe wrongly,
//! and for other errors of the records. This file must not know how records are made.

use super::bag::{self, Bag};
use crate::archive::digest::hex;
use crate::archive::fault::{Fault, Message};
use crate::archive::layout;
use crate::archive::read::store::Store;
use crate::archive::records::{FileRecord, Record, Records};
use std::collections::BTreeSet;

/// The size limit for the file of records.
const MOST: u64 = 4 << 30;

/// Checks the format and the day of the records, that no index number occurs twice, and every file
/// that the records name.
pub(super) fn check(store: &Store, bag: &Bag, year: Option<i16>, faults: &mut Vec<Fault>) {
    let Some(entry) = store.find(layout::RECORDS).map(|i| &store.entries[i]) else {
        return;
    };
    let broken = |why: String| {
        Fault::of(
            Message::RecordsBroken { reason: why.into() },
            layout::RECORDS,
        )
    };
    let records: Records = match store.bytes(entry, MOST) {
        Err(e) => return faults.push(bag::unreadable(entry, &e)),
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(records) => records,
            Err(e) => return faults.push(broken(e.to_string())),
        },
    };
    if records.format != Records::FORMAT {
        faults.push(broken(format!("format: {}", records.format)));
    }
    if year.is_some_and(|y| records.as_of != format!("{y:04}-12-31")) {
        faults.push(broken(format!("as_of: {}", records.as_of)));
    }
    let mut numbers = BTreeSet::new();
    for record in &records.documents {
        if !record.index_number.is_empty() && !numbers.insert(record.index_number.as_str()) {
            faults.push(Fault::of(
                Message::RecordTwice {
                    number: (&record.index_number).into(),
                },
                layout::RECORDS,
            ));
        }
        if record.page.path != format!("{}/{}", layout::SITE, record.url) {
            faults.push(Fault::of(
                Message::RecordFile {
                    document: known_by(record).into(),
                    path: (&record.page.path).into(),
                },
                layout::RECORDS,
            ));
        }
        let files = [&record.page, &record.source]
            .into_iter()
            .chain(record.attachments.iter().map(|a| &a.file));
        for file in files.filter(|f| !f.path.is_empty() && !fits(store, bag, f)) {
            faults.push(Fault::of(
                Message::RecordFile {
                    document: known_by(record).into(),
                    path: (&file.path).into(),
                },
                layout::RECORDS,
            ));
        }
    }
}

fn known_by(record: &Record) -> &str {
    if record.index_number.is_empty() {
        &record.url
    } else {
        &record.index_number
    }
}

/// Whether the size and the listed digests of a file are those in the records. `compare` checks the
/// listed digests against the file, and reports a file that a manifest does not list.
fn fits(store: &Store, bag: &Bag, file: &FileRecord) -> bool {
    let Some(i) = store.find(&file.path) else {
        return false;
    };
    let listed = |manifest: &str, sum: &str| {
        bag.manifest(manifest)
            .and_then(|m| m.digest(i))
            .is_none_or(|d| hex(d) == sum)
    };
    store.entries[i].size == file.size
        && listed(layout::MANIFEST_SHA256, &file.sha256)
        && listed(layout::PAYLOAD_SM3, &file.sm3)
}
