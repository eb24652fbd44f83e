//! Takes the parser's events; gives them with links in place of the addresses in the text.
//!
//! An address ends before the first character outside ASCII, because Chinese text follows without a
//! space. Names such as 申请表.docx are not addresses. This file must not know where links lead.

use super::edits::{Edits, Spanned, has_any};
use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Turns mail addresses and web addresses into links. A web address begins with `http://`,
/// `https://` or `www.`.
pub(super) fn link<'e>(source: &str, events: Vec<Spanned<'e>>) -> Vec<Spanned<'e>> {
    let is_possible = |text: &str| has_any(text, &["://", "www.", "@"]);
    if !is_possible(source) {
        return events;
    }
    let mut edits = Edits::default();
    let mut closed = 0usize;
    let mut i = 0;
    while i < events.len() {
        let is_open = matches!(
            &events[i].0,
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock)
        );
        let is_end = matches!(
            &events[i].0,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock)
        );
        closed = closed + usize::from(is_open) - usize::from(is_end);
        let pieces = events[i..]
            .iter()
            .take_while(|(event, _)| matches!(event, Event::Text(_)))
            .count();
        if pieces > 0 && closed == 0 {
            let text: String = events[i..i + pieces]
                .iter()
                .map(|(e, _)| text_of(e))
                .collect();
            if is_possible(&text) {
                let found = addresses(&text);
                if !found.is_empty() {
                    write(source, &events, i..i + pieces, &found, &mut edits);
                }
            }
        }
        i += pieces.max(1);
    }
    edits.apply(events)
}

fn text_of<'a>(event: &'a Event<'_>) -> &'a str {
    match event {
        Event::Text(text) => text,
        _ => "",
    }
}

/// An address in a text: its place, its kind, and where it leads.
struct Address {
    range: Range<usize>,
    kind: LinkType,
    to: String,
}

fn addresses(text: &str) -> Vec<Address> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let mut found = Vec::new();
    let mut start = 0;
    for part in text.split(|c: char| !c.is_ascii()) {
        start += text[start..].find(part).unwrap_or_default();
        for link in finder.links(part) {
            let range = start + link.start()..start + link.end();
            if text[..range.start].ends_with('<') {
                continue;
            }
            found.extend(match link.kind() {
                LinkKind::Email => Some(Address {
                    kind: LinkType::Email,
                    to: link.as_str().to_owned(),
                    range,
                }),
                _ => page(text, range),
            });
        }
        start += part.len();
    }
    found
}

fn page(text: &str, range: Range<usize>) -> Option<Address> {
    let written = &text[range.clone()];
    let begins = |prefix: &str| {
        written
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let host = written.split('/').next().unwrap_or_default();
    let to = if begins("http://") || begins("https://") {
        written.to_owned()
    } else if begins("www.") && host.matches('.').count() > 1 && !host.contains(':') {
        format!("http://{written}")
    } else {
        return None;
    };
    Some(Address {
        range,
        kind: LinkType::Autolink,
        to,
    })
}

/// Replaces the events of a text by events with the links.
fn write<'e>(
    source: &str,
    events: &[Spanned<'e>],
    pieces: Range<usize>,
    found: &[Address],
    edits: &mut Edits<'e>,
) {
    let mut start = 0;
    for i in pieces {
        let (event, range) = &events[i];
        let text = text_of(event);
        let end = start + text.len();
        let is_source = source.get(range.clone()) == Some(text);
        let place = |part: &Range<usize>| {
            if is_source {
                range.start + part.start - start..range.start + part.end - start
            } else {
                range.clone()
            }
        };
        edits.remove(i);
        let mut at = start;
        let plain = |part: Range<usize>, edits: &mut Edits<'e>| {
            if !part.is_empty() {
                let words = slice(event, part.start - start..part.end - start);
                edits.push(i, Event::Text(words), place(&part));
            }
        };
        for address in found {
            let part = address.range.start.max(start)..address.range.end.min(end);
            if part.is_empty() {
                continue;
            }
            plain(at..part.start, edits);
            if part.start == address.range.start {
                let tag = Tag::Link {
                    link_type: address.kind,
                    dest_url: address.to.clone().into(),
                    title: CowStr::Borrowed(""),
                    id: CowStr::Borrowed(""),
                };
                edits.push(i, Event::Start(tag), place(&part));
            }
            plain(part.clone(), edits);
            if part.end == address.range.end {
                edits.push(i, Event::End(TagEnd::Link), place(&part));
            }
            at = part.end;
        }
        plain(at..end, edits);
        start = end;
    }
}

/// A part of a text.
fn slice<'e>(event: &Event<'e>, part: Range<usize>) -> CowStr<'e> {
    match event {
        Event::Text(CowStr::Borrowed(text)) => CowStr::Borrowed(&text[part]),
        other => text_of(other)[part].to_owned().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::OPTIONS;
    use super::*;
    use pulldown_cmark::Parser;

    /// The links of a text: the words, and where they lead.
    fn links(source: &str) -> Vec<String> {
        let events = Parser::new_ext(source, OPTIONS)
            .into_offset_iter()
            .collect();
        let mut found = Vec::new();
        let mut open = None;
        for (event, range) in link(source, events) {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => open = Some((String::new(), dest_url)),
                Event::Text(text) => {
                    if let Some((words, _)) = &mut open {
                        assert!(source[range].contains(&*text) || source.contains('&'));
                        words.push_str(&text);
                    }
                }
                Event::End(TagEnd::Link) => {
                    let (words, to) = open.take().unwrap();
                    found.push(if words == *to {
                        words
                    } else {
                        format!("{words}>{to}")
                    });
                }
                _ => {}
            }
        }
        found
    }

    #[test]
    fn addresses_end_at_chinese_text() {
        for (source, found) in [
            (
                "详见https://www.example.gov.cn/a_b_c?x=1&y=2。",
                &["https://www.example.gov.cn/a_b_c?x=1&y=2"][..],
            ),
            (
                "（网址：http://a.gov.cn/zfxxgk/）",
                &["http://a.gov.cn/zfxxgk/"],
            ),
            ("登录http://a.gov.cn，点击", &["http://a.gov.cn"]),
            ("登录http://a.gov.cn查询", &["http://a.gov.cn"]),
            (
                "登录www.example.gov.cn查询。",
                &["www.example.gov.cn>http://www.example.gov.cn"],
            ),
            ("电子邮箱：zfxx_gk@example.org。", &["zfxx_gk@example.org"]),
            (
                "邮箱zfxxgk@example.gov.cn转办公室",
                &["zfxxgk@example.gov.cn"],
            ),
            ("发至a.b@c.cn、d@e.com；", &["a.b@c.cn", "d@e.com"]),
            ("见申请表.docx和www.docx", &[]),
            ("example.com不带协议", &[]),
            (
                "`https://a.cn`和[链接](https://b.cn)",
                &["链接>https://b.cn"],
            ),
            ("[https://b.cn](https://b.cn)", &["https://b.cn"]),
            ("<https://b.cn>", &["https://b.cn"]),
            ("https://a.cn/a_b_和*甲*", &["https://a.cn/a_b_"]),
            ("**https://a.cn/b**，", &["https://a.cn/b"]),
            ("“https://a.cn/b”", &["https://a.cn/b"]),
            ("https://a.cn/b.", &["https://a.cn/b"]),
            ("http://localhost:8080/a", &["http://localhost:8080/a"]),
            ("https://a.cn/?a=1&amp;b=2后", &["https://a.cn/?a=1&b=2"]),
            ("@某某 和 甲@乙", &[]),
            ("ftp://a.cn/b", &[]),
        ] {
            assert_eq!(links(source), found, "{source}");
        }
    }
}
