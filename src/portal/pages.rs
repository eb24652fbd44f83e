//! Takes the joined catalogue; gives the pages of the portal: home page, members, relations, stale
//! members, changes, lists, and an overview of each kind of list. It also gives the values of the
//! search page. `member.rs` has verified the members, and `mod.rs` passes the pages to the sink.
//! This file must not know where pages go, nor how members were verified.

use super::changes::Changes;
use super::joined::{Doc, Joined, Kind, List};
use super::relations::{Edge, Relations};
use super::stale::{self, State};
use super::standing::Standing;
use crate::catalogue::Validity;
use crate::config::{Config, Member};
use crate::diag::Error;
use crate::output::Artifact;
use crate::render::{Outer, OuterPage};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The maximum number of documents in the list of the latest documents on the home page.
const LATEST: usize = 8;
/// The maximum number of columns on the home page.
const COLUMNS: usize = 9;
/// The maximum number of issuing bodies and of years on the home page.
const SHOWN: usize = 10;
/// The maximum number of issuing bodies that the search page names before a search.
const OFFERED: usize = 100;

/// The page with all members.
pub(super) const MEMBERS: &str = "members.html";

/// The page with the relations between documents of different members.
pub(super) const RELATIONS: &str = "relations.html";
/// The page with the state of every member and the new documents of this week. Members that may be
/// out of date come first (see `stale.rs`).
pub(super) const STALE: &str = "stale.html";
/// The page with the changes since earlier sites.
pub(super) const CHANGES: &str = "changes.html";
/// The maximum number of relations on [`RELATIONS`].
const MOST_RELATIONS: usize = 500;
/// The maximum number of new documents on [`STALE`].
const MOST_NEW: usize = 50;
/// The maximum number of documents in each list on [`CHANGES`].
const MOST_CHANGES: usize = 200;

/// Makes the pages of a portal.
pub(super) struct Pages<'a, 'p> {
    pub joined: &'a Joined<'p>,
    pub relations: &'a Relations,
    pub standing: &'a Standing,
    pub config: &'a Config,
    pub outer: &'a Outer<'a>,
    /// The members that were left out. The page of members states no reason, because a reason may
    /// name folders of this machine.
    pub missing: Vec<&'p Member>,
}

/// An address as a page links to it: after the path to the root, unless it is absolute.
fn href(root: &str, address: &str) -> String {
    if address.starts_with("https://") || address.starts_with("http://") {
        address.to_owned()
    } else {
        format!("{root}{address}")
    }
}

/// A page without a trail (breadcrumbs) and without a feed.
pub(super) fn plain<'s>(
    template: &'static str,
    kind: &'static str,
    url: &str,
    title: &'s str,
) -> OuterPage<'s> {
    OuterPage {
        template,
        kind,
        url: url.to_owned(),
        title,
        trail: Vec::new(),
        feed: None,
    }
}

impl Pages<'_, '_> {
    /// The values of a document in a list, with its relations to documents of other members.
    pub(super) fn item(&self, doc: Doc, root: &str) -> Value {
        let (row, office) = (self.joined.row(doc), self.joined.office(doc));
        let validity = self.standing.validity(self.joined, doc).map(|v| {
            let label = self.outer.label(v);
            json!({"code": v.code(), "label": label, "from": null, "until": null, "later": []})
        });
        let others = self.relations.of(doc).map(|edge| {
            let (other, by) = if edge.acting == doc {
                (edge.target, "")
            } else {
                (edge.acting, "_by")
            };
            let key = format!("relation_{}{by}", past(edge.relation.code(), by));
            let mut named = self.named(other, root);
            named["relation"] = self.outer.text(&key).into();
            named
        });
        json!({
            "title": row.title,
            "href": href(root, &self.joined.address(doc)),
            "document_number": row.document_number,
            "issuing_body": row.bodies.first(),
            "date_published": row.day().get(..10),
            "validity": validity,
            "member": office.member.title,
            "others": others.collect::<Vec<_>>(),
        })
    }

    /// A document at one end of a relation: title, document number, address and member.
    fn named(&self, doc: Doc, root: &str) -> Value {
        let row = self.joined.row(doc);
        json!({
            "title": row.title,
            "document_number": row.document_number,
            "href": href(root, &self.joined.address(doc)),
            "member": self.joined.office(doc).member.title,
        })
    }

    /// The page with the relations between documents of different members.
    pub(super) fn relations_page(&self) -> Result<Artifact, Error> {
        let edge = |edge: &Edge| {
            let row = self.joined.row(edge.acting);
            let key = format!("portal_{}", edge.relation.code());
            json!({
                "relation": self.outer.text(&key),
                "date": row.effective.as_deref().unwrap_or(row.day()).get(..10),
                "acting": self.named(edge.acting, ""),
                "target": self.named(edge.target, ""),
            })
        };
        let edges = self.relations.edges.iter().take(MOST_RELATIONS);
        let value = json!({"edges": edges.map(edge).collect::<Vec<_>>()});
        let title = self.outer.text("portal_relations");
        let page = plain("portal_relations.html", "lists", RELATIONS, title);
        self.outer.print(page, "relations", &value)
    }

    pub(super) fn stale_page(&self) -> Result<Artifact, Error> {
        let states = stale::states(self.joined, self.config, self.config.as_of);
        let (stale, fresh): (Vec<&State>, Vec<&State>) = states.iter().partition(|s| s.is_stale());
        let new = stale::this_week(self.joined, self.config);
        let shown = new.iter().take(MOST_NEW).map(|doc| self.item(*doc, ""));
        let value = json!({
            "as_of": self.config.as_of.to_string(),
            "days": stale::STALE,
            "offices": states.len(),
            "stale": stale.into_iter().map(|s| self.state(s)).collect::<Vec<_>>(),
            "fresh": fresh.into_iter().map(|s| self.state(s)).collect::<Vec<_>>(),
            "new": new.len(),
            "items": shown.collect::<Vec<_>>(),
        });
        let title = self.outer.text("portal_stale");
        let page = plain("portal_stale.html", "lists", STALE, title);
        self.outer.print(page, "state", &value)
    }

    /// The page with the changes since the earlier sites of the members.
    pub(super) fn changes_page(&self, changes: &Changes) -> Result<Artifact, Error> {
        let office = |place: usize| &self.joined.offices[place];
        let items = |docs: &[Doc]| -> Vec<Value> {
            let shown = docs.iter().take(MOST_CHANGES);
            shown.map(|doc| self.item(*doc, "")).collect()
        };
        let label = |code: &str| match Validity::find(code) {
            Some(validity) => self.outer.label(validity).to_owned(),
            None => self.outer.text("portal_no_validity").to_owned(),
        };
        let turned = changes.turned.iter().take(MOST_CHANGES);
        let turned = turned.map(|(doc, from, to)| {
            let mut item = self.item(*doc, "");
            item["turned"] = json!([label(from), label(to)]);
            item
        });
        let removed = changes.removed.iter().take(MOST_CHANGES);
        let removed = removed.map(
            |(place, number)| json!({"member": office(*place).member.title, "number": number}),
        );
        let offices = changes.offices.iter().map(|counts| {
            let office = office(counts.office);
            json!({
                "title": office.member.title,
                "href": href("", &format!("{}index.html", office.base)),
                "since": counts.since.get(..10),
                "counts": [counts.added, counts.edited, counts.turned, counts.removed],
            })
        });
        let new = changes.new.iter().map(|place| &office(*place).member.title);
        let part = |title: &str, total: usize, items: Vec<Value>| json!({"title": self.outer.text(title), "total": total, "items": items});
        let value = json!({
            "since": changes.since.as_deref().and_then(|day| day.get(..10)),
            "offices": offices.collect::<Vec<_>>(),
            "new": new.collect::<Vec<_>>(),
            "parts": [
                part("portal_added", changes.added.len(), items(&changes.added)),
                part("portal_edited", changes.edited.len(), items(&changes.edited)),
                part("portal_turned", changes.turned.len(), turned.collect()),
                json!({
                    "title": self.outer.text("portal_removed"),
                    "total": changes.removed.len(),
                    "removed": removed.collect::<Vec<_>>(),
                }),
            ],
            "most": MOST_CHANGES,
        });
        let title = self.outer.text("portal_changes");
        let page = plain("portal_changes.html", "lists", CHANGES, title);
        self.outer.print(page, "changes", &value)
    }

    fn state(&self, state: &State) -> Value {
        let office = &self.joined.offices[state.office];
        let most = state
            .months
            .iter()
            .max()
            .copied()
            .unwrap_or_default()
            .max(1);
        let bars = state.months.iter().enumerate().map(|(at, n)| {
            let height = n * 24 / most;
            json!({"x": at * 8, "y": 24 - height, "height": height, "n": n})
        });
        let empty = state.empty.iter().map(|path| self.joined.category(path));
        let lately: usize = state.months.iter().sum();
        json!({
            "title": office.member.title,
            "href": href("", &format!("{}index.html", office.base)),
            "latest": state.latest.map(|day| day.to_string()),
            "days": state.days,
            "is_late": state.is_late(),
            "bars": bars.collect::<Vec<_>>(),
            "lately": lately,
            "empty": empty.collect::<Vec<_>>(),
            "report": state.reports.first(),
        })
    }

    /// The address of the feed of a list. Only categories and issuing bodies have one, and only if
    /// the portal has an address.
    pub(super) fn feed(&self, list: &List) -> Option<String> {
        let has_feed = matches!(list.kind, Kind::Category | Kind::Body);
        let has_feed = has_feed && self.config.base_url.is_some();
        has_feed.then(|| format!("{}/feed.xml", list.folder))
    }

    pub(super) fn title(&self, list: &List) -> String {
        match list.kind {
            Kind::Category => self.joined.category(&list.key).to_owned(),
            Kind::Body => list.key.clone(),
            Kind::Year => {
                let words = self.outer.text("year_title");
                words.replace("{n}", &list.key)
            }
            Kind::Validity => {
                let found = Validity::ALL.iter().find(|v| v.code() == list.key);
                found.map_or_else(|| list.key.clone(), |v| self.outer.label(*v).to_owned())
            }
        }
    }

    /// A link to a list. The name of a year is its four figures, as on the site of an office.
    pub(super) fn link(&self, list: &List) -> Value {
        let name = match list.kind {
            Kind::Year => list.key.clone(),
            _ => self.title(list),
        };
        json!({
            "name": name,
            "url": format!("{}/index.html", list.folder),
            "count": list.docs.len(),
            "code": (list.kind == Kind::Validity).then_some(&list.key),
        })
    }

    /// Links to some lists, each with its count, and with this count as a percentage of the largest
    /// one (at least 1).
    fn links<'l>(&self, lists: impl Iterator<Item = &'l List>) -> Vec<Value> {
        let lists: Vec<&List> = lists.collect();
        let most = lists.iter().map(|list| list.docs.len()).max();
        let most = most.unwrap_or_default().max(1);
        let link = |list: &&List| {
            let mut link = self.link(list);
            link["share"] = (list.docs.len() * 100 / most).max(1).into();
            link
        };
        lists.iter().map(link).collect()
    }

    /// The lists of a kind in the order in which they are shown.
    fn shown(&self, kind: Kind) -> Vec<&List> {
        let mut lists: Vec<&List> = self.joined.of(kind).iter().collect();
        match kind {
            Kind::Category => (),
            Kind::Body => lists.sort_by(|a, b| {
                let order = b.docs.len().cmp(&a.docs.len());
                order.then_with(|| a.key.cmp(&b.key))
            }),
            Kind::Year => lists.reverse(),
            Kind::Validity => {
                lists.sort_by_key(|list| Validity::ALL.iter().position(|v| v.code() == list.key))
            }
        }
        lists
    }

    /// The categories directly below a path, each with the tree of the categories below it.
    fn tree(&self, path: &str) -> Vec<Value> {
        let below: Vec<&List> = self.joined.below(path).collect();
        let link = |list: &&List| {
            let mut link = self.link(list);
            link["children"] = self.tree(&list.key).into();
            link
        };
        below.iter().map(link).collect()
    }

    /// The members by district, in the order of the portal's file.
    fn members(&self, root: &str) -> Vec<Value> {
        let today = self.config.as_of.to_string();
        let mut districts: Vec<(&str, Vec<Value>)> = Vec::new();
        for office in self.joined.in_file_order() {
            let member = office.member;
            let rows = &office.ledger.rows;
            let days = rows.iter().filter_map(|row| row.day().get(..10));
            let latest = days.filter(|day| *day <= today.as_str()).max();
            let member = json!({
                "title": member.title,
                "body": member.body,
                "level": member.level,
                "href": href(root, &format!("{}index.html", office.base)),
                "count": rows.len(),
                "latest": latest,
                "as_of": office.ledger.as_of.to_string(),
            });
            let district = office.member.district.as_deref().unwrap_or_default();
            match districts.iter_mut().find(|(known, _)| *known == district) {
                Some((_, members)) => members.push(member),
                None => districts.push((district, vec![member])),
            }
        }
        let group = |(district, members): (&str, Vec<Value>)| json!({"name": district.replace('/', " "), "key": district, "members": members});
        districts.into_iter().map(group).collect()
    }

    pub(super) fn home(&self) -> Result<Artifact, Error> {
        let joined = self.joined;
        let today = self.config.as_of.to_string();
        let latest = joined.newest(&joined.docs, &today).take(LATEST);
        let downloads = [
            ("download_xlsx", "catalogue.xlsx"),
            ("download_csv", "catalogue.csv"),
            ("download_json", "catalogue.json"),
        ];
        let downloads =
            downloads.map(|(key, url)| json!({"name": self.outer.text(key), "url": url}));
        let tops = joined.tops();
        let columns: Vec<Value> = tops
            .iter()
            .take(COLUMNS)
            .map(|list| {
                let mut link = self.link(list);
                link["children"] = self.tree(&list.key).into();
                link
            })
            .collect();
        let years = self.shown(Kind::Year);
        let bodies = self.shown(Kind::Body);
        let home = json!({
            "as_of": self.config.as_of.to_string(),
            "total": joined.docs.len(),
            "offices": joined.offices.len(),
            "districts": self.members(""),
            "columns": columns,
            "more_columns": tops.len() > COLUMNS,
            "latest": latest.map(|doc| self.item(doc, "")).collect::<Vec<_>>(),
            "years": self.links(years.iter().take(SHOWN).copied()),
            "more_years": years.len() > SHOWN,
            "bodies": self.links(bodies.iter().take(SHOWN).copied()),
            "more_bodies": bodies.len() > SHOWN,
            "validity": self.links(self.shown(Kind::Validity).into_iter()),
            "downloads": downloads,
        });
        let page = plain("portal_home.html", "home", "index.html", &self.config.title);
        self.outer.print(page, "home", &home)
    }

    /// The page with all members, also those left out.
    pub(super) fn all_members(&self) -> Result<Artifact, Error> {
        let left_out = self
            .missing
            .iter()
            .map(|member| json!({"title": member.title}));
        let members = || self.joined.offices.iter().map(|office| office.member);
        let value = json!({
            "districts": self.members(""),
            "has_level": members().any(|member| member.level.is_some()),
            "has_body": members().any(|member| member.body.is_some()),
            "left_out": left_out.collect::<Vec<_>>(),
        });
        let title = self.outer.text("portal_members");
        let page = plain("portal_members.html", "lists", MEMBERS, title);
        self.outer.print(page, "members", &value)
    }

    /// The page with all lists of a kind.
    pub(super) fn overview(&self, kind: Kind) -> Result<Artifact, Error> {
        let entries = match kind {
            Kind::Category => self.tree(""),
            _ => self.links(self.shown(kind).into_iter()),
        };
        let title = self.outer.text(overview_text(kind));
        let value = json!({"kind": kind.name(), "title": title, "entries": entries});
        let url = format!("{}/index.html", kind.folder());
        let page = plain("lists.html", "lists", &url, title);
        self.outer.print(page, "lists", &value)
    }

    /// The values of the search page: the day of the portal and the choices of the filters.
    pub(super) fn search(&self) -> Value {
        let validity = Validity::ALL
            .iter()
            .map(|v| json!({"code": v.code(), "label": self.outer.label(*v)}));
        let bodies = self.shown(Kind::Body);
        let members = self.joined.in_file_order();
        json!({
            "as_of": self.config.as_of.to_string(),
            "members": members.iter().map(|o| &o.member.title).collect::<Vec<_>>(),
            "districts": districts(self.joined.offices.iter().map(|o| o.member)),
            "columns": self.choices(""),
            "issuing_bodies": bodies.iter().take(OFFERED).map(|list| &list.key).collect::<Vec<_>>(),
            "validity": validity.collect::<Vec<_>>(),
        })
    }

    fn choices(&self, path: &str) -> Vec<Value> {
        let choice = |list: &List| {
            json!({
                "path": list.key,
                "name": self.joined.category(&list.key),
                "children": self.choices(&list.key),
            })
        };
        self.joined.below(path).map(choice).collect()
    }
}

/// A relation's code in the key of a text: if `by` is not empty, the participle (`repealed`);
/// otherwise the code itself (`repeals`).
fn past<'c>(code: &'c str, by: &str) -> &'c str {
    match code {
        _ if by.is_empty() => code,
        "repeals" => "repealed",
        "partly_repeals" => "partly_repealed",
        "amends" => "amended",
        "renews" => "renewed",
        "interprets" => "interpreted",
        "forwards" => "forwarded",
        _ => code,
    }
}

/// The districts of some members, as a tree.
fn districts<'m>(members: impl Iterator<Item = &'m Member>) -> Vec<Value> {
    let mut paths = BTreeSet::new();
    for district in members.filter_map(|member| member.district.as_deref()) {
        let ends = district.match_indices('/').map(|(at, _)| at);
        paths.extend(ends.chain([district.len()]).map(|end| &district[..end]));
    }
    fn below(paths: &BTreeSet<&str>, parent: &str) -> Vec<Value> {
        let split = |path: &&str| path.rsplit_once('/').unwrap_or(("", path)).0 == parent;
        let inside = paths.iter().copied().filter(|path| split(path));
        inside
            .map(|path| {
                let name = path.rsplit('/').next().unwrap_or(path);
                json!({"path": path, "name": name, "children": below(paths, path)})
            })
            .collect()
    }
    below(&paths, "")
}

/// The key of the interface text that names all lists of a kind.
pub(super) fn overview_text(kind: Kind) -> &'static str {
    match kind {
        Kind::Category => "overview_category",
        Kind::Body => "overview_issuing_body",
        Kind::Year => "overview_year",
        Kind::Validity => "overview_validity",
    }
}
