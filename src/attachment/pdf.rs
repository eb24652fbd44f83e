//! The text layer of a PDF, and its author. On a thread of its own with a time limit: a wrong file must not stop or break a run.

use super::{Contents, Part, Unread};
use lopdf::{Document, LoadOptions, Object};
use std::sync::mpsc;
use std::time::Duration;

/// Nothing that people publish takes this long.
const LONGEST: Duration = Duration::from_secs(30);

/// What one stream of a PDF may unpack to, in bytes.
const LARGEST_STREAM: usize = 64 << 20;

pub(super) fn read(bytes: &[u8], place: &str, contents: &mut Contents) {
    let (sender, receiver) = mpsc::channel();
    let (bytes, own_place) = (bytes.to_vec(), place.to_owned());
    let thread = std::thread::Builder::new().name("pdf".to_owned()).stack_size(16 << 20).spawn(move || {
        // the receiver may have stopped waiting
        let _ = sender.send(extract(&bytes, &own_place));
    });
    let found = match thread.map(|_| receiver.recv_timeout(LONGEST)) {
        Ok(Ok(found)) => found,
        Ok(Err(mpsc::RecvTimeoutError::Timeout)) => Err(Unread::TooLarge),
        Ok(Err(mpsc::RecvTimeoutError::Disconnected)) | Err(_) => Err(Unread::Damaged),
    };
    match found {
        Ok(found) => {
            contents.parts.extend(found.parts);
            contents.authors.extend(found.authors);
            contents.unread.extend(found.unread);
        }
        Err(reason) => contents.unread.push((place.to_owned(), reason)),
    }
}

fn extract(bytes: &[u8], place: &str) -> Result<Contents, Unread> {
    let options = LoadOptions { max_decompressed_size: Some(LARGEST_STREAM), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|e| match e {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => Unread::Protected,
        _ => Unread::Damaged,
    })?;
    let mut contents = Contents::default();
    let (mut text, mut damaged) = (String::new(), false);
    for number in document.get_pages().into_keys() {
        for chunk in document.extract_text_chunks_with_limit(&[number], LARGEST_STREAM) {
            match chunk {
                Ok(chunk) => text.push_str(&chunk),
                Err(_) => damaged = true,
            }
        }
        text.push('\n');
    }
    match text.trim().is_empty() {
        _ if damaged => contents.unread.push((place.to_owned(), Unread::Damaged)),
        true => contents.unread.push((place.to_owned(), Unread::Scanned)),
        false => {}
    }
    contents.parts.push(Part { place: place.to_owned(), text });
    contents.authors.extend(author(&document).map(|name| ("Author", name)));
    Ok(contents)
}

fn author(document: &Document) -> Option<String> {
    let info = document.trailer.get(b"Info").ok()?;
    let info = match info {
        Object::Reference(id) => document.get_dictionary(*id).ok()?,
        object => object.as_dict().ok()?,
    };
    let name = lopdf::decode_text_string(info.get(b"Author").ok()?).ok()?;
    Some(name.trim().to_owned()).filter(|n| !n.is_empty())
}
