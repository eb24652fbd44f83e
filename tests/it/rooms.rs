//! The rooms stand in a line and look down only. The line is the order of `mod`s in `src/lib.rs` and of the list in
//! ARCHITECTURE.md; imports are read from the source.

use std::collections::BTreeMap;
use std::path::Path;

/// The rooms, from the ground up.
fn line() -> Vec<String> {
    let lib = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs")).unwrap();
    lib.lines()
        .filter_map(|l| {
            l.strip_prefix("pub mod ")?
                .strip_suffix(';')
                .map(str::to_owned)
        })
        .collect()
}

/// The rooms that a source text names by `crate::`, tests and comments left aside.
fn imports(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code: String = code
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut rooms = Vec::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split('}').next().unwrap_or_default();
            rooms.extend(
                group
                    .split(',')
                    .map(|p| p.trim().split("::").next().unwrap_or_default().to_owned()),
            );
        } else {
            rooms.push(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    rooms
}

fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs")
            && path.file_name().is_some_and(|n| n != "tests.rs")
        {
            found.push(path);
        }
    }
}

#[test]
fn a_room_imports_only_rooms_below_it() {
    let line = line();
    let rank: BTreeMap<&str, usize> = line
        .iter()
        .enumerate()
        .map(|(i, r)| (r.as_str(), i))
        .collect();
    assert!(rank.len() > 10, "{line:?}");
    let src = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let mut files = Vec::new();
    sources(src, &mut files);
    let mut upward = Vec::new();
    for file in files {
        let relative = file.strip_prefix(src).unwrap();
        let room = relative
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .trim_end_matches(".rs")
            .to_owned();
        if room == "main" || room == "lib" {
            continue;
        }
        let own = *rank
            .get(room.as_str())
            .unwrap_or_else(|| panic!("{room} is not in src/lib.rs"));
        for import in imports(&std::fs::read_to_string(&file).unwrap()) {
            match rank.get(import.as_str()) {
                Some(other) if *other <= own => {}
                Some(_) => upward.push(format!("{} looks up to {import}", relative.display())),
                None => upward.push(format!(
                    "{} names {import}, which is no room",
                    relative.display()
                )),
            }
        }
    }
    assert_eq!(upward, Vec::<String>::new());
}

#[test]
fn the_map_names_the_rooms_in_their_order() {
    let map =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/ARCHITECTURE.md")).unwrap();
    assert!(
        map.lines().count() <= 120,
        "the map has grown past 120 lines"
    );
    let named: Vec<String> = map
        .lines()
        .filter_map(|l| l.strip_prefix("| `")?.split('`').next().map(str::to_owned))
        .filter(|n| line().contains(n))
        .collect();
    assert_eq!(named, line());
}

#[test]
fn every_file_says_what_it_is() {
    let mut files = Vec::new();
    sources(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut files,
    );
    for file in files {
        assert!(
            std::fs::read_to_string(&file).unwrap().starts_with("//!"),
            "{} does not open with //!",
            file.display()
        );
    }
}

#[test]
fn the_reader_of_imports_sees_them() {
    assert_eq!(
        imports(
            "use crate::diag::Error;\nuse crate::{config, plan::Plan};\n// crate::cli\nfn f() { crate::relate::x() }"
        ),
        ["diag", "config", "plan", "relate"]
    );
}
