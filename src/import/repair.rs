//! Takes a page damaged by a converter; removes pinyin in brackets after characters, and turns
//! traditional characters back into simplified ones. It reports both repairs, because both are
//! guesses about the original. It must not know the fields of the head.

use super::page::Page;
use crate::fold::simplified_pairs;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

static PINYIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // only whole syllables match, so doc, pdf and kg do not
    let marks = |plain: &str| -> String {
        let forms = [
            ('a', "āáǎà"),
            ('e', "ēéěè"),
            ('i', "īíǐì"),
            ('o', "ōóǒò"),
            ('u', "ūúǔù"),
            ('v', "üǖǘǚǜ"),
        ];
        plain
            .chars()
            .map(|c| {
                forms
                    .iter()
                    .find(|(p, _)| *p == c)
                    .map_or(c.to_string(), |(p, more)| format!("[{p}{more}]"))
            })
            .collect()
    };
    let finals = "ai|ang|an|ao|a|ei|eng|en|er|e|iang|iong|ian|ia|iao|ie|ing|in|iu|i|ong|ou|o|uang|uai|uan|ua|ue|ui|un|uo|u|ve|v";
    Regex::new(&format!(
        r"(\p{{Han}})\((?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:{})\)",
        marks(finals)
    ))
    .ok()
});

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| simplified_pairs().collect());

/// The number of pinyin insertions from which on they cannot be accidental.
const ENOUGH: usize = 3;

/// A text is traditional if more than this percentage of its characters has a simplified form.
const PERCENT: usize = 12;

pub(super) fn repair(page: &mut Page) {
    let all: String = page.blocks.iter().flat_map(|b| b.lines()).collect();
    let han = all.chars().filter(|c| crate::fold::is_han(*c)).count();
    let pinyin = PINYIN
        .as_ref()
        .filter(|p| p.find_iter(&all).count() >= ENOUGH.max(han / 100));
    let traditional = all.chars().filter(|c| SIMPLIFIED.contains_key(c)).count();
    let is_traditional = traditional * 100 > han * PERCENT;
    if pinyin.is_none() && !is_traditional {
        return;
    }
    let mend = |text: &str| -> String {
        let text = match pinyin {
            Some(pinyin) => pinyin.replace_all(text, "$1").into_owned(),
            None => text.to_owned(),
        };
        if is_traditional {
            text.chars()
                .map(|c| SIMPLIFIED.get(&c).copied().unwrap_or(c))
                .collect()
        } else {
            text
        }
    };
    page.original = Some(page.blocks.clone());
    for block in &mut page.blocks {
        for span in block.spans_mut() {
            span.text = mend(&span.text);
        }
    }
    for (_, spans) in &mut page.footnotes {
        spans.iter_mut().for_each(|s| s.text = mend(&s.text));
    }
    page.meta
        .iter_mut()
        .for_each(|(_, value)| *value = mend(value));
    page.hints.iter_mut().for_each(|hint| *hint = mend(hint));
    if pinyin.is_some() {
        page.doubt(
            "原页面的汉字后夹有拼音，已去除",
            "pinyin stood in brackets behind characters of the page and was taken out",
        );
    }
    if is_traditional {
        page.doubt("原页面为繁体字，已逐字转为简体", "the page was in traditional characters and was turned into simplified ones, character by character");
    }
}
