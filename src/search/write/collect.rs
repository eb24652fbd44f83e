//! Takes the records and bodies of a range of documents; gives every gram (one or two characters,
//! or four digits) with its places, in the order of the keys. `postings.rs` stores the places. This
//! file must not know how places are stored.
//!
//! Single characters and pairs are sorted by the numbers of their characters. A range has few
//! different characters, so a counting sort stays in the processor's cache. Only the groups of four
//! digits are in a map, because they are rare.

use crate::fold::fold_into;
use crate::search::format::body::Body;
use crate::search::format::gram::{Key, four_digits, pair, single};
use crate::search::format::hit::{HEAD, HeadHit, flags};
use crate::search::format::record::{Field, Record};
use std::collections::BTreeMap;

/// The maximum number of characters of a head field that are indexed.
const MAX_HEAD: usize = 1 << 25;
/// White space separates fields and blocks, and is in no gram.
const SPACE: char = ' ';
/// The lengths of grams. The length decides the flags of a hit.
const LENGTHS: [usize; 3] = [1, 2, 4];
/// The number of characters from one entry of [`Texts::near`] to the next.
const NEAR: usize = 256;

/// Calls `each` with the key and the places of every gram, in the order of the keys. A place is a
/// document of the range, with a packed hit in its head or a position in its body. Places are in
/// the order of the documents, hits first. A single character has one position in a body, and only
/// if the head lacks it. This position only shows that the body has the character.
pub(super) fn grams(records: &[Record], bodies: &[Body], mut each: impl FnMut(Key, &[(u32, u32)])) {
    let (texts, chars) = Texts::of(records, bodies);
    // 32 bits are enough for an offset in the joined texts, because a range has at most 512
    // documents of at most 8 MiB.
    let fours = fours(&chars);
    let (alphabet, text) = numbered(chars);
    let singles = sorted(
        &texts.singles(&text, alphabet.len()),
        alphabet.len(),
        |&at| text[at as usize] as usize,
    );
    let (ends, pairs) = pairs(&text, alphabet.len());

    let mut found = Vec::new();
    let mut start = ends[0] as usize; // no gram begins with white space, which is number 0
    for places in singles.chunk_by(|a, b| text[*a as usize] == text[*b as usize]) {
        let first = text[places[0] as usize] as usize;
        texts.find(places.iter().copied(), 0, &mut found);
        each(single(alphabet[first]), &found);
        let end = ends[first] as usize;
        for same in pairs[start..end].chunk_by(|a, b| a.second == b.second) {
            texts.find(same.iter().map(|p| p.at), 1, &mut found);
            each(
                pair(alphabet[first], alphabet[same[0].second as usize]),
                &found,
            );
        }
        start = end;
    }
    for (key, places) in fours {
        texts.find(places.into_iter(), 2, &mut found);
        each(key, &found);
    }
}

/// Two neighbouring characters: the number of the second, and the place of the first.
#[derive(Clone, Copy, Default)]
struct Pair {
    second: u32,
    at: u32,
}

/// All pairs that do not end with white space, sorted by first character, second character and
/// place. Also, for each first character, the index at which its pairs end. All passes but one read
/// the texts in order, which is fast.
fn pairs(text: &[u32], alphabet: usize) -> (Vec<u32>, Vec<Pair>) {
    // Every character but the last begins a pair; every character but the first ends one.
    let mut firsts = vec![0u32; alphabet];
    text.iter().for_each(|&c| firsts[c as usize] += 1);
    let mut seconds = firsts.clone();
    text.first()
        .into_iter()
        .for_each(|&c| seconds[c as usize] -= 1);
    text.last()
        .into_iter()
        .for_each(|&c| firsts[c as usize] -= 1);
    let mut by_second = vec![0u32; begins(&mut seconds)];
    for (at, two) in (0u32..).zip(text.windows(2)) {
        by_second[step(&mut seconds[two[1] as usize])] = at;
    }
    // pairs that end with white space, which is number 0, come first and are skipped
    let mut start = seconds[0] as usize;
    by_second[..start]
        .iter()
        .for_each(|&at| firsts[text[at as usize] as usize] -= 1);
    let mut out = vec![Pair::default(); begins(&mut firsts)];
    for (second, end) in (0u32..).zip(seconds).skip(1) {
        for &at in &by_second[start..end as usize] {
            out[step(&mut firsts[text[at as usize] as usize])] = Pair { second, at };
        }
        start = end as usize;
    }
    (firsts, out)
}

/// Replaces the sizes of adjacent sections by their beginnings; gives the total size.
fn begins(sizes: &mut [u32]) -> usize {
    let mut begin = 0;
    for size in sizes {
        begin += std::mem::replace(size, begin);
    }
    begin as usize
}

/// Gives the next free place of a section, and moves `next` behind it.
fn step(next: &mut u32) -> usize {
    let at = *next as usize;
    *next += 1;
    at
}

/// By key: the places of every group of four digits in a row.
fn fours(chars: &[char]) -> BTreeMap<Key, Vec<u32>> {
    let mut fours: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
    for (at, c) in chars.iter().enumerate() {
        if c.is_ascii_digit()
            && let Some(key) = four_digits(&chars[at..])
        {
            fours.entry(key).or_default().push(at as u32);
        }
    }
    fours
}

/// The alphabet, and the texts as indexes into it. The first entry stands for all white space; the
/// others are the characters that occur, in order.
fn numbered(chars: Vec<char>) -> (Vec<char>, Vec<u32>) {
    let mut basic = vec![0u32; 1 << 16];
    let mut beyond: BTreeMap<char, u32> = BTreeMap::new();
    for &c in &chars {
        match basic.get_mut(c as usize) {
            Some(seen) => *seen = 1,
            None => *beyond.entry(c).or_default() = 1,
        }
    }
    let mut alphabet = vec![SPACE];
    let basic_chars = (0u32..)
        .zip(&mut basic)
        .filter(|(_, seen)| **seen > 0)
        .filter_map(|(c, number)| Some((char::from_u32(c)?, number)));
    for (c, number) in basic_chars.chain(beyond.iter_mut().map(|(&c, number)| (c, number))) {
        *number = if c.is_whitespace() {
            0
        } else {
            alphabet.len() as u32
        };
        if *number > 0 {
            alphabet.push(c);
        }
    }
    let number = |c: char| {
        basic
            .get(c as usize)
            .copied()
            .unwrap_or_else(|| beyond.get(&c).copied().unwrap_or(0))
    };
    (alphabet, chars.into_iter().map(number).collect())
}

/// Sorts places by `number`, which is below `end`, with a counting sort. Places with the same
/// number keep their order.
fn sorted(places: &[u32], end: usize, number: impl Fn(&u32) -> usize) -> Vec<u32> {
    let mut next = vec![0u32; end];
    places.iter().for_each(|at| next[number(at)] += 1);
    let mut out = vec![0; begins(&mut next)];
    for at in places {
        out[step(&mut next[number(at)])] = *at;
    }
    out
}

/// Where a document and its body begin, and where the document ends.
struct Document {
    start: usize,
    body: usize,
    end: usize,
    /// The index of its first entry in [`Texts::heads`].
    head: usize,
}

/// The layout of the texts of a range.
#[derive(Default)]
struct Texts {
    documents: Vec<Document>,
    /// For every character of a head and the space after a field: the packed hits of the grams that
    /// begin there, one for each of [`LENGTHS`].
    heads: Vec<[u32; 3]>,
    /// The document of every [`NEAR`]th character, from which the search for a place's document
    /// starts.
    near: Vec<u32>,
}

impl Texts {
    /// The layout of the texts, and the folded texts, with a space after each field and block.
    fn of(records: &[Record], bodies: &[Body]) -> (Texts, Vec<char>) {
        // An estimate: Chinese characters take three bytes and others one, so five bytes are about
        // two characters.
        let bytes = bodies.iter().flat_map(Body::all).map(String::len);
        let mut chars: Vec<char> = Vec::with_capacity(bytes.sum::<usize>() * 2 / 5);
        let mut texts = Texts::default();
        for (record, body) in records.iter().zip(bodies) {
            let (start, head) = (chars.len(), texts.heads.len());
            texts.head(record, &mut chars);
            let body_start = chars.len();
            for block in body.all() {
                fold_into(block, &mut chars);
                chars.push(SPACE);
            }
            let end = chars.len();
            let document = texts.documents.len() as u32;
            texts.near.resize(end.div_ceil(NEAR), document);
            texts.documents.push(Document {
                start,
                body: body_start,
                end,
                head,
            });
        }
        (texts, chars)
    }

    fn head(&mut self, record: &Record, chars: &mut Vec<char>) {
        let mut bases = [0usize; 8];
        record.head(|field, text| {
            let start = chars.len();
            fold_into(text, chars);
            let base = bases[field as usize];
            bases[field as usize] += chars.len() - start + 1;
            let text = &chars[start..];
            let searched = text.len().min(MAX_HEAD.saturating_sub(base));
            self.heads.extend((0..searched).map(|at| {
                LENGTHS.map(|length| {
                    let flags = if field <= Field::Registration {
                        flags(text, at, length)
                    } else {
                        0
                    };
                    HEAD | HeadHit {
                        field: field as u8,
                        flags,
                        offset: (base + at) as u32,
                    }
                    .pack()
                })
            }));
            chars.truncate(start + searched);
            chars.push(SPACE);
            self.heads.push([0; 3]);
        });
    }

    /// The places of single characters: all places in heads, and the first place in a body if the
    /// head lacks the character.
    fn singles(&self, text: &[u32], end: usize) -> Vec<u32> {
        let mut seen = vec![0; end];
        let mut out = Vec::new();
        for (document, d) in (1u32..).zip(&self.documents) {
            for at in d.start..d.end {
                let seen = &mut seen[text[at] as usize];
                if text[at] > 0 && (at < d.body || *seen != document) {
                    out.push(at as u32);
                }
                *seen = document;
            }
        }
        out
    }

    /// Takes the offsets of a gram in the joined texts, in ascending order; gives its places.
    /// `length` is an index into [`LENGTHS`].
    fn find(&self, places: impl Iterator<Item = u32>, length: usize, found: &mut Vec<(u32, u32)>) {
        found.clear();
        for at in places.map(|at| at as usize) {
            let mut n = self.near[at / NEAR] as usize;
            while self.documents[n].end <= at {
                n += 1;
            }
            let d = &self.documents[n];
            let value = if at < d.body {
                self.heads[d.head + at - d.start][length]
            } else {
                (at - d.body) as u32 & !HEAD
            };
            found.push((n as u32, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The expected result, computed directly from the definition of a gram.
    fn plain(records: &[Record], bodies: &[Vec<String>]) -> Vec<(Key, Vec<(u32, u32)>)> {
        let mut all: BTreeMap<Key, Vec<(u32, u32)>> = BTreeMap::new();
        for (n, (record, body)) in (0u32..).zip(records.iter().zip(bodies)) {
            let fold = |text| {
                let mut out = Vec::new();
                fold_into(text, &mut out);
                out
            };
            let mut bases = [0usize; 8];
            record.head(|field, text| {
                let text = fold(text);
                crate::search::format::gram::grams(&text, |key, at, length| {
                    let flags = if field <= Field::Registration {
                        flags(&text, at, length)
                    } else {
                        0
                    };
                    let hit = HeadHit {
                        field: field as u8,
                        flags,
                        offset: (bases[field as usize] + at) as u32,
                    };
                    all.entry(key).or_default().push((n, HEAD | hit.pack()));
                });
                bases[field as usize] += text.len() + 1;
            });
            let mut base = 0;
            for text in body.iter().map(|block| fold(block)) {
                crate::search::format::gram::grams(&text, |key, at, length| {
                    let known = all.entry(key).or_default();
                    if length > 1 || known.last().is_none_or(|last| last.0 != n) {
                        known.push((n, (base + at) as u32));
                    }
                });
                base += text.len() + 1;
            }
        }
        all.into_iter().collect()
    }

    fn text() -> impl Strategy<Value = String> {
        "[ab0-3中文㡀𠮷〔Ａ \u{301}]{0,16}"
    }

    proptest! {
        #[test]
        fn are_those_of_the_definition(documents in prop::collection::vec((text(), prop::option::of(text()), prop::collection::vec(text(), 0..3), prop::collection::vec(text(), 0..40)), 0..5)) {
            let record = |(title, number, keywords, _): &(String, Option<String>, Vec<String>, Vec<String>)| {
                Record { title: title.clone(), document_number: number.clone(), keywords: keywords.clone(), ..Record::default() }
            };
            let records: Vec<Record> = documents.iter().map(record).collect();
            let bodies: Vec<Vec<String>> = documents.into_iter().map(|d| d.3).collect();
            let mut found = Vec::new();
            let given: Vec<Body> = bodies.iter().cloned().map(Body::from).collect();
            grams(&records, &given, |key, places| found.push((key, places.to_vec())));
            prop_assert_eq!(found, plain(&records, &bodies));
        }
    }
}
