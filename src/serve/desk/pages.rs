//! Takes the state of the preview and the request for a page; gives that page of the desk. This
//! file must not know HTTP.

use super::changes::Changes;
use super::content::{Desk, count};
use super::form::{self, Faults, Sent};
use super::start;
use super::template::{print, text};
use super::view::{self, SEVERITIES};
use crate::diag::{Code, Diagnostic, Lang, severity_word};
use crate::fold::fold;
use crate::inventory::{Item, State};
use crate::serve::files::Files;
use crate::serve::page::Problem;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The maximum number of findings in a group.
const IN_GROUP: usize = 50;
/// The maximum number of groups on the page of the findings.
const GROUPS: usize = 100;
/// The maximum number of documents on a page of the list of documents.
const ON_PAGE: usize = 100;
/// The maximum number of entries in a list of the overview.
const SHORT: usize = 20;

/// The request for a page.
pub(in crate::serve) struct Asked<'a> {
    /// The path below the folder of the desk.
    pub path: &'a str,
    /// The parameters, each once.
    pub query: BTreeMap<String, String>,
    /// The script that reloads the page.
    pub reload: String,
    /// The secret token for writing.
    pub token: &'a str,
    /// The values sent with the form, and their faults.
    pub sent: Option<(&'a Sent, &'a Faults)>,
}

impl Asked<'_> {
    /// The value of a parameter; `None` if it is missing or empty.
    fn get(&self, name: &str) -> Option<&str> {
        self.query
            .get(name)
            .map(String::as_str)
            .filter(|v| !v.is_empty())
    }
}

/// The state of the preview, for the desk to show.
pub(in crate::serve) struct Look<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// The language of the desk.
    pub lang: Lang,
    /// The result of the last run that read the catalogue; `None` before the first such run.
    pub desk: Option<&'a Desk>,
    /// The files of the preview.
    pub files: Option<&'a Files>,
    /// The version of what is shown.
    pub version: u64,
    /// The reason why there is no newer site.
    pub problem: Option<&'a Problem>,
    /// The differences from the published site that were found last.
    pub changes: &'a Changes,
}

type Values = BTreeMap<&'static str, Value>;

/// The tabs of the desk: the path of each, and the key of its text in `texts.yaml`.
const TABS: [(&str, &str); 5] = [
    ("", "overview"),
    ("findings", "findings"),
    ("documents", "documents"),
    ("changes", "changes_tab"),
    ("new", "new"),
];

/// A page of the desk. It is `None` if the desk has no such page, or if the page for a new site is
/// requested and the site exists. An error is a fault in mulu.
pub(in crate::serve) fn page(look: &Look<'_>, asked: &Asked<'_>) -> Option<Result<String, String>> {
    let lang = look.lang;
    let is_start = asked.path == "start";
    if is_start && look.root.join("mulu.yaml").exists() {
        return None;
    }
    let heading = match is_start {
        true => "start",
        false => TABS.iter().find(|(path, _)| *path == asked.path)?.1,
    };
    let template = format!("{}.html", asked.path);
    let (template, values) = match look.desk {
        _ if is_start => ("start.html", new_site(look, asked)),
        None => ("empty.html", Values::new()),
        Some(desk) => {
            let page = Page { desk, lang };
            match asked.path {
                "" => ("overview.html", page.overview(look)),
                "findings" => (template.as_str(), page.findings(asked)),
                "documents" => (template.as_str(), page.documents(asked)),
                "new" => (template.as_str(), page.new_document(asked)),
                _ => (template.as_str(), page.changes(look)),
            }
        }
    };
    let heading = if heading == "new" {
        "new_heading"
    } else {
        heading
    };
    let frame = frame(look, asked, text(heading, lang));
    Some(print(
        template,
        lang,
        frame.into_iter().chain(values).collect(),
    ))
}

/// What the page for a new site shows.
fn new_site(look: &Look<'_>, asked: &Asked<'_>) -> Values {
    let (sent, faults) = (Sent::default(), Faults::default());
    let (sent, faults) = asked.sent.unwrap_or((&sent, &faults));
    start::values(sent, faults, asked.token, look.root, look.lang)
}

/// What every page of the desk shows.
fn frame(look: &Look<'_>, asked: &Asked<'_>, heading: &str) -> Values {
    let lang = look.lang;
    let is_start = asked.path == "start";
    let tabs: Vec<Value> = TABS
        .iter()
        .filter(|_| !is_start)
        .map(|(path, name)| json!({"path": path, "name": text(name, lang)}))
        .collect();
    let site = look.desk.map_or("mulu", |desk| &desk.title);
    // the form for a new site creates `mulu.yaml`, so the page with this form does not say that the
    // file is missing
    let problem = look
        .problem
        .filter(|_| !is_start)
        .map(|p| json!({"headline": p.headline(), "text": p.text()}));
    Values::from([
        ("tabs", json!(tabs)),
        ("here", json!(asked.path)),
        ("heading", json!(heading)),
        ("site", json!(site)),
        ("problem", json!(problem)),
        ("reload", json!(asked.reload)),
    ])
}

struct Page<'a> {
    desk: &'a Desk,
    lang: Lang,
}

/// A link that chooses what a page shows.
#[derive(Serialize)]
struct Choice {
    name: String,
    url: String,
    count: Option<usize>,
    on: bool,
}

impl Page<'_> {
    fn text(&self, key: &str) -> &'static str {
        text(key, self.lang)
    }

    fn counted(&self, key: &str, n: usize) -> String {
        self.text(key).replace("{n}", &n.to_string())
    }

    /// The sentence that says how many entries a list leaves out; `None` if it leaves out none.
    fn more(&self, key: &str, all: usize, shown: usize) -> Option<String> {
        let n = all.saturating_sub(shown);
        (n > 0).then(|| self.counted(key, n))
    }

    fn overview(&self, look: &Look<'_>) -> Values {
        let (desk, lang) = (self.desk, self.lang);
        let sums: Vec<Value> = SEVERITIES
            .iter()
            .zip(desk.counts())
            .map(|(&severity, count)| {
                let word = severity_word(severity, lang);
                json!({"severity": severity.name(), "word": word, "count": count})
            })
            .collect();
        let errors = || {
            let errors = desk.findings.iter();
            errors.filter(|f| view::is_of(f, Some("error")))
        };
        let waiting = |item: &&Item| matches!(item.state, State::Draft | State::Scheduled);
        let out = |item: &&Item| item.state != State::Published && !waiting(item);
        let documents = |choose: &dyn Fn(&&Item) -> bool| {
            let chosen = desk.items.iter().filter(choose).take(SHORT);
            let shown = chosen.map(|item| view::document(desk, item, lang));
            json!(shown.collect::<Vec<_>>())
        };
        let due = desk
            .due
            .iter()
            .take(SHORT)
            .map(|d| view::due(desk, d, lang));
        let shown_errors = errors().take(SHORT).map(|f| view::finding(desk, f, lang));
        Values::from([
            ("sums", json!(sums)),
            ("total", json!(desk.items.len())),
            ("has_editor", json!(desk.editor.is_some())),
            ("changes", self.compare(look)),
            ("errors", json!(shown_errors.collect::<Vec<_>>())),
            ("more_errors", json!(errors().count() > SHORT)),
            ("due", json!(due.collect::<Vec<_>>())),
            (
                "more_due",
                json!(self.more("more_findings", desk.due.len(), SHORT)),
            ),
            ("drafts", documents(&waiting)),
            ("left_out", documents(&out)),
            (
                "more_out",
                json!(
                    desk.items.iter().filter(waiting).count() > SHORT
                        || desk.items.iter().filter(out).count() > SHORT
                ),
            ),
        ])
    }

    fn compare(&self, look: &Look<'_>) -> Value {
        match look.files {
            Some(files) => {
                let found = look.changes.view(self.desk, files, look.version, self.lang);
                json!(found)
            }
            None => json!({"sum": self.text("nothing_made"), "any": false}),
        }
    }

    fn changes(&self, look: &Look<'_>) -> Values {
        Values::from([("changes", self.compare(look))])
    }

    fn findings(&self, asked: &Asked<'_>) -> Values {
        let (desk, lang) = (self.desk, self.lang);
        let severity = asked.get("severity");
        let code = asked.get("code");
        let by_code = asked.get("by") == Some("code") || code.is_some();
        let chosen = desk.findings.iter().filter(|f| {
            view::is_of(f, severity) && code.is_none_or(|code| f.code().name() == code)
        });
        let groups = if by_code {
            self.by_code(chosen)
        } else {
            self.by_document(chosen)
        };
        let shown: Vec<&Value> = groups.iter().take(GROUPS).collect();
        let url = |by: bool, severity: Option<&str>| {
            let by = if by { "by=code" } else { "by=document" };
            let severity = severity.map(|s| format!("&severity={s}"));
            format!("/-/desk/findings?{by}{}", severity.unwrap_or_default())
        };
        let mut choices = vec![
            Choice {
                on: !by_code,
                ..self.choice("by_document", url(false, severity), None)
            },
            Choice {
                on: by_code,
                ..self.choice("by_code", url(true, severity), None)
            },
            Choice {
                on: severity.is_none(),
                ..self.choice("all", url(by_code, None), Some(desk.findings.len()))
            },
        ];
        choices.extend(
            SEVERITIES
                .iter()
                .zip(desk.counts())
                .map(|(&s, count)| Choice {
                    name: severity_word(s, lang).to_owned(),
                    url: url(by_code, Some(s.name())),
                    count: Some(count),
                    on: severity == Some(s.name()),
                }),
        );
        Values::from([
            ("choices", json!(choices)),
            ("code", json!(code)),
            ("by_code", json!(by_code)),
            ("groups", json!(shown)),
            (
                "more_groups",
                json!(self.more("more_groups", groups.len(), GROUPS)),
            ),
        ])
    }

    /// A choice that is not selected.
    fn choice(&self, key: &str, url: String, count: Option<usize>) -> Choice {
        Choice {
            name: self.text(key).to_owned(),
            url,
            count,
            on: false,
        }
    }

    /// Groups findings by file. The groups with the most serious findings come first; among equals,
    /// first the group of the whole site, then the files in order.
    fn by_document<'f>(&self, findings: impl Iterator<Item = &'f Diagnostic>) -> Vec<Value> {
        let mut groups: BTreeMap<Option<&str>, Vec<&Diagnostic>> = BTreeMap::new();
        for finding in findings {
            // a finding about the whole folder `content` belongs to no file
            let file = finding.file.as_deref().filter(|file| *file != "content");
            groups.entry(file).or_default().push(finding);
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|(_, list)| list.iter().map(|f| f.severity).min());
        let group = |(file, list): (Option<&str>, Vec<&Diagnostic>)| {
            let item = file.and_then(|file| self.desk.of_file(file));
            let document = item.map(|item| view::document(self.desk, item, self.lang));
            let shown = file.map(crate::privacy::mask);
            let name = match (&document, &shown) {
                (Some(document), _) => document.title.clone(),
                (None, Some(file)) => file.clone().into_owned(),
                (None, None) => self.text("of_site").to_owned(),
            };
            let sub = document.as_ref().map_or("", |d| d.file.as_str());
            let page = document.as_ref().and_then(|d| d.page.clone());
            let edit = file.and_then(|file| self.desk.edit(file, 1, 1));
            self.group(name, sub, page, edit, &list)
        };
        groups.into_iter().map(group).collect()
    }

    /// Groups findings by their code. The groups with the most serious findings come first; among
    /// equals, the largest group.
    fn by_code<'f>(&self, findings: impl Iterator<Item = &'f Diagnostic>) -> Vec<Value> {
        let mut groups: BTreeMap<Code, Vec<&Diagnostic>> = BTreeMap::new();
        for finding in findings {
            groups.entry(finding.code()).or_default().push(finding);
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|(_, list)| (list[0].severity, usize::MAX - list.len()));
        let group = |(code, list): (Code, Vec<&Diagnostic>)| {
            self.group(code.name().to_owned(), "", None, None, &list)
        };
        groups.into_iter().map(group).collect()
    }

    fn group(
        &self,
        name: String,
        sub: &str,
        page: Option<String>,
        edit: Option<String>,
        list: &[&Diagnostic],
    ) -> Value {
        let counts = count(list.iter().copied());
        let counts = SEVERITIES.iter().zip(counts).filter(|(_, n)| *n > 0);
        let counts: Vec<String> = counts
            .map(|(&s, n)| format!("{} {n}", severity_word(s, self.lang)))
            .collect();
        let sub = format!("{sub} {}", counts.join(" · "));
        let shown = list.iter().take(IN_GROUP);
        let shown = shown.map(|f| view::finding(self.desk, f, self.lang));
        json!({
            "name": name,
            "sub": sub.trim(),
            "page": page,
            "edit": edit,
            "findings": shown.collect::<Vec<_>>(),
            "more": self.more("more_findings", list.len(), IN_GROUP),
        })
    }

    fn documents(&self, asked: &Asked<'_>) -> Values {
        let (desk, lang) = (self.desk, self.lang);
        let query = asked.get("q").unwrap_or_default();
        let state = asked.get("state");
        let words: Vec<String> = query.split_whitespace().map(fold).collect();
        let is_in_state = |item: &Item| match state {
            Some("hidden") => item.state != State::Published,
            Some(state) => item.state.code() == state,
            None => true,
        };
        let is_named = |item: &Item| {
            let of = [
                Some(item.title.as_str()),
                item.index_number.as_deref(),
                item.document_number.as_deref(),
                Some(item.file.as_str()),
            ];
            let of: Vec<String> = of.into_iter().flatten().map(fold).collect();
            words
                .iter()
                .all(|word| of.iter().any(|text| text.contains(word.as_str())))
        };
        let found: Vec<&Item> = desk
            .items
            .iter()
            .filter(|item| is_in_state(item) && is_named(item))
            .collect();
        let pages = found.len().div_ceil(ON_PAGE).max(1);
        let number = asked
            .get("page")
            .and_then(|n| n.parse().ok())
            .unwrap_or(1usize);
        let number = number.clamp(1, pages);
        let shown = found.iter().skip((number - 1) * ON_PAGE).take(ON_PAGE);
        let shown: Vec<_> = shown.map(|item| view::document(desk, item, lang)).collect();
        let base = "/-/desk/documents?".to_owned();
        let url = |state: Option<&str>, page: usize| {
            let mut all = form_urlencoded::Serializer::for_suffix(base.clone(), base.len());
            all.extend_pairs([("q", query)].into_iter().filter(|(_, q)| !q.is_empty()));
            all.extend_pairs(state.map(|s| ("state", s)));
            all.extend_pairs((page > 1).then(|| ("page", page.to_string())));
            all.finish()
        };
        let links = (1..=pages)
            .filter(|_| pages > 1)
            .map(|n| json!({"name": n.to_string(), "url": url(state, n), "on": n == number}));
        Values::from([
            ("q", json!(query)),
            ("state", json!(state)),
            ("choices", json!(self.states(&|state| url(state, 1), state))),
            ("sum", json!(self.counted("found", found.len()))),
            ("documents", json!(shown)),
            ("words", json!(SEVERITIES.map(|s| severity_word(s, lang)))),
            ("pages", json!(links.collect::<Vec<_>>())),
        ])
    }

    fn new_document(&self, asked: &Asked<'_>) -> Values {
        let (sent, faults) = (Sent::default(), Faults::default());
        let (sent, faults) = asked.sent.unwrap_or((&sent, &faults));
        let mut values = form::values(self.desk, sent, faults, asked.token, self.lang);
        let made = asked.get("made").filter(|_| faults.is_empty());
        let made = made.filter(|file| file.starts_with("content/"));
        let made = made.map(|file| form::made(self.desk, file, self.lang));
        values.insert("made", json!(made));
        values
    }

    /// The choices for the list of documents: all, all that are not published, and each state that
    /// occurs.
    fn states(&self, url: &dyn Fn(Option<&str>) -> String, chosen: Option<&str>) -> Vec<Choice> {
        let items = &self.desk.items;
        let mut counts: BTreeMap<State, usize> = BTreeMap::new();
        for item in items {
            *counts.entry(item.state).or_default() += 1;
        }
        let hidden = items.len() - counts.get(&State::Published).copied().unwrap_or_default();
        let mut all = vec![
            Choice {
                on: chosen.is_none(),
                ..self.choice("all", url(None), Some(items.len()))
            },
            Choice {
                on: chosen == Some("hidden"),
                ..self.choice("state_hidden", url(Some("hidden")), Some(hidden))
            },
        ];
        all.extend(counts.into_iter().map(|(state, count)| {
            let code = state.code();
            Choice {
                on: chosen == Some(code),
                ..self.choice(&format!("state_{code}"), url(Some(code)), Some(count))
            }
        }));
        all
    }
}
