//! Takes the result of a run; gives the desk's data: documents, findings, what is due, and how a
//! file is opened in an editor. `pages.rs` and `view.rs` show the data. This file must not know how
//! the data are shown.

use crate::config::{Column, Config, Editor};
use crate::diag::{Diagnostic, Severity};
use crate::due;
use crate::escape::{is_plain_in_query, percent};
use crate::inventory::{Item, State};
use jiff::civil::Date;
use std::collections::HashMap;
use std::path::PathBuf;

/// The folder of the desk's pages. No site has a folder `-`.
pub(in crate::serve) const FOLDER: &str = "-/desk/";
/// The style sheet of the desk.
pub(in crate::serve) const STYLE: &str = "-/desk.css";
/// The script of the desk.
pub(in crate::serve) const SCRIPT: &str = "-/desk.js";

/// The folder of the second site of the preview, which has drafts and future documents.
pub(in crate::serve) const DRAFTS: &str = "-/drafts/";
/// The address that redirects to the page of the document in a file.
pub(in crate::serve) const LEADS: &str = "-/draft";

/// The address in the preview that redirects to the page of the document in a file.
pub(super) fn leads_to(file: &str) -> String {
    format!("{LEADS}?file={}", percent(file, is_plain_in_query))
}

/// What the desk shows after a run.
pub(in crate::serve) struct Desk {
    /// Every document with its state, in the order of the files.
    pub items: Vec<Item>,
    /// All findings, in the order of the report on the terminal.
    pub findings: Vec<Diagnostic>,
    /// What is due or overdue, by date.
    pub due: Vec<due::Item>,
    /// The name of the site.
    pub title: String,
    /// The body that runs the site.
    pub agency: Option<String>,
    pub columns: Vec<Column>,
    /// The day that the site describes.
    pub as_of: Date,
    /// The absolute path of the site's folder.
    pub root: PathBuf,
    /// The folder of the site published last.
    pub published: PathBuf,
    /// How a file is opened in an editor.
    pub editor: Option<Editor>,
    /// The indices of the documents in `items`, by address.
    by_address: HashMap<String, usize>,
    /// For each file, the indices of its findings in `findings`. For a document's file, the
    /// findings about the files that the document uses are included.
    by_file: HashMap<String, Vec<usize>>,
}

/// Compares the values whose change makes open pages of the site reload.
impl PartialEq for Desk {
    fn eq(&self, other: &Desk) -> bool {
        (&self.items, &self.findings, &self.due) == (&other.items, &other.findings, &other.due)
            && (&self.title, &self.editor) == (&other.title, &other.editor)
    }
}

impl Desk {
    /// `used` pairs each file that a document uses with the file of the document.
    pub(in crate::serve) fn new(
        config: &Config,
        findings: Vec<Diagnostic>,
        items: Vec<Item>,
        due: Vec<due::Item>,
        used: &[(String, String)],
    ) -> Desk {
        let addresses = items.iter().enumerate();
        let by_address = addresses
            .filter_map(|(i, item)| Some((item.url.clone()?, i)))
            .collect();
        let mut by_file: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, finding) in findings.iter().enumerate() {
            if let Some(file) = &finding.file {
                by_file.entry(file.clone()).or_default().push(i);
            }
        }
        for (file, document) in used {
            if let Some(of_file) = by_file.get(file).cloned() {
                let all = by_file.entry(document.clone()).or_default();
                all.extend(of_file);
                all.sort_unstable();
                all.dedup();
            }
        }
        Desk {
            items,
            findings,
            due,
            title: config.title.clone(),
            agency: config.agency.name.clone(),
            columns: config.columns.clone(),
            as_of: config.as_of,
            root: std::path::absolute(&config.root).unwrap_or_else(|_| config.root.clone()),
            published: config.published.clone(),
            editor: config.editor.clone(),
            by_address,
            by_file,
        }
    }

    /// The document at an address of the site.
    pub(in crate::serve) fn at(&self, address: &str) -> Option<&Item> {
        self.by_address.get(address).map(|&i| &self.items[i])
    }

    pub(in crate::serve) fn of_file(&self, file: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.file == file)
    }

    /// The findings about a file and, for a document, the files that it uses.
    pub(in crate::serve) fn about(&self, file: &str) -> impl Iterator<Item = &Diagnostic> {
        let places = self.by_file.get(file).map_or(&[][..], Vec::as_slice);
        places.iter().map(|&i| &self.findings[i])
    }

    /// The address of the document in a file, if the preview can show the document.
    pub(in crate::serve) fn address(&self, file: &str) -> Option<String> {
        let item = self.of_file(file)?;
        match (&item.url, item.state) {
            (Some(url), _) => Some(url.clone()),
            (None, State::Draft | State::Scheduled) => Some(leads_to(&item.file)),
            _ => None,
        }
    }

    /// The address that opens a file in the configured editor.
    pub(in crate::serve) fn edit(&self, file: &str, line: u32, column: u32) -> Option<String> {
        let path = self.root.join(file);
        Some(self.editor.as_ref()?.address(&path, line, column))
    }

    /// The numbers of errors, warnings and notes.
    pub(in crate::serve) fn counts(&self) -> [usize; 3] {
        count(self.findings.iter())
    }
}

/// The numbers of errors, warnings and notes among some findings.
pub(in crate::serve) fn count<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> [usize; 3] {
    let mut counts = [0; 3];
    for finding in findings {
        counts[match finding.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Note => 2,
        }] += 1;
    }
    counts
}
