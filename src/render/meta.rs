//! Takes the configuration and facts about a page; gives the meta tags of government sites
//! (国办发〔2017〕47号). This file must not know templates.

use super::view::{Column, Crumb, Meta};
use crate::catalogue::{Entry, Field, Kind};
use crate::config::{Config, Language};
use std::borrow::Cow;

/// The column type of pages whose category states no type, and of pages without a category except
/// the home page.
const GENERAL: &str = "信息公开目录";

/// The facts from which the head of a page is made.
pub(super) struct Place<'p> {
    /// The address of the page.
    pub url: Cow<'p, str>,
    pub title: Cow<'p, str>,
    pub kind: &'static str,
    /// The pages between the home page and this one.
    pub trail: Vec<Crumb<'p>>,
    /// The category that the page belongs to.
    pub column: Option<Column<'p>>,
    /// The address of the top category that the page belongs to.
    pub section: Option<String>,
    /// The address that search engines should list; for an old address, that of the document.
    /// `None` for the page for unknown addresses.
    pub canonical: Option<Cow<'p, str>>,
    /// The document that the page is about.
    pub article: Option<&'p Entry>,
}

struct Tags(Vec<Meta>);

impl Tags {
    fn add(&mut self, name: &'static str, content: &str) {
        if !content.is_empty() {
            self.0.push(Meta {
                name,
                property: None,
                content: content.to_owned(),
            });
        }
    }

    /// Adds the tags of a column: name, description, keywords and type.
    fn column(&mut self, name: &str, description: &str, keywords: &str, column_type: &str) {
        self.add("ColumnName", name);
        self.add("ColumnDescription", description);
        self.add("ColumnKeywords", keywords);
        self.add("ColumnType", column_type);
    }
}

/// The meta tags of a page: those about the site, the column and the content.
pub(super) fn tags(config: &Config, place: &Place<'_>) -> Vec<Meta> {
    let mut tags = Tags(Vec::new());
    tags.add("SiteName", &config.title);
    if let Some(base) = &config.base_url {
        let host = base
            .split_once("://")
            .map_or("", |(_, rest)| rest)
            .split('/')
            .next()
            .unwrap_or_default();
        tags.add("SiteDomain", host);
    }
    tags.add(
        "SiteIDCode",
        config.agency.site_id_code.as_deref().unwrap_or_default(),
    );
    match place.column {
        Some(column) => tags.column(
            column.name,
            column.description.unwrap_or(column.name),
            column.name,
            column.column_type.unwrap_or(GENERAL),
        ),
        None if place.kind == "home" => {
            let home = match config.language {
                Language::ZhHans => "首页",
                Language::En => "Home",
            };
            let description = config.description.as_deref().unwrap_or(&config.title);
            tags.column(home, description, &config.title, home);
        }
        None => tags.column(&place.title, &place.title, &place.title, GENERAL),
    }
    if let Some(entry) = place.article {
        article(&mut tags, config, entry);
        if let Some(base) = &config.base_url {
            tags.add("Url", &format!("{base}{}", place.url));
        }
    }
    if config.base_url.is_some() && place.canonical.is_some() {
        for tag in &mut tags.0 {
            tag.property = property(tag.name);
        }
    }
    tags.0
}

/// The property of Open Graph (ogp.me) that has the same content as a tag. One element states both.
fn property(name: &str) -> Option<&'static str> {
    match name {
        "SiteName" => Some("og:site_name"),
        "ArticleTitle" => Some("og:title"),
        "Description" => Some("og:description"),
        "Url" => Some("og:url"),
        _ => None,
    }
}

/// Adds the tags about the content of a document's page.
fn article(tags: &mut Tags, config: &Config, entry: &Entry) {
    tags.add("ArticleTitle", &entry.title);
    if let Some((day, time)) = entry.date_published {
        let (hour, minute) = time.unwrap_or((0, 0));
        tags.add("PubDate", &format!("{day} {hour:02}:{minute:02}"));
    }
    let issuer = if entry.kind == Kind::Page && entry.issuer().is_empty() {
        config.title.as_str()
    } else {
        entry.issuer()
    };
    tags.add("ContentSource", entry.text(Field::Source).unwrap_or(issuer));
    tags.add("Keywords", &entry.list(Field::Keywords).join(","));
    tags.add("Author", entry.text(Field::Publisher).unwrap_or(issuer));
    tags.add(
        "Description",
        entry.text(Field::Summary).unwrap_or_default(),
    );
}
