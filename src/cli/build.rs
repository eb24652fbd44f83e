//! Takes the options of `mulu build`; gives the site in a folder, and a report. This file must not
//! know how a site is made.

use super::args::{Build, Global};
use super::built;
use super::files::{Earlier, Made, cache, lock, plain, refuse_mount, refuse_other, refuse_overlap};
use super::list;
use super::progress::Progress;
use super::settings::configure;
use super::terminal::{MOST_OF_A_KIND, Stream, Terminal, print_line, talk_line};
use crate::build::{self, Attachments, Outcome};
use crate::check;
use crate::config::Overrides;
use crate::diag::{Error, Lang, Severity};
use crate::file::{self, Existing};
use crate::output::{self, Change, Summary};
use crate::render;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// The usual folder of the published site.
const PUBLIC: &str = "public";
/// The usual folder of a site with drafts.
const DRAFTS: &str = "drafts";

/// Builds the site into its output folder. Nothing is written if the folder already has this site.
pub(super) fn run(global: &Global, options: &Build, terminal: &Terminal) -> Result<u8, Error> {
    let config = &configure(
        global,
        Overrides {
            base_url: options.base_url.clone(),
            drafts: options.drafts,
            published: options.output_dir.clone(),
            ..Overrides::default()
        },
    )?;
    let usual = config
        .root
        .join(if options.drafts { DRAFTS } else { PUBLIC });
    let output = &options.output_dir.clone().unwrap_or(usual);
    refuse_output(output, &config.root)?;
    if options.drafts {
        refuse_published(output, &config.root)?;
    }
    if !options.force {
        refuse_other(output, Made::Site)?;
    }
    let _lock = lock(&config.root, output)?;
    let earlier = if options.force {
        Earlier::Ignore
    } else {
        Earlier::Use
    };
    let start = Instant::now();
    let cache = Arc::new(cache(&config.root, earlier));
    // these run in parallel, because both mostly wait for the disk
    let (looked, session) = rayon::join(
        || output::look(output, cache.clone()).map(|looked| (looked, start.elapsed())),
        || build::look(config, &cache),
    );
    let ((looked, time), session) = (looked?, session?);
    let look_time = ("output", time);
    if let Some(site) = looked.site()
        && let Some(mut outcome) = session.unchanged(&site)?
    {
        terminal.print_findings(&outcome.findings, Stream::Err, MOST_OF_A_KIND);
        outcome.timings.insert(0, look_time);
        return finish(&outcome, &looked.unchanged(), output, options, terminal);
    }
    let start = Instant::now();
    let staged = looked.stage(Some(&config.root.join(".mulu").join("spare")))?;
    let stage_time = ("staging", start.elapsed());
    let line = Progress::new(terminal);
    let mut outcome = session.build(&staged, &|done, all| line.bar(done, all))?;
    line.finish();
    terminal.print_findings(&outcome.findings, Stream::Err, MOST_OF_A_KIND);
    if outcome.has(Severity::Error) {
        terminal.count(&outcome.findings);
        terminal.say(
            "有错误，没有生成网站；原有网站未作改动。",
            "There are errors: no site was made, and the old one is as it was.",
        );
        return Ok(1);
    }
    let start = Instant::now();
    let published = staged.publish()?;
    let publish_time = ("publish", start.elapsed());
    let start = Instant::now();
    session.note(&published.note(&cache), &outcome)?;
    if !options.drafts {
        note_missing(&config.root, &outcome)?;
        built::keep(config, session.sources())?;
    }
    cache.save();
    outcome.timings.splice(0..0, [look_time, stage_time]);
    outcome
        .timings
        .extend([publish_time, ("cache", start.elapsed())]);
    finish(&outcome, &published.summary, output, options, terminal)
}

/// Refuses an output folder that overlaps the input or the packages, is a mount point, or is or
/// contains the current folder.
fn refuse_output(output: &Path, root: &Path) -> Result<(), Error> {
    refuse_overlap(
        output,
        root,
        &["content", "themes", "archive"],
        ("输出文件夹", "the output folder"),
    )?;
    refuse_mount(output, ("输出文件夹", "the output folder"))?;
    let inside = plain(output)?;
    if std::env::current_dir()
        .is_ok_and(|here| plain(&here).is_ok_and(|here| here.starts_with(&inside)))
    {
        // some systems cannot move the current folder of a process
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
    Ok(())
}

/// Records the public documents that the new site lacks, so that the next run reports them again. The
/// site that had them has been replaced, so a comparison with it is no longer possible.
fn note_missing(root: &Path, outcome: &Outcome) -> Result<(), Error> {
    let path = check::gone_file(root);
    if outcome.gone.is_empty() {
        return match std::fs::remove_file(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::removing(&path)(e)),
            _ => Ok(()),
        };
    }
    let list = serde_json::to_string_pretty(&outcome.gone).unwrap_or_default();
    // on a read-only disk, the folder may be missing
    if path.parent().is_some_and(Path::is_dir) {
        file::write(&path, list.as_bytes(), Existing::IsReplaced)?;
    }
    Ok(())
}

/// Refuses drafts in the usual output folder, or in that of a site without drafts, because it may
/// be public.
fn refuse_published(output: &Path, root: &Path) -> Result<(), Error> {
    let is_usual = plain(output)? == plain(&root.join(PUBLIC))?;
    let is_site = output.join(output::MANIFEST).is_file();
    let robots = std::fs::read_to_string(output.join("robots.txt")).unwrap_or_default();
    if is_usual || is_site && !render::is_for_review(&robots) {
        let output = output.display();
        return Err(Error::usage(
            format!(
                "“{output}”是对外公布的网站，不能写入草稿；请不写 -o，含草稿的网站默认写到站点文件夹下的 \
                 {DRAFTS}/，或用 -o 另选一个文件夹；只是自己查看，可运行 mulu serve --drafts"
            ),
            format!(
                "{output} is the published site, and drafts are never written into it; leave -o out \
                 to write to {DRAFTS}/ in the site's folder, choose another folder with -o, or run \
                 mulu serve --drafts to look at them yourself"
            ),
        ));
    }
    Ok(())
}

fn finish(
    outcome: &Outcome,
    summary: &Summary,
    output: &Path,
    options: &Build,
    terminal: &Terminal,
) -> Result<u8, Error> {
    if let Some(path) = &options.changes {
        let line = |(change, file): &(Change, String)| {
            format!(
                "{} {file}\n",
                ["added  ", "changed", "removed"][*change as usize]
            )
        };
        write_list(path, &summary.changes.iter().map(line).collect::<String>())?;
    }
    print_summary(outcome, summary, output, options, terminal);
    if options.stats {
        print_costs(outcome, output)?;
    }
    Ok(0)
}

fn print_summary(
    outcome: &Outcome,
    summary: &Summary,
    output: &Path,
    options: &Build,
    terminal: &Terminal,
) {
    terminal.count(&outcome.findings);
    let files = summary.files;
    let (written, removed) = (summary.written(), summary.removed());
    let mib = summary.bytes as f64 / f64::from(1 << 20);
    let index = output.join("index.html");
    let index = index.display();
    terminal.say(
        &format!(
            "已生成网站：{files} 个文件，{mib:.1} MiB；新增或变更 {written} 个，移除 {removed} 个。\n\
             双击打开：{index}"
        ),
        &format!(
            "Site: {files} files, {mib:.1} MiB; {written} new or changed, {removed} removed.\n\
             Open by double-click: {index}"
        ),
    );
    if !summary.dropped.is_empty() {
        let files = summary.dropped.join("\n  ");
        terminal.say(
            &format!("输出文件夹中由系统自动生成的下列文件已随原有网站移除：\n  {files}"),
            &format!(
                "These files, which the system had put into the output folder by itself, \
                 went with the old site:\n  {files}"
            ),
        );
    }
    say_remains(&summary.remains, terminal);
    if options.timings || terminal.verbose {
        for (phase, time) in &outcome.timings {
            talk_line(&format!("{phase:>12} {:8.3} s", time.as_secs_f64()));
        }
    }
    if terminal.verbose && !outcome.left_out.is_empty() {
        list::print_items(&outcome.left_out, terminal.lang, Stream::Err);
    }
    if let Some((zh, en)) = attachments(&outcome.attachments) {
        terminal.say(&zh, &en);
    }
    let documents = outcome.documents;
    let said = |lang| list::left_out(&outcome.left_out, lang).unwrap_or_default();
    terminal.say(
        &format!("已生成 {documents} 篇{}。", said(Lang::Zh)),
        &format!("{documents} documents made{}.", said(Lang::En)),
    );
    if options.drafts {
        let output = output.display();
        terminal.say(
            &format!("以上是含草稿的网站，每页标有“草稿”，只供审阅，不得公布：{output}"),
            &format!(
                "This site has drafts, as a band on every page says; it is for review and must \
                 not be published: {output}"
            ),
        );
    }
}

/// Names the folders with files of an old site that another program holds open.
pub(super) fn say_remains(remains: &[PathBuf], terminal: &Terminal) {
    for folder in remains {
        let folder = folder.display();
        terminal.say(
            &format!(
                "有文件正被别的程序打开，旧文件暂留在“{folder}”，下次运行时自动清除，结果不受影响。"
            ),
            &format!(
                "Another program holds a file open, so old files stay in {folder} for now; \
                 the next run removes them. The result is not affected."
            ),
        );
    }
}

/// A sentence in Chinese and in English about the attachments: how many can be searched, and why the
/// others cannot. `None` if there are no attachments.
fn attachments(counts: &Attachments) -> Option<(String, String)> {
    let parts = [
        (counts.searched, "{} 个可检索正文", "{} can be searched"),
        (
            counts.cut,
            "其中 {} 个过长，只检索前一部分",
            "of these {} only at their beginning",
        ),
        (
            counts.scanned,
            "{} 个是扫描件，没有文字",
            "{} are scanned and have no text",
        ),
        (
            counts.revisions,
            "{} 个带有修订痕迹或者批注，不检索正文",
            "{} have tracked changes or comments and are left out",
        ),
        (counts.unread, "{} 个未能读出文字", "{} could not be read"),
    ];
    let said = |between: &str, lang: Lang| {
        let parts = parts.iter().filter(|part| part.0 > 0).map(|part| {
            let template = if lang == Lang::Zh { part.1 } else { part.2 };
            template.replace("{}", &part.0.to_string())
        });
        parts.collect::<Vec<_>>().join(between)
    };
    let (zh, en) = (said("；", Lang::Zh), said("; ", Lang::En));
    (!zh.is_empty()).then(|| (format!("附件：{zh}。"), format!("Attachments: {en}.")))
}

/// Prints the cost of the search index: its files, and the bytes of typical queries
/// (docs/search.md, section 10).
fn print_costs(outcome: &Outcome, output: &Path) -> Result<(), Error> {
    let damaged = |e: crate::search::Damaged| Error::reading(output)(std::io::Error::other(e));
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

/// Writes a list of changes. Only another such list or an empty file is overwritten.
fn write_list(path: &Path, text: &str) -> Result<(), Error> {
    let kinds = ["added   ", "changed ", "removed "];
    let is_line = |line: &[u8]| kinds.iter().any(|kind| line.starts_with(kind.as_bytes()));
    let ours = |old: &[u8]| {
        let lines = old.strip_suffix(b"\n").unwrap_or(old);
        old.is_empty() || lines.split(|b| *b == b'\n').all(is_line)
    };
    file::write(path, text.as_bytes(), Existing::IsReplacedIf(&ours))
}
