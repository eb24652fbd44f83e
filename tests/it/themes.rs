//! Tests themes: replaced files of the built-in theme, a site's own theme, and a site in English.

use crate::harness::Site;

#[test]
fn a_theme_may_replace_single_files() {
    let site = Site::new();
    site.document("a", "N/2024-1", "", "正文。");
    site.write(
        "mulu.yaml",
        "title: 测试目录\nagency: {name: 甲局}\ntheme: own\n",
    );
    site.write(
        "themes/own/templates/404.html",
        "{% extends \"base.html\" %}{% block main %}<h1>自己的四零四</h1>{% endblock %}",
    );
    site.write("themes/own/static/extra.css", "body{}");
    site.write("themes/own/texts/zh-Hans.yaml", "home: 起始页\n");
    site.build();
    assert!(site.read("404.html").contains("自己的四零四"));
    assert!(site.has("static/extra.css") && site.has("static/mulu.css"));
    let home = site.read("index.html");
    assert!(
        home.contains("起始页") && home.contains("检索"),
        "the other texts stay"
    );
}

/// A theme that was made when there was one style sheet keeps all rules.
#[test]
fn a_base_that_names_one_style_sheet_gets_all_rules_in_it() {
    let site = Site::new();
    let base = include_str!("../../themes/default/templates/base.html");
    let mut lines = base.lines();
    let mut old = Vec::new();
    while let Some(line) = lines.next() {
        let is_further = line.contains("static/mulu-") && line.contains("stylesheet");
        if !is_further {
            old.push(line);
        } else if line.starts_with("{% if") {
            lines.next(); // {% endif %}
        }
    }
    assert_eq!(old.len() + 4, base.lines().count());
    site.document("a/1", "N/2024-1", "", "正文。");
    site.write("themes/default/templates/base.html", old.join("\n"));
    site.build();
    let sheet = std::fs::read_to_string(site.public().join("static/mulu.css")).unwrap();
    for name in ["document", "list", "home", "search", "media"] {
        let further = format!("themes/default/static/mulu-{name}.css");
        let further = std::fs::read_to_string(crate::harness::repository().join(further)).unwrap();
        assert!(sheet.contains(further.trim()), "{name}");
    }
}

#[test]
fn the_built_in_theme_may_be_overridden_in_place() {
    let site = Site::new();
    site.write(
        "themes/default/templates/404.html",
        "{% extends \"base.html\" %}{% block main %}<h1>就地改</h1>{% endblock %}",
    );
    site.build();
    assert!(site.read("404.html").contains("就地改") && site.has("static/mulu.css"));
}

#[test]
fn a_theme_that_is_not_there_is_named() {
    let site = Site::new();
    site.write("mulu.yaml", "title: 测试目录\ntheme: missing\n");
    let run = site.run(&["--lang", "zh", "build"]).ends(2);
    assert!(run.stderr.contains("没有主题“missing”"), "{}", run.stderr);
}

/// `check` makes the pages of a template in three forms (live, with drafts, archived), but a fault
/// of the template is one finding.
#[test]
fn a_fault_of_a_template_is_one_finding() {
    let site = Site::new();
    site.write(
        "themes/default/templates/list.html",
        "{% extends \"base.html\" %}{% block main %}<h1>{{ nothing.here }}</h1>{% endblock %}",
    );
    let found = site.run(&["--lang", "en", "check"]).ends(1).stdout;
    assert_eq!(found.matches("[theme-fails]").count(), 1, "{found}");
    assert!(
        found.contains("Variable `nothing` is not defined") && found.contains("list.html:1:49"),
        "{found}"
    );
}

#[test]
fn a_template_that_is_wrong_is_named_with_its_place() {
    let site = Site::new();
    site.write(
        "themes/default/templates/404.html",
        "{% extends \"base.html\" %}{% block main %}{{ oops",
    );
    site.write("themes/default/templates/home.html", "{{ x | }}");
    for (command, code) in [("check", 1), ("build", 2)] {
        let run = site.run(&["--lang", "zh", command]).ends(code);
        let all = run.stdout + &run.stderr;
        assert_eq!(all.matches("模板有误").count(), 2, "{all}");
        for template in ["404.html:1:", "home.html:1:"] {
            let place = format!("themes/default/templates/{template}");
            assert!(all.contains(&place), "{place} is missing from\n{all}");
        }
    }
    assert!(!site.public().exists());
}

#[test]
fn a_site_in_english() {
    let site = Site::new();
    site.write("mulu.yaml", "title: Disclosed documents\nlanguage: en\nbase_url: https://example.org/\nagency: {name: Bureau A}\n");
    site.document(
        "notices/a",
        "N/2024-1",
        "title: Notice of a public consultation\nvalidity: effective\n",
        "All may comment.",
    );
    site.build();
    let pages = crate::harness::tree(&site.public());
    let tags = regex::Regex::new("<meta name=Column[^>]*>").unwrap();
    for (path, bytes) in pages.iter().filter(|(p, _)| p.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(text.contains("<html lang=\"en\""), "{path}");
        // the rules for government websites require Chinese column types in the meta tags
        let visible = tags.replace_all(&text, "");
        // a site in English also has these Chinese examples of document numbers
        let visible = visible
            .replace("“〔2023〕3号”", "")
            .replace("<span aria-hidden=true>号</span>", "");
        let han: String = visible
            .chars()
            .filter(|c| ('一'..='鿿').contains(c))
            .collect();
        assert!(han.is_empty(), "{path}: {han}");
    }
}

/// All colours are tokens (custom properties) at the top of `mulu.css`, so a site or a mode such as
/// dark changes colours there alone.
#[test]
fn no_colour_stands_outside_the_tokens() {
    let folder = crate::harness::repository().join("themes/default/static");
    let sheet = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let css = sheet("mulu.css");
    let (tokens, rules) = css.split_once("/* End of tokens. */").unwrap();
    assert!(tokens.contains("--red:#a8211b"));
    let others = ["document", "list", "home", "search", "media"];
    let others = others.map(|name| sheet(&format!("mulu-{name}.css")));
    let masked = regex::Regex::new("url\\(\"data:[^\"]*\"\\)").unwrap();
    let all = format!("{rules}{}", others.concat());
    let rules = masked.replace_all(&all, "");
    let literal = regex::Regex::new(
        r"#[0-9a-fA-F]{3,8}\b[;,) }]|rgba?\(|hsla?\(|[:, ](white|black|red|blue|green|gr[ae]y)\b[;,} ]",
    )
    .unwrap();
    let found: Vec<&str> = literal.find_iter(&rules).map(|m| m.as_str()).collect();
    assert!(found.is_empty(), "{found:?}");
    for new in [
        ":is(",
        ":where(",
        "clamp(",
        "inset:",
        "margin-inline",
        "padding-block",
        "padding-inline",
    ] {
        assert!(!rules.contains(new), "{new} is younger than Chromium 69");
    }
}

#[test]
fn a_page_names_the_style_sheets_of_its_kind() {
    let site = Site::new();
    site.write("mulu.yaml", "title: 测试目录\n");
    site.document("a", "N/2024-1", "issuing_body: 甲局\n", "正文。");
    site.build();
    let named = regex::Regex::new("<link rel=stylesheet href=\"([./]*)(static/[a-z-]+\\.css)\\?[0-9a-f]+\"( media=\"[^\"]+\")?>").unwrap();
    let pages = crate::harness::tree(&site.public().join("doc"));
    let document = pages.keys().find(|path| path.ends_with(".html")).unwrap();
    let document = format!("doc/{document}");
    for (path, kinds) in [
        (document.as_str(), &["document"][..]),
        ("index.html", &["list", "home"]),
        ("search.html", &["list", "search"]),
        ("sitemap.html", &["list"]),
        ("404.html", &["list"]),
    ] {
        let page = site.read(path);
        let found: Vec<_> = named
            .captures_iter(&page)
            .map(|c| (c[2].to_owned(), c.get(3).is_some()))
            .collect();
        let mut expected = vec![("static/mulu.css".to_owned(), false)];
        expected.extend(
            kinds
                .iter()
                .map(|k| (format!("static/mulu-{k}.css"), false)),
        );
        expected.push(("static/mulu-media.css".to_owned(), true));
        assert_eq!(found, expected, "{path}");
        assert!(found.iter().all(|(file, _)| site.has(file)));
    }
}

#[test]
fn markup_in_content_stays_text() {
    let site = Site::new();
    let nasty = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";
    let quoted = serde_json::Value::from(nasty).to_string();
    site.document(
        "a",
        "N/2024-1",
        &format!("title: {quoted}\nissuing_body: {quoted}\nkeywords: [{quoted}]\nsummary: {quoted}\ncontact: {quoted}\nsource: {quoted}\n"),
        &format!("## {nasty}\n\n{nasty}\n\n[x](javascript:alert(1) \"t\")\n\n`{nasty}`\n")
            .replace("[x](javascript:alert(1) \"t\")", "[x](https://example.cn/\"onmouseover=alert(1) \"t\")"),
    );
    site.build();
    for (path, bytes) in crate::harness::tree(&site.public())
        .iter()
        .filter(|(p, _)| p.ends_with(".html") || p.ends_with(".xml"))
    {
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains("<script>")
                && !text.contains("<img src=x")
                && !text.contains("\"onmouseover"),
            "{path}"
        );
        if path.ends_with(".xml") {
            roxmltree::Document::parse(&text).unwrap();
        }
    }
}

#[test]
fn the_plain_theme_has_no_tools_and_little_weight() {
    let site = Site::new();
    site.write(
        "mulu.yaml",
        "title: 测试目录\nagency: {name: 甲局}\ntheme: plain\n",
    );
    site.document(
        "a",
        "N/2024-1",
        "date_expires: 2090-01-01\n",
        "## 一\n\n正文。",
    );
    let found = site.run(&["--lang", "zh", "check"]).ends(0);
    assert!(!found.stdout.contains("theme-"), "{}", found.stdout);
    site.build();
    let page = site.read("index.html");
    assert!(!page.contains("mulu-mode.js") && page.contains("检索"));
    let weight = |name: &str| std::fs::metadata(site.public().join(name)).unwrap().len();
    assert!(weight("static/mulu.css") < 8_000 && weight("static/mulu-page.js") < 1_000);
    assert!(
        site.read("search.html").contains("id=hits"),
        "the search is shared"
    );
}

#[test]
fn a_theme_of_three_files_builds_on_the_plain_one() {
    let site = Site::new();
    site.write("mulu.yaml", "title: 测试目录\ntheme: ours\n");
    site.document("a", "N/2024-1", "issuing_body: 甲局\n", "正文。");
    site.write("themes/ours/theme.yaml", "contract: 1\nbase: plain\n");
    site.write(
        "themes/ours/templates/404.html",
        "{% extends \"base.html\" %}{% block main %}<h1>自己的四零四</h1>{% endblock %}",
    );
    site.write("themes/ours/static/mulu.css", "body{color:#123}");
    site.write("themes/ours/texts/zh-Hans.yaml", "home: 起始页\n");
    let found = site.run(&["--lang", "zh", "check"]).ends(0);
    assert!(!found.stdout.contains("theme-"), "{}", found.stdout);
    site.build();
    let home = site.read("index.html");
    assert!(
        home.contains("起始页") && !home.contains("mulu-mode.js"),
        "{home}"
    );
    assert!(site.read("404.html").contains("自己的四零四"));
    assert_eq!(site.read("static/mulu.css"), "body{color:#123}");
}

#[test]
fn a_base_that_is_not_there_is_named() {
    let site = Site::new();
    site.write("mulu.yaml", "title: 测试目录\ntheme: ours\n");
    site.write("themes/ours/theme.yaml", "contract: 1\nbase: fancy\n");
    let run = site.run(&["--lang", "zh", "build"]).ends(2);
    assert!(
        run.stderr.contains("没有内置主题“fancy”") && run.stderr.contains("default、plain"),
        "{}",
        run.stderr
    );
}

/// Tests the service worker of a site with `offline: true`. The name of its cache follows from the
/// files that it fetches in advance.
#[test]
fn a_browser_keeps_pages_only_where_the_site_asks_for_it() {
    let site = Site::new();
    site.document("a", "N/2024-1", "issuing_body: 甲局\n", "正文。");
    site.build();
    assert!(!site.has("mulu-sw.js") && !site.read("index.html").contains("mulu-offline.js"));
    site.write(
        "mulu.yaml",
        "title: 测试目录\nagency: {name: 甲局}\noffline: true\n",
    );
    site.build();
    let first = site.read("mulu-sw.js");
    assert!(site.read("index.html").contains("mulu-offline.js"));
    assert!(site.read("search.html").contains("worker-src 'self' blob:"));
    assert!(
        first.contains("[\"index.html\",\"\"]") && first.contains("[\"search/root.js\",\""),
        "{first}"
    );
    site.build();
    assert_eq!(
        site.read("mulu-sw.js"),
        first,
        "the same site, the same worker"
    );
    site.document("b", "N/2024-2", "issuing_body: 甲局\n", "又一篇。");
    site.build();
    assert_ne!(site.read("mulu-sw.js"), first);
}

#[test]
fn a_fault_in_a_file_of_the_theme_is_found_by_check_and_build_at_its_place() {
    for (file, text, place, said) in [
        ("theme.yaml", "contrakt: 1\n", "1:1", "没有“contrakt”这一项"),
        (
            "theme.yaml",
            "# 一\ncontract: abc\n",
            "2:1",
            "“contract”的值是文字“abc”，应为非负整数",
        ),
        (
            "theme.yaml",
            "contrakt: 1\ncontract: abc\n",
            "2:1",
            "没有“contrakt”这一项",
        ),
        (
            "theme.yaml",
            "contract: 1\nbase: fancy\n",
            "2:1",
            "没有内置主题“fancy”",
        ),
        (
            "texts/zh-Hans.yaml",
            "home: [一]\n",
            "1:1",
            "“home”的值是列表",
        ),
        ("texts/zh-Hans.yaml", "home: 一\n- 二\n", "2:1", "缩进"),
    ] {
        let site = Site::new();
        site.write(
            "mulu.yaml",
            "title: 测试目录\nagency: {name: 甲局}\ntheme: own\n",
        );
        site.write("themes/own/theme.yaml", "contract: 1\n");
        site.write(&format!("themes/own/{file}"), text);
        for (command, code) in [("check", 1), ("build", 2)] {
            let run = site.run(&["--lang", "zh", command]).ends(code);
            let all = run.stdout + &run.stderr;
            let parts = ["theme-fails", &format!("themes/own/{file}:{place}"), said];
            for part in parts {
                assert!(
                    all.contains(part),
                    "{command}: {part} is missing from\n{all}"
                );
            }
            assert!(!all.contains("模板有误"), "{all}");
        }
    }
}
