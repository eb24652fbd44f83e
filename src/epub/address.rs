//! Takes an absolute address as somebody typed it; gives it in the strict form that reading apps
//! (programs for e-books) require. This file must not know who links to the address.

use url::Url;

/// An absolute address in its strict form; `None` if it cannot be a valid address.
pub fn strict(written: &str) -> Option<String> {
    let url = Url::parse(written).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https");
    let has_target = match is_web {
        true => url.host_str().is_some_and(|host| !host.is_empty()),
        false => !url.path().is_empty(),
    };
    if !has_target {
        return None;
    }
    let text = url.as_str();
    let host_end = if is_web {
        text.len() - text.splitn(4, '/').nth(3).map_or(0, str::len)
    } else {
        0
    };
    let (host, rest) = text.split_at(host_end);
    let mut out = host.to_owned();
    for (i, c) in rest.char_indices() {
        match c {
            '%' if !is_code(&rest[i + 1..]) => out.push_str("%25"),
            '[' | ']' | '|' | '^' | '{' | '}' | '`' | '\\' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            // the first `#` begins the fragment, which must not contain another one
            '#' if out.contains('#') => out.push_str("%23"),
            c => out.push(c),
        }
    }
    Some(out)
}

/// Whether a text begins with two hexadecimal digits. After `%`, they encode a byte.
fn is_code(rest: &str) -> bool {
    rest.len() >= 2 && rest.bytes().take(2).all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_tolerate_is_written_strictly() {
        for (written, expected) in [
            (
                "http://a.cn/甲?q=乙",
                Some("http://a.cn/%E7%94%B2?q=%E4%B9%99"),
            ),
            ("http://a.b/[x]", Some("http://a.b/%5Bx%5D")),
            ("http://a.b/%zz%4", Some("http://a.b/%25zz%254")),
            ("http://a.b/x#y#z", Some("http://a.b/x#y%23z")),
            ("http:a.b", Some("http://a.b/")),
            ("HTTP://A.B", Some("http://a.b/")),
            ("http:///x", Some("http://x/")),
            ("http://[::1]/[", Some("http://[::1]/%5B")),
            (
                "http://政府.中国/甲",
                Some("http://xn--mxtq1m.xn--fiqs8s/%E7%94%B2"),
            ),
            ("http://ＷＷＷ。Ａ。cn/", Some("http://www.a.cn/")),
            ("http://xn--/", None),
            ("https://", None),
            ("mailto:", None),
            ("http://a b/c", None),
            ("http://a.b:99999/", None),
            ("mailto:a@b.cn", Some("mailto:a@b.cn")),
            ("tel:+86-10-1234", Some("tel:+86-10-1234")),
        ] {
            assert_eq!(strict(written).as_deref(), expected, "{written}");
        }
    }
}
