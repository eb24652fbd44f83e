//! Takes JSON as text; gives the bytes of a text, record or suggestion shard, and reads the JSON
//! back. This file must not know what the JSON means.
//!
//! A shard is one byte (`g` or `u`) and a raw deflate stream. The stream holds JSON in GB 18030 or
//! UTF-8. In GB 18030 a Chinese character takes two bytes, and the deflated text is an eighth
//! smaller.

use super::code::Damaged;
use libdeflater::{CompressionLvl, Compressor};
use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Read;
use std::sync::LazyLock;

/// The GB 18030 code of each code point that has two bytes there; 0 for the others.
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

/// Whether editions of GB 18030 differ in the code of a character, so that older and newer programs
/// would decode it differently.
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

/// The compression level. Above it, the build time grows by more than the texts shrink
/// (docs/performance.md).
const LEVEL: i32 = 5;

thread_local! {
    /// One compressor per thread: its tables are too large to be allocated for every shard of ten
    /// kilobytes.
    static DEFLATE: RefCell<Compressor> = RefCell::new(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
}

/// Appends a raw deflate stream of `bytes` to `out`.
fn deflate(bytes: &[u8], out: &mut Vec<u8>) {
    DEFLATE.with_borrow_mut(|deflate| {
        let start = out.len();
        out.resize(start + deflate.deflate_compress_bound(bytes.len()), 0);
        // the output never exceeds the bound, so compression cannot fail
        let length = deflate
            .deflate_compress(bytes, &mut out[start..])
            .unwrap_or(0);
        out.truncate(start + length);
    });
}

/// Deflates a text and puts the mark of its encoding before it.
pub(crate) fn pack(text: &str) -> Vec<u8> {
    let (mark, bytes) = match gb18030(text) {
        Some(bytes) => (b'g', Cow::Owned(bytes)),
        None => (b'u', Cow::Borrowed(text.as_bytes())),
    };
    let mut out = vec![mark];
    deflate(&bytes, &mut out);
    out
}

/// Unpacks and parses the JSON of a text, record or suggestion shard.
pub(crate) fn unpack<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Damaged> {
    let raw = inflate_most(bytes.get(1..).unwrap_or_default(), LARGEST)?;
    let json = if bytes.first() == Some(&b'g') {
        encoding_rs::GB18030
            .decode_without_bom_handling(&raw)
            .0
            .into_owned()
    } else {
        String::from_utf8(raw).map_err(|_| Damaged("a text cannot be read".into()))?
    };
    serde_json::from_str(&json).map_err(|_| Damaged("a text cannot be read".into()))
}

/// The largest JSON that is read, in bytes. A shard holds at most a few long documents.
const LARGEST: u64 = 1 << 28;

/// Unpacks a raw deflate stream of at most `most` bytes.
pub(crate) fn inflate_most(bytes: &[u8], most: u64) -> Result<Vec<u8>, Damaged> {
    let mut out = Vec::new();
    flate2::read::DeflateDecoder::new(bytes)
        .take(most + 1)
        .read_to_end(&mut out)
        .map_err(|e| Damaged(e.to_string()))?;
    if out.len() as u64 > most {
        return Err(Damaged(format!("a file holds more than {most} bytes")));
    }
    Ok(out)
}
