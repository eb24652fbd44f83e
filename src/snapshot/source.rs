//! Takes the plan; writes the source of the archived site, as a folder that mulu can build.
//! `records.rs` makes the records. This file must not know how records are made.
//!
//! The folder contains only what the site shows, and no comments. A field is included if the table
//! of fields marks it as archived. Relations, the tables of annual reports, and waivers have rules
//! here. A waiver is an exception from a check; one that no longer has an effect is left out. A
//! withdrawn document keeps only the fields of its notice. The rest of a file is as written (see
//! `written`).

use super::written::{self, Public};
use crate::archive::{self, Bag};
use crate::catalogue::{Entry, Field, Reference, Relation, Waiver, address};
use crate::check;
use crate::config::{Config, Language};
use crate::diag::Error;
use crate::parse::front_matter::{self, RawField};
use crate::parse::markdown::{Link, without_hidden};
use crate::plan::Plan;
use crate::relate::{DocumentId, Shown, Target};
use crate::render;
use crate::resolve;
use crate::source::{FileId, Sources};
use rayon::prelude::*;
use serde_yaml::{Mapping, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The files that were written, and those that were left out.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// For every visible document, the path of its source in the package.
    pub paths: BTreeMap<DocumentId, String>,
    /// The details of every body and its attachments; empty details for a withdrawn document.
    pub bodies: BTreeMap<DocumentId, Body>,
    /// The paths that the sources of hidden documents would have had.
    pub hidden: Vec<String>,
    /// The paths of documents that were withdrawn after the package's day.
    pub taken_down_later: Vec<String>,
    /// The original path of each document that has a different path in the package. The key is the
    /// path in the package.
    pub here: BTreeMap<String, String>,
}

/// The details of a body that its record needs.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// The number of characters of its text.
    pub characters: u64,
    /// The SHA-256 of its text.
    pub sha256: String,
    /// The title and the address of each attachment.
    pub attachments: Vec<(String, String)>,
}

/// The keys of `mulu.yaml` on which the site and the records depend, besides [`CONFIG_PARTS`].
const CONFIG_KEYS: [&str; 17] = [
    "title",
    "description",
    "language",
    "base_url",
    "archive_url",
    "license_url",
    "time_zone",
    "agency",
    "index_number",
    "columns",
    "page_size",
    "raw_html",
    "epub",
    "search",
    "theme",
    "retention",
    "extra",
];

/// Keys of `mulu.yaml`, each with the one key below it on which the site depends. The search index
/// has no text of attachments that are larger than `largest_file`.
const CONFIG_PARTS: [(&str, &str); 2] =
    [("checks", "unstated_validity"), ("privacy", "largest_file")];

/// The fields used in the notice of a withdrawn document.
const NOTICE: [Field; 8] = [
    Field::IndexNumber,
    Field::Issuer,
    Field::Category,
    Field::DateCreated,
    Field::DatePublished,
    Field::Aliases,
    Field::Kind,
    Field::Slug,
];

/// Writes `data/source`.
pub(super) fn write(plan: &Plan<'_>, sources: &Sources, bag: &Bag) -> Result<Content, Error> {
    let mut content = Content::default();
    let written: Vec<(DocumentId, String, Body, Vec<FileId>)> = plan
        .order
        .par_iter()
        .chain(plan.withdrawn.par_iter())
        .map(|&id| {
            let (path, body, files) = document(plan, sources, id, bag)?;
            Ok((id, path, body, files))
        })
        .collect::<Result<_, Error>>()?;
    let mut files = BTreeSet::new();
    for (id, path, body, more) in written {
        let here = sources.file(plan.entry(id).file).shown();
        if path
            .strip_prefix(archive::SOURCE)
            .and_then(|p| p.strip_prefix('/'))
            != Some(&here)
        {
            content.here.insert(path.clone(), here);
        }
        content.paths.insert(id, path);
        content.bodies.insert(id, body);
        files.extend(more);
    }
    files.par_iter().try_for_each(|&file| {
        bag.copy(
            &format!("{}/{}", archive::SOURCE, sources.file(file).shown()),
            &sources.disk_path(file),
        )
        .map(drop)
    })?;
    for (entry, id) in plan.related.all_documents_hidden_included().iter() {
        let path = sources.file(entry.file).shown();
        match id.map(|id| plan.related.shown(id)) {
            None => content.hidden.push(format!("{}/{path}", archive::SOURCE)),
            Some(Shown::Published) if entry.withdrawn.is_some() => {
                content.taken_down_later.push(path);
            }
            Some(_) => {}
        }
    }
    bag.put(
        &format!("{}/mulu.yaml", archive::SOURCE),
        configuration(plan.config)?.as_bytes(),
    )?;
    for (path, bytes) in render::theme_files(plan.config)? {
        bag.put(
            &format!("{}/themes/{}/{path}", archive::SOURCE, plan.config.theme),
            &bytes,
        )?;
    }
    Ok(content)
}

/// Writes the source of one document. Gives its path, the details of its body, and its files.
fn document(
    plan: &Plan<'_>,
    sources: &Sources,
    id: DocumentId,
    bag: &Bag,
) -> Result<(String, Body, Vec<FileId>), Error> {
    let entry = plan.entry(id);
    let path = format!(
        "{}/content/{}",
        archive::SOURCE,
        public_path(plan, sources, id)
    );
    let (text, _) = sources.text(entry.file)?;
    let text = text.unwrap_or_default();
    if plan.related.shown(id) == Shown::Withdrawn {
        bag.put(&path, notice(plan, sources, id, &text).as_bytes())?;
        return Ok((path, Body::default(), Vec::new()));
    }
    let (resolved, ..) = resolve::resolve(plan, sources, entry, plan.address(id), &text);
    let waivers = check::needed_waivers(plan.config, sources, entry, &resolved.files)?;
    let written = &text[entry.body_start..];
    let body = without_hidden(written, &mut |written| link(plan, sources, entry, written));
    let front = as_written(plan, entry, &text, &waivers)
        .unwrap_or_else(|| front(plan, sources, entry, &text, &Field::is_archived, &waivers));
    let bytes = sources.bytes(entry.file)?;
    let mark = "\u{feff}".as_bytes();
    let mut out = mark.to_vec();
    // a byte-order mark in the file is kept, because it says that the file is in UTF-8
    if bytes.strip_prefix(mark).is_none() {
        out.clear();
    }
    out.extend_from_slice((front + &body).as_bytes());
    bag.put(&path, &out)?;

    let blocks: String = resolved
        .body
        .blocks
        .iter()
        .map(|b| format!("{b}\n"))
        .collect();
    let attachment = |a: &resolve::Attached| {
        let name = sources
            .file(a.file)
            .path
            .rsplit('/')
            .next()
            .unwrap_or_default();
        (
            a.title
                .clone()
                .unwrap_or_else(|| render::attachment_title(name).to_owned()),
            a.address.clone(),
        )
    };
    let body = Body {
        characters: resolved
            .body
            .blocks
            .iter()
            .map(|b| b.chars().filter(|c| *c != '\n').count() as u64)
            .sum(),
        sha256: archive::hex(&archive::Digests::of(blocks.as_bytes()).sha256),
        attachments: resolved.attachments.iter().map(attachment).collect(),
    };
    Ok((path, body, resolved.files.iter().map(|f| f.file).collect()))
}

/// The front matter as written, without hidden parts; `None` if it must be written anew.
fn as_written(plan: &Plan<'_>, entry: &Entry, text: &str, waivers: &[&Waiver]) -> Option<String> {
    if !waivers.is_empty() {
        return None;
    }
    let visible = relations(plan, entry);
    let public = |field: &RawField| {
        let Some(found) = Field::find(&field.key) else {
            return Public::Nothing;
        };
        let named = |code: &str| Field::find(code) == Some(found);
        if Relation::ALL.iter().any(|relation| named(relation.code())) {
            return match visible.iter().find(|(code, _)| named(code)) {
                None => Public::Nothing,
                Some((_, kept)) if written::is_same(&field.value, kept) => Public::All,
                Some((_, kept)) => Public::Items(kept.as_sequence().cloned().unwrap_or_default()),
            };
        }
        match found.is_archived() || found == Field::Tables {
            true => Public::All,
            false => Public::Nothing,
        }
    };
    written::front(text, &public)
}

/// The path of a visible document's source below `content/`. A withdrawn document's file name may
/// reveal its content, so the index number replaces it. Without a usable index number, the file
/// name stays, because the address is made from it anyway. All other sources keep their paths.
fn public_path(plan: &Plan<'_>, sources: &Sources, id: DocumentId) -> String {
    let entry = plan.entry(id);
    let path = &sources.file(entry.file).path;
    match entry
        .index_number
        .as_deref()
        .and_then(address::index_number)
    {
        Some(name) if plan.related.shown(id) == Shown::Withdrawn => {
            let folder = path
                .rsplit_once('/')
                .map(|(folder, _)| format!("{folder}/"))
                .unwrap_or_default();
            format!("{folder}withdrawn-{name}.md")
        }
        _ => path.clone(),
    }
}

/// A link in the package: kept, with a new path, or reduced to its text.
fn link(plan: &Plan<'_>, sources: &Sources, entry: &Entry, written: &str) -> Link {
    let Some(file) = resolve::linked_document(sources, entry.file, written) else {
        return Link::Keep;
    };
    match plan.related.by_file(file) {
        Some(id) => match plan.related.shown(id) {
            Shown::Published => Link::Keep,
            Shown::Withdrawn => Link::To(format!("/{}", public_path(plan, sources, id))),
        },
        None => Link::Text,
    }
}

/// The front matter, written anew, with the kept fields, the relations, the waivers and the tables.
/// The notice of a withdrawn document has no title and no tables.
fn front(
    plan: &Plan<'_>,
    sources: &Sources,
    entry: &Entry,
    text: &str,
    is_kept: &dyn Fn(Field) -> bool,
    waivers: &[&Waiver],
) -> String {
    let (raw, _) = front_matter::read(&sources.file(entry.file).shown(), text);
    let mut out: Vec<(String, Value)> = Vec::new();
    let mut tables = String::new();
    for field in raw.fields {
        match Field::find(&field.key) {
            // the text of the tables stays as written, because a YAML library may write numbers in
            // another form
            Some(Field::Tables) if is_kept(Field::Title) => {
                tables = format!(
                    "{}:\n{}",
                    field.key,
                    without_comments(text, field.key_range.end..field.value_range.end)
                );
            }
            Some(found) if is_kept(found) => out.push((field.key, field.value)),
            _ => {}
        }
    }
    out.extend(relations(plan, entry));
    if !waivers.is_empty() {
        out.push((
            "privacy".to_owned(),
            waivers.iter().map(|w| waived(plan.config, w)).collect(),
        ));
    }
    let fields: Vec<(&str, Value)> = out
        .iter()
        .map(|(key, value)| (key.as_str(), value.clone()))
        .collect();
    let front = front_matter::write(&fields);
    format!(
        "{}{tables}---\n",
        front.strip_suffix("---\n").unwrap_or(&front)
    )
}

/// The archived form of a waiver: its code, with the number or the file concerned if the waiver
/// names one. The original reason is internal and is replaced.
fn waived(config: &Config, waiver: &Waiver) -> Value {
    let reason = if config.language == Language::En {
        "kept by the office"
    } else {
        "由制发机关留存"
    };
    let said = [
        ("code", Some(waiver.code.name())),
        ("value", waiver.value.as_deref()),
        ("file", waiver.file.as_deref()),
        ("reason", Some(reason)),
    ];
    Value::Mapping(
        said.into_iter()
            .filter_map(|(key, value)| Some((Value::from(key), Value::from(value?))))
            .collect(),
    )
}

/// The lines of a block below its key, as written, but without comments after `#` and without empty
/// lines.
fn without_comments(text: &str, block: Range<usize>) -> String {
    let lines = text.get(block).unwrap_or_default().lines().skip(1);
    let lines = lines.map(|line| {
        if line.trim_start().starts_with('#') {
            ""
        } else {
            without_comment(line)
        }
    });
    lines
        .filter(|line| !line.is_empty())
        .map(|line| format!("{line}\n"))
        .collect()
}

/// A line of YAML up to its comment. A `#` in quotation marks begins no comment.
fn without_comment(line: &str) -> &str {
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in line.char_indices() {
        match quote {
            Some(mark) if c == mark && !(mark == '"' && before == '\\') => quote = None,
            Some(_) => {}
            None if c == '#' && before.is_whitespace() => return line[..at].trim_end(),
            None if matches!(c, '"' | '\'')
                && (before == c || before.is_whitespace() || "[{,:".contains(before)) =>
            {
                quote = Some(c);
            }
            None => {}
        }
        before = c;
    }
    line.trim_end()
}

/// The relations to visible documents of this catalogue and to documents outside it.
fn relations(plan: &Plan<'_>, entry: &Entry) -> Vec<(String, Value)> {
    let mut out = Vec::new();
    let id = plan.related.by_file(entry.file);
    let edges = id.map_or(&[][..], |id| plan.related.acts(id));
    for relation in Relation::ALL {
        let visible = entry
            .relations
            .iter()
            .filter(|r| r.relation == *relation)
            .filter_map(|r| match &r.reference {
                Reference::Number(number) => {
                    let target = plan.related.by_number(number);
                    target.map(|_| numbered(number, &r.places))
                }
                Reference::Elsewhere {
                    document_number,
                    title,
                    url,
                } => {
                    let outside = Target::Elsewhere {
                        document_number: document_number.clone(),
                        title: title.clone(),
                        url: url.clone(),
                    };
                    if !edges
                        .iter()
                        .any(|e| e.relation == *relation && e.target == outside)
                    {
                        // A document of this catalogue has the number. If the document is hidden,
                        // nothing is written.
                        let number = document_number.as_deref()?;
                        plan.related.by_number(number)?;
                        return Some(numbered(number, &r.places));
                    }
                    let mut map = Mapping::new();
                    for (key, value) in [
                        ("document_number", document_number),
                        ("title", title),
                        ("url", url),
                    ] {
                        if let Some(value) = value {
                            map.insert(Value::from(key), Value::from(value.as_str()));
                        }
                    }
                    insert_places(&mut map, &r.places);
                    Some(Value::Mapping(map))
                }
            });
        let visible: Vec<Value> = visible.collect();
        if !visible.is_empty() {
            out.push((relation.code().to_owned(), Value::Sequence(visible)));
        }
    }
    out
}

/// The target of a relation in this catalogue: its number, with the articles concerned if any are
/// named.
fn numbered(number: &str, places: &[String]) -> Value {
    if places.is_empty() {
        return Value::from(number);
    }
    let mut map = Mapping::new();
    map.insert("document_number".into(), number.into());
    insert_places(&mut map, places);
    Value::Mapping(map)
}

fn insert_places(map: &mut Mapping, places: &[String]) {
    if !places.is_empty() {
        let places = places.iter().map(|p| Value::from(p.as_str())).collect();
        map.insert("articles".into(), Value::Sequence(places));
    }
}

/// The front matter from which the notice of a withdrawn document is made.
fn notice(plan: &Plan<'_>, sources: &Sources, id: DocumentId, text: &str) -> String {
    let entry = plan.entry(id);
    let mut fields = NOTICE.to_vec();
    // the pages of related documents show the document number
    if !plan.related.acted_on(id).is_empty() || !plan.related.acts(id).is_empty() {
        fields.push(Field::DocumentNumber);
    }
    let front = front(plan, sources, entry, text, &|f| fields.contains(&f), &[]);
    let mut withdrawn = Mapping::new();
    if let Some(w) = &entry.withdrawn {
        withdrawn.insert(Value::from("date"), Value::from(w.date.to_string()));
        withdrawn.insert(Value::from("reason"), Value::from(w.reason.as_str()));
    }
    let title = entry
        .index_number
        .clone()
        .unwrap_or_else(|| "撤回".to_owned());
    let rest = front_matter::write(&[
        ("title", Value::from(title)),
        ("withdrawn", Value::Mapping(withdrawn)),
    ]);
    format!(
        "{}{}",
        front.strip_suffix("---\n").unwrap_or(&front),
        rest.strip_prefix("---\n").unwrap_or(&rest)
    )
}

/// The `mulu.yaml` without comments, with the keys on which the site and the records depend.
fn configuration(config: &Config) -> Result<String, Error> {
    let path = config.root.join("mulu.yaml");
    let bytes = std::fs::read(&path).map_err(Error::reading(&path))?;
    let text = String::from_utf8_lossy(&bytes);
    let all: Mapping =
        serde_yaml::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let mut kept = Mapping::new();
    for (key, value) in all {
        let name = key.as_str().unwrap_or_default();
        let part = CONFIG_PARTS.iter().find(|(outer, _)| *outer == name);
        if CONFIG_KEYS.contains(&name) {
            kept.insert(key, value);
        } else if let Some((_, inner)) = part
            && let Some(own) = value.get(inner)
        {
            let mut part = Mapping::new();
            part.insert(Value::from(*inner), own.clone());
            kept.insert(key, Value::Mapping(part));
        }
    }
    // the address may have been given on the command line
    if let Some(base) = &config.base_url {
        kept.insert(Value::from("base_url"), Value::from(base.as_str()));
    }
    if let Some(written) = written::configuration(&text, &kept) {
        return Ok(written);
    }
    serde_yaml::to_string(&kept)
        .map_err(|e| Error::writing(&path)(std::io::Error::other(e.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_of_yaml_ends_a_line_and_a_quoted_mark_does_not() {
        for (line, kept) in [
            ("a: 1 # 内部", "a: 1"),
            ("a: \"甲 #1\" # 内部", "a: \"甲 #1\""),
            (
                "- ['甲 #1', \"乙\\\" #2\"] # 内部",
                "- ['甲 #1', \"乙\\\" #2\"]",
            ),
            ("a: 'it''s #1'", "a: 'it''s #1'"),
            ("a: it's # 内部", "a: it's"),
            ("a: 甲#1", "a: 甲#1"),
        ] {
            assert_eq!(without_comment(line), kept, "{line}");
        }
    }
}
