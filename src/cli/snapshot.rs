//! Takes a year; makes its archive package, and tells the user what to do with it. This file must
//! not know how a package is made.

use super::args;
use super::build::say_remains;
use super::files::{lock, refuse_mount, refuse_overlap};
use super::progress::Progress;
use super::settings::configure;
use super::terminal::{MOST_OF_A_KIND, Stream, Terminal, print_line};
use crate::archive::{self, visible};
use crate::build;
use crate::check;
use crate::config::Overrides;
use crate::diag::{Error, Severity};
use crate::snapshot::{self, Made, Options, Summary};
use std::sync::Arc;

/// Makes the package and prints its root digest. The exit code is 1 if the content has errors, or
/// if the previous package is damaged.
pub(super) fn run(
    global: &args::Global,
    typed: &args::Snapshot,
    terminal: &Terminal,
) -> Result<u8, Error> {
    let config = configure(global, Overrides::default())?;
    let options = Options {
        output: typed.output_dir.clone(),
        key: typed.sign.clone(),
        zip: typed.zip,
        force: typed.force,
    };
    let output = options.output.clone().unwrap_or_else(|| {
        config
            .root
            .join(archive::FOLDER)
            .join(format!("{:04}", typed.year))
    });
    refuse_overlap(
        &output,
        &config.root,
        &["content", "themes", "public"],
        ("归档包的文件夹", "the package's folder"),
    )?;
    refuse_mount(&output, ("归档包的文件夹", "the package's folder"))?;
    let _lock = lock(&config.root, &output)?;
    let line = Progress::new(terminal);
    let made = snapshot::make(&config, typed.year, &options, &|done, all| {
        line.bar(done, all)
    })?;
    line.finish();
    match made {
        Made::Refused(mut outcome) => {
            // warnings and notes are not printed, because they do not stop the package
            outcome.findings.retain(|f| f.severity == Severity::Error);
            terminal.print_findings(&outcome.findings, Stream::Err, MOST_OF_A_KIND);
            terminal.count(&outcome.findings);
            terminal.say(
                "有错误，没有生成归档包。",
                "There are errors: no package was made.",
            );
            Ok(1)
        }
        Made::Unsound(path, report) => {
            super::verify::not_whole(&path, &report, terminal);
            terminal.say(
                "新的归档包要与它相连，因此没有生成。请用完好的副本换下它，再运行一次。",
                "The new package would be linked to it, so none was made. Put a whole copy in its place and run the command again.",
            );
            Ok(1)
        }
        Made::Package(summary) => {
            // no other finding is printed: `mulu check` reports those of today, and those of a past
            // year are out of date
            print_summary(&summary, typed.year, terminal);
            let ((), outcome) =
                build::with_plan(&config, &Arc::default(), |plan, sources, outcome| {
                    outcome.findings.extend(check::published(plan, sources).0);
                    Ok(())
                })?;
            terminal.print_changes(&outcome.findings);
            if config.as_of < jiff::civil::Date::new(typed.year, 12, 31).unwrap_or(config.as_of) {
                terminal.say(
                    &format!("注意：{} 年还没有结束，包中是到目前为止的内容；年后请用 --force 重做。", typed.year),
                    &format!("Note: {} is not over; the package has only the documents published so far. When the year is over, make it anew with --force.", typed.year),
                );
            }
            Ok(0)
        }
    }
}

fn print_summary(summary: &Summary, year: i16, terminal: &Terminal) {
    let (path, mib) = (
        summary.path.display(),
        summary.bytes as f64 / f64::from(1 << 20),
    );
    let (files, documents) = (summary.files, summary.outcome.documents);
    terminal.say(
        &format!("已生成 {year} 年归档包：{documents} 篇文档，{files} 个文件，{mib:.1} MiB。\n位置：{path}"),
        &format!("Package of {year}: {documents} documents, {files} files, {mib:.1} MiB.\nIt lies in {path}"),
    );
    if let Some(zip) = &summary.zip {
        let zip = zip.display();
        terminal.say(&format!("压缩包：{zip}"), &format!("Zip file: {zip}"));
    }
    say_remains(&summary.remains, terminal);
    match summary.previous {
        Some(previous) => terminal.say(
            &format!("已与 {previous} 年的归档包相连。"),
            &format!("It refers to the package of {previous}."),
        ),
        None => terminal.say(
            "没有更早的归档包，本包是第一个。",
            "There is no earlier package; this is the first.",
        ),
    }
    if summary.documents == 0 {
        terminal.say(
            &format!("注意：到 {year} 年 12 月 31 日还没有公开的文件，请核对年份。"),
            &format!(
                "Note: no document was published by 31 December {year}; is this the right year?"
            ),
        );
    }
    if !summary.broken.is_empty() {
        let years = summary
            .broken
            .iter()
            .map(i16::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        terminal.say(
            &format!("注意：其后的归档包（{years}）没有与 {year} 年的新归档包相连，请一并重做。"),
            &format!("Note: the packages of {years} are not linked to the new package of {year}; make them anew as well."),
        );
    }
    if !summary.taken_down_later.is_empty() {
        let list = summary.taken_down_later.join("\n  ");
        terminal.say(
            &format!("注意：以下文件在该年 12 月 31 日之后撤回，按当日情况仍在包内。若不应保留，请把撤回日期改为该年之内再重做：\n  {list}"),
            &format!("Note: these documents were taken down after 31 December and are in the package as they were on that day. If the package must not contain them, date the withdrawal within the year and make the package anew:\n  {list}"),
        );
    }
    say_gone(&summary.gone, terminal);
    terminal.say(
        "根（请在年度报告等处公布）：",
        "Its root, to be published in the annual report or elsewhere:",
    );
    print_line(&summary.root);
}

/// Names the first addresses of documents and lists that are in the previous package but not in
/// this one, and says how many there are.
fn say_gone(gone: &[String], terminal: &Terminal) {
    const SHOWN: usize = 10;
    if gone.is_empty() {
        return;
    }
    let shown: Vec<String> = gone.iter().take(SHOWN).map(|a| visible(a)).collect();
    let (list, count) = (shown.join("\n  "), gone.len());
    let table = archive::ADDRESSES;
    terminal.say(
        &format!("注意：上一归档包中的网址，有 {count} 个在本包中已经没有。文件换了索引号的，请在其 aliases 中写上旧网址；栏目、机构换了名称的，请写在说明变动的页面（kind: page）的 aliases 中（历年全部网址见包内 {table}）：\n  {list}"),
        &format!("Note: {count} addresses of the package before are not in this one. If a document has a new number, write its old address under its aliases; for a column or body with a new name, use the aliases of a page (kind: page) that explains the change ({table} in the package has all addresses of all years):\n  {list}"),
    );
}
