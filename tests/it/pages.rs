//! Tests every page of the built demonstration: links within the site lead to existing files, no
//! page runs or loads anything forbidden, and each page has the required parts.

use crate::harness::{self, Site};
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

/// The built demonstration, and its files by path. All tests of this module share it.
fn demonstration() -> &'static (Site, BTreeMap<String, Vec<u8>>) {
    static BUILT: OnceLock<(Site, BTreeMap<String, Vec<u8>>)> = OnceLock::new();
    BUILT.get_or_init(|| {
        let site = Site::demonstration();
        site.run(&["--as-of", "2026-12-01", "build"]).ends(0);
        let files = harness::tree(&site.public());
        (site, files)
    })
}

fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

fn pages() -> Vec<(String, Html)> {
    let (_, files) = demonstration();
    files
        .iter()
        .filter(|(p, _)| p.ends_with(".html"))
        .map(|(p, b)| {
            (
                p.clone(),
                Html::parse_document(std::str::from_utf8(b).unwrap()),
            )
        })
        .collect()
}

/// Where a relative address leads, from the site's root; `None` if it leaves the site or names no
/// file.
fn resolve(from: &str, href: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            "" => return None,
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, tail) {
            (b'%', [a, b, tail @ ..]) => {
                bytes
                    .push(u8::from_str_radix(std::str::from_utf8(&[*a, *b]).unwrap(), 16).unwrap());
                rest = tail;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_link_leads_to_a_file_and_an_anchor_of_the_site() {
    let (_, files) = demonstration();
    let pages = pages();
    assert!(pages.len() > 100, "{} pages", pages.len());
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, html)| {
            (
                path.as_str(),
                all(html, "[id]")
                    .iter()
                    .filter_map(|e| e.attr("id"))
                    .collect(),
            )
        })
        .collect();
    let mut broken = Vec::new();
    let mut links = 0;
    for (path, html) in &pages {
        for element in all(html, "[href], [src], [action], [srcset], [poster], [data]") {
            let name = element.value().name();
            for attribute in ["href", "src", "action", "poster", "data"] {
                let Some(address) = element.attr(attribute) else {
                    continue;
                };
                links += 1;
                let scheme = address
                    .split_once(':')
                    .map(|(s, _)| s)
                    .filter(|s| s.bytes().all(|b| b.is_ascii_alphabetic()));
                match scheme {
                    Some("https" | "http" | "mailto" | "tel") if name == "a" => continue,
                    Some("data") if name == "img" => continue,
                    Some(_) => {
                        broken.push(format!("{path}: <{name} {attribute}={address}>"));
                        continue;
                    }
                    None => {}
                }
                let (place, fragment) = address
                    .split_once('#')
                    .map_or((address, None), |(p, f)| (p, Some(f)));
                let place = place.split('?').next().unwrap();
                let target = if place.is_empty() {
                    Some(path.clone())
                } else {
                    resolve(path, &decoded(place))
                };
                let Some(target) = target.filter(|t| files.contains_key(t)) else {
                    broken.push(format!("{path}: {address} names no file of the site"));
                    continue;
                };
                if let Some(fragment) = fragment.filter(|f| !f.is_empty()) {
                    let fragment = decoded(fragment);
                    if !ids
                        .get(target.as_str())
                        .is_some_and(|ids| ids.contains(fragment.as_str()))
                    {
                        broken.push(format!("{path}: there is no anchor {address}"));
                    }
                }
            }
        }
        for refresh in all(html, "meta[http-equiv=refresh]") {
            let url = refresh
                .attr("content")
                .unwrap()
                .split_once("url=")
                .unwrap()
                .1;
            if !resolve(path, url).is_some_and(|t| files.contains_key(&t)) {
                broken.push(format!("{path}: leads to {url}"));
            }
        }
    }
    assert!(links > 5000, "{links} links");
    assert!(
        broken.is_empty(),
        "{} of {links}: {:#?}",
        broken.len(),
        &broken[..broken.len().min(20)]
    );
}

#[test]
fn every_file_is_reached_from_the_home_page() {
    let (_, files) = demonstration();
    let pages: BTreeMap<String, Html> = pages().into_iter().collect();
    let mut seen = BTreeSet::from(["index.html".to_owned()]);
    let mut open = vec!["index.html".to_owned()];
    while let Some(path) = open.pop() {
        let Some(html) = pages.get(&path) else {
            continue;
        };
        for element in all(html, "[href], [src], [action]") {
            let address = element
                .attr("href")
                .or(element.attr("src"))
                .or(element.attr("action"))
                .unwrap();
            let place = address.split(['#', '?']).next().unwrap();
            if let Some(target) = resolve(&path, &decoded(place)).filter(|t| files.contains_key(t))
                && seen.insert(target.clone())
            {
                open.push(target);
            }
        }
    }
    // Old addresses and notices of withdrawal are reached only from outside.
    let old: BTreeSet<&str> = pages
        .iter()
        .filter(|(_, h)| !all(h, "meta[http-equiv=refresh], body.is-withdrawn").is_empty())
        .map(|(p, _)| p.as_str())
        .collect();
    let lost: Vec<&String> = files
        .keys()
        .filter(|p| !seen.contains(*p) && !old.contains(p.as_str()))
        .filter(|p| {
            !p.starts_with("search/")
                && !["404.html", "robots.txt", "sitemap.xml", ".mulu-manifest"]
                    .contains(&p.as_str())
        })
        .filter(|p| !p.starts_with("static/"))
        .collect();
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn nothing_inline_and_nothing_from_elsewhere() {
    let mut wrong = Vec::new();
    for (path, html) in pages() {
        for element in all(&html, "*") {
            let name = element.value().name();
            if name == "style"
                || (name == "script"
                    && (element.attr("src").is_none()
                        || !element.text().collect::<String>().trim().is_empty()))
            {
                wrong.push(format!("{path}: inline <{name}>"));
            }
            for (attribute, value) in element.value().attrs() {
                let value = value.trim().to_ascii_lowercase();
                let loads = matches!(
                    (name, attribute),
                    (
                        "img"
                            | "script"
                            | "iframe"
                            | "source"
                            | "video"
                            | "audio"
                            | "embed"
                            | "object",
                        _
                    )
                ) || (name == "link"
                    && ["stylesheet", "icon", "preload"]
                        .contains(&element.attr("rel").unwrap_or_default()));
                if attribute == "style"
                    || attribute.starts_with("on")
                    || attribute == "integrity"
                    || value.starts_with("javascript:")
                {
                    wrong.push(format!("{path}: <{name} {attribute}={value}>"));
                }
                if loads
                    && (value.starts_with("http:")
                        || value.starts_with("https:")
                        || value.starts_with("//"))
                {
                    wrong.push(format!("{path}: <{name} {attribute}={value}>"));
                }
            }
        }
    }
    let (_, files) = demonstration();
    for (path, bytes) in files.iter().filter(|(p, _)| p.ends_with(".css")) {
        let text = String::from_utf8_lossy(bytes);
        if text.contains("@import")
            || text.contains("url(http")
            || text.contains("url(//")
            || text.contains("url(\"http")
        {
            wrong.push(format!("{path} loads something from elsewhere"));
        }
    }
    assert!(wrong.is_empty(), "{:#?}", &wrong[..wrong.len().min(20)]);
}

#[test]
fn every_page_carries_what_it_must() {
    let mut wrong = Vec::new();
    let mut kinds = BTreeSet::new();
    for (path, html) in pages() {
        let mut need = |what: &str, holds: bool| {
            if !holds {
                wrong.push(format!("{path}: {what}"));
            }
        };
        let one = |selector: &str| all(&html, selector).len() == 1;
        let content = |name: &str| {
            all(&html, &format!("meta[name={name}]"))
                .first()
                .and_then(|m| m.attr("content"))
                .unwrap_or_default()
                .to_owned()
        };
        let kind = all(&html, "body")
            .first()
            .and_then(|b| b.attr("class"))
            .unwrap_or_default()
            .trim_start_matches("is-")
            .to_owned();
        need("exactly one h1", one("h1"));
        need("lang", all(&html, "html[lang=zh-Hans]").len() == 1);
        need(
            "a title",
            one("head > title")
                && !all(&html, "title")[0]
                    .text()
                    .collect::<String>()
                    .trim()
                    .is_empty(),
        );
        need("one main", one("main"));
        need("a header", one("body > header"));
        need("viewport", one("meta[name=viewport]"));
        need(
            "charset in the first 1024 bytes",
            harness_bytes(&path)
                .windows(13)
                .take(1024)
                .any(|w| w.eq_ignore_ascii_case(b"charset=utf-8")),
        );
        let policy = all(&html, "meta[http-equiv=Content-Security-Policy]");
        need(
            "a policy that forbids what is not the site's own",
            policy.len() == 1
                && policy[0]
                    .attr("content")
                    .unwrap()
                    .contains("default-src 'none'"),
        );
        need(
            "no unsafe-inline",
            policy
                .iter()
                .all(|p| !p.attr("content").unwrap().contains("unsafe")),
        );
        for name in ["SiteName", "ColumnName", "ColumnType"] {
            need(name, !content(name).is_empty());
        }
        need(
            "an icon, or browsers ask the server for one",
            one("link[rel=icon]"),
        );
        if kind != "redirect" {
            need("a footer", one("body > footer"));
            need("navigation", !all(&html, "nav[aria-label]").is_empty());
            need(
                "a link past the navigation",
                one("header a.skip[href$=\"#main\"]"),
            );
        }
        if kind == "document" {
            for name in ["ArticleTitle", "PubDate", "ContentSource"] {
                need(name, !content(name).is_empty());
            }
            need(
                "the title as h1",
                all(&html, "h1")[0].text().collect::<String>().contains(
                    content("ArticleTitle")
                        .split_whitespace()
                        .next()
                        .unwrap_or("?"),
                ),
            );
        }
        let ids: Vec<&str> = all(&html, "[id]")
            .iter()
            .filter_map(|e| e.attr("id"))
            .collect();
        need(
            "every id once",
            ids.iter().collect::<BTreeSet<_>>().len() == ids.len(),
        );
        need(
            "a name for every image",
            all(&html, "img:not([alt])").is_empty(),
        );
        need("headings without a gap", headings_in_order(&html));
        kinds.insert(kind);
    }
    for kind in [
        "home", "document", "page", "list", "search", "404", "redirect",
    ] {
        assert!(
            kinds.contains(kind),
            "the demonstration has no page of kind {kind}: {kinds:?}"
        );
    }
    assert!(
        wrong.is_empty(),
        "{} faults: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(20)]
    );
}

#[test]
fn a_tag_of_the_government_also_states_its_property_of_open_graph() {
    for theme in ["default", "plain"] {
        let site = Site::new();
        site.write(
            "mulu.yaml",
            format!("title: 测试目录\nagency: {{name: 甲局}}\ntheme: {theme}\nbase_url: https://example.cn/x/\n"),
        )
        .document("a", "N/2024-1", "summary: 说明优待的办法。\n", "各科室：请认真办理。\n")
        .build();
        let record = site.read("catalogue.json");
        let records: serde_json::Value = serde_json::from_str(&record).unwrap();
        let document = &records["documents"][0];
        let address = document["url"].as_str().unwrap();
        let title = document["title"].as_str().unwrap();
        let page = Html::parse_document(&site.read(address));
        let url = format!("https://example.cn/x/{address}");
        for (property, name, content) in [
            ("og:site_name", "SiteName", "测试目录"),
            ("og:title", "ArticleTitle", title),
            ("og:description", "Description", "说明优待的办法。"),
            ("og:url", "Url", url.as_str()),
        ] {
            let found = all(&page, &format!("meta[property=\"{property}\"]"));
            assert_eq!(found.len(), 1, "{theme}: {property}");
            assert_eq!(found[0].attr("name"), Some(name), "{theme}");
            assert_eq!(found[0].attr("content"), Some(content), "{theme}");
        }
        let home = Html::parse_document(&site.read("index.html"));
        for property in ["og:site_name", "og:title", "og:url"] {
            let found = all(&home, &format!("meta[property=\"{property}\"]"));
            assert_eq!(found.len(), 1, "{theme}: {property} of the home page");
        }
    }
}

fn harness_bytes(path: &str) -> &'static [u8] {
    &demonstration().1[path]
}

fn headings_in_order(html: &Html) -> bool {
    let levels: Vec<u32> = all(html, "main h1, main h2, main h3, main h4, main h5, main h6")
        .iter()
        .map(|h| h.value().name()[1..].parse().unwrap())
        .collect();
    levels.windows(2).all(|w| w[1] <= w[0] + 1)
}

#[test]
fn names_in_the_output_are_plain() {
    let (_, files) = demonstration();
    for path in files.keys() {
        assert!(
            path.is_ascii() && !path.contains(['%', '\\', ':', '*', '?', '"', '<', '>', '|', ' ']),
            "{path}"
        );
        assert!(path.split('/').all(|p| p.len() <= 80), "{path}");
        assert!(PathBuf::from(path).components().count() <= 8, "{path}");
    }
    let folded: BTreeSet<String> = files.keys().map(|p| p.to_lowercase()).collect();
    assert_eq!(
        folded.len(),
        files.len(),
        "two names differ in letter case only"
    );
}

#[test]
fn the_demonstration_is_clean() {
    let site = Site::demonstration();
    let run = site.run(&["--as-of", "2026-12-01", "check", "--deny", "warnings"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(!site.public().exists(), "check writes nothing");
}
