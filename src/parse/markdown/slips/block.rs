//! Takes the parser's events; gives the paragraphs with their lines, the texts of list items,
//! headings and table cells in the same form, and the starts of other blocks. This file must not
//! know what may be wrong with them.

use super::super::edits::{Spanned, is_inline};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// The kind of block that contains a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// The paragraph is in no other block.
    Alone,
    /// In an item of a list.
    Item,
    /// In a quotation or a note, or the text of a heading or of a table cell.
    Within,
    /// The start of another block, such as a heading, a table or code. It has no lines. The text of
    /// a heading or cell is a block of its own.
    Other,
}

/// A line of a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The place of its text, without the spaces before it.
    pub(super) range: Range<usize>,
    /// Where the line begins in the source.
    pub(super) begin: usize,
    /// Whether the line before it is in the same paragraph and the page joins the two without a
    /// line break.
    pub(super) is_joined: bool,
}

/// A paragraph, the text of a heading or of a table cell, or the start of another block.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) stand: Stand,
    pub(super) lines: Vec<Line>,
    /// The places of code, HTML, footnote marks, images and links in it, in which no slips are
    /// searched for. A bare address does not count as a link.
    pub(super) opaque: Vec<Range<usize>>,
}

impl Block {
    /// The text of a line.
    pub(super) fn text<'s>(&self, source: &'s str, i: usize) -> &'s str {
        self.lines
            .get(i)
            .and_then(|line| source.get(line.range.clone()))
            .unwrap_or_default()
    }

    /// The line ending after the first line; `\n` for a single line.
    pub(super) fn line_end(&self, source: &str) -> &'static str {
        let at = self.lines.get(1).map_or(0, |line| line.begin);
        if source[..at].ends_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// A line, including the spaces after its text.
    pub(super) fn raw<'s>(&self, source: &'s str, i: usize) -> &'s str {
        let start = self
            .lines
            .get(i)
            .map_or(source.len(), |line| line.range.start);
        let rest = &source[start..];
        rest[..rest.find('\n').unwrap_or(rest.len())].trim_end_matches('\r')
    }

    /// Whether a range overlaps one of the `opaque` places.
    pub(super) fn is_opaque(&self, range: &Range<usize>) -> bool {
        self.opaque
            .iter()
            .any(|o| o.start < range.end && range.start < o.end)
    }
}

/// A text without white space at both ends.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace())
}

/// A text, cut to the length that fits into a message.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 40;
    let text = bare(text);
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// All blocks in their order. Lists, items, quotations and rules are not blocks here.
pub(super) fn blocks(source: &str, events: &[Spanned<'_>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut stack: Vec<&Tag<'_>> = Vec::new();
    let mut open: Option<Block> = None;
    for (event, range) in events {
        match event {
            Event::Start(tag) if is_inline(tag) => {
                if let Some(block) = &mut open {
                    extend(source, block, range.start..range.start);
                    if is_whole(source, tag, range) {
                        block.opaque.push(range.clone());
                    }
                } else {
                    open = begin(source, &stack, range, is_whole(source, tag, range));
                }
            }
            Event::Start(tag) => {
                blocks.extend(open.take());
                stack.push(tag);
                if !matches!(
                    tag,
                    Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::BlockQuote(_)
                ) {
                    blocks.push(Block {
                        stand: Stand::Other,
                        lines: Vec::new(),
                        opaque: Vec::new(),
                    });
                }
            }
            Event::End(end) if !matches!(stack.last(), Some(tag) if tag.to_end() == *end) => {
                if let Some(block) = &mut open {
                    extend(source, block, range.end..range.end);
                }
            }
            Event::End(_) => {
                blocks.extend(open.take());
                stack.pop();
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(block) = &mut open {
                    let at = range.end..range.end;
                    block.lines.push(Line {
                        range: at,
                        begin: range.end,
                        is_joined: matches!(event, Event::SoftBreak),
                    });
                }
            }
            Event::Rule => blocks.extend(open.take()),
            Event::TaskListMarker(_) => {}
            _ => {
                let is_opaque = !matches!(event, Event::Text(_));
                if let Some(block) = &mut open {
                    extend(source, block, range.clone());
                    if is_opaque {
                        block.opaque.push(range.clone());
                    }
                } else {
                    open = begin(source, &stack, range, is_opaque);
                }
            }
        }
    }
    blocks.extend(open);
    blocks
}

/// Whether an element is a link or image in Markdown's marks, not a bare address.
fn is_whole(source: &str, tag: &Tag<'_>, range: &Range<usize>) -> bool {
    matches!(tag, Tag::Link { .. } | Tag::Image { .. })
        && source[range.start..].starts_with(['[', '!', '<'])
}

/// The block that an event begins, if it begins a paragraph, an item, a cell or a heading.
fn begin(source: &str, stack: &[&Tag<'_>], range: &Range<usize>, is_opaque: bool) -> Option<Block> {
    let outer = match stack.split_last()? {
        (Tag::Paragraph, outer) => outer,
        (Tag::Item | Tag::TableCell | Tag::Heading { .. }, _) => stack,
        _ => return None,
    };
    let stand = match outer.last() {
        None => Stand::Alone,
        Some(Tag::Item) if outer.iter().all(|t| matches!(t, Tag::Item | Tag::List(_))) => {
            Stand::Item
        }
        _ => Stand::Within,
    };
    let mut block = Block {
        stand,
        lines: vec![Line {
            range: range.start..range.start,
            begin: line_begin(source, range.start),
            is_joined: false,
        }],
        opaque: Vec::new(),
    };
    if is_opaque {
        block.opaque.push(range.clone());
        extend(source, &mut block, range.start..range.start);
    } else {
        extend(source, &mut block, range.clone());
    }
    Some(block)
}

pub(super) fn line_begin(source: &str, at: usize) -> usize {
    source[..at].rfind('\n').map_or(0, |i| i + 1)
}

/// Extends the last line to the end of an event. The first text of a line also sets its beginning.
fn extend(source: &str, block: &mut Block, range: Range<usize>) {
    let Some(line) = block.lines.last_mut() else {
        return;
    };
    if line.range.is_empty() && line.range.start < range.start {
        line.range.start = range.start;
        line.begin = line_begin(source, range.start);
    }
    line.range.end = line.range.end.max(range.end);
}
