//! Takes text from a package; gives it with control characters escaped, so that a terminal cannot
//! act on it. This file must not know where the text is printed.

/// Escapes characters on which a terminal acts, and characters that change the direction of
/// writing.
pub fn visible(text: &str) -> String {
    let acts = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .flat_map(|c| {
            if acts(c) {
                c.escape_unicode().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}
