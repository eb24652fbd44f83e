//! Takes the plan and the previous package; writes the list of the addresses in this and all
//! earlier packages, with the first and the last year of each.
//!
//! Every package continues the list. Attachments are not listed: their names may contain corrected
//! mistakes. This file must not know how pages are made.

use crate::archive::{self, Bag, Record};
use crate::catalogue::address;
use crate::diag::Error;
use crate::export::safe;
use crate::plan::{PageId, Plan};
use std::collections::{BTreeMap, HashSet};
use std::io::Error as IoError;

/// The facts about an address.
struct Published {
    what: String,
    /// The index number of the document at this address, or of the document to which this old
    /// address leads; empty for other pages.
    number: String,
    first: String,
    last: String,
}

/// Addresses that were published, relative to the site's root.
pub(super) struct Addresses(BTreeMap<String, Published>);

/// The headings of the table.
const COLUMNS: [&str; 5] = ["网址", "类别", "索引号", "首次归档年份", "末次归档年份"];
const DOCUMENT: &str = "文件";
const ALIAS: &str = "旧网址";
const OTHER: &str = "栏目和列表等";

impl Addresses {
    /// No address.
    pub(super) fn none() -> Addresses {
        Addresses(BTreeMap::new())
    }

    /// The addresses that a package lists. A package without the list gives the addresses of its
    /// documents.
    pub(super) fn of(package: &archive::Package) -> Result<Addresses, Error> {
        let opened = archive::read::open(&package.path)?;
        let Some(bytes) = opened.file(archive::ADDRESSES) else {
            let year = format!("{:04}", package.year);
            let documents = opened.records.documents.iter();
            let address = |r: &Record| (r.url.clone(), published(DOCUMENT, &r.index_number, &year));
            return Ok(Addresses(documents.map(address).collect()));
        };
        let failed = |e: csv::Error| {
            let path = package.path.join(archive::ADDRESSES);
            Error::reading(path)(IoError::other(e.to_string()))
        };
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let mut found = BTreeMap::new();
        for row in csv::Reader::from_reader(bytes).into_deserialize() {
            let [address, what, number, first, last]: [String; 5] = row.map_err(failed)?;
            let published = Published {
                what,
                number: plain(number),
                first,
                last,
            };
            found.insert(plain(address), published);
        }
        Ok(Addresses(found))
    }

    /// Adds the pages of the site of a year, except `404.html`.
    pub(super) fn add(&mut self, plan: &Plan<'_>, year: i16) {
        let year = format!("{year:04}");
        let number = |id| {
            let number = plan.entry(id).index_number.clone();
            number.unwrap_or_default()
        };
        let documents = plan.order.iter().chain(&plan.withdrawn);
        let documents = documents.map(|&id| (plan.address(id).to_owned(), DOCUMENT, number(id)));
        let others = plan
            .other_pages()
            .into_iter()
            .filter_map(|page| match page {
                PageId::Withdrawn(_) | PageId::NotFound => None,
                PageId::Alias(i) => {
                    let (path, id) = &plan.aliases[i as usize];
                    Some((path.clone(), ALIAS, number(*id)))
                }
                _ => Some((plan.path(page), OTHER, String::new())),
            });
        for (address, what, number) in documents.chain(others) {
            let new = published(what, &number, &year);
            let known = self.0.remove(&address);
            let first = known.map_or(new.first, |old| old.first);
            self.0.insert(address, Published { first, ..new });
        }
    }

    /// The addresses that were last archived in the year `before`. Further pages of lists, and
    /// documents for whose removal the configuration gives a reason, are left out. The caller has
    /// already added the pages of the new site.
    pub(super) fn gone(&self, plan: &Plan<'_>, before: i16) -> Vec<String> {
        let before = format!("{before:04}");
        let removed = plan.config.checks.removed.keys();
        let removed: HashSet<String> = removed.map(|n| address::identity(n)).collect();
        // the second and later pages of a list come and go
        let is_lasting = |at: &str, p: &Published| p.what != OTHER || at.ends_with("/index.html");
        let is_gone = |at: &str, p: &Published| {
            let has_reason = removed.contains(&address::identity(&p.number));
            p.last == before && is_lasting(at, p) && !has_reason
        };
        let gone = self.0.iter().filter(|(address, p)| is_gone(address, p));
        gone.map(|(address, _)| address.clone()).collect()
    }

    /// Writes the table.
    pub(super) fn write(&self, bag: &Bag) -> Result<(), Error> {
        let failed =
            |e: csv::Error| Error::writing(archive::ADDRESSES)(IoError::other(e.to_string()));
        let mut table = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        table.write_record(COLUMNS).map_err(failed)?;
        for (address, p) in &self.0 {
            let (address, number) = (safe(address.clone()), safe(p.number.clone()));
            let row = [&address, &p.what, &number, &p.first, &p.last];
            table.write_record(row).map_err(failed)?;
        }
        let bytes = table
            .into_inner()
            .map_err(|e| Error::writing(archive::ADDRESSES)(IoError::other(e.to_string())))?;
        bag.put(archive::ADDRESSES, &bytes).map(drop)
    }
}

/// The text of a cell without the apostrophe that `safe` may have put before it.
fn plain(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if safe(rest.to_owned()) == cell => rest.to_owned(),
        _ => cell,
    }
}

fn published(what: &str, number: &str, year: &str) -> Published {
    Published {
        what: what.to_owned(),
        number: number.to_owned(),
        first: year.to_owned(),
        last: year.to_owned(),
    }
}
