//! Takes the options of `mulu check`; gives every finding, for people or as JSON. It must not know
//! how a finding is made.

use super::args::{Deny, Format, Global};
use super::files::{Earlier, cache};
use super::list;
use super::settings::configure;
use super::terminal::{Stream, Terminal, print_line};
use crate::build;
use crate::config::Overrides;
use crate::diag::{self, Diagnostic, Error, Lang, Severity};
use std::sync::Arc;

/// Prints every finding. Gives 1 when there are errors, or warnings under `--deny warnings`.
pub(super) fn run(
    global: &Global,
    format: Format,
    deny: Option<Deny>,
    terminal: &Terminal,
) -> Result<u8, Error> {
    let as_json = |findings: &[Diagnostic]| {
        findings
            .iter()
            .for_each(|f| print_line(&diag::json(f, terminal.lang)));
    };
    let config = match (configure(global, Overrides::default()), format) {
        (Err(Error::Config(findings)), Format::Json) => {
            as_json(&findings);
            return Ok(2);
        }
        (config, _) => config?,
    };
    let outcome = build::check(&config, &Arc::new(cache(&global.root, Earlier::Use)))?;
    match format {
        Format::Json => as_json(&outcome.findings),
        Format::Human => terminal.print_findings(&outcome.findings, Stream::Out, usize::MAX),
    }
    terminal.count(&outcome.findings);
    if !outcome.left_out.is_empty() && !outcome.has(Severity::Error) {
        let said = |lang| list::left_out(&outcome.left_out, lang).unwrap_or_default();
        let documents = outcome.documents;
        terminal.say(
            &format!("可公布 {documents} 篇{}。", said(Lang::Zh)),
            &format!("{documents} can be published{}.", said(Lang::En)),
        );
    }
    let denied = deny == Some(Deny::Warnings) && outcome.has(Severity::Warning);
    Ok(u8::from(denied || outcome.has(Severity::Error)))
}
