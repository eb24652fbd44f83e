//! Takes names and texts; gives attributes, elements and the head of a page, as XML. This file must
//! not know which file they are for.

use crate::escape::{is_in_xml, markup_into};

/// Adds an attribute.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    markup_into(out, value);
    out.push('"');
}

/// Adds an element with a text, without the characters that XML forbids.
pub fn element(out: &mut String, name: &str, attributes: &[(&str, &str)], text: &str) {
    out.push('<');
    out.push_str(name);
    for (name, value) in attributes {
        attribute(out, name, value);
    }
    out.push('>');
    markup_into(out, &text.replace(|c: char| !is_in_xml(c), ""));
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// The beginning of a page, up to its body.
pub(super) fn head(language: &str, title: &str) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    out.push_str("<html xmlns=\"http://www.w3.org/1999/xhtml\"");
    out.push_str(" xmlns:epub=\"http://www.idpf.org/2007/ops\"");
    attribute(&mut out, "lang", language);
    attribute(&mut out, "xml:lang", language);
    out.push_str(">\n<head>\n<meta charset=\"utf-8\"/>\n");
    element(&mut out, "title", &[], title);
    out.push_str("\n<link rel=\"stylesheet\" type=\"text/css\" href=\"book.css\"/>\n</head>\n");
    out
}
