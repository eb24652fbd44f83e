//! Takes the typed arguments; gives the command with its options. The help is written in English
//! here and in Chinese in `chinese`. This module must not know what the commands do.

pub(super) mod chinese;
pub(super) mod examples;
pub(super) mod usage;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// Static, searchable catalogues of disclosed government documents
#[derive(Parser)]
#[command(
    name = "mulu",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(in crate::cli) struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args, Clone)]
pub(in crate::cli) struct Global {
    /// Folder of the site; if left out, the nearest one above that has a mulu.yaml
    #[arg(short, long, global = true, default_value = ".", value_name = "DIR")]
    pub root: PathBuf,
    /// Day that the site describes (default: today in the site's time zone)
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Date>,
    /// Language of messages (default: the system's)
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub lang: Option<Language>,
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        value_name = "WHEN"
    )]
    pub color: When,
    /// Print no summary and no notes
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print more
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

#[derive(Subcommand)]
pub(in crate::cli) enum Command {
    /// Make a new site with the standard columns
    Init(Init),
    /// Make a new document with the next free index number; prints its path
    New(New),
    /// Make documents from old web pages, office files and texts; prints their paths and what to
    /// verify
    Import(Import),
    /// Report everything that is wrong or doubtful; changes no file without --fix
    Check(Check),
    /// Explain a finding: its meaning, its remedy and its legal or technical basis; without a code,
    /// list all codes
    Explain {
        /// The code of a finding, such as date-form
        code: Option<String>,
    },
    /// Print the JSON Schema of the front matter and of mulu.yaml, for an editor program
    Schema {
        /// The schema to print (default: one schema with both under $defs); ndjson: the mapping for
        /// an index in OpenSearch or Elasticsearch
        #[arg(value_enum, value_name = "OF")]
        of: Option<SchemaOf>,
    },
    /// Write copies of files without hidden content, comments, changes, authors and places
    Clean(Clean),
    /// Undo the last `check --fix`: each file gets its old text back
    Undo,
    /// Make the site
    Build(Build),
    /// Show the site in a browser; the preview follows every change
    Serve(Serve),
    /// Search the built site
    Search(Search),
    /// Write the ledger, or all published documents with their texts
    Export(Export),
    /// Make one e-book (EPUB) of a column, a year or an issuing body; prints its path
    Book(Book),
    /// Make the archive package of a year as of 31 December; prints its root digest
    Snapshot(Snapshot),
    /// Verify archive packages and the chain between them; reports every fault and changes no package
    Verify {
        /// Packages: folders, zip files, or a folder with one package per year
        #[arg(required = true, value_name = "PACKAGE")]
        packages: Vec<PathBuf>,
        /// Form of the result
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
        /// Write a page for printing with the root of each package and how to verify it by hand
        #[arg(long, value_name = "FILE")]
        certificate: Option<PathBuf>,
    },
    /// Make the folder of a site again from an archive package, as it was archived; prints its path
    Restore {
        /// The package of one year: a folder or a zip file
        package: PathBuf,
        /// New or empty folder for the site (default: restored-YEAR)
        #[arg(short, long, value_name = "DIR")]
        output_dir: Option<PathBuf>,
    },
    /// List all documents with state, index number, file and title; says why a document is not
    /// published
    List(List),
    /// List what is overdue, and what will change on its own soon
    Due(Due),
    /// Write a draft of the annual report for a year; prints its path
    Report {
        /// The year of the report, from 2021, when the current form began
        #[arg(value_parser = clap::value_parser!(i16).range(2021..=2200))]
        year: i16,
    },
    /// List what was added, removed and changed between two archive packages, or between a package
    /// and today's site
    Diff {
        /// The earlier state: a package (folder or zip file) or the folder of a site
        a: PathBuf,
        /// The later state
        b: PathBuf,
        /// Form of the result
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
    },
    /// Make a portal over published sites: one catalogue and one search for many offices
    Join(Join),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, for `man`
    Man,
    /// Show how to use a command
    Help {
        /// The command (default: mulu itself)
        command: Option<String>,
    },
}

#[derive(Args)]
pub(in crate::cli) struct Init {
    /// New or empty folder for the site
    pub dir: PathBuf,
    /// Level of the office, which decides the columns for statutory content (default: department)
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub level: Option<Level>,
    /// Ask nothing, even on a terminal; unknown values are left to be filled in
    #[arg(short, long)]
    pub yes: bool,
}

#[derive(Args)]
pub(in crate::cli) struct New {
    /// Title of the document
    #[arg(required_unless_present = "attach")]
    pub title: Option<String>,
    /// Category: path or name of a column, or its folder in content/
    #[arg(long, short, value_name = "CATEGORY")]
    pub category: Option<String>,
    /// Files to attach: they are copied beside the document and listed in it
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// Open the new document in an editor
    #[arg(long)]
    pub edit: bool,
}

#[derive(Args)]
pub(in crate::cli) struct Check {
    /// Report only findings about these files or folders (default: all)
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value = "human")]
    pub format: CheckFormat,
    /// Also write the report to a new file, in the form of its ending: .sarif or .xlsx
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Fail on warnings too
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Repair every finding that has only one right remedy; `mulu undo` restores the files
    #[arg(long)]
    pub fix: bool,
    /// Show what --fix would change; writes nothing
    #[arg(long, conflicts_with_all = ["fix", "report", "write_baseline"])]
    pub diff: bool,
    /// Report only findings with these codes, separated by commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Report no findings with these codes, separated by commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Report only findings about files added or changed since the last build
    #[arg(long)]
    pub changed: bool,
    /// Report only findings that are not in this baseline
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write the current findings to a baseline; later runs with --baseline report only new ones
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// List all findings, not only the first 20 of each code
    #[arg(long)]
    pub all: bool,
}

#[derive(Args)]
pub(in crate::cli) struct Clean {
    /// Files: .docx, .xlsx, .pptx, .odt, .ods, .odp, .jpg, .png, .webp
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder for the copies, which keep their file names (default: beside each file, as
    /// NAME.clean.docx)
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Show what would be removed; writes nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Args)]
pub(in crate::cli) struct Import {
    /// Old files (web pages, Word and WPS files, workbooks, .pdf, .ofd, .txt and others), or
    /// folders of them
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Category for all documents: its path, or its folder in content/ (default: the column that
    /// the page names)
    #[arg(long, short, value_name = "CATEGORY")]
    pub category: Option<String>,
    /// Put each document into the column named like its folder; folders without such a column are
    /// listed
    #[arg(long, conflicts_with = "category")]
    pub category_from_folder: bool,
    /// Give documents without an index number the next free one, in the form of index_number.next
    /// in mulu.yaml
    #[arg(long)]
    pub assign_numbers: bool,
    /// Read the tables among the files (.xlsx, .xls, .csv, .json) as ledgers with one document per
    /// row; FILE maps their columns to fields, and is drafted if it does not exist
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Write a report to a new file: each value with its source and certainty, the duplicates and
    /// the refused files; the ending .xlsx, .html or .csv decides the form
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Show what would be imported; writes only the report
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Args)]
pub(in crate::cli) struct List {
    /// Only documents that are not published
    #[arg(long)]
    pub hidden: bool,
    /// Form of the list
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

#[derive(Args)]
pub(in crate::cli) struct Search {
    /// Terms, separated by spaces; every one must occur
    #[arg(required = true)]
    pub query: Vec<String>,
    /// Folder of the built site (default: public/ in the site's folder)
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Only documents whose facet NAME has this value; the site's index defines the facets
    #[arg(long, value_name = "NAME=VALUE", value_parser = filter)]
    pub filter: Vec<(String, String)>,
    /// Only this category and those below it
    #[arg(long, value_name = "PATH")]
    pub category: Vec<String>,
    /// Only this issuing body
    #[arg(long = "issuing-body", value_name = "NAME")]
    pub issuer: Vec<String>,
    /// Only this year of publication
    #[arg(long, value_name = "YEAR")]
    pub year: Vec<String>,
    /// Only this validity, by its code or its Chinese name
    #[arg(long, value_name = "VALIDITY")]
    pub validity: Vec<String>,
    /// Only documents published on this day, or in this month or year, or later
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Only documents published on this day, or in this month or year, or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// The part of a document that must hold every term
    #[arg(long = "in", value_enum, value_name = "PART")]
    pub part: Option<SearchPart>,
    /// Only documents without any of these terms
    #[arg(long, value_name = "TERMS")]
    pub not: Vec<String>,
    /// Order of the documents
    #[arg(long, value_enum, default_value = "relevance", value_name = "ORDER")]
    pub sort: SearchOrder,
    /// How many documents to show
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Form of the answer
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

#[derive(Args)]
pub(in crate::cli) struct Build {
    /// Folder to write the site to (default: public/ in the site's folder; drafts/ with --drafts)
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Absolute address of the site's root
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Include drafts; makes a separate site for review, in a folder of its own
    #[arg(long)]
    pub drafts: bool,
    /// Ignore the cache; replace even a portal in the output folder
    #[arg(long)]
    pub force: bool,
    /// Print how long each phase took
    #[arg(long)]
    pub timings: bool,
    /// Print the size of the search index and how much typical queries load
    #[arg(long)]
    pub stats: bool,
    /// Write the list of added, changed and removed files to a file, in an order that is safe for
    /// uploading
    #[arg(long, value_name = "FILE")]
    pub changes: Option<PathBuf>,
}

#[derive(Args)]
pub(in crate::cli) struct Due {
    /// The file of a portal: list what is due at its members instead
    #[arg(value_name = "PORTAL")]
    pub portal: Option<PathBuf>,
    /// How many days to look ahead
    #[arg(long, default_value_t = 30, value_name = "DAYS")]
    pub within: u32,
    /// Form of the list
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

#[derive(Args)]
pub(in crate::cli) struct Join {
    /// The file of the portal, with the list of its members
    #[arg(default_value = "portal.yaml", value_name = "PORTAL")]
    pub portal: PathBuf,
    /// Folder to write the portal to (default: public/ beside the file)
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Absolute address of the portal's root
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Fail if a member was left out, or on another warning; the portal is made all the same
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Ignore the cache; replace even a site of `mulu build` in the output folder
    #[arg(long)]
    pub force: bool,
}

#[derive(Args)]
pub(in crate::cli) struct Book {
    /// Column (path or name), year or issuing body
    pub what: Option<String>,
    /// Column, by path or name; includes the columns below it
    #[arg(long, short, value_name = "CATEGORY")]
    pub category: Option<String>,
    /// Year of publication
    #[arg(long, value_name = "YEAR")]
    pub year: Option<i16>,
    /// Issuing body
    #[arg(long = "issuing-body", alias = "body", value_name = "NAME")]
    pub issuer: Option<String>,
    /// File to write (default: in this folder, named after the choice)
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    pub force: bool,
}

#[derive(Args)]
pub(in crate::cli) struct Snapshot {
    /// The year
    #[arg(value_parser = clap::value_parser!(i16).range(1949..=9999))]
    pub year: i16,
    /// Folder for the package (default: archive/YEAR in the site's folder)
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// SSH key with which ssh-keygen signs the package
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,
    /// Also make a zip file for transport
    #[arg(long)]
    pub zip: bool,
    /// Replace the package of that year
    #[arg(long)]
    pub force: bool,
}

#[derive(Args)]
pub(in crate::cli) struct Serve {
    /// Port to listen on (default: the first free port from 1111)
    #[arg(short, long, value_name = "N")]
    pub port: Option<u16>,
    /// Address to listen on; with an address other than 127.0.0.1, other computers can see the site
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDR")]
    pub host: String,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Include drafts
    #[arg(long)]
    pub drafts: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Language {
    Zh,
    En,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    Human,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SearchPart {
    Title,
    Text,
    Attachments,
    Number,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SearchOrder {
    Relevance,
    Date,
    Number,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CheckFormat {
    Human,
    Json,
    Sarif,
    Xlsx,
}

#[derive(Args)]
pub(in crate::cli) struct Export {
    /// Form of the file (default: by its ending, else csv). ndjson: one document with its text a
    /// line
    #[arg(long, value_enum)]
    pub format: Option<LedgerForm>,
    /// File to write (default: standard output)
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write the body of a _bulk request of OpenSearch or Elasticsearch for this index
    #[arg(long, value_name = "INDEX")]
    pub bulk: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchemaOf {
    FrontMatter,
    Config,
    Ndjson,
}

/// Level of government: 省, 设区的市, 县, 乡, or a department of one.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Level {
    Province,
    City,
    County,
    Township,
    Department,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Deny {
    Warnings,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LedgerForm {
    Csv,
    Json,
    Xlsx,
    Ndjson,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "YYYY-MM-DD".to_owned())
}

/// Parses a filter of the form `NAME=VALUE`.
fn filter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| "NAME=VALUE".to_owned())?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
