//! Takes the bytes of a sound recording or a video (not MP4 or QuickTime); gives the persons in its
//! tags, and whether the tags state a place. The tags are those of ID3 (MP3), RIFF (WAV, AVI),
//! Vorbis comments (FLAC, Ogg), Matroska and WebM, ASF (WMA, WMV), and XMP. This file must not know
//! the site's documents.

use super::Contents;
use super::image::{find, in_xmp, tag, text};

pub(super) fn read(bytes: &[u8], contents: &mut Contents) {
    in_xmp(bytes, contents, &mut Vec::new());
    in_id3_of_1996(bytes, contents);
    match bytes {
        [b'I', b'D', b'3', ..] => in_id3(bytes, contents),
        [b'R', b'I', b'F', b'F', ..] => in_riff(bytes, contents),
        [b'f', b'L', b'a', b'C', ..] => in_flac(bytes, contents),
        [b'O', b'g', b'g', b'S', ..] => in_ogg(bytes, contents),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => in_matroska(bytes, contents),
        [0x30, 0x26, 0xb2, 0x75, ..] => in_asf(bytes, contents),
        _ => {}
    }
}

/// A number that is stored with seven bits in each byte.
fn seven_bits(bytes: &[u8]) -> usize {
    let add = |sum: usize, b: &u8| (sum << 7) | usize::from(b & 0x7f);
    bytes.iter().fold(0, add)
}

fn big(bytes: &[u8]) -> usize {
    let add = |sum: usize, b: &u8| (sum << 8) | usize::from(*b);
    bytes.iter().fold(0, add)
}

fn little(bytes: &[u8]) -> usize {
    let add = |sum: usize, b: &u8| (sum << 8) | usize::from(*b);
    bytes.iter().rfold(0, add)
}

/// Reads ID3, version 1: `TAG` and two texts of 30 bytes (title, artist) in the last 128 bytes.
fn in_id3_of_1996(bytes: &[u8], contents: &mut Contents) {
    let last = bytes.len().checked_sub(128).and_then(|at| bytes.get(at..));
    if let Some([b'T', b'A', b'G', rest @ ..]) = last {
        tag("artist", &text(&rest[30..60]), contents);
    }
}

/// Reads the frames of ID3, version 2.2 to 2.4.
fn in_id3(bytes: &[u8], contents: &mut Contents) {
    let (Some(version), Some(size)) = (bytes.get(3), bytes.get(6..10)) else {
        return;
    };
    let end = (10 + seven_bits(size)).min(bytes.len());
    let (id, head) = if *version == 2 { (3, 6) } else { (4, 10) };
    let mut at = 10;
    if bytes[5] & 0x40 != 0 && *version > 2 {
        // only in version 2.4, the size of an extended header includes its own four bytes
        let size = bytes.get(10..14).unwrap_or_default();
        at += if *version == 4 {
            seven_bits(size)
        } else {
            big(size) + 4
        };
    }
    while let Some(frame) = bytes[..end].get(at..at + head).filter(|f| f[0] != 0) {
        let size = match version {
            4 => seven_bits(&frame[4..8]),
            3 => big(&frame[4..8]),
            _ => big(&frame[3..6]),
        };
        let data = bytes[..end].get(at + head..at + head + size);
        let Some(data) = data else { return };
        let name = text(&frame[..id]);
        if name.starts_with('T') {
            let value = of_frame(data);
            match value.split_once('\0') {
                // the data begin with the tag's name
                Some((own, value)) if name.starts_with("TX") => tag(own, value, contents),
                _ => tag(&name, &value, contents),
            }
        }
        at += head + size;
    }
}

/// The text of a frame; its first byte states the encoding.
fn of_frame(data: &[u8]) -> String {
    let Some((encoding, data)) = data.split_first() else {
        return String::new();
    };
    let read = |encoding: &'static encoding_rs::Encoding| {
        let text = encoding.decode(data).0;
        text.replace('\u{feff}', "")
    };
    match encoding {
        1 => read(encoding_rs::UTF_16LE),
        2 => read(encoding_rs::UTF_16BE),
        _ => text(data),
    }
}

/// Reads the chunks of RIFF, including those inside a list. In a broadcast chunk, the originator
/// has 32 bytes from byte 256 (EBU Tech 3285).
fn in_riff(bytes: &[u8], contents: &mut Contents) {
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let size = little(&head[4..]);
        let data = bytes.get(at + 8..at.saturating_add(8 + size));
        let data = data.unwrap_or_default();
        match &head[..4] {
            b"LIST" => {
                at += 12;
                continue;
            }
            b"bext" => {
                let name = data.get(256..288).unwrap_or_default();
                tag("originator", &text(name), contents);
            }
            name => tag(&text(name), &text(data), contents),
        }
        at = at.saturating_add(8 + size + size % 2);
    }
}

fn in_flac(bytes: &[u8], contents: &mut Contents) {
    let mut at = 4;
    while let Some(head) = bytes.get(at..at + 4) {
        let size = big(&head[1..]);
        if head[0] & 0x7f == 4 {
            in_comments(bytes.get(at + 4..).unwrap_or_default(), contents);
        }
        if head[0] & 0x80 != 0 {
            return;
        }
        at += 4 + size;
    }
}

fn in_ogg(bytes: &[u8], contents: &mut Contents) {
    for start in [b"\x03vorbis".as_slice(), b"OpusTags"] {
        if let Some(at) = find(bytes, 0, start) {
            in_comments(&bytes[at + start.len()..], contents);
        }
    }
}

/// Reads Vorbis comments: a program's name, a count, and texts `NAME=value`. Each text follows its
/// length.
fn in_comments(bytes: &[u8], contents: &mut Contents) {
    let mut rest = bytes;
    let mut next = |skip: usize| -> Option<&[u8]> {
        let length = little(rest.get(skip..skip + 4)?);
        let (value, after) = rest[skip + 4..].split_at_checked(length)?;
        rest = after;
        Some(value)
    };
    let mut comment = next(0).and_then(|_| next(4));
    while let Some((name, value)) = comment.map(text).as_deref().and_then(|c| c.split_once('=')) {
        tag(name, value, contents);
        comment = next(0);
    }
}

/// Reads the tags of Matroska: a name (0x45a3) and a value (0x4487).
fn in_matroska(bytes: &[u8], contents: &mut Contents) {
    let element = |at: usize| -> Option<(&[u8], &[u8], usize)> {
        let id = bytes.get(at..at + 2)?;
        let first = *bytes.get(at + 2)?;
        let more = first.leading_zeros() as usize;
        let size = bytes.get(at + 3..at + 3 + more)?;
        let first = usize::from(first) & (0x7f >> more);
        let size = size
            .iter()
            .fold(first, |sum, b| (sum << 8) | usize::from(*b));
        let end = (at + 3 + more).checked_add(size)?;
        Some((id, bytes.get(at + 3 + more..end)?, end))
    };
    let mut from = 0;
    while let Some(at) = find(bytes, from, &[0x45, 0xa3]) {
        from = at + 2;
        let Some((_, name, mut next)) = element(at).filter(|(_, name, _)| name.len() < 100) else {
            continue;
        };
        // the language of the tag may be between its name and its value
        for _ in 0..4 {
            let Some((id, value, end)) = element(next) else {
                break;
            };
            if id == [0x44, 0x87] {
                tag(&text(name), &text(value), contents);
                break;
            }
            next = end;
        }
    }
}

/// Reads the description of ASF: the lengths of five texts (title, author, three others), then the
/// texts.
fn in_asf(bytes: &[u8], contents: &mut Contents) {
    const DESCRIPTION: [u8; 16] = [
        0x33, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6, 0xd9, 0x00, 0xaa, 0x00, 0x62, 0xce,
        0x6c,
    ];
    let Some(data) = find(bytes, 0, &DESCRIPTION).and_then(|at| bytes.get(at + 24..)) else {
        return;
    };
    let Some(lengths) = data.get(..10) else {
        return;
    };
    let start = 10 + little(&lengths[..2]);
    let name = data.get(start..start + little(&lengths[2..4]));
    let name = encoding_rs::UTF_16LE.decode(name.unwrap_or_default()).0;
    tag("author", &name, contents);
}

#[cfg(test)]
mod tests {
    use crate::attachment::read;

    /// The parts as one file.
    fn joined(parts: &[&[u8]]) -> Vec<u8> {
        parts.concat()
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn comments(all: &[&str]) -> Vec<u8> {
        let mut out = joined(&[&3u32.to_le_bytes(), b"abc"]);
        out.extend((all.len() as u32).to_le_bytes());
        for one in all {
            out.extend((one.len() as u32).to_le_bytes());
            out.extend(one.as_bytes());
        }
        out
    }

    /// A frame of ID3, version 2.3.
    fn frame(name: &[u8], data: &[u8]) -> Vec<u8> {
        joined(&[name, &(data.len() as u32).to_be_bytes(), &[0, 0], data])
    }

    fn id3(frames: &[u8]) -> Vec<u8> {
        let size = frames.len();
        let size = [0, 0, (size >> 7) as u8, (size & 0x7f) as u8];
        joined(&[b"ID3\x03\0\0", &size, frames, &[0xff, 0xfb, 0x90, 0]])
    }

    fn riff(name: &[u8], value: &str) -> Vec<u8> {
        let size = (value.len() as u32).to_le_bytes();
        let list = joined(&[b"INFO", name, &size, value.as_bytes()]);
        let length = (list.len() as u32).to_le_bytes();
        joined(&[b"RIFF\0\0\0\0WAVEfmt \x02\0\0\0\0\0LIST", &length, &list])
    }

    fn matroska(name: &str, value: &str) -> Vec<u8> {
        let element =
            |id: [u8; 2], text: &str| joined(&[&id, &[0x80 | text.len() as u8], text.as_bytes()]);
        joined(&[
            &[0x1a, 0x45, 0xdf, 0xa3, 0],
            &element([0x45, 0xa3], name),
            &element([0x44, 0x7a], "und"),
            &element([0x44, 0x87], value),
        ])
    }

    fn asf(title: &str, name: &str) -> Vec<u8> {
        let (title, name) = (utf16(title), utf16(name));
        let length = |text: &[u8]| (text.len() as u16).to_le_bytes();
        joined(&[
            &[0x30, 0x26, 0xb2, 0x75, 0, 0],
            &[0x33, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11],
            &[0xa6, 0xd9, 0, 0xaa, 0, 0x62, 0xce, 0x6c],
            &[0; 8],
            &length(&title),
            &length(&name),
            &[0; 6],
            &title,
            &name,
        ])
    }

    /// A list of keys in an MP4 file, and the value of the second key.
    fn keys(name: &str, value: &str) -> Vec<u8> {
        let of = |kind: &[u8], data: &[u8]| {
            joined(&[&(data.len() as u32 + 8).to_be_bytes(), kind, data])
        };
        let names = [of(b"mdta", b"other"), of(b"mdta", name.as_bytes())].concat();
        let keys = joined(&[&[0; 4], &2u32.to_be_bytes(), &names]);
        let data = of(
            b"data",
            &joined(&[&[0, 0, 0, 1, 0, 0, 0, 0], value.as_bytes()]),
        );
        let hdlr = of(b"hdlr", &[0; 8]);
        let meta = [
            hdlr,
            of(b"keys", &keys),
            of(b"ilst", &of(&[0, 0, 0, 2], &data)),
        ]
        .concat();
        [of(b"ftyp", b"qt  "), of(b"moov", &of(b"meta", &meta))].concat()
    }

    #[test]
    fn recordings_say_who_made_them() {
        let artist = ["TITLE=现场", "artist=王小明"];
        let with_bom = joined(&[&[1, 0xff, 0xfe], &utf16("王小明")]);
        for (format, bytes) in [
            ("MP3", id3(&frame(b"TPE1", &with_bom))),
            (
                "MP3 in UTF-8",
                id3(&frame(b"TCOM", "\u{3}王小明".as_bytes())),
            ),
            ("MP3, performer", id3(&frame(b"TPE2", &with_bom))),
            (
                "MP3, another tag",
                id3(&frame(b"TXXX", "\u{3}author\0王小明".as_bytes())),
            ),
            (
                "MP3, version 1",
                joined(&[
                    &[0xff, 0xfb, 0x90, 0],
                    b"TAG",
                    &[0; 30],
                    "王小明".as_bytes(),
                    &[0; 86],
                ]),
            ),
            ("WAV", riff(b"IART", "王小明\0")),
            ("FLAC", joined(&[b"fLaC\x84\0\0\x40", &comments(&artist)])),
            ("Ogg", joined(&[b"OggS\0\x03vorbis", &comments(&artist)])),
            ("Matroska", matroska("ARTIST", "王小明")),
            ("ASF", asf("现场", "王小明")),
            ("MP4", keys("com.apple.quicktime.author", "王小明")),
            (
                "XMP",
                "\0\0<x:xmpmeta><dc:creator>王小明</dc:creator></x:xmpmeta>".into(),
            ),
            (
                "XMP, an attribute",
                "\0\0<x:xmpmeta><a tiff:Artist=\"王小明\"/></x:xmpmeta>".into(),
            ),
            (
                "SVG",
                "<svg><metadata><dc:creator>王小明</dc:creator></metadata></svg>".into(),
            ),
        ] {
            let contents = read(&bytes);
            assert_eq!(
                contents.authors,
                [("Artist", "王小明".to_owned())],
                "{format}"
            );
            assert!(!contents.position, "{format}");
        }
    }

    #[test]
    fn recordings_say_where_they_were_made() {
        let place = ["LOCATION=+39.9042+116.4074/"];
        for (format, bytes) in [
            (
                "MP3",
                id3(&frame(b"TXXX", b"\x03location\0+39.9042+116.4074/")),
            ),
            ("Ogg", joined(&[b"OggS\0OpusTags", &comments(&place)])),
            ("Matroska", matroska("LOCATION", "+39.9042+116.4074/")),
        ] {
            assert!(read(&bytes).position, "{format}");
        }
        let named = matroska("LOCATION", "甲县2号会议室");
        assert!(!read(&named).position, "the name of a place");
    }

    #[test]
    fn damaged_recordings_are_read_as_far_as_they_go() {
        let long = id3(&frame(b"TPE1", "\u{3}王小明".as_bytes()));
        for whole in [
            long,
            riff(b"IART", "王小明"),
            joined(&[b"fLaC\x84\0\0\x40", &comments(&["ARTIST=王小明"])]),
            matroska("ARTIST", "王小明"),
            asf("现场", "王小明"),
            keys("author", "王小明"),
        ] {
            for end in 0..whole.len() {
                assert!(read(&whole[..end]).unread.is_empty(), "{end}");
            }
        }
    }
}
