//! Takes a site and a choice of findings; gives the files that change, before and after, and the
//! files that cannot be changed. Nothing is written here. This file must not know what a finding
//! means.

use crate::build::{self, Outcome};
use crate::cache::Cache;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Error, Repair};
use crate::privacy::mask;
use crate::source::{self, Sources};
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// The maximum number of rounds of checking and repairing. The last round, which finds nothing to
/// repair, counts too.
const RUNS: usize = 100;

/// One file that changes.
#[derive(Debug)]
pub struct Rewrite {
    /// The path as messages show it.
    pub file: String,
    /// Its path on the disk.
    pub path: PathBuf,
    /// The number of repairs.
    pub count: usize,
    pub(super) before: Vec<u8>,
    pub(super) after: Vec<u8>,
}

impl Rewrite {
    /// The changes as a unified diff, with personal numbers masked.
    pub fn diff(&self) -> String {
        let text = |bytes: &[u8]| source::decode(bytes).0.unwrap_or_default();
        let (before, after) = (text(&self.before), text(&self.after));
        let names = [format!("a/{}", self.file), format!("b/{}", self.file)];
        TextDiff::from_lines(&before, &after)
            .unified_diff()
            .header(&mask(&names[0]), &mask(&names[1]))
            .to_string()
            .split_inclusive('\n')
            .map(mask)
            .collect()
    }
}

/// The reason why a file is not repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Its encoding is Big5, which mulu does not write, or encoding its text again would change
    /// bytes outside the repairs.
    Encoding,
    /// It may not be written.
    ReadOnly,
}

/// A site before and after its repairs.
#[derive(Debug)]
pub struct Repaired {
    /// The files that change, by path.
    pub rewrites: Vec<Rewrite>,
    /// The files that are not repaired. None of them is among `rewrites`, because the encoding and
    /// the permission of a file are the same in every round.
    pub left: Vec<(String, Left)>,
    /// The outcome before the repairs; `None` if there was nothing to repair.
    before: Option<Outcome>,
    /// The outcome after the repairs.
    pub after: Outcome,
}

/// Repairs the wanted findings, until no repair is possible. If repairs are still possible after
/// `RUNS` rounds, nothing is repaired.
pub fn repair(
    config: &Config,
    cache: &Arc<Cache>,
    wanted: &dyn Fn(&Diagnostic) -> bool,
) -> Result<Repaired, Error> {
    let mut files = Files::default();
    let mut before = None;
    for _ in 0..RUNS {
        let session = build::look_with(config, cache, &files.bytes())?;
        let outcome = session.check()?;
        let is_done = !files.repair(session.sources(), &outcome.findings, wanted)?;
        if is_done {
            return Ok(files.repaired(before, outcome));
        }
        before.get_or_insert(outcome);
    }
    // endless repairs mean that two rules contradict each other
    Ok(Repaired {
        rewrites: Vec::new(),
        left: Vec::new(),
        after: build::check(config, cache)?,
        before,
    })
}

/// The files that have been repaired so far, and those that cannot be, by their paths below
/// `content/`.
#[derive(Default)]
struct Files {
    rewrites: BTreeMap<String, Rewrite>,
    left: BTreeMap<String, Left>,
    /// Every text that repairs have given to each file. A text that came back would come back again
    /// and again, so it is refused.
    seen: BTreeMap<String, BTreeSet<Vec<u8>>>,
}

impl Files {
    fn bytes(&self) -> BTreeMap<String, Vec<u8>> {
        let bytes = |(path, rewrite): (&String, &Rewrite)| (path.clone(), rewrite.after.clone());
        self.rewrites.iter().map(bytes).collect()
    }

    /// Makes the repairs of one round; returns whether it made any.
    fn repair(
        &mut self,
        sources: &Sources,
        findings: &[Diagnostic],
        wanted: &dyn Fn(&Diagnostic) -> bool,
    ) -> Result<bool, Error> {
        let mut repairs: BTreeMap<&str, Vec<&Repair>> = BTreeMap::new();
        for finding in findings.iter().filter(|f| wanted(f)) {
            let path = finding
                .file
                .as_deref()
                .and_then(|f| f.strip_prefix("content/"));
            if let (Some(path), Some(repair)) = (path, &finding.repair) {
                repairs.entry(path).or_default().push(repair);
            }
        }
        let mut any = false;
        for (path, repairs) in repairs {
            if !self.left.contains_key(path) {
                any |= self.repair_one(sources, path, &repairs)?;
            }
        }
        Ok(any)
    }

    fn repair_one(
        &mut self,
        sources: &Sources,
        path: &str,
        repairs: &[&Repair],
    ) -> Result<bool, Error> {
        let Some(id) = sources
            .find(path)
            .filter(|&id| sources.file(id).is_document())
        else {
            return Ok(false);
        };
        let bytes = sources.bytes(id)?;
        let Some(text) = source::decode(&bytes).0 else {
            return Ok(false);
        };
        let repairs: Vec<Repair> = repairs.iter().map(|r| with_line_ends(r, &text)).collect();
        let (new, count) = diag::apply(&text, &repairs);
        if count == 0 {
            return Ok(false);
        }
        let disk_path = sources.disk_path(id);
        let is_read_only = std::fs::metadata(&disk_path)
            .map_err(Error::reading(&disk_path))?
            .permissions()
            .readonly();
        if is_read_only {
            self.left.insert(path.to_owned(), Left::ReadOnly);
            return Ok(false);
        }
        let Some(new) = source::encode_like(&bytes, &new) else {
            self.left.insert(path.to_owned(), Left::Encoding);
            return Ok(false);
        };
        if !self
            .seen
            .entry(path.to_owned())
            .or_default()
            .insert(new.clone())
        {
            return Ok(false);
        }
        let rewrite = self
            .rewrites
            .entry(path.to_owned())
            .or_insert_with(|| Rewrite {
                file: sources.file(id).shown(),
                path: disk_path,
                count: 0,
                before: bytes.to_vec(),
                after: Vec::new(),
            });
        rewrite.after = new;
        rewrite.count += count;
        Ok(true)
    }

    fn repaired(self, before: Option<Outcome>, after: Outcome) -> Repaired {
        let rewrites: Vec<Rewrite> = self
            .rewrites
            .into_values()
            .filter(|r| r.before != r.after)
            .collect();
        let left = self.left.into_iter();
        Repaired {
            rewrites,
            left: left
                .map(|(path, why)| (format!("content/{path}"), why))
                .collect(),
            before,
            after,
        }
    }
}

/// A repair whose line ends are those of the file.
fn with_line_ends(repair: &Repair, text: &str) -> Repair {
    let mut repair = repair.clone();
    if text.contains("\r\n") {
        for edit in &mut repair.edits {
            edit.text = edit.text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
    }
    repair
}

impl Repaired {
    /// The outcome before the repairs. If there was nothing to repair, this is the only outcome.
    pub fn into_before(self) -> Outcome {
        self.before.unwrap_or(self.after)
    }
}
