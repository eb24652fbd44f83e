//! Takes a built-in template; gives a template that writes the same page in fewer bytes. The page
//! has no line ends beside blocks, no closing tags that HTML implies, and no quotes around plain
//! values. This file must not know what a template shows.
//!
//! The lines of the template keep their numbers, so that a finding about a built-in template names
//! the right line.

use regex::Regex;
use std::sync::OnceLock;

/// Elements beside whose tags the built-in templates need no white space.
const BLOCKS: [&str; 40] = [
    "article", "aside", "base", "body", "dd", "details", "div", "dl", "dt", "fieldset", "footer",
    "form", "h1", "h2", "h3", "h4", "head", "header", "hr", "html", "li", "link", "main", "meta",
    "nav", "ol", "option", "p", "section", "summary", "table", "tbody", "td", "th", "thead",
    "title", "tr", "ul", "caption", "figure",
];

/// Elements whose closing tag may be left out, because the next tag implies the end of the element.
const IMPLIED: [&str; 10] = [
    "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option", "head",
];

/// The template that writes the shorter page.
pub(super) fn lean(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let close = match rest.get(at..at + 2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => {
                // a brace that is no part of the template language
                markup(&rest[..=at], &mut out);
                rest = &rest[at + 1..];
                continue;
            }
        };
        markup(&rest[..at], &mut out);
        let end = rest[at..]
            .find(close)
            .map_or(rest.len(), |length| at + length + close.len());
        out.push_str(&rest[at..end]);
        rest = &rest[end..];
    }
    markup(rest, &mut out);
    out
}

/// Writes a piece of markup between two tags of the template language.
fn markup(text: &str, out: &mut String) {
    static PARTS: OnceLock<Option<Regex>> = OnceLock::new();
    // line ends with the spaces around them, a closing tag, or an attribute whose value needs no
    // quotes
    let parts = PARTS.get_or_init(|| {
        Regex::new(
            r#"(?<line> *\n[ \n]*)|</(?<end>[a-z]+)>|(?<name> [a-z-]+=)"(?<value>[A-Za-z0-9_.:#%-]+)""#,
        )
        .ok()
    });
    let mut done = 0;
    // the place behind the last closing tag that was left out
    let mut closed = None;
    for found in parts.iter().flat_map(|parts| parts.captures_iter(text)) {
        let whole = found.get(0).map_or(0..0, |m| m.range());
        let (piece, after) = (&text[whole.clone()], &text[whole.end..]);
        out.push_str(&text[done..whole.start]);
        done = whole.end;
        match (found.name("end"), found.name("name"), found.name("value")) {
            (Some(end), ..) if IMPLIED.contains(&end.as_str()) => closed = Some(done),
            // a slash after the value would become a part of it
            (None, Some(name), Some(value)) if !after.starts_with('/') => {
                out.push_str(name.as_str());
                out.push_str(value.as_str());
            }
            // a line end in a comment of the template is not on the page, but keeps the numbers of
            // the lines
            (None, None, None)
                if closed == Some(whole.start)
                    || ends_with_block(out)
                    || starts_with_block(after) =>
            {
                out.push_str("{#");
                out.push_str(piece);
                out.push_str("#}");
            }
            _ => out.push_str(piece),
        }
    }
    out.push_str(&text[done..]);
}

/// Whether a text ends with the tag of a block.
fn ends_with_block(text: &str) -> bool {
    let tag = text.strip_suffix('>').and_then(|text| text.rfind('<'));
    tag.is_some_and(|at| starts_with_block(&text[at..]))
}

/// Whether a text begins with the tag of a block.
fn starts_with_block(text: &str) -> bool {
    text.strip_prefix('<').is_some_and(|tag| {
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric());
        BLOCKS.contains(&&tag[..end.unwrap_or(tag.len())])
    })
}

#[cfg(test)]
mod tests {
    use super::lean;

    #[test]
    fn a_template_loses_what_html_does_not_need() {
        for (template, expected) in [
            (
                "<ul class=\"in\">\n  <li id=\"a1\"><a href=\"{{ x.url }}\" rel=\"next\">{{ x }}</a></li>\n</ul>\n",
                "<ul class=in>{#\n  #}<li id=a1><a href=\"{{ x.url }}\" rel=next>{{ x }}</a>{#\n#}</ul>{#\n#}",
            ),
            (
                "{% for x in all %}<li>{{ x }}</li>\n{% endfor %}",
                "{% for x in all %}<li>{{ x }}{#\n#}{% endfor %}",
            ),
            // values before a slash, with a space or with an expression keep their quotes
            (
                "<line y2=\"2em\"/><b class=\"v v-x\" id=\"{{ a }}\">1</b>\n<i>2</i>",
                "<line y2=\"2em\"/><b class=\"v v-x\" id=\"{{ a }}\">1</b>\n<i>2</i>",
            ),
            // a line end stays if it is the space between words
            (
                "<p>a\nb</p>\n{% if x %}c{% endif %}",
                "<p>a\nb</p>{#\n#}{% if x %}c{% endif %}",
            ),
            (
                "{# </li> \n #}{{ \"</li>\" }}{",
                "{# </li> \n #}{{ \"</li>\" }}{",
            ),
        ] {
            assert_eq!(lean(template), expected);
            assert_eq!(
                lean(template).matches('\n').count(),
                template.matches('\n').count()
            );
        }
    }
}
