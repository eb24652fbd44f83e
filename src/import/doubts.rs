//! Takes a new content file and its original; gives every finding about the new file. A doubt about
//! a field has its place in this file. This file must not know how the file was made.

use super::comments::Length;
use super::finding::{doubtful, left_out};
use super::form;
use super::head::Head;
use super::page::{Block, Page};
use crate::catalogue::Field;
use crate::config::Config;
use crate::diag::{Diagnostic, Message, Place, Words, words};
use crate::fold::is_han;
use crate::parse::front_matter::Script;
use std::collections::BTreeSet;

/// A content file that was made from a page.
pub(super) struct Made<'a> {
    /// Its path in messages.
    pub(super) shown: String,
    /// Its text.
    pub(super) text: &'a str,
    /// The language of its field names.
    pub(super) script: Script,
    /// The text below its front matter.
    pub(super) body: &'a str,
    /// The attachments to which the page refers only outside its text.
    pub(super) beside: BTreeSet<&'a str>,
    /// How much of the original's head its comments contain.
    pub(super) comments: Length,
}

impl Made<'_> {
    /// All findings about the file: doubtful values and texts, what was left out, and missing
    /// fields.
    pub(super) fn findings(&self, config: &Config, page: &Page, head: &Head) -> Vec<Diagnostic> {
        let mut findings = self.doubtful_values(head);
        let doubtful_words = page.doubts.iter().cloned().chain(self.attached());
        findings.extend(doubtful_words.map(|what| doubtful(what).in_file(&self.shown)));
        let lost = behind_the_text(page, head)
            .into_iter()
            .chain(images_before_the_text(page, head))
            .chain(before_the_title(head))
            .chain(unread(head))
            .chain(pointers(head))
            .chain(page.left_out.iter().cloned())
            .chain(self.cut());
        findings.extend(lost.map(|what| left_out(what).in_file(&self.shown)));
        let missing = missing(config, head).into_iter().map(|(field, hint)| {
            Diagnostic::new(Message::ImportIncomplete {
                field: self.script.pick(field.label(), field.name()).into(),
                hint: hint.into(),
            })
            .in_file(&self.shown)
        });
        findings.extend(missing);
        findings
    }

    fn place(&self, field: Field) -> Option<Place> {
        let text = self.text;
        let start = text
            .find(&format!("\n{}:", field.name_in(self.script)))
            .map(|i| i + 1)?;
        let end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        Some(Place::new(&self.shown, text, start..end))
    }

    /// Reports values that an editor should check.
    fn doubtful_values(&self, head: &Head) -> Vec<Diagnostic> {
        let of_field = |field: Field, doubt: &Words| {
            let name = self.script.pick(field.label(), field.name());
            let what = words(
                format!("“{}”{}", name.zh, doubt.zh),
                format!("`{}`: {}", name.en, doubt.en),
            );
            match self.place(field) {
                Some(place) => doubtful(what).at(place),
                None => doubtful(what).in_file(&self.shown),
            }
        };
        head.fields
            .iter()
            .filter_map(|(field, value)| Some(of_field(*field, value.doubt.as_ref()?)))
            .collect()
    }

    /// Reports attachments to which the text does not refer.
    fn attached(&self) -> impl Iterator<Item = Words> {
        self.beside.iter().map(|name| {
            words(
                format!("“{name}”不在正文中，已列为附件"),
                format!("{name} is not mentioned in the text and was listed as an attachment"),
            )
        })
    }

    /// Reports that no text was found, or that the head was cut.
    fn cut(&self) -> Vec<Words> {
        let mut cut = Vec::new();
        if self.body.trim().is_empty() {
            cut.push(words("没有找到正文", "no text was found"));
        }
        if self.comments == Length::Cut {
            cut.push(words(
                "正文之前的文字太长，只保留了开头",
                "the text before the document's own is very long; only its beginning was kept",
            ));
        }
        cut
    }
}

/// The missing fields that every document needs, each with a hint where its value may be found.
pub(super) fn missing(config: &Config, head: &Head) -> Vec<(Field, Words)> {
    let is_stated = |field: &Field| {
        head.fields.contains_key(field) || (*field == Field::Issuer && config.agency.name.is_some())
    };
    let hint = |field: Field| match (&head.signed, field) {
        (Some(date), Field::DateCreated) => words(
            format!("正文落款为“{date}”，核实后填写。"),
            format!("The signature below the text says {date}; enter it if that is right."),
        ),
        _ => words(
            "请查明后补上，否则不能生成网站。",
            "Find the value and add it; a site cannot be built without it.",
        ),
    };
    [
        Field::Title,
        Field::IndexNumber,
        Field::Issuer,
        Field::DateCreated,
    ]
    .into_iter()
    .filter(|field| !is_stated(field))
    .map(|field| (field, hint(field)))
    .collect()
}

/// The beginning of a line, for a message.
fn beginning(line: &str, length: usize) -> String {
    line.chars().take(length).collect()
}

/// Reports the first line that may be text, but is below the part that the page marks as its text.
fn behind_the_text(page: &Page, head: &Head) -> Option<Words> {
    let may_be_text = |l: &String| {
        form::is_date(l)
            || form::trim(l).starts_with("附件")
            || l.contains("此件")
            || (l.contains('。') && l.chars().filter(|c| is_han(*c)).count() >= 10)
    };
    let behind = page.blocks.get(head.text.end..).unwrap_or_default();
    let line = behind.iter().flat_map(Block::lines).find(may_be_text)?;
    let line = beginning(form::trim(&line), 20);
    Some(words(
        format!("正文部分之后的文字没有导入：“{line}…”"),
        format!("text below the part that the page marks as its text was not imported: `{line}…`"),
    ))
}

/// Reports images before the text. If the page marks its text, images before it are frame.
fn images_before_the_text(page: &Page, head: &Head) -> Option<Words> {
    let before = page.blocks.iter().take(head.text.start);
    let has_image = before.flat_map(Block::spans).any(|s| s.image.is_some());
    ((page.text.is_none() || page.is_text_guessed) && has_image).then(|| {
        words(
            "正文之前的图片没有导入",
            "images before the text were not imported",
        )
    })
}

fn before_the_title(head: &Head) -> Option<Words> {
    let line = beginning(head.passed.as_ref()?, 20);
    Some(words(
        format!("标题之前的文字只保留在文件信息的注释中：“{line}…”"),
        format!("text before the title was kept in comments of the front matter only: `{line}…`"),
    ))
}

/// Reports other documents of the old site that the head names.
fn pointers(head: &Head) -> Option<Words> {
    let first = beginning(head.pointers.first()?, 40);
    Some(words(
        format!("页面题头提到的相关文件没有导入，可用“解读”“相关”等字段写明：“{first}”"),
        format!(
            "the head names other documents, which were not imported (use `related` or \
             `interprets`): `{first}`"
        ),
    ))
}

/// Reports values that could not be read.
fn unread(head: &Head) -> impl Iterator<Item = Words> {
    head.unread.iter().map(|(field, value, _)| {
        let value = beginning(value, 60);
        words(
            format!("“{}”的值“{value}”无法识别，没有写入", field.label()),
            format!(
                "the value `{value}` of `{}` could not be read and was left out",
                field.name()
            ),
        )
    })
}
