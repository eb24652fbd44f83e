//! Takes the options of `mulu import`; gives content files and a report. This file must not know
//! how an original is read.

use super::args::{Global, Import};
use super::files::{plain, write_site};
use super::progress::Progress;
use super::settings::configure;
use super::terminal::{Stream, Terminal, print_line, talk_line};
use crate::config::{Config, Overrides};
use crate::diag::{self, Diagnostic, Error, Lang, Severity};
use crate::file::{self, Existing, below, is_passage};
use crate::import::report::{self, Form};
use crate::import::{
    ByFolder, Choices, Fate, Imported, Ledger, LedgerTables, Listed, Outcome, Tables, Unnumbered,
};
use crate::{draft, import, source};
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

/// Up to this length, a list (findings, attachments to fetch, paths on a terminal) is printed in
/// full. With `--report`, these lists are not printed.
const LISTED: usize = 100;

/// If there are more than [`LISTED`] findings, this many of each code are printed as examples.
const EXAMPLES: usize = 3;

/// The maximum number of kinds of findings that are listed with their counts.
const KINDS: usize = 30;

/// Imports old files: writes the content files (not under `--dry-run`) and prints their paths (not
/// with `--report`). No existing file is overwritten. The exit code is 1 if a finding is an error.
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
    let tables = match typed.mapping {
        None => Tables::Documents,
        Some(_) => Tables::Ledgers,
    };
    let listed = import::list(&typed.paths, tables)?;
    let form = typed
        .report
        .as_deref()
        .map(|path| report_form(path, &config, &listed))
        .transpose()?;
    let ledger = match &typed.mapping {
        None => None,
        Some(path) => match ledger(path, typed, &listed, terminal)? {
            None => return Ok(0),
            ledger => ledger,
        },
    };
    let choices = Choices {
        folder: folder.as_deref(),
        columns: match typed.category_from_folder {
            true => ByFolder::Yes,
            false => ByFolder::No,
        },
        numbers: match typed.assign_numbers {
            true => Unnumbered::Numbered,
            false => Unnumbered::Left,
        },
        ledger,
    };
    let outcome = imported(&config, typed, choices, listed, terminal)?;
    if let (Some(path), Some(form)) = (&typed.report, form) {
        let report = report::render(&outcome, form, terminal.lang)?;
        file::write(path, &report, Existing::Stays)?;
    }
    say(&outcome, typed, terminal);
    let is_error = |f: &Diagnostic| f.severity == Severity::Error;
    Ok(u8::from(outcome.findings.iter().any(is_error)))
}

/// The rows of the ledgers, read by their mapping (which column is which field). If there is no
/// mapping yet, a proposal is written for the user to correct, and the result is `None`; a dry run
/// uses the proposal instead.
fn ledger(
    path: &Path,
    typed: &Import,
    listed: &Listed,
    terminal: &Terminal,
) -> Result<Option<Ledger>, Error> {
    if listed.ledgers().is_empty() {
        return Err(Error::usage(
            "--mapping 要和台账一起用：把台账文件（.xlsx、.xls、.csv 或 .json）和旧文件一起写在命令里",
            "--mapping needs a ledger: name its file (.xlsx, .xls, .csv or .json) beside the old files",
        ));
    }
    let tables = LedgerTables::read(listed.ledgers())?;
    let shown = path.display();
    if path.exists() {
        return Ok(Some(Ledger::new(&tables, &tables.mapping(path)?)));
    }
    if typed.dry_run {
        terminal.say(
            &format!("没有“{shown}”，试运行按推断的对照；正式运行时先写出这个文件，供核对。"),
            &format!(
                "There is no {shown}: this dry run uses a proposal, which a real run writes first."
            ),
        );
        return Ok(Some(Ledger::new(&tables, &tables.mapping(path)?)));
    }
    let mapping = tables.propose(terminal.lang);
    file::write(path, mapping.as_bytes(), Existing::Stays)?;
    terminal.say(
        &format!("台账各列对应哪个字段，已推断并写入“{shown}”。请打开核对、改正，再运行一次同样的命令；这次没有导入。"),
        &format!("{shown} proposes a field for each column. Correct it and run the same command again; nothing was imported yet."),
    );
    Ok(None)
}

/// Reads all files, writes the new documents one by one, and prints their paths. In a dry run,
/// nothing is written.
fn imported(
    config: &Config,
    typed: &Import,
    choices: Choices<'_>,
    listed: Listed,
    terminal: &Terminal,
) -> Result<Outcome, Error> {
    let content = config.root.join("content");
    let is_short = typed.report.is_some() || std::io::stdout().is_terminal();
    let most = match (typed.report.is_some(), is_short) {
        (true, _) => 0,
        (false, true) => LISTED,
        (false, false) => usize::MAX,
    };
    let mut count = 0;
    let mut sink = |imported: &Imported| {
        if !typed.dry_run {
            store(&config.root, imported)?;
        }
        count += 1;
        if count <= most {
            print_line(&below(&content, &imported.path).display().to_string());
        }
        Ok(())
    };
    let line = Progress::new(terminal);
    let (sources, _) = source::read(&config.root, Arc::default())?;
    let progress = |done, all| line.bar(done, all);
    let mut outcome = import::read(config, &sources, listed, choices, &mut sink, &progress)?;
    line.finish();
    diag::sort(&mut outcome.findings);
    if (1..count).contains(&most) {
        terminal.say(
            &format!("……另有 {} 份。", count - most),
            &format!("… and {} more.", count - most),
        );
    }
    Ok(outcome)
}

/// Writes attachments first, so that a document is never without them. If the run is killed in
/// between, the next run uses the attachments.
fn store(root: &Path, imported: &Imported) -> Result<(), Error> {
    let files = imported
        .files
        .iter()
        .map(|(path, bytes)| (path, bytes.as_slice()));
    let all = files.chain([(&imported.path, imported.text.as_bytes())]);
    write_site(root, all).map(drop)
}

/// The form of the report. Its path is refused if it exists (unless it is a device or a pipe), if
/// its folder does not exist, or if it is in `content/` or in an imported folder.
fn report_form(path: &Path, config: &Config, listed: &Listed) -> Result<Form, Error> {
    let form = Form::of(path)?;
    if path.symlink_metadata().is_ok() && !is_passage(path) {
        return Err(Error::Exists(path.to_owned()));
    }
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(Error::usage(
            format!("没有文件夹“{}”，报告写不进去", folder.display()),
            format!("there is no folder {} for the report", folder.display()),
        ));
    }
    let place = plain(path)?;
    let content = config.root.join("content");
    for taboo in listed.folders().chain([content.as_path()]) {
        if place.starts_with(plain(taboo)?) {
            return Err(Error::usage(
                format!(
                    "报告不能放在“{}”里，那里的文件会被导入或发布；请另选一处",
                    taboo.display()
                ),
                format!(
                    "the report cannot lie in {}, whose files are imported or published; \
                     choose another place",
                    taboo.display()
                ),
            ));
        }
    }
    Ok(form)
}

/// Prints what was done. The findings are printed in full, or as examples with a sum by kind; with
/// `--report`, only the sum is printed.
fn say(outcome: &Outcome, typed: &Import, terminal: &Terminal) {
    let findings = &outcome.findings;
    if findings.len() <= LISTED && typed.report.is_none() {
        terminal.print_findings(findings, Stream::Err, usize::MAX);
    } else {
        if typed.report.is_none() {
            terminal.print_findings(findings, Stream::Err, EXAMPLES);
        }
        say_sum(outcome, typed, terminal);
    }
    say_count(outcome, typed, terminal);
    say_unfetched(&outcome.unfetched, typed, terminal);
    if outcome.unnumbered > 0 {
        let n = outcome.unnumbered;
        terminal.say(
            &format!("其中 {n} 份先前导入时没有编索引号，保持不动；要编号，请移走这些文档再导入。"),
            &format!("{n} documents that were imported before have no index number and stay as they are; move them away and import again to number them."),
        );
    }
    if let Some(path) = &typed.report {
        let path = path.display();
        terminal.say(
            &format!("报告已写入“{path}”，不确定的值排在前面，请逐项核对。"),
            &format!("The report is in {path}; unsure values come first."),
        );
    }
}

/// Prints the number of findings of each kind.
fn say_sum(outcome: &Outcome, typed: &Import, terminal: &Terminal) {
    if terminal.quiet || outcome.findings.is_empty() {
        return;
    }
    let kinds = import::sum(&outcome.findings, terminal.lang);
    let mut text = terminal.pick("分类统计：", "By kind:").to_owned();
    for kind in kinds.iter().take(KINDS) {
        let severity = diag::severity_word(kind.severity, terminal.lang);
        text += &format!("\n{:>7}  {severity}  {}", kind.count, kind.text);
    }
    if let Some(rest) = kinds.get(KINDS..).filter(|rest| !rest.is_empty()) {
        let (count, n) = (rest.iter().map(|k| k.count).sum::<usize>(), rest.len());
        text += &match terminal.lang {
            Lang::Zh => format!("\n{count:>7}  其他 {n} 类"),
            Lang::En => format!("\n{count:>7}  of {n} other kinds"),
        };
    }
    if typed.report.is_none() {
        text.push('\n');
        text += terminal.pick(
            "全部列出：加上 --report 报告.xlsx",
            "--report FILE.xlsx lists all of them.",
        );
    }
    talk_line(&text);
}

/// Says how many documents were imported (in a dry run: can be imported), and how many an earlier
/// run had imported.
fn say_count(outcome: &Outcome, typed: &Import, terminal: &Terminal) {
    let [new, unchanged, corrected] =
        [Fate::New, Fate::Unchanged, Fate::Corrected].map(|fate| outcome.count(&fate));
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    if unchanged > 0 {
        zh.push(format!("{unchanged} 份先前已经导入，没有变化"));
        en.push(format!("{unchanged} imported before and unchanged"));
    }
    if corrected > 0 {
        zh.push(format!("{corrected} 份先前已经导入，之后有改动，保持不动"));
        en.push(format!(
            "{corrected} imported before and changed since, which stay as they are"
        ));
    }
    let (zh, en) = (zh.join("；"), en.join("; "));
    match (new, zh.is_empty()) {
        (0, true) => terminal.say("没有导入任何文件。", "Nothing was imported."),
        (0, false) => terminal.say(
            &format!("没有新的文件：{zh}。"),
            &format!("Nothing new: {en}."),
        ),
        (_, is_all) => {
            let (zh, en) = match is_all {
                true => (String::new(), String::new()),
                false => (format!("；另有 {zh}"), format!("; {en}")),
            };
            if typed.dry_run {
                terminal.say(
                    &format!("可导入 {new} 份{zh}。这是试运行，没有写任何文档。"),
                    &format!(
                        "{new} can be imported{en}. This was a dry run: no document was written."
                    ),
                );
            } else {
                terminal.say(
                    &format!("已导入 {new} 份{zh}。请逐份核对，再运行 mulu check。"),
                    &format!("{new} imported{en}. Look through them, then run mulu check."),
                );
            }
        }
    }
}

/// Refuses a folder below `content` if a file has the folder's path or the path of one of its
/// parents.
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

/// Prints how many attachments are still on the old site. Also prints the first [`LISTED`] of them,
/// unless a report lists all.
fn say_unfetched(unfetched: &[(String, String)], typed: &Import, terminal: &Terminal) {
    if unfetched.is_empty() {
        return;
    }
    let n = unfetched.len();
    let most = if typed.report.is_some() { 0 } else { LISTED };
    let mut list: String = unfetched
        .iter()
        .take(most)
        .map(|(address, page)| format!("\n  {address} ({page})"))
        .collect();
    if (1..n).contains(&most) {
        list.push_str("\n  …");
    }
    let (zh, en) = match list.is_empty() {
        true => ("。", "."),
        false => ("：", ":"),
    };
    terminal.say(
        &format!(
            "还有 {n} 个附件不在网页旁边。请在旧网站关闭前下载，放到网页旁边再导入（已经导入的，先移走它的文档）{zh}{list}"
        ),
        &format!(
            "{n} attachments do not lie beside their pages. Fetch them before the old site closes, \
             put them beside the pages, move the documents of these pages away and import again{en}{list}"
        ),
    );
}
