//! Takes single values; reads them and decides whether they are valid, whatever their key is. This
//! file must not know the key of a value.

/// The form of index numbers around a serial number. In the two texts, `{year}` means the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberForm {
    /// The text before the serial number.
    pub before: String,
    /// The text after the serial number.
    pub after: String,
    /// The number of digits to which the serial number is padded with zeros.
    pub digits: usize,
}

impl NumberForm {
    /// Reads a form such as `AB/{year}-{serial:5}`. `None` unless it has exactly one serial number,
    /// padded to at most 18 digits, and no other braces than those of `{year}`.
    pub(super) fn read(text: &str) -> Option<NumberForm> {
        let (before, rest) = text.split_once("{serial")?;
        let (digits, after) = rest.split_once('}')?;
        let digits = match digits.strip_prefix(':') {
            Some(digits) => digits.parse().ok().filter(|n| (1..=18).contains(n))?,
            None if digits.is_empty() => 1,
            None => return None,
        };
        let is_plain = |part: &str| !part.replace("{year}", "").contains(['{', '}']);
        (is_plain(before) && is_plain(after)).then(|| NumberForm {
            before: before.to_owned(),
            after: after.to_owned(),
            digits,
        })
    }
}

/// Whether a text looks empty: it has no characters other than white space, control characters and
/// invisible characters.
pub fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

fn is_invisible(c: char) -> bool {
    let ranges = [
        '\u{ad}'..='\u{ad}',
        '\u{115f}'..='\u{1160}',
        '\u{180e}'..='\u{180e}',
        '\u{200b}'..='\u{200f}',
        '\u{202a}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{2800}'..='\u{2800}',
        '\u{3164}'..='\u{3164}',
        '\u{feff}'..='\u{feff}',
        '\u{ffa0}'..='\u{ffa0}',
    ];
    ranges.iter().any(|range| range.contains(&c))
}

/// Whether a text is an absolute address for pages, feeds and headers: http or https and a host, no
/// user, no character that would have to be encoded.
pub(super) fn is_web_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let rest = rest.filter(|r| {
        !r.split(['/', '?', '#'])
            .next()
            .unwrap_or_default()
            .contains('@')
    });
    let plain = url
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&b));
    plain && rest.is_some_and(|r| r.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['))
}

/// The minutes of an offset from UTC such as `+08:00`, or `Z`. `None` if it has another form or 15
/// hours or more.
pub(super) fn offset(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return (text == "Z").then_some(0),
    };
    let (hours, minutes) = rest.split_once(':')?;
    if hours.len() != 2
        || minutes.len() != 2
        || !rest.bytes().all(|b| b.is_ascii_digit() || b == b':')
    {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// What is wrong with a regular expression, in one line.
pub(super) fn first_line(error: &regex::Error) -> String {
    error
        .to_string()
        .rsplit("error: ")
        .next()
        .unwrap_or_default()
        .replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_numbers_has_one_serial_number() {
        let read = |text| NumberForm::read(text).map(|f| (f.before, f.after, f.digits));
        let form = |before: &str, after: &str, digits| Some((before.into(), after.into(), digits));
        assert_eq!(read("A/{year}-{serial:5}"), form("A/{year}-", "", 5));
        assert_eq!(read("{serial}号〔{year}〕"), form("", "号〔{year}〕", 1));
        for wrong in [
            "",
            "A/{year}",
            "A/{serial",
            "A/{serial:}",
            "A/{serial:x}",
            "A/{serial:0}",
            "A/{serial:99}",
            "A/{serials}",
            "A/{serial}{serial}",
            "A/{month}-{serial}",
            "A/{serial}}",
            "A/｛serial｝",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
