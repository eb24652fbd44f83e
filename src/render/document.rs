//! Takes a document's front matter, its body and its surroundings (what is not from its own file);
//! gives the values of its page.
//!
//! This file must not know the plan. What a page shows about other documents must come from the
//! surroundings, whose digest is in the page's cache key.

use super::frame::{CSP, Sheet, Words};
use super::meta::Place;
use super::notes;
use super::view::{
    self, Article, Attachment, Crumb, Document, Heading, Own, Plain, Ref, Row, Surroundings,
};
use crate::attachment::Facts;
use crate::catalogue::field::OnPage;
use crate::catalogue::{Entry, Field, FieldKind, Kind};
use crate::config::Language;
use crate::fold::is_han;
use crate::parse::markdown;
use crate::resolve::{Attached, Resolved};
use crate::source::File;
use jiff::civil::Date;
use std::borrow::Cow;

/// The number of headings from which a long document has a table of contents.
const TOC_HEADINGS: usize = 3;
/// The number of characters from which a document is long.
const TOC_CHARACTERS: usize = 1500;
/// The number of articles from which every document has a table of contents.
const TOC_ARTICLES: usize = 6;

/// The values of a document's page. `attachments` are the views of `resolved.attachments`.
pub(super) fn sheet<'p>(
    words: Words<'p>,
    entry: &'p Entry,
    resolved: &'p Resolved,
    attachments: Vec<Attachment<'p>>,
    surroundings: Surroundings<'p, Ref<'p>>,
) -> Sheet<'p, Document<'p>> {
    let (template, kind) = if entry.kind == Kind::Page {
        ("page.html", "page")
    } else {
        ("document.html", "document")
    };
    let Surroundings {
        url,
        column,
        context,
        ..
    } = surroundings;
    let crumb = |link: &view::Link<'p>| Crumb {
        title: link.name.clone(),
        url: Some(link.url.clone()),
    };
    let page = words.head(Place {
        url: url.into(),
        title: entry.title.as_str().into(),
        kind,
        trail: context.category.iter().map(crumb).collect(),
        column,
        section: context.category.first().map(|top| top.url.clone()),
        canonical: Some(url.into()),
        article: Some(entry),
    });
    let own = Own {
        body: notes::set(words, &resolved.body, &page.root, &context.notes),
        ..own(words, entry, resolved, attachments)
    };
    Sheet {
        template,
        csp: CSP.into(),
        page,
        name: "doc",
        content: Document { own, context },
    }
}

fn own<'p>(
    words: Words<'p>,
    entry: &'p Entry,
    resolved: &'p Resolved,
    attachments: Vec<Attachment<'p>>,
) -> Own<'p> {
    let day = |d: Option<Date>| d.map(|d| d.to_string());
    Own {
        title: &entry.title,
        index_number: entry.index_number.as_deref(),
        document_number: entry.document_number.as_deref(),
        plain: Plain(entry),
        rows: rows(words, entry),
        disclosure: disclosure(words, entry),
        date_created: day(entry.date_created),
        date_published: entry.date_published.map(|(d, time)| {
            time.map_or_else(|| d.to_string(), |(h, m)| format!("{d} {h:02}:{m:02}"))
        }),
        date_effective: day(entry.date_effective),
        date_repealed: day(entry.date_repealed),
        attachments,
        lang: lang(words, &entry.title, &resolved.body.blocks),
        body: "".into(),
        toc: table_of_contents(resolved),
        extra: &entry.details().extra,
    }
}

/// The word for the form of disclosure, in the language of the site.
fn disclosure(words: Words<'_>, entry: &Entry) -> &'static str {
    match words.config.language {
        Language::ZhHans => entry.disclosure.label(),
        Language::En => entry.disclosure.label_en(),
    }
}

/// The language of a document, if its letters show that it is not the language of the site. A
/// document is in English if its title and its text have no Han character, and nearly all of their
/// letters are from A to Z: names from other languages have accents, but texts in these languages
/// have more of them. It is in Chinese if most letters of its title are Han characters.
fn lang(words: Words<'_>, title: &str, blocks: &[String]) -> Option<&'static str> {
    match words.config.language {
        Language::ZhHans => {
            let (mut plain, mut other) = (0_usize, 0_usize);
            for text in std::iter::once(title).chain(blocks.iter().map(String::as_str)) {
                for c in text.chars().filter(|c| c.is_alphabetic()) {
                    if is_han(c) {
                        return None;
                    }
                    *(if c.is_ascii() { &mut plain } else { &mut other }) += 1;
                }
            }
            (plain > other * 99).then(|| Language::En.tag())
        }
        Language::En => {
            let letters = title.chars().filter(|c| c.is_alphabetic());
            let (han, other): (Vec<char>, Vec<char>) = letters.partition(|c| is_han(*c));
            (han.len() > other.len()).then(|| Language::ZhHans.tag())
        }
    }
}

/// The rows of the record (the metadata at the head) that come after the row of the category. A
/// field without a value has no row.
fn rows<'p>(words: Words<'p>, entry: &'p Entry) -> Vec<Row<'p>> {
    let value = |field: Field| match (field, field.kind()) {
        (Field::Disclosure, _) => disclosure(words, entry).into(),
        (_, FieldKind::List) => entry.list(field).join(words.text("list_comma")).into(),
        _ => Cow::from(entry.text(field).unwrap_or_default()),
    };
    let row = |&field: &Field| Row {
        name: field.name(),
        label: words.text(field.name()),
        value: value(field),
        wide: matches!(field.on_page(), OnPage::WideRow(_)),
    };
    let rows = Field::rows_of_page().iter().map(row);
    rows.filter(|row| !row.value.is_empty()).collect()
}

/// The view of a file that is attached to a document.
pub(super) fn attachment<'p>(
    attached: &'p Attached,
    file: &'p File,
    digest: &[u8; 32],
    facts: Facts,
) -> Attachment<'p> {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let title = attached.title.as_deref();
    Attachment {
        title: title.unwrap_or_else(|| attachment_title(name)).to_owned(),
        file: name,
        url: &attached.address,
        file_type: name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_uppercase())
            .unwrap_or_default(),
        size: file.size,
        digest: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        pages: facts.pages,
        sheets: facts.sheets,
        scan: facts.is_scan,
    }
}

/// The title of an attachment without a title in the front matter: the file name without its
/// extension.
pub fn attachment_title(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// The table of contents. Only a document with many articles, or a long document with enough
/// headings, has one; for other documents, it is empty.
fn table_of_contents(resolved: &Resolved) -> Vec<Heading<'_>> {
    let body = &resolved.body;
    let characters = || body.blocks.iter().map(|b| b.chars().count()).sum::<usize>();
    let is_article = |h: &&markdown::Heading| h.level == markdown::ARTICLE;
    let articles = body.headings.iter().filter(is_article).count();
    let headings = body.headings.len() - articles;
    if articles >= TOC_ARTICLES || headings >= TOC_HEADINGS && characters() >= TOC_CHARACTERS {
        outline(&body.headings)
    } else {
        Vec::new()
    }
}

/// Headings as a tree, by level. A heading has the articles directly after it. The articles before
/// the first heading are in a heading without a title.
fn outline(headings: &[markdown::Heading]) -> Vec<Heading<'_>> {
    let mut tree = Vec::new();
    let (articles, mut i) = leading_articles(headings);
    if i > 0 {
        tree.push(Heading {
            articles,
            ..Heading::default()
        });
    }
    while i < headings.len() {
        let level = headings[i].level;
        let end = headings[i + 1..]
            .iter()
            .position(|h| h.level <= level)
            .map_or(headings.len(), |n| i + 1 + n);
        let (articles, n) = leading_articles(&headings[i + 1..end]);
        tree.push(Heading {
            id: &headings[i].id,
            title: &headings[i].title,
            articles,
            children: outline(&headings[i + 1 + n..end]),
        });
        i = end;
    }
    tree
}

/// The articles at the beginning of `headings`, and their number.
fn leading_articles(headings: &[markdown::Heading]) -> (Vec<Article<'_>>, usize) {
    let run = headings.iter().take_while(|h| h.level == markdown::ARTICLE);
    let articles: Vec<Article<'_>> = run
        .map(|h| Article {
            id: &h.id,
            title: &h.title,
        })
        .collect();
    let n = articles.len();
    (articles, n)
}
