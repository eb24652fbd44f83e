//! Tests with damaged files of an index: the reader gives an answer or reports the damage, even if
//! it does not verify checksums. Other tests use the indexes that this file makes.

use super::{Options, Reader};
use crate::cache::Cache;
use crate::output::Memory;
use crate::search::format::gram::grams;
use crate::search::{Attachment, Body, Indexer, Passage, Record};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Writes an index of 60 documents into `dir/search`; gives its files.
pub(in crate::search) fn index(dir: &Path) -> Vec<PathBuf> {
    let day = |_| "2023-05-01".to_owned();
    index_of(dir, 60, [50, 55], day)
}

/// Writes an index of `count` documents into `dir/search`; gives its files. `splits` are the first
/// documents of the segments `year` and `month`; `day` gives the day of publication of a document.
pub(in crate::search) fn index_of(
    dir: &Path,
    count: usize,
    splits: [usize; 2],
    day: impl Fn(usize) -> String,
) -> Vec<PathBuf> {
    let records: Vec<Record> = (0..count)
        .map(|i| Record {
            title: format!("关于第{i}号人民政府工作的通知"),
            url: format!("d/{i}.html"),
            index_number: Some(format!("QCD01-2023-{i:05}")),
            document_number: Some(format!("元政发〔2023〕{i}号")),
            issuer: "元江县人民政府".into(),
            date_published: Some(day(i)),
            validity: "effective",
            ..Record::default()
        })
        .collect();
    let bodies: Vec<Body> = (0..count)
        .map(|i| Body {
            blocks: vec![
                format!("人民政府办公室第{i}次会议，人民的事情。"),
                "附则".repeat(i % 9),
            ],
            attachments: vec![Attachment {
                passages: vec![Passage {
                    blocks: vec![format!("附件所列人民政府{i}。")],
                    ..Passage::default()
                }],
                ..Attachment::default()
            }],
        })
        .collect();
    let record = |i: usize| records[i].clone();
    let digests = Indexer::digests(records.len(), &record);
    let indexer = Indexer::new(records.len(), &record, splits, digests);
    let (cache, sink) = (Cache::nothing(), Memory::default());
    let mut parts = Vec::new();
    for range in indexer.ranges() {
        let (records, bodies) = (&records[range.clone()], &bodies[range.clone()]);
        let indexed = indexer.range(&range, records, bodies, &cache, &sink);
        parts.push(indexed.unwrap().0);
    }
    indexer.finish(parts, &cache, &sink).unwrap().unwrap();
    written(sink, dir)
}

/// Writes the files of a sink into a folder; gives their paths.
pub(in crate::search) fn written(sink: Memory, dir: &Path) -> Vec<PathBuf> {
    let write = |(path, bytes): (String, std::sync::Arc<Vec<u8>>)| {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &bytes[..]).unwrap();
        path
    };
    sink.into_files().into_iter().map(write).collect()
}

static INDEX: LazyLock<(tempfile::TempDir, Vec<PathBuf>)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let mut files = index(dir.path());
    files.sort();
    (dir, files)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn damage_is_answered(file in any::<prop::sample::Index>(), changes in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(0x3000u16..0xB200), 0u32..15), 1..6), cut in prop::option::weighted(0.2, any::<prop::sample::Index>())) {
        let (dir, files) = &*INDEX;
        let path = file.get(files);
        let whole = std::fs::read(path).unwrap();
        let mut units: Vec<u16> = whole.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
        // Only the payload is changed, so that the script stays valid.
        let (from, to) = (units.iter().position(|u| *u == u16::from(b',')).unwrap() + 2, units.len() - 3);
        for (at, unit, bit) in changes {
            if to > from {
                let damaged = &mut units[from + at.index(to - from)];
                // without a given unit, only one bit is flipped, which is harder to notice
                *damaged = unit.unwrap_or(*damaged ^ 1 << bit);
            }
        }
        if let Some(cut) = cut && to > from {
            let at = from + cut.index(to - from);
            units.drain(at..to);
        }
        std::fs::write(path, units.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()).unwrap();
        if let Ok(mut reader) = Reader::open(&dir.path().join("search")) {
            reader.checked = false;
            for query in ["人民政府", "3号", "会议 附则", "rmzf", "没有的", "附件所列"] {
                let _ = reader.search(query, &Options::default());
            }
        }
        std::fs::write(path, whole).unwrap();
    }
}

/// Flips every bit in the payload of a shard of documents, one at a time. For each gram, the reader
/// must refuse the shard or give only documents that exist.
#[test]
fn every_bit_of_a_list() {
    let dir = tempfile::tempdir().unwrap();
    let files = index(dir.path());
    let path = files
        .iter()
        .find(|p| p.parent().is_some_and(|p| p.ends_with("year-d")))
        .unwrap();
    let whole = std::fs::read(path).unwrap();
    let mut reader = Reader::open(&dir.path().join("search")).unwrap();
    reader.checked = false;
    let from = whole
        .chunks_exact(2)
        .position(|two| two == [b',', 0])
        .unwrap()
        + 2;
    let mut keys = Vec::new();
    grams(&['3', '号', '人', '民'], |key, _, _| keys.push(key));
    let segment = 1; // the segment `year`; the order is earlier, year, month
    let last = reader.root.segments[segment].to - reader.root.segments[segment].from;
    let mut refused = 0;
    for bit in from * 16..(whole.len() - 6) * 8 {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        std::fs::write(path, bytes).unwrap();
        for key in &keys {
            match reader.documents(segment, *key) {
                Ok(docs) => assert!(
                    docs.iter().all(|&d| (d as usize) < last),
                    "bit {bit}: {docs:?}"
                ),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 1000, "only {refused}");
}

#[test]
fn the_version_is_read_before_anything_else() {
    let version = super::reader::version_of(b"{\"version\":5,\"other\":[]}");
    assert_eq!(version.unwrap(), 5);
}
