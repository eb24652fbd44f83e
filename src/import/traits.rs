//! Takes the head and the text of a document; gives its traits for comparisons: numbers, title and
//! a small sample of the text. This file must not know the other documents.

use super::form::squeeze;
use super::head::Head;
use crate::catalogue::{Field, address, value};
use crate::fold::fold;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The length of a piece of text, in characters.
const PIECE: usize = 4;

/// The number of pieces of a text that are kept. Those with the smallest digests are kept: a fair
/// sample, because digests are as good as random.
const SAMPLE: usize = 128;

/// The shortest text, in characters, that has a sample in its [`Traits`].
const SHORTEST: usize = 60;

/// The smallest share of pieces that a text and its corrected form have in common.
const CORRECTED: f64 = 0.4;

/// The traits by which a document is compared with others.
#[derive(Clone, Debug, Default)]
pub(super) struct Traits {
    pub(super) index_number: Option<String>,
    pub(super) document_number: Option<String>,
    pub(super) title: String,
    /// The digest of the text; `None` for a document without text.
    pub(super) text: Option<u64>,
    /// The smallest digests of pieces of the text; empty for a text shorter than [`SHORTEST`].
    pub(super) sample: Vec<u64>,
}

fn digest(value: impl Hash) -> u64 {
    // this hasher has no random keys, so digests stay the same
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The sample of a text.
fn sample(text: &[char]) -> Vec<u64> {
    let mut pieces: Vec<u64> = text.windows(PIECE).map(digest).collect();
    pieces.sort_unstable();
    pieces.dedup();
    pieces.truncate(SAMPLE);
    pieces
}

/// The share of pieces that two texts have in common, as estimated from their samples.
pub(super) fn alike(one: &[u64], other: &[u64]) -> f64 {
    let (mut i, mut j, mut all, mut common) = (0, 0, 0, 0);
    while all < SAMPLE && i < one.len() && j < other.len() {
        all += 1;
        match one[i].cmp(&other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                (i, j) = (i + 1, j + 1);
                common += 1;
            }
        }
    }
    // what is left of either sample has no equal in the other
    all = SAMPLE.min(all + one.len() - i + other.len() - j);
    f64::from(common) / all.max(1) as f64
}

/// Whether one text is a corrected form of the other.
pub(super) fn is_corrected(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|t| sample(&plain(t)));
    !one.is_empty() && alike(&one, &other) >= CORRECTED
}

/// The characters of a text that are compared.
fn plain(text: &str) -> Vec<char> {
    let counts = |c: &char| c.is_alphanumeric();
    fold(text).chars().filter(counts).collect()
}

impl Traits {
    /// The traits of a document with this text.
    pub(super) fn of(head: &Head, text: &str) -> Traits {
        let said = |field| {
            let value = head.fields.get(&field);
            value.map(|v| v.texts.concat()).filter(|t| !t.is_empty())
        };
        let text = plain(text);
        Traits {
            index_number: said(Field::IndexNumber).map(|n| address::identity(&n)),
            document_number: said(Field::DocumentNumber).map(|n| value::document_number(&n)),
            title: fold(&squeeze(&said(Field::Title).unwrap_or_default())),
            text: (!text.is_empty()).then(|| digest(&text)),
            sample: match text.len() {
                0..SHORTEST => Vec::new(),
                _ => sample(&text),
            },
        }
    }
}
