//! Takes a text and a folded term that is not in it; gives the best division of the term into
//! pieces of the text. This file must not know files or documents. The rules are in docs/search.md,
//! section 11.

use super::numbers::{NUMERALS, UNITS, YEAR, ZEROS, is_mark};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// The cost of each piece.
const PIECE: usize = 3;
/// The cost of each character in no piece, and of each run of such characters.
const SKIP: usize = 2;

/// The numerals of large units, which may follow figures: `3万`.
const LARGE: &str = "十百千万亿";
static COUNTED: LazyLock<String> = LazyLock::new(|| format!("{NUMERALS}{ZEROS}0123456789{LARGE}"));
/// No piece may end inside one of these: a number with its unit, a day, a word in Latin letters.
static WHOLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let counted = COUNTED.as_str();
    let pattern = format!(
        "(?:{YEAR}年)?[0-9]{{1,2}}月(?:[0-9]{{1,2}}[日号]?)?|\
         第?(?:[0-9]+[{LARGE}]*|[{counted}]+)(?:[-.,:/][0-9]+)*(?:{UNITS}|[%‰‱°]|分之[{counted}]+)?|[a-z]+"
    );
    Regex::new(&pattern).ok()
});
/// Question words ("how", "when"), which documents rarely contain.
static QUESTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "请问|怎么样?|怎样|如何|什么(?:时候|是)?|(?:有|在)?哪[些里儿个]|是?多少钱?|是否|\
         (?:可不)?可以吗|能不能|几[点时号天]|[吗呢]",
    )
    .ok()
});

/// The number of an article, a paragraph or an item of a law.
static ARTICLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("第?[{}]+[条款项]", *COUNTED)).ok());

/// A folded query without the numbers of articles.
pub(super) fn without_article(folded: &str) -> String {
    match ARTICLE.as_ref() {
        Some(article) => article.replace_all(folded, " ").trim().to_owned(),
        None => folded.to_owned(),
    }
}

/// Whether a character is a letter and no part of a number.
pub(super) fn is_plain(c: char) -> bool {
    !is_mark(c) && !COUNTED.contains(c)
}

/// A folded query without its question words.
pub(super) fn without_question(folded: &str) -> String {
    match QUESTION.as_ref() {
        Some(question) => question.replace_all(folded, " ").into_owned(),
        None => folded.to_owned(),
    }
}

/// The number of characters of a text outside numbers.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| is_plain(*c)).count()
}

/// The number of characters of a text outside numbers with their units.
pub(super) fn letters_beside_numbers(text: &str) -> usize {
    let Some(whole) = WHOLE.as_ref() else {
        return letters(text);
    };
    let rest = whole.replace_all(text, |found: &Captures<'_>| {
        let is_latin = found[0].starts_with(|c: char| c.is_ascii_lowercase());
        if is_latin {
            found[0].to_owned()
        } else {
            String::new()
        }
    });
    letters(&rest)
}

/// A division of one or more terms.
#[derive(Clone, Debug, Default)]
pub(super) struct Division {
    cost: usize,
    /// How many characters are in no piece.
    pub(super) left: usize,
    /// The product of the numbers of occurrences of the pieces.
    weight: f64,
    pub(super) pieces: Vec<String>,
}

impl Division {
    /// Whether every character is in a piece, and there is at most one piece more than there are
    /// terms. Hardly any division is better.
    pub(super) fn is_good(&self, terms: usize) -> bool {
        self.cost <= PIECE * (terms + 1) && self.left == 0
    }

    /// Whether enough of the `count` characters are in pieces. If two thirds are, one piece must
    /// have two characters outside numbers. If only half are, one piece must have three.
    pub(super) fn is_worth_asking(&self, count: usize) -> bool {
        let least = if self.left * 3 <= count { 2 } else { 3 };
        self.left * 2 <= count && self.pieces.iter().any(|piece| letters(piece) >= least)
    }

    /// Whether this division costs less than another.
    pub(super) fn is_better(&self, than: Option<&Division>) -> bool {
        self.cost < than.map_or(usize::MAX, |than| than.cost)
    }
}

/// The best division of each term: few pieces, and few characters outside. Of equal divisions, the
/// one whose pieces are frequent in the text, because words are more frequent than parts of two
/// words. `text` has the fields of a document, with a separator that no query contains.
pub(super) fn divide_all(text: &str, terms: &[String]) -> Division {
    let mut all = Division::default();
    for term in terms {
        let one = divide(text, term);
        all.cost = all.cost.saturating_add(one.cost);
        all.left += one.left;
        all.pieces.extend(one.pieces);
    }
    all
}

fn divide(text: &str, term: &str) -> Division {
    let chars: Vec<char> = term.chars().collect();
    let count = chars.len();
    let mut glued = vec![false; count + 1];
    for whole in WHOLE.iter().flat_map(|whole| whole.find_iter(term)) {
        let from = term[..whole.start()].chars().count();
        let to = from + whole.as_str().chars().count();
        glued[from + 1..to].fill(true);
    }
    // at each place: the best division from there to the end
    let mut best: Vec<Division> = vec![Division::default(); count + 1];
    best[count].weight = 1.0;
    for from in (0..count).rev() {
        if is_mark(chars[from]) {
            best[from] = best[from + 1].clone();
            continue;
        }
        let (mut cost, mut weight, mut chosen) = (usize::MAX, 0.0, (count, from, false));
        let (mut piece, mut held, mut free) = (String::new(), !glued[from], true);
        for to in from + 1..=count {
            let (after, last) = (&best[to], chars[to - 1]);
            piece.push(last);
            held = held && text.contains(&piece);
            free = free && is_plain(last);
            if !held && !free {
                break;
            }
            let as_piece = after.cost.saturating_add(PIECE);
            if held && to > from + 1 && !is_mark(last) && !glued[to] && as_piece <= cost {
                let product = after.weight * text.matches(&piece).count() as f64;
                if as_piece < cost || product >= weight {
                    (cost, weight) = (as_piece, product);
                    chosen = (after.left, to, true);
                }
            }
            let skipped = after.cost.saturating_add(SKIP * (to - from + 1));
            if free && skipped < cost {
                (cost, weight) = (skipped, after.weight);
                chosen = (after.left + to - from, to, false);
            }
        }
        let (left, to, is_piece) = chosen;
        let piece: String = chars[from..to].iter().collect();
        let after = best[to].pieces.iter().cloned();
        best[from] = Division {
            cost,
            left,
            weight,
            pieces: is_piece.then_some(piece).into_iter().chain(after).collect(),
        };
    }
    best.swap_remove(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_text() {
        let text =
            "关于印发《城镇供水管理办法》的通知\n第三条 2024年3月5日前，每户补贴50%，最高800元。";
        for (term, pieces, left) in [
            (
                "城镇供水管理办法第三条",
                &["城镇供水管理办法", "第三条"][..],
                0,
            ),
            ("城镇供水通知", &["城镇供水", "通知"], 0),
            ("补贴50%", &["补贴50%"], 0),
            ("每户50%", &["每户", "50%"], 0),
            ("最高补贴800元", &["最高", "补贴", "800元"], 0),
            ("甲镇供水通知", &["镇供水", "通知"], 1),
            // two numbers, one in figures and one in numerals
            ("2024三条", &["2024", "三条"], 0),
        ] {
            let found = divide(text, term);
            assert_eq!(
                (found.pieces, found.left),
                (pieces.iter().map(|p| (*p).to_owned()).collect(), left),
                "{term}"
            );
        }
        // of two divisions into two pieces, the one whose pieces are frequent: 退役军人 and 服务站,
        // not 退役军人服 and 务站
        let found = divide(
            "退役军人服务保障\n退役军人培训\n服务站建设",
            "退役军人服务站",
        );
        assert_eq!(found.pieces, ["退役军人", "服务站"]);
        // half of the characters are in one word
        let found = divide("家庭光荣牌悬挂", "光荣牌更换");
        assert_eq!((found.pieces, found.left), (vec!["光荣牌".to_owned()], 2));
        assert!(divide("家庭光荣牌悬挂", "光荣牌更换").is_worth_asking(5));
        assert!(!divide("家庭光荣", "光荣牌更").is_worth_asking(4));
        // a number is not divided
        for term in ["每户80元", "2024年4月补贴"] {
            assert!(
                !divide(text, term).is_worth_asking(term.chars().count()),
                "{term}"
            );
        }
    }
}
