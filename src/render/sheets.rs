//! Takes the files of a theme; joins style sheets for a site whose own theme is older than these
//! sheets and so does not load them. This file must not know what a style sheet says.

use std::collections::BTreeMap;

/// The files of a theme by path.
type Files = BTreeMap<String, Vec<u8>>;

/// Joins the sheets that the site's own script or `base.html` does not load. `own_script` is the
/// site's own version of the pages' script, and `first` is `mulu.css` of the default theme.
pub(super) fn join(files: &mut Files, own_script: Option<&[u8]>, first: &str) {
    join_tools(files, own_script);
    join_sheets(files, first.as_bytes());
}

/// Adds the style sheet of the reading tools to the sheet of documents, if the site's own script
/// does not load it. Such a script was made before this sheet existed.
fn join_tools(files: &mut Files, own_script: Option<&[u8]>) {
    const TOOLS: &str = "mulu-tools.css";
    if own_script.is_none_or(|script| String::from_utf8_lossy(script).contains(TOOLS)) {
        return;
    }
    let sheets = [&format!("static/{TOOLS}"), "static/mulu-document.css"];
    let [tools, document] = sheets.map(|path| files.get(path).cloned().unwrap_or_default());
    // a restored site has the joined sheet
    if !document.starts_with(&tools) {
        files.insert(sheets[1].to_owned(), [tools, document].concat());
    }
}

/// The further style sheets of the default theme, in the order of `base.html`.
const SHEETS: [&str; 5] = [
    "mulu-document.css",
    "mulu-list.css",
    "mulu-home.css",
    "mulu-search.css",
    "mulu-media.css",
];

/// Adds the further sheets of the default theme to its `mulu.css`, if `base.html` names none of
/// them. Such a `base.html` is the site's own and was made before there were further sheets.
fn join_sheets(files: &mut Files, first: &[u8]) {
    let base = files.get("templates/base.html");
    let base = base.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let names_any = base.is_some_and(|base| SHEETS.iter().any(|name| base.contains(name)));
    if names_any || files.get("static/mulu.css").is_none_or(|own| own != first) {
        return;
    }
    let mut joined = first.to_vec();
    for name in SHEETS {
        joined.extend(files.get(&format!("static/{name}")).into_iter().flatten());
    }
    files.insert("static/mulu.css".to_owned(), joined);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_script_of_before_gets_the_style_of_the_tools_once() {
        let tools = "static/mulu-tools.css".to_owned();
        let document = "static/mulu-document.css".to_owned();
        let mut files = Files::new();
        files.insert(tools, b".tools{}".to_vec());
        files.insert(document.clone(), b".doc{}".to_vec());
        join(&mut files, Some(b"load(\"mulu-tools.css\")"), "");
        join(&mut files, None, "");
        assert_eq!(files[&document], b".doc{}");
        for _ in 0..2 {
            join(&mut files, Some(b"load(\"mulu-words.js\")"), "");
            assert_eq!(files[&document], b".tools{}.doc{}");
        }
    }
}
