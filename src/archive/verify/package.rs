//! Takes a bag made by mulu; gives faults against mulu's own rules beyond BagIt. This file must not
//! know how a package is made.

use super::bag::{self, Bag};
use crate::archive::digest::hex;
use crate::archive::fault::{Fault, Message};
use crate::archive::layout;
use crate::archive::read::store::Store;
use sha2::{Digest, Sha256};

/// What the labels state about the package's place in the chain.
#[derive(Default)]
pub(super) struct Identity {
    pub(super) site: Option<String>,
    pub(super) year: Option<i16>,
    /// The root digest of the previous package; `Some(None)` if the package states that it is the
    /// first, `None` without a valid statement.
    pub(super) previous: Option<Option<String>>,
    pub(super) previous_year: Option<i16>,
}

/// Whether mulu made a bag. Any one of several labels and files proves it, so mulu's stricter rules
/// still apply if the others are removed.
pub(super) fn is_mulu(store: &Store, bag: &Bag) -> bool {
    bag.info.iter().any(|(l, v)| {
        l.to_ascii_lowercase().starts_with("mulu-")
            || (l.eq_ignore_ascii_case(layout::IDENTIFIER) && v.starts_with("mulu:"))
    }) || store.find(layout::PAYLOAD_SM3).is_some()
        || store.find(layout::RECORDS).is_some()
        || store.find(layout::TOOL).is_some()
}

/// Checks a package against all rules in this file; gives what its labels state.
pub(super) fn check(store: &Store, bag: &Bag, faults: &mut Vec<Fault>) -> Identity {
    for file in [
        layout::BAG_INFO,
        layout::MANIFEST_SHA256,
        layout::MANIFEST_SHA512,
        layout::TAG_MANIFEST,
        layout::PAYLOAD_SM3,
        layout::RECORDS,
        layout::RECORDS_CSV,
        layout::READ_ME,
        layout::TOOL,
    ] {
        if store.find(file).is_none() {
            faults.push(Fault::of(Message::RequiredMissing, file));
        }
    }
    for entry in &store.entries {
        let known = [
            layout::MANIFEST_SHA256,
            layout::MANIFEST_SHA512,
            layout::TAG_MANIFEST,
        ]
        .contains(&entry.path.as_str());
        let manifest = !entry.path.contains('/')
            && (entry.path.starts_with("manifest-") || entry.path.starts_with("tagmanifest-"));
        if manifest && !known && !layout::SEALS.contains(&entry.path.as_str()) {
            faults.push(Fault::of(Message::ExtraManifest, &entry.path));
        }
    }
    if store.find("fetch.txt").is_some() {
        faults.push(Fault::of(Message::Fetch, "fetch.txt"));
    }
    if let Some(i) = store.find(layout::BAGIT)
        && bag.declaration.is_some()
        && !store
            .bytes(&store.entries[i], 1024)
            .is_ok_and(|b| b == layout::DECLARATION.as_bytes())
    {
        faults.push(Fault::of(Message::Declaration, layout::BAGIT));
    }
    form(store, faults);
    site_tree(store, bag, faults);
    labels(bag, faults)
}

/// The maximum number of lines of the tag manifest that are reported for their form.
const MOST_LINES: usize = 100;

/// Checks the form of the tag manifest. Only one form is allowed, because no file of the package
/// lists the digest of the tag manifest: in a free form, a change could go unnoticed.
fn form(store: &Store, faults: &mut Vec<Fault>) {
    let Some(bytes) = store
        .find(layout::TAG_MANIFEST)
        .and_then(|i| store.bytes(&store.entries[i], bag::MANIFEST).ok())
    else {
        return;
    };
    let mut before: &[u8] = b"";
    let most = faults.len() + MOST_LINES;
    for (i, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        let digest = line
            .get(..128)
            .is_some_and(|d| d.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
        let path = line.get(130..).unwrap_or_default();
        if !digest
            || line.get(128..130) != Some(b"  ")
            || path.len() < 2
            || !path.ends_with(b"\n")
            || path <= before
        {
            faults.push(Fault::of(
                Message::ManifestForm {
                    line: (i + 1).into(),
                },
                layout::TAG_MANIFEST,
            ));
        }
        // a file of line feeds would have a fault for every byte
        if faults.len() >= most {
            break;
        }
        before = path;
    }
}

/// Whether a label may be absent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Required,
    Optional,
}

/// The value of a label. Reports a fault and gives `None` if a required label is missing, if a
/// label occurs more than once, or if `form` rejects its value.
fn value(
    bag: &Bag,
    faults: &mut Vec<Fault>,
    label: &str,
    presence: Presence,
    form: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let values: Vec<&str> = bag
        .info
        .iter()
        .filter(|(l, _)| l == label)
        .map(|(_, v)| v.as_str())
        .collect();
    let label = label.into();
    let message = match values.as_slice() {
        [] if presence == Presence::Optional => return None,
        [] => Message::InfoMissing { label },
        [one] if form(one) => return Some((*one).to_owned()),
        [one] => Message::InfoValue {
            label,
            value: one.into(),
        },
        _ => Message::InfoTwice { label },
    };
    faults.push(Fault::of(message, layout::BAG_INFO));
    None
}

/// Checks the labels of `bag-info.txt`; gives the site, the year and the previous package that they
/// state.
fn labels(bag: &Bag, faults: &mut Vec<Fault>) -> Identity {
    use Presence::{Optional, Required};
    let mut value = |label: &str, presence: Presence, form: &dyn Fn(&str) -> bool| {
        value(bag, faults, label, presence, form)
    };
    let any = |v: &str| !v.is_empty();
    let year_of = |v: &str| {
        v.parse::<i16>()
            .ok()
            .filter(|y| (1000..=9999).contains(y) && v.len() == 4)
    };
    value("Source-Organization", Required, &any);
    value("Payload-Oxum", Required, &any);
    value("Bag-Software-Agent", Required, &|v| v.starts_with("mulu "));
    value(layout::SITE_TREE, Required, &|v| v.len() == 64);
    let group = value(layout::GROUP, Required, &|v| {
        v.strip_prefix("mulu:").is_some_and(any)
    });
    let identifier = value(layout::IDENTIFIER, Required, &|v| {
        v.rsplit_once(':')
            .is_some_and(|(g, y)| g.starts_with("mulu:") && year_of(y).is_some())
    });
    let year = identifier
        .as_deref()
        .and_then(|v| year_of(v.rsplit_once(':')?.1));
    let named = identifier
        .as_deref()
        .and_then(|v| v.rsplit_once(':'))
        .map(|(g, _)| g.to_owned());
    value("Bagging-Date", Required, &|v| {
        year.is_none_or(|y| v == format!("{y:04}-12-31"))
    });
    let previous = value(layout::PREVIOUS, Required, &|v| {
        v == "none"
            || v.strip_prefix("sha512:")
                .is_some_and(|h| super::tag::unhex(h, 64).is_some() && h == h.to_ascii_lowercase())
    });
    let first = previous.as_deref().is_none_or(|v| v == "none");
    let previous_year = value(layout::PREVIOUS_YEAR, Optional, &|v| {
        year_of(v).is_some_and(|p| !first && year.is_none_or(|y| p < y))
    });
    if let (Some(group), Some(named)) = (&group, &named)
        && group != named
    {
        faults.push(Fault::of(
            Message::InfoValue {
                label: layout::GROUP.into(),
                value: group.into(),
            },
            layout::BAG_INFO,
        ));
    }
    Identity {
        site: named
            .or(group)
            .and_then(|g| g.strip_prefix("mulu:").map(str::to_owned)),
        year,
        previous: previous.map(|v| v.strip_prefix("sha512:").map(str::to_owned)),
        previous_year: previous_year.as_deref().and_then(year_of),
    }
}

/// Checks the stated digest of the whole site. This digest is made from the listed digests, which
/// `compare` compares with the files.
fn site_tree(store: &Store, bag: &Bag, faults: &mut Vec<Fault>) {
    let (Some(stated), Some(sums)) = (
        bag.value(layout::SITE_TREE),
        bag.manifest(layout::MANIFEST_SHA256),
    ) else {
        return;
    };
    let mut digest = Sha256::new();
    for (path, sum) in site_files(store, sums) {
        digest.update(format!("{}  {path}\n", hex(sum)));
    }
    if hex(&digest.finalize()) != stated {
        faults.push(Fault::of(Message::SiteTree, layout::BAG_INFO));
    }
}

/// The files of the site by address, with the digest listed in a manifest.
pub(super) fn site_files<'a>(
    store: &'a Store,
    sums: &'a bag::Manifest,
) -> impl Iterator<Item = (&'a str, &'a [u8])> {
    store.entries.iter().enumerate().filter_map(|(i, e)| {
        Some((
            e.path.strip_prefix(layout::SITE)?.strip_prefix('/')?,
            sums.digest(i)?,
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_tag_manifest_in_another_form_is_a_fault() {
        let folder = tempfile::tempdir().unwrap();
        for (byte, count) in [(b'0', 1), (b'\n', MOST_LINES)] {
            let bytes = vec![byte; (64 << 20) + 1];
            std::fs::write(folder.path().join(layout::TAG_MANIFEST), bytes).unwrap();
            let (store, _) = Store::open(folder.path()).unwrap();
            let mut faults = Vec::new();
            form(&store.unwrap(), &mut faults);
            assert_eq!(faults.len(), count);
        }
    }
}
