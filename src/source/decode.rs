//! Takes a file's bytes in UTF-8, UTF-16, GB18030 or Big5; gives its text. Also encodes a new text
//! as the old one was. This file must not know what the text means.

use crate::diag::{Diagnostic, Message, words};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

/// Whether bytes are UTF-8 with a few errors. Such bytes must not be read as GB18030, because the
/// text would be wrong without an error.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > 4 * wrong
}

/// Decides between GB18030 and Big5. Almost every text can be decoded as both, but one of them
/// gives wrong characters. The result is Big5 only if the detector says so, and otherwise GB18030.
/// The detector gets no country as a hint, because the hint alone would decide.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if guessed == encoding_rs::BIG5 {
        guessed
    } else {
        encoding_rs::GB18030
    }
}

/// The text of some bytes, with a finding if they are not UTF-8. The encoding is UTF-8 if valid, or
/// else that of a byte-order mark, or else GB18030 or Big5. There is no text if the bytes are
/// damaged UTF-8 or invalid in that encoding.
pub fn decode(bytes: &[u8]) -> (Option<String>, Option<Diagnostic>) {
    let (text, finding) = characters(bytes);
    (text.map(with_line_ends), finding)
}

/// Replaces each `\r` that some programs read as a line end and others do not. A `\r` directly
/// before `\r\n` becomes a space. Every other `\r` without `\n` after it becomes `\n`. Places in
/// the text stay the same.
fn with_line_ends(text: String) -> String {
    let alone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', text.as_bytes()).any(alone) {
        return text;
    }
    let mut rest = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = rest.next() {
        at += c.len_utf8();
        out.push(match (c, rest.peek()) {
            ('\r', Some('\n')) => '\r',
            ('\r', Some('\r')) if text[at..].starts_with("\r\n") => ' ',
            ('\r', _) => '\n',
            (c, _) => c,
        });
    }
    out
}

/// The text of some bytes with its line ends as they are, and a finding if it is not UTF-8.
fn characters(bytes: &[u8]) -> (Option<String>, Option<Diagnostic>) {
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
    let encoding = Encoding::for_bom(bytes).map_or_else(|| guess(bytes), |(e, _)| e);
    let name = match encoding.name() {
        "gb18030" => words("GB18030（GBK）", "GB18030 (GBK)"),
        "Big5" => words("Big5（繁体）", "Big5 (traditional characters)"),
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

/// A new text in the encoding of the old bytes. If every line of the old text ends in `\r`, so does
/// every line of the new text. `None` for Big5, or if the old text would not give
/// the old bytes back.
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
        // nothing is written in Big5, because a repair may need characters that Big5 lacks
        _ if guess(old) == encoding_rs::BIG5 => return None,
        _ => |text| encoding_rs::GB18030.encode(text).0.into_owned(),
    };
    let before = characters(old).0?;
    let is_exact = encode(&before) == old;
    let has_returns_only = before.contains('\r') && !before.contains('\n');
    is_exact.then(|| match has_returns_only {
        true => encode(&text.replace('\n', "\r")),
        false => encode(text),
    })
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
        let like = |old: &str, new| encode_like(old.as_bytes(), new);
        assert_eq!(like("甲\r乙\r", "甲\n丙\n"), Some("甲\r丙\r".into()));
        assert_eq!(like("甲\n乙\r", "甲\n丙\n"), Some("甲\n丙\n".into()));
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
    fn lines_may_end_in_any_way() {
        for (written, read) in [
            ("甲\n乙\r\n丙", "甲\n乙\r\n丙"),
            ("甲\r乙\r\r丙\r", "甲\n乙\n\n丙\n"),
            ("甲\r\r\n乙\r\r\n\r\r\n", "甲 \r\n乙 \r\n \r\n"),
            ("甲\n\r乙", "甲\n\n乙"),
        ] {
            let text = decode(written.as_bytes()).0.unwrap();
            assert_eq!(text, read);
            assert_eq!(text.len(), written.len());
            // a repair writes the text as read, and `\r` if all lines end so
            let repaired = encode_like(written.as_bytes(), &text).unwrap();
            let kept = if written.contains('\n') {
                read
            } else {
                written
            };
            assert_eq!(repaired, kept.as_bytes());
        }
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
        // this character has two codes in GB18030
        assert_eq!(encode_like(&[0xa2, 0xe3, 0x80], "€"), None);
    }

    #[test]
    fn big5_is_not_taken_for_gb18030() {
        let name = |bytes: &[u8]| guess(bytes).name();
        let text = "---\ntitle: 關於開展走訪慰問的通知\nindex_number: A/2024-1\n---\n\n各科室：\n";
        assert_eq!(name(&encoding_rs::BIG5.encode(text).0), "Big5");
        assert_eq!(name(&encoding_rs::GB18030.encode(text).0), "gb18030");
        for text in [
            "标题：通知",
            "---\ntitle: 关于开展走访慰问的通知\nindex_number: A/2024-1\n---\n各科室：\n",
            "公告",
            "《办法》㐀",
            "①②③—“”",
        ] {
            assert_eq!(
                name(&encoding_rs::GB18030.encode(text).0),
                "gb18030",
                "{text}"
            );
        }
    }

    /// The texts of the demonstration catalogue in GB18030 are recognised, and so is each of their
    /// lines of 12 characters or more.
    #[test]
    fn the_encoding_of_real_texts_is_found() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content");
        let (mut pieces, mut wrong) = (0, Vec::new());
        for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
            if entry.path().extension().is_none_or(|e| e != "md") {
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let lines = text.lines().filter(|l| l.chars().count() >= 12);
            for piece in [text.as_str()].into_iter().chain(lines) {
                let bytes = encoding_rs::GB18030.encode(piece).0;
                if bytes.is_ascii() || std::str::from_utf8(&bytes).is_ok() {
                    continue;
                }
                pieces += 1;
                if guess(&bytes) != encoding_rs::GB18030 {
                    wrong.push(piece.to_owned());
                }
            }
        }
        assert!(pieces > 500, "{pieces}");
        assert_eq!(wrong, Vec::<String>::new());
    }
}
