//! Takes the footnotes of a body; numbers them by first reference, and writes them at the end of
//! the body.
//!
//! This file must not know how text is written.

use super::{Events, Writer};
use std::collections::HashMap;

/// The footnotes that have been read so far.
#[derive(Default)]
pub(super) struct Notes {
    numbers: HashMap<String, usize>,
    references: HashMap<usize, usize>,
    texts: HashMap<String, String>,
    order: Vec<String>,
}

impl Notes {
    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_owned()).or_insert_with(|| {
            self.order.push(label.to_owned());
            next
        })
    }
}

impl Writer<'_, '_> {
    /// Writes the number of a note where the text refers to it.
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let number = self.notes.number(label);
        let count = self.notes.references.entry(number).or_insert(0);
        *count += 1;
        let suffix = if *count > 1 {
            format!("-{count}")
        } else {
            String::new()
        };
        self.out.push_str(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}{suffix}\" \
             role=\"doc-noteref\">[{number}]</a></sup>"
        ));
    }

    /// Stores the HTML of a note's text until the end of the body.
    pub(super) fn footnote(&mut self, label: &str, events: Events<'_>) {
        self.flush();
        let outer = std::mem::take(&mut self.out);
        self.depth += 1;
        self.run(events);
        self.depth -= 1;
        self.flush();
        let text = std::mem::replace(&mut self.out, outer);
        self.notes.texts.insert(label.to_owned(), text);
    }

    /// Writes all notes. Notes without a reference come last. They are not left out, because they
    /// are part of the text.
    pub(super) fn footnotes(&mut self) {
        let mut orphans: Vec<String> = self
            .notes
            .texts
            .keys()
            .filter(|label| !self.notes.numbers.contains_key(*label))
            .cloned()
            .collect();
        orphans.sort();
        for label in orphans {
            self.notes.number(&label);
        }
        if self.notes.order.is_empty() {
            return;
        }
        self.out
            .push_str("<div class=\"footnotes\" role=\"doc-endnotes\"><ol>\n");
        for (i, label) in std::mem::take(&mut self.notes.order).iter().enumerate() {
            let number = i + 1;
            let text = self.notes.texts.remove(label).unwrap_or_default();
            let back = if self.notes.references.contains_key(&number) {
                format!(" <a href=\"#fnref-{number}\" role=\"doc-backlink\">↩</a>")
            } else {
                String::new()
            };
            let text = match text.strip_suffix("</p>\n") {
                Some(inner) => format!("{inner}{back}</p>\n"),
                None => text + &back,
            };
            self.out
                .push_str(&format!("<li id=\"fn-{number}\">{text}</li>\n"));
        }
        self.out.push_str("</ol></div>\n");
    }
}
