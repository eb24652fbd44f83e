//! Takes an index on disk; gives the sizes of its shards, and how many bytes typical queries load.
//! This file must not know how an index is made.

use super::question::Options;
use super::reader::Reader;
use crate::fold::terms;
use crate::search::format::code::Damaged;
use crate::search::format::gram::{four_digits, pair, single};
use crate::search::format::shard::{Family, Sum, name_of_piece};
use std::collections::BTreeSet;

/// The number of documents from which typical queries are made.
const SAMPLES: usize = 12;
/// The number of hits whose texts a query loads.
const SHOWN: usize = 10;

/// The sizes of an index, and the costs of queries.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    /// The files of each family but C (checksums), by its letter.
    pub families: Vec<(char, Sum)>,
    /// For each kind of query: the bytes that it loads, on average and at most.
    pub queries: Vec<(&'static str, usize, usize)>,
}

impl Reader {
    /// Measures the shards of the index, and queries that are made from some of its documents.
    pub fn costs(&self) -> Result<Costs, Damaged> {
        let mut costs = Costs::default();
        for family in Family::ALL {
            let mut sum = Sum::default();
            if matches!(family, Family::Texts | Family::Records) {
                for stock in self.stocks.iter().flatten() {
                    if family == Family::Records {
                        for i in 0..stock.sums[1].len() {
                            sum.add(self.size(&stock.shard(family, i)?.0)?);
                        }
                    } else {
                        for i in 0..stock.range.len().div_ceil(stock.group) {
                            sum.add(self.size(&self.text_name(stock, i)?.0)?);
                        }
                    }
                }
            } else {
                for (segment, families) in self.segments.iter().enumerate() {
                    for i in 0..families[family as usize].sums.len() {
                        sum.add(self.size(&self.name(segment, family, i)?.0)?);
                    }
                }
            }
            costs.families.push((family.letter(), sum));
        }
        let letter = Family::Attachments.letter();
        costs.families.push((letter, self.of_attachments()?));
        let (mut numbers, mut words, mut phrases, mut two) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let samples = SAMPLES.min(self.root.documents);
        for id in (0..samples).map(|i| (2 * i + 1) * self.root.documents / (2 * samples)) {
            let record = self.text(id)?.record;
            numbers.extend(record.document_number.clone());
            let title: Vec<char> = record
                .title
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect();
            let piece = |from: usize, length: usize| {
                title
                    .iter()
                    .skip(title.len() / 2)
                    .skip(from)
                    .take(length)
                    .collect::<String>()
            };
            words.push(piece(0, 2));
            phrases.push(piece(0, 6));
            two.push(format!("{} {}", piece(0, 2), piece(3, 2)));
        }
        for (kind, queries) in [
            ("number", numbers),
            ("word", words),
            ("phrase", phrases),
            ("two words", two),
        ] {
            let bytes: Vec<usize> = queries
                .iter()
                .map(|q| self.cost(q))
                .collect::<Result<_, _>>()?;
            if let Some(most) = bytes.iter().max() {
                costs
                    .queries
                    .push((kind, bytes.iter().sum::<usize>() / bytes.len(), *most));
            }
        }
        Ok(costs)
    }

    /// The sizes of the pieces of attachments. Only the text shards list these files.
    fn of_attachments(&self) -> Result<Sum, Damaged> {
        let mut sum = Sum::default();
        for s in self.stocks.iter().flatten() {
            for group in 0..s.range.len().div_ceil(s.group) {
                let texts = self.texts(s, group)?;
                for (document, text) in (group * s.group..).zip(&texts) {
                    let sums = text.attachments.iter().flat_map(|a| &a.2);
                    for (piece, &checksum) in sums.enumerate() {
                        let name = name_of_piece(&s.name, document, piece, checksum);
                        sum.add(self.size(&name)?);
                    }
                }
            }
        }
        Ok(sum)
    }

    fn size(&self, name: &str) -> Result<usize, Damaged> {
        let path = self.dir.join(format!("{name}.js"));
        std::fs::metadata(&path)
            .map(|m| m.len() as usize)
            .map_err(|e| Damaged(format!("{}: {e}", path.display())))
    }

    /// The bytes that a query loads: shards of family D (documents), and the text shards of the
    /// shown hits. The root, and shards of family P (positions) and of attachments, are not
    /// counted.
    fn cost(&self, query: &str) -> Result<usize, Damaged> {
        let terms: Vec<Vec<char>> = terms(query).iter().map(|t| t.chars().collect()).collect();
        let mut names = BTreeSet::new();
        for term in &terms {
            for segment in 0..self.segments.len() {
                for key in cover(term) {
                    for i in self.shards_of(segment, Family::Documents, key) {
                        names.insert(self.name(segment, Family::Documents, i)?.0);
                    }
                }
            }
        }
        let mut found = self.matches(&terms, &Options::default())?;
        self.sort(&mut found);
        for &(_, id) in found.iter().take(SHOWN) {
            let (stock, at) = self.place(id)?;
            names.insert(self.text_name(stock, at / stock.group)?.0);
        }
        names.iter().map(|name| self.size(name)).sum()
    }
}

/// The keys of grams that together cover a term: pairs of characters and groups of four digits, or
/// the only character.
fn cover(term: &[char]) -> Vec<u64> {
    if let [one] = term {
        return vec![single(*one)];
    }
    let mut keys = Vec::new();
    let mut at = 0;
    while at < term.len() {
        let (key, length) = match four_digits(&term[at..]) {
            Some(key) => (key, 4),
            None => {
                let from = at.min(term.len() - 2);
                (pair(term[from], term[from + 1]), 2)
            }
        };
        keys.push(key);
        at += length;
    }
    keys
}
