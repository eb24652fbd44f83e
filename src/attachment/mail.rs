//! Takes an e-mail (.eml), or a web page stored as one (.mht, .mhtml; RFC 2557); gives its subject,
//! header lines, page, text and files. This file must not know the site's documents.

use crate::source;
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{
    Encoding, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};

/// The character that stands for bytes that could not be decoded.
const LOST: char = '\u{fffd}';

/// A message or a stored page.
#[derive(Debug, Default)]
pub struct Mail {
    /// Its subject; the title of a stored page.
    pub subject: Option<String>,
    /// The first page in it, as HTML.
    pub html: Option<String>,
    /// The first plain text in it.
    pub text: Option<String>,
    /// The files that belong to it.
    pub files: Vec<MailFile>,
    /// The texts and addresses in the header lines of all its parts, except subjects; and the names
    /// of its files.
    pub headers: String,
    /// The texts and pages after the first text and the first page, in their order.
    pub more: Vec<String>,
    /// Whether another message is inside.
    pub forwards: bool,
}

/// A file in a message.
#[derive(Debug)]
pub struct MailFile {
    /// The names and addresses by which the page may refer to it. The file's name, if any, is the
    /// last.
    pub places: Vec<String>,
    /// Whether it is attached, and not only shown in the page: it has a name, and no address
    /// (Content-Location). `false` for a message inside the message.
    pub is_attached: bool,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Whether bytes begin with header lines of which at least one occurs only in messages.
pub fn is_mail(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(8192)];
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let Some(first) = start.lines().find(|l| !l.trim().is_empty()) else {
        return false;
    };
    let is_header = first.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    is_header
        && [
            "mime-version:",
            "received:",
            "message-id:",
            "content-type: multipart/",
        ]
        .iter()
        .any(|h| start.lines().any(|l| l.starts_with(h)))
}

/// Reads an e-mail. `None` if it has no page, text or file.
pub fn read(bytes: &[u8]) -> Option<Mail> {
    let message = MessageParser::default().parse(bytes)?;
    let mut mail = Mail {
        subject: message.subject().map(str::to_owned),
        headers: headers(&message),
        ..Mail::default()
    };
    let mut root = String::new();
    for part in &message.parts {
        match &part.body {
            PartType::Html(html) if mail.html.is_none() => {
                mail.html = Some(text_of(&message, part, html));
                root = part.content_location().unwrap_or_default().to_owned();
            }
            PartType::Text(text) if mail.text.is_none() && !is_style(part) => {
                mail.text = Some(text_of(&message, part, text));
            }
            PartType::Html(text) | PartType::Text(text) if !is_style(part) => {
                mail.more.push(text_of(&message, part, text));
            }
            PartType::Binary(data) | PartType::InlineBinary(data) => {
                mail.files.push(file_of(part, data, &root));
            }
            PartType::Message(inner) => {
                mail.forwards = true;
                mail.files.push(MailFile {
                    places: name_of(part).into_iter().collect(),
                    is_attached: false,
                    bytes: inner.raw_message().to_vec(),
                });
            }
            _ => {}
        }
    }
    (mail.html.is_some() || mail.text.is_some() || !mail.files.is_empty()).then_some(mail)
}

/// A file in a message whose page has the address `root`.
fn file_of(part: &MessagePart<'_>, data: &[u8], root: &str) -> MailFile {
    let mut places = Vec::new();
    if let Some(id) = part.content_id() {
        places.push(format!("cid:{}", id.trim_matches(['<', '>'])));
    }
    if let Some(location) = part.content_location() {
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        places.extend(
            location
                .strip_prefix(folder)
                .map(|p| p.trim_start_matches('/').to_owned()),
        );
        places.push(location.to_owned());
    }
    let name = name_of(part);
    let is_attached = name.is_some() && part.content_location().is_none();
    places.extend(name);
    MailFile {
        places,
        is_attached,
        bytes: data.to_vec(),
    }
}

/// The name of a file. Many programs write it twice: for the attachment, and in the content type.
/// The second counts if the library decodes the first only in part, as it does with a long name
/// that is not UTF-8.
fn name_of(part: &MessagePart<'_>) -> Option<String> {
    let name = part.attachment_name();
    let other = part.content_type().and_then(|t| t.attribute("name"));
    name.filter(|n| !n.contains(LOST))
        .or(other)
        .or(name)
        .map(str::to_owned)
}

/// The text of a part. If the part states no encoding, the library has read it as UTF-8. A text
/// that is not UTF-8 is then decoded again, because Chromium saves pages in other encodings without
/// stating them.
fn text_of(message: &Message<'_>, part: &MessagePart<'_>, read: &str) -> String {
    let states = |t: &mail_parser::ContentType<'_>| t.attribute("charset").is_some();
    let whole = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
    if !read.contains(LOST) || part.content_type().is_some_and(states) {
        return read.to_owned();
    }
    let raw = message.raw_message().get(whole).unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::None => Some(raw.to_vec()),
    };
    bytes
        .and_then(|bytes| source::decode(&bytes).0)
        .unwrap_or_else(|| read.to_owned())
}

/// The texts and addresses in the header lines of a message and its parts, except subjects; and
/// the names of its files. Each is on its own line.
fn headers(message: &Message<'_>) -> String {
    let mut all: Vec<&str> = Vec::new();
    let headers = message.parts.iter().flat_map(|part| &part.headers);
    for header in headers.filter(|h| h.name != HeaderName::Subject) {
        match &header.value {
            HeaderValue::Text(text) => all.push(text),
            HeaderValue::TextList(texts) => all.extend(texts.iter().map(AsRef::as_ref)),
            HeaderValue::Address(address) => all.extend(
                address
                    .iter()
                    .flat_map(|a| [a.name(), a.address()])
                    .flatten(),
            ),
            _ => {}
        }
    }
    let names: Vec<String> = message.parts.iter().filter_map(name_of).collect();
    all.extend(names.iter().map(String::as_str));
    all.join("\n")
}

/// Whether a part is a style sheet or a script of the page.
fn is_style(part: &MessagePart<'_>) -> bool {
    part.content_type()
        .and_then(|t| t.subtype())
        .is_some_and(|s| ["css", "javascript", "x-javascript"].contains(&s))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbk(text: &str) -> Vec<u8> {
        encoding_rs::GBK.encode(text).0.into_owned()
    }

    #[test]
    fn the_bytes_decide_if_a_part_states_no_encoding() {
        let page = "<html><head><meta charset=gbk></head><body>关于发布名单的通知</body></html>";
        let quoted: String = gbk(page)
            .iter()
            .map(|b| match b {
                b'=' | 128.. => format!("={b:02X}"),
                b => char::from(*b).to_string(),
            })
            .collect();
        let stored = format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             {quoted}\r\n--b--\r\n"
        );
        let mail = read(stored.as_bytes()).unwrap();
        assert_eq!(mail.html.as_deref().map(str::trim_end), Some(page));
    }

    #[test]
    fn a_name_that_the_library_cannot_join_is_taken_from_the_type() {
        let bytes: String = gbk("附件1：名单（2026年）")
            .iter()
            .map(|b| format!("%{b:02X}"))
            .collect();
        let (first, second) = bytes.split_at(18);
        let typed = "=?GBK?B?uL28/jGjusP7taWjqDIwMjbE6qOpLnBkZg==?=";
        let message = format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nsee below\r\n\
             --b\r\nContent-Type: application/pdf; name=\"{typed}\"\r\n\
             Content-Disposition: attachment; filename*0*=GBK''{first}; filename*1*={second}.pdf\r\n\r\n\
             %PDF\r\n--b\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nand after it\r\n--b--\r\n"
        );
        let mail = read(message.as_bytes()).unwrap();
        let name = mail.files[0].places.last().unwrap();
        assert_eq!(name, "附件1：名单（2026年）.pdf");
        assert_eq!(mail.more.len(), 1, "the text after the file");
    }
}
