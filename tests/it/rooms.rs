//! Tests that each room (top-level module) imports only earlier rooms, and that no files import
//! each other in a circle. The order of the rooms is that of the `mod`s in `src/lib.rs` and of the
//! table in ARCHITECTURE.md.

use crate::imports::{File, Import, files, imports, read};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Module files that share declarations with the files below them and also use these files. The
/// search for circles ignores imports of these module files by the files below them. The list
/// may only get shorter, by moving the shared declarations to a file of their own.
const SHARING: [(&str, &str); 10] = [
    ("attachment/mod.rs", "the text that each format gives"),
    ("attachment/pdf/mod.rs", "how a string of a PDF is decoded"),
    ("catalogue/mod.rs", "the id of an entry"),
    ("check/mod.rs", "what a rule is, and what it may look at"),
    ("diag/mod.rs", "a finding and its place"),
    ("import/word.rs", "the parts of a Word file"),
    (
        "parse/markdown/mod.rs",
        "what the body of a text consists of",
    ),
    (
        "parse/markdown/writer.rs",
        "the writer, whose raw HTML is a file of its own",
    ),
    ("relate/mod.rs", "the related entries"),
    ("report/mod.rs", "an annual report"),
];

/// Tolerated circles, each with its reason. The list may only get shorter.
const CIRCLES: [(&[&str], &str); 0] = [];

/// Parts of a room, each with the parts of the same room that it must not import.
const APART: [(&str, &[&str]); 5] = [
    ("archive/write/", &["archive/read/", "archive/verify/"]),
    ("archive/read/", &["archive/write/", "archive/verify/"]),
    ("archive/verify/", &["archive/write/"]),
    ("search/read/", &["search/write/"]),
    ("search/write/", &["search/read/"]),
];

fn source() -> Vec<File> {
    files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")))
}

/// The imports that the order of the rooms concerns. Tests may import anything inside the crate,
/// and `lib.rs` and `main.rs` belong to no room, so their imports are left out.
fn code(files: &[File]) -> Vec<Import> {
    let is_root = |path: &str| matches!(path, "lib.rs" | "main.rs");
    imports(files)
        .into_iter()
        .filter(|i| !i.is_test && !is_root(&i.from))
        .collect()
}

/// The rooms in the order of the line, earliest first.
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

fn room(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The imports from a room that is later than the importing one.
fn upward(line: &[String], code: &[Import]) -> Vec<String> {
    let rank = |path: &str| {
        line.iter()
            .position(|r| r == room(path))
            .unwrap_or_else(|| panic!("{path} belongs to no room of src/lib.rs"))
    };
    code.iter()
        .filter(|i| i.to != "lib.rs")
        .filter(|i| rank(&i.from) < rank(&i.to).max(rank(&i.defined_in)))
        .map(|i| format!("{} looks up to {}", i.from, i.defined_in))
        .collect()
}

/// Groups of files in which each file imports every other, directly or indirectly.
fn circles(edges: &BTreeSet<(&str, &str)>) -> Vec<Vec<String>> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in edges {
        next.entry(from).or_default().push(to);
    }
    let reached = |from: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(file) = open.pop() {
            for to in next.get(file).into_iter().flatten() {
                if seen.insert(*to) {
                    open.push(to);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|file| (*file, reached(file))).collect();
    let mut groups = BTreeSet::new();
    for (file, seen) in &reached {
        if seen.contains(file) {
            let back = |other: &&&str| reached.get(**other).is_some_and(|s| s.contains(file));
            groups.insert(seen.iter().filter(back).map(|f| (*f).to_owned()).collect());
        }
    }
    groups.into_iter().collect()
}

/// Pairs of an importing and an imported file: the module that the import names, and the file that
/// defines the item.
fn edges(code: &[Import]) -> BTreeSet<(&str, &str)> {
    code.iter()
        .flat_map(|i| [(&*i.from, &*i.to), (&*i.from, &*i.defined_in)])
        .filter(|(from, to)| from != to && *to != "lib.rs")
        .collect()
}

/// Whether a file is below a module file: `plan/list.rs` below `plan/mod.rs`, `import/word/list.rs`
/// below `import/word.rs`.
fn is_below(file: &str, hub: &str) -> bool {
    let folder = hub
        .strip_suffix("mod.rs")
        .map(str::to_owned)
        .unwrap_or_else(|| format!("{}/", hub.trim_end_matches(".rs")));
    file != hub && file.starts_with(&folder)
}

/// The circles that are left if imports of a hub (a module file of `SHARING`) by files below it do
/// not count.
fn circles_without(edges: &BTreeSet<(&str, &str)>, hubs: &[&str]) -> Vec<Vec<String>> {
    let kept = edges
        .iter()
        .filter(|(from, to)| !hubs.iter().any(|hub| to == hub && is_below(from, hub)));
    circles(&kept.copied().collect())
}

#[test]
fn a_room_imports_only_rooms_below_it() {
    let (line, files) = (line(), source());
    let code = code(&files);
    assert!(line.len() > 10 && code.len() > 500, "{line:?}");
    let upward = upward(&line, &code);
    eprintln!(
        "rooms {}, files {}, imports {}, upward {}",
        line.len(),
        files.len(),
        code.len(),
        upward.len()
    );
    assert_eq!(upward, Vec::<String>::new());
}

#[test]
fn no_files_import_one_another_in_a_circle() {
    let files = source();
    let code = code(&files);
    let edges = edges(&code);
    let hubs: Vec<&str> = SHARING.iter().map(|(file, _)| *file).collect();
    let found = circles_without(&edges, &hubs);
    eprintln!(
        "circles of files {}; module files that share items with their children {}",
        found.len(),
        hubs.len()
    );
    let known: Vec<Vec<String>> = CIRCLES
        .iter()
        .map(|(circle, _)| circle.iter().map(|f| (*f).to_owned()).collect())
        .collect();
    assert_eq!(found, known, "circles found (left) and allowed (right)");
    for hub in &hubs {
        let others: Vec<&str> = hubs.iter().copied().filter(|h| h != hub).collect();
        assert!(
            circles_without(&edges, &others) != found,
            "{hub} is in no circle any more: take it off the list"
        );
    }
}

#[test]
fn wings_of_a_room_do_not_know_one_another() {
    let files = source();
    let code = code(&files);
    for (wing, others) in APART {
        assert!(files.iter().any(|f| f.path.starts_with(wing)), "{wing}");
        for import in code.iter().filter(|i| i.from.starts_with(wing)) {
            assert!(
                !others
                    .iter()
                    .any(|o| import.to.starts_with(o) || import.defined_in.starts_with(o)),
                "{import:?}"
            );
        }
    }
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
    for file in source() {
        assert!(
            file.text.starts_with("//!"),
            "{} does not open with //!",
            file.path
        );
    }
}

/// The imports of a small crate as `from > to`, with the defining file if it is another one, and
/// `(test)` if only tests import it.
fn seen(crate_files: &[(&str, &str)]) -> Vec<String> {
    let texts = crate_files
        .iter()
        .chain(&[("lib.rs", "")])
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    imports(&read(&texts))
        .iter()
        .map(|i| {
            let through = if i.to == i.defined_in {
                String::new()
            } else {
                format!(" = {}", i.defined_in)
            };
            let test = if i.is_test { " (test)" } else { "" };
            format!("{} > {}{through}{test}", i.from, i.to)
        })
        .collect()
}

#[test]
fn the_reader_of_imports_sees_every_form() {
    let files = |text| {
        seen(&[
            ("a/mod.rs", "pub mod b; pub struct Top;"),
            ("a/b.rs", text),
            ("a/c/mod.rs", "mod d; pub struct C;"),
            ("a/c/d.rs", "pub struct D;"),
            ("e.rs", "pub struct E;"),
        ])
    };
    for (text, expected) in [
        ("use super::Top;", &["a/b.rs > a/mod.rs"][..]),
        ("use super::super::e::E;", &["a/b.rs > e.rs"]),
        ("use super::c;\nfn f() { c::C }", &["a/b.rs > a/c/mod.rs"]),
        (
            "use super::{\n    c::{self, d::D},\n    Top as T,\n};",
            &[
                "a/b.rs > a/c/d.rs",
                "a/b.rs > a/c/mod.rs",
                "a/b.rs > a/mod.rs",
            ],
        ),
        ("fn f() { x!(crate::e::E) }", &["a/b.rs > e.rs"]),
        ("use crate::e as x; fn f() -> x::E {}", &["a/b.rs > e.rs"]),
        ("mod m { use super::super::Top; }", &["a/b.rs > a/mod.rs"]),
        ("mod m { use super::Own; }", &[]),
        ("pub(in crate::e) fn f<'a>() {} // crate::e", &[]),
        (
            "/* crate::e /* */ crate::e */ const A: &str = r#\"\"crate::e\"#;",
            &[],
        ),
        ("const A: (char, &str) = ('\"', \"\\\" crate::e\");", &[]),
        ("#[doc = \"crate::e\"] struct A;", &[]),
    ] {
        assert_eq!(files(text), expected, "{text}");
    }
}

#[test]
fn what_tests_import_is_told_apart_and_code_behind_them_is_read() {
    assert_eq!(
        seen(&[
            (
                "a/mod.rs",
                "#[cfg(test)] mod tests { use crate::e::E; fn f() {} }\nuse crate::g::G;\n\
                 #[cfg(test)] mod more;\n#[cfg(test)] use crate::h::H;\n#[cfg(test)] fn f() { crate::e::x() }"
            ),
            ("a/more.rs", "use super::*; fn f() { crate::g::x() }"),
            ("e.rs", ""),
            ("g.rs", ""),
            ("h.rs", ""),
        ]),
        [
            "a/mod.rs > e.rs (test)",
            "a/mod.rs > g.rs",
            "a/mod.rs > h.rs (test)",
            "a/more.rs > a/mod.rs (test)",
            "a/more.rs > g.rs (test)"
        ]
    );
}

#[test]
fn re_exports_are_followed_to_where_an_item_is_defined() {
    assert_eq!(
        seen(&[
            (
                "a/mod.rs",
                "mod b; mod c; pub use b::{B as Bee}; pub use c::*;"
            ),
            ("a/b.rs", "pub struct B;"),
            ("a/c.rs", "pub struct C;"),
            ("e.rs", "use crate::a::{Bee, C};"),
        ]),
        [
            "a/mod.rs > a/b.rs",
            "a/mod.rs > a/c.rs",
            "e.rs > a/mod.rs = a/b.rs",
            "e.rs > a/mod.rs = a/c.rs"
        ]
    );
}

#[test]
fn circles_are_found_whatever_their_length() {
    let edges = BTreeSet::from([
        ("a/mod.rs", "a/b.rs"),
        ("a/b.rs", "a/mod.rs"),
        ("c.rs", "d.rs"),
        ("d.rs", "e.rs"),
        ("e.rs", "c.rs"),
        ("e.rs", "a/b.rs"),
        ("f.rs", "c.rs"),
    ]);
    assert_eq!(
        circles(&edges),
        [vec!["a/b.rs", "a/mod.rs"], vec!["c.rs", "d.rs", "e.rs"]]
    );
    assert_eq!(
        circles_without(&edges, &["a/mod.rs"]),
        [vec!["c.rs", "d.rs", "e.rs"]]
    );
}
