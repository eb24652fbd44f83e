//! Takes an old page and the fields of its head (the lines before the text); makes the content file
//! and the files that belong to it. This file must not know the files in `content/`.

use super::comments::Comments;
use super::doubts::{Made, missing};
use super::head::Head;
use super::list::Old;
use super::markdown;
use super::page::{Block, Page, Span, is_image};
use crate::catalogue::{Field, FieldKind};
use crate::config::Config;
use crate::diag::{Diagnostic, Words, words};
use crate::fold::fold;
use crate::parse::front_matter::{self, Script};
use serde_yaml::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A content file, ready to be written.
#[derive(Debug)]
pub struct Imported {
    /// The name of the old file in messages.
    pub from: String,
    /// The path below `content/`, with `/` between its parts.
    pub path: String,
    /// The text of the whole file, front matter included.
    pub text: String,
    /// The files that belong to it: for each, the path relative to `content/` and the bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// The findings about it: doubts, what was left out, and missing fields.
    pub findings: Vec<Diagnostic>,
    /// The paths on disk from which the files that belong to it were read.
    pub(super) places: Vec<PathBuf>,
    /// Required fields that the original does not state, each with a hint.
    pub(super) missing: Vec<(Field, Words)>,
    /// Where the text below the front matter begins.
    pub(super) body_start: usize,
}

impl Imported {
    /// The text below the front matter.
    pub(super) fn body(&self) -> &str {
        self.text.get(self.body_start..).unwrap_or_default()
    }

    /// The content file and the files that belong to it, with their paths relative to `content/`.
    pub(super) fn all_files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let files = self.files.iter().map(|(p, b)| (p.as_str(), b.as_slice()));
        std::iter::once((self.path.as_str(), self.text.as_bytes())).chain(files)
    }
}

/// The path of a content file that is to be written.
pub(super) struct Target<'a> {
    /// Its folder in `content/`; empty for `content/` itself.
    folder: &'a str,
    /// Its name without the ending, also the name of the folder for its files.
    stem: String,
    /// The language of its field names.
    script: Script,
}

impl<'a> Target<'a> {
    pub(super) fn new(folder: &'a str, stem: String, script: Script) -> Target<'a> {
        Target {
            folder,
            stem,
            script,
        }
    }

    /// The same file with its field names in this language.
    pub(super) fn written_in(mut self, script: Script) -> Target<'a> {
        self.script = script;
        self
    }

    /// The path of the content file, relative to `content/`.
    pub(super) fn path(&self) -> String {
        self.below(&format!("{}.md", self.stem))
    }

    /// The path by which the content file refers to one of its own files.
    fn link(&self, name: &str) -> String {
        format!("{}/{name}", self.stem)
    }

    fn below(&self, path: &str) -> String {
        if self.folder.is_empty() {
            path.to_owned()
        } else {
            format!("{}/{path}", self.folder)
        }
    }
}

/// Removes from the head the fields that the new file need not state: a category that the folder
/// gives, the site's agency as issuing body, and a summary that repeats the title. Gives the folder
/// in `content/`: the requested folder, or else that of the page's column, or else `content/`
/// itself (an empty text).
pub(super) fn settle(config: &Config, head: &mut Head, folder: Option<&str>) -> String {
    let category = head.fields.remove(&Field::Category);
    let named = category.as_ref().and_then(|c| {
        c.texts
            .first()?
            .rsplit(['/', '>', '\\', '-'])
            .find_map(|part| config.column(part.trim()))
    });
    // if no folder is requested, a category unknown to this site stays as the page states it
    if let (None, None, Some(mut value)) = (folder, named, category) {
        value.texts = vec![value.texts.concat()];
        value.doubt.get_or_insert_with(|| {
            words(
                "不是本站声明的栏目，按原件填写",
                "this site has no such column; the value is kept as on the page",
            )
        });
        head.fields.insert(Field::Category, value);
    }
    if config.agency.name.as_deref().is_some_and(|name| {
        head.fields
            .get(&Field::Issuer)
            .is_some_and(|v| v.texts == [name])
    }) {
        head.fields.remove(&Field::Issuer);
    }
    let summary = head
        .fields
        .get(&Field::Summary)
        .map(|v| fold(&v.texts.concat()));
    if summary.is_some_and(|s| {
        head.fields
            .get(&Field::Title)
            .is_some_and(|t| fold(&t.texts.concat()) == s)
    }) {
        head.fields.remove(&Field::Summary);
    }
    folder
        .or(named.map(|c| c.path.as_str()))
        .unwrap_or_default()
        .to_owned()
}

/// Makes the content file.
pub(super) fn assemble(
    config: &Config,
    old: &Old,
    page: &Page,
    head: &Head,
    target: &Target<'_>,
) -> Imported {
    let (blocks, named) = name_files(page, head, target);
    // a file linked outside the text is also an attachment, unless it is an image
    let beside: BTreeSet<&str> = page
        .taken
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|n| !is_image(n) && !named.contains(n))
        .collect();
    let used: BTreeSet<&str> = named.union(&beside).copied().collect();
    let attachments = used.iter().filter(|n| !is_image(n));
    let attachments = attachments.map(|n| target.link(n)).collect();
    let mut text = fields(head, attachments, target.script);
    let comments = Comments::of(&head.raw);
    comments.insert(&mut text);
    let body = markdown::write(page, &blocks);
    let body_start = text.len();
    if !body.trim().is_empty() {
        text.push('\n');
        text.push_str(&body);
    }
    let path = target.path();
    let made = Made {
        shown: format!("content/{path}"),
        text: &text,
        script: target.script,
        body: &body,
        beside,
        comments: comments.length,
    };
    Imported {
        from: old.shown.clone(),
        findings: made.findings(config, page, head),
        missing: missing(config, head),
        body_start,
        files: page
            .files
            .iter()
            .filter(|(name, _)| used.contains(name.as_str()))
            .map(|(name, bytes)| (target.below(&target.link(name)), bytes.clone()))
            .collect(),
        places: page
            .taken
            .iter()
            .filter(|(name, _)| used.contains(name.as_str()))
            .map(|(_, place)| place.clone())
            .collect(),
        path,
        text,
    }
}

/// The blocks of the text with the new paths of the page's files, and the names of the files that
/// the text uses.
fn name_files<'p>(
    page: &'p Page,
    head: &Head,
    target: &Target<'_>,
) -> (Vec<Block>, BTreeSet<&'p str>) {
    let kept = head.kept.iter().map(|line| Block::Text {
        level: 0,
        spans: vec![Span::text(line.as_str())],
    });
    let text = page.blocks.get(head.text.clone()).unwrap_or_default();
    let mut blocks: Vec<Block> = kept.chain(text.iter().cloned()).collect();
    let mut used = BTreeSet::new();
    let names: BTreeSet<&str> = page.files.iter().map(|(name, _)| name.as_str()).collect();
    for span in blocks.iter_mut().flat_map(Block::spans_mut) {
        for place in [&mut span.link, &mut span.image].into_iter().flatten() {
            if let Some(name) = names.get(place.as_str()) {
                used.insert(*name);
                *place = target.link(name);
            }
        }
    }
    (blocks, used)
}

/// The front matter without comments.
fn fields(head: &Head, attachments: Vec<String>, script: Script) -> String {
    let mut fields: Vec<(&str, Value)> = Vec::new();
    for (field, value) in &head.fields {
        let value = if field.kind() == FieldKind::List {
            Value::from(value.texts.clone())
        } else {
            Value::from(value.texts.concat())
        };
        fields.push((field.name_in(script), value));
    }
    if !attachments.is_empty() {
        fields.push((Field::Attachments.name_in(script), Value::from(attachments)));
    }
    front_matter::write(&fields)
}
