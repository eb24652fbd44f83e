//! Takes the members of a portal (published sites or archive packages); gives one catalogue over
//! all of them to the sink. The documents' pages stay with the members.
//!
//! A member is verified first. What it publishes is treated as a stranger's data: checked
//! (`trust`), escaped and limited in size. A member that fails a check is left out with a reason.
//! This room must not know how a site is made.

mod changes;
mod disk;
mod feed;
mod joined;
mod ledger;
mod lists;
mod member;
mod package;
mod pages;
mod relations;
mod rows;
mod stale;
mod standing;
mod trust;

use crate::cache::{self, Cache};
use crate::config::{Config, Member, Portal};
use crate::diag::{Diagnostic, Error, Message, Words};
use crate::output::{Artifact, Sink};
use crate::render::{self, Around, Index, Outer};
use crate::search::{self, View};
use changes::Changes;
use joined::{Joined, Kind, List};
use member::Office;
use pages::{CHANGES, MEMBERS, Pages, RELATIONS, STALE, overview_text};
use rayon::prelude::*;
use relations::Relations;
pub use stale::{Task, What};
use standing::Standing;
use std::collections::HashSet;
use std::io::Write;
use std::path::Path;

/// The maximum number of columns in the frame of every page.
const COLUMNS: usize = 9;

/// Whether `mulu join` made the site in a folder. Only such a site has both the page of members and
/// the page of relations.
pub fn is_portal(folder: &Path) -> bool {
    let pages = [MEMBERS, RELATIONS];
    pages.iter().all(|page| folder.join(page).is_file())
}

/// The result of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The members that were left out.
    pub left_out: Vec<Diagnostic>,
    /// All other findings.
    pub findings: Vec<Diagnostic>,
    /// The number of members that were taken over. If it is 0, no portal was made, because an empty
    /// portal must not replace an earlier portal.
    pub members: usize,
    /// The number of documents of these members.
    pub documents: usize,
}

/// The verified members of a portal.
struct Opened<'p> {
    offices: Vec<Office<'p>>,
    missing: Vec<&'p Member>,
    left_out: Vec<Diagnostic>,
}

/// Verifies the members of the portal that is made in `output`.
fn open<'p>(portal: &'p Portal, output: &Path, cache: &Cache) -> Opened<'p> {
    let unpacked = portal.config.root.join(".mulu").join("packages");
    let opened: Vec<Result<Office<'_>, Words>> = portal
        .members
        .par_iter()
        .enumerate()
        .map(|(place, member)| member::open(member, place, output, &unpacked, cache))
        .collect();
    let (mut offices, mut missing, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (opened, member) in opened.into_iter().zip(&portal.members) {
        match opened {
            Ok(office) => offices.push(office),
            Err(reason) => {
                missing.push(member);
                let message = Message::MemberLeftOut {
                    member: member.title.clone().into(),
                    reason: trust::tidy(&reason).into(),
                };
                left_out.push(Diagnostic::new(message).at(member.place.clone()));
            }
        }
    }
    Opened {
        offices,
        missing,
        left_out,
    }
}

/// The tasks of the members that are due within a number of days or overdue. Also gives findings
/// for the members that were left out, whose tasks are unknown.
pub fn due(
    portal: &Portal,
    output: &Path,
    cache: &Cache,
    within: u32,
) -> (Vec<Task>, Vec<Diagnostic>) {
    let opened = open(portal, output, cache);
    let joined = Joined::new(opened.offices);
    let tasks = stale::tasks(&joined, &portal.config, within);
    (tasks, opened.left_out)
}

/// Makes the portal. `output` is its folder; relative addresses begin there.
pub fn join(
    portal: &Portal,
    output: &Path,
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<Outcome, Error> {
    let Opened {
        offices,
        missing,
        left_out,
    } = open(portal, output, cache);
    if offices.is_empty() {
        return Ok(Outcome {
            left_out,
            ..Outcome::default()
        });
    }
    let mut findings = no_address(portal);
    findings.extend(offices.iter().flat_map(member::dropped));
    let mut joined = Joined::new(offices);
    let config = &portal.config;
    let mut relations = Relations::find(&joined, config);
    findings.append(&mut relations.findings);
    let mut standing = Standing::find(&joined, &relations, config.as_of);
    findings.append(&mut standing.findings);
    joined.list_by_validity(|joined, doc| standing.validity(joined, doc));
    findings.extend(relations::collisions(&joined));
    findings.extend(relations::same_sites(&joined));
    let changes = changes::find(&joined, portal, cache);
    findings.extend(changes.iter().flat_map(|changes| changes.findings.clone()));
    let (token, ledgers) = rayon::join(
        || index(&joined, &standing, cache, sink),
        || write_ledgers(&joined, &standing, config, cache, sink),
    );
    let token = token?;
    ledgers?;
    let theme = render::load_for_portal(config)?;
    let extra = Extra {
        stale: portal.stale,
        changes,
    };
    let around = around(&joined, &theme, &extra);
    let outer = Outer::new(config, &theme, &around);
    let pages = Pages {
        joined: &joined,
        relations: &relations,
        standing: &standing,
        config,
        outer: &outer,
        missing,
    };
    let addresses = write_pages(&pages, &extra, cache, sink)?;
    write_search(&pages, token, sink)?;
    for artifact in feed::sitemaps(&joined, config, &addresses) {
        sink.put(artifact)?;
    }
    write_feeds(&pages, sink)?;
    sink.put(render::robots(config))?;
    for file in theme.files() {
        sink.put(file)?;
    }
    Ok(Outcome {
        left_out,
        findings,
        members: joined.offices.len(),
        documents: joined.docs.len(),
    })
}

/// Which of the optional pages the portal has.
struct Extra {
    stale: bool,
    changes: Option<Changes>,
}

/// Writes the search index of all members. It lacks the documents that the lists lack.
fn index(
    joined: &Joined<'_>,
    standing: &Standing,
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<search::Token, Error> {
    let view = |(office, validity): (&Office<'_>, _)| {
        let rows = &office.ledger.rows;
        let listed: HashSet<&str> = rows.iter().map(|row| &*row.url).collect();
        View {
            validity,
            hidden: office.guest.unlisted(&listed),
        }
    };
    let changed = standing.changed(joined);
    let views: Vec<View> = joined.offices.iter().zip(changed).map(view).collect();
    let guests = joined.offices.iter().map(|office| &office.guest);
    let categories = joined.of(Kind::Category).iter();
    let categories = categories.map(|list| list.key.as_str()).collect();
    search::join(guests.zip(&views).collect(), &categories, cache, sink)
}

/// Writes the ledger in each form. The workbook, which is slow to make, is kept if the CSV form,
/// the title and the day are unchanged.
fn write_ledgers(
    joined: &Joined<'_>,
    standing: &Standing,
    config: &Config,
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<(), Error> {
    let json = |to: &mut dyn Write| ledger::json(joined, standing, config, to);
    let csv = |to: &mut dyn Write| ledger::csv(joined, standing, config, to);
    let (json, csv) = rayon::join(
        || sink.stream("catalogue.json", &json),
        || sink.stream("catalogue.csv", &csv),
    );
    let (_, csv) = (json?, csv?);
    let day = config.as_of.to_string();
    let about = [&config.title, &day].map(String::as_bytes);
    let rows = cache::Digest::of(&csv);
    let key = cache::key(&[b"workbook of a portal", rows.bytes(), about[0], about[1]]);
    const PATH: &str = "catalogue.xlsx";
    if let Some(known) = cache.get(&key)
        && sink.keep(PATH, &known)?
    {
        return Ok(());
    }
    let made = sink.stream(PATH, &|to| ledger::xlsx(joined, standing, config, to))?;
    cache.put(&key, &made);
    Ok(())
}

/// If the portal has an address, a finding that names the members without one. Links to these
/// members are relative paths between the folders of this machine, which seldom match the web.
fn no_address(portal: &Portal) -> Vec<Diagnostic> {
    let without = portal.members.iter().filter(|m| m.address.is_none());
    let titles: Vec<&str> = without.map(|member| member.title.as_str()).collect();
    if portal.config.base_url.is_none() || titles.is_empty() {
        return Vec::new();
    }
    let members = titles.join("、").into();
    vec![Diagnostic::new(Message::MemberAddress { members })]
}

/// The content that every page of the portal shows.
fn around(joined: &Joined<'_>, theme: &render::Theme, extra: &Extra) -> Around {
    let text = |key| render::text_of(theme, key).to_owned();
    let column = |list: &List| {
        let name = joined.category(&list.key).to_owned();
        (name, format!("{}/index.html", list.folder))
    };
    let overview = |kind: Kind| {
        let url = format!("{}/index.html", kind.folder());
        (kind.name(), text(overview_text(kind)), url)
    };
    let mut pages = vec![("portal_members", MEMBERS), ("portal_relations", RELATIONS)];
    pages.extend(extra.stale.then_some(("portal_stale", STALE)));
    pages.extend(extra.changes.as_ref().map(|_| ("portal_changes", CHANGES)));
    let pages = pages.into_iter();
    let pages = pages
        .map(|(key, url)| (text(key), url.to_owned()))
        .collect();
    Around {
        columns: joined
            .tops()
            .into_iter()
            .take(COLUMNS)
            .map(column)
            .collect(),
        pages,
        lists: Kind::ALL.into_iter().map(overview).collect(),
    }
}

/// Writes all pages except the search page and the page for addresses that do not exist; gives
/// their addresses.
fn write_pages(
    pages: &Pages<'_, '_>,
    extra: &Extra,
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<Vec<String>, Error> {
    let mut addresses = Vec::new();
    let mut put = |artifact: Artifact| {
        addresses.push(artifact.path.clone());
        sink.put(artifact).map(|_| ())
    };
    put(pages.home()?)?;
    put(pages.all_members()?)?;
    put(pages.relations_page()?)?;
    if extra.stale {
        put(pages.stale_page()?)?;
    }
    if let Some(changes) = &extra.changes {
        put(pages.changes_page(changes)?)?;
    }
    for kind in Kind::ALL {
        put(pages.overview(kind)?)?;
    }
    addresses.extend(lists::write(pages, cache, sink)?);
    addresses.sort();
    Ok(addresses)
}

/// Writes the feed of all documents. If the portal has an address, also writes the feeds of the
/// categories and of the issuing bodies.
fn write_feeds(pages: &Pages<'_, '_>, sink: &dyn Sink) -> Result<(), Error> {
    let (joined, config) = (pages.joined, pages.config);
    let whole = feed::About {
        folder: "",
        title: &config.title,
        docs: &joined.docs,
    };
    sink.put(feed::feed(joined, config, &whole))?;
    for list in joined.lists.values().flatten() {
        if pages.feed(list).is_some() {
            let title = format!("{} {}", config.title, pages.title(list));
            let folder = format!("{}/", list.folder);
            let about = feed::About {
                folder: &folder,
                title: &title,
                docs: &list.docs,
            };
            sink.put(feed::feed(joined, config, &about))?;
        }
    }
    Ok(())
}

/// Writes the search page, the search engine with the file that names the current index, and the
/// page for addresses that do not exist.
fn write_search(pages: &Pages<'_, '_>, token: search::Token, sink: &dyn Sink) -> Result<(), Error> {
    let (outer, root) = (pages.outer, token.to_string());
    let engine = search::engine_address();
    let index = Index {
        engine: &engine,
        root: &root,
    };
    let title = outer.text("search_title");
    let search_page = pages::plain("search.html", "search", "search.html", title);
    sink.put(outer.search(search_page, index, pages.search())?)?;
    let title = outer.text("not_found_title");
    let nothing = pages::plain("404.html", "404", "404.html", title);
    sink.put(outer.print(nothing, "nothing", &())?)?;
    for artifact in search::engine() {
        sink.put(artifact)?;
    }
    sink.put(search::now(token))?;
    Ok(())
}
