//! Reading an index: takes the folder of an index and a query, gives documents. It must not know
//! how an index is made.

mod answer;
mod costs;
mod rank;
mod reader;
mod suggest;
#[cfg(test)]
mod tests;

pub use answer::{Filters, Hit, Options, Results};
pub use costs::Costs;
pub use reader::Reader;
