//! Takes the lines of a page with their labels; gives the range of the lines that are its head.
//!
//! A sentence or a salutation ends the head. It may be above a head only if the text, which the page
//! marks, is below both. More than [`GAP`] lines without a label below its last label end the head
//! too. An unknown label does not end it. A head may also be below the text. This file must not know
//! what the labels mean to the new file.

use super::{GAP, Reader};
use crate::catalogue::Field;
use crate::fold::fold;
use crate::import::form::{
    BODY_SUFFIX, GENRE, fits, is_match, is_typed, may_be, squeeze, trim, typed,
};
use crate::import::furniture::is_of_cookies;
use crate::import::label::{HEAD_LINES, LONGEST_LINE, Label, Line};
use crate::import::lines::is_title_of;
use crate::import::vocabulary::{Meaning, is_of_heads};
use std::ops::Range;

/// The longest value below its label, in characters. The limit is for fields whose values have no
/// recognisable form.
const LONGEST_BELOW: usize = 40;

/// The shortest line that may be the title of another document, in characters.
const SHORTEST_TITLE: usize = 8;

/// Whether a line has an index number with its label.
fn has_index_number(line: &Line) -> bool {
    line.labels.iter().enumerate().any(|(n, label)| {
        label.field() == Some(Field::IndexNumber) && may_be(Field::IndexNumber, line.value(n))
    })
}

impl Reader<'_> {
    /// The range of the head's lines.
    pub(super) fn extent(&self) -> (usize, usize) {
        let head = &self.lines[..self.lines.len().min(HEAD_LINES)];
        let late = head.iter().position(has_index_number).filter(|at| {
            // sentences may be above a head only if the text is marked below it
            let begin = self.page.text.as_ref().map_or(0, |t| t.start);
            let is_sentence = |l: &Line| {
                let text = trim(&l.text);
                let word = text.trim_end_matches(['：', ':']);
                let is_salutation = word.starts_with('各') || is_match(&BODY_SUFFIX, word);
                text.contains('。') || word.len() < text.len() && is_salutation
            };
            head[*at].block < begin || !head[..*at].iter().any(is_sentence)
        });
        self.extent_from(0, late)
    }

    /// The range of the lines of a head below the text. `None` if there is no text part, if not exactly
    /// one index number is below it (several belong to a list of documents), or if a line up to the
    /// end of the head names another document.
    pub(super) fn below_text(&self) -> Option<Range<usize>> {
        let end = self.page.text.as_ref()?.end;
        let first = self.lines.iter().position(|l| l.block >= end)?;
        let lines = self.lines.iter().take(HEAD_LINES).skip(first);
        let labels = lines.flat_map(|l| &l.labels);
        if labels
            .filter(|l| l.field() == Some(Field::IndexNumber))
            .count()
            != 1
        {
            return None;
        }
        let (from, to) = self.extent_from(first, None);
        let above = self.lines.get(first..to)?;
        (!above.iter().any(|l| self.is_about_another(l))).then_some(from..to)
    }

    /// Whether a line names another document than that of the page: with a label such as 相关文件, or
    /// by its title.
    fn is_about_another(&self, line: &Line) -> bool {
        let is_pointer = |l: &Label| l.meaning == Some(Meaning::Pointer);
        let title = squeeze(&line.text);
        let is_long = title.chars().count() >= SHORTEST_TITLE;
        let is_title = line.labels.is_empty() && is_long && is_match(&GENRE, &title);
        let is_own = |hint: &String| is_title_of(hint, &fold(&title));
        line.labels.iter().any(is_pointer) || is_title && !self.page.hints.iter().any(is_own)
    }

    /// The range of the head's lines from a line on. `late`: the line with the index number, if
    /// sentences may be above it.
    fn extent_from(&self, first: usize, late: Option<usize>) -> (usize, usize) {
        let below = self.on_next_lines();
        let (mut from, mut to, mut gap) = (None, 0, 0);
        // the previous line, if its label has no value there
        let mut open: Option<&Line> = None;
        for (i, line) in self.lines.iter().enumerate().take(HEAD_LINES).skip(first) {
            if line.is_blank() || is_of_cookies(&line.text) {
                continue;
            }
            let is_summary = |l: &Line| {
                l.labels
                    .last()
                    .is_some_and(|l| l.field() == Some(Field::Summary))
            };
            // a title may end with a full stop by mistake
            let is_title = |l: &Line| {
                let first = l.labels.first();
                first.is_some_and(|f| {
                    f.field() == Some(Field::Title) && trim(&l.text[..f.start]).is_empty()
                }) && l.text.matches('。').count() == 1
                    && l.labels.len() == 1
            };
            let is_value = below && open.is_some() && line.labels.is_empty();
            let is_long = line.text.chars().count() > LONGEST_LINE;
            let may_end_so =
                is_summary(line) || is_title(line) || is_value && open.is_some_and(is_summary);
            let ends = trim(&line.text).ends_with('。') && !may_end_so;
            let is_label = !is_long && !ends && line.is_labelled();
            let is_text = is_long
                || ends
                || (line.labels.is_empty()
                    && !is_value
                    && (line.text.contains('。') || trim(&line.text).ends_with(['：', ':'])));
            if is_text && late.is_none_or(|at| at < i) {
                break;
            }
            if is_label {
                from = from.or(Some(i));
                to = i + 1;
                gap = 0;
            } else if from.is_some() && line.labels.is_empty() && !is_value {
                gap += 1;
                if gap > GAP {
                    break;
                }
            }
            open = Some(line).filter(|l| l.is_open());
        }
        (from.unwrap_or(0), self.with_rest(to, below))
    }

    /// The end of a head. `to` is the line after the last known label. The value below this label,
    /// the rest of a title, and labels that only heads have still belong to the head.
    fn with_rest(&self, mut to: usize, below: bool) -> usize {
        while let Some(last) = to.checked_sub(1) {
            let Some(next) = self.next_solid(last) else {
                break;
            };
            let (line, after) = (&self.lines[last], &self.lines[next]);
            let is_value = after.labels.is_empty() && line.is_open() && {
                let field = line.labels.last().and_then(|l| l.field());
                let is_typed = field.is_some_and(is_typed);
                (below || is_typed && line.labels.last().is_some_and(|l| l.marked))
                    && self.is_value_below(field, next)
            };
            let begins = |l: &Line| {
                let first = l.labels.first()?;
                let word = squeeze(&l.text[first.start..first.end]);
                let word = word
                    .trim_matches(|c: char| ":：[]【】".contains(c))
                    .to_owned();
                Some(first.marked && is_of_heads(&word))
            };
            let is_of_head = begins(after) == Some(true) && !after.text.contains('。');
            if !(is_value || is_of_head || self.rest_of_title(last).is_some()) {
                break;
            }
            to = next + 1;
        }
        to
    }

    /// Whether a line may be the value of a label above it. `field`: the field of this label, if it
    /// has one.
    pub(super) fn is_value_below(&self, field: Option<Field>, line: usize) -> bool {
        if self.is_first_of_text(line) {
            return false;
        }
        let text = trim(&self.lines[line].text);
        let length = text.chars().count();
        let is_title = || {
            is_match(&GENRE, text)
                || text.contains("关于")
                || self
                    .page
                    .hints
                    .iter()
                    .any(|h| fold(&squeeze(h)) == fold(&squeeze(text)))
        };
        let is_body = is_match(&BODY_SUFFIX, text);
        let is_short =
            length <= LONGEST_BELOW && !text.contains('。') && !text.ends_with(['：', ':']);
        match field {
            // an unusual status is kept, to be reported
            Some(Field::Validity) => fits(Field::Validity, text) || length <= 8 && is_short,
            // an office may have its own form of index numbers
            Some(Field::IndexNumber) => {
                !text.contains(char::is_whitespace) && typed(Field::IndexNumber, text).is_some()
            }
            Some(field) if is_typed(field) => fits(field, text),
            Some(Field::Title) => true,
            // a salutation or an introduction begins the text
            Some(Field::Summary) => !text.ends_with(['：', ':']),
            Some(
                Field::Issuer | Field::Publisher | Field::Source | Field::ResponsibleDepartment,
            ) => is_short && !is_title(),
            // 农业、林业;通知 is no title
            Some(Field::Category | Field::Topic)
                if text.contains(['、', ';', '；', '>', '/', '\\']) =>
            {
                is_short && !text.contains("关于")
            }
            // 权责清单 ends like a title
            Some(Field::Category | Field::Topic | Field::Genre) => {
                is_short && !text.contains("关于") && !is_body
            }
            _ => is_short && !is_title() && !is_body,
        }
    }

    /// Whether the text that the page marks begins with this line.
    fn is_first_of_text(&self, line: usize) -> bool {
        let is_in = |line: usize| {
            let text = self.page.text.as_ref();
            text.is_some_and(|t| t.contains(&self.lines[line].block))
        };
        let above = (0..line).rfind(|i| !self.lines[*i].is_blank());
        is_in(line) && above.is_some_and(|above| !is_in(above))
    }

    /// Whether values are on the line below their labels. One such value with an unmistakable form
    /// proves it.
    pub(super) fn on_next_lines(&self) -> bool {
        (0..self.lines.len().min(HEAD_LINES)).any(|i| {
            let line = &self.lines[i];
            let Some(field) = line
                .labels
                .last()
                .and_then(|l| l.field())
                .filter(|f| is_typed(*f))
            else {
                return false;
            };
            line.is_open()
                && self.next_solid(i).is_some_and(|n| {
                    self.lines[n].labels.is_empty() && fits(field, trim(&self.lines[n].text))
                })
        })
    }
}
