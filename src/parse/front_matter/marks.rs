//! Takes a value as text; finds where its quotes, brackets, comment and items end. This file must
//! not know messages.

/// The effect of a `#` after white space in a value.
pub(super) struct Numbered {
    /// The end of the value.
    pub(super) end: usize,
    /// The first `#`, unless it clearly begins a comment.
    pub(super) doubt: Option<usize>,
}

/// Finds a comment in a value. In YAML, every `#` after white space begins a comment. Here, white
/// space, another `#` or the end must also follow the `#`, so that `#3` stays in the value.
pub(super) fn number_sign(value: &str) -> Numbered {
    let signs = value.match_indices('#').map(|(i, _)| i);
    let mut doubt = None;
    for at in signs.filter(|&i| i == 0 || value[..i].ends_with([' ', '\t'])) {
        let before = value[..at].trim_end();
        if is_comment(&value[at..]) {
            let is_sure = doubt.is_none() && is_complete(before);
            let doubt = doubt.or((!is_sure).then_some(at));
            return Numbered {
                end: before.len(),
                doubt,
            };
        }
        doubt = doubt.or(Some(at));
    }
    Numbered {
        end: value.len(),
        doubt,
    }
}

/// Whether a text begins with the mark of a comment.
pub(crate) fn is_comment(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\u{3000}', '#']))
}

/// Whether a value is complete, such as a date or a flag, so that a later `#` begins a comment.
fn is_complete(value: &str) -> bool {
    let is_day = |text: &str| {
        text.len() == 10
            && text.char_indices().all(|(i, c)| match i {
                4 | 7 => matches!(c, '-' | '.' | '/'),
                _ => c.is_ascii_digit(),
            })
    };
    let day = value.split(' ').next().unwrap_or_default();
    is_day(day) || matches!(value, "true" | "false" | "是" | "否" | "yes" | "no")
}

/// Whether a value is only a YAML sign `|` or `>`, so that its text is below. The sign may have
/// indicators (`|2-`), and a comment may follow it.
pub(super) fn is_block_mark(value: &str) -> bool {
    let (mark, rest) = value[1..]
        .split_once([' ', '\t'])
        .unwrap_or((&value[1..], ""));
    if !(rest.trim().is_empty() || is_comment(rest.trim_start())) {
        return false;
    }
    let is_mark = mark.len() <= 2 && mark.bytes().all(|b| b"+-123456789".contains(&b));
    is_mark && mark.bytes().filter(u8::is_ascii_digit).count() <= 1
}

/// The place after the closing quote of the quoted text at the beginning of a value.
pub(super) fn end_of_quotes(value: &str) -> Option<usize> {
    let quote = value.chars().next()?;
    let mut chars = value.char_indices().skip(1).peekable();
    while let Some((i, c)) = chars.next() {
        if quote == '"' && c == '\\' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') {
                chars.next();
            } else {
                return Some(i + 1);
            }
        }
    }
    None
}

/// The place after the closing bracket of the list or map at the beginning of a value.
pub(super) fn end_of_bracket(value: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (i, c) in outside_quotes(value) {
        match c {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' => {
                if open.pop() != Some(c) {
                    return None;
                }
                if open.is_empty() {
                    return Some(i + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a list contains a map or another list.
pub(super) fn has_map(value: &str) -> bool {
    value[1..].contains(['{', '['])
        || outside_quotes(value).any(|(i, c)| c == ':' && value[i + 1..].starts_with(' '))
}

/// The text with each pair of straight double quotes replaced by Chinese quotation marks. A last
/// quote without a partner stays.
pub(super) fn curled(text: &str) -> String {
    let pairs = text.matches('"').count() / 2;
    let mut count = 0;
    text.chars()
        .map(|c| match c {
            '"' if count < 2 * pairs => {
                count += 1;
                if count % 2 == 1 { '“' } else { '”' }
            }
            c => c,
        })
        .collect()
}

/// The place of a YAML feature that front matter does not support. The feature stands at the start
/// of a value, perhaps in brackets, and not in quotes.
pub(super) fn feature(value: &str) -> Option<usize> {
    if value.starts_with(['&', '*', '!']) {
        return Some(0);
    }
    if !value.starts_with(['[', '{']) {
        return None;
    }
    let mut before = ' ';
    outside_quotes(value)
        .find(|(_, c)| {
            let begins = "[{, ".contains(before) && "&*!".contains(*c);
            before = *c;
            begins
        })
        .map(|(i, _)| i)
}

/// The characters of a value outside straight quotes. A quote opens only where a value can begin.
pub(super) fn outside_quotes(value: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote: Option<char> = None;
    let mut escaped = false;
    let mut before = ' ';
    value.char_indices().filter(move |(_, c)| {
        let inside = quote.is_some();
        match quote {
            Some(_) if escaped => escaped = false,
            Some('"') if *c == '\\' => escaped = true,
            Some(q) if *c == q => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && "[{,: \t'\"".contains(before) => quote = Some(*c),
            None => {}
        }
        before = *c;
        !inside && quote.is_none()
    })
}

/// The items of a list between brackets, with their places in `value`. Empty items are left out.
pub(super) fn flow_items(value: &str) -> Vec<(usize, &str)> {
    let mut ends: Vec<usize> = outside_quotes(value)
        .filter(|(_, c)| *c == ',')
        .map(|(i, _)| i)
        .collect();
    ends.push(value.len() - 1);
    let mut start = 1;
    let mut items = Vec::new();
    for end in ends {
        let item = &value[start..end];
        let at = start + item.len() - item.trim_start().len();
        if !item.trim().is_empty() {
            items.push((at, item.trim()));
        }
        start = end + 1;
    }
    items
}
