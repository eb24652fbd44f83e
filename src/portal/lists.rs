//! Takes the joined catalogue; writes the pages of its lists to the sink. A page of an earlier run
//! stays if nothing on it has changed; then it is not made again. `pages.rs` makes all other pages.
//! This file must not know how members were verified.

use super::joined::{Doc, Kind, List};
use super::pages::{Pages, overview_text, plain};
use crate::cache::{self, Cache, Digest};
use crate::diag::Error;
use crate::output::{Fingerprint, Sink};
use rayon::prelude::*;
use serde_json::{Value, json};

/// The maximum number of pages of a list that are in one folder.
const PER_FOLDER: usize = 1_000;

/// The values of documents in lists, as digests: by member, then by row of its ledger.
type Digests = Vec<Vec<Digest>>;

/// Writes the pages of all lists; gives their addresses.
pub(super) fn write(
    pages: &Pages<'_, '_>,
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<Vec<String>, Error> {
    let offices = (0u32..).zip(&pages.joined.offices);
    let digests: Digests = offices
        .map(|(office, one)| {
            let rows = 0..one.ledger.rows.len() as u32;
            let item = |row| Digest::of(&pages.item(Doc { office, row }, ""));
            rows.into_par_iter().map(item).collect()
        })
        .collect();
    let lists = pages.joined.lists.values().flatten();
    let all: Vec<(&List, usize)> = lists
        .flat_map(|list| (1..=count(pages, list)).map(move |number| (list, number)))
        .collect();
    all.into_par_iter()
        .map(|(list, number)| one(pages, list, number, &digests, cache, sink))
        .collect()
}

/// Writes a page of a list, or keeps that of an earlier run; gives its address. Pages are numbered
/// from the oldest documents, so that a document newer than all others moves no document from one
/// numbered page to another. The newest page also has the documents that do not fill another.
fn one(
    pages: &Pages<'_, '_>,
    list: &List,
    number: usize,
    digests: &Digests,
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<String, Error> {
    let (size, last) = (pages.config.page_size, count(pages, list));
    let end = match number == last {
        true => list.docs.len(),
        false => number * size,
    };
    let docs = &list.docs[(number - 1) * size..end];
    let url = page_of(list, number, last);
    let mut value = surroundings(pages, list, number, last);
    let trail = trail(pages, list);
    let mut parts = vec![b"page of a list".to_vec(), pages.outer.key().to_vec()];
    parts.push(Digest::of(&(&url, &value, &trail)).bytes().to_vec());
    let digest = |doc: &Doc| digests[doc.office as usize][doc.row as usize];
    parts.extend(docs.iter().map(|doc| digest(doc).bytes().to_vec()));
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let key = cache::key(&parts);
    if let Some(known) = cache.get::<Fingerprint>(&key)
        && sink.keep(&url, &known)?
    {
        return Ok(url);
    }
    let root = "../".repeat(url.matches('/').count());
    let items = docs.iter().rev().map(|doc| pages.item(*doc, &root));
    value["items"] = items.collect::<Vec<_>>().into();
    let title = pages.title(list);
    let mut page = plain("portal_list.html", "list", &url, &title);
    page.trail = trail;
    page.feed = pages.feed(list);
    let made = sink.put(pages.outer.print(page, "list", &value)?)?;
    cache.put(&key, &made);
    Ok(url)
}

/// What a page of a list shows besides its documents. `last` is the number of pages.
fn surroundings(pages: &Pages<'_, '_>, list: &List, number: usize, last: usize) -> Value {
    let url = |number: usize| page_of(list, number, last);
    let is_latest = number == last;
    let children: Vec<Value> = match list.kind {
        Kind::Category => {
            let below = pages.joined.below(&list.key);
            below.map(|list| pages.link(list)).collect()
        }
        _ => Vec::new(),
    };
    json!({
        "kind": list.kind.name(),
        "facet": list.kind.name(),
        "key": list.key,
        "title": pages.title(list),
        "number": number,
        "is_latest": is_latest,
        "total": is_latest.then_some(list.docs.len()),
        "children": children,
        "newer": (!is_latest).then(|| url(number + 1)),
        "older": (number > 1).then(|| url(number - 1)),
        "latest": url(last),
    })
}

/// The pages between the home page and a list: names and addresses.
fn trail(pages: &Pages<'_, '_>, list: &List) -> Vec<(String, String)> {
    let overview = pages.outer.text(overview_text(list.kind)).to_owned();
    let mut trail = vec![(overview, format!("{}/index.html", list.kind.folder()))];
    if list.kind == Kind::Category {
        let above = list.key.match_indices('/').map(|(at, _)| &list.key[..at]);
        let above = above.filter_map(|path| pages.joined.list(Kind::Category, path));
        trail.extend(above.map(|list| (pages.title(list), page_of(list, 1, 1))));
    }
    trail
}

/// The number of pages of a list.
fn count(pages: &Pages<'_, '_>, list: &List) -> usize {
    (list.docs.len() / pages.config.page_size).max(1)
}

/// The address of a page of a list.
fn page_of(list: &List, number: usize, pages: usize) -> String {
    let folder = &list.folder;
    match number {
        _ if number == pages => format!("{folder}/index.html"),
        0..PER_FOLDER => format!("{folder}/{number}.html"),
        _ => format!("{folder}/{}/{number}.html", number / PER_FOLDER),
    }
}
