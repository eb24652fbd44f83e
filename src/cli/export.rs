//! Takes the options of `mulu export`; writes the office's ledger (台账) or every published
//! document with its text. This file must not know how a row or a text is made.

use super::args::{Export, Global, LedgerForm};
use super::settings::configure;
use super::terminal::{MOST_OF_A_KIND, Stream, Terminal, print_bytes};
use crate::build::Outcome;
use crate::config::{Config, Overrides};
use crate::diag::{Error, Severity};
use crate::file::{self, Existing, Whole};
use crate::{build, export, ndjson};
use std::io::{BufWriter, IsTerminal, Seek};
use std::path::Path;
use std::sync::Arc;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Ledger(export::Form),
    Ndjson,
}

/// Writes the file, or prints it to standard output (exit code 0). If the content has errors,
/// prints the findings and writes nothing (exit code 1).
pub(super) fn run(global: &Global, options: &Export, terminal: &Terminal) -> Result<u8, Error> {
    let output = options.output.as_deref();
    let form = form(options.format, output)?;
    if options.bulk.is_some() && form != Form::Ndjson {
        return Err(Error::usage(
            "--bulk 只用于 ndjson，请加上 --format ndjson，或让文件名以 .ndjson 结尾",
            "--bulk is for ndjson; add --format ndjson, or let the name of the file end in .ndjson",
        ));
    }
    if let Some(name) = options
        .bulk
        .as_deref()
        .filter(|name| !ndjson::is_index_name(name))
    {
        return Err(Error::usage(
            format!(
                "“{name}”不能作索引名：用小写字母、数字、汉字和“-”“_”，不以“-”“_”“+”“.”开头，不含空格和 \\ / * ? \" < > | , # :"
            ),
            format!(
                "`{name}` cannot be the name of an index: use lower-case letters, digits, `-` and `_`, \
                 begin with none of - _ + . and leave out blanks and \\ / * ? \" < > | , # :"
            ),
        ));
    }
    let config = configure(global, Overrides::default())?;
    let (is_written, outcome) = match form {
        Form::Ledger(form) => ledger(&config, form, output)?,
        Form::Ndjson => documents(&config, options.bulk.as_deref(), output)?,
    };
    if is_written {
        return Ok(0);
    }
    terminal.print_findings(&outcome.findings, Stream::Err, MOST_OF_A_KIND);
    terminal.count(&outcome.findings);
    Ok(1)
}

/// Writes the ledger, unless the content has errors.
fn ledger(
    config: &Config,
    form: export::Form,
    output: Option<&Path>,
) -> Result<(bool, Outcome), Error> {
    let (bytes, outcome) = build::with_plan(config, &Arc::default(), |plan, _, _| {
        let mut bytes = Vec::new();
        export::write(plan, export::Ledger::Office, form, &mut bytes)
            .map(|()| bytes)
            .map_err(Error::writing("catalogue"))
    })?;
    if outcome.has(Severity::Error) {
        return Ok((false, outcome));
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
    Ok((true, outcome))
}

/// Writes the documents with their texts, unless the content has errors. Even the last text may
/// have an error, so nothing is printed or stored before all texts were read.
fn documents(
    config: &Config,
    bulk: Option<&str>,
    output: Option<&Path>,
) -> Result<(bool, Outcome), Error> {
    let form = bulk.map_or(ndjson::Form::Documents, ndjson::Form::Bulk);
    if let Some(path) = output {
        let mut file = BufWriter::new(Whole::create(path, Existing::Stays)?);
        let (is_right, outcome) = ndjson::write(config, form, &mut file)?;
        if is_right {
            let file = file.into_inner();
            file.map_err(|e| Error::writing(path)(e.into_error()))?
                .finish()?;
        }
        return Ok((is_right, outcome));
    }
    let lost = |e| Error::writing("documents.ndjson")(e);
    let mut file = BufWriter::new(tempfile::tempfile().map_err(lost)?);
    let (is_right, outcome) = ndjson::write(config, form, &mut file)?;
    if is_right {
        let mut file = file.into_inner().map_err(|e| lost(e.into_error()))?;
        file.rewind().map_err(lost)?;
        file::each_piece(&mut file, lost, |piece| {
            print_bytes(piece);
            Ok(())
        })?;
    }
    Ok((is_right, outcome))
}

/// The form of the file: as requested, or else by its ending, or CSV if there is no ending. Two
/// requests are refused, because programs might not open the file: one that contradicts the ending,
/// and one for the ending of another spreadsheet format. Without a request, an unknown ending is
/// refused.
fn form(format: Option<LedgerForm>, output: Option<&Path>) -> Result<Form, Error> {
    let requested = format.map(|format| match format {
        LedgerForm::Csv => Form::Ledger(export::Form::Csv),
        LedgerForm::Json => Form::Ledger(export::Form::Json),
        LedgerForm::Xlsx => Form::Ledger(export::Form::Xlsx),
        LedgerForm::Ndjson => Form::Ndjson,
    });
    let ending = output
        .and_then(Path::extension)
        .map(|e| e.to_string_lossy().to_lowercase());
    let of_ending = match ending.as_deref() {
        None => return Ok(requested.unwrap_or(Form::Ledger(export::Form::Csv))),
        Some("csv") => Some(Form::Ledger(export::Form::Csv)),
        Some("json") => Some(Form::Ledger(export::Form::Json)),
        Some("xlsx") => Some(Form::Ledger(export::Form::Xlsx)),
        Some("ndjson" | "jsonl") => Some(Form::Ndjson),
        Some(_) => None,
    };
    let ending = ending.unwrap_or_default();
    match (requested, of_ending) {
        (Some(requested), Some(of_ending)) if requested != of_ending => Err(Error::usage(
            format!("--format 与文件后缀“.{ending}”不一致，请只写一种，或改用相应的后缀"),
            format!("--format contradicts the ending .{ending} of the file; leave one of them out"),
        )),
        // an unknown ending needs a request; endings of other spreadsheet formats are always
        // refused
        (requested, None)
            if requested.is_none() || ["xls", "et", "ods", "xlsm"].contains(&ending.as_str()) =>
        {
            Err(Error::usage(
                format!(
                    "台账不能写成“.{ending}”文件，请把文件名改为以 .xlsx、.csv、.json 或 .ndjson 结尾"
                ),
                format!(
                    "the ledger cannot be written as .{ending}; \
                     let the name of the file end in .xlsx, .csv, .json or .ndjson"
                ),
            ))
        }
        (Some(form), _) | (None, Some(form)) => Ok(form),
        (None, None) => Ok(Form::Ledger(export::Form::Csv)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;
    use crate::export::Form as In;

    #[test]
    fn the_form_follows_the_ending_and_a_contradiction_is_refused() {
        let form = |format, name: &str| form(format, Some(Path::new(name)));
        for (name, expected) in [
            ("台账.xlsx", Form::Ledger(In::Xlsx)),
            ("台账.XLSX", Form::Ledger(In::Xlsx)),
            ("a.b.csv", Form::Ledger(In::Csv)),
            ("台账.json", Form::Ledger(In::Json)),
            ("台账", Form::Ledger(In::Csv)),
            ("文件.ndjson", Form::Ndjson),
            ("文件.JSONL", Form::Ndjson),
        ] {
            assert_eq!(form(None, name).unwrap(), expected, "{name}");
        }
        assert_eq!(
            form(Some(LedgerForm::Csv), "台账.txt").unwrap(),
            Form::Ledger(In::Csv)
        );
        assert_eq!(
            form(Some(LedgerForm::Xlsx), "台账.xlsx").unwrap(),
            Form::Ledger(In::Xlsx)
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
