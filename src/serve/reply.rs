//! Takes bytes or an address; gives an HTTP response. This file must not know the request.

use crate::escape;
use crate::file::{self, HTML};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

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
pub(super) fn own_file(name: &str, text: impl Into<Body>) -> Response {
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

pub(super) fn sent(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
