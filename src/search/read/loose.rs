//! Takes a folded text and a term; finds where the text nearly has the term: with other
//! punctuation, other forms of characters, or one different character. Also gives the posting lists
//! that show which documents may have the term, and a query without marks. This file must not know
//! files or documents. The rules are in docs/search.md, section 11.
//!
//! A "mark" is a character that is neither a letter nor a digit, and not a sign inside a number. A
//! "loosened" term has no marks.

use super::numbers::{NUMERALS, ZEROS, is_mark};
use crate::search::variants::pairs;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The maximum number of marks between two characters of a term.
const GAP: usize = 6;
/// The approximate number of posting lists that are read for a long term.
const LISTS: usize = 12;
/// From this number of digits on, a number is looked up by its groups of four digits.
const LONG: usize = 8;

/// All forms of each character that has more than one.
static FORMS: LazyLock<HashMap<char, String>> = LazyLock::new(|| {
    let mut forms: HashMap<char, String> = HashMap::new();
    let chars: Vec<char> = pairs().chars().collect();
    for two in chars.chunks_exact(2) {
        for (a, b) in [(two[0], two[1]), (two[1], two[0])] {
            forms.entry(a).or_insert_with(|| a.into()).push(b);
        }
    }
    forms
});

/// A character of a term.
#[derive(Debug)]
pub(super) struct Loose {
    /// The typed character, folded.
    character: char,
    /// All forms in which it may be written.
    pub(super) forms: String,
    /// Whether a mark must come before this character, because it is a digit, and the term has a
    /// mark between it and the previous digit.
    apart: bool,
}

/// A place of a text that matches a loosened term.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The text of the place, divided at its marks except those between digits.
    pub(super) pieces: Vec<String>,
    /// Whether a character of the text has another form than in the term.
    pub(super) changed: bool,
}

/// The ways to write the character at `at`, if it is a zero in a number and has more than one;
/// otherwise empty.
fn zeros(chars: &[char], at: usize) -> String {
    let c = chars[at];
    if !ZEROS.contains(c) {
        return String::new();
    }
    let run = |belongs: &dyn Fn(char) -> bool| {
        let from = chars[..at].iter().rposition(|c| !belongs(*c));
        let to = chars[at..].iter().position(|c| !belongs(*c));
        &chars[from.map_or(0, |from| from + 1)..to.map_or(chars.len(), |to| at + to)]
    };
    let numerals = run(&|c| ZEROS.contains(c) || NUMERALS.contains(c));
    if numerals.iter().any(|c| NUMERALS.contains(*c)) {
        return ZEROS.to_owned();
    }
    let digits = run(&|c| ZEROS.contains(c) || c.is_ascii_digit());
    if c != '0' && c != '零' && digits.iter().any(|c| ('1'..='9').contains(c)) {
        return format!("{c}0");
    }
    String::new()
}

/// The characters of a folded term without its marks, each with all its forms.
pub(super) fn loosened(term: &str) -> Vec<Loose> {
    let chars: Vec<char> = term.chars().collect();
    let mut out: Vec<Loose> = Vec::new();
    let mut apart = false;
    for (at, &character) in chars.iter().enumerate() {
        let mut forms = zeros(&chars, at);
        if forms.is_empty() {
            if is_mark(character) {
                apart = true;
                continue;
            }
            forms = FORMS
                .get(&character)
                .cloned()
                .unwrap_or_else(|| character.into());
        }
        let before = out.last().is_some_and(|c| c.character.is_ascii_digit());
        out.push(Loose {
            character,
            forms,
            apart: apart && before && character.is_ascii_digit(),
        });
        apart = false;
    }
    out
}

/// The first place in a folded text that matches a loosened term.
pub(super) fn find(text: &[char], term: &[Loose]) -> Option<Place> {
    (0..text.len()).find_map(|at| begins(text, at, term))
}

fn begins(text: &[char], at: usize, term: &[Loose]) -> Option<Place> {
    let (first, rest) = term.split_first()?;
    if !first.forms.contains(text[at]) {
        return None;
    }
    let mut place = Place {
        pieces: vec![text[at].into()],
        changed: text[at] != first.character,
    };
    let mut i = at + 1;
    for next in rest {
        let from = i;
        loop {
            let c = *text.get(i)?;
            if !(next.apart && i == from) && next.forms.contains(c) {
                break;
            }
            if i - from >= GAP || !is_mark(c) {
                return None;
            }
            i += 1;
        }
        place.changed |= text[i] != next.character;
        let number = text[from - 1].is_ascii_digit() && text[i].is_ascii_digit();
        match place.pieces.last_mut() {
            Some(last) if from == i || number => last.extend(&text[from..=i]),
            _ => place.pieces.push(text[i].into()),
        }
        i += 1;
    }
    Some(place)
}

/// The first wording in a text that differs from a term by one character: the character is replaced
/// or, inside the term, inserted or left out. That character is no mark, digit or numeral.
pub(super) fn near(text: &[char], term: &[char]) -> Option<String> {
    let whole = term.len();
    let rest =
        |at: usize, from: usize| text.get(at..).is_some_and(|t| t.starts_with(&term[from..]));
    let free =
        |c: char| !is_mark(c) && !c.is_ascii_digit() && !NUMERALS.contains(c) && !ZEROS.contains(c);
    for at in 0..text.len() {
        let same = text[at..]
            .iter()
            .zip(term)
            .take_while(|(a, b)| a == b)
            .count();
        let Some(&found) = text.get(at + same) else {
            continue;
        };
        if !free(found) || same == whole || !free(term[same]) {
            continue;
        }
        let length = match () {
            () if rest(at + same + 1, same + 1) => whole,
            () if same > 0 && same + 1 < whole && rest(at + same, same + 1) => whole - 1,
            () if same > 0 && rest(at + same + 1, same) => whole + 1,
            () => continue,
        };
        return Some(text[at..at + length].iter().collect());
    }
    None
}

/// Posting lists, and the number of them on which a document must be. Each list is given as its
/// grams: characters in all their forms, or four digits.
pub(super) type Plan = (Vec<Vec<Vec<char>>>, usize);

/// The posting lists that decide whether a document may have a loosened term. A term of `least`
/// characters or more is looked up by its pairs.
pub(super) fn lists(term: &[Loose], least: usize) -> Plan {
    let count = term.len();
    if count < least {
        let one = |c: &Loose| c.forms.chars().map(|c| vec![c]).collect();
        return (term.iter().map(one).collect(), count);
    }
    let step = if count > 6 {
        count.div_ceil(LISTS).max(2)
    } else {
        1
    };
    let (fours, covered) = fours(term);
    let offsets = (0..count - 2).step_by(step).chain([count - 2]);
    let two = |at: usize| {
        let pair = |a: char| term[at + 1].forms.chars().map(move |b| vec![a, b]);
        term[at].forms.chars().flat_map(pair).collect()
    };
    let is_pair = |at: &usize| !(term[at + 1].apart || covered[*at] && covered[at + 1]);
    let mut lists: Vec<_> = offsets.filter(is_pair).map(two).collect();
    let missing = (lists.len() / 2).clamp(2, 4);
    let pairs = lists.len().saturating_sub(missing);
    let need = pairs.max(usize::from(fours.is_empty())) + fours.len() / 4;
    lists.extend(fours.into_iter().map(|four| vec![four]));
    (lists, need)
}

/// All groups of four digits in the long numbers of a term, and the characters that they cover.
/// Nearly every document has the pairs of digits, so pairs do not help.
fn fours(term: &[Loose]) -> (Vec<Vec<char>>, Vec<bool>) {
    let (mut fours, mut covered) = (Vec::new(), vec![false; term.len()]);
    let mut from = 0;
    while from < term.len() {
        let belongs =
            |to: &usize| term[*to].character.is_ascii_digit() && (*to == from || !term[*to].apart);
        let to = (from..term.len())
            .take_while(belongs)
            .last()
            .map_or(from, |to| to + 1);
        if to - from >= LONG {
            covered[from..to].fill(true);
            let digits: Vec<char> = term[from..to].iter().map(|c| c.character).collect();
            for four in digits.windows(4) {
                if !fours.iter().any(|known| known == four) {
                    fours.push(four.to_vec());
                }
            }
        }
        from = to.max(from + 1);
    }
    (fours, covered)
}

/// A query divided into terms at its marks. `None` if a mark other than white space is between
/// digits.
pub(super) fn without_marks(query: &str) -> Option<String> {
    let chars: Vec<char> = query.nfkc().collect();
    let mark = |c: char| is_mark(c) && !is_combining_mark(c) && !matches!(c, '○' | '◯');
    let mut i = 1;
    while i < chars.len() {
        let from = i;
        while i < chars.len() && mark(chars[i]) {
            i += 1;
        }
        let digits = from < i
            && chars[from - 1].is_ascii_digit()
            && chars.get(i).is_some_and(char::is_ascii_digit);
        if digits && chars[from..i].iter().any(|c| !c.is_whitespace()) {
            return None;
        }
        i += 1;
    }
    let bare: String = chars
        .iter()
        .map(|&c| if mark(c) { ' ' } else { c })
        .collect();
    Some(bare.split_whitespace().collect::<Vec<_>>().join(" "))
}
