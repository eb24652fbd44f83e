//! Generates five hundred sites with drafts, undisclosed, future and withdrawn documents. Each must
//! be equal, byte for byte, to the same site without the hidden content, so nothing hidden can be
//! in a page, index, feed or export. In case the comparison is at fault, the test also searches the
//! files, and the parts of XLSX files, for a word of the hidden content, the *canary*.
//! `MULU_CANARIES=5000 cargo test --test it canary` makes more sites.

use crate::harness::{DAY, tree};
use crate::personal::Dice;
use mulu::cache::Cache;
use mulu::catalogue::{Field, FieldKind};
use mulu::config::{self, Overrides};
use mulu::output::Memory;
use mulu::search::{Options, Reader};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

const CANARY: &str = "金丝雀";

/// Front matter that hides a document. Withdrawn documents are not hidden: a notice replaces each.
const HIDDEN: [&str; 5] = [
    "draft: true\n",
    "disclosure: 依申请公开\n",
    "公开方式: 不予公开\n",
    "date_published: 2026-01-02\n",
    "草稿: 是\ndisclosure: 不予公开\n",
];

/// A document's file. `word` is in the title, the keywords, the name of the attachment, `extra` and
/// the body, and in a random choice of the other text fields.
fn document(number: &str, fields: &str, word: &str, links: &str, dice: &mut Dice) -> String {
    let mut text = format!(
        "---\ntitle: 关于{word}{}的通知\nindex_number: {number}\ndate_created: 20{:02}-0{}-1{}\n",
        dice.below(50),
        15 + dice.below(10),
        1 + dice.below(9),
        dice.below(10)
    );
    let is_text = |f: &&Field| f.is_plain() && f.kind() == FieldKind::Text;
    for field in Field::ALL.iter().filter(is_text).chain(&[Field::Issuer]) {
        let field = field.name();
        if dice.below(3) == 0 {
            writeln!(text, "{field}: {word}{field}").unwrap();
        }
    }
    writeln!(
        text,
        "keywords: [{word}甲, {word}乙]\nattachments: [附件{word}.txt]\naliases: [old/{}-{}.html]\nextra: {{note: {word}}}",
        number.to_lowercase().replace('/', "-"),
        dice.below(9)
    )
    .unwrap();
    write!(
        text,
        "{fields}---\n\n## {word}总则\n\n正文{word}第{}条。{links}\n\n| 甲 | {word} |\n|---|---|\n| 乙 | {word}表 |\n\n```\n{word}\n```\n",
        dice.below(99)
    )
    .unwrap();
    text
}

/// One site, with or without the hidden content.
fn site(seed: u64, with: bool) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "mulu.yaml",
        "title: 测试目录\nbase_url: https://example.cn/\nagency: {name: 甲局}\npage_size: 2\ncolumns:\n- {name: 甲栏, path: a}\n- {name: 乙栏, path: b, empty_note: 无}\n",
    );
    let mut dice = Dice(seed * 7919 + 1);
    let shown = 1 + dice.below(4);
    for i in 0..shown {
        let folder = ["a", "b", "丙"][dice.below(3) as usize];
        let relation =
            ["related", "repeals", "interprets", "amends", "forwards"][dice.below(5) as usize];
        let fields = if with && dice.0.is_multiple_of(2) {
            format!("{relation}: [CANARY/2024-0]\n")
        } else {
            String::new()
        };
        let number = format!("N/2020-{i}");
        // in the site with hidden documents, some public documents refer to a hidden one, whose
        // number must not be shown
        write(
            &format!("content/{folder}/{i}.md"),
            &document(&number, &fields, "公开", "", &mut Dice(seed + i + 1)),
        );
        write(&format!("content/{folder}/附件公开.txt"), "公开");
    }
    let (hidden, withdrawn) = (1 + dice.below(4), dice.below(3));
    for i in (0..hidden).filter(|_| with) {
        let folder = ["a", "b", "丁金丝雀"][dice.below(3) as usize];
        let mut fields = HIDDEN[dice.below(5) as usize].to_owned();
        let relation = [
            "related",
            "repeals",
            "interprets",
            "amends",
            "renews",
            "partly_repeals",
        ][dice.below(6) as usize];
        writeln!(fields, "{relation}: [N/2020-0]").unwrap();
        let links = "[见](附件金丝雀.txt) ![图](金丝雀.png)";
        write(
            &format!("content/{folder}/h{i}金丝雀.md"),
            &document(
                &format!("CANARY/2024-{i}"),
                &fields,
                CANARY,
                links,
                &mut Dice(seed + 100 + i),
            ),
        );
        write(&format!("content/{folder}/附件金丝雀.txt"), "金丝雀 canary");
        write(&format!("content/{folder}/金丝雀.png"), "金丝雀 canary");
    }
    for i in 0..withdrawn {
        let word = if with { CANARY } else { "从前" };
        let fields = "withdrawn: {date: 2025-06-01, reason: 内容有误}\ncategory: a\ndate_published: 2025-01-01\n";
        let text = document(
            &format!("W/2025-{i}"),
            fields,
            word,
            "",
            &mut Dice(seed + 200 + i),
        );
        // the canary is not in the issuing body, which the notice shows
        let text: String = text
            .lines()
            .filter(|l| !l.starts_with("issuing_body"))
            .map(|l| format!("{l}\n"))
            .collect();
        write(&format!("content/a/w{i}.md"), &text);
        write(&format!("content/a/附件{word}.txt"), word);
    }
    build(folder.path())
}

fn build(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let overrides = Overrides {
        as_of: Some(DAY.parse().unwrap()),
        ..Overrides::default()
    };
    let config = config::read(root, &overrides, 0).unwrap();
    let sink = Memory::default();
    let outcome =
        mulu::build::build(&config, &Arc::new(Cache::nothing()), &sink, &|_, _| ()).unwrap();
    let errors: Vec<String> = outcome
        .findings
        .iter()
        .filter(|f| f.severity == mulu::diag::Severity::Error)
        .map(|f| f.message(mulu::diag::Lang::En))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    sink.into_files()
        .into_iter()
        .map(|(path, bytes)| (path, bytes.to_vec()))
        .collect()
}

/// Whether the canary, in Chinese or English, is in a path, in a file or in a part of an XLSX file.
fn in_the_open(files: &BTreeMap<String, Vec<u8>>) -> bool {
    let has = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        text.contains(CANARY) || text.to_lowercase().contains("canary")
    };
    files.iter().any(|(path, bytes)| {
        let mut opened = has(path.as_bytes()) || has(bytes);
        if path.ends_with(".xlsx") {
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for i in 0..zip.len() {
                let mut member = Vec::new();
                zip.by_index(i).unwrap().read_to_end(&mut member).unwrap();
                opened |= has(&member);
            }
        }
        opened
    })
}

fn found(files: &BTreeMap<String, Vec<u8>>, query: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files.iter().filter(|(p, _)| p.starts_with("search/")) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    assert!(!tree(folder.path()).is_empty());
    let options = Options {
        limit: None,
        ..Options::default()
    };
    Reader::open(&folder.path().join("search"))
        .unwrap()
        .search(query, &options)
        .unwrap()
        .total
}

#[test]
fn nothing_hidden_is_in_five_hundred_sites() {
    let count: u64 = std::env::var("MULU_CANARIES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(500);
    (1..=count).into_par_iter().for_each(|seed| {
        let (with, without) = (site(seed, true), site(seed, false));
        let differing: Vec<&String> = with
            .keys()
            .chain(without.keys())
            .filter(|p| with.get(*p) != without.get(*p))
            .collect();
        assert!(differing.is_empty(), "site {seed}: {differing:?}");
        assert!(!in_the_open(&with), "site {seed}");
        if seed % 10 == 0 {
            assert_eq!(
                found(&with, CANARY) + found(&with, "canary"),
                0,
                "site {seed}"
            );
            assert!(found(&with, "公开") > 0, "site {seed}");
        }
    });
}
