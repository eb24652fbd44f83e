//! Takes records and bodies; gives the bytes of record shards and of the pieces of attachments, and
//! the JSON of text shards, for hits and excerpts. This file must not know grams.

use crate::search::format::body::{Attachment, Body, Passage};
use crate::search::format::pack::pack;
use crate::search::format::record::Record;
use serde::Serialize;

/// A record in the form in which a hit shows it: an array in JSON.
type Row<'a> = (
    &'a Option<String>,
    &'a str,
    &'a str,
    &'a Option<String>,
    &'a str,
    &'a Option<String>,
    &'a str,
);

fn record(r: &Record) -> Row<'_> {
    (
        &r.index_number,
        &r.title,
        &r.url,
        &r.document_number,
        &r.issuer,
        &r.date_published,
        r.validity,
    )
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The bytes of a record shard.
pub(super) fn records(records: &[Record]) -> Vec<u8> {
    pack(&json(&records.iter().map(record).collect::<Vec<_>>()))
}

/// A document of a text shard, without the blocks of its body. Empty members are left out.
#[derive(Serialize)]
struct Document<'a> {
    r: Row<'a>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    n: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    i: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    k: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    s: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    a: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    f: Vec<(&'a str, &'a str, &'a [u32])>,
}

fn document<'a>(r: &'a Record, body: &'a Body, sums: &'a [Vec<u32>]) -> Document<'a> {
    let files = body.attachments.iter().zip(sums);
    Document {
        r: record(r),
        n: r.registration_number.as_slice(),
        i: &r.joint_issuers,
        k: &r.keywords,
        s: r.summary.as_slice(),
        a: &r.attachment_titles,
        f: files
            .map(|(a, sums)| (a.title.as_str(), a.url.as_str(), sums.as_slice()))
            .collect(),
    }
}

/// Appends a text as a JSON string. Most need no escapes, which a pass without branches detects.
fn quoted(text: &str, out: &mut String) {
    if text.bytes().fold(false, |any, b| {
        any | (b < 0x20) | (b == b'"') | (b == b'\\')
    }) {
        out.push_str(&json(&text));
    } else {
        out.extend(["\"", text, "\""]);
    }
}

/// The maximum number of characters in a piece, unless a block is longer.
const PIECE: usize = 16_000;

pub(super) fn pieces(attachment: &Attachment) -> Vec<Vec<u8>> {
    let mut pieces: Vec<Vec<(&str, &str, Vec<&str>)>> = Vec::new();
    let mut length = PIECE;
    for Passage {
        place,
        fragment,
        blocks,
    } in &attachment.passages
    {
        let mut is_new = true;
        for block in blocks {
            let characters = block.chars().count();
            length += characters;
            if length > PIECE {
                pieces.push(Vec::new());
                (length, is_new) = (characters, true);
            }
            let Some(piece) = pieces.last_mut() else {
                continue;
            };
            if is_new {
                piece.push((place, fragment, Vec::new()));
                is_new = false;
            }
            if let Some(passage) = piece.last_mut() {
                passage.2.push(block);
            }
        }
    }
    pieces.iter().map(|piece| pack(&json(piece))).collect()
}

/// The JSON of a text shard. `sums`: for each document and each of its attachments, the checksums
/// of the attachment's pieces.
pub(super) fn documents(records: &[Record], bodies: &[Body], sums: &[Vec<Vec<u32>>]) -> String {
    let mut all = String::with_capacity(
        bodies
            .iter()
            .flat_map(|body| &body.blocks)
            .map(|block| block.len() + 3)
            .sum::<usize>()
            + records.len() * 512,
    );
    all.push('[');
    for (i, ((record, body), sums)) in records.iter().zip(bodies).zip(sums).enumerate() {
        all.push_str(if i == 0 { "" } else { "," });
        all.push_str(&json(&document(record, body, sums)));
        if !body.blocks.is_empty() {
            all.pop(); // the body becomes the last member
            for (i, block) in body.blocks.iter().enumerate() {
                all.push_str(if i == 0 { ",\"b\":[" } else { "," });
                quoted(block, &mut all);
            }
            all.push_str("]}");
        }
    }
    all.push(']');
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::format::pack::unpack;

    #[test]
    fn documents_are_json_whatever_their_texts_hold() {
        let titles = ["通知", "“引号”\"和\\反斜线"];
        let records: Vec<Record> = titles
            .iter()
            .map(|title| Record {
                title: (*title).to_owned(),
                keywords: vec!["税".into()],
                ..Record::default()
            })
            .collect();
        let bodies = [
            vec![
                "一段\"话\"".to_owned(),
                "换\n行\u{1}\\".to_owned(),
                String::new(),
            ],
            Vec::new(),
        ];
        let bodies: Vec<Body> = bodies.into_iter().map(Body::from).collect();
        let packed = pack(&documents(&records, &bodies, &[Vec::new(), Vec::new()]));
        let read: serde_json::Value = unpack(&packed).unwrap();
        let shown: Vec<_> = read
            .as_array()
            .unwrap()
            .iter()
            .map(|d| {
                (
                    d["r"][1].as_str().unwrap(),
                    d.get("k").is_some(),
                    d.get("b").cloned(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                (titles[0], true, Some(serde_json::json!(bodies[0].blocks))),
                (titles[1], true, None)
            ]
        );
    }
}
