//! Takes an index number, or the path of a page; gives what identifies the document, the feed or the
//! book for ever. It must not know what is identified.

use crate::config::Config;
use crate::escape::{is_plain_in_urn, percent};

/// What identifies a document in feeds and books: it stays the same when the site moves.
pub(super) fn of_document(index_number: &str) -> String {
    format!("urn:mulu:{}", percent(index_number, is_plain_in_urn))
}

/// What identifies the feed, and the book, of a page for ever: its address, or else a name made from
/// the title of the site.
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
