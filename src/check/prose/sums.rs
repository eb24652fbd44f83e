//! Takes the paragraphs of a text; gives wrong totals in sentences: 甲镇12户、乙镇15户，合计28户;
//! 共30人（男12人、女19人）.
//!
//! Figures before 合计 are left out if a word such as 其中 or 增 is among them, because some of the
//! figures may be no terms. This file must not know tables.

use super::super::Document;
use super::paragraphs::{Paragraph, Places};
use super::totals::{number, rounding, shown};
use crate::diag::{Diagnostic, Message, words};
use memchr::memmem;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

const TOTALS: [&str; 4] = ["合计", "共计", "总计", "，共"];

/// Words which show that some of the figures before a total may be no terms.
const NOT_ADDED: [&str; 28] = [
    "其中", "增", "减", "比", "较", "超", "平均", "每", "标准", "占", "余", "约", "近", "达", "率",
    "至", "到", "内", "上年", "去年", "同期", "累计", "预算", "计划", "其他", "另", "和", "除",
];

const FIGURE: &str = "([0-9][0-9,]*(?:\\.[0-9]{1,6})?)";
const UNIT: &str =
    "(亿元|万元|元|万人|人次|人|户|个|件|项|家|名|份|吨|公里|万亩|亩|平方米|台|辆|套|所|处|起)";

#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, and a test uses them"
)]
static PATTERNS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        Regex::new(&format!("{FIGURE}{UNIT}")).unwrap(),
        Regex::new(&format!("^{FIGURE}{UNIT}")).unwrap(),
        Regex::new(&format!(
            "共(?:有|计)?\\p{{Han}}{{0,8}}{FIGURE}(人|名)[，,]?[（(]?(?:其中)?[，,：:]?男(?:性|生)?{FIGURE}(?:人|名)[、，,]女(?:性|生)?{FIGURE}(?:人|名)"
        ))
        .unwrap(),
    ]
});

/// A wrong total: its place, its text, and the sum of the terms in millionths.
type Wrong<'t> = (Range<usize>, &'t str, i64);

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let letters = &document.letters;
    let may_hold = |word: &&&str| letters.may_hold(word);
    let mut places: Vec<Places<'_, '_>> = TOTALS
        .iter()
        .chain(&["女"])
        .filter(may_hold)
        .map(|word| Places::of(document.text, word))
        .collect();
    if places.is_empty() || !letters.has_any('0'..='9') {
        return;
    }
    for paragraph in paragraphs {
        // all of `places` are asked, so that each moves on to this paragraph
        let has = |has, places: &mut Places<'_, '_>| places.are_in(paragraph) || has;
        let has_total = places.iter_mut().fold(false, has);
        if !has_total || paragraph.text.trim_start().starts_with('|') {
            continue;
        }
        for (range, total, sum) in wrong(paragraph.text) {
            let message = Message::TotalDiffers {
                place: words("这一句", "this sentence").into(),
                sum: shown(sum, total).into(),
                total: total.into(),
            };
            let start = paragraph.start;
            findings.push(document.at(message, start + range.start..start + range.end));
        }
    }
}

fn wrong(text: &str) -> Vec<Wrong<'_>> {
    let mut found = Vec::new();
    let totals = TOTALS.iter().flat_map(|word| text.match_indices(*word));
    found.extend(totals.filter_map(|(at, word)| listed(text, at, at + word.len())));
    if memmem::find(text.as_bytes(), "女".as_bytes()).is_none() {
        return found;
    }
    let [.., halves] = &*PATTERNS;
    found.extend(halves.captures_iter(text).filter_map(|c| {
        let all: Vec<&str> = [1, 3, 4]
            .iter()
            .filter_map(|i| Some(c.get(*i)?.as_str()))
            .collect();
        let [total, men, women] = all[..] else {
            return None;
        };
        let sum = number(men)? + number(women)?;
        let range = c.get(1)?.start()..c.get(2)?.end();
        (sum != number(total)?).then_some((range.clone(), &text[range], sum))
    }));
    found
}

/// The total after the word at `start..end`, if it is not the sum of the figures before this word.
fn listed(text: &str, start: usize, end: usize) -> Option<Wrong<'_>> {
    let [any, next, _] = &*PATTERNS;
    let after = &text[end..];
    // a quick test, because most of these words have no figure behind them
    if !after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let total = next.captures(after)?;
    let (stated, unit) = (total.get(1)?.as_str(), total.get(2)?.as_str());
    let from = text[..start]
        .rfind(['。', '；', '：', '\n', '（', '('])
        .map_or(0, |at| {
            at + text[at..].chars().next().map_or(1, char::len_utf8)
        });
    let before = &text[from..start];
    let mut terms = Vec::new();
    let mut at = None;
    for term in any.captures_iter(before) {
        let whole = term.get(0)?;
        let beside = &before[at.unwrap_or(whole.start())..whole.start()];
        let is_listed = at.is_none() || beside.starts_with(['、', '，', ',']);
        let is_plain = !beside.contains(|c: char| c.is_ascii_digit());
        if !is_listed || !is_plain || term.get(2)?.as_str() != unit {
            return None;
        }
        terms.push(term.get(1)?.as_str());
        at = Some(whole.end());
    }
    let is_last = at.is_some_and(|at| before[at..].trim_matches(['，', ',', '、']).is_empty());
    let is_doubtful = NOT_ADDED.iter().any(|word| before.contains(word));
    if terms.len() < 2 || !is_last || is_doubtful {
        return None;
    }
    let sum: i64 = terms.iter().map(|t| number(t)).sum::<Option<i64>>()?;
    let stated_value = number(stated)?;
    terms.push(stated);
    let range = end..end + total.get(0)?.end();
    if !is_complete(&text[range.end..]) {
        return None;
    }
    ((sum - stated_value).abs() > rounding(&terms)).then_some((range.clone(), &text[range], sum))
}

/// Whether a total ends its clause, and no remark after it says what it contains.
fn is_complete(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\u{3000}']);
    let remark = after.strip_prefix(['（', '(']);
    match remark {
        Some(remark) => {
            let remark = remark.split(['）', ')']).next().unwrap_or_default();
            !["含", "有", "其中", "部分", "包括"]
                .iter()
                .any(|w| remark.contains(w))
        }
        None => after.is_empty() || after.starts_with(|c: char| !c.is_alphanumeric()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_of_a_sentence() {
        for (text, expected) in [
            ("甲镇12户、乙镇15户、丙镇3户，合计31户。", "31户 30"),
            ("甲镇12万元、乙镇15万元，合计28万元。", "28万元 27"),
            ("甲镇1.2万元、乙镇1.5万元，共计2.7万元。", ""),
            ("甲镇12户、乙镇15户，合计27户。", ""),
            ("共30人（男12人、女19人）。", "30人 31"),
            ("共30人，其中男12人、女18人。", ""),
            ("全县共有参训人员30人，其中男性12人、女性19人。", "30人 31"),
            ("甲镇12户、比上年增3户，合计31户。", ""),
            ("甲镇12户，资金3万元，合计31户。", ""),
            ("检查企业12家，发现隐患30处，合计罚款5万元。", ""),
            ("甲镇3户，乙镇4户，丙镇5户，共13户。", "13户 12"),
            ("甲镇3户，乙镇4户，共7户，共涉及3人。", ""),
            ("检查企业3家，发现隐患4处，共4处已整改。", ""),
            ("2026年甲镇12户、乙镇15户，合计30户。", "30户 27"),
            ("合计120万元。", ""),
        ] {
            let found: Vec<String> = wrong(text)
                .into_iter()
                .map(|(range, total, sum)| {
                    assert_eq!(&text[range], total);
                    format!("{total} {}", shown(sum, total))
                })
                .collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
