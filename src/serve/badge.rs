//! Takes the desk's data about a page's document; gives the HTML that the preview adds: a badge,
//! and perhaps a band. The badge has the findings about the document and counts the other findings.
//! The band says that the document is not public yet. `page.rs` puts the HTML into the page. This
//! file must not know requests or how a page is made.

use super::desk::{self, Desk, ShownFinding};
use super::page::{STYLE, escape, pick};
use crate::diag::{Diagnostic, Lang, Severity, severity_word};
use crate::inventory::Item;
use std::fmt::Write;

/// The maximum number of findings in a badge.
const LISTED: usize = 50;

/// What a page of the preview shows.
pub(super) struct OnPage<'a> {
    /// The document of the page; `None` for a page that shows no document, such as a list.
    pub document: Option<&'a Item>,
    /// Whether the page is the last good one of a document with errors.
    pub is_old: bool,
}

pub(super) fn badge(desk: &Desk, page: &OnPage<'_>, lang: Lang) -> String {
    let t = |zh, en| pick(lang, zh, en);
    let own: Vec<&Diagnostic> = page
        .document
        .map(|item| desk.about(&item.file).collect())
        .unwrap_or_default();
    let mut others = desk.counts();
    let counts = desk::count(own.iter().copied());
    others
        .iter_mut()
        .zip(counts)
        .for_each(|(all, own)| *all -= own);
    let tag = t("zh-Hans", "en");
    let mut out = format!("<link rel=\"stylesheet\" href=\"/{STYLE}\">\n");
    let open = if page.is_old { " open" } else { "" };
    let label = t("编辑台", "Desk");
    let _ = write!(
        out,
        "<aside id=\"mulu-badge\" lang=\"{tag}\" aria-label=\"{label}\"><details{open}>\
         <summary>{}</summary>\n<div>",
        summary(counts, others, page, lang)
    );
    if page.is_old {
        let note = t(
            "这一篇有错误，页面仍是上一次成功生成的；改正并保存后自动刷新。",
            "this document has errors: the page is the last good one, and reloads when the errors are corrected",
        );
        let _ = write!(out, "<p class=\"mulu-old\" role=\"alert\">{note}</p>");
    }
    if let Some(item) = page.document {
        let file = escape(&item.file);
        let _ = match desk.edit(&item.file, 1, 1) {
            Some(edit) => write!(out, "<p><a href=\"{}\">{file}</a></p>", escape(&edit)),
            None => write!(out, "<p><code>{file}</code></p>"),
        };
    }
    list(&mut out, desk, &own, lang);
    foot(&mut out, others, page, lang);
    out + "</div></details></aside>\n"
}

/// The text of the closed badge: the numbers of findings about the page's document, and the number
/// of errors elsewhere. On a page without a document, the numbers of findings about the site.
fn summary(own: [usize; 3], others: [usize; 3], page: &OnPage<'_>, lang: Lang) -> String {
    let is_document = page.document.is_some();
    let mut out = String::new();
    for (severity, count) in severities().zip(if is_document { own } else { others }) {
        if count > 0 {
            let _ = write!(
                out,
                "<b class=\"is-{}\">{} {count}</b> ",
                severity.name(),
                severity_word(severity, lang)
            );
        }
    }
    let name = match (is_document, out.is_empty()) {
        (true, true) => pick(lang, "本页没有问题", "No findings about this page"),
        (true, false) => pick(lang, "本页", "This page"),
        (false, true) => pick(lang, "编辑台", "Desk"),
        (false, false) => pick(lang, "全站", "The site"),
    };
    // an error anywhere stops `mulu build`
    let elsewhere = match (is_document, others[0]) {
        (true, n @ 1..) if lang == Lang::Zh => format!("<span>别处错误 {n}</span>"),
        (true, n @ 1..) => format!("<span>errors elsewhere {n}</span>"),
        _ => String::new(),
    };
    format!("<span>{name}</span> {out}{elsewhere}")
}

fn severities() -> impl Iterator<Item = Severity> {
    [Severity::Error, Severity::Warning, Severity::Note].into_iter()
}

fn list(out: &mut String, desk: &Desk, own: &[&Diagnostic], lang: Lang) {
    if own.is_empty() {
        return;
    }
    out.push_str("<ol>");
    for finding in own.iter().take(LISTED) {
        item(out, &desk::finding(desk, finding, lang), lang);
    }
    out.push_str("</ol>");
}

fn item(out: &mut String, f: &ShownFinding, lang: Lang) {
    // `reload.js` searches the page for these three texts
    let seek = f.place.as_ref().map_or_else(String::new, |p| {
        let [before, text, after] = [&p.before, &p.text, &p.after].map(|s| escape(s));
        format!(" data-before=\"{before}\" data-text=\"{text}\" data-after=\"{after}\"")
    });
    let _ = write!(
        out,
        "<li class=\"is-{}\"{seek}><p><b>{}</b> {}</p>",
        f.severity,
        f.word,
        escape(&f.message)
    );
    if let Some(help) = &f.help {
        let _ = write!(out, "<p class=\"mulu-help\">{}</p>", escape(help));
    }
    if let Some(place) = &f.place {
        let at = escape(&place.at);
        out.push_str("<p class=\"mulu-at\">");
        let _ = match &place.edit {
            Some(edit) => write!(out, "<a href=\"{}\">{at}</a>", escape(edit)),
            None => write!(out, "{at}"),
        };
        let show = pick(lang, "在页面上看", "Show on the page");
        let _ = write!(out, " <button type=\"button\" hidden>{show}</button></p>");
    }
    out.push_str("</li>");
}

fn foot(out: &mut String, others: [usize; 3], page: &OnPage<'_>, lang: Lang) {
    let t = |zh, en| pick(lang, zh, en);
    let counts: Vec<String> = severities()
        .zip(others)
        .filter(|(_, n)| *n > 0)
        .map(|(s, n)| format!("{} {n}", severity_word(s, lang)))
        .collect();
    let where_ = match (counts.is_empty(), page.document.is_some()) {
        (true, _) => "",
        (false, true) => t("其他地方：", "Elsewhere: "),
        (false, false) => t("全站：", "The site: "),
    };
    let _ = write!(
        out,
        "<p class=\"mulu-foot\"><a href=\"/{}\">{}</a> {where_}{}</p>\
         <p class=\"switch\" hidden><label><input type=\"checkbox\" id=\"mulu-follow\"> {}</label></p>",
        desk::FOLDER,
        t("打开编辑台", "Open the desk"),
        counts.join(" · "),
        t(
            "保存后转到刚改动的文档",
            "Go to a document when it is saved"
        ),
    );
}

/// The band over a draft or a document that will be published later; empty for any other document.
pub(super) fn band(item: &Item, lang: Lang) -> String {
    let Some((word, note)) = desk::band(item, lang) else {
        return String::new();
    };
    format!(
        "<aside id=\"mulu-band\" lang=\"{}\" aria-label=\"{}\"><p><strong>{word}</strong> {}</p></aside>\n",
        pick(lang, "zh-Hans", "en"),
        pick(lang, "公布状态", "State of publication"),
        escape(&note)
    )
}
