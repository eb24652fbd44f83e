//! Takes the text of a superscript or subscript; gives it as plain text, so that `10<sup>4</sup>`
//! does not become 104.
//!
//! Unicode's superscript and subscript characters are used if all characters of the text have one;
//! NFKC makes them plain for search. This file must not know HTML.

/// The position of a character relative to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Above the line: `<sup>`.
    Superscript,
    /// Below the line: `<sub>`.
    Subscript,
}

/// Plain characters, and their superscript forms.
const RAISED: (&str, &str) = (
    "0123456789+-−=()abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
);
/// Plain characters, and their subscript forms.
const LOWERED: (&str, &str) = (
    "0123456789+-−=()aehijklmnoprstuvx",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
);

/// Turns the text from byte `start` on into superscript or subscript characters. If one of its
/// characters has no such form, the text becomes `^(…)` or `_(…)`. Nothing changes if only white
/// space follows `start`, or if `start` is past the end because the block has ended.
pub fn set_script(text: &mut String, start: usize, position: Position) {
    let Some(inner) = text.get(start..).map(str::trim).filter(|t| !t.is_empty()) else {
        return;
    };
    let ((plain, set), mark) = match position {
        Position::Superscript => (RAISED, '^'),
        Position::Subscript => (LOWERED, '_'),
    };
    let one = |c: char| {
        plain
            .chars()
            .zip(set.chars())
            .find(|(p, _)| *p == c)
            .map(|(_, s)| s)
    };
    let written = inner
        .chars()
        .map(one)
        .collect::<Option<String>>()
        .unwrap_or_else(|| format!("{mark}({inner})"));
    text.truncate(start);
    text.push_str(&written);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_its_own_or_all_stand_in_brackets() {
        use Position::{Subscript, Superscript};
        let set = |text: &str, position| {
            let mut out = format!("甲{text}");
            set_script(&mut out, "甲".len(), position);
            out
        };
        assert_eq!(
            (
                set("-4", Superscript),
                set("2", Subscript),
                set(" n+1 ", Superscript)
            ),
            ("甲⁻⁴".into(), "甲₂".into(), "甲ⁿ⁺¹".into())
        );
        assert_eq!(
            (
                set("最大", Subscript),
                set("①", Superscript),
                set(" ", Superscript)
            ),
            ("甲_(最大)".into(), "甲^(①)".into(), "甲 ".into())
        );
        assert_eq!(RAISED.0.chars().count(), RAISED.1.chars().count());
        assert_eq!(LOWERED.0.chars().count(), LOWERED.1.chars().count());
    }
}
