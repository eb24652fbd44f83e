//! Takes the values of a document's page; gives the same content as plain text.
//!
//! The text is UTF-8 with a byte-order mark and CR LF, which every Windows shows correctly. This
//! module must not know where the file goes.

mod plain;

use super::frame::{Sheet, Words};
use super::register::register;
use super::view::{Attachment, Document};
use crate::diag::fill;
use std::borrow::Cow;

/// The plain text of a document, made from the values of its page.
pub(super) fn text(words: Words<'_>, sheet: &Sheet<'_, Document<'_>>) -> String {
    let doc = &sheet.content;
    let mut writer = Writer {
        words,
        out: format!("{}\n", doc.own.title),
    };
    if let Some(number) = doc.own.document_number {
        writer.line(number);
    }
    writer.line("");
    for row in register(words, doc) {
        writer.line(&format!("{}{}", row.label, row.value));
    }
    let body = plain::of_html(
        &doc.own.body,
        &plain::Words {
            deleted: writer.text("text_deleted"),
            image: writer.text("text_image"),
            brackets: writer.text("in_brackets"),
        },
    );
    writer.line("");
    writer.line(&body);
    writer.attachments(&doc.own.attachments);
    if let Some(base) = &words.config.base_url {
        let url = &sheet.page.url;
        writer.line("");
        writer.line(&format!("{}{base}{url}", words.text("page_address")));
    }
    format!("\u{feff}{}", writer.out.replace('\n', "\r\n"))
}

struct Writer<'a> {
    words: Words<'a>,
    out: String,
}

impl<'a> Writer<'a> {
    fn text(&self, key: &str) -> &'a str {
        self.words.text(key)
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn attachments(&mut self, attachments: &[Attachment<'_>]) {
        if attachments.is_empty() {
            return;
        }
        self.line("");
        self.line(&format!(
            "{}{}",
            self.text("attachments"),
            self.text("colon").trim_end()
        ));
        for (i, a) in attachments.iter().enumerate() {
            let file = fill(self.text("in_brackets"), |_| {
                Some(Cow::Owned(a.file.to_owned()))
            });
            self.line(&format!("{}. {}{file}", i + 1, a.title));
        }
    }
}
