//! Takes bytes; gives the text of a text file, or the digits in a binary file. Without a byte order
//! mark, a text is UTF-8 or else GB 18030. This file must not know the site's documents.

/// The text of a text file; `None` for a binary file: one without a byte order mark but with a zero
/// byte in its first 64 KiB.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return Some(encoding.decode_with_bom_removal(bytes).0.into_owned());
    }
    if bytes.iter().take(64 << 10).any(|b| *b == 0) {
        return None;
    }
    // a text in a third encoding is decoded wrongly, but its digits are right if the encoding
    // extends ASCII
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    })
}

/// The digits of a text and the letters X, without the characters between them. The same number
/// gives the same digits, whatever separates them. Digits of different scripts stay different.
pub(super) fn digits(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_numeric() || matches!(c, 'X' | 'x'))
        .collect()
}

/// The sequences of digits in a binary file, with spaces, hyphens and the letter X among the
/// digits. Each has at least 11 characters and a bar after it. The file is read as bytes, and as
/// UTF-16 from even and odd offsets.
pub(super) fn loose(bytes: &[u8]) -> String {
    let mut out = String::new();
    gather(bytes.iter().map(|b| (*b, 0)), &mut out);
    for from in [0, 1] {
        let pairs = bytes
            .get(from..)
            .unwrap_or_default()
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]));
        gather(pairs, &mut out);
    }
    out
}

fn gather(units: impl Iterator<Item = (u8, u8)>, out: &mut String) {
    let mut run = String::new();
    for (low, high) in units.chain([(0, 1)]) {
        match (low, high) {
            (b'0'..=b'9' | b'X' | b'x' | b' ' | b'-', 0) => run.push(char::from(low)),
            (0x10..=0x19, 0xff) => run.push(char::from(low - 0x10 + b'0')),
            _ => {
                if run.len() >= 11 {
                    out.push_str(&run);
                    out.push('|');
                }
                run.clear();
            }
        }
    }
}
