//! Takes an index number, or the path of a page; gives a permanent identifier for a document, a
//! feed or a book. This file must not know the content of these.

use crate::config::Config;
use crate::escape::{is_plain_in_urn, percent};

/// The identifier of a document in feeds and books. It stays the same when the site gets another
/// address.
pub(super) fn of_document(index_number: &str) -> String {
    format!("urn:mulu:{}", percent(index_number, is_plain_in_urn))
}

/// The identifier of the feed, and of the book, that belong to a list: the address of the list's
/// page. Without `base_url`, a name made from the title of the site and the path of the page.
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
