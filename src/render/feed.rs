//! Takes the plan; gives the feeds (Atom, RFC 4287) of the site, and of each column and each
//! issuing body with documents. This file must not know templates.

use super::identity::{of_document, of_page};
use super::time::local;
use crate::catalogue::{Entry, Field, Kind};
use crate::config::{Config, Language};
use crate::escape::{is_in_xml, markup_into};
use crate::output::Artifact;
use crate::plan::{ListId, ListKind, Moment, Page, PageId, Plan};
use crate::relate::DocumentId;

/// The maximum number of documents in a feed.
const ENTRIES: usize = 30;

/// The feeds of a site; `None` stands for the feed of the whole site. If `base_url` is not set,
/// there are no other feeds.
pub fn feeds(plan: &Plan<'_>) -> Vec<Option<ListId>> {
    let lists = [ListKind::Category, ListKind::Issuer]
        .into_iter()
        .flat_map(|kind| plan.lists_of(kind));
    let with_feed = lists.filter(|(_, list)| plan.feed(list).is_some());
    let with_feed = with_feed.map(|(id, _)| Some(id));
    std::iter::once(None).chain(with_feed).collect()
}

/// The feed with the latest documents of the site, or of a list. Without `base_url`, links are
/// relative to the feed.
pub fn feed(plan: &Plan<'_>, list: Option<ListId>) -> Artifact {
    let is_document = |id: &&DocumentId| plan.entry(**id).kind != Kind::Page;
    let all = list.map_or(plan.documents(), |id| &plan.lists[id.0 as usize].items);
    let newest: Vec<DocumentId> = all
        .iter()
        .rev()
        .filter(is_document)
        .take(ENTRIES)
        .copied()
        .collect();
    let place = list.and_then(|id| plan.feed(&plan.lists[id.0 as usize]));
    let page = list.map_or(PageId::Home, |id| PageId::List(id, Page::Newest));
    let mut feed = Feed {
        plan,
        config: plan.config,
        base: plan.config.base_url.as_deref().unwrap_or_default(),
        xml: String::new(),
    };
    let path = place.unwrap_or_else(|| "feed.xml".to_owned());
    feed.head(list, &plan.path(page), &path, &newest);
    for id in newest {
        feed.entry(id);
    }
    feed.xml.push_str("</feed>\n");
    Artifact::new(path, feed.xml)
}

struct Feed<'a> {
    plan: &'a Plan<'a>,
    config: &'a Config,
    /// The absolute address of the site's root; empty without `base_url`.
    base: &'a str,
    xml: String,
}

impl Feed<'_> {
    /// Writes everything before the entries. `page` is the address of the page that lists the
    /// documents of the feed, and `path` is the address of the feed.
    fn head(&mut self, list: Option<ListId>, page: &str, path: &str, newest: &[DocumentId]) {
        let config = self.config;
        self.xml.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
        self.xml.push_str(config.language.tag());
        self.xml.push_str("\">\n");
        let title = match list {
            None => config.title.clone(),
            Some(id) => {
                let list = &self.plan.lists[id.0 as usize].title;
                match config.language {
                    Language::ZhHans => format!("{}：{list}", config.title),
                    Language::En => format!("{}: {list}", config.title),
                }
            }
        };
        self.element("title", &title);
        self.element("id", &of_page(config, page));
        let updated = newest.iter().filter_map(|id| self.plan.changed(*id)).max();
        let updated = updated.map_or_else(
            || "1970-01-01T00:00:00Z".to_owned(),
            |moment| local(config, moment),
        );
        self.element("updated", &updated);
        let page = page
            .strip_suffix("index.html")
            .filter(|_| !self.base.is_empty())
            .unwrap_or(page);
        self.link("self", "application/atom+xml", path);
        self.link("alternate", "text/html", page);
        let author = config.agency.name.as_deref().unwrap_or(&config.title);
        self.author(author);
    }

    fn entry(&mut self, id: DocumentId) {
        let (plan, config) = (self.plan, self.config);
        let entry = plan.entry(id);
        let Some(published) = entry.date_published else {
            return;
        };
        self.xml.push_str("<entry>\n");
        self.element("title", &entry.title);
        let number = entry.index_number.as_deref().unwrap_or_default();
        self.element("id", &of_document(number));
        self.link("alternate", "text/html", plan.address(id));
        if let Some(book) = plan.book_address(id) {
            self.link("alternate", "application/epub+zip", &book);
        }
        self.element("published", &local(config, published));
        let updated: Moment = plan.changed(id).unwrap_or(published);
        self.element("updated", &local(config, updated));
        self.author(entry.issuer());
        for issuer in entry.list(Field::JointIssuers) {
            self.author(issuer);
        }
        self.category(id);
        self.element("summary", &self.summary(id, entry));
        self.xml.push_str("</entry>\n");
    }

    /// The summary of a document, or else its document number, issuing body, date of creation and
    /// validity.
    fn summary(&self, id: DocumentId, entry: &Entry) -> String {
        if let Some(summary) = entry.text(Field::Summary) {
            return summary.to_owned();
        }
        let validity = self.plan.related.status(id).validity;
        let (validity, comma) = match self.config.language {
            Language::ZhHans => (validity.label(), "，"),
            Language::En => (validity.label_en(), ", "),
        };
        let day = entry.date_created.map(|day| day.to_string());
        [
            entry.document_number.as_deref(),
            Some(entry.issuer()),
            day.as_deref(),
            Some(validity),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(comma)
    }

    /// Writes the category of a document: its path as the term, its name as the label.
    fn category(&mut self, id: DocumentId) {
        let Some(category) = self.plan.category(id).map(|id| &self.plan.categories[id]) else {
            return;
        };
        self.xml.push_str("<category");
        self.attribute("term", &category.path);
        if !self.base.is_empty() {
            self.attribute("scheme", &format!("{}category/", self.base));
        }
        self.attribute("label", &category.name);
        self.xml.push_str("/>\n");
    }

    fn author(&mut self, name: &str) {
        self.xml.push_str("<author>");
        self.element("name", name);
        self.xml.push_str("</author>\n");
    }

    /// Writes a link to a path of the site.
    fn link(&mut self, relation: &str, media_type: &str, path: &str) {
        self.xml.push_str("<link");
        self.attribute("rel", relation);
        self.attribute("type", media_type);
        self.attribute("href", &format!("{}{path}", self.base));
        self.xml.push_str("/>\n");
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.xml.push_str(&format!(" {name}=\""));
        markup_into(&mut self.xml, &in_xml(value));
        self.xml.push('"');
    }

    fn element(&mut self, name: &str, text: &str) {
        self.xml.push_str(&format!("<{name}>"));
        markup_into(&mut self.xml, &in_xml(text));
        self.xml.push_str(&format!("</{name}>\n"));
    }
}

/// A text without the characters that XML does not allow.
fn in_xml(text: &str) -> String {
    text.replace(|c: char| !is_in_xml(c), "")
}
