//! Takes the bytes of an image; gives the persons whom its Exif or XMP data name, and whether these
//! data state where it was taken. It reads JPEG, PNG, WebP, TIFF and HEIF. It must not know the
//! site's documents.

use super::{Contents, office};
use exif::{In, Reader, Tag, Value};

pub(super) fn read(bytes: &[u8], contents: &mut Contents) {
    in_xmp(bytes, contents);
    // missing or unreadable Exif data give no findings
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
    if let Some(Value::Ascii(texts)) = given(Tag::Artist).map(|f| &f.value) {
        let names = texts
            .iter()
            .map(|t| String::from_utf8_lossy(t).trim().to_owned())
            .filter(|t| !t.is_empty());
        contents.authors.extend(names.map(|name| ("Artist", name)));
    }
}

/// Reads the XMP packet, which stands as plain text in all these formats. Photo managers store
/// positions in it.
fn in_xmp(bytes: &[u8], contents: &mut Contents) {
    let find = |from: usize, what: &[u8]| {
        bytes[from..]
            .windows(what.len())
            .position(|w| w == what)
            .map(|i| from + i)
    };
    let Some(start) = find(0, b"<x:xmpmeta") else {
        return;
    };
    let end = find(start, b"</x:xmpmeta>").unwrap_or(bytes.len());
    let packet = String::from_utf8_lossy(&bytes[start..end]);
    contents.position |=
        packet.contains("exif:GPSLatitude") || packet.contains("exif:GPSLongitude");
    contents.authors.extend(
        office::creators(&packet)
            .into_iter()
            .map(|name| ("Artist", name)),
    );
}

/// Whether all values are zero: cameras without a GPS receiver write zeros.
fn is_zero(value: &Value) -> bool {
    match value {
        Value::Rational(parts) => parts.iter().all(|r| r.num == 0),
        _ => false,
    }
}
