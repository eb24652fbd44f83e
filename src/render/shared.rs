//! Takes the plan; gives the views (values for templates) of documents and categories that many
//! pages use, and their digests, computed once.
//!
//! This file must not know which pages show these views.

use super::frame::Words;
use super::view::{Column, Item, Link, Ref, Titled, Validity};
use crate::cache::Digest;
use crate::catalogue::{Entry, Kind};
use crate::plan::{Category, CategoryId, Plan};
use crate::relate::{DocumentId, Shown, Status};
use serde::Serialize;
use std::sync::OnceLock;

/// How a view refers to a document: as a [`Ref`] to show, or as a [`Digest`] to detect changes.
pub(super) trait Reference<'a>: Serialize + Sized {
    /// A document of this catalogue.
    fn of(shared: &Shared<'a>, id: DocumentId) -> Self;

    /// A document outside this catalogue, as the document that refers to it describes it.
    fn elsewhere(reference: Ref<'a>) -> Self;
}

impl<'a> Reference<'a> for Ref<'a> {
    fn of(shared: &Shared<'a>, id: DocumentId) -> Ref<'a> {
        shared.reference(id)
    }

    fn elsewhere(reference: Ref<'a>) -> Ref<'a> {
        reference
    }
}

impl<'a> Reference<'a> for Digest {
    fn of(shared: &Shared<'a>, id: DocumentId) -> Digest {
        *shared.references[id.index()].get_or_init(|| Digest::of(&shared.reference(id)))
    }

    fn elsewhere(reference: Ref<'a>) -> Digest {
        Digest::of(&reference)
    }
}

/// How a list refers to documents: as an [`Item`] to show, or as a [`Digest`] to detect changes.
pub(super) trait Listed<'a>: Serialize + Sized {
    fn of(shared: &Shared<'a>, id: DocumentId) -> Self;
}

impl<'a> Listed<'a> for Item<'a> {
    fn of(shared: &Shared<'a>, id: DocumentId) -> Item<'a> {
        shared.item(id)
    }
}

impl<'a> Listed<'a> for Digest {
    fn of(shared: &Shared<'a>, id: DocumentId) -> Digest {
        *shared.items[id.index()].get_or_init(|| Digest::of(&shared.item(id)))
    }
}

/// The plan, and the digests of the views that many pages show.
pub(super) struct Shared<'a> {
    pub plan: &'a Plan<'a>,
    pub words: Words<'a>,
    items: Vec<OnceLock<Digest>>,
    references: Vec<OnceLock<Digest>>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, words: Words<'a>) -> Shared<'a> {
        let none = || {
            let mut none = Vec::new();
            none.resize_with(plan.related.id_limit(), OnceLock::new);
            none
        };
        Shared {
            plan,
            words,
            items: none(),
            references: none(),
        }
    }

    pub(super) fn entry(&self, id: DocumentId) -> &'a Entry {
        self.plan.entry(id)
    }

    /// A link to a document, with its title.
    pub(super) fn titled(&self, id: DocumentId) -> Titled<'a> {
        Titled {
            title: &self.entry(id).title,
            url: self.plan.address(id),
        }
    }

    /// The view of a document on the pages of other documents. For a document that was taken down,
    /// the view has only its number and a link to the notice.
    fn reference(&self, id: DocumentId) -> Ref<'a> {
        let entry = self.entry(id);
        let visible = self.plan.related.shown(id) == Shown::Published;
        let number = entry.index_number.as_deref();
        Ref {
            title: visible
                .then_some(entry.title.as_str())
                .or(number.filter(|_| entry.document_number.is_none())),
            document_number: entry.document_number.as_deref(),
            url: Some(self.plan.address(id)),
            href: None,
            date: entry
                .date_published
                .map(|(d, _)| d.to_string())
                .filter(|_| visible),
        }
    }

    /// The view of a document in lists.
    fn item(&self, id: DocumentId) -> Item<'a> {
        let entry = self.entry(id);
        let is_page = entry.kind == Kind::Page;
        Item {
            title: &entry.title,
            url: self.plan.address(id),
            index_number: entry.index_number.as_deref(),
            document_number: entry.document_number.as_deref(),
            issuer: if is_page { "" } else { entry.issuer() },
            date_published: entry.date_published.map(|(d, _)| d.to_string()),
            validity: (!is_page).then(|| self.validity(id, &|_| Vec::new())),
            category: self
                .plan
                .category(id)
                .map(|c| link(&self.plan.categories[c])),
            text: self.plan.text_address(id),
        }
    }

    /// The current status of a document, and its later statuses. `by` gives the documents that
    /// caused a status.
    pub(super) fn validity<R>(
        &self,
        id: DocumentId,
        by: &impl Fn(&Status) -> Vec<R>,
    ) -> Validity<R> {
        let status = self.plan.related.status(id);
        let mut days = status.later.iter().map(|c| c.from.to_string());
        let mut until = days.next();
        let first = self.status(status, None, until.clone(), by);
        let later = status.later.iter().map(|change| {
            let from = std::mem::replace(&mut until, days.next());
            self.status(&change.status, from, until.clone(), by)
        });
        Validity {
            later: later.collect(),
            ..first
        }
    }

    fn status<R>(
        &self,
        status: &Status,
        from: Option<String>,
        until: Option<String>,
        by: &impl Fn(&Status) -> Vec<R>,
    ) -> Validity<R> {
        Validity {
            code: status.validity.code(),
            label: self.words.label(status.validity),
            since: status.since.map(|d| d.to_string()),
            by: by(status),
            from,
            until,
            later: Vec::new(),
        }
    }

    /// The view of a category in the meta tags.
    pub(super) fn column(&self, id: CategoryId) -> Column<'a> {
        let category = &self.plan.categories[id];
        Column {
            name: &category.name,
            description: category.description.as_deref(),
            column_type: category.column_type.as_deref(),
        }
    }
}

/// A link to the list of a category, with the category's name.
pub(super) fn link(category: &Category) -> Link<'_> {
    Link {
        name: category.name.as_str().into(),
        url: format!("{}/index.html", category.folder),
        ..Link::default()
    }
}
