//! Takes JSON; gives the bytes of a shard of texts, attachments, records or suggestions, and the
//! reverse. This file must not know what the JSON means.
//!
//! Such a shard is a raw deflate stream of encoded JSON. The encoding has one byte for each of the
//! most frequent characters of Chinese documents. The result is a tenth smaller than with GB 18030.

use super::code::Damaged;
use libdeflater::{CompressionLvl, Compressor};
use std::cell::RefCell;
use std::io::Read;
use std::sync::LazyLock;

/// The characters that take one byte: those of JSON and addresses, Chinese punctuation, and
/// frequent Han characters. Half of the Han characters were taken from laws, half from an agency's
/// documents.
pub(crate) const FREQUENT: &str = "0123456789abcdefghijklmnopqrstuvwxyz\"[],{}:-/._ ()\\%，。、；：（）《》“”〔〕—·？\
    的人政公务条第和法行区定年理应一军规有以当业事役开民关退十管工发不日作清三部办二\
    会件本者用对设机期保或为府局主施其门信文市位在服国请川经制处责单地员优建安息申动\
    内上月要中合四出实等通可提下全由五时生于度资标报查照护分个成收自情构家依项证金方\
    议号按审及他物任属准案进性重明产助布组告并元据结费同士所次体计监社待院置专场得烈";

/// The number of characters in `FREQUENT`.
const SINGLES: usize = 228;
/// The byte that stands before a UTF-16 code unit that has no shorter code. The high byte of the
/// unit comes first.
const ESCAPE: u8 = 255;

/// The Han characters of GB 2312 in its order, as UTF-16 code units; 0 for a gap. The code of a Han
/// character that is not in `FREQUENT` has two bytes. The first is `SINGLES` plus the quotient of
/// the character's index here and 256; the second is the remainder.
static HAN: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let codes = (0xB0..=0xF7u8).flat_map(|lead| (0xA1..=0xFEu8).map(move |trail| [lead, trail]));
    let han = |code: [u8; 2]| {
        let (text, _, _) = encoding_rs::GBK.decode(&code);
        let mut units = text.encode_utf16();
        units.next().filter(|unit| (0x4E00..0xA000).contains(unit))
    };
    codes.map(|code| han(code).unwrap_or(0)).collect()
});

/// The code of each UTF-16 code unit: a single byte plus 1, or two bytes. 0: the unit is written
/// after `ESCAPE`.
static CODES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut codes = vec![0; 0x10000];
    for (&unit, code) in HAN.iter().zip((SINGLES as u16) << 8..) {
        codes[unit as usize] = code;
    }
    codes[0] = 0;
    for (unit, byte) in FREQUENT.encode_utf16().zip(1..) {
        codes[unit as usize] = byte;
    }
    codes
});

/// Whether a character is a Han character of GB 2312.
pub(crate) fn is_common_han(c: char) -> bool {
    u16::try_from(u32::from(c)).is_ok_and(|unit| unit != 0 && HAN.contains(&unit))
}

fn encoded(text: &str) -> Vec<u8> {
    let codes = &CODES[..];
    let mut out = Vec::with_capacity(text.len() / 2);
    for unit in text.encode_utf16() {
        match codes[unit as usize] {
            0 => {
                out.push(ESCAPE);
                out.extend(unit.to_be_bytes());
            }
            single if single <= SINGLES as u16 => out.push((single - 1) as u8),
            two => out.extend(two.to_be_bytes()),
        }
    }
    out
}

/// The characters of [`FREQUENT`] by their codes.
static FREQUENT_CHARS: LazyLock<Vec<char>> = LazyLock::new(|| FREQUENT.chars().collect());

fn decoded(bytes: &[u8]) -> Option<String> {
    let singles = &FREQUENT_CHARS[..];
    let han = &HAN[..];
    let mut out = String::with_capacity(bytes.len() * 2);
    let mut bytes = bytes.iter().copied();
    while let Some(first) = bytes.next() {
        out.push(match singles.get(first as usize) {
            Some(single) => *single,
            None if first == ESCAPE => escaped(&mut bytes)?,
            None => {
                let row = first as usize - SINGLES;
                let unit = han.get(row * 256 + bytes.next()? as usize)?;
                char::from_u32(u32::from(*unit))?
            }
        });
    }
    Some(out)
}

/// The character whose first code unit follows, after an [`ESCAPE`]. The second unit of a character
/// has an `ESCAPE` of its own.
fn escaped(bytes: &mut impl Iterator<Item = u8>) -> Option<char> {
    let first = u16::from_be_bytes([bytes.next()?, bytes.next()?]);
    if let Some(c) = char::from_u32(u32::from(first)) {
        return Some(c);
    }
    bytes.next().filter(|byte| *byte == ESCAPE)?;
    let second = u16::from_be_bytes([bytes.next()?, bytes.next()?]);
    char::decode_utf16([first, second]).next()?.ok()
}

/// The compression level. At a higher level, the time of a build grows by more than the texts
/// shrink (docs/performance.md).
const LEVEL: i32 = 5;

thread_local! {
    /// One compressor for each thread. Its tables are large, and a new one for every small shard
    /// would be slow.
    static DEFLATE: RefCell<Compressor> = RefCell::new(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
}

/// A raw deflate stream of `bytes`.
fn deflate(bytes: &[u8], compressor: &mut Compressor) -> Vec<u8> {
    let mut out = vec![0; compressor.deflate_compress_bound(bytes.len())];
    // this cannot fail, because the output is within the bound
    let length = compressor.deflate_compress(bytes, &mut out).unwrap_or(0);
    out.truncate(length);
    out
}

/// The smallest raw deflate stream of `bytes`. This function takes ten times as long as [`pack`].
pub(crate) fn deflate_best(bytes: &[u8]) -> Vec<u8> {
    deflate(bytes, &mut Compressor::new(CompressionLvl::best()))
}

/// Encodes and deflates a text.
pub(crate) fn pack(text: &str) -> Vec<u8> {
    DEFLATE.with_borrow_mut(|compressor| deflate(&encoded(text), compressor))
}

/// Unpacks and parses the JSON of a shard that [`pack`] made.
pub(crate) fn unpack<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Damaged> {
    let unreadable = || Damaged("a text cannot be read".into());
    let json = decoded(&inflate_most(bytes, LARGEST)?).ok_or_else(unreadable)?;
    serde_json::from_str(&json).map_err(|_| unreadable())
}

/// The maximum size of an unpacked shard that is read, in bytes. A text shard has at most a few
/// long documents.
const LARGEST: u64 = 1 << 28;

/// Unpacks a raw deflate stream; more than `most` unpacked bytes are an error.
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn frequent_characters_take_one_byte_and_other_characters_of_gb_2312_two() {
        assert_eq!(FREQUENT.chars().count(), SINGLES);
        assert!((SINGLES + HAN.len().div_ceil(256)) < usize::from(ESCAPE) + 1);
        let lengths = ["\"", "的", "政", "镓", "齄", "喆", "A", "𠮷"].map(|c| encoded(c).len());
        assert_eq!(lengths, [1, 1, 1, 2, 2, 3, 3, 6]);
    }

    proptest! {
        #[test]
        fn every_text_survives(text in any::<String>()) {
            prop_assert_eq!(decoded(&encoded(&text)), Some(text.clone()));
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(unpack::<String>(&pack(&json)).unwrap(), text);
        }

        #[test]
        fn damage_is_an_error_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = (decoded(&bytes), unpack::<String>(&bytes));
        }
    }
}
