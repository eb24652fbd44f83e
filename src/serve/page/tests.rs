//! Tests what the preview adds to pages, and that it keeps the rest.

use super::*;
use crate::diag::Message;

fn add(problem: Option<&Problem>) -> Additions<'_> {
    Additions {
        token: "t0",
        seen: Seen::Version(7),
        lang: Lang::Zh,
        problem,
        band: String::new(),
        badge: String::new(),
        shown_at: ShownAt::Own,
    }
}

fn adapted(html: &str, add: &Additions<'_>) -> String {
    String::from_utf8(adapt(html.as_bytes(), add)).unwrap()
}

const SCRIPT_TAG: &str = "<script src=\"/-/reload.js?t=t0&amp;v=7\"></script>\n";

#[test]
fn the_script_stands_at_the_end_of_the_body() {
    assert_eq!(
        adapted("<body><p>甲</BODY></html>", &add(None)),
        format!("<body><p>甲{SCRIPT_TAG}</BODY></html>")
    );
    assert_eq!(adapted("<p>甲", &add(None)), format!("<p>甲{SCRIPT_TAG}"));
    assert_eq!(
        adapted("<pre></body></pre></body>", &add(None)),
        format!("<pre></body></pre>{SCRIPT_TAG}</body>")
    );
    assert_eq!(adapted("", &add(None)), SCRIPT_TAG);
}

#[test]
fn bytes_that_are_no_text_come_through() {
    let sent = adapt(b"<body>\xb9\xab</body>", &add(None));
    assert_eq!(
        sent,
        [b"<body>\xb9\xab", SCRIPT_TAG.as_bytes(), b"</body>"].concat()
    );
}

#[test]
fn the_policy_is_opened_for_the_preview_alone() {
    let head = |policy: &str| {
        format!(
            "<head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"><title>x</title>"
        )
    };
    for (built, sent) in [
        (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; connect-src 'self'",
        ),
        (
            "default-src 'none'",
            "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'",
        ),
        (
            "default-src https:",
            "default-src https:; connect-src https: 'self'; script-src https: 'self'; style-src https: 'self'",
        ),
        (
            "Connect-Src 'none'; script-src 'self'",
            "Connect-Src 'self'; script-src 'self'",
        ),
        (
            "connect-src https://a.example;;",
            "connect-src https://a.example 'self'",
        ),
        ("script-src &#x27;self&#x27;", "script-src 'self'"),
        ("", ""),
    ] {
        assert_eq!(
            adapted(&head(built), &add(None)),
            head(sent) + SCRIPT_TAG,
            "{built}"
        );
    }
    let other = "<meta name=\"description\" content=\"script-src\">";
    assert_eq!(adapted(other, &add(None)), format!("{other}{SCRIPT_TAG}"));
    let swapped = "<meta content=\"default-src 'self'\" http-equiv='content-security-policy'>";
    assert!(adapted(swapped, &add(None)).contains("connect-src 'self'"));
}

#[test]
fn a_base_leads_to_the_preview() {
    assert_eq!(
        adapted("<base href=\"https://a.example/x/\">", &add(None)),
        format!("<base href=\"/\">{SCRIPT_TAG}")
    );
    let elsewhere = Additions {
        shown_at: ShownAt::Another,
        ..add(None)
    };
    let closed = "<meta http-equiv=\"Content-Security-Policy\" content=\"connect-src 'self'; base-uri 'none'\">";
    assert_eq!(
        adapted(closed, &elsewhere),
        closed.replace("base-uri 'none'", "base-uri 'self'") + SCRIPT_TAG
    );
    assert_eq!(
        adapted("<head><title>", &elsewhere),
        format!("<head><base href=\"/\"><title>{SCRIPT_TAG}")
    );
    assert_eq!(
        adapted("<header>", &elsewhere),
        format!("<header>{SCRIPT_TAG}")
    );
}

#[test]
fn findings_stand_over_the_page_as_text() {
    let finding = Diagnostic::new(Message::UnclosedFrontMatter)
        .in_file("content/<script>alert(1)</script>&\u{1b}.md");
    let warning = Diagnostic {
        severity: Severity::Warning,
        ..finding.clone()
    }
    .in_file("content/warning.md");
    let problem = Problem::of_content(&[finding, warning], Lang::Zh);
    let sent = adapted("<body class=\"a>b\"><p>甲</p></body>", &add(Some(&problem)));
    assert!(sent.starts_with("<body class=\"a>b\"><link rel=\"stylesheet\" href=\"/-/reload.css\">\n<section id=\"mulu-findings\" lang=\"zh-Hans\""), "{sent}");
    assert!(
        sent.contains("内容有 1 个错误；页面仍是上一次成功生成的"),
        "{sent}"
    );
    assert!(
        sent.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;"),
        "{sent}"
    );
    assert!(
        !sent.contains("<script>") && !sent.contains('\u{1b}') && !sent.contains("warning.md"),
        "{sent}"
    );
    assert!(
        sent.ends_with(&format!("<p>甲</p>{SCRIPT_TAG}</body>")),
        "{sent}"
    );
    let english = Additions {
        lang: Lang::En,
        ..add(Some(&problem))
    };
    assert!(adapted("<body>", &english).contains("the page is the last good one"));
}

#[test]
fn an_error_shows_over_the_preview_s_own_page() {
    let error = Error::template("list.html: <b>", "list.html: <b>");
    let problem = Problem::of_error(&error, Lang::En);
    let sent = String::from_utf8(own(
        "No <site>",
        "yet",
        &Additions {
            lang: Lang::En,
            ..add(Some(&problem))
        },
    ))
    .unwrap();
    assert!(
        sent.contains("list.html: &lt;b&gt;")
            && sent.contains("No &lt;site&gt;")
            && !sent.contains("<b>")
            && sent.contains(SCRIPT_TAG),
        "{sent}"
    );
}

#[test]
fn very_many_findings_are_cut() {
    let many: Vec<Diagnostic> = (0..150)
        .map(|i| Diagnostic::new(Message::UnclosedFrontMatter).in_file(&format!("content/{i}.md")))
        .collect();
    let problem = Problem::of_content(&many, Lang::Zh);
    assert!(
        problem.text.contains("content/99.md")
            && !problem.text.contains("content/100.md")
            && problem.text.contains("还有 50 个")
    );
}
