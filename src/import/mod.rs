//! Takes old web pages, office files, texts and ledgers; gives content files and a record of each
//! original, with the place of every value and every doubt. Missing and inferred information is
//! reported. The head of an original becomes comments, which are never published. This room must
//! not know the site.

mod assemble;
mod at;
mod column;
mod comments;
mod doubts;
mod duplicates;
mod finding;
mod folder;
mod form;
mod furniture;
mod head;
mod html;
mod label;
mod ledger;
mod lines;
mod list;
mod markdown;
mod office;
mod page;
mod read;
mod record;
mod repair;
pub mod report;
mod sum;
mod table;
mod text;
mod there;
mod traits;
mod vocabulary;
mod word;

pub use assemble::Imported;
pub use duplicates::{Group, Member, Sameness};
pub use ledger::{Ledger, Mapping, Met, Row, Tables as LedgerTables, Way};
pub use list::{Listed, Tables, list};
pub use record::{Fate, Reading, Record, Sure};
pub use sum::{Kind as FindingKind, sum};

use crate::attachment::guarded;
use crate::catalogue::{self, Catalogue, Field};
use crate::config::Config;
use crate::diag::{Diagnostic, Error, Lang, words};
use crate::draft::Series;
use crate::source::Sources;
use assemble::{Target, assemble, settle};
use at::At;
use column::{Columns, Said};
use finding::{corrected, doubtful, failed};
use head::{Head, Value};
use list::{Kind, Old};
use page::Page;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use there::There;

/// What the user asked for besides the files.
#[derive(Debug, Default)]
pub struct Choices<'a> {
    /// The folder in `content/` for new documents, unless the folder of a file decides. Without
    /// both, the column that the page names decides, or else the document is in `content/` itself.
    pub folder: Option<&'a str>,
    /// Whether the folder of a file decides its column.
    pub columns: ByFolder,
    /// How a document without an index number is treated.
    pub numbers: Unnumbered,
    /// The ledgers whose rows belong to the files.
    pub ledger: Option<Ledger>,
}

/// Whether the folder of a file decides its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ByFolder {
    /// The folder is ignored.
    #[default]
    No,
    /// A folder with the name of a column decides.
    Yes,
}

/// How a document without an index number is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unnumbered {
    /// The document stays without an index number.
    #[default]
    Left,
    /// The document gets the next free index number.
    Numbered,
}

/// The result of importing some old files.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The records: first of originals and rows, in the order of reading, then of other files.
    pub records: Vec<Record>,
    /// Findings about new and corrected documents and about refused files, and the remarks.
    pub findings: Vec<Diagnostic>,
    /// Documents that may be the same.
    pub groups: Vec<Group>,
    /// Addresses of attachments that were not found beside their page, each with its page.
    pub unfetched: Vec<(String, String)>,
    /// Findings that belong to no single original.
    pub remarks: Vec<Diagnostic>,
    /// The ledgers, with the result of each row.
    pub ledger: Option<Ledger>,
    /// The number of documents of earlier runs without an index number, if numbers were requested.
    pub unnumbered: usize,
}

impl Outcome {
    /// The number of originals with this fate.
    pub fn count(&self, fate: &Fate) -> usize {
        self.records.iter().filter(|r| r.fate == *fate).count()
    }
}

/// Receives each new document as soon as it is made.
pub type Sink<'a> = dyn FnMut(&Imported) -> Result<(), Error> + 'a;

/// Reads old files, hands over each new document, and gives a record of every original. `progress`
/// receives the number of files already read and that of all files. If documents get index numbers,
/// all files are read twice, and the count starts again.
pub fn read(
    config: &Config,
    sources: &Sources,
    listed: Listed,
    choices: Choices<'_>,
    sink: &mut Sink<'_>,
    progress: &dyn Fn(usize, usize),
) -> Result<Outcome, Error> {
    let (catalogue, _) = catalogue::read(sources, config)?;
    // pages come first, because their attachments become no documents of their own
    let (pages, others): (Vec<&Old>, Vec<&Old>) =
        listed.olds.iter().partition(|old| old.kind == Kind::Html);
    let all: Vec<&Old> = pages.into_iter().chain(others).collect();
    let series = match choices.numbers {
        Unnumbered::Left => None,
        Unnumbered::Numbered => {
            // all stated numbers are collected first, because a later original may state the next
            // free number
            let mut used = stated_numbers(&all, progress);
            used.extend(
                choices
                    .ledger
                    .iter()
                    .flat_map(Ledger::index_numbers)
                    .map(str::to_owned),
            );
            Some(series(config, &catalogue, used)?)
        }
    };
    let mut run = Run {
        config,
        folder: choices.folder,
        columns: (choices.columns == ByFolder::Yes).then(|| Columns::of(config)),
        strange: BTreeMap::new(),
        series,
        ledger: choices.ledger,
        there: There::new(sources, &catalogue),
        sink,
        outcome: Outcome::default(),
        paths: BTreeSet::new(),
        needed: BTreeMap::new(),
        secret: BTreeMap::new(),
    };
    for (n, old) in all.iter().enumerate() {
        run.import(old);
        progress(n + 1, all.len());
    }
    run.rows(&listed);
    run.doubt_secret_attachments();
    run.close(&listed);
    run.remark();
    run.outcome.ledger = run.ledger.take();
    run.outcome.groups = duplicates::groups(&run.outcome.records, &catalogue, sources);
    Ok(run.outcome)
}

/// The page and the head of an original. A file on which the reading code panics is refused as
/// damaged.
fn page_of(old: &Old) -> Result<(Page, Head), Box<Diagnostic>> {
    let made = guarded(AssertUnwindSafe(|| {
        let page = read::read(old)?;
        let head = head::read(&page);
        Ok((page, head))
    }));
    made.unwrap_or_else(|| Err(read::broken(old)))
}

/// The index numbers that originals state.
fn stated_numbers(all: &[&Old], progress: &dyn Fn(usize, usize)) -> Vec<String> {
    let mut numbers = Vec::new();
    for (n, old) in all.iter().enumerate() {
        if let Ok((_, head)) = page_of(old)
            && let Some(number) = head.fields.get(&Field::IndexNumber)
        {
            numbers.push(number.texts.concat());
        }
        progress(n + 1, all.len());
    }
    numbers
}

/// The series of the next free index numbers; an error if the configured pattern refuses the first.
fn series(config: &Config, catalogue: &Catalogue, mut used: Vec<String>) -> Result<Series, Error> {
    let entries = catalogue.iter().map(|(_, entry)| entry);
    let entries = entries.chain(catalogue.rejected());
    used.extend(entries.filter_map(|e| e.index_number.clone()));
    let used: Vec<&str> = used.iter().map(String::as_str).collect();
    let series = Series::new(config, &used);
    let first = series.clone().take();
    match &config.index_number_pattern {
        Some(pattern) if !pattern.is_match(&first) => Err(config.refuse(
            "index_number",
            words(
                format!(
                    "规定了索引号的形式（pattern），但没有规定怎样编下一个号（next），推断的“{first}”\
                     不合规定；请写明 next，例如 next: 'XX/{{year}}-{{serial:5}}'"
                ),
                format!(
                    "it has a `pattern` but no `next`, and `{first}` does not match; \
                     write one, such as next: 'XX/{{year}}-{{serial:5}}'"
                ),
            ),
        )),
        _ => Ok(series),
    }
}

struct Run<'a> {
    config: &'a Config,
    /// The folder in `content/` that the user requested.
    folder: Option<&'a str>,
    /// The columns, if the folder of a file decides its column.
    columns: Option<Columns<'a>>,
    /// Folders that bear no column's name, each with the number of its files.
    strange: BTreeMap<String, usize>,
    /// The numbers for documents without one, if the user requested them.
    series: Option<Series>,
    ledger: Option<Ledger>,
    there: There<'a>,
    sink: &'a mut Sink<'a>,
    outcome: Outcome,
    /// The paths of the documents of this run, in lower case.
    paths: BTreeSet<String>,
    /// The files on the disk that belong to originals, each with the original that took it.
    needed: BTreeMap<PathBuf, String>,
    /// The old files that restrict their own disclosure, each with the restriction.
    secret: BTreeMap<PathBuf, String>,
}

impl Run<'_> {
    /// The original whose document has taken a file.
    fn taken_by(&self, path: &Path) -> Option<String> {
        path.canonicalize()
            .ok()
            .and_then(|p| self.needed.get(&p).cloned())
    }

    /// Imports one file.
    fn import(&mut self, old: &Old) {
        let made = page_of(old);
        // a file taken by a page as its attachment becomes no document, and its faults are not
        // reported
        let taken = self.taken_by(&old.path).filter(|_| old.kind != Kind::Html);
        if let (Ok((_, head)), Ok(place)) = (&made, old.path.canonicalize())
            && let Some(disclosure) = head.fields.get(&Field::Disclosure)
        {
            self.secret.insert(place, disclosure.texts.concat());
        }
        match (made, taken) {
            (_, Some(page)) => self.attached(&old.shown, page),
            (Ok((page, _)), None) if !page.unread.is_empty() => self.wait(old, page),
            (Ok((mut page, mut head)), None) => {
                if let Some(ledger) = &mut self.ledger {
                    ledger.meet(&old.shown, &old.path, &mut page, &mut head);
                }
                self.make(old, page, head);
            }
            (Err(finding), None) => self.refuse(&old.shown, *finding),
        }
    }

    /// Refuses a page, because one of its files exists but cannot be read. An imported page would
    /// stay incomplete, because the next run keeps a document that exists.
    fn wait(&mut self, old: &Old, page: Page) {
        let read = page.taken.into_iter().map(|(_, place)| place);
        let (unread, mut findings): (Vec<_>, Vec<_>) = page.unread.into_iter().unzip();
        let own = |place| (place, old.shown.clone());
        self.needed.extend(read.chain(unread).map(own));
        self.outcome.findings.extend(findings.iter().cloned());
        findings.push(failed(
            &old.shown,
            words(
                "网页的附件或图片无法读取，没有导入",
                "an attachment or image of the page cannot be read, so the page was not imported",
            ),
            words(
                "请关闭正在使用该文件的程序，或检查其权限，再导入一次。",
                "Close the program that uses the file, or look at its permissions; then import again.",
            ),
        ));
        self.outcome.findings.extend(findings.last().cloned());
        let record = Record::without(&old.shown, Fate::Refused, findings);
        self.outcome.records.push(record);
    }

    /// Makes the document of one file, unless it was made before or would overwrite a file.
    fn make(&mut self, old: &Old, mut page: Page, mut head: Head) {
        let named = page.unfetched.iter();
        self.outcome
            .unfetched
            .extend(named.map(|address| (address.clone(), old.shown.clone())));
        let (old, folder, placed) = self.place(old, &mut page, &mut head);
        let (old, page, config) = (&old, &page, self.config);
        let script = self.there.usual_script(config, &folder);
        let targets = || old.stems().map(|stem| Target::new(&folder, stem, script));
        let is_numbered = self.series.is_some() && !head.fields.contains_key(&Field::IndexNumber);
        // a document of an earlier run keeps its number, so the comparison uses this number
        let known = targets()
            .take_while(|target| self.there.is_file(&target.path()))
            .find_map(|target| {
                let script = self.there.script(&target.path()).unwrap_or(script);
                let target = target.written_in(script);
                let number = self.there.index_number(&target.path());
                let head = match number.filter(|_| is_numbered) {
                    Some(number) => numbered(&head, number),
                    None => head.clone(),
                };
                let imported = assemble(config, old, page, &head, &target);
                self.there.has_all(&imported).then_some((imported, head))
            });
        if let Some((known, head)) = known {
            return self.known(&known, &head, placed.as_ref(), Fate::Unchanged);
        }
        let free = targets().find(|target| !self.paths.contains(&target.path().to_lowercase()));
        let Some(target) = free else {
            return;
        };
        let mut imported = assemble(config, old, page, &head, &target);
        if let Some(path) = self.there.corrected(&imported, &head, &self.paths) {
            let mut notes = vec![corrected(&old.shown, &path)];
            notes.extend(
                self.there
                    .lacks(&imported)
                    .map(|name| not_added(&path, &name)),
            );
            self.outcome.findings.extend(notes.iter().cloned());
            if is_numbered && let Some(number) = self.there.index_number(&path) {
                head = numbered(&head, number);
                imported = assemble(config, old, page, &head, &target);
            }
            imported.findings = notes;
            imported.path = path;
            return self.known(&imported, &head, placed.as_ref(), Fate::Corrected);
        }
        if let Some(shown) = self.there.in_the_way(&imported) {
            self.claim(&imported);
            return self.refuse(&old.shown, not_overwritten(old, &shown));
        }
        if let Some(series) = self.series.as_mut().filter(|_| is_numbered) {
            head = numbered(&head, series.take());
            imported = assemble(config, old, page, &head, &target);
        }
        self.claim(&imported);
        if let Err(error) = (self.sink)(&imported) {
            return self.refuse(&old.shown, unwritten(old, &error));
        }
        let record = Record::of(&imported, &head, placed.as_ref(), Fate::New);
        self.outcome.records.push(record);
    }

    /// The original without the folders that decided its column, the folder of its document in
    /// `content/`, and what decided this folder. The last is `None` if nothing decided it, or if
    /// the front matter states the category.
    fn place(&mut self, old: &Old, page: &mut Page, head: &mut Head) -> (Old, String, Option<At>) {
        let stated = head.fields.get(&Field::Category).cloned();
        let (mut old, mut by_folder) = (old.clone(), None);
        match self.columns.as_ref().map(|columns| columns.said(&old)) {
            None => {}
            Some(Said::Folder(folder, depth)) => {
                old = old.below(depth);
                by_folder = Some(folder);
            }
            Some(Said::Nothing) => {
                *self.strange.entry(old.folders().join("/")).or_default() += 1;
            }
            Some(Said::Several(paths)) => page.doubt(
                format!(
                    "所在文件夹的名称是几个栏目共有的，没有取用：{}",
                    paths.join("、")
                ),
                format!(
                    "its folder has the name of several columns: {}",
                    paths.join(", ")
                ),
            ),
        }
        let at = match (&by_folder, self.folder, &stated) {
            (Some(_), _, _) => Some(At::Folder(old.folders().join("/"))),
            (None, Some(_), _) => Some(At::Command),
            (None, None, Some(value)) => Some(value.at.clone()),
            (None, None, None) => None,
        };
        let asked = by_folder.as_deref().or(self.folder);
        let folder = settle(self.config, head, asked);
        let is_kept = head.fields.contains_key(&Field::Category);
        if let (Some(folder), Some(value)) = (&by_folder, stated) {
            let named = value.texts.concat();
            let column = self.config.column(named.trim());
            if column.is_none_or(|c| c.path != *folder) {
                page.doubt(
                    format!("原件写的栏目是“{named}”，按所在文件夹归入“{folder}”"),
                    format!("the original names the column `{named}`; its folder says `{folder}`"),
                );
            }
        }
        (old, folder, at.filter(|_| !is_kept))
    }

    /// Makes documents from ledger rows without a file: those with the text of the document, or all
    /// if only ledgers were named.
    fn rows(&mut self, listed: &Listed) {
        let Some(ledger) = &mut self.ledger else {
            return;
        };
        let is_alone = listed.olds.is_empty() && listed.folders().next().is_none();
        let rows = ledger.rows().iter().enumerate();
        let made: Vec<usize> = rows
            .filter(|(_, row)| row.met == Met::Nothing && (is_alone || row.text().is_some()))
            .map(|(n, _)| n)
            .collect();
        let path = listed.ledgers().first().map(|(path, _)| path.clone());
        for n in made {
            let Some(ledger) = &mut self.ledger else {
                return;
            };
            let row = &ledger.rows()[n];
            let mut page = read::written(row.text().unwrap_or_default());
            let old = Old::of_row(path.as_deref().unwrap_or(Path::new("")), row);
            page.name = None;
            let mut head = head::read(&page);
            ledger.fill(n, &mut head);
            ledger.made(n);
            self.make(&old, page, head);
        }
    }

    /// Reports folders that bear no column's name, faults of the ledgers, and rows without a file.
    fn remark(&mut self) {
        let mut remarks = Vec::new();
        for (folder, n) in &self.strange {
            let what = words(
                format!("文件夹“{folder}”不是本站的栏目，其中 {n} 个文件没有按文件夹归类"),
                format!("no column of this site has the name of the folder `{folder}` ({n} files)"),
            );
            remarks.push(doubtful(what).in_file(folder));
        }
        if let Some(ledger) = &mut self.ledger {
            remarks.append(&mut ledger.findings);
            for row in ledger.rows().iter().filter(|row| row.met == Met::Nothing) {
                let (place, title) = (&row.place, row.value(Field::Title));
                let what = words(
                    format!("{}没有对应的文件：“{title}”", place.zh),
                    format!("no file was found for {}: `{title}`", place.en),
                );
                remarks.push(doubtful(what).in_file(&row.name));
            }
        }
        self.outcome.findings.extend(remarks.iter().cloned());
        self.outcome.remarks = remarks;
    }

    /// Records the path and the files of a document, so that no other document takes them.
    fn claim(&mut self, imported: &Imported) {
        self.paths.insert(imported.path.to_lowercase());
        let places = imported.places.iter().cloned();
        self.needed
            .extend(places.map(|place| (place, imported.from.clone())));
    }

    /// Records a document that was on the site before.
    fn known(&mut self, imported: &Imported, head: &Head, placed: Option<&At>, fate: Fate) {
        self.claim(imported);
        let is_without = !head.fields.contains_key(&Field::IndexNumber);
        self.outcome.unnumbered += usize::from(self.series.is_some() && is_without);
        self.outcome
            .records
            .push(Record::of(imported, head, placed, fate));
    }

    fn attached(&mut self, shown: &str, page: String) {
        let record = Record::without(shown, Fate::Attached(page), Vec::new());
        self.outcome.records.push(record);
    }

    fn refuse(&mut self, shown: &str, finding: Diagnostic) {
        self.outcome.findings.push(finding.clone());
        let record = Record::without(shown, Fate::Refused, vec![finding]);
        self.outcome.records.push(record);
    }

    /// Adds a doubt to each new document with an attachment that states that it is not public; then
    /// adds the findings of all new documents to the outcome.
    fn doubt_secret_attachments(&mut self) {
        let new = |r: &&mut Record| r.fate == Fate::New;
        for record in self.outcome.records.iter_mut().filter(new) {
            for place in &record.places {
                let Some(secret) = self.secret.get(place) else {
                    continue;
                };
                let name = place.file_name().unwrap_or_default().to_string_lossy();
                let what = words(
                    format!("附件“{name}”自己写明不公开（{secret}），请移去"),
                    format!(
                        "the attachment {name} states that it is not public ({secret}); \
                         remove it"
                    ),
                );
                record.findings.push(doubtful(what).in_file(&record.path));
            }
        }
        let new = self.outcome.records.iter().filter(|r| r.fate == Fate::New);
        let findings: Vec<Diagnostic> = new.flat_map(|r| r.findings.iter().cloned()).collect();
        self.outcome.findings.extend(findings);
    }

    /// Makes records of the files that become no document: refused files, ledgers, and parts of
    /// pages. A refused file or a part that a page has taken is recorded as an attachment.
    fn close(&mut self, listed: &Listed) {
        for (path, finding) in &listed.refused {
            let shown = finding.file.clone().unwrap_or_default();
            match self.taken_by(path) {
                Some(page) => self.attached(&shown, page),
                None => self.refuse(&shown, finding.clone()),
            }
        }
        for (_, shown) in listed.ledgers() {
            let record = Record::without(shown, Fate::Ledger, Vec::new());
            self.outcome.records.push(record);
        }
        for (path, shown) in &listed.parts {
            let fate = self.taken_by(path).map_or(Fate::Part, Fate::Attached);
            let record = Record::without(shown, fate, Vec::new());
            self.outcome.records.push(record);
        }
    }
}

/// A copy of a head with this index number. Its place is `Counted`, because no original states it.
fn numbered(head: &Head, number: String) -> Head {
    let mut head = head.clone();
    let value = Value {
        texts: vec![number],
        doubt: None,
        at: At::Counted,
    };
    head.fields.insert(Field::IndexNumber, value);
    head
}

/// The finding for a document that could not be written.
fn unwritten(old: &Old, error: &Error) -> Diagnostic {
    let reason = words(error.message(Lang::Zh), error.message(Lang::En));
    let remedy = words(
        "处理后重新导入。",
        "Solve the problem and import the file again.",
    );
    failed(&old.shown, reason, remedy)
}

/// The finding for a file that is beside an original but was not imported with it.
fn not_added(path: &str, name: &str) -> Diagnostic {
    let what = words(
        format!("原件带有文档没有的文件“{name}”，没有加入；请自行加入，或移走文档再导入"),
        format!(
            "the original has the file `{name}`, which the document lacks and which was not added; \
             add it, or move the document away and import again"
        ),
    );
    doubtful(what).in_file(&format!("content/{path}"))
}

/// The finding for an original whose document would overwrite a file.
fn not_overwritten(old: &Old, shown: &str) -> Diagnostic {
    let reason = words(
        format!("“{shown}”已存在，不予覆盖"),
        format!("{shown} exists and is not overwritten"),
    );
    let remedy = words(
        "要重新导入，请先移走或改名原来的文件。",
        "To import it again, move or rename the file that is there.",
    );
    failed(&old.shown, reason, remedy)
}
