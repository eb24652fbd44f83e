//! Builds indexes of random catalogues and asks both readers: the command line and the engine of
//! the page. The expected results come from a scan of every document.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]
#![allow(
    clippy::needless_update,
    reason = "a new field of a record is none of these tests' business"
)]

mod judged;
mod second;

use mulu::cache::Cache;
use mulu::fold;
use mulu::output::Memory;
use mulu::search::{
    Attachment, Body, Indexer, Options, Order, Part, Passage, Reader, Record, Results,
};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small random generator, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }
    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
    fn text(&mut self, alphabet: &[char], longest: usize) -> String {
        let n = self.below(longest + 1);
        // some characters are much more frequent than others, as in any language
        (0..n)
            .map(|_| {
                let top = 1 + self.below(alphabet.len());
                alphabet[self.below(top)]
            })
            .collect()
    }
}

struct Catalogue {
    records: Vec<Record>,
    bodies: Vec<Body>,
    splits: [usize; 2],
}

fn catalogue(r: &mut Random, documents: usize, alphabet: &[char], longest: usize) -> Catalogue {
    let body_names = ["元江县财政局", "济南市教育局", "元江县人民政府", ""];
    let mut records = Vec::new();
    let mut bodies = Vec::new();
    let pages = documents / 20;
    for i in 0..documents {
        let page = i < pages;
        let year = 2008 + (i - pages.min(i)) * 18 / documents;
        let some = |r: &mut Random, text: String| (r.below(3) == 0).then_some(text);
        let list = |r: &mut Random, n: usize| {
            (0..r.below(n))
                .map(|_| r.text(alphabet, 8))
                .collect::<Vec<_>>()
        };
        let (summary, registration) = (r.text(alphabet, 30), r.text(alphabet, 6));
        records.push(Record {
            index_number: (!page)
                .then(|| format!("sm0{}-3000-{year}-{i:05}", 2100 + r.below(4) * 7)),
            title: r.text(alphabet, 20),
            url: format!("d/{i}.html"),
            document_number: (!page && r.below(4) > 0).then(|| {
                format!(
                    "元{}〔{year}〕{}号",
                    r.pick(&["财", "教", "政发"]),
                    1 + r.below(120)
                )
            }),
            registration_number: some(r, registration),
            issuer: if page {
                String::new()
            } else {
                (*r.pick(&body_names)).to_owned()
            },
            joint_issuers: if r.below(6) == 0 {
                vec!["济南市公安局".into(), "元江县财政局".into()]
            } else {
                Vec::new()
            },
            keywords: list(r, 3),
            summary: some(r, summary),
            attachment_titles: list(r, 2),
            category: (*r.pick(&["a", "a/b", "a/b/c", "ab", "d/e", ""])).to_owned(),
            date_published: (!page).then(|| format!("{year}-06-01")),
            validity: if page {
                ""
            } else {
                ["effective", "repealed", "expired", "amended"][r.below(4)]
            },
            ..Record::default()
        });
        let blocks = r.below(5);
        let own: Vec<String> = (0..blocks).map(|_| r.text(alphabet, longest)).collect();
        bodies.push(Body {
            blocks: own,
            attachments: attachments(r, alphabet, longest),
        });
    }
    let before =
        |year| records.partition_point(|r| r.date_published.as_deref().unwrap_or("") < year);
    let splits = [before("2024"), before("2025")];
    Catalogue {
        records,
        bodies,
        splits,
    }
}

/// The attachments of a document. Most documents have none; some attachments are long enough to be
/// divided into pieces.
fn attachments(r: &mut Random, alphabet: &[char], longest: usize) -> Vec<Attachment> {
    let count = r.below(8).saturating_sub(5);
    let passage = |r: &mut Random, page: usize| {
        let times = if r.below(60) == 0 { 2_000 } else { 1 };
        let blocks = 1 + r.below(3);
        Passage {
            place: format!("第{page}页"),
            fragment: format!("#page={page}"),
            blocks: (0..blocks)
                .map(|_| r.text(alphabet, longest).repeat(times))
                .filter(|block| !block.is_empty())
                .collect(),
        }
    };
    (0..count)
        .map(|i| {
            let pages = 1 + r.below(4);
            Attachment {
                title: format!("附件{i}"),
                url: format!("files/{i}.pdf"),
                passages: (1..=pages).map(|page| passage(r, page)).collect(),
            }
        })
        .collect()
}

fn write(c: &Catalogue, dir: &Path) {
    let record = |i: usize| c.records[i].clone();
    let digests = Indexer::digests(c.records.len(), &record);
    let indexer = Indexer::new(c.records.len(), &record, c.splits, digests);
    let (cache, sink) = (Cache::nothing(), Memory::default());
    let mut parts = Vec::new();
    for range in indexer.ranges() {
        let (records, bodies) = (&c.records[range.clone()], &c.bodies[range.clone()]);
        let indexed = indexer.range(&range, records, bodies, &cache, &sink);
        parts.push(indexed.unwrap().0);
    }
    parts.reverse(); // their order must not matter
    indexer.finish(parts, &cache, &sink).unwrap().unwrap();
    for (path, bytes) in sink.into_files() {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &bytes[..]).unwrap();
    }
}

/// The folded fields of a part of a document.
fn parts(r: &Record, body: &Body, part: Part) -> Vec<String> {
    let passages = body.attachments.iter().flat_map(|a| &a.passages);
    let inside: Vec<String> = passages.flat_map(|p| p.blocks.clone()).collect();
    let whole = [&body.blocks[..], &inside].concat();
    let mut all: Vec<String> = match part {
        Part::Title => vec![r.title.clone()],
        Part::Text => whole,
        Part::Attachments => [&r.attachment_titles[..], &inside].concat(),
        Part::Number => Vec::new(),
        Part::Any => {
            let mut all = Vec::new();
            r.head(|_, text| all.push(text.to_owned()));
            all.extend_from_slice(&whole);
            all
        }
    };
    if part == Part::Number {
        for one in [&r.index_number, &r.document_number, &r.registration_number] {
            all.extend(one.clone());
        }
    }
    all.iter().map(|t| fold::fold(t)).collect()
}

/// Every searched field of every document, folded.
fn fields(c: &Catalogue) -> Vec<Vec<String>> {
    let of = |(r, body): (&Record, &Body)| {
        let passages = body.attachments.iter().flat_map(|a| &a.passages);
        let inside: Vec<String> = passages.flat_map(|p| p.blocks.clone()).collect();
        let mut all = vec![r.title.clone(), r.issuer.clone()];
        for one in [
            &r.index_number,
            &r.document_number,
            &r.registration_number,
            &r.summary,
        ] {
            all.extend(one.clone());
        }
        for many in [
            &r.joint_issuers,
            &r.keywords,
            &r.attachment_titles,
            &body.blocks,
            &inside,
        ] {
            all.extend(many.iter().cloned());
        }
        all.iter().map(|t| fold::fold(t)).collect()
    };
    c.records.iter().zip(&c.bodies).map(of).collect()
}

fn query(r: &mut Random, c: &Catalogue, alphabet: &[char]) -> String {
    let term = |r: &mut Random| {
        let i = r.below(c.records.len());
        let record = &c.records[i];
        let from = match r.below(8) {
            0 => record.title.clone(),
            1 => record.index_number.clone().unwrap_or_default(),
            2 => record.document_number.clone().unwrap_or_default(),
            3 => return r.text(alphabet, 4),
            4 => record.summary.clone().unwrap_or_default(),
            5 => {
                let passages = c.bodies[i].attachments.iter().flat_map(|a| &a.passages);
                let blocks: Vec<&String> = passages.flat_map(|p| &p.blocks).collect();
                blocks.last().map(|b| (*b).clone()).unwrap_or_default()
            }
            _ => c.bodies[i].blocks.first().cloned().unwrap_or_default(),
        };
        let chars: Vec<char> = from.chars().collect();
        let longest = if r.below(4) == 0 { 14 } else { 5 };
        let n = 1 + r.below(longest);
        let at = r.below(chars.len().saturating_sub(n) + 1);
        chars.iter().skip(at).take(n).collect::<String>()
    };
    (0..1 + r.below(5) / 3)
        .map(|_| term(r))
        .collect::<Vec<_>>()
        .join(" ")
}

fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn check(name: &str, seed: u64, documents: usize, alphabet: &str, longest: usize, queries: usize) {
    let alphabet: Vec<char> = alphabet.chars().collect();
    let mut r = Random(seed);
    let c = catalogue(&mut r, documents, &alphabet, longest);
    let dir = folder(name);
    write(&c, &dir);
    let reader = Reader::open(&dir.join("search")).unwrap();
    let fields = fields(&c);
    let mut expected = Vec::new();
    let fixed = [
        "",
        "\0",
        "人人人人",
        "3号",
        "2023 3号",
        "2024",
        "  ",
        "元财〔2023〕3号",
        "¨",
        "a\u{200b}",
        "政 府",
        "3000-20",
    ];
    for i in 0..queries {
        let query = fixed
            .get(i)
            .map_or_else(|| query(&mut r, &c, &alphabet), |q| (*q).to_owned());
        let mut options = Options {
            order: *r.pick(&[
                Order::Relevance,
                Order::Relevance,
                Order::Relevance,
                Order::Date,
                Order::Number,
            ]),
            part: match r.below(12) {
                0 => Part::Title,
                1 => Part::Text,
                2 => Part::Attachments,
                3 => Part::Number,
                _ => Part::Any,
            },
            ..Options::default()
        };
        let day = |r: &mut Random| match r.below(16) {
            0 => Some(format!("20{:02}", 8 + r.below(20))),
            1 => Some(format!("20{:02}-0{}", 8 + r.below(20), 5 + r.below(3))),
            2 => Some(format!("20{:02}-06-0{}", 8 + r.below(20), 1 + r.below(2))),
            _ => None,
        };
        (options.from, options.to) = (day(&mut r), day(&mut r));
        if r.below(8) == 0 {
            options.not = self::query(&mut r, &c, &alphabet);
        }
        let mut narrow = |facet: &str, values| options.filters.insert(facet.to_owned(), values);
        if r.below(4) == 0 {
            narrow("category", vec![(*r.pick(&["a", "a/b", "d"])).to_owned()]);
        }
        if r.below(8) == 0 {
            narrow("issuing_body", vec!["元江县财政局".into(), "无".into()]);
        }
        if r.below(8) == 0 {
            narrow("year", vec!["2023".into(), "2024".into()]);
        }
        if r.below(8) == 0 {
            narrow("validity", vec!["effective".into()]);
        }
        let terms = fold::terms(&query);
        let matches = |i: usize| {
            let parts = parts(&c.records[i], &c.bodies[i], options.part);
            terms
                .iter()
                .all(|t| parts.iter().any(|f| f.contains(t.as_str())))
                && !fold::terms(&options.not)
                    .iter()
                    .any(|t| fields[i].iter().any(|f| f.contains(t.as_str())))
        };
        let in_time = |r: &Record| match &r.date_published {
            None => options.from.is_none() && options.to.is_none(),
            Some(date) => {
                options.from.as_ref().is_none_or(|day| date >= day)
                    && options
                        .to
                        .as_ref()
                        .is_none_or(|day| date[..day.len()] <= **day)
            }
        };
        let allowed = |r: &Record| {
            let under = |c: &String| r.category == *c || r.category.starts_with(&format!("{c}/"));
            let year = r
                .date_published
                .as_deref()
                .map_or("", |d| &d[..4])
                .to_owned();
            let bodies = [std::slice::from_ref(&r.issuer), &r.joint_issuers[..]].concat();
            let any = |facet: &str, passes: &dyn Fn(&String) -> bool| {
                let wanted = options.filters.get(facet);
                wanted.is_none_or(|wanted| wanted.iter().any(passes))
            };
            any("category", &under)
                && any("issuing_body", &|b| bodies.contains(b))
                && any("year", &|y| *y == year)
                && any("validity", &|v| v == r.validity)
        };
        let mut truth: Vec<&str> = (0..documents)
            .filter(|&i| allowed(&c.records[i]) && in_time(&c.records[i]) && matches(i))
            .map(|i| &*c.records[i].url)
            .collect();
        let results = reader.search(&query, &options).unwrap();
        let urls: Vec<&str> = results.hits.iter().map(|h| &*h.record.url).collect();
        let mut sorted = urls.clone();
        sorted.sort_unstable();
        truth.sort_unstable();
        assert_eq!(sorted, truth, "{name}: {query:?} {options:?}");
        assert_eq!(results.total, truth.len());
        expected.push(expectation(&query, &options, &results));
    }
    ask_the_engine(name, &dir, &expected);
}

/// What the engine has to answer.
fn expectation(query: &str, options: &Options, results: &Results) -> serde_json::Value {
    serde_json::json!({
        "query": query, "terms": fold::terms(query), "urls": results.hits.iter().map(|h| &*h.record.url).collect::<Vec<_>>(),
        "attachments": results.hits.iter().map(|h| &h.attachment).collect::<Vec<_>>(),
        "facets": results.facets, "suggestions": results.suggestions,
        "unfiltered": results.unfiltered, "terms_found": results.terms, "without": results.without,
        "relaxed": results.relaxed.as_ref().map(|r| (r.reason.name(), &r.query, r.total, r.unfiltered)),
        "options": {
            "sort": match options.order { Order::Relevance => "relevance", Order::Date => "date", Order::Number => "number" },
            "in": match options.part { Part::Any => None, Part::Title => Some("title"), Part::Text => Some("text"), Part::Attachments => Some("attachments"), Part::Number => Some("number") },
            "from": options.from, "to": options.to, "not": options.not, "filters": options.filters,
        },
    })
}

/// Asks the engine of the page the same queries in Node, and compares all answers.
fn ask_the_engine(name: &str, dir: &Path, expected: &[serde_json::Value]) {
    std::fs::write(
        dir.join("expected.json"),
        serde_json::to_string(expected).unwrap(),
    )
    .unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = dir.join("engine.js");
    let [engine, more, _, pairs] = mulu::search::engine();
    std::fs::write(&script, engine.bytes).unwrap();
    for file in [more, pairs] {
        std::fs::write(dir.join(file.path), file.bytes).unwrap();
    }
    let node = Command::new("node")
        .arg(root.join("tests/search/engine_test.mjs"))
        .arg(&script)
        .arg(dir)
        .arg(root.join("tests/search/fold_vectors.json"))
        .output();
    match node {
        Ok(out) => assert!(
            out.status.success(),
            "{name}:\n{}{}",
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr)
        ),
        Err(_) => eprintln!("left out: the search engine of the page (no node)"),
    }
}

const TRICKY: &str = "人民政府公开aB1203 号〔〕𠮷號—　é\u{301}🀄Σ\u{200b}¨İ€㎡";

#[test]
fn small_and_tricky() {
    for seed in 1..=4 {
        check(&format!("tricky{seed}"), seed * 7919, 40, TRICKY, 30, 60);
    }
}

#[test]
fn repetitive() {
    check("repetitive", 5, 400, "人民政", 40, 80);
}

#[test]
fn large_enough_to_divide_lists() {
    check("large", 6, 6000, "人民政府公开0123号a的关于通知", 150, 40);
}

/// Runs the long version of these tests: `cargo test --release --test search -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn hundred_thousand_queries() {
    for seed in 1..=40 {
        let alphabet = [TRICKY, "人民政", "人民政府公开0123号a的关于通知"][seed as usize % 3];
        check(
            &format!("long{seed}"),
            seed * 104_729,
            20 + 5 * seed as usize,
            alphabet,
            40,
            2500,
        );
    }
}

#[test]
fn one_document_and_none() {
    check("one", 7, 1, "人民", 10, 30);
    check("none", 8, 0, "人民", 10, 0);
}

#[test]
fn a_changed_shard_is_noticed() {
    let mut r = Random(9);
    let c = catalogue(&mut r, 100, &['人', '民'], 20);
    let dir = folder("damage");
    write(&c, &dir);
    let shards: Vec<PathBuf> = std::fs::read_dir(dir.join("search/earlier-d"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    for shard in &shards {
        let mut bytes = std::fs::read(shard).unwrap();
        let at = bytes.len() - 9;
        bytes[at] = if bytes[at] == b'%' { b'&' } else { b'%' };
        std::fs::write(shard, bytes).unwrap();
    }
    let reader = Reader::open(&dir.join("search")).unwrap();
    assert!(reader.search("人民", &Options::default()).is_err());
    shards
        .iter()
        .for_each(|shard| std::fs::remove_file(shard).unwrap());
    assert!(reader.search("人民", &Options::default()).is_err());
}

/// Neither figures nor full-width figures are divided. The last case has a word longer than the
/// limit.
#[test]
fn no_excerpt_in_the_page_divides_a_number() {
    for (name, number, shown) in [
        ("figures", "123456", "123456"),
        ("wide", "１２３４５６", "１２３４５６"),
        ("long", &*"7".repeat(60), &*"7".repeat(3 + 20)),
    ] {
        let before = "中".repeat(27);
        let record = Record {
            title: "一份文件".into(),
            url: "d/0.html".into(),
            validity: "effective",
            ..Record::default()
        };
        let text = format!("前，{number}{before}供水{}", "后".repeat(200));
        let catalogue = Catalogue {
            records: vec![record],
            bodies: vec![Body::from(vec![text])],
            splits: [0, 0],
        };
        let dir = folder(&format!("excerpt-{name}"));
        write(&catalogue, &dir);
        let reader = Reader::open(&dir.join("search")).unwrap();
        let options = Options::default();
        let results = reader.search("供水", &options).unwrap();
        let mut expected = expectation("供水", &options, &results);
        let after = "后".repeat(110 - 30 - 2);
        expected["excerpt"] = format!("…{shown}{before}供水{after}…").into();
        ask_the_engine(&format!("excerpt-{name}"), &dir, &[expected]);
    }
}
