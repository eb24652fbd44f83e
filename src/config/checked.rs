//! Defines the configuration that other modules use, with every default filled in and the values
//! checked. This file must not know `mulu.yaml`.

use super::editor::Editor;
use super::places;
use super::raw::{
    Agency, Checks, Column, IndexNumber, Language, Privacy, Retention, ReviewKind, Search,
};
use super::values::NumberForm;
use super::word_list::WordList;
use crate::diag::{Error, Words};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::sync::Arc;

/// The configuration of a site, with every default filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's folder.
    pub root: PathBuf,
    /// The output folder of the last published site, with which `check` compares the new site.
    pub published: PathBuf,
    /// Name of the site.
    pub title: String,
    /// Summary of the site.
    pub description: Option<String>,
    /// Language of the interface.
    pub language: Language,
    /// Absolute address of the site's root, ending in `/`.
    pub base_url: Option<String>,
    /// Offset from UTC, in minutes.
    pub offset_minutes: i32,
    /// Who runs the site.
    pub agency: Agency,
    /// Form of index numbers.
    pub index_number: IndexNumber,
    /// `index_number.pattern`, compiled to match the whole number.
    pub index_number_pattern: Option<regex::Regex>,
    /// `index_number.next`, parsed.
    pub next_index_number: Option<NumberForm>,
    /// The columns: the declared categories, as a tree.
    pub columns: Vec<Column>,
    /// Entries on a list page.
    pub page_size: usize,
    /// Name of the theme.
    pub theme: String,
    /// Any values, for the theme's templates.
    pub extra: serde_json::Value,
    /// Adjustments to the checks.
    pub checks: Checks,
    /// The site's own wrong words: `checks.words` and the list under `proofreading`.
    pub words: Arc<WordList>,
    /// The search for personal data.
    pub privacy: Privacy,
    /// Which text of attachments can be searched.
    pub search: Search,
    /// Whether raw HTML in a body reaches the page, cleaned.
    pub raw_html: bool,
    /// Whether documents have e-books, unless their column says otherwise.
    pub epub: bool,
    /// Whether visitors' browsers keep the home page, the search and visited pages for offline use.
    pub offline: bool,
    /// Absolute address of the terms under which the catalogue's data may be used.
    pub license_url: Option<String>,
    /// Absolute address of the folder with the archive packages, ending in `/`.
    pub archive_url: Option<String>,
    /// How long documents are kept.
    pub retention: Retention,
    /// How the preview opens a file in an editor.
    pub editor: Option<Editor>,
    /// The value of `editor` if it is neither a known editor nor a valid address. `check` reports
    /// it.
    pub unknown_editor: Option<String>,
    /// The package for which the site is made. Only `snapshot` sets it.
    pub archive_of: Option<ArchiveOf>,
    /// The kinds of review that a document needs if it is published on this day or later.
    pub reviews: (Vec<ReviewKind>, Date),
    /// Month and day by which the annual report on the previous year is due.
    pub report_deadline: (i8, i8),
    /// The day the site describes.
    pub as_of: Date,
    /// Whether drafts are built.
    pub drafts: bool,
    /// Whether documents with a future day of publication are built. Only `for_review` sets it.
    pub scheduled: bool,
    /// SHA-256 of the text of `mulu.yaml`, the word list, `base_url` and `drafts` of the command
    /// line, and whether the site is for review. The folders, the day and the package are not
    /// included. Cached results that depend on the configuration have it in their keys.
    pub digest: [u8; 32],
    /// The text of `mulu.yaml`.
    pub text: String,
}

impl Config {
    /// The error for a wrong value that only another module can recognise. `key` is the path of the
    /// value in `mulu.yaml`, such as `a.b`.
    pub fn refuse(&self, key: &str, reason: Words) -> Error {
        Error::Config(vec![places::wrong(
            &self.text,
            places::path_range(&self.text, key),
            reason,
        )])
    }

    /// The same configuration for a review: drafts and future documents are built too, and every
    /// page says so.
    #[must_use]
    pub fn for_review(mut self) -> Config {
        self.drafts = true;
        self.scheduled = true;
        self.digest = Sha256::digest([&self.digest[..], b"review"].concat()).into();
        self
    }

    /// Whether visitors' browsers keep pages of this site for offline use. They must not keep the
    /// pages of an archive package or of a site with drafts.
    pub fn is_kept_offline(&self) -> bool {
        self.offline && self.archive_of.is_none() && !self.drafts
    }
}

/// The settings from the command line, which replace those of the file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The day the site describes; today in the site's time zone when none is given.
    pub as_of: Option<Date>,
    /// Absolute address of the site's root.
    pub base_url: Option<String>,
    /// Whether drafts are built.
    pub drafts: bool,
    /// The output folder of the last published site; `public` in the site's folder when none is
    /// given.
    pub published: Option<PathBuf>,
}

/// The archive package for which a site is made, and the packages before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveOf {
    /// The year of the package.
    pub year: i16,
    /// The years of the earlier packages, newest first.
    pub earlier: Vec<i16>,
}
