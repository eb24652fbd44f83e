//! Tests that after each kind of edit, a build with a cache gives the same result as one without.
//! The edits cover every key of the front matter, every relation on both sides, every key of
//! `mulu.yaml` and every file of the theme.
//!
//! The keys come from the program's own tables. For a new key, the test fails until the key has
//! values here. If `MULU_SEQUENCES` is set to any value, the test of front matter edits one
//! document at a time, which takes longer.

use crate::harness::{Site, copy, repository};
use mulu::cache::Cache;
use mulu::catalogue::Field;
use mulu::catalogue::field::FieldKind;
use mulu::config::{self, Overrides};
use mulu::diag::{Error, Severity};
use mulu::output::{Artifact, Fingerprint, Sink};
use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

type Files = BTreeMap<String, Vec<u8>>;

/// A site in memory, with the files of the previous build, which a build may keep.
#[derive(Default)]
struct Again {
    before: Files,
    files: Mutex<Files>,
}

impl Sink for Again {
    fn put(&self, artifact: Artifact) -> Result<Fingerprint, Error> {
        let fingerprint = Fingerprint::of(&artifact.bytes);
        let mut files = self.files.lock().unwrap();
        files.insert(artifact.path, artifact.bytes);
        Ok(fingerprint)
    }

    fn keep(&self, path: &str, fingerprint: &Fingerprint) -> Result<bool, Error> {
        let kept = self.read(path, fingerprint)?;
        let is_kept = kept.is_some();
        let mut files = self.files.lock().unwrap();
        files.extend(kept.map(|bytes| (path.to_owned(), bytes)));
        Ok(is_kept)
    }

    fn read(&self, path: &str, fingerprint: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
        let same = |bytes: &&Vec<u8>| Fingerprint::of(bytes) == *fingerprint;
        Ok(self.before.get(path).filter(same).cloned())
    }
}

/// The result of a build: the files of the site, and the findings.
#[derive(Clone, PartialEq)]
struct Built {
    files: Files,
    findings: String,
}

/// A site that is built after every edit.
struct Edited {
    site: Site,
    last: Files,
    wrong: Vec<String>,
}

impl Edited {
    fn built(&mut self, cache: Cache, before: Files, what: &str) -> Built {
        let as_of = Some("2026-06-01".parse().unwrap());
        let overrides = Overrides {
            as_of,
            ..Overrides::default()
        };
        let config = config::read(self.site.root(), &overrides, 0)
            .unwrap_or_else(|e| panic!("{what}: {e:?}"));
        let (cache, sink) = (
            Arc::new(cache),
            Again {
                before,
                files: Mutex::default(),
            },
        );
        let outcome = mulu::build::build(&config, &cache, &sink, &|_, _| ()).unwrap();
        let findings = format!("{:#?}", outcome.findings);
        if outcome.has(Severity::Error) {
            let errors = outcome.findings.iter();
            let errors = errors.filter(|f| f.severity == Severity::Error);
            let errors: Vec<String> = errors.map(|f| format!("{f:?}")).collect();
            self.wrong
                .push(format!("{what} is no right edit: {errors:#?}"));
        }
        cache.save();
        Built {
            files: sink.files.into_inner().unwrap(),
            findings,
        }
    }

    /// Builds with the cache of the previous build.
    fn again(&mut self, what: &str) -> Built {
        let file = self.site.root().join(".mulu/cache/results");
        let cache = Cache::open(&file, "test", false);
        let before = std::mem::take(&mut self.last);
        let built = self.built(cache, before, what);
        self.last.clone_from(&built.files);
        built
    }

    /// Builds with and without the cache of the previous build, and compares.
    fn compare(&mut self, what: &str) -> Built {
        let again = self.again(what);
        let anew = self.built(Cache::nothing(), Files::new(), what);
        self.same(&again, &anew, what);
        anew
    }

    /// Records the differences between two builds.
    fn same(&mut self, a: &Built, b: &Built, what: &str) {
        let paths = a.files.keys().chain(b.files.keys());
        let differing: BTreeSet<&String> = paths
            .filter(|p| a.files.get(*p) != b.files.get(*p))
            .collect();
        if !differing.is_empty() {
            self.wrong.push(format!("{what}: {differing:?}"));
        }
        if a.findings != b.findings {
            self.wrong.push(format!("{what}: other findings"));
        }
    }

    #[track_caller]
    fn end(self) {
        let wrong = self.wrong;
        assert!(wrong.is_empty(), "{}: {}", wrong.len(), wrong.join("\n"));
    }

    /// Makes an edit and undoes it. The first build must give what a build without a cache gives,
    /// and the second must give `base` again. Returns whether the edit changed the result.
    fn there_and_back(
        &mut self,
        what: &str,
        base: &Built,
        mut write: impl FnMut(&Site, bool),
    ) -> bool {
        write(&self.site, true);
        let edited = self.compare(what);
        write(&self.site, false);
        let back = self.again(what);
        let what = format!("{what}, taken back");
        self.same(&back, base, &what);
        edited != *base
    }
}

/// A document and its front matter, values written as YAML.
#[derive(Clone)]
struct Document {
    name: String,
    fields: BTreeMap<Field, String>,
    body: &'static str,
}

impl Document {
    fn new(name: &str, fields: &[(Field, &str)]) -> Document {
        let note = [(Field::Extra, "{note: 无}")];
        let fields = note
            .iter()
            .chain(fields)
            .map(|(f, v)| (*f, (*v).to_owned()));
        Document {
            name: name.to_owned(),
            fields: fields.collect(),
            body: "## 一、总则\n\n正文，<b>粗</b>。\n\n## 二、附则\n\n正文。",
        }
    }

    fn write(&self, site: &Site) {
        let fields = self.fields.iter();
        let front: String = fields
            .map(|(field, value)| format!("{}: {value}\n", field.name()))
            .collect();
        site.write(
            &format!("content/{}.md", self.name),
            format!("---\n{front}---\n\n{}\n", self.body),
        );
    }
}

/// The initial value of a field, and the value after the edit. None if the field is not written.
/// `n` is the number of the document.
fn values(field: Field, n: usize) -> [Option<String>; 2] {
    let both = |a: &str, b: &str| {
        [
            Some(a.replace('#', &n.to_string())),
            Some(b.replace('#', &n.to_string())),
        ]
    };
    let added = |b: &str| [None, Some(b.replace('#', &n.to_string()))];
    match (field, field.kind()) {
        (Field::Title, _) => both("标题甲#", "标题乙#"),
        (Field::IndexNumber, _) => both("N/#", "M/#"),
        (Field::DocumentNumber, _) => both("甲〔2020〕#号", "乙〔2020〕#号"),
        (Field::Category, _) => both("分类#/规范性文件", "分类#/公告"),
        (Field::DateCreated, _) => both("2020-03-01", "2020-03-02"),
        (Field::DatePublished, _) => both("2020-03-10", "2020-03-11 09:30"),
        (Field::DateEffective, _) => both("2020-04-01", "2027-04-01"),
        (Field::DateExpires, _) => both("2030-12-31", "2031-12-31"),
        (Field::DateRepealed, _) => added("2026-08-01"),
        (_, FieldKind::Date) => both("2020-05-01", "2020-05-02"),
        (Field::Validity, _) => added("unknown"),
        (Field::Disclosure, _) => both("主动公开", "依申请公开"),
        (Field::Kind, _) => both("document", "page"),
        (Field::Slug, _) => both("slug-a", "slug-b"),
        (_, FieldKind::Text) => both("文字甲#", "文字乙#"),
        (Field::Aliases, _) => both("[old/a#.html]", "[old/b#.html]"),
        (_, FieldKind::List) => both("[名甲#, 名乙#]", "[名丙#]"),
        (_, FieldKind::Flag) => both("false", "true"),
        (Field::Withdrawn, _) => added("{date: 2026-05-01, reason: 内容有误}"),
        (Field::Extra, _) => both("{note: 甲}", "{note: 乙}"),
        (Field::Tables, _) => both(&tables(), &tables().replace("规章: 0 0 0", "规章: 1 0 1")),
        (Field::Attachments, _) => both("[a.txt]", "[{file: a.txt, title: 附件一}, b.txt]"),
        (Field::Reviews, _) => added("[{kind: 初审, who: 张三, date: 2020-03-05}]"),
        (Field::Privacy, _) => added("[{code: mobile-number, reason: 公示需要}]"),
        (_, FieldKind::Relation(_)) => added("[{title: 外地文件, url: 'https://example.org/a'}]"),
        (_, kind) => panic!("give {field:?} ({kind:?}) two values"),
    }
}

/// The tables of an annual report.
fn tables() -> String {
    let report = std::fs::read_to_string(repository().join("content/nb/2025.md")).unwrap();
    let (_, after) = report.split_once("\ntables:").unwrap();
    let rows = after
        .lines()
        .take_while(|l| l.is_empty() || l.starts_with(' '));
    let rows = rows.filter(|l| !l.trim_start().starts_with('#'));
    format!("\n{}", rows.collect::<Vec<_>>().join("\n"))
}

/// The side of a relation on which a document is. Each relation has its own three documents, so no
/// other relation connects them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// The document acts on the two others.
    Acting,
    /// The document is acted on.
    ActedOn,
    /// The document is acted on, and a further document repeals it.
    Repealed,
}

const SIDES: [Side; 3] = [Side::Acting, Side::ActedOn, Side::Repealed];

/// The fields that need documents of their own.
fn is_special(field: Field) -> bool {
    matches!(field, Field::Kind | Field::Slug | Field::Tables)
}

/// Documents that together state every relation, and every field that has an initial value.
fn catalogue() -> Vec<(Option<(Field, Side)>, Document)> {
    let mut documents = Vec::new();
    let relations: Vec<Field> = Field::ALL
        .iter()
        .copied()
        .filter(|f| matches!(f.kind(), FieldKind::Relation(_)))
        .collect();
    let mut repealed = Vec::new();
    for (i, &relation) in relations.iter().enumerate() {
        for (j, side) in SIDES.into_iter().enumerate() {
            let n = 10 * (i + 1) + j;
            let mut document = Document::new(&format!("d{n}"), &[]);
            for &field in Field::ALL.iter().filter(|f| !is_special(**f)) {
                let [value, _] = values(field, n);
                document.fields.extend(value.map(|v| (field, v)));
            }
            if side == Side::Acting {
                let targets = format!("[N/{}, N/{}]", n + 1, n + 2);
                document.fields.insert(relation, targets);
            } else {
                document
                    .fields
                    .insert(Field::DateExpires, "2024-12-31".into());
            }
            if side == Side::Repealed {
                repealed.push(format!("N/{n}"));
            }
            documents.push((Some((relation, side)), document));
        }
    }
    let created = (Field::DateCreated, "2021-01-01");
    let ends = [
        (Field::Title, "关于废止若干文件的决定"),
        (Field::IndexNumber, "X/1"),
        created,
        (Field::Repeals, &format!("[{}]", repealed.join(", "))),
    ];
    let page = [
        (Field::Title, "说明"),
        (Field::Kind, "page"),
        created,
        (Field::Slug, "slug-a"),
    ];
    let other = [
        (Field::Title, "其他"),
        (Field::IndexNumber, "X/2"),
        (Field::Kind, "document"),
        (Field::Category, "policy"),
        created,
    ];
    let tables = tables();
    let report = [
        (Field::Title, "2025年政府信息公开工作年度报告"),
        (Field::IndexNumber, "X/3"),
        (Field::Kind, "annual_report"),
        (Field::Tables, tables.as_str()),
        (Field::DateCreated, "2026-01-10"),
    ];
    let gone = [
        (Field::Title, "撤回"),
        (Field::IndexNumber, "X/4"),
        created,
        (Field::Aliases, "[old/gone.html]"),
        (Field::Withdrawn, "{date: 2022-01-01, reason: 内容有误}"),
    ];
    for (name, fields) in [
        ("gone", &gone[..]),
        ("ends", &ends[..]),
        ("page", &page[..]),
        ("other", &other[..]),
        ("report", &report[..]),
    ] {
        documents.push((None, Document::new(name, fields)));
    }
    documents
}

/// Makes the site, and builds it before any edit.
fn edited() -> (Edited, Built) {
    let site = Site::empty();
    site.write("mulu.yaml", CONFIG);
    copy(&repository().join("themes"), &site.root().join("themes"));
    // The built-in theme does not show the values that are meant for a site's own theme.
    for (name, shown) in [
        ("base.html", "{{ site.extra.note }}"),
        ("document.html", "{{ doc.extra.note }}"),
    ] {
        let path = format!("themes/default/templates/{name}");
        let text = std::fs::read_to_string(site.root().join(&path)).unwrap();
        let (before, after) = text.rsplit_once("</").unwrap();
        site.write(&path, format!("{before}{shown}</{after}"));
    }
    site.write(
        "themes/own/templates/404.html",
        "{% extends \"base.html\" %}",
    );
    site.write("词表甲.tsv", "粗糙\t精细\n")
        .write("词表乙.tsv", "正文\t本文\n");
    site.write("content/a.txt", "附件甲")
        .write("content/b.txt", "附件乙");
    // `retention` names this folder. An edit gives the column of this name another path; without the
    // folder, the edited configuration would be faulty.
    std::fs::create_dir_all(site.root().join("content/policy")).unwrap();
    for (_, document) in catalogue() {
        document.write(&site);
    }
    let mut edited = Edited {
        site,
        last: Files::new(),
        wrong: Vec::new(),
    };
    let base = edited.compare("the beginning");
    assert!(
        base.files
            .keys()
            .any(|p| p.ends_with(".txt") && p.starts_with("doc/"))
    );
    (edited, base)
}

/// Tries an edit of one field of some documents.
fn edit_field(edited: &mut Edited, base: &Built, field: Field, documents: &[Document]) -> bool {
    let names: Vec<&str> = documents.iter().map(|d| d.name.as_str()).collect();
    let what = format!("{} of {}", field.name(), names.join(", "));
    edited.there_and_back(&what, base, |site, is_edit| {
        for document in documents {
            let mut document = document.clone();
            let n = document.name.trim_start_matches('d').parse().unwrap_or(0);
            let [_, value] = values(field, n);
            if is_edit {
                document.fields.extend(value.map(|v| (field, v)));
            }
            document.write(site);
        }
    })
}

/// Writes the targets of all relations in the form `name`, with `#` replaced by the number of each
/// target. The built site must stay the same.
fn name_targets(
    edited: &mut Edited,
    documents: &[(Option<(Field, Side)>, Document)],
    base: &Built,
    name: &str,
) {
    for (_, document) in documents {
        let mut document = document.clone();
        for (field, value) in &mut document.fields {
            if matches!(field.kind(), FieldKind::Relation(_)) && value.starts_with("[N/") {
                let numbers = value.trim_matches(['[', ']']).split(", ");
                let numbers = numbers.map(|n| name.replace('#', n.trim_start_matches("N/")));
                *value = format!("[{}]", numbers.collect::<Vec<_>>().join(", "));
            }
        }
        document.write(&edited.site);
    }
    let built = edited.again(name);
    edited.same(&built, base, &format!("targets named as {name}"));
}

/// Whether a field does not change the site: reviews are internal, and reasons for personal data
/// matter only in documents with such data.
fn is_unseen(field: Field) -> bool {
    matches!(field, Field::Reviews | Field::Privacy)
}

#[test]
fn every_key_of_the_front_matter_on_every_side_of_every_relation() {
    let (mut edited, base) = edited();
    let documents = catalogue();
    let is_long = std::env::var_os("MULU_SEQUENCES").is_some();
    for &field in Field::ALL {
        if is_special(field) {
            let special = |d: &&(_, Document)| {
                d.1.fields.contains_key(&field) && (field != Field::Kind || d.1.name == "other")
            };
            let (_, document) = documents.iter().find(special).unwrap();
            if !edit_field(&mut edited, &base, field, std::slice::from_ref(document)) {
                edited.wrong.push(format!("{field:?} changes nothing"));
            }
            continue;
        }
        for side in SIDES {
            let of_side: Vec<Document> = documents
                .iter()
                .filter(|(place, _)| place.is_some_and(|(_, s)| s == side))
                .map(|(_, d)| d.clone())
                .collect();
            let moves = field == Field::IndexNumber && side != Side::Acting;
            if moves {
                name_targets(&mut edited, &documents, &base, "甲〔2020〕#号");
            }
            let at_once = if is_long { 1 } else { of_side.len() };
            for some in of_side.chunks(at_once) {
                let changed = edit_field(&mut edited, &base, field, some);
                if !changed && !is_unseen(field) {
                    edited
                        .wrong
                        .push(format!("{field:?} of {side:?} changes nothing"));
                }
            }
            if moves {
                name_targets(&mut edited, &documents, &base, "N/#");
            }
        }
    }
    edited.end();
}

/// Every page spells an issuing body like the first document that names it.
#[test]
fn the_spelling_of_an_issuing_body() {
    let (mut edited, _) = edited();
    let body = |name: &str, issuer: &str, joint: &str| {
        let bodies = [(Field::Issuer, issuer), (Field::JointIssuers, joint)];
        let mut document = Document::new(name, &[&[(Field::Title, name)], &bodies[..]].concat());
        let number = format!("Y/{name}");
        document.fields.insert(Field::IndexNumber, number);
        document
            .fields
            .insert(Field::DateCreated, "2022-02-02".into());
        document
    };
    body("b", "财政局", "[]").write(&edited.site);
    body("c", "甲局", "[财政局]").write(&edited.site);
    let base = edited.compare("a second body");
    edited.there_and_back("the first spelling", &base, |site, is_edit| {
        if is_edit {
            body("a", "财 政 局", "[]").write(site);
        } else {
            std::fs::remove_file(site.root().join("content/a.md")).unwrap();
        }
    });
    edited.end();
}

/// Every key that `mulu.yaml` may have, with a value.
const CONFIG: &str = r#"
title: 目录甲
description: 说明甲
language: zh-Hans
base_url: https://a.example.cn/xxgk/
time_zone: "+08:00"
agency: {name: 甲局, address: 甲路, phone: "0000-1", email: a@example.cn, hours: 甲时, site_id_code: "1", icp: 甲备1,
  police_record: 甲公1, report_error_url: "https://a.example.cn/error"}
index_number: {pattern: "[A-Z]+/.+", next: "N/{serial}"}
columns:
  - {name: 政策, path: policy, type: 政策文件, description: 甲, empty_note: 无, update_within: 100, epub: true,
     children: [{name: 空, path: empty, type: 政策文件, empty_note: 暂无}]}
page_size: 4
editor: vscode
theme: default
extra: {note: 甲}
checks:
  severity: {spelling-differs: note}
  holidays: {2020: {off: ["2020-03-11"], work: ["2020-03-14"]}}
  words: {粗: 精}
  names: [甲局]
  removed: {N/2020-1: 甲}
  update_within: {政策文件: 100}
  unstated_validity: effective
reviews: {required: [初审], from: "2020-01-01"}
annual_report: {deadline: 02-01}
proofreading: {words: 词表甲.tsv}
privacy: {office_labels: [甲], largest_file: 10}
search: {attachments: true, longest_attachments: 1000}
raw_html: false
epub: false
offline: false
license_url: https://a.example.cn/terms
archive_url: https://a.example.cn/archive/
retention: {period: 30年, categories: {policy: 10年}, transfer_after: 10}
"#;

/// Another value of a key.
fn other_value(key: &str, value: &Value) -> Value {
    match (key, value) {
        ("language", _) => "en".into(),
        ("time_zone", _) => "+09:00".into(),
        ("theme", _) => "own".into(),
        ("editor", _) => "zed".into(),
        ("extra", _) => serde_yaml::from_str("{note: 乙}").unwrap(),
        ("index_number.pattern", _) => "[A-M]/.+".into(),
        ("index_number.next", _) => "M/{serial}".into(),
        ("columns[].path", _) => "rules".into(),
        ("checks.severity", _) => serde_yaml::from_str("{spelling-differs: off}").unwrap(),
        ("checks.unstated_validity", _) => "unknown".into(),
        ("checks.holidays.*.off", _) => serde_yaml::from_str("['2020-03-12']").unwrap(),
        ("checks.holidays.*.work", _) => serde_yaml::from_str("['2020-03-15']").unwrap(),
        ("reviews.required", _) => serde_yaml::from_str("[初审, 终审]").unwrap(),
        ("reviews.from", _) => "2021-01-01".into(),
        ("annual_report.deadline", _) => "03-31".into(),
        (_, Value::Bool(value)) => (!value).into(),
        (_, Value::Number(number)) => (number.as_u64().unwrap() + 1).into(),
        (_, Value::String(text)) => text
            .replace('甲', "乙")
            .replace("a.", "b.")
            .replace("a@", "b@")
            .replace('无', "没有")
            .replace('1', "2")
            .replace("30", "40")
            .replace("政策", "文件")
            .into(),
        (_, Value::Sequence(_)) => Value::Sequence(Vec::new()),
        (_, Value::Mapping(_)) => Value::Mapping(serde_yaml::Mapping::new()),
        (key, value) => panic!("give `{key}` another value than {value:?}"),
    }
}

/// The value at a path of keys, separated by dots.
fn at<'v>(value: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    path.split('.').try_fold(value, |value, step| {
        let (name, is_list) = step
            .strip_suffix("[]")
            .map_or((step, false), |name| (name, true));
        let value = match name {
            "*" => value.as_mapping_mut()?.iter_mut().next()?.1,
            name => value.get_mut(name)?,
        };
        if is_list {
            value.get_mut(0)
        } else {
            Some(value)
        }
    })
}

#[test]
fn every_key_of_the_configuration() {
    let (mut edited, base) = edited();
    let keys = config::keys();
    assert!(keys.len() > 40, "{keys:?}");
    for key in &keys {
        let below =
            |k: &&String| k.starts_with(&format!("{key}.")) || k.starts_with(&format!("{key}[]."));
        if keys.iter().find(below).is_some() {
            continue;
        }
        let mut config: Value = serde_yaml::from_str(CONFIG).unwrap();
        let value =
            at(&mut config, key).unwrap_or_else(|| panic!("`{key}` has no value in CONFIG"));
        let other = other_value(key, value);
        assert_ne!(other, *value, "{key}");
        *value = other;
        let text = serde_yaml::to_string(&config).unwrap();
        edited.there_and_back(key, &base, |site, is_edit| {
            site.write("mulu.yaml", if is_edit { &text } else { CONFIG });
        });
    }
    edited.end();
}

#[test]
fn every_file_of_the_theme() {
    let (mut edited, base) = edited();
    let theme = edited.site.root().join("themes/default");
    for (name, bytes) in crate::harness::tree(&theme) {
        let path = format!("themes/default/{name}");
        let text = String::from_utf8(bytes.clone()).unwrap();
        let other = match name.split_once('/') {
            Some(("templates", _)) => text.replacen("</", "§</", 1),
            Some(("texts", _)) => text.replace("：", "： ") + "# edited\n",
            _ => format!("{text}\n"),
        };
        assert_ne!(text, other, "{name}");
        let changed = edited.there_and_back(&path, &base, |site, is_edit| {
            site.write(&path, if is_edit { &other } else { &text });
        });
        // this site lacks archived pages, portal pages and pages in English
        let is_shown = !name.starts_with("templates/portal_")
            && !matches!(
                name.as_str(),
                "README.md" | "theme.yaml" | "texts/en.yaml" | "templates/archive.html"
            );
        if !changed && is_shown {
            edited.wrong.push(format!("{name} changes nothing"));
        }
    }
    edited.end();
}

/// Tests that the code of a document's page has no access to the plan of the site. It gets what the
/// page shows about other documents as values, which are part of the page's cache key.
#[test]
fn a_page_of_a_document_is_made_from_its_own_values_and_its_surroundings() {
    let file = repository().join("src/render/document.rs");
    let text = std::fs::read_to_string(file).unwrap();
    for word in ["crate::plan", "Plan", "Shared", "Sources"] {
        let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
        assert!(code.into_iter().all(|l| !l.contains(word)), "{word}");
    }
}
