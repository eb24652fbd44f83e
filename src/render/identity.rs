//! Takes an index number or the path of a page; gives the identifier of a document, a feed or a
//! book. The identifier of a document is permanent. The identifier of a list changes with
//! `base_url` or, if `base_url` is not set, with the site's title. This file must not know the
//! content of a document, feed or book.

use crate::config::Config;
use crate::escape::{is_plain_in_urn, percent};

/// The identifier of a document in feeds and books. It does not change with the site's address.
pub(super) fn of_document(index_number: &str) -> String {
    format!("urn:mulu:{}", percent(index_number, is_plain_in_urn))
}

/// The identifier of a list's feed and book: the address of the list's page. Without `base_url`, it
/// is made from the site's title and the path.
pub(super) fn of_page(config: &Config, path: &str) -> String {
    let folder = path.strip_suffix("index.html").unwrap_or(path);
    match &config.base_url {
        Some(base) => format!("{base}{folder}"),
        None => {
            let parts = std::iter::once(config.title.as_str());
            let parts = parts.chain(folder.split('/').filter(|part| !part.is_empty()));
            let parts: Vec<String> = parts.map(|part| percent(part, is_plain_in_urn)).collect();
            format!("urn:mulu:{}", parts.join(":"))
        }
    }
}
