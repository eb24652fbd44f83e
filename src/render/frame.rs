//! Takes the configuration, the theme and what every page shows; gives the head and the bytes of
//! each page, and the part of the cache keys that is the same for all pages.
//!
//! This file must not know the plan.

use super::fault::reason;
use super::meta::{self, Place};
use super::theme::{Texts, Theme};
use super::view::{Crumb, Page, Site};
use crate::cache::{self, Digest, Key};
use crate::catalogue::Validity;
use crate::config::{Config, Language};
use crate::diag::{Error, fill};
use crate::output::MARK;
use serde::Serialize;
use std::borrow::Cow;
use tera::{Context, Value};

/// The content security policy of the pages, except the search page and the page for unknown
/// addresses, whose policies allow more. A page loads only files of this site and images in `data:`
/// addresses. Inline scripts and styles are forbidden.
pub(super) const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'";

/// The configuration and the interface texts.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub config: &'a Config,
    pub texts: &'a Texts,
    /// The style sheet of e-books.
    pub book_style: &'a [u8],
}

impl<'a> Words<'a> {
    /// The interface text with this key; empty if the theme has no such text.
    pub(super) fn text(&self, key: &str) -> &'a str {
        self.texts.get(key).map_or("", String::as_str)
    }

    /// The name of a validity in the language of the site.
    pub(super) fn label(&self, validity: Validity) -> &'static str {
        match self.config.language {
            Language::ZhHans => validity.label(),
            Language::En => validity.label_en(),
        }
    }

    /// A day in the form for sentences. `date` is the day as 2024-06-18.
    pub(super) fn day(&self, date: &str) -> String {
        let mut parts = date.split('-').map(|p| p.trim_start_matches('0'));
        let (y, m, d) = (parts.next(), parts.next(), parts.next());
        let value = |part: Option<&str>| part.map(|p| Cow::Owned(p.to_owned()));
        fill(self.text("day"), |name| match name {
            "y" => value(y),
            "m" => value(m),
            "d" => value(d),
            _ => value(Some(date)),
        })
    }

    /// The values of a page's head, except its feed and its linked data, which the caller sets.
    pub(super) fn head<'p>(&self, place: Place<'p>) -> Page<'p>
    where
        'a: 'p,
    {
        let base_url = self.config.base_url.as_deref();
        let breadcrumb = if place.kind == "home" {
            Vec::new()
        } else {
            let home = Crumb {
                title: self.text("home").into(),
                url: Some("index.html".to_owned()),
            };
            let own = Crumb {
                title: place.title.clone(),
                url: None,
            };
            let trail = place.trail.iter().cloned();
            std::iter::once(home).chain(trail).chain([own]).collect()
        };
        Page {
            root: "../".repeat(place.url.matches('/').count()),
            kind: place.kind,
            breadcrumb,
            meta: meta::tags(self.config, &place),
            canonical: base_url
                .zip(place.canonical.as_deref())
                .map(|(base, path)| {
                    format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path))
                }),
            base_href: base_url.filter(|_| place.kind == NOT_FOUND).map(path_of),
            feed: None,
            data: None,
            section: place.section,
            title: place.title,
            url: place.url,
        }
    }
}

/// The kind of the page for addresses that do not exist. A server may send it for any address, so
/// its relative links need a base.
pub(super) const NOT_FOUND: &str = "404";

/// An address without its host, as a base of links. A base without a host works under every name of
/// the host (with and without `www`, in the intranet). A base with a host would fail under its
/// other names, because the page's policy refuses it.
fn path_of(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    let path = address[host..]
        .find('/')
        .map_or("", |at| &address[host + at..]);
    // A browser would read a host after two slashes.
    if path.starts_with("//") || path.is_empty() {
        "/"
    } else {
        path
    }
}

/// The values of a page for its template.
#[derive(Serialize)]
pub(super) struct Sheet<'p, C> {
    pub template: &'static str,
    pub csp: Cow<'static, str>,
    pub page: Page<'p>,
    /// The name under which the template sees the content.
    pub name: &'static str,
    pub content: C,
}

/// The values that all pages share.
pub(super) struct Frame<'a> {
    pub words: Words<'a>,
    theme: &'a Theme,
    /// The content that every page shows, computed once.
    site: Value,
    texts: Value,
    key: Key,
    /// A token made from the theme's published files. `None` in an archived site, whose files never
    /// change.
    token: Option<String>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(words: Words<'a>, theme: &'a Theme, site: &Site<'_>) -> Frame<'a> {
        let shown = Digest::of(site);
        let files = &theme.files_key;
        let token = files[..4].iter().map(|byte| format!("{byte:02x}"));
        Frame {
            words,
            theme,
            site: Value::from_serializable(site),
            texts: Value::from_serializable(&theme.texts),
            key: cache::key(&[&theme.digest, &words.config.digest, shown.bytes(), files]),
            token: words.config.archive_of.is_none().then(|| token.collect()),
        }
    }

    /// A key of everything that all pages depend on: the frame, the theme and the configuration.
    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    /// The bytes of a page. `source` names the page's source in messages.
    pub(super) fn print(
        &self,
        sheet: &Sheet<'_, impl Serialize>,
        source: impl FnOnce() -> String,
    ) -> Result<Vec<u8>, Error> {
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert_value("t", self.texts.clone());
        context.insert("csp", &sheet.csp);
        context.insert("page", &sheet.page);
        context.insert(sheet.name, &sheet.content);
        let mut html = Vec::with_capacity(1 << 15);
        html.extend_from_slice(MARK);
        self.theme
            .tera
            .render_to(sheet.template, &context, &mut html)
            .map_err(|e| {
                let (said, source) = (reason(&e), source());
                Error::template(
                    format!("{}\n→ {source}", said.zh),
                    format!("{}\n→ {source}", said.en),
                )
            })?;
        Ok(match &self.token {
            Some(token) => with_token(&html, token),
            None => html,
        })
    }
}

/// The beginning of the paths of a theme's published files.
const STATIC: &[u8] = b"static/";

/// Adds a token to the address of each script and style sheet of the theme. The token changes with
/// these files, so that no cache gives a new page an old file.
fn with_token(html: &[u8], token: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len() + 128);
    let mut done = 0;
    for at in memchr::memmem::find_iter(html, STATIC) {
        let before = without(without(&html[..at], b"../"), b"./");
        let is_address = before.ends_with(b" href=\"") || before.ends_with(b" src=\"");
        let rest = &html[at..];
        let end = memchr::memchr3(b'"', b'?', b'#', rest).unwrap_or(rest.len());
        let is_code = rest[..end].ends_with(b".js") || rest[..end].ends_with(b".css");
        if is_address && is_code && rest.get(end) == Some(&b'"') {
            out.extend_from_slice(&html[done..at + end]);
            out.push(b'?');
            out.extend_from_slice(token.as_bytes());
            done = at + end;
        }
    }
    out.extend_from_slice(&html[done..]);
    out
}

/// A text without any `suffix` at its end, even a repeated one.
fn without<'a>(mut text: &'a [u8], suffix: &[u8]) -> &'a [u8] {
    while let Some(rest) = text.strip_suffix(suffix) {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{path_of, with_token};

    #[test]
    fn scripts_and_style_sheets_of_the_theme_get_the_token_and_nothing_else_does() {
        let page = |token: &str| {
            format!(
                "<link rel=\"stylesheet\" href=\"../../static/a.css{token}\"><script src=\"static/b/c.js{token}\" defer></script>\
                 <script src=\"./static/d.js{token}\"></script><link rel=\"icon\" href=\"static/i.svg\"><script src=\"static/e.js?x\"></script>\
                 <p>src=\"static/f.js\" <a title=\"static/g.js\" href=\"x/static/h.js\">static/k.css</a></p>"
            )
        };
        let text = page("").replace(" src=\"static/f", " s src=&quot;static/f");
        let made = with_token(text.as_bytes(), "1a2b");
        let expected = page("?1a2b").replace(" src=\"static/f", " s src=&quot;static/f");
        assert_eq!(String::from_utf8(made).unwrap(), expected);
    }

    #[test]
    fn the_base_names_no_host() {
        for (address, path) in [
            ("https://www.example.gov.cn/", "/"),
            ("https://example.gov.cn:8443/zfxxgk/a/", "/zfxxgk/a/"),
            ("http://[::1]/x/", "/x/"),
            ("https://example.gov.cn", "/"),
            ("https://example.gov.cn//x/", "/"),
        ] {
            assert_eq!(path_of(address), path, "{address}");
        }
    }
}
