//! Takes a text as written in Markdown or YAML; gives it as a visitor sees it, without markup
//! between digits, and a map back to the source.
//!
//! `370102&nbsp;1990…`, `370102<b>1990…`, `%E5%BC%A0370102…` and `"\u0033\u0037…"` are whole
//! numbers on the page. This file must not know what a personal number is.

use memchr::{memchr, memchr_iter, memchr2, memmem};
use std::ops::Range;

/// A text without its markup.
pub(super) struct Plain {
    pub(super) text: String,
    /// The start of each piece in the plain text, and its range in the source. A piece is one
    /// character that stands for markup, or a run that is the same in both texts.
    pieces: Vec<(usize, Range<usize>)>,
}

/// The end of a comment, of a tag or of a link's destination is searched for within this many
/// bytes.
const LONGEST: usize = 1000;

/// The character that stands for the beginning or the end of a cell or row of an HTML table. It is
/// invisible, so that the digits of a number may be in several cells.
pub(super) const END_OF_CELL: char = '\u{2060}';

impl Plain {
    /// Removes the markup; `None` if the text has no markup that can be inside a number.
    pub(super) fn of(written: &str) -> Option<Plain> {
        let bytes = written.as_bytes();
        let has = |mark: &&str| memmem::find(bytes, mark.as_bytes()).is_some();
        let has_marks = memchr2(b'&', b'<', bytes).is_some()
            || ["](", "\n>", "\n "].iter().any(has)
            || memchr(b'\\', bytes).is_some() && ["\\u", "\\U", "\\x"].iter().any(has)
            || has_bold_digits(bytes);
        let is_mark = |b: &u8| {
            matches!(
                b,
                b'&' | b'%' | b'<' | b'!' | b'[' | b']' | b'\\' | b'\n' | b'*'
            )
        };
        let next = |rest: &[u8]| rest.iter().position(is_mark);
        (has_marks || has_escapes(written)).then(|| Plain::without(written, next, piece))
    }

    /// Decodes only percent-encoding, also in the addresses of links, which `of` removes as markup;
    /// `None` if the text has no percent-encoding.
    pub(super) fn decoded(written: &str) -> Option<Plain> {
        let next = |rest: &[u8]| memchr(b'%', rest);
        has_escapes(written).then(|| Plain::without(written, next, escaped))
    }

    /// Replaces the markup. `next` finds a byte that may begin markup; `piece` reads the markup.
    fn without(
        written: &str,
        next: impl Fn(&[u8]) -> Option<usize>,
        piece: impl Fn(&str) -> Option<(char, usize)>,
    ) -> Plain {
        let mut plain = Plain {
            text: String::with_capacity(written.len()),
            pieces: Vec::new(),
        };
        let (mut at, mut from) = (0, 0);
        while let Some(skipped) = next(&written.as_bytes()[at..]) {
            at += skipped;
            match piece(&written[at..]) {
                Some((c, length)) => {
                    plain.run(written, from..at);
                    plain.pieces.push((plain.text.len(), at..at + length));
                    plain.text.push(c);
                    at += length;
                    from = at;
                }
                None => at += 1,
            }
        }
        plain.run(written, from..written.len());
        plain
    }

    fn run(&mut self, written: &str, range: Range<usize>) {
        if !range.is_empty() {
            self.pieces.push((self.text.len(), range.clone()));
            self.text.push_str(&written[range]);
        }
    }

    /// The range in the source for a range of the plain text.
    pub(super) fn written(&self, range: Range<usize>) -> Range<usize> {
        let piece =
            |at: usize| &self.pieces[self.pieces.partition_point(|p| p.0 <= at).saturating_sub(1)];
        // the range may end inside a run
        let (first, last) = (piece(range.start), piece(range.end.saturating_sub(1)));
        let stands_for_itself = |p: &(usize, Range<usize>)| {
            self.pieces
                .get(self.pieces.partition_point(|q| q.0 <= p.0))
                .map_or(self.text.len(), |n| n.0)
                - p.0
                == p.1.len()
        };
        let start = if stands_for_itself(first) {
            first.1.start + range.start - first.0
        } else {
            first.1.start
        };
        let end = if stands_for_itself(last) {
            last.1.start + range.end - last.0
        } else {
            last.1.end
        };
        start..end
    }
}

/// Whether bold text begins or ends beside a digit.
fn has_bold_digits(bytes: &[u8]) -> bool {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    memmem::find_iter(bytes, b"**").any(|at| at > 0 && is_digit(at - 1) || is_digit(at + 2))
}

/// Whether a text has percent-encoding.
fn has_escapes(written: &str) -> bool {
    let mut signs = memchr_iter(b'%', written.as_bytes());
    signs.any(|at| escaped(&written[at..]).is_some())
}

/// The character that the markup at the start of `rest` shows, or an invisible one if it shows
/// nothing; and the length of the markup.
fn piece(rest: &str) -> Option<(char, usize)> {
    const NOTHING: char = '\u{200b}';
    match rest.as_bytes()[0] {
        b'&' => reference(rest),
        b'%' => escaped(rest),
        b'<' => {
            // constructs that a browser treats as comments
            let hidden = [
                ("<!--", "-->"),
                ("<![CDATA[", "]]>"),
                ("<?", ">"),
                ("<!", ">"),
            ];
            if let Some((begin, end)) = hidden.iter().find(|(begin, _)| rest.starts_with(begin)) {
                return Some((
                    NOTHING,
                    begin.len() + within(&rest[begin.len()..]).find(end)? + end.len(),
                ));
            }
            let name = rest[1..].trim_start_matches('/');
            let letters = name
                .bytes()
                .take_while(|b| b.is_ascii_alphanumeric() || *b == b'-')
                .count();
            let is_tag = letters > 0
                && name.as_bytes()[0].is_ascii_alphabetic()
                && name[letters..].starts_with(['>', ' ', '\t', '\n', '\r', '/']);
            let shown = match name[..letters].to_ascii_lowercase().as_str() {
                "br" => '\n',
                "td" | "th" | "tr" => END_OF_CELL,
                _ => NOTHING,
            };
            is_tag
                .then(|| Some((shown, closed(rest, None, b'>')?)))
                .flatten()
        }
        // two stars are bold text; three or more mask a number
        b'*' => match rest.bytes().take_while(|b| *b == b'*').count() {
            1 => None,
            2 => Some((NOTHING, 2)),
            stars => Some(('＊', stars)),
        },
        b'!' if rest[1..].starts_with('[') => Some((NOTHING, 1)),
        b'[' => Some((NOTHING, 1)),
        b']' if rest[1..].starts_with('(') => {
            Some((NOTHING, 1 + closed(&rest[1..], Some(b'('), b')')?))
        }
        b']' if rest[1..].starts_with('[') => {
            Some((NOTHING, 1 + closed(&rest[1..], Some(b'['), b']')?))
        }
        b']' => Some((NOTHING, 1)),
        b'\\' => {
            let digits = match rest.as_bytes().get(1)? {
                b'x' => 2,
                b'u' => 4,
                b'U' => 8,
                _ => return None,
            };
            let code = rest.get(2..2 + digits)?;
            Some((
                char::from_u32(u32::from_str_radix(code, 16).ok()?)?,
                2 + digits,
            ))
        }
        // in a quotation or a list, a line may begin with marks or indentation
        b'\n' => {
            let marks = rest[1..]
                .bytes()
                .take_while(|b| matches!(b, b'>' | b' '))
                .count();
            (marks > 0).then_some(('\n', 1 + marks))
        }
        _ => None,
    }
}

/// The percent-encoded character at the start of a text (RFC 3986), and its length.
fn escaped(rest: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    for length in 1..=4 {
        let code = rest.get(length * 3 - 3..length * 3)?.strip_prefix('%')?;
        bytes[length - 1] = u8::from_str_radix(code, 16).ok()?;
        if let Ok(text) = std::str::from_utf8(&bytes[..length]) {
            return Some((text.chars().next()?, length * 3));
        }
    }
    None
}

/// The beginning of a text, at most `LONGEST` bytes.
fn within(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len()))
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0);
    &text[..end]
}

/// The length of a construct that ends with `end`. An `end` inside quotation marks does not count.
/// Each `open`, if given, needs its own `end`.
fn closed(rest: &str, open: Option<u8>, end: u8) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0);
    for (i, &b) in within(rest).as_bytes().iter().enumerate() {
        match (quote, b) {
            (Some(q), _) => quote = Some(q).filter(|q| *q != b),
            // a quotation mark after any other character may be an apostrophe
            (None, b'"' | b'\'') if rest[..i].ends_with([' ', '=', '\n', '(']) => quote = Some(b),
            (None, _) if Some(b) == open => depth += 1,
            (None, _) if b == end && depth <= 1 => return Some(i + 1),
            (None, _) if b == end => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The character of an HTML reference at the start of a text, and its length. A numeric one needs
/// no semicolon.
fn reference(rest: &str) -> Option<(char, usize)> {
    if let Some(number) = rest.strip_prefix("&#") {
        let (number, radix, before) = match number.strip_prefix(['x', 'X']) {
            Some(number) => (number, 16, 3),
            None => (number, 10, 2),
        };
        let digits = number
            .bytes()
            .take(8)
            .take_while(|b| char::from(*b).is_digit(radix))
            .count();
        let c = char::from_u32(u32::from_str_radix(&number[..digits], radix).ok()?)?;
        return Some((
            c,
            before + digits + usize::from(number[digits..].starts_with(';')),
        ));
    }
    let length = rest.bytes().take(12).position(|b| b == b';')? + 1;
    Some((entity(&rest[1..length - 1])?, length))
}

/// The character of a named HTML reference, if it can be part of a number.
fn entity(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" | "ensp" | "emsp" | "emsp13" | "emsp14" | "numsp" | "puncsp" | "thinsp"
        | "hairsp" => ' ',
        "shy" | "zwnj" | "zwj" | "lrm" | "rlm" | "NoBreak" | "ZeroWidthSpace" => '\u{200b}',
        "ndash" | "mdash" | "dash" | "hyphen" | "minus" => '-',
        "middot" | "centerdot" | "period" => '·',
        "Tab" | "NewLine" => '\n',
        "lowbar" => '_',
        "ast" => '*',
        "times" => '×',
        _ => return None,
    })
}
