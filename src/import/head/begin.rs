//! Takes the blocks of a page, with its title and document number; gives the first block of the
//! text. The text begins after the head, the title and the number, because the new page shows these
//! itself.

use super::Reader;
use crate::catalogue::{Field, secrecy, value};
use crate::fold::{fold, is_han};
use crate::import::form::{
    BODY_SUFFIX, DATE, DOCUMENT_NUMBER, find, is_date, is_dateline, is_match, is_numbered, squeeze,
    trim,
};
use crate::import::furniture::{Sort, is_counter, sort};
use crate::import::label::Line;
use crate::import::page::{Block, CELL, plain};
use std::ops::Range;

/// The longest line that begins with the day of publication, or is a row of details, in characters.
const LONGEST_DATED: usize = 80;

/// The maximum number of blocks of the frame before the title.
const MOST_PASSED: usize = 400;

impl Reader<'_> {
    /// The first line between head and text that says something new. The new file has it only in a
    /// comment, so it is reported. A body's name, for example, says nothing new. `blocks` are the
    /// blocks between head and text.
    pub(super) fn passed(&self, blocks: Range<usize>) -> Option<String> {
        let is_usual = |l: &str| {
            let line = squeeze(l);
            line.ends_with("文件")
                || line.contains(['>', '|', '/'])
                || is_match(&BODY_SUFFIX, &line)
                || is_match(&DOCUMENT_NUMBER, &line)
                || secrecy::is_mark(&line)
                || is_date(&line)
        };
        let known: String = [Field::Title, Field::DocumentNumber]
            .iter()
            .filter_map(|f| self.head.fields.get(f))
            .map(|v| fold(&squeeze(&v.texts.concat())))
            .collect();
        let is_of_title = |l: &str| {
            known.contains(fold(&squeeze(l)).trim_matches(['(', ')']))
                || self.head.kept.iter().any(|k| k == trim(l))
        };
        let passed = self
            .lines
            .iter()
            .filter(|l| blocks.contains(&l.block) && !l.is_blank() && l.labels.is_empty());
        passed
            .map(|l| trim(&l.text).to_owned())
            .find(|l| !is_usual(l) && !is_of_title(l))
    }

    /// Whether a block below the title is frame, such as 【打印】 (print) or the day of
    /// publication.
    fn is_line_of_frame(&self, block: usize, is_found: bool) -> bool {
        let lines = self.page.blocks[block].lines();
        let line = lines.concat();
        // a table is not frame, even with labels in its first row
        let is_counted = || {
            let is_one = lines.len() == 1 && !line.contains(CELL);
            let own = self.lines.iter().find(|l| l.block == block);
            let is_dated = || {
                let value = match line.split_once([':', '：']) {
                    Some((label, value)) if trim(label).chars().all(is_han) => value,
                    _ => &line,
                };
                find(&DATE, value).is_some_and(|d| trim(value).starts_with(d))
            };
            // a row of details begins with a label and has at least two known ones: 来源： 日期：
            // 点击数：
            let is_row = |l: &Line| {
                let first = l.labels.first();
                l.labels.iter().filter(|l| l.is_known()).count() >= 2
                    && first.is_some_and(|f| trim(&l.text[..f.start]).is_empty())
            };
            is_one
                && own.is_some_and(|l| l.is_labelled() && (is_dated() || is_row(l)))
                && line.chars().count() <= LONGEST_DATED
                && !line.contains('。')
        };
        sort(&self.page.blocks[block]) == Sort::Frame
            || is_found
                && (is_date(&line) || is_dateline(&line) || is_counted() || is_byline(&line))
    }

    /// A field's value, in the form used for comparison with lines.
    fn compared(&self, field: Field) -> String {
        let value = self.head.fields.get(&field);
        value.map_or_else(String::new, |v| fold(&squeeze(&v.texts.concat())))
    }

    /// The first block of the text.
    pub(super) fn begin(&self, text: Range<usize>) -> usize {
        let mut begin = text.start;
        let title = self.compared(Field::Title);
        let number = self.compared(Field::DocumentNumber);
        let registered = self.compared(Field::RegistrationNumber);
        let said = |block: usize| fold(&squeeze(&self.page.blocks[block].lines().concat()));
        let is_number = |said: &str| {
            // in a red letterhead (红头), 签发人 (signatory) shares the number's line
            let said = said.split("签发人").next().unwrap_or_default();
            !number.is_empty()
                && fold(&value::document_number(said.trim_matches(['(', ')']))) == number
        };
        // the number or the translation may follow the title on its line
        let is_kept = |said: &str| self.head.kept.iter().any(|k| fold(&squeeze(k)) == said);
        let is_titled = |said: &str| {
            !title.is_empty()
                && said
                    .strip_prefix(title.as_str())
                    .is_some_and(|rest| is_number(rest) || is_kept(rest))
        };
        // frame may come before the title, but no sentence or salutation
        let is_frame = |block: usize| {
            let lines = self.page.blocks[block].lines();
            let line = lines.concat();
            // if the page itself marks where its text is, an image in it is not frame
            let is_marked = self.page.text.is_some() && !self.page.is_text_guessed;
            let is_plain = self.page.blocks[block]
                .spans()
                .iter()
                .all(|s| s.note.is_none() && (s.image.is_none() || !is_marked));
            let is_line = lines.len() == 1 || is_letterhead(&self.page.blocks[block]);
            is_plain
                && !is_numbered(&line)
                && is_line
                && line.chars().count() <= 80
                && !line.contains('。')
                && !line.trim_end().ends_with(['：', ':'])
        };
        let (mut block, mut passed, mut is_found) = (begin, 0, false);
        while block < text.end && passed < MOST_PASSED {
            if self.page.blocks[block].is_empty() {
                block += 1;
                continue;
            }
            // a repeated title, perhaps on several lines
            let (mut rest, mut next) = (title.as_str(), block);
            while next < text.end && !rest.is_empty() {
                let said = said(next);
                match rest.strip_prefix(said.as_str()) {
                    Some(after) if !said.is_empty() || self.page.blocks[next].is_empty() => {
                        rest = after
                    }
                    _ => break,
                }
                next += 1;
            }
            if rest.is_empty() && !title.is_empty() {
                (begin, block, is_found) = (next, next, true);
            } else if is_titled(&said(block)) {
                block += 1;
                (begin, is_found) = (block, true);
            } else if is_number(&said(block)) || is_found && said(block) == registered {
                block += 1;
                begin = block;
            } else if !is_found
                && (is_frame(block) || sort(&self.page.blocks[block]) == Sort::Frame)
            {
                block += 1;
                passed += 1;
            } else {
                break;
            }
        }
        while begin < text.end
            && (self.page.blocks[begin].is_empty() || self.is_line_of_frame(begin, is_found))
        {
            begin += 1;
        }
        begin
    }
}

/// Whether a line below the title has a day and, between bars or dots, only names of bodies and
/// counters of readers: 某某局 · 2020-12-01 · 浏览：105.
fn is_byline(line: &str) -> bool {
    let parts: Vec<&str> = line.split(['·', '•', '|', '｜', '丨']).map(trim).collect();
    let is_beside =
        |part: &&str| is_date(part) || is_match(&BODY_SUFFIX, part) || is_counter(&squeeze(part));
    parts.len() > 1
        && parts.iter().filter(|part| is_date(part)).count() == 1
        && line.chars().count() <= LONGEST_DATED
        && parts.iter().all(is_beside)
}

/// Whether a block is the letterhead of joint bodies, whose names are in the cells of a table with
/// the word 文件 (document) beside them.
fn is_letterhead(block: &Block) -> bool {
    let Block::Table(rows) = block else {
        return false;
    };
    let mut cells = rows.iter().flatten().map(|cell| squeeze(&plain(cell)));
    let is_name = |c: &String| c.is_empty() || c == "文件" || is_match(&BODY_SUFFIX, c);
    cells.clone().any(|c| c == "文件") && cells.all(|c| is_name(&c))
}
