//! Takes an e-mail (.eml), or a web page stored as one (.mht, .mhtml; RFC 2557); gives its subject,
//! page, text and files. This file must not know the site's documents.

use mail_parser::{HeaderName, HeaderValue, MessageParser, MimeHeaders, PartType};

/// A message or a stored page.
#[derive(Debug, Default)]
pub struct Mail {
    /// Its subject; the title of a stored page.
    pub subject: Option<String>,
    /// The page, as HTML.
    pub html: Option<String>,
    /// The plain text, if there is one.
    pub text: Option<String>,
    /// The files that belong to it.
    pub files: Vec<MailFile>,
    /// The values of its header lines.
    pub headers: String,
    /// Further texts and pages, such as those that were quoted.
    pub more: Vec<String>,
}

/// A file in a message.
#[derive(Debug)]
pub struct MailFile {
    /// The names and addresses by which the page may refer to it. The file's name, if any, is the
    /// last.
    pub places: Vec<String>,
    /// Whether it is attached, and not only shown in the page.
    pub is_attached: bool,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Whether bytes begin with header lines, and one of these occurs only in messages.
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

/// Reads an e-mail; none without a page, text or file.
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
                mail.html = Some(html.to_string());
                root = part.content_location().unwrap_or_default().to_owned();
            }
            PartType::Text(text) if mail.text.is_none() && !is_style(part) => {
                mail.text = Some(text.to_string());
            }
            PartType::Binary(data) | PartType::InlineBinary(data) => {
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
                let name = part.attachment_name().map(str::to_owned);
                let is_attached = name.is_some() && part.content_location().is_none();
                places.extend(name);
                mail.files.push(MailFile {
                    places,
                    is_attached,
                    bytes: data.to_vec(),
                });
            }
            PartType::Html(text) | PartType::Text(text) if !is_style(part) => {
                mail.more.push(text.to_string());
            }
            PartType::Message(inner) => mail.files.push(MailFile {
                places: part
                    .attachment_name()
                    .map(str::to_owned)
                    .into_iter()
                    .collect(),
                is_attached: false,
                bytes: inner.raw_message().to_vec(),
            }),
            _ => {}
        }
    }
    (mail.html.is_some() || mail.text.is_some() || !mail.files.is_empty()).then_some(mail)
}

/// The values of the header lines of a message, and the names of its files, each on its own line.
fn headers(message: &mail_parser::Message<'_>) -> String {
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
    let names = message
        .parts
        .iter()
        .filter_map(|part| part.attachment_name());
    all.extend(names);
    all.join("\n")
}

/// Whether a part is a style sheet or a script of the page.
fn is_style(part: &mail_parser::MessagePart<'_>) -> bool {
    part.content_type()
        .and_then(|t| t.subtype())
        .is_some_and(|s| ["css", "javascript", "x-javascript"].contains(&s))
}
