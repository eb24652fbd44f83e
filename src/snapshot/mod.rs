//! Takes a configuration and a year; gives the archive package of that year. The package is one bag
//! with the site as of 31 December, its source, its records and a web archive of it. It is moved to
//! its place only when it is complete.
//!
//! Every date in a package comes from the year, none from the clock. It must not know the terminal.

mod about;
mod properties;
mod records;
mod sign;
mod source;
mod transfer;

use crate::archive::{self, Bag, Package};
use crate::build::{self, Outcome, Progress};
use crate::cache::Cache;
use crate::config::{ArchiveOf, Config, Language};
use crate::diag::{self, Code, Diagnostic, Error, Lang, Message, Severity};
use crate::diff;
use crate::output::{Artifact, Fingerprint, Sink, Staging};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The options besides the year.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The folder of the package; `archive/<YEAR>` in the site's folder when none is given.
    pub output: Option<PathBuf>,
    /// The SSH key that signs the package.
    pub key: Option<PathBuf>,
    /// Whether to make a zip file for transport as well.
    pub zip: bool,
    /// Whether an existing package is replaced.
    pub force: bool,
}

/// The result of making a package.
#[derive(Debug)]
pub enum Made {
    /// The content has errors, so no package was made.
    Refused(Box<Outcome>),
    /// The previous package, to which this one would be linked, is not whole, so no package was
    /// made.
    Unsound(PathBuf, Box<archive::verify::Report>),
    /// The package was made.
    Package(Box<Summary>),
}

/// A finished package.
#[derive(Debug)]
pub struct Summary {
    /// The result of the build.
    pub outcome: Outcome,
    /// The folder of the package.
    pub path: PathBuf,
    /// The zip file, when one was asked for.
    pub zip: Option<PathBuf>,
    /// The number of documents in it, not counting the site's own pages and notices.
    pub documents: usize,
    /// The number of payload files.
    pub files: usize,
    /// The size of the payload in bytes.
    pub bytes: u64,
    /// SHA-512 of the tag manifest, in hexadecimal.
    pub root: String,
    /// The year of the package to which it is linked.
    pub previous: Option<i16>,
    /// The years of later packages linked to an earlier version of this package. Their links are
    /// now broken.
    pub broken: Vec<i16>,
    /// The files of documents in the package that were withdrawn after the day it describes.
    pub taken_down_later: Vec<String>,
}

/// The packages of the site, sorted by year, without the one to be made.
fn others(config: &Config, output: &Path, group: &str) -> Result<Vec<Package>, Error> {
    let own = std::path::absolute(config.root.join(archive::FOLDER))
        .map_err(Error::reading(&config.root))?;
    let mut found = archive::packages(&own)?;
    if let Some(beside) = output.parent().filter(|p| *p != own) {
        found.extend(
            archive::packages(beside)?
                .into_iter()
                .filter(|p| p.group == group),
        );
    }
    found.retain(|p| p.path != output);
    found.sort_by_key(|p| p.year);
    Ok(found)
}

/// The latest earlier package. Two different packages of that year are an error, because the link
/// would be ambiguous.
fn latest(others: &[Package], year: i16) -> Result<Option<&Package>, Error> {
    let Some(latest) = others.iter().rfind(|p| p.year < year) else {
        return Ok(None);
    };
    match others
        .iter()
        .find(|p| p.year == latest.year && p.root != latest.root)
    {
        None => Ok(Some(latest)),
        Some(other) => {
            let (year, a, b) = (latest.year, other.path.display(), latest.path.display());
            Err(Error::package(
                format!("{year} 年有两个不同的归档包：{a} 和 {b}；请移走其中一个"),
                format!("there are two different packages for {year}: {a} and {b}; move one away"),
            ))
        }
    }
}

/// Makes a package. `config` describes today; the day that the package describes follows from
/// `year`.
pub fn make(
    config: &Config,
    year: i16,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Made, Error> {
    let output = options
        .output
        .clone()
        .unwrap_or_else(|| config.root.join(archive::FOLDER).join(format!("{year:04}")));
    let output = std::path::absolute(&output).map_err(Error::reading(&output))?;
    let zip = options.zip.then(|| {
        output.with_file_name(format!(
            "{}.zip",
            output.file_name().unwrap_or_default().to_string_lossy()
        ))
    });
    if !options.force {
        refuse_existing(&output, zip.as_deref())?;
    }
    refuse_foreign(&output)?;
    let group = about::group(config);
    let others = others(config, &output, &group)?;
    let previous = latest(&others, year)?;
    if let Some(previous) = previous
        && let Some(report) = archive::verify::verify(&[&previous.path], &|_| ())?
            .into_iter()
            .find(|r| !r.is_whole())
    {
        return Ok(Made::Unsound(previous.path.clone(), Box::new(report)));
    }
    let group = previous.map_or(group, |p| p.group.clone());
    let mut earlier: Vec<i16> = others
        .iter()
        .map(|p| p.year)
        .filter(|y| *y < year)
        .rev()
        .collect();
    earlier.dedup();
    let today = config.as_of;
    let day =
        Date::new(year, 12, 31).map_err(|_| Error::usage("年份不正确", "there is no such year"))?;
    let config = Config {
        as_of: day,
        drafts: false,
        archive_of: Some(ArchiveOf { year, earlier }),
        ..config.clone()
    };

    let staging = Staging::open(&output, archive::BAGIT)?;
    let bag = Bag::new(staging.path());
    // an archive must not depend on the cached results of earlier runs
    let cache = Arc::new(Cache::nothing());
    let site = Site::new(&bag);
    let outcome = build::build(&config, &cache, &site, progress)?;
    let mut outcome = site.ended(outcome)?;
    if outcome.has(Severity::Error) {
        return Ok(Made::Refused(Box::new(outcome)));
    }
    let (made, _) = build::with_plan(&config, &cache, |plan, sources, _| {
        refuse_undisclosed(plan, sources, today)?;
        let content = source::write(plan, sources, &bag)?;
        let wrong = bag.wrong_names();
        if !wrong.is_empty() {
            return Ok(Err(wrong
                .iter()
                .map(|path| unportable(path, &content))
                .collect::<Vec<_>>()));
        }
        let records = records::make(plan, sources, &content, &bag)?;
        records::write(&records, &bag)?;
        transfer::write(plan, &records, &bag)?;
        Ok(Ok((content, records)))
    })?;
    let (content, records) = match made {
        Ok(made) => made,
        Err(found) => {
            outcome
                .findings
                .retain(|f| f.code() != Code::UnportableName);
            outcome.findings.extend(found);
            diag::sort(&mut outcome.findings);
            return Ok(Made::Refused(Box::new(outcome)));
        }
    };
    write_wacz(&config, year, staging.path(), &bag)?;
    about::write(&config, year, &records, previous.map(|p| p.year), &bag)?;
    if let Some(previous) = previous {
        write_difference(&config, previous, year, &records, &bag)?;
    }
    properties::write(&records, &content, &bag)?;
    let payload = bag.payload();
    let root = bag.seal(|bytes, files| {
        about::bag_info(&config, year, &group, previous, &payload, bytes, files)
    })?;
    let same_as_before = archive::package(&output)?.is_some_and(|old| old.root == root);
    if same_as_before {
        keep_seals(&output, staging.path())?;
    }
    if let Some(key) = &options.key {
        sign::sign(key, &staging.path().join(archive::TAG_MANIFEST))?;
    }
    let there_before = output.exists();
    staging.publish()?;
    if let Some(zip) = &zip {
        archive::pack(
            &output,
            &output.file_name().unwrap_or_default().to_string_lossy(),
            year,
            zip,
        )?;
    }
    Ok(Made::Package(Box::new(Summary {
        outcome,
        path: output,
        zip,
        documents: records
            .documents
            .iter()
            .filter(|r| !r.index_number.is_empty() && r.withdrawn.is_none())
            .count(),
        files: payload.len(),
        bytes: payload.values().map(|d| d.size).sum(),
        root: archive::hex(&root),
        previous: previous.map(|p| p.year),
        broken: if there_before && !same_as_before {
            others
                .iter()
                .map(|p| p.year)
                .filter(|y| *y > year)
                .collect()
        } else {
            Vec::new()
        },
        taken_down_later: content.taken_down_later,
    })))
}

/// Writes the records and the sources of the catalogue, as of the configuration's day, into an
/// existing, empty folder. A comparison with a package needs no more.
pub fn records_of(
    config: &Config,
    folder: &Path,
    progress: Progress<'_>,
) -> Result<Outcome, Error> {
    let (bag, cache) = (Bag::new(folder), Arc::new(Cache::nothing()));
    let site = Site::new(&bag);
    let outcome = build::build(config, &cache, &site, progress)?;
    let outcome = site.ended(outcome)?;
    if !outcome.has(Severity::Error) {
        build::with_plan(config, &cache, |plan, sources, _| {
            let content = source::write(plan, sources, &bag)?;
            records::write(&records::make(plan, sources, &content, &bag)?, &bag)
        })?;
    }
    Ok(outcome)
}

/// Refuses to replace an existing package.
fn refuse_existing(output: &Path, zip: Option<&Path>) -> Result<(), Error> {
    let mut paths = [Some(output), zip].into_iter().flatten();
    match paths.find(|p| p.exists()) {
        None => Ok(()),
        Some(there) => {
            let shown = there.display();
            Err(Error::usage(
                format!("“{shown}”已存在；要重新生成，请加 --force"),
                format!("{shown} exists; to make it anew, add --force"),
            ))
        }
    }
}

/// Refuses a folder with files that its manifests do not list: it is never replaced.
fn refuse_foreign(output: &Path) -> Result<(), Error> {
    if !output.exists() {
        return Ok(());
    }
    let mut listed: std::collections::HashSet<String> =
        archive::SEALS.iter().map(|s| (*s).to_owned()).collect();
    listed.insert(archive::TAG_MANIFEST.to_owned());
    for manifest in [archive::MANIFEST_SHA512, archive::TAG_MANIFEST] {
        let text = std::fs::read_to_string(output.join(manifest)).unwrap_or_default();
        listed.extend(
            text.lines()
                .filter_map(|l| Some(l.split_once("  ")?.1.to_owned())),
        );
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(output)
        .follow_links(false)
        .sort_by_file_name()
    {
        let entry = entry.map_err(|e| {
            Error::reading(output)(
                e.into_io_error()
                    .unwrap_or_else(|| std::io::Error::other("loop")),
            )
        })?;
        let relative = entry.path().strip_prefix(output).unwrap_or(entry.path());
        let path = relative
            .components()
            .map(|c| c.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join("/");
        if !entry.file_type().is_dir() && !listed.contains(&path) {
            files.push(path);
        }
    }
    files.truncate(10);
    if files.is_empty() {
        Ok(())
    } else {
        Err(Error::ForeignFiles {
            folder: output.to_owned(),
            files,
        })
    }
}

/// The finding for a file whose name cannot go into a package. It is always an error here, whatever
/// its severity for a site.
fn unportable(path: &str, content: &source::Content) -> Diagnostic {
    let here = content.here.get(path).map_or_else(
        || {
            path.strip_prefix(archive::SOURCE)
                .and_then(|p| p.strip_prefix('/'))
                .unwrap_or(path)
        },
        String::as_str,
    );
    let name = here
        .split('/')
        .find(|part| !archive::is_portable(part))
        .or_else(|| here.rsplit('/').next())
        .unwrap_or(here);
    let message = Message::UnportableName { name: name.into() };
    Diagnostic {
        severity: Severity::Error,
        ..Diagnostic::new(message).in_file(here)
    }
}

/// Refuses a package of a year that is not over if it would disclose documents dated in the future.
fn refuse_undisclosed(
    plan: &crate::plan::Plan<'_>,
    sources: &crate::source::Sources,
    today: Date,
) -> Result<(), Error> {
    let ahead = |id: &&crate::relate::DocumentId| {
        plan.entry(**id)
            .date_published
            .is_some_and(|(d, _)| d > today)
    };
    let mut files: Vec<String> = plan
        .order
        .iter()
        .filter(ahead)
        .map(|id| sources.file(plan.entry(*id).file).shown())
        .collect();
    if files.is_empty() {
        return Ok(());
    }
    let count = files.len();
    files.sort_unstable();
    files.truncate(10);
    let list = files.join("\n  ");
    Err(Error::package(
        format!(
            "到今天（{today}）还有 {count} 份文件未到发布日期，归档包会使其提前公开；请在该年结束后再做：\n  {list}"
        ),
        format!(
            "{count} documents are not published yet today ({today}), and the package would disclose them; make it when the year is over:\n  {list}"
        ),
    ))
}

/// Keeps the signatures and time stamps of the old package. They remain valid as long as every byte
/// of the tag manifest is the same.
fn keep_seals(old: &Path, new: &Path) -> Result<(), Error> {
    for seal in archive::SEALS {
        let (from, to) = (old.join(seal), new.join(seal));
        if from.is_file() {
            std::fs::copy(&from, &to).map_err(Error::writing(&to))?;
        }
    }
    Ok(())
}

/// Writes the differences from the previous package. Texts are compared by their digests alone, so
/// that the list of differences does not publish corrected passages again. `mulu diff` shows the
/// words to anyone who has both packages.
fn write_difference(
    config: &Config,
    previous: &Package,
    year: i16,
    records: &archive::Records,
    bag: &Bag,
) -> Result<(), Error> {
    let earlier = archive::read::open(&previous.path)?;
    let no_text = |_: &archive::Record| None;
    let diff = diff::between(
        &diff::Side {
            records: &earlier.records,
            text: &no_text,
        },
        &diff::Side {
            records,
            text: &no_text,
        },
    );
    let path = |ending| archive::difference(previous.year, year, ending);
    let json =
        serde_json::to_string_pretty(&diff).map_err(|e| Error::writing(path("json"))(e.into()))?;
    let lang = if config.language == Language::En {
        Lang::En
    } else {
        Lang::Zh
    };
    bag.tag(&path("json"), format!("{json}\n").as_bytes())?;
    bag.tag(&path("html"), diff::page(&diff, lang).as_bytes())
}

fn write_wacz(config: &Config, year: i16, staging: &Path, bag: &Bag) -> Result<(), Error> {
    let path = archive::wacz_path(year);
    let to = bag.prepare(&path)?;
    let payload = bag.payload();
    let prefix = format!("{}/", archive::SITE);
    let files: Vec<archive::SiteFile<'_>> = payload
        .iter()
        .filter_map(|(path, d)| {
            Some(archive::SiteFile {
                path: path.strip_prefix(&prefix)?,
                size: d.size,
                sha256: d.sha256,
            })
        })
        .collect();
    let description = about::description(config, year);
    let about = archive::About {
        title: &config.title,
        description: &description,
        operator: config.agency.name.as_deref().unwrap_or_default(),
        base: config.base_url.as_deref().unwrap_or(archive::NO_BASE),
        year,
    };
    archive::write_wacz(
        &to,
        &staging.join("data.warc.gz"),
        &bag.place(archive::SITE),
        &files,
        &about,
    )?;
    bag.note(&path, archive::digest_file(&to)?);
    Ok(())
}

/// The bag as the sink of the site.
struct Site<'a> {
    bag: &'a Bag,
    /// The error for a second file with the same address. The build normally has a clearer finding
    /// about it.
    twice: Mutex<Option<Error>>,
}

impl<'a> Site<'a> {
    fn new(bag: &'a Bag) -> Site<'a> {
        Site {
            bag,
            twice: Mutex::default(),
        }
    }

    /// The result of the build, or the error for a second file with the same address if no finding
    /// explains it.
    fn ended(self, outcome: Outcome) -> Result<Outcome, Error> {
        match self
            .twice
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
        {
            Some(error) if !outcome.has(Severity::Error) => Err(error),
            _ => Ok(outcome),
        }
    }

    fn fingerprint(&self, put: Result<archive::Digests, Error>) -> Result<Fingerprint, Error> {
        match put {
            Ok(d) => Ok(Fingerprint {
                digest: d.sha256,
                size: d.size,
            }),
            Err(error) if matches!(&error, Error::Io { source, .. } if source.kind() == std::io::ErrorKind::AlreadyExists) =>
            {
                *self.twice.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Ok(Fingerprint {
                    digest: [0; 32],
                    size: 0,
                })
            }
            Err(error) => Err(error),
        }
    }
}

impl Sink for Site<'_> {
    fn put(&self, artifact: Artifact) -> Result<Fingerprint, Error> {
        self.fingerprint(self.bag.put(
            &format!("{}/{}", archive::SITE, artifact.path),
            &artifact.bytes,
        ))
    }

    fn copy(&self, path: &str, from: &Path) -> Result<Fingerprint, Error> {
        self.fingerprint(self.bag.copy(&format!("{}/{path}", archive::SITE), from))
    }
}
