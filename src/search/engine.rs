//! Takes the engine's sources (the scripts in `engine/`, `loader.js` and `entry.js`). Gives the
//! scripts `search/engine.js`, `search/more.js` (rarely needed parts), `search/mulu-search.js` (the
//! entry script, for pages outside the site) and `search/now.js`, and the file of character pairs.
//! This module must not know what the index contains.

use super::format::pack::FREQUENT;
use super::format::root::Token;
use super::{pairs, variants};
use crate::cache;
use crate::output::Artifact;
use crate::script::{SHORTENER, shortened};
use std::sync::LazyLock;

/// The sources of the engine, in order. The top-level code of a source may use only earlier
/// sources.
const SOURCES: [&str; 11] = [
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
    include_str!("engine/api.js"),
];
/// The sources of `search/more.js`.
const REST: [&str; 7] = [
    include_str!("engine/unpack.js"),
    include_str!("engine/suggest.js"),
    include_str!("engine/numbers.js"),
    include_str!("engine/second.js"),
    include_str!("engine/divide.js"),
    include_str!("engine/wordings.js"),
    include_str!("engine/why.js"),
];
/// The names that the engine defines and that the sources of `search/more.js` use.
const SHARED: &str = "ANY_WHITE, Damaged, EVERYWHERE, SHIFT, SPLIT, SUGGESTIONS, breathe, codeOf, \
    documentsOf, flat, fold, inAttachments, matches, newestFirst, pairKey, shard, termsOf, textOf, \
    unpackJson";
const LOADER: &str = include_str!("loader.js");

const ENTRY: &str = include_str!("entry.js");

/// The source of `search/engine.js`, the script that reads the index in the browser.
fn script() -> String {
    let mut script = String::from("(function () {\n'use strict';\n");
    // The engine is one function without outside references, because a worker is made from its
    // source text.
    script.push_str("function engine(append, token, more) {\n'use strict';\n");
    let (_, file, sum) = pairs::file();
    put_text(&mut script, "FREQUENT", FREQUENT);
    put_text(&mut script, "PAIRS", &pairs::common());
    put_text(&mut script, "PAIRS_FILE", &file);
    script.push_str(&format!("const PAIRS_SUM = {sum};\n"));
    script.extend(SOURCES);
    script.push_str(&format!("const core = {{ {SHARED} }};\n"));
    script.push_str("return { search, first, fold: foldText, facets };\n}\n");
    script.push_str(LOADER);
    script.push_str("})();\n");
    script
}

/// The source of `search/more.js`: one function, like the engine.
fn more() -> String {
    let mut script = String::from("mulu$(\"more\", function (core) {\n'use strict';\n");
    put_text(&mut script, "VARIANTS", &variants::pairs());
    script.push_str(&format!("const {{ {SHARED} }} = core;\n"));
    script.extend(REST);
    script.push_str("return { blame, suggestionsFor, unpack };\n});\n");
    script
}

/// Appends the definition of a string constant.
fn put_text(script: &mut String, name: &str, text: &str) {
    let text = serde_json::to_string(text).unwrap_or_default();
    script.push_str(&format!("const {name} = {text};\n"));
}

/// The token in the addresses of the engine's scripts, so that no cache gives an old script. It is
/// a digest of the unshortened scripts and of the shortening program, so a build that keeps the
/// scripts need not shorten them.
static TOKEN: LazyLock<String> = LazyLock::new(|| {
    let key = cache::key(&[SHORTENER.as_bytes(), script().as_bytes(), more().as_bytes()]);
    key[..5].iter().map(|byte| format!("{byte:02x}")).collect()
});

/// The shortened scripts: the engine, `search/more.js` and the entry script.
static SCRIPTS: LazyLock<[String; 3]> =
    LazyLock::new(|| [&*script(), &*more(), ENTRY].map(shortened));

/// The files to publish, except `search/now.js`. Pages outside the site load the entry script, so
/// its address never changes.
pub fn engine() -> [Artifact; 4] {
    [
        Artifact::code(ENGINE, SCRIPTS[0].clone()),
        Artifact::code("search/more.js", SCRIPTS[1].clone()),
        Artifact::code("search/mulu-search.js", SCRIPTS[2].clone()),
        pairs::file().0,
    ]
}

/// The path of the engine from the site's root.
pub const ENGINE: &str = "search/engine.js";

/// The address of the engine from the site's root, with its token.
pub fn engine_address() -> String {
    format!("{ENGINE}?{}", *TOKEN)
}

/// The file from which the entry script learns the current engine and the current root.
pub fn now(root: Token) -> Artifact {
    let script = format!("mulu$(\"now\",\"{} {root}\");\n", *TOKEN);
    Artifact::new("search/now.js", script)
}
