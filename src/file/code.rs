//! Takes the name and the bytes of a file; decides whether the file may run code when it is opened.
//! This file must not know where the file is published.

use std::borrow::Cow;

/// Extensions of files that may run code when opened, on the visitor's computer or on the server.
const REFUSED: [&str; 46] = [
    "html", "htm", "xhtml", "xht", "mht", "mhtml", "js", "mjs", "swf", "exe", "com", "bat", "cmd",
    "msi", "scr", "vbs", "vbe", "ps1", "hta", "jar", "lnk", "url", "reg", "wsf", "svgz", "dll",
    "xml", "xsl", "xslt", "shtml", "php", "asp", "aspx", "jsp", "sh", "py", "pif", "jse", "ws",
    "wsh", "msc", "cpl", "chm", "docm", "xlsm", "pptm",
];

/// Whether a file may run code when it is opened, so that it cannot be published. `bytes` gives the
/// content of the file, and is called only for SVG images.
pub fn may_run_code<'b, B: Into<Cow<'b, [u8]>>>(name: &str, bytes: impl FnOnce() -> B) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase())
        .unwrap_or_default();
    REFUSED.contains(&ending.as_str()) || (ending == "svg" && runs_code(&bytes().into()))
}

/// Whether an SVG image, opened on its own, has signs of code or of files that it loads. An image
/// that is not UTF-8 counts as having such signs.
fn runs_code(svg: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(svg) else {
        return true;
    };
    let text: String = text
        .to_ascii_lowercase()
        .split_ascii_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" =", "=")
        .replace("= ", "=")
        .replace("url( ", "url(")
        .replace(['"', '\''], "");
    let handler = text
        .split(' ')
        .any(|word| word.starts_with("on") && word.contains('='));
    let marks = [
        "script",
        "foreignobject",
        "<!entity",
        "<!doctype",
        "&#",
        "@import",
        "href=http",
        "href=//",
        "href=data:text",
        "url(http",
        "url(//",
        "<?xml-stylesheet",
    ];
    handler || marks.iter().any(|mark| text.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_may_run_code_is_known() {
        for (name, bytes) in [
            ("a.exe", ""),
            ("b/a.HTML", ""),
            ("a.pdf.lnk", ""),
            ("a.svg", "<svg onload=\"x()\"></svg>"),
            ("a.SVG", "<svg><SCRIPT>x</SCRIPT></svg>"),
            ("a.svg", "<svg><image href = '//b.example.cn/x.png'/></svg>"),
            (
                "a.svg",
                "<svg><image href=http://b.example.cn/x.png /></svg>",
            ),
            (
                "a.svg",
                "<svg style=\"fill:url( 'http://b.example.cn/x')\"/>",
            ),
        ] {
            assert!(may_run_code(name, || bytes.as_bytes()), "{name}");
        }
        for (name, bytes) in [
            ("a.pdf", "<script>"),
            ("exe", ""),
            (
                "a.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>",
            ),
        ] {
            assert!(!may_run_code(name, || bytes.as_bytes()), "{name}");
        }
    }
}
