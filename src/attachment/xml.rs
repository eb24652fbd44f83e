//! Takes XML; gives its text, with a line for each paragraph, cell or drawn text, and the values of
//! the attributes that could hold a long number. This file must not know which file the XML is
//! from, or what is looked for.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// An event during the walk through XML. The number is the length of the text so far, in bytes.
pub(super) enum Found<'a> {
    /// An element begins.
    Open(&'a BytesStart<'a>, usize),
    /// Text.
    Text(&'a str),
    /// An element ends.
    Close(&'a str, usize),
}

/// The meaning of white space between two elements.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// White space with a line end is indentation.
    Indents,
    /// White space that is shown, as in a web page.
    Shows,
    /// As `Indents`, and each element is a value of its own.
    Data,
}

/// The text of XML, and the attribute values that the function `values` keeps, a line each.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub(super) text: String,
    pub(super) values: String,
}

/// Elements after which a line ends.
const LINES: [&str; 17] = [
    "p",
    "si",
    "c",
    "v",
    "tc",
    "tr",
    "row",
    "h",
    "table-cell",
    "TextObject",
    "comment",
    "text",
    "td",
    "th",
    "li",
    "div",
    "SimpleData",
];

/// Walks through XML; gives the text and the values of attributes. Passes the start and the end of
/// each element to `see`, and each text except CDATA and indentation. `None` if the XML is broken.
pub(super) fn walk(xml: &str, space: Space, mut see: impl FnMut(Found<'_>)) -> Option<Walked> {
    let mut reader: Reader<&[u8]> = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut walked = Walked::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => {
                values(&e, &mut walked.values);
                see(Found::Open(&e, walked.text.len()));
            }
            Ok(Event::Empty(e)) => {
                values(&e, &mut walked.values);
                see(Found::Open(&e, walked.text.len()));
                let name = e.local_name().into_inner();
                if matches!(name, "tab" | "br" | "cr" | "s" | "line-break") {
                    walked.text.push(' ');
                }
                see(Found::Close(name, walked.text.len()));
            }
            Ok(Event::Text(t)) => {
                let t = t.xml10_content();
                let is_indent =
                    space != Space::Shows && t.contains('\n') && t.chars().all(char::is_whitespace);
                if is_indent {
                } else if space != Space::Shows && t.contains('\n') {
                    let t = on_one_line(&t);
                    see(Found::Text(&t));
                    walked.text.push_str(&t);
                } else {
                    see(Found::Text(&t));
                    walked.text.push_str(&t);
                }
            }
            Ok(Event::CData(t)) => {
                let t = t.xml10_content();
                see(Found::Text(&t));
                walked.text.push_str(&t);
            }
            Ok(Event::GeneralRef(r)) => {
                let c = referred(&r);
                see(Found::Text(c.encode_utf8(&mut [0; 4])));
                walked.text.push(c);
            }
            Ok(Event::End(e)) => {
                let name = e.local_name().into_inner();
                see(Found::Close(name, walked.text.len()));
                if LINES.contains(&name) || space == Space::Data {
                    walked.text.push('\n');
                }
            }
            Ok(Event::Eof) => return Some(walked),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}

/// The text of XML, and the attribute values that `values` keeps. `None` if the XML is broken.
pub(super) fn all(xml: &str) -> Option<String> {
    let walked = walk(xml, Space::Indents, |_| {})?;
    Some(format!("{}\n{}", walked.text, walked.values))
}

/// The text with a single space in place of each line end and the indentation around it.
fn on_one_line(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let last = lines.len().saturating_sub(1);
    let trimmed = lines.iter().enumerate().map(|(i, line)| {
        let line = if i > 0 { line.trim_start() } else { line };
        if i < last { line.trim_end() } else { line }
    });
    trimmed.collect::<Vec<_>>().join(" ")
}

/// Attributes of shapes, whose many small numbers are no text.
const SHAPES: [&str; 12] = [
    "d",
    "points",
    "path",
    "DeltaX",
    "DeltaY",
    "CTM",
    "Boundary",
    "viewBox",
    "transform",
    "coords",
    "style",
    "svg:d",
];

/// The smallest number of digits and percent signs in a value that is kept.
const FEWEST: usize = 6;

/// Adds each value of an element's attributes that has at least `FEWEST` digits and percent signs,
/// on a line of its own. Values of shapes are left out.
pub(super) fn values(e: &BytesStart<'_>, out: &mut String) {
    let has_several = |text: &str| {
        let digits = text.chars().filter(|c| c.is_numeric() || *c == '%');
        digits.take(FEWEST).count() == FEWEST
    };
    if !has_several(e.attributes_raw()) {
        return;
    }
    for attribute in e.attributes().with_checks(false).flatten() {
        if !has_several(&attribute.value)
            || SHAPES.contains(&attribute.key.local_name().into_inner())
        {
            continue;
        }
        let value = unescaped(&attribute.value);
        let value = unescaped(&percent_decoded(&value));
        out.push_str(expanded(value.trim()).as_deref().unwrap_or(&value));
        out.push('\n');
    }
}

/// An attribute of an element, by its name without a prefix.
pub(super) fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = e.attributes();
    let mut all = all.with_checks(false).flatten();
    let found = all.find(|a| a.key.local_name().into_inner() == name)?;
    Some(unescaped(&found.value))
}

/// A text with its references resolved, or unchanged if one is unknown.
fn unescaped(text: &str) -> String {
    let unescaped = quick_xml::escape::unescape(text).map(std::borrow::Cow::into_owned);
    unescaped.unwrap_or_else(|_| text.to_owned())
}

/// A text in which percent-encoded bytes, as in addresses, are decoded.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let code = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                at += 3;
            }
            None => {
                bytes.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Writes out a whole number of 11 to 19 digits that has an exponent, or zeros after a point, as
/// programs write into cells. `None` for any other text.
pub(super) fn expanded(text: &str) -> Option<String> {
    let is_form = text.len() <= 32
        && text.contains(['E', 'e', '.'])
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'E' | b'e' | b'+'));
    let number: f64 = text.parse().ok().filter(|_| is_form)?;
    let is_whole = number.fract() == 0.0 && (1e10..1e19).contains(&number);
    is_whole.then(|| format!("{number:.0}"))
}

/// The character that a reference stands for; `&` if the reference is unknown.
pub(super) fn referred(reference: &BytesRef<'_>) -> char {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c,
        _ => match &**reference {
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => ' ',
            _ => '&',
        },
    }
}

/// The properties of XMP whose values are persons.
const PERSONS: [&str; 5] = [
    "creator",
    "Artist",
    "CameraOwnerName",
    "CaptionWriter",
    "OwnerName",
];

/// The persons in XMP data.
pub(super) fn creators(xml: &str) -> Vec<String> {
    let (mut inside, mut names) = (false, Vec::new());
    walk(xml, Space::Indents, |found| match found {
        Found::Open(e, _) => {
            inside |= PERSONS.contains(&e.local_name().into_inner());
            let stated = PERSONS.iter().filter_map(|name| attribute(e, name));
            names.extend(stated.filter(|name| !name.trim().is_empty()));
        }
        Found::Close(name, _) if PERSONS.contains(&name) => inside = false,
        Found::Text(name) if inside && !name.trim().is_empty() && !name.contains('\u{fffd}') => {
            names.push(name.trim().to_owned())
        }
        _ => {}
    });
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_an_exponent_are_written_out() {
        for (written, whole) in [
            ("1.3800000001E10", Some("13800000001")),
            ("1.3800000001e+10", Some("13800000001")),
            ("13800000001.0", Some("13800000001")),
            ("13800000001.5", None),
            ("1.5E3", None),
            ("E10", None),
            ("13800000001", None),
        ] {
            assert_eq!(expanded(written).as_deref(), whole, "{written}");
        }
    }

    #[test]
    fn a_section_of_characters_is_text() {
        let mut seen = Vec::new();
        let xml = "<t>甲<![CDATA[13800000001]]></t>";
        let walked = walk(xml, Space::Shows, |found| {
            if let Found::Text(text) = found {
                seen.push(text.to_owned());
            }
        });
        assert_eq!(walked.unwrap().text.trim(), "甲13800000001");
        assert_eq!(seen, ["甲", "13800000001"]);
    }

    #[test]
    fn indentation_is_no_text_and_values_are_kept() {
        let xml =
            "<p>\n  <r><t>甲</t></r>\n  <r><t> 乙</t></r>\n</p><a href='x%20%E7%94%B2123456'/>";
        let walked = walk(xml, Space::Indents, |_| {}).unwrap();
        assert_eq!(walked.text, "甲 乙\n");
        assert_eq!(walked.values, "x 甲123456\n");
        let walked = walk("<p>甲 \n<b>乙</b></p>", Space::Shows, |_| {}).unwrap();
        assert_eq!(walked.text, "甲 \n乙\n");
        assert_eq!(
            all("<a b='123456'>甲\n  乙</a>").unwrap(),
            "甲 乙\n123456\n"
        );
    }
}
