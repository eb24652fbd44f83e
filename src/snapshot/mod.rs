//! Takes a configuration and a year; gives the archive package of that year. The package is one bag
//! with the site as of 31 December, its source, its records and a web archive of it. The package is
//! moved to its place when it is complete.
//!
//! `restore` makes the folder of a site from a package.
//!
//! Every date in a package comes from the year, not from the clock. This room must not know the
//! terminal.

mod about;
mod addresses;
mod others;
mod properties;
mod records;
mod refusal;
mod restore;
mod sign;
mod site;
mod source;
mod transfer;
mod written;

use crate::archive::{self, Bag, Package};
use crate::build::{self, Outcome, Progress};
use crate::cache::Cache;
use crate::config::{ArchiveOf, Config, Language};
use crate::diag::{self, Code, Error, Lang, Severity};
use crate::diff;
use crate::output::Staging;
use addresses::Addresses;
use jiff::civil::Date;
use others::Others;
pub use restore::{Folder, Restored, refuse_filled, restore};
use site::Site;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    /// No package was made, because the previous package, to which it would link, is not whole.
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
    /// The zip file, if one was requested.
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
    /// The years of later packages to which the chain of links does not lead from this package.
    pub broken: Vec<i16>,
    /// The files of documents in the package that were withdrawn after its day.
    pub taken_down_later: Vec<String>,
    /// The addresses of documents and lists that are in the previous package but not on this site.
    pub gone: Vec<String>,
    /// Folders of an earlier version that could not be removed, because a file in them is open.
    pub remains: Vec<PathBuf>,
}

/// Makes a package. `config` is today's; the package describes the last day of `year`.
pub fn make(
    config: &Config,
    year: i16,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Made, Error> {
    let target = Target::of(config, year, options)?;
    let group = about::group(config);
    let others = Others::find(config, &target.output, &group, year)?;
    let previous = others.previous()?;
    if let Some(previous) = previous
        && let Some(report) = archive::verify::verify(&[&previous.path], &|_| ())?
            .into_iter()
            .find(|r| !r.is_whole())
    {
        return Ok(Made::Unsound(previous.path.clone(), Box::new(report)));
    }
    let today = config.as_of;
    let config = as_of_year(config, year, &others)?;
    let staging = Staging::open(&target.output, archive::BAGIT)?;
    let bag = Bag::new(staging.path());
    let addresses = match previous {
        Some(previous) => Addresses::of(previous)?,
        None => Addresses::none(),
    };
    let as_of = AsOf {
        today,
        year,
        before: previous.map(|p| p.year),
    };
    let (outcome, content) = fill(&config, as_of, addresses, &bag, progress)?;
    let Some(Filled {
        content,
        records,
        gone,
    }) = content
    else {
        return Ok(Made::Refused(Box::new(outcome)));
    };
    write_wacz(&config, year, staging.path(), &bag)?;
    about::write(&config, year, &records, previous.map(|p| p.year), &bag)?;
    if let Some(previous) = previous {
        write_difference(&config, previous, year, &records, &bag)?;
    }
    properties::write(&records, &content, &bag)?;
    let payload = bag.payload();
    let group = previous.map_or(group, |p| p.group.clone());
    let root = bag.seal(|bytes, files| {
        about::bag_info(&config, year, &group, previous, &payload, bytes, files)
    })?;
    let remains = publish(staging, &target, &root, year, options)?;
    Ok(Made::Package(Box::new(Summary {
        outcome,
        path: target.output,
        zip: target.zip,
        documents: records
            .documents
            .iter()
            .filter(|r| !r.index_number.is_empty() && r.withdrawn.is_none())
            .count(),
        files: payload.len(),
        bytes: payload.values().map(|d| d.size).sum(),
        root: archive::hex(&root),
        previous: previous.map(|p| p.year),
        broken: others.unlinked(&root)?,
        taken_down_later: content.taken_down_later,
        gone,
        remains,
    })))
}

struct Target {
    output: PathBuf,
    zip: Option<PathBuf>,
}

impl Target {
    /// The place that the options name, if a package may be made there.
    fn of(config: &Config, year: i16, options: &Options) -> Result<Target, Error> {
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
        refusal::file(&output)?;
        if !options.force {
            refusal::existing(&output, zip.as_deref())?;
        }
        refusal::foreign(&output)?;
        Ok(Target { output, zip })
    }
}

/// The configuration of a package: the site as of the last day of its year.
fn as_of_year(config: &Config, year: i16, others: &Others) -> Result<Config, Error> {
    let earlier = others.earlier_years();
    Ok(Config {
        as_of: Date::new(year, 12, 31)
            .map_err(|_| Error::usage("年份不正确", "there is no such year"))?,
        drafts: false,
        archive_of: Some(ArchiveOf { year, earlier }),
        ..config.clone()
    })
}

/// The source and the records of a filled bag, and the addresses that only the previous package
/// has.
struct Filled {
    content: source::Content,
    records: archive::Records,
    gone: Vec<String>,
}

/// The day on which a package is made, the year that it describes, and the year of the previous
/// package.
#[derive(Clone, Copy)]
struct AsOf {
    today: Date,
    year: i16,
    before: Option<i16>,
}

/// Fills a bag with the site, its source and its records. `addresses` are those of earlier
/// packages. The second value is none if the content has errors.
fn fill(
    config: &Config,
    as_of: AsOf,
    mut addresses: Addresses,
    bag: &Bag,
    progress: Progress<'_>,
) -> Result<(Outcome, Option<Filled>), Error> {
    // an archive must not depend on cached results
    let cache = Arc::new(Cache::nothing());
    let site = Site::new(bag);
    let outcome = build::build(config, &cache, &site, progress)?;
    let mut outcome = site.ended(outcome)?;
    if outcome.has(Severity::Error) {
        return Ok((outcome, None));
    }
    let (filled, second) = build::with_plan(config, &cache, |plan, sources, _| {
        refusal::undisclosed(plan, sources, as_of.today)?;
        let content = source::write(plan, sources, bag)?;
        let wrong = bag.wrong_names();
        if !wrong.is_empty() {
            return Ok(Err(wrong
                .iter()
                .map(|path| refusal::unportable(path, &content))
                .collect::<Vec<_>>()));
        }
        let records = records::make(plan, sources, &content, bag)?;
        records::write(&records, bag)?;
        transfer::write(plan, &records, bag)?;
        addresses.add(plan, as_of.year);
        addresses.write(bag)?;
        let gone = as_of.before.map(|year| addresses.gone(plan, year));
        Ok(Ok(Filled {
            content,
            records,
            gone: gone.unwrap_or_default(),
        }))
    })?;
    // a file may have become unreadable since the first reading
    if second.has(Severity::Error) {
        return Ok((second, None));
    }
    match filled {
        Ok(filled) => Ok((outcome, Some(filled))),
        Err(found) => {
            outcome
                .findings
                .retain(|f| f.code() != Code::UnportableName);
            outcome.findings.extend(found);
            diag::sort(&mut outcome.findings);
            Ok((outcome, None))
        }
    }
}

/// Signs a package, moves it to its place and makes its zip file. Gives the folders that could not
/// be removed because of open files.
fn publish(
    staging: Staging,
    target: &Target,
    root: &[u8],
    year: i16,
    options: &Options,
) -> Result<Vec<PathBuf>, Error> {
    let output = &target.output;
    if archive::package(output)?.is_some_and(|old| old.root == root) {
        keep_seals(output, staging.path())?;
    }
    if let Some(key) = &options.key {
        sign::sign(key, &staging.path().join(archive::TAG_MANIFEST))?;
    }
    let remains = staging.publish()?;
    if let Some(zip) = &target.zip {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        archive::pack(output, &name, year, zip)?;
    }
    Ok(remains)
}

/// Writes the site, its sources and its records into an empty folder, for a comparison with a
/// package.
pub fn records_of(
    config: &Config,
    folder: &Path,
    progress: Progress<'_>,
) -> Result<Outcome, Error> {
    let (bag, cache) = (Bag::new(folder), Arc::new(Cache::nothing()));
    let site = Site::new(&bag);
    let outcome = build::build(config, &cache, &site, progress)?;
    let outcome = site.ended(outcome)?;
    if outcome.has(Severity::Error) {
        return Ok(outcome);
    }
    let ((), second) = build::with_plan(config, &cache, |plan, sources, _| {
        let content = source::write(plan, sources, &bag)?;
        records::write(&records::make(plan, sources, &content, &bag)?, &bag)
    })?;
    let is_faulty = second.has(Severity::Error);
    Ok(if is_faulty { second } else { outcome })
}

/// Copies the signatures and time stamps of the old package. They stay valid if the tag manifest is
/// the same, byte for byte.
fn keep_seals(old: &Path, new: &Path) -> Result<(), Error> {
    for seal in archive::SEALS {
        let (from, to) = (old.join(seal), new.join(seal));
        if from.is_file() {
            std::fs::copy(&from, &to).map_err(Error::writing(&to))?;
        }
    }
    Ok(())
}

/// Writes the differences from the previous package. Texts are compared by their digests, so
/// that the file does not quote the wrong passages that have since been corrected.
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
