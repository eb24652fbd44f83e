//! Takes the bytes of a picture or a video (MP4 or QuickTime); gives the persons and texts in its
//! metadata, and whether the metadata state where it was taken. The metadata are Exif, XMP, IPTC,
//! comments, the text chunks of PNG, and the user data of MP4 and QuickTime. This file must not
//! know the site's documents.

use super::{Area, At, Contents, Layout, Part, xml};
use exif::{Exif, In, Reader, Tag, Value};
use std::io::Read;

pub(super) fn read(bytes: &[u8], place: &str, contents: &mut Contents) {
    let mut texts = Vec::new();
    in_xmp(bytes, contents, &mut texts);
    match bytes {
        [0x89, b'P', ..] => in_png(bytes, contents, &mut texts),
        [0xff, 0xd8, ..] => in_jpeg(bytes, contents, &mut texts),
        [b'G', b'I', b'F', ..] => in_gif(bytes, &mut texts),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => {
            in_boxes(bytes, 0, &mut Vec::new(), contents, &mut texts);
        }
        // JPEG 2000 has Exif data in a box with this name
        [0, 0, 0, 12, b'j', b'P', ..] => {
            if let Some(at) = find(bytes, 0, b"JpgTiffExif->JP2") {
                in_tiff(&bytes[at + 16..], contents, &mut texts);
            }
        }
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

/// The ends of the names of tags whose values are persons.
const PERSONS: [&str; 18] = [
    "artist",
    "author",
    "composer",
    "conductor",
    "creator",
    "director",
    "lyricist",
    "narrator",
    "performer",
    "producer",
    "tcm",
    "tcom",
    "tpe1",
    "tpe2",
    "tpe3",
    "tp1",
    "iart",
    "originator",
];

/// Records the person that a tag names, or the fact that a tag states a position.
pub(super) fn tag(name: &str, value: &str, contents: &mut Contents) {
    let name = name.to_ascii_lowercase();
    if PERSONS.iter().any(|person| name.ends_with(person)) && may_be_person(value) {
        author(value, contents);
    }
    let has_digit = || value.contains(|c: char| c.is_ascii_digit());
    // a location may be a room's number; only coordinates have two decimal points
    let is_place =
        name.contains("gps") || name.contains("location") && value.matches('.').count() > 1;
    contents.position |= is_place && has_digit();
}

/// Whether a value may name a person. ASCII text with a digit does not, because recorders write
/// their model, and programs their version. Some write that the person is unknown.
fn may_be_person(value: &str) -> bool {
    let is_machine = value.is_ascii() && value.contains(|c: char| c.is_ascii_digit());
    let is_unknown = value.to_ascii_lowercase().starts_with("unknown") || value.starts_with("未知");
    !is_machine && !is_unknown
}

fn in_exif(bytes: &[u8], contents: &mut Contents, texts: &mut Vec<String>) {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_from_container(&mut std::io::Cursor::new(bytes));
    exif_fields(read, contents, texts);
}

/// Reads Exif data without a picture around them.
fn in_tiff(bytes: &[u8], contents: &mut Contents, texts: &mut Vec<String>) {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    exif_fields(reader.read_raw(bytes.to_vec()), contents, texts);
}

fn exif_fields(read: Result<Exif, exif::Error>, contents: &mut Contents, texts: &mut Vec<String>) {
    let exif = match read {
        Ok(exif) => exif,
        Err(exif::Error::PartialResult(partial)) => partial.into_inner().0,
        Err(_) => return,
    };
    let given = |tag: Tag| exif.get_field(tag, In::PRIMARY);
    contents.position |= given(Tag::GPSLatitude).is_some_and(|f| !is_zero(&f.value))
        || given(Tag::GPSLongitude).is_some_and(|f| !is_zero(&f.value));
    let of_file = match exif.little_endian() {
        true => Order::Little,
        false => Order::Big,
    };
    for field in exif.fields() {
        let text = match &field.value {
            Value::Ascii(values) => {
                let values = values.iter().map(|v| String::from_utf8_lossy(v));
                values.collect::<Vec<_>>().join(" ")
            }
            // the texts of Windows, in UTF-16: XPTitle to XPSubject
            Value::Byte(value) if (0x9c9b..=0x9c9f).contains(&field.tag.number()) => {
                utf16(value, Order::Little)
            }
            // the comment; some programs write it with the type `Byte`
            Value::Undefined(value, _) | Value::Byte(value)
                if field.tag.number() == USER_COMMENT =>
            {
                let (kind, text) = value.split_at(value.len().min(8));
                match kind {
                    b"UNICODE\0" => utf16(text, order(text, of_file)),
                    _ => String::from_utf8_lossy(text).into_owned(),
                }
            }
            // IPTC records in a TIFF
            value if field.tag.number() == 0x83bb => {
                in_iptc(&raw(value, of_file), contents, texts);
                continue;
            }
            _ => continue,
        };
        if matches!(field.tag.number(), ARTIST | XP_AUTHOR | CAMERA_OWNER_NAME) {
            author(&text, contents);
        }
        texts.push(text);
    }
}

/// The number of the Exif tag for a comment.
const USER_COMMENT: u16 = 0x9286;

/// The number of the Exif tag for the person who made the picture.
const ARTIST: u16 = 0x013b;
/// The number of the Exif tag for the author, as Windows writes it.
const XP_AUTHOR: u16 = 0x9c9d;
/// The number of the Exif tag for the owner of the camera.
const CAMERA_OWNER_NAME: u16 = 0xa430;

/// The order of the bytes in the numbers of an Exif file, or in the units of a UTF-16 text.
#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

/// The byte order of a text in UTF-16. Some programs ignore the byte order of the file, so the zero
/// bytes of ASCII characters decide. If they decide nothing, the file's order counts.
fn order(text: &[u8], of_file: Order) -> Order {
    let zeros = |from: usize| {
        text.iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    match zeros(0).cmp(&zeros(1)) {
        std::cmp::Ordering::Greater => Order::Big,
        std::cmp::Ordering::Less => Order::Little,
        std::cmp::Ordering::Equal => of_file,
    }
}

/// The bytes of a value as they stand in the file. Empty for types other than bytes, undefined
/// bytes and numbers of four bytes.
fn raw(value: &Value, of_file: Order) -> Vec<u8> {
    match value {
        Value::Byte(bytes) | Value::Undefined(bytes, _) => bytes.clone(),
        Value::Long(longs) => {
            let bytes = |long: &u32| match of_file {
                Order::Little => long.to_le_bytes(),
                Order::Big => long.to_be_bytes(),
            };
            longs.iter().flat_map(bytes).collect()
        }
        _ => Vec::new(),
    }
}

fn utf16(bytes: &[u8], order: Order) -> String {
    let units = bytes.chunks_exact(2).map(|u| match order {
        Order::Little => u16::from_le_bytes([u[0], u[1]]),
        Order::Big => u16::from_be_bytes([u[0], u[1]]),
    });
    let text = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}'));
    text.filter(|c| *c != '\0').collect()
}

pub(super) fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memchr::memmem::find(rest, what).map(|at| from + at)
}

/// Reads the XMP packets that stand in a file as plain text, whatever its format. Photo managers
/// keep positions in them.
pub(super) fn in_xmp(bytes: &[u8], contents: &mut Contents, texts: &mut Vec<String>) {
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
        match key.strip_prefix("Raw profile type ") {
            Some(kind) => in_profile(kind, &value, contents, texts),
            None if value.contains("<x:xmpmeta") => xmp(&value, contents, texts),
            None => texts.push(value),
        }
    }
}

/// Reads metadata that ImageMagick and exiftool write into a PNG: a name, a length, and the bytes
/// as hexadecimal digits.
fn in_profile(kind: &str, value: &str, contents: &mut Contents, texts: &mut Vec<String>) {
    let digits = value
        .trim_start()
        .splitn(3, '\n')
        .nth(2)
        .unwrap_or_default();
    let halves: Vec<u8> = digits
        .chars()
        .filter_map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect();
    let bytes: Vec<u8> = halves.chunks_exact(2).map(|h| (h[0] << 4) | h[1]).collect();
    match kind {
        "iptc" => in_iptc(&bytes, contents, texts),
        _ => {
            in_xmp(&bytes, contents, texts);
            let start = find(&bytes, 0, b"Exif\0\0").map_or(0, |at| at + 6);
            in_tiff(&bytes[start..], contents, texts);
        }
    }
}

/// The bytes before and after the first zero byte.
fn cut(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = data.iter().position(|b| *b == 0)?;
    Some((&data[..end], &data[end + 1..]))
}

/// The maximum length of an unpacked text, in bytes.
const LONGEST: u64 = 1 << 20;

fn inflated(packed: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // a text that is cut off is still read
    let _ = flate2::read::ZlibDecoder::new(packed)
        .take(LONGEST)
        .read_to_end(&mut out);
    out
}

/// Reads the comments of a JPEG, and its IPTC records (IIM 4.2, record 2).
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

/// A text in UTF-8 or else in GB 18030.
pub(super) fn text(data: &[u8]) -> String {
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
            // 80 is the by-line, 122 the writer of the caption
            80 | 122 => author(&value, contents),
            _ => {}
        }
        texts.push(value);
        at = found + 5 + length;
    }
}

/// Reads the comments of a GIF (extension 0xfe) that are UTF-8.
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
        texts.push(text(&comment));
    }
}

/// Reads the boxes with texts or a position in an MP4 or QuickTime file (ISO/IEC 14496-12): the
/// user data, and the `keys` and their values, which telephones write.
fn in_boxes(
    bytes: &[u8],
    depth: usize,
    keys: &mut Vec<String>,
    contents: &mut Contents,
    texts: &mut Vec<String>,
) {
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
                in_boxes(data, depth + 1, keys, contents, texts);
            }
            // only in MP4, a four-byte version precedes the inner boxes
            b"meta" if depth < 8 => {
                let skipped = if data.get(4..8) == Some(b"hdlr") {
                    0
                } else {
                    4
                };
                let data = data.get(skipped..).unwrap_or_default();
                in_boxes(data, depth + 1, keys, contents, texts);
            }
            b"loci" => contents.position = true,
            kind @ ([0xa9, ..] | b"aART" | b"desc") => {
                let value = text(content(data));
                match &kind[1..] {
                    b"xyz" => contents.position = true,
                    b"ART" | b"aut" | b"dir" | b"prd" | b"wrt" => {
                        author(&value_of(&value), contents)
                    }
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
            // the key `location.ISO6709` announces a position
            b"keys" => {
                contents.position |= find(data, 0, b"location.ISO6709").is_some();
                *keys = names(data);
            }
            kind if depth > 0 && kind[0] == 0 => {
                let number = usize::from(u16::from_be_bytes([kind[2], kind[3]]));
                let value = text(content(data));
                if let Some(name) = number.checked_sub(1).and_then(|i| keys.get(i)) {
                    tag(name, &value_of(&value), contents);
                }
                texts.push(value);
            }
            _ => {}
        }
        at = end;
    }
}

/// The value in a box: in MP4, the content of its inner box `data` after the value's kind and
/// language; in QuickTime, the whole content of the box.
fn content(data: &[u8]) -> &[u8] {
    match data.get(4..8) {
        Some(b"data") => data.get(16..).unwrap_or_default(),
        _ => data,
    }
}

/// The names in a list of keys. After a version and a count, each key has its length, four further
/// bytes, and its name.
fn names(data: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = data.get(8..).unwrap_or_default();
    while let Some(length) = rest.first_chunk().map(|l| u32::from_be_bytes(*l) as usize)
        && let Some(name) = rest.get(8..length)
    {
        names.push(text(name));
        rest = &rest[length..];
    }
    names
}

/// The part of a value after its last control or unreadable character. These characters come from
/// a length, a language or a header before the text.
fn value_of(value: &str) -> String {
    let is_head = |c: char| c.is_control() || c == '\u{fffd}';
    let start = value.rfind(is_head).map_or(0, |at| {
        at + value[at..].chars().next().map_or(1, char::len_utf8)
    });
    value[start..].to_owned()
}

/// Whether all values are zero, as cameras without a GPS receiver write.
fn is_zero(value: &Value) -> bool {
    match value {
        Value::Rational(parts) => parts.iter().all(|r| r.num == 0),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachment::read;

    #[test]
    fn a_comment_in_gb18030_is_read() {
        let mut texts = Vec::new();
        let comment = encoding_rs::GB18030.encode("电话13800000001").0;
        let length = u8::try_from(comment.len()).unwrap();
        in_gif(
            &[&[0x21, 0xfe, length], &*comment, &[0]].concat(),
            &mut texts,
        );
        assert_eq!(texts, ["电话13800000001"]);
    }

    /// A TIFF with one field.
    fn tiff(order: Order, tag: u16, kind: u16, count: u32, data: &[u8]) -> Vec<u8> {
        let two = |n: u16| match order {
            Order::Little => n.to_le_bytes(),
            Order::Big => n.to_be_bytes(),
        };
        let four = |n: u32| match order {
            Order::Little => n.to_le_bytes(),
            Order::Big => n.to_be_bytes(),
        };
        let start: &[u8] = match order {
            Order::Little => b"II",
            Order::Big => b"MM",
        };
        [
            start,
            &two(42),
            &four(8),
            &two(1),
            &two(tag),
            &two(kind),
            &four(count),
            &four(26),
            &four(0),
            data,
        ]
        .concat()
    }

    fn texts(bytes: &[u8]) -> String {
        let parts = read(bytes).parts;
        parts.iter().map(|part| part.text.as_str()).collect()
    }

    #[test]
    fn a_comment_in_either_byte_order_is_read() {
        let text = "电话 13900000001";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for file in [Order::Little, Order::Big] {
            for written in [&little, &big] {
                let data = [b"UNICODE\0".as_slice(), written.as_slice()].concat();
                for kind in [1, 7] {
                    let exif = tiff(file, USER_COMMENT, kind, data.len() as u32, &data);
                    let mut contents = Contents::default();
                    let mut all = Vec::new();
                    in_tiff(&exif, &mut contents, &mut all);
                    assert_eq!(all, [text]);
                }
            }
        }
    }

    #[test]
    fn the_content_of_a_box_begins_after_its_header() {
        assert_eq!(
            content(b"\0\0\0\x1bdata\0\0\0\x01\0\0\0\x0013900000001"),
            b"13900000001"
        );
        assert_eq!(content(b"\0\x05\x15\xc7title"), b"\0\x05\x15\xc7title");
    }

    #[test]
    fn persons_in_a_tiff_and_in_the_profiles_of_a_png_are_found() {
        let record = [[0x1c, 2, 80, 0, 9].as_slice(), "王小明".as_bytes()].concat();
        let whole: Vec<u8> = record.iter().copied().chain([0; 2]).collect();
        let mut files = vec![
            (
                "owner",
                tiff(Order::Big, CAMERA_OWNER_NAME, 2, 10, "王小明\0".as_bytes()),
            ),
            ("IPTC", tiff(Order::Little, 0x83bb, 7, 14, &record)),
            ("IPTC in longs", tiff(Order::Big, 0x83bb, 4, 4, &whole)),
        ];
        let digits: String = record.iter().map(|b| format!("{b:02x}")).collect();
        let chunk = format!("Raw profile type iptc\0\niptc\n      14\n{digits}\n");
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        png.extend((chunk.len() as u32).to_be_bytes());
        png.extend(b"tEXt");
        png.extend(chunk.as_bytes());
        png.extend([0; 4]);
        files.push(("PNG", png));
        for (name, file) in files {
            let authors = read(&file).authors;
            assert_eq!(authors, [("Artist", "王小明".to_owned())], "{name}");
            assert!(!texts(&file).contains('\u{fffd}'), "{name}");
        }
    }
}
