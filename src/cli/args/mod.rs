//! Defines the commands and options. Their help is written in English here and in Chinese in
//! `chinese`. It must not know what the commands do.

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
    /// Say less: no summary, no notes
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

#[derive(Subcommand)]
pub(in crate::cli) enum Command {
    /// Make a new site with the standard columns
    Init(Init),
    /// Make a new document with the next free index number; prints its path
    New(New),
    /// Make content files of old web pages, Word files and texts; prints their paths and says what it was unsure of
    Import(Import),
    /// Report everything that is wrong or doubtful; writes nothing unless told to
    Check(Check),
    /// Say what a finding means, what to do and what it is based on; without a code, list all codes
    Explain {
        /// The code of a finding, such as date-form
        code: Option<String>,
    },
    /// Print the JSON Schema of the front matter and of mulu.yaml, for an editor
    Schema {
        /// Which of the two (default: one schema with both under $defs); ndjson: the mapping of an index in OpenSearch or Elasticsearch
        #[arg(value_enum, value_name = "OF")]
        of: Option<SchemaOf>,
    },
    /// Write copies of files without hidden content, comments, changes, authors and places
    Clean(Clean),
    /// Take back the last repair of `check --fix`: each file gets its old text again
    Undo,
    /// Make the site
    Build(Build),
    /// Show the site in a browser, made anew at every change
    Serve(Serve),
    /// Search the built site
    Search(Search),
    /// Write the ledger, or all published documents with their texts
    Export(Export),
    /// Make one e-book (EPUB) of a column, a year or an issuing body; prints its path
    Book(Book),
    /// Make the archive package of a year, as of its 31 December; prints its root
    Snapshot(Snapshot),
    /// Prove archive packages whole and their chain unbroken, or name what is not; reads in place and writes nothing
    Verify {
        /// Packages: folders, zip files, or a folder that holds them by year
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
        /// Folder to make, which must not exist or be empty (default: restored-YEAR)
        #[arg(short, long, value_name = "DIR")]
        output_dir: Option<PathBuf>,
    },
    /// List the documents with state, index number, file and title; those not published too, and why
    List(List),
    /// List what changes by itself soon, and what is overdue
    Due {
        /// How many days to look ahead
        #[arg(long, default_value_t = 30, value_name = "DAYS")]
        within: u32,
        /// Form of the list
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
    },
    /// Write a draft of the annual report for a year; prints its path
    Report {
        /// The year that it reports on (the form in use began with 2021)
        #[arg(value_parser = clap::value_parser!(i16).range(2021..=2200))]
        year: i16,
    },
    /// Say what was added, removed and changed between two archive packages, or a package and a site as it is today
    Diff {
        /// The earlier one: a package (folder or zip file), or the folder of a site
        a: PathBuf,
        /// The later one
        b: PathBuf,
        /// Form of the result
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, for `man`
    Man,
    /// Say how a command is used
    Help {
        /// The command; if left out, the program itself
        command: Option<String>,
    },
}

#[derive(Args)]
pub(in crate::cli) struct Init {
    /// Folder to make it in; must be empty or not exist
    pub dir: PathBuf,
    /// Whose site it is: decides about the columns of statutory content (default: department)
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub level: Option<Level>,
    /// Ask nothing, even on a terminal; what is not known is left to be filled in
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
    /// Only what concerns these files or folders (default: everything)
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value = "human")]
    pub format: CheckFormat,
    /// Write the report to a new file too: its ending, .sarif or .xlsx, is its form
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Fail on warnings too
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Repair what has only one right remedy; `mulu undo` takes it back
    #[arg(long)]
    pub fix: bool,
    /// Show what --fix would change; writes nothing
    #[arg(long, conflicts_with_all = ["fix", "report", "write_baseline"])]
    pub diff: bool,
    /// Only findings with these codes, separated by commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// No findings with these codes, separated by commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Only what concerns files that were added or changed since the last build
    #[arg(long)]
    pub changed: bool,
    /// Only findings that are not in this baseline
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write today's findings as a baseline; later runs with --baseline report what is new
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// List all findings, not only the first 20 of each code
    #[arg(long)]
    pub all: bool,
}

#[derive(Args)]
pub(in crate::cli) struct Clean {
    /// Files: .docx, .xlsx, .pptx, .jpg, .png, .webp
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder for the copies, under the names of the files (default: beside each file, as NAME.clean.docx)
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Say what would be taken out; writes nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Args)]
pub(in crate::cli) struct Import {
    /// Old files (web pages, Word and WPS files, workbooks, .pdf, .ofd, .txt and others), or folders of them
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Category for all of them: its path, or its folder in content/ (default: the column that the page names)
    #[arg(long, short, value_name = "CATEGORY")]
    pub category: Option<String>,
    /// Column of each document by the folder that its file lies in; a folder that is no column is named
    #[arg(long, conflicts_with = "category")]
    pub category_from_folder: bool,
    /// Give the next free index numbers, by index_number.next of mulu.yaml, to documents whose originals state none
    #[arg(long)]
    pub assign_numbers: bool,
    /// Tables among the files (.xlsx, .xls, .csv, .json) are ledgers with a row for each document; FILE says which column is which field, and is proposed if it is missing
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Write a report to a new file: every value with its place and how sure it is, duplicates, what was refused; its ending, .xlsx, .html or .csv, is its form
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Say what would be imported; writes nothing but the report
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
    /// Only documents whose facet NAME has this value; the site's index says which facets there are
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
    /// No document with one of these terms
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
    /// Include drafts: a site for review in a folder of its own, never in the published site
    #[arg(long)]
    pub drafts: bool,
    /// Ignore the cache
    #[arg(long)]
    pub force: bool,
    /// Say how long each phase took
    #[arg(long)]
    pub timings: bool,
    /// Say how large the search index is, and what usual queries load
    #[arg(long)]
    pub stats: bool,
    /// Write what was added, changed and removed to a file, in an order that is safe to upload in.
    #[arg(long, value_name = "FILE")]
    pub changes: Option<PathBuf>,
}

#[derive(Args)]
pub(in crate::cli) struct Book {
    /// Column (path or name), year or issuing body
    pub what: Option<String>,
    /// Column, by its path or its name; the columns below it belong to it
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
    /// Folder that becomes the package (default: archive/YEAR in the site's folder)
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// SSH key to sign the package with, by ssh-keygen
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,
    /// Make a zip file for transport as well
    #[arg(long)]
    pub zip: bool,
    /// Replace the package of that year
    #[arg(long)]
    pub force: bool,
}

#[derive(Args)]
pub(in crate::cli) struct Serve {
    /// Port to listen at (default: the first free one from 1111)
    #[arg(short, long, value_name = "N")]
    pub port: Option<u16>,
    /// Address to listen at; any but this one lets other computers look
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
    /// Form of the file (default: by its ending, else csv). ndjson: one document with its text a line
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
