//! Takes what was read of a document's files; gives their text for the search index, and counts
//! those that can be searched and those that cannot. This file must not know file formats.

use crate::attachment::{self, Spot};
use crate::check::{Reading, State};
use crate::config::{Config, Language};
use crate::render;
use crate::resolve::Resolved;
use crate::search::{Attachment, Passage};
use crate::source::Sources;
use serde::{Deserialize, Serialize};

/// Counts of the attachments that can be searched, and of those that cannot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachments {
    /// The number of attachments whose text can be searched.
    pub searched: usize,
    /// The number of searched attachments that are cut, because the attachments of a document
    /// together exceed its limit of text. Only the beginning of a cut attachment can be searched,
    /// or nothing of it.
    pub cut: usize,
    /// The number of scans, which are images without text.
    pub scanned: usize,
    /// The number of attachments that are not searched because of tracked changes or comments.
    pub revisions: usize,
    /// The number of attachments that could not be read.
    pub unread: usize,
}

impl Attachments {
    pub(super) fn add(&mut self, other: Attachments) {
        self.searched += other.searched;
        self.cut += other.cut;
        self.scanned += other.scanned;
        self.revisions += other.revisions;
        self.unread += other.unread;
    }
}

/// The title of an attachment: the title in the front matter or, if there is none, the name of the
/// file.
pub(super) fn title(stated: Option<&str>, file: &str) -> String {
    let name = || render::attachment_title(file.rsplit(['/', '\\']).next().unwrap_or_default());
    stated.unwrap_or_else(name).to_owned()
}

/// The text of a document's files, which are counted in `counts`. `readings` are in the order of
/// the files.
pub(super) fn of(
    config: &Config,
    sources: &Sources,
    resolved: &Resolved,
    readings: Vec<Reading>,
    counts: &mut Attachments,
) -> Vec<Attachment> {
    if !config.search.attachments {
        return Vec::new();
    }
    let mut left = config.search.longest_attachments;
    let mut all = Vec::new();
    for (file, reading) in resolved.files.iter().zip(readings) {
        match reading.state {
            State::Nothing => continue,
            State::Scanned => counts.scanned += 1,
            State::Revisions => counts.revisions += 1,
            State::Unread => counts.unread += 1,
            State::Text(length) => {
                counts.searched += 1;
                counts.cut += usize::from(length > left);
                let stated = resolved.attachments.iter().find(|a| a.file == file.file);
                let stated = stated.and_then(|a| a.title.as_deref());
                let passages = cut(reading.passages, left).into_iter();
                all.push(Attachment {
                    title: title(stated, &sources.file(file.file).path),
                    url: file.address.clone(),
                    passages: passages.map(|p| passage(config, p)).collect(),
                });
                left = left.saturating_sub(length);
            }
        }
    }
    all.retain(|attachment| !attachment.passages.is_empty());
    all
}

/// The first blocks of some passages, up to about `longest` characters. The last block is whole.
fn cut(passages: Vec<attachment::Passage>, longest: usize) -> Vec<attachment::Passage> {
    let mut left = longest;
    let mut out = Vec::new();
    for mut passage in passages {
        let fits = |block: &String| {
            let begins = left > 0;
            left = left.saturating_sub(block.chars().count());
            begins
        };
        passage.blocks = passage.blocks.into_iter().filter(fits).collect();
        if passage.blocks.is_empty() {
            break;
        }
        out.push(passage);
    }
    out
}

fn passage(config: &Config, passage: attachment::Passage) -> Passage {
    let zh = config.language == Language::ZhHans;
    let (place, fragment) = match passage.spot {
        Spot::Somewhere => (String::new(), String::new()),
        // browsers open a PDF at this page
        Spot::Page(n) if zh => (format!("第{n}页"), format!("#page={n}")),
        Spot::Page(n) => (format!("page {n}"), format!("#page={n}")),
        Spot::Sheet(n) if zh => (format!("第{n}个工作表"), String::new()),
        Spot::Sheet(n) => (format!("sheet {n}"), String::new()),
        Spot::Slide(n) if zh => (format!("第{n}张幻灯片"), String::new()),
        Spot::Slide(n) => (format!("slide {n}"), String::new()),
    };
    let (place, fragment) = match (passage.inner, place.as_str()) {
        (inner, _) if inner.is_empty() => (place, fragment),
        (inner, "") => (inner, String::new()),
        (inner, _) if zh => (format!("{inner}，{place}"), String::new()),
        (inner, _) => (format!("{inner}, {place}"), String::new()),
    };
    Passage {
        place,
        fragment,
        blocks: passage.blocks,
    }
}
