//! Takes text; gives it escaped for an address, or for HTML and XML. Takes HTML; gives it with its
//! character references replaced, or without tags that are nested too deep. This room must not know
//! what the text says.

use memchr::{memchr_iter, memchr2_iter, memchr3_iter};
use std::borrow::Cow;
use std::convert::Infallible;

/// A text for an address: every byte for which `is_plain` is false is percent-encoded.
pub fn percent(text: &str, is_plain: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Whether a byte may stay as it is in a name within a URN. Both RFC 8141 and RFC 2141 must allow
/// the byte, because some feed readers still follow RFC 2141.
pub fn is_plain_in_urn(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._".contains(&byte)
}

/// Whether a byte may stay as it is in a value within a query.
pub fn is_plain_in_query(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte)
}

/// Whether a byte may stay as it is in the path of a `Location` header or of an editor's link.
pub fn is_plain_in_location(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte)
}

/// Whether a byte may stay as it is in a whole address that somebody typed. Separators and `%`
/// stay, so that nothing is encoded twice.
pub fn is_plain_in_address(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte)
}

/// Adds a text to HTML or XML, for an element or for an attribute in double quotes.
pub fn markup_into(out: &mut String, text: &str) {
    let quotes = memchr_iter(b'"', text.as_bytes());
    let Ok(()) = pieces(text, quotes, |piece| -> Result<(), Infallible> {
        out.push_str(piece);
        Ok(())
    });
}

/// Passes a text to `put` piece by piece, as HTML for an element or for an attribute. Both kinds of
/// quotes are escaped, because a template may use either kind.
pub fn any_quotes<E>(text: &str, put: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    pieces(text, memchr2_iter(b'"', b'\'', text.as_bytes()), put)
}

/// Passes a text to `put` in pieces. Each special character becomes its entity. `quotes` are the
/// byte offsets of the quotes to escape.
fn pieces<E>(
    text: &str,
    quotes: impl Iterator<Item = usize>,
    mut put: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut quotes = quotes.peekable();
    let mut marks = memchr3_iter(b'&', b'<', b'>', text.as_bytes()).peekable();
    let mut from = 0;
    while let Some(at) = match (quotes.peek().copied(), marks.peek().copied()) {
        (Some(quote), mark) if mark.is_none_or(|mark| quote < mark) => quotes.next(),
        _ => marks.next(),
    } {
        put(&text[from..at])?;
        put(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        from = at + 1;
    }
    put(&text[from..])
}

/// Whether XML 1.0 allows a character.
pub fn is_in_xml(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The maximum depth of the elements that [`shallow`] counts.
const DEEPEST: usize = 500;

/// Elements that have no content.
const EMPTY: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements, besides `tr`, that need no end tag.
const OPTIONAL: [&str; 18] = [
    "caption", "colgroup", "dd", "dt", "html", "head", "body", "li", "optgroup", "option", "p",
    "rp", "rt", "tbody", "td", "tfoot", "th", "thead",
];

/// HTML without the tags of elements deeper than `DEEPEST`; the text of these elements stays. An
/// HTML parser is slow in deep HTML, because at every tag it spends time that grows with the depth.
/// Elements that have no content or need no end tag are not counted and keep their tags.
pub fn shallow(html: &str) -> Cow<'_, str> {
    let (mut depth, mut dropped) = (0usize, 0usize);
    let mut out: Option<String> = None;
    let mut kept = 0; // the beginning of the part not yet copied
    let mut from = 0;
    while let Some(at) = html[from..].find('<').map(|i| from + i) {
        let rest = &html[at + 1..];
        let is_end = rest.starts_with('/');
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let length = name.find(|c: char| !c.is_ascii_alphanumeric());
        let name = name[..length.unwrap_or(name.len())].to_ascii_lowercase();
        from = at + 1;
        let is_counted = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name != "tr"
            && !EMPTY.contains(&&*name)
            && !OPTIONAL.contains(&&*name);
        if !is_counted {
            continue;
        }
        let is_dropped = match is_end {
            true => dropped > 0,
            false => depth >= DEEPEST,
        };
        match (is_end, is_dropped) {
            (true, true) => dropped -= 1,
            (true, false) => depth = depth.saturating_sub(1),
            (false, true) => dropped += 1,
            (false, false) => depth += 1,
        }
        if is_dropped {
            let end = rest.find('>').map_or(html.len(), |i| at + i + 2);
            out.get_or_insert_default().push_str(&html[kept..at]);
            (kept, from) = (end, end);
        }
    }
    match out {
        None => Cow::Borrowed(html),
        Some(mut out) => {
            out.push_str(&html[kept..]);
            Cow::Owned(out)
        }
    }
}

/// A text in which numbered and common named character references (such as `&amp;`) are replaced by
/// the characters.
pub fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let text = text
        .replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&colon;", ":");
    let numbered = |digits: &str| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    };
    let mut parts = text.split("&#");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part
            .split_once(';')
            .and_then(|(digits, rest)| Some((char::from_u32(numbered(digits)?)?, rest)))
        {
            Some((c, rest)) => {
                out.push(c);
                out.push_str(rest);
            }
            None => {
                out.push_str("&#");
                out.push_str(part);
            }
        }
    }
    out.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_nested_too_deep_loses_its_tags() {
        let page = "<p>a<p>b<ul><li>c<li>d</ul><br><div><b>e</b></div>".repeat(1000);
        assert!(matches!(shallow(&page), Cow::Borrowed(_)));
        let deep = |n: usize| "<div>".repeat(n) + "text" + &"</div>".repeat(n) + "<b>end</b>";
        assert_eq!(shallow(&deep(DEEPEST)), deep(DEEPEST));
        assert_eq!(shallow(&deep(100_000)), deep(DEEPEST));
    }

    #[test]
    fn each_place_has_its_plain_characters() {
        assert_eq!(
            percent("渝/2020~1", is_plain_in_urn),
            "%E6%B8%9D%2F2020%7E1"
        );
        assert_eq!(percent("渝/2020~1", is_plain_in_query), "%E6%B8%9D/2020~1");
        assert_eq!(
            percent("甲 a/b?#\"<%", is_plain_in_location),
            "%E7%94%B2%20a/b%3F%23%22%3C%25"
        );
        assert_eq!(
            percent("https://example.cn/公告?a=1&b=\"2\"", is_plain_in_address),
            "https://example.cn/%E5%85%AC%E5%91%8A?a=1&b=%222%22"
        );
    }

    #[test]
    fn markup_stays_text() {
        let mut out = "<p>".to_owned();
        markup_into(&mut out, "甲 <\"&'> 乙");
        assert_eq!(out, "<p>甲 &lt;&quot;&amp;'&gt; 乙");
        let mut out = String::new();
        let put = |piece: &str| -> Result<(), Infallible> {
            out.push_str(piece);
            Ok(())
        };
        any_quotes("'甲' & \"乙\"", put).unwrap();
        assert_eq!(out, "&#39;甲&#39; &amp; &quot;乙&quot;");
    }
}
