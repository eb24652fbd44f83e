//! Tests the import with `tests/forms/*.txt`, whose cases are invented but imitate real old sites
//! and letters. A case begins with `==== NAME`, which names the old file. The next lines give the
//! fields that the import must find. `text:` and `not:` give words that the text of the new
//! document must have and must not have. The old file follows after `----`. The import must find no
//! main field that the case does not name.

use crate::harness::{self, Site};
use mulu::catalogue::Field;
use std::collections::BTreeMap;

/// The fields that are compared even if a case does not name them.
const MAIN: [&str; 7] = [
    "index_number",
    "document_number",
    "issuing_body",
    "title",
    "date_created",
    "date_published",
    "validity",
];

struct Case {
    name: String,
    wanted: Vec<(String, String)>,
    old: String,
}

fn cases(text: &str) -> Vec<Case> {
    let one = |part: &str| {
        let (name, rest) = part.split_once('\n').unwrap();
        let (wanted, old) = rest.split_once("----\n").unwrap();
        let pairs = wanted.lines().map(|l| l.split_once(": ").unwrap());
        Case {
            name: name.to_owned(),
            wanted: pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
            old: old.to_owned(),
        }
    };
    text.split("==== ").skip(1).map(one).collect()
}

/// The fields of an imported document by their English names, and its text.
fn read(document: &str) -> (BTreeMap<String, String>, String) {
    let (front_matter, body) = document
        .strip_prefix("---\n")
        .and_then(|d| d.split_once("\n---\n"))
        .unwrap();
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in front_matter.lines() {
        let plain = |v: &str| v.trim().trim_matches(['\'', '"']).to_owned();
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let list = fields.entry(last.clone()).or_default();
            *list = [list.as_str(), &plain(item)].concat();
        } else if let Some((key, value)) = line.split_once(':').filter(|_| !line.starts_with('#')) {
            last = Field::find(key).map_or_else(|| key.to_owned(), |f| f.name().to_owned());
            fields.insert(last.clone(), plain(value));
        }
    }
    (fields, body.to_owned())
}

/// The faults of all cases of a file.
fn faults_in(text: &str) -> Vec<String> {
    let cases = cases(text);
    let site = Site::new();
    for case in &cases {
        site.write(&format!("old/{}", case.name), &case.old);
    }
    harness::run(harness::mulu(site.root()).args(["import", "-q", "old"]));
    let mut faults = Vec::new();
    for case in &cases {
        let stem = case.name.rsplit_once('.').unwrap().0;
        let made = std::fs::read_to_string(site.root().join(format!("content/{stem}.md"))).unwrap();
        let (fields, body) = read(&made);
        let wanted: BTreeMap<&str, &str> = case
            .wanted
            .iter()
            .filter(|(k, _)| k != "text" && k != "not")
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        for key in MAIN.iter().chain(wanted.keys()) {
            let right = wanted.get(key).copied();
            let found = fields.get(*key).map(String::as_str);
            let is_right = match (*key, right, found) {
                ("date_published", Some(right), Some(found)) => found.starts_with(right),
                _ => right == found,
            };
            if !is_right {
                faults.push(format!("{}: {key} is {found:?}, not {right:?}", case.name));
            }
        }
        for (key, words) in &case.wanted {
            if key == "text" && !body.contains(words.as_str()) {
                faults.push(format!("{}: {words} is not in the text", case.name));
            }
            if key == "not" && body.contains(words.as_str()) {
                faults.push(format!("{}: {words} is in the text", case.name));
            }
        }
    }
    faults
}

#[test]
fn heads_of_many_forms_are_read() {
    let faults: Vec<String> = [
        include_str!("../forms/heads.txt"),
        include_str!("../forms/heads-later.txt"),
        include_str!("../forms/heads-third.txt"),
        include_str!("../forms/heads-fourth.txt"),
        include_str!("../forms/heads-fifth.txt"),
        include_str!("../forms/heads-sixth.txt"),
        include_str!("../forms/heads-seventh.txt"),
        include_str!("../forms/heads-eighth.txt"),
        include_str!("../forms/heads-ninth.txt"),
        include_str!("../forms/heads-tenth.txt"),
        include_str!("../forms/heads-eleventh.txt"),
        include_str!("../forms/heads-twelfth.txt"),
        include_str!("../forms/heads-thirteenth.txt"),
        include_str!("../forms/heads-fourteenth.txt"),
        include_str!("../forms/letters.txt"),
    ]
    .into_iter()
    .flat_map(faults_in)
    .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pages_of_many_structures_give_their_text_and_no_frame() {
    let faults: Vec<String> = [
        include_str!("../forms/pages.txt"),
        include_str!("../forms/pages-later.txt"),
        include_str!("../forms/pages-third.txt"),
        include_str!("../forms/pages-fourth.txt"),
        include_str!("../forms/pages-fifth.txt"),
        include_str!("../forms/pages-sixth.txt"),
        include_str!("../forms/pages-seventh.txt"),
        include_str!("../forms/pages-eighth.txt"),
        include_str!("../forms/pages-ninth.txt"),
        include_str!("../forms/pages-tenth.txt"),
        include_str!("../forms/pages-eleventh.txt"),
    ]
    .into_iter()
    .flat_map(faults_in)
    .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
