//! Takes the citations in all texts; gives cited numbers with another title, and cited documents or
//! laws that had already ended. This file must not know how validity is determined.
//!
//! Citations are extracted while a text is in memory, and judged when all documents are known. The
//! validity of the cited documents comes from the plan.

use super::super::{Files, Rule, Scope};
use super::ended::replaced;
use crate::catalogue::{Entry, Kind, Relation, Validity};
use crate::diag::{Code, Diagnostic, Error, Message, Words, words};
use crate::fold::fold;
use crate::plan::Plan;
use crate::relate::{DocumentId, Target};
use crate::source::Sources;
use memchr::memmem;
use rayon::prelude::*;
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

pub(in super::super) const CITED: Rule = Rule {
    codes: &[Code::CitedNumberDiffers, Code::CitedDocumentEnded],
    scope: Scope::Catalogue(look),
};
/// Extracts the citations into the cache, for `look`.
pub(in super::super) const CITATIONS: Rule = Rule {
    codes: &[],
    scope: Scope::Files(draw),
};

/// The longest title that is recognised, in bytes.
const LONGEST: usize = 240;
/// Words that show that a sentence is about the past of a document.
const PAST: [&str; 14] = [
    "废止",
    "失效",
    "修订",
    "修改",
    "修正",
    "取代",
    "代替",
    "替代",
    "终止",
    "停止",
    "原《",
    "曾",
    "旧",
    "同时不再",
];

#[expect(
    clippy::unwrap_used,
    reason = "the pattern is a constant, and a test uses it"
)]
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*[（(]\s*([\p{Han}A-Za-z]{1,20}\s*[〔\[【（(]\s*[0-9]{4}\s*[〕\]】）)]\s*第?\s*[0-9]{1,5}\s*号)",
    )
    .unwrap()
});

/// A document that a text names.
#[derive(Debug, PartialEq, Eq)]
struct Citation {
    title: String,
    number: Option<String>,
    /// Its place in the file, without the number.
    range: Range<usize>,
    /// Whether the sentence is about the past of the cited document.
    is_past: bool,
}

fn draw(files: &Files<'_>, _: &mut Vec<Diagnostic>) -> Result<(), Error> {
    if files.entry.kind == Kind::Document {
        citations(files.sources, files.entry);
    }
    Ok(())
}

/// The documents that a text cites, each pair of title and number once.
fn citations(sources: &Sources, entry: &Entry) -> Vec<Citation> {
    let start = entry.body_start;
    let words = sources.words_of("citations", &start.to_le_bytes(), entry.file, |_| {
        let text = sources.text(entry.file).ok().and_then(|t| t.0);
        let text = text.unwrap_or_default();
        let found = in_text(text.get(start..).unwrap_or_default());
        let shown = |c: Citation| {
            let (from, to) = (start + c.range.start, start + c.range.end);
            let (past, number) = (u8::from(c.is_past), c.number.unwrap_or_default());
            format!("{from} {to} {past} {number}\t{}", c.title)
        };
        found.into_iter().map(shown).collect()
    });
    // another module reports unreadable files
    let words = words.unwrap_or_default();
    let citation = |word: &String| {
        let (facts, title) = word.split_once('\t')?;
        let mut facts = facts.splitn(4, ' ');
        let mut next = || facts.next();
        Some(Citation {
            range: next()?.parse().ok()?..next()?.parse().ok()?,
            is_past: next()? == "1",
            number: next().filter(|n| !n.is_empty()).map(str::to_owned),
            title: title.to_owned(),
        })
    };
    words.iter().filter_map(citation).collect()
}

fn in_text(body: &str) -> Vec<Citation> {
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let mut end = 0;
    let mut sentence = Sentence::default();
    for start in memmem::find_iter(body.as_bytes(), "《") {
        if start < end {
            continue;
        }
        let Some(length) = title_length(&body[start..]) else {
            continue;
        };
        end = start + length;
        let title = &body[start + "《".len()..end - "》".len()];
        let number = NUMBER
            .captures(super::paragraphs::head(body, end, 50))
            .and_then(|c| c.get(1));
        let number = number.map(|n| n.as_str().replace(char::is_whitespace, ""));
        if seen.insert((title, number.clone())) {
            if end > sentence.range.end {
                sentence = Sentence::around(body, start..end);
            }
            let is_past = sentence.says_past(start..end) || body[..start].ends_with('原');
            found.push(Citation {
                title: title.to_owned(),
                number,
                range: start..end,
                is_past,
            });
        }
    }
    found
}

/// A sentence with citations. It is searched for words about the past only once, because a long list
/// of documents may be one sentence.
#[derive(Default)]
struct Sentence {
    range: Range<usize>,
    /// Where the first such word ends and where the last one begins, if there are any.
    words: Option<(usize, usize)>,
}

impl Sentence {
    fn around(body: &str, title: Range<usize>) -> Sentence {
        let stops = ['。', '；', '\n'];
        let from = body[..title.start].rfind(stops).unwrap_or(0);
        let after = body[title.end..].find(stops);
        let to = after.map_or(body.len(), |at| title.end + at);
        let text = &body[from..to];
        let first = PAST.iter().filter_map(|w| Some(text.find(w)? + w.len()));
        let last = PAST.iter().filter_map(|w| text.rfind(w));
        Sentence {
            words: first
                .min()
                .zip(last.max())
                .map(|(f, l)| (from + f, from + l)),
            range: from..to,
        }
    }

    /// Whether a word about the past is before or after a title.
    fn says_past(&self, title: Range<usize>) -> bool {
        self.words
            .is_some_and(|(first, last)| first <= title.start || last >= title.end)
    }
}

/// The length in bytes of a title in 《》, perhaps with titles inside. `None` if the title does not
/// end on its line, or is longer than `LONGEST`.
fn title_length(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(at + c.len_utf8());
        }
        if at > LONGEST {
            return None;
        }
    }
    None
}

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let titles = by_title(plan);
    let found: Vec<Vec<Diagnostic>> = plan
        .documents()
        .par_iter()
        .filter(|id| plan.entry(**id).kind == Kind::Document)
        .map(|&id| {
            let entry = plan.entry(id);
            let mut own = Vec::new();
            for citation in citations(sources, entry) {
                if let Some(message) = judge(plan, &titles, id, &citation) {
                    let finding = Diagnostic::new(message);
                    own.push(sources.at(entry.file, citation.range, finding));
                }
            }
            own
        })
        .collect();
    findings.extend(found.into_iter().flatten());
}

/// The published documents (without pages and annual reports) by title, in the form that `bare`
/// gives.
fn by_title<'a>(plan: &Plan<'a>) -> HashMap<&'a str, Vec<DocumentId>> {
    let mut all: HashMap<&str, Vec<DocumentId>> = HashMap::new();
    for &id in plan.documents() {
        let entry = plan.entry(id);
        if entry.kind == Kind::Document {
            all.entry(bare(&entry.title)).or_default().push(id);
        }
    }
    all
}

/// A title without 《》 around it and without 中华人民共和国, which citations may leave out.
fn bare(title: &str) -> &str {
    let title = title.trim().trim_start_matches('《').trim_end_matches('》');
    title.strip_prefix("中华人民共和国").unwrap_or(title)
}

fn judge(
    plan: &Plan<'_>,
    titles: &HashMap<&str, Vec<DocumentId>>,
    own: DocumentId,
    citation: &Citation,
) -> Option<Message> {
    let cited = titles
        .get(bare(&citation.title))
        .map_or(&[][..], Vec::as_slice);
    if cited.contains(&own) {
        return None;
    }
    if let Some(number) = citation.number.as_deref()
        && let Some(right) = other_number(plan, cited, number, &citation.title)
    {
        return Some(Message::CitedNumberDiffers {
            title: (&citation.title).into(),
            number: number.into(),
            right: right.into(),
        });
    }
    if cited.is_empty() && !citation.is_past {
        return ended_law(plan, own, &citation.title);
    }
    let [target] = cited else { return None };
    if citation.is_past || acts_on(plan, own, *target) {
        return None;
    }
    let status = plan.related.status(*target);
    let has_ended = matches!(status.validity, Validity::Repealed | Validity::Expired);
    let since = status.since.filter(|_| has_ended)?;
    let made = plan.entry(own).date_created?;
    (made >= since).then(|| Message::CitedDocumentEnded {
        title: (&citation.title).into(),
        day: since.into(),
        successor: successor(plan, &status.by).into(),
    })
}

/// The message about a national law that had been replaced before the text was made.
fn ended_law(plan: &Plan<'_>, own: DocumentId, title: &str) -> Option<Message> {
    let law = replaced(bare(title))?;
    let made = plan.entry(own).date_created?;
    let successor = words(
        format!("，见《{}》", law.by),
        format!("; see 《{}》", law.by),
    );
    (made >= law.from).then(|| Message::CitedDocumentEnded {
        title: title.into(),
        day: law.from.into(),
        successor: successor.into(),
    })
}

/// If a number is not that of the cited title, what the catalogue has instead. `None` if the number
/// is right, or if the catalogue does not show that it is wrong.
fn other_number(plan: &Plan<'_>, cited: &[DocumentId], number: &str, title: &str) -> Option<Words> {
    let bears = |id: &DocumentId| {
        let own = plan.entry(*id).document_number.as_deref();
        own.is_some_and(|n| fold(n) == fold(number))
    };
    let bearer = plan.related.by_number(number);
    if cited.iter().any(bears) || bearer.is_some_and(|id| cited.contains(&id)) {
        return None;
    }
    if let Some(other) = bearer {
        let other = &plan.entry(other).title;
        if let Some(right) = slip_of(title, other) {
            return Some(words(
                format!("目录中该文号的文件是《{right}》"),
                format!("the catalogue has {right} with that number"),
            ));
        }
        // a notice and its annexed document share a number, and citations shorten titles, so a
        // similar title is no fault
        return (!is_akin(title, other)).then(|| {
            words(
                format!("该文号属于《{}》", bare(other)),
                format!("the number is that of {}", bare(other)),
            )
        });
    }
    let [only] = cited else { return None };
    let right = plan.entry(*only).document_number.as_deref()?;
    Some(words(
        format!("目录中该文件的文号是“{right}”"),
        format!("the catalogue has it with the number `{right}`"),
    ))
}

/// The right title, if a citation differs from it by at most `FEW` characters. It is `other`, or
/// the title in 《》 within it. `None` if the citation is right, shortened, or too short to tell.
fn slip_of<'t>(cited: &str, other: &'t str) -> Option<&'t str> {
    const FEW: usize = 3;
    // only letters, because a citation writes inner marks as 〈〉
    let letters = |title: &str| -> String {
        let is_letter = |c: &char| c.is_alphanumeric();
        bare(title).chars().filter(is_letter).collect()
    };
    let cited = letters(cited);
    let issued = other
        .split_once('《')
        .and_then(|(_, rest)| rest.rsplit_once('》'))
        .map(|(inner, _)| inner);
    let whole = letters(other);
    if whole.contains(&cited) || cited.contains(&whole) {
        return None;
    }
    let near = |right: &&str| {
        let distance = strsim::levenshtein(&cited, &letters(right));
        distance > 0 && distance <= FEW && cited.chars().count() > 2 * FEW
    };
    [Some(bare(other)), issued].into_iter().flatten().find(near)
}

/// Whether `other` has at least half of the character pairs of `cited`, or is `cited` without the
/// name of a body at its beginning.
fn is_akin(cited: &str, other: &str) -> bool {
    if bare(cited).ends_with(bare(other)) {
        return true;
    }
    let letters: Vec<char> = bare(cited).chars().collect();
    let pairs = letters.windows(2);
    let count = pairs.len();
    let shared = pairs
        .filter(|p| other.contains(&p.iter().collect::<String>()))
        .count();
    count == 0 || shared * 2 >= count
}

fn acts_on(plan: &Plan<'_>, own: DocumentId, target: DocumentId) -> bool {
    let relates = |a, b| {
        let edges = plan.related.acts(a);
        edges
            .iter()
            .any(|e| e.target == Target::Entry(b) && e.relation != Relation::Renews)
    };
    relates(own, target) || relates(target, own)
}

/// The first of the documents that ended a document, as a part of a sentence.
fn successor(plan: &Plan<'_>, by: &[DocumentId]) -> Words {
    let Some(first) = by.first() else {
        return words("", "");
    };
    let entry = plan.entry(*first);
    let number = entry.document_number.as_deref();
    let (zh, en) = number.map_or_else(Default::default, |n| {
        (format!("（{n}）"), format!(" ({n})"))
    });
    words(
        format!("，见《{}》{zh}", bare(&entry.title)),
        format!("; see {}{en}", bare(&entry.title)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_of_a_text() {
        let text = "根据《甲〈乙〉办法》（丙发〔2020〕3 号）和《丁法》，原《旧法》废止。\n《甲\n》";
        let found: Vec<(String, Option<String>, bool)> = in_text(text)
            .into_iter()
            .map(|c| (c.title, c.number, c.is_past))
            .collect();
        let first = (
            "甲〈乙〉办法".to_owned(),
            Some("丙发〔2020〕3号".to_owned()),
            true,
        );
        assert_eq!(found[0], first);
        assert_eq!(found.len(), 3);
        assert_eq!(
            slip_of("县就业补助资金管理暂行办法", "县就业补助资金管理办法"),
            Some("县就业补助资金管理办法")
        );
        let notice = "关于印发《县就业补助资金管理办法》的通知";
        assert!(slip_of("县就业补助资金管理暂行办法", notice).is_some());
        assert_eq!(slip_of("县就业补助资金管理办法", notice), None);
        assert_eq!(slip_of("就业补助资金管理办法", notice), None);
        assert!(is_akin("救助管理办法", "关于印发社会救助管理办法的通知"));
        assert!(!is_akin("救助管理办法", "关于绿化工作的通知"));
    }
}
