//! Takes the plan, and each document's text with its body; gives the faults that an inspection
//! would find.
//!
//! A rule is a small file that names its codes and what it looks at. `build` and `check` run all
//! `RULES`. `diag` has the meaning, severity and legal basis of each code. This room must not know
//! templates or sinks (destinations of files).

pub mod annual_report;
mod category;
mod columns;
mod confidential;
mod contradiction;
mod copies;
mod gaps;
mod reviews;
mod credit_code;
mod disguised;
mod distant;
mod editor;
mod empty;
mod facts;
mod interpretation;
mod local_address;
mod invisible;
mod lent;
mod letters_in_number;
mod lines;
mod notices;
mod names;
mod near_names;
mod past;
mod personal;
mod placeholders;
mod prose;
mod publication;
mod published;
mod articles;
mod relation_order;
mod second;
mod twins;
mod unstated_repeal;
mod unused;
mod waived;
mod words;
mod years;

pub use category::missing as missing_category;
pub use credit_code::is_mistyped;
pub use published::{Record, gone_file, is_about_published};

pub use waived::{Checked, waive};

use crate::attachment::Passage;
use crate::catalogue::{Entry, Field, Waiver};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Error, Message, Place, Words, words};
use crate::fold::Letters;
use crate::plan::Plan;
use crate::relate::{DocumentId, Edge, Target};
use crate::resolve::{Attached, Resolved};
use crate::source::{FileId, Sources};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// One rule: what it may find and what it looks at.
pub struct Rule {
    /// The codes of the rule's findings.
    pub codes: &'static [Code],
    /// What the rule looks at.
    pub scope: Scope,
}

/// What a rule looks at, and how.
pub enum Scope {
    /// One document: its front matter, text and body. Findings are cached until the document or the
    /// configuration changes, so a rule sees neither the current day nor other documents. A rule
    /// that needs both text and catalogue stores facts with `Sources::remember` and judges them in
    /// the scope `Catalogue`.
    Document(fn(&Document<'_>, &mut Vec<Diagnostic>)),
    /// The files of one document: its source and attachments. A rule for files runs every time;
    /// `Sources::remember` caches what it reads from unchanged files.
    Files(fn(&Files<'_>, &mut Vec<Diagnostic>) -> Result<(), Error>),
    /// All documents together.
    Catalogue(fn(&Plan<'_>, &Sources, &mut Vec<Diagnostic>)),
}

/// The rules of all three scopes. Those of one scope run together, in this order. [`used_files`],
/// [`published`] and [`waive`] are called separately.
pub const RULES: &[Rule] = &[
    personal::RULE,
    contradiction::RULE,
    notices::RULE,
    disguised::RULE,
    credit_code::RULE,
    letters_in_number::RULE,
    years::RULE,
    words::RULE,
    invisible::RULE,
    second::RULE,
    prose::RULE,
    prose::CITATIONS,
    prose::CITED,
    columns::RULE,
    category::RULE,
    publication::RULE,
    twins::RULE,
    interpretation::RULE,
    copies::RULE,
    past::RULE,
    names::RULE,
    annual_report::KIND,
    annual_report::PROSE,
    annual_report::YEARS,
    reviews::RULE,
    gaps::RULE,
    unstated_repeal::CLAUSES,
    unstated_repeal::RULE,
    relation_order::RULE,
    articles::RULE,
    distant::RULE,
    near_names::RULE,
    placeholders::IN_DOCUMENTS,
    placeholders::OF_THE_SITE,
    empty::RULE,
    editor::RULE,
    local_address::RULE,
];

/// The relations of published documents to documents of the catalogue: the acting document, the
/// relation, and the other document.
fn relations<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = (&'p Entry, &'p Edge, &'p Entry)> {
    let acts = |id: &'p DocumentId| plan.related.acts(*id).iter().map(move |edge| (id, edge));
    plan.documents()
        .iter()
        .flat_map(acts)
        .filter_map(|(id, edge)| match edge.target {
            Target::Entry(other) => Some((plan.entry(*id), edge, plan.entry(other))),
            Target::Elsewhere { .. } => None,
        })
}

/// What mulu examines to find a fault with this code, in words for the user.
pub fn looks_at(code: Code) -> Words {
    let rule = RULES.iter().find(|rule| rule.codes.contains(&code));
    match rule.map(|rule| &rule.scope) {
        Some(Scope::Document(_)) => words("单篇文档", "one document"),
        Some(Scope::Files(_)) => words(
            "文档的正文、名称和附件",
            "a document's text, names and files",
        ),
        Some(Scope::Catalogue(_)) => words("全部文档", "all documents together"),
        None if code.command() == Some("import") => words(
            "旧文件，只在 mulu import 时检查",
            "an old file, by `mulu import` alone",
        ),
        None if [Code::MemberLeftOut, Code::PortalConfig].contains(&code) => words(
            "门户的成员，在 mulu join 和 mulu due 门户配置文件时检查",
            "the members of a portal, by `mulu join` and `mulu due PORTAL.yaml`",
        ),
        None if code.command() == Some("join") => words(
            "门户的成员，只在 mulu join 时检查",
            "the members of a portal, by `mulu join` alone",
        ),
        None if code.command() == Some("new") => words(
            "新建的文档，只在 mulu new 时检查",
            "a new document, by `mulu new` alone",
        ),
        None if code.name().starts_with("published-") => words(
            "全部文档和上次发布的网站",
            "all documents together, and the site published last",
        ),
        None if code.name().starts_with("theme-") => words(
            "站点自己的主题，和用它生成的样页",
            "the site's own theme, and sample pages made with it",
        ),
        None if [Code::UnusedFile, Code::FileOfHiddenDocument].contains(&code) => {
            words("内容文件夹中的全部文件", "all files of the content folder")
        }
        None if code == Code::FindingWaived => words("全部检查结果", "all findings"),
        None => words("所读的文件", "the file that is read"),
    }
}

/// A document as the rules see it.
pub struct Document<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The site's files.
    pub sources: &'a Sources,
    /// The front matter.
    pub entry: &'a Entry,
    /// The whole file.
    pub text: &'a str,
    /// What one pass over the file found: the characters of the text, the places of its signs (all
    /// characters except the usual Chinese ones), and the pairs of characters of the whole file.
    letters: Letters,
    /// The body, with the files that go with it.
    pub resolved: &'a Resolved,
    /// The file's path as messages show it.
    pub path: String,
    /// For each code, the number of findings for which a place was requested.
    placed: RefCell<BTreeMap<Code, usize>>,
}

/// The maximum number of findings with one code in one document that get a place. Finding a place
/// is slow, because lines are counted from the start of the text.
const MOST_PLACED: usize = 200;

impl Document<'_> {
    fn at(&self, message: Message, range: Range<usize>) -> Diagnostic {
        let finding = Diagnostic::new(message);
        let mut placed = self.placed.borrow_mut();
        let count = placed.entry(finding.code()).or_default();
        *count += 1;
        if *count > MOST_PLACED {
            return finding.in_file(&self.path);
        }
        finding.at(Place::new(&self.path, self.text, range))
    }

    fn at_field(&self, message: Message, field: Field) -> Diagnostic {
        self.at(message, self.entry.span(field))
    }
}

/// A document's files as the rules see them.
pub struct Files<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The site's files.
    pub sources: &'a Sources,
    /// The front matter.
    pub entry: &'a Entry,
    /// The files that go with the document.
    pub files: &'a [Attached],
    /// Whether the text of the files is wanted.
    wanted: Wanted,
    /// What was read of each file.
    readings: RefCell<Vec<Reading>>,
}

/// What is wanted when a document's files are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The findings alone.
    Findings,
    /// Also the text of the files.
    Text,
}

/// What was read of a file.
#[derive(Debug, Default)]
pub struct Reading {
    /// What the file contains.
    pub state: State,
    /// The text of the file, if it was wanted.
    pub passages: Vec<Passage>,
}

/// How much of a file a search can find.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It has no text, and nothing in it was unreadable.
    #[default]
    Nothing,
    /// It has text, with this number of characters.
    Text(usize),
    /// It gave no text, and at least one part of it is a picture of a page.
    Scanned,
    /// It has tracked changes or comments, so deleted text cannot be told from the rest.
    Revisions,
    /// It gave no text, because something could not be read.
    Unread,
}

/// Runs the rules that look at one document.
pub fn document(
    config: &Config,
    sources: &Sources,
    entry: &Entry,
    text: &str,
    resolved: &Resolved,
) -> Vec<Diagnostic> {
    let document = Document {
        config,
        sources,
        entry,
        text,
        letters: Letters::and_words(text, entry.body_start, words::BUILT_IN.index()),
        resolved,
        path: sources.file(entry.file).shown(),
        placed: RefCell::default(),
    };
    let mut findings = Vec::new();
    for rule in RULES {
        if let Scope::Document(look) = rule.scope {
            look(&document, &mut findings);
        }
    }
    findings
}

/// Runs the rules that look at a document's files.
pub fn files(
    config: &Config,
    sources: &Sources,
    entry: &Entry,
    files: &[Attached],
) -> Result<Vec<Diagnostic>, Error> {
    read_files(config, sources, entry, files, Wanted::Findings).map(|(findings, _)| findings)
}

/// Runs the rules that look at a document's files; also gives what was read of each file.
pub fn read_files(
    config: &Config,
    sources: &Sources,
    entry: &Entry,
    files: &[Attached],
    wanted: Wanted,
) -> Result<(Vec<Diagnostic>, Vec<Reading>), Error> {
    let files = Files {
        config,
        sources,
        entry,
        files,
        wanted,
        readings: RefCell::default(),
    };
    let mut findings = Vec::new();
    for rule in RULES {
        if let Scope::Files(look) = rule.scope {
            look(&files, &mut findings)?;
        }
    }
    Ok((findings, files.readings.into_inner()))
}

/// The waivers without which a document would have errors.
pub fn needed_waivers<'a>(
    config: &'a Config,
    sources: &'a Sources,
    entry: &'a Entry,
    files: &'a [Attached],
) -> Result<Vec<&'a Waiver>, Error> {
    personal::needed(&Files {
        config,
        sources,
        entry,
        files,
        wanted: Wanted::Findings,
        readings: RefCell::default(),
    })
}

/// Reports content files that no document uses, and files of unpublished documents that a published
/// text uses. `used` lists the files of all documents, each with its document.
pub fn used_files(
    plan: &Plan<'_>,
    sources: &Sources,
    used: &[(FileId, FileId)],
) -> Vec<Diagnostic> {
    let files: HashSet<FileId> = used.iter().map(|(file, _)| *file).collect();
    let mut findings = unused::look(plan, sources, &files);
    findings.extend(lent::look(plan, sources, used));
    findings
}

/// Compares the catalogue with the last published site. Gives the findings, and the documents that
/// were public and are now missing.
pub fn published(plan: &Plan<'_>, sources: &Sources) -> (Vec<Diagnostic>, Vec<Record>) {
    published::look(plan, sources)
}

/// Runs the rules that look at all documents together.
pub fn catalogue(plan: &Plan<'_>, sources: &Sources) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Scope::Catalogue(look) = rule.scope {
            look(plan, sources, &mut findings);
        }
    }
    findings
}
