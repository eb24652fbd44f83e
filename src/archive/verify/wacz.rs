//! Takes a WACZ file in a package and the digests of the site's files; gives its faults. The file
//! must be a valid WACZ 1.1.1, and its contents must match its description. Its WARC must contain
//! exactly the site's files, perhaps under several addresses. This file must not know how a web
//! archive is made.

use super::digest::{Algorithm, digests};
use super::warc;
use crate::archive::digest::hex;
use crate::archive::fault::{Fault, Message};
use crate::archive::read::entry::Entry;
use crate::archive::read::store::Store;
use crate::archive::read::zip;
use crate::archive::served;
use crate::archive::visible::visible;
use crate::diag::system;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

const PACKAGE: &str = "datapackage.json";
const PACKAGE_DIGEST: &str = "datapackage-digest.json";
const PAGES: &str = "pages/pages.jsonl";
/// The size limit for the index, the description, its digest, and the list of pages.
const INDEX: u64 = 2 << 30;

/// The SHA-256 of each file of the site, by address.
pub(super) type Site<'a> = BTreeMap<&'a str, &'a [u8]>;

struct Inside<'a> {
    zip: Store,
    own: &'a str,
    faults: Vec<Fault>,
}

impl Inside<'_> {
    fn report(&mut self, message: Message) {
        self.faults.push(Fault::of(message, self.own));
    }

    /// Reports wrong content in a file of the WACZ.
    fn report_content(&mut self, name: &str, reason: impl Display) {
        self.report(Message::WaczPackage {
            name: name.into(),
            reason: reason.into(),
        });
    }

    fn report_missing(&mut self, name: &str) {
        self.report(Message::WaczMissing { name: name.into() });
    }

    fn report_digest(&mut self, name: &str, source: &str) {
        self.report(Message::WaczDigest {
            name: name.into(),
            source: source.into(),
        });
    }

    /// The text of a file in the WACZ.
    fn text(&mut self, name: &str) -> Option<String> {
        let found = self.zip.find(name).map(|i| {
            self.zip
                .bytes(&self.zip.entries[i], INDEX)
                .map_err(|e| e.to_string())
        });
        match found {
            None => self.report_missing(name),
            Some(Err(e)) => self.report_content(name, e),
            Some(Ok(bytes)) => match String::from_utf8(bytes) {
                Ok(text) => return Some(text),
                Err(_) => self.report_content(name, "UTF-8"),
            },
        }
        None
    }
}

/// Checks the WACZ file in a package entry.
pub(super) fn check(store: &Store, entry: &Entry, site: &Site<'_>) -> Vec<Fault> {
    let slice = match store.nested(entry) {
        Ok(Some(slice)) => slice,
        Ok(None) => return vec![Fault::of(Message::WaczNotInPlace, &entry.path)],
        Err(e) => {
            let reason = system(&e).into();
            return vec![Fault::of(Message::Unreadable { reason }, &entry.path)];
        }
    };
    let (zip, found) = Store::zip(slice.clone());
    // a fault names the inner file under the path of the WACZ file
    let within = |f: Fault| {
        let message = f.file.as_deref().map(visible);
        match message {
            Some(inner) => Fault {
                file: Some(format!("{}!/{inner}", entry.path)),
                ..f
            },
            None => Fault {
                file: Some(entry.path.clone()),
                ..f
            },
        }
    };
    let mut faults: Vec<Fault> = found.into_iter().map(within).collect();
    if let Some(zip) = zip {
        let mut inside = Inside {
            zip,
            own: &entry.path,
            faults: Vec::new(),
        };
        names(&mut inside, &slice);
        let base = package(&mut inside);
        let records = archives(&mut inside, site, &base);
        index(&mut inside, &records);
        pages(&mut inside, &records);
        faults.extend(inside.faults);
    }
    faults
}

/// Checks the entries. Their paths must be those of WACZ. A WARC file must be stored uncompressed,
/// because programs read single records from it.
fn names(inside: &mut Inside<'_>, slice: &zip::Slice) {
    let mut wrong = Vec::new();
    for entry in &inside.zip.entries {
        let known = match entry.path.split_once('/') {
            None => matches!(entry.path.as_str(), PACKAGE | PACKAGE_DIGEST),
            Some(("archive", name)) => {
                name.ends_with(".warc.gz") && !name.contains('/') && zip::is_stored(slice, entry)
            }
            Some(("indexes", name)) => name == "index.cdx",
            Some(("pages", name)) => name == "pages.jsonl",
            Some(_) => false,
        };
        if !known {
            wrong.push(entry.path.clone());
        }
    }
    for name in wrong {
        inside.report(Message::WaczName { name: name.into() });
    }
}

/// Checks the description, its digest, and the digests in it. Gives the address of the site's root;
/// empty if the description does not state it.
fn package(inside: &mut Inside<'_>) -> String {
    let Some(text) = inside.text(PACKAGE) else {
        return String::new();
    };
    let own = format!("sha256:{}", sha256(text.as_bytes()));
    if let Some(digest) = inside.text(PACKAGE_DIGEST) {
        let value: Value = serde_json::from_str(&digest).unwrap_or_default();
        if value["path"] != PACKAGE || value["hash"] != own.as_str() {
            inside.report_digest(PACKAGE, PACKAGE_DIGEST);
        }
    }
    let value: Value = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(e) => {
            inside.report_content(PACKAGE, e);
            return String::new();
        }
    };
    for (key, expected) in [("profile", "data-package"), ("wacz_version", "1.1.1")] {
        if value[key] != expected {
            inside.report_content(PACKAGE, key);
        }
    }
    resources(
        inside,
        value["resources"].as_array().map_or(&[], Vec::as_slice),
    );
    value["mainPageUrl"]
        .as_str()
        .and_then(|u| u.strip_suffix("index.html"))
        .unwrap_or_default()
        .to_owned()
}

fn resources(inside: &mut Inside<'_>, resources: &[Value]) {
    let mut described = BTreeSet::from([PACKAGE.to_owned(), PACKAGE_DIGEST.to_owned()]);
    for resource in resources {
        let path = resource["path"].as_str().unwrap_or_default().to_owned();
        let Some(i) = inside.zip.find(&path) else {
            inside.report_missing(&path);
            continue;
        };
        let entry = &inside.zip.entries[i];
        let sums = inside
            .zip
            .read(entry)
            .and_then(|mut r| digests(&mut r, entry.size, &[Algorithm::Sha256]));
        let fits = sums.is_ok_and(|(size, sums)| {
            resource["bytes"] == size
                && resource["hash"] == format!("sha256:{}", hex(&sums[0])).as_str()
        });
        if !fits {
            inside.report_digest(&path, PACKAGE);
        }
        described.insert(path);
    }
    let undescribed: Vec<String> = inside
        .zip
        .entries
        .iter()
        .filter(|e| !described.contains(&e.path))
        .map(|e| e.path.clone())
        .collect();
    for path in undescribed {
        inside.report_content(PACKAGE, &path);
    }
}

/// The records found, except those about a WARC file itself. The key is the name of the WARC file
/// and the offset of the record in it; the value is its length, address and SHA-256.
type Records = BTreeMap<(String, u64), (u64, String, String)>;

/// Reads all WARC files. Every record must be complete, every resource must be a file of the site,
/// and every file of the site must be a resource.
fn archives(inside: &mut Inside<'_>, site: &Site<'_>, base: &str) -> Records {
    let mut found = Records::new();
    let mut seen = BTreeSet::new();
    let mut faults: Vec<Message> = Vec::new();
    let mut any = false;
    for entry in inside
        .zip
        .entries
        .iter()
        .filter(|e| e.path.starts_with("archive/"))
    {
        any = true;
        let name = entry.path["archive/".len()..].to_owned();
        let Ok(file) = inside.zip.read(entry) else {
            continue;
        };
        let mut count = 0;
        let end = warc::records(file, |record| {
            count += 1;
            let uri = record.uri.clone().unwrap_or_default();
            if !record.agrees {
                let url = if uri.is_empty() { &record.kind } else { &uri };
                faults.push(Message::WarcDigest { url: url.into() });
            }
            if record.kind == "warcinfo" && count == 1 {
                return;
            }
            match expected(&record, &uri, site, base) {
                None => faults.push(Message::WarcExtra { url: (&uri).into() }),
                Some(_) if !seen.insert(uri.clone()) => {
                    faults.push(Message::WarcExtra { url: (&uri).into() })
                }
                Some(sum) if sum != record.sha256 => {
                    faults.push(Message::WarcDiffers { url: (&uri).into() })
                }
                Some(_) => {}
            }
            found.insert(
                (name.clone(), record.offset),
                (record.length, uri, record.sha256),
            );
        });
        if let Err((number, why)) = end {
            faults.push(Message::WarcRecord {
                number: number.into(),
                reason: why.into(),
            });
        }
    }
    if !any {
        faults.push(Message::WaczMissing {
            name: "archive/*.warc.gz".into(),
        });
    }
    faults.extend(
        site.keys()
            .filter(|a| !seen.contains(&format!("{base}{a}")))
            .map(|a| Message::WarcLacks {
                address: (*a).into(),
            }),
    );
    for message in faults {
        inside.report(message);
    }
    found
}

/// The SHA-256 of what a server offers at an address: a file, or the redirection to a folder.
/// `None` if the site has nothing at the address.
fn expected(record: &warc::Record, uri: &str, site: &Site<'_>, base: &str) -> Option<String> {
    let file = |uri: &str| site.get(served::file(uri.strip_prefix(base)?).as_str());
    match record.kind.as_str() {
        "resource" => file(uri).map(|sum| hex(sum)),
        "response" => {
            let folder = format!("{uri}/");
            file(&folder).map(|_| sha256(served::redirect(&folder).as_bytes()))
        }
        _ => None,
    }
}

/// Checks the index: sorted lines, each for one record, and one for every record.
fn index(inside: &mut Inside<'_>, records: &Records) {
    const NAME: &str = "indexes/index.cdx";
    let Some(text) = inside.text(NAME) else {
        return;
    };
    let mut pointed = BTreeSet::new();
    let mut before = "";
    for (i, line) in text.lines().enumerate() {
        let fields: Value = line
            .splitn(3, ' ')
            .nth(2)
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default();
        let number = |key: &str| fields[key].as_str().and_then(|v| v.parse::<u64>().ok());
        let fits = number("offset").is_some_and(|offset| {
            let key = (
                fields["filename"].as_str().unwrap_or_default().to_owned(),
                offset,
            );
            let fits = records.get(&key).is_some_and(|(length, uri, sha256)| {
                Some(*length) == number("length")
                    && fields["url"] == uri.as_str()
                    && fields["digest"] == format!("sha256:{sha256}").as_str()
            });
            fits && pointed.insert(key)
        });
        if !fits || line < before {
            inside.report(Message::WaczIndex {
                name: NAME.into(),
                line: (i + 1).into(),
            });
        }
        before = line;
    }
    if let Some((_, (_, uri, _))) = records.iter().find(|(key, _)| !pointed.contains(*key)) {
        inside.report_content(NAME, uri);
    }
}

/// Checks the list of pages: a heading, then lines with a time and an address in the WARC.
fn pages(inside: &mut Inside<'_>, records: &Records) {
    let Some(text) = inside.text(PAGES) else {
        return;
    };
    let held: BTreeSet<&str> = records.values().map(|(_, uri, _)| uri.as_str()).collect();
    let mut wrong = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let value: Value = serde_json::from_str(line).unwrap_or_default();
        let fits = if i == 0 {
            value["format"] == "json-pages-1.0" && value["id"] == "pages"
        } else {
            value["ts"].is_string() && value["url"].as_str().is_some_and(|u| held.contains(u))
        };
        if !fits {
            wrong.push((i + 1).to_string());
        }
    }
    if text.is_empty() {
        wrong.push("1".to_owned());
    }
    for line in wrong {
        inside.report_content(PAGES, &line);
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    hex(&sha2::Sha256::digest(bytes))
}
