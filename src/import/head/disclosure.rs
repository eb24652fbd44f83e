//! Takes a page and the fields of its head; adds the disclosure (公开方式) that the page states
//! anywhere.
//!
//! The strictest statement counts, because an import must not publish what the original withholds.
//! If the title says that the text is not final, the document becomes a draft, unless the text was
//! published. This file must not know the rest of the head.

use super::{Extent, Reader, Value};
use crate::catalogue::secrecy::{self, bare, disclosed};
use crate::catalogue::{Disclosure, Field};
use crate::diag::words;
use crate::import::form::{is_match, is_numbered, pattern, squeeze, trim};
use crate::import::page::{self, CELL};
use regex::Regex;
use std::sync::LazyLock;

/// A security marking may be in this many lines at the top of the page, and in as many at the
/// beginning of the text.
const TOP: usize = 30;

/// The longest line that may be a security marking, in characters.
const LONGEST_MARK: usize = 60;

impl Reader<'_> {
    /// Writes the strictest statement into the head, if it is stricter than what the head already
    /// states.
    pub(super) fn disclosure(&mut self) {
        let strictest = self.statements().into_iter().max_by_key(|(d, _)| *d);
        let known = self
            .head
            .fields
            .get(&Field::Disclosure)
            .and_then(|v| Disclosure::find(&v.texts.concat()));
        if let Some((disclosure, text)) = strictest
            && disclosure > known.unwrap_or(Disclosure::Proactive)
        {
            let doubt = words(
                format!("按原件中的“{text}”填写"),
                format!("it is what `{text}` in the original means"),
            );
            let value = Value {
                texts: vec![disclosure.label().to_owned()],
                doubt: Some(doubt),
                at: self.place(&text),
            };
            self.head.fields.insert(Field::Disclosure, value);
        }
    }

    /// Every statement with its words: a security marking or refusal first.
    fn statements(&self) -> Vec<(Disclosure, String)> {
        let notes: Vec<String> = self
            .page
            .footnotes
            .iter()
            .map(|(_, spans)| page::plain(spans))
            .collect();
        let around = self.page.marks.iter().chain(&notes).map(String::as_str);
        let lines: Vec<&str> = self
            .lines
            .iter()
            .map(|l| l.text.as_str())
            .filter(|l| !trim(l).is_empty())
            .collect();
        let start = self.page.text.as_ref().map_or(0, |t| t.start);
        let in_text = self
            .lines
            .iter()
            .filter(|l| l.block >= start && !l.is_blank())
            .map(|l| l.text.as_str())
            .take(TOP);
        let title = self.head.fields.get(&Field::Title);
        let title = title.map(|t| squeeze(&t.texts.concat()));
        let is_title = |line: &str| title.as_deref() == Some(squeeze(line).as_str());
        let secret = lines
            .iter()
            .copied()
            .take(TOP)
            .chain(in_text)
            .chain(around.clone())
            .filter(|l| l.chars().count() <= LONGEST_MARK)
            .find(|l| {
                secrecy::is_mark(l)
                    || is_title(l) && in_last_brackets(l).is_some_and(secrecy::is_mark)
                    || secrecy::shares_mark(l)
                    || secrecy::is_restriction(l)
                    || secrecy::is_refusal(l) && !is_numbered(l)
            });
        let mut said: Vec<(Disclosure, String)> = secret
            .map(|l| (Disclosure::Withheld, trim(l).replace(CELL, " ")))
            .into_iter()
            .collect();
        for (n, line) in lines.iter().copied().chain(around).enumerate() {
            let next = lines.get(n + 1).copied();
            if let Some(value) = labelled(line, next)
                && let Some(disclosure) = disclosed(&value)
            {
                said.push((disclosure, value));
            }
            if secrecy::is_classified(line) {
                said.push((Disclosure::Withheld, trim(line).replace(CELL, " ")));
            }
            said.extend(secrecy::note(line));
            said.extend(secrecy::whole_note(line));
            said.extend(in_last_brackets(line).and_then(secrecy::whole_note));
        }
        said
    }
}

/// The brackets at the end of a line, with their content.
fn in_last_brackets(line: &str) -> Option<&str> {
    let line = line.trim_end_matches(|c: char| c.is_whitespace() || "。.；;".contains(c));
    if !line.ends_with(['）', ')', '】', '〕', ']', '］']) {
        return None;
    }
    let open = line.rfind(['（', '(', '【', '〔', '[', '［'])?;
    Some(&line[open..])
}

/// Endings of the titles of drafts.
static UNDECIDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "(?:征求意见稿|送审稿|讨论稿|报审稿|报批稿|审议稿|审议版|评审稿|会签稿|修改稿|初稿|草稿)[)）】\\]》]*$",
    )
});

/// Words of a page that publishes a draft, for example to ask for opinions.
static PUBLISHES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "公开征求|征求(?:社会|公众|各界)|向社会(?:公开)?征求|公开征集|现予(?:公布|公示|公告)|意见反馈|反馈意见|公告$|公示$",
    )
});

impl Reader<'_> {
    /// Marks the document as a draft if its title says "not final" and nothing shows a publication.
    pub(super) fn draft(&mut self) {
        let title = self.head.fields.get(&Field::Title);
        let title = title
            .map(|t| squeeze(&t.texts.concat()))
            .unwrap_or_default();
        let is_published = || {
            self.extent == Extent::Whole
                || self.has(Field::DatePublished)
                || self
                    .lines
                    .iter()
                    .take(TOP * 2)
                    .any(|l| is_match(&PUBLISHES, &squeeze(&l.text)))
        };
        if is_match(&UNDECIDED, &title) && !is_published() {
            let doubt = words(
                "标题是尚未定稿的文本，作为草稿导入；确已公布的，删去这一项",
                "its title says that the text is not final, so it is a draft; delete this if it was published",
            );
            let value = Value {
                texts: vec!["是".to_owned()],
                doubt: Some(doubt),
                at: self.place(&title),
            };
            self.head.fields.insert(Field::Draft, value);
        }
    }
}

/// The value after a disclosure label, on its line or the next.
fn labelled(line: &str, next: Option<&str>) -> Option<String> {
    let whole = bare(line);
    // the values of a column are below its heading
    let is_column_head = whole.matches(CELL).count() >= 2 && !whole.contains(['：', ':']);
    let own = if is_column_head || is_numbered(line) {
        None
    } else {
        secrecy::labelled(line)
    };
    own.or_else(|| {
        let next = next.filter(|_| whole.ends_with(['：', ':'])).map(bare)?;
        if next.is_empty() {
            None
        } else {
            secrecy::labelled(&format!("{whole}{next}"))
        }
    })
}
