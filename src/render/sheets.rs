//! Takes the files of a theme; joins style sheets for a site whose own files are of a time before
//! these sheets. This file must not know what a style sheet says.

use super::theme::{Files, of_default};

/// Joins the sheets that the site's own script or `base.html` does not load.
pub(super) fn join(files: &mut Files) {
    join_tools(files);
    join_sheets(files);
}

/// Adds the style sheet of the reading tools to the sheet of documents, if a site has its own script
/// of the pages that does not load this sheet, as the script did not before there was one.
fn join_tools(files: &mut Files) {
    const TOOLS: &str = "mulu-tools.css";
    let script = files.get("static/mulu-page.js");
    if script.is_none_or(|script| String::from_utf8_lossy(script).contains(TOOLS)) {
        return;
    }
    let joined = [&format!("static/{TOOLS}"), "static/mulu-document.css"];
    let joined = joined.map(|path| files.get(path).cloned().unwrap_or_default());
    files.insert("static/mulu-document.css".to_owned(), joined.concat());
}

/// The further style sheets of the default theme, in the order of `base.html`.
const SHEETS: [&str; 5] = [
    "mulu-document.css",
    "mulu-list.css",
    "mulu-home.css",
    "mulu-search.css",
    "mulu-media.css",
];

/// Adds the further sheets of the default theme to `mulu.css`, if a site has its own `base.html` that
/// names only this one, as themes did before there were others.
fn join_sheets(files: &mut Files) {
    let base = files.get("templates/base.html");
    let base = base.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let names_any = base.is_some_and(|base| SHEETS.iter().any(|name| base.contains(name)));
    let first = of_default("static/mulu.css").as_bytes();
    if names_any || files.get("static/mulu.css").is_none_or(|own| own != first) {
        return;
    }
    let mut joined = first.to_vec();
    for name in SHEETS {
        joined.extend(files.get(&format!("static/{name}")).into_iter().flatten());
    }
    files.insert("static/mulu.css".to_owned(), joined);
}
