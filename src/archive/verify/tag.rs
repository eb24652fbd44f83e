//! Takes the bytes of tag files (RFC 8493 and its drafts 0.93 to 0.97); gives their content, and
//! faults by line. This file must not know the other files.

use super::digest::Algorithm;
use crate::archive::fault::{Fault, Message};
use crate::archive::read::path;
use crate::diag::Value;
use encoding_rs::Encoding;

/// The version of the rules that a bag follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// One of the drafts 0.93 to 0.97, whose rules are looser.
    Draft,
    /// BagIt 1.0 (RFC 8493).
    Final,
}

/// The content of `bagit.txt`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declaration {
    /// The declared version: 1.0, or a draft.
    pub(super) version: Version,
    /// The encoding of the other tag files.
    pub(super) encoding: &'static Encoding,
}

/// Reads `bagit.txt`.
pub(super) fn declaration(bytes: &[u8], faults: &mut Vec<Fault>) -> Option<Declaration> {
    let wrong = |faults: &mut Vec<Fault>| faults.push(Fault::of(Message::Declaration, "bagit.txt"));
    let Some((version, encoding)) = std::str::from_utf8(bytes).ok().and_then(two_lines) else {
        wrong(faults);
        return None;
    };
    let known = match version {
        "1.0" => Some(Version::Final),
        "0.93" | "0.94" | "0.95" | "0.96" | "0.97" => Some(Version::Draft),
        _ => None,
    };
    if known.is_none() {
        faults.push(Fault::of(
            Message::UnknownVersion {
                version: version.into(),
            },
            "bagit.txt",
        ));
        return None;
    }
    let Some(found) = Encoding::for_label(encoding.as_bytes()) else {
        faults.push(Fault::of(
            Message::UnknownEncoding {
                encoding: encoding.into(),
            },
            "bagit.txt",
        ));
        return None;
    };
    Some(Declaration {
        version: known?,
        encoding: found,
    })
}

/// The two values. The text must be two lines, each a label, a colon, a space and a value.
fn two_lines(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    let (first, second) = text.split_once('\n')?;
    let first = first.strip_suffix('\r').unwrap_or(first);
    let plain = |value: &str| {
        !value.is_empty() && !value.chars().any(|c| c.is_whitespace() || c.is_control())
    };
    let version = first.strip_prefix("BagIt-Version: ").filter(|v| plain(v))?;
    let encoding = second
        .strip_prefix("Tag-File-Character-Encoding: ")
        .filter(|v| plain(v))?;
    Some((version, encoding))
}

pub(super) fn decode(
    file: &str,
    bytes: &[u8],
    encoding: &'static Encoding,
    faults: &mut Vec<Fault>,
) -> String {
    let (text, used, damaged) = encoding.decode(bytes);
    // if UTF-8 is declared, a byte order mark is a fault; other encodings may have one
    let marked = encoding == encoding_rs::UTF_8 && bytes.starts_with(b"\xef\xbb\xbf");
    if damaged || marked || (used != encoding && encoding == encoding_rs::UTF_8) {
        faults.push(Fault::of(
            Message::NotInEncoding {
                encoding: encoding.name().into(),
            },
            file,
        ));
    }
    text.into_owned()
}

/// The labels and values of `bag-info.txt`, in order.
pub(super) fn info(
    file: &str,
    text: &str,
    version: Version,
    faults: &mut Vec<Fault>,
) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (i, line) in lines(text) {
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = found.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        let parts = line.split_once(':').map(|(label, value)| {
            (
                label.trim_end_matches([' ', '\t']).len() == label.len(),
                label.trim(),
                value,
            )
        });
        match parts {
            Some((close, label, value))
                if !label.is_empty()
                    && (version == Version::Draft || (close && value.starts_with([' ', '\t']))) =>
            {
                found.push((label.to_owned(), value.trim().to_owned()));
            }
            _ => faults.push(Fault::of(Message::InfoLine { line: i.into() }, file)),
        }
    }
    found
}

/// The lines that are not empty, each with its number from 1; empty lines count. In a text without
/// LF, a line ends in CR.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let crs_only = !text.contains('\n') && text.contains('\r');
    let split: Box<dyn Iterator<Item = &str>> = if crs_only {
        Box::new(text.split('\r'))
    } else {
        Box::new(text.split('\n'))
    };
    split
        .map(|l| l.strip_suffix('\r').unwrap_or(l))
        .enumerate()
        .map(|(i, l)| (i + 1, l))
        .filter(|(_, l)| !l.is_empty())
}

/// A line of a manifest.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// The number of the line, from 1.
    pub(super) line: usize,
    pub(super) path: String,
    pub(super) digest: Box<[u8]>,
}

/// The files that a manifest lists. A line without a digest and a path, and a path that leads out
/// of the package, are reported as faults and left out. Only `most` lines are read; more are a
/// fault.
pub(super) fn manifest(
    file: &str,
    text: &str,
    algorithm: Algorithm,
    version: Version,
    most: usize,
    faults: &mut Vec<Fault>,
) -> Vec<Listed> {
    let mut listed = Vec::new();
    for (count, (line, content)) in lines(text).enumerate() {
        if count == most {
            faults.push(Fault::of(Message::ManifestTooLong, file));
            break;
        }
        let Some((digest, raw)) = split_line(content, algorithm) else {
            let line = line.into();
            faults.push(Fault::of(Message::ManifestLine { line }, file));
            continue;
        };
        let (starred, raw) = raw
            .strip_prefix('*')
            .map_or((false, raw), |rest| (true, rest));
        let (dotted, raw) = raw
            .strip_prefix("./")
            .map_or((false, raw), |rest| (true, rest));
        let at = |message: fn(Value, Value) -> Message| {
            Fault::of(message(line.into(), raw.into()), file)
        };
        if starred {
            faults.push(at(|line, path| Message::AsteriskBeforePath { line, path }));
        }
        if dotted {
            faults.push(at(|line, path| Message::DotSlash { line, path }));
        }
        let path = unescape(raw, version);
        // an escaped line break is valid, so it is replaced before the check
        if path::leads_out(&path.replace(['\r', '\n'], "_")) {
            faults.push(at(|line, path| Message::UnsafePath { line, path }));
            continue;
        }
        listed.push(Listed { line, path, digest });
    }
    listed
}

fn split_line(line: &str, algorithm: Algorithm) -> Option<(Box<[u8]>, &str)> {
    let (digest, path) = line.split_once([' ', '\t'])?;
    let path = path.trim_start_matches([' ', '\t']);
    (!path.is_empty()).then_some((unhex(digest, algorithm.length())?, path))
}

/// Decodes `length` bytes from hexadecimal digits; `None` for another length or another character.
pub(super) fn unhex(text: &str, length: usize) -> Option<Box<[u8]>> {
    let text = text.as_bytes();
    let digit = |c: u8| char::from(c).to_digit(16).map(|d| d as u8);
    (text.len() == 2 * length).then(|| {
        text.chunks_exact(2)
            .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
            .collect()
    })?
}

/// Replaces `%0A`, `%0D` and, since version 1.0, `%25` by LF, CR and `%`. Any other `%` stays.
fn unescape(path: &str, version: Version) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).map(str::to_ascii_uppercase);
        let (c, taken) = match code.as_deref() {
            Some("0A") => ('\n', 3),
            Some("0D") => ('\r', 3),
            Some("25") if version == Version::Final => ('%', 3),
            _ => ('%', 1),
        };
        out.push(c);
        rest = &rest[at + taken..];
    }
    out.push_str(rest);
    out
}

/// The files listed in `fetch.txt`, each with the number of its line.
pub(super) fn fetch(
    file: &str,
    text: &str,
    version: Version,
    faults: &mut Vec<Fault>,
) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for (line, content) in lines(text) {
        let mut parts = content.splitn(3, [' ', '\t']);
        let (Some(url), Some(length), Some(raw)) = (parts.next(), parts.next(), parts.next())
        else {
            faults.push(Fault::of(Message::FetchLine { line: line.into() }, file));
            continue;
        };
        if url.is_empty() || !(length == "-" || length.parse::<u64>().is_ok()) {
            faults.push(Fault::of(Message::FetchLine { line: line.into() }, file));
            continue;
        }
        let path = unescape(raw.trim_start_matches([' ', '\t']), version);
        if path::leads_out(&path) || !path.starts_with("data/") {
            faults.push(Fault::of(
                Message::UnsafePath {
                    line: line.into(),
                    path: path.into(),
                },
                file,
            ));
        } else {
            named.push((line, path));
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::fault::Code;
    use crate::diag::Lang;

    #[test]
    fn declarations() {
        for good in [
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "BagIt-Version: 0.97\r\nTag-File-Character-Encoding: UTF-16",
            "BagIt-Version: 0.93\nTag-File-Character-Encoding: ISO-8859-1\n",
        ] {
            let mut faults = Vec::new();
            assert!(
                declaration(good.as_bytes(), &mut faults).is_some() && faults.is_empty(),
                "{good:?} {faults:?}"
            );
        }
        for bad in [
            "",
            "BagIt-Version: 1.0",
            "BagIt-Version: 1.0\n",
            "BagIt-Version : 1.0\nTag-File-Character-Encoding : UTF-8\n",
            "BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n",
            "BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n",
            "\u{feff}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: x\n",
            "BagIt-Version: .97\nTag-File-Character-Encoding: UTF-8\n",
            "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: KLINGON\n",
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\n",
        ] {
            let mut faults = Vec::new();
            assert!(
                declaration(bad.as_bytes(), &mut faults).is_none() && faults.len() == 1,
                "{bad:?} {faults:?}"
            );
        }
    }

    #[test]
    fn labels_and_values() {
        let mut faults = Vec::new();
        let found = info(
            "bag-info.txt",
            "A: 1\nB: two\n  lines\nA:\t3\n",
            Version::Final,
            &mut faults,
        );
        assert_eq!(
            found,
            [("A", "1"), ("B", "two lines"), ("A", "3")].map(|(l, v)| (l.to_owned(), v.to_owned()))
        );
        assert!(faults.is_empty());
        assert_eq!(info("f", "A : 1\n", Version::Draft, &mut faults).len(), 1);
        assert!(faults.is_empty());
        info("f", "A : 1\nno colon\nB:1\n", Version::Final, &mut faults);
        assert_eq!(
            faults.into_iter().map(|f| f.message).collect::<Vec<_>>(),
            [1, 2, 3].map(|line| Message::InfoLine { line: line.into() })
        );
    }

    /// The line in a fault's message: its first number.
    fn line_of(fault: &Fault) -> u32 {
        let message = fault.message(Lang::En);
        let mut numbers = message.split(|c: char| !c.is_ascii_digit());
        numbers.find_map(|n| n.parse().ok()).unwrap()
    }

    #[test]
    fn lines_of_a_manifest() {
        let sum = "00112233445566778899aabbccddeeff";
        let text = format!(
            "{sum}  data/a b\n{sum} *data/%0d%25%41\r\n\n{sum}\t./data/c\nxyz data/d\n{sum} ../e\n{sum}\n{sum} C:\\f\n"
        );
        let mut faults = Vec::new();
        let listed = manifest("m", &text, Algorithm::Md5, Version::Final, 100, &mut faults);
        assert_eq!(
            listed
                .iter()
                .map(|l| (l.line, l.path.as_str()))
                .collect::<Vec<_>>(),
            [(1, "data/a b"), (2, "data/\r%%41"), (4, "data/c")]
        );
        let codes: Vec<_> = faults.iter().map(|f| (f.code(), line_of(f))).collect();
        assert_eq!(
            codes,
            [
                (Code::AsteriskBeforePath, 2),
                (Code::DotSlash, 4),
                (Code::ManifestLine, 5),
                (Code::UnsafePath, 6),
                (Code::ManifestLine, 7),
                (Code::UnsafePath, 8)
            ]
        );
        faults.clear();
        assert_eq!(
            manifest("m", &text, Algorithm::Md5, Version::Draft, 1, &mut faults).len(),
            1
        );
        assert_eq!(faults[0].code(), Code::ManifestTooLong);
    }
}
