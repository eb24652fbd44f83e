//! Takes the folder of an index and a query; gives the documents that match the query. Also
//! measures an index. This module must not know how an index is made.

mod answer;
mod costs;
mod divide;
mod joined;
mod loose;
mod numbers;
mod question;
mod rank;
pub(in crate::search) mod reader;
mod second;
mod suggest;
mod wordings;
#[cfg(test)]
pub(in crate::search) mod tests;

pub use answer::{Found, Hit, Results};
pub use costs::Costs;
pub use question::{Filters, Options, Order, Part, Reason, Relaxed};
pub use reader::Reader;
