//! Takes the joined catalogue; gives feeds of the latest documents (Atom, RFC 4287), the portal's
//! sitemap, and an index with the members' sitemaps. This file must not know templates.

use super::joined::{Doc, Joined};
use crate::config::Config;
use crate::escape::{is_in_xml, is_plain_in_urn, markup_into, percent};
use crate::output::Artifact;

/// The maximum number of documents in a feed.
const ENTRIES: usize = 50;
/// The maximum number of addresses in one sitemap, set by the protocol.
const ADDRESSES: usize = 50_000;

fn put(xml: &mut String, name: &str, text: &str) {
    xml.push_str(&format!("<{name}>"));
    markup_into(xml, &text.replace(|c| !is_in_xml(c), ""));
    xml.push_str(&format!("</{name}>\n"));
}

fn link(xml: &mut String, relation: &str, kind: &str, address: &str) {
    xml.push_str(&format!("<link rel=\"{relation}\" type=\"{kind}\" href=\""));
    markup_into(xml, address);
    xml.push_str("\"/>\n");
}

/// A day as a moment in the portal's time zone.
fn moment(config: &Config, day: &str) -> String {
    let minutes = config.offset_minutes;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    let day = day.get(..10).unwrap_or("1970-01-01");
    format!("{day}T00:00:00{sign}{hours:02}:{minutes:02}")
}

/// The address of a document: absolute if the address of its member or of the portal is known.
fn address(joined: &Joined<'_>, config: &Config, doc: Doc) -> String {
    let address = joined.address(doc);
    match &config.base_url {
        Some(base) if !address.starts_with("http") => resolve(base, &address),
        _ => address,
    }
}

/// An absolute address made from a relative one.
pub(super) fn resolve(base: &str, address: &str) -> String {
    let (mut base, mut rest) = (base.trim_end_matches('/'), address);
    let host = base.find("://").map_or(0, |at| at + 3);
    while let Some(above) = rest.strip_prefix("../") {
        rest = above;
        // `../` does not remove the host
        if let Some(slash) = base[host..].rfind('/') {
            base = &base[..host + slash];
        }
    }
    format!("{base}/{rest}")
}

/// What a feed contains.
pub(super) struct About<'a> {
    /// The folder of the page that lists these documents, with `/` at the end. It is empty in the
    /// feed of all documents.
    pub folder: &'a str,
    pub title: &'a str,
    /// The documents, the oldest first.
    pub docs: &'a [Doc],
}

/// The feed with the latest of some documents.
pub(super) fn feed(joined: &Joined<'_>, config: &Config, about: &About<'_>) -> Artifact {
    let today = config.as_of.to_string();
    let newest: Vec<Doc> = joined.newest(about.docs, &today).take(ENTRIES).collect();
    let base = config.base_url.as_deref().unwrap_or_default();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"",
    );
    xml.push_str(config.language.tag());
    xml.push_str("\">\n");
    put(&mut xml, "title", about.title);
    let own = format!("urn:mulu:{}", percent(&config.title, is_plain_in_urn));
    let home = format!("{base}{}", about.folder);
    put(&mut xml, "id", if base.is_empty() { &own } else { &home });
    let updated = newest.first().map_or("", |doc| joined.row(*doc).day());
    put(&mut xml, "updated", &moment(config, updated));
    let path = format!("{}feed.xml", about.folder);
    let address_of_feed = format!("{base}{path}");
    link(&mut xml, "self", "application/atom+xml", &address_of_feed);
    let home = if base.is_empty() { "index.html" } else { &home };
    link(&mut xml, "alternate", "text/html", home);
    let author = config.agency.name.as_deref().unwrap_or(&config.title);
    xml.push_str("<author>");
    put(&mut xml, "name", author);
    xml.push_str("</author>\n");
    for doc in newest {
        let (row, office) = (joined.row(doc), joined.office(doc));
        xml.push_str("<entry>\n");
        put(&mut xml, "title", &row.title);
        let number = row.index_number.as_deref().unwrap_or(&row.url);
        let id = [office.member.title.as_str(), number].map(|part| percent(part, is_plain_in_urn));
        put(&mut xml, "id", &format!("urn:mulu:{}", id.join(":")));
        link(
            &mut xml,
            "alternate",
            "text/html",
            &address(joined, config, doc),
        );
        let day = moment(config, row.day());
        put(&mut xml, "published", &day);
        put(&mut xml, "updated", &day);
        let mut bodies: Vec<&str> = row.bodies.iter().map(|body| &**body).collect();
        if bodies.is_empty() {
            bodies.push(&office.member.title);
        }
        for body in &bodies {
            xml.push_str("<author>");
            put(&mut xml, "name", body);
            xml.push_str("</author>\n");
        }
        let facts = row.document_number.as_deref().into_iter();
        let facts: Vec<&str> = facts.chain(bodies).collect();
        put(&mut xml, "summary", &facts.join("，"));
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    Artifact::new(path, xml)
}

/// The sitemaps of the portal's own pages, and an index with the members' sitemaps. Empty without
/// `base_url`, because addresses must be absolute.
pub(super) fn sitemaps(joined: &Joined<'_>, config: &Config, pages: &[String]) -> Vec<Artifact> {
    let Some(base) = &config.base_url else {
        return Vec::new();
    };
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
    let mut made = Vec::new();
    let mut index = format!("{HEAD}<sitemapindex {SPACE}>\n");
    let name = |index: &mut String, address: &str| {
        index.push_str("<sitemap><loc>");
        markup_into(index, address);
        index.push_str("</loc></sitemap>\n");
    };
    for (part, number) in pages.chunks(ADDRESSES).zip(1..) {
        let mut xml = format!("{HEAD}<urlset {SPACE}>\n");
        for path in part {
            let path = path.strip_suffix("index.html").unwrap_or(path);
            xml.push_str("<url><loc>");
            markup_into(&mut xml, &format!("{base}{path}"));
            xml.push_str("</loc></url>\n");
        }
        xml.push_str("</urlset>\n");
        let path = format!("sitemap-{number}.xml");
        name(&mut index, &format!("{base}{path}"));
        made.push(Artifact::new(path, xml));
    }
    for office in &joined.offices {
        if office.folder.join("sitemap.xml").is_file() {
            let root = match office.base.starts_with("http") {
                true => office.base.clone(),
                false => resolve(base, &office.base),
            };
            name(&mut index, &format!("{root}sitemap.xml"));
        }
    }
    index.push_str("</sitemapindex>\n");
    made.push(Artifact::new("sitemap.xml", index));
    made
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn a_relative_address_is_resolved_and_stays_on_its_host() {
        for (base, address, whole) in [
            ("https://a.cn/", "cz/", "https://a.cn/cz/"),
            ("https://a.cn/p/", "../cz/x.html", "https://a.cn/cz/x.html"),
            ("https://a.cn/p/q/", "../../cz/", "https://a.cn/cz/"),
            ("https://a.cn/", "../../cz/", "https://a.cn/cz/"),
        ] {
            assert_eq!(resolve(base, address), whole);
        }
    }
}
