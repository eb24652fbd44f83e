//! Takes the metadata, the files and the table of contents of a book; gives the package document
//! and the navigation document. This file must not know how files are packed.
//!
//! The file `book.rs` packs the files.

use super::xml::{attribute, element, head};

/// The metadata of a book.
pub struct About<'a> {
    /// The language of the book and of mulu's own words in it, such as `zh-Hans`.
    pub language: &'a str,
    /// The title.
    pub title: &'a str,
    /// The unique identifier of the book.
    pub identifier: &'a str,
    /// Further identifiers, such as an index number.
    pub numbers: &'a [&'a str],
    /// Its authors.
    pub creators: &'a [&'a str],
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// The date of the document (its date created), `YYYY-MM-DD`; `None` for a book of several
    /// documents.
    pub date: Option<&'a str>,
    /// The time of its last change, `YYYY-MM-DDThh:mm:ssZ`.
    pub modified: &'a str,
    /// Its topics.
    pub subjects: &'a [&'a str],
    /// A summary.
    pub description: Option<&'a str>,
    /// The address of the page that has the same text.
    pub source: Option<&'a str>,
    /// The accessibility summary.
    pub accessibility: &'a str,
    /// The heading of the table of contents.
    pub contents: &'a str,
}

/// A line of the table of contents.
pub struct Entry {
    /// Its text.
    pub title: String,
    /// The target of its link; `None` for a group.
    pub href: Option<String>,
    /// The lines below it.
    pub children: Vec<Entry>,
}

/// A table of contents with at most this many lines is not a page of the book. Reading apps still
/// show it in their menu.
const FEW: usize = 4;

fn count(contents: &[Entry]) -> usize {
    let below = contents.iter().map(|entry| count(&entry.children));
    contents.len() + below.sum::<usize>()
}

/// A file of the book.
pub(super) struct File {
    pub(super) name: String,
    pub(super) media_type: &'static str,
}

/// The navigation document.
pub(super) fn nav(about: &About<'_>, contents: &[Entry]) -> String {
    let mut out = head(about.language, about.contents);
    out.push_str("<body>\n<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n");
    element(&mut out, "h1", &[], about.contents);
    out.push('\n');
    list(&mut out, contents);
    out.push_str("</nav>\n</body>\n</html>\n");
    out
}

fn list(out: &mut String, entries: &[Entry]) {
    out.push_str("<ol>\n");
    for entry in entries {
        out.push_str("<li>");
        match &entry.href {
            Some(href) => element(out, "a", &[("href", href)], &entry.title),
            None => element(out, "span", &[], &entry.title),
        }
        if !entry.children.is_empty() {
            out.push('\n');
            list(out, &entry.children);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

/// The package document.
pub(super) fn opf(about: &About<'_>, files: &[File], contents: &[Entry]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package");
    attribute(&mut out, "xmlns", "http://www.idpf.org/2007/opf");
    attribute(&mut out, "version", "3.0");
    attribute(&mut out, "xml:lang", about.language);
    attribute(&mut out, "unique-identifier", "id");
    out.push_str(">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    metadata(&mut out, about, files);
    out.push_str("</metadata>\n<manifest>\n");
    item(&mut out, "style", "book.css", "text/css", None);
    let page = "application/xhtml+xml";
    item(&mut out, "nav", "nav.xhtml", page, Some("nav"));
    for (i, file) in files.iter().enumerate() {
        item(
            &mut out,
            &format!("f{i}"),
            &file.name,
            file.media_type,
            None,
        );
    }
    out.push_str("</manifest>\n<spine>\n");
    let pages = files
        .iter()
        .enumerate()
        .filter(|(_, f)| f.media_type == page);
    for (n, (i, _)) in pages.enumerate() {
        out.push_str(&format!("<itemref idref=\"f{i}\"/>\n"));
        // the first page is the cover; a table of contents that is long enough follows the cover
        if n == 0 && count(contents) > FEW {
            out.push_str("<itemref idref=\"nav\"/>\n");
        }
    }
    out.push_str("</spine>\n</package>\n");
    out
}

fn item(out: &mut String, id: &str, href: &str, media_type: &str, properties: Option<&str>) {
    out.push_str("<item");
    attribute(out, "id", id);
    attribute(out, "href", href);
    attribute(out, "media-type", media_type);
    if let Some(properties) = properties {
        attribute(out, "properties", properties);
    }
    out.push_str("/>\n");
}

fn metadata(out: &mut String, about: &About<'_>, files: &[File]) {
    let mut add = |name: &str, attributes: &[(&str, &str)], text: &str| {
        if !text.trim().is_empty() {
            element(out, name, attributes, text);
            out.push('\n');
        }
    };
    add("dc:identifier", &[("id", "id")], about.identifier);
    for number in about.numbers {
        add("dc:identifier", &[], number);
    }
    add("dc:title", &[], about.title);
    add("dc:language", &[], about.language);
    for creator in about.creators {
        add("dc:creator", &[], creator);
    }
    add("dc:publisher", &[], about.publisher.unwrap_or_default());
    add("dc:date", &[], about.date.unwrap_or_default());
    for subject in about.subjects {
        add("dc:subject", &[], subject);
    }
    add("dc:description", &[], about.description.unwrap_or_default());
    add("dc:source", &[], about.source.unwrap_or_default());
    let mut meta = |property: &str, text: &str| add("meta", &[("property", property)], text);
    meta("dcterms:modified", about.modified);
    meta("schema:accessMode", "textual");
    if files.iter().any(|f| f.media_type.starts_with("image/")) {
        meta("schema:accessMode", "visual");
        meta("schema:accessibilityFeature", "alternativeText");
    }
    // every image has alternative text
    meta("schema:accessModeSufficient", "textual");
    for feature in [
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
    ] {
        meta("schema:accessibilityFeature", feature);
    }
    meta("schema:accessibilityHazard", "none");
    meta("schema:accessibilitySummary", about.accessibility);
}
