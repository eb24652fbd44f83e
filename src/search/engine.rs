//! Takes the engine's sources: the scripts in `engine/`, which know nothing of the page, and
//! `loader.js`, which loads files for them. Gives `search/engine.js`, one classic script with short
//! names, and an entry script for pages outside the site. This module must not know what the index
//! contains.

use super::format::root::Token;
use crate::cache;
use crate::output::Artifact;
use crate::script::shortened;
use std::sync::LazyLock;

/// The sources of the engine, in order: the top level of a source may use only what earlier sources
/// define.
const SOURCES: [&str; 13] = [
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
    include_str!("engine/second.js"),
    include_str!("engine/api.js"),
];
const LOADER: &str = include_str!("loader.js");

const ENTRY: &str = include_str!("entry.js");

/// The script that reads the index in the browser.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let mut script = String::from("(function () {\n'use strict';\n");
    // The engine is one function that refers to nothing outside itself, because a worker is made
    // from its source text.
    script.push_str("function engine(append, token) {\n'use strict';\n");
    let variants = super::variants::pairs();
    script.push_str(&format!("const VARIANTS = '{variants}';\n"));
    script.extend(SOURCES);
    script.push_str("return { search, fold: foldText, facets };\n}\n");
    script.push_str(LOADER);
    script.push_str("})();\n");
    shortened(&script)
});

/// A token made from the content of the engine's script. As part of its address, it makes every
/// cache load the script anew after a change.
static TOKEN: LazyLock<String> = LazyLock::new(|| {
    let key = cache::key(&[SCRIPT.as_bytes()]);
    key[..5].iter().map(|byte| format!("{byte:02x}")).collect()
});

/// The engine, and the entry script for pages outside the site, whose name never changes.
pub fn engine() -> [Artifact; 2] {
    [
        Artifact::new(ENGINE, SCRIPT.clone()),
        Artifact::new("search/mulu-search.js", shortened(ENTRY)),
    ]
}

/// The path of the engine from the site's root.
pub const ENGINE: &str = "search/engine.js";

/// The address of the engine from the site's root, with its token.
pub fn engine_address() -> String {
    format!("{ENGINE}?{}", *TOKEN)
}

/// The file that tells the entry script which engine and which root are current.
pub fn now(root: Token) -> Artifact {
    let script = format!("mulu$(\"now\",\"{} {root}\");\n", *TOKEN);
    Artifact::new("search/now.js", script)
}
