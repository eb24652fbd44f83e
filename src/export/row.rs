//! Takes the plan and a document; gives the value of every field for the ledger and the records of
//! a package. This file must not know columns or file formats.

use crate::catalogue::{Entry, Field, FieldKind, Relation, Review, Validity};
use crate::config::Unstated;
use crate::plan::Plan;
use crate::relate::{DocumentId, Shown, Target};
use jiff::civil::Date;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Not given.
    None,
    /// One line.
    Text(Cow<'a, str>),
    /// Several texts.
    List(&'a [String]),
}

impl<'a> Value<'a> {
    fn text(text: &'a str) -> Value<'a> {
        Value::Text(text.into())
    }

    fn optional(text: Option<&'a str>) -> Value<'a> {
        text.map_or(Value::None, Value::text)
    }

    fn day(day: Option<Date>) -> Value<'a> {
        day.map_or(Value::None, |day| Value::Text(day.to_string().into()))
    }

    /// The value on one line; empty when it is not given.
    pub fn line(self) -> String {
        match self {
            Value::None => String::new(),
            Value::Text(text) => text.into_owned(),
            Value::List(items) => items.join("、"),
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::None => to.serialize_none(),
            Value::Text(text) => to.serialize_some(text),
            Value::List(items) => to.serialize_some(items),
        }
    }
}

/// A document as described in the catalogue on the day of the build.
#[derive(Clone, Copy)]
pub struct Row<'p> {
    plan: &'p Plan<'p>,
    id: DocumentId,
    entry: &'p Entry,
    is_withdrawn: bool,
    /// The reviews before publication; empty except in the ledger of the office.
    pub(super) reviews: &'p [Review],
}

impl<'p> Row<'p> {
    /// The row of a document that is not withdrawn.
    pub fn of(plan: &'p Plan<'_>, id: DocumentId) -> Row<'p> {
        Row {
            plan,
            id,
            entry: plan.entry(id),
            is_withdrawn: false,
            reviews: &[],
        }
    }

    /// The row of a document in the ledger of the office, with its reviews. A withdrawn document
    /// keeps only values that may be shown.
    pub(super) fn for_office(plan: &'p Plan<'_>, id: DocumentId) -> Row<'p> {
        let row = Row::of(plan, id);
        let is_withdrawn = plan.related.shown(id) == Shown::Withdrawn;
        Row {
            is_withdrawn,
            reviews: if is_withdrawn {
                &[]
            } else {
                &row.entry.details().reviews
            },
            ..row
        }
    }

    /// The value of a field on the day of the build.
    pub fn value(&self, field: Field) -> Value<'p> {
        let entry = self.entry;
        match field {
            Field::IndexNumber => Value::text(entry.index_number.as_deref().unwrap_or_default()),
            Field::DocumentNumber => Value::optional(entry.document_number.as_deref()),
            Field::Validity if self.is_withdrawn => Value::text("withdrawn"),
            _ if self.is_withdrawn => self.withheld(field),
            Field::Title => Value::text(&entry.title),
            Field::Kind => Value::text(entry.kind.code()),
            Field::Issuer => Value::text(entry.issuer()),
            Field::Category => Value::text(self.category()),
            Field::DateCreated => Value::day(entry.date_created),
            Field::DatePublished => Value::day(entry.date_published.map(|(day, _)| day)),
            Field::DateEffective => Value::day(entry.date_effective),
            Field::DateExpires => Value::day(self.plan.related.last_day(self.id)),
            Field::DateRepealed => Value::day(entry.date_repealed),
            Field::Validity => Value::text(self.plan.related.status(self.id).validity.code()),
            _ if !field.is_plain() => Value::None,
            _ if field.kind() == FieldKind::List => Value::List(entry.list(field)),
            _ => Value::optional(entry.text(field)),
        }
    }

    /// What a withdrawn document has in place of a value: nothing, or an empty value of the same
    /// type.
    fn withheld(&self, field: Field) -> Value<'p> {
        match field {
            Field::Title
            | Field::Issuer
            | Field::Category
            | Field::DateCreated
            | Field::DatePublished => Value::text(""),
            _ if field.kind() == FieldKind::List => Value::List(&[]),
            _ => Value::None,
        }
    }

    /// The address, relative to the site's root.
    pub fn url(&self) -> &'p str {
        self.plan.address(self.id)
    }

    /// The path of the category; empty when there is none.
    fn category(&self) -> &'p str {
        self.plan
            .category(self.id)
            .map_or("", |c| &self.plan.categories[c].path)
    }

    /// The names of the category's parents, from the top, and its own; empty when there is none.
    pub fn category_name(&self) -> String {
        if self.is_withdrawn {
            return String::new();
        }
        let names = |c| {
            let chain = self.plan.categories.chain(c);
            let names: Vec<&str> = chain.iter().map(|c| c.name.as_str()).collect();
            names.join("/")
        };
        self.plan.category(self.id).map(names).unwrap_or_default()
    }

    /// The Chinese word for the validity.
    pub fn validity_label(&self) -> &'static str {
        if self.is_withdrawn {
            "撤回"
        } else {
            self.plan.related.status(self.id).validity.label()
        }
    }

    /// Its relations to documents of other catalogues. A portal makes links of them.
    fn elsewhere(&self) -> Vec<Elsewhere<'p>> {
        if self.is_withdrawn {
            return Vec::new();
        }
        let edges = self.plan.related.acts(self.id).iter();
        let elsewhere = edges.filter_map(|edge| match &edge.target {
            Target::Entry(_) => None,
            Target::Elsewhere {
                document_number,
                title,
                url,
            } => Some(Elsewhere {
                relation: edge.relation.code(),
                document_number: document_number.as_deref(),
                title: title.as_deref(),
                url: url.as_deref(),
            }),
        });
        elsewhere.collect()
    }

    /// The facts that determine the validity, without those that other keys state. `None` if none
    /// are left.
    fn grounds(&self) -> Option<Grounds<'p>> {
        if self.is_withdrawn {
            return None;
        }
        let facts = self.plan.related.facts(self.id);
        // a stated 有效 adds nothing if a document without a stated validity is also 有效
        let unstated = self.plan.config.checks.unstated_validity;
        let is_usual = |v: &Validity| (*v, unstated) == (Validity::Effective, Unstated::Effective);
        let stated = facts.stated.filter(|v| !is_usual(v));
        // the ledger does not name a withdrawn document
        let is_published = |id| self.plan.related.shown(id) == Shown::Published;
        let mut acts = facts.acts;
        acts.sort_by(|a, b| a.order(b));
        if stated.is_none() && acts.is_empty() {
            return None;
        }
        let acts = acts.into_iter().map(|act| ActRow {
            relation: act.relation.code(),
            from: act.from,
            last_day: act.last_day.filter(|_| act.relation == Relation::Renews),
            index_number: act.number.filter(|_| is_published(act.by)),
        });
        Some(Grounds {
            stated: stated.map(Validity::code),
            last_day: facts.expires,
            acts: acts.collect(),
        })
    }

    /// The day of the withdrawal, and the reason; `None` for a document that is not withdrawn.
    pub(super) fn withdrawn(&self) -> Option<(String, &'p str)> {
        let withdrawn = self
            .entry
            .withdrawn
            .as_ref()
            .filter(|_| self.is_withdrawn)?;
        Some((withdrawn.date.to_string(), withdrawn.reason.as_str()))
    }
}

/// A relation to a document of another catalogue.
#[derive(serde::Serialize)]
struct Elsewhere<'p> {
    relation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_number: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'p str>,
}

/// The facts that determine a validity, besides the dates of the row. From them, a portal
/// determines the validity on the day of its own build.
#[derive(serde::Serialize)]
struct Grounds<'p> {
    /// The stated validity.
    #[serde(skip_serializing_if = "Option::is_none")]
    stated: Option<&'static str>,
    /// The last day in force that the document itself states, before any renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<Date>,
    /// The acts of other documents of the catalogue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acts: Vec<ActRow<'p>>,
}

/// The act of another document.
#[derive(serde::Serialize)]
struct ActRow<'p> {
    relation: &'static str,
    from: Date,
    /// For a renewal, the new last day in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<Date>,
    index_number: Option<&'p str>,
}

/// A JSON object: the fields of the ledger, each with the values derived from it; then the
/// withdrawal, the relations to other catalogues, the grounds of the validity and the reviews, where
/// there are any.
impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for &field in Field::in_ledger() {
            map.serialize_entry(field.name(), &self.value(field))?;
            match field {
                Field::Title => map.serialize_entry("url", self.url())?,
                Field::Category => map.serialize_entry("category_name", &self.category_name())?,
                Field::Validity => map.serialize_entry("validity_label", self.validity_label())?,
                _ => (),
            }
        }
        if let Some((day, reason)) = self.withdrawn() {
            map.serialize_entry("withdrawn_date", &day)?;
            map.serialize_entry("withdrawn_reason", reason)?;
        }
        let elsewhere = self.elsewhere();
        if !elsewhere.is_empty() {
            map.serialize_entry("elsewhere", &elsewhere)?;
        }
        if let Some(grounds) = self.grounds() {
            map.serialize_entry("grounds", &grounds)?;
        }
        if !self.reviews.is_empty() {
            map.serialize_entry("reviews", self.reviews)?;
        }
        map.end()
    }
}
