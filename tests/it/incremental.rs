//! Tests that a build with the cache of the previous build gives the same bytes as a build without
//! a cache, whatever was edited in between.
//!
//! `MULU_SEQUENCES=200 cargo test --test it incremental` tries more sequences than the usual run.

use crate::harness::{Run, Site, assert_same, copy, mulu, run, tree};

/// A generator of random numbers with a known seed, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    fn text(&mut self, words: usize) -> String {
        const WORDS: [&str; 16] = [
            "优待",
            "抚恤",
            "安置",
            "条例",
            "办法",
            "通知",
            "退役",
            "军人",
            "事务",
            "预算",
            "2024年",
            "公开",
            "目录",
            "。\n\n",
            "，",
            "\n\n## 一、总则\n\n",
        ];
        (0..words).map(|_| WORDS[self.below(WORDS.len())]).collect()
    }
}

struct Document {
    path: String,
    number: usize,
    title: String,
    day: String,
    category: String,
    fields: String,
    body: String,
}

/// A catalogue that the test edits.
struct Edited {
    site: Site,
    documents: Vec<Document>,
    next: usize,
    as_of: String,
    random: Random,
}

/// The `n`-th `mulu.yaml`. Findings about the published site are off, because the fresh build has
/// no published site.
fn configuration(n: usize) -> String {
    format!(
        "title: 测试目录{n}\nbase_url: https://example.cn/xxgk/\nagency: {{name: 甲局}}\npage_size: {}\n\
         checks: {{severity: {{published-document-gone: off, published-number-changed: off, \
         published-document-hidden: off, published-document-changed: off}}}}\n",
        5 + n
    )
}

impl Edited {
    fn new(seed: u64) -> Edited {
        let mut edited = Edited {
            site: Site::new(),
            documents: Vec::new(),
            next: 0,
            as_of: "2026-03-10".into(),
            random: Random(seed * 2 + 1),
        };
        edited.site.write("mulu.yaml", configuration(0));
        std::fs::create_dir(edited.site.root().join("themes")).unwrap();
        (0..12).for_each(|_| edited.add());
        edited
    }

    fn add(&mut self) {
        let r = &mut self.random;
        self.next += 1;
        let words = 5 + r.below(120);
        let document = Document {
            path: format!("{}/{}", ["通知", "规章", "人事"][r.below(3)], self.next),
            number: self.next,
            title: format!(
                "关于{}的通知（{}）",
                r.text(3).replace(['\n', '#'], ""),
                self.next
            ),
            day: format!(
                "{}-{:02}-{:02}",
                2023 + r.below(4),
                1 + r.below(12),
                1 + r.below(28)
            ),
            category: String::new(),
            fields: String::new(),
            body: r.text(words),
        };
        self.documents.push(document);
        self.write(self.documents.len() - 1);
    }

    fn write(&self, i: usize) {
        let Document {
            path,
            number,
            title,
            day,
            category,
            fields,
            body,
        } = &self.documents[i];
        let front = format!(
            "title: {title}\nindex_number: N/{number}\ndocument_number: 甲〔2024〕{number}号\ndate_created: {day}\n{category}{fields}"
        );
        self.site.write(
            &format!("content/{path}.md"),
            format!("---\n{front}---\n\n{body}\n"),
        );
    }

    fn remove(&mut self, i: usize) -> Document {
        let document = self.documents.remove(i);
        std::fs::remove_file(
            self.site
                .root()
                .join(format!("content/{}.md", document.path)),
        )
        .unwrap();
        document
    }

    /// Makes one edit as a person would, and returns its description.
    fn edit(&mut self) -> String {
        let i = self.random.below(self.documents.len());
        let kind = self.random.below(14);
        match kind {
            0 => {
                let more = self.random.text(8);
                self.documents[i].body.insert_str(0, &more);
            }
            1 => {
                let more = self.random.text(3);
                self.documents[i].body.push_str(&more);
            }
            2 | 3 => {
                self.add();
                return format!("add {}", self.next);
            }
            4 if self.documents.len() > 4 => {
                let gone = self.remove(i);
                return format!("delete {}", gone.number);
            }
            5 => {
                let mut document = self.remove(i);
                document.path = format!("改名/{}-{}", document.number, self.random.below(100));
                self.documents.insert(i, document);
            }
            6 => {
                self.documents[i].day = format!(
                    "{}-0{}-1{}",
                    2023 + self.random.below(4),
                    1 + self.random.below(9),
                    self.random.below(9)
                )
            }
            7 => {
                self.documents[i].category = format!(
                    "category: 分类/{}\n",
                    ["甲", "乙", "丙"][self.random.below(3)]
                )
            }
            8 => {
                let other = self.documents[self.random.below(self.documents.len())].number;
                let relation = ["related", "amends", "interprets", "repeals"][self.random.below(4)];
                self.documents[i].fields = if other == self.documents[i].number {
                    String::new()
                } else {
                    format!("{relation}: [N/{other}]\n")
                };
            }
            9 => {
                let name = format!("附件{}.txt", self.documents[i].number);
                let folder = self.documents[i]
                    .path
                    .rsplit_once('/')
                    .unwrap()
                    .0
                    .to_owned();
                let text = self.random.text(9);
                self.site.write(&format!("content/{folder}/{name}"), text);
                self.documents[i].fields = format!("attachments: [{name}]\n");
            }
            10 => {
                let other = &self.documents[self.random.below(self.documents.len())];
                let link = format!("\n\n见[另一份](/{}.md)。\n", other.path);
                self.documents[i].body.push_str(&link);
            }
            11 => {
                let n = self.random.below(100);
                self.site.write("themes/default/templates/404.html", format!("{{% extends \"base.html\" %}}{{% block main %}}<h1>{n}</h1>{{% endblock %}}"));
            }
            12 => {
                let n = self.random.below(3);
                self.site.write("mulu.yaml", configuration(n));
            }
            _ => {
                self.as_of = format!(
                    "2026-{:02}-{:02}",
                    1 + self.random.below(12),
                    1 + self.random.below(28)
                )
            }
        }
        if i < self.documents.len() {
            self.write(i);
        }
        format!(
            "{kind} of {}",
            self.documents[i.min(self.documents.len() - 1)].number
        )
    }
}

fn sequence(seed: u64, steps: usize) {
    let mut edited = Edited::new(seed);
    let mut done = Vec::new();
    for step in 0..steps {
        if step > 0 {
            done.push(edited.edit());
        }
        let args = ["--as-of", edited.as_of.as_str(), "build"];
        let now = run(mulu(edited.site.root()).args(args));
        let anew = Site::empty();
        copy(
            &edited.site.root().join("content"),
            &anew.root().join("content"),
        );
        copy(
            &edited.site.root().join("themes"),
            &anew.root().join("themes"),
        );
        anew.write(
            "mulu.yaml",
            std::fs::read(edited.site.root().join("mulu.yaml")).unwrap(),
        );
        let fresh = run(mulu(anew.root()).args(args));
        assert_eq!(
            now.code, fresh.code,
            "seed {seed}: {done:?}\n{}\n{}",
            now.stderr, fresh.stderr
        );
        let finding = |s: &str| s.split("已生成").next().unwrap_or_default().to_owned();
        assert_eq!(
            finding(&now.stderr),
            finding(&fresh.stderr),
            "seed {seed}: {done:?}"
        );
        if now.code == 0 {
            assert_same(
                &tree(&edited.site.public()),
                &tree(&anew.public()),
                &format!("seed {seed}: {done:?}"),
            );
        }
    }
}

#[test]
fn edits_one_after_the_other_give_what_a_fresh_build_gives() {
    let sequences = std::env::var("MULU_SEQUENCES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(6);
    for seed in 0..sequences {
        sequence(seed, 12);
    }
}

/// A site with the same sources, built without a cache.
fn built_anew(site: &Site, args: &[&str]) -> (Site, Run) {
    let anew = Site::empty();
    for folder in ["content", "themes"] {
        if site.root().join(folder).is_dir() {
            copy(&site.root().join(folder), &anew.root().join(folder));
        }
    }
    anew.write(
        "mulu.yaml",
        std::fs::read(site.root().join("mulu.yaml")).unwrap(),
    );
    let run = anew.run(args);
    (anew, run)
}

/// The page of a renewed document shows its last day in force, even after a repeal.
#[test]
fn a_renewal_that_changes_its_last_day_changes_the_page_of_the_renewed_document() {
    let site = Site::new();
    let renewal = |last_day: &str| {
        let fields = format!("date_expires: {last_day}\nrenews: [N/1]\n");
        site.document("2", "N/2", &fields, "正文。");
    };
    site.document("1", "N/1", "date_expires: 2024-12-31\n", "正文。");
    site.document("3", "N/3", "repeals: [N/1]\n", "正文。");
    let build = ["--as-of", "2026-06-01", "build"];
    for last_day in ["2030-12-31", "2031-12-31"] {
        renewal(last_day);
        site.run(&build).ends(0);
        let (anew, run) = built_anew(&site, &build);
        run.ends(0);
        assert!(
            anew.read("doc/51/n-1.html").contains(last_day),
            "{last_day}"
        );
        assert_same(&tree(&site.public()), &tree(&anew.public()), last_day);
    }
}

#[test]
fn an_edit_that_keeps_size_and_time_is_seen() {
    let site = Site::new();
    site.document("a", "N/1", "", "旧的内容").build();
    let file = site.root().join("content/a.md");
    let times = std::fs::metadata(&file).unwrap().modified().unwrap();
    let text = std::fs::read_to_string(&file)
        .unwrap()
        .replace("旧的内容", "新的内容");
    std::fs::write(&file, text).unwrap();
    std::fs::File::options()
        .write(true)
        .open(&file)
        .unwrap()
        .set_modified(times)
        .unwrap();
    site.build();
    let pages: Vec<Vec<u8>> = tree(&site.public())
        .into_iter()
        .filter(|(p, _)| p.starts_with("doc/"))
        .map(|(_, b)| b)
        .collect();
    assert!(
        pages
            .iter()
            .any(|b| String::from_utf8_lossy(b).contains("新的内容"))
    );
}

/// Links to the old heading break in documents that were not edited.
#[test]
fn a_heading_that_changes_breaks_the_links_of_other_documents() {
    let site = Site::new();
    site.document("a", "N/1", "", "见[总则](b.md#一、总则)。")
        .document("b", "N/2", "", "## 一、总则\n\n正文。");
    let fresh = |site: &Site, args: &[&str]| {
        let anew = Site::empty();
        copy(&site.root().join("content"), &anew.root().join("content"));
        anew.write(
            "mulu.yaml",
            std::fs::read(site.root().join("mulu.yaml")).unwrap(),
        );
        (anew.run(args).ends(0), anew)
    };
    for (heading, is_broken) in [
        ("一、总则", false),
        ("一、目的", true),
        ("一、总则", false),
        ("二、总则", true),
    ] {
        site.document("b", "N/2", "", &format!("## {heading}\n\n正文。"));
        let now = site.run(&["build", "--lang", "en"]).ends(0);
        assert_eq!(
            now.stderr.contains("broken-anchor"),
            is_broken,
            "{heading}: {}",
            now.stderr
        );
        let (_, anew) = fresh(&site, &["build"]);
        assert_same(&tree(&site.public()), &tree(&anew.public()), heading);
        let check = ["check", "--format", "json"];
        assert_eq!(
            site.run(&check).ends(0).stdout,
            fresh(&site, &check).0.stdout,
            "{heading}"
        );
    }
}

#[test]
fn a_damaged_cache_costs_time_only() {
    let site = Site::demonstration();
    site.run(&["build"]).ends(0);
    let whole = tree(&site.public());
    let cache = site.root().join(".mulu/cache");
    let files: Vec<String> = tree(&cache).into_keys().collect();
    assert!(
        files.iter().any(|f| f == "results") && files.iter().any(|f| f.starts_with("large/")),
        "{files:?}"
    );
    for damage in 0..3 {
        for file in &files {
            let path = cache.join(file);
            let Ok(mut bytes) = std::fs::read(&path) else {
                continue;
            };
            match damage {
                0 if file != "results" => bytes.iter_mut().step_by(7).for_each(|b| *b ^= 0x55),
                1 => bytes.truncate(bytes.len() / 2),
                _ => bytes.clear(),
            }
            std::fs::write(path, bytes).unwrap();
        }
        // without a change of the site, the build would not read the damaged cache
        site.document(
            "新增",
            &format!("X/{damage}"),
            "date_created: 2025-12-31\n",
            "新增一份文件。",
        );
        site.run(&["build"]).ends(0);
        std::fs::remove_file(site.root().join("content/新增.md")).unwrap();
        site.run(&["build"]).ends(0);
        assert_same(&whole, &tree(&site.public()), &format!("damage {damage}"));
    }
}
