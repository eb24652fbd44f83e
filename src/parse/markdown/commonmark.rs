//! Tests with the examples of the CommonMark specification, for the parser and for mulu's rules.
//!
//! The examples are in the source of the parser's crate. If this source is missing, the tests check
//! nothing, and one of them prints a note.

use super::{OPTIONS, Spanned, events};
use pulldown_cmark::{Options, Parser, html};
use std::path::PathBuf;

/// The examples whose HTML is different under mulu's rules, each with the reason.
const DIFFERENT: &[(&str, &str)] = &[
    (
        "5*6*78\n",
        "a star between two digits is a sign of multiplication or a masked digit",
    ),
    ("< https://foo.bar >\n", "an address in the text is a link"),
    ("https://example.com\n", "an address in the text is a link"),
    ("foo@bar.example.com\n", "an address in the text is a link"),
];

/// The number of examples in the specification.
const EXAMPLES: usize = 652;

/// The folder with the source code of the parser's crate, as Cargo stores it.
fn package() -> Option<PathBuf> {
    let lock = include_str!("../../../Cargo.lock");
    let after = lock
        .split("name = \"pulldown-cmark\"\nversion = \"")
        .nth(1)?;
    let name = format!("pulldown-cmark-{}", after.split('"').next()?);
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))?;
    let registries = std::fs::read_dir(home.join("registry/src")).ok()?;
    registries
        .flatten()
        .map(|registry| registry.path().join(&name))
        .find(|path| path.is_dir())
}

/// The examples, each with its HTML.
fn examples() -> Option<Vec<(String, String)>> {
    let suite = std::fs::read_to_string(package()?.join("tests/suite/spec.rs")).ok()?;
    let literals = |name: &str| -> Vec<String> {
        suite
            .split(&format!("let {name} = r##\""))
            .skip(1)
            .filter_map(|rest| Some(rest.split_once("\"##;")?.0.to_owned()))
            .collect()
    };
    Some(
        literals("original")
            .into_iter()
            .zip(literals("expected"))
            .collect(),
    )
}

fn html_of(events: Vec<Spanned<'_>>) -> String {
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter().map(|(event, _)| event));
    out
}

/// HTML without the differences that a browser does not show.
fn plain(html: &str) -> String {
    html.replace("&quot;", "\"")
        .replace("<li>\n", "<li>")
        .split('\n')
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn commonmark_stays_as_it_is() {
    let Some(examples) = examples() else {
        println!("left out: the examples of CommonMark, which come with the sources of the parser");
        return;
    };
    assert_eq!(examples.len(), EXAMPLES);
    let parsed = |source, options| {
        Parser::new_ext(source, options)
            .into_offset_iter()
            .collect()
    };
    let (mut by_parser, mut with_extensions) = (0, 0);
    let mut different = Vec::new();
    for (source, right) in &examples {
        let alone = html_of(parsed(source, Options::empty()));
        by_parser += usize::from(plain(&alone) == plain(right));
        let extended = html_of(parsed(source, OPTIONS));
        with_extensions += usize::from(extended == alone);
        let ours = html_of(events(source).0);
        if ours != extended {
            different.push(source.as_str());
        }
    }
    println!(
        "note: CommonMark: {by_parser} of {EXAMPLES} by the parser, {with_extensions} the same \
         with the extensions, {} the same with mulu's rules",
        EXAMPLES - different.len()
    );
    let named: Vec<&str> = DIFFERENT.iter().map(|(source, _)| *source).collect();
    assert_eq!(different, named);
    assert_eq!((by_parser, with_extensions), (EXAMPLES, EXAMPLES));
}

/// CommonMark's own procedure, as `emphasis` implements it, gives the same result as the parser.
#[test]
fn the_procedure_is_that_of_the_parser() {
    let Some(examples) = examples() else { return };
    let same = examples
        .iter()
        .filter(|(source, _)| DIFFERENT.iter().all(|(s, _)| s != source));
    for (source, _) in same {
        let parsed: Vec<Spanned<'_>> = Parser::new_ext(source, OPTIONS)
            .into_offset_iter()
            .collect();
        let again = super::emphasis::pair_all(source, parsed.clone());
        assert_eq!(html_of(again), html_of(parsed), "{source}");
    }
}
