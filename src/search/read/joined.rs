//! Takes a joined index (one index for several sites); gives the answers that differ from those of
//! one site's index. Its documents are not in the order of their days, some numbers have no
//! document, and another site may change a validity. This file must not know how an index is
//! joined.

use super::question::Options;
use super::reader::Reader;
use crate::search::format::record::VALIDITY;
use crate::search::format::root::NO_DOCUMENT;

impl Reader {
    /// For each day of publication in a joined index, whether a search leaves out the documents of
    /// this day.
    pub(super) fn outside(&self, options: &Options) -> Vec<bool> {
        let limits = (options.from.as_deref(), options.to.as_deref());
        let is_outside = |day: &String| match limits {
            _ if day == NO_DOCUMENT => true,
            (None, None) => false,
            (from, to) => {
                day.is_empty()
                    || from.is_some_and(|from| day.as_str() < from)
                    || to.is_some_and(|to| day.get(..to.len()).unwrap_or(day) > to)
            }
        };
        self.root.days.iter().map(is_outside).collect()
    }

    /// In a joined index, replaces the validity that the document's own site states. The root has
    /// the right validity, because the portal determined it from the documents of all sites.
    pub(super) fn validity_in_all(&self, id: usize, own: &mut String) {
        let facets = self.root.facets.iter().zip(&self.columns);
        let validity = facets.into_iter().find(|(facet, _)| facet.name == VALIDITY);
        let Some((facet, column)) = validity.filter(|_| !self.days.is_empty()) else {
            return;
        };
        if let Some(code) = facet.values[column[id] as usize].first() {
            own.clone_from(code);
        }
    }
}
