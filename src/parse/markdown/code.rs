//! Takes the text of a code block; gives HTML coloured by classes (syntect), never by inline
//! styles. This file must not know the rest of the body.

#[cfg(feature = "highlight")]
pub(super) fn highlight_into(out: &mut String, language: &str, code: &str) {
    use std::sync::LazyLock;
    use syntect::html::{ClassStyle, ClassedHTMLGenerator};
    use syntect::parsing::SyntaxSet;
    // loaded on demand, because it takes time and memory, and most catalogues have no code
    static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
    if !language.is_empty()
        && let Some(syntax) = SYNTAXES.find_syntax_by_token(language)
    {
        let mut generator = ClassedHTMLGenerator::new_with_class_style(
            syntax,
            &SYNTAXES,
            ClassStyle::SpacedPrefixed { prefix: "hl-" },
        );
        if syntect::util::LinesWithEndings::from(code).all(|line| {
            generator
                .parse_html_for_line_which_includes_newline(line)
                .is_ok()
        }) {
            out.push_str(&generator.finalize());
            return;
        }
    }
    super::escape_into(out, code);
}

#[cfg(not(feature = "highlight"))]
pub(super) fn highlight_into(out: &mut String, _language: &str, code: &str) {
    super::escape_into(out, code);
}
