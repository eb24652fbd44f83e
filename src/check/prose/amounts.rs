//! Takes the paragraphs of a text; gives amounts whose Chinese capitals (大写) and figures differ,
//! such as 人民币壹万元整（¥1000） (《支付结算办法》附一). This file must not know the sums of
//! tables, which `totals` checks.

use super::super::Document;
use super::paragraphs::{Paragraph, head, tail};
use crate::diag::{Diagnostic, Message};
use crate::fold::{WordSet, numeral};
use memchr::memmem;
use regex::Regex;
use std::sync::LazyLock;

#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, and a test uses them"
)]
static PATTERNS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    let figure = "(?:¥|￥|人民币|RMB)?\\s*([0-9][0-9,，]*(?:\\.[0-9]{1,6})?)\\s*(万元|亿元|元)?";
    let link = "[\\s（(）)，,：:；、]|大写|小写|人民币|即|为|金额";
    [
        Regex::new("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{3,}").unwrap(),
        Regex::new(&format!("^(?:{link})*{figure}")).unwrap(),
        Regex::new(&format!("{figure}(?:{link})*$")).unwrap(),
    ]
});

/// Amounts in capitals are looked for only in a text with at least one of these words.
static SIGNS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new(["元整", "圆", "角", "拾", "佰", "仟", "大写"]));

/// The number of characters before and after the capitals in which the figures are looked for.
const NEAR: usize = 30;

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let body = &document.text.as_bytes()[document.entry.body_start..];
    let is_in_body = |word: &str| memmem::find(body, word.as_bytes()).is_some();
    if !SIGNS.possible(&document.letters).any(is_in_body) {
        return;
    }
    for paragraph in paragraphs {
        for (start, capitals, figures) in differing(paragraph.text) {
            let start = paragraph.start + start;
            let message = Message::AmountDiffers {
                capitals: capitals.into(),
                figures: figures.into(),
            };
            findings.push(document.at(message, start..start + capitals.len()));
        }
    }
}

/// The amounts in capitals that differ from the figures next to them: the place of the capitals,
/// the capitals, and the figures. If there are figures on both sides, those after the capitals
/// count.
fn differing(text: &str) -> Vec<(usize, &str, &str)> {
    let [capitals, after, before] = &*PATTERNS;
    let mut found = Vec::new();
    for written in capitals.find_iter(text) {
        let Some(amount) = numeral::amount(written.as_str()) else {
            continue;
        };
        let (left, right) = (
            tail(text, written.start(), NEAR),
            head(text, written.end(), NEAR),
        );
        let captured = after.captures(right).or_else(|| before.captures(left));
        let Some(captured) = captured else { continue };
        let (Some(whole), Some(number)) = (captured.get(0), captured.get(1)) else {
            continue;
        };
        let unit = captured.get(2).map_or("", |u| u.as_str());
        // figures without a unit or a sign may be anything
        if unit.is_empty() && !whole.as_str().contains(['¥', '￥']) {
            continue;
        }
        if figures(number.as_str(), unit).is_some_and(|f| f != amount) {
            let shown = whole
                .as_str()
                .trim_matches(|c: char| !c.is_ascii_digit() && c != '元');
            found.push((written.start(), written.as_str(), shown));
        }
    }
    found
}

/// The value of figures in hundredths of a yuan.
fn figures(number: &str, unit: &str) -> Option<i64> {
    let plain = number.replace([',', '，'], "");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let millionths: i64 = format!("{whole}{fraction:0<6}").parse().ok()?;
    let factor = match unit {
        "万元" => 10_000,
        "亿元" => 100_000_000,
        _ => 1,
    };
    Some(millionths.checked_mul(factor)? / 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_figures() {
        for (text, expected) in [
            ("人民币壹万元整（¥1000）", vec![("壹万元整", "1000")]),
            ("人民币壹万元整（¥10,000.00）", vec![]),
            ("合同金额125000元（大写：壹拾贰万伍仟元整）", vec![]),
            (
                "合同金额125000元（大写：壹拾贰万元整）",
                vec![("壹拾贰万元整", "125000元")],
            ),
            ("（大写）叁仟元整（小写）3000元", vec![]),
            ("罚款人民币伍万元整（5万元）", vec![]),
            ("罚款伍万元整（6万元）", vec![("伍万元整", "6万元")]),
            ("伍万元整，共3人", vec![]),
            ("壹仟零伍元叁角整（￥1005.30）", vec![]),
        ] {
            let found: Vec<(&str, &str)> = differing(text)
                .into_iter()
                .map(|(_, c, f)| (c, f))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
