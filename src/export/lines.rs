//! Takes the plan; gives the rows of a ledger in their order. It must not know how they are written.

use super::row::Row;
use crate::plan::Plan;
use crate::relate::DocumentId;
use rayon::prelude::*;

/// Rows that are made at a time.
const AT_A_TIME: usize = 2_048;

/// For whom a ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ledger {
    /// For everybody: it is part of the site.
    Public,
    /// For the office: with a line for each document that was taken down, and with the reviews.
    Office,
}

/// The documents in the order of the lines: what is published, newest first; in the ledger of the office then what was
/// taken down.
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

/// What `make` gives for each line: made on all cores, some lines at a time, and handed out in order.
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
