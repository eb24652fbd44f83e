//! Takes an old file; gives its page, whatever its format, or the finding that explains why it cannot
//! be read. It must not know what the page becomes.

use super::finding::failed;
use super::folder::Folder;
use super::list::{Kind, Old};
use super::page::{LARGEST, Page};
use super::{furniture, html, repair, text, word};
use crate::diag::{Diagnostic, words};
use crate::fold::is_han;
use crate::source;

/// The character that replaces bytes that cannot be decoded.
const LOST: char = '\u{fffd}';

/// Reads an old file.
pub(super) fn read(old: &Old) -> Result<Page, Box<Diagnostic>> {
    let bytes = bytes(old)?;
    let mut page = match old.kind {
        Kind::Word => word::read(&bytes).map_err(|fault| word_fault(old, fault))?,
        Kind::Html => html::read(&text_of(old, &bytes)?, &Folder::of(old)),
        Kind::Text => text::read(&text_of(old, &bytes)?),
    };
    if page
        .blocks
        .iter()
        .any(|b| b.spans().iter().any(|s| s.text.contains(LOST)))
    {
        page.doubt(
            "有些字节已损坏，以“�”代替",
            "some bytes are damaged; � stands for them",
        );
    }
    page.name = old
        .path
        .file_stem()
        .map(|s| s.to_string_lossy().into_owned())
        .filter(|n| n.chars().filter(|c| is_han(*c)).count() >= 4);
    page.split_lines();
    repair::repair(&mut page);
    if old.kind != Kind::Word {
        furniture::cut(&mut page);
    }
    Ok(page)
}

fn bytes(old: &Old) -> Result<Vec<u8>, Box<Diagnostic>> {
    let unreadable = |e: std::io::Error| Box::new(source::unreadable(&old.shown, &e));
    if std::fs::metadata(&old.path).map_err(unreadable)?.len() > LARGEST {
        return Err(too_large(old));
    }
    std::fs::read(&old.path).map_err(unreadable)
}

fn too_large(old: &Old) -> Box<Diagnostic> {
    Box::new(failed(
        &old.shown,
        words("文件超过 64 MiB", "the file is larger than 64 MiB"),
        words(
            "请拆分后再导入，或作为附件发布。",
            "Split it, or publish it as an attachment.",
        ),
    ))
}

/// The finding for a Word file that cannot be read.
fn word_fault(old: &Old, fault: word::Fault) -> Box<Diagnostic> {
    let (reason, remedy) = match fault {
        word::Fault::TooLarge => return too_large(old),
        word::Fault::NotAPackage => (
            words(
                "不是有效的 .docx 文件（设有密码，或者只是改了扩展名）",
                "it is no .docx file (it asks for a password, or only its name was changed)",
            ),
            words(
                "请用 Word 或 WPS 打开，取消密码，另存为 .docx。",
                "Open it in Word or WPS, take the password off, and save it as .docx.",
            ),
        ),
        word::Fault::Damaged => (
            words("文件已损坏", "the file is damaged"),
            words(
                "请用 Word 或 WPS 打开并另存为 .docx。",
                "Open it in Word or WPS and save it as .docx.",
            ),
        ),
    };
    Box::new(failed(&old.shown, reason, remedy))
}

fn text_of(old: &Old, bytes: &[u8]) -> Result<String, Box<Diagnostic>> {
    decode(bytes).ok_or_else(|| {
        Box::new(failed(
            &old.shown,
            words("无法判断文字编码", "its encoding cannot be told"),
            words(
                "请用“记事本”打开并以 UTF-8 编码另存。",
                "Open it in an editor and save it as UTF-8.",
            ),
        ))
    })
}

/// The text of a file. The encoding is UTF-8, or the one that a byte-order mark or the page states,
/// or GB18030.
fn decode(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let is_page = start.contains('<');
    let stated = start.split("charset=").nth(1).map(|rest| {
        rest.trim_start_matches(['"', '\''])
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    if bytes.contains(&0) && encoding_rs::Encoding::for_bom(bytes).is_none() {
        return None;
    }
    if std::str::from_utf8(bytes).is_err()
        && is_page
        && encoding_rs::Encoding::for_bom(bytes).is_none()
        && let Some(encoding) = stated.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        && encoding != encoding_rs::UTF_8
        // a page that states a single-byte encoding but is valid GB18030 is Chinese
        && (!encoding.is_single_byte() || encoding_rs::GB18030.decode(bytes).2)
        && let (text, _, false) = encoding.decode(bytes)
    {
        return Some(text.into_owned());
    }
    source::decode(bytes).0.or_else(|| {
        let text = String::from_utf8_lossy(bytes);
        let (han, lost) = (
            text.chars().filter(|c| is_han(*c)).count(),
            text.matches(LOST).count(),
        );
        (han > lost * 4).then(|| text.into_owned())
    })
}
