//! Takes the options of `mulu export`; writes the office's ledger (台账: one row for each published
//! or withdrawn document) to a file or to standard output. It must not know how the ledger is made.

use super::args::{Global, LedgerForm};
use super::settings::configure;
use super::terminal::{MOST_OF_A_KIND, Stream, Terminal, print_bytes};
use crate::config::Overrides;
use crate::diag::{Error, Severity};
use crate::file::{self, Existing};
use crate::{build, export};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Writes the ledger and gives exit code 0. If the content has errors, prints them instead and
/// gives 1.
pub(super) fn run(
    global: &Global,
    format: Option<LedgerForm>,
    output: Option<&PathBuf>,
    terminal: &Terminal,
) -> Result<u8, Error> {
    let form = form(format, output.map(PathBuf::as_path))?;
    let config = configure(global, Overrides::default())?;
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
        Some(path) => file::write(path, &bytes, Existing::Stays)?,
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

/// The format of the ledger: as requested, or else according to the ending of the file, or CSV if
/// there is no ending. An unknown ending without a request is refused. So is a request that
/// contradicts the ending, because a file with the wrong ending may not open.
fn form(format: Option<LedgerForm>, output: Option<&Path>) -> Result<export::Form, Error> {
    let requested = format.map(|format| match format {
        LedgerForm::Csv => export::Form::Csv,
        LedgerForm::Json => export::Form::Json,
        LedgerForm::Xlsx => export::Form::Xlsx,
    });
    let ending = output
        .and_then(Path::extension)
        .map(|e| e.to_string_lossy().to_lowercase());
    let of_ending = match ending.as_deref() {
        None => return Ok(requested.unwrap_or(export::Form::Csv)),
        Some("csv") => Some(export::Form::Csv),
        Some("json") => Some(export::Form::Json),
        Some("xlsx") => Some(export::Form::Xlsx),
        Some(_) => None,
    };
    let ending = ending.unwrap_or_default();
    match (requested, of_ending) {
        (Some(requested), Some(of_ending)) if requested != of_ending => Err(Error::usage(
            format!("--format 与文件后缀“.{ending}”不一致，请只写一种，或改用相应的后缀"),
            format!("--format contradicts the ending .{ending} of the file; leave one of them out"),
        )),
        // refuse an unknown ending if no format was requested; always refuse the endings of
        // spreadsheet formats that mulu does not write
        (requested, None)
            if requested.is_none() || ["xls", "et", "ods", "xlsm"].contains(&ending.as_str()) =>
        {
            Err(Error::usage(
                format!("台账不能写成“.{ending}”文件，请把文件名改为以 .xlsx、.csv 或 .json 结尾"),
                format!(
                    "the ledger cannot be written as .{ending}; \
                     let the name of the file end in .xlsx, .csv or .json"
                ),
            ))
        }
        (Some(form), _) | (None, Some(form)) => Ok(form),
        (None, None) => Ok(export::Form::Csv),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;
    use crate::export::Form;

    #[test]
    fn the_form_follows_the_ending_and_a_contradiction_is_refused() {
        let form = |format, name: &str| form(format, Some(Path::new(name)));
        for (name, expected) in [
            ("台账.xlsx", Form::Xlsx),
            ("台账.XLSX", Form::Xlsx),
            ("a.b.csv", Form::Csv),
            ("台账.json", Form::Json),
            ("台账", Form::Csv),
        ] {
            assert_eq!(form(None, name).unwrap(), expected, "{name}");
        }
        assert_eq!(form(Some(LedgerForm::Csv), "台账.txt").unwrap(), Form::Csv);
        assert_eq!(
            form(Some(LedgerForm::Xlsx), "台账.xlsx").unwrap(),
            Form::Xlsx
        );
        for (format, name) in [
            (Some(LedgerForm::Csv), "台账.xlsx"),
            (Some(LedgerForm::Xlsx), "台账.csv"),
            (Some(LedgerForm::Xlsx), "台账.xls"),
            (None, "台账.xls"),
            (None, "台账.docx"),
        ] {
            let error = form(format, name).unwrap_err();
            let ending = name.rsplit('.').next().unwrap();
            assert!(error.message(Lang::Zh).contains(ending), "{name}");
        }
    }
}
