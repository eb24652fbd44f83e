//! Takes the plan and the configuration; gives `feed.xml` (Atom, RFC 4287), `sitemap.xml`
//! (sitemaps.org, split at 50,000 addresses) and `robots.txt`. It must not know templates.

use super::identity::of_document;
use super::time::local;
use crate::catalogue::Field;
use crate::config::Config;
use crate::escape::{is_in_xml, is_plain_in_urn, markup_into, percent};
use crate::output::Artifact;

use crate::plan::{PageId, Plan};

/// Documents in the feed.
const ENTRIES: usize = 30;
/// Maximum number of addresses in one sitemap, set by the protocol.
const ADDRESSES: usize = 50_000;

/// The latest documents. Without `base_url` the links are relative to the feed's address, and feed
/// readers resolve them.
pub fn feed(plan: &Plan<'_>) -> Artifact {
    let config = plan.config;
    let base = escaped(config.base_url.as_deref().unwrap_or_default());
    let newest: Vec<_> = plan.documents().iter().rev().take(ENTRIES).collect();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"",
    );
    xml.push_str(config.language.tag());
    xml.push_str("\">\n");
    element(&mut xml, "title", &config.title);
    element(
        &mut xml,
        "id",
        &if base.is_empty() {
            format!("urn:mulu:{}", percent(&config.title, is_plain_in_urn))
        } else {
            config.base_url.clone().unwrap_or_default()
        },
    );
    let date = |id| plan.entry(id).date_published;
    let updated = newest.first().and_then(|id| date(**id)).map_or_else(
        || "1970-01-01T00:00:00Z".to_owned(),
        |moment| local(config, moment),
    );
    element(&mut xml, "updated", &updated);
    xml.push_str(&format!(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{base}feed.xml\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        if base.is_empty() { "index.html" } else { base.as_str() }
    ));
    let author = config.agency.name.as_deref().unwrap_or(&config.title);
    xml.push_str("<author>");
    element(&mut xml, "name", author);
    xml.push_str("</author>\n");
    for &id in newest {
        let entry = plan.entry(id);
        let Some(published) = entry.date_published else {
            continue;
        };
        let url = format!("{base}{}", plan.address(id));
        xml.push_str("<entry>\n");
        element(&mut xml, "title", &entry.title);
        element(
            &mut xml,
            "id",
            &of_document(entry.index_number.as_deref().unwrap_or_default()),
        );
        xml.push_str(&format!(
            "<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\n"
        ));
        element(&mut xml, "published", &local(config, published));
        element(&mut xml, "updated", &local(config, published));
        xml.push_str("<author>");
        element(&mut xml, "name", entry.issuer());
        xml.push_str("</author>\n");
        if let Some(summary) = entry.text(Field::Summary) {
            element(&mut xml, "summary", summary);
        }
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    Artifact::new("feed.xml", xml)
}

/// The sitemap of every page that search engines should know, with an index if one file cannot hold
/// all addresses. Empty without `base_url`.
pub fn sitemaps(plan: &Plan<'_>) -> Vec<Artifact> {
    let Some(base) = &plan.config.base_url else {
        return Vec::new();
    };
    let mut paths: Vec<String> = plan
        .other_pages()
        .into_iter()
        .filter(|p| {
            !matches!(
                p,
                PageId::NotFound | PageId::Alias(_) | PageId::Withdrawn(_)
            )
        })
        .map(|p| plan.path(p))
        .collect();
    paths.extend(plan.order.iter().map(|id| plan.address(*id).to_owned()));
    let write = |paths: &[String]| {
        let mut xml = String::from(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for path in paths {
            xml.push_str("<url><loc>");
            markup_into(
                &mut xml,
                &format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path)),
            );
            xml.push_str("</loc></url>\n");
        }
        xml.push_str("</urlset>\n");
        xml
    };
    if paths.len() <= ADDRESSES {
        return vec![Artifact::new("sitemap.xml", write(&paths))];
    }
    let mut index = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut artifacts = Vec::new();
    for (i, part) in paths.chunks(ADDRESSES).enumerate() {
        let path = format!("sitemap-{}.xml", i + 1);
        index.push_str(&format!(
            "<sitemap><loc>{}{path}</loc></sitemap>\n",
            escaped(base)
        ));
        artifacts.push(Artifact::new(path, write(part)));
    }
    index.push_str("</sitemapindex>\n");
    artifacts.push(Artifact::new("sitemap.xml", index));
    artifacts
}

/// Allows everything, and names the sitemap if there is one.
pub fn robots(config: &Config) -> Artifact {
    if config.drafts {
        return Artifact::new("robots.txt", FOR_REVIEW);
    }
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = &config.base_url {
        text.push_str(&format!("Sitemap: {base}sitemap.xml\n"));
    }
    Artifact::new("robots.txt", text)
}

/// The `robots.txt` of a site with drafts. mulu writes this text for no other site, so a later
/// build recognises the folder by it.
const FOR_REVIEW: &str = "# 含草稿，只供审阅，不得公布\n# with drafts, for review only\n\
    User-agent: *\nDisallow: /\n";

/// Whether a site with this `robots.txt` has drafts.
pub fn is_for_review(robots: &str) -> bool {
    robots == FOR_REVIEW
}

fn element(xml: &mut String, name: &str, text: &str) {
    xml.push_str(&format!("<{name}>"));
    markup_into(xml, &text.replace(|c: char| !is_in_xml(c), ""));
    xml.push_str(&format!("</{name}>\n"));
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    markup_into(&mut out, text);
    out
}
