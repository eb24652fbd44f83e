//! Takes the sources of a code (names of notices, standards and pages of the documentation, with
//! English words); gives them in the user's language. This file must not know where they are shown.

use super::{Code, Lang};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// The beginnings of sources that the Chinese form keeps: of standards, and of paths of
/// documentation.
const STANDARDS: [&str; 11] = [
    "GB",
    "ISO",
    "ECMA",
    "RFC",
    "CommonMark",
    "GitHub Flavored Markdown",
    "YAML",
    "XML",
    "WCAG",
    "Exif",
    "docs/",
];

/// The sources of a code in a language. The Chinese form has only names, without the English words,
/// or says that the rule is mulu's own.
pub fn source(code: Code, lang: Lang) -> String {
    match lang {
        Lang::En => code.source().to_owned(),
        Lang::Zh => chinese(code.source()),
    }
}

/// Words by which a source with a Chinese name is recognised; the Chinese form keeps it.
const CITED: [&str; 9] = [
    "限度", "法", "条例", "通知", "号", "指引", "规则", "格式", "用法",
];

/// Names that stay in the Chinese form. Other words with small letters are left out.
const NAMES: [&str; 6] = [
    "mulu",
    "CommonMark",
    "GitHub",
    "Flavored",
    "Markdown",
    "Exif",
];

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('一'..='鿿').contains(&c))
}

static GLOSS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\s*\(([^()]*)\)").ok());
static ARTICLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r",?\s*\b(arts?\.|part) (\d+)(?: (?:to|and) (\d+))?").ok());
static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(\d) (and|to) (\d)").ok());
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("[a-z]{3}").ok());
static PAGE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"docs/[\w/-]*\.md").ok());

fn chinese(source: &str) -> String {
    let (Some(gloss), Some(article), Some(range), Some(word), Some(page)) =
        (&*GLOSS, &*ARTICLE, &*RANGE, &*WORD, &*PAGE)
    else {
        return source.to_owned();
    };
    let own = source.replace("mulu's own format", "mulu 自定的格式");
    let own = own.replace("mulu's own limit", "mulu 自定的限度");
    let own = gloss.replace_all(&own, |found: &Captures<'_>| {
        let inner = &found[1];
        let is_name = is_chinese(inner) && !word.is_match(inner);
        if is_name || inner.starts_with("docs/") {
            format!("（{inner}）")
        } else {
            String::new()
        }
    });
    let mut parts: Vec<String> = Vec::new();
    for part in own.split("; ") {
        // text after a colon, unless it is Chinese, describes the content of the standard
        let bare = match part.split_once(": ") {
            Some((name, rest)) if !is_chinese(rest) => name,
            _ => part,
        };
        let bare = article.replace_all(bare, |found: &Captures<'_>| {
            let unit = if found[1].starts_with("part") {
                "部分"
            } else {
                "条"
            };
            match found.get(3) {
                Some(last) => format!("第 {} 至 {} {unit}", &found[2], last.as_str()),
                None => format!("第 {} {unit}", &found[2]),
            }
        });
        let bare = range.replace_all(&bare, |found: &Captures<'_>| {
            let sign = if &found[2] == "and" { "、" } else { "—" };
            format!("{}{sign}{}", &found[1], &found[3])
        });
        let bare = names(&bare);
        let is_cited = CITED.iter().any(|word| bare.contains(word))
            || STANDARDS.iter().any(|name| bare.starts_with(name));
        if is_cited {
            parts.push(bare);
        } else if let Some(page) = page.find(part) {
            parts.push(page.as_str().to_owned());
        }
    }
    parts.dedup();
    match parts.is_empty() {
        true => "mulu 自定的规则".to_owned(),
        false => parts.join("；"),
    }
}

/// A text with Chinese commas and without its English words; names are kept.
fn names(text: &str) -> String {
    let is_word = |word: &&str| {
        let bare = word.trim_matches(|c: char| c.is_ascii_punctuation());
        let is_latin = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_alphabetic());
        is_latin && bare.bytes().any(|b| b.is_ascii_lowercase()) && !NAMES.contains(&bare)
    };
    let kept: Vec<&str> = text.split_whitespace().filter(|w| !is_word(w)).collect();
    let kept = kept.join(" ");
    kept.trim_end_matches(',').trim().replace(", ", "，")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_sources_name_what_they_rest_on() {
        for (source, expected) in [
            (
                "mulu's own format (docs/front-matter.md)",
                "mulu 自定的格式（docs/front-matter.md）",
            ),
            (
                "国办秘函〔2009〕6号 part 2 (one entry for each piece)",
                "国办秘函〔2009〕6号第 2 部分",
            ),
            (
                "《政府信息公开条例》 art. 19; GB/T 9704—2012, 7.3.6 (附注)",
                "《政府信息公开条例》第 19 条；GB/T 9704—2012，7.3.6（附注）",
            ),
            ("CommonMark 0.31.2, 4.2: headings", "CommonMark 0.31.2，4.2"),
            (
                "a text that cannot be read cannot be published",
                "mulu 自定的规则",
            ),
            (
                "one address, one thing (docs/addresses.md)",
                "docs/addresses.md",
            ),
        ] {
            assert_eq!(chinese(source), expected);
        }
    }

    #[test]
    fn no_chinese_source_has_english_words_but_names_or_english_commas() {
        const NAMES: [&str; 22] = [
            "mulu",
            "GB",
            "T",
            "ISO",
            "IEC",
            "ECMA",
            "RFC",
            "CommonMark",
            "GitHub",
            "Flavored",
            "Markdown",
            "YAML",
            "XML",
            "WCAG",
            "Exif",
            "GPS",
            "BagIt",
            "UTF",
            "docs",
            "md",
            "A",
            "MM",
        ];
        for code in Code::ALL {
            let text = source(*code, Lang::Zh);
            let is_page = |word: &str| text.contains(&format!("docs/{word}"));
            let words = text.split(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '_');
            for word in words.map(|w| w.trim_matches('-')).filter(|w| !w.is_empty()) {
                assert!(
                    NAMES.contains(&word) || is_page(word),
                    "{}: {word} in {text}",
                    code.name()
                );
            }
            assert!(
                !code.source().is_empty() && !text.is_empty() && !text.contains(','),
                "{}: {text}",
                code.name()
            );
        }
    }
}
