//! Takes the view of a document; gives its e-book: a cover, the document as one chapter, and a
//! table of contents with the document's headings and articles. This file must not know books of
//! many documents.

use super::chapter::{about, address, chapter, cover_of};
use crate::catalogue::Field;
use crate::diag::Error;
use crate::epub::{About, Book, Chapter, Entry};
use crate::parse::markdown::{ARTICLE, Heading};
use crate::render::document_view::DocumentView;
use crate::render::identity::of_document as identifier;
use std::collections::{HashMap, HashSet};
use std::io::{self, Cursor};

/// The e-book of a document.
pub(in crate::render) fn of_document(view: &DocumentView<'_>) -> Result<Vec<u8>, Error> {
    one(view).map_err(Error::writing("EPUB"))
}

fn one(view: &DocumentView<'_>) -> io::Result<Vec<u8>> {
    let (words, doc) = (view.frame.words, &view.sheet.content);
    let language = words.config.language.tag();
    let mut book = Book::new(Cursor::new(Vec::new()), words.book_style)?;
    let cover = cover(view);
    book.chapter(&Chapter {
        name: "cover.xhtml",
        title: doc.own.title,
        body: &cover,
        language,
    })?;
    const NAME: &str = "text.xhtml";
    let ids = chapter(&mut book, view, NAME, &HashMap::new())?;
    let contents = [
        Entry {
            title: words.text("book_cover").to_owned(),
            href: Some("cover.xhtml".to_owned()),
            children: Vec::new(),
        },
        Entry {
            title: doc.own.title.to_owned(),
            href: Some(NAME.to_owned()),
            children: headings(NAME, &view.resolved.body.headings, &ids),
        },
    ];
    let identifier = identifier(doc.own.index_number.unwrap_or_default());
    let numbers: Vec<&str> = [doc.own.index_number, doc.own.document_number]
        .into_iter()
        .flatten()
        .collect();
    let joint = doc.own.plain.list(Field::JointIssuers);
    let mut creators: Vec<&str> = vec![&doc.context.issuer.name];
    creators.extend(joint.iter().map(String::as_str));
    let categories = doc.context.category.iter().map(|c| &*c.name);
    let keywords = doc.own.plain.list(Field::Keywords);
    let subjects: Vec<&str> = categories
        .chain(keywords.iter().map(String::as_str))
        .collect();
    let source = address(words.config, &view.sheet.page.url);
    let about = About {
        language: doc.own.lang.unwrap_or(language),
        title: doc.own.title,
        identifier: &identifier,
        numbers: &numbers,
        creators: &creators,
        date: doc.own.date_created.as_deref(),
        modified: &view.changed,
        subjects: &subjects,
        description: doc.own.plain.text(Field::Summary),
        source: source.as_deref(),
        publisher: doc
            .own
            .plain
            .text(Field::Publisher)
            .or(words.config.agency.name.as_deref()),
        ..about(words)
    };
    Ok(book.finish(&about, &contents)?.into_inner())
}

fn cover(view: &DocumentView<'_>) -> String {
    let (words, doc) = (view.frame.words, &view.sheet.content);
    let mut issuers: Vec<&str> = vec![&doc.context.issuer.name];
    let joint = doc.own.plain.list(Field::JointIssuers);
    issuers.extend(joint.iter().map(String::as_str));
    let validity = doc.context.validity.as_ref().map(|v| {
        let (label, colon) = (words.text("validity"), words.text("colon"));
        format!("{label}{colon}{}", v.label)
    });
    cover_of(
        doc.own.title,
        [
            doc.own.document_number.unwrap_or_default(),
            &issuers.join(words.text("list_comma")),
            doc.own.date_created.as_deref().unwrap_or_default(),
            validity.as_deref().unwrap_or_default(),
            &words.config.title,
        ],
    )
}

/// The headings and articles of a chapter as entries of the table of contents. An article is placed
/// below the heading before it.
fn headings(chapter: &str, headings: &[Heading], ids: &HashSet<String>) -> Vec<Entry> {
    let mut tree = Vec::new();
    let mut i = 0;
    while i < headings.len() {
        let heading = &headings[i];
        let ends = |h: &Heading| h.level <= heading.level;
        let end = match heading.level {
            ARTICLE => i + 1,
            _ => headings[i + 1..]
                .iter()
                .position(ends)
                .map_or(headings.len(), |n| i + 1 + n),
        };
        let mut children = self::headings(chapter, &headings[i + 1..end], ids);
        // The table of contents leaves out a heading that has no text, or no id in the chapter.
        if ids.contains(&heading.id) && !heading.title.trim().is_empty() {
            tree.push(Entry {
                title: heading.title.clone(),
                href: Some(format!("{chapter}#{}", heading.id)),
                children,
            });
        } else {
            tree.append(&mut children);
        }
        i = end;
    }
    tree
}
