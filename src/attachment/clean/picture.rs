//! Takes a JPEG, a PNG or a WebP; gives the picture without metadata: place, persons, texts,
//! previews and data after its end. The pixels, the colours and the orientation stay. This file
//! must not know other formats.

use crate::attachment::hidden::{Findings, What};
use crate::diag::words;

/// The length of a JFIF segment's data without a preview.
const JFIF: usize = 14;

/// A JPEG (ITU-T T.81) with only the segments that are needed to show it. `None` if there is
/// nothing to remove, or it is broken.
pub(super) fn jpeg(bytes: &[u8], findings: &mut Findings) -> Option<Vec<u8>> {
    let mut out = vec![0xff, 0xd8];
    let turned = orientation(bytes).map(|turn| segment(0xe1, &exif(turn)));
    let mut at = 2;
    let mut is_changed = false;
    let mut is_first = true;
    loop {
        // any number of fill bytes may precede a marker
        while bytes.get(at..at + 2) == Some(&[0xff, 0xff]) {
            at += 1;
        }
        let [0xff, kind, high, low] = *bytes.get(at..at + 4)? else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low])).max(2);
        let whole = bytes.get(at..at + 2 + length)?;
        let data = &whole[4..];
        let stays = match kind {
            // JFIF, colour profiles and Adobe's marker of the colour space stay
            0xe0 => data.starts_with(b"JFIF\0"),
            0xe2 => data.starts_with(b"ICC_PROFILE\0"),
            0xee => data.starts_with(b"Adobe"),
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        if is_first && kind != 0xe0 {
            is_first = false;
            // of Exif data, only the orientation is kept
            out.extend(turned.as_deref().unwrap_or_default());
        }
        if kind == 0xe0 && stays && data.len() > JFIF {
            // the segment ends with a preview, whose width and height are its last two values
            let mut own = data[..JFIF].to_vec();
            own[JFIF - 2..].fill(0);
            out.extend(segment(0xe0, &own));
            is_changed = true;
        } else if stays {
            out.extend(whole);
        } else if turned.as_deref() != Some(whole) {
            is_changed = true;
        }
        at += 2 + length;
        if kind == 0xda {
            break;
        }
    }
    let end = end_of_scans(bytes, at)?;
    out.extend(&bytes[at..end]);
    is_changed |= end < bytes.len();
    is_changed.then(|| {
        findings.named(What::Metadata, words("", ""));
        out
    })
}

/// The position after the end of the picture; `None` if it has no end. Further scans and tables may
/// follow the first scan.
fn end_of_scans(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr(0xff, bytes.get(at..)?)?;
        match *bytes.get(at + 1)? {
            0xd9 => return Some(at + 2),
            0 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => {
                let length = bytes.get(at + 2..at + 4)?;
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]])).max(2);
            }
        }
    }
}

fn segment(kind: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap_or(u16::MAX);
    [&[0xff, kind], &length.to_be_bytes()[..], data].concat()
}

/// The orientation of a picture; `None` if it is upright or not stated.
fn orientation(bytes: &[u8]) -> Option<u16> {
    let read = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(bytes));
    let field = read.ok()?;
    let field = field.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
    let turn = field.value.get_uint(0)?;
    u16::try_from(turn)
        .ok()
        .filter(|turn| (2..=8).contains(turn))
}

/// Exif data with nothing but the orientation of a picture.
fn exif(turn: u16) -> Vec<u8> {
    let mut data = b"Exif\0\0".to_vec();
    data.extend(tiff(turn));
    data
}

fn tiff(turn: u16) -> Vec<u8> {
    let mut data = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    data.extend(turn.to_be_bytes());
    data.extend([0; 6]);
    data
}

/// A WebP (RFC 9649) with only the chunks that are needed to show it. `None` if there is nothing to
/// remove, or it is broken.
pub(super) fn webp(bytes: &[u8], findings: &mut Findings) -> Option<Vec<u8>> {
    const SHOWN: [&[u8; 4]; 7] = [
        b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
    ];
    // the flags for Exif and XMP data in the extended header
    const EXIF: u8 = 0x08;
    const XMP: u8 = 0x04;
    let length = bytes.get(4..8)?;
    let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize;
    let end = length.checked_add(8).filter(|end| *end <= bytes.len())?;
    let turned = orientation(bytes).map(tiff);
    let mut out = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at < end {
        let head = bytes.get(at..at + 8)?;
        let size = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let whole = bytes.get(at..at.checked_add(8 + size + size % 2)?)?;
        let kind = &head[..4];
        if SHOWN.iter().any(|own| own.as_slice() == kind) {
            let start = out.len();
            out.extend(whole);
            if kind == b"VP8X" {
                let kept = if turned.is_some() { EXIF } else { 0 };
                *out.get_mut(start + 8)? &= !(EXIF | XMP) | kept;
            }
        }
        at += whole.len();
    }
    if let Some(turned) = turned {
        out.extend(b"EXIF");
        out.extend(u32::try_from(turned.len()).ok()?.to_le_bytes());
        out.extend(turned);
    }
    let new = u32::try_from(out.len().checked_sub(8)?).ok()?;
    out[4..8].copy_from_slice(&new.to_le_bytes());
    (out != bytes).then(|| {
        findings.named(What::Metadata, words("", ""));
        out
    })
}

/// The chunks that are needed to show a PNG as intended (W3C PNG, third edition), and Apple's
/// `CgBI`.
const SHOWN: [&[u8; 4]; 21] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
    b"CgBI",
];

/// A PNG with only the chunks that are needed to show it. `None` if there is nothing to remove, or
/// it is broken.
pub(super) fn png(bytes: &[u8], findings: &mut Findings) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    let turned = orientation(bytes).map(|turn| chunk(b"eXIf", &tiff(turn)));
    let mut at = 8;
    let mut is_changed = false;
    loop {
        let head = bytes.get(at..at + 8)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let whole = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        let kind = &head[4..8];
        if SHOWN.iter().any(|own| own.as_slice() == kind) {
            out.extend(whole);
        } else if turned.as_deref() != Some(whole) {
            is_changed = true;
        }
        if kind == b"IHDR" {
            out.extend(turned.as_deref().unwrap_or_default());
        }
        at += whole.len();
        if kind == b"IEND" {
            break;
        }
    }
    is_changed |= at < bytes.len();
    is_changed.then(|| {
        findings.named(What::Metadata, words("", ""));
        out
    })
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(data);
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    [
        &length.to_be_bytes()[..],
        kind,
        data,
        &sum.sum().to_be_bytes(),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(segments: &[Vec<u8>]) -> Vec<u8> {
        let mut all = vec![0xff, 0xd8];
        all.extend(segments.concat());
        all.extend(segment(0xda, b"\x01\x01\0\0\x3f\0"));
        all.extend([1, 0xff, 0, 2, 0xff, 0xd9]);
        all
    }

    #[test]
    fn of_a_jpeg_only_what_shows_it_stays() {
        let jfif = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
        let place = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>");
        let bare = picture(std::slice::from_ref(&jfif));
        let mut full = picture(&[jfif.clone(), place, segment(0xfe, b"note")]);
        full.extend(b"behind the end");
        let mut findings = Findings::default();
        assert_eq!(jpeg(&full, &mut findings).as_ref(), Some(&bare));
        let preview = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01\x09\x09\x09");
        let previewed = picture(&[preview]);
        assert_eq!(jpeg(&previewed, &mut findings).as_ref(), Some(&bare));
        assert_eq!(jpeg(&bare, &mut findings), None);
        let turned = picture(&[jfif, segment(0xe1, &exif(6))]);
        assert_eq!(orientation(&turned), Some(6));
        assert_eq!(jpeg(&turned, &mut findings), None, "it stays turned");
        assert_eq!(jpeg(&full[..20], &mut findings), None, "broken");
    }

    #[test]
    fn of_a_webp_only_what_shows_it_stays() {
        let chunk = |kind: &[u8; 4], data: &[u8]| {
            let length = u32::try_from(data.len()).unwrap().to_le_bytes();
            [kind.as_slice(), &length, data].concat()
        };
        let file = |chunks: &[Vec<u8>]| {
            let all = [b"WEBP".to_vec(), chunks.concat()].concat();
            chunk(b"RIFF", &all)
        };
        let head = |signs: u8| chunk(b"VP8X", &[signs, 0, 0, 0, 1, 0, 0, 1, 0, 0]);
        let points = chunk(b"VP8L", b"/\0\0\0\0\0");
        let bare = file(&[head(0x10), points.clone()]);
        let note = chunk(b"XMP ", b"<x:xmpmeta/>");
        let full = file(&[head(0x14), points.clone(), note]);
        let mut findings = Findings::default();
        assert_eq!(webp(&full, &mut findings).as_ref(), Some(&bare));
        assert_eq!(webp(&bare, &mut findings), None);
        let turned = file(&[head(0x18), points, chunk(b"EXIF", &tiff(6))]);
        assert_eq!(webp(&turned, &mut findings), None, "it stays turned");
        assert_eq!(webp(&full[..30], &mut findings), None, "broken");
    }

    #[test]
    fn of_a_png_only_what_shows_it_stays() {
        let mut bare = b"\x89PNG\r\n\x1a\n".to_vec();
        bare.extend(chunk(b"IHDR", &[0; 13]));
        let mut full = bare.clone();
        full.extend(chunk(b"tEXt", b"Author\0x"));
        for all in [&mut bare, &mut full] {
            all.extend(chunk(b"IDAT", b"x"));
            all.extend(chunk(b"IEND", b""));
        }
        full.extend(b"behind");
        let mut findings = Findings::default();
        assert_eq!(png(&full, &mut findings).as_ref(), Some(&bare));
        assert_eq!(png(&bare, &mut findings), None);
    }
}
