//! Takes the published documents, oldest first; gives for each a few older documents that share
//! rare words with it (同类文件).
//!
//! The rarity of a word is counted among older documents only. A document newer than all others
//! thus changes no other page. Integers make the result the same on every machine. This file must
//! not know validity, which changes with the day.

use crate::cache;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The properties of a document that are compared.
#[derive(Serialize)]
pub(super) struct Subject<'a> {
    pub(super) title: &'a str,
    pub(super) keywords: &'a [String],
    pub(super) topic: Option<&'a str>,
    pub(super) category: Option<u32>,
    pub(super) issuer: &'a str,
}

/// The maximum number of similar documents shown on a page.
const SHOWN: usize = 5;
/// How many of the rarest words of a document are looked up.
const WORDS: usize = 10;
/// Of the older documents with a word, only this many are examined, the newest ones. With `WORDS`,
/// this limits the work for each document.
const REMEMBERED: usize = 48;
/// The number of documents in one unit of a thread's work.
const AT_A_TIME: usize = 1024;
/// The weights of the same category, the same topic and the same issuer. The unit is the bit: the
/// rarity of a word that one of n documents has is log2 n.
const SAME: [u32; 3] = [3, 2, 1];

/// Many short lists in one vector, with their ends in a second one. This takes less memory than a
/// `Vec` for each list.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Lists<T = u32> {
    ends: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists {
            ends: vec![0],
            items: Vec::new(),
        }
    }
}

impl<T> Lists<T> {
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.ends.push(self.items.len() as u32);
    }

    /// The list at an index.
    pub(super) fn get(&self, i: usize) -> &[T] {
        &self.items[self.ends[i] as usize..self.ends[i + 1] as usize]
    }

    fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.ends.len() - 1).map(|i| self.get(i))
    }
}

impl Lists {
    /// For each number below `count`, the indexes of the lists that contain it.
    fn turned(&self, count: usize) -> Lists {
        let mut ends = vec![0; count + 1];
        self.items.iter().for_each(|&n| ends[n as usize + 1] += 1);
        (0..count).for_each(|n| ends[n + 1] += ends[n]);
        let mut next = ends.clone();
        let mut items = vec![0; self.items.len()];
        for (i, list) in (0..).zip(self.iter()) {
            for &n in list {
                items[next[n as usize] as usize] = i;
                next[n as usize] += 1;
            }
        }
        Lists { ends, items }
    }
}

/// A key of everything on which [`similar`] depends. `linked` gives the document at an index with
/// its linked documents.
pub(super) fn key<L: Serialize>(
    subjects: &[Subject<'_>],
    linked: impl Fn(usize) -> L + Sync,
) -> cache::Key {
    let some = |(n, subjects): (usize, &[Subject<'_>])| {
        let links: Vec<L> = (n * AT_A_TIME..)
            .take(subjects.len())
            .map(&linked)
            .collect();
        // writing plain data to memory does not fail
        cache::key(&[&postcard::to_extend(&(subjects, links), Vec::new()).unwrap_or_default()])
    };
    let keys: Vec<cache::Key> = subjects
        .par_chunks(AT_A_TIME)
        .enumerate()
        .map(some)
        .collect();
    cache::key(&[b"similar", keys.as_flattened()])
}

/// The indexes of the similar documents of each document, best first. The documents are given
/// oldest first.
pub(super) fn similar(
    subjects: &[Subject<'_>],
    is_linked: impl Fn(usize, usize) -> bool + Sync,
) -> Lists {
    let finder = Finder::of(subjects);
    // an array is fast here, because documents with the same word are near one another in memory
    let scratch = || vec![Shared::default(); subjects.len()];
    let find_some = |shared: &mut Vec<Shared>, start: usize| {
        let mut found = Lists::default();
        for i in start..subjects.len().min(start + AT_A_TIME) {
            found.push(finder.find(i, shared, |other| is_linked(i, other)));
        }
        found
    };
    let starts: Vec<usize> = (0..subjects.len()).step_by(AT_A_TIME).collect();
    let found: Vec<Lists> = starts
        .into_par_iter()
        .map_init(scratch, find_some)
        .collect();
    let mut all = Lists::default();
    found
        .into_iter()
        .for_each(|some| some.iter().for_each(|list| all.push(list.iter().copied())));
    all
}

/// What two documents have in common.
#[derive(Clone, Copy, Default)]
struct Shared {
    /// The sum of the rarities of the common words.
    rarity: u16,
    /// The number of common words.
    words: u16,
}

struct Finder {
    /// The words of each document.
    words: Lists,
    /// The documents that have each word, oldest first.
    holders: Lists,
    /// Category, topic and issuer of each document.
    facts: Vec<[Option<u32>; 3]>,
}

impl Finder {
    fn of(subjects: &[Subject<'_>]) -> Finder {
        let mut ids = Ids::default();
        let facts = |s: &Subject<'_>, ids: &mut Ids| {
            let topic = s.topic.map(|t| ids.text('t', t));
            [s.category, topic, Some(ids.text('b', s.issuer))]
        };
        let facts = subjects.iter().map(|s| facts(s, &mut ids)).collect();
        let mut words = Lists::default();
        // a title has about as many pairs as letters, and a Chinese character takes three bytes
        let expected = subjects
            .iter()
            .map(|s| s.keywords.len() + s.title.len() / 3);
        words.items.reserve(expected.sum());
        subjects.iter().for_each(|s| words.push(ids.words(s)));
        let holders = words.turned(ids.count as usize);
        Finder {
            words,
            holders,
            facts,
        }
    }

    /// The similar documents of document `i`. `shared` is all zero before and after.
    fn find(&self, i: usize, shared: &mut [Shared], is_linked: impl Fn(usize) -> bool) -> Vec<u32> {
        let met = self.meet(i, shared);
        // similar documents share at least two words, and these are rare enough in sum; the larger
        // the catalogue, the rarer they must be, because more documents share words by chance
        let least = (i as u32 + 1).ilog2() * 3 / 2;
        let mut found: Vec<(u32, u32)> = Vec::new();
        for other in met {
            let Shared { rarity, words } = std::mem::take(&mut shared[other as usize]);
            let rarity = u32::from(rarity);
            if words >= 2 && rarity >= least {
                found.push((rarity + self.same_facts(i, other as usize), other));
            }
        }
        // of equal matches, the newest comes first
        found.sort_unstable_by(|a, b| b.cmp(a));
        found
            .into_iter()
            .map(|(_, other)| other)
            .filter(|&other| !is_linked(other as usize))
            .take(SHOWN)
            .collect()
    }

    /// Adds up in `shared` what document `i` has in common with older documents; gives those
    /// documents. Only the rarest words count, and none that more than a quarter of the older
    /// documents have. If there are fewer than eight older documents, a word that more than two of
    /// them have does not count.
    fn meet(&self, i: usize, shared: &mut [Shared]) -> Vec<u32> {
        let mut known: Vec<(u32, u32)> = self
            .words
            .get(i)
            .iter()
            .map(|&word| (self.older(word, i).len() as u32, word))
            .filter(|(n, _)| *n > 0 && (*n as usize) * 4 <= i.max(8))
            .collect();
        known.sort_unstable();
        known.truncate(WORDS);
        let mut met = Vec::new();
        for (count, word) in known {
            let rarity = (i as u32 / count).ilog2().max(1) as u16;
            let older = self.older(word, i);
            for &other in &older[older.len().saturating_sub(REMEMBERED)..] {
                let shared = &mut shared[other as usize];
                if shared.words == 0 {
                    met.push(other);
                }
                shared.rarity += rarity;
                shared.words += 1;
            }
        }
        met
    }

    /// The documents older than document `i` that have a word, oldest first.
    fn older(&self, word: u32, i: usize) -> &[u32] {
        let all = self.holders.get(word as usize);
        &all[..all.partition_point(|&other| (other as usize) < i)]
    }

    /// The weight of the properties that two documents share.
    fn same_facts(&self, a: usize, b: usize) -> u32 {
        SAME.iter()
            .zip(self.facts[a])
            .zip(self.facts[b])
            .filter(|((_, a), b)| a.is_some() && a == b)
            .map(|((weight, _), _)| weight)
            .sum()
    }
}

/// A number for each word (a pair of neighbouring letters of a title, or a keyword), each topic and
/// each issuer.
#[derive(Default)]
struct Ids {
    count: u32,
    pairs: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    texts: HashMap<(char, String), u32>,
}

impl Ids {
    fn text(&mut self, kind: char, text: &str) -> u32 {
        let next = self.count;
        let id = *self.texts.entry((kind, text.to_owned())).or_insert(next);
        self.count = self.count.max(id + 1);
        id
    }

    fn words(&mut self, subject: &Subject<'_>) -> Vec<u32> {
        let mut words: Vec<u32> = subject.keywords.iter().map(|k| self.text('k', k)).collect();
        let mut before = None;
        // in a title, the issuer is before 关于 (on), the topic after it
        let matter = subject
            .title
            .find("关于")
            .map_or(subject.title, |at| &subject.title[at..]);
        for c in matter.chars() {
            // figures distinguish the documents of a series but not the topic
            let c = Some(c).filter(|c| c.is_alphabetic());
            if let (Some(a), Some(b)) = (before, c) {
                let next = self.count;
                let id = *self
                    .pairs
                    .entry(u64::from(u32::from(a)) << 32 | u64::from(u32::from(b)))
                    .or_insert(next);
                self.count = self.count.max(id + 1);
                words.push(id);
            }
            before = c;
        }
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// A fast hash for pairs of letters. Nothing depends on the order of the table.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64(u64::from(*b)));
    }
    fn write_u64(&mut self, n: u64) {
        let mixed = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(titles: &[String]) -> Vec<Vec<u32>> {
        let subjects: Vec<Subject<'_>> = titles
            .iter()
            .map(|title| Subject {
                title,
                keywords: &[],
                topic: None,
                category: None,
                issuer: "甲局",
            })
            .collect();
        similar(&subjects, |_, _| false)
            .iter()
            .map(<[u32]>::to_vec)
            .collect()
    }

    fn catalogue(n: usize) -> Vec<String> {
        // every title has its own first letter; three titles in a row share the other letters
        let letter = |i: usize| char::from_u32(0x4e00 + (i % 20_000) as u32).unwrap();
        (0..n)
            .map(|i| {
                format!(
                    "关于印发《{}{}{}{}办法》的通知",
                    letter(i * 7 + 1),
                    letter(i / 3 * 13 + 2),
                    letter(i / 3 * 31 + 3),
                    letter(i / 3 * 17 + 4)
                )
            })
            .collect()
    }

    #[test]
    fn rare_words_in_common_relate_and_common_ones_do_not() {
        let mut all = catalogue(40);
        all.push("烈士纪念设施保护管理办法".into());
        all.push("关于印发《残疾军人抚恤办法》的通知".into());
        all.push("《烈士纪念设施保护管理办法》政策解读".into());
        let found = titles(&all);
        assert_eq!(found[42], [40]);
        assert!(found[41].is_empty(), "{:?}", found[41]);
    }

    #[test]
    fn a_new_document_changes_nothing_of_older_ones() {
        let all = catalogue(300);
        let whole = titles(&all);
        assert!(
            whole
                .iter()
                .enumerate()
                .all(|(i, found)| found.len() <= SHOWN && found.iter().all(|f| (*f as usize) < i))
        );
        assert!(whole.iter().filter(|f| !f.is_empty()).count() > 50);
        assert_eq!(titles(&all[..200]), whole[..200]);
    }

    #[test]
    fn keywords_and_category_weigh() {
        let words = ["优待".to_owned(), "抚恤".to_owned()];
        let subject = |title: &'static str, keywords, category| Subject {
            title,
            keywords,
            topic: None,
            category,
            issuer: "甲局",
        };
        let mut subjects: Vec<Subject<'_>> = vec![
            subject("甲", &words, Some(1)),
            subject("乙", &words, Some(2)),
        ];
        subjects.extend((0..10).map(|_| subject("丙", &[], Some(1))));
        subjects.push(subject("丁", &words, Some(1)));
        let found = similar(&subjects, |_, _| false);
        assert_eq!(found.get(12), [0, 1]);
        assert_eq!(similar(&subjects, |_, other| other == 0).get(12), [1]);
    }

    #[test]
    #[ignore = "a measurement: cargo test --release similar -- --ignored --nocapture"]
    fn time_for_a_hundred_thousand() {
        let all = catalogue(100_000);
        let start = std::time::Instant::now();
        let found = titles(&all);
        eprintln!(
            "{:?}, {} with some",
            start.elapsed(),
            found.iter().filter(|f| !f.is_empty()).count()
        );
    }
}
