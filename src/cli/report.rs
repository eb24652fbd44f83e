//! Takes a year; writes the draft of its annual report to a new file, and prints the path. This
//! file must not know what a draft contains.

use super::args::Global;
use super::files::write_content;
use super::settings::configure;
use super::terminal::{Terminal, print_line};
use crate::config::Overrides;
use crate::diag::{Error, Severity};
use crate::{build, draft};
use std::sync::Arc;

/// Writes the draft, even if the content has errors; the exit code is then 1. An existing file is
/// never overwritten.
pub(super) fn run(global: &Global, year: i16, terminal: &Terminal) -> Result<u8, Error> {
    let config = configure(global, Overrides::default())?;
    let (path, outcome) = build::with_plan(&config, &Arc::default(), |plan, sources, _| {
        let draft = draft::annual_report(plan, sources, year)?;
        write_content(&config.root, &draft.path, &draft.text)
    })?;
    if outcome.has(Severity::Error) {
        terminal.say(
            "内容有错误，草稿中的计数可能不全；请运行 mulu check。",
            "There are errors in the content, and the counts in the draft may be incomplete; \
             run mulu check.",
        );
    }
    print_line(&path.display().to_string());
    Ok(u8::from(outcome.has(Severity::Error)))
}
