//! Takes blocks; gives Markdown with their text, in which characters of Markdown's syntax are
//! escaped. This file must not know where the blocks came from.

use super::page::{Block, Page, Span, plain};
use regex::Regex;
use std::sync::LazyLock;

/// The Markdown of `blocks`, which are blocks of `page`.
pub(super) fn write(page: &Page, blocks: &[Block]) -> String {
    let levels = levels(blocks);
    let mut out = String::new();
    let mut was_item = false;
    let mut before: Option<(usize, u32)> = None;
    let mut deep = 0;
    for (block, level) in blocks.iter().zip(levels) {
        if block.is_empty() {
            continue;
        }
        // Markdown counts items itself and would change a number out of sequence
        let numbered = if let Block::Item {
            depth,
            number: Some(number),
            ..
        } = block
        {
            Some((*depth, *number))
        } else {
            None
        };
        let is_out_of_order = matches!((before, numbered), (Some((d, n)), Some((depth, number))) if d == depth && n.checked_add(1) != Some(number));
        before = numbered.or(before.filter(|_| matches!(block, Block::Item { .. })));
        let is_item = matches!(block, Block::Item { .. }) && !is_out_of_order;
        // Markdown takes an item for code if it is more than one level deeper than the last
        deep = match block {
            Block::Item { depth, .. } if was_item => (*depth).min(deep + 1),
            _ => 0,
        };
        if !out.is_empty() {
            out.push_str(if is_item && was_item { "\n" } else { "\n\n" });
        }
        was_item = is_item;
        match block {
            Block::Text { spans, .. } => out.push_str(&paragraph(spans, level)),
            Block::Item {
                number: Some(number),
                spans,
                ..
            } if is_out_of_order => {
                out.push_str(&format!("{number}\\. {}", inline(spans, Part::Paragraph)))
            }
            Block::Item { number, spans, .. } => {
                out.push_str(&"    ".repeat(deep));
                out.push_str(&number.map_or("- ".to_owned(), |n| format!("{n}. ")));
                out.push_str(&one_line(spans));
            }
            Block::Table(rows) => table(rows, &mut out),
        }
    }
    // a note without a reference is left out, because it may be hidden text
    let referred = |label: &str| {
        blocks
            .iter()
            .flat_map(Block::spans)
            .any(|s| s.note.as_deref() == Some(label))
    };
    for (label, spans) in page.footnotes.iter().filter(|(label, _)| referred(label)) {
        out.push_str(&format!("\n\n[^{label}]: {}", one_line(spans)));
    }
    out.push('\n');
    out
}

/// A paragraph (level 0) or a heading.
fn paragraph(spans: &[Span], level: u8) -> String {
    if level == 0 {
        return at_the_start(&inline(spans, Part::Paragraph));
    }
    let text = inline(spans, Part::Heading).replace("\\\n", " ");
    format!("{} {text}", "#".repeat(level.into()))
}

/// The widest indent that is kept, in ideographic spaces (U+3000). A wider one only centres a text.
const MOST_LEVELS: usize = 8;

/// The text of an item or a note.
fn one_line(spans: &[Span]) -> String {
    at_the_start(&inline(spans, Part::Paragraph).replace("\\\n", " "))
}

/// The white space before the text of a cell, in ideographic spaces. In budgets, it alone shows
/// that a row is part of the row above (其中：…, “of which”).
fn indent(cell: &[Span]) -> String {
    let halves: usize = cell
        .iter()
        .flat_map(|span| span.text.chars())
        .map_while(|c| match c {
            '\u{3000}' | '\u{2003}' => Some(2),
            ' ' | '\u{a0}' | '\u{2002}' => Some(1),
            '\n' => Some(0),
            _ => None,
        })
        .sum();
    "\u{3000}".repeat((halves / 2).min(MOST_LEVELS))
}

fn table(rows: &[Vec<Vec<Span>>], out: &mut String) {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    for (i, row) in rows.iter().enumerate() {
        for n in 0..width {
            let spans = row.get(n).map_or(&[][..], Vec::as_slice);
            let cell = inline(spans, Part::Cell);
            let indent = if cell.trim().is_empty() {
                String::new()
            } else {
                indent(spans)
            };
            out.push_str(&format!("| {indent}{} ", cell.trim()));
        }
        out.push('|');
        if i == 0 {
            out.push_str(&format!("\n{}|", "| --- ".repeat(width)));
        }
        if i + 1 < rows.len() {
            out.push('\n');
        }
    }
}

/// The first level of numbering: 一、 (GB/T 9704-2012, 7.3.3), or the chapters of regulations. The
/// second level is （一）, or the sections of regulations.
static FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("^(?:[一二三四五六七八九十百]+、|第[一二三四五六七八九十百零〇]+章)").ok()
});
static SECOND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("^(?:[（(][一二三四五六七八九十百]+[）)]|第[一二三四五六七八九十百零〇]+节)").ok()
});

/// The longest paragraph that may be a heading, in characters.
const LONGEST_HEADING: usize = 40;

/// The heading level of each block; 0 for blocks that are not headings. The title has the first
/// level; no level is skipped.
fn levels(blocks: &[Block]) -> Vec<u8> {
    let stated: Vec<u8> = blocks
        .iter()
        .filter_map(|b| {
            if let Block::Text { level, .. } = b {
                Some(*level)
            } else {
                None
            }
        })
        .filter(|l| *l > 0)
        .collect();
    let highest = stated.iter().copied().min();
    // if the page marks a numbered line as a heading, only the page's marks count; otherwise short
    // numbered lines may be headings
    let are_numbered = blocks.iter().any(|b| {
        let Block::Text { level, spans } = b else {
            return false;
        };
        let text = plain(spans);
        *level > 0
            && [&FIRST, &SECOND]
                .iter()
                .any(|p| p.as_ref().is_some_and(|p| p.is_match(text.trim())))
    });
    let mut before = 1;
    let level = |block: &Block| {
        let Block::Text { level, spans } = block else {
            return 0;
        };
        let text = plain(spans);
        let text = text.trim();
        if spans.iter().any(|s| s.image.is_some()) || text.contains('\n') {
            return 0;
        }
        let is_short = text.chars().count() <= LONGEST_HEADING
            && !text.ends_with(['。', '；', '：', '，', ';', ',', '、'])
            && !text.contains('。');
        let by_number =
            |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|p| p.is_match(text));
        match highest {
            Some(highest) if *level > 0 => level - highest + 2,
            _ if !are_numbered && is_short && by_number(&FIRST) => 2,
            _ if !are_numbered && is_short && by_number(&SECOND) => 3,
            _ => 0,
        }
    };
    let mut all = Vec::new();
    for block in blocks {
        let level: u8 = match level(block) {
            0 => 0,
            n => n.min(before + 1).min(6),
        };
        before = if level > 0 { level } else { before };
        all.push(level);
    }
    all
}

/// What a text is part of. A heading has no emphasis, a cell no line breaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Paragraph,
    Heading,
    Cell,
}

/// The text of a paragraph, heading or cell.
fn inline(spans: &[Span], part: Part) -> String {
    let whole = plain(spans);
    let makes_links = ["](", "][", "]:", "[^", "[ ]", "[x]", "[X]"]
        .iter()
        .any(|s| whole.contains(s));
    let special: &[char] = match (makes_links, part) {
        (false, Part::Cell) => &['|'],
        (false, _) => &[],
        (true, Part::Cell) => &['[', ']', '|'],
        (true, _) => &['[', ']'],
    };
    let joined: Vec<Span> = spans.iter().fold(Vec::new(), |mut all: Vec<Span>, span| {
        match all.last_mut() {
            Some(last)
                if (last.strong, last.struck, &last.link)
                    == (span.strong, span.struck, &span.link)
                    && [&last.image, &last.note, &span.image, &span.note]
                        .iter()
                        .all(|x| x.is_none()) =>
            {
                last.text.push_str(&span.text);
            }
            _ => all.push(span.clone()),
        }
        all
    });
    let mut out = String::new();
    for span in &joined {
        let text = escape(&span.text, special);
        let struck = if span.struck && !text.trim().is_empty() && span.image.is_none() {
            let inner = text.trim_matches(|c: char| c.is_whitespace());
            let at = text.find(inner).unwrap_or_default();
            out.push_str(&text[..at]);
            out.push_str("~~");
            Some(text[at + inner.len()..].to_owned())
        } else {
            None
        };
        let text = if struck.is_some() {
            text.trim_matches(|c: char| c.is_whitespace())
                .replace('\n', "~~\n~~")
        } else {
            text
        };
        if let Some(source) = &span.image {
            let image = format!("![{}]({})", brackets(text.trim()), destination(source));
            out.push_str(&span.link.as_ref().map_or(image.clone(), |link| {
                format!("[{image}]({})", destination(link))
            }));
        } else if let Some(label) = &span.note {
            out.push_str(&format!("[^{label}]"));
        } else if let Some(link) = span.link.as_ref().filter(|_| !span.text.trim().is_empty()) {
            out.push_str(&format!(
                "[{}]({})",
                brackets(text.trim()),
                destination(link)
            ));
        } else if span.strong && part != Part::Heading {
            strong(&text, &mut out);
        } else {
            out.push_str(&text);
        }
        if let Some(after) = struck {
            out.push_str("~~");
            out.push_str(&after);
        }
    }
    let lines = out
        .split('\n')
        .map(|l| l.trim_matches(|c: char| c.is_whitespace()))
        .filter(|l| !l.is_empty());
    lines
        .collect::<Vec<_>>()
        .join(if part == Part::Cell { " " } else { "\\\n" })
}

/// Emphasised text. Punctuation at its ends stays outside, because Markdown does not recognise
/// asterisks next to Chinese punctuation.
fn strong(text: &str, out: &mut String) {
    let is_inside = |c: char| c.is_alphanumeric();
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        match (line.find(is_inside), line.rfind(is_inside)) {
            (Some(first), Some(last)) => {
                let end = last + line[last..].chars().next().map_or(1, char::len_utf8);
                out.push_str(&format!(
                    "{}**{}**{}",
                    &line[..first],
                    &line[first..end],
                    &line[end..]
                ));
            }
            _ => out.push_str(line),
        }
    }
}

/// Escapes the brackets in the text of a link, because they would end the link.
fn brackets(text: &str) -> String {
    text.replace("\\[", "[")
        .replace("\\]", "]")
        .replace('[', "\\[")
        .replace(']', "\\]")
}

fn destination(target: &str) -> String {
    if target.contains([' ', '(', ')', '<', '>', '\\']) || target.is_empty() {
        format!(
            "<{}>",
            target
                .replace('\\', "\\\\")
                .replace('<', "\\<")
                .replace('>', "\\>")
        )
    } else {
        target.to_owned()
    }
}

/// Escapes what Markdown would take for syntax within a line, and the characters in `special`.
/// Square brackets are special only where they would make a link, because old document numbers have
/// them. Bars are special only in cells.
fn escape(text: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let is_next = |f: &dyn Fn(char) -> bool| next.is_some_and(f);
        let marked = match c {
            '*' | '`' | '~' => true,
            '\\' => is_next(&|n| n.is_ascii_punctuation() || n == '\n'),
            '_' => {
                out.chars().next_back().is_none_or(|b| !b.is_alphanumeric())
                    || !is_next(&|n| n.is_alphanumeric())
            }
            '<' => is_next(&|n| n.is_ascii_alphabetic() || "/!?".contains(n)),
            '&' => is_next(&|n| n.is_ascii_alphabetic() || n == '#'),
            c => special.contains(&c),
        };
        if marked {
            out.push('\\');
        }
        // invisible control characters are left out; tabs and special spaces become plain spaces
        if !c.is_control() || c == '\n' {
            out.push(if matches!(c, '\u{a0}' | '\u{3000}') {
                ' '
            } else {
                c
            });
        } else if c == '\t' {
            out.push(' ');
        }
    }
    out
}

/// Escapes line starts that Markdown would take for headings, lists, quotations or rules.
/// [`escape`] already escapes tildes.
fn at_the_start(text: &str) -> String {
    let line = |line: &str| {
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let rest = &line[digits..];
        if (1..=9).contains(&digits)
            && rest.starts_with(['.', ')'])
            && (rest.len() == 1 || rest[1..].starts_with([' ', '\t']))
        {
            format!("{}\\{rest}", &line[..digits])
        } else if line.starts_with(['#', '>', '-', '+', '=', ':']) {
            format!("\\{line}")
        } else {
            line.to_owned()
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OPTIONS: pulldown_cmark::Options = pulldown_cmark::Options::ENABLE_TABLES
        .union(pulldown_cmark::Options::ENABLE_FOOTNOTES)
        .union(pulldown_cmark::Options::ENABLE_STRIKETHROUGH)
        .union(pulldown_cmark::Options::ENABLE_TASKLISTS);

    fn rendered(text: &str) -> String {
        let mut out = String::new();
        for event in pulldown_cmark::Parser::new_ext(text, OPTIONS) {
            match event {
                pulldown_cmark::Event::Text(t) | pulldown_cmark::Event::Code(t) => out.push_str(&t),
                pulldown_cmark::Event::Html(t) | pulldown_cmark::Event::InlineHtml(t) => {
                    out.push_str(&format!("«{t}»"))
                }
                pulldown_cmark::Event::Start(
                    tag @ (pulldown_cmark::Tag::List(_)
                    | pulldown_cmark::Tag::BlockQuote(_)
                    | pulldown_cmark::Tag::Emphasis
                    | pulldown_cmark::Tag::CodeBlock(_)),
                ) => {
                    out.push_str(&format!("«{tag:?}»"));
                }
                _ => {}
            }
        }
        out
    }

    fn paragraph(text: &str) -> String {
        write(
            &Page::default(),
            &[Block::Text {
                level: 0,
                spans: vec![Span::text(text)],
            }],
        )
    }

    #[test]
    fn nothing_in_a_text_is_taken_for_markdown() {
        for text in [
            "1. 申报",
            "0.",
            "# 号",
            "> 大于",
            "- 项",
            "+ 项",
            "a*b*c",
            "<b>粗</b>",
            "&amp;",
            "[甲](乙)",
            "_下划_",
            "`码`",
            "==",
            "--",
            "~~删~~",
            "从 ~10 到 20~ 止",
            "[ ] 项",
            "\\*",
            "[^1]",
            "〔2024〕7号",
            "| 表 |",
            "***",
            "国发[2019]5号",
        ] {
            assert_eq!(rendered(&paragraph(text)), text, "{}", paragraph(text));
        }
    }

    #[test]
    fn emphasis_holds_beside_chinese_punctuation() {
        let spans = vec![
            Span {
                text: "注意：".into(),
                strong: true,
                ..Span::default()
            },
            Span::text("后文"),
        ];
        assert_eq!(
            write(&Page::default(), &[Block::Text { level: 0, spans }]),
            "**注意**：后文\n"
        );
    }

    #[test]
    fn parts_become_headings_by_their_numbers() {
        let block = |text: &str| Block::Text {
            level: 0,
            spans: vec![Span::text(text)],
        };
        let text = write(
            &Page::default(),
            &[
                block("一、总体要求"),
                block("（一）指导思想"),
                block("（二）以下各项按要求办理。"),
                block("二、主要任务，包括："),
            ],
        );
        assert_eq!(
            text,
            "## 一、总体要求\n\n### （一）指导思想\n\n（二）以下各项按要求办理。\n\n二、主要任务，包括：\n"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_what_it_was(text in "[ -~一二\u{3000}。：〔〕\\n]{1,40}") {
            let seen: String = text.split_whitespace().collect();
            let back: String = rendered(&paragraph(&text)).split_whitespace().collect();
            prop_assert_eq!(back, seen, "{}", paragraph(&text));
        }
    }
}
