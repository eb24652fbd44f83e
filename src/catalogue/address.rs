//! The published functions from names to addresses: lower-case ASCII, the same on every machine, for ever.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// The longest part of a path, in bytes.
const MAX_PART: usize = 80;

/// The longest path that somebody may choose, in bytes: Windows allows 260 characters with the folder of the site.
const MAX_PATH: usize = 160;

/// What makes two index numbers the same: letter case and width do not count. Nothing that could change with a table of
/// characters belongs here, for addresses rest on it.
pub fn identity(number: &str) -> String {
    number
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// The name of a document's page, from its index number alone: folded; letters a–z and digits stay; another letter becomes
/// `u` and its code point in hexadecimal; everything else becomes one hyphen. `None` when nothing is left.
pub fn index_number(number: &str) -> Option<String> {
    slug(number)
}

/// The folder of a document's page: two hexadecimal digits of the SHA-256 of its name, so that no folder grows too large.
pub fn folder(name: &str) -> String {
    format!("{:02x}", Sha256::digest(name)[0])
}

/// The path of a document's page without `.html`.
pub fn document(number: &str) -> Option<String> {
    let name = index_number(number)?;
    Some(format!("doc/{}/{name}", folder(&name)))
}

/// Part of a path for a name that may be Chinese (a category, an issuing body): ASCII names as they are, others by the pinyin
/// initials and six digits of a digest, so that two names never meet.
pub fn name(text: &str) -> String {
    if let Some(slug) = slug(text).filter(|_| text.is_ascii()) {
        return slug;
    }
    use pinyin::ToPinyin;
    let initials: String = text
        .to_pinyin()
        .zip(text.chars())
        .filter_map(|(p, c)| {
            p.map_or_else(
                || c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()),
                |p| p.plain().chars().next(),
            )
        })
        .take(24)
        .collect();
    let digest = Sha256::digest(identity(text));
    format!(
        "{initials}-{:02x}{:02x}{:02x}",
        digest[0], digest[1], digest[2]
    )
    .trim_start_matches('-')
    .to_owned()
}

/// The published name of a file that goes with a document; its ending stays.
pub fn file(text: &str) -> String {
    match text.rsplit_once('.') {
        Some((stem, ending))
            if !ending.is_empty()
                && ending.len() <= 8
                && ending.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            format!("{}.{}", name(stem), ending.to_ascii_lowercase())
        }
        _ => name(text),
    }
}

fn slug(text: &str) -> Option<String> {
    let mut out = String::new();
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if c.is_alphanumeric() {
            out.push_str(&format!("u{:x}", c as u32));
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.len() > MAX_PART {
        let digest = Sha256::digest(&out);
        out.truncate(MAX_PART - 9);
        out.push_str(&format!(
            "-{:02x}{:02x}{:02x}{:02x}",
            digest[0], digest[1], digest[2], digest[3]
        ));
    }
    if is_device(&out) {
        out.push('-');
    }
    (!out.is_empty()).then_some(out)
}

/// Whether Windows keeps a name, whatever follows its first dot, for a device.
fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.as_bytes()[3].is_ascii_digit())
}

/// Whether a path that somebody chose can be a file on every system: no part is kept for a device, none is too long.
pub fn is_portable(path: &str) -> bool {
    path.len() <= MAX_PATH
        && path
            .split('/')
            .all(|part| part.len() <= MAX_PART && !is_device(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_numbers_become_addresses() {
        // anyone can check the folder: printf %s sm02124-3000-2023-00001 | sha256sum | cut -c1-2
        for (number, address) in [
            (
                "11370100MB28508779/2024-00131",
                "doc/fd/11370100mb28508779-2024-00131",
            ),
            ("sm02124-3000-2023-00001", "doc/0f/sm02124-3000-2023-00001"),
            (
                "ＳＭ02124-3000-2023-00001",
                "doc/0f/sm02124-3000-2023-00001",
            ),
            ("渝公开-2020-1", "doc/7b/u6e1du516cu5f00-2020-1"),
            ("CON", "doc/34/con-"),
        ] {
            assert_eq!(document(number).as_deref(), Some(address), "{number}");
        }
        assert!(
            is_portable("a/b-1.html")
                && !is_portable("a/aux.html")
                && !is_portable("Com1")
                && !is_portable(&"a".repeat(81))
        );
        assert!(!is_portable(&"a/".repeat(81)));
        assert_eq!(index_number("——"), None);
        assert!(index_number(&"长".repeat(100)).unwrap().len() <= MAX_PART);
    }

    #[test]
    fn names_become_parts_of_paths() {
        assert_eq!(name("zcwj"), "zcwj");
        let chinese = name("退役军人事务局");
        assert!(
            chinese.starts_with("tyjrswj-") && chinese.is_ascii(),
            "{chinese}"
        );
        assert_ne!(name("公示"), name("公式"));
        assert_eq!(file("Form 1.DOCX"), "form-1.docx");
        assert!(file("附件1 申请表.docx").ends_with(".docx"));
    }
}
