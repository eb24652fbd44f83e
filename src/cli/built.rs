//! Takes the content files and `mulu.yaml` at a build; records their state, so that a later run can
//! find what has changed. This file must not know what the files mean.
//!
//! The file `.mulu/built` has eight bytes for each recorded file: the *mark*, a digest of its path
//! and content. Without `.mulu/built`, all files count as changed. A build with `--drafts` records
//! nothing.

use crate::cache;
use crate::config::Config;
use crate::diag::Error;
use crate::file::{self, Existing};
use crate::source::Sources;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// The marks of the files at the last recorded build.
pub(super) struct Built(HashSet<[u8; 8]>);

fn path(root: &Path) -> PathBuf {
    root.join(".mulu").join("built")
}

fn mark(path: &str, content: &[u8]) -> [u8; 8] {
    let whole = cache::key(&[path.as_bytes(), content]);
    std::array::from_fn(|i| whole[i])
}

/// The paths of the files, `mulu.yaml` among them, each with its mark.
fn marks(config: &Config, sources: &Sources) -> Result<Vec<(String, [u8; 8])>, Error> {
    // not `config.digest`, which also depends on the command line
    let name = "mulu.yaml".to_owned();
    let own = mark(&name, config.text.as_bytes());
    let mut all = vec![(name, own)];
    for (id, file) in sources.iter() {
        let shown = file.shown();
        let mark = mark(&shown, &sources.mark(id)?);
        all.push((shown, mark));
    }
    Ok(all)
}

/// Records the files of a build. A failure to write is no error: the build has succeeded, and the
/// earlier record stays.
pub(super) fn keep(config: &Config, sources: &Sources) -> Result<(), Error> {
    let bytes: Vec<u8> = marks(config, sources)?
        .iter()
        .flat_map(|(_, mark)| *mark)
        .collect();
    let path = path(&config.root);
    file::write(&path, &bytes, Existing::IsReplaced).or(Ok(()))
}

/// The record of the last build; `None` if it is missing or damaged.
pub(super) fn read(root: &Path) -> Option<Built> {
    let bytes = std::fs::read(path(root)).ok()?;
    let (marks, rest) = bytes.as_chunks::<8>();
    rest.is_empty()
        .then(|| Built(marks.iter().copied().collect()))
}

impl Built {
    /// The files that did not exist at the recorded build, or have changed since then.
    pub(super) fn changed(
        &self,
        config: &Config,
        sources: &Sources,
    ) -> Result<BTreeSet<String>, Error> {
        let changed = marks(config, sources)?.into_iter();
        let changed = changed.filter(|(_, mark)| !self.0.contains(mark));
        Ok(changed.map(|(name, _)| name).collect())
    }
}
