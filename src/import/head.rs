//! Takes a page; gives the fields of the new document, doubts about each, and the range of the
//! text.
//!
//! The heads of old pages are tables, lists and lines. Labels may have lost characters, and values
//! may have lost their labels. A value ends at the next label, line end or cell end. A damaged
//! value is left out and reported. This module must not know the form of the new file.

mod begin;
mod disclosure;
mod extent;
mod form;
mod signature;
mod stated;
mod title;

use super::at::{At, Counted, Line as Written};
use super::form::{DATE, differs, find, fits, is_whole, may_be, squeeze, trim, typed};
use super::label::Line;
use super::lines::lines;
use super::page::{Block, CELL, Page};
use crate::catalogue::Field;
use crate::diag::{Words, words};
use crate::parse::front_matter::is_nothing;
use std::collections::BTreeMap;
use std::ops::Range;

/// A field's value, as the front matter will have it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    /// One text, or the items of a list.
    pub(super) texts: Vec<String>,
    /// Why an editor should check it.
    pub(super) doubt: Option<Words>,
    /// Where it was read.
    pub(super) at: At,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// The fields.
    pub(super) fields: BTreeMap<Field, Value>,
    /// Fields with an unreadable value, its text and its place.
    pub(super) unread: Vec<(Field, String, At)>,
    /// The values of labels that name other documents, such as 相关文件 (related documents), with
    /// these labels.
    pub(super) pointers: Vec<String>,
    /// The date of the signature, as a hint for the editor. Set only if the head has no document
    /// date and the signature does not fit the head.
    pub(super) signed: Option<String>,
    /// The first line between head and text that says something new. The new file has it only in a
    /// comment, so it is reported.
    pub(super) passed: Option<String>,
    /// Lines above the text that belong to it: the title in English, and notes about the adoption.
    pub(super) kept: Vec<String>,
    /// The lines of the head, as in the original.
    pub(super) raw: Vec<String>,
    /// The range of the blocks that are the text.
    pub(super) text: Range<usize>,
}

/// The maximum number of lines without a field between two lines of the head.
const GAP: usize = 4;

/// Reads a page's head.
pub(super) fn read(page: &Page) -> Head {
    let mut reader = Reader {
        page,
        lines: lines(page),
        head: Head::default(),
        extent: Extent::None,
        cue: Cue::Top,
    };
    reader.read();
    reader.head
}

/// The kind of head that a page has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// The page has no head.
    None,
    /// One line below the title with the day when the page was published. The document's date and
    /// issuing body are below its text.
    Line,
    /// The fields of a catalogue.
    Whole,
}

/// Where the place of a value is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cue {
    /// On the first line that has it.
    Top,
    /// On the last line that has it.
    Bottom,
    /// On this line or one of the three lines below it.
    Line(usize),
    /// In the meta tags.
    Meta,
}

/// A value that the head states, with its field. Only a validity above the text, such as 【废止】
/// or 全文废止, may have no label.
struct Stated {
    field: Field,
    text: String,
    /// The line of its label, if it has one.
    line: Option<usize>,
    /// Why an editor should check it.
    doubt: Option<Words>,
}

fn measured(stated: &[Stated]) -> Extent {
    let known: Vec<Field> = stated
        .iter()
        .filter(|s| !s.text.is_empty())
        .map(|s| s.field)
        .collect();
    let telling = [
        Field::IndexNumber,
        Field::DocumentNumber,
        Field::Issuer,
        Field::DateCreated,
        Field::DatePublished,
        Field::Title,
    ];
    let is_stated = |fields: &[Field]| {
        stated
            .iter()
            .any(|s| fields.contains(&s.field) && fits(s.field, &s.text))
    };
    // the label 索引号 cannot mean anything else
    let has_own_form = |s: &Stated| s.field == Field::IndexNumber && may_be(s.field, &s.text);
    let is_whole = is_stated(&[Field::IndexNumber, Field::DocumentNumber])
        || stated.iter().any(has_own_form)
        || telling
            .iter()
            .filter(|f| **f != Field::DatePublished && known.contains(f))
            .count()
            >= 2;
    // the day may be without a label
    let is_line = is_stated(&[Field::DatePublished, Field::DateCreated])
        || known.contains(&Field::Source) && known.contains(&Field::Summary);
    match is_whole {
        true => Extent::Whole,
        false if is_line => Extent::Line,
        false => Extent::None,
    }
}

struct Reader<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    head: Head,
    extent: Extent,
    cue: Cue,
}

impl Reader<'_> {
    /// Takes the labelled values of the head above the text, or below it; gives whether there is a
    /// head above the text.
    fn labelled(&mut self) -> bool {
        let (from, to) = self.extent();
        let mut stated = self.stated(from..to);
        stated.extend(self.status());
        self.extent = measured(&stated);
        // the day beside the source has no label
        let is_dateline = |s: &Stated| {
            let line = s.line.and_then(|at| self.lines.get(at));
            s.field == Field::Source && line.is_some_and(|l| find(&DATE, &l.text).is_some())
        };
        if self.extent == Extent::None && stated.iter().any(is_dateline) {
            self.extent = Extent::Line;
        }
        let is_above = self.extent != Extent::None;
        let below = self.stated_below(&stated);
        if !below.is_empty() {
            stated.retain(|_| is_above);
            stated.extend(below);
            self.extent = Extent::Whole;
        }
        let is_titled = self
            .lines
            .get(from)
            .and_then(|l| l.labels.first())
            .is_some_and(|l| l.field() == Some(Field::Title) && l.marked);
        for stated in stated {
            // without a head, a label at the start of a line is part of the text
            if self.extent != Extent::None || stated.field == Field::Title && is_titled {
                self.cue = stated.line.map_or(Cue::Top, Cue::Line);
                self.take(stated.field, &stated.text, stated.doubt);
            }
        }
        self.cue = Cue::Top;
        is_above
    }

    fn read(&mut self) {
        let mut is_above = self.labelled();
        if self.extent != Extent::Whole {
            self.by_form();
            is_above = self.extent != Extent::None;
        }
        self.cue = Cue::Meta;
        for (field, text) in self.page.meta.clone() {
            self.take(field, &text, None);
        }
        self.cue = Cue::Top;
        let (from, to) = if is_above { self.extent() } else { (0, 0) };
        self.pointers(from..to);
        let head_end = to
            .checked_sub(1)
            .and_then(|last| self.lines.get(last))
            .map_or(0, |l| l.block + 1);
        let text = self.page.text.clone().unwrap_or(0..self.page.blocks.len());
        // some pages have their head below the text
        let is_below = self.lines.get(from).is_some_and(|l| l.block >= text.end);
        let head_end = if is_below { text.start } else { head_end };
        let text = text.start.max(head_end.min(text.end))..text.end;
        self.title(&text);
        self.order();
        self.number(&text);
        self.cue = Cue::Bottom;
        self.signature(&text);
        self.cue = Cue::Top;
        self.kind();
        self.disclosure();
        self.draft();
        let begin = self.begin(text.clone());
        self.kept(begin);
        self.head.passed = self.passed(text.start..begin);
        let original = self
            .page
            .original
            .as_ref()
            .unwrap_or(&self.page.blocks)
            .iter()
            .take(begin)
            .flat_map(Block::lines);
        self.head.raw = original
            .map(|l| l.split(CELL).map(trim).collect::<Vec<_>>().join(" | "))
            .filter(|l| !l.trim_matches([' ', '|']).is_empty())
            .collect();
        self.head.text = begin..text.end;
    }

    /// Stores a value of a field. An old value that differs stays, with a doubt that names the new
    /// value. It is replaced only if it has an unusual form, and the new value has the usual form
    /// and no doubt. `doubt` is about the new value, apart from its form.
    fn take(&mut self, field: Field, text: &str, doubt: Option<Words>) {
        let text = trim(text);
        if text.is_empty() || is_nothing(text) {
            return;
        }
        let Some((texts, odd)) = typed(field, text) else {
            if !self.head.fields.contains_key(&field)
                && !self.head.unread.iter().any(|(f, ..)| *f == field)
            {
                let at = self.place(text);
                self.head.unread.push((field, text.to_owned(), at));
            }
            return;
        };
        if texts.is_empty() {
            return;
        }
        let new = Value {
            texts,
            doubt: doubt.or(odd),
            at: self.place(text),
        };
        match self.head.fields.get_mut(&field) {
            None => {
                self.head.unread.retain(|(f, ..)| *f != field);
                self.head.fields.insert(field, new);
            }
            Some(known)
                if new.doubt.is_none()
                    && is_whole(field, &new.texts)
                    && !is_whole(field, &known.texts) =>
            {
                *known = new;
            }
            Some(known) if differs(field, &known.texts, &new.texts) => {
                let other = new.texts.join("、");
                known.doubt.get_or_insert_with(|| {
                    words(
                        format!("在原件中另有一个值“{other}”"),
                        format!("the page also has `{other}`"),
                    )
                });
            }
            Some(_) => {}
        }
    }

    fn place(&self, value: &str) -> At {
        let wanted = squeeze(value);
        let has = |i: &usize| squeeze(&self.lines[*i].text).contains(&wanted);
        let begins = |i: &usize| {
            let line = squeeze(&self.lines[*i].text);
            line.chars().count() >= 4 && wanted.starts_with(&line)
        };
        let all = 0..self.lines.len();
        let found = match self.cue {
            Cue::Meta => return At::Meta,
            Cue::Line(at) => (at..all.end.min(at + 4)).find(has).or(Some(at)),
            Cue::Bottom => all.rev().find(has),
            // a title may go over several lines
            Cue::Top => all.clone().find(has).or_else(|| all.clone().find(begins)),
        };
        let found = found.filter(|_| !wanted.is_empty());
        let is_name = |name: &&String| squeeze(name).contains(&wanted);
        let mut names = self.page.hints.iter().chain(&self.page.name);
        match (found, names.find(is_name)) {
            (Some(at), _) => self.at(at, value),
            (None, Some(name)) => At::Name(name.clone()),
            (None, None) => At::Whole,
        }
    }

    /// The place of a value that was read on this line.
    fn at(&self, line: usize, value: &str) -> At {
        let above = &self.lines[..line];
        let counted = self.page.counted;
        let number = match counted {
            Counted::All => above.len(),
            Counted::WithText => above.iter().filter(|l| !l.is_blank()).count(),
        };
        let text = &self.lines[line].text;
        At::Line(Written::new(number + 1, text, value, counted))
    }

    fn has(&self, field: Field) -> bool {
        self.head.fields.contains_key(&field)
    }

    /// The lines of some blocks, without blank lines.
    fn solid(&self, blocks: &Range<usize>) -> Vec<&Line> {
        self.lines
            .iter()
            .filter(|l| blocks.contains(&l.block) && !l.is_blank())
            .collect()
    }

    fn next_solid(&self, after: usize) -> Option<usize> {
        (after + 1..self.lines.len()).find(|i| !self.lines[*i].is_blank())
    }
}
