//! Text in whatever encoding, and what looks like numbers in files that are no text.

/// The text of a file that is one; none when it is not.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return Some(encoding.decode_with_bom_removal(bytes).0.into_owned());
    }
    if bytes.iter().take(64 << 10).any(|b| *b == 0) {
        return None;
    }
    // damaged places do no harm: digits are the same bytes in every encoding that is in use
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    })
}

/// The digits of a binary file with what may stand between them, read as single bytes and as UTF-16 from both even and odd places; everything
/// else becomes a bar.
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
