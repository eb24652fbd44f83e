//! Takes the form for a new document or site; writes the files, and answers with a report or the
//! faults. The caller has refused requests from other sites. Nothing is written without the secret
//! token in the pages of the desk. The room `draft` makes the text of the files. This file must not
//! know what a new document contains.

use super::desk::{self, Asked, Faults, Look, Sent};
use super::page::{self, Seen};
use super::reply::{Request, Response, failed, lead, own_page, sent as answered};
use super::state::{Preview, Shown};
use http_body_util::BodyExt;
use hyper::{StatusCode, header};
use multer::{Constraints, Multipart, SizeLimit};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

/// The addresses to which the forms for a new document and for a new site are sent.
pub(super) const PATHS: [&str; 2] = ["/-/desk/new", START];
const START: &str = "/-/desk/start";
/// The maximum size of a request, in bytes.
const LARGEST: u64 = 200 << 20;
/// The maximum size of a value, in bytes.
const LARGEST_VALUE: usize = 4 << 20;
/// The maximum number of values and files together. The token is not counted.
const MOST: usize = 200;

/// The reason why a form is refused.
enum Refused {
    /// It lacks the token of this run.
    Token,
    /// It is not a form of the desk, has a text that is not UTF-8, or has more than [`MOST`] values
    /// and files.
    Form,
    /// It is too large.
    Size,
    /// One of its texts is too long.
    Text,
}

impl From<multer::Error> for Refused {
    fn from(error: multer::Error) -> Refused {
        match error {
            multer::Error::StreamSizeExceeded { .. } => Refused::Size,
            _ => Refused::Form,
        }
    }
}

/// Writes the files for a form, and answers.
pub(super) async fn write(preview: Arc<Preview>, request: Request) -> Response {
    let text = "text/plain; charset=utf-8";
    let mut sent = Sent::default();
    let is_start = request.uri().path() == START;
    let page = if is_start { "start" } else { "new" };
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|l| l.to_str().ok()?.parse::<u64>().ok());
    let read = match form(request) {
        Some(_) if length.is_some_and(|length| length > LARGEST) => Err(Refused::Size),
        Some(form) => read(form, &preview.write_token, &mut sent).await,
        None => Err(Refused::Form),
    };
    match read {
        Err(Refused::Token) => answered(StatusCode::FORBIDDEN, text, "403: no token\n"),
        Err(Refused::Form) => answered(StatusCode::BAD_REQUEST, text, "400: no such form\n"),
        Err(Refused::Size) => {
            let faults = Faults::of_files("files_too_large", preview.lang);
            too_large(&preview, page, &sent, &faults)
        }
        Err(Refused::Text) => {
            let faults = Faults::of_form("text_too_long", preview.lang);
            too_large(&preview, page, &sent, &faults)
        }
        Ok(()) => tokio::task::spawn_blocking(move || match is_start {
            true => started(&preview, &sent),
            false => written(&preview, sent),
        })
        .await
        .unwrap_or_else(|_| failed("500")),
    }
}

/// The parts of a form of at most [`LARGEST`] bytes; `None` if the request has no form.
fn form(request: Request) -> Option<Multipart<'static>> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let boundary = multer::parse_boundary(kind).ok()?;
    let most = Constraints::new().size_limit(SizeLimit::new().whole_stream(LARGEST));
    let bytes = request.into_body().into_data_stream();
    Some(Multipart::with_constraints(bytes, boundary, most))
}

/// Reads the values and the files. The token must come first, so that nothing after it is read if
/// it is wrong.
async fn read(mut form: Multipart<'_>, token: &str, sent: &mut Sent) -> Result<(), Refused> {
    let mut is_known = false;
    while let Some(part) = form.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await?;
        if !is_known {
            if name != "token" || bytes != token.as_bytes() {
                return Err(Refused::Token);
            }
            is_known = true;
            continue;
        }
        if sent.values.len() + sent.files.len() >= MOST {
            return Err(Refused::Form);
        }
        match file {
            // if no file was chosen, a browser sends an empty one
            Some(file) if file.is_empty() => {}
            Some(file) => sent.files.push((file, bytes.into())),
            None if bytes.len() > LARGEST_VALUE => return Err(Refused::Text),
            None => {
                let value = String::from_utf8(bytes.into()).map_err(|_| Refused::Form)?;
                sent.values.insert(name, value);
            }
        }
    }
    if is_known {
        Ok(())
    } else {
        Err(Refused::Token)
    }
}

fn written(preview: &Preview, mut sent: Sent) -> Response {
    // one at a time, because two documents written together could get the same index number
    let one = preview
        .writing
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let made = desk::write(preview.review.config(), &mut sent, preview.lang);
    drop(one);
    match made {
        Ok((path, query)) => lead(StatusCode::SEE_OTHER, path, Some(&query)),
        Err(faults) => refused(
            preview,
            StatusCode::UNPROCESSABLE_ENTITY,
            "new",
            &sent,
            &faults,
        ),
    }
}

/// Writes a new site, unless the folder has one already.
fn started(preview: &Preview, sent: &Sent) -> Response {
    let one = preview
        .writing
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let made = match preview.root.join("mulu.yaml").exists() {
        true => Ok(()),
        false => desk::start(&preview.root, sent, preview.lang),
    };
    drop(one);
    match made {
        Ok(()) => lead(StatusCode::SEE_OTHER, "", None),
        Err(faults) => refused(
            preview,
            StatusCode::UNPROCESSABLE_ENTITY,
            "start",
            sent,
            &faults,
        ),
    }
}

fn too_large(preview: &Preview, page: &str, sent: &Sent, faults: &Faults) -> Response {
    refused(preview, StatusCode::PAYLOAD_TOO_LARGE, page, sent, faults)
}

/// The form again, with the typed values and their faults.
fn refused(
    preview: &Preview,
    status: StatusCode,
    path: &str,
    sent: &Sent,
    faults: &Faults,
) -> Response {
    let shown = preview.shown();
    let asked = Asked {
        path,
        query: BTreeMap::new(),
        reload: page::reload(&preview.token, Seen::Version(shown.version)),
        token: &preview.write_token,
        sent: Some((sent, faults)),
    };
    match desk::page(&look(preview, &shown), &asked) {
        Some(Ok(html)) => own_page(status, html.into_bytes()),
        Some(Err(fault)) => failed(&fault),
        None => failed("500"),
    }
}

/// The state of the preview, for the desk.
pub(super) fn look<'a>(preview: &'a Preview, shown: &'a Shown) -> Look<'a> {
    Look {
        root: &preview.root,
        lang: preview.lang,
        desk: shown.desk.as_deref(),
        files: shown.files.as_deref(),
        version: shown.version,
        problem: shown.problem.as_deref(),
        changes: &preview.changes,
    }
}
