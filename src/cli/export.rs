//! Takes the options of `mulu export`; gives the ledger, in a file or on standard output. It must
//! not know how the ledger is made.

use super::args::{Global, LedgerForm};
use super::files::write_new;
use super::settings::configure;
use super::terminal::{MOST_OF_A_KIND, Stream, Terminal, print_bytes};
use crate::config::Overrides;
use crate::diag::{Error, Severity};
use crate::{build, export};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

/// Writes the ledger. Gives 1 when the content has errors.
pub(super) fn run(
    global: &Global,
    format: LedgerForm,
    output: Option<&PathBuf>,
    terminal: &Terminal,
) -> Result<u8, Error> {
    let config = configure(global, Overrides::default())?;
    let form = match format {
        LedgerForm::Csv => export::Form::Csv,
        LedgerForm::Json => export::Form::Json,
        LedgerForm::Xlsx => export::Form::Xlsx,
    };
    let (bytes, outcome) = build::with_plan(&config, &Arc::default(), |plan, _, _| {
        let mut bytes = Vec::new();
        export::write(plan, export::Ledger::Office, form, &mut bytes)
            .map(|()| bytes)
            .map_err(Error::writing("catalogue"))
    })?;
    if outcome.has(Severity::Error) {
        terminal.print_findings(&outcome.findings, Stream::Err, MOST_OF_A_KIND);
        terminal.count(&outcome.findings);
        return Ok(1);
    }
    match output {
        Some(path) => write_new(path, &bytes)?,
        None if form == export::Form::Xlsx && std::io::stdout().is_terminal() => {
            return Err(Error::usage(
                "xlsx 是二进制文件，请用 -o 指定文件名",
                "xlsx is a binary format: name a file with -o",
            ));
        }
        None => print_bytes(&bytes),
    }
    Ok(0)
}
