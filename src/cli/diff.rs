//! Takes two packages or sites for `mulu diff`; gives the differences, as text or JSON. This file
//! must not know how they are compared.

use super::args::{Format, Global};
use super::settings::configure;
use super::terminal::{MOST_OF_A_KIND, Stream, Terminal, print_line};
use crate::archive;
use crate::archive::read::{Opened, open};
use crate::archive::{Record, Records, verify, visible};
use crate::build;
use crate::cache::Cache;
use crate::config::Overrides;
use crate::diag::{Error, Lang, Severity};
use crate::diff::{self, Built, Diff, Document, Kind, Side};
use crate::inventory::{self, State};
use crate::output;
use crate::portal;
use crate::snapshot;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Prints the differences between an earlier and a later side. The folder of a site is compared as
/// of today or the day of `--as-of`, a built site as it is. The exit code is 1 if a package is not
/// whole or a site has errors.
pub(super) fn run(
    global: &Global,
    a: &Path,
    b: &Path,
    format: Format,
    terminal: &Terminal,
) -> Result<u8, Error> {
    if is_built(a) || is_built(b) {
        return sites(global, [a, b], format, terminal);
    }
    let (Some((a, _a, is_a_whole)), Some((b, _b, is_b_whole))) =
        (side(global, a, terminal)?, side(global, b, terminal)?)
    else {
        return Ok(1);
    };
    let (text_a, text_b) = (|r: &_| a.text(r), |r: &_| b.text(r));
    let diff = diff::between(
        &Side {
            records: &a.records,
            text: &text_a,
        },
        &Side {
            records: &b.records,
            text: &text_b,
        },
    );
    show(&diff, &titles(&a.records), format, terminal);
    Ok(u8::from(!(is_a_whole && is_b_whole)))
}

fn show(diff: &Diff, titles: &Titles, format: Format, terminal: &Terminal) {
    match format {
        Format::Json => print_line(&serde_json::to_string(diff).unwrap_or_default()),
        Format::Human => human(diff, titles, terminal),
    }
}

/// The titles of the documents of the earlier side, by address. A title is shown even if the later
/// side has withdrawn the document, because the user has both sides.
type Titles = BTreeMap<String, String>;

fn titles(records: &Records) -> Titles {
    let of = |r: &Record| (r.url.clone(), r.title.clone());
    records.documents.iter().map(of).collect()
}

fn is_built(path: &Path) -> bool {
    path.join(output::MANIFEST).is_file() && path.join(diff::LEDGER).is_file()
}

/// Prints the differences between two sites, of which at least one is built.
fn sites(
    global: &Global,
    [a, b]: [&Path; 2],
    format: Format,
    terminal: &Terminal,
) -> Result<u8, Error> {
    let (Some((a, _, _a)), Some((b, withdrawn, _b))) =
        (built(global, a, terminal)?, built(global, b, terminal)?)
    else {
        return Ok(1);
    };
    let titles = titles(&a.records);
    show(&diff::sites(a, b, &withdrawn), &titles, format, terminal);
    Ok(0)
}

/// A built site, the index numbers of the documents that it took down, and its temporary folder.
/// Only a site that was built for the comparison has these numbers and this folder.
type Site = (Built, Vec<String>, Option<tempfile::TempDir>);

/// Reads a built site, or builds a site in a temporary folder. `None` if the site has errors.
fn built(global: &Global, path: &Path, terminal: &Terminal) -> Result<Option<Site>, Error> {
    if is_built(path) {
        if portal::is_portal(path) {
            let shown = path.display();
            return Err(Error::usage(
                format!(
                    "“{shown}”是门户，不能用 diff 比较；各单位的变动见门户的 changes.html\
                     （portal.yaml 中的 before），或者比较其中一个单位的两个网站"
                ),
                format!(
                    "{shown} is a portal, which `diff` cannot compare. The page changes.html of the \
                     portal has the changes (`before` in portal.yaml); or compare two sites of one \
                     office"
                ),
            ));
        }
        let built = Built::read(path, output::listed(path)?)?;
        return Ok(Some((built, Vec::new(), None)));
    }
    if !path.join("mulu.yaml").is_file() {
        let shown = path.display();
        return Err(Error::usage(
            format!("“{shown}”不是站点文件夹，也不是已生成的网站；已生成的网站只能与这两种比较"),
            format!(
                "{shown} is neither the folder of a site nor a built site; \
                 a built site can be compared with these only"
            ),
        ));
    }
    let global = Global {
        root: path.to_owned(),
        ..global.clone()
    };
    let config = configure(&global, Overrides::default())?;
    let folder = tempfile::tempdir().map_err(Error::making(std::env::temp_dir()))?;
    let (site, cache) = (folder.path().join("site"), Arc::new(Cache::nothing()));
    let staged = output::look(&site, cache.clone())?.stage(None)?;
    let (items, outcome) =
        build::look(&config, &cache)?.build_and(&staged, &|_, _| (), |plan, sources, _| {
            inventory::all(plan, sources)
        })?;
    if outcome.has(Severity::Error) {
        terminal.print_findings(&outcome.findings, Stream::Err, MOST_OF_A_KIND);
        terminal.count(&outcome.findings);
        return Ok(None);
    }
    terminal.print_changes(&outcome.findings);
    // the site is temporary, so nothing is noted for a later build
    drop(staged.publish()?);
    let withdrawn = items.into_iter().filter(|i| i.state == State::Withdrawn);
    let withdrawn = withdrawn.filter_map(|item| item.index_number).collect();
    let built = Built::read(&site, output::listed(&site)?)?;
    Ok(Some((built, withdrawn, Some(folder))))
}

/// Opens a package, or makes the records of a site in a temporary folder. The last value says
/// whether the package is whole; for a site it is true. `None` if the site has errors, or if the
/// package is too damaged to be read.
fn side(
    global: &Global,
    path: &Path,
    terminal: &Terminal,
) -> Result<Option<(Opened, Option<tempfile::TempDir>, bool)>, Error> {
    if !path.join("mulu.yaml").is_file() || path.join(archive::BAGIT).exists() {
        let reports = verify::verify(&[path], &|_| ())?;
        let damaged = reports
            .first()
            .filter(|r| r.kind != verify::Kind::None && !r.is_whole());
        if let Some(report) = damaged {
            super::verify::not_whole(path, report, terminal);
        }
        return match open(path) {
            Ok(opened) => Ok(Some((opened, None, damaged.is_none()))),
            Err(_) if damaged.is_some() => Ok(None),
            Err(error) => Err(error),
        };
    }
    let config = configure(
        &Global {
            root: path.to_owned(),
            ..global.clone()
        },
        Overrides::default(),
    )?;
    let folder = tempfile::tempdir().map_err(Error::making(std::env::temp_dir()))?;
    let outcome = snapshot::records_of(&config, folder.path(), &|_, _| ())?;
    if outcome.has(Severity::Error) {
        terminal.print_findings(&outcome.findings, Stream::Err, MOST_OF_A_KIND);
        terminal.count(&outcome.findings);
        return Ok(None);
    }
    terminal.print_changes(&outcome.findings);
    Ok(Some((open(folder.path())?, Some(folder), true)))
}

fn human(diff: &Diff, titles: &Titles, terminal: &Terminal) {
    let named = |d: &Document| {
        let known = if d.index_number.is_empty() {
            &d.url
        } else {
            &d.index_number
        };
        let title = if d.title.is_empty() {
            titles.get(&d.url).map(String::as_str).unwrap_or_default()
        } else {
            &d.title
        };
        visible(format!("{known}  {title}").trim_end())
    };
    print_line(&format!("{} → {}", diff.from, diff.to));
    let lists = [
        (&diff.added, '+', terminal.pick("新增", "Added")),
        (&diff.withdrawn, '!', terminal.pick("撤回", "Taken down")),
        (&diff.removed, '-', terminal.pick("移除", "Removed")),
    ];
    for (documents, mark, heading) in lists {
        if !documents.is_empty() {
            print_line(&format!("\n{heading} ({})", documents.len()));
            documents
                .iter()
                .for_each(|d| print_line(&format!("  {mark} {}", named(d))));
        }
    }
    if !diff.changed.is_empty() {
        print_line(&format!(
            "\n{} ({})",
            terminal.pick("变更", "Changed"),
            diff.changed.len()
        ));
        for change in &diff.changed {
            print_line(&format!("  ~ {}", named(&change.document)));
            details(change, terminal.lang)
                .iter()
                .for_each(|line| print_line(&format!("      {}", visible(line))));
        }
    }
    let same = diff.unchanged;
    terminal.say(&format!("未变 {same} 件。"), &format!("{same} the same."));
}

/// The changes of a document, one per line.
fn details(change: &diff::Change, lang: Lang) -> Vec<String> {
    let zh = lang == Lang::Zh;
    let colon = if zh { "：" } else { ": " };
    let mut lines = Vec::new();
    if let Some(status) = &change.status {
        let (from, to) = (
            diff::validity(&status.from, lang),
            diff::validity(&status.to, lang),
        );
        let since = match (status.since.as_str(), zh) {
            ("", _) => String::new(),
            (day, true) => format!("（自 {day} 起）"),
            (day, false) => format!(" (since {day})"),
        };
        lines.push(format!(
            "{}{colon}{from} → {to}{since}",
            if zh { "有效性" } else { "validity" }
        ));
    }
    for field in &change.fields {
        let word = |v: &str| {
            if v.is_empty() {
                "—".to_owned()
            } else {
                diff::value(field, v, lang)
            }
        };
        lines.push(format!(
            "{}{colon}{} → {}",
            diff::label(&field.field, lang),
            word(&field.from),
            word(&field.to)
        ));
    }
    for file in &change.attachments {
        lines.push(format!(
            "{}{colon}{} {}",
            if zh { "附件" } else { "attachment" },
            file.title,
            diff::fate(file.fate, lang)
        ));
    }
    if let Some(text) = &change.text {
        let heading = if zh { "正文" } else { "text" };
        if text.hunks.is_empty() {
            lines.push(format!(
                "{heading}{colon}{}",
                if zh { "有变化" } else { "changed" }
            ));
        }
        for hunk in &text.hunks {
            let pieces: String = hunk
                .iter()
                .map(|p| match p.kind {
                    Kind::Same => p.text.clone(),
                    Kind::Removed => format!("[-{}-]", p.text),
                    Kind::Added => format!("{{+{}+}}", p.text),
                })
                .collect();
            lines.push(format!("{heading}{colon}{}", pieces.replace('\n', " ")));
        }
        if text.more > 0 {
            lines.push(if zh {
                format!("……另有 {} 处", text.more)
            } else {
                format!("... and {} more places", text.more)
            });
        }
    }
    lines
}
