//! Takes the ordered documents and the categories; gives the lists of the site, each with its
//! documents.
//!
//! This file must not know which addresses collide.

use super::{List, ListKind, Plan};
use crate::catalogue::{Entry, Field, Validity, address};
use crate::relate::DocumentId;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The sub-folder of a category's folder for the list of its documents that are no longer in force.
const ENDED_FOLDER: &str = "no-longer-in-force";

/// The documents of each list, by kind and key.
#[derive(Default)]
struct Items<'a>(BTreeMap<(ListKind, Cow<'a, str>), Vec<DocumentId>>);

impl<'a> Items<'a> {
    fn add(&mut self, kind: ListKind, key: impl Into<Cow<'a, str>>, id: DocumentId) {
        self.0.entry((kind, key.into())).or_default().push(id);
    }
}

impl Plan<'_> {
    /// All lists, in order. The categories come first, in the order of the tree, each with the list
    /// of its ended documents, if it has any. The issuers (by number of documents), the years (from
    /// the newest) and the validity states follow. A category without documents has a list too.
    pub(super) fn make_lists(&self) -> Vec<List> {
        let mut items = self.items_by_list();
        let mut lists = Vec::new();
        for category in self.categories.iter() {
            let path = Cow::Borrowed(category.path.as_str());
            let list = |kind, folder, items| List {
                kind,
                key: category.path.clone(),
                title: category.name.clone(),
                folder,
                items,
            };
            let all = items.0.remove(&(ListKind::Category, path.clone()));
            let ended = items.0.remove(&(ListKind::Ended, path));
            lists.push(list(
                ListKind::Category,
                category.folder.clone(),
                all.unwrap_or_default(),
            ));
            if let Some(ended) = ended {
                let folder = format!("{}/{ENDED_FOLDER}", category.folder);
                lists.push(list(ListKind::Ended, folder, ended));
            }
        }
        let mut rest: Vec<List> = items
            .0
            .into_iter()
            .map(|((kind, key), items)| flat_list(kind, key.into_owned(), items))
            .collect();
        rest.sort_by(|a, b| {
            a.kind.cmp(&b.kind).then_with(|| match a.kind {
                ListKind::Issuer => {
                    let by_count = b.items.len().cmp(&a.items.len());
                    by_count.then_with(|| a.key.cmp(&b.key))
                }
                ListKind::Year => b.key.cmp(&a.key),
                ListKind::Validity => Validity::find(&a.key).cmp(&Validity::find(&b.key)),
                ListKind::Category | ListKind::Ended => a.key.cmp(&b.key),
            })
        });
        lists.extend(rest);
        lists
    }

    /// The documents of each list, oldest first. A category's list begins with its pages
    /// (`kind: page`), by address; the other lists have no pages.
    fn items_by_list(&self) -> Items<'_> {
        let mut items = Items::default();
        for &id in self.pages() {
            self.add_to_categories(&mut items, id, &[ListKind::Category]);
        }
        for &id in self.documents() {
            let entry = self.related.entry(id);
            let validity = self.related.status(id).validity;
            let kinds: &[ListKind] = if validity.is_end() {
                &[ListKind::Category, ListKind::Ended]
            } else {
                &[ListKind::Category]
            };
            self.add_to_categories(&mut items, id, kinds);
            for issuer in issuers(entry) {
                items.add(ListKind::Issuer, issuer, id);
            }
            if let Some((day, _)) = entry.date_published {
                items.add(ListKind::Year, format!("{:04}", day.year()), id);
            }
            items.add(ListKind::Validity, validity.code(), id);
        }
        items
    }

    /// Adds a document to the lists of its category and of every category above.
    fn add_to_categories<'a>(&'a self, items: &mut Items<'a>, id: DocumentId, kinds: &[ListKind]) {
        let mut category = self.category(id);
        while let Some(c) = category.map(|c| &self.categories[c]) {
            for kind in kinds {
                items.add(*kind, c.path.as_str(), id);
            }
            category = c.parent;
        }
    }
}

/// All issuers of a document, each once.
fn issuers(entry: &Entry) -> Vec<&str> {
    let joint = entry.list(Field::JointIssuers).iter().map(String::as_str);
    let mut issuers: Vec<&str> = std::iter::once(entry.issuer()).chain(joint).collect();
    issuers.sort_unstable();
    issuers.dedup();
    issuers
}

/// A list that does not belong to a category. Its title is the key; rendering translates it for a
/// year or a validity.
fn flat_list(kind: ListKind, key: String, items: Vec<DocumentId>) -> List {
    let name = if kind == ListKind::Validity {
        key.replace('_', "-")
    } else {
        address::name(&key)
    };
    List {
        kind,
        title: key.clone(),
        folder: format!("{}/{name}", kind.folder()),
        key,
        items,
    }
}
