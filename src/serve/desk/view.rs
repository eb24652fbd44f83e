//! Takes findings, documents and what is due; gives them as the desk's templates show them. This
//! file must not know requests or templates.

use super::content::{Desk, count};
use super::template::text;
use crate::catalogue::Validity;
use crate::diag::{Diagnostic, Lang, Place, Severity, severity_word};
use crate::due::{self, What};
use crate::inventory::{Item, State};
use serde::Serialize;

/// A finding as a page shows it.
#[derive(Serialize)]
pub(in crate::serve) struct Shown {
    pub severity: &'static str,
    pub word: &'static str,
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
    pub file: Option<String>,
    pub place: Option<ShownPlace>,
    /// The address that opens the file in the configured editor.
    pub edit: Option<String>,
    pub also: Vec<ShownPlace>,
}

/// A place in a file, and the text of its line in three parts. The finding is about the middle
/// part.
#[derive(Serialize)]
pub(in crate::serve) struct ShownPlace {
    pub file: String,
    pub line: u32,
    pub column: u32,
    /// A label with the number of the line, such as `line 7`.
    pub at: String,
    pub before: String,
    pub text: String,
    pub after: String,
    pub edit: Option<String>,
}

/// A finding, with the personal numbers in it masked, except in `edit`.
pub(in crate::serve) fn finding(desk: &Desk, finding: &Diagnostic, lang: Lang) -> Shown {
    let shown = finding.place.as_ref().map(|p| place(desk, p, lang));
    let edit = match (&shown, &finding.file) {
        (Some(place), _) => place.edit.clone(),
        (None, Some(file)) => desk.edit(file, 1, 1),
        _ => None,
    };
    Shown {
        severity: finding.severity.name(),
        word: severity_word(finding.severity, lang),
        code: finding.code().name(),
        message: finding.message(lang),
        help: finding.help(lang),
        file: finding.file().map(|f| f.into_owned()),
        place: shown,
        edit,
        also: finding.also.iter().map(|p| place(desk, p, lang)).collect(),
    }
}

fn place(desk: &Desk, place: &Place, lang: Lang) -> ShownPlace {
    let [before, meant, after] = place.parts();
    ShownPlace {
        file: crate::privacy::mask(&place.file).into_owned(),
        line: place.line,
        column: place.column,
        at: text("line", lang).replace("{n}", &place.line.to_string()),
        before,
        text: meant,
        after,
        edit: desk.edit(&place.file, place.line, place.column),
    }
}

/// A document as a page shows it.
#[derive(Serialize)]
pub(super) struct Document {
    pub state: &'static str,
    pub word: String,
    pub title: String,
    pub number: Option<String>,
    pub file: String,
    pub date: Option<String>,
    /// The address of its page in the preview.
    pub page: Option<String>,
    pub edit: Option<String>,
    pub counts: [usize; 3],
}

pub(super) fn document(desk: &Desk, item: &Item, lang: Lang) -> Document {
    Document {
        state: item.state.code(),
        word: state(item, lang),
        title: if item.title.is_empty() {
            text("no_title", lang).to_owned()
        } else {
            item.title.clone()
        },
        number: item.index_number.clone(),
        file: item.file.clone(),
        date: item.date_published.map(|day| day.to_string()),
        page: desk
            .address(&item.file)
            .map(|address| format!("/{address}")),
        edit: desk.edit(&item.file, 1, 1),
        counts: count(desk.about(&item.file)),
    }
}

/// The word for a document's state: its validity, or, if it has none, its state of publication.
fn state(item: &Item, lang: Lang) -> String {
    if let Some(validity) = item.validity {
        let word = if lang == Lang::Zh {
            validity.label()
        } else {
            Validity::label_en(validity)
        };
        return word.to_owned();
    }
    text(&format!("state_{}", item.state.code()), lang).to_owned()
}

/// The words for the band over a draft or a document that will be published later; `None` for any
/// other document.
pub(in crate::serve) fn band(item: &Item, lang: Lang) -> Option<(&'static str, String)> {
    let note = match item.state {
        State::Draft => text("band_draft", lang).to_owned(),
        State::Scheduled => {
            let day = item.date_published.map(|d| d.to_string());
            text("band_scheduled", lang).replace("{day}", &day.unwrap_or_default())
        }
        _ => return None,
    };
    Some((text(&format!("state_{}", item.state.code()), lang), note))
}

/// An item that is due, in the form in which a page shows it.
#[derive(Serialize)]
pub(super) struct Due {
    pub date: String,
    pub what: &'static str,
    pub title: String,
    pub number: Option<String>,
    pub when: String,
    pub late: bool,
    pub page: Option<String>,
    pub edit: Option<String>,
}

pub(super) fn due(desk: &Desk, item: &due::Item, lang: Lang) -> Due {
    let file = item.file.as_deref();
    let (key, days) = match item.days {
        0 => ("due_today", 0),
        n if n < 0 && item.what == What::FollowUp => ("due_since", -n),
        n if n < 0 => ("due_late", -n),
        n => ("due_in", n),
    };
    Due {
        date: item.date.to_string(),
        what: text(&format!("due_{}", item.what.code()), lang),
        title: item.title.clone(),
        number: item.number.clone(),
        when: text(key, lang).replace("{n}", &days.to_string()),
        late: item.days < 0,
        page: file
            .and_then(|file| desk.address(file))
            .map(|address| format!("/{address}")),
        edit: file.and_then(|file| desk.edit(file, 1, 1)),
    }
}

/// Whether a page shows a finding if only findings of `severity` are requested. `None` requests
/// all findings.
pub(super) fn is_of(finding: &Diagnostic, severity: Option<&str>) -> bool {
    severity.is_none_or(|name| finding.severity.name() == name)
}

/// The severities, with the most serious first.
pub(super) const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];
