//! Takes the folder of a built site; gives its documents as records, and the differences between
//! two such sites. The values are from the site's ledger, the texts from its pages. This file must
//! not know how a site is made.

use super::changes::Diff;
use super::compare::{Side, between};
use crate::archive::{
    AttachmentRecord, FileRecord, Record, Records, TextRecord, WithdrawnRecord, hex,
};
use crate::catalogue::address;
use crate::diag::Error;
use ego_tree::iter::Edge;
use rayon::prelude::*;
use scraper::{Html, Node, Selector};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The file with the site's ledger for programs.
pub const LEDGER: &str = "catalogue.json";

/// A built site.
pub struct Built {
    folder: PathBuf,
    /// Every file with its SHA-256.
    files: BTreeMap<String, [u8; 32]>,
    /// The documents of its ledger, and the pages that [`Built::add_pages`] added.
    pub records: Records,
}

impl Built {
    /// Reads a site. `files`: its files with their SHA-256.
    pub fn read(folder: &Path, files: BTreeMap<String, [u8; 32]>) -> Result<Built, Error> {
        let path = folder.join(LEDGER);
        let bytes = std::fs::read(&path).map_err(Error::reading(&path))?;
        let mut ledger: Map<String, Value> =
            serde_json::from_slice(&bytes).map_err(|e| Error::reading(&path)(e.into()))?;
        let as_of = ledger.get("as_of").and_then(Value::as_str);
        let as_of = as_of.unwrap_or_default().to_owned();
        let rows = match ledger.remove("documents") {
            Some(Value::Array(rows)) => rows,
            _ => Vec::new(),
        };
        let mut built = Built {
            folder: folder.to_owned(),
            files,
            records: Records {
                format: Records::FORMAT.to_owned(),
                as_of,
                ..Records::default()
            },
        };
        built.records.documents = rows.into_iter().filter_map(|r| built.record(r)).collect();
        Ok(built)
    }

    fn record(&self, row: Value) -> Option<Record> {
        let Value::Object(mut row) = row else {
            return None;
        };
        row.retain(|_, value| match value {
            Value::String(text) => !text.is_empty(),
            Value::Array(items) => !items.is_empty(),
            _ => false,
        });
        let record: Record = serde_json::from_value(Value::Object(row)).ok()?;
        Some(Record {
            attachments: self.attachments(&record.url),
            ..record
        })
    }

    /// Adds the pages of `kind: page` (关于本站), which the ledger lacks. `others` tells which
    /// paths may be such pages. A page is added only if it has the element `#text`, as a document's
    /// page has.
    pub fn add_pages(&mut self, others: impl Fn(&str) -> bool) {
        let known: BTreeSet<&str> = self.records.documents.iter().map(|r| &*r.url).collect();
        let pages = self.files.keys().filter(|path| {
            path.ends_with(".html") && others(path) && !known.contains(path.as_str())
        });
        let pages: Vec<Record> = pages.filter_map(|path| self.page(path)).collect();
        self.records.documents.extend(pages);
    }

    /// The record of a page of `kind: page`.
    fn page(&self, path: &str) -> Option<Record> {
        let page = std::fs::read_to_string(self.folder.join(path)).ok()?;
        let page = Html::parse_document(&page);
        let select = |css: &str| page.select(&Selector::parse(css).ok()?).next();
        select(BODIES[0])?;
        let title: String = select("h1")?.text().collect();
        Some(Record {
            url: path.to_owned(),
            title: title.trim().to_owned(),
            attachments: self.attachments(path),
            ..Record::default()
        })
    }

    /// The files directly in the folder that is named after a page, without pages and the plain
    /// texts of pages.
    fn attachments(&self, url: &str) -> Vec<AttachmentRecord> {
        let folder = format!("{}/", stem(url));
        let below = self.files.range(folder.clone()..);
        let below = below.take_while(|(path, _)| path.starts_with(&folder));
        let of_a_page = |path: &str| {
            let is_text = path.strip_suffix(".txt");
            path.ends_with(".html")
                || is_text.is_some_and(|p| self.files.contains_key(&format!("{p}.html")))
        };
        below
            .filter(|(path, _)| !of_a_page(path) && !path[folder.len()..].contains('/'))
            .map(|(path, digest)| AttachmentRecord {
                title: path[folder.len()..].to_owned(),
                file: FileRecord {
                    path: path.clone(),
                    sha256: hex(digest),
                    ..FileRecord::default()
                },
            })
            .collect()
    }

    /// The text of a document's body, from its page.
    fn text(&self, record: &Record) -> Option<String> {
        let page = std::fs::read_to_string(self.folder.join(&record.url)).ok()?;
        Some(body(&page))
    }

    /// Sets the digests of the texts. If the page has the same bytes in the other site, the digest
    /// of the page stands for that of the text, because then the texts are the same.
    fn digest_texts(&mut self, other: &Built) {
        let mut records = std::mem::take(&mut self.records.documents);
        records.par_iter_mut().for_each(|record| {
            let own = self.files.get(&record.url);
            let digest = match own.filter(|d| other.files.get(&record.url) == Some(d)) {
                Some(digest) => Some(*digest),
                None => self
                    .text(record)
                    .map(|text| Sha256::digest(text.as_bytes()).into()),
            };
            record.text = TextRecord {
                sha256: digest.map(|d: [u8; 32]| hex(&d)).unwrap_or_default(),
                ..TextRecord::default()
            };
        });
        self.records.documents = records;
    }
}

/// The differences between the documents of two built sites. `withdrawn`: the index numbers of
/// documents taken down by the later site.
pub fn sites(mut a: Built, mut b: Built, withdrawn: &[String]) -> Diff {
    a.digest_texts(&b);
    b.digest_texts(&a);
    let is_withdrawn = |record: &&Record| {
        let number = address::identity(&record.index_number);
        withdrawn.iter().any(|w| address::identity(w) == number)
    };
    let notices = a.records.documents.iter().filter(is_withdrawn);
    let notices: Vec<Record> = notices
        .map(|record| Record {
            index_number: record.index_number.clone(),
            url: record.url.clone(),
            withdrawn: Some(WithdrawnRecord::default()),
            ..Record::default()
        })
        .collect();
    b.records.documents.extend(notices);
    let (text_a, text_b) = (|r: &_| a.text(r), |r: &_| b.text(r));
    between(
        &Side {
            records: &a.records,
            text: &text_a,
        },
        &Side {
            records: &b.records,
            text: &text_b,
        },
    )
}

/// An address without its ending.
fn stem(url: &str) -> &str {
    url.strip_suffix(".html").unwrap_or(url)
}

/// The elements with a document's text, the most precise first. A site's own theme may have only
/// the last.
const BODIES: [&str; 4] = ["#text", ".body", "article", "main"];

/// Elements that end a line.
const BLOCKS: [&str; 16] = [
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "div",
    "br",
    "pre",
    "blockquote",
    "dt",
    "dd",
    "figcaption",
];

/// The text of a page's body, with one line for each block.
fn body(page: &str) -> String {
    let page = Html::parse_document(page);
    let selectors = BODIES.iter().filter_map(|b| Selector::parse(b).ok());
    let found = selectors.filter_map(|s| page.select(&s).next()).next();
    let mut text = String::new();
    let Some(found) = found else {
        return text;
    };
    for edge in found.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(piece) => text.push_str(piece),
                Node::Element(e) if e.name() == "td" || e.name() == "th" => text.push(' '),
                _ => {}
            },
            Edge::Close(node) => {
                let name = node.value().as_element().map(|e| e.name());
                if name.is_some_and(|name| BLOCKS.contains(&name)) {
                    text.push('\n');
                }
            }
        }
    }
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_page_is_that_of_its_body() {
        let page = "<main><h1>题</h1><div class=\"body\" id=\"text\">\n<p>甲<strong>乙</strong>。</p>\n\
                    <table><tr><th>丙</th><td>1 &lt; 2</td></tr></table></div><dl><dt>索引号</dt></dl></main>";
        assert_eq!(body(page), "甲乙。\n丙 1 < 2");
        assert_eq!(body("<main><p>甲</p><p>乙</p></main>"), "甲\n乙");
        assert_eq!(body(""), "");
    }
}
