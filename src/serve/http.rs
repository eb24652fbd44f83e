//! Takes requests; gives pages, the events that reload them, and the findings shown over them. A
//! request's path is looked up among the files of the site; no other file on the disk is read. It
//! must not know how a site is made.

use super::page::{self, Additions, EVENTS, Problem, SCRIPT, STYLE};
use super::request::{self, Hosts, Refused};
use crate::diag::Lang;
use crate::escape;
use crate::file::{self, HTML};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use futures_util::stream;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The files of a site and their folder. No other file is read.
#[derive(PartialEq, Eq)]
pub(super) struct Files {
    root: PathBuf,
    digests: BTreeMap<String, [u8; 32]>,
}

impl Files {
    /// The files below `root`, each with its SHA-256.
    pub(super) fn new(root: PathBuf, digests: BTreeMap<String, [u8; 32]>) -> Files {
        Files { root, digests }
    }

    /// The bytes of a file; none when it is not a file of the site.
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.digests
            .contains_key(name)
            .then(|| std::fs::read(self.root.join(name)).ok())?
    }
}

/// What the preview shows at a moment. It is replaced as a whole and never changed.
#[derive(Clone, Default)]
pub(super) struct Shown {
    /// The number of states that were shown before this one.
    pub version: u64,
    /// The last site without errors; none before the first.
    pub files: Option<Arc<Files>>,
    /// The reason why there is no newer site.
    pub problem: Option<Arc<Problem>>,
}

/// The state that all requests share.
pub(super) struct Preview {
    shown: watch::Sender<Arc<Shown>>,
    token: String,
    hosts: Hosts,
    lang: Lang,
}

impl Preview {
    /// A preview that shows nothing yet.
    pub(super) fn new(hosts: Hosts, lang: Lang) -> Preview {
        Preview {
            shown: watch::Sender::new(Arc::default()),
            token: token(),
            hosts,
            lang,
        }
    }

    pub(super) fn shown(&self) -> Arc<Shown> {
        self.shown.borrow().clone()
    }

    /// Replaces what is shown. Open pages then reload.
    pub(super) fn show(&self, files: Option<Arc<Files>>, problem: Option<Arc<Problem>>) {
        self.shown.send_modify(|shown| {
            *shown = Arc::new(Shown {
                version: shown.version + 1,
                files,
                problem,
            })
        });
    }

    fn additions<'a>(&'a self, shown: &'a Shown, from_root: bool) -> Additions<'a> {
        Additions {
            token: &self.token,
            version: shown.version,
            lang: self.lang,
            problem: shown.problem.as_deref(),
            from_root,
        }
    }
}

/// A random name that pages of other origins cannot guess. The randomness comes from the standard
/// library's hash keys, which the system seeds.
fn token() -> String {
    (0u8..2)
        .map(|i| format!("{:016x}", RandomState::new().hash_one(i)))
        .collect()
}

/// The only route of the server; it receives every request.
pub(super) fn routes(preview: Arc<Preview>) -> Router {
    Router::new()
        .fallback(
            async |State(preview): State<Arc<Preview>>, request: Request| {
                answer(&preview, &request)
            },
        )
        .with_state(preview)
}

fn answer(preview: &Preview, request: &Request) -> Response {
    let asked = ask(preview, request);
    let mut response = match asked {
        Ok(path) => found(preview, &path, request.uri().query()),
        Err(refused) => refuse(refused),
    };
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

/// The decoded path that a request asks for.
fn ask(preview: &Preview, request: &Request) -> Result<String, Refused> {
    let headers = request.headers();
    let host = only(headers, header::HOST)
        .filter(|h| preview.hosts.allow(h))
        .ok_or(Refused::Host)?;
    if request
        .uri()
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
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(Refused::Method);
    }
    request::decode(request.uri().path())
}

/// The value of a header that occurs exactly once.
fn only(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
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

fn found(preview: &Preview, path: &str, query: Option<&str>) -> Response {
    if let Some(token) = path.strip_prefix(EVENTS) {
        let seen = query
            .and_then(|q| q.strip_prefix("v="))
            .and_then(|v| v.parse().ok());
        return if token == preview.token {
            events(preview, seen)
        } else {
            sent(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "404\n")
        };
    }
    match path {
        SCRIPT => {
            return sent(
                StatusCode::OK,
                file::media_type(SCRIPT),
                include_str!("reload.js"),
            );
        }
        STYLE => {
            return sent(
                StatusCode::OK,
                file::media_type(STYLE),
                include_str!("reload.css"),
            );
        }
        _ => {}
    }
    let shown = preview.shown();
    let Some(files) = &shown.files else {
        return no_site(preview, &shown);
    };
    let name = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    if let Some(bytes) = files.get(&name) {
        return file(preview, &shown, StatusCode::OK, &name, bytes, false);
    }
    if files.digests.contains_key(&format!("{path}/index.html")) {
        let query = query.map_or_else(String::new, |q| format!("?{q}"));
        let mut response = sent(
            StatusCode::TEMPORARY_REDIRECT,
            "text/plain; charset=utf-8",
            "",
        );
        if let Ok(location) = HeaderValue::try_from(format!(
            "/{}/{query}",
            escape::percent(path, escape::is_plain_in_location)
        )) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        return response;
    }
    match files.get("404.html") {
        Some(bytes) => file(
            preview,
            &shown,
            StatusCode::NOT_FOUND,
            "404.html",
            bytes,
            path.contains('/'),
        ),
        None => own_page(
            StatusCode::NOT_FOUND,
            page::own("404", "", &preview.additions(&shown, false)),
        ),
    }
}

/// The page shown before the first site: the site is being made, or the findings say why there is
/// none.
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
    own_page(
        status,
        page::own(title, body, &preview.additions(shown, false)),
    )
}

fn own_page(status: StatusCode, html: Vec<u8>) -> Response {
    let mut response = sent(status, HTML, html);
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(policy),
    );
    response
}

fn file(
    preview: &Preview,
    shown: &Shown,
    status: StatusCode,
    name: &str,
    bytes: Vec<u8>,
    from_root: bool,
) -> Response {
    let kind = file::media_type(name);
    if kind == HTML {
        sent(
            status,
            kind,
            page::adapt(&bytes, &preview.additions(shown, from_root)),
        )
    } else {
        sent(status, kind, bytes)
    }
}

fn sent(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// The subscription of one open page to newer states of the preview.
struct Feed {
    shown: watch::Receiver<Arc<Shown>>,
    seen: u64,
    greeted: bool,
}

/// Sends `reload` as soon as the preview shows another state than the one from which the page came.
fn events(preview: &Preview, seen: Option<u64>) -> Response {
    let seen = seen.unwrap_or_else(|| preview.shown().version);
    let feed = Feed {
        shown: preview.shown.subscribe(),
        seen,
        greeted: false,
    };
    let events = stream::unfold(feed, |feed| async {
        next(feed)
            .await
            .map(|(text, feed)| (Ok::<_, Infallible>(text), feed))
    });
    sent(
        StatusCode::OK,
        "text/event-stream",
        Body::from_stream(events),
    )
}

async fn next(mut feed: Feed) -> Option<(String, Feed)> {
    if !feed.greeted {
        feed.greeted = true;
        return Some(("retry: 1000\n\n".to_owned(), feed));
    }
    loop {
        let version = feed.shown.borrow_and_update().version;
        if version != feed.seen {
            feed.seen = version;
            return Some((format!("event: reload\ndata: {version}\n\n"), feed));
        }
        match tokio::time::timeout(Duration::from_secs(15), feed.shown.changed()).await {
            // an empty comment is sent, because sending fails once the page is no longer connected
            Err(_) => return Some((":\n\n".to_owned(), feed)),
            Ok(Err(_)) => return None,
            Ok(Ok(())) => {}
        }
    }
}
