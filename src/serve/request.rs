//! Takes the `Host`, `Origin` and path of a request; tells whether they name the preview, and gives
//! the decoded path or why it is refused. This file must not know the site, the network or the
//! disk.

use std::net::{IpAddr, Ipv6Addr};

/// The reason why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// The request is for another host, or comes from a page of another site. In both cases,
    /// another site may be trying to read the preview through the browser.
    Host,
    /// The method is neither GET nor HEAD.
    Method,
    /// The path cannot be that of a site's file.
    Path,
}

/// The host names to which the preview answers.
#[derive(Debug)]
pub(super) struct Hosts {
    given: Vec<String>,
    any_address: bool,
}

impl Hosts {
    /// The loopback names, and the host given on the command line. On all interfaces (`0.0.0.0`),
    /// the preview answers to every IP address, because it does not know its own. It still refuses
    /// names, because an attacker could make a name lead to this computer.
    pub(super) fn new(given: &str) -> Hosts {
        let given = bare(given).to_ascii_lowercase();
        let any_address = given.parse::<IpAddr>().is_ok_and(|a| a.is_unspecified());
        Hosts {
            given: vec!["localhost".into(), "127.0.0.1".into(), "::1".into(), given],
            any_address,
        }
    }

    /// Whether a `Host` header names the preview. Any port is allowed.
    pub(super) fn allow(&self, header: &str) -> bool {
        let Some(name) = without_port(header) else {
            return false;
        };
        match name.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
            Some(inner) => inner
                .parse::<Ipv6Addr>()
                .is_ok_and(|address| self.address(IpAddr::V6(address))),
            None => {
                let name = name.to_ascii_lowercase();
                !name.is_empty()
                    && !name.contains(':')
                    && (self.given.contains(&name)
                        || (self.any_address && name.parse::<IpAddr>().is_ok()))
            }
        }
    }

    fn address(&self, address: IpAddr) -> bool {
        self.any_address || self.given.iter().any(|g| g.parse() == Ok(address))
    }

    /// Whether an `Origin` header names the preview itself. Pages of other sites, local files and
    /// sandboxes (`null`) do not.
    pub(super) fn allow_origin(&self, origin: &str, host: &str) -> bool {
        origin
            .strip_prefix("http://")
            .is_some_and(|o| o.eq_ignore_ascii_case(host) && self.allow(o))
    }
}

/// A host without the brackets of an IPv6 address.
pub(super) fn bare(host: &str) -> &str {
    host.strip_prefix('[')
        .and_then(|h| h.strip_suffix(']'))
        .unwrap_or(host)
}

fn without_port(header: &str) -> Option<&str> {
    let name_end = if header.starts_with('[') {
        header.find(']')? + 1
    } else {
        header.find(':').unwrap_or(header.len())
    };
    let (name, port) = header.split_at(name_end);
    let fine = match port.strip_prefix(':') {
        Some(port) => port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok(),
        None => port.is_empty(),
    };
    fine.then_some(name)
}

/// The path of a request, decoded once, without its leading slash. A path is refused if it is not
/// correctly encoded UTF-8, or if it has an encoded separator or percent sign, a backslash, a
/// control character, a part `.` or `..`, or an empty part that is not the last.
pub(super) fn decode(path: &str) -> Result<String, Refused> {
    let raw = path.strip_prefix('/').ok_or(Refused::Path)?;
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
        let (Some(high), Some(low)) = (digit(rest.next()), digit(rest.next())) else {
            return Err(Refused::Path);
        };
        let decoded = (high * 16 + low) as u8;
        // an encoded separator, or a percent sign that allows a second decoding
        if matches!(decoded, b'/' | b'\\' | b'%') {
            return Err(Refused::Path);
        }
        bytes.push(decoded);
    }
    let text = String::from_utf8(bytes).map_err(|_| Refused::Path)?;
    let (folder, end) = text
        .rsplit_once('/')
        .map_or(("", text.as_str()), |(folder, end)| (folder, end));
    let fine =
        |s: &str| s != "." && s != ".." && !s.contains('\\') && !s.chars().any(char::is_control);
    let folders_fine =
        text.find('/').is_none() || folder.split('/').all(|s| !s.is_empty() && fine(s));
    if folders_fine && fine(end) {
        Ok(text)
    } else {
        Err(Refused::Path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_once_and_only_when_they_can_be_in_a_site() {
        for (raw, decoded) in [
            ("/", ""),
            ("/index.html", "index.html"),
            ("/a/", "a/"),
            ("/a/b.html", "a/b.html"),
            ("/%E7%9B%AE%E5%BD%95.pdf", "目录.pdf"),
            ("/a%20b.txt", "a b.txt"),
            ("/a/%2Ehidden", "a/.hidden"),
            ("/a/...", "a/..."),
        ] {
            assert_eq!(decode(raw).as_deref(), Ok(decoded), "{raw}");
        }
        for raw in [
            "",
            "*",
            "index.html",
            "http://x/",
            "/..",
            "/../",
            "/../etc/passwd",
            "/a/../b",
            "/a/..",
            "/.",
            "/./a",
            "/a/./b",
            "/%2e%2e",
            "/%2e%2e/etc/passwd",
            "/.%2e/a",
            "/%2e./a",
            "/%2E/a",
            "/a%2fb",
            "/..%2f..%2fetc",
            "/%2F",
            "/a%5cb",
            "/..%5c..%5cwin.ini",
            "/a\\b",
            "/..\\x",
            "/a%00",
            "/%00",
            "/a%00.html",
            "/%0a",
            "/%0d%0aX:y",
            "/%7f",
            "/%",
            "/%2",
            "/%zz",
            "/%+1",
            "/%252e%252e/",
            "/%252f",
            "/%25",
            "/100%25",
            "/%25%32%65",
            "//",
            "//evil.example/",
            "///",
            "/a//b",
            "/a//",
            "/%c0%ae%c0%ae/",
            "/%ff",
            "/%ed%a0%80",
            "/%e5",
        ] {
            assert_eq!(decode(raw), Err(Refused::Path), "{raw}");
        }
    }

    #[test]
    fn only_the_preview_itself_is_a_host() {
        let own = Hosts::new("127.0.0.1");
        for host in [
            "localhost",
            "LOCALHOST",
            "localhost:1111",
            "127.0.0.1",
            "127.0.0.1:65535",
            "[::1]",
            "[::1]:1111",
            "[0:0:0:0:0:0:0:1]:80",
            "localhost:0",
        ] {
            assert!(own.allow(host), "{host}");
        }
        for host in [
            "",
            ":1111",
            "evil.example",
            "evil.example:1111",
            "localhost.evil.example",
            "localhost.",
            "127.0.0.1.evil.example",
            "127.0.0.2",
            "0.0.0.0",
            "127.1",
            "2130706433",
            "::1",
            "[::1",
            "[::1]x",
            "[::2]",
            "[]",
            "[localhost]",
            "[127.0.0.1]",
            "localhost:",
            "localhost:x",
            "localhost:+80",
            "localhost:80:80",
            "localhost:99999",
            "localhost@evil.example",
            "evil.example@localhost",
            " localhost",
            "localhost ",
            "192.168.1.9",
            "[fe80::1]",
        ] {
            assert!(!own.allow(host), "{host}");
        }
        assert!(
            Hosts::new("192.168.1.9").allow("192.168.1.9:1111")
                && !Hosts::new("192.168.1.9").allow("192.168.1.8:1111")
        );
        assert!(
            Hosts::new("[fe80::9]").allow("[FE80:0::9]:1111")
                && Hosts::new("Desk.local").allow("desk.LOCAL")
        );
        for open in ["0.0.0.0", "::", "[::]"] {
            let open = Hosts::new(open);
            assert!(
                open.allow("192.168.1.9:1111")
                    && open.allow("[fe80::1]:1111")
                    && open.allow("localhost")
                    && !open.allow("evil.example")
            );
        }
    }

    #[test]
    fn an_origin_must_be_the_host_asked() {
        let own = Hosts::new("127.0.0.1");
        assert!(own.allow_origin("http://localhost:1111", "localhost:1111"));
        for origin in [
            "null",
            "",
            "http://evil.example",
            "https://localhost:1111",
            "http://localhost:1112",
            "http://127.0.0.1:1111",
            "file://",
            "localhost:1111",
        ] {
            assert!(!own.allow_origin(origin, "localhost:1111"), "{origin}");
        }
        assert!(!own.allow_origin("http://evil.example", "evil.example"));
    }
}
