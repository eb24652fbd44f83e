//! Takes the view of a document; writes it as a chapter of an EPUB book. Also gives what all books
//! share: metadata, the form of covers, and absolute addresses. `single.rs` and `volume.rs` decide
//! how many documents a book has. This file must not know how many documents a book has.

use crate::config::Config;
use crate::diag::fill;
use crate::epub::{self, About, Answers, Book, Chapter, Image, element, image_type};
use crate::render::document_view::DocumentView;
use crate::render::frame::Words;
use crate::render::register::register;
use crate::render::view::{Attachment, Document};
use crate::resolve::Attached;
use crate::source::Sources;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, Seek, Write};

/// The metadata of all books of a site. Fields in which books differ are empty.
pub(super) fn about<'a>(words: Words<'a>) -> About<'a> {
    About {
        language: words.config.language.tag(),
        title: "",
        identifier: "",
        numbers: &[],
        creators: &[],
        publisher: words.config.agency.name.as_deref(),
        date: None,
        modified: "",
        subjects: &[],
        description: None,
        source: None,
        accessibility: words.text("book_accessibility"),
        contents: words.text("book_contents"),
    }
}

/// The absolute address of a path of the site, if `base_url` is set.
pub(super) fn address(config: &Config, path: &str) -> Option<String> {
    let base = config.base_url.as_deref()?;
    Some(format!("{base}{path}"))
}

/// The cover: a page of text without an image.
pub(super) fn cover_of<'a>(title: &str, lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::from("<section epub:type=\"titlepage\" class=\"cover\">\n");
    element(&mut out, "h1", &[], title);
    for line in lines.into_iter().filter(|line| !line.is_empty()) {
        out.push('\n');
        element(&mut out, "p", &[("class", "plain")], line);
    }
    out.push_str("\n</section>\n");
    out
}

/// A chapter of a book: the name of its file, and the ids in it to which other chapters may link.
pub(super) struct Place {
    pub(super) name: String,
    pub(super) ids: HashSet<String>,
}

/// Writes a document as a chapter; gives the ids in this chapter. `places` has the chapters by the
/// addresses of the documents' pages; a link to such a page becomes a link to its chapter.
pub(super) fn chapter<W: Write + Seek>(
    book: &mut Book<W>,
    view: &DocumentView<'_>,
    name: &str,
    places: &HashMap<String, Place>,
) -> io::Result<HashSet<String>> {
    let (words, doc) = (view.frame.words, &view.sheet.content);
    let mut links = Links {
        words,
        sources: view.sources,
        files: &view.resolved.files,
        places,
        images: Vec::new(),
    };
    let written = epub::xhtml(&doc.own.body, &mut links);
    let mut body = String::with_capacity(written.xhtml.len() + 4096);
    let languages: Vec<(&str, &str)> = doc.own.lang.into_iter().flat_map(both).collect();
    element(&mut body, "h1", &languages, doc.own.title);
    body.push('\n');
    if let Some(number) = doc.own.document_number {
        element(&mut body, "p", &[("class", "plain number")], number);
        body.push('\n');
    }
    body.push_str(&record(words, doc));
    body.push_str("<div class=\"body\"");
    for (name, value) in languages {
        body.push_str(&format!(" {name}=\"{value}\""));
    }
    body.push_str(">\n");
    body.push_str(&written.xhtml);
    body.push_str("</div>\n");
    body.push_str(&attachments(words, &doc.own.attachments));
    if let Some(address) = address(words.config, &view.sheet.page.url) {
        let line = format!("{}{address}", words.text("page_address"));
        element(&mut body, "p", &[("class", "plain")], &line);
        body.push('\n');
    }
    for (name, media_type, bytes) in links.images {
        if !book.has_image(&name) {
            book.image(&name, media_type, &bytes)?;
        }
    }
    book.chapter(&Chapter {
        name,
        title: doc.own.title,
        body: &body,
        language: words.config.language.tag(),
    })?;
    Ok(written.ids)
}

/// The two attributes that give the language of an element in XHTML.
fn both(lang: &str) -> [(&str, &str); 2] {
    [("lang", lang), ("xml:lang", lang)]
}

/// The record of a document as a table: the rows of its plain text, its category, and the other
/// rows of its page.
fn record(words: Words<'_>, doc: &Document<'_>) -> String {
    let mut rows: Vec<(Cow<'_, str>, Cow<'_, str>)> = register(words, doc)
        .into_iter()
        .map(|row| (row.label, row.value.into()))
        .collect();
    let names: Vec<&str> = doc.context.category.iter().map(|c| &*c.name).collect();
    if !names.is_empty() {
        rows.push((words.text("category").into(), names.join(" / ").into()));
    }
    for row in &doc.own.rows {
        let is_there = |(label, _): &(Cow<'_, str>, _)| bare(label) == row.label;
        if !rows.iter().any(is_there) {
            rows.push((row.label.into(), row.value.as_ref().into()));
        }
    }
    let mut out = String::from("<table class=\"record\">\n");
    element(&mut out, "caption", &[], words.text("record"));
    out.push_str("\n<tbody>\n");
    for (label, value) in &rows {
        out.push_str("<tr>");
        element(&mut out, "th", &[("scope", "row")], bare(label));
        element(&mut out, "td", &[], value);
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

/// A label without its colon.
fn bare(label: &str) -> &str {
    label.trim_end().trim_end_matches(['：', ':'])
}

/// The attachments: their titles, file names and sizes, with links if `base_url` is set.
fn attachments(words: Words<'_>, attachments: &[Attachment<'_>]) -> String {
    if attachments.is_empty() {
        return String::new();
    }
    let mut out = String::from("<section class=\"files\">\n");
    element(&mut out, "h2", &[], words.text("attachments"));
    out.push_str("\n<ol>\n");
    for attachment in attachments {
        out.push_str("<li>");
        match address(words.config, attachment.url) {
            Some(href) => element(&mut out, "a", &[("href", &href)], &attachment.title),
            None => element(&mut out, "span", &[], &attachment.title),
        }
        let about = format!(
            "{}{}{}",
            attachment.file,
            words.text("comma"),
            size(attachment.size)
        );
        let about = fill(words.text("in_brackets"), |_| Some(Cow::Borrowed(&about)));
        element(&mut out, "small", &[], &about);
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</section>\n");
    out
}

/// A number of bytes in the unit that is easiest to read.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes.div_ceil(1_024)),
        _ => {
            let tenths = bytes * 10 / 1_048_576;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

/// Decides where each link leads in the book and how each image is shown. Collects the images.
struct Links<'a> {
    words: Words<'a>,
    sources: &'a Sources,
    /// The files that are published with the document.
    files: &'a [Attached],
    places: &'a HashMap<String, Place>,
    /// The images that were found: name, media type and bytes.
    images: Vec<(String, &'static str, Vec<u8>)>,
}

impl Links<'_> {
    /// The name of an image in the book, made from its digest. None if the document does not
    /// publish it, or if readers cannot show it.
    fn file(&mut self, src: &str) -> Option<String> {
        let address = src.trim_start_matches("../");
        let attached = self.files.iter().find(|file| file.address == address)?;
        let bytes = self.sources.bytes(attached.file).ok()?;
        let (media_type, ending) = image_type(&bytes)?;
        let digest = self.sources.digest(attached.file).ok()?;
        let digest: String = digest[..8].iter().map(|b| format!("{b:02x}")).collect();
        let name = format!("{digest}.{ending}");
        if !self.images.iter().any(|(known, ..)| *known == name) {
            self.images.push((name.clone(), media_type, bytes.to_vec()));
        }
        Some(name)
    }
}

impl Answers for Links<'_> {
    fn link(&mut self, href: &str) -> Option<String> {
        let scheme = href.split_once(':').map(|(scheme, _)| scheme);
        if scheme.is_some_and(|s| s.bytes().all(|b| b.is_ascii_alphanumeric())) {
            return epub::strict(href);
        }
        let (path, fragment) = href
            .split_once('#')
            .map_or((href, None), |(path, fragment)| (path, Some(fragment)));
        let path = path.trim_start_matches("../");
        if let Some(place) = self.places.get(path) {
            let fragment = fragment.filter(|id| place.ids.contains(*id));
            let fragment = fragment.map(|id| format!("#{id}")).unwrap_or_default();
            return Some(format!("{}{fragment}", place.name));
        }
        let fragment = fragment.map(|id| format!("#{id}")).unwrap_or_default();
        address(self.words.config, &format!("{path}{fragment}"))
            .and_then(|href| epub::strict(&href))
    }

    fn image(&mut self, src: &str, alt: &str) -> Image {
        match self.file(src) {
            Some(file) => Image::File(file),
            None => Image::Text(fill(self.words.text("text_image"), |_| {
                Some(Cow::Borrowed(alt))
            })),
        }
    }
}
