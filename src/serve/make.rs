//! Takes a configuration and a folder; makes a site in the folder, and gives the findings, the
//! documents and what is due. Unchanged parts of the last site are reused. `http.rs` sends the
//! pages to a browser. This file must not know how a page is sent to a browser.

use super::files::Files;
use crate::build::{self, Outcome};
use crate::cache::Cache;
use crate::config::Config;
use crate::diag::{Error, Severity};
use crate::due;
use crate::inventory::{self, State};
use crate::output;
use crate::source::FileId;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The days ahead for which the desk lists what is due.
pub(super) const WITHIN: u32 = 90;

/// The folder in which a site of the preview is made after every change.
pub(super) struct Workshop {
    folder: PathBuf,
    /// Whether nothing has been made yet. An earlier run's cache in the folder is then ignored.
    is_new: bool,
    /// The cache after the last run; `None` before the first, and after an error.
    cache: Option<Cache>,
    /// The last site; `None` if the last run published none. No other program writes into the
    /// folder, so the next run does not examine this site again.
    site: Option<output::Last>,
    /// By file: the last good version of each document that had an address in the last site, or had
    /// one until it got errors.
    last: HashMap<String, LastGood>,
}

/// The last good version of a document.
struct LastGood {
    title: String,
    url: String,
    /// The document's last good page, if the site no longer has it.
    page: Option<Vec<u8>>,
}

impl LastGood {
    /// Gives an item the last good address, and the last good title if its title is unreadable.
    fn give(&self, item: &mut inventory::Item) {
        if item.title.is_empty() {
            item.title.clone_from(&self.title);
        }
        item.url = Some(self.url.clone());
    }
}

/// A site of the preview.
pub(super) struct Made {
    /// The result of the run.
    pub outcome: Outcome,
    /// The files of the site; `None` if no complete site was made.
    pub files: Option<Files>,
    /// Every document with its state.
    pub items: Vec<inventory::Item>,
    /// What is overdue, or due within [`WITHIN`] days.
    pub due: Vec<due::Item>,
    /// Each file that a document uses, with the file of the document.
    pub used: Vec<(String, String)>,
}

impl Workshop {
    pub(super) fn new(folder: PathBuf) -> Workshop {
        Workshop {
            folder,
            is_new: true,
            cache: None,
            site: None,
            last: HashMap::new(),
        }
    }

    /// Makes the site without the documents that have errors. If an error concerns more than its
    /// document, no site is made.
    pub(super) fn make(&mut self, config: &Config) -> Result<Made, Error> {
        let last = self.cache.take().map(Cache::next);
        let cache = Arc::new(last.unwrap_or_else(|| {
            let file = self.folder.join("cache").join("results");
            Cache::open(&file, "preview", self.is_new)
        }));
        let site = self.folder.join("site");
        let looked = output::look_again(&site, cache.clone(), self.site.take())?;
        let staged = looked.stage(Some(&self.folder.join("spare")))?;
        let staged = staged.without_flush();
        let ((mut items, due, used), outcome) = build::look(config, &cache)?.build_and(
            &staged,
            &|_, _| (),
            |plan, sources, used| {
                let shown = |id: FileId| sources.file(id).shown();
                let used = used
                    .iter()
                    .map(|(f, document)| (shown(*f), shown(*document)));
                (
                    inventory::all(plan, sources),
                    due::due(plan, sources, WITHIN),
                    used.collect(),
                )
            },
        )?;
        let mut files = None;
        // two documents with one index number have the same path, so no site is made; the findings
        // name both documents
        let is_refused = staged.has_conflict() && outcome.has(Severity::Error);
        if outcome.search.is_some() && !is_refused {
            // the old pages are read before the new site replaces them
            let kept = self.keep(&site, &mut items);
            let published = staged.publish()?;
            published.note(&cache);
            let last = published.last();
            files = Some(Files::new(site, last.listed(), kept));
            self.site = Some(last);
        } else {
            self.recall(&mut items);
        }
        cache.save();
        self.is_new = false;
        self.cache = Arc::into_inner(cache);
        Ok(Made {
            outcome,
            files,
            items,
            due,
            used,
        })
    }

    /// Gives faulty documents their last good addresses, and titles where theirs are unreadable.
    fn recall(&self, items: &mut [inventory::Item]) {
        for item in items.iter_mut().filter(|i| i.state == State::Faulty) {
            if let Some(last) = self.last.get(&item.file) {
                last.give(item);
            }
        }
    }

    /// The last good pages of documents that now have faults, by path. The items of these documents
    /// get their last good addresses (see `recall`), and the versions of all other documents become
    /// the last good ones. `site` is the folder of the last site, which is replaced after this
    /// call.
    fn keep(&mut self, site: &Path, items: &mut [inventory::Item]) -> BTreeMap<String, Vec<u8>> {
        let mut pages = BTreeMap::new();
        let mut good = HashMap::new();
        for item in items {
            let file = item.file.clone();
            if item.state != State::Faulty {
                let title = item.title.clone();
                let url = item.url.clone();
                good.extend(url.map(|url| {
                    (
                        file,
                        LastGood {
                            title,
                            url,
                            page: None,
                        },
                    )
                }));
                continue;
            }
            let Some(mut last) = self.last.remove(&file) else {
                continue;
            };
            let page = last
                .page
                .take()
                .or_else(|| std::fs::read(site.join(&last.url)).ok());
            last.give(item);
            pages.extend(page.clone().map(|page| (last.url.clone(), page)));
            last.page = page;
            good.insert(file, last);
        }
        self.last = good;
        pages
    }
}
