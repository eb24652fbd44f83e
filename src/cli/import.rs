//! Takes the options of `mulu import`; writes content files made from old pages and office files.
//! It must not know how an original is read.

use super::args::{Global, Import};
use super::files::write_new;
use super::settings::configure;
use super::terminal::{Stream, Terminal, print_line};
use crate::config::Overrides;
use crate::diag::{self, Error, Severity};
use crate::file::below;
use crate::{draft, import, source};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Imports old files: writes the content files and prints their paths. Under `--dry-run` it only
/// lists them. No existing file is overwritten. The exit code is 1 when a file that the user named
/// could not be imported.
pub(super) fn run(global: &Global, typed: &Import, terminal: &Terminal) -> Result<u8, Error> {
    let config = configure(global, Overrides::default())?;
    let folder = typed
        .category
        .as_deref()
        .map(|c| draft::category_folder(&config, c))
        .transpose()?;
    if let Some(folder) = &folder {
        refuse_a_file(&config.root.join("content"), folder)?;
    }
    let import::Outcome {
        imported: all,
        mut findings,
        unchanged,
        unfetched,
    } = import::read(
        &config,
        &source::read(&config.root, Arc::default())?.0,
        import::list(&typed.paths)?,
        folder.as_deref(),
    );
    let content = config.root.join("content");
    let place = |relative: &str| below(&content, relative);
    let mut count = 0;
    for imported in &all {
        if !typed.dry_run {
            // attachments first, so that a document never exists without them
            let files = imported
                .files
                .iter()
                .map(|(path, bytes)| (path, bytes.as_slice()));
            let mut all = files.chain([(&imported.path, imported.text.as_bytes())]);
            if let Err(error) = all.try_for_each(|(path, bytes)| write(&place(path), bytes)) {
                findings.push(import::unwritten(imported, &error));
                continue;
            }
        }
        count += 1;
        print_line(&place(&imported.path).display().to_string());
        findings.extend(imported.findings.iter().cloned());
    }
    diag::sort(&mut findings);
    terminal.print_findings(&findings, Stream::Err, usize::MAX);
    let (zh, en) = match unchanged {
        0 => (String::new(), String::new()),
        n => (
            format!("；另有 {n} 份先前已经导入，没有变化"),
            format!("; {n} more were imported before and are unchanged"),
        ),
    };
    if count + unchanged == 0 {
        terminal.say("没有导入任何文件。", "Nothing was imported.");
    } else if count == 0 {
        terminal.say(
            &format!("{unchanged} 份先前已经导入，没有变化。"),
            &format!("All {unchanged} were imported before and are unchanged."),
        );
    } else if typed.dry_run {
        terminal.say(
            &format!("可导入 {count} 份{zh}。这是试运行，没有写任何文件。"),
            &format!("{count} can be imported{en}. This was a dry run: nothing was written."),
        );
    } else {
        terminal.say(
            &format!("已导入 {count} 份{zh}。请逐份核对，再运行 mulu check。"),
            &format!("{count} imported{en}. Look through them, then run mulu check."),
        );
    }
    say_unfetched(&unfetched, terminal);
    Ok(u8::from(
        findings.iter().any(|f| f.severity == Severity::Error),
    ))
}

/// Refuses a content folder if there is a file at its path or at the path of one of its parents.
fn refuse_a_file(content: &Path, folder: &str) -> Result<(), Error> {
    let place = below(content, folder);
    let file = place
        .ancestors()
        .take_while(|p| *p != content)
        .find(|p| p.is_file());
    match file {
        None => Ok(()),
        Some(file) => {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            Err(Error::usage(
                format!(
                    "content 中的“{name}”是一个文件，不能作为文件夹存放导入的文档；请换一个组配分类"
                ),
                format!(
                    "{name} in content/ is a file and cannot hold documents; choose another category"
                ),
            ))
        }
    }
}

/// Lists the attachments that are still on the old site.
fn say_unfetched(unfetched: &[(String, String)], terminal: &Terminal) {
    if unfetched.is_empty() {
        return;
    }
    let n = unfetched.len();
    let list: String = unfetched
        .iter()
        .map(|(address, page)| format!("\n  {address} ({page})"))
        .collect();
    terminal.say(
        &format!(
            "还有 {n} 个附件不在网页旁边。请在旧网站关闭前下载，放到网页旁边，再重新导入：{list}"
        ),
        &format!(
            "{n} attachments do not lie beside their pages. Fetch them before the old site closes, \
             put them beside the pages and import again:{list}"
        ),
    );
}

/// Writes a new file in full. An existing file is kept; it is an error unless it has the same
/// content.
fn write(path: &PathBuf, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Error::making(folder))?;
    }
    if std::fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    write_new(path, bytes)
}
