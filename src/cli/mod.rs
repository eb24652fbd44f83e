//! Takes what was typed; gives text on the terminal and an exit code. The only room that prints, asks for the time or looks
//! at the environment.
//!
//! Exit codes: 0 done; 1 the content has errors (or warnings under `--deny warnings`); 2 mulu could not run.

mod args;
mod due;
mod diff;
mod import;
mod init;
mod new;
mod report;
mod search;
mod serve;
mod snapshot;
mod verify;

use crate::build::{self, Outcome};
use crate::cache::Cache;
use crate::config::{self, Config, Overrides};
use crate::diag::{self, Diagnostic, Error, Lang, Severity};
use crate::export;
use crate::output::{Change, Disk, Published};
use crate::source;
use args::{Cli, Command, Format, LedgerForm, When};
use clap::FromArgMatches;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Carries out a command line; gives the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = language(&args);
    let mut command = args::command(lang);
    let cli = match command
        .try_get_matches_from_mut(&args)
        .and_then(|m| Cli::from_arg_matches(&m))
    {
        Ok(cli) => cli,
        Err(e) => {
            // help and version are answers; anything else is a usage error
            let shows_help =
                e.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
            if lang == Lang::Zh && e.use_stderr() && !shows_help {
                talk_line(&args::usage_error(&e));
            } else {
                let _ = e.print();
            }
            return if e.use_stderr() { 2 } else { 0 };
        }
    };
    let colour = |terminal: bool| match cli.global.color {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && std::env::var_os("NO_COLOR").is_none(),
    };
    let terminal = Terminal {
        lang,
        colour: colour(std::io::stderr().is_terminal()),
        colour_out: colour(std::io::stdout().is_terminal()),
        quiet: cli.global.quiet,
        verbose: cli.global.verbose,
    };
    match dispatch(&cli, &terminal) {
        Ok(_)
            if std::io::stdout()
                .flush()
                .is_err_and(|e| e.kind() != std::io::ErrorKind::BrokenPipe)
                || OUTPUT_FAILED.load(std::sync::atomic::Ordering::Relaxed) =>
        {
            terminal.error(&Error::usage(
                "结果无法完整输出（磁盘已满？）",
                "the result could not be written in full (disk full?)",
            ));
            2
        }
        Ok(code) => code,
        Err(error) => {
            terminal.error(&error);
            2
        }
    }
}

/// The language of messages: as asked, else the system's. Without a word from the system it is Chinese, the users' own.
fn language(args: &[OsString]) -> Lang {
    let mut asked = None;
    for (i, arg) in args.iter().enumerate() {
        let Some(arg) = arg.to_str() else { continue };
        if arg == "--lang" {
            asked = args.get(i + 1).and_then(|a| a.to_str());
        } else if let Some(value) = arg.strip_prefix("--lang=") {
            asked = Some(value);
        }
    }
    let locale = asked
        .map(str::to_owned)
        .or_else(sys_locale::get_locale)
        .unwrap_or_default();
    if locale.is_empty()
        || locale == "C"
        || locale.starts_with("C.")
        || locale == "POSIX"
        || locale.to_ascii_lowercase().starts_with("zh")
    {
        Lang::Zh
    } else {
        Lang::En
    }
}

/// Warnings of one kind that a build shows.
const MOST_OF_A_KIND: usize = 20;

/// How to speak to the person at the terminal.
#[derive(Clone, Copy)]
struct Terminal {
    lang: Lang,
    /// Whether standard error is coloured.
    colour: bool,
    /// Whether standard output is: it may go to a file while the person sits at a terminal.
    colour_out: bool,
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    /// Something good to know; not said under `-q`.
    fn say(&self, zh: &str, en: &str) {
        if !self.quiet {
            talk_line(self.pick(zh, en));
        }
    }

    fn error(&self, error: &Error) {
        if let Error::Config(findings) = error {
            for finding in findings {
                talk_line(&diag::human(finding, self.lang, self.colour));
            }
        }
        talk_line(&format!(
            "{}{}",
            self.pick("错误：", "error: "),
            error.message(self.lang)
        ));
    }

    /// Findings for a person. Notes only when asked for. Of warnings and notes of one kind no more than `most`, and how many there are.
    fn findings(&self, findings: &[Diagnostic], to_stdout: bool, most: usize) {
        let shown = findings
            .iter()
            .filter(|f| f.severity != Severity::Note || !self.quiet);
        let mut kinds = std::collections::BTreeMap::new();
        for finding in shown {
            let kind: &mut usize = kinds.entry(finding.code).or_default();
            *kind += 1;
            if *kind > most && finding.severity != Severity::Error {
                continue;
            }
            let text = diag::human(
                finding,
                self.lang,
                if to_stdout {
                    self.colour_out
                } else {
                    self.colour
                },
            );
            if to_stdout {
                print_line(&text);
            } else {
                talk_line(&text);
            }
        }
        for (code, count) in kinds
            .into_iter()
            .filter(|(code, count)| *count > most && code.severity() != Severity::Error)
        {
            let (code, more) = (code.name(), count - most);
            self.say(
                &format!("另有 {more} 处 {code} 未列出；运行 mulu check 可查看全部。"),
                &format!("{more} more of {code} are not shown; `mulu check` lists all."),
            );
        }
    }

    /// How many findings of each severity there are.
    fn count(&self, findings: &[Diagnostic]) {
        let count = |s| findings.iter().filter(|f| f.severity == s).count();
        let (errors, warnings, notes) = (
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Note),
        );
        if errors + warnings + notes == 0 {
            self.say("没有发现问题。", "Nothing was found to be wrong.");
        } else {
            let plural = |n: usize| if n == 1 { "" } else { "s" };
            self.say(
                &format!("共有错误 {errors} 个、警告 {warnings} 个、提示 {notes} 个。"),
                &format!(
                    "{errors} error{}, {warnings} warning{}, {notes} note{}.",
                    plural(errors),
                    plural(warnings),
                    plural(notes)
                ),
            );
        }
    }
}

/// Writes a line to standard output. A reader that has gone away is no error; a full disk is, and ends in exit code 2.
fn print_line(text: &str) {
    if let Err(e) = writeln!(std::io::stdout().lock(), "{text}") {
        note_failure(&e);
    }
}

/// Set when data could not be written to standard output: what was asked for is not there, whatever else went well.
static OUTPUT_FAILED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

fn note_failure(error: &std::io::Error) {
    if error.kind() != std::io::ErrorKind::BrokenPipe {
        OUTPUT_FAILED.store(true, std::sync::atomic::Ordering::Relaxed);
    }
}

/// Writes a line to standard error. Nobody may be listening; work goes on all the same.
fn talk_line(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

fn dispatch(cli: &Cli, terminal: &Terminal) -> Result<u8, Error> {
    let root = &cli.global.root;
    match &cli.command {
        Command::Init { dir, level } => init::run(dir, *level).map(|()| {
            let dir = dir.display();
            terminal.say(
                &format!("已在“{dir}”建立新站点。\n下一步：编辑 {dir}/mulu.yaml，再运行 mulu -r {dir} build"),
                &format!("A new site is in {dir}.\nNext: edit {dir}/mulu.yaml, then run mulu -r {dir} build"),
            );
            0
        }),
        Command::New { title, category } => {
            let config = configure(&cli.global, None, false)?;
            let path = new::run(&config, title, category.as_deref())?;
            print_line(&path.display().to_string());
            Ok(0)
        }
        Command::Import { paths, category, dry_run } => {
            let config = configure(&cli.global, None, false)?;
            import::run(&config, paths, category.as_deref(), *dry_run, terminal)
        }
        Command::Check { format, deny } => {
            let config = match (configure(&cli.global, None, false), format) {
                (Err(Error::Config(findings)), Format::Json) => {
                    findings.iter().for_each(|f| print_line(&diag::json(f, terminal.lang)));
                    return Ok(2);
                }
                (config, _) => config?,
            };
            let outcome = build::check(&config, &Arc::new(cache(root, false)))?;
            match format {
                Format::Json => outcome.findings.iter().for_each(|f| print_line(&diag::json(f, terminal.lang))),
                Format::Human => terminal.findings(&outcome.findings, true, usize::MAX),
            }
            terminal.count(&outcome.findings);
            Ok(verdict(&outcome, deny.is_some()))
        }
        Command::Build(options) => {
            let config = configure(&cli.global, options.base_url.clone(), options.drafts)?;
            let output = options.output_dir.clone().unwrap_or_else(|| root.join("public"));
            build_to_disk(&config, &output, options, terminal)
        }
        Command::Serve(options) => serve::run(&cli.global, options, *terminal),
        Command::Search(typed) => search::run(root, typed, terminal),
        Command::Export { format, output } => {
            let config = configure(&cli.global, None, false)?;
            let form = match format {
                LedgerForm::Csv => export::Form::Csv,
                LedgerForm::Json => export::Form::Json,
                LedgerForm::Xlsx => export::Form::Xlsx,
            };
            let (bytes, outcome) = build::with_plan(&config, &Arc::default(), |plan, _, _| {
                let mut bytes = Vec::new();
                export::write(plan, export::Ledger::Office, form, &mut bytes).map(|()| bytes).map_err(Error::io("catalogue"))
            })?;
            if outcome.has(Severity::Error) {
                terminal.findings(&outcome.findings, false, MOST_OF_A_KIND);
                terminal.count(&outcome.findings);
                return Ok(1);
            }
            match output {
                Some(path) => write_new(path, &bytes)?,
                None if form == export::Form::Xlsx && std::io::stdout().is_terminal() => {
                    return Err(Error::usage("xlsx 是二进制文件，请用 -o 指定文件名", "xlsx is a binary format: name a file with -o"));
                }
                None => {
                    let mut out = std::io::stdout().lock();
                    if let Err(e) = out.write_all(&bytes).and_then(|()| out.flush()) {
                        note_failure(&e);
                    }
                }
            }
            Ok(0)
        }
        Command::Diff { a, b, format } => diff::run(&cli.global, a, b, *format, terminal),
        Command::Snapshot(options) => snapshot::run(&cli.global, options, terminal),
        Command::Verify { packages, format } => verify::run(packages, *format, terminal),
        Command::Due { within, format } => {
            let config = configure(&cli.global, None, false)?;
            let (items, outcome) = build::with_plan(&config, &Arc::default(), |plan, sources, _| Ok(crate::due::due(plan, sources, *within)))?;
            if outcome.has(Severity::Error) {
                terminal.say(
                    "内容有错误，下面的清单可能不全；请先运行 mulu check。",
                    "There are errors in the content, and the list may not be whole; run mulu check first.",
                );
            }
            due::show(&items, *within, *format, terminal);
            Ok(verdict(&outcome, false))
        }
        Command::Report { year } => {
            let config = configure(&cli.global, None, false)?;
            let (path, outcome) = build::with_plan(&config, &Arc::default(), |plan, sources, _| report::run(plan, sources, *year))?;
            if outcome.has(Severity::Error) {
                terminal.say(
                    "内容有错误，草稿中的计数可能不全；请运行 mulu check。",
                    "There are errors in the content, and the counts in the draft may not be whole; run mulu check.",
                );
            }
            print_line(&path.display().to_string());
            Ok(verdict(&outcome, false))
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut args::command(terminal.lang), "mulu", &mut script);
            print_line(String::from_utf8_lossy(&script).trim_end());
            Ok(0)
        }
    }
}

/// The configuration with what the command line and the environment decide over it.
fn configure(
    global: &args::Global,
    base_url: Option<String>,
    drafts: bool,
) -> Result<Config, Error> {
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Err(_) => None,
        Ok(text) => match text.trim().parse::<i64>() {
            Ok(seconds @ 0..=LAST_SECOND) => Some(seconds),
            Err(_) if text.trim().is_empty() => None,
            _ => {
                return Err(Error::usage(
                    format!(
                        "环境变量 SOURCE_DATE_EPOCH 的值“{text}”有误，应为 1970 年起的秒数（整数，不晚于 9999 年）"
                    ),
                    format!(
                        "SOURCE_DATE_EPOCH, `{text}`, is no whole number of seconds since 1970 that ends before the year 10000"
                    ),
                ));
            }
        },
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks for the time; every room below is given the day"
    )]
    let now = now.unwrap_or_else(|| {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |d| d.as_secs() as i64)
    });
    config::read(
        &global.root,
        &Overrides {
            as_of: global.as_of,
            base_url,
            drafts,
        },
        now,
    )
}

/// The last second of the year 9999, where the calendar ends, less a day for the time zones.
const LAST_SECOND: i64 = 253_402_214_399;

fn verdict(outcome: &Outcome, deny_warnings: bool) -> u8 {
    u8::from(outcome.has(Severity::Error) || (deny_warnings && outcome.has(Severity::Warning)))
}

/// An absolute path without `..` and without links, as far as it exists.
fn plain(path: &Path) -> Result<PathBuf, Error> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path)
        .map_err(Error::io(path))?
        .components()
    {
        match part {
            std::path::Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
        plain = plain.canonicalize().unwrap_or(plain);
    }
    Ok(plain)
}

fn build_to_disk(
    config: &Config,
    output: &Path,
    options: &args::Build,
    terminal: &Terminal,
) -> Result<u8, Error> {
    let inside = plain(output)?;
    for input in ["content", "themes", "archive"] {
        let input = plain(&config.root.join(input))?;
        if inside == input || inside.starts_with(&input) || input.starts_with(&inside) {
            let (output, input) = (output.display(), input.display());
            return Err(Error::usage(
                format!("输出文件夹“{output}”与“{input}”重叠，请另选一个"),
                format!("the output folder {output} overlaps {input}; choose another"),
            ));
        }
    }
    if std::env::current_dir()
        .is_ok_and(|here| plain(&here).is_ok_and(|here| here.starts_with(&inside)))
    {
        // the folder will be another one after the swap, and on some systems it could not even be moved
        return Err(Error::usage(
            format!(
                "当前文件夹在输出文件夹“{}”之内，请换到别的文件夹再运行",
                output.display()
            ),
            format!(
                "the current folder is inside the output folder {}; run the command from another one",
                output.display()
            ),
        ));
    }
    let _lock = lock(&config.root, output)?;
    let start = Instant::now();
    let cache = Arc::new(cache(&config.root, options.force));
    // side by side: mostly the disk's time
    let (disk, run) = rayon::join(
        || Disk::look(output, cache.clone()).map(|disk| (disk, start.elapsed())),
        || build::look(config, &cache),
    );
    let (mut disk, looked) = disk?;
    let (looked, run) = (("output", looked), run?);
    if let Some(site) = disk.lies_as_published()
        && let Some(mut outcome) = run.unchanged(&site)?
    {
        terminal.findings(&outcome.findings, false, MOST_OF_A_KIND);
        outcome.timings.insert(0, looked);
        let published = disk.unchanged();
        return finish(&outcome, &published, output, options, terminal);
    }
    let start = Instant::now();
    disk.stage(Some(&config.root.join(".mulu").join("spare")))?;
    let staged = ("staging", start.elapsed());
    let bar = progress_bar(terminal);
    let mut outcome = run.build(&disk, &|done, all| bar.show(done, all))?;
    bar.finish();
    terminal.findings(&outcome.findings, false, MOST_OF_A_KIND);
    if verdict(&outcome, false) != 0 {
        terminal.count(&outcome.findings);
        terminal.say(
            "有错误，没有生成网站；原有网站未作改动。",
            "There are errors: no site was made, and the old one is as it was.",
        );
        return Ok(1);
    }
    let start = Instant::now();
    let published = disk.publish()?;
    let swapped = ("publish", start.elapsed());
    let start = Instant::now();
    if let Some(site) = disk.published_as() {
        run.note(&site, &outcome)?;
    }
    cache.save();
    outcome.timings.splice(0..0, [looked, staged]);
    outcome
        .timings
        .extend([swapped, ("cache", start.elapsed())]);
    finish(&outcome, &published, output, options, terminal)
}

fn finish(
    outcome: &Outcome,
    published: &Published,
    output: &Path,
    options: &args::Build,
    terminal: &Terminal,
) -> Result<u8, Error> {
    if let Some(path) = &options.changes {
        let line = |(change, file): &(Change, String)| {
            format!(
                "{} {file}\n",
                ["added  ", "changed", "removed"][*change as usize]
            )
        };
        write_list(
            path,
            &published.changes.iter().map(line).collect::<String>(),
        )?;
    }
    report(outcome, published, output, options, terminal);
    if options.stats {
        print_costs(outcome, output)?;
    }
    Ok(0)
}

/// How far the documents are, on a terminal.
struct Bar(Option<indicatif::ProgressBar>);

fn progress_bar(terminal: &Terminal) -> Bar {
    Bar(
        (!terminal.quiet && std::io::stderr().is_terminal()).then(|| {
            let style = indicatif::ProgressStyle::with_template("{bar:30} {pos}/{len}")
                .unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
            indicatif::ProgressBar::new(0).with_style(style)
        }),
    )
}

impl Bar {
    fn show(&self, done: usize, all: usize) {
        if let Some(bar) = self
            .0
            .as_ref()
            .filter(|_| done.is_multiple_of(50) || done == all)
        {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        }
    }

    fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

fn report(
    outcome: &Outcome,
    published: &Published,
    output: &Path,
    options: &args::Build,
    terminal: &Terminal,
) {
    terminal.count(&outcome.findings);
    let (Published { bytes, .. }, files, written, removed) = (
        published,
        published.files,
        published.written(),
        published.removed(),
    );
    let mib = *bytes as f64 / f64::from(1 << 20);
    let index = output.join("index.html");
    let (documents, index) = (outcome.documents, index.display());
    terminal.say(
        &format!("已生成 {documents} 篇文档的网站：{files} 个文件，{mib:.1} MiB；新增或变更 {written} 个，移除 {removed} 个。\n双击打开：{index}"),
        &format!("Site of {documents} documents: {files} files, {mib:.1} MiB; {written} new or changed, {removed} removed.\nOpen by double-click: {index}"),
    );
    if options.timings || terminal.verbose {
        for (phase, time) in &outcome.timings {
            talk_line(&format!("{phase:>12} {:8.3} s", time.as_secs_f64()));
        }
    }
}

/// What the search index costs: its files, and what typical queries load (docs/search.md, section 10).
fn print_costs(outcome: &Outcome, output: &Path) -> Result<(), Error> {
    let damaged = |e: crate::search::Damaged| Error::io(output)(std::io::Error::other(e));
    let costs = crate::search::Reader::open(&output.join("search"))
        .and_then(|r| r.costs())
        .map_err(damaged)?;
    let (mut files, mut bytes) = (0, 0);
    let root = outcome.search.unwrap_or_default().root;
    let families = costs
        .families
        .iter()
        .map(|(letter, sum)| (letter.to_string(), *sum));
    for (name, sum) in families.chain([("root".to_owned(), root)]) {
        print_line(&format!(
            "search {name:>4}: {:>6} files {:>11} bytes, largest {:>8}",
            sum.files, sum.bytes, sum.largest
        ));
        files += sum.files;
        bytes += sum.bytes;
    }
    print_line(&format!("search  all: {files:>6} files {bytes:>11} bytes"));
    for (kind, average, most) in costs.queries {
        print_line(&format!(
            "query {kind:>10}: {average:>8} bytes on average, {most:>8} at most"
        ));
    }
    Ok(())
}

/// Two builds of one site at a time would undo each other. Where no lock can be made (a site on a read-only disk, a file system
/// without locks) it is better to build without one than not at all.
fn lock(root: &Path, output: &Path) -> Result<Option<std::fs::File>, Error> {
    let folder = root.join(".mulu");
    let open = || {
        std::fs::create_dir_all(&folder)?;
        std::fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("lock"))
    };
    let Ok(file) = open() else { return Ok(None) };
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => Err(Error::Busy(output.to_owned())),
        Ok(()) | Err(std::fs::TryLockError::Error(_)) => Ok(Some(file)),
    }
}

/// What earlier builds of this site worked out with this very program.
fn cache(root: &Path, forget: bool) -> Cache {
    let program = std::env::current_exe()
        .and_then(|p| p.metadata())
        .map(|m| (m.len(), m.modified().ok()));
    let program = format!("{} {:?}", env!("CARGO_PKG_VERSION"), program.ok());
    Cache::open(
        &root.join(".mulu").join("cache").join("results"),
        &program,
        forget,
    )
}

/// Writes a list of changes; over another such list, never over anything else.
fn write_list(path: &PathBuf, text: &str) -> Result<(), Error> {
    let is_list = |text: String| {
        text.lines().all(|l| {
            ["added   ", "changed ", "removed "]
                .iter()
                .any(|w| l.starts_with(w))
        })
    };
    if path.exists() && std::fs::read_to_string(path).is_ok_and(is_list) {
        return std::fs::write(path, text).map_err(Error::io(path));
    }
    write_new(path, text.as_bytes())
}

/// Writes a file that is not there yet; nobody's file is overwritten.
fn write_new(path: &PathBuf, bytes: &[u8]) -> Result<(), Error> {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|e| {
            if e.kind() == std::io::ErrorKind::AlreadyExists {
                let shown = path.display();
                Error::usage(
                    format!("文件“{shown}”已存在，不予覆盖"),
                    format!("{shown} exists and is not overwritten"),
                )
            } else {
                Error::io(path)(e)
            }
        })?;
    // half a file would be taken for a whole one the next time
    file.write_all(bytes).map_err(|e| {
        std::fs::remove_file(path).ok();
        Error::io(path)(e)
    })
}

/// The content files of a site, for commands that look for free names.
fn sources(config: &Config) -> Result<source::Sources, Error> {
    source::read(&config.root, Arc::default()).map(|(sources, _)| sources)
}
