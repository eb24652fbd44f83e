//! Takes the ordered documents and their categories; gives the neighbours of each document in its
//! category, and older documents on the same matter.
//!
//! This file must not know addresses or lists.

use super::{CategoryId, Plan, similar};
use crate::cache::Cache;
use crate::catalogue::Field;
use crate::relate::{DocumentId, Target};
use std::collections::HashMap;

/// The next older and the next newer document of the same category.
type Neighbours = (Option<DocumentId>, Option<DocumentId>);

impl Plan<'_> {
    /// The neighbours of every document, by [`DocumentId::index`].
    pub(super) fn make_neighbours(&self) -> Vec<Neighbours> {
        let mut neighbours = vec![(None, None); self.related.id_limit()];
        let mut newest: HashMap<CategoryId, DocumentId> = HashMap::new();
        for &id in self.documents() {
            let Some(category) = self.category(id) else {
                continue;
            };
            if let Some(older) = newest.insert(category, id) {
                neighbours[id.index()].0 = Some(older);
                neighbours[older.index()].1 = Some(id);
            }
        }
        neighbours
    }

    /// The similar documents of every document, by [`DocumentId::index`].
    pub(super) fn find_similar(&self, cache: &Cache) -> similar::Lists<DocumentId> {
        let related = self.related;
        let mut ids: Vec<DocumentId> = self.documents().to_vec();
        // within a day, the number that is greater as a text counts as newer, unlike in
        // `Plan::order`
        ids.sort_by_key(|&id| {
            let entry = related.entry(id);
            let day = entry.date_published.map(|(day, _)| day);
            (day, entry.index_number.as_deref())
        });
        let subjects: Vec<_> = ids.iter().map(|&id| self.subject(id)).collect();
        let key = similar::key(&subjects, |i| (ids[i], self.linked(ids[i])));
        let found: similar::Lists = cache.get(&key).unwrap_or_else(|| {
            let is_linked = |a: usize, b: usize| self.linked(ids[a]).contains(&ids[b]);
            let found = similar::similar(&subjects, is_linked);
            cache.put(&key, &found);
            found
        });
        let mut place_of: Vec<Option<u32>> = vec![None; related.id_limit()];
        for (place, id) in (0..).zip(&ids) {
            place_of[id.index()] = Some(place);
        }
        let mut all = similar::Lists::default();
        for place in place_of {
            let found = place.map_or(&[] as &[u32], |place| found.get(place as usize));
            all.push(found.iter().map(|&i| ids[i as usize]));
        }
        all
    }

    fn subject(&self, id: DocumentId) -> similar::Subject<'_> {
        let entry = self.related.entry(id);
        similar::Subject {
            title: &entry.title,
            keywords: entry.list(Field::Keywords),
            topic: entry.text(Field::Topic),
            category: self.category(id).map(|c| c.0),
            issuer: entry.issuer(),
        }
    }

    /// The documents to which a document is related, in either direction.
    fn linked(&self, id: DocumentId) -> Vec<DocumentId> {
        let acts = self
            .related
            .acts(id)
            .iter()
            .filter_map(|edge| match edge.target {
                Target::Entry(id) => Some(id),
                Target::Elsewhere { .. } => None,
            });
        let acted_on = self.related.acted_on(id).iter().map(|(_, other)| *other);
        acts.chain(acted_on).collect()
    }
}
