//! Takes the paths of packages; prints the state and the faults of each, as a table or as JSON, and
//! writes a certificate on request. This file must not know how a package is verified.

use super::args::Format;
use super::progress::Progress;
use super::terminal::{Terminal, print_line, talk_line};
use crate::archive::read::{Opened, open};
use crate::archive::verify::{self, Fault, Kind, Link, Report};
use crate::archive::{CERTIFICATE, certificates};
use crate::diag::{Error, Lang, Severity};
use crate::file::{self, Existing};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use unicode_width::UnicodeWidthStr;

/// The maximum number of faults shown for one package. The JSON output has all faults.
const SHOWN: usize = 200;

/// Prints the results. The exit code is 0 if every package is whole and no link is broken,
/// otherwise 1.
pub(super) fn run(
    packages: &[PathBuf],
    format: Format,
    certificate: Option<&Path>,
    terminal: &Terminal,
) -> Result<u8, Error> {
    let packages = expand(packages)?;
    let (line, start, read) = (Progress::new(terminal), Instant::now(), AtomicU64::new(0));
    let progress = |bytes: u64| {
        let read = read.fetch_add(bytes, Ordering::Relaxed) + bytes;
        line.show(|| {
            let a_second = read as f64 / start.elapsed().as_secs_f64().max(0.001);
            format!("{} {}/s", size(read), size(a_second as u64))
        });
    };
    let reports = verify::verify(&packages, &progress)?;
    line.finish();
    match format {
        Format::Json => packages
            .iter()
            .zip(&reports)
            .for_each(|(p, r)| print_line(&object(p, r, terminal.lang).to_string())),
        Format::Human => {
            table(&packages, &reports, terminal);
            packages
                .iter()
                .zip(&reports)
                .for_each(|(p, r)| faults(p, r, terminal));
            roots(&reports, terminal);
        }
    }
    let whole = reports.iter().all(Report::is_whole);
    match certificate {
        Some(to) if whole => certify(&packages, &reports, to)?,
        Some(_) => terminal.say(
            "有归档包不完好，没有生成证书。",
            "Not every package is whole, so no certificate was made.",
        ),
        None => {}
    }
    if whole {
        terminal.say("全部完好。", "All whole.");
    } else {
        let broken = reports.iter().filter(|r| !r.is_whole()).count();
        terminal.say(
            &format!("{} 个归档包中有 {broken} 个不完好。", reports.len()),
            &format!("{broken} of {} packages are not whole.", reports.len()),
        );
    }
    Ok(u8::from(!whole))
}

/// Writes one page with the certificates of the packages that mulu made. Only an older page of this
/// kind is replaced.
fn certify(packages: &[PathBuf], reports: &[Report], to: &Path) -> Result<(), Error> {
    let of_mulu = packages.iter().zip(reports);
    let of_mulu = of_mulu.filter(|(_, report)| report.kind == Kind::Mulu);
    let opened: Vec<Opened> = of_mulu
        .map(|(path, _)| open(path))
        .collect::<Result<_, _>>()?;
    if opened.is_empty() {
        return Err(Error::package(
            "没有 mulu 制作的归档包，不能生成证书",
            "there is no package made by mulu, so there can be no certificate",
        ));
    }
    let place = file::real(to).map_err(Error::reading(to))?;
    for package in packages {
        let package = file::real(package).map_err(Error::reading(package))?;
        if package.is_dir() && place.starts_with(&package) {
            return Err(Error::package(
                "证书不能放在归档包内，否则归档包就有了未登记的文件；请另选位置",
                "the certificate cannot lie in a package, because the package would then have an \
                 unlisted file; choose another place",
            ));
        }
    }
    let page = certificates(&opened)?;
    let is_ours = |bytes: &[u8]| bytes.starts_with(CERTIFICATE.as_bytes());
    file::write(to, page.as_bytes(), Existing::IsReplacedIf(&is_ours))
}

/// Replaces a folder of packages by the packages in it that have years as names. A folder without
/// such packages stays as it is.
fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut packages = Vec::new();
    for path in paths {
        if !path.is_dir() || path.join("bagit.txt").exists() || path.join("data").exists() {
            packages.push(path.clone());
            continue;
        }
        let year = |p: &Path| {
            p.file_stem()
                .and_then(|n| n.to_str())
                .is_some_and(|n| n.len() == 4 && n.bytes().all(|b| b.is_ascii_digit()))
        };
        let mut years: Vec<PathBuf> = std::fs::read_dir(path)
            .map_err(Error::reading(path))?
            .filter_map(Result::ok)
            .map(|e| e.path())
            .filter(|p| {
                year(p)
                    && (p.is_dir() || p.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip")))
            })
            .collect();
        years.sort();
        packages.extend(if years.is_empty() {
            vec![path.clone()]
        } else {
            years
        });
    }
    Ok(packages)
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn object(path: &Path, report: &Report, lang: Lang) -> Value {
    let faults: Vec<Value> =
        report.faults.iter().map(|f| json!({ "severity": f.severity.name(), "code": f.code().name(), "file": f.file, "message": f.message(lang) })).collect();
    let (link, linked_to) = match report.link {
        Link::Unknown => (None, None),
        Link::First => (Some("first"), None),
        Link::Linked(year) => (Some("linked"), Some(year)),
        Link::Unproved => (Some("unproved"), report.previous_year),
        Link::Broken => (Some("broken"), report.previous_year),
    };
    let kind = match report.kind {
        Kind::None => None,
        Kind::Bag => Some("bag"),
        Kind::Mulu => Some("mulu"),
    };
    json!({
        "package": name(path), "kind": kind, "site": report.site, "year": report.year, "whole": report.is_whole(), "root": report.root,
        "link": link, "linked_to": linked_to, "files": report.files, "bytes": report.bytes, "faults": faults,
    })
}

fn table(packages: &[PathBuf], reports: &[Report], terminal: &Terminal) {
    let t = |zh: &str, en: &str| terminal.pick(zh, en).to_owned();
    let mut rows = vec![[
        t("归档包", "Package"),
        t("年份", "Year"),
        t("文件数", "Files"),
        t("大小", "Size"),
        t("完好", "Whole"),
        t("与上一归档的链接", "Link to the previous package"),
    ]];
    for (path, report) in packages.iter().zip(reports) {
        let link = match report.link {
            Link::Unknown => "—".to_owned(),
            Link::First => t("首个归档", "the first"),
            Link::Linked(year) => t(&format!("与 {year} 年相符"), &format!("matches {year}")),
            Link::Unproved => t("未核对", "not checked"),
            Link::Broken => t("断开", "broken"),
        };
        rows.push([
            name(path),
            report.year.map_or("—".to_owned(), |y| y.to_string()),
            report.files.to_string(),
            size(report.bytes),
            if report.is_whole() {
                t("是", "yes")
            } else {
                t("否", "no")
            },
            link,
        ]);
    }
    for line in aligned(&rows) {
        print_line(&line);
    }
}

/// Aligns columns with two spaces between them. The third and the fourth column (files and size)
/// are aligned to the right. Widths are those on a terminal, where a wide character takes two
/// positions.
fn aligned<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let widths: Vec<usize> = (0..N)
        .map(|c| rows.iter().map(|r| r[c].width()).max().unwrap_or(0))
        .collect();
    let line = |row: &[String; N]| {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(c, (cell, width))| {
                let blanks = " ".repeat(width - cell.width());
                if matches!(c, 2 | 3) {
                    blanks + cell
                } else {
                    cell.clone() + &blanks
                }
            })
            .collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        1_048_576..1_073_741_824 => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
        _ => format!("{:.1} GiB", bytes as f64 / 1_073_741_824.0),
    }
}

fn faults(path: &Path, report: &Report, terminal: &Terminal) {
    let shown: Vec<&Fault> = report
        .faults
        .iter()
        .filter(|f| !(terminal.quiet && f.severity == Severity::Note))
        .collect();
    if !shown.is_empty() {
        print_line(&format!("\n{}", name(path)));
        lines(&shown, terminal)
            .iter()
            .for_each(|line| print_line(line));
    }
}

/// Prints that a package is not whole, and its errors.
pub(super) fn not_whole(path: &Path, report: &Report, terminal: &Terminal) {
    let path = name(path);
    talk_line(terminal.pick(
        &format!("错误：归档包“{path}”不完好："),
        &format!("error: the package {path} is not whole:"),
    ));
    let heavy: Vec<&Fault> = report
        .faults
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .collect();
    lines(&heavy, terminal)
        .iter()
        .for_each(|line| talk_line(line));
}

/// A line for each of the first [`SHOWN`] faults, and one that counts the others.
fn lines(shown: &[&Fault], terminal: &Terminal) -> Vec<String> {
    let mut lines = Vec::new();
    for fault in shown.iter().take(SHOWN) {
        let severity = match fault.severity {
            Severity::Error => terminal.pick("错误", "error"),
            Severity::Warning => terminal.pick("警告", "warning"),
            Severity::Note => terminal.pick("提示", "note"),
        };
        let file = fault
            .file
            .as_deref()
            .map(crate::archive::visible)
            .unwrap_or_default();
        let between = if file.is_empty() {
            ""
        } else {
            terminal.pick("：", ": ")
        };
        lines.push(format!(
            "  {severity}[{}] {file}{between}{}",
            fault.code().name(),
            fault.message(terminal.lang)
        ));
    }
    if shown.len() > SHOWN {
        let more = shown.len() - SHOWN;
        let (zh, en) = (
            format!("  ……另有 {more} 条，用 mulu verify --format json 可全部列出"),
            format!("  ... and {more} more; mulu verify --format json lists them all"),
        );
        lines.push(if terminal.lang == Lang::Zh { zh } else { en });
    }
    lines
}

/// Prints the root digests. A user can compare them with the digests published when the packages
/// were made.
fn roots(reports: &[Report], terminal: &Terminal) {
    let mut roots: Vec<String> = reports
        .iter()
        .filter_map(|r| Some(format!("  {}  {}", r.year?, r.root.as_ref()?)))
        .collect();
    roots.dedup(); // a folder and its zip file have the same root digest
    if !roots.is_empty() {
        print_line(terminal.pick(
            "\n各归档包的根（tagmanifest-sha512.txt 的 SHA-512），请与当年公布的核对：",
            "\nRoots (SHA-512 of tagmanifest-sha512.txt), to be compared with those made public at the time:",
        ));
        roots.iter().for_each(|r| print_line(r));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_wide_heads() {
        let rows = [
            ["归档包", "年份", "文件数", "大小"],
            ["archive/2025", "2025", "12", "1.5 MiB"],
        ]
        .map(|r| r.map(str::to_owned));
        assert_eq!(
            aligned(&rows),
            [
                "归档包        年份  文件数     大小",
                "archive/2025  2025      12  1.5 MiB"
            ]
        );
    }
}
