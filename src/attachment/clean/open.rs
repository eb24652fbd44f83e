//! Takes the parts of an OpenDocument file (ISO/IEC 26300); removes the hidden content that can be
//! removed without moving anything else. Hidden cells to which a chart or a pivot table may refer
//! stay, and so do addresses from which content is loaded. A file with such content is not cleaned.
//! This file must not know other formats.

use super::open_sheets;
use super::pack::Pack;
use super::report::{self, Styles};
use super::tree::{Element, Fate};
use crate::attachment::hidden::{Findings, What};
use crate::diag::words;

const MANIFEST: &str = "META-INF/manifest.xml";

/// Whether the file has a signature or a password.
pub(super) fn is_sealed(pack: &Pack) -> bool {
    let is_encrypted = |manifest: String| manifest.contains("encryption-data");
    let signatures = pack.names(|name| name.ends_with("signatures.xml"));
    pack.text(MANIFEST).is_some_and(is_encrypted) || !signatures.is_empty()
}

pub(super) fn clean(pack: &mut Pack, findings: &mut Findings) {
    report::open_document(pack, findings);
    let content = Styles::of(pack, "content.xml");
    let common = Styles::of(pack, "styles.xml");
    for (part, styles) in [("content.xml", &content), ("styles.xml", &common)] {
        pack.change(part, |tree| {
            tree.sift(&mut |e| fate(e, styles));
        });
    }
    open_sheets::clean(pack, &content.tables);
    properties(pack, findings);
}

/// Whether hidden content is left after cleaning.
pub(super) fn has_hidden(pack: &Pack) -> bool {
    let mut rest = Findings::default();
    report::open_document(pack, &mut rest);
    !rest.all().is_empty()
}

fn fate(e: &Element<'_>, styles: &Styles) -> Fate {
    let style = e.attribute("style-name").unwrap_or_default();
    match e.full_name() {
        "text:tracked-changes"
        | "table:tracked-changes"
        | "text:change"
        | "text:change-start"
        | "text:change-end"
        | "office:annotation"
        | "office:annotation-end"
        | "presentation:notes"
        | "text:hidden-text" => Fate::Drop,
        "text:section" if report::is_hidden_section(e) => Fate::Drop,
        "text:span" | "text:p" | "text:h" if styles.texts.contains(style) => Fate::Drop,
        "text:span" if report::is_faint(e, styles) => Fate::Drop,
        "text:user-field-decl" if styles.fields.contains(report::named(e)) => Fate::Drop,
        "draw:page" if styles.slides.contains(style) => Fate::Drop,
        _ => Fate::Keep,
    }
}

fn is_thumbnail(name: &str) -> bool {
    name.starts_with("Thumbnails/")
}

/// Removes the properties that may name persons (also keywords and the description), those that
/// somebody added, the template, the names of printers, the picture of the first page, and earlier
/// versions.
fn properties(pack: &mut Pack, findings: &mut Findings) {
    const PERSONS: [&str; 6] = [
        "creator",
        "initial-creator",
        "printed-by",
        "keyword",
        "subject",
        "description",
    ];
    pack.change("meta.xml", |tree| {
        tree.sift(&mut |e| match e.name() {
            name if PERSONS.contains(&name) => {
                if !e.text().trim().is_empty() {
                    let name = format!("{name}={}", e.text().trim());
                    findings.named(What::Author, words(&name, &name));
                }
                Fate::Drop
            }
            "user-defined" | "template" => Fate::Drop,
            _ => Fate::Keep,
        });
    });
    pack.change("settings.xml", |tree| {
        tree.sift(&mut |e| match e.attribute("name") {
            Some("PrinterName" | "PrinterSetup") => {
                // the name of a printer may name a person, a room or a server
                let printer = e.text();
                if e.attribute("name") == Some("PrinterName") && !printer.trim().is_empty() {
                    findings.named(What::Author, words(printer.trim(), printer.trim()));
                }
                Fate::Drop
            }
            _ => Fate::Keep,
        });
    });
    if !pack.names(is_thumbnail).is_empty() {
        findings.named(What::Thumbnail, words("Thumbnails", "Thumbnails"));
    }
    let goes =
        |name: &str| is_thumbnail(name) || report::is_version(name) || name == "VersionList.xml";
    if pack.names(goes).is_empty() {
        return;
    }
    pack.parts.retain(|(name, _)| !goes(name));
    pack.change(MANIFEST, |tree| {
        tree.sift(&mut |e| match e.attribute("full-path") {
            Some(path) if goes(path) => Fate::Drop,
            _ => Fate::Keep,
        });
    });
}
