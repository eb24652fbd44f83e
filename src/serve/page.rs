//! Takes a built page and the additions of the preview (the reloading script, the badge, the band,
//! the current problem); gives the page as it is sent. It also makes the preview's own pages. This
//! module must not know the network.

use crate::diag::{self, Diagnostic, Error, Lang, Severity};
use crate::escape::markup_into;
use std::borrow::Cow;

/// The path of the preview's script. No site has a folder named `-`.
pub(super) const SCRIPT: &str = "-/reload.js";
/// The path of the preview's style sheet.
pub(super) const STYLE: &str = "-/reload.css";
/// The folder of the reload events.
pub(super) const EVENTS: &str = "-/reload/";

/// The maximum number of findings in the text of a problem. The terminal shows all.
const MAX_SHOWN: usize = 100;

/// Why the last run made no site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    headline: String,
    text: String,
}

impl Problem {
    /// The problem in one line.
    pub(super) fn headline(&self) -> &str {
        &self.headline
    }

    /// The problem in full.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The problem without its text, because the text may quote content. The headline quotes none.
    pub(super) fn without_text(&self) -> Problem {
        Problem {
            headline: self.headline.clone(),
            text: String::new(),
        }
    }

    /// The problem for errors in the content.
    pub(super) fn of_content(findings: &[Diagnostic], lang: Lang) -> Problem {
        let errors: Vec<&Diagnostic> = findings
            .iter()
            .filter(|f| f.severity == Severity::Error)
            .collect();
        let n = errors.len();
        let headline = match (lang, n) {
            (Lang::Zh, _) => format!("内容有 {n} 个错误"),
            (Lang::En, 1) => "There is 1 error in the content".to_owned(),
            (Lang::En, _) => format!("There are {n} errors in the content"),
        };
        Problem {
            headline,
            text: list(&errors, lang),
        }
    }

    /// The problem for an error that stopped the run.
    pub(super) fn of_error(error: &Error, lang: Lang) -> Problem {
        let mut text = match error {
            Error::Config(findings) | Error::Theme(findings) => {
                list(&findings.iter().collect::<Vec<_>>(), lang)
            }
            _ => String::new(),
        };
        text.push_str(&error.message(lang));
        Problem {
            headline: pick(lang, "无法生成网站", "The site could not be made").to_owned(),
            text,
        }
    }

    /// The problem for a bug in mulu.
    pub(super) fn of_panic(message: &str, lang: Lang) -> Problem {
        Problem {
            headline: pick(
                lang,
                "mulu 出了内部错误，请报告",
                "internal error in mulu; please report it",
            )
            .to_owned(),
            text: message.to_owned(),
        }
    }
}

fn list(findings: &[&Diagnostic], lang: Lang) -> String {
    let mut text = findings
        .iter()
        .take(MAX_SHOWN)
        .map(|f| diag::human(f, lang, false))
        .collect::<Vec<_>>()
        .join("\n");
    if let Some(more) = findings.len().checked_sub(MAX_SHOWN).filter(|&n| n > 0) {
        text.push_str(&match lang {
            Lang::Zh => format!("\n……还有 {more} 个，见终端。\n"),
            Lang::En => format!("\n... and {more} more, in the terminal.\n"),
        });
    }
    text
}

pub(super) fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

/// The condition under which a page reloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// The site looks different from this version.
    Version(u64),
    /// A run after this one has ended.
    Run(u64),
}

/// The additions of the preview to a page.
pub(super) struct Additions<'a> {
    /// The random token in the address of the reload events.
    pub token: &'a str,
    /// The condition under which the page reloads.
    pub seen: Seen,
    /// The language of the preview's own messages.
    pub lang: Lang,
    pub problem: Option<&'a Problem>,
    /// The band at the top of the page.
    pub band: String,
    /// The badge in a corner of the page.
    pub badge: String,
    /// Where the page is shown.
    pub shown_at: ShownAt,
}

/// Where the preview shows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShownAt {
    /// At its own address.
    Own,
    /// At another address, so that its links must be resolved from the root.
    Another,
}

/// A page of the site, as the preview sends it.
pub(super) fn adapt(html: &[u8], add: &Additions<'_>) -> Vec<u8> {
    let mut html = resolve(&allow_preview(html, add.shown_at), add.shown_at);
    if !add.band.is_empty() {
        let at = tag(&html, b"<body", 0).map_or(html.len(), |(_, end)| end);
        insert(&mut html, at, &add.band);
    }
    if let Some(problem) = add.problem {
        let at = tag(&html, b"<body", 0).map_or(html.len(), |(_, end)| end);
        insert(
            &mut html,
            at,
            &problem_html(
                problem,
                add,
                pick(
                    add.lang,
                    "页面仍是上一次成功生成的",
                    "the page is the last good one",
                ),
            ),
        );
    }
    let at = rfind(&html, b"</body>").unwrap_or(html.len());
    insert(&mut html, at, &format!("{}{}", add.badge, script(add)));
    html
}

/// A page made by the preview itself, where the site has none to show.
pub(super) fn own(title: &str, body: &str, add: &Additions<'_>) -> Vec<u8> {
    let lang = pick(add.lang, "zh-Hans", "en");
    let over = add.problem.map_or_else(String::new, |p| {
        problem_html(
            p,
            add,
            pick(
                add.lang,
                "改正并保存后，这里会自动刷新",
                "this page reloads when it is mended",
            ),
        )
    });
    let (title, body, script) = (escape(title), escape(body), script(add));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/{STYLE}\">\n</head>\n<body>\n{over}<main id=\"mulu-page\"><h1>{title}</h1>\n<p>{body}</p></main>\n{script}</body>\n</html>\n"
    )
    .into_bytes()
}

fn script(add: &Additions<'_>) -> String {
    reload(add.token, add.seen)
}

/// The script that reloads a page.
pub(super) fn reload(token: &str, seen: Seen) -> String {
    let (name, number) = match seen {
        Seen::Version(number) => ("v", number),
        Seen::Run(number) => ("r", number),
    };
    format!("<script src=\"/{SCRIPT}?t={token}&amp;{name}={number}\"></script>\n")
}

fn problem_html(problem: &Problem, add: &Additions<'_>, meanwhile: &str) -> String {
    let lang = pick(add.lang, "zh-Hans", "en");
    let label = pick(add.lang, "发现的问题", "Findings");
    let between = pick(add.lang, "；", "; ");
    let (headline, text) = (escape(&problem.headline), escape(&problem.text));
    let alert = format!("<span role=\"alert\">{headline}{between}{meanwhile}</span>");
    let content = match text.as_str() {
        "" => format!("<p>{alert}</p>"),
        text => format!(
            "<details open><summary>{alert}</summary>\n<pre tabindex=\"0\">\n{text}</pre></details>"
        ),
    };
    format!(
        "<link rel=\"stylesheet\" href=\"/{STYLE}\">\n<section id=\"mulu-findings\" lang=\"{lang}\" aria-label=\"{label}\">{content}</section>\n"
    )
}

/// Escapes text for a page. Control characters other than line ends and tabs become `\u{fffd}`,
/// because HTML does not allow them.
pub(super) fn escape(text: &str) -> String {
    let is_control = |c: char| c.is_control() && c != '\n' && c != '\t';
    let mut out = String::with_capacity(text.len() + 64);
    markup_into(&mut out, &text.replace(is_control, "\u{fffd}"));
    out
}

/// Extends the page's security policy by the preview's script, style and events, and by the
/// `<base>` of a page that is shown at another address.
fn allow_preview(html: &[u8], shown_at: ShownAt) -> Vec<u8> {
    let directives: &[&str] = match shown_at {
        ShownAt::Own => &["connect-src", "script-src", "style-src"],
        ShownAt::Another => &["connect-src", "script-src", "style-src", "base-uri"],
    };
    let mut out = Vec::with_capacity(html.len() + 256);
    let mut done = 0;
    while let Some((start, end)) = tag(html, b"<meta", done) {
        let meta = &html[start..end];
        match attribute(meta, b"content")
            .filter(|_| find(meta, b"content-security-policy", 0).is_some())
        {
            Some(value) => {
                out.extend_from_slice(&html[done..start + value.start]);
                let policy = String::from_utf8_lossy(&meta[value.clone()]);
                let policy = policy
                    .replace("&#x27;", "'")
                    .replace("&#39;", "'")
                    .replace("&apos;", "'");
                let policy = directives
                    .iter()
                    .fold(Cow::Borrowed(policy.as_str()), |p, d| {
                        Cow::Owned(allow(&p, d))
                    });
                out.extend_from_slice(policy.as_bytes());
                out.extend_from_slice(&meta[value.end..]);
            }
            None => out.extend_from_slice(&html[done..end]),
        }
        done = end;
    }
    out.extend_from_slice(&html[done..]);
    out
}

/// Adds `'self'` to the sources of a directive in a policy. A missing directive is added with
/// `'self'` and the sources of `default-src`. A missing `base-uri` is not added, and no directive
/// is added to a policy without `default-src`.
fn allow(policy: &str, directive: &str) -> String {
    let own = "'self'";
    let mut parts: Vec<Vec<&str>> = policy
        .split(';')
        .map(|part| part.split_whitespace().collect::<Vec<_>>())
        .filter(|part| !part.is_empty())
        .collect();
    let named =
        |part: &Vec<&str>, name: &str| part.first().is_some_and(|n| n.eq_ignore_ascii_case(name));
    let open = |part: &mut Vec<&str>| {
        part.retain(|s| !s.eq_ignore_ascii_case("'none'"));
        if !part.contains(&own) {
            part.push(own);
        }
    };
    if let Some(part) = parts.iter_mut().find(|p| named(p, directive)) {
        open(part);
    } else if directive != "base-uri"
        && let Some(fallback) = parts.iter().find(|p| named(p, "default-src"))
    {
        let mut part = vec![directive];
        part.extend(&fallback[1..]);
        open(&mut part);
        parts.push(part);
    }
    parts
        .iter()
        .map(|p| p.join(" "))
        .collect::<Vec<_>>()
        .join("; ")
}

/// Makes the links of a page that is shown elsewhere resolve from the root of the preview. A
/// `<base>` with the public address is changed too, because its links would leave the preview.
fn resolve(html: &[u8], shown_at: ShownAt) -> Vec<u8> {
    let mut out = html.to_vec();
    if let Some((start, end)) = tag(html, b"<base", 0) {
        if let Some(value) = attribute(&html[start..end], b"href") {
            out.splice(start + value.start..start + value.end, *b"/");
        }
    } else if shown_at == ShownAt::Another
        && let Some((_, end)) = tag(html, b"<head", 0)
    {
        insert(&mut out, end, "<base href=\"/\">");
    }
    out
}

fn insert(html: &mut Vec<u8>, at: usize, text: &str) {
    html.splice(at..at, text.bytes());
}

fn find(html: &[u8], what: &[u8], from: usize) -> Option<usize> {
    html.get(from..)?
        .windows(what.len())
        .position(|w| w.eq_ignore_ascii_case(what))
        .map(|i| i + from)
}

fn rfind(html: &[u8], what: &[u8]) -> Option<usize> {
    html.windows(what.len())
        .rposition(|w| w.eq_ignore_ascii_case(what))
}

/// The start and the end of the first start tag that begins with `open` at or after `from`. A `>`
/// within quotes does not end the tag.
fn tag(html: &[u8], open: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let start = find(html, open, at)?;
        at = start + open.len();
        if !html
            .get(at)
            .is_some_and(|b| b.is_ascii_whitespace() || *b == b'>' || *b == b'/')
        {
            continue;
        }
        let mut quote = None;
        for (i, &b) in html.iter().enumerate().skip(at) {
            match quote {
                Some(q) if b == q => quote = None,
                None if b == b'"' || b == b'\'' => quote = Some(b),
                None if b == b'>' => return Some((start, i + 1)),
                _ => {}
            }
        }
        return None;
    }
}

/// The range of the quoted value of an attribute in a tag.
fn attribute(tag: &[u8], name: &[u8]) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    loop {
        let start = find(tag, name, at)?;
        at = start + name.len();
        let quote = tag
            .get(at + 1)
            .copied()
            .filter(|q| *q == b'"' || *q == b'\'');
        if let (true, Some(b'='), Some(quote)) = (
            start > 0 && tag[start - 1].is_ascii_whitespace(),
            tag.get(at),
            quote,
        ) {
            let end = tag[at + 2..].iter().position(|b| *b == quote)? + at + 2;
            return Some(at + 2..end);
        }
    }
}

#[cfg(test)]
mod tests;
