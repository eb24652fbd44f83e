//! Finds common wrong words. mulu brings a list of them, and a site can extend it.

use super::{Document, Rule, Scope};
use crate::diag::{Code, Diagnostic, Message};
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::WrongWord],
    scope: Scope::Document(look),
};

/// One line of the list of wrong words.
struct Slip {
    wrong: &'static str,
    right: &'static str,
    /// Longer words in which the same characters are correct.
    chance: Vec<&'static str>,
}

static SLIPS: LazyLock<Vec<Slip>> = LazyLock::new(|| {
    let lines = include_str!("words.txt")
        .lines()
        .filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some(Slip {
                wrong: words.next()?,
                right: words.next()?,
                chance: words.filter_map(|w| w.strip_prefix('!')).collect(),
            })
        })
        .collect()
});

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(SLIPS.iter().map(|s| s.wrong))
        .ok()
});

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let (text, own) = (document.text, &document.config.checks.words);
    let finding = |at: usize, wrong: &str, right: &str| {
        let message = Message::WrongWord {
            value: wrong.into(),
            right: right.into(),
        };
        document.at(message, at..at + wrong.len())
    };
    for found in FINDER.iter().flat_map(|f| f.find_iter(text)) {
        let slip = &SLIPS[found.pattern().as_usize()];
        if !own.contains_key(slip.wrong)
            && !slip
                .chance
                .iter()
                .any(|c| stands_in(text, found.start(), slip.wrong, c))
        {
            findings.push(finding(found.start(), slip.wrong, slip.right));
        }
    }
    for (wrong, right) in own.iter().filter(|(wrong, _)| !wrong.is_empty()) {
        let Some(right) = right else { continue };
        findings.extend(
            text.match_indices(wrong.as_str())
                .map(|(at, _)| finding(at, wrong, right)),
        );
    }
}

/// Whether the word at `at` is part of the longer word.
fn stands_in(text: &str, at: usize, word: &str, longer: &str) -> bool {
    longer.match_indices(word).any(|(i, _)| {
        at.checked_sub(i)
            .and_then(|start| text.get(start..start + longer.len()))
            == Some(longer)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(SLIPS.len() >= 40 && FINDER.is_some());
        for slip in SLIPS.iter() {
            assert!(
                slip.wrong != slip.right && !slip.right.contains(slip.wrong),
                "{}",
                slip.wrong
            );
            assert!(
                slip.chance
                    .iter()
                    .all(|c| c.contains(slip.wrong) && *c != slip.wrong),
                "{}",
                slip.wrong
            );
        }
        let text = "这是其中之一但不是全部";
        assert!(stands_in(
            text,
            text.find("一但").unwrap(),
            "一但",
            "之一但"
        ));
    }
}
