//! Takes a query; prints the results from a built site's index. This file must not know the format
//! of the index.

use super::args::{Format, Search, SearchOrder, SearchPart};
use super::terminal::{Terminal, print_line};
use crate::catalogue::Validity;
use crate::diag::Error;
use crate::fold::{fold, terms};
use crate::search::{
    Damaged, Filters, Hit, Options, Order, Part, Reader, Reason, Relaxed, Results,
};
use serde_json::json;
use std::path::Path;

/// The facet whose values may be typed as codes or in Chinese.
const VALIDITY: &str = "validity";
/// This many characters of a block are shown before the first matching term, and twice as many from
/// the beginning of the term on.
const AROUND: usize = 30;
/// A number or Latin word of up to so many characters is not divided at an end of an excerpt.
const WORD: usize = 20;

/// Prints the results from the site in `public` below `root`, or in the named folder. The exit code
/// is 0 even without results.
pub(super) fn run(root: &Path, typed: &Search, terminal: &Terminal) -> Result<u8, Error> {
    let site = typed
        .output_dir
        .clone()
        .unwrap_or_else(|| root.join("public"));
    if !site.join("search").join("root.js").is_file() {
        return Err(Error::NoSearchIndex(site));
    }
    let damaged = |e: Damaged| Error::reading(&site)(std::io::Error::other(format!("{e:?}")));
    let reader = Reader::open(&site.join("search")).map_err(damaged)?;
    let query = typed.query.join(" ");
    let options = Options {
        filters: filters(typed, &reader)?,
        from: day(typed.from.as_deref())?,
        to: day(typed.to.as_deref())?,
        part: match typed.part {
            None => Part::Any,
            Some(SearchPart::Title) => Part::Title,
            Some(SearchPart::Text) => Part::Text,
            Some(SearchPart::Attachments) => Part::Attachments,
            Some(SearchPart::Number) => Part::Number,
        },
        not: typed.not.join(" "),
        order: match typed.sort {
            SearchOrder::Relevance => Order::Relevance,
            SearchOrder::Date => Order::Date,
            SearchOrder::Number => Order::Number,
        },
        limit: Some(typed.limit),
        ..Options::default()
    };
    let results = reader.search(&query, &options).map_err(damaged)?;
    results
        .hits
        .iter()
        .for_each(|hit| print(hit, &site, &query, typed.format));
    explain(&results, terminal);
    terminal.say(
        &format!(
            "找到 {} 件，显示 {} 件。",
            results.total,
            results.hits.len()
        ),
        &format!("{} found, {} shown.", results.total, results.hits.len()),
    );
    Ok(0)
}

/// A typed day, month or year. `None` if nothing was typed; an error if there is no such day, month
/// or year.
fn day(typed: Option<&str>) -> Result<Option<String>, Error> {
    let Some(typed) = typed else {
        return Ok(None);
    };
    let first = format!("{typed}{}", "-01".repeat((10 - typed.len().min(10)) / 3));
    let whole = matches!(typed.len(), 4 | 7 | 10) && first.parse::<jiff::civil::Date>().is_ok();
    if whole {
        return Ok(Some(typed.to_owned()));
    }
    Err(Error::usage(
        format!("“{typed}”不是日期；请写成 2024-03-01、2024-03 或者 2024 这样的形式"),
        format!("`{typed}` is no date; write it like 2024-03-01, 2024-03 or 2024"),
    ))
}

/// The filters, by the names of the index's facets. `--year 2024` is short for
/// `--filter year=2024`.
fn filters(typed: &Search, reader: &Reader) -> Result<Filters, Error> {
    let short = [
        ("category", &typed.category),
        ("issuing_body", &typed.issuer),
        ("year", &typed.year),
        (VALIDITY, &typed.validity),
    ];
    let short = short
        .into_iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (name, value.as_str())));
    let long = typed
        .filter
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let mut filters = Filters::new();
    for (typed, value) in short.chain(long) {
        let known = |(name, labels): &(&str, [&str; 2])| *name == typed || labels.contains(&typed);
        let Some((name, _)) = reader.facets().find(known) else {
            let names: Vec<&str> = reader.facets().map(|(name, _)| name).collect();
            return Err(Error::usage(
                format!("没有“{typed}”这项属性；可用的有：{}", names.join("、")),
                format!(
                    "there is no facet `{typed}`; there are: {}",
                    names.join(", ")
                ),
            ));
        };
        let value = match name {
            VALIDITY => validity(value)?,
            _ => value.to_owned(),
        };
        filters.entry(name.to_owned()).or_default().push(value);
    }
    Ok(filters)
}

fn print(hit: &Hit, site: &Path, query: &str, format: Format) {
    if format == Format::Json {
        print_line(&object(hit).to_string());
        return;
    }
    let r = &hit.record;
    let facts = [
        r.document_number.as_deref(),
        Some(r.issuer.as_str()),
        r.date_published.as_deref(),
        r.index_number.as_deref(),
    ];
    let facts: Vec<&str> = facts
        .into_iter()
        .flatten()
        .filter(|f| !f.is_empty())
        .collect();
    // a portal's result may be on another host
    let place = match r.url.starts_with("http") {
        true => r.url.clone(),
        false => site.join(&r.url).display().to_string(),
    };
    print_line(&format!(
        "{}\n    {}\n    {place}",
        r.title,
        facts.join("  "),
    ));
    if let Some(found) = &hit.attachment {
        let place = [found.title.as_str(), &found.place];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        print_line(&format!("    {}  {}", place.join("  "), found.url));
    }
    if let Some(excerpt) = hit.block.as_deref().map(|b| excerpt(b, query)) {
        print_line(&format!("    {excerpt}"));
    }
}

/// The code of a validity that was typed as its code or in Chinese.
fn validity(typed: &str) -> Result<String, Error> {
    match Validity::find(typed) {
        Some(validity) => Ok(validity.code().to_owned()),
        None => {
            let named = |name: fn(Validity) -> String, between: &str| {
                Validity::ALL
                    .iter()
                    .map(|v| name(*v))
                    .collect::<Vec<_>>()
                    .join(between)
            };
            Err(Error::usage(
                format!(
                    "没有“{typed}”这种有效性；可用的有：{}",
                    named(|v| v.label().to_owned(), "、")
                ),
                format!(
                    "there is no validity `{typed}`; there are: {}",
                    named(|v| v.code().to_owned(), ", ")
                ),
            ))
        }
    }
}

/// Prints why nothing was found, and which other queries find something.
fn explain(results: &Results, terminal: &Terminal) {
    let absent: Vec<&str> = results
        .terms
        .iter()
        .filter(|t| t.1 == 0)
        .map(|t| t.0.as_str())
        .collect();
    if !absent.is_empty() {
        terminal.say(
            &format!("没有文件含有与“{}”完全相同的文字。", absent.join("”“")),
            &format!(
                "No document contains “{}” exactly as typed.",
                absent.join("”, “")
            ),
        );
    }
    if let Some(relaxed) = &results.relaxed {
        let Relaxed { query, total, .. } = relaxed;
        let (zh, en) = match relaxed.reason {
            Reason::Punctuation => ("不计标点", "Leaving punctuation out"),
            Reason::Variant => ("换用字的其他写法", "With other forms of characters"),
            Reason::Number => ("换用数字的其他写法", "With the number in another form"),
            Reason::Divided => ("拆成几个检索词", "Divided into several terms"),
            Reason::Term => ("减少检索词", "With fewer terms"),
        };
        let (filters, without) = match relaxed.unfiltered {
            true => ("并清除筛选条件", " and without the filters"),
            false => ("", ""),
        };
        terminal.say(
            &format!("{zh}{filters}，检索“{query}”，可找到 {total} 件。"),
            &format!("{en}{without}, “{query}” finds {total}."),
        );
    }
    if results.unfiltered > 0 {
        let n = results.unfiltered;
        terminal.say(
            &format!("在所选条件下没有文件；不加条件，可找到 {n} 件。"),
            &format!("No document matches the chosen filters; {n} match without them."),
        );
    }
    if !results.suggestions.is_empty() {
        let words: Vec<&str> = results.suggestions.iter().map(|s| s.0.as_str()).collect();
        terminal.say(
            &format!("您要找的可能是：{}。", words.join("、")),
            &format!("You may be looking for: {}.", words.join(", ")),
        );
    }
}

fn object(hit: &Hit) -> serde_json::Value {
    let r = &hit.record;
    json!({
        "index_number": r.index_number, "title": r.title, "url": r.url, "document_number": r.document_number,
        "issuing_body": r.issuer, "date_published": r.date_published, "validity": hit.validity,
        "attachment": hit.attachment,
    })
}

/// The part of a block around the first term of the query in it, or else its beginning.
fn excerpt(block: &str, query: &str) -> String {
    let chars: Vec<char> = block.chars().collect();
    let found = first_term(block, query).unwrap_or(0);
    let (mut from, mut to) = (
        found.saturating_sub(AROUND),
        (found + 2 * AROUND).min(chars.len()),
    );
    from -= (0..WORD)
        .take_while(|i| i < &from && is_inside(&chars, from - i))
        .count();
    to += (0..WORD).take_while(|i| is_inside(&chars, to + i)).count();
    let text: String = chars[from..to].iter().collect();
    format!(
        "{}{}{}",
        if from > 0 { "…" } else { "" },
        text.replace('\n', " "),
        if to < chars.len() { "…" } else { "" }
    )
}

/// Whether a place is inside a number or a word in Latin letters, also full-width ones.
fn is_inside(chars: &[char], at: usize) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let is_word = |c: char| {
        is_digit(c)
            || c.to_lowercase()
                .any(|c| matches!(c, 'a'..='z' | 'ａ'..='ｚ'))
    };
    let is_point = |c: char| matches!(c, '.' | ',' | '．');
    match (at.checked_sub(1).map(|before| chars[before]), chars.get(at)) {
        (Some(a), Some(&b)) => {
            is_word(a) && (is_word(b) || is_point(b)) || is_point(a) && is_digit(b)
        }
        _ => false,
    }
}

/// The number of characters before the first term of the query; `None` if the block has no term.
/// Terms are compared as the search compares them, in folded form.
fn first_term(block: &str, query: &str) -> Option<usize> {
    let folded = fold(block);
    let found = terms(query).iter().filter_map(|t| folded.find(t)).min()?;
    // White space is not counted, because alone it folds differently than in a text. A letter with
    // a combining accent counts as two, so the result may be too small.
    let count = |folded: &str| folded.chars().filter(|c| !c.is_whitespace()).count();
    let before = count(&folded[..found]);
    let mut seen = 0;
    block.chars().position(|c| {
        seen += count(&fold(c.encode_utf8(&mut [0; 4])));
        seen > before
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_begins_before_what_the_search_has_found() {
        let block = format!(
            "{}本区 GDP 增长，《城乡規劃》（２０２４年）已公布。",
            "前".repeat(50)
        );
        for (query, place) in [
            ("gdp", 53),
            ("规划", 63),
            ("規劃", 63),
            ("2024年", 67),
            ("区GDP", 51),
            ("没有", 0),
            ("公布 gdp", 53),
        ] {
            assert_eq!(first_term(&block, query).unwrap_or(0), place, "{query}");
        }
        let shown = excerpt(&block, "規劃");
        assert!(
            shown.starts_with("…前") && shown.contains("規劃"),
            "{shown}"
        );
    }

    #[test]
    fn an_excerpt_divides_no_number() {
        let (before, after) = ("中".repeat(27), "后".repeat(56));
        for number in ["123456", "１２３４５６", "12,345.6", "ＧＢ３４５６"] {
            let block = format!("前，{number}{before}供水{after}，{number}。后文");
            let shown = excerpt(&block, "供水");
            let whole = format!("…{number}{before}供水{after}，{number}…");
            assert_eq!(shown, whole, "{number}");
        }
        // a longer run of digits is divided
        let shown = excerpt(&format!("{}供水", "1".repeat(100)), "供水");
        assert_eq!(shown.chars().count(), 1 + WORD + AROUND + 2);
    }
}
