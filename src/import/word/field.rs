//! Takes a field of a Word file; gives its link, or the text or symbol that Word shows in its
//! place. Fields are described in ECMA-376, part 1, 17.16. This file must not know paragraphs.

use super::Local;
use super::symbol;
use roxmltree::Node;

/// A field that has begun and not yet ended.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// Its code so far.
    pub(super) code: String,
    /// Whether its result has begun.
    pub(super) has_result: bool,
    /// Whether any text of its result was read.
    pub(super) has_text: bool,
    /// What Word shows for a form field: a box, or the chosen line of a list.
    pub(super) sign: Option<String>,
}

/// What Word shows in place of a field that has no result.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Text(String),
    /// A text that looks different in the original.
    Plain(String),
    /// Something that cannot be written as text.
    Formula,
    Nothing,
}

impl Field {
    /// The web or mail address of a HYPERLINK field.
    pub(super) fn link(&self) -> Option<String> {
        let rest = keyword(&self.code, "HYPERLINK")?;
        let (target, is_quoted) = match rest.strip_prefix('"') {
            Some(quoted) => (quoted.split('"').next()?, true),
            None => (rest.split_whitespace().next()?, false),
        };
        // a switch without an address before it (`\l "_Toc1"`) links to a place in the file
        (is_quoted || !target.starts_with('\\'))
            .then(|| target.to_owned())
            .filter(|t| is_web(t))
    }

    /// What Word shows for the field if it has no result.
    pub(super) fn seen(&self) -> Seen {
        if let Some(sign) = &self.sign {
            return Seen::Text(sign.clone());
        }
        if let Some(rest) = keyword(&self.code, "SYMBOL") {
            return sign(rest).map_or(Seen::Formula, |c| Seen::Text(c.to_string()));
        }
        match keyword(&self.code, "EQ") {
            Some(rest) => equation(rest),
            None => Seen::Nothing,
        }
    }
}

/// Whether an address leads to the web or to a mailbox.
pub(super) fn is_web(target: &str) -> bool {
    let target = target.to_ascii_lowercase();
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|s| target.starts_with(s))
}

/// What follows the keyword of a field; `None` if the field has another keyword.
fn keyword<'c>(code: &'c str, word: &str) -> Option<&'c str> {
    let code = code.trim_start();
    let (head, rest) = code.split_at_checked(word.len())?;
    (head.eq_ignore_ascii_case(word) && rest.starts_with([' ', '\t', '\\', '"', '\u{a0}']))
        .then(|| rest.trim_start())
}

/// The symbol of a SYMBOL field. It states the code and, after `\f`, the font.
fn sign(rest: &str) -> Option<char> {
    let code = rest.split_whitespace().next()?;
    let code = match code.strip_prefix("0x").or(code.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => code.parse().ok()?,
    };
    let font = rest.split("\\f").nth(1).unwrap_or_default().trim_start();
    let font = match font.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or_default(),
        None => font.split_whitespace().next().unwrap_or_default(),
    };
    symbol::shown(font, code)
}

/// What Word shows for a form field of an older file: a box, or the chosen line of a list.
pub(super) fn form(data: Node<'_, '_>) -> Option<String> {
    if let Some(check) = data.child("checkBox") {
        let state = check.child("checked").or(check.child("default"));
        return Some(
            if state.is_some_and(super::is_set) {
                "☑"
            } else {
                "☐"
            }
            .to_owned(),
        );
    }
    let list = data.child("ddList")?;
    let chosen = list
        .child("result")
        .or(list.child("default"))
        .and_then(|n| n.attr("val")?.parse().ok())
        .unwrap_or(0);
    list.children()
        .filter(|n| n.has_tag_name_local("listEntry"))
        .nth(chosen)
        .and_then(|n| n.attr("val"))
        .map(str::to_owned)
}

/// Symbols that put a circle around a character.
const CIRCLES: &str = "○◯〇⚪";
/// Symbols that put another frame around a character.
const FRAMES: &str = "□△◇▲■◎";

/// The text of an EQ field. Chinese editions of Word store enclosed characters, combined
/// characters, spaced words and phonetic guides in such fields. Any other EQ field is a formula.
fn equation(code: &str) -> Seen {
    let is_phonetic = code.contains("\\* jc");
    let mut rest = code;
    // the general switches come first: \* jc2 \* "Font:宋体" \* hps10
    while let Some(after) = rest.trim_start().strip_prefix("\\*") {
        let after = after.trim_start();
        rest = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').map_or("", |q| q.1),
            None => after.split_once(char::is_whitespace).map_or("", |w| w.1),
        };
    }
    let mut is_exact = true;
    match text_of(rest.trim(), is_phonetic, &mut is_exact, 0) {
        Some(text) if text.trim().is_empty() => Seen::Nothing,
        Some(text) if is_exact => Seen::Text(text),
        Some(text) => Seen::Plain(text),
        None => Seen::Formula,
    }
}

/// The text of a part of an equation; `None` for a formula. Sets `is_exact` to false if the part
/// looks different in Word.
fn text_of(code: &str, is_phonetic: bool, is_exact: &mut bool, depth: usize) -> Option<String> {
    if depth > 8 {
        return None;
    }
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // all switches up to the bracket: \o\ac(…), \s\up 5(…)
        let open = rest.find(['(', '（'])?;
        let switches = rest[..open].to_ascii_lowercase();
        let bracket = rest[open..].chars().next().map_or(1, char::len_utf8);
        let (inner, after) = closed(&rest[open + bracket..])?;
        rest = after;
        let parts = split(inner);
        let mut part = |i: usize| {
            text_of(
                parts.get(i).copied().unwrap_or_default(),
                is_phonetic,
                is_exact,
                depth + 1,
            )
        };
        if switches.starts_with("\\o") && parts.len() == 2 && FRAMES.contains(parts[0].trim()) {
            out.push_str(&part(1)?);
            *is_exact = false;
        } else if switches.starts_with("\\o")
            && parts.len() == 2
            && CIRCLES.contains(parts[0].trim())
        {
            let inner = part(1)?;
            match circled(inner.trim()) {
                Some(c) => out.push(c),
                None => {
                    out.push_str(&inner);
                    *is_exact = false;
                }
            }
        } else if switches.starts_with("\\o") && is_phonetic {
            out.push_str(&part(parts.len().saturating_sub(1))?);
        } else if switches.starts_with("\\o") {
            let joined: Option<Vec<String>> = (0..parts.len()).map(part).collect();
            let joined = joined?;
            *is_exact &= joined.iter().filter(|t| !t.trim().is_empty()).count() == 1;
            out.extend(joined.iter().map(|t| t.trim_matches(['\u{3000}', ' '])));
        } else if switches.starts_with("\\s") {
            out.push_str(&part(0)?);
        } else {
            return None;
        }
    }
    out.push_str(rest);
    Some(out)
}

/// The text up to the closing bracket, and the text after that bracket.
fn closed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' if depth == 0 => return Some((&text[..at], &text[at + c.len_utf8()..])),
            ')' | '）' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The parts between commas or semicolons outside brackets.
fn split(text: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            ',' | '，' | ';' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

/// The Unicode character for a number or a character in a circle; `None` if there is none.
fn circled(text: &str) -> Option<char> {
    let at = |first: u32, n: u32| char::from_u32(first + n);
    if let Ok(n) = text.parse::<u32>() {
        return match n {
            0 => Some('⓪'),
            1..=20 => at(0x2460, n - 1),
            21..=35 => at(0x3251, n - 21),
            36..=50 => at(0x32b1, n - 36),
            _ => None,
        };
    }
    let mut chars = text.chars();
    let c = chars.next().filter(|_| chars.next().is_none())?;
    match c {
        'A'..='Z' => at(0x24b6, u32::from(c) - u32::from('A')),
        'a'..='z' => at(0x24d0, u32::from(c) - u32::from('a')),
        _ => {
            let known = "一二三四五六七八九十月火水木金土日株有社名特財祝労秘男女";
            let n = known.chars().position(|k| k == c)?;
            at(0x3280, n as u32)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(code: &str) -> Seen {
        Field {
            code: code.to_owned(),
            ..Field::default()
        }
        .seen()
    }

    #[test]
    fn equations_are_text_only_when_they_read_as_text() {
        let text = |t: &str| Seen::Text(t.to_owned());
        let plain = |t: &str| Seen::Plain(t.to_owned());
        for (code, expected) in [
            (" eq \\o\\ac(○,1)", text("①")),
            ("EQ \\o\\ac(○,12)", text("⑫")),
            ("EQ \\o\\ac(○,36)", text("㊱")),
            ("eq \\o\\ac(○,一)", text("㊀")),
            ("eq \\o\\ac(○,印)", plain("印")),
            ("eq \\o\\ac(□,√)", plain("√")),
            ("EQ \\o\\ad(姓名,　　　　)", text("姓名")),
            (
                "EQ \\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(yín),垠)",
                text("垠"),
            ),
            ("eq \\o(\\s\\up 5(民政),\\s\\do 2(部门))", plain("民政部门")),
            ("EQ \\f(1,2)", Seen::Formula),
            ("eq \\r(3,x)", Seen::Formula),
            ("EQ \\b\\bc\\{(\\a(x,y))", Seen::Formula),
            ("EQ \\o\\ac(○", Seen::Formula),
            ("EQUATION", Seen::Nothing),
            ("SYMBOL 254 \\f \"Wingdings\" \\s 12", text("☑")),
            ("PAGE ", Seen::Nothing),
        ] {
            assert_eq!(seen(code), expected, "{code}");
        }
    }

    #[test]
    fn links_have_their_addresses() {
        let link = |code: &str| {
            Field {
                code: code.to_owned(),
                ..Field::default()
            }
            .link()
        };
        for (code, expected) in [
            (
                " HYPERLINK \"https://a.gov.cn/x\" ",
                Some("https://a.gov.cn/x"),
            ),
            (
                "hyperlink https://a.gov.cn/x \\t \"_blank\"",
                Some("https://a.gov.cn/x"),
            ),
            ("HYPERLINK \"mailto:a@b.cn\"", Some("mailto:a@b.cn")),
            ("HYPERLINK \\l \"_Toc1\"", None),
            ("HYPERLINK \"file:///C:/a.doc\"", None),
            ("PAGEREF _Toc1", None),
        ] {
            assert_eq!(link(code).as_deref(), expected, "{code}");
        }
    }
}
