//! Takes the result of each run; gives the state that the preview shows. `http.rs` answers
//! requests, and `make.rs` makes the site. This file must not know requests or how a site is made.

use super::desk::{Changes, Desk};
use super::files::Files;
use super::page::Problem;
use super::request::Hosts;
use super::review::Review;
use crate::diag::Lang;
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// The state of the preview at a moment, replaced as a whole.
#[derive(Clone, Default)]
pub(super) struct Shown {
    /// The number of runs so far.
    pub run: u64,
    /// The number of runs so far that changed what is shown.
    pub version: u64,
    /// The newest site; `None` before the first.
    pub files: Option<Arc<Files>>,
    /// Why there is no newer site.
    pub problem: Option<Arc<Problem>>,
    /// What the desk shows; `None` before the first run that read the catalogue.
    pub desk: Option<Arc<Desk>>,
    /// The address of a document whose change caused the last run; `None` if no document with an
    /// address has changed.
    pub saved: Option<String>,
}

impl Shown {
    /// The part of the state that other computers may see. The desk and the text of a problem are
    /// left out, because their findings may quote secret documents.
    pub(super) fn for_others(&self) -> Shown {
        let problem = self.problem.as_ref();
        Shown {
            problem: problem.map(|problem| Arc::new(problem.without_text())),
            desk: None,
            saved: None,
            ..self.clone()
        }
    }
}

/// The state that all requests share.
pub(super) struct Preview {
    pub(super) shown: watch::Sender<Arc<Shown>>,
    /// The site's folder.
    pub(super) root: PathBuf,
    /// A random token in the address of the reload events. Pages of other origins cannot guess it.
    pub(super) token: String,
    /// A random token in the desk's pages, needed for writing.
    pub(super) write_token: String,
    /// Locked while a document or a new site is written.
    pub(super) writing: Mutex<()>,
    pub(super) hosts: Hosts,
    pub(super) lang: Lang,
    pub(super) review: Review,
    pub(super) changes: Changes,
}

impl Preview {
    /// A preview that shows nothing yet.
    pub(super) fn new(root: PathBuf, hosts: Hosts, lang: Lang, review: Review) -> Preview {
        Preview {
            shown: watch::Sender::new(Arc::default()),
            root,
            token: token(),
            write_token: token(),
            writing: Mutex::default(),
            hosts,
            lang,
            review,
            changes: Changes::default(),
        }
    }

    pub(super) fn shown(&self) -> Arc<Shown> {
        self.shown.borrow().clone()
    }

    /// Replaces what is shown after a run. Open pages of the site reload if the run changed it.
    /// Open pages of the desk reload after every run.
    pub(super) fn show(&self, next: Shown) {
        self.shown.send_modify(|shown| {
            let same_files = next.files.as_deref() == shown.files.as_deref();
            let same = same_files
                && next.problem.as_deref() == shown.problem.as_deref()
                && next.desk.as_deref() == shown.desk.as_deref();
            *shown = Arc::new(Shown {
                run: shown.run + 1,
                version: shown.version + u64::from(!same),
                ..next
            });
        });
    }
}

/// A random token. It comes from the standard library's hash keys, which the system seeds.
fn token() -> String {
    (0u8..2)
        .map(|i| format!("{:016x}", RandomState::new().hash_one(i)))
        .collect()
}
