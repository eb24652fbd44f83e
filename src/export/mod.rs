//! Takes the plan; gives the ledger, and the catalogue as linked data. `catalogue.json`,
//! `catalogue.csv` and `catalogue.xlsx` have the same rows. The ledger of the office also states what was withdrawn, when and why, and who
//! made which review before publication.
//!
//! It must not know pages or sinks.

mod lines;
mod linked;
mod row;
mod table;

pub use lines::Ledger;
pub use linked::{Linked, files as linked_files, write as write_linked};
pub use row::{Row, Value};
pub use table::safe;

use crate::cache::{self, Digest, Key};
use crate::plan::Plan;
use lines::{lines, rows};
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

/// The cache key of the public ledger in every form: a digest of all rows, the day of the build and
/// the configuration.
pub fn key(plan: &Plan<'_>) -> Key {
    let lines = lines(plan, Ledger::Public);
    let rows: Vec<u8> = rows(plan, Ledger::Public, &lines, |row| {
        *Digest::of(&row).bytes()
    })
    .flatten()
    .collect();
    cache::key(&[
        &rows,
        plan.config.as_of.to_string().as_bytes(),
        &plan.config.digest,
    ])
}

fn json(plan: &Plan<'_>, ledger: Ledger, to: &mut dyn Write) -> std::io::Result<()> {
    write!(to, "{{\"as_of\":\"{}\",\"documents\":[", plan.config.as_of)?;
    let lines = lines(plan, ledger);
    for (i, row) in rows(plan, ledger, &lines, |row| serde_json::to_vec(&row)).enumerate() {
        to.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        to.write_all(&row?)?;
    }
    to.write_all(b"\n]}\n")
}
