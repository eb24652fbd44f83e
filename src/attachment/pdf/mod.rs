//! Takes a PDF; gives the text of its pages, the strings of its other objects (annotations, forms,
//! properties), its author, its hidden content, and the text of the files embedded in it. This
//! module must not know the site's documents.
//!
//! A PDF is read on a thread with a time limit, because a faulty file must not stop or crash a run.
//! Unreadable pages are reported by number.

mod fonts;
mod text;

use super::document::{Document, Lost};
use super::hidden::{Hidden, What};
use super::lines;
use super::{
    Area, At, Budget, Contents, DEEPEST, Layout, Part, Unread, guarded, image, joined, look, plain,
    xml,
};
use crate::diag::{Words, words};
use hayro_interpret::hayro_syntax::{Filter, LoadPdfError, Pdf, object};
use object::{Array, Dict, Name, Object, Stream};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::mpsc;
use std::time::Duration;

/// The time limit; no ordinary publication takes this long.
const LONGEST: Duration = Duration::from_secs(30);

/// The maximum size of an unpacked stream, in bytes. Pictures are exempt, because they are not
/// unpacked.
const LARGEST_STREAM: u64 = 64 << 20;

/// The contents of a PDF, and the files embedded in it.
type Found = (Contents, Vec<(String, Vec<u8>)>);

pub(super) fn read(bytes: &[u8], place: &str, budget: &mut Budget, contents: &mut Contents) {
    let (sender, receiver) = mpsc::channel();
    let (bytes, own_place) = (bytes.to_vec(), place.to_owned());
    let thread = std::thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(16 << 20)
        .spawn(move || {
            if let Some(found) = guarded(|| extract(bytes, &own_place)) {
                // the receiver may have stopped waiting
                let _ = sender.send(found);
            }
        });
    let found = match thread.map(|_| receiver.recv_timeout(LONGEST)) {
        Ok(Ok(found)) => found,
        Ok(Err(mpsc::RecvTimeoutError::Timeout)) => Err(Unread::TooLarge),
        Ok(Err(mpsc::RecvTimeoutError::Disconnected)) | Err(_) => Err(Unread::Damaged),
    };
    let (found, files) = match found {
        Ok(found) => found,
        Err(reason) => return contents.unread.push((place.to_owned(), reason)),
    };
    contents.parts.extend(found.parts);
    contents.authors.extend(found.authors);
    contents.unread.extend(found.unread);
    contents.position |= found.position;
    contents.hidden.extend(found.hidden);
    if budget.depth >= DEEPEST {
        contents.unread.extend(
            files
                .into_iter()
                .map(|(name, _)| (joined(place, &name), Unread::TooLarge)),
        );
        return;
    }
    budget.depth += 1;
    for (name, bytes) in files {
        let Some(left) = budget.files.checked_sub(1) else {
            contents.unread.push((place.to_owned(), Unread::TooLarge));
            break;
        };
        budget.files = left;
        look(&bytes, &joined(place, &name), budget, contents);
    }
    budget.depth -= 1;
}

/// The text of a PDF in order, the number of its pages, and how many of them are scans.
pub(super) fn document(bytes: &[u8]) -> Result<(Document, usize, usize), Unread> {
    let (sender, receiver) = mpsc::channel();
    let bytes = bytes.to_vec();
    let thread = std::thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(16 << 20)
        .spawn(move || {
            if let Some(found) = guarded(|| in_order(bytes)) {
                // the receiver may have stopped waiting
                let _ = sender.send(found);
            }
        });
    match thread.map(|_| receiver.recv_timeout(LONGEST)) {
        Ok(Ok(found)) => found,
        Ok(Err(mpsc::RecvTimeoutError::Timeout)) => Err(Unread::TooLarge),
        Ok(Err(mpsc::RecvTimeoutError::Disconnected)) | Err(_) => Err(Unread::Damaged),
    }
}

fn in_order(bytes: Vec<u8>) -> Result<(Document, usize, usize), Unread> {
    let pdf = load(bytes)?;
    let mut document = Document::default();
    let (mut pages, mut scans) = (Vec::new(), 0);
    for text::Page { text, unread, .. } in text::pages(&pdf) {
        if unread.contains(&Unread::NoCharacters) {
            return Err(Unread::NoCharacters);
        }
        scans += usize::from(unread.contains(&Unread::Scanned));
        pages.push(
            text.lines()
                .map(|l| l.replace('\t', " "))
                .collect::<Vec<_>>(),
        );
    }
    lines::paragraphs(&pages, &mut document);
    if scans > 0 {
        document.lost.insert(Lost::Scans);
    }
    Ok((document, pages.len(), scans))
}

/// Opens a PDF that has pages and stays within the limit.
fn load(bytes: Vec<u8>) -> Result<Pdf, Unread> {
    if unpacks_too_far(&bytes) {
        return Err(Unread::TooLarge);
    }
    let pdf = Pdf::new(bytes).map_err(|e| match e {
        LoadPdfError::Decryption(_) => Unread::Protected,
        LoadPdfError::Invalid => Unread::Damaged,
    })?;
    if pdf.pages().is_empty() {
        return Err(Unread::Damaged);
    }
    Ok(pdf)
}

/// The pages with text that cannot be seen, by the reason.
#[derive(Default)]
struct Unseen {
    outside: Vec<Words>,
    white: Vec<Words>,
    covered: Vec<Words>,
}

impl Unseen {
    fn add(&mut self, page: &text::Page, number: u32) {
        for (pages, has) in [
            (&mut self.outside, page.has_outside),
            (&mut self.white, page.has_white),
            (&mut self.covered, page.has_covered),
        ] {
            pages.extend(has.then(|| At::Page(number).words()));
        }
    }
}

fn extract(bytes: Vec<u8>, place: &str) -> Result<Found, Unread> {
    let pdf = load(bytes)?;
    let mut contents = Contents::default();
    let mut text = String::new();
    let mut unread: BTreeMap<Unread, Vec<String>> = BTreeMap::new();
    let mut unseen = Unseen::default();
    for (page, number) in text::pages(&pdf).zip(1..) {
        unseen.add(&page, number);
        text.push_str(&page.text);
        // no number goes on across a page break
        text.push_str("\n\u{c}\n");
        page.unread.into_iter().for_each(|reason| {
            unread
                .entry(reason)
                .or_default()
                .push(u32::to_string(&number))
        });
    }
    if hides_layers(&pdf) {
        unread.entry(Unread::Hidden).or_default();
    }
    // a string counts only if it has digits that the pages lack, because only numbers matter
    let seen = plain::digits(&text);
    let mut said = String::new();
    let (mut files, mut properties) = (Vec::new(), Vec::new());
    let (mut annotations, mut marks) = (0, 0);
    for object in pdf.objects() {
        annotations += annotations_in(&object, 0, &is_annotation);
        marks += annotations_in(&object, 0, &is_redaction);
        properties.extend(added_properties(&object));
        if let Object::Stream(stream) = &object {
            in_stream(stream, &mut contents, &mut files, &mut said);
        }
        let mut strings = Vec::new();
        gather(&object, 0, &mut strings);
        for string in strings
            .into_iter()
            .filter(|s| !seen.contains(&plain::digits(s)))
        {
            said.push_str(&string);
            said.push('\n');
        }
    }
    contents
        .parts
        .push(Part::of_file(place, text, Layout::Pages));
    let layout = Layout::Whole(At::Area(Area::Annotations));
    contents
        .parts
        .push(Part::of_file(place, said, layout).unseen());
    let own = [
        (What::Text, unseen.outside.len(), unseen.outside),
        (What::Faint, unseen.white.len(), unseen.white),
        (What::Covered, unseen.covered.len() + marks, unseen.covered),
        (What::Annotations, annotations, Vec::new()),
        (What::Files, files.len(), Vec::new()),
        (What::Property, properties.len(), properties),
    ];
    let hidden = own.into_iter().filter_map(hidden);
    contents
        .hidden
        .extend(hidden.map(|own| (place.to_owned(), own)));
    let author = pdf
        .metadata()
        .author
        .as_deref()
        .and_then(string)
        .map(|name| name.trim().to_owned());
    contents.authors.extend(
        author
            .filter(|name| !name.is_empty())
            .map(|name| ("Author", name)),
    );
    contents.unread.extend(
        unread
            .into_iter()
            .map(|(reason, pages)| (format!("{place}#{}", pages.join(",")), reason)),
    );
    Ok((contents, files))
}

/// Content of one kind, with at most three names; `None` if there is none.
fn hidden((what, count, mut places): (What, usize, Vec<Words>)) -> Option<Hidden> {
    places.truncate(3);
    let hidden = Hidden {
        what,
        count,
        places,
    };
    (count > 0).then_some(hidden)
}

/// The number of annotations of a kind that an object is or holds. A page may hold its annotations,
/// or refer to them.
fn annotations_in(
    object: &Object<'_>,
    depth: usize,
    is_one: &impl Fn(&Object<'_>) -> bool,
) -> usize {
    let inner = |value: object::MaybeRef<Object<'_>>| match value {
        object::MaybeRef::NotRef(value) if depth < DEEPEST_OBJECT => {
            annotations_in(&value, depth + 1, is_one)
        }
        _ => 0,
    };
    match object {
        Object::Array(array) => array.raw_iter().map(inner).sum(),
        Object::Dict(dict) => {
            let held = dict.entries().map(|(_, value)| inner(value));
            held.sum::<usize>() + usize::from(is_one(object))
        }
        _ => 0,
    }
}

/// Whether an object marks text for redaction. The text is still there: a program that redacts it
/// also removes the mark.
fn is_redaction(object: &Object<'_>) -> bool {
    let Object::Dict(dict) = object else {
        return false;
    };
    let kind = dict.get::<Name<'_>>("Subtype");
    kind.is_some_and(|kind| kind.as_ref() == b"Redact")
}

/// Whether an object is an annotation with a text, such as a note or a highlighted passage. A field
/// of a form, or a text on the page, counts only if readers do not show it.
fn is_annotation(object: &Object<'_>) -> bool {
    const NOTES: [&[u8]; 9] = [
        b"Text",
        b"Highlight",
        b"Underline",
        b"Squiggly",
        b"StrikeOut",
        b"Caret",
        b"Ink",
        b"Popup",
        b"FileAttachment",
    ];
    let Object::Dict(dict) = object else {
        return false;
    };
    let kind = dict.get::<Name<'_>>("Subtype");
    // ISO 32000-1, table 165: hidden, and not for the screen
    const UNSEEN: i32 = 1 << 1 | 1 << 5;
    let is_unseen = dict.get::<i32>("F").is_some_and(|f| f & UNSEEN != 0);
    let is_note = kind.is_some_and(|kind| {
        NOTES.contains(&kind.as_ref())
            || is_unseen && [b"FreeText".as_slice(), b"Widget"].contains(&kind.as_ref())
    });
    let says = |key: &str| {
        let text = dict.get::<object::String<'_>>(key);
        text.is_some_and(|text| !text.as_bytes().is_empty())
    };
    is_note && (says("Contents") || says("V"))
}

/// The properties of the whole file that somebody added, each with the first 20 characters of its
/// value.
fn added_properties(object: &Object<'_>) -> Vec<Words> {
    const USUAL: [&str; 12] = [
        "Author",
        "Comments",
        "Company",
        "CreationDate",
        "Creator",
        "Keywords",
        "ModDate",
        "Producer",
        "SourceModified",
        "Subject",
        "Title",
        "Trapped",
    ];
    let Object::Dict(dict) = object else {
        return Vec::new();
    };
    // only the dictionary of these properties names a producer
    let is_own = dict.contains_key("Producer") && !dict.contains_key("Type");
    let all = dict.entries().filter_map(|(key, value)| match value {
        object::MaybeRef::NotRef(Object::String(value)) => {
            let name = String::from_utf8_lossy(key.as_ref()).into_owned();
            Some((name, string(value.as_bytes())?))
        }
        _ => None,
    });
    let is_added = |(name, value): &(String, String)| {
        let is_usual = USUAL.contains(&name.as_str())
            || ["PTEX.", "GTS_"]
                .iter()
                .any(|start| name.starts_with(start));
        !is_usual && !value.trim().is_empty()
    };
    let all = all.filter(|_| is_own).filter(is_added);
    all.map(|(name, value)| {
        let value: String = value.chars().take(20).collect();
        words(format!("{name}：{value}"), format!("{name}: {value}"))
    })
    .collect()
}

/// Reads a stream other than a page: an embedded file, a JPEG picture, or the document's properties
/// as XML.
fn in_stream(
    stream: &Stream<'_>,
    contents: &mut Contents,
    files: &mut Vec<(String, Vec<u8>)>,
    said: &mut String,
) {
    let dict = stream.dict();
    let is = |key: &str, name: &[u8]| {
        dict.get::<Name<'_>>(key)
            .is_some_and(|n| n.as_ref() == name)
    };
    if is("Subtype", b"Image") && stream.filters().as_slice() == [Filter::DctDecode] {
        image::read(&stream.raw_data(), "", contents);
    } else if is("Type", b"EmbeddedFile") {
        let name = format!("{} 0 R", stream.obj_id().obj_number);
        match stream.decoded() {
            Ok(bytes) => files.push((name, bytes.into_owned())),
            Err(_) => contents.unread.push((name, Unread::Damaged)),
        }
    } else if is("Type", b"Metadata")
        && let Ok(data) = stream.decoded_data()
        && let Ok(data) = std::str::from_utf8(&data)
    {
        contents
            .authors
            .extend(xml::creators(data).into_iter().map(|name| ("Author", name)));
        said.push_str(&xml::all(data).unwrap_or_default());
        said.push('\n');
    }
}

/// Keys whose strings are binary data.
const BINARY: [&[u8]; 9] = [
    b"ID", b"CharSet", b"O", b"U", b"OE", b"UE", b"Perms", b"Cert", b"Lookup",
];

/// The deepest nesting of an object that is examined.
const DEEPEST_OBJECT: usize = 32;

/// Collects the strings of one object, such as an annotation, a form field, a bookmark or a
/// property. References are not followed, because the caller visits every object.
fn gather(object: &Object<'_>, depth: usize, strings: &mut Vec<String>) {
    if depth > DEEPEST_OBJECT {
        return;
    }
    match object {
        Object::String(s) => strings.extend(string(s.as_bytes())),
        Object::Array(array) => in_array(array, depth, strings),
        Object::Dict(dict) => in_dict(dict, depth, strings),
        Object::Stream(stream) => in_dict(stream.dict(), depth, strings),
        _ => {}
    }
}

fn in_array(array: &Array<'_>, depth: usize, strings: &mut Vec<String>) {
    for item in array.raw_iter() {
        if let object::MaybeRef::NotRef(item) = item {
            gather(&item, depth + 1, strings);
        }
    }
}

fn in_dict(dict: &Dict<'_>, depth: usize, strings: &mut Vec<String>) {
    let is_signature = dict.contains_key("ByteRange");
    for (key, value) in dict.entries() {
        let is_text =
            !(BINARY.contains(&key.as_ref()) || is_signature && key.as_ref() == b"Contents");
        if let object::MaybeRef::NotRef(value) = value
            && is_text
        {
            gather(&value, depth + 1, strings);
        }
    }
}

/// Decodes a string; `None` if it is not text.
fn string(bytes: &[u8]) -> Option<String> {
    let text = plain::decode(bytes)?;
    (!text
        .chars()
        .any(|c| (c.is_control() && !c.is_whitespace()) || c == '\u{fffd}'))
    .then_some(text)
}

/// Whether layers are hidden when the file is opened. Their text is not read.
fn hides_layers(pdf: &Pdf) -> bool {
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let layers = root
        .and_then(|root| root.get::<Dict<'_>>("OCProperties"))
        .and_then(|p| p.get::<Dict<'_>>("D"));
    layers.is_some_and(|d| {
        let off = d
            .get::<Array<'_>>("OFF")
            .is_some_and(|a| a.raw_iter().next().is_some());
        off || d
            .get::<Name<'_>>("BaseState")
            .is_some_and(|s| s.as_ref() == b"OFF")
    })
}

/// Whether an unpacked stream reaches `LARGEST_STREAM`, because a small file must not exhaust the
/// memory.
fn unpacks_too_far(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(6).position(|w| w == b"stream") {
        let head = &bytes[at.max((at + found).saturating_sub(512))..at + found];
        at += found + 6;
        let is_image = head.windows(6).any(|w| w == b"/Image");
        let data = bytes[at..]
            .strip_prefix(b"\r\n")
            .or_else(|| bytes[at..].strip_prefix(b"\n"))
            .unwrap_or_default();
        if data.first() == Some(&0x78) && !is_image {
            let mut unpacked = flate2::read::ZlibDecoder::new(data).take(LARGEST_STREAM);
            if std::io::copy(&mut unpacked, &mut std::io::sink()).unwrap_or_default()
                >= LARGEST_STREAM
            {
                return true;
            }
        }
    }
    false
}
