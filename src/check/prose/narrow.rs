//! Takes the paragraphs of a text; gives half-width punctuation marks in Chinese sentences, with
//! the marks to write. This file must not know marks that lack their partner (see `marks`).

use super::paragraphs::{Paragraph, before};
use crate::fold::is_han;

/// The half-width marks that have a full-width form.
pub(super) const NARROW: [char; 8] = [',', ';', ':', '?', '!', '.', '(', '"'];

/// A half-width mark: its place in the file, the mark itself, and what to write instead.
pub(super) type Narrow = (usize, char, &'static str);

/// The half-width marks that certainly belong to Chinese text.
pub(super) fn half_width(paragraphs: &[Paragraph<'_>]) -> Vec<Narrow> {
    let mut found: Vec<Narrow> = Vec::new();
    for paragraph in paragraphs {
        let (text, start) = (paragraph.text, paragraph.start);
        // where the last mark of `wide` ended: a mark directly after it (`!!`) also counts,
        // although no Chinese character is before it
        let mut last = usize::MAX;
        for (i, byte) in text.bytes().enumerate() {
            let mark = char::from(byte);
            let is_narrow = matches!(byte, b',' | b';' | b':' | b'?' | b'!' | b'.' | b'(');
            if !is_narrow || found.last().is_some_and(|(at, ..)| *at >= start + i) {
                continue;
            }
            match mark {
                '(' => found.extend(
                    brackets(text, i)
                        .into_iter()
                        .flat_map(|close| [(start + i, '(', "（"), (start + close, ')', "）")]),
                ),
                '.' if text[i..].starts_with("...") => {
                    let dots = text[i..].bytes().take_while(|b| *b == b'.').count();
                    if is_ellipsis(text, i, i + dots) {
                        found.push((start + i, '.', "……"));
                        found.extend((i + 1..i + dots).map(|at| (start + at, '.', "")));
                    }
                }
                _ => {
                    if let Some(wanted) = wide(text, i, mark, last) {
                        found.push((start + i, mark, wanted));
                        last = i + 1;
                    }
                }
            }
        }
        if text.contains('"') {
            found.extend(
                quotes(text)
                    .into_iter()
                    .map(|(i, mark, w)| (start + i, mark, w)),
            );
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|(at, ..)| *at);
    found
}

/// The full-width form of a mark, if the mark belongs to Chinese text. `last` is the place where the
/// last such mark ended.
fn wide(text: &str, at: usize, mark: char, last: usize) -> Option<&'static str> {
    let earlier = before(text, at)?;
    let is_closed = matches!(earlier, '”' | '》' | '）' | '】' | '〉');
    let is_bracket = earlier == ')' && before(text, at - 1).is_some_and(is_han);
    if !(is_han(earlier) || is_closed || is_bracket || last == at) {
        return None;
    }
    let rest = &text[at + 1..];
    let rest = rest.trim_start_matches(' ');
    let next = rest.chars().next().filter(|c| *c != '\n' && *c != '\r');
    let is_chinese =
        next.is_some_and(|c| is_han(c) || matches!(c, '“' | '《' | '（' | '【' | '〈'));
    let is_item = || {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let length = rest.len() - number.len();
        (1..=2).contains(&length)
            && number.starts_with(['.', '．', '、', ')', '）'])
            && !number[1..].starts_with(|c: char| c.is_ascii_digit())
    };
    let wanted = match mark {
        ',' => "，",
        ';' => "；",
        ':' => "：",
        '?' => "？",
        '!' => "！",
        '.' => "。",
        _ => return None,
    };
    let is_double = next == Some(mark) && matches!(mark, '!' | '?');
    let fits = match mark {
        // the dot of 一. (in 一.总则) belongs to a number, that of 名单.docx to a file name
        '.' => (is_chinese || next.is_none()) && !is_number(&text[..at]),
        ':' => is_chinese || next.is_none() || is_item(),
        ',' | ';' => is_chinese || next.is_none() || next.is_some_and(|c| c.is_ascii_digit()),
        _ => is_chinese || next.is_none() || is_double,
    };
    fits.then_some(wanted)
}

/// Whether dots stand for ……: a Chinese character is before them, and a Chinese character, a mark or
/// nothing is after them. Dots in addresses and code, dots before a page number, and more than six
/// dots (a blank to fill in) do not count.
fn is_ellipsis(text: &str, start: usize, end: usize) -> bool {
    let next = text[end..].chars().next();
    let line = text[..start].rsplit('\n').next().unwrap_or_default();
    end - start <= 6
        && before(text, start).is_some_and(is_han)
        && next
            .is_none_or(|c| is_han(c) || matches!(c, '\n' | '\r' | '。' | '，' | '、' | '；' | '”'))
        && !line.contains(['`', '<', '\\', '/'])
}

/// Whether a text ends with the number of an item: the last line of the text has nothing else.
fn is_number(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let line = line.trim_start_matches([' ', '\u{3000}', '#', '*', '>', '-', '|', '第']);
    line.chars()
        .all(|c| "零〇一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸（）".contains(c))
}

/// The place of the closing bracket, if a Chinese character is before the opening one, and the text
/// between the two begins and ends with Chinese characters.
fn brackets(text: &str, open: usize) -> Option<usize> {
    if !before(text, open).is_some_and(is_han) {
        return None;
    }
    let inner = &text[open + 1..];
    let close = inner.find([')', '(', '（', '）', '\n', '[', ']', '|'])?;
    let inside = &inner[..close];
    let is_chinese = inside.starts_with(is_han) && inside.ends_with(is_han);
    (inner[close..].starts_with(')') && is_chinese).then_some(open + 1 + close)
}

/// Pairs of straight quotation marks around Chinese words. Skips a line that has an odd number of
/// these marks, or that contains HTML, code, `{` or a link.
fn quotes(text: &str) -> Vec<Narrow> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let marks: Vec<usize> = line.match_indices('"').map(|(i, _)| at + i).collect();
        at += line.len();
        if marks.len() % 2 == 1 || line.contains(['<', '`', '{']) || line.contains("](") {
            continue;
        }
        for pair in marks.chunks(2) {
            if let [open, close] = pair
                && text[open + 1..].starts_with(is_han)
                && before(text, *close).is_some_and(is_han)
            {
                found.extend([(*open, '"', "“"), (*close, '"', "”")]);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::paragraphs;
    use super::*;

    #[test]
    fn half_width_marks_in_chinese_sentences() {
        for (text, expected) in [
            ("甲,乙;丙 (3:1) 甲:1 http://甲", ",;"),
            ("通知如下:1.甲,乙;2.丙(含电子版).请报送!!", ":,;().!!"),
            ("各单位:\n请报送.", ":."),
            ("推进\"放管服\"改革。", "\"\""),
            ("甲, 乙", ","),
            ("《办法》,请执行", ","),
            ("一.总则", ""),
            ("附件:名单.docx", ":"),
            ("比例为3:1，时间9:00，增长2.5%", ""),
            ("[甲](乙.md)和![图](图.png)", ""),
            ("<a class=\"甲\">", ""),
            ("网址www.example.cn.", ""),
            ("第3.2节", ""),
            ("是不是?", "?"),
            ("农业、林业...等", "..."),
            ("1...2", ""),
            ("总则..........1", ""),
            ("报告...docx", ""),
            ("`甲...`乙", ""),
        ] {
            let found = half_width(&paragraphs(text, 0));
            let marks: String = found.iter().map(|(_, mark, _)| mark).collect();
            assert_eq!(marks, expected, "{text}");
        }
    }
}
