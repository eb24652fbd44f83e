//! Takes a document's record (all that the index has besides its body); gives the text of each head
//! field (a searched field other than the body), and the values for each facet. `write` stores
//! them. This file must not know how they are stored.
//!
//! A new facet needs only a row in [`FACETS`]. The root lists these rows for all readers.

use serde::{Deserialize, Serialize};

/// What the index has of a document besides its body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Index number; `None` for a page, which is no document of the catalogue.
    pub index_number: Option<String>,
    /// Title.
    pub title: String,
    /// Address relative to the site's root.
    pub url: String,
    /// Document number.
    pub document_number: Option<String>,
    /// Registration number.
    pub registration_number: Option<String>,
    /// Issuing body; empty for pages without one.
    pub issuer: String,
    /// The other issuing bodies of a joint document.
    pub joint_issuers: Vec<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Summary.
    pub summary: Option<String>,
    /// Titles of the attachments.
    pub attachment_titles: Vec<String>,
    /// Category: a path with its parts separated by `/`; may be empty.
    pub category: String,
    /// Day of publication, `YYYY-MM-DD`; `None` for pages.
    pub date_published: Option<String>,
    /// Validity code; empty for pages.
    pub validity: &'static str,
}

/// A head field: a searched field other than the body. The codes are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Field {
    /// Title.
    Title = 0,
    /// Index number.
    Index = 1,
    /// Document number.
    Number = 2,
    /// Registration number.
    Registration = 3,
    /// Issuing bodies.
    Body = 4,
    /// Keywords.
    Keyword = 5,
    /// Summary.
    Summary = 6,
    /// Titles of attachments.
    Attachment = 7,
}

impl Record {
    /// All issuing bodies: first the issuer, then the joint issuers.
    pub fn bodies(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.issuer)
            .chain(&self.joint_issuers)
            .map(String::as_str)
            .filter(|b| !b.is_empty())
    }

    /// Calls `each` with the text of every head field that is present, in the order of the codes.
    pub fn head<'a>(&'a self, mut each: impl FnMut(Field, &'a str)) {
        each(Field::Title, &self.title);
        for (field, text) in [
            (Field::Index, &self.index_number),
            (Field::Number, &self.document_number),
            (Field::Registration, &self.registration_number),
        ] {
            if let Some(text) = text {
                each(field, text);
            }
        }
        self.bodies().for_each(|b| each(Field::Body, b));
        self.keywords.iter().for_each(|k| each(Field::Keyword, k));
        self.summary.iter().for_each(|s| each(Field::Summary, s));
        self.attachment_titles
            .iter()
            .for_each(|a| each(Field::Attachment, a));
    }
}

/// How the search page orders the values of a facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    /// In the order in which the search page lists them; values that the page does not list follow.
    Listed,
    /// The most frequent first.
    Count,
    /// The greatest value first.
    Latest,
}

/// The definition of a facet.
pub(crate) struct Facet {
    /// Its name in filters, in answers and in addresses. Users rely on it.
    pub name: &'static str,
    /// Its label, in Chinese and in English.
    pub label: [&'static str; 2],
    /// Whether values are paths: a document under `a/b` is also under `a`.
    pub nests: bool,
    /// How the page orders the values.
    pub order: Order,
    /// The values of a document; an empty text stands for none.
    pub values: fn(&Record) -> Vec<String>,
}

/// All facets, in the order of the page.
pub(crate) const FACETS: &[Facet] = &[
    Facet {
        name: CATEGORY,
        label: ["组配分类", "Category"],
        nests: true,
        order: Order::Listed,
        values: |r| vec![r.category.clone()],
    },
    Facet {
        name: "issuing_body",
        label: ["发文机关", "Issuing body"],
        nests: false,
        order: Order::Count,
        values: |r| r.bodies().map(str::to_owned).collect(),
    },
    Facet {
        name: "year",
        label: ["发布年份", "Year of publication"],
        nests: false,
        order: Order::Latest,
        values: |r| {
            let year = r.date_published.as_deref().and_then(|d| d.get(..4));
            vec![year.unwrap_or_default().to_owned()]
        },
    },
    Facet {
        name: VALIDITY,
        label: ["有效性", "Validity"],
        nests: false,
        order: Order::Listed,
        values: |r| vec![r.validity.to_owned()],
    },
];

/// The facets that only a joined index has: the member (site) that published a document, and the
/// member's district. They come before [`FACETS`]. Their values are from the portal's list of
/// members.
pub(crate) const JOINED: [Facet; 2] = [
    Facet {
        name: "member",
        label: ["公开单位", "Office"],
        nests: false,
        order: Order::Count,
        values: |_| Vec::new(),
    },
    Facet {
        name: "district",
        label: ["地区", "District"],
        nests: true,
        order: Order::Count,
        values: |_| Vec::new(),
    },
];

/// The facet whose values are the columns of the catalogue.
pub(crate) const CATEGORY: &str = "category";

/// The facet that ranking uses: at equal points, repealed and expired documents come last.
pub(crate) const VALIDITY: &str = "validity";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_its_values_of_every_facet() {
        let record = Record {
            category: "政策/规范性文件".into(),
            issuer: "元江县财政局".into(),
            joint_issuers: vec!["元江县民政局".into()],
            date_published: Some("2024-06-18".into()),
            validity: "repealed",
            ..Record::default()
        };
        let values = FACETS
            .iter()
            .map(|f| (f.name, (f.values)(&record).join(" ")));
        let expected = [
            ("category", "政策/规范性文件"),
            ("issuing_body", "元江县财政局 元江县民政局"),
            ("year", "2024"),
            ("validity", "repealed"),
        ];
        assert_eq!(
            values.collect::<Vec<_>>(),
            expected.map(|(f, v)| (f, v.to_owned()))
        );
    }
}
