//! Tests that files read in advance have the same bytes as those on the disk.

use super::file::FileId;
use super::walk::read;
use std::sync::Arc;

#[test]
fn files_read_ahead_are_those_on_the_disk_and_are_dropped() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("content")).unwrap();
    for i in 0..100 {
        std::fs::write(
            folder.path().join(format!("content/{i}.md")),
            format!("text {i}"),
        )
        .unwrap();
    }
    let (sources, _) = read(folder.path(), Arc::default()).unwrap();
    let ids: Vec<FileId> = sources.iter().map(|(id, _)| id).collect();
    sources.read_ahead(&ids);
    assert!(sources.ahead.count() == 0, "a quick disk is not read ahead");
    sources.ahead.pretend_slow();
    std::fs::remove_file(sources.disk_path(ids[7])).unwrap();
    sources.read_ahead(&ids);
    assert_eq!(sources.ahead.count(), 99);
    assert!(sources.bytes(ids[7]).is_err());
    std::fs::write(sources.disk_path(ids[8]), "changed meanwhile").unwrap();
    for &id in &ids[8..50] {
        let stem = sources.file(id).path.trim_end_matches(".md").to_owned();
        let bytes = sources.bytes(id).unwrap();
        assert_eq!(*bytes, format!("text {stem}").into_bytes());
    }
    assert!(
        sources.bytes(ids[8]).is_err(),
        "read a second time, the file is another"
    );
    sources.drop_unused(&ids);
    assert!(sources.ahead.count() == 0);
}
