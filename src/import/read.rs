//! Takes an old file in any format; gives its page, or the finding that tells why it cannot be
//! read. This file must not know what the page becomes.

use super::finding::failed;
use super::folder::Folder;
use super::list::{Family, Kind, Old};
use super::page::{Block, LARGEST, Page, Span};
use super::{furniture, html, office, repair, table, text, word};
use crate::attachment::{self, Format, Unread, mail};
use crate::diag::{Diagnostic, Severity, Words, words};
use crate::fold::is_han;
use crate::source;

/// The character that replaces bytes that cannot be decoded.
const LOST: char = '\u{fffd}';

/// Reads an old file.
pub(super) fn read(old: &Old) -> Result<Page, Box<Diagnostic>> {
    let bytes = bytes(old)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(empty(old));
    }
    let format = attachment::format(&bytes);
    if matches!(old.kind, Kind::Html | Kind::Text | Kind::Table)
        && !matches!(format, Format::Html | Format::Text | Format::Mail)
        && let Some(other) = content(&bytes, format)
    {
        return Err(misnamed(old, other));
    }
    let mut page = match old.kind {
        // a Word file with the ending of another Word format is also read
        Kind::Word if format != Format::Word => office_page(old, Family::Text, &bytes)?,
        Kind::Office(family) => office_page(old, family, &bytes)?,
        Kind::Mail => mail_page(old, &bytes)?,
        Kind::Table => table::read(&text_of(old, &bytes)?),
        Kind::Word => word::read(&bytes).map_err(|fault| word_fault(old, fault))?,
        Kind::Html => web_page(old, &bytes)?,
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
    if old.kind == Kind::Html && furniture::is_list(&page) {
        return Err(list(old));
    }
    repair::repair(&mut page);
    if matches!(old.kind, Kind::Html | Kind::Mail | Kind::Text) {
        furniture::cut(&mut page);
    }
    Ok(page)
}

/// The page made from a text in a ledger, with or without markup.
pub(super) fn written(content: &str) -> Page {
    let is_markup = content.contains("</") || content.contains("<br") || content.contains("<p");
    let mut page = match is_markup {
        true => html::read(content, &Parts(&[])),
        false => text::read(content),
    };
    page.split_lines();
    repair::repair(&mut page);
    furniture::cut(&mut page);
    page
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

/// Reads a web page with the files beside it.
fn web_page(old: &Old, bytes: &[u8]) -> Result<Page, Box<Diagnostic>> {
    let beside = Folder::of(old);
    let mut page = html::read(&text_of(old, bytes)?, &beside);
    page.unread = beside.unread();
    Ok(page)
}

/// Reads an office file by its content. Content of another kind than the name says is refused. A
/// web page or a message with an ending of Word or Excel is accepted, and so is a plain text with
/// an ending of Excel, because many systems export such files.
fn office_page(old: &Old, family: Family, bytes: &[u8]) -> Result<Page, Box<Diagnostic>> {
    let format = attachment::format(bytes);
    let is_right = match family {
        Family::Text => matches!(
            format,
            Format::Word | Format::OldWord | Format::Rtf | Format::OpenDocument | Format::Compound
        ),
        Family::Sheets => matches!(
            format,
            Format::Workbook
                | Format::OldWorkbook
                | Format::XmlWorkbook
                | Format::OpenDocument
                | Format::Compound
        ),
        Family::Slides => matches!(
            format,
            Format::Slides | Format::OldSlides | Format::OpenDocument | Format::Compound
        ),
        Family::Pdf => format == Format::Pdf,
        Family::Ofd => format == Format::Ofd,
    };
    let is_open = matches!(family, Family::Text | Family::Sheets);
    match format {
        Format::XmlWord => {
            return Err(refused(
                old,
                (
                    "文件是 Word 的 XML 格式（不是压缩包）",
                    "the file is in an XML format of Word without a zip file",
                ),
            ));
        }
        Format::Html if is_open => return web_page(old, bytes),
        Format::Mail if is_open => return mail_page(old, bytes),
        Format::Text if family == Family::Sheets => return Ok(table::read(&text_of(old, bytes)?)),
        Format::Word if is_right => {
            return word::read(bytes).map_err(|fault| word_fault(old, fault));
        }
        _ if !is_right => {
            return Err(match content(bytes, format) {
                Some(other) => misnamed(old, other),
                None => refused(
                    old,
                    (
                        "文件的内容与扩展名不符（可能只是改了扩展名，或者已经损坏）",
                        "the file is not what its ending says (only its name was changed, or it is damaged)",
                    ),
                ),
            });
        }
        _ => {}
    }
    let (document, facts) =
        attachment::document(bytes).map_err(|reason| refused(old, why(reason)))?;
    if document.blocks.is_empty() {
        let reason = if facts.is_scan {
            ("扫描件，没有文字", "it is a scan without text")
        } else {
            ("文件中没有文字", "there is no text in the file")
        };
        return Err(refused(old, reason));
    }
    Ok(office::page(document))
}

/// The finding for a file without content.
fn empty(old: &Old) -> Box<Diagnostic> {
    with_remedy(
        old,
        words("文件是空的", "the file is empty"),
        words(
            "请找到完整的文件再导入；确实没有内容的，不必导入。",
            "Find the whole file and import that; a file without content need not be imported.",
        ),
    )
}

/// The finding for a page that lists documents.
fn list(old: &Old) -> Box<Diagnostic> {
    with_remedy(
        old,
        words(
            "网页是其他网页的列表，没有正文",
            "the page is a list of other pages and has no text",
        ),
        words(
            "不必导入：mulu 会生成各栏目的列表。",
            "It need not be imported: mulu makes the lists of the columns.",
        ),
    )
}

/// The finding for a damaged file on which its reader panicked.
pub(super) fn broken(old: &Old) -> Box<Diagnostic> {
    refused(
        old,
        (
            "文件已损坏，读取时出错",
            "the file is damaged; its reader stopped",
        ),
    )
}

/// What the content of a file shows: its kind in Chinese and English, and the usual ending.
type Other = (&'static str, &'static str, &'static str);

/// The kind of a file as its content shows it; none if the content shows no kind.
fn content(bytes: &[u8], format: Format) -> Option<Other> {
    Some(match format {
        Format::Word => ("Word 文件", "a Word file", "docx"),
        Format::OldWord => ("Word 或 WPS 文件", "a Word file", "doc"),
        Format::Workbook => ("Excel 工作簿", "an Excel workbook", "xlsx"),
        Format::OldWorkbook => ("Excel 工作簿", "an Excel workbook", "xls"),
        Format::XmlWorkbook => ("XML 格式的 Excel 工作簿", "a workbook in XML", "xls"),
        Format::XmlWord => return None,
        Format::Slides => ("演示文稿", "a presentation", "pptx"),
        Format::OldSlides => ("演示文稿", "a presentation", "ppt"),
        Format::OpenDocument => ("OpenDocument 文件", "an OpenDocument file", "odt"),
        Format::Ofd => ("OFD", "OFD", "ofd"),
        Format::Pdf => ("PDF", "PDF", "pdf"),
        Format::Rtf => ("RTF 文件", "an RTF file", "rtf"),
        Format::Zip => ("压缩包", "a zip file", "zip"),
        Format::Other => picture(bytes)?,
        Format::Html => ("网页", "a web page", "html"),
        Format::Mail => (
            "邮件或单个文件的网页",
            "a message or a page in one file",
            "mht",
        ),
        Format::Text => ("纯文本", "plain text", "txt"),
        Format::Empty | Format::Compound => return None,
    })
}

/// The kind of a picture or an archive, by its first bytes.
fn picture(bytes: &[u8]) -> Option<Other> {
    const SIGNS: [(&[u8], Other); 7] = [
        (b"\x89PNG", ("图片", "a picture", "png")),
        (b"\xff\xd8\xff", ("图片", "a picture", "jpg")),
        (b"GIF8", ("图片", "a picture", "gif")),
        (b"II*\0", ("图片", "a picture", "tif")),
        (b"Rar!", ("压缩包", "an archive", "rar")),
        (b"7z\xbc\xaf", ("压缩包", "an archive", "7z")),
        (b"\x1f\x8b", ("压缩包", "an archive", "gz")),
    ];
    let found = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign));
    found.map(|(_, other)| *other)
}

/// The finding for a file with another format's ending.
fn misnamed(old: &Old, (zh, en, ending): Other) -> Box<Diagnostic> {
    with_remedy(
        old,
        words(
            format!("文件的内容是{zh}，与扩展名不符"),
            format!("the content is {en}, but the file name has another ending"),
        ),
        words(
            format!("请把扩展名改为 .{ending}，打开核对后再导入；也可作为附件发布。"),
            format!(
                "Change the ending to .{ending}, look at it and import it again; or publish it as an attachment."
            ),
        ),
    )
}

/// Why an office file cannot be read.
fn why(reason: Unread) -> (&'static str, &'static str) {
    match reason {
        Unread::Protected => ("文件设有密码", "it asks for a password"),
        Unread::TooLarge => (
            "文件展开后过大，或者嵌套过深",
            "it unpacks too far, or is nested too deep",
        ),
        Unread::NoCharacters => (
            "有的字体没有文字编码，其中的文字无法识别",
            "a font does not say which characters its letters are",
        ),
        Unread::Scanned => ("扫描件，没有文字", "it is a scan without text"),
        Unread::DigitsOnly => ("文件的格式早于 Word 97", "its format is older than Word 97"),
        _ => ("文件已损坏", "the file is damaged"),
    }
}

/// The finding for an office file that cannot be read. It is a warning if the user named a folder,
/// which may have any files.
fn refused(old: &Old, (zh, en): (&str, &str)) -> Box<Diagnostic> {
    with_remedy(
        old,
        words(zh, en),
        words(
            "请用 Word 或 WPS 打开核对，另存为 .docx 后再导入；也可作为附件发布。",
            "Look at it in Word or WPS, save it as .docx and import that; or publish it as an attachment.",
        ),
    )
}

/// The finding for a file that cannot be read: an error if it was named itself, a warning if its
/// folder was.
fn with_remedy(old: &Old, reason: Words, remedy: Words) -> Box<Diagnostic> {
    let mut finding = failed(&old.shown, reason, remedy);
    if old.is_in_folder {
        finding.severity = Severity::Warning;
    }
    Box::new(finding)
}

/// Reads an e-mail, or a page that a browser stored in one file.
fn mail_page(old: &Old, bytes: &[u8]) -> Result<Page, Box<Diagnostic>> {
    let mail = mail::read(bytes).ok_or_else(|| refused(old, why(Unread::Damaged)))?;
    let mut page = match (&mail.html, &mail.text) {
        (Some(html), _) => html::read(html, &Parts(&mail.files)),
        (None, Some(text)) => text::read(text),
        (None, None) => {
            return Err(refused(
                old,
                ("文件中没有文字", "there is no text in the file"),
            ));
        }
    };
    if mail.html.is_none() {
        for more in &mail.more {
            page.blocks.extend(text::read(more).blocks);
        }
    }
    if mail.forwards || mail.html.is_some() && !mail.more.is_empty() {
        page.doubt(
            "邮件中另有正文，或者有转发的邮件，没有导入，请对照原件补充",
            "the message has another text or a forwarded message, which is not imported; compare it with the original",
        );
    }
    page.hints.extend(mail.subject);
    for file in mail.files.into_iter().filter(|f| f.is_attached) {
        let name = file.places.last().cloned().unwrap_or_default();
        let name = page.add_file(&name, file.bytes);
        page.blocks.push(Block::Text {
            level: 0,
            spans: vec![Span {
                text: name.clone(),
                link: Some(name),
                ..Span::default()
            }],
        });
    }
    Ok(page)
}

/// The files in an e-mail, to which its page refers by address or identifier.
struct Parts<'a>(&'a [mail::MailFile]);

impl html::Beside for Parts<'_> {
    fn file(&self, written: &str) -> Option<(std::path::PathBuf, Vec<u8>)> {
        // a part is found by its whole place or the last name in it
        let is_it = |place: &String| {
            place == written || place.rsplit('/').next().is_some_and(|name| name == written)
        };
        let file = self.0.iter().find(|f| f.places.iter().any(is_it))?;
        let name = written.rsplit(['/', ':']).next().unwrap_or_default();
        Some((std::path::PathBuf::from(name), file.bytes.clone()))
    }
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
            words("无法判断文字编码", "its encoding cannot be determined"),
            words(
                "请用“记事本”打开并以 UTF-8 编码另存。",
                "Open it in an editor and save it as UTF-8.",
            ),
        ))
    })
}

/// Decodes the text of a file. The first of these encodings that fits is used: UTF-8, that of the
/// byte-order mark, the one that a web page states, GB18030, Big5. If none fits and the text is
/// mostly Chinese, U+FFFD replaces the damaged bytes of UTF-8.
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
        // valid GB18030 is Chinese, even if a single-byte encoding is stated
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
