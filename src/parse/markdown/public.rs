//! Takes a body's Markdown; gives it without the content of comments, without unused link
//! definitions, and without the links that the caller removes. The caller can also redirect a link.
//!
//! A page made from the result looks the same. This file must not know where links lead.

use super::OPTIONS;
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use regex::Regex;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The caller's decision about a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// It stays as written.
    Keep,
    /// Only its text stays.
    Text,
    /// It leads to another address.
    To(String),
}

/// The empty comment that replaces a comment; an empty line in its place would divide a paragraph.
/// The brackets and backticks of the old comment stay in the new one, because they decide whether
/// the text around the comment is a label or a code fence.
fn emptied(comment: &str) -> String {
    let kept: Vec<&str> = comment
        .split(|c| !"[]`".contains(c))
        .filter(|run| !run.is_empty())
        .collect();
    if kept.is_empty() {
        "<!-- -->".to_owned()
    } else {
        format!("<!-- {} -->", kept.join(" "))
    }
}

/// An edit of the source: a range, and its replacement.
type Edit = (Range<usize>, String);

/// The body without the parts that no page shows. `decide` gets the destination of every link in
/// Markdown and every `href` and `src` in raw HTML. It does not get images in Markdown or addresses
/// between `<` and `>`, which stay.
pub fn without_hidden(source: &str, decide: &mut dyn FnMut(&str) -> Link) -> String {
    // the page shows a mistyped link as a link, so the repaired text is tried first
    if let Some(text) = super::repaired(source) {
        let mut is_public = true;
        let public = cut(&text, &mut |to| {
            let link = decide(to);
            is_public &= link == Link::Keep;
            link
        });
        if !is_public {
            return public;
        }
    }
    cut(source, decide)
}

fn cut(source: &str, decide: &mut dyn FnMut(&str) -> Link) -> String {
    let parser = Parser::new_ext(source, OPTIONS);
    let definitions = parser.reference_definitions();
    let mut cutter = Cutter {
        source,
        decide,
        edits: Vec::new(),
        open: Vec::new(),
        brackets: Vec::new(),
        in_code: false,
    };
    let mut used: HashSet<usize> = HashSet::new();
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        let id = cutter.event(&event, range);
        used.extend(id.and_then(|id| definitions.get(id)).map(|d| d.span.start));
    }
    let mut edits = cutter.edits;
    let unused = definitions
        .iter()
        .filter(|(_, d)| !used.contains(&d.span.start))
        // the page shows the text of a definition that was meant as a note, so it stays
        .filter(|(_, d)| !super::slips::is_note(&d.dest, d.title.as_deref()))
        .map(|(_, d)| d.span.clone());
    edits.extend(unused.map(|span| (span.clone(), without_definition(source, &span))));
    apply(source, edits)
}

struct OpenLink {
    what: Link,
    /// The place of the whole link.
    whole: Range<usize>,
    /// The end of its text so far.
    end: usize,
}

/// Collects the edits of a body, event by event.
struct Cutter<'a> {
    source: &'a str,
    decide: &'a mut dyn FnMut(&str) -> Link,
    edits: Vec<Edit>,
    open: Vec<OpenLink>,
    /// The places of `[` and `<` in the text of the current block.
    brackets: Vec<usize>,
    in_code: bool,
}

impl Cutter<'_> {
    /// Collects the edits for an event; gives the id of the definition that the link or image uses,
    /// if the link is kept as written.
    fn event<'e>(&mut self, event: &'e Event<'_>, range: Range<usize>) -> Option<&'e str> {
        if !matches!(event, Event::End(TagEnd::Link)) {
            for link in &mut self.open {
                link.end = link.end.max(range.end);
            }
        }
        match event {
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                comments(self.source, &range, &mut self.edits);
                addresses(self.source, &range, self.decide, &mut self.edits);
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            }) => {
                let what = if matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    Link::Keep
                } else {
                    (self.decide)(dest_url)
                };
                let is_kept = what == Link::Keep;
                self.open.push(OpenLink {
                    what,
                    end: range.start + 1,
                    whole: range,
                });
                return is_kept.then_some(&**id);
            }
            Event::Start(Tag::Image { id, .. }) => return Some(id),
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Text(_) if !self.in_code => self.text(&range),
            Event::Start(tag) if is_block(tag) => self.brackets.clear(),
            Event::End(TagEnd::Link) => match self.open.pop() {
                Some(link) if link.what == Link::Text => self.unlink(&link.whole, link.end),
                Some(OpenLink {
                    what: Link::To(destination),
                    whole,
                    end,
                }) => self
                    .edits
                    .push((end..whole.end, format!("](<{destination}>)"))),
                _ => {}
            },
            _ => {}
        }
        None
    }

    /// Escapes the text of a removed link where it would now have another meaning. Records the
    /// brackets of every text.
    fn text(&mut self, range: &Range<usize>) {
        let source = self.source;
        let literal = |c: char| {
            source[range.clone()]
                .match_indices(c)
                .map(|m| range.start + m.0)
                .filter(|&at| !is_escaped(source, at))
        };
        if let Some(link) = self.open.last()
            && link.what == Link::Text
        {
            let marks = ['*', '_', '~', '<'].into_iter().flat_map(literal);
            self.edits.extend(marks.map(escape));
            let start = link.whole.start;
            if range.start == start + 1 && begins_line(source, start) {
                let mark = mark(&source[range.clone()]);
                self.edits.extend(mark.map(|at| escape(range.start + at)));
            }
        }
        self.brackets
            .extend(['[', '<'].into_iter().flat_map(literal));
    }

    /// Removes a link but keeps its text, which ends at `end`.
    fn unlink(&mut self, whole: &Range<usize>, end: usize) {
        let source = self.source;
        let text = &source[whole.start + 1..end];
        self.edits.push(if begins_line(source, whole.start) {
            (whole.start..end - text.trim_start().len(), String::new())
        } else {
            (
                whole.start..whole.start + 1,
                seam(&source[..whole.start], text),
            )
        });
        let after = &source[whole.end..];
        if after.trim_start_matches('\r').starts_with('\n') || after.is_empty() {
            let text = text.trim_end_matches([' ', '\t']);
            let last = whole.start + 1 + text.len();
            if text.ends_with('#') && !is_escaped(source, last - 1) {
                self.edits.push(escape(last - 1));
            }
            self.edits.push((last..whole.end, String::new()));
        } else {
            self.edits.push((end..whole.end, seam(text, after)));
        }
        // without this link, an earlier bracket might begin a link, so it is escaped
        self.edits.extend(self.brackets.drain(..).map(escape));
    }
}

fn is_escaped(source: &str, at: usize) -> bool {
    source[..at]
        .bytes()
        .rev()
        .take_while(|b| *b == b'\\')
        .count()
        % 2
        == 1
}

fn escape(at: usize) -> Edit {
    (at..at, "\\".to_owned())
}

/// The replacement for a bracket of a removed link: an empty comment if the characters on both
/// sides might form a mark, otherwise nothing.
fn seam(before: &str, after: &str) -> String {
    let sides = [before.chars().next_back(), after.chars().next()];
    let is_apart = sides.iter().any(|c| c.is_none_or(char::is_whitespace));
    let is_plain = sides.iter().flatten().all(|c| !c.is_ascii_punctuation());
    if is_apart || is_plain {
        String::new()
    } else {
        "<!-- -->".to_owned()
    }
}

/// Whether only marks of quotations, lists and notes come before `at` on its line, so that a
/// comment at `at` would begin an HTML block.
fn begins_line(source: &str, at: usize) -> bool {
    static MARKS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(?:[ \t>]|(?:[-+*]|[0-9]+[.)])[ \t]|\[\^[^\]]*\]:)*$").ok());
    let before = source[..at].rsplit('\n').next().unwrap_or_default();
    MARKS.as_ref().is_some_and(|marks| marks.is_match(before))
}

/// The place of the character that might make a line a list item, a heading or the like.
fn mark(line: &str) -> Option<usize> {
    let at = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_one = |c: &u8| {
        if at == 0 {
            c.is_ascii_punctuation() && !b"*_~".contains(c)
        } else {
            b".)".contains(c)
        }
    };
    line.as_bytes().get(at).filter(|c| is_one(c)).map(|_| at)
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell
    )
}

/// The replacement for a link definition, usually empty. If the surrounding block would change, as
/// after `-` below a paragraph, the replacement is an unused, empty definition.
fn without_definition(source: &str, span: &Range<usize>) -> String {
    let before = source[..span.start].rsplit('\n').next().unwrap_or_default();
    let next = source[span.end..]
        .trim_start_matches([' ', '\t'])
        .strip_prefix('\n')
        .unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default();
    // without the definition, a preceding list could continue
    let following = source[span.end..]
        .lines()
        .skip(1)
        .find(|l| !l.trim_matches([' ', '\t', '>']).is_empty())
        .unwrap_or_default();
    let following = following.trim_start_matches("> ");
    let is_item = following.starts_with([' ', '\t', '-', '+', '*'])
        || following.starts_with(|c: char| c.is_ascii_digit());
    if before.trim().is_empty() && next.trim_matches([' ', '\t', '>']).is_empty() && !is_item {
        return String::new();
    }
    let unused = (0..)
        .map(|n| format!("[.{n}]"))
        .find(|label| !source.contains(label))
        .unwrap_or_default();
    format!("{unused}: # \"\"") // without a title, the next line could be read as its title
}

/// Empties every comment in a piece of HTML, except `<!--` inside a tag. An unclosed comment
/// extends to the end of the piece.
fn comments(source: &str, range: &Range<usize>, edits: &mut Vec<Edit>) {
    let mut at = range.start;
    while let Some(start) = source[at..range.end].find("<!--").map(|i| at + i) {
        let end = source[start..range.end]
            .find("-->")
            .map_or(range.end, |i| start + i + 3);
        // the line end after an unclosed comment belongs to the following text
        let is_closed = source[start..end].ends_with("-->");
        let before = &source[range.start..start];
        if before.rfind('<') > before.rfind('>')
            && source[start..end].find('>') != Some(end - start - 1)
        {
            at = start + 4; // inside a tag it is no comment, and the text after the tag is shown
            continue;
        }
        let end = if is_closed {
            end
        } else {
            start + source[start..end].trim_end_matches(['\n', '\r']).len()
        };
        let mut empty = emptied(&source[start..end]);
        if !is_closed && source[range.start..start].trim().is_empty() {
            // closing it would move the empty lines after it out of the block
            empty = empty.trim_end_matches("-->").trim_end().to_owned();
        }
        edits.push((start..end, empty));
        at = end.max(start + 4);
    }
}

/// An attribute with an address, in single or double quotes or without quotes.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)[\s/"'](?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"#).ok()
});

/// Asks `decide` about every `href` and `src` in a piece of HTML. An attribute is removed if only
/// the text of its link shall stay; its tag stays.
fn addresses(
    source: &str,
    range: &Range<usize>,
    decide: &mut dyn FnMut(&str) -> Link,
    edits: &mut Vec<Edit>,
) {
    for found in ADDRESS
        .iter()
        .flat_map(|pattern| pattern.captures_iter(&source[range.clone()]))
    {
        let (Some(whole), Some(value)) = (found.get(0), found.iter().skip(1).flatten().next())
        else {
            continue;
        };
        // the match includes the character before the attribute, which may belong to the previous
        // attribute
        let place = range.start + whole.start() + 1..range.start + whole.end();
        let decided = match quick_xml::escape::unescape(value.as_str()) {
            Ok(value) => decide(&value),
            // a character reference without a semicolon is ambiguous, so its address is removed
            Err(_) if value.as_str().contains("&#") => Link::Text,
            Err(_) => decide(value.as_str()),
        };
        match decided {
            Link::Keep => {}
            Link::Text => edits.push((place, String::new())),
            // only a link (`href`) can lead to another address; an image (`src`) loses its address
            Link::To(destination) => {
                let attribute = source[place.clone()].trim_start().get(..4);
                let is_link = attribute.is_some_and(|a| a.eq_ignore_ascii_case("href"));
                let link = is_link.then(|| format!(" href=\"{destination}\""));
                edits.push((place, link.unwrap_or_default()));
            }
        }
    }
}

fn apply(source: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by(|a, b| (a.0.start, a.0.end, &a.1).cmp(&(b.0.start, b.0.end, &b.1)));
    edits.dedup();
    let (mut out, mut at) = (String::with_capacity(source.len()), 0);
    for (range, text) in edits.into_iter().filter(|(r, _)| r.end <= source.len()) {
        if range.start >= at {
            out.push_str(&source[at..range.start]);
            out.push_str(&text);
            at = range.end;
        }
    }
    out.push_str(&source[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown::{RawHtml, Target, render};

    fn decide(destination: &str) -> Link {
        match destination {
            "hidden.md" => Link::Text,
            "gone.md" => Link::To("/gone-1.md".to_owned()),
            _ => Link::Keep,
        }
    }

    fn shown(source: &str) -> String {
        let mut resolve = |destination: &str, _, _| Target {
            href: match destination {
                "hidden.md" => None,
                "gone.md" | "/gone-1.md" => Some("notice".to_owned()),
                other => Some(other.to_owned()),
            },
            size: None,
        };
        // ignore differences that no page shows: paragraphs of raw HTML only, spaces at line ends,
        // and line joins next to links
        render("a.md", source, 0, RawHtml::LeftOut, &mut resolve)
            .0
            .html
            .replace([' ', '\n'], "")
            .replace("<p></p>", "")
    }

    #[test]
    fn nothing_that_no_page_shows_stays_and_the_page_stays_the_same() {
        for (source, expected) in [
            ("甲[乙](hidden.md)丙", "甲乙丙"),
            ("甲[乙 **丁**](hidden.md \"题\")丙", "甲乙 **丁**<!-- -->丙"),
            ("[\\*乙](hidden.md)", "\\*乙"),
            ("[乙](gone.md)", "[乙](</gone-1.md>)"),
            (
                "[乙](a.md)与[丙][1]\n\n[1]: b.md",
                "[乙](a.md)与[丙][1]\n\n[1]: b.md",
            ),
            ("[乙][x]\n\n[x]: hidden.md", "乙\n\n"),
            ("[乙][X]\n\n[x]: a.md", "[乙][X]\n\n[x]: a.md"),
            ("甲\n\n[//]: # (内部)\n\n乙", "甲\n\n\n\n乙"),
            ("甲<!-- 内部 -->乙", "甲<!-- -->乙"),
            ("甲\n\n<!-- 内部\n更多 -->\n乙", "甲\n\n<!-- -->\n乙"),
            ("甲\n<!-- 内部 -->\n乙", "甲\n<!-- -->\n乙"),
            ("甲\n\n<!-- 内部", "甲\n\n<!--"),
            (
                "`<!-- 代码 -->` 与 [乙\\](hidden.md)",
                "`<!-- 代码 -->` 与 [乙\\](hidden.md)",
            ),
            ("![图](hidden.md)", "![图](hidden.md)"),
            ("<p><a/href=\"hidden.md\">甲</a></p>", "<p><a/>甲</a></p>"),
            (
                "<p><a title=\"x\"href='hidden.md'>甲</a></p>",
                "<p><a title=\"x\">甲</a></p>",
            ),
            (
                "<p><img src=\"gone.md\" alt=\"\">甲</p>",
                "<p><img  alt=\"\">甲</p>",
            ),
            ("<a href=\"&#104;idden.md\">甲</a>", "<a >甲</a>"),
            ("<a href=\"hidden&period;md\">甲</a>", "<a >甲</a>"),
            (
                "<a href=\"a.md?x=1&amp;y=2\">甲</a>",
                "<a href=\"a.md?x=1&amp;y=2\">甲</a>",
            ),
            (
                "<a href=\"a.md?x=1&y=2\">甲</a>",
                "<a href=\"a.md?x=1&y=2\">甲</a>",
            ),
            ("<a href=\"&#104idden.md\">甲</a>", "<a >甲</a>"),
        ] {
            let public = without_hidden(source, &mut decide);
            assert_eq!(public, expected, "{source}");
            assert_eq!(shown(&public), shown(source), "{source}");
            assert!(!public.contains("内部"));
        }
    }

    #[test]
    fn what_stands_around_is_shown_as_before() {
        for source in [
            "[x](hidden.md)*<!--*",
            "*[乙*](hidden.md)",
            "[甲[乙](hidden.md)](a.md)",
            "甲[!](hidden.md)[乙](a.md)",
            "[1](hidden.md). 甲",
            "[1. 甲](hidden.md)",
            "[# 甲](hidden.md)",
            "> [- 甲](hidden.md)",
            "甲\n[===](hidden.md)",
            "甲[&](hidden.md)amp;",
            "[    甲](hidden.md)",
            "[x]: a.md\n(hidden md)\n(甲)",
            "```<!--`-->",
            "- ```\n  a[0] <b\n  ```\n  见[乙](hidden.md)",
            "- [1. 甲](hidden.md)",
            "- [# 甲](hidden.md)",
            "> 1. [- 甲](hidden.md)",
            "甲[^1]\n\n[^1]: [2) 乙](hidden.md)",
            "甲\\\\[[乙](hidden.md)](a.md)",
            "[甲\\\\*](hidden.md)*乙*",
            "甲[乙  ](hidden.md)\n丙",
            "## 甲 [乙 #](hidden.md)",
            "- 甲\n\n[x]: a.md\n\n- 乙",
            "甲[<](hidden.md)b>",
            "[甲<!--](hidden.md)[甲",
            "<!--[甲](hidden.md)乙-->",
            "- <!--\n\n- [甲",
            "<!---->(gone<md)<!--<b>[甲",
            ": a.md\n- [x]: a.md",
            "<!---->: a<md<!--[甲> -->",
        ] {
            assert_eq!(
                shown(&without_hidden(source, &mut decide)),
                shown(source),
                "{source}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_shown_as_before(source in "(\\[甲|\\[|\\]|\\(hidden.md\\)|\\(gone.md\\)|\\(a.md\\)|\\[x\\]|: a.md|: hidden.md|\n|\n\n|<!--|-->|<b>|\\*|`|> |- |乙| |_|1|\\. |<|# |\\\\|!){0,24}") {
            let public = without_hidden(&source, &mut decide);
            proptest::prop_assert_eq!(shown(&public), shown(&source), "{}", public);
        }
    }
}
