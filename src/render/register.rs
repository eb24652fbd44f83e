//! Takes the values of a document's page; gives the rows of its record (登记信息, all metadata) as
//! labels and values. The validity names the documents that caused it.
//!
//! All interface texts come from the theme. This file must not know how a row is shown.

use super::frame::Words;
use super::view::{Document, Ref, Relations, Validity};
use crate::catalogue::Field;
use crate::diag::fill;
use std::borrow::Cow;

/// A row of the record.
pub(super) struct Row<'a> {
    /// The label with its colon.
    pub label: Cow<'a, str>,
    pub value: String,
}

/// The record of a document, without empty values.
pub(super) fn register<'a>(words: Words<'a>, doc: &Document<'_>) -> Vec<Row<'a>> {
    let mut register = Register {
        words,
        rows: Vec::new(),
    };
    register.record(doc);
    register.rows
}

struct Register<'a> {
    words: Words<'a>,
    rows: Vec<Row<'a>>,
}

impl<'a> Register<'a> {
    fn text(&self, key: &str) -> &'a str {
        self.words.text(key)
    }

    /// Adds a row, if there is a value.
    fn row(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            self.rows.push(Row {
                label: format!("{}{}", self.text(key), self.text("colon")).into(),
                value: value.to_owned(),
            });
        }
    }

    fn record(&mut self, doc: &Document<'_>) {
        let (own, context) = (&doc.own, &doc.context);
        let publisher = own.plain.text(Field::Publisher);
        let issuer = if publisher.is_some() {
            "made_by"
        } else {
            "issuing_body"
        };
        let joint = own
            .plain
            .list(Field::JointIssuers)
            .join(self.text("list_comma"));
        self.row("index_number", own.index_number);
        for field in Field::ALL.iter().filter(|field| field.is_in_text()) {
            self.row(field.name(), own.plain.text(*field));
        }
        self.row(issuer, Some(&context.issuer.name));
        self.row("joint", Some(&joint));
        self.row("publisher", publisher);
        self.row("date_created", own.date_created.as_deref());
        self.row("date_published", own.date_published.as_deref());
        self.row("date_effective", own.date_effective.as_deref());
        self.row("date_expires", context.date_expires.as_deref());
        self.row("date_repealed", own.date_repealed.as_deref());
        if let Some(validity) = &context.validity {
            self.validity(validity);
            self.other_changes(&context.relations, validity);
        }
    }

    /// Adds the status and the later ones with their days, so that the text remains right after
    /// these days.
    fn validity(&mut self, validity: &Validity<Ref<'_>>) {
        let day = |key: &str, date: Option<&str>, status: &str| {
            date.map(|d| self.dated(key, d, status)).unwrap_or_default()
        };
        // "In force" and "unknown" have no date, as on the page.
        let since = validity
            .since
            .as_deref()
            .filter(|_| !matches!(validity.code, "effective" | "unknown"));
        let mut value = format!("{}{}", validity.label, day("text_since", since, ""));
        for later in &validity.later {
            value.push_str(&day("text_later", later.from.as_deref(), later.label));
        }
        self.row("validity", Some(&value));
        for status in std::iter::once(validity).chain(&validity.later) {
            let by = self.text(&format!("by_{}", status.code));
            for r in &status.by {
                let value = self.reference(r);
                self.rows.push(Row {
                    label: by.into(),
                    value,
                });
            }
        }
    }

    /// Adds documents that change this one and are not named with its status. A partly repealed
    /// document may also have been amended.
    fn other_changes(
        &mut self,
        relations: &[Relations<'_, Ref<'_>>],
        validity: &Validity<Ref<'_>>,
    ) {
        let changes = ["partly_repealed_by", "amended_by", "renewed_by"];
        for group in relations.iter().filter(|g| changes.contains(&g.name)) {
            let statuses = || {
                std::iter::once(validity)
                    .chain(&validity.later)
                    .filter(|s| group.name.strip_suffix("_by") == Some(s.code))
            };
            for r in group
                .items
                .iter()
                .filter(|r| !statuses().any(|s| s.by.iter().any(|by| by.url == r.url)))
            {
                let value = self.reference(r);
                self.rows.push(Row {
                    label: format!("{}{}", group.label, self.text("colon")).into(),
                    value,
                });
            }
        }
    }

    /// Fills a day and a status into an interface text. The day is written as in a sentence
    /// (2024年6月18日).
    fn dated(&self, key: &str, date: &str, status: &str) -> String {
        let day = self.words.day(date);
        fill(self.text(key), |name| {
            Some(Cow::Owned(
                if name == "date" { &day } else { status }.to_owned(),
            ))
        })
    }

    fn reference(&self, r: &Ref<'_>) -> String {
        let in_brackets =
            |s: &str| fill(self.text("in_brackets"), |_| Some(Cow::Owned(s.to_owned())));
        match (r.title, r.document_number) {
            (Some(title), Some(number)) => format!("{title}{}", in_brackets(number)),
            (title, number) => title.or(number).or(r.href).unwrap_or_default().to_owned(),
        }
    }
}
