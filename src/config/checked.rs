//! The configuration as the other rooms see it: every default is filled in and every value is checked.

use super::raw::{Agency, Checks, Column, IndexNumber, Language, Privacy, Retention, ReviewKind};
use super::values::NumberForm;
use super::word_list::WordList;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// What the site is, with every default filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's folder.
    pub root: PathBuf,
    /// The folder of the site that was published last.
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
    /// `index_number.next`, taken apart.
    pub next_index_number: Option<NumberForm>,
    /// The tree of categories.
    pub columns: Vec<Column>,
    /// Entries on a list page.
    pub page_size: usize,
    /// Name of the theme.
    pub theme: String,
    /// A free map for the theme.
    pub extra: serde_json::Value,
    /// Adjustments to the checks.
    pub checks: Checks,
    /// The site's own wrong words: `checks.words` and the list under `proofreading`.
    pub words: Arc<WordList>,
    /// The search for personal data.
    pub privacy: Privacy,
    /// Whether raw HTML in a body reaches the page, cleaned.
    pub raw_html: bool,
    /// Absolute address of the folder with the archive packages, ending in `/`.
    pub archive_url: Option<String>,
    /// How long documents are kept.
    pub retention: Retention,
    /// The package that the site is made for; no key of the file, only `snapshot` sets it.
    pub archive_of: Option<ArchiveOf>,
    /// Kinds of reviews that documents published from a day on must have had.
    pub reviews: (Vec<ReviewKind>, Date),
    /// Month and day by which the annual report of the year before is published.
    pub report_deadline: (i8, i8),
    /// The day the site describes.
    pub as_of: Date,
    /// Whether drafts are built.
    pub drafts: bool,
    /// SHA-256 of all of the above but the folder and the day: what depends on the configuration depends on this.
    pub digest: [u8; 32],
    /// The file as it is written.
    pub text: String,
}

/// What the command line sets, whatever the file says.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The day the site describes; today in the site's time zone when none is given.
    pub as_of: Option<Date>,
    /// Absolute address of the site's root.
    pub base_url: Option<String>,
    /// Whether drafts are built.
    pub drafts: bool,
    /// The folder of the site that was published last; `public` in the site's folder when none is
    /// given.
    pub published: Option<PathBuf>,
}

/// Set when the site is made for an archive package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveOf {
    /// The year of the package.
    pub year: i16,
    /// The years of the earlier packages, newest first.
    pub earlier: Vec<i16>,
}
