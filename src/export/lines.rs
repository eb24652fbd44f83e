//! Takes the plan; gives the rows of a ledger in order. This file must not know how rows are
//! written.

use super::row::Row;
use crate::plan::Plan;
use crate::relate::DocumentId;
use rayon::prelude::*;

/// The number of rows that are made at a time.
const AT_A_TIME: usize = 2_048;

/// The readers of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ledger {
    /// The public: this ledger is part of the site.
    Public,
    /// The office: this ledger also has the withdrawn documents and, for each published document,
    /// the reviews before its publication.
    Office,
}

/// The documents in the order of their rows: the published documents, newest first; then, in the
/// ledger of the office only, the withdrawn documents, the last withdrawn first.
pub(super) fn lines(plan: &Plan<'_>, ledger: Ledger) -> Vec<DocumentId> {
    let mut withdrawn = if ledger == Ledger::Office {
        plan.withdrawn.clone()
    } else {
        Vec::new()
    };
    let key = |id: DocumentId| {
        let entry = plan.entry(id);
        (
            entry.withdrawn.as_ref().map(|w| w.date),
            entry.index_number.as_deref(),
        )
    };
    withdrawn.sort_by(|a, b| key(*b).cmp(&key(*a)));
    plan.documents()
        .iter()
        .rev()
        .copied()
        .chain(withdrawn)
        .collect()
}

/// The results of `make` for each row, in order. They are made on all cores, in chunks.
pub(super) fn rows<'p, T: Send>(
    plan: &'p Plan<'_>,
    ledger: Ledger,
    lines: &'p [DocumentId],
    make: impl Fn(Row<'p>) -> T + Sync,
) -> impl Iterator<Item = T> {
    let row = move |&id: &DocumentId| match ledger {
        Ledger::Office => Row::for_office(plan, id),
        Ledger::Public => Row::of(plan, id),
    };
    lines
        .chunks(AT_A_TIME)
        .flat_map(move |some| some.par_iter().map(|id| make(row(id))).collect::<Vec<T>>())
}
