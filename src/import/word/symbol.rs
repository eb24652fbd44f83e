//! Takes a character of a symbol font (Wingdings, Wingdings 2, Webdings, Symbol); gives the Unicode
//! character that Word shows. For example, Wingdings 2 shows the letter R as ☑. This file must not
//! know where the character was.

/// Whether a font shows symbols in place of letters.
pub(super) fn is_symbol_font(font: &str) -> bool {
    table(font).is_some()
}

/// The character that a font shows for a code. The code may be in the private-use area from U+F000
/// on.
pub(super) fn shown(font: &str, code: u32) -> Option<char> {
    let Some(table) = table(font) else {
        // in any other font, a code is a Unicode character; private-use and control characters are
        // left out
        let c = char::from_u32(code)?;
        return (!matches!(code, 0xe000..=0xf8ff) && !c.is_control()).then_some(c);
    };
    let low = if (0xf000..=0xf0ff).contains(&code) {
        code - 0xf000
    } else {
        code
    };
    if low == 0x20 {
        return Some(' ');
    }
    table.iter().find_map(|(first, signs)| {
        let at = low.checked_sub(*first)?;
        signs.chars().nth(at as usize).filter(|c| *c != '\u{fffd}')
    })
}

/// Symbols for consecutive codes, with the code of the first.
type Table = &'static [(u32, &'static str)];

fn table(font: &str) -> Option<Table> {
    Some(match font.trim().to_ascii_lowercase().as_str() {
        "wingdings" => WINGDINGS,
        "wingdings 2" => WINGDINGS_2,
        "webdings" => WEBDINGS,
        "symbol" => SYMBOL,
        _ => return None,
    })
}

const WINGDINGS: Table = &[
    (0x28, "☎✆✉"),
    (0x46, "☞"),
    (0x6c, "●❍■□"),
    (0x71, "❑❒"),
    (0x75, "◆❖"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9f, "•"),
    (0xa1, "○"),
    (0xa7, "▪☐"),
    (0xab, "★"),
    (0xd8, "➢"),
    (0xdf, "←→↑↓"),
    (0xe8, "➔"),
    (0xf0, "⇨"),
    (0xfb, "✗✓☒☑"),
];

const WINGDINGS_2: Table = &[
    (0x4f, "✗✓☒☑☒☒"),
    (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0xa3, "☐"),
];

const WEBDINGS: Table = &[(0x61, "✓"), (0x63, "□")];

const SYMBOL: Table = &[
    (0x2b, "+"),
    (0x2d, "−"),
    (0x30, "0123456789"),
    (0x3c, "<=>"),
    (0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"),
    (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
    (0xa3, "≤"),
    (0xa5, "∞"),
    (0xab, "↔←↑→↓°±"),
    (0xb3, "≥×∝"),
    (0xb7, "•÷≠≡≈…"),
    (0xcc, "⊂"),
    (0xce, "∈"),
    (0xd6, "√⋅"),
    (0xde, "⇒"),
    (0xe5, "∑"),
    (0xf2, "∫"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_what_readers_see() {
        for (font, code, expected) in [
            ("Wingdings", 0xf0fe, Some('☑')),
            ("Wingdings", 0xfe, Some('☑')),
            ("Wingdings", 0xf0a8, Some('☐')),
            ("Wingdings", 0xf06f, Some('□')),
            ("Wingdings", 0xf08a, Some('⑩')),
            ("Wingdings 2", 0xf052, Some('☑')),
            ("Wingdings 2", u32::from('R'), Some('☑')),
            ("Wingdings 2", u32::from('£'), Some('☐')),
            ("wingdings 2", 0xf053, Some('☒')),
            ("Symbol", 0xf0b3, Some('≥')),
            ("Symbol", 0xf06d, Some('μ')),
            ("Wingdings", 0xf04a, None),
            ("宋体", 0x2611, Some('☑')),
            ("宋体", 0xf04a, None),
        ] {
            assert_eq!(shown(font, code), expected, "{font} {code:x}");
        }
    }
}
