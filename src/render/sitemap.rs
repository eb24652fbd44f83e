//! Takes the plan and the configuration; gives the sitemap (sitemaps.org) in files of at most
//! 50,000 addresses, and `robots.txt`. This file must not know templates.

use crate::config::Config;
use crate::escape::markup_into;
use crate::output::Artifact;
use crate::plan::{PageId, Plan};
use crate::relate::DocumentId;
use jiff::civil::Date;

/// The maximum number of addresses in one sitemap, set by the protocol.
const ADDRESSES: usize = 50_000;

/// The sitemap of every page that search engines should list. If there are several files, an index
/// lists them. Empty without `base_url`.
pub fn sitemaps(plan: &Plan<'_>) -> Vec<Artifact> {
    let Some(base) = &plan.config.base_url else {
        return Vec::new();
    };
    let is_known = |page: &PageId| {
        !matches!(
            page,
            PageId::NotFound | PageId::Alias(_) | PageId::Withdrawn(_)
        )
    };
    let others = plan.other_pages().into_iter().filter(is_known);
    let mut paths: Vec<(String, Option<Date>)> = others
        .map(|page| (plan.path(page), last_change(plan, page)))
        .collect();
    let document = |id: &DocumentId| (plan.address(*id).to_owned(), day(plan, *id));
    paths.extend(plan.order.iter().map(document));
    let write = |paths: &[(String, Option<Date>)]| {
        let mut xml = String::from(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for (path, changed) in paths {
            xml.push_str("<url><loc>");
            markup_into(
                &mut xml,
                &format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path)),
            );
            xml.push_str("</loc>");
            if let Some(day) = changed {
                xml.push_str(&format!("<lastmod>{day}</lastmod>"));
            }
            xml.push_str("</url>\n");
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
        index.push_str("<sitemap><loc>");
        markup_into(&mut index, &format!("{base}{path}"));
        index.push_str("</loc></sitemap>\n");
        artifacts.push(Artifact::new(path, write(part)));
    }
    index.push_str("</sitemapindex>\n");
    artifacts.push(Artifact::new("sitemap.xml", index));
    artifacts
}

/// The day of the last known change of a document. `None` for a document without any date, such as
/// most pages (`kind: page`).
fn day(plan: &Plan<'_>, id: DocumentId) -> Option<Date> {
    plan.changed(id).map(|(day, _)| day)
}

/// The latest change of the documents that a page is about. For a page of a list, these are the
/// documents on this page; for the home page and the overviews, all documents. `None` for any other
/// page.
fn last_change(plan: &Plan<'_>, page: PageId) -> Option<Date> {
    let latest =
        |ids: &mut dyn Iterator<Item = DocumentId>| ids.filter_map(|id| day(plan, id)).max();
    match page {
        PageId::List(list, number) => {
            let list = &plan.lists[list.0 as usize];
            latest(&mut list.items(number, plan.config.page_size))
        }
        PageId::Home | PageId::Overview(_) => latest(&mut plan.documents().iter().copied()),
        _ => None,
    }
}

/// The `robots.txt`. It allows everything, and names the sitemap if there is one. For a site with
/// drafts, it forbids everything.
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

/// The `robots.txt` of a site with drafts, by which a later build recognises such a site.
const FOR_REVIEW: &str = "# 含草稿，只供审阅，不得公布\n# with drafts, for review only\n\
    User-agent: *\nDisallow: /\n";

/// Whether a site with this `robots.txt` has drafts.
pub fn is_for_review(robots: &str) -> bool {
    robots == FOR_REVIEW
}
