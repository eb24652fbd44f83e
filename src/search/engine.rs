//! The engine: puts the sources of the search in the browser together. Gives `search/mulu-search.js`, one classic script of the
//! engine (`engine/`), which knows nothing of the page, and of what loads files for it (`loader.js`). It must not know what the
//! index holds.

use crate::output::Artifact;

/// The sources of the engine; what stands at the beginning of one may use what an earlier one has made.
const ENGINE: [&str; 12] = [
    include_str!("engine/text.js"),
    include_str!("engine/bytes.js"),
    include_str!("engine/inflate.js"),
    include_str!("engine/load.js"),
    include_str!("engine/lists.js"),
    include_str!("engine/terms.js"),
    include_str!("engine/heads.js"),
    include_str!("engine/match.js"),
    include_str!("engine/facets.js"),
    include_str!("engine/hits.js"),
    include_str!("engine/suggest.js"),
    include_str!("engine/api.js"),
];
const LOADER: &str = include_str!("loader.js");

/// The reader of the index in the browser.
pub fn engine() -> Artifact {
    let mut script = String::from("(function () {\n'use strict';\n");
    // one function that names nothing outside of itself: a worker is given its text
    script.push_str("function engine(append) {\n'use strict';\n");
    ENGINE.iter().for_each(|source| put(source, &mut script));
    script.push_str("return { search, fold: foldText, facets };\n}\n");
    put(LOADER, &mut script);
    script.push_str("})();\n");
    Artifact::new("search/mulu-search.js", script)
}

/// Appends a source without the comments that have lines of their own, and without what its lines are indented by: half of a
/// source is for its readers. No text of the sources goes over several lines, so nothing else can be meant.
fn put(source: &str, script: &mut String) {
    let mut in_comment = false;
    for line in source.lines().map(str::trim) {
        let opens = line.starts_with("/*") && line.find("*/").is_none_or(|at| at + 2 == line.len());
        if !(in_comment || opens || line.is_empty() || line.starts_with("//")) {
            script.extend([line, "\n"]);
        }
        in_comment = (in_comment || opens) && !line.ends_with("*/");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indents_are_left_out_and_nothing_else() {
        let source = "// @ts-check\n/*\n * what\n */\n\n/** one line */\n  f(a, /* b */ c); // d\n  /** @type {x} */ (y).z();\n";
        let mut script = String::new();
        put(source, &mut script);
        assert_eq!(script, "f(a, /* b */ c); // d\n/** @type {x} */ (y).z();\n");
    }
}
