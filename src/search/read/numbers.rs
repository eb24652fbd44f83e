//! Takes a folded query; gives it with its numbers in other forms. A number may be a day, a share,
//! a document number or an index number, in digits or Chinese numerals. This file must not know
//! documents. The rules are in docs/search.md, section 11.

use crate::fold::numeral;
use regex::{Captures, Regex};
use std::sync::LazyLock;

pub(super) const NUMERALS: &str = "一二三四五六七八九";
pub(super) const ZEROS: &str = "0o〇○◯零";
/// The maximum number of results of [`other_numerals`].
const ASKED: usize = 8;
/// The pattern of a character that follows a number and belongs to it.
pub(super) const UNITS: &str = "[年月日号天周岁元万亿个条款项章节届次名人倍期批)]";
pub(super) const YEAR: &str = "((?:19|20)[0-9]{2})";

/// Whether a character is neither a letter, a digit nor a sign inside numbers, such as %.
pub(super) fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '%' | '‰' | '‱' | '°')
}

/// A number from 1 to 9,999 in Chinese numerals: 32 as 三十二; `None` for any other text.
fn in_chinese(value: &str) -> Option<String> {
    let is_plain = !value.starts_with('0') && value.bytes().all(|b| b.is_ascii_digit());
    value
        .parse()
        .ok()
        .filter(|_| is_plain)
        .and_then(numeral::chinese)
}

/// The digits of a number written digit by digit: 二〇二〇 as 2020.
fn digits_of(text: &str) -> String {
    text.chars()
        .map(|c| char::from(b'0' + numeral::digit(c).unwrap_or(0)))
        .collect()
}

/// The value of a Chinese number, as digits. `None` for zero, and for a text that is no number.
fn in_arabic(text: &str) -> Option<String> {
    numeral::value(text)
        .filter(|value| *value > 0)
        .map(|value| value.to_string())
}

/// The forms of a day or, without `day`, of a month; an empty list if the month or the day is out
/// of range.
fn date_forms(year: &str, month: &str, day: &str) -> Vec<String> {
    let Ok(month) = month.parse::<u32>() else {
        return Vec::new();
    };
    let parts: Vec<u32> = std::iter::once(month).chain(day.parse().ok()).collect();
    if parts
        .iter()
        .zip([12, 31])
        .any(|(n, most)| *n < 1 || *n > most)
    {
        return Vec::new();
    }
    let named = |part: &dyn Fn(u32) -> String| {
        let parts = parts.iter().zip(["月", "日"]);
        parts.map(|(n, unit)| part(*n) + unit).collect::<String>()
    };
    let joined = |mark: &str, part: &dyn Fn(u32) -> String| {
        let parts = parts.iter().map(|n| part(*n));
        let parts: Vec<String> = std::iter::once(year.to_owned()).chain(parts).collect();
        parts.join(mark)
    };
    let plain = |n: u32| n.to_string();
    vec![
        format!("{year}年{}", named(&plain)),
        format!(
            "{}年{}",
            numeral::spelled(year, '〇'),
            named(&|n| in_chinese(&n.to_string()).unwrap_or_default())
        ),
        joined("-", &|n| format!("{n:02}")),
        joined(".", &plain),
        joined("/", &plain),
    ]
}

/// The Chinese forms of a percentage or of a number of thousandths: 50% (`number` 50, `of` 百) as
/// 百分之五十.
fn share_forms(number: &str, of: &str) -> Vec<String> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole = match whole {
        "0" => Some("零".to_owned()),
        whole => in_chinese(whole),
    };
    let point = if part.is_empty() { "" } else { "点" };
    let share =
        whole.map(|whole| format!("{of}分之{whole}{point}{}", numeral::spelled(part, '零')));
    let all = (number == "100" && of == "百").then(|| format!("{of}分之百"));
    share.into_iter().chain(all).collect()
}

/// The form in digits of a Chinese percentage or fraction: 百分之五十 as 50%.
fn figure_form(of: &str, number: &str) -> String {
    let (whole, part) = number.split_once('点').unwrap_or((number, ""));
    let whole = in_arabic(whole).unwrap_or_else(|| "0".to_owned());
    let point = if part.is_empty() { "" } else { "." };
    let figure = format!("{whole}{point}{}", digits_of(part));
    match of {
        "百" => figure + "%",
        "千" => figure + "‰",
        of => format!("{figure}/{}", in_arabic(of).unwrap_or_default()),
    }
}

fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let n = "[一二三四五六七八九〇○◯零十百千]";
    pattern(
        &[
            &format!("{YEAR}[-./年]([0-9]{{1,2}})[-./月]([0-9]{{1,2}})[日号]?"),
            &format!("{YEAR}(?:[-./]([0-9]{{1,2}})|年([0-9]{{1,2}})月)"),
            "([0-9]{1,2})月([0-9]{1,2})[日号]",
            r"([0-9]+(?:\.[0-9]+)?)([%‰])",
            "([0-9]+)/([0-9]+)",
            "([0-9]+(?:[-.,:][0-9]+)*)(年?)",
            &format!("({n}{{4}})年(?:({n}{{1,3}})月(?:({n}{{1,3}})[日号])?)?"),
            &format!("({n}+)分之({n}+(?:点{n}+)?)"),
            &format!("第({n}+)"),
            &format!("({n}+)({UNITS})"),
        ]
        .join("|"),
    )
});

/// The other forms of a number that `NUMBER` found, the likeliest first.
fn forms(found: &Captures<'_>) -> Vec<String> {
    let part = |n| found.get(n).map_or("", |m| m.as_str());
    let has = |n| !part(n).is_empty();
    let is_year = |text: &str| text.chars().count() == 4 && !text.contains(['十', '百', '千']);
    let one = |form: Option<String>| form.into_iter().collect::<Vec<_>>();
    match () {
        () if has(1) => date_forms(part(1), part(2), part(3)),
        () if has(4) => date_forms(part(4), if has(5) { part(5) } else { part(6) }, ""),
        () if has(7) => {
            let forms = date_forms("", part(7), part(8)).into_iter().take(2);
            forms.map(|form| form.replace('年', "")).collect()
        }
        () if has(9) => share_forms(part(9), if part(10) == "%" { "百" } else { "千" }),
        () if has(11) => {
            let over = in_chinese(part(11)).unwrap_or_default();
            one(in_chinese(part(12)).map(|under| format!("{under}分之{over}")))
        }
        () if has(13) => figures(part(13), part(14)),
        () if has(15) && !is_year(part(15)) => Vec::new(),
        () if has(16) => date_forms(
            &digits_of(part(15)),
            &in_arabic(part(16)).unwrap_or_default(),
            &in_arabic(part(17)).unwrap_or_default(),
        ),
        () if has(15) => vec![digits_of(part(15)) + "年"],
        () if has(18) => vec![figure_form(part(18), part(19))],
        () if has(20) => one(in_arabic(part(20)).map(|n| format!("第{n}"))),
        () if part(22) == ")" && is_year(part(21)) => vec![digits_of(part(21)) + ")"],
        () => one(in_arabic(part(21)).map(|n| n + part(22))),
    }
}

/// The other forms of a number in digits. `year` is 年 if it follows the number, otherwise empty.
fn figures(plain: &str, year: &str) -> Vec<String> {
    let in_century = plain.starts_with("19") || plain.starts_with("20");
    let is_plain = plain.bytes().all(|b| b.is_ascii_digit());
    match plain.len() {
        4 if is_plain && !year.is_empty() => vec![numeral::spelled(plain, '〇') + year],
        4 if is_plain && in_century => Vec::new(),
        8 if is_plain && in_century && year.is_empty() => {
            date_forms(&plain[..4], &plain[4..6], &plain[6..])
        }
        _ => in_chinese(plain).map(|n| n + year).into_iter().collect(),
    }
}

/// Chooses a form for a number, given its index among the numbers of the query, its text and its
/// other forms. `None` keeps the text.
type Choose<'a> = dyn Fn(usize, &str, &[String]) -> Option<String> + 'a;

/// A query in which 〇 replaces each 0 or o among Chinese numerals: 二0二五年 becomes 二〇二五年.
fn with_zeros(query: &str) -> String {
    let is_numeral = |c: &char| NUMERALS.contains(*c) || "〇○◯零".contains(*c);
    let chars: Vec<char> = query.chars().collect();
    let mut out: Vec<char> = Vec::new();
    for (i, c) in chars.iter().enumerate() {
        let next = chars[i..].iter().find(|c| !matches!(c, '0' | 'o'));
        let is_zero = matches!(c, '0' | 'o')
            && out.last().is_some_and(is_numeral)
            && next.is_some_and(|c| is_numeral(c) || *c == '年');
        out.push(if is_zero { '〇' } else { *c });
    }
    out.into_iter().collect()
}

/// A folded query with its numbers in other forms. The first result changes all numbers in Arabic
/// digits, the next all numbers in Chinese numerals. The others change all numbers, or only one. A
/// result that changes nothing is left out.
pub(super) fn other_numerals(query: &str) -> Vec<String> {
    let folded = &with_zeros(query);
    let mut pieces: Vec<(&str, &str, Vec<String>)> = Vec::new();
    let mut from = 0;
    for found in NUMBER.iter().flat_map(|n| n.captures_iter(folded)) {
        let Some(whole) = found.get(0) else { continue };
        let text = whole.as_str();
        let mut forms = forms(&found);
        forms.retain(|form| form != text);
        if !forms.is_empty() {
            pieces.push((&folded[from..whole.start()], text, forms));
            from = whole.end();
        }
    }
    let mut out: Vec<String> = Vec::new();
    let mut add = |choose: &Choose<'_>| {
        let mut form = String::new();
        for (i, (before, text, forms)) in pieces.iter().enumerate() {
            form += before;
            form += &choose(i, text, forms).unwrap_or_else(|| (*text).to_owned());
        }
        form += &folded[from..];
        if form != query && !out.contains(&form) {
            out.push(form);
        }
    };
    let is_arabic = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    add(&|_, text, forms| is_arabic(text).then(|| forms[0].clone()));
    add(&|_, text, forms| (!is_arabic(text)).then(|| forms[0].clone()));
    for n in 0..ASKED {
        add(&|_, _, forms| forms.get(n).or(forms.last()).cloned());
    }
    for only in 0..pieces.len() {
        add(&|i, _, forms| (i == only).then(|| forms[0].clone()));
    }
    out.truncate(ASKED);
    out
}

const END: &str = "(?:字?第|字)?0*([1-9][0-9]{0,3})(?:号(?:文件?)?)?$";

static USUAL: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!("^([^0-9]*){YEAR}年?{END}")));
static EARLY: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!("^{YEAR}年?([^0-9]+?){END}")));
static SHORT: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"^([^0-9(]+)\(?([0-9]{{2}})[)年]{END}")));
static INDEX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        "^([0-9a-z]{{4}}[-/0-9a-z]*?)[-/]?{YEAR}[-/]0*([1-9][0-9]{{0,4}})$"
    ))
});
static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        "^{YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$|{YEAR}[-./年][0-9]{{1,2}}[-./月][0-9]"
    ))
});

/// The forms in which documents may write a folded query that is a document number or an index
/// number.
fn document_numbers(folded: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let close: String = folded.split_whitespace().collect();
    let compact: String = close.chars().filter(|c| !is_mark(*c)).collect();
    if DAY.as_ref().is_some_and(|day| day.is_match(&close)) {
        return out;
    }
    let parts = |regex: &LazyLock<Option<Regex>>, text: &str, order: [usize; 3]| {
        let found = regex.as_ref()?.captures(text)?;
        Some(order.map(|n| found[n].to_owned()))
    };
    let number = parts(&USUAL, &compact, [1, 2, 3])
        .or_else(|| parts(&EARLY, &compact, [2, 1, 3]))
        .or_else(|| {
            let [prefix, year, serial] = parts(&SHORT, &close, [1, 2, 3])?;
            Some([prefix, format!("20{year}"), serial])
        });
    if let Some([prefix, year, serial]) = number {
        let before = prefix.strip_suffix('字').unwrap_or(&prefix);
        let space = if before.is_empty() { "" } else { " " };
        let mut form = |form: String| out.push(format!("{before}{space}{form}号"));
        for width in serial.len()..=serial.len().max(3) {
            form(format!("〔{year}〕{serial:0>width$}"));
            form(format!("〔{year}〕第{serial:0>width$}"));
        }
        form(format!("{year}年第{serial}"));
    }
    if let Some([prefix, year, serial]) = parts(&INDEX, &close, [1, 2, 3]) {
        out.extend(
            (3..=6)
                .rev()
                .map(|width| format!("{prefix} {year}-{serial:0>width$}")),
        );
    }
    out
}

/// A query with document numbers and index numbers in other forms: the whole query as one number,
/// or one of several terms as a number.
pub(super) fn number_forms(words: &[String]) -> Vec<String> {
    let mut out = document_numbers(&words.join(" "));
    for i in (0..words.len()).filter(|_| words.len() > 1) {
        for form in document_numbers(&words[i]) {
            let mut words = words.to_vec();
            words[i] = form;
            out.push(words.join(" "));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_other_forms() {
        for (query, forms) in [
            ("行政许可法第32条", &["行政许可法第三十二条"][..]),
            ("第一百零五条", &["第105条"]),
            ("第二〇二四号", &["第2024号"]),
            (
                "2020年10月1日",
                &["二〇二〇年十月一日", "2020-10-01", "2020.10.1", "2020/10/1"],
            ),
            ("二○二三年", &["2023年"]),
            ("二0二o年", &["二〇二〇年", "2020年"]),
            ("50%以上", &["百分之五十以上"]),
            ("百分之零点五", &["0.5%"]),
            ("2/3以上", &["三分之二以上"]),
            (
                "3次会议第十号",
                &["三次会议第十号", "3次会议第10号", "三次会议第10号"],
            ),
            (
                "元教字(2023)第023号",
                &[
                    "元教 〔2023〕23号",
                    "元教 〔2023〕第23号",
                    "元教 〔2023〕023号",
                    "元教 〔2023〕第023号",
                    "元教 2023年第23号",
                ],
            ),
            (
                "x042-2023/07",
                &[
                    "x042 2023-000007",
                    "x042 2023-00007",
                    "x042 2023-0007",
                    "x042 2023-007",
                ],
            ),
            ("十全十美", &[]),
        ] {
            let found = [document_numbers(query), other_numerals(query)].concat();
            assert_eq!(found, forms, "{query}");
        }
    }
}
