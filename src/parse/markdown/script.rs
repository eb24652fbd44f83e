//! Superscripts and subscripts as plain text: `10<sup>4</sup>` must not become 104. NFKC gives the plain characters back, so that search finds both.

/// Plain characters and the raised or lowered ones, side by side.
const RAISED: (&str, &str) = (
    "0123456789+-−=()abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
);
const LOWERED: (&str, &str) = (
    "0123456789+-−=()aehijklmnoprstuvx",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
);

/// Sets what stands in `text` from byte `start` on: with the characters of Unicode where there is one for each, else `^(…)` or `_(…)`.
/// What is no longer there, because a block ended in between, stays as it is.
pub fn set_script(text: &mut String, start: usize, is_raised: bool) {
    let Some(inner) = text.get(start..).map(str::trim).filter(|t| !t.is_empty()) else {
        return;
    };
    let (plain, set) = if is_raised { RAISED } else { LOWERED };
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
        .unwrap_or_else(|| format!("{}({inner})", if is_raised { '^' } else { '_' }));
    text.truncate(start);
    text.push_str(&written);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_its_own_or_all_stand_in_brackets() {
        let set = |text: &str, is_raised| {
            let mut out = format!("甲{text}");
            set_script(&mut out, "甲".len(), is_raised);
            out
        };
        assert_eq!(
            (set("-4", true), set("2", false), set(" n+1 ", true)),
            ("甲⁻⁴".into(), "甲₂".into(), "甲ⁿ⁺¹".into())
        );
        assert_eq!(
            (set("最大", false), set("①", true), set(" ", true)),
            ("甲_(最大)".into(), "甲^(①)".into(), "甲 ".into())
        );
        assert_eq!(RAISED.0.chars().count(), RAISED.1.chars().count());
        assert_eq!(LOWERED.0.chars().count(), LOWERED.1.chars().count());
    }
}
