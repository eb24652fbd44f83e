//! Texts: what hits and excerpts are shown from. Takes records and bodies, gives the bytes of text and record shards.
//! It must not know of grams.
//!
//! A shard is one byte (`g` or `u`) and a raw deflate stream; the stream holds JSON in GB 18030 or UTF-8. In GB 18030 a
//! Chinese character takes two bytes, and deflate leaves an eighth less of it.

use super::fields::Record;
use libdeflater::{CompressionLvl, Compressor};
use serde::Serialize;
use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::LazyLock;

/// GB 18030 by code point, for those with two bytes.
static TWO_BYTES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; 0x10000];
    for lead in 0x81..=0xFEu8 {
        for trail in (0x40..=0x7E).chain(0x80..=0xFEu8) {
            let bytes = [lead, trail];
            let (text, _, bad) = encoding_rs::GB18030.decode(&bytes);
            let mut chars = text.chars();
            if let (false, Some(c), None) = (bad, chars.next(), chars.next())
                && !disputed(c)
                && (c as usize) < table.len()
            {
                table[c as usize] = u16::from(lead) << 8 | u16::from(trail);
            }
        }
    }
    table
});

/// Characters that the editions of GB 18030, and so programs of different age, do not place alike.
fn disputed(c: char) -> bool {
    matches!(c, '\u{1E3F}' | '\u{E000}'..='\u{F8FF}' | '\u{FE10}'..='\u{FE19}' | '\u{9FB4}'..='\u{9FBB}' | '\u{20AC}'
        | '\u{20087}' | '\u{20089}' | '\u{200CC}' | '\u{215D7}' | '\u{2298F}' | '\u{241FE}')
}

fn gb18030(text: &str) -> Option<Vec<u8>> {
    let table = &*TWO_BYTES;
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match table.get(c as usize).copied().unwrap_or(0) {
            _ if c.is_ascii() => out.push(c as u8),
            0 if disputed(c) => return None,
            0 => out.extend_from_slice(&encoding_rs::GB18030.encode(c.encode_utf8(&mut [0; 4])).0),
            two => out.extend(two.to_be_bytes()),
        }
    }
    Some(out)
}

/// Beyond this level a build takes longer by more than the texts get smaller (docs/performance.md).
const LEVEL: i32 = 5;

thread_local! {
    /// Its tables are large, and a shard of some ten kilobytes should not have them made for itself.
    static DEFLATE: RefCell<Compressor> = RefCell::new(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
}

/// A raw deflate stream.
fn deflate(bytes: &[u8], out: &mut Vec<u8>) {
    DEFLATE.with_borrow_mut(|deflate| {
        let start = out.len();
        out.resize(start + deflate.deflate_compress_bound(bytes.len()), 0);
        // the bound is what it never goes beyond; if it did, every reader would notice
        let length = deflate
            .deflate_compress(bytes, &mut out[start..])
            .unwrap_or(0);
        out.truncate(start + length);
    });
}

/// Marks its encoding and deflates it.
pub(super) fn pack(text: &str) -> Vec<u8> {
    let (mark, bytes) = match gb18030(text) {
        Some(bytes) => (b'g', Cow::Owned(bytes)),
        None => (b'u', Cow::Borrowed(text.as_bytes())),
    };
    let mut out = vec![mark];
    deflate(&bytes, &mut out);
    out
}

/// A record as it is shown, an array in JSON.
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
    // plain data: writing it to memory does not fail
    serde_json::to_string(value).unwrap_or_default()
}

/// The bytes of a record shard.
pub(super) fn records(records: &[Record]) -> Vec<u8> {
    pack(&json(&records.iter().map(record).collect::<Vec<_>>()))
}

/// A document as it is shown, but for its body; what is empty is left out.
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
}

fn document(r: &Record) -> Document<'_> {
    Document {
        r: record(r),
        n: r.registration_number.as_slice(),
        i: &r.joint_issuers,
        k: &r.keywords,
        s: r.summary.as_slice(),
        a: &r.attachment_titles,
    }
}

/// A text as a string in JSON. Most hold nothing that needs an escape, which is quickly seen of all their bytes together.
fn quoted(text: &str, out: &mut String) {
    if text.bytes().fold(false, |any, b| {
        any | (b < 0x20) | (b == b'"') | (b == b'\\')
    }) {
        out.push_str(&json(&text));
    } else {
        out.extend(["\"", text, "\""]);
    }
}

/// The bytes of a text shard.
pub(super) fn documents(records: &[Record], bodies: &[Vec<String>]) -> Vec<u8> {
    let mut all = String::with_capacity(
        bodies
            .iter()
            .flatten()
            .map(|block| block.len() + 3)
            .sum::<usize>()
            + records.len() * 512,
    );
    all.push('[');
    for (i, (record, body)) in records.iter().zip(bodies).enumerate() {
        all.push_str(if i == 0 { "" } else { "," });
        all.push_str(&json(&document(record)));
        if !body.is_empty() {
            all.pop(); // the brace: the body is the last member
            for (i, block) in body.iter().enumerate() {
                all.push_str(if i == 0 { ",\"b\":[" } else { "," });
                quoted(block, &mut all);
            }
            all.push_str("]}");
        }
    }
    all.push(']');
    pack(&all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

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
        let packed = documents(&records, &bodies);
        assert_eq!(packed[0], b'g');
        let mut bytes = Vec::new();
        flate2::read::DeflateDecoder::new(&packed[1..])
            .read_to_end(&mut bytes)
            .unwrap();
        let read: serde_json::Value =
            serde_json::from_str(&encoding_rs::GB18030.decode(&bytes).0).unwrap();
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
                (titles[0], true, Some(serde_json::json!(bodies[0]))),
                (titles[1], true, None)
            ]
        );
    }
}
