//! Takes the plan, a page and, for a document, its resolved body; gives the page's bytes.
//!
//! Pure: no disk, no clock, no order between pages, so that any page can be rendered at any time on any thread.
//! It must not know where bytes go, nor read content.

mod archive;
mod feed;
mod meta;
mod text;
mod theme;
mod view;

pub use feed::{feed, robots, sitemaps};
pub use theme::{Theme, files as theme_files, load};

use crate::cache::{self, Key};
use crate::catalogue::{Entry, Kind, Relation, Validity};
use crate::config::Language;
use crate::diag::{Error, fill};
use crate::diff::Past;
use crate::output::Artifact;
use crate::plan::{Category, CategoryId, ListId, ListKind, PageId, Plan};
use crate::relate::{Change, DocumentId, Shown, Status, Target};
use crate::resolve::Resolved;
use crate::source::Sources;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::OnceLock;
use tera::Context;

/// What pages may load: this site's own files, nothing inline, nothing from elsewhere.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'";

/// A document with fewer headings than this, or less text, needs no table of contents.
const TOC_HEADINGS: usize = 3;
const TOC_CHARACTERS: usize = 1500;

/// Entries of the home page's list of the latest documents, and of each of its columns.
const HOME_LATEST: usize = 16;
const COLUMN_LATEST: usize = 5;

/// Categories on every page of a site that declares no columns.
const FRAME_CATEGORIES: usize = 12;

/// Everything that pages share.
pub struct Renderer<'a> {
    plan: &'a Plan<'a>,
    theme: &'a Theme,
    sources: &'a Sources,
    /// The archived years, the newest first.
    archives: &'a [Past],
    /// What every page shows, made once and shared.
    frame: tera::Value,
    texts: tera::Value,
    /// Of all that every page depends on: the frame, the theme, the configuration.
    frame_key: Key,
    /// Of what the lists show of each document: it stands in several of them.
    item_keys: Vec<OnceLock<Key>>,
    /// Of how other pages name each document.
    reference_keys: Vec<OnceLock<Key>>,
}

/// What a page is made of, given to whoever asks: to be fingerprint, or only to be told from its other states.
trait Visit {
    type Result;
    fn page(&self, about: About<'_>, content: &impl Serialize) -> Self::Result;
}

struct About<'b> {
    page: PageId,
    template: &'static str,
    kind: &'static str,
    title: &'b str,
    /// Under which name the template sees the content.
    name: &'static str,
    csp: &'b str,
}

impl<'a> Renderer<'a> {
    /// Prepares what every page shows, once.
    pub fn new(
        plan: &'a Plan<'a>,
        theme: &'a Theme,
        sources: &'a Sources,
        archives: &'a [Past],
    ) -> Renderer<'a> {
        let texts = tera::Value::from_serializable(&theme.texts);
        let mut renderer = Renderer {
            plan,
            theme,
            sources,
            archives,
            frame: tera::Value::none(),
            texts,
            frame_key: Key::default(),
            item_keys: Vec::new(),
            reference_keys: Vec::new(),
        };
        renderer
            .item_keys
            .resize_with(plan.related.id_limit(), OnceLock::new);
        renderer
            .reference_keys
            .resize_with(plan.related.id_limit(), OnceLock::new);
        let site = renderer.site();
        let frame_key = cache::key(&[
            &theme.digest,
            &plan.config.digest,
            &serde_json::to_vec(&site).unwrap_or_default(),
        ]);
        renderer.frame = tera::Value::from_serializable(&site);
        renderer.frame_key = frame_key;
        renderer
    }

    /// A document's own page.
    pub fn document(&self, id: DocumentId, resolved: &Resolved) -> Result<Artifact, Error> {
        self.visit_document(id, resolved, &Print(self))
    }

    /// The text of a document for download, of those whose text is offered.
    pub fn document_text(&self, id: DocumentId, resolved: &Resolved) -> Option<Artifact> {
        let path = self.plan.text_address(id)?;
        let address = self
            .plan
            .config
            .base_url
            .as_deref()
            .map(|base| format!("{base}{}", self.plan.address(id)));
        let text = text::text(
            &self.document_view(id, resolved),
            &self.theme.texts,
            address.as_deref(),
        );
        Some(Artifact::new(path, text))
    }

    /// Any other page.
    pub fn other(&self, page: PageId) -> Result<Artifact, Error> {
        self.visit(page, &Print(self))
    }

    /// A key that changes when a document's page does, as long as its file, the configuration, its address and where its links lead stay
    /// the same: of all that the page takes from other documents.
    pub fn document_key(&self, id: DocumentId) -> Key {
        let entry = self.entry(id);
        let (older, newer) = self.plan.neighbours(id);
        let named = |id: DocumentId| self.reference_key(id);
        let category: Vec<_> = self
            .plan
            .category(id)
            .map(|c| self.plan.categories.chain(c))
            .into_iter()
            .flatten()
            .map(|c| (&c.name, &c.folder))
            .collect();
        let validity = (entry.kind != Kind::Page).then(|| self.validity(id, true));
        // the names of bodies are brought to the spelling of the first document that has them
        let bodies = (&entry.issuer, &entry.details().joint_issuers);
        let own = serde_json::to_vec(&(
            category,
            bodies,
            self.body_list(entry),
            self.plan.text_address(id),
            validity,
            self.relations(id),
        ))
        .unwrap_or_default();
        let others: Vec<u8> = self
            .plan
            .similar(id)
            .iter()
            .copied()
            .chain(older)
            .chain(newer)
            .flat_map(named)
            .collect();
        let beside = [older.is_some(), newer.is_some()].map(u8::from);
        cache::key(&[b"document", &self.frame_key, &own, &others, &beside])
    }

    fn reference_key(&self, id: DocumentId) -> Key {
        *self.reference_keys[id.index()].get_or_init(|| {
            cache::key(&[
                b"reference",
                &serde_json::to_vec(&(self.reference(id), self.titled(id))).unwrap_or_default(),
            ])
        })
    }

    /// A key that changes when the page does.
    pub fn other_key(&self, page: PageId) -> Key {
        let PageId::List(id, number) = page else {
            return self.visit(page, &Identify(self));
        };
        let title = self.list_title(id);
        let frame = Identify(self).page(
            about_list(page, &title),
            &self.list(id, number, &title, Vec::new()),
        );
        let items = self.plan.lists[id.0 as usize].items(number, self.plan.config.page_size);
        cache::key(&[
            b"list",
            &frame,
            &items.flat_map(|id| self.item_key(id)).collect::<Vec<u8>>(),
        ])
    }

    fn item_key(&self, id: DocumentId) -> Key {
        *self.item_keys[id.index()].get_or_init(|| {
            cache::key(&[
                b"item",
                &serde_json::to_vec(&self.item(id)).unwrap_or_default(),
            ])
        })
    }

    fn visit_document<V: Visit>(
        &self,
        id: DocumentId,
        resolved: &Resolved,
        visit: &V,
    ) -> V::Result {
        let entry = self.entry(id);
        let (template, kind) = if entry.kind == Kind::Page {
            ("page.html", "page")
        } else {
            ("document.html", "document")
        };
        let about = About {
            page: PageId::Entry(id),
            template,
            kind,
            title: &entry.title,
            name: "doc",
            csp: CSP,
        };
        visit.page(about, &self.document_view(id, resolved))
    }

    fn visit<V: Visit>(&self, page: PageId, visit: &V) -> V::Result {
        let about = |template, kind, title, name| About {
            page,
            template,
            kind,
            title,
            name,
            csp: CSP,
        };
        match page {
            PageId::Home => visit.page(
                about("home.html", "home", &self.plan.config.title, "home"),
                &self.home(),
            ),
            PageId::Search => {
                // the engine works in a worker that is made of its own text
                let csp = format!("{CSP}; worker-src blob:");
                visit.page(
                    About {
                        csp: &csp,
                        ..about("search.html", "search", self.text("search_title"), "search")
                    },
                    &self.search(),
                )
            }
            PageId::NotFound => {
                let csp = if self.plan.config.base_url.is_some() {
                    CSP.replace("base-uri 'none'", "base-uri 'self'")
                } else {
                    CSP.to_owned()
                };
                visit.page(
                    About {
                        csp: &csp,
                        ..about("404.html", "404", self.text("not_found_title"), "nothing")
                    },
                    &(),
                )
            }
            PageId::List(id, number) => {
                let title = self.list_title(id);
                let items = self.plan.lists[id.0 as usize]
                    .items(number, self.plan.config.page_size)
                    .map(|id| self.item(id))
                    .collect();
                visit.page(
                    about_list(page, &title),
                    &self.list(id, number, &title, items),
                )
            }
            PageId::Overview(kind) => {
                let title = self.overview_title(kind);
                let lists = view::Lists {
                    kind: kind.name(),
                    title,
                    entries: self.overview(kind),
                };
                visit.page(about("lists.html", "lists", title, "lists"), &lists)
            }
            PageId::Archive => {
                let title = self.text("archives_title");
                visit.page(
                    about("archive.html", "archive", title, "archive"),
                    &archive::view(self, title),
                )
            }
            PageId::Withdrawn(id) => {
                let entry = self.entry(id);
                let (date, reason) = entry.withdrawn.as_ref().map_or((String::new(), ""), |w| {
                    (w.date.to_string(), w.reason.as_str())
                });
                let notice = view::Withdrawn {
                    title: None,
                    index_number: entry.index_number.as_deref(),
                    date,
                    reason,
                };
                visit.page(
                    about(
                        "withdrawn.html",
                        "withdrawn",
                        self.text("withdrawn_title"),
                        "doc",
                    ),
                    &notice,
                )
            }
            PageId::Alias(i) => {
                let id = self.plan.aliases[i as usize].1;
                let title = if self.plan.related.shown(id) == Shown::Withdrawn {
                    self.text("withdrawn_title")
                } else {
                    &self.entry(id).title
                };
                let target = view::Titled {
                    title,
                    url: self.plan.address(id),
                };
                visit.page(about("redirect.html", "redirect", title, "target"), &target)
            }
            PageId::Entry(id) => self.visit_document(id, &Resolved::default(), visit),
        }
    }

    /// What a page says of itself, in its head and its frame, given to `use_view`.
    fn with_page<T>(&self, about: &About<'_>, use_view: impl FnOnce(&view::Page<'_>) -> T) -> T {
        let (page, title) = (about.page, about.title);
        let path = self.plan.path(page);
        let base_url = self.plan.config.base_url.as_deref();
        let base_href = base_url.filter(|_| page == PageId::NotFound);
        let root = "../".repeat(path.matches('/').count());
        let canonical_path = match page {
            PageId::NotFound => None,
            PageId::Alias(i) => Some(self.plan.address(self.plan.aliases[i as usize].1)),
            _ => Some(path.as_str()),
        };
        let view = view::Page {
            title,
            root: &root,
            url: &path,
            kind: about.kind,
            breadcrumb: self.breadcrumb(page, title),
            meta: meta::tags(self.plan, page, title),
            canonical: base_url.zip(canonical_path).map(|(base, path)| {
                format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path))
            }),
            base_href,
            section: self
                .category_of(page)
                .map(|c| self.plan.categories.chain(c)[0])
                .map(|c| format!("{}/index.html", c.folder)),
        };
        use_view(&view)
    }

    fn entry(&self, id: DocumentId) -> &'a Entry {
        self.plan.entry(id)
    }

    fn text(&self, key: &str) -> &'a str {
        self.theme.texts.get(key).map_or("", String::as_str)
    }

    fn label(&self, validity: Validity) -> &'static str {
        match self.plan.config.language {
            Language::ZhHans => validity.label(),
            Language::En => validity.label_en(),
        }
    }

    fn site(&self) -> view::Site<'_> {
        let config = self.plan.config;
        let overview = |k: &ListKind| view::Overview {
            kind: k.name(),
            title: self.overview_title(*k),
            url: self.plan.path(PageId::Overview(*k)),
        };
        let in_root =
            |id: &&DocumentId| !self.sources.file(self.entry(**id).file).path.contains('/');
        view::Site {
            title: &config.title,
            description: config.description.as_deref(),
            language: config.language.tag(),
            agency: &config.agency,
            columns: self.frame_columns(),
            pages: self
                .plan
                .pages()
                .iter()
                .filter(in_root)
                .map(|&id| self.titled(id))
                .collect(),
            lists: ListKind::ALL.iter().map(overview).collect(),
            feed: "feed.xml",
            archive: (!self.archives.is_empty()).then(|| view::Titled {
                title: self.text("archives_title"),
                url: "archive.html",
            }),
            utc_offset: config.offset_minutes,
            archive_of: config.archive_of.as_ref().map(|a| view::ArchiveOf {
                year: a.year,
                as_of: config.as_of.to_string(),
                live: config.base_url.as_deref(),
                earlier: &a.earlier,
            }),
            extra: &config.extra,
        }
    }

    /// The columns that stand on every page: the declared ones. A site that declares none shows its first few categories; more
    /// would make every page heavy, and a new folder would rewrite all of them.
    fn frame_columns(&self) -> Vec<view::Link<'a>> {
        let declared: Vec<_> = self
            .plan
            .categories
            .tops()
            .filter(|c| c.declared)
            .map(|c| self.link(c))
            .collect();
        if declared.is_empty() {
            self.plan
                .categories
                .tops()
                .take(FRAME_CATEGORIES)
                .map(|c| self.link(c))
                .collect()
        } else {
            declared
        }
    }

    fn link(&self, category: &'a Category) -> view::Link<'a> {
        view::Link {
            name: &category.name,
            url: format!("{}/index.html", category.folder),
            code: None,
            count: None,
            children: Vec::new(),
        }
    }

    fn titled(&self, id: DocumentId) -> view::Titled<'a> {
        view::Titled {
            title: &self.entry(id).title,
            url: self.plan.address(id),
        }
    }

    fn category_of(&self, page: PageId) -> Option<CategoryId> {
        match page {
            PageId::Entry(id) | PageId::Withdrawn(id) => self.plan.category(id),
            PageId::List(id, _) => meta::list_category(self.plan, id),
            _ => None,
        }
    }

    fn breadcrumb(&self, page: PageId, title: &'a str) -> Vec<view::Crumb<'a>> {
        if page == PageId::Home {
            return Vec::new();
        }
        let mut crumbs = vec![view::Crumb {
            title: self.text("home"),
            url: Some("index.html".to_owned()),
        }];
        if let PageId::List(id, _) = page
            && !matches!(
                self.plan.lists[id.0 as usize].kind,
                ListKind::Category | ListKind::Ended
            )
        {
            let kind = self.plan.lists[id.0 as usize].kind;
            crumbs.push(view::Crumb {
                title: self.overview_title(kind),
                url: Some(self.plan.path(PageId::Overview(kind))),
            });
        }
        if let Some(category) = self.category_of(page) {
            let mut chain = self.plan.categories.chain(category);
            // the list of a category stands at the end itself; that of what has ended stands below its category
            if matches!(page, PageId::List(id, _) if self.plan.lists[id.0 as usize].kind == ListKind::Category)
            {
                chain.pop();
            }
            crumbs.extend(chain.into_iter().map(|c| view::Crumb {
                title: &c.name,
                url: Some(format!("{}/index.html", c.folder)),
            }));
        }
        crumbs.push(view::Crumb { title, url: None });
        crumbs
    }

    fn item(&self, id: DocumentId) -> view::Item<'a> {
        let entry = self.entry(id);
        let is_page = entry.kind == Kind::Page;
        view::Item {
            title: &entry.title,
            url: self.plan.address(id),
            index_number: entry.index_number.as_deref(),
            document_number: entry.document_number.as_deref(),
            issuer: if is_page { "" } else { &entry.issuer },
            date_published: entry.date_published.map(|(d, _)| d.to_string()),
            validity: (!is_page).then(|| self.validity(id, false)),
            category: self
                .plan
                .category(id)
                .map(|c| self.link(&self.plan.categories[c])),
            text: self.plan.text_address(id),
        }
    }

    fn validity(&self, id: DocumentId, with_reasons: bool) -> view::Validity<'a> {
        let status = self.plan.related.status(id);
        let starts = |change: Option<&Change>| change.map(|c| c.from.to_string());
        let later = status.later.iter().enumerate();
        view::Validity {
            later: later
                .map(|(i, c)| {
                    self.status(
                        &c.status,
                        starts(Some(c)),
                        starts(status.later.get(i + 1)),
                        with_reasons,
                    )
                })
                .collect(),
            ..self.status(status, None, starts(status.later.first()), with_reasons)
        }
    }

    fn status(
        &self,
        status: &Status,
        from: Option<String>,
        until: Option<String>,
        with_reasons: bool,
    ) -> view::Validity<'a> {
        let by = if with_reasons {
            status.by.iter().map(|&e| self.reference(e)).collect()
        } else {
            Vec::new()
        };
        let (code, label) = (status.validity.code(), self.label(status.validity));
        view::Validity {
            code,
            label,
            since: status.since.map(|d| d.to_string()),
            by,
            from,
            until,
            later: Vec::new(),
        }
    }

    /// A document of this catalogue as another page names it. Of one that was taken down only the number and the notice remain.
    fn reference(&self, id: DocumentId) -> view::Ref<'a> {
        let entry = self.entry(id);
        let visible = self.plan.related.shown(id) == Shown::Published;
        view::Ref {
            title: visible
                .then_some(entry.title.as_str())
                .or(if entry.document_number.is_none() {
                    entry.index_number.as_deref()
                } else {
                    None
                }),
            document_number: entry.document_number.as_deref(),
            url: Some(self.plan.address(id)),
            href: None,
            date: entry
                .date_published
                .map(|(d, _)| d.to_string())
                .filter(|_| visible),
        }
    }

    fn relations(&self, id: DocumentId) -> Vec<view::Relations<'a>> {
        let related = self.plan.related;
        let mut groups = Vec::new();
        for relation in Relation::ALL {
            let forward = related
                .acts(id)
                .iter()
                .filter(|e| e.relation == *relation)
                .map(|e| match &e.target {
                    Target::Entry(target) => self.reference(*target),
                    Target::Elsewhere {
                        document_number,
                        title,
                        url,
                    } => view::Ref {
                        title: title.as_deref(),
                        document_number: document_number.as_deref(),
                        url: None,
                        href: url.as_deref(),
                        date: None,
                    },
                });
            let mut back: Vec<DocumentId> = related
                .acted_on(id)
                .iter()
                .filter(|(r, _)| r == relation)
                .map(|(_, id)| *id)
                .collect();
            back.sort_by_key(|&e| (self.entry(e).date_published, self.plan.address(e)));
            let name = relation.code();
            let reverse = match relation {
                Relation::Interprets => "interpreted_by",
                Relation::Repeals => "repealed_by",
                Relation::PartlyRepeals => "partly_repealed_by",
                Relation::Amends => "amended_by",
                Relation::Renews => "renewed_by",
                Relation::Forwards => "forwarded_by",
                Relation::Related => "related_by",
            };
            let forward: Vec<view::Ref<'a>> = forward.collect();
            let back: Vec<view::Ref<'a>> = back.into_iter().map(|e| self.reference(e)).collect();
            // “related” is the same in both directions and is shown once
            let (forward, back) = if *relation == Relation::Related {
                let known: Vec<Option<&str>> = forward.iter().map(|r| r.url).collect();
                let more = back
                    .into_iter()
                    .filter(|r| !known.contains(&r.url))
                    .collect::<Vec<_>>();
                (forward.into_iter().chain(more).collect(), Vec::new())
            } else {
                (forward, back)
            };
            for (name, items) in [(name, forward), (reverse, back)] {
                if !items.is_empty() {
                    groups.push(view::Relations {
                        name: name.to_owned(),
                        label: self.text(&format!("relation_{name}")),
                        items,
                    });
                }
            }
        }
        groups
    }

    /// The last day in force, and what it was before it was renewed.
    fn last_day(&self, id: DocumentId) -> Option<String> {
        let (last, own) = (self.plan.related.last_day(id)?, self.entry(id).date_expires);
        Some(match own.filter(|own| *own != last) {
            Some(own) => fill(self.text("date_renewed"), |key| {
                Some(Cow::Owned(if key == "date" {
                    last.to_string()
                } else {
                    own.to_string()
                }))
            }),
            None => last.to_string(),
        })
    }

    /// The list of the documents of an entry's issuing body.
    fn body_list(&self, entry: &Entry) -> Option<String> {
        self.plan
            .list(ListKind::Issuer, &entry.issuer)
            .map(|l| self.plan.path(PageId::List(l, crate::plan::Page::Newest)))
    }

    fn document_view<'b>(&'b self, id: DocumentId, resolved: &'b Resolved) -> view::Document<'b> {
        let entry = self.entry(id);
        let details = entry.details();
        let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
        let (older, newer) = self.plan.neighbours(id);
        let long = resolved.body.headings.len() >= TOC_HEADINGS
            && resolved
                .body
                .blocks
                .iter()
                .map(|b| b.chars().count())
                .sum::<usize>()
                >= TOC_CHARACTERS;
        view::Document {
            title: &entry.title,
            index_number: entry.index_number.as_deref(),
            document_number: entry.document_number.as_deref(),
            registration_number: details.registration_number.as_deref(),
            issuer: view::Link {
                name: &entry.issuer,
                url: self.body_list(entry).unwrap_or_default(),
                code: None,
                count: None,
                children: Vec::new(),
            },
            joint_issuers: &details.joint_issuers,
            publisher: details.publisher.as_deref(),
            responsible_department: details.responsible_department.as_deref(),
            contact: details.contact.as_deref(),
            category: self
                .plan
                .category(id)
                .map(|c| {
                    self.plan
                        .categories
                        .chain(c)
                        .into_iter()
                        .map(|c| self.link(c))
                        .collect()
                })
                .unwrap_or_default(),
            topic: details.topic.as_deref(),
            genre: details.genre.as_deref(),
            audience: &details.audience,
            keywords: &details.keywords,
            summary: details.summary.as_deref(),
            source: details.source.as_deref(),
            disclosure: match self.plan.config.language {
                Language::ZhHans => entry.disclosure.label(),
                Language::En => entry.disclosure.label_en(),
            },
            date_created: day(entry.date_created),
            date_published: entry.date_published.map(|(d, time)| {
                time.map_or_else(|| d.to_string(), |(h, m)| format!("{d} {h:02}:{m:02}"))
            }),
            date_effective: day(entry.date_effective),
            date_expires: self.last_day(id),
            date_repealed: day(entry.date_repealed),
            validity: (entry.kind != Kind::Page).then(|| self.validity(id, true)),
            relations: self.relations(id),
            similar: self
                .plan
                .similar(id)
                .iter()
                .map(|&e| self.reference(e))
                .collect(),
            attachments: self.attachments(resolved),
            text: self.plan.text_address(id),
            body: &resolved.body.html,
            toc: if long {
                outline(&resolved.body.headings)
            } else {
                Vec::new()
            },
            older: older.map(|e| self.titled(e)),
            newer: newer.map(|e| self.titled(e)),
            extra: &details.extra,
        }
    }

    fn attachments<'b>(&'b self, resolved: &'b Resolved) -> Vec<view::Attachment<'b>> {
        resolved
            .attachments
            .iter()
            .map(|attached| {
                let file = self.sources.file(attached.file);
                let name = file.path.rsplit('/').next().unwrap_or_default();
                view::Attachment {
                    title: attached
                        .title
                        .clone()
                        .unwrap_or_else(|| attachment_title(name).to_owned()),
                    file: name,
                    url: &attached.address,
                    file_type: name
                        .rsplit_once('.')
                        .map(|(_, e)| e.to_ascii_uppercase())
                        .unwrap_or_default(),
                    size: file.size,
                }
            })
            .collect()
    }

    fn home(&self) -> view::Home<'_> {
        let plan = self.plan;
        let newest = |items: &[DocumentId], n: usize| {
            items
                .iter()
                .rev()
                .take(n)
                .map(|&id| self.item(id))
                .collect::<Vec<_>>()
        };
        let links = |kind| {
            plan.lists_of(kind)
                .map(|(id, l)| self.counted(id, l))
                .collect::<Vec<_>>()
        };
        let reports: Vec<DocumentId> = plan
            .documents()
            .iter()
            .copied()
            .filter(|&id| self.entry(id).kind == Kind::AnnualReport)
            .collect();
        let mut home = view::Home {
            as_of: plan.config.as_of.to_string(),
            total: plan.documents().len(),
            latest: newest(plan.documents(), HOME_LATEST),
            columns: plan
                .categories
                .tops()
                .map(|c| {
                    let list = plan
                        .list(ListKind::Category, &c.path)
                        .map(|l| &plan.lists[l.0 as usize]);
                    let items = list.map_or(&[][..], |l| &l.items);
                    view::HomeColumn {
                        name: &c.name,
                        url: format!("{}/index.html", c.folder),
                        description: c.description.as_deref(),
                        count: items.len(),
                        latest: newest(items, COLUMN_LATEST),
                    }
                })
                .collect(),
            issuers: links(ListKind::Issuer),
            years: links(ListKind::Year),
            validity: links(ListKind::Validity),
            annual_reports: newest(&reports, reports.len()),
            changes: false,
        };
        let shown = home
            .latest
            .iter()
            .chain(&home.annual_reports)
            .chain(home.columns.iter().flat_map(|c| &c.latest));
        home.changes = shown.into_iter().any(view::Item::changes);
        home
    }

    fn counted(&self, id: ListId, list: &'a crate::plan::List) -> view::Link<'a> {
        let validity = Validity::ALL
            .iter()
            .find(|v| list.kind == ListKind::Validity && v.code() == list.key);
        view::Link {
            name: validity.map_or(&list.title, |v| self.label(*v)),
            url: self.plan.path(PageId::List(id, crate::plan::Page::Newest)),
            code: validity.map(|v| v.code()),
            count: Some(list.items.len()),
            children: Vec::new(),
        }
    }

    fn overview(&self, kind: ListKind) -> Vec<view::Link<'_>> {
        if kind == ListKind::Category {
            self.plan.categories.tops().map(|c| self.tree(c)).collect()
        } else {
            self.plan
                .lists_of(kind)
                .map(|(id, l)| self.counted(id, l))
                .collect()
        }
    }

    fn tree(&self, category: &'a Category) -> view::Link<'a> {
        let count = self
            .plan
            .list(ListKind::Category, &category.path)
            .map(|l| self.plan.lists[l.0 as usize].items.len());
        view::Link {
            count,
            children: category
                .children
                .iter()
                .map(|c| self.tree(&self.plan.categories[*c]))
                .collect(),
            ..self.link(category)
        }
    }

    fn overview_title(&self, kind: ListKind) -> &'a str {
        self.text(&format!("overview_{}", kind.name()))
    }

    fn list_title(&self, id: ListId) -> String {
        let list = &self.plan.lists[id.0 as usize];
        match list.kind {
            ListKind::Year => fill(self.text("year_title"), |_| {
                Some(Cow::Borrowed(list.key.as_str()))
            }),
            ListKind::Validity => Validity::find(&list.key)
                .map_or(list.key.as_str(), |v| self.label(v))
                .to_owned(),
            ListKind::Ended => fill(self.text("ended_title"), |_| {
                Some(Cow::Borrowed(list.title.as_str()))
            }),
            _ => list.title.clone(),
        }
    }

    fn list<'b>(
        &'b self,
        id: ListId,
        page: crate::plan::Page,
        title: &'b str,
        items: Vec<view::Item<'b>>,
    ) -> view::List<'b> {
        let plan = self.plan;
        let list = &plan.lists[id.0 as usize];
        let size = plan.config.page_size;
        let path = |p| plan.path(PageId::List(id, p));
        let category = meta::list_category(plan, id).map(|c| &plan.categories[c]);
        let is_latest = page == crate::plan::Page::Newest;
        let (newer, older) = list.beside(page, size);
        view::List {
            kind: list.kind.name(),
            title,
            description: category.and_then(|c| c.description.as_deref()),
            children: category
                .filter(|_| list.kind == ListKind::Category)
                .map(|c| {
                    c.children
                        .iter()
                        .map(|c| self.link(&plan.categories[*c]))
                        .collect()
                })
                .unwrap_or_default(),
            ended: plan
                .list(ListKind::Ended, &list.key)
                .filter(|_| list.kind == ListKind::Category && is_latest)
                .map(|l| plan.path(PageId::List(l, crate::plan::Page::Newest))),
            changes: items.iter().any(view::Item::changes),
            items,
            empty_note: category.and_then(|c| c.empty_note.as_deref()),
            total: is_latest.then_some(list.items.len()),
            newer: newer.map(path),
            older: older.map(path),
            latest: path(crate::plan::Page::Newest),
            number: list.number(page, size),
            is_latest,
        }
    }

    fn search(&self) -> view::Search<'_> {
        view::Search {
            as_of: self.plan.config.as_of.to_string(),
            columns: self
                .plan
                .categories
                .tops()
                .map(|c| self.option(c))
                .collect(),
            issuers: self
                .plan
                .lists_of(ListKind::Issuer)
                .map(|(_, l)| l.key.as_str())
                .collect(),
            validity: Validity::ALL
                .iter()
                .map(|v| view::Named {
                    code: v.code(),
                    label: self.label(*v),
                })
                .collect(),
        }
    }

    fn option(&self, category: &'a Category) -> view::Option_<'a> {
        view::Option_ {
            path: &category.path,
            name: &category.name,
            children: category
                .children
                .iter()
                .map(|c| self.option(&self.plan.categories[*c]))
                .collect(),
        }
    }
}

fn about_list(page: PageId, title: &str) -> About<'_> {
    About {
        page,
        template: "list.html",
        kind: "list",
        title,
        name: "list",
        csp: CSP,
    }
}

/// Prints a page.
struct Print<'r, 'a>(&'r Renderer<'a>);

impl Visit for Print<'_, '_> {
    type Result = Result<Artifact, Error>;

    fn page(&self, about: About<'_>, content: &impl Serialize) -> Self::Result {
        let renderer = self.0;
        let mut context = Context::new();
        context.insert_value("site", renderer.frame.clone());
        context.insert_value("t", renderer.texts.clone());
        context.insert("csp", about.csp);
        renderer.with_page(&about, |view| context.insert("page", view));
        context.insert(about.name, content);
        let path = renderer.plan.path(about.page);
        let mut html = Vec::with_capacity(1 << 15);
        renderer
            .theme
            .tera
            .render_to(about.template, &context, &mut html)
            .map_err(|e| {
                let Error::Template(text) = theme::template_error(&e) else {
                    return theme::template_error(&e);
                };
                let shown = match about.page {
                    PageId::Entry(id) => renderer.sources.file(renderer.entry(id).file).shown(),
                    _ => path.clone(),
                };
                Error::Template(format!("{text}\n→ {shown}"))
            })?;
        Ok(Artifact::new(path, html))
    }
}

/// Works out a page's key.
struct Identify<'r, 'a>(&'r Renderer<'a>);

impl Visit for Identify<'_, '_> {
    type Result = Key;

    fn page(&self, about: About<'_>, content: &impl Serialize) -> Key {
        let mut bytes = Vec::with_capacity(4096);
        let written = self.0.with_page(&about, |view| {
            serde_json::to_writer(&mut bytes, &(about.template, about.csp, about.name, view))
        });
        // views are plain data: writing them to memory does not fail, and a key of nothing would be told by its length
        let written = written.and_then(|()| serde_json::to_writer(&mut bytes, content));
        cache::key(&[
            b"page",
            &self.0.frame_key,
            &[u8::from(written.is_ok())],
            &bytes,
        ])
    }
}

/// What an attachment is called when the front matter gives no title: its name without the ending.
pub fn attachment_title(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Headings as a tree, by level.
fn outline(headings: &[crate::parse::markdown::Heading]) -> Vec<view::Heading<'_>> {
    let mut tree = Vec::new();
    let mut i = 0;
    while i < headings.len() {
        let level = headings[i].level;
        let end = headings[i + 1..]
            .iter()
            .position(|h| h.level <= level)
            .map_or(headings.len(), |n| i + 1 + n);
        tree.push(view::Heading {
            id: &headings[i].id,
            title: &headings[i].title,
            children: outline(&headings[i + 1..end]),
        });
        i = end;
    }
    tree
}
