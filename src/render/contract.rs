//! Takes a site's own theme and sample pages made with it; gives findings about missing parts of
//! the theme contract, markup that browsers ignore, templates that fail, and files without effect.
//! The contract lists what mulu and its scripts need on a page. The room `build` makes the sample
//! pages. This file must not know how a sample page is made.

use super::theme::{BOOK_STYLE, Files, MANIFEST, manifest, of_default, template_names};
use crate::config::Config;
use crate::diag::{Diagnostic, Error, Message, Place, Words, words};
use regex::Regex;
use scraper::{Html, Selector};
use std::sync::OnceLock;

/// The version of the contract. It increases when a change makes a valid theme invalid.
pub const VERSION: u32 = 1;

/// A sample page.
pub struct Sample<'a> {
    /// The kind of the page: the value of `page.kind` in templates.
    pub kind: &'a str,
    /// The HTML of the page.
    pub html: &'a str,
    /// The address, or a part of it, of a document to which the page links.
    pub document: &'a str,
}

struct Part {
    /// The kind of page that must have the part; empty if all kinds but `redirect` must have it.
    kind: &'static str,
    /// The CSS selector of the part.
    selector: &'static str,
    /// A piece of text in the built-in template that has the part. It shows in which template of
    /// the theme the part is missing.
    mark: &'static str,
    /// The markup to write.
    write: &'static str,
    /// The purpose of the part, in Chinese and English.
    purpose: (&'static str, &'static str),
}

const fn part(
    kind: &'static str,
    selector: &'static str,
    mark: &'static str,
    write: &'static str,
    purpose: (&'static str, &'static str),
) -> Part {
    Part {
        kind,
        selector,
        mark,
        write,
        purpose,
    }
}

const PARTS: &[Part] = &[
    part(
        "",
        "meta[charset]",
        "charset=",
        "<meta charset=\"utf-8\">",
        ("编码声明", "the encoding"),
    ),
    part(
        "",
        "meta[http-equiv=Content-Security-Policy]",
        "Content-Security-Policy",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{{ csp | safe }}\">",
        ("安全策略", "the security policy"),
    ),
    part(
        "",
        "meta[name=SiteName]",
        "page.meta",
        "{% for m in page.meta %}<meta name=\"{{ m.name }}\" content=\"{{ m.content }}\">{% endfor %}",
        (
            "政府网站规定的标签",
            "the tags that the rules for government websites ask for",
        ),
    ),
    part(
        "",
        "script[src*=\"static/mulu-page.js\"]",
        "mulu-page.js",
        "<script src=\"{{ page.root }}static/mulu-page.js\"{% if not site.archive_of %} \
         data-offset=\"{{ site.utc_offset }}\"{% endif %} defer></script>",
        (
            "按访问当天显示有效性的脚本",
            "the script that shows the validity on the visitor's day",
        ),
    ),
    part(
        "",
        "html[lang]",
        "lang=",
        "<html lang=\"{{ site.language }}\">",
        ("语言", "the language"),
    ),
    part(
        "",
        "h1",
        "block main",
        "<h1>{{ page.title }}</h1>",
        ("标题", "a heading"),
    ),
    part(
        "document",
        "a[href=\"https://example.cn/sample\"]",
        "doc.body",
        "{{ doc.body | safe }}",
        ("正文", "the text"),
    ),
    part(
        "document",
        "[data-from]",
        "doc.validity",
        "{{ <badge v={doc.validity} /> }}",
        (
            "以后各日的有效性（data-from）",
            "the validity of later days (data-from)",
        ),
    ),
    part(
        "document",
        "a[href$=\"sample.txt\"]",
        "doc.attachments",
        "{% if doc.attachments %}{{ <files attachments={doc.attachments} /> }}{% endif %}",
        ("附件", "the attachments"),
    ),
    part(
        "page",
        "a[href=\"https://example.cn/sample\"]",
        "doc.body",
        "{{ doc.body | safe }}",
        ("正文", "the text"),
    ),
    part(
        "list",
        "a[href$=\"{document}\"]",
        "list.items",
        "{% for item in list.items %}{{ <entry item={item} /> }}{% endfor %}",
        ("文件的链接", "the links to the documents"),
    ),
    part(
        "redirect",
        "a[href$=\"{document}\"]",
        "target.url",
        "<a href=\"{{ page.root }}{{ target.url }}\">{{ target.title }}</a>",
        ("新网址的链接", "the link to the new address"),
    ),
    part(
        "home",
        "form[action$=\"search.html\"],a[href$=\"search.html\"]",
        "search.html",
        "<form role=\"search\" action=\"{{ page.root }}search.html\"><input name=\"q\" type=\"search\"></form>",
        ("检索的入口", "a way to the search"),
    ),
    part(
        "search",
        "script[src*=\"search/engine.js\"],script[src*=\"search/mulu-search.js\"]",
        "search.engine",
        "<script src=\"{{ search.engine }}\" data-root=\"{{ search.root }}\" defer></script>",
        ("检索引擎", "the search engine"),
    ),
    part(
        "search",
        "script[src*=\"static/mulu-ui.js\"]",
        "mulu-ui.js",
        "<script src=\"static/mulu-ui.js\" defer></script>",
        ("检索界面的脚本", "the script of the search page"),
    ),
];

/// The ids that `mulu-ui.js` needs on the search page, each with a suitable element.
const IDS: &[(&str, &str)] = &[
    (
        "search-form",
        "<form id=\"search-form\" role=\"search\" action=\"search.html\">…</form>",
    ),
    ("q", "<input id=\"q\" name=\"q\" type=\"search\">"),
    ("search-off", "<div id=\"search-off\">…</div>"),
    ("search-ui", "<div id=\"search-ui\" hidden>…</div>"),
    ("status", "<p id=\"status\" role=\"status\"></p>"),
    ("hits", "<ol id=\"hits\" hidden></ol>"),
    (
        "none",
        "<div id=\"none\" hidden><div id=\"why\"></div></div>",
    ),
    ("why", "<div id=\"why\"></div>"),
    (
        "more",
        "<button type=\"button\" id=\"more\" hidden>{{ t.more_results }}</button>",
    ),
    (
        "clear",
        "<button type=\"button\" id=\"clear\" hidden>{{ t.filters_clear }}</button>",
    ),
    (
        "start",
        "<div id=\"start\" hidden>…<button type=\"button\" id=\"browse\">…</button></div>",
    ),
    (
        "browse",
        "<button type=\"button\" id=\"browse\">{{ t.search_browse }}</button>",
    ),
    (
        "suggest",
        "<div id=\"suggest\" hidden><p>{{ t.search_suggest }}</p><ul></ul></div>",
    ),
    (
        "sorting",
        "<span id=\"sorting\"><button type=\"button\" value=\"relevance\" aria-pressed=\"true\">…</button></span>",
    ),
    ("applied", "<ul id=\"applied\" hidden></ul>"),
    (
        "facets",
        "<details class=\"facets\"><div id=\"facets\"></div>…</details>",
    ),
    ("ticked", "<span id=\"ticked\"></span>"),
    (
        "apply",
        "<button type=\"button\" id=\"apply\">{{ t.see_results }}<span id=\"found\"></span></button>",
    ),
    ("found", "<span id=\"found\"></span>"),
    (
        "results-h",
        "<h2 id=\"results-h\" tabindex=\"-1\">{{ t.results }}</h2>",
    ),
    ("search-texts", "<template id=\"search-texts\">…</template>"),
    (
        "search-options",
        "<template id=\"search-options\">…</template>",
    ),
];

/// Markup that browsers ignore under the pages' content security policy: its selector, a piece of
/// text that it has in a template, and what to do instead.
const BLOCKED: &[(&str, &str, (&str, &str))] = &[
    (
        "[style]",
        "style=",
        (
            "请把样式写进 static/ 下的样式表，用 class 引用。",
            "Put the style into a style sheet under static/ and refer to it by a class.",
        ),
    ),
    (
        "style",
        "<style",
        (
            "请把样式写进 static/ 下的样式表。",
            "Put the styles into a style sheet under static/.",
        ),
    ),
    (
        "script:not([src])",
        "<script",
        (
            "请把脚本写成 static/ 下的文件，用 src 引用。",
            "Put the script into a file under static/ and refer to it with src.",
        ),
    ),
    (
        "[onclick],[onload],[onchange],[onsubmit],[oninput],[onerror]",
        " on",
        (
            "请在 static/ 下的脚本中用 addEventListener。",
            "Use addEventListener in a script under static/.",
        ),
    ),
    (
        "script[src^=http],script[src^=\"//\"],link[rel=stylesheet][href^=http],img[src^=http],iframe",
        "http",
        (
            "请把这个文件放到 static/ 下，用“{{ page.root }}static/…”引用。",
            "Put the file under static/ and refer to it as {{ page.root }}static/….",
        ),
    ),
];

/// The name of a kind of page in messages.
fn name(kind: &str) -> Words {
    match kind {
        "home" => words("首页", "the home page"),
        "document" => words("文件页", "the page of a document"),
        "page" => words("单页", "a page of its own"),
        "list" => words("列表页", "a list"),
        "lists" => words("列表总览页", "the overview of lists"),
        "search" => words("检索页", "the search page"),
        "sitemap" => words("网站地图", "the site map"),
        "archive" => words("历年归档页", "the page of archived years"),
        "withdrawn" => words("撤回说明页", "the page of a withdrawn document"),
        "redirect" => words("旧网址的跳转页", "the page at an old address"),
        "404" => words("找不到网页的提示页", "the page for unknown addresses"),
        _ => words("网页", "pages"),
    }
}

/// The name of the page that has a fault. For a fault in `base.html` or `components.html`, which
/// many pages share, it is the word for pages in general.
fn page(kind: &str, place: Option<&Place>) -> Words {
    let is_shared = |place: &Place| {
        ["/base.html", "/components.html"]
            .iter()
            .any(|name| place.file.ends_with(name))
    };
    if place.is_some_and(is_shared) {
        return words("网页", "pages");
    }
    name(kind)
}

/// The path of a theme's file from the site's folder.
fn shown(config: &Config, path: &str) -> String {
    format!("themes/{}/{path}", config.theme)
}

/// Findings about the theme's files, before any page is made.
pub fn form(config: &Config, own: &Files) -> Result<Vec<Diagnostic>, Error> {
    let mut findings = Vec::new();
    let stated = manifest(config, own)?.contract;
    let is_code = |path: &String| path.starts_with("templates/") || path.ends_with(".js");
    match stated {
        Some(VERSION) => {}
        Some(other) => {
            let text = own.get(MANIFEST).map(|b| String::from_utf8_lossy(b));
            let text = text.unwrap_or_default();
            let at = text.find("contract").unwrap_or_default();
            let end = at + text[at..].lines().next().map_or(0, str::len);
            let message = Message::ThemeVersion {
                stated: other.to_string().into(),
                known: VERSION.to_string().into(),
            };
            let place = Place::new(&shown(config, MANIFEST), &text, at..end);
            findings.push(Diagnostic::new(message).at(place));
        }
        None if own.keys().any(is_code) => {
            let folder = format!("themes/{}", config.theme);
            let message = Message::ThemeVersionUnstated {
                folder: folder.as_str().into(),
                known: VERSION.to_string().into(),
            };
            findings.push(Diagnostic::new(message).in_file(&folder));
        }
        None => {}
    }
    let without_effect = own
        .keys()
        .filter_map(|path| Some((path, unused(own, path)?)));
    findings.extend(without_effect.map(|(path, remedy)| {
        let remedy = remedy.into();
        Diagnostic::new(Message::ThemeFile { remedy }).in_file(&shown(config, path))
    }));
    Ok(findings)
}

/// The remedy for a file that mulu does not use. `None` for a file that it uses, for a template
/// that a file of the theme names in quotes, and for a licence or a Markdown file, such as a
/// README, in the theme's folder itself.
fn unused(own: &Files, path: &str) -> Option<Words> {
    let nearest = |known: &mut dyn Iterator<Item = &str>| {
        let by_distance =
            known.map(|name| (strsim::damerau_levenshtein(name, path), name.to_owned()));
        by_distance.min().filter(|(distance, _)| *distance <= 3)
    };
    let meant = |name: &str| {
        words(
            format!("是不是“{name}”？请改名；不需要的请删除。"),
            format!("Did you mean {name}? Rename it, or remove what is not needed."),
        )
    };
    if let Some(template) = path.strip_prefix("templates/") {
        let is_named =
            |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(&format!("\"{template}\""));
        if template_names().any(|name| name == template) || own.values().any(is_named) {
            return None;
        }
        let known: Vec<String> = template_names().map(|n| format!("templates/{n}")).collect();
        let near = nearest(&mut known.iter().map(String::as_str));
        return Some(near.map_or_else(
            || {
                words(
                    "没有这个名称的页面，也没有别的模板引用它；请删除，或在模板中用 extends、include 引用。",
                    "No page has this name and no template refers to it; remove it, or refer to it with extends or include.",
                )
            },
            |(_, name)| meant(&name),
        ));
    }
    let is_text = ["texts/zh-Hans.yaml", "texts/en.yaml"].contains(&path);
    let is_about = !path.contains('/') && (path.ends_with(".md") || path.starts_with("LICENSE"));
    let is_read = is_text || path == MANIFEST || path == BOOK_STYLE;
    if path.starts_with("static/") || is_read || is_about {
        return None;
    }
    let known = ["texts/zh-Hans.yaml", "texts/en.yaml", MANIFEST, BOOK_STYLE];
    let near = nearest(&mut known.into_iter());
    Some(near.map_or_else(
        || {
            words(
                "主题只用 templates/、static/、texts/ 三个文件夹和 theme.yaml、book.css 两个文件；请移入相应的文件夹，或删除。",
                "A theme has the folders templates/, static/ and texts/ and the files theme.yaml and book.css; move it there or remove it.",
            )
        },
        |(_, name)| meant(&name),
    ))
}

/// The finding for a template that cannot be read or from which no page can be made.
pub fn failed(config: &Config, own: &Files, kind: Option<&str>, reason: &Words) -> Diagnostic {
    static AT: OnceLock<Option<Regex>> = OnceLock::new();
    let at = AT.get_or_init(|| Regex::new(r"--> (\S+?):(\d+):(\d+)").ok());
    let first = |text: &str| {
        text.lines()
            .next()
            .unwrap_or_default()
            .trim_end_matches(':')
            .to_owned()
    };
    let place = at
        .as_ref()
        .and_then(|at| at.captures(&reason.en))
        .and_then(|found| {
            let path = format!("templates/{}", &found[1]);
            let text = String::from_utf8_lossy(own.get(&path)?).into_owned();
            let (line, column): (usize, usize) = (found[2].parse().ok()?, found[3].parse().ok()?);
            let start: usize = text
                .split_inclusive('\n')
                .take(line.saturating_sub(1))
                .map(str::len)
                .sum();
            let rest = text[start..].lines().next().unwrap_or_default();
            let before: usize = rest
                .chars()
                .take(column.saturating_sub(1))
                .map(char::len_utf8)
                .sum();
            Some(Place::new(
                &shown(config, &path),
                &text,
                start + before..start + rest.len(),
            ))
        });
    // The list of available variables is cut off, because it differs between pages. With it, each
    // page would have a finding of its own.
    let said = first(&reason.en).replacen("error: ", "", 1);
    let said = said
        .split_once(". Available variables:")
        .map_or(said.as_str(), |(said, _)| said);
    let kind = kind.unwrap_or("base");
    let place = place.or_else(|| self::place(config, own, kind, ""));
    let finding = Diagnostic::new(Message::ThemeFails {
        file: words("模板", "template").into(),
        page: page(kind, place.as_ref()).into(),
        reason: words(first(&reason.zh), said).into(),
        remedy: words(
            "请按所指位置改正模板。模板中可用的值见 themes/default/README.md；有的值可能为空，\
             请先用 if 判断再使用。",
            "Correct the template at this place. themes/default/README.md lists the values; \
             some may be empty, so ask with `if` before using them.",
        )
        .into(),
    });
    match place {
        Some(place) => finding.at(place),
        None => finding.in_file(&format!("themes/{}", config.theme)),
    }
}

/// The findings in a sample page: missing parts, and markup that browsers ignore.
pub fn faults(config: &Config, own: &Files, sample: &Sample<'_>) -> Vec<Diagnostic> {
    let html = Html::parse_document(sample.html);
    let has = |selector: &str| {
        let selector = selector.replace("{document}", sample.document);
        Selector::parse(&selector).is_ok_and(|s| html.select(&s).next().is_some())
    };
    let mut findings = Vec::new();
    let mut lacks = |mark: &str, write: &str, purpose: Words| {
        if let Some(place) = place(config, own, sample.kind, mark) {
            let message = Message::ThemePart {
                page: page(sample.kind, Some(&place)).into(),
                purpose: purpose.into(),
                part: write.into(),
            };
            findings.push(Diagnostic::new(message).at(place));
        }
    };
    let is_of_kind = |part: &&Part| match part.kind {
        "" => sample.kind != "redirect",
        kind => kind == sample.kind,
    };
    for part in PARTS.iter().filter(is_of_kind) {
        if !has(part.selector) {
            lacks(part.mark, part.write, words(part.purpose.0, part.purpose.1));
        }
    }
    // A theme's own script for the search page may need other ids.
    if sample.kind == "search" && !own.contains_key("static/mulu-ui.js") {
        for (id, write) in IDS {
            if !has(&format!("#{id}")) {
                let purpose = words(
                    format!("检索脚本要用的 id=\"{id}\""),
                    format!("id=\"{id}\", which the search script uses"),
                );
                lacks(&format!("id=\"{id}\""), write, purpose);
            }
        }
    }
    for (_, mark, remedy) in BLOCKED.iter().filter(|(selector, ..)| has(selector)) {
        findings.extend(blocked(config, own, sample.kind, mark, *remedy));
    }
    findings
}

/// The templates of a page of this kind: its own, the components, and `base.html` (the frame).
fn templates(kind: &str) -> [String; 3] {
    [kind, "components", "base"].map(|name| format!("templates/{name}.html"))
}

/// The place for a missing part, in one of the page's templates that the theme replaces. If the
/// page's own template is among them and extends no other, the place is in that template.
/// Otherwise, the place is in the template whose built-in version has the part, or else in the
/// first that the theme replaces. `None` if the theme replaces none of the page's templates.
fn place(config: &Config, own: &Files, kind: &str, mark: &str) -> Option<Place> {
    let templates = templates(kind);
    let text = |path: &String| {
        own.get(path)
            .map(|b| String::from_utf8_lossy(b).into_owned())
    };
    let stands_alone = text(&templates[0]).is_some_and(|t| !t.contains("extends"));
    let belongs = |path: &&String| own.contains_key(*path) && of_default(path).contains(mark);
    let path = templates
        .iter()
        .find(|path| stands_alone || belongs(path))
        .or_else(|| templates.iter().find(|path| own.contains_key(*path)))?;
    let text = text(path)?;
    let at = ["block main", "<body", "<head"]
        .iter()
        .find_map(|m| text.find(m));
    let start = at.map_or(0, |at| text[..at].rfind('\n').map_or(0, |i| i + 1));
    let end = start + text[start..].lines().next().map_or(0, str::len);
    Some(Place::new(&shown(config, path), &text, start..end))
}

/// The finding for markup that browsers ignore; `None` if the theme's templates of the page lack
/// this markup.
fn blocked(
    config: &Config,
    own: &Files,
    kind: &str,
    mark: &str,
    remedy: (&str, &str),
) -> Option<Diagnostic> {
    templates(kind).iter().find_map(|path| {
        let text = String::from_utf8_lossy(own.get(path)?).into_owned();
        let is_it = |at: usize| {
            let tag = &text[at..];
            let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
            // A script with `src` is allowed; ` on` must have `=` in its tag.
            !(mark == "<script" && tag.contains("src=") || mark == " on" && !tag.contains('='))
        };
        let at = text
            .match_indices(mark)
            .map(|(at, _)| at)
            .find(|&at| is_it(at))?;
        let what = text[at..].trim_start();
        let what = &what[..what.find(['>', ' ', '\n']).unwrap_or(what.len())];
        let place = Place::new(&shown(config, path), &text, at..at + mark.len());
        let message = Message::ThemeBlocked {
            page: page(kind, Some(&place)).into(),
            what: what.into(),
            remedy: words(remedy.0, remedy.1).into(),
        };
        Some(Diagnostic::new(message).at(place))
    })
}
