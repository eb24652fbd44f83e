//! Takes two texts; gives their order if each sequence of digits counts as one number. This file
//! must not know what the texts name.

use std::cmp::Ordering;

/// The order of two texts with numbers: `W/2` comes before `W/10`. All characters but the digits 0
/// to 9 are compared one by one. Two texts that differ in leading zeros only are compared as texts
/// without numbers, so `W/02` comes before `W/2`.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a, b);
    while let (Some(p), Some(q)) = (x.chars().next(), y.chars().next()) {
        let order = if p.is_ascii_digit() && q.is_ascii_digit() {
            let (m, n);
            (m, x) = number(x);
            (n, y) = number(y);
            m.len().cmp(&n.len()).then_with(|| m.cmp(n))
        } else {
            (x, y) = (&x[p.len_utf8()..], &y[q.len_utf8()..]);
            p.cmp(&q)
        };
        if order.is_ne() {
            return order;
        }
    }
    x.len().cmp(&y.len()).then_with(|| a.cmp(b))
}

/// The digits with which a text begins, without leading zeros, and the rest of the text.
fn number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    (digits.trim_start_matches('0'), rest)
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn digits_count_as_numbers() {
        let sorted = [
            "",
            "/",
            "2",
            "10",
            "W",
            "W-1",
            "W/",
            "W/0",
            "W/02",
            "W/2",
            "W/2/1",
            "W/2a",
            "W/10",
            "W/99999999999999999999998",
            "W/99999999999999999999999",
            "号",
        ];
        for (i, a) in sorted.iter().enumerate() {
            for (j, b) in sorted.iter().enumerate() {
                assert_eq!(natural(a, b), i.cmp(&j), "{a} {b}");
            }
        }
    }
}
