//! Takes the options of `mulu check`; gives the wanted findings in the wanted format, and repairs
//! their faults or shows the repairs on request. This file must not know how a finding is made.

use super::args::{Check, CheckFormat, Deny, Global};
use super::baseline::{self, Baseline};
use super::choice::Choice;
use super::files::{Earlier, cache, lock};
use super::list;
use super::repair;
use super::settings::configure;
use super::terminal::{MOST_OF_A_KIND, Stream, Terminal, print_bytes};
use crate::build::{self, Outcome};
use crate::cache::Cache;
use crate::config::{Config, Overrides};
use crate::diag::{self, Diagnostic, Error, Lang, Severity};
use crate::file::{self, Existing, workbook_bytes};
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

/// Reports the wanted findings. The exit code is 1 when there are errors among them, or warnings
/// under `--deny warnings`. A report for programs also has the faults that prevent a check.
pub(super) fn run(global: &Global, options: &Check, terminal: &Terminal) -> Result<u8, Error> {
    match checked(global, options, terminal) {
        Err(Error::Config(faults) | Error::Theme(faults))
            if options.format != CheckFormat::Human =>
        {
            print(&faults, options, terminal)?;
            Ok(2)
        }
        code => code,
    }
}

fn checked(global: &Global, options: &Check, terminal: &Terminal) -> Result<u8, Error> {
    let mut choice = Choice::new(global, options)?;
    let before = options
        .baseline
        .as_deref()
        .map(Baseline::read)
        .transpose()?;
    let report = options.report.as_deref().map(report_form).transpose()?;
    let config = configure(global, Overrides::default())?;
    let cache = Arc::new(cache(&global.root, Earlier::Use).for_reading());
    let session = build::look(&config, &cache)?;
    if options.changed {
        choice.only_changed(&config, session.sources(), terminal)?;
    }
    let mut outcome = if options.fix || options.diff {
        repaired(&config, &cache, options, &choice, terminal)?
    } else {
        session.check()?
    };
    outcome.findings.retain(|finding| choice.wants(finding));
    if let Some(path) = &options.write_baseline {
        baseline::write(path, &outcome.findings)?;
    }
    let known = before.map_or(0, |before| before.take_from(&mut outcome.findings));
    if options.diff {
        return Ok(code(&outcome, options));
    }
    if let (Some(path), Some(form)) = (&options.report, report) {
        let report = rendered(&outcome.findings, form, terminal.lang)?;
        file::write(path, &report, Existing::Stays)?;
    }
    print(&outcome.findings, options, terminal)?;
    terminal.count(&outcome.findings);
    if known > 0 {
        terminal.say(
            &format!("另有 {known} 处已列入基线。"),
            &format!("{known} more are in the baseline."),
        );
    }
    if !options.fix {
        repair::offer(&outcome.findings, terminal);
    }
    say_left_out(&outcome, terminal);
    Ok(code(&outcome, options))
}

/// Makes the repairs (`--fix`) or only shows them (`--diff`). Gives all findings: those after the
/// repairs, or those before if the repairs are only shown.
fn repaired(
    config: &Config,
    cache: &Arc<Cache>,
    options: &Check,
    choice: &Choice,
    terminal: &Terminal,
) -> Result<Outcome, Error> {
    let wanted = |finding: &Diagnostic| choice.wants(finding);
    let root = &config.root;
    if options.fix {
        let _lock = lock(root, root)?;
        let repaired = crate::repair::repair(config, cache, &wanted)?;
        crate::repair::store(root, &repaired.rewrites)?;
        repair::report(&repaired, terminal);
        return Ok(repaired.after);
    }
    let repaired = crate::repair::repair(config, cache, &wanted)?;
    repair::show(&repaired, terminal);
    Ok(repaired.into_before())
}

fn code(outcome: &Outcome, options: &Check) -> u8 {
    let denied = options.deny == Some(Deny::Warnings) && outcome.has(Severity::Warning);
    u8::from(denied || outcome.has(Severity::Error))
}

fn say_left_out(outcome: &Outcome, terminal: &Terminal) {
    if !outcome.left_out.is_empty() && !outcome.has(Severity::Error) {
        let said = |lang| list::left_out(&outcome.left_out, lang).unwrap_or_default();
        let documents = outcome.documents;
        terminal.say(
            &format!("可公布 {documents} 篇{}。", said(Lang::Zh)),
            &format!("{documents} can be published{}.", said(Lang::En)),
        );
    }
}

/// The format of a report, according to the ending of its file name.
fn report_form(path: &Path) -> Result<CheckFormat, Error> {
    let name = path.to_string_lossy().to_lowercase();
    let endings = [(".sarif", CheckFormat::Sarif), (".xlsx", CheckFormat::Xlsx)];
    let form = endings
        .into_iter()
        .find(|(ending, _)| name.ends_with(ending));
    form.map(|(_, form)| form).ok_or_else(|| {
        Error::usage(
            format!("报告文件“{}”的后缀应为 .xlsx 或 .sarif", path.display()),
            format!("the report {} must end in .xlsx or .sarif", path.display()),
        )
    })
}

/// The findings as a file: SARIF, a workbook, or one JSON object a line.
fn rendered(findings: &[Diagnostic], form: CheckFormat, lang: Lang) -> Result<Vec<u8>, Error> {
    match form {
        CheckFormat::Sarif => Ok(diag::sarif(findings, lang).into_bytes()),
        CheckFormat::Xlsx => diag::workbook(findings, lang)
            .and_then(workbook_bytes)
            .map_err(|e| Error::writing("xlsx")(std::io::Error::other(e))),
        CheckFormat::Human | CheckFormat::Json => {
            let lines = findings.iter().map(|f| diag::json(f, lang) + "\n");
            Ok(lines.collect::<String>().into_bytes())
        }
    }
}

fn print(findings: &[Diagnostic], options: &Check, terminal: &Terminal) -> Result<(), Error> {
    match options.format {
        CheckFormat::Human => {
            let most = if options.all {
                usize::MAX
            } else {
                MOST_OF_A_KIND
            };
            terminal.print_findings(findings, Stream::Out, most);
        }
        CheckFormat::Xlsx if std::io::stdout().is_terminal() => {
            return Err(Error::usage(
                "xlsx 是二进制文件，请用 --report 指定文件名",
                "xlsx is a binary format: name a file with --report",
            ));
        }
        form => print_bytes(&rendered(findings, form, terminal.lang)?),
    }
    Ok(())
}
