//! Takes the options of `mulu join`; gives the portal in a folder, and a report of it. This file
//! must not know how a portal is made.

use super::args::{Deny, Global, Join};
use super::build::say_remains;
use super::files::{Earlier, Made, cache, lock, plain, refuse_mount, refuse_other};
use super::settings::configure_portal;
use super::terminal::{MOST_OF_A_KIND, Stream, Terminal};
use crate::config::Portal;
use crate::diag::{Error, Severity};
use crate::output;
use crate::portal;
use std::path::Path;
use std::sync::Arc;

/// Makes the portal. Members that fail the verification are left out. The exit code is 1 if no
/// member is left, or on a warning under `--deny warnings`.
pub(super) fn run(global: &Global, options: &Join, terminal: &Terminal) -> Result<u8, Error> {
    let portal = configure_portal(global, &options.portal, options.base_url.clone())?;
    let root = portal.config.root.clone();
    let output = &options
        .output_dir
        .clone()
        .unwrap_or_else(|| root.join("public"));
    refuse_members(output, &portal)?;
    refuse_mount(output, ("输出文件夹", "the output folder"))?;
    if !options.force {
        refuse_other(output, Made::Portal)?;
    }
    let _lock = lock(&root, output)?;
    let earlier = if options.force {
        Earlier::Ignore
    } else {
        Earlier::Use
    };
    let cache = Arc::new(cache(&root, earlier));
    let staged = output::look(output, cache.clone())?
        .stage(Some(&root.join(".mulu").join("portal-spare")))?;
    let outcome = portal::join(&portal, output, &cache, &staged)?;
    let most = if terminal.verbose {
        usize::MAX
    } else {
        MOST_OF_A_KIND
    };
    terminal.print_findings(&outcome.findings, Stream::Err, most);
    terminal.print_findings(&outcome.left_out, Stream::Err, usize::MAX);
    if outcome.members == 0 {
        terminal.say(
            "没有一个成员可以收入，没有生成门户；原有门户未作改动。",
            "No member can be taken: no portal was made, and the old one is as it was.",
        );
        return Ok(1);
    }
    let published = staged.publish()?;
    published.note(&cache);
    cache.save();
    let summary = &published.summary;
    let (members, documents) = (outcome.members, outcome.documents);
    let left = portal.members.len() - members;
    let (files, written, removed) = (summary.files, summary.written(), summary.removed());
    let index = output.join("index.html");
    let index = index.display();
    terminal.say(
        &format!(
            "门户收入 {members} 个单位，{documents} 件文件；未收入 {left} 个单位。\n\
             共 {files} 个文件；新增或变更 {written} 个，移除 {removed} 个。\n双击打开：{index}"
        ),
        &format!(
            "Portal: {members} members, {documents} documents; {left} members left out.\n\
             {files} files; {written} new or changed, {removed} removed.\n\
             Open by double-click: {index}"
        ),
    );
    say_remains(&summary.remains, terminal);
    let is_denied = options.deny == Some(Deny::Warnings)
        && outcome
            .findings
            .iter()
            .chain(&outcome.left_out)
            .any(|f| f.severity == Severity::Warning);
    Ok(u8::from(is_denied))
}

/// Refuses an output folder that overlaps a member, because the portal replaces the whole output
/// folder.
fn refuse_members(output: &Path, portal: &Portal) -> Result<(), Error> {
    let inside = plain(output)?;
    for member in &portal.members {
        let path = plain(&member.path)?;
        if inside.starts_with(&path) || path.starts_with(&inside) {
            let (output, path) = (output.display(), member.path.display());
            return Err(Error::usage(
                format!("输出文件夹“{output}”与成员的文件夹“{path}”重叠，请另选一个"),
                format!("the output folder {output} overlaps the member {path}; choose another"),
            ));
        }
    }
    Ok(())
}
