//! Takes the options of `mulu check`; gives every finding, for people or as JSON. It must not know
//! how a finding is made.

use super::args::{Check, Deny, Format, Global};
use super::choice::Choice;
use super::files::{Earlier, cache, lock};
use super::list;
use super::repair;
use super::settings::configure;
use super::terminal::{MOST_OF_A_KIND, Stream, Terminal, print_line};
use crate::build::{self, Outcome};
use crate::config::Overrides;
use crate::diag::{self, Diagnostic, Error, Lang, Severity};
use std::sync::Arc;

/// Prints the findings that are wanted. Gives 1 when there are errors among them, or warnings under
/// `--deny warnings`.
pub(super) fn run(global: &Global, options: &Check, terminal: &Terminal) -> Result<u8, Error> {
    let choice = Choice::new(global, options)?;
    let config = match (configure(global, Overrides::default()), options.format) {
        (Err(Error::Config(findings)), Format::Json) => {
            print(&findings, options, terminal);
            return Ok(2);
        }
        (config, _) => config?,
    };
    let cache = Arc::new(cache(&global.root, Earlier::Use));
    let wanted = |finding: &Diagnostic| choice.wants(finding);
    let mut outcome = if options.fix {
        let _lock = lock(&global.root, &global.root)?;
        let repaired = crate::repair::repair(&config, &cache, &wanted)?;
        crate::repair::store(&global.root, &repaired.rewrites)?;
        repair::report(&repaired, terminal);
        repaired.after
    } else if options.diff {
        let repaired = crate::repair::repair(&config, &cache, &wanted)?;
        repair::show(&repaired, terminal);
        let mut before = repaired.into_before();
        before.findings.retain(wanted);
        return Ok(code(&before, options));
    } else {
        build::check(&config, &cache)?
    };
    outcome.findings.retain(wanted);
    print(&outcome.findings, options, terminal);
    terminal.count(&outcome.findings);
    if !options.fix {
        repair::offer(&outcome.findings, terminal);
    }
    say_left_out(&outcome, terminal);
    Ok(code(&outcome, options))
}

/// The exit code.
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

fn print(findings: &[Diagnostic], options: &Check, terminal: &Terminal) {
    match options.format {
        Format::Json => findings
            .iter()
            .for_each(|f| print_line(&diag::json(f, terminal.lang))),
        Format::Human => {
            let most = if options.all {
                usize::MAX
            } else {
                MOST_OF_A_KIND
            };
            terminal.print_findings(findings, Stream::Out, most);
        }
    }
}
