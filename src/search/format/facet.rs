//! Facets: the properties by which a search can be narrowed. Takes a record, gives its values of each facet. A row of
//! [`FACETS`] is all that a new facet needs here: the root lists the rows, and both readers, the search page and the command
//! line follow that list. It must not know how values are stored or counted.

use super::fields::Record;
use serde::{Deserialize, Serialize};

/// How the search page orders the values of a facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    /// As the page lists them, or else in the order of the root.
    Listed,
    /// The most frequent first.
    Count,
    /// The highest first.
    Latest,
}

/// A facet as it is defined.
pub(crate) struct Facet {
    /// Its name in filters, in answers and in addresses; part of the outer contract.
    pub name: &'static str,
    /// What people call it, in Chinese and in English.
    pub label: [&'static str; 2],
    /// Whether a value is a path `a/b` that belongs to `a` too.
    pub nests: bool,
    /// How the page orders its values.
    pub order: Order,
    /// The values of a document; an empty text stands for none.
    pub values: fn(&Record) -> Vec<String>,
}

/// All facets, in the order of the page.
pub(crate) const FACETS: [Facet; 4] = [
    Facet {
        name: "category",
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

/// The facet that ranking looks at: documents out of force come after those in force.
pub(crate) const VALIDITY: &str = "validity";
