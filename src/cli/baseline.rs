//! Takes the findings of one run; writes them to a file of accepted findings, the *baseline*. Takes
//! the findings of a later run; removes the accepted findings. This file must not know how a
//! finding is made.
//!
//! A line is a JSON object: code, file, message, count. It has no line number, so a finding that
//! moves within its file is not new.

use crate::diag::{Diagnostic, Error, Lang};
use crate::file::{self, Existing};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The properties by which a baseline recognises a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Same {
    file: Option<String>,
    code: String,
    message: String,
}

#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    same: Same,
    count: usize,
}

/// The accepted findings, each with the number of times it occurs.
#[derive(Default)]
pub(super) struct Baseline(BTreeMap<Same, usize>);

fn same(finding: &Diagnostic) -> Same {
    Same {
        file: finding.file().map(Into::into),
        code: finding.code().name().to_owned(),
        message: finding.message(Lang::Zh),
    }
}

impl Baseline {
    /// Reads a baseline.
    pub(super) fn read(path: &Path) -> Result<Baseline, Error> {
        let text = std::fs::read_to_string(path).map_err(Error::reading(path))?;
        parse(&text).ok_or_else(|| {
            let path = path.display();
            Error::usage(
                format!("“{path}”不是 mulu check --write-baseline 写的基线文件"),
                format!("{path} is no baseline that `mulu check --write-baseline` has written"),
            )
        })
    }

    /// Removes the accepted findings from a list; gives the number removed.
    pub(super) fn take_from(mut self, findings: &mut Vec<Diagnostic>) -> usize {
        let before = findings.len();
        findings.retain(|finding| match self.0.get_mut(&same(finding)) {
            Some(left @ 1..) => {
                *left -= 1;
                false
            }
            _ => true,
        });
        before - findings.len()
    }
}

fn parse(text: &str) -> Option<Baseline> {
    let lines = text
        .lines()
        .map(|line| serde_json::from_str::<Line>(line).ok());
    let lines: Option<Vec<Line>> = lines.collect();
    let lines = lines?.into_iter().map(|line| (line.same, line.count));
    Some(Baseline(lines.collect()))
}

/// Writes the findings as a baseline. Only another baseline or an empty file is overwritten.
pub(super) fn write(path: &Path, findings: &[Diagnostic]) -> Result<(), Error> {
    let mut counts: BTreeMap<Same, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(same(finding)).or_default() += 1;
    }
    let line =
        |(same, count)| serde_json::to_string(&Line { same, count }).unwrap_or_default() + "\n";
    let text: String = counts.into_iter().map(line).collect();
    let ours = |old: &[u8]| std::str::from_utf8(old).is_ok_and(|old| parse(old).is_some());
    file::write(path, text.as_bytes(), Existing::IsReplacedIf(&ours))
}
