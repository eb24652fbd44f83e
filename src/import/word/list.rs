//! Takes Word's numbering definitions (ECMA-376, part 1, 17.9) and the list items in order; gives
//! the mark before each item. It must not know the text of the items.

use super::Local;
use roxmltree::{Document, Node};
use std::collections::{HashMap, HashSet};

/// The deepest level that a list has.
const DEEPEST: usize = 8;

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    form: String,
    text: String,
}

impl Level {
    fn read(level: Node<'_, '_>) -> Level {
        let value = |name: &str| level.child(name).and_then(|c| c.attr("val"));
        let start = value("start").and_then(|s| s.parse().ok()).unwrap_or(1);
        Level {
            start,
            form: value("numFmt").unwrap_or("decimal").to_owned(),
            text: value("lvlText").unwrap_or_default().to_owned(),
        }
    }
}

/// The numbering definitions, and the state of counting.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The abstract numbering of each list, by the list's number.
    kinds: HashMap<String, String>,
    /// The levels of each abstract numbering.
    levels: HashMap<(String, usize), Level>,
    /// What a list overrides, by its number and the level: the number at which it starts anew, and
    /// its own form of the level.
    own: HashMap<(String, usize), (Option<u32>, Option<Level>)>,
    /// Lists that have begun.
    begun: HashSet<String>,
    /// The current numbers of each abstract numbering, by level.
    counts: HashMap<String, Vec<Option<u32>>>,
}

impl Lists {
    pub(super) fn read(document: &Document<'_>) -> Lists {
        let mut lists = Lists::default();
        let value = |n: Node<'_, '_>, name: &str| {
            n.child(name).and_then(|c| c.attr("val").map(str::to_owned))
        };
        for kind in document
            .root_element()
            .children()
            .filter(|n| n.has_tag_name_local("abstractNum"))
        {
            let id = kind.attr("abstractNumId").unwrap_or_default();
            for level in kind.children().filter(|n| n.has_tag_name_local("lvl")) {
                let Some(n) = level
                    .attr("ilvl")
                    .and_then(|n| n.parse().ok())
                    .filter(|n| *n <= DEEPEST)
                else {
                    continue;
                };
                lists.levels.insert((id.to_owned(), n), Level::read(level));
            }
        }
        for list in document
            .root_element()
            .children()
            .filter(|n| n.has_tag_name_local("num"))
        {
            if let (Some(id), Some(kind)) = (list.attr("numId"), value(list, "abstractNumId")) {
                lists.kinds.insert(id.to_owned(), kind);
                for own in list
                    .children()
                    .filter(|n| n.has_tag_name_local("lvlOverride"))
                {
                    let Some(n) = own
                        .attr("ilvl")
                        .and_then(|n| n.parse().ok())
                        .filter(|n| *n <= DEEPEST)
                    else {
                        continue;
                    };
                    let start = value(own, "startOverride").and_then(|s| s.parse().ok());
                    lists.own.insert(
                        (id.to_owned(), n),
                        (start, own.child("lvl").map(Level::read)),
                    );
                }
            }
        }
        lists
    }

    /// Counts the next item; gives the mark before it as a reader sees it.
    pub(super) fn next(&mut self, list: &str, n: usize) -> Option<Mark> {
        let kind = self.kinds.get(list)?.clone();
        let own = |n: usize| {
            self.own
                .get(&(list.to_owned(), n))
                .and_then(|o| o.1.clone())
        };
        let level_at = |n: usize| own(n).or_else(|| self.levels.get(&(kind.clone(), n)).cloned());
        let level = level_at(n)?;
        let levels: Vec<Option<Level>> = (0..=n).map(level_at).collect();
        let counts = self.counts.entry(kind.clone()).or_default();
        if self.begun.insert(list.to_owned()) {
            for ((_, at), (start, form)) in self.own.iter().filter(|((id, _), _)| id == list) {
                if let Some(start) = start.or(form.as_ref().map(|f| f.start)) {
                    counts.resize(counts.len().max(at + 1), None);
                    counts[*at] = start.checked_sub(1);
                }
            }
        }
        counts.resize(counts.len().max(n + 1), None);
        counts[n] = Some(counts[n].map_or(level.start, |c| c.saturating_add(1)));
        counts[n + 1..].iter_mut().for_each(|c| *c = None);
        if level.form == "bullet" {
            return Some(Mark::Bullet(n));
        }
        if level.form == "decimal" && level.text == format!("%{}.", n + 1) {
            return counts[n].map(Mark::Number);
        }
        let mut text = level.text.clone();
        for (i, count) in counts.iter().enumerate().take(n + 1) {
            let place = format!("%{}", i + 1);
            if text.contains(&place) {
                let of = levels[i].as_ref();
                let count = count.or(of.map(|l| l.start)).unwrap_or(1);
                text = text.replace(
                    &place,
                    &number(of.map_or("decimal", |l| l.form.as_str()), count),
                );
            }
        }
        Some(Mark::Text(text))
    }
}

/// The mark that Word puts before a paragraph of a list.
pub(super) enum Mark {
    /// A bullet at a depth.
    Bullet(usize),
    /// A plain number with a full stop, as Markdown lists have it.
    Number(u32),
    /// Any other mark.
    Text(String),
}

/// A number in one of Word's number formats (ECMA-376, part 1, 17.18.59).
fn number(form: &str, n: u32) -> String {
    match form {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCountingThousand" => chinese(n, &COUNTED, '十'),
        "chineseLegalSimplified" | "japaneseLegal" | "ideographLegalTraditional" => {
            chinese(n, &LEGAL, '拾')
        }
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => n
            .to_string()
            .bytes()
            .map(|d| COUNTED[usize::from(d - b'0')])
            .collect(),
        "ideographTraditional" if (1..=10).contains(&n) => "甲乙丙丁戊己庚辛壬癸"
            .chars()
            .nth(n as usize - 1)
            .into_iter()
            .collect(),
        "ideographZodiac" if (1..=12).contains(&n) => "子丑寅卯辰巳午未申酉戌亥"
            .chars()
            .nth(n as usize - 1)
            .into_iter()
            .collect(),
        "lowerLetter" => letter(n, b'a'),
        "upperLetter" => letter(n, b'A'),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperRoman" => roman(n),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&n) => {
            char::from_u32(0x2460 + n - 1).map_or_else(|| n.to_string(), String::from)
        }
        "decimalZero" => format!("{n:02}"),
        "none" => String::new(),
        _ => n.to_string(),
    }
}

const COUNTED: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

fn chinese(n: u32, digits: &[char; 10], ten: char) -> String {
    let digit = |d: u32| digits[(d % 10) as usize].to_string();
    let ones = |d: u32| if d == 0 { String::new() } else { digit(d) };
    match n {
        0..=9 => digit(n),
        10..=19 if ten == '十' => format!("{ten}{}", ones(n - 10)),
        10..=99 => format!("{}{ten}{}", digit(n / 10), ones(n % 10)),
        _ => n.to_string(),
    }
}

fn letter(n: u32, first: u8) -> String {
    let n = n.max(1) - 1;
    char::from(first + (n % 26) as u8)
        .to_string()
        .repeat((n / 26 + 1).min(9) as usize)
}

fn roman(mut n: u32) -> String {
    if n > 3999 {
        return n.to_string();
    }
    let mut out = String::new();
    for (value, text) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while n >= value {
            out.push_str(text);
            n -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_shows_them() {
        let shown = |form: &str, numbers: &[u32]| {
            numbers
                .iter()
                .map(|n| number(form, *n))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            shown("chineseCounting", &[1, 10, 11, 20, 35]),
            "一 十 十一 二十 三十五"
        );
        assert_eq!(
            shown("chineseLegalSimplified", &[1, 10, 21]),
            "壹 壹拾 贰拾壹"
        );
        assert_eq!(shown("ideographDigital", &[9, 10, 21]), "九 一〇 二一");
        assert_eq!(shown("ideographTraditional", &[1, 3]), "甲 丙");
        assert_eq!(shown("lowerLetter", &[1, 26, 27]), "a z aa");
        assert_eq!(shown("upperRoman", &[4, 9, 14]), "IV IX XIV");
        assert_eq!(shown("decimalEnclosedCircle", &[1, 20, 21]), "① ⑳ 21");
    }
}
