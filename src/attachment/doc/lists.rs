//! Takes the numbering structures and styles of an older Word file ([MS-DOC], 2.9.148, 2.9.131 and
//! 2.9.271); gives its lists, and the list of each style. This file must not know the text.

use super::bytes::{each_property, half, word};
use crate::attachment::numbering::{After, DEEPEST, Form, Level, Lists, Part};

/// The most list structures that are read, and the most lists that paragraphs may name.
const MOST: usize = 20_000;

/// The number formats with the codes 0 to 39 ([MS-OSHARED], 2.2.1.3), by their codes.
const FORMS: [&str; 40] = [
    "decimal",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "ordinal",
    "cardinalText",
    "ordinalText",
    "hex",
    "chicago",
    "ideographDigital",
    "japaneseCounting",
    "aiueo",
    "iroha",
    "decimalFullWidth",
    "decimalHalfWidth",
    "japaneseLegal",
    "japaneseDigitalTenThousand",
    "decimalEnclosedCircle",
    "decimalFullWidth2",
    "aiueoFullWidth",
    "irohaFullWidth",
    "decimalZero",
    "bullet",
    "ganada",
    "chosung",
    "decimalEnclosedFullstop",
    "decimalEnclosedParen",
    "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle",
    "ideographTraditional",
    "ideographZodiac",
    "ideographZodiacTraditional",
    "taiwaneseCounting",
    "ideographLegalTraditional",
    "taiwaneseCountingThousand",
    "taiwaneseDigital",
    "chineseCounting",
    "chineseLegalSimplified",
    "chineseCountingThousand",
];

fn form(code: u8) -> Form {
    Form::Named(match code {
        57 => "numberInDash".to_owned(),
        255 => "none".to_owned(),
        _ => match FORMS.get(usize::from(code)) {
            Some(name) => (*name).to_owned(),
            None => format!("nfc {code}"),
        },
    })
}

/// Reads the definitions. `lists` has `length` bytes of list structures, then the levels.
/// `overrides` has the lists that paragraphs name by position, from 1.
pub(super) fn read(lists: &[u8], length: usize, overrides: &[u8]) -> Lists {
    let mut found = Lists::default();
    let mut at = length;
    let count = half(lists, 0).map_or(0, usize::from).min(MOST);
    for n in 0..count {
        let Some(list) = lists.get(2 + n * 28..30 + n * 28) else {
            break;
        };
        let is_simple = list[26] & 1 == 1;
        for depth in 0..if is_simple { 1 } else { DEEPEST } {
            let Some((mut level, size)) = level(lists.get(at..).unwrap_or_default()) else {
                return found;
            };
            at += size;
            level.style = half(list, 8 + depth * 2)
                .filter(|style| *style != 0x0fff)
                .map(|style| style.to_string());
            found.levels.insert((kind(list), depth), level);
        }
    }
    let count = word(overrides, 0).map_or(0, |n| n as usize).min(MOST);
    let mut at = 4 + count * 16;
    for n in 0..count {
        let Some(list) = overrides.get(4 + n * 16..20 + n * 16) else {
            break;
        };
        let id = (n + 1).to_string();
        found.kinds.insert(id.clone(), kind(list));
        at += 4;
        for _ in 0..list[12] {
            let (Some(start), Some(flags)) = (word(overrides, at), word(overrides, at + 4)) else {
                return found;
            };
            at += 8;
            let mut own = None;
            if flags & 0x20 != 0 {
                let Some((level, size)) = level(overrides.get(at..).unwrap_or_default()) else {
                    return found;
                };
                at += size;
                own = Some(level);
            }
            let depth = (flags & 0x0f) as usize;
            let start = (flags & 0x10 != 0 && own.is_none()).then_some(start);
            found.own.insert((id.clone(), depth), (start, own));
        }
    }
    found
}

/// The identifier of a list, with which its structure begins.
fn kind(list: &[u8]) -> String {
    word(list, 0).unwrap_or_default().to_string()
}

/// A level, and the number of bytes that it takes.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    let head = bytes.get(..28)?;
    let text = 28 + usize::from(head[24]) + usize::from(head[25]);
    let length = usize::from(half(bytes, text)?);
    let units = bytes.get(text + 2..text + 2 + length * 2)?;
    let units: Vec<u16> = (0..length).filter_map(|n| half(units, n * 2)).collect();
    // a character below 9 is the index of a level, and stands for the number of that level
    let mut parts = Vec::new();
    for piece in units.chunk_by(|a, b| *a >= 9 && *b >= 9) {
        parts.push(match piece {
            [level] if *level < 9 => Part::Number(usize::from(*level)),
            _ => Part::Text(String::from_utf16_lossy(piece)),
        });
    }
    let flags = head[5];
    let level = Level {
        start: word(head, 0)?.min(32_767),
        form: form(head[4]),
        text: parts,
        after: match head[15] {
            2 => After::Nothing,
            _ => After::Gap,
        },
        is_legal: flags & 4 != 0,
        restart: (flags & 8 != 0).then(|| usize::from(head[26])),
        style: None,
    };
    Some((level, text + 2 + length * 2))
}

/// The list and the level that a style names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct StyleList {
    pub(super) list: Option<i16>,
    pub(super) level: Option<u8>,
    base: u16,
}

/// For each style, the list and the level that it names or inherits.
pub(super) fn styles(sheet: &[u8]) -> Vec<StyleList> {
    let mut own = Vec::new();
    let (Some(head), Some(base)) = (half(sheet, 0), half(sheet, 4)) else {
        return own;
    };
    let mut at = 2 + usize::from(head);
    while let Some(length) = half(sheet, at).map(usize::from) {
        let style = sheet.get(at + 2..at + 2 + length).unwrap_or_default();
        own.push(style_list(style, usize::from(base)));
        at += 2 + length + length % 2;
    }
    let inherited = |first: &StyleList| {
        let mut found = *first;
        let mut next = first.base;
        for _ in 0..16 {
            let Some(base) = own.get(usize::from(next)) else {
                break;
            };
            found.list = found.list.or(base.list);
            found.level = found.level.or(base.level);
            next = base.base;
        }
        found
    };
    own.iter().map(inherited).collect()
}

fn style_list(style: &[u8], base: usize) -> StyleList {
    let kind = half(style, 2).unwrap_or(0);
    let mut found = StyleList {
        base: kind >> 4,
        ..StyleList::default()
    };
    let name = half(style, base).map_or(0, usize::from);
    let at = base + 2 + name * 2 + 2;
    let length = half(style, at).map_or(0, usize::from);
    // only a style of the type "paragraph" begins with paragraph properties
    if kind & 0x0f == 1
        && let Some(data) = style.get(at + 4..(at + 2 + length).min(style.len()))
    {
        each_property(data, |code, value| match code {
            0x460b => found.list = half(value, 0).map(|n| n as i16),
            0x260a => found.level = value.first().copied(),
            _ => {}
        });
    }
    found
}
