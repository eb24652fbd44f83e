//! Takes bytes or an address; gives an HTTP response. This file must not know the request.

use crate::escape;
use crate::file::{self, HTML};
use futures_util::{Stream, StreamExt};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::StatusCode;
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::{self, HeaderValue};
use std::convert::Infallible;

/// A request as it arrives.
pub(super) type Request = hyper::Request<Incoming>;
/// An answer. Its bytes are known, or they are sent piece by piece as they become known.
pub(super) type Response = hyper::Response<UnsyncBoxBody<Bytes, Infallible>>;

/// A temporary redirect to another address of the preview.
pub(super) fn moved(path: &str, query: Option<&str>) -> Response {
    lead(StatusCode::TEMPORARY_REDIRECT, path, query)
}

/// A redirect with this status to an address of the preview.
pub(super) fn lead(status: StatusCode, path: &str, query: Option<&str>) -> Response {
    let query = query.map_or_else(String::new, |q| format!("?{q}"));
    let path = escape::percent(path, escape::is_plain_in_location);
    let mut response = sent(status, "text/plain; charset=utf-8", "");
    if let Ok(location) = HeaderValue::try_from(format!("/{path}{query}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

pub(super) fn not_found() -> Response {
    sent(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "404\n")
}

/// The answer for a fault in mulu.
pub(super) fn failed(why: &str) -> Response {
    sent(
        StatusCode::INTERNAL_SERVER_ERROR,
        "text/plain; charset=utf-8",
        why.to_owned(),
    )
}

/// A file that belongs to the preview and not to the site.
pub(super) fn own_file(name: &str, text: impl Into<Bytes>) -> Response {
    sent(StatusCode::OK, file::media_type(name), text)
}

pub(super) fn own_page(status: StatusCode, html: Vec<u8>) -> Response {
    let mut response = sent(status, HTML, html);
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(policy),
    );
    // the same as `frame-ancestors 'none'`, for browsers that do not support it
    response
        .headers_mut()
        .insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

/// Texts that are sent one after another, as soon as each is known.
pub(super) fn streamed(
    kind: &'static str,
    texts: impl Stream<Item = String> + Send + 'static,
) -> Response {
    let frames = texts.map(|text| Ok(Frame::data(Bytes::from(text))));
    of(StatusCode::OK, kind, StreamBody::new(frames).boxed_unsync())
}

pub(super) fn sent(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response {
    of(status, kind, Full::new(body.into()).boxed_unsync())
}

fn of(status: StatusCode, kind: &'static str, body: UnsyncBoxBody<Bytes, Infallible>) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
