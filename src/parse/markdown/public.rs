//! Takes a body's Markdown; gives it without what no page shows: comments, link definitions that nothing uses, and links that the
//! caller does not let stand. What a page shows of it stays the same.

use super::OPTIONS;
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use regex::Regex;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What becomes of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// It stands as written.
    Keep,
    /// Its text stands alone.
    Text,
    /// It leads there instead.
    To(String),
}

/// A comment with nothing in it: where one stood in the middle of a paragraph, an empty line would part it in two. Square brackets
/// stay, since they decide whether what stands around the comment is a label.
fn emptied(comment: &str) -> String {
    let brackets: String = comment.chars().filter(|c| "[]".contains(*c)).collect();
    if brackets.is_empty() { "<!-- -->".to_owned() } else { format!("<!-- {brackets} -->") }
}

/// The body without what no page shows. `decide` is given every link's destination as written.
pub fn without_hidden(source: &str, decide: &mut dyn FnMut(&str) -> Link) -> String {
    let parser = Parser::new_ext(source, OPTIONS);
    let definitions = parser.reference_definitions();
    let mut used: HashSet<usize> = HashSet::new();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    // links that are open: what becomes of each, where it stands, how far its text has come
    let mut open: Vec<(Link, Range<usize>, usize)> = Vec::new();
    let start_of = |id: &str| definitions.get(id).map(|d| d.span.start);
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        if !matches!(event, Event::End(TagEnd::Link)) {
            open.iter_mut().for_each(|(_, _, end)| *end = (*end).max(range.end));
        }
        match event {
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                comments(source, &range, &mut edits);
                addresses(source, &range, decide, &mut edits);
            }
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                let what = if matches!(link_type, LinkType::Autolink | LinkType::Email) { Link::Keep } else { decide(&dest_url) };
                if what == Link::Keep {
                    used.extend(start_of(&id));
                }
                open.push((what, range.clone(), range.start + 1));
            }
            Event::Start(Tag::Image { id, .. }) => used.extend(start_of(&id)),
            Event::End(TagEnd::Link) => match open.pop() {
                Some((Link::Text, whole, end)) => {
                    edits.push((whole.start..whole.start + 1, String::new()));
                    edits.push((end..whole.end, String::new()));
                }
                Some((Link::To(destination), whole, end)) => edits.push((end..whole.end, format!("](<{destination}>)"))),
                _ => {}
            },
            _ => {}
        }
    }
    let unused = definitions.iter().filter(|(_, d)| !used.contains(&d.span.start)).map(|(_, d)| d.span.clone());
    edits.extend(unused.map(|span| (span.clone(), without_definition(source, &span))));
    apply(source, edits)
}

/// What takes the place of a definition. What follows on the next line may go on in the same block only because of it, and a mark before
/// it would mean something else alone (`-` below a paragraph): then another definition stands there, which nothing uses and which says nothing.
fn without_definition(source: &str, span: &Range<usize>) -> String {
    let before = source[..span.start].rsplit('\n').next().unwrap_or_default();
    let next = source[span.end..].trim_start_matches([' ', '\t']).strip_prefix('\n').unwrap_or_default().lines().next().unwrap_or_default();
    if before.trim().is_empty() && next.trim_matches([' ', '\t', '>']).is_empty() {
        return String::new();
    }
    let unused = (0..).map(|n| format!("[.{n}]")).find(|label| !source.contains(label)).unwrap_or_default();
    format!("{unused}: #")
}

/// Empties every comment in a piece of HTML; one that does not end goes on to the end of the piece.
fn comments(source: &str, range: &Range<usize>, edits: &mut Vec<(Range<usize>, String)>) {
    let mut at = range.start;
    while let Some(start) = source[at..range.end].find("<!--").map(|i| at + i) {
        let end = source[start..range.end].find("-->").map_or(range.end, |i| start + i + 3);
        // the line end after a comment that does not end belongs to what follows
        let is_closed = source[start..end].ends_with("-->");
        let before = &source[range.start..start];
        if before.rfind('<') > before.rfind('>') && source[start..end].find('>') != Some(end - start - 1) {
            at = start + 4; // inside a tag it is none, and what follows the tag is shown
            continue;
        }
        let end = if is_closed { end } else { start + source[start..end].trim_end_matches(['\n', '\r']).len() };
        let mut empty = emptied(&source[start..end]);
        if !is_closed && source[range.start..start].trim().is_empty() {
            // it is all of its block and stays open: closed, the empty lines behind it would be the document's and no longer its own
            empty = empty.trim_end_matches("-->").trim_end().to_owned();
        }
        edits.push((start..end, empty));
        at = end.max(start + 4);
    }
}

/// An attribute of a tag that leads somewhere, with its value in whatever quotes.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"(?i)[\s/"'](?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"#).ok());

/// Asks about every address in a piece of HTML as about those of links.
fn addresses(source: &str, range: &Range<usize>, decide: &mut dyn FnMut(&str) -> Link, edits: &mut Vec<(Range<usize>, String)>) {
    for found in ADDRESS.iter().flat_map(|pattern| pattern.captures_iter(&source[range.clone()])) {
        let (Some(whole), Some(value)) = (found.get(0), found.iter().skip(1).flatten().next()) else { continue };
        // what stands before it may end the attribute before this one
        let place = range.start + whole.start() + 1..range.start + whole.end();
        let decided = match quick_xml::escape::unescape(value.as_str()) {
            Ok(value) => decide(&value),
            // where a number is written without its semicolon nobody can be sure; a plain `&` between two parameters is one
            Err(_) if value.as_str().contains("&#") => Link::Text,
            Err(_) => decide(value.as_str()),
        };
        match decided {
            Link::Keep => {}
            Link::Text => edits.push((place, String::new())),
            Link::To(destination) => edits.push((place, format!(" href=\"{destination}\""))),
        }
    }
}

fn apply(source: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
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
    use crate::parse::markdown::{Target, render};

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
        // a paragraph of raw HTML alone shows nothing
        render("a.md", source, 0, false, &mut resolve).0.html.replace("<p></p>\n", "")
    }

    #[test]
    fn nothing_that_no_page_shows_stays_and_the_page_stays_the_same() {
        for (source, expected) in [
            ("甲[乙](hidden.md)丙", "甲乙丙"),
            ("甲[乙 **丁**](hidden.md \"题\")丙", "甲乙 **丁**丙"),
            ("[\\*乙](hidden.md)", "\\*乙"),
            ("[乙](gone.md)", "[乙](</gone-1.md>)"),
            ("[乙](a.md)与[丙][1]\n\n[1]: b.md", "[乙](a.md)与[丙][1]\n\n[1]: b.md"),
            ("[乙][x]\n\n[x]: hidden.md", "乙\n\n"),
            ("[乙][X]\n\n[x]: a.md", "[乙][X]\n\n[x]: a.md"),
            ("甲\n\n[//]: # (内部)\n\n乙", "甲\n\n\n\n乙"),
            ("甲<!-- 内部 -->乙", "甲<!-- -->乙"),
            ("甲\n\n<!-- 内部\n更多 -->\n乙", "甲\n\n<!-- -->\n乙"),
            ("甲\n<!-- 内部 -->\n乙", "甲\n<!-- -->\n乙"),
            ("甲\n\n<!-- 内部", "甲\n\n<!--"),
            ("`<!-- 代码 -->` 与 [乙\\](hidden.md)", "`<!-- 代码 -->` 与 [乙\\](hidden.md)"),
            ("![图](hidden.md)", "![图](hidden.md)"),
            ("<p><a/href=\"hidden.md\">甲</a></p>", "<p><a/>甲</a></p>"),
            ("<p><a title=\"x\"href='hidden.md'>甲</a></p>", "<p><a title=\"x\">甲</a></p>"),
            ("<a href=\"&#104;idden.md\">甲</a>", "<a >甲</a>"),
            ("<a href=\"hidden&period;md\">甲</a>", "<a >甲</a>"),
            ("<a href=\"a.md?x=1&amp;y=2\">甲</a>", "<a href=\"a.md?x=1&amp;y=2\">甲</a>"),
            ("<a href=\"a.md?x=1&y=2\">甲</a>", "<a href=\"a.md?x=1&y=2\">甲</a>"),
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
        for source in ["- <!--\n\n- [甲", "<!---->(gone<md)<!--<b>[甲", ": a.md\n- [x]: a.md", "<!---->: a<md<!--[甲> -->"] {
            assert_eq!(shown(&without_hidden(source, &mut decide)), shown(source), "{source}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_shown_as_before(source in "(\\[甲|\\]|\\(hidden.md\\)|\\(gone.md\\)|\\(a.md\\)|\\[x\\]|: a.md|: hidden.md|\n|\n\n|<!--|-->|<b>|\\*|`|> |- |乙| |\\\\|!){0,24}") {
            let public = without_hidden(&source, &mut decide);
            proptest::prop_assert_eq!(shown(&public), shown(&source), "{}", public);
        }
    }
}
