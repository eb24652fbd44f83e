//! Takes the text of a document, mulu's list of wrong words and the site's own list; gives words
//! that are nearly always slips.
//!
//! This file must not know how the list is read.

use super::{Document, Rule, Scope};
use crate::config::WordList;
use crate::diag::{Code, Diagnostic, Message};
use crate::fold::Letters;
use std::sync::LazyLock;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::WrongWord],
    scope: Scope::Document(look),
};

/// mulu's own list of wrong words. A site can switch off single words of it (`checks.words`). The
/// letters of a [`Document`] are read with its index.
pub(super) static BUILT_IN: LazyLock<WordList> = LazyLock::new(|| WordList::trusted(TABLE));
const TABLE: &str = concat!(
    include_str!("words.tsv"),
    include_str!("phrases.tsv"),
    include_str!("compounds.tsv")
);

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let config = document.config;
    let text = document.text;
    let known = BUILT_IN.find(text, &document.letters).into_iter();
    let known = known.filter(|(_, slip)| !config.checks.words.contains_key(&slip.wrong));
    let own = match config.words.slips() {
        [] => Vec::new(),
        _ => {
            let letters = Letters::and_words(text, 0, config.words.index());
            config.words.find(text, &letters)
        }
    };
    let made = document.entry.date_created;
    for (range, slip) in known.chain(own) {
        if slip
            .row
            .since
            .is_some_and(|day| made.is_none_or(|made| made < day))
        {
            continue;
        }
        let message = Message::WrongWord {
            value: (&slip.wrong).into(),
            right: (&slip.row.right).into(),
        };
        findings.push(document.at(message, range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const CLASSES: [&str; 10] = [
        "错字",
        "惯用语",
        "计量单位",
        "法规名称",
        "成语",
        "易混词",
        "推荐词形",
        "严重表述",
        "地名",
        "机构名称",
    ];

    #[test]
    fn the_list_is_in_order() {
        let list = WordList::read(TABLE).unwrap();
        assert_eq!(list.slips().len(), BUILT_IN.slips().len());
        assert!(list.slips().len() >= 1000);
        let rights: HashSet<&str> = list.slips().iter().map(|s| s.row.right.as_str()).collect();
        for slip in list.slips() {
            assert!(
                CLASSES.contains(&slip.row.class.as_str()),
                "{}: {}",
                slip.wrong,
                slip.row.class
            );
            assert!(
                !rights.contains(slip.wrong.as_str()),
                "{} is right elsewhere",
                slip.wrong
            );
        }
    }
}
