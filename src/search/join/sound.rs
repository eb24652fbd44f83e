//! Takes the index of a member (a site in a portal) and a judge, a function that refuses what a
//! page must not show. The judge gets every heading, fact and link of the texts and records, and
//! the values of the facets. Gives the facts about the documents, which alone stay in memory. This
//! file must not know other members.

use crate::diag::{Words, words};
use crate::search::format::body::{Attachment, Body, Passage};
use crate::search::format::code::{Damaged, from_units};
use crate::search::format::pack::unpack;
use crate::search::format::record::{FACETS, Record};
use crate::search::format::shard::{Family, name_of_piece};
use crate::search::read::reader::{Reader, Stock};
use crate::search::write::indexer::{RECORD_GROUP, SEGMENTS};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;

/// The maximum size of all texts of a range, in bytes.
const MOST_TEXT: usize = 1 << 29;
/// The maximum number of documents in an index.
const MOST_DOCUMENTS: usize = 1 << 22;
/// The maximum number of combinations of values of a facet.
const MOST_VALUES: usize = 20_000;
/// The maximum length of a title or address in a reason, in characters.
const MOST_OF_NAME: usize = 40;

/// A value from a member's index, for the judge.
#[derive(Clone, Copy, Debug)]
pub enum Said<'a> {
    /// A text of the head of a document, or the title of an attachment with text.
    Text(&'a str),
    /// The address of a document or an attachment, relative to the member's root.
    Address(&'a str),
    /// A day of publication.
    Day(&'a str),
    /// The name of a facet, and one of its values.
    Value(&'static str, &'a str),
}

/// Why an index is refused.
#[derive(Debug)]
pub enum Unfit {
    /// It is damaged, or its content has an unknown form.
    Damaged(Damaged),
    /// It is the index of a portal.
    Joined,
    /// Its format has this version, which this program cannot read.
    Version(u64),
    /// Not even its version can be read.
    Unknown(Damaged),
    /// It contains something that the judge does not allow.
    Says(Words),
}

impl From<Damaged> for Unfit {
    fn from(damaged: Damaged) -> Unfit {
        Unfit::Damaged(damaged)
    }
}

/// The judge: a function that gives the reason if a value from an index is refused.
pub(super) type Judge<'a> = &'a (dyn Fn(Said<'_>) -> Result<(), Words> + Sync);

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Facts {
    pub titles: Vec<String>,
    pub days: Vec<String>,
    pub urls: Vec<String>,
    /// The pages, which are no documents of the catalogue, so no ledger lists them.
    pub pages: BTreeSet<u32>,
}

/// A document in a T shard (texts). An object with other keys is refused, because the script of the
/// search page would read them too, although no judge has seen them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    r: Row,
    #[serde(default)]
    n: Vec<String>,
    #[serde(default)]
    i: Vec<String>,
    #[serde(default)]
    k: Vec<String>,
    #[serde(default)]
    s: Vec<String>,
    #[serde(default)]
    a: Vec<String>,
    #[serde(default)]
    b: Vec<String>,
    #[serde(default)]
    f: Vec<(String, String, Vec<u32>)>,
}

/// A record in the form in which a hit shows it.
pub(super) type Row = (
    Option<String>,
    String,
    String,
    Option<String>,
    String,
    Option<String>,
    String,
);

/// A piece of an attachment: passages, each as its place, its fragment and its blocks.
type Piece = Vec<(String, String, Vec<String>)>;

impl Document {
    /// The record and the body; `pieces` are those of all attachments, in order.
    fn parts(self, pieces: Vec<Piece>) -> (Record, Body) {
        let (index_number, title, url, document_number, issuer, date_published, _) = self.r;
        let record = Record {
            index_number,
            title,
            url,
            document_number,
            registration_number: self.n.into_iter().next(),
            issuer,
            joint_issuers: self.i,
            keywords: self.k,
            summary: self.s.into_iter().next(),
            attachment_titles: self.a,
            date_published,
            ..Record::default()
        };
        let mut pieces = pieces.into_iter();
        let attachments = self.f.into_iter().map(|(title, url, sums)| {
            let passages = pieces.by_ref().take(sums.len()).flatten();
            Attachment {
                title,
                url,
                passages: passages
                    .map(|(place, fragment, blocks)| Passage {
                        place,
                        fragment,
                        blocks,
                    })
                    .collect(),
            }
        });
        let body = Body {
            attachments: attachments.collect(),
            blocks: self.b,
        };
        (record, body)
    }

    /// A reason with the title and the address of the document.
    fn named(&self, reason: &Words) -> Words {
        let short = |text: &str| text.chars().take(MOST_OF_NAME).collect::<String>();
        let (title, url) = (short(&self.r.1), short(&self.r.2));
        words(
            format!("文件《{title}》（{url}）：{}", reason.zh),
            format!("the document {title} ({url}): {}", reason.en),
        )
    }

    /// Judges what a page could show as a heading, a fact or a link.
    fn judge(&self, judge: Judge<'_>) -> Result<(), Words> {
        let (index, title, url, number, issuer, day, validity) = &self.r;
        let texts = [Some(title), Some(issuer), index.as_ref(), number.as_ref()];
        let lists = [&self.n, &self.i, &self.k, &self.s, &self.a];
        for text in texts.into_iter().flatten() {
            judge(Said::Text(text))?;
        }
        for text in lists.into_iter().flatten() {
            judge(Said::Text(text))?;
        }
        judge(Said::Address(url))?;
        if let Some(day) = day {
            judge(Said::Day(day))?;
        }
        judge(Said::Value("validity", validity))?;
        for (title, url, _) in &self.f {
            judge(Said::Text(title))?;
            judge(Said::Address(url))?;
        }
        Ok(())
    }
}

/// Checks the parts of the root that decide paths, places and sizes.
pub(super) fn layout(reader: &Reader) -> Result<(), Unfit> {
    let root = &reader.root;
    let refuse = |what: &str| Err(Damaged(format!("search/root.js: {what}")).into());
    let is_joined = !root.days.is_empty() || root.segments.iter().any(|s| !s.parts.is_empty());
    if is_joined {
        return Err(Unfit::Joined);
    }
    if root.documents > MOST_DOCUMENTS {
        return refuse("too many documents");
    }
    let known = root
        .facets
        .iter()
        .zip(FACETS)
        .all(|(a, b)| a.name == b.name);
    if root.record_group != RECORD_GROUP || root.facets.len() != FACETS.len() || !known {
        return refuse("a layout of another version");
    }
    if root.facets.iter().any(|f| f.values.len() > MOST_VALUES) {
        return refuse("too many values of a facet");
    }
    let mut next = 0;
    for (segment, stock) in root.segments.iter().zip(reader.stocks.iter().flatten()) {
        let documents = stock.range.len();
        let counts = [
            documents.div_ceil(stock.group.max(1)),
            documents.div_ceil(RECORD_GROUP),
        ];
        let sound = segment.from == next
            && documents > 0
            && SEGMENTS.contains(&&*segment.name)
            && (1..=64).contains(&stock.group)
            && stock.sums.each_ref().map(Vec::len) == counts
            && stock
                .folders
                .iter()
                .all(|f| f.is_power_of_two() && *f <= 1 << 16);
        if !sound {
            return refuse("a segment");
        }
        next = segment.to;
    }
    let names: BTreeSet<&str> = root.segments.iter().map(|s| &*s.name).collect();
    if next != root.documents || names.len() != root.segments.len() {
        return refuse("its segments");
    }
    Ok(())
}

/// Judged texts of some documents.
pub(super) struct Texts {
    /// The records in the form in which hits show them.
    pub rows: Vec<Row>,
    /// The records in the form in which they are indexed.
    pub records: Vec<Record>,
    pub bodies: Vec<Body>,
    /// The pieces of attachments: document within the stock, number of the piece, and checksum.
    pub pieces: Vec<(usize, usize, u32)>,
}

/// Passes the values of all facets to the judge.
pub(super) fn values(reader: &Reader, judge: Judge<'_>) -> Result<(), Unfit> {
    for (facet, known) in reader.root.facets.iter().zip(FACETS) {
        for value in facet.values.iter().flatten().filter(|v| !v.is_empty()) {
            judge(Said::Value(known.name, value)).map_err(Unfit::Says)?;
        }
    }
    Ok(())
}

/// The facts about documents, given their records in order.
pub(super) fn facts(rows: impl Iterator<Item = Row>) -> Facts {
    let mut facts = Facts::default();
    for ((number, title, url, _, _, day, _), at) in rows.zip(0u32..) {
        if number.is_none() {
            facts.pages.insert(at);
        }
        facts.titles.push(title);
        facts.days.push(day.unwrap_or_default());
        facts.urls.push(url);
    }
    facts
}

/// Reads the texts and the records of a range, and has each document judged. The range must begin
/// and end at borders of text shards. If texts and records disagree, the index is damaged.
pub(super) fn texts(
    reader: &Reader,
    stock: &Stock,
    range: &Range<usize>,
    judge: Judge<'_>,
) -> Result<Texts, Unfit> {
    let read = |family, i| -> Result<Vec<u8>, Damaged> {
        let (name, sum) = stock.shard(family, i)?;
        from_units(&reader.units(&name, sum)?)
    };
    let differ = || Damaged(format!("search: the records and texts of {}", stock.name));
    let mut rows: Vec<Row> = Vec::new();
    let shards = range.start / RECORD_GROUP..range.end.div_ceil(RECORD_GROUP);
    for shard in shards.clone() {
        let some: Vec<Row> = unpack(&read(Family::Records, shard)?)?;
        let expected = (stock.range.len() - shard * RECORD_GROUP).min(RECORD_GROUP);
        if some.len() != expected {
            return Err(differ().into());
        }
        rows.extend(some);
    }
    let before = range.start - shards.start * RECORD_GROUP;
    let rows = rows.drain(..).skip(before).take(range.len()).collect();
    let mut texts = Texts {
        rows,
        records: Vec::with_capacity(range.len()),
        bodies: Vec::with_capacity(range.len()),
        pieces: Vec::new(),
    };
    let mut size = 0;
    let too_long = || Damaged("search: the texts are too long".into());
    for shard in range.start / stock.group..range.end.div_ceil(stock.group) {
        let documents: Vec<Document> = unpack(&read(Family::Texts, shard)?)?;
        let first = shard * stock.group;
        if documents.len() != (stock.range.len() - first).min(stock.group) {
            return Err(differ().into());
        }
        for (i, document) in (first..).zip(documents) {
            if texts.rows.get(i - range.start) != Some(&document.r) {
                return Err(differ().into());
            }
            document
                .judge(judge)
                .map_err(|reason| Unfit::Says(document.named(&reason)))?;
            size += document.b.iter().map(String::len).sum::<usize>();
            let mut pieces = Vec::new();
            for (piece, &sum) in document.f.iter().flat_map(|f| &f.2).enumerate() {
                let name = name_of_piece(&stock.name, i, piece, sum);
                let passages: Piece = unpack(&from_units(&reader.units(&name, sum)?)?)?;
                let sound = |fragment: &str| fragment.is_empty() || fragment.starts_with('#');
                if !passages.iter().all(|p| sound(&p.1)) {
                    return Err(Damaged(format!("search/{name}.js: a fragment")).into());
                }
                let blocks = passages.iter().flat_map(|p| &p.2);
                size += blocks.map(String::len).sum::<usize>();
                if size > MOST_TEXT {
                    return Err(too_long().into());
                }
                texts.pieces.push((i, piece, sum));
                pieces.push(passages);
            }
            if size > MOST_TEXT {
                return Err(too_long().into());
            }
            let (record, body) = document.parts(pieces);
            texts.records.push(record);
            texts.bodies.push(body);
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::read::tests::index;

    #[test]
    fn an_index_with_absurd_numbers_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        index(dir.path());
        let open = || Reader::open(&dir.path().join("search")).unwrap();
        assert!(layout(&open()).is_ok());
        let harms: [fn(&mut Reader); 7] = [
            |reader| reader.root.facets[0].values = vec![Vec::new(); 1_000_000],
            |reader| reader.root.facets.truncate(1),
            |reader| reader.root.documents = usize::MAX,
            |reader| reader.root.record_group = 1,
            |reader| reader.root.segments[0].name = "../a".into(),
            |reader| reader.root.segments[0].to += 1,
            |reader| reader.stocks[0][0].group = usize::MAX,
        ];
        for (i, harm) in harms.iter().enumerate() {
            let mut reader = open();
            harm(&mut reader);
            assert!(matches!(layout(&reader), Err(Unfit::Damaged(_))), "{i}");
        }
    }
}
