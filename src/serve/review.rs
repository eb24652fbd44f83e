//! Takes a function that reads the configuration; gives a second site with drafts and future
//! documents. The second site is made in a temporary folder, when one of its pages is requested.
//! This file must not know requests.

use super::files::Files;
use super::make::Workshop;
use super::page::Problem;
use crate::config::Config;
use crate::diag::{Error, Lang};
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Reads the configuration anew.
pub(super) type Configure = Arc<dyn Fn() -> Result<Config, Error> + Send + Sync>;

/// The site with drafts. It is made when one of its pages is requested and not in every run of the
/// preview, so it may belong to an earlier run.
pub(super) struct Review {
    configure: Configure,
    lang: Lang,
    state: Mutex<State>,
}

struct State {
    workshop: Workshop,
    run: u64,
    made: Option<Result<Arc<ReviewSite>, Arc<Problem>>>,
}

/// A site with drafts.
pub(super) struct ReviewSite {
    pub files: Files,
    /// The addresses of its documents, by file.
    pub addresses: HashMap<String, String>,
}

impl Review {
    pub(super) fn new(folder: PathBuf, configure: Configure, lang: Lang) -> Review {
        Review {
            configure,
            lang,
            state: Mutex::new(State {
                workshop: Workshop::new(folder),
                run: 0,
                made: None,
            }),
        }
    }

    /// The configuration as it is now.
    pub(super) fn config(&self) -> Result<Config, Error> {
        (self.configure)()
    }

    /// The site for a run of the preview. The caller waits until it is made.
    pub(super) fn site(&self, run: u64) -> Result<Arc<ReviewSite>, Arc<Problem>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = state.made.as_ref().filter(|_| state.run == run) {
            return made.clone();
        }
        // a panic in one document must not end the preview
        let made = std::panic::catch_unwind(AssertUnwindSafe(|| self.make(&mut state.workshop)))
            .unwrap_or_else(|_| Err(Problem::of_panic("?", self.lang)));
        let made = made.map(Arc::new).map_err(Arc::new);
        state.run = run;
        state.made = Some(made.clone());
        made
    }

    fn make(&self, workshop: &mut Workshop) -> Result<ReviewSite, Problem> {
        let made = (self.configure)()
            .and_then(|config| workshop.make(&config.for_review()))
            .map_err(|error| Problem::of_error(&error, self.lang))?;
        let files = made
            .files
            .ok_or_else(|| Problem::of_content(&made.outcome.findings, self.lang))?;
        let addresses = made
            .items
            .into_iter()
            .filter_map(|item| Some((item.file, item.url?)))
            .collect();
        Ok(ReviewSite { files, addresses })
    }
}
