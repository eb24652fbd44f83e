//! Takes the joined catalogue and earlier versions of the members' sites; gives documents added,
//! edited, taken down, or with another validity. This file must not know pages.

use super::joined::{Doc, Joined};
use super::member::{self, Office};
use super::trust;
use crate::archive::BAGIT;
use crate::cache::{self, Cache};
use crate::config::Portal;
use crate::diag::{Diagnostic, Error, Lang, Message, Words, words};
use crate::diff::{self, Built, Diff};
use crate::output::{self, MANIFEST};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The changes since the earlier sites.
#[derive(Default)]
pub(super) struct Changes {
    /// The earliest of the days of the earlier sites.
    pub since: Option<String>,
    /// The members that changed, with their numbers of changes.
    pub offices: Vec<Counts>,
    /// The members without an earlier site at the expected path, by position.
    pub new: Vec<usize>,
    /// The added documents, the newest first.
    pub added: Vec<Doc>,
    /// The documents with another text, field or attachment, the newest first.
    pub edited: Vec<Doc>,
    /// The documents with another validity, the newest first: old code and new code.
    pub turned: Vec<(Doc, String, String)>,
    /// The documents that were taken down or are missing, in the order of the members, each as its
    /// member's position and its index number (or address). Their titles are not shown.
    pub removed: Vec<(usize, String)>,
    /// Members that cannot be compared, and earlier sites that belong to no member. If no earlier
    /// site exists, not even one of a member that was left out, there is a finding about this.
    pub findings: Vec<Diagnostic>,
}

/// The numbers of changes of a member.
pub(super) struct Counts {
    /// The position of the member.
    pub office: usize,
    /// The day of its earlier site.
    pub since: String,
    pub added: usize,
    pub edited: usize,
    pub turned: usize,
    pub removed: usize,
}

/// The changes of the joined members. `None` if the portal's file names an earlier site for none of
/// them.
pub(super) fn find(joined: &Joined<'_>, portal: &Portal, cache: &Cache) -> Option<Changes> {
    let mut changes = Changes::default();
    let mut is_asked = false;
    for (place, office) in joined.offices.iter().enumerate() {
        let Some(before) = &office.member.before else {
            continue;
        };
        is_asked = true;
        if !before.exists() {
            changes.new.push(place);
            continue;
        }
        match between(before, office, cache) {
            Ok(diff) => changes.add(joined, place, &diff),
            Err(reason) => {
                let message = Message::MemberNotCompared {
                    member: office.member.title.clone().into(),
                    reason: trust::tidy(&reason).into(),
                };
                let finding = Diagnostic::new(message).at(office.member.place.clone());
                changes.findings.push(finding);
            }
        }
    }
    let newest = |doc: &Doc| (Reverse(joined.row(*doc).day().to_owned()), *doc);
    changes.added.sort_by_cached_key(newest);
    changes.edited.sort_by_cached_key(newest);
    changes
        .turned
        .sort_by_cached_key(|turned| newest(&turned.0));
    let mut asked = portal.members.iter().filter_map(|m| m.before.as_deref());
    if is_asked && !asked.any(Path::exists) {
        changes
            .findings
            .push(Diagnostic::new(Message::NothingCompared));
    }
    changes.findings.extend(gone(portal));
    is_asked.then_some(changes)
}

/// A finding for each earlier site that belongs to no member. Earlier sites lie at most as deep
/// below the folder `before` as those of the members, and not inside each other.
fn gone(portal: &Portal) -> Vec<Diagnostic> {
    let Some(folder) = &portal.before else {
        return Vec::new();
    };
    let known = portal.members.iter().filter_map(|m| m.before.as_deref());
    let known: BTreeSet<&Path> = known.collect();
    let depth = |path: &&Path| {
        path.strip_prefix(folder)
            .map_or(0, |rest| rest.iter().count())
    };
    let deepest = known.iter().map(depth).max().unwrap_or_default();
    let walk = walkdir::WalkDir::new(folder).min_depth(1);
    let mut entries = walk.max_depth(deepest).into_iter();
    let mut gone = BTreeSet::new();
    while let Some(entry) = entries.next() {
        let Ok(entry) = entry else { continue };
        if entry.path().join(MANIFEST).is_file() {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            gone.insert(entry.into_path());
        }
    }
    gone.retain(|path| !known.contains(path.as_path()));
    let finding = |path: PathBuf| {
        Diagnostic::new(Message::MemberGone {
            folder: path.display().to_string().into(),
        })
    };
    gone.into_iter().map(finding).collect()
}

impl Changes {
    fn add(&mut self, joined: &Joined<'_>, place: usize, diff: &Diff) {
        let earliest = self.since.as_ref().is_none_or(|since| diff.from < *since);
        if earliest {
            self.since = Some(diff.from.clone());
        }
        if diff.is_empty() {
            return;
        }
        let rows = &joined.offices[place].ledger.rows;
        let rows = (0u32..).zip(rows);
        let known: HashMap<&str, u32> = rows.map(|(row, one)| (&*one.url, row)).collect();
        // a document that the portal leaves out has no row, so its changes are left out too
        let doc = |url: &str| {
            let office = u32::try_from(place).ok()?;
            let row = known.get(url).copied()?;
            Some(Doc { office, row })
        };
        let added = diff.added.iter().filter_map(|one| doc(&one.url));
        let (mut edited, mut turned) = (Vec::new(), Vec::new());
        for change in &diff.changed {
            let Some(doc) = doc(&change.document.url) else {
                continue;
            };
            if let Some(status) = &change.status {
                turned.push((doc, status.from.clone(), status.to.clone()));
            }
            if change.text.is_some() || !change.fields.is_empty() || !change.attachments.is_empty()
            {
                edited.push(doc);
            }
        }
        let gone = diff.removed.iter().chain(&diff.withdrawn);
        let removed = gone.map(|one| {
            let number = Some(&one.index_number).filter(|number| !number.is_empty());
            (place, trust::beginning(number.unwrap_or(&one.url)))
        });
        let (added, removed): (Vec<Doc>, Vec<_>) = (added.collect(), removed.collect());
        self.offices.push(Counts {
            office: place,
            since: diff.from.clone(),
            added: added.len(),
            edited: edited.len(),
            turned: turned.len(),
            removed: removed.len(),
        });
        self.added.extend(added);
        self.edited.extend(edited);
        self.turned.extend(turned);
        self.removed.extend(removed);
    }
}

/// The differences between a member's site and its earlier site. The earlier site is verified like
/// the current one.
fn between(before: &Path, office: &Office<'_>, cache: &Cache) -> Result<Diff, Words> {
    let is_folder = |folder: &Path| folder.is_dir() && !folder.join(BAGIT).is_file();
    if !is_folder(before) || !is_folder(&office.member.path) {
        return Err(words(
            "只能比较两个网站文件夹，不能比较归档包",
            "only folders of sites can be compared, not archive packages",
        ));
    }
    let (_, earlier) = member::site(before, cache).map_err(|reason| {
        words(
            format!("before 中的“{}”：{}", before.display(), reason.zh),
            format!("{} (under `before`): {}", before.display(), reason.en),
        )
    })?;
    let day = &office.ledger.as_of.to_string();
    if earlier == office.content {
        let (from, to) = (day.clone(), day.clone());
        return Ok(Diff {
            from,
            to,
            ..Diff::default()
        });
    }
    let key = cache::key(&[b"changes of a member", &earlier, &office.content]);
    let diff = match cache.get::<Diff>(&key) {
        Some(diff) => diff,
        None => {
            let diff = diff::sites(built(before)?, built(&office.folder)?, &[]);
            cache.put(&key, &diff);
            diff
        }
    };
    trust::day(&diff.from)?;
    if diff.from > *day {
        return Err(words(
            format!("before 中的网站截至{}，比现在的（{day}）还新", diff.from),
            format!(
                "the site under `before` is of {}, later than {day}",
                diff.from
            ),
        ));
    }
    Ok(diff)
}

/// The records of a built site. Only pages in the manifest are read.
fn built(folder: &Path) -> Result<Built, Words> {
    let said = |error: Error| words(error.message(Lang::Zh), error.message(Lang::En));
    let listed = output::listed(folder).map_err(said)?;
    let mut built = Built::read(folder, listed.clone()).map_err(said)?;
    let rows = &mut built.records.documents;
    rows.retain(|row| listed.contains_key(&row.url));
    Ok(built)
}
