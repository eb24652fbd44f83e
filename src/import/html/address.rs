//! Takes an address as a page writes it; gives the path that it means, or the name of the file that
//! a script at this address sends. This file must not know whether a file has this path.

use crate::import::page::is_of_office;
use ego_tree::NodeRef;
use scraper::Node;

/// The longest text of a link that may be the name of a file, in characters.
const LONGEST_NAME: usize = 120;

/// The name of the office file behind a script (`download.jsp?id=7`): a parameter of the address,
/// or else the text of the link. `None` if the address itself is that of an office file, or if
/// neither the parameters nor the text name one.
pub(super) fn named_file(target: &str, link: NodeRef<'_, Node>) -> Option<String> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if is_of_office(path) {
        return None;
    }
    let values = query
        .split('&')
        .filter_map(|pair| Some(pair.split_once('=')?.1));
    let stated = values
        .map(|value| decode(&value.replace('+', " ")))
        .find(|name| is_of_office(name));
    stated.or_else(|| {
        let mut text = String::new();
        for node in link.descendants() {
            text.push_str(node.value().as_text().map_or("", |t| &t.text));
        }
        let name = text.trim();
        (is_of_office(name) && name.chars().count() <= LONGEST_NAME).then(|| name.to_owned())
    })
}

/// Decodes the percent-encoding of an address into a path. Bytes that are not UTF-8 are read as
/// GB18030.
pub(super) fn decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
        match (bytes[i], hex(bytes.get(i + 1)), hex(bytes.get(i + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            (byte, ..) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8(out)
        .unwrap_or_else(|e| encoding_rs::GB18030.decode(e.as_bytes()).0.into_owned())
}
