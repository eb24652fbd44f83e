//! Takes differences; gives a self-contained HTML page. This file must not know how differences are
//! found.

use super::changes::{Change, Diff, Document};
use super::text::{Hunk, Kind};
use super::words::{fate, label, validity, value};
use crate::diag::Lang;
use crate::parse::markdown::escape_into;

/// The page. It has no links, because a package can be read anywhere.
pub fn page(diff: &Diff, lang: Lang) -> String {
    let t = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let title = match lang {
        Lang::Zh => format!("{} 至 {} 的变化", diff.from, diff.to),
        Lang::En => format!("Changes from {} to {}", diff.from, diff.to),
    };
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n",
        t("zh-Hans", "en"),
        escaped(&title),
        escaped(&title)
    );
    let counts = match lang {
        Lang::Zh => {
            format!(
                "新增{}件，变更{}件，撤回{}件，移除{}件，未变{}件。",
                diff.added.len(),
                diff.changed.len(),
                diff.withdrawn.len(),
                diff.removed.len(),
                diff.unchanged
            )
        }
        Lang::En => {
            format!(
                "{} added, {} changed, {} taken down, {} removed, {} the same.",
                diff.added.len(),
                diff.changed.len(),
                diff.withdrawn.len(),
                diff.removed.len(),
                diff.unchanged
            )
        }
    };
    out.push_str(&format!("<p>{counts}</p>\n"));
    list(&mut out, t("新增", "Added"), &diff.added);
    if !diff.changed.is_empty() {
        out.push_str(&format!("<h2>{}</h2>\n", t("变更", "Changed")));
        for change in &diff.changed {
            changed(&mut out, change, lang);
        }
    }
    list(&mut out, t("撤回", "Taken down"), &diff.withdrawn);
    list(&mut out, t("移除", "Removed"), &diff.removed);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

fn named(document: &Document) -> String {
    let known = if document.index_number.is_empty() {
        &document.url
    } else {
        &document.index_number
    };
    if document.title.is_empty() {
        escaped(known)
    } else {
        format!("{}（{}）", escaped(&document.title), escaped(known))
    }
}

fn list(out: &mut String, heading: &str, documents: &[Document]) {
    if documents.is_empty() {
        return;
    }
    out.push_str(&format!("<h2>{heading}</h2>\n<ul>\n"));
    for document in documents {
        out.push_str(&format!("<li>{}</li>\n", named(document)));
    }
    out.push_str("</ul>\n");
}

fn changed(out: &mut String, change: &Change, lang: Lang) {
    let zh = lang == Lang::Zh;
    out.push_str(&format!("<h3>{}</h3>\n<dl>\n", named(&change.document)));
    let mut row = |term: &str, text: String| {
        out.push_str(&format!("<dt>{}</dt>\n<dd>{text}</dd>\n", escaped(term)))
    };
    let both = |from: &str, to: &str| {
        let part = |tag: &str, text: &str| {
            if text.is_empty() {
                String::new()
            } else {
                format!("<{tag}>{}</{tag}>", escaped(text))
            }
        };
        [part("del", from), part("ins", to)].concat()
    };
    if let Some(status) = &change.status {
        let since = if status.since.is_empty() {
            String::new()
        } else if zh {
            format!("（自 {} 起）", status.since)
        } else {
            format!(" (since {})", status.since)
        };
        row(
            if zh { "有效性" } else { "validity" },
            both(&validity(&status.from, lang), &validity(&status.to, lang)) + &since,
        );
    }
    for field in &change.fields {
        row(
            &label(&field.field, lang),
            both(
                &value(field, &field.from, lang),
                &value(field, &field.to, lang),
            ),
        );
    }
    for file in &change.attachments {
        row(
            if zh { "附件" } else { "attachment" },
            format!("{}：{}", escaped(&file.title), fate(file.fate, lang)),
        );
    }
    if let Some(text) = &change.text {
        let mut places: Vec<String> = text.hunks.iter().map(hunk).collect();
        if text.more > 0 {
            places.push(if zh {
                format!("……另有 {} 处", text.more)
            } else {
                format!("… and {} more places", text.more)
            });
        }
        if places.is_empty() {
            places.push(if zh {
                "有变化".to_owned()
            } else {
                "changed".to_owned()
            });
        }
        for place in places {
            row(if zh { "正文" } else { "text" }, place);
        }
    }
    out.push_str("</dl>\n");
}

fn hunk(hunk: &Hunk) -> String {
    let piece = |kind: Kind, text: &str| match kind {
        Kind::Same => escaped(text),
        Kind::Removed => format!("<del>{}</del>", escaped(text)),
        Kind::Added => format!("<ins>{}</ins>", escaped(text)),
    };
    hunk.iter().map(|p| piece(p.kind, &p.text)).collect()
}
