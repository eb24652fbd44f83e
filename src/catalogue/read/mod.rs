//! Takes the front matter of one file; gives its entry, with every value typed. Every fault is
//! reported. This module must not know other documents.

mod dates;
mod identity;
mod linked;
mod map;
mod markup;
mod openness;
mod places;
mod reader;
mod several;
mod strays;
mod value;
mod yaml;

use super::entry::{Details, Entry, Spans, Unified, Values};
use super::field::Field;
use super::value::{Kind, Time, Validity};
use crate::config::Config;
use crate::diag::{Diagnostic, Message, words};
use crate::parse::front_matter::{FrontMatter, Script};
use crate::source::{File, FileId};
use identity::category_path;
use jiff::civil::Date;
use reader::Reader;
use value::choices;

pub use markup::without_marks;

/// Reads the fields. Adds findings about values to `findings`, which already has those about the
/// form of the front matter. `Err` if a required field is missing or wrong, or the kind is not
/// understood. The partial entry in it serves to find further faults.
pub(super) fn read(
    id: FileId,
    file: &File,
    text: &str,
    (front, findings): (FrontMatter, Vec<Diagnostic>),
    config: &Config,
) -> (Result<Entry, Box<Entry>>, Vec<Diagnostic>) {
    let shown = file.shown();
    let mut reader = Reader {
        path: &shown,
        text,
        findings,
        fields: Vec::new(),
        failed: Vec::new(),
        offset: config.offset_minutes,
        script: Script::of(front.fields.iter().map(|f| f.key.as_str())),
    };
    let body_start = front.body_start;
    reader.names(front);
    reader.markup();
    let entry = reader.entry(id, file, config, body_start);
    (entry, reader.findings)
}

/// The dates of a document. If it states no date of publication, `published` is the date of
/// creation.
struct Dates {
    created: Option<Date>,
    published: Option<(Date, Option<Time>)>,
    effective: Option<Date>,
    expires: Option<Date>,
    repealed: Option<Date>,
}

impl Reader<'_> {
    fn entry(
        &mut self,
        id: FileId,
        file: &File,
        config: &Config,
        body_start: usize,
    ) -> Result<Entry, Box<Entry>> {
        let kind = self.named(Field::Kind, Kind::find, || {
            choices(Kind::ALL, Kind::label, Kind::code)
        });
        let kind = kind.or((!self.failed.contains(&Field::Kind)).then_some(Kind::Document));
        let is_page = kind == Some(Kind::Page);
        let title = self.text(Field::Title);
        let index_number = self.index_number(config, kind);
        let document_number = self.document_number();
        self.several_bodies();
        let issuer = self
            .text(Field::Issuer)
            .or_else(|| config.agency.name.clone());
        let dates = self.dates();
        let mut is_complete = kind.is_some();
        for (field, is_given) in [
            (Field::Title, title.is_some()),
            (Field::IndexNumber, is_page || index_number.is_some()),
            (Field::Issuer, is_page || issuer.is_some()),
            (Field::DateCreated, is_page || dates.created.is_some()),
        ] {
            if !is_given {
                self.missing(field);
                is_complete = false;
            }
        }
        let withdrawn = self.withdrawn().map(Box::new);
        self.check_order(&dates, withdrawn.as_ref().map(|w| w.date));
        let details = self.details(kind);
        let entry = Entry {
            file: id,
            kind: kind.unwrap_or(Kind::Document),
            index_number: index_number.filter(|_| !is_page),
            document_number,
            issuer: issuer.unwrap_or_default().into(),
            category: self.category(&file.path).into(),
            date_created: dates.created,
            date_published: dates.published,
            date_effective: dates.effective,
            date_expires: dates.expires,
            date_repealed: dates.repealed,
            validity: self.named(Field::Validity, Validity::find, || {
                choices(Validity::ALL, Validity::label, Validity::code)
            }),
            disclosure: self.disclosure(),
            draft: self.flag(Field::Draft),
            relations: self.relations(),
            attachments: self.attachments(),
            withdrawn,
            report: self.tables(kind, title.as_deref().unwrap_or_default()),
            title: title.unwrap_or_default(),
            details: (details != Details::default()).then(|| Box::new(details)),
            body_start,
            spans: Spans::of(
                self.fields
                    .iter()
                    .map(|(field, raw)| (*field, raw.value_range.clone())),
            ),
            unified: Unified::default(),
        };
        if is_complete {
            Ok(entry)
        } else {
            Err(Box::new(entry))
        }
    }

    fn dates(&mut self) -> Dates {
        let created = self.date(Field::DateCreated).map(|(d, _)| d);
        Dates {
            created,
            published: self
                .date(Field::DatePublished)
                .or(created.map(|d| (d, None))),
            effective: self.date(Field::DateEffective).map(|(d, _)| d),
            expires: self.date(Field::DateExpires).map(|(d, _)| d),
            repealed: self.date(Field::DateRepealed).map(|(d, _)| d),
        }
    }

    fn category(&mut self, path: &str) -> String {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let category = self
            .text(Field::Category)
            .map_or_else(|| folder.to_owned(), |c| category_path(&c));
        self.not_too_deep(category, path)
    }

    fn details(&mut self, kind: Option<Kind>) -> Details {
        Details {
            values: Values::of(
                Field::ALL
                    .iter()
                    .filter(|field| field.is_plain())
                    .filter_map(|&field| Some((field, self.plain(field)?))),
            ),
            slug: self.slug(kind),
            aliases: self.paths(Field::Aliases),
            reviews: self.reviews(),
            waivers: self.waivers(),
            extra: self.extra(),
        }
    }

    /// Reports dates whose order is wrong or unusual.
    fn check_order(&mut self, dates: &Dates, withdrawn: Option<Date>) {
        let created = (Field::DateCreated, dates.created);
        let published = (Field::DatePublished, dates.published.map(|(d, _)| d));
        let effective = (Field::DateEffective, dates.effective);
        let expires = (Field::DateExpires, dates.expires);
        let repealed = (Field::DateRepealed, dates.repealed);
        self.order(created, published);
        self.order(effective, expires);
        self.order(effective, repealed);
        // if the document took effect on or after its creation, the two lines above already report
        // an end before the creation
        if effective.1.is_none_or(|e| created.1.is_some_and(|c| c > e)) {
            self.order(created, expires);
            self.order(created, repealed);
        }
        // a withdrawal that cannot be read has a day in the year 1
        let withdrawn = (Field::Withdrawn, withdrawn.filter(|d| d.year() > 1));
        self.order(published, withdrawn);
        self.order(created, effective);
    }

    /// Reports the second day if it is before the first.
    fn order(
        &mut self,
        (first_field, first): (Field, Option<Date>),
        (second_field, second): (Field, Option<Date>),
    ) {
        if let (Some(first), Some(second)) = (first, second)
            && second < first
            && let Some(raw) = self.raw(second_field)
        {
            let [earlier, later] =
                [first_field, second_field].map(|f| words(f.label(), f.name()).into());
            let (earlier_value, later_value) = (first.into(), second.into());
            // some documents apply retroactively, so this order has a message of its own, a note
            let message = if second_field == Field::DateEffective {
                Message::EffectiveBeforeCreated {
                    later,
                    later_value,
                    earlier,
                    earlier_value,
                }
            } else {
                Message::DateOrder {
                    later,
                    later_value,
                    earlier,
                    earlier_value,
                }
            };
            self.report(message, &raw.value_range);
        }
    }
}
