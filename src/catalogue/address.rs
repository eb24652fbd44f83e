//! Takes numbers and names; gives addresses by published rules, the same for ever on every machine.
//! Also gives the form in which numbers and names are compared. The rules do not depend on the
//! object to which a number or name belongs. This file must not know to what the numbers and names
//! belong.

use crate::file::is_device;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// The longest name of a page that a rule makes, and the longest part of a path that an editor may
/// choose, in bytes.
const MAX_PART: usize = 80;

/// The longest path that an editor may choose, in bytes. Windows allows 260 characters with the
/// site's folder.
const MAX_PATH: usize = 160;

/// The form in which numbers and names are compared: letter case, width and white space do not
/// count. Addresses of Chinese names depend on it, so it must never change.
pub fn identity(number: &str) -> String {
    let is_kept = |c: &char| !c.is_whitespace();
    if number.is_ascii() {
        // NFKC changes no ASCII character
        return number
            .chars()
            .filter(is_kept)
            .map(|c| c.to_ascii_lowercase())
            .collect();
    }
    number
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(is_kept)
        .collect()
}

/// An index number as other systems write it: half-width characters, hyphens and slashes, without
/// white space.
pub fn plain_number(number: &str) -> String {
    let plain = |c: char| match c {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－' => '-',
        '∕' | '⁄' | '／' | '\\' => '/',
        c => c,
    };
    let is_kept = |c: &char| !c.is_whitespace();
    number.chars().map(plain).nfkc().filter(is_kept).collect()
}

/// The name of a document's page, made from its index number alone. The number is normalised (NFKC)
/// and made lower-case. The letters a–z and the digits 0–9 stay. Another letter or digit becomes
/// `u` and its code point in hexadecimal. A run of other characters becomes one hyphen, but is
/// dropped at the beginning and the end. A name of more than 80 bytes is cut and ends in a digest.
/// A device name of Windows gets a hyphen at its end. `None` if nothing is left.
pub fn index_number(number: &str) -> Option<String> {
    slug(number)
}

/// The folder of a document's page: the first two hexadecimal digits of the SHA-256 of its name.
/// The digits spread the pages evenly over folders.
pub fn folder(name: &str) -> String {
    format!("{:02x}", Sha256::digest(name)[0])
}

/// The path of a document's page without `.html`; `None` if the number gives no name.
pub fn document(number: &str) -> Option<String> {
    let name = index_number(number)?;
    Some(format!("doc/{}/{name}", folder(&name)))
}

/// The part of a path for a category or issuing body. An ASCII name follows the rule of
/// [`index_number`]. Of any other name, the pinyin initials and the ASCII letters and digits stay,
/// at most 24; a hyphen and six hexadecimal digits of a digest follow.
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

/// The published name of a file that belongs to a document. An extension of up to eight ASCII
/// letters and digits stays, in lower case.
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
    let mut out = String::with_capacity(text.len());
    let add = |c: char| {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if c.is_alphanumeric() {
            out.push_str(&format!("u{:x}", c as u32));
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    };
    if text.is_ascii() {
        // ASCII needs no NFKC, as in `identity`
        text.chars().map(|c| c.to_ascii_lowercase()).for_each(add);
    } else {
        text.nfkc().flat_map(char::to_lowercase).for_each(add);
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

/// Whether a chosen path can be a file on every system: no device names, no part or path too long.
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
        // The folder can be checked: printf %s sm02124-3000-2023-00001 | sha256sum | cut -c1-2
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
