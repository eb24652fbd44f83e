//! Takes the configuration; gives findings about the site's own theme. If the theme has templates
//! or scripts, a page of every kind is made from a sample site to find their faults. The site's own
//! documents are not used. This file must not know the site's content.

use super::documents::read_entry;
use crate::cache::{self, Cache};
use crate::catalogue;
use crate::config::{ArchiveOf, Column, Config};
use crate::diag::{Diagnostic, Error, Place};
use crate::diff::Past;
use crate::plan::{self, PageId, Plan};
use crate::relate::{self, Related};
use crate::render::contract::{self, Sample};
use crate::render::{self, Files, RENDITIONS, Renderer, Theme};
use crate::source::Sources;
use jiff::civil::Date;

/// The sample site: a full document, one out of force, a minimal one, one taken down, an
/// attachment, and a page.
const SAMPLE: [(&str, &[u8]); 6] = [
    ("sample/full.md", include_bytes!("sample/full.md")),
    ("sample/ended.md", include_bytes!("sample/ended.md")),
    ("sample/bare.md", include_bytes!("sample/bare.md")),
    ("sample/withdrawn.md", include_bytes!("sample/withdrawn.md")),
    ("sample/sample.txt", b"sample"),
    ("guide.md", include_bytes!("sample/page.md")),
];

/// The kinds of sample site on which the theme is tested.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Live,
    Drafts,
    Archived,
}

/// Findings about the theme of a site. A built-in theme that the site does not change has none.
pub(super) fn check(config: &Config, cache: &Cache) -> Result<Vec<Diagnostic>, Error> {
    let own = render::own_files(config)?;
    let mut findings = match contract::form(config, &own) {
        Ok(findings) => findings,
        Err(Error::Theme(faults)) => return Ok(faults),
        Err(error) => return Err(error),
    };
    if own.is_empty() {
        return Ok(findings);
    }
    let theme = match render::load(config) {
        Ok(theme) => theme,
        Err(Error::Theme(faults)) => {
            findings.extend(faults);
            return Ok(findings);
        }
        Err(error) => return Err(error),
    };
    let is_code = |path: &String| path.starts_with("templates/") || path.ends_with(".js");
    if !own.keys().any(is_code) {
        return Ok(findings);
    }
    let key = cache::key(&[b"theme", &theme.digest, &config.digest]);
    if let Some(known) = cache.get::<Vec<Diagnostic>>(&key) {
        findings.extend(known);
        return Ok(findings);
    }
    let mut found = Vec::new();
    for case in [Case::Live, Case::Drafts, Case::Archived] {
        found.extend(pages(config, &own, &theme, case)?);
    }
    found.sort_by(|a: &Diagnostic, b| (&a.message, &a.file).cmp(&(&b.message, &b.file)));
    found.dedup();
    cache.put(&key, &found);
    findings.extend(found);
    Ok(findings)
}

/// The site's configuration, adapted to the sample site.
fn sample(config: &Config, case: Case) -> Config {
    Config {
        columns: vec![Column {
            name: "样例".to_owned(),
            path: "sample".to_owned(),
            ..Column::default()
        }],
        index_number_pattern: None,
        page_size: 2,
        as_of: Date::constant(2026, 1, 1),
        drafts: case == Case::Drafts,
        archive_of: (case == Case::Archived).then(|| ArchiveOf {
            year: 2025,
            earlier: vec![2024],
        }),
        ..config.clone()
    }
}

/// Makes all pages of the sample site, and checks them, except the pages of incomplete documents.
/// These pages rightly lack parts, so only a failure to make one is reported. A document of `kind:
/// page` is always checked.
fn pages(
    config: &Config,
    own: &Files,
    theme: &Theme,
    case: Case,
) -> Result<Vec<Diagnostic>, Error> {
    let (config, sources) = (&sample(config, case), &Sources::given(&SAMPLE));
    let (mut catalogue, _) = catalogue::read(sources, config)?;
    relate::unify(&mut catalogue, config, sources);
    let (related, _): (Related<'_>, _) = relate::relate(&catalogue, config, sources);
    let (plan, _) = plan::plan(&related, config, sources);
    let archives = [Past {
        year: 2024,
        folder: "2024".to_owned(),
        root: "0".repeat(128),
        change: None,
    }];
    let renderer = Renderer::new(&plan, theme, sources, &archives);
    let mut findings = Vec::new();
    let mut look = |kind: &str, document: &str, page: Result<Vec<u8>, Error>| {
        match page {
            Ok(bytes) => {
                let html = String::from_utf8_lossy(&bytes);
                let sample = Sample {
                    kind,
                    html: &html,
                    document,
                };
                findings.extend(contract::faults(config, own, &sample));
            }
            Err(Error::Template(reason)) => {
                let fault = contract::failed(config, own, Some(kind), &reason);
                // The sample has no values in `extra`. A build finds faults there with the site's
                // own documents.
                let is_of_extra = |place: &Place| place.text.contains("extra.");
                if !fault.place.as_ref().is_some_and(is_of_extra) {
                    findings.push(fault);
                }
            }
            Err(error) => return Err(error),
        }
        Ok(())
    };
    for &id in &plan.order {
        let entry = plan.entry(id);
        let address = plan.address(id);
        let (resolved, ..) = read_entry(&plan, sources, entry, address)?;
        let view = renderer.document(id, &resolved);
        // the page is the first rendition
        let page = RENDITIONS[0].bytes(&view);
        let is_full = entry.index_number.as_deref() == Some("SAMPLE/2024-1");
        match entry.kind {
            catalogue::Kind::Page => look("page", address, page)?,
            _ if is_full || page.is_err() => look("document", address, page)?,
            _ => {}
        }
    }
    let mut others = plan.other_pages();
    others.push(PageId::Archive);
    for page in others {
        let made = renderer.other(page, None).map(|artifact| artifact.bytes);
        look(kind(page), &leads_to(&plan, page), made)?;
    }
    Ok(findings)
}

/// The kind of a page, as its template sees it.
fn kind(page: PageId) -> &'static str {
    match page {
        PageId::Home => "home",
        PageId::Search => "search",
        PageId::NotFound => "404",
        PageId::List(..) => "list",
        PageId::Overview(_) => "lists",
        PageId::Map => "sitemap",
        PageId::Archive => "archive",
        PageId::Withdrawn(_) => "withdrawn",
        PageId::Alias(_) => "redirect",
    }
}

/// The ending that the address of at least one link on the page must have. For an alias, it is the
/// whole address of the document.
fn leads_to(plan: &Plan<'_>, page: PageId) -> String {
    match page {
        PageId::Alias(i) => plan.address(plan.aliases[i as usize].1).to_owned(),
        // a list must link to some document, and each list of the sample has one
        _ => ".html".to_owned(),
    }
}
