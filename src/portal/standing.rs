//! Takes the joined catalogue, the relations between members and the day of the portal; gives the
//! validity and the last day in force of each document on that day. The rules are those of a site,
//! with the acts of all members. This file must not know pages.

use super::joined::{Doc, Joined};
use super::member::Office;
use super::relations::{Edge, Relations};
use super::rows::{InnerAct, Ledger, Row};
use super::trust::{beginning, date};
use crate::catalogue::{Relation, Validity};
use crate::diag::{Diagnostic, Message, words};
use crate::relate::{Act, Facts};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// How documents stand on the day of the portal.
#[derive(Default)]
pub(super) struct Standing {
    /// The documents of which the ledger of the member says something else.
    now: HashMap<Doc, Now>,
    /// Findings about documents whose validity another member's document changes, and about members
    /// whose sites are of another day.
    pub findings: Vec<Diagnostic>,
}

struct Now {
    validity: Validity,
    last_day: Option<Date>,
}

impl Standing {
    pub(super) fn find(joined: &Joined<'_>, relations: &Relations, today: Date) -> Standing {
        let mut acts: HashMap<Doc, Vec<&Edge>> = HashMap::new();
        for edge in &relations.edges {
            acts.entry(edge.target).or_default().push(edge);
        }
        let mut standing = Standing::default();
        let mut changed = Vec::new();
        for doc in joined.docs.iter().copied() {
            let edges = acts.get(&doc).map_or([].as_slice(), Vec::as_slice);
            let (ledger, row) = (&joined.office(doc).ledger, joined.row(doc));
            // if the member's site is of this day and no other member acts, its own validity is
            // right
            let Some(stated) = row
                .validity
                .filter(|_| ledger.as_of != today || !edges.is_empty())
            else {
                continue;
            };
            let unstated = ledger.unstated.unwrap_or_default();
            let mut facts = facts(ledger, row);
            let own = facts.on(today, unstated);
            let of_others = edges.iter().filter_map(|edge| act(joined, edge, today));
            facts.acts.extend(of_others);
            let all = facts.on(today, unstated);
            let (last_day, renewed_by) = facts.last_day(today);
            if all.validity != own.validity {
                let by = all.by.into_iter().rev().flatten().next();
                let by = by.or(renewed_by.flatten());
                changed.extend(by.map(|by| (doc, all.validity, by)));
            }
            if all.validity != stated || last_day != day(&row.expires) {
                let now = Now {
                    validity: all.validity,
                    last_day,
                };
                standing.now.insert(doc, now);
            }
        }
        changed.sort_by_key(|(doc, ..)| *doc);
        let changed = changed.into_iter();
        let findings = changed.map(|(doc, validity, by)| changed_by(joined, doc, validity, by));
        standing.findings.extend(findings);
        standing.findings.extend(of_other_days(joined, today));
        standing
    }

    /// The validity of a document. `None` if its member's ledger states none.
    pub(super) fn validity(&self, joined: &Joined<'_>, doc: Doc) -> Option<Validity> {
        let now = self.now.get(&doc).map(|now| now.validity);
        now.or(joined.row(doc).validity)
    }

    /// The last day in force, after the renewals in effect.
    pub(super) fn last_day(&self, joined: &Joined<'_>, doc: Doc) -> Option<String> {
        match self.now.get(&doc) {
            Some(now) => now.last_day.map(|day| day.to_string()),
            None => joined.row(doc).expires.as_deref().map(str::to_owned),
        }
    }

    /// For each member, by address: the validity codes that differ from those of its ledger.
    pub(super) fn changed(&self, joined: &Joined<'_>) -> Vec<BTreeMap<String, &'static str>> {
        let mut changed = vec![BTreeMap::new(); joined.offices.len()];
        for (doc, now) in &self.now {
            let row = joined.row(*doc);
            if row.validity != Some(now.validity) {
                changed[doc.office as usize].insert(row.url.to_string(), now.validity.code());
            }
        }
        changed
    }
}

/// A checked day of a row.
fn day(written: &Option<Box<str>>) -> Option<Date> {
    written.as_deref().and_then(|written| date(written).ok())
}

/// The last day in force that a document itself states.
fn own_last_day(row: &Row) -> Option<Date> {
    match &row.grounds {
        Some(grounds) => grounds.last_day,
        None => day(&row.expires),
    }
}

/// What the validity of a document follows from, as far as its own member knows. If the ledger does
/// not say what validities follow from, its validity counts as stated by the editor.
fn facts<'r>(ledger: &Ledger, row: &'r Row) -> Facts<'r, Option<Doc>> {
    let grounds = row.grounds.as_deref();
    let stated = match grounds {
        Some(grounds) => grounds.stated,
        None => row.validity.filter(|_| ledger.unstated.is_none()),
    };
    let acts = grounds.map_or([].as_slice(), |grounds| &grounds.acts);
    let act = |act: &'r InnerAct| Act {
        relation: act.relation,
        from: act.from,
        last_day: act.last_day,
        number: act.number.as_deref(),
        by: None,
    };
    Facts {
        effective: day(&row.effective),
        expires: own_last_day(row),
        repealed: day(&row.repealed),
        stated,
        acts: acts.iter().map(act).collect(),
    }
}

/// The act of another member's document on the day of the portal. Like a future document of a site,
/// a future document of a member does not act.
fn act<'j>(joined: &'j Joined<'_>, edge: &Edge, today: Date) -> Option<Act<'j, Option<Doc>>> {
    let row = joined.row(edge.acting);
    let act = Act {
        relation: edge.relation,
        from: day(&row.effective).or(day(&row.created))?,
        last_day: own_last_day(row).filter(|_| edge.relation == Relation::Renews),
        number: row.index_number.as_deref(),
        by: Some(edge.acting),
    };
    let is_published = day(&row.published).is_none_or(|day| day <= today);
    Some(act).filter(|act| is_published && act.is_of_validity())
}

/// A finding about a document whose validity another member's document changes.
fn changed_by(joined: &Joined<'_>, doc: Doc, validity: Validity, by: Doc) -> Diagnostic {
    let title = |doc: Doc| beginning(&joined.row(doc).title);
    let member = |doc: Doc| joined.office(doc).member.title.clone();
    Diagnostic::new(Message::ValidityChanged {
        member: member(doc).into(),
        document: title(doc).into(),
        validity: words(validity.label(), validity.label_en()).into(),
        by: member(by).into(),
        acting: title(by).into(),
    })
}

/// A finding for each member whose site is of a later day than the portal, or of an earlier day
/// with a ledger that does not state what validities follow from.
fn of_other_days(joined: &Joined<'_>, today: Date) -> Vec<Diagnostic> {
    let finding = |office: &&Office<'_>| {
        let ledger = &office.ledger;
        let (member, day) = (office.member.title.clone().into(), ledger.as_of.to_string());
        let (day, today_is) = (day.into(), today.to_string().into());
        let message = if ledger.as_of > today {
            Message::MemberOfLaterDay {
                member,
                day,
                today: today_is,
            }
        } else if ledger.as_of < today && ledger.unstated.is_none() {
            Message::MemberOfOlderDay {
                member,
                day,
                today: today_is,
            }
        } else {
            return None;
        };
        Some(Diagnostic::new(message).at(office.member.place.clone()))
    };
    joined.in_file_order().iter().filter_map(finding).collect()
}
