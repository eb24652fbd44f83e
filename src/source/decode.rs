//! Takes a file's bytes; gives its text, whatever the encoding. It must not know what the text
//! means.

use crate::diag::{Diagnostic, Message, words};

/// Whether bytes are UTF-8 with a few errors. Decoding them as GB18030 would silently give other
/// characters.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > 4 * wrong
}

/// The text of some bytes, with a finding if they are not UTF-8. The encoding is UTF-8 if the bytes
/// are valid UTF-8, else the one that a byte-order mark names, else GB18030.
pub fn decode(bytes: &[u8]) -> (Option<String>, Option<Diagnostic>) {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => {
            return (
                Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
                None,
            );
        }
        Err(_) if is_damaged_utf8(bytes) => {
            return (None, Some(Diagnostic::new(Message::UndecodableFile)));
        }
        Err(_) => {}
    }
    let encoding = encoding_rs::Encoding::for_bom(bytes).map_or(encoding_rs::GB18030, |(e, _)| e);
    let name = match encoding.name() {
        "gb18030" => words("GB18030（GBK）", "GB18030 (GBK)"),
        name => words(name, name),
    };
    match encoding.decode_with_bom_removal(bytes) {
        (text, false) => (
            Some(text.into_owned()),
            Some(Diagnostic::new(Message::NotUtf8 {
                encoding: name.into(),
            })),
        ),
        (_, true) => (None, Some(Diagnostic::new(Message::UndecodableFile))),
    }
}

/// A new text in the encoding of the old bytes, with their byte-order mark. `None` if that encoding
/// does not give the old bytes back for the old text.
pub fn encode_like(old: &[u8], text: &str) -> Option<Vec<u8>> {
    let encode: fn(&str) -> Vec<u8> = match encoding_rs::Encoding::for_bom(old) {
        _ if !old.starts_with(b"\xef\xbb\xbf") && std::str::from_utf8(old).is_ok() => {
            |text| text.as_bytes().to_vec()
        }
        Some((e, _)) if e == encoding_rs::UTF_8 => {
            |text| [b"\xef\xbb\xbf", text.as_bytes()].concat()
        }
        Some((e, _)) if e == encoding_rs::UTF_16LE => |text| {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        },
        Some((e, _)) if e == encoding_rs::UTF_16BE => |text| {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(u16::to_be_bytes).collect()
        },
        _ => |text| encoding_rs::GB18030.encode(text).0.into_owned(),
    };
    let is_exact = encode(&decode(old).0?) == old;
    is_exact.then(|| encode(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    #[test]
    fn encodings() {
        assert_eq!(decode("标题".as_bytes()), (Some("标题".into()), None));
        assert_eq!(
            decode("\u{feff}标题".as_bytes()),
            (Some("标题".into()), None)
        );
        let (gbk, _, _) = encoding_rs::GB18030.encode("标题：㐀");
        let (text, finding) = decode(&gbk);
        assert_eq!(text.as_deref(), Some("标题：㐀"));
        assert_eq!(finding.map(|f| f.code()), Some(Code::NotUtf8));
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("标题".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decode(&utf16).0.as_deref(), Some("标题"));
        let damaged = [
            &b"---\n"[..],
            "标题关于开展走访慰问的通知".as_bytes(),
            &[0xe5, 0x20],
        ]
        .concat();
        assert_eq!(
            decode(&damaged).1.map(|f| f.code()),
            Some(Code::UndecodableFile)
        );
        assert_eq!(
            decode(&[0xff, 0xff, 0x00]).1.map(|f| f.code()),
            Some(Code::UndecodableFile)
        );
    }

    #[test]
    fn a_text_keeps_its_encoding() {
        let utf16 = |bom: u16, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let units = std::iter::once(bom).chain("标题：甲".encode_utf16());
            units.flat_map(bytes).collect()
        };
        for old in [
            "标题：甲".as_bytes().to_vec(),
            "\u{feff}标题：甲".as_bytes().to_vec(),
            encoding_rs::GB18030.encode("标题：甲").0.into_owned(),
            utf16(0xfeff, u16::to_le_bytes),
            utf16(0xfeff, u16::to_be_bytes),
        ] {
            let new = encode_like(&old, "标题: 乙").unwrap();
            assert_eq!(decode(&new).0.as_deref(), Some("标题: 乙"));
            assert_eq!(encode_like(&new, "标题：甲"), Some(old));
        }
        // two ways to write one character: the text does not say which
        assert_eq!(encode_like(&[0xa2, 0xe3, 0x80], "€"), None);
    }
}
