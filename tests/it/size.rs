//! Tests that the code stays small. The tests take the next brace at a function's own indentation
//! for its end, because rustfmt formats the source.

use crate::imports::files;
use std::path::Path;

/// The maximum number of lines in a file without its tests.
const FILE: usize = 600;
/// The maximum number of lines in a function.
const FUNCTION: usize = 80;
/// The maximum number of functions with a `bool` parameter. In a call, `true` does not show its
/// meaning.
const BOOLS: usize = 15;

struct Function<'a> {
    name: &'a str,
    /// The text from its name to the brace or semicolon.
    signature: String,
    lines: usize,
}

/// A text without the module of its tests.
fn without_tests(text: &str) -> &str {
    let end = text.find("\n#[cfg(test)]\nmod ").unwrap_or(text.len());
    &text[..end]
}

/// The name of the function that a line begins.
fn named(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    if let Some(after) = rest.strip_prefix("pub") {
        rest = match after.strip_prefix('(') {
            Some(scope) => scope.split_once(')')?.1,
            None => after,
        };
    }
    rest = rest.trim_start();
    for word in ["const ", "async ", "unsafe "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let rest = rest.strip_prefix("fn ")?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    Some(&rest[..end])
}

fn functions(text: &str) -> Vec<Function<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let Some(name) = named(line) else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        let ends = |line: &&str| line.ends_with('{') || line.ends_with(';') || line.ends_with('}');
        let head = lines[i..].iter().position(ends).unwrap_or_default();
        let signature = lines[i..=i + head].join(" ");
        let close = format!("{indent}}}");
        let has_body = signature.ends_with('{');
        let last = lines[i..].iter().position(|line| *line == close);
        found.push(Function {
            name,
            lines: last.filter(|_| has_body).map_or(head + 1, |last| last + 1),
            signature,
        });
    }
    found
}

/// Whether a parameter has the type `bool`. Closures may have one.
fn has_bool(signature: &str) -> bool {
    let parameters = signature
        .split_once('(')
        .map_or("", |(_, rest)| rest.split("->").next().unwrap_or_default());
    ["bool,", "bool)"]
        .iter()
        .any(|end| parameters.contains(&format!(": {end}")))
}

#[test]
fn files_and_functions_stay_short_and_bare_bools_few() {
    let files = files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")));
    let (mut long, mut bools, mut count) = (Vec::new(), Vec::new(), 0);
    for file in files.iter().filter(|f| !f.path.ends_with("tests.rs")) {
        let text = without_tests(&file.text);
        let lines = text.lines().count();
        if lines > FILE {
            long.push(format!("{}: {lines} lines", file.path));
        }
        for function in functions(text) {
            count += 1;
            let name = format!("{}: {}", file.path, function.name);
            if function.lines > FUNCTION {
                long.push(format!("{name}: {} lines", function.lines));
            }
            if has_bool(&function.signature) {
                bools.push(name);
            }
        }
    }
    eprintln!("functions {count}, with a bare bool {}", bools.len());
    assert!(
        count > 2000,
        "too few functions were found, so the search for them is broken"
    );
    assert_eq!(long, Vec::<String>::new(), "too long");
    assert!(
        bools.len() <= BOOLS,
        "an enum or two functions would say what true means: {bools:#?}"
    );
}

#[test]
fn functions_are_read_as_they_are() {
    let text = "pub(super) const fn a(x: bool) {\n    1\n}\n\nimpl A {\n    async fn b(\n        \
                x: &str,\n        is_y: bool,\n    ) -> bool {\n        if x {\n        }\n        1\n    \
                }\n    fn c(f: impl Fn(bool) -> bool, x: Vec<bool>) -> bool {\n    }\n    fn d(&self);\n}\n";
    let seen: Vec<_> = functions(text)
        .iter()
        .map(|f| (f.name, f.lines, has_bool(&f.signature)))
        .collect();
    assert_eq!(
        seen,
        [
            ("a", 3, true),
            ("b", 8, true),
            ("c", 2, false),
            ("d", 1, false)
        ]
    );
    assert_eq!(without_tests("a\n#[cfg(test)]\nmod tests {\n}"), "a");
}
