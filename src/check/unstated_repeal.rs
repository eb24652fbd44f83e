//! Takes the texts and relations of the documents; gives clauses that repeal another document
//! although no relation does. An example is “《…》（甲发〔2019〕5号）同时废止” (“… is repealed at
//! the same time”). This file must not know how relations are resolved.
//!
//! Without the relation, the site would show the repealed document as in force. A clause names the
//! repealed document by its number or title. The relations come from the plan. A clause is not
//! reported if its own document has any relation to the named document, or if the named document
//! states its date of repeal or was made later.

use super::{Files, Rule, Scope};
use crate::catalogue::{Entry, Field, Kind, Relation};
use crate::diag::{Code, Diagnostic, Error, Message, words};
use crate::parse::front_matter::script_of;
use crate::plan::Plan;
use crate::relate::DocumentId;
use crate::source::Sources;
use memchr::memmem;
use rayon::prelude::*;
use regex::Regex;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::UnstatedRepeal],
    scope: Scope::Catalogue(look),
};
/// Extracts the clauses into the cache, for `look`.
pub(super) const CLAUSES: Rule = Rule {
    codes: &[],
    scope: Scope::Files(draw),
};

const WORD: &str = "废止";

/// What ends a clause: the end of a sentence, a semicolon, or the end of a paragraph.
const ENDS: [&str; 4] = ["。", "；", "\n\n", "\r\n\r\n"];

#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, and a test uses them"
)]
static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns {
    number: Regex::new(r"[\p{Han}A-Za-z]{2,30}\s*[〔\[(（【〈《﹝［]\s*\p{Nd}{4}\s*[〕\])）】〉》﹞］]\s*第?\s*\p{Nd}{1,5}\s*号").unwrap(),
    title: Regex::new(r"《[^《》\n]{2,80}》").unwrap(),
    issued: Regex::new(r"印发(《[^《》\n]{2,80}》)").unwrap(),
    aside: Regex::new(r"《[^》]*》|（[^（）]*）|\([^()]*\)|[（）()、，,\s]|和|及|与|以").unwrap(),
    ends_it: Regex::new(
        r"^(等[^，。]{0,8})?([一二两三四五六七八九十\d]*(份|件|个|部)?(文件|办法|规定|通知|意见)?)?(自.{1,25}起)?(同时|即行|即时|一并|予以|相应|随之|随即|均|全部|自动|自行|也|正式|即|宣布)*$",
    )
    .unwrap(),
    begins_it: Regex::new(r"^(了|以下|下列|原|文件|：|:)*$").unwrap(),
}
});

struct Patterns {
    number: Regex,
    title: Regex,
    /// The title of the issued document within a notice's title.
    issued: Regex,
    /// What is ignored between a number or title and 废止 (repealed): titles, texts in brackets,
    /// commas, white space and conjunctions. Numbers between them are removed before.
    aside: Regex,
    ends_it: Regex,
    begins_it: Regex,
}

/// A repealed number or title as written, with its range in the file.
type Clause = (String, Range<usize>);

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let documents = plan.documents().par_iter().map(|&id| (id, plan.entry(id)));
    let drawn = documents
        .filter(|(_, entry)| !tells_of_another(entry))
        .map(|(id, entry)| (id, clauses(sources, entry)));
    let drawn: Vec<(DocumentId, Vec<Clause>)> =
        drawn.filter(|(_, clauses)| !clauses.is_empty()).collect();
    let titles = by_title(plan, &drawn);
    let found: Vec<Vec<Diagnostic>> = drawn
        .par_iter()
        .map(|(id, clauses)| unstated(plan, sources, *id, clauses, &titles))
        .collect();
    findings.extend(found.into_iter().flatten());
}

/// Whether a document interprets or forwards another document. Its body then tells what the other
/// document repeals.
fn tells_of_another(entry: &Entry) -> bool {
    entry.has(Field::Interprets) || entry.has(Field::Forwards)
}

fn draw(files: &Files<'_>, _: &mut Vec<Diagnostic>) -> Result<(), Error> {
    if files.entry.kind != Kind::Page && !tells_of_another(files.entry) {
        clauses(files.sources, files.entry);
    }
    Ok(())
}

/// The numbers and titles that a document's body repeals. They depend on the text alone, so they
/// are cached.
fn clauses(sources: &Sources, entry: &Entry) -> Vec<Clause> {
    let start = entry.body_start;
    let words = sources.words_of("repeal clauses", &start.to_le_bytes(), entry.file, |_| {
        let text = sources
            .text(entry.file)
            .ok()
            .and_then(|t| t.0)
            .unwrap_or_default();
        let body = text.get(start..).unwrap_or_default();
        let with_word = paragraphs_with_word(body);
        let numbers = in_paragraphs(body, &with_word, '号', |p| &p.number);
        let titles = in_paragraphs(body, &with_word, '《', |p| &p.title);
        let named = numbers.into_iter().chain(titles);
        named
            .map(|r| format!("{} {}", start + r.start, &body[r]))
            .collect()
    });
    // another module reports unreadable files
    let words = words.unwrap_or_default();
    let clause = |word: &String| {
        let (start, text) = word.split_once(' ')?;
        let start: usize = start.parse().ok()?;
        Some((text.to_owned(), start..start + text.len()))
    };
    words.iter().filter_map(clause).collect()
}

/// For each title in 《》 of a clause: the documents with this title, and the notices whose titles
/// say that they issue (印发) a document with this title.
fn by_title<'a>(
    plan: &Plan<'_>,
    drawn: &'a [(DocumentId, Vec<Clause>)],
) -> HashMap<&'a str, Vec<DocumentId>> {
    let named = drawn
        .iter()
        .flat_map(|(_, clauses)| clauses)
        .map(|(written, _)| written.as_str())
        .filter(|written| written.starts_with('《'));
    let mut all: HashMap<&str, Vec<DocumentId>> = named.map(|title| (title, Vec::new())).collect();
    if all.is_empty() {
        return all;
    }
    for &id in plan.documents() {
        let title = plan.entry(id).title.as_str();
        let issued = PATTERNS
            .issued
            .captures(title)
            .and_then(|c| c.get(1))
            .map(|m| m.as_str().to_owned());
        for name in [
            Some(format!(
                "《{}》",
                title.trim_start_matches('《').trim_end_matches('》')
            )),
            issued,
        ]
        .into_iter()
        .flatten()
        {
            if let Some(documents) = all.get_mut(name.as_str()) {
                documents.push(id);
            }
        }
    }
    all
}

fn unstated(
    plan: &Plan<'_>,
    sources: &Sources,
    own: DocumentId,
    clauses: &[Clause],
    titles: &HashMap<&str, Vec<DocumentId>>,
) -> Vec<Diagnostic> {
    let related = plan.related;
    let entry = related.entry(own);
    let mut told: Vec<DocumentId> = Vec::new();
    let mut findings = Vec::new();
    for (written, range) in clauses {
        let named = match titles.get(written.as_str()).map(Vec::as_slice) {
            Some([one]) => Some((0, *one)),
            Some(_) => None,
            None => resolve(plan, written),
        };
        let Some((cut, target)) = named else { continue };
        let other = related.entry(target);
        let is_said = related
            .acted_on(target)
            .iter()
            .any(|(r, by)| *r == Relation::Repeals || *by == own)
            || other.date_repealed.is_some();
        let is_later = other.date_created > entry.date_created;
        if target == own || is_said || is_later || told.contains(&target) {
            continue;
        }
        told.push(target);
        let number = other
            .document_number
            .as_deref()
            .or(other.index_number.as_deref())
            .unwrap_or_default();
        let text = sources.text(entry.file).ok().and_then(|(text, _)| text);
        let script = script_of(&text.unwrap_or_default());
        let key = script.pick(Field::Repeals.label(), Field::Repeals.name());
        let line = if entry.has(Field::Repeals) {
            words(
                format!("在“{}”中加上“{number}”", key.zh),
                format!("add `{number}` to `{}`", key.en),
            )
        } else {
            words(
                format!("在文件信息中加一行“{}: [{number}]”", key.zh),
                format!("add the line `{}: [{number}]` to the front matter", key.en),
            )
        };
        let finding = Diagnostic::new(Message::UnstatedRepeal {
            value: number.into(),
            line: line.into(),
        });
        findings.push(sources.at(entry.file, range.start + cut..range.end, finding));
    }
    findings
}

/// The document that a number names, and the number's offset in `written`. Other words may come
/// before the number (原甲发…, 将甲发…), so the longest suffix that is a number of the catalogue
/// counts.
fn resolve(plan: &Plan<'_>, written: &str) -> Option<(usize, DocumentId)> {
    let prefix = written.find(|c: char| !c.is_alphabetic()).unwrap_or(0);
    written[..prefix].char_indices().find_map(|(i, _)| {
        let id = plan.related.by_number(&written[i..])?;
        Some((i, id))
    })
}

/// The paragraphs with the word 废止 (repealed). A clause ends with its paragraph at the latest.
fn paragraphs_with_word(body: &str) -> Vec<Range<usize>> {
    let bytes = body.as_bytes();
    let mut words = memmem::find_iter(bytes, WORD).peekable();
    let mut found = Vec::new();
    if words.peek().is_none() {
        return found;
    }
    let mut at = 0;
    let ends = memmem::find_iter(bytes, "\n\n").map(|end| end + 2);
    for end in ends.chain([body.len()]) {
        if words.next_if(|word| *word < end).is_some() {
            found.push(at..end);
            while words.next_if(|word| *word < end).is_some() {}
        }
        at = end;
    }
    found
}

/// The ranges of what the paragraphs repeal, as in [`repealed`]. Every match has the character
/// `sign`, so paragraphs without it are skipped.
fn in_paragraphs(
    body: &str,
    paragraphs: &[Range<usize>],
    sign: char,
    named: fn(&Patterns) -> &Regex,
) -> Vec<Range<usize>> {
    let with_sign = paragraphs
        .iter()
        .filter(|p| body[(*p).clone()].contains(sign));
    let ranges = with_sign.flat_map(|paragraph| {
        let at = paragraph.start;
        let ranges = repealed(&body[paragraph.clone()], named(&PATTERNS));
        ranges.into_iter().map(move |r| at + r.start..at + r.end)
    });
    ranges.collect()
}

/// The ranges of repealed numbers or titles, whichever `named` matches.
fn repealed(body: &str, named: &Regex) -> Vec<Range<usize>> {
    let p = &*PATTERNS;
    let numbers: Vec<Range<usize>> = named.find_iter(body).map(|m| m.range()).collect();
    let bare = |gap: &str| {
        let gap = p.number.replace_all(gap, "");
        p.aside.replace_all(&gap, "").into_owned()
    };
    let ends = |at: usize| {
        let rest = &body[at..];
        at + ENDS
            .iter()
            .filter_map(|e| rest.find(e))
            .min()
            .unwrap_or(rest.len())
    };
    let begins = |at: usize| {
        ENDS.iter()
            .filter_map(|e| body[..at].rfind(e).map(|i| i + e.len()))
            .max()
            .unwrap_or(0)
    };
    let in_title = |at: usize, from: usize| {
        body[from..at].matches('《').count() > body[from..at].matches('》').count()
    };
    numbers
        .into_iter()
        .filter(|number| {
            let (from, to) = (begins(number.start), ends(number.end));
            if in_title(number.start, from) {
                return false;
            }
            let after = body[number.end..to]
                .match_indices(WORD)
                .any(|(i, _)| p.ends_it.is_match(&bare(&body[number.end..number.end + i])));
            let before = body[from..number.start].match_indices(WORD).any(|(i, _)| {
                !in_title(from + i, from)
                    && p.begins_it
                        .is_match(&bare(&body[from + i + WORD.len()..number.start]))
            });
            after || before
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        repealed(text, &PATTERNS.number)
            .into_iter()
            .map(|r| &text[r])
            .collect()
    }

    #[test]
    fn titles_that_are_ended_and_that_are_not() {
        let titles = |text| {
            repealed(text, &PATTERNS.title)
                .into_iter()
                .map(|r| &text[r])
                .collect::<Vec<&str>>()
        };
        assert_eq!(
            titles("本办法自印发之日起施行。原《困难帮扶办法》同时废止。"),
            ["《困难帮扶办法》"]
        );
        assert_eq!(
            titles("《旧办法》和《细则》同时废止。"),
            ["《旧办法》", "《细则》"]
        );
        assert_eq!(titles("决定废止《旧办法》。"), ["《旧办法》"]);
        assert_eq!(
            titles("根据《工作规则》，原办法同时废止。"),
            Vec::<&str>::new()
        );
        assert_eq!(
            titles("《旧办法》第三条同时废止。《关于废止〈旧办法〉的决定》已经通过。"),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn clauses_that_end_a_document() {
        for (text, numbers) in [
            (
                "本办法自2024年8月1日起施行。《困难帮扶办法》（甲发〔2019〕5号）同时废止。",
                vec!["甲发〔2019〕5号"],
            ),
            (
                "《旧办法》（甲发[2019]5号）、《细则》（甲发（2020）第6号）同时废止。",
                vec!["甲发[2019]5号", "甲发（2020）第6号"],
            ),
            (
                "《旧办法》（甲发〔2019〕5号）自本办法施行之日起废止。",
                vec!["甲发〔2019〕5号"],
            ),
            (
                "经研究，决定废止《旧办法》（甲发【2019】5号）和《细则》（甲办发〔2020〕6号）。",
                vec!["甲发【2019】5号", "甲办发〔2020〕6号"],
            ),
            ("原甲发〔2019〕5号文件同时废止。", vec!["原甲发〔2019〕5号"]),
            (
                "甲发〔２０１９〕５号、甲发〔2020〕6号等两个文件即行废止。",
                vec!["甲发〔２０１９〕５号", "甲发〔2020〕6号"],
            ),
        ] {
            assert_eq!(found(text), numbers, "{text}");
        }
    }

    #[test]
    fn clauses_that_do_not() {
        for text in [
            "根据《工作规则》（甲发〔2019〕5号）的规定，现将有关事项通知如下。原办法同时废止。",
            "《关于废止〈旧办法〉（甲发〔2019〕5号）的决定》已经通过。",
            "《旧办法》（甲发〔2019〕5号）第三条同时废止。",
            "依照甲发〔2019〕5号文件执行；本通知印发前的规定废止。",
            "《旧办法》（甲发〔2019〕5号）继续有效。\n\n下列文件废止：",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
