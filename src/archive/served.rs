//! Takes the path or address of a file of a site; gives further addresses at which a web server
//! answers with this file, and the text of a redirection. This file must not know the content of
//! the file.
//!
//! A server answers `folder/` with its `index.html`, and redirects `folder` there. It also ignores
//! the query of an address, such as the query that the search form sends.

/// The name of the file that a server offers for its folder.
const INDEX: &str = "index.html";

/// The page that reads the query of its address.
const SEARCH: &str = "search.html";
/// The query of the one WARC record for all queries of the search page. Programs that replay the
/// archive answer every query with this record.
const QUERY: &str = "?q=";

/// The address of the folder, if this is the address of a folder's `index.html`.
pub(super) fn folder(uri: &str) -> Option<&str> {
    uri.strip_suffix(INDEX).filter(|rest| rest.ends_with('/'))
}

/// The address with a query, if the page at this path of the site reads one.
pub(super) fn with_query(path: &str, uri: &str) -> Option<String> {
    (path == SEARCH).then(|| format!("{uri}{QUERY}"))
}

/// The address of a folder without its final `/`. A server redirects it to the folder. The root of
/// a host has no such address.
pub(super) fn without_slash(folder: &str) -> Option<&str> {
    let short = folder.strip_suffix('/')?;
    let (_, rest) = short.split_once("://")?;
    rest.contains('/').then_some(short)
}

/// The path of the file that a server offers for a path of the site.
pub(super) fn file(path: &str) -> String {
    if path.strip_suffix(QUERY) == Some(SEARCH) {
        return SEARCH.to_owned();
    }
    let is_folder = path.is_empty() || path.ends_with('/');
    format!("{path}{}", if is_folder { INDEX } else { "" })
}

/// What a server answers at the address of a folder without its `/`.
pub(super) fn redirect(folder: &str) -> String {
    format!("HTTP/1.1 301 Moved Permanently\r\nLocation: {folder}\r\nContent-Length: 0\r\n\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_a_folder() {
        for (uri, with, without) in [
            ("https://a.cn/index.html", Some("https://a.cn/"), None),
            (
                "https://a.cn/b/index.html",
                Some("https://a.cn/b/"),
                Some("https://a.cn/b"),
            ),
            ("https://a.cn/b/c-index.html", None, None),
            ("https://a.cn/b/c.html", None, None),
        ] {
            assert_eq!(folder(uri), with, "{uri}");
            assert_eq!(folder(uri).and_then(without_slash), without, "{uri}");
        }
        assert_eq!(with_query("a.html", "https://a.cn/a.html"), None);
        let query = with_query("search.html", "https://a.cn/search.html").unwrap();
        assert_eq!(query, "https://a.cn/search.html?q=");
        assert_eq!(file("search.html?q="), "search.html");
        assert_eq!(file("a.html?q="), "a.html?q=");
        assert_eq!(
            [file(""), file("b/"), file("b")],
            ["index.html", "b/index.html", "b"]
        );
    }
}
