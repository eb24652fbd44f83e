//! Takes the configuration, the theme and values; gives pages that are not made from a plan, such
//! as those of a portal. They have the same frame as the pages of a site. This file must not know
//! what the values mean.

use super::frame::{CSP, Frame, NOT_FOUND, Sheet, Words};
use super::meta::Place;
use super::theme::Theme;
use super::view::{Crumb, Index, Link, Overview, Site, Titled};
use crate::cache;
use crate::catalogue::Validity;
use crate::config::Config;
use crate::diag::Error;
use crate::output::Artifact;
use serde::Serialize;
use std::borrow::Cow;

/// A title and an address from the root.
pub(super) type Named = (String, String);

/// What every page that is not made from a plan shows besides the configuration.
#[derive(Default)]
pub struct Around {
    /// The columns.
    pub columns: Vec<Named>,
    /// The pages in the footer.
    pub pages: Vec<Named>,
    /// The overviews (all lists of a kind): kind, title and address.
    pub lists: Vec<(&'static str, String, String)>,
}

/// Renders pages that are not made from a plan.
pub struct Outer<'a> {
    frame: Frame<'a>,
}

/// A page: its template, and the values of its head.
pub struct OuterPage<'p> {
    /// The template.
    pub template: &'static str,
    /// Its kind, for the style sheet and the scripts.
    pub kind: &'static str,
    /// Its address from the root.
    pub url: String,
    /// Its title.
    pub title: &'p str,
    /// The pages between the home page and this one.
    pub trail: Vec<Named>,
    /// The address of the feed of the documents on the page.
    pub feed: Option<String>,
}

/// The content security policy of a kind of page. The search page needs to read index files, and a
/// worker that is made from source text. The page for unknown addresses needs a `base` element.
fn policy(kind: &str) -> Cow<'static, str> {
    match kind {
        "search" => format!("{CSP}; connect-src 'self'; worker-src blob:").into(),
        NOT_FOUND => CSP.replace("base-uri 'none'", "base-uri 'self'").into(),
        _ => CSP.into(),
    }
}

/// The interface text of a theme with this key; empty if the theme has no such text.
pub fn text_of<'t>(theme: &'t Theme, key: &str) -> &'t str {
    theme.texts.get(key).map_or("", String::as_str)
}

impl<'a> Outer<'a> {
    /// Prepares everything that every page shows.
    pub fn new(config: &'a Config, theme: &'a Theme, around: &'a Around) -> Outer<'a> {
        let words = Words {
            config,
            texts: &theme.texts,
            book_style: &theme.book_style,
        };
        let link = |(name, url): &'a Named| Link {
            name: name.into(),
            url: url.clone(),
            ..Link::default()
        };
        let site = Site {
            title: &config.title,
            description: config.description.as_deref(),
            language: config.language.tag(),
            agency: &config.agency,
            columns: around.columns.iter().map(link).collect(),
            pages: around
                .pages
                .iter()
                .map(|(title, url)| Titled { title, url })
                .collect(),
            lists: around
                .lists
                .iter()
                .map(|(kind, title, url)| Overview {
                    kind,
                    title,
                    url: url.clone(),
                })
                .collect(),
            feed: "feed.xml",
            map: "",
            archive: None,
            offline: false,
            utc_offset: config.offset_minutes,
            archive_of: None,
            drafts: false,
            extra: &config.extra,
        };
        Outer {
            frame: Frame::new(words, theme, &site),
        }
    }

    /// A key of everything that all pages depend on.
    pub fn key(&self) -> &cache::Key {
        self.frame.key()
    }

    /// The word for a validity.
    pub fn label(&self, validity: Validity) -> &'static str {
        self.frame.words.label(validity)
    }

    /// An interface text.
    pub fn text(&self, key: &str) -> &'a str {
        self.frame.words.text(key)
    }

    /// The file of a page. `name` is the name under which the template sees the content.
    pub fn print(
        &self,
        page: OuterPage<'_>,
        name: &'static str,
        content: &impl Serialize,
    ) -> Result<Artifact, Error> {
        let trail = page.trail.into_iter().map(|(title, url)| Crumb {
            title: title.into(),
            url: Some(url),
        });
        let canonical = (page.kind != NOT_FOUND).then(|| page.url.clone().into());
        let mut head = self.frame.words.head(Place {
            url: page.url.clone().into(),
            title: page.title.into(),
            kind: page.kind,
            trail: trail.collect(),
            column: None,
            section: None,
            canonical,
            article: None,
        });
        head.feed = page.feed;
        let sheet = Sheet {
            template: page.template,
            csp: policy(page.kind),
            page: head,
            name,
            content,
        };
        let html = self.frame.print(&sheet, || page.url.clone())?;
        Ok(Artifact::new(page.url, html))
    }

    /// The search page. `search` has columns, issuing bodies and words for validity.
    pub fn search(
        &self,
        page: OuterPage<'_>,
        index: Index<'_>,
        search: serde_json::Value,
    ) -> Result<Artifact, Error> {
        let mut search = search;
        if let (Some(map), Ok(serde_json::Value::Object(index))) =
            (search.as_object_mut(), serde_json::to_value(index))
        {
            map.extend(index);
        }
        self.print(page, "search", &search)
    }
}
