//! Takes a tab-separated table of wrong words; gives a list that finds them in texts.
//!
//! A row has up to seven columns: (1) the wrong word, (2) the right word, (3) a class, (4) the
//! conditions on the text before the wrong word, (5) the conditions on the text after it, (6) the
//! evidence, and (7) the day before which the word was right. Only the first two are required; `-`
//! leaves a column empty. In the first column, `[…]` stands for each of the characters between the
//! brackets, and a cell with such brackets may list several forms with spaces between them. Lines
//! that begin with `#` are comments. This file must not know documents or findings.

use crate::diag::{Words, words};
use crate::fold::{Letters, PairIndex, pairs_of, rare_pair};
use jiff::civil::Date;
use memchr::memmem;
use regex::Regex;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A list of words that are nearly always mistakes.
#[derive(Debug, Default)]
pub struct WordList {
    /// Words of one character have no pair of characters and are at the end.
    slips: Vec<Slip>,
    /// The index of the words of two characters or more. For a text, it quickly rules out most of
    /// the words.
    index: PairIndex,
    /// For each word of the index, the place in it of the second character of its pair.
    places: Vec<usize>,
}

/// One wrong word of a list.
#[derive(Debug, Default)]
pub struct Slip {
    /// The wrong word.
    pub wrong: String,
    /// What its row says about it.
    pub row: Arc<Row>,
}

/// What a row of a list says about its wrong words.
#[derive(Debug, Default)]
pub struct Row {
    /// The right word.
    pub right: String,
    /// The kind of mistake.
    pub class: String,
    /// The reason to call it a mistake.
    pub evidence: String,
    /// The first day on which the word is wrong, such as the day on which a body was renamed.
    pub since: Option<Date>,
    before: Context,
    after: Context,
}

/// The conditions on one side of a word. They are compiled when a text first has the word, because
/// most words never occur.
#[derive(Debug, Default)]
struct Context {
    written: Vec<String>,
    compiled: OnceLock<Vec<(Regex, bool)>>,
}

/// A row that cannot be used: its place, and the reason.
pub(crate) type Fault = (Range<usize>, Words);

/// The side of a word on which a condition holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// The characters that end a sentence, a line or a table's cell.
const ENDS: [char; 6] = ['。', '！', '？', '；', '\n', '|'];

/// Words that show that a sentence corrects a mistake. Such a sentence rightly names the wrong
/// word.
const CORRECTS: [&str; 13] = [
    "应为",
    "应作",
    "应是",
    "改为",
    "改成",
    "更正",
    "订正",
    "勘误",
    "误写",
    "误作",
    "写成",
    "应写作",
    "应当写作",
];

impl WordList {
    /// Reads a site's own table. If rows cannot be used, gives their places with the reasons, and
    /// no list.
    pub(crate) fn read(text: &str) -> Result<WordList, Vec<Fault>> {
        let (mut slips, mut faults) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let row = line.trim_end_matches(['\n', '\r']);
            let range = at..at + row.len();
            at += line.len();
            if row.trim().is_empty() || row.starts_with('#') {
                continue;
            }
            let read = Slip::read(row).and_then(|all| match all.first() {
                Some(first) => first.row.check().map(|()| all),
                None => Ok(all),
            });
            let all = match read {
                Ok(all) => all,
                Err(reason) => {
                    faults.push((range, reason));
                    continue;
                }
            };
            let is_new = |slip: &Slip| seen.insert(slip.wrong.clone());
            let (new, known): (Vec<_>, Vec<_>) = all.into_iter().partition(is_new);
            slips.extend(new);
            faults.extend(known.into_iter().map(|slip| {
                let zh = format!("“{}”已在前面的行中", slip.wrong);
                let en = format!("an earlier row already has `{}`", slip.wrong);
                (range.clone(), words(zh, en))
            }));
        }
        if faults.is_empty() {
            Ok(WordList::new(slips))
        } else {
            Err(faults)
        }
    }

    /// Makes a list from wrong words.
    pub(super) fn new(slips: Vec<Slip>) -> WordList {
        // the words of a row are neighbours, so the pairs of its right word are found once
        let mut row = Arc::default();
        let mut usual = Vec::new();
        let keyed = slips.into_iter().map(|slip| {
            if !Arc::ptr_eq(&row, &slip.row) {
                row = Arc::clone(&slip.row);
                usual = pairs_of(&row.right);
            }
            (rare_pair(&slip.wrong, &usual), slip)
        });
        let (mut pairs, mut places) = (Vec::new(), Vec::new());
        let (mut slips, mut short) = (Vec::new(), Vec::new());
        for (pair, slip) in keyed {
            match pair {
                Some((place, pair)) => {
                    places.push(place);
                    pairs.push(pair);
                    slips.push(slip);
                }
                None => short.push(slip),
            }
        }
        slips.extend(short);
        WordList {
            slips,
            index: PairIndex::new(&pairs),
            places,
        }
    }

    /// Reads mulu's own table. Skips faulty rows silently, because a test checks that there are
    /// none.
    pub fn trusted(text: &str) -> WordList {
        let rows = text.lines().filter(|l| !l.starts_with('#'));
        WordList::new(
            rows.filter_map(|row| Slip::read(row).ok())
                .flatten()
                .collect(),
        )
    }

    /// The wrong words.
    pub fn slips(&self) -> &[Slip] {
        &self.slips
    }

    /// The places of wrong words in a text, in order. If words overlap, only the first counts; if
    /// they begin at the same place, only the longest. `letters` are those of the text and of this
    /// list's index.
    pub fn find<'l>(&'l self, text: &str, letters: &Letters) -> Vec<(Range<usize>, &'l Slip)> {
        let indexed = letters.sought().iter().flat_map(|(at, pair)| {
            self.index.with(*pair).filter_map(move |number| {
                let start = at.checked_sub(self.places[number])?;
                Some((start, &self.slips[number]))
            })
        });
        let is_there = |(start, slip): &(usize, &Slip)| {
            text.as_bytes()[*start..].starts_with(slip.wrong.as_bytes())
        };
        let short = self.slips[self.places.len()..].iter().flat_map(|slip| {
            let places = memmem::find_iter(text.as_bytes(), &slip.wrong);
            places.map(move |start| (start, slip))
        });
        let mut found: Vec<_> = indexed
            .filter(is_there)
            .chain(short)
            .map(|(start, slip)| (start..start + slip.wrong.len(), slip))
            .filter(|(range, slip)| slip.is_meant(text, range))
            .collect();
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        found.retain(|(range, _)| {
            let is_free = range.start >= end;
            if is_free {
                end = range.end;
            }
            is_free
        });
        found
    }

    /// The index of the words, for [`Letters::and_words`].
    pub fn index(&self) -> &PairIndex {
        &self.index
    }

    /// The wrong words of a list, so that they can be joined with others.
    pub(super) fn into_slips(self) -> Vec<Slip> {
        self.slips
    }
}

impl Slip {
    /// A wrong word without conditions.
    pub(super) fn plain(wrong: &str, right: &str) -> Slip {
        Slip {
            wrong: wrong.to_owned(),
            row: Arc::new(Row {
                right: right.to_owned(),
                ..Row::default()
            }),
        }
    }

    /// The wrong words of a row.
    fn read(row: &str) -> Result<Vec<Slip>, Words> {
        let mut columns = row.split('\t').map(|c| match c.trim() {
            "-" => "",
            other => other,
        });
        let mut next = || columns.next().unwrap_or_default();
        let (wrong, right) = (next(), next());
        let forms = forms(wrong);
        let is_short = |wrong: &String| wrong.chars().count() < 2;
        if forms.iter().any(is_short) || right.is_empty() {
            return Err(words(
                "每行应有错误写法（至少两个字）和正确写法，中间用制表符（Tab）隔开",
                "a row has the wrong word, of two characters or more, and the right word, with a \
                 tab between them",
            ));
        }
        if let Some(wrong) = forms.iter().find(|wrong| right.contains(wrong.as_str())) {
            return Err(words(
                format!("正确写法“{right}”中含有错误写法“{wrong}”，改正以后仍会报告"),
                format!(
                    "`{right}` contains `{wrong}`, so a corrected text would be reported again"
                ),
            ));
        }
        let row = Arc::new(Row {
            right: right.to_owned(),
            class: next().to_owned(),
            before: Context::new(next()),
            after: Context::new(next()),
            evidence: next().to_owned(),
            since: match next() {
                "" => None,
                day => Some(day.parse().map_err(|_| {
                    words(
                        format!("“{day}”应写成日期，如 2024-01-01"),
                        format!("`{day}` is no day such as 2024-01-01"),
                    )
                })?),
            },
        });
        let slip = |wrong| Slip {
            wrong,
            row: Arc::clone(&row),
        };
        Ok(forms.into_iter().map(slip).collect())
    }

    /// Whether the word at this range is a mistake: its conditions hold, and its sentence does not
    /// correct it (see [`CORRECTS`]).
    fn is_meant(&self, text: &str, range: &Range<usize>) -> bool {
        let start = text[..range.start].rfind(ENDS).map_or(0, |i| {
            i + text[i..].chars().next().map_or(1, char::len_utf8)
        });
        let end = text[range.end..]
            .find(ENDS)
            .map_or(text.len(), |i| range.end + i);
        let (before, after) = (&text[start..range.start], &text[range.end..end]);
        let corrects = || {
            let sentence = &text[start..end];
            sentence.contains(self.row.right.as_str())
                && CORRECTS.iter().any(|w| sentence.contains(w))
        };
        self.row.before.holds(before, Side::Before)
            && self.row.after.holds(after, Side::After)
            && !corrects()
    }
}

impl Row {
    /// Gives the reason as an error if a condition of the row cannot be compiled.
    fn check(&self) -> Result<(), Words> {
        self.before.compile(Side::Before)?;
        self.after.compile(Side::After)?;
        Ok(())
    }
}

/// Joins three parts. `format!` would be slower, and mulu's own list has tens of thousands of
/// words.
fn joined(head: &str, c: char, tail: &str) -> String {
    let mut whole = String::with_capacity(head.len() + c.len_utf8() + tail.len());
    whole.push_str(head);
    whole.push(c);
    whole.push_str(tail);
    whole
}

/// The wrong words of a cell. A cell without brackets is one word.
fn forms(cell: &str) -> Vec<String> {
    if !cell.contains('[') {
        return vec![cell.to_owned()];
    }
    let of = |form: &str| -> Vec<String> {
        match form
            .split_once('[')
            .map(|(head, rest)| (head, rest.split_once(']')))
        {
            Some((head, Some((any, tail)))) => any.chars().map(|c| joined(head, c, tail)).collect(),
            _ => vec![form.to_owned()],
        }
    };
    cell.split(' ').flat_map(of).collect()
}

impl Context {
    fn new(cell: &str) -> Context {
        Context {
            written: cell
                .split(' ')
                .filter(|c| !c.is_empty())
                .map(str::to_owned)
                .collect(),
            compiled: OnceLock::new(),
        }
    }

    /// Whether every condition holds for the part of the sentence on this side of the word.
    fn holds(&self, part: &str, side: Side) -> bool {
        if self.written.is_empty() {
            return true;
        }
        self.compiled
            .get_or_init(|| self.compile(side).unwrap_or_default())
            .iter()
            .all(|(pattern, wanted)| pattern.is_match(part) == *wanted)
    }

    /// Compiles the conditions. Each is a regular expression for the text next to the word. With
    /// `!`, this text must not be there; with `…`, it may be anywhere in the sentence on this side.
    fn compile(&self, side: Side) -> Result<Vec<(Regex, bool)>, Words> {
        let pattern = |written: &String| {
            let bare = written.strip_prefix('!');
            let (bare, wanted) = (bare.unwrap_or(written), bare.is_none());
            let anchored = match (bare.strip_prefix('…'), side) {
                (Some(anywhere), _) => anywhere.to_owned(),
                (None, Side::Before) => format!("(?:{bare})$"),
                (None, Side::After) => format!("^(?:{bare})"),
            };
            match Regex::new(&anchored) {
                Ok(pattern) => Ok((pattern, wanted)),
                Err(_) => Err(words(
                    format!("前后文条件“{written}”不是正确的写法"),
                    format!("the condition `{written}` is no regular expression"),
                )),
            }
        };
        self.written.iter().map(pattern).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(table: &str, text: &str) -> Vec<String> {
        let list = WordList::read(table).unwrap();
        list.find(text, &Letters::and_words(text, 0, list.index()))
            .iter()
            .map(|(r, _)| text[r.clone()].to_owned())
            .collect()
    }

    #[test]
    fn conditions_decide_by_what_stands_around() {
        let table = "按装\t安装\t错字\t!依\t!箱|修\n既使\t即使\t-\t-\t…，.*也\n";
        for (text, expected) in [
            ("负责按装设备", vec!["按装"]),
            ("按装箱单清点", vec![]),
            ("依按装数", vec![]),
            ("既使有困难，也要去", vec!["既使"]),
            ("既使有困难。也要去", vec![]),
            ("原文“按装”应为“安装”", vec![]),
        ] {
            assert_eq!(found(table, text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_of_one_character_and_words_that_begin_alike() {
        let rows = [("卅", "三十"), ("其它", "其他"), ("其它的", "其他的")];
        let list = WordList::new(rows.map(|(wrong, right)| Slip::plain(wrong, right)).into());
        let text = "卅日，其它的事，其它事，其";
        let letters = Letters::and_words(text, 0, list.index());
        let found = list.find(text, &letters).into_iter();
        let found: Vec<_> = found.map(|(range, _)| &text[range]).collect();
        assert_eq!(found, ["卅", "其它的", "其它"]);
    }

    #[test]
    fn a_longer_word_counts_before_a_shorter_one_and_hides_none_that_it_is_not() {
        let table = "再接再励\t再接再厉\n接再励志\t甲\n再励\t再厉\n";
        assert_eq!(found(table, "再接再励志"), ["再接再励"]);
        let table = "甲乙丙\t子\t-\t-\t丁\n乙丙\t丑\n";
        assert_eq!(found(table, "甲乙丙丁"), ["甲乙丙"]);
        assert_eq!(found(table, "甲乙丙戊"), ["乙丙"]);
    }

    #[test]
    fn brackets_stand_for_each_of_their_characters() {
        let table = "[官关]彻 贯[切澈]\t贯彻\n甲 乙\t丙\n";
        for (text, expected) in [
            (
                "官彻、关彻、贯切、贯澈、贯彻",
                vec!["官彻", "关彻", "贯切", "贯澈"],
            ),
            ("甲 乙，甲，乙", vec!["甲 乙"]),
        ] {
            assert_eq!(found(table, text), expected, "{text}");
        }
        let list = WordList::read(table).unwrap();
        let rights = list.slips().iter().map(|slip| slip.row.right.as_str());
        assert_eq!(rights.filter(|right| *right == "贯彻").count(), 4);
    }

    #[test]
    fn a_faulty_row_is_refused_with_its_place() {
        for (table, at, reason) in [
            ("# 注\n按装\n", 6..12, "制表符"),
            ("按\t安\n", 0..7, "两个字"),
            ("按装\t按装置\n", 0..16, "仍会报告"),
            ("按装\t安装\n按装\t安装\n", 14..27, "前面"),
            ("按装\t安装\n按[装状]\t安装\n", 14..32, "前面"),
            ("[按]\t安\n", 0..9, "两个字"),
            ("按装\t安装\t\t(\n", 0..16, "前后文"),
        ] {
            let faults = WordList::read(table).unwrap_err();
            assert_eq!(faults.len(), 1);
            assert_eq!(faults[0].0, at, "{table}");
            assert!(faults[0].1.zh.contains(reason), "{table}");
        }
    }
}
