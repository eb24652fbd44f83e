//! Texts: what hits and excerpts are shown from. Takes records and bodies, gives the bytes of text and record shards.
//! It must not know of grams.
//!
//! A shard is one byte (`g` or `u`) and a raw deflate stream; the stream holds JSON in GB 18030 or UTF-8. In GB 18030 a
//! Chinese character takes two bytes, and deflate leaves an eighth less of it.

use super::fields::Record;
use flate2::{Compression, write::DeflateEncoder};
use serde_json::{Value, json};
use std::io::Write;
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

/// Marks its encoding and deflates it.
pub(super) fn pack(text: &str) -> Vec<u8> {
    let (mark, bytes) = match gb18030(text) {
        Some(bytes) => (b'g', bytes),
        None => (b'u', text.as_bytes().to_vec()),
    };
    let mut encoder = DeflateEncoder::new(vec![mark], Compression::new(6));
    // Writing to memory does not fail; if it did, the stream would be short, which every reader notices.
    let _ = encoder.write_all(&bytes);
    encoder.finish().unwrap_or_default()
}

fn record(r: &Record) -> Value {
    json!([r.index_number, r.title, r.url, r.document_number, r.issuing_body, r.date_published, r.validity])
}

/// The bytes of a record shard.
pub(super) fn records(records: &[Record]) -> Vec<u8> {
    pack(&Value::from(records.iter().map(record).collect::<Vec<_>>()).to_string())
}

/// The bytes of a text shard.
pub(super) fn documents(records: &[Record], bodies: &[Vec<String>]) -> Vec<u8> {
    let all: Vec<Value> = records
        .iter()
        .zip(bodies)
        .map(|(r, body)| {
            let mut doc = json!({ "r": record(r) });
            let mut put = |key: &str, value: &[String]| {
                if !value.is_empty() {
                    doc[key] = json!(value);
                }
            };
            put("n", r.registration_number.as_slice());
            put("i", &r.joint_issuing_bodies);
            put("k", &r.keywords);
            put("s", r.summary.as_slice());
            put("a", &r.attachment_titles);
            put("b", body);
            doc
        })
        .collect();
    pack(&Value::from(all).to_string())
}
