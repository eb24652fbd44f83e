//! Takes the bytes of a picture or a video; gives whether its metadata state where it was taken,
//! and the persons and texts in the metadata. It reads Exif, XMP, IPTC, comments, the text chunks
//! of PNG and the user data of MP4 and QuickTime. This file must not know the site's documents.

use super::{Area, At, Contents, Layout, Part, xml};
use exif::{In, Reader, Tag, Value};
use std::io::Read;

pub(super) fn read(bytes: &[u8], place: &str, contents: &mut Contents) {
    let mut texts = Vec::new();
    in_xmp(bytes, contents, &mut texts);
    match bytes {
        [0x89, b'P', ..] => in_png(bytes, contents, &mut texts),
        [0xff, 0xd8, ..] => in_jpeg(bytes, contents, &mut texts),
        [b'G', b'I', b'F', ..] => in_gif(bytes, &mut texts),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => in_boxes(bytes, 0, contents, &mut texts),
        _ => {}
    }
    in_exif(bytes, contents, &mut texts);
    texts.retain(|text| !text.trim().is_empty());
    if !texts.is_empty() {
        let layout = Layout::Whole(At::Area(Area::Metadata));
        let part = Part::of_file(place, texts.join("\n"), layout);
        contents.parts.push(part.unseen());
    }
}

/// Adds a person, unless the text is empty.
fn author(name: &str, contents: &mut Contents) {
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if !name.is_empty() {
        contents.authors.push(("Artist", name.to_owned()));
    }
}

fn in_exif(bytes: &[u8], contents: &mut Contents, texts: &mut Vec<String>) {
    // Exif data that are missing or cannot be read give nothing
    let exif = match Reader::new()
        .continue_on_error(true)
        .read_from_container(&mut std::io::Cursor::new(bytes))
    {
        Ok(exif) => exif,
        Err(exif::Error::PartialResult(partial)) => partial.into_inner().0,
        Err(_) => return,
    };
    let given = |tag: Tag| exif.get_field(tag, In::PRIMARY);
    contents.position |= given(Tag::GPSLatitude).is_some_and(|f| !is_zero(&f.value))
        || given(Tag::GPSLongitude).is_some_and(|f| !is_zero(&f.value));
    for field in exif.fields() {
        let text = match &field.value {
            Value::Ascii(values) => {
                let values = values.iter().map(|v| String::from_utf8_lossy(v));
                values.collect::<Vec<_>>().join(" ")
            }
            // the texts of Windows, in UTF-16: XPTitle to XPSubject
            Value::Byte(value) if (0x9c9b..=0x9c9f).contains(&field.tag.number()) => utf16(value),
            Value::Undefined(value, _) if field.tag == Tag::UserComment => {
                let (kind, text) = value.split_at(value.len().min(8));
                match kind {
                    b"UNICODE\0" => utf16(text),
                    _ => String::from_utf8_lossy(text).into_owned(),
                }
            }
            _ => continue,
        };
        if field.tag == Tag::Artist || field.tag.number() == 0x9c9d {
            author(&text, contents);
        }
        texts.push(text);
    }
}

/// A text in UTF-16, most often with the low byte first.
fn utf16(bytes: &[u8]) -> String {
    let units = bytes
        .chunks_exact(2)
        .map(|u| u16::from_le_bytes([u[0], u[1]]));
    let text = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}'));
    text.filter(|c| *c != '\0').collect()
}

/// The position of one sequence of bytes in another.
fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memchr::memmem::find(rest, what).map(|at| from + at)
}

/// Reads the XMP packets, which are plain text in all these formats. Photo managers keep positions
/// in them.
fn in_xmp(bytes: &[u8], contents: &mut Contents, texts: &mut Vec<String>) {
    let mut from = 0;
    while let Some(start) = find(bytes, from, b"<x:xmpmeta") {
        let end = find(bytes, start, b"</x:xmpmeta>").unwrap_or(bytes.len());
        xmp(
            &String::from_utf8_lossy(&bytes[start..end]),
            contents,
            texts,
        );
        from = end;
    }
}

fn xmp(packet: &str, contents: &mut Contents, texts: &mut Vec<String>) {
    contents.position |= packet.contains("GPSLatitude") || packet.contains("GPSLongitude");
    let names = xml::creators(packet);
    names.iter().for_each(|name| author(name, contents));
    texts.extend(xml::all(packet));
}

/// Reads the chunks of a PNG that hold text (W3C PNG, 11.3.3).
fn in_png(bytes: &[u8], contents: &mut Contents, texts: &mut Vec<String>) {
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let data = bytes
            .get(at + 8..(at + 8).saturating_add(length))
            .unwrap_or_default();
        at = at.saturating_add(length).saturating_add(12);
        let Some((key, rest)) = cut(data) else {
            continue;
        };
        let value = match &head[4..] {
            b"tEXt" => rest.to_vec(),
            b"zTXt" => inflated(rest.get(1..).unwrap_or_default()),
            b"iTXt" => {
                let is_packed = rest.first() == Some(&1);
                let rest = rest.get(2..).and_then(cut).and_then(|(_, rest)| cut(rest));
                match rest {
                    Some((_, text)) if is_packed => inflated(text),
                    Some((_, text)) => text.to_vec(),
                    None => continue,
                }
            }
            _ => continue,
        };
        let value = String::from_utf8_lossy(&value).into_owned();
        let key = String::from_utf8_lossy(key);
        if key.eq_ignore_ascii_case("author") || key.eq_ignore_ascii_case("artist") {
            author(&value, contents);
        }
        if value.contains("<x:xmpmeta") {
            xmp(&value, contents, texts);
        } else {
            texts.push(value);
        }
    }
}

/// The bytes before and after the first zero.
fn cut(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = data.iter().position(|b| *b == 0)?;
    Some((&data[..end], &data[end + 1..]))
}

/// The maximum length of an unpacked text, in bytes.
const LONGEST: u64 = 1 << 20;

fn inflated(packed: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // a text that is cut off is read as far as it goes
    let _ = flate2::read::ZlibDecoder::new(packed)
        .take(LONGEST)
        .read_to_end(&mut out);
    out
}

/// Reads the comments of a JPEG and its records of the IPTC (IIM 4.2, record 2).
fn in_jpeg(bytes: &[u8], contents: &mut Contents, texts: &mut Vec<String>) {
    let mut at = 2;
    while let Some([0xff, kind, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let data = bytes
            .get(at + 4..at + 2 + length.max(2))
            .unwrap_or_default();
        match kind {
            0xda => return,
            0xfe => texts.push(text(data)),
            0xed => in_iptc(data, contents, texts),
            _ => {}
        }
        at += 2 + length.max(2);
    }
}

fn text(data: &[u8]) -> String {
    match std::str::from_utf8(data) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling(data)
            .0
            .into_owned(),
    }
}

fn in_iptc(data: &[u8], contents: &mut Contents, texts: &mut Vec<String>) {
    let mut at = 0;
    while let Some(found) = find(data, at, &[0x1c, 2]) {
        let Some([kind, high, low]) = data.get(found + 2..found + 5) else {
            return;
        };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let value = text(data.get(found + 5..found + 5 + length).unwrap_or_default());
        match kind {
            // by-line, and the writer of the caption
            80 | 122 => author(&value, contents),
            _ => {}
        }
        texts.push(value);
        at = found + 5 + length;
    }
}

/// Reads the comments of a GIF, extension 0xfe.
fn in_gif(bytes: &[u8], texts: &mut Vec<String>) {
    let mut at = 0;
    while let Some(found) = find(bytes, at, &[0x21, 0xfe]) {
        at = found + 2;
        let mut comment = Vec::new();
        while let Some(length) = bytes.get(at).copied().filter(|l| *l > 0) {
            comment.extend(
                bytes
                    .get(at + 1..at + 1 + usize::from(length))
                    .unwrap_or_default(),
            );
            at += 1 + usize::from(length);
        }
        if let Ok(comment) = String::from_utf8(comment) {
            texts.push(comment);
        }
    }
}

/// Reads the boxes of an MP4 or QuickTime file (ISO/IEC 14496-12) that hold texts: the user data,
/// and the list of keys and values that telephones write.
fn in_boxes(bytes: &[u8], depth: usize, contents: &mut Contents, texts: &mut Vec<String>) {
    let mut at = 0;
    while let Some(head) = bytes.get(at..at + 8) {
        let stated = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let (length, header) = match (stated, bytes.get(at + 8..at + 16)) {
            (0, _) => (bytes.len() - at, 8),
            (1, Some(long)) => {
                let long = long.try_into().map_or(0, u64::from_be_bytes);
                (usize::try_from(long).unwrap_or(usize::MAX), 16)
            }
            _ => (stated, 8),
        };
        if length < header {
            return;
        }
        let end = at.saturating_add(length).min(bytes.len());
        let data = bytes.get(at + header..end).unwrap_or_default();
        match &head[4..8] {
            b"moov" | b"trak" | b"udta" | b"ilst" | b"mdia" if depth < 8 => {
                in_boxes(data, depth + 1, contents, texts);
            }
            // in MP4 a version precedes the boxes
            b"meta" if depth < 8 => {
                let skipped = if data.get(4..8) == Some(b"hdlr") {
                    0
                } else {
                    4
                };
                in_boxes(
                    data.get(skipped..).unwrap_or_default(),
                    depth + 1,
                    contents,
                    texts,
                );
            }
            b"loci" => contents.position = true,
            [0xa9, name @ ..] => {
                let value = text(data);
                match name {
                    b"xyz" => contents.position = true,
                    b"ART" | b"aut" | b"dir" | b"prd" => author(&value_of(&value), contents),
                    _ => {}
                }
                texts.push(value);
            }
            b"auth" | b"titl" | b"dscp" | b"cprt" | b"perf" => {
                let value = text(data.get(6..).unwrap_or_default());
                if head[4..8] == *b"auth" {
                    author(&value, contents);
                }
                texts.push(value);
            }
            // the values of the keys; an ISO 6709 position begins with a sign
            b"keys" => {
                contents.position |= find(data, 0, b"location.ISO6709").is_some();
            }
            kind if depth > 0 && kind[0] == 0 => texts.push(text(data)),
            b"aART" | b"desc" => texts.push(text(data)),
            _ => {}
        }
        at = end;
    }
}

/// The readable part of a value, after its length, its language or its header.
fn value_of(value: &str) -> String {
    let is_head = |c: char| c.is_control() || c == '\u{fffd}';
    let start = value.rfind(is_head).map_or(0, |at| {
        at + value[at..].chars().next().map_or(1, char::len_utf8)
    });
    value[start..].to_owned()
}

/// Whether all values are zero: cameras without a GPS receiver write zeros.
fn is_zero(value: &Value) -> bool {
    match value {
        Value::Rational(parts) => parts.iter().all(|r| r.num == 0),
        _ => false,
    }
}
