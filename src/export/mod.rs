//! Takes the plan; gives the ledger, and the catalogue as linked data. `catalogue.json`,
//! `catalogue.csv` and `catalogue.xlsx` have the same rows. The ledger of the office also has the
//! withdrawn documents and the reviews.
//!
//! This room must not know pages or sinks (destinations of files).

mod lines;
mod linked;
mod row;
mod table;
mod workbook;

pub use lines::Ledger;
pub use linked::{Linked, files as linked_files, write as write_linked};
pub use row::{Row, Value};
pub use table::safe;
pub use workbook::{Book, Heading, Place, workbook};

use crate::cache::{self, Digest, Key};
use crate::catalogue::Kind;
use crate::plan::{List, Plan};
use crate::relate::DocumentId;
use lines::{lines, rows};
use rayon::prelude::*;
use std::io::Write;

/// A form of the ledger (台账).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For programs.
    Json,
    /// For every spreadsheet program: UTF-8 with a byte-order mark.
    Csv,
    /// For Excel.
    Xlsx,
}

/// Writes the whole ledger in one form, newest documents first.
pub fn write(
    plan: &Plan<'_>,
    ledger: Ledger,
    form: Form,
    to: &mut dyn Write,
) -> std::io::Result<()> {
    match form {
        Form::Json => json(plan, ledger, to),
        Form::Csv => Ok(table::csv(plan, ledger, to)?),
        Form::Xlsx => to.write_all(&table::xlsx(plan, ledger).map_err(std::io::Error::other)?),
    }
}

/// Writes the ledger of a column as CSV, newest documents first.
pub fn write_list(plan: &Plan<'_>, list: &List, to: &mut dyn Write) -> std::io::Result<()> {
    Ok(table::csv_of(plan, &of_list(plan, list), to)?)
}

/// The documents of a list that have a row, newest first.
fn of_list(plan: &Plan<'_>, list: &List) -> Vec<DocumentId> {
    let has_row = |id: &DocumentId| plan.entry(*id).kind != Kind::Page;
    list.items.iter().rev().copied().filter(has_row).collect()
}

/// The digests of all rows of the public ledger, for the cache keys of ledgers.
pub struct Digests<'p> {
    plan: &'p Plan<'p>,
    /// One for each [`DocumentId::index`].
    rows: Vec<[u8; 16]>,
}

impl<'p> Digests<'p> {
    /// The digests of the rows of a plan.
    pub fn of(plan: &'p Plan<'p>) -> Digests<'p> {
        let digest = |id: &DocumentId| (id.index(), *Digest::of(&Row::of(plan, *id)).bytes());
        let made: Vec<(usize, [u8; 16])> = plan.documents().par_iter().map(digest).collect();
        let mut rows = vec![[0; 16]; plan.related.id_limit()];
        for (i, digest) in made {
            rows[i] = digest;
        }
        Digests { plan, rows }
    }

    /// The cache key of the public ledger in every form: all rows, the day of the build and the
    /// configuration.
    pub fn whole(&self) -> Key {
        let day = self.plan.config.as_of.to_string();
        self.key(&lines(self.plan, Ledger::Public), day.as_bytes())
    }

    /// The cache key of a column's ledger, without the day.
    pub fn of_list(&self, list: &List) -> Key {
        self.key(&of_list(self.plan, list), b"list")
    }

    fn key(&self, ids: &[DocumentId], more: &[u8]) -> Key {
        let rows: Vec<u8> = ids.iter().flat_map(|id| self.rows[id.index()]).collect();
        cache::key(&[&rows, more, &self.plan.config.digest])
    }
}

fn json(plan: &Plan<'_>, ledger: Ledger, to: &mut dyn Write) -> std::io::Result<()> {
    let (day, unstated) = (
        plan.config.as_of,
        plan.config.checks.unstated_validity.code(),
    );
    write!(
        to,
        "{{\"as_of\":\"{day}\",\"unstated_validity\":\"{unstated}\",\"documents\":["
    )?;
    let lines = lines(plan, ledger);
    for (i, row) in rows(plan, ledger, &lines, |row| serde_json::to_vec(&row)).enumerate() {
        to.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        to.write_all(&row?)?;
    }
    to.write_all(b"\n]}\n")
}
