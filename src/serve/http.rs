//! Takes requests; gives pages of the site, the events that reload them, and the pages of the desk.
//! A path is looked up among the files of the site; no other file is read. `make.rs` makes the
//! site. This file must not know how a site is made.

use super::badge::{OnPage, badge, band};
use super::desk::{self, Asked};
use super::files::Files;
use super::page::{self, Additions, EVENTS, SCRIPT, STYLE, Seen, ShownAt};
use super::post;
use super::reply::{
    Request, Response, failed, moved, not_found, own_file, own_page, sent, streamed,
};
use super::request::{self, Hosts, Refused};
use super::state::{Preview, Shown};
use crate::diag::Lang;
use crate::file::{self, HTML};
use crate::inventory::Item;
use futures_util::stream;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, StatusCode, Uri};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

pub(super) async fn respond(preview: Arc<Preview>, peer: SocketAddr, request: Request) -> Response {
    let asked = Got::new(&request, peer);
    if asked.method == Method::POST && post::PATHS.contains(&asked.uri.path()) {
        return with_headers(match asked.may_write(&preview) {
            true => post::write(preview, request).await,
            false => refuse(Refused::Host),
        });
    }
    // the site with drafts may have to be made first
    tokio::task::spawn_blocking(move || answer(&preview, &asked))
        .await
        .unwrap_or_else(|_| failed("500"))
}

/// The relevant parts of a request.
struct Got {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    /// Whether the request comes from this computer.
    is_near: bool,
}

impl Got {
    fn new(request: &Request, peer: SocketAddr) -> Got {
        Got {
            method: request.method().clone(),
            uri: request.uri().clone(),
            headers: request.headers().clone(),
            is_near: peer.ip().to_canonical().is_loopback(),
        }
    }

    /// Whether the request comes from this computer, to `localhost` or a loopback address. Only
    /// such a request sees the desk.
    fn is_local(&self) -> bool {
        let host = only(&self.headers, header::HOST);
        self.is_near && host.is_some_and(|host| Hosts::new("localhost").allow(host))
    }

    /// Whether the request comes from a page of this preview, on this computer. No page of another
    /// site can forge or omit the header `Origin`. The token in the form then shows that the page
    /// belongs to the desk (see `post`).
    fn may_write(&self, preview: &Preview) -> bool {
        let host = only(&self.headers, header::HOST);
        let origin = only(&self.headers, header::ORIGIN);
        let site = only(&self.headers, HeaderName::from_static("sec-fetch-site"));
        let is_own = |(host, origin)| preview.hosts.allow_origin(origin, host);
        self.is_local()
            && self.uri.authority().is_none()
            && host.zip(origin).is_some_and(is_own)
            && site.is_none_or(|site| site == "same-origin")
    }
}

fn answer(preview: &Preview, asked: &Got) -> Response {
    with_headers(match ask(preview, asked) {
        Ok(path) => found(preview, &path, asked),
        Err(refused) => refuse(refused),
    })
}

/// Adds the headers of every response. Only the response with status 500 after a panic lacks them.
fn with_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    response
}

/// The decoded path of a request, or why it is refused.
fn ask(preview: &Preview, asked: &Got) -> Result<String, Refused> {
    let headers = &asked.headers;
    let host = only(headers, header::HOST)
        .filter(|h| preview.hosts.allow(h))
        .ok_or(Refused::Host)?;
    if asked
        .uri
        .authority()
        .is_some_and(|a| !preview.hosts.allow(a.as_str()))
    {
        return Err(Refused::Host);
    }
    if headers.contains_key(header::ORIGIN)
        && !only(headers, header::ORIGIN).is_some_and(|o| preview.hosts.allow_origin(o, host))
    {
        return Err(Refused::Host);
    }
    if asked.method != Method::GET && asked.method != Method::HEAD {
        return Err(Refused::Method);
    }
    request::decode(asked.uri.path())
}

/// The value of a header that occurs exactly once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let one = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(one)
}

fn refuse(refused: Refused) -> Response {
    let (status, text) = match refused {
        Refused::Host => (
            StatusCode::FORBIDDEN,
            "403: the preview answers to this computer's own names and to --host\n",
        ),
        Refused::Method => (StatusCode::METHOD_NOT_ALLOWED, "405: GET or HEAD\n"),
        Refused::Path => (StatusCode::BAD_REQUEST, "400: no such path can be\n"),
    };
    let mut response = sent(status, "text/plain; charset=utf-8", text);
    if refused == Refused::Method {
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

fn found(preview: &Preview, path: &str, asked: &Got) -> Response {
    let query = asked.uri.query();
    if let Some(token) = path.strip_prefix(EVENTS) {
        return if token == preview.token {
            events(preview, asked)
        } else {
            not_found()
        };
    }
    match path {
        SCRIPT => return own_file(SCRIPT, include_str!("reload.js")),
        STYLE => return own_file(STYLE, include_str!("reload.css")),
        _ => {}
    }
    let is_local = asked.is_local();
    let shown = preview.shown();
    if path.starts_with("-/") {
        return match is_local {
            true => at_desk(preview, &shown, path, query),
            false => not_found(),
        };
    }
    let shown = match is_local {
        true => shown,
        false => Arc::new(shown.for_others()),
    };
    let Some(files) = &shown.files else {
        return match is_local && !preview.root.join("mulu.yaml").exists() {
            true => moved("-/desk/start", None),
            false => no_site(preview, &shown),
        };
    };
    let site = Site {
        preview,
        shown: &shown,
        files,
        folder: "",
    };
    site.file(path, query)
}

/// Answers with a page of the desk, or of the site with drafts.
fn at_desk(preview: &Preview, shown: &Shown, path: &str, query: Option<&str>) -> Response {
    match path {
        desk::SCRIPT => return own_file(desk::SCRIPT, include_str!("desk/desk.js")),
        desk::STYLE => return own_file(desk::STYLE, desk::style()),
        desk::LEADS => return lead(preview, shown, query),
        "-/desk" => return moved(desk::FOLDER, query),
        _ => {}
    }
    if let Some(path) = path.strip_prefix(desk::FOLDER) {
        let asked = Asked {
            path,
            query: parameters(query),
            reload: page::reload(&preview.token, Seen::Run(shown.run)),
            token: &preview.write_token,
            sent: None,
        };
        let look = post::look(preview, shown);
        return match desk::page(&look, &asked) {
            Some(Ok(html)) => own_page(StatusCode::OK, html.into_bytes()),
            Some(Err(fault)) => failed(&fault),
            None => not_found(),
        };
    }
    let Some(path) = path.strip_prefix(desk::DRAFTS) else {
        return not_found();
    };
    match preview.review.site(shown.run) {
        Ok(site) => Site {
            preview,
            shown,
            files: &site.files,
            folder: desk::DRAFTS,
        }
        .file(path, query),
        Err(problem) => {
            let shown = Shown {
                problem: Some(problem),
                ..shown.clone()
            };
            no_site(preview, &shown)
        }
    }
}

/// Redirects to the page of a document, in the site or in the site with drafts.
fn lead(preview: &Preview, shown: &Shown, query: Option<&str>) -> Response {
    let file = parameters(query).remove("file").unwrap_or_default();
    let item = shown.desk.as_ref().and_then(|desk| desk.of_file(&file));
    if let Some(url) = item.and_then(|item| item.url.as_ref()) {
        return moved(url, None);
    }
    match preview.review.site(shown.run) {
        Ok(site) => match site.addresses.get(&file) {
            Some(address) => moved(&format!("{}{address}", desk::DRAFTS), None),
            None => not_found(),
        },
        Err(problem) => {
            let shown = Shown {
                problem: Some(problem),
                ..shown.clone()
            };
            no_site(preview, &shown)
        }
    }
}

/// The parameters of a query. If a name occurs several times, the last value counts.
fn parameters(query: Option<&str>) -> BTreeMap<String, String> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .into_owned()
        .collect()
}

/// A site whose files are requested.
struct Site<'a> {
    preview: &'a Preview,
    shown: &'a Shown,
    files: &'a Files,
    /// The prefix of its addresses: empty, or `-/drafts/` for the site with drafts.
    folder: &'a str,
}

impl Site<'_> {
    fn file(&self, path: &str, query: Option<&str>) -> Response {
        let files = self.files;
        let name = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        if let Some(bytes) = files.get(&name) {
            return self.send(StatusCode::OK, &name, bytes, ShownAt::Own);
        }
        if files.has(&format!("{path}/index.html")) {
            return moved(&format!("{}{path}/", self.folder), query);
        }
        match files.get("404.html") {
            Some(bytes) => {
                let shown_at = match path.contains('/') || !self.folder.is_empty() {
                    true => ShownAt::Another,
                    false => ShownAt::Own,
                };
                self.send(StatusCode::NOT_FOUND, "404.html", bytes, shown_at)
            }
            None => own_page(
                StatusCode::NOT_FOUND,
                page::own("404", "", &additions(self.preview, self.shown)),
            ),
        }
    }

    fn send(&self, status: StatusCode, name: &str, bytes: Vec<u8>, shown_at: ShownAt) -> Response {
        let kind = file::media_type(name);
        if kind != HTML {
            return sent(status, kind, bytes);
        }
        let desk = self.shown.desk.as_deref();
        let document = desk.and_then(|desk| self.document(desk, name));
        let add = Additions {
            shown_at,
            seen: if self.folder.is_empty() {
                Seen::Version(self.shown.version)
            } else {
                Seen::Run(self.shown.run)
            },
            band: document.map_or_else(String::new, |item| band(item, self.preview.lang)),
            badge: desk.map_or_else(String::new, |desk| {
                let is_old = self.files.is_kept(name);
                badge(desk, &OnPage { document, is_old }, self.preview.lang)
            }),
            ..additions(self.preview, self.shown)
        };
        sent(status, kind, page::adapt(&bytes, &add))
    }

    /// The document whose page is at an address.
    fn document<'d>(&self, desk: &'d desk::Desk, name: &str) -> Option<&'d Item> {
        if self.folder.is_empty() {
            return desk.at(name);
        }
        let site = self.preview.review.site(self.shown.run).ok()?;
        let mut files = site.addresses.iter();
        let (file, _) = files.find(|(_, address)| *address == name)?;
        desk.of_file(file)
    }
}

/// The additions to a page, without those that depend on its document.
fn additions<'a>(preview: &'a Preview, shown: &'a Shown) -> Additions<'a> {
    Additions {
        token: &preview.token,
        seen: Seen::Version(shown.version),
        lang: preview.lang,
        problem: shown.problem.as_deref(),
        band: String::new(),
        badge: String::new(),
        shown_at: ShownAt::Own,
    }
}

/// The page that is shown while there is no site, or no site with drafts. It says that the site is
/// being made, or that a problem prevents it.
fn no_site(preview: &Preview, shown: &Shown) -> Response {
    let zh = preview.lang == Lang::Zh;
    let (status, title, body) = match (&shown.problem, zh) {
        (Some(_), true) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "还没有可以预览的网站",
            "内容或配置有误，网站尚未生成。",
        ),
        (Some(_), false) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "There is no site to show yet",
            "Something is wrong, so the site has not been made.",
        ),
        (None, true) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "正在生成网站……",
            "生成后自动显示。",
        ),
        (None, false) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The site is being made...",
            "It shows by itself when it is ready.",
        ),
    };
    own_page(status, page::own(title, body, &additions(preview, shown)))
}

/// The subscription of one open page to newer states of the preview.
struct Feed {
    shown: watch::Receiver<Arc<Shown>>,
    seen: Seen,
    /// The last run that the page knows of.
    run: u64,
    /// Whether the page may learn which document was saved.
    is_local: bool,
    greeted: bool,
}

/// Sends `reload` when the preview shows something newer than the page. If a document was saved, a
/// page on this computer first gets `saved` with the address of the document.
fn events(preview: &Preview, asked: &Got) -> Response {
    let shown = preview.shown();
    let query = asked.uri.query().unwrap_or_default();
    let number = |name: &str| {
        let (key, value) = query.split_once('=')?;
        (key == name).then(|| value.parse().ok())?
    };
    let seen = number("r")
        .map(Seen::Run)
        .or(number("v").map(Seen::Version));
    let feed = Feed {
        seen: seen.unwrap_or(Seen::Version(shown.version)),
        run: shown.run,
        shown: preview.shown.subscribe(),
        is_local: asked.is_local(),
        greeted: false,
    };
    streamed("text/event-stream", stream::unfold(feed, next))
}

async fn next(mut feed: Feed) -> Option<(String, Feed)> {
    if !feed.greeted {
        feed.greeted = true;
        return Some(("retry: 1000\n\n".to_owned(), feed));
    }
    loop {
        let shown = feed.shown.borrow_and_update().clone();
        let mut text = String::new();
        if shown.run != feed.run {
            feed.run = shown.run;
            if let Some(address) = shown.saved.as_ref().filter(|_| feed.is_local) {
                text = format!("event: saved\ndata: /{address}\n\n");
            }
        }
        let now = match feed.seen {
            Seen::Version(_) => Seen::Version(shown.version),
            Seen::Run(_) => Seen::Run(shown.run),
        };
        if now != feed.seen {
            feed.seen = now;
            text += &format!("event: reload\ndata: {}\n\n", shown.version);
        }
        if !text.is_empty() {
            return Some((text, feed));
        }
        match tokio::time::timeout(Duration::from_secs(15), feed.shown.changed()).await {
            // an empty comment, to notice a closed page: sending to it fails and ends the feed
            Err(_) => return Some((":\n\n".to_owned(), feed)),
            Ok(Err(_)) => return None,
            Ok(Ok(())) => {}
        }
    }
}
