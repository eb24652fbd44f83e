//! Takes the options of `mulu check` that select findings; decides whether a finding is wanted.
//! This file must not know how a finding is made or shown.

use super::args::{Check, Global};
use super::built;
use super::files::plain;
use super::terminal::Terminal;
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Error, Lang, Message};
use crate::file::slashed;
use crate::source::Sources;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// The selection of findings. An empty `files` or `select` means all; an empty `ignore` means none.
pub(super) struct Choice {
    /// Paths as findings state them; a folder ends in `/`.
    files: Vec<String>,
    select: BTreeSet<Code>,
    ignore: BTreeSet<Code>,
    /// The files that were changed, if only these are wanted.
    changed: Option<BTreeSet<String>>,
}

impl Choice {
    /// The selection that the options state.
    pub(super) fn new(global: &Global, options: &Check) -> Result<Choice, Error> {
        let files = options.files.iter().map(|file| path(&global.root, file));
        Ok(Choice {
            files: files.collect::<Result<_, Error>>()?,
            select: codes(&options.select)?,
            ignore: codes(&options.ignore)?,
            changed: None,
        })
    }

    /// Limits the selection to files that were added or changed since the last build.
    pub(super) fn only_changed(
        &mut self,
        config: &Config,
        sources: &Sources,
        terminal: &Terminal,
    ) -> Result<(), Error> {
        let Some(built) = built::read(&config.root) else {
            terminal.say(
                "还没有生成过网站，全部文件都按改动过处理。",
                "No site was built yet, so all files count as changed.",
            );
            return Ok(());
        };
        self.changed = Some(built.changed(config, sources)?);
        Ok(())
    }

    pub(super) fn wants(&self, finding: &Diagnostic) -> bool {
        let code = subject(finding);
        let is_of_code =
            (self.select.is_empty() || self.select.contains(&code)) && !self.ignore.contains(&code);
        let places = finding.also.iter().map(|place| place.file.as_str());
        let mut files = finding.file.as_deref().into_iter().chain(places);
        is_of_code && (self.is_of_all_files() || files.any(|file| self.has(file)))
    }

    fn is_of_all_files(&self) -> bool {
        self.files.is_empty() && self.changed.is_none()
    }

    fn has(&self, file: &str) -> bool {
        let is_chosen = |chosen: &String| {
            chosen == file
                || chosen.is_empty()
                || chosen.ends_with('/') && file.starts_with(chosen.as_str())
        };
        (self.files.is_empty() || self.files.iter().any(is_chosen))
            && self.changed.as_ref().is_none_or(|all| all.contains(file))
    }
}

/// The code of a finding; for `MoreFindings`, the code of the findings that it counts.
fn subject(finding: &Diagnostic) -> Code {
    if let Message::MoreFindings { code, .. } = &finding.message {
        let name = code.shown(crate::diag::Lang::En, |text| text.into());
        return find(&name).unwrap_or(finding.code());
    }
    finding.code()
}

fn find(name: &str) -> Option<Code> {
    Code::ALL.iter().copied().find(|code| code.name() == name)
}

/// The codes that were typed. Full-width commas also separate them.
fn codes(names: &[String]) -> Result<BTreeSet<Code>, Error> {
    let names = names
        .iter()
        .flat_map(|names| names.split(['，', '、']))
        .map(|name| name.trim())
        .filter(|n| !n.is_empty());
    names.map(one_code).collect()
}

/// The code whose name was typed.
pub(super) fn one_code(name: &str) -> Result<Code, Error> {
    let lower = name.to_lowercase();
    find(&lower).ok_or_else(|| {
        let near = nearest(&lower);
        let (zh, en) = match near.is_empty() {
            true => (String::new(), String::new()),
            false => (
                format!("；是不是“{}”？", near.join("”“")),
                format!("; did you mean `{}`?", near.join("`, `")),
            ),
        };
        Error::usage(
            format!("没有检查项“{name}”{zh}\n全部检查项：mulu explain"),
            format!("there is no code `{name}`{en}\n`mulu explain` lists all codes."),
        )
    })
}

/// The codes with the names most similar to a text, the most similar first. For a Chinese word, the
/// codes whose message or remedy has the word.
fn nearest(text: &str) -> Vec<&'static str> {
    const NEAR: f64 = 0.8;
    if !text.is_ascii() {
        let says = |code: &&Code| {
            let texts = code.texts(Lang::Zh);
            texts.message.contains(text) || texts.help.contains(text)
        };
        let found = Code::ALL.iter().filter(says);
        return found.map(|code| code.name()).take(3).collect();
    }
    let mut near: Vec<(f64, &str)> = Code::ALL
        .iter()
        .map(|code| (strsim::jaro_winkler(code.name(), text), code.name()))
        .filter(|(score, name)| *score > NEAR || (text.len() > 3 && name.contains(text)))
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// A typed path as findings state it. The path is looked up in the current folder first, then in the
/// site's folder.
fn path(root: &Path, typed: &PathBuf) -> Result<String, Error> {
    let site = plain(root)?;
    let found = [typed.clone(), root.join(typed)]
        .into_iter()
        .filter(|path| path.exists())
        .find_map(|path| {
            let path = plain(&path).ok()?;
            let relative = path.strip_prefix(&site).ok()?;
            let shown: String = slashed(relative).nfc().collect();
            Some(if path.is_dir() && !shown.is_empty() {
                shown + "/"
            } else {
                shown
            })
        });
    found.ok_or_else(|| {
        let typed = typed.display();
        Error::usage(
            format!("站点中没有“{typed}”这个文件或文件夹"),
            format!("the site has no file or folder {typed}"),
        )
    })
}
