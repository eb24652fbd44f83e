//! Writes a catalogue of any size, for measuring: `cargo bench --bench generate -- FOLDER DOCUMENTS
//! [SEED]`.
//!
//! A Markov chain over pairs of characters of `content/` makes the text. The same seed and the same
//! `content/` give the same bytes, and document i is the same in a catalogue of any size.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for developers, which may stop where it stands"
)]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const BODIES: [(&str, &str); 12] = [
    ("甲州县人民政府", "甲政发"),
    ("甲州县人民政府办公室", "甲政办发"),
    ("甲州县退役军人事务局", "甲退役军人"),
    ("甲州县财政局", "甲财"),
    ("甲州县教育局", "甲教"),
    ("甲州县民政局", "甲民"),
    ("甲州县司法局", "甲司"),
    ("甲州县水务局", "甲水"),
    ("甲州县卫生健康局", "甲卫健"),
    ("甲州县应急管理局", "甲应急"),
    ("甲州县自然资源局", "甲自然资"),
    ("甲州县市场监督管理局", "甲市监"),
];
const CATEGORIES: [&str; 24] = [
    "政策文件",
    "规范性文件",
    "规划计划",
    "财政预决算",
    "人事信息",
    "行政许可",
    "行政处罚",
    "行政强制",
    "政府采购",
    "重大项目",
    "统计信息",
    "应急管理",
    "社会保障",
    "教育信息",
    "医疗卫生",
    "环境保护",
    "安全生产",
    "食品药品",
    "国土资源",
    "住房保障",
    "农业农村",
    "交通运输",
    "建议提案",
    "政策解读",
];
const KINDS: [&str; 6] = ["通知", "意见", "公告", "实施方案", "管理办法", "工作要点"];

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        // splitmix64: every document has a generator of its own
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// For each pair of neighbouring characters in the demonstration, the characters that follow it.
struct Chain {
    next: HashMap<(char, char), Vec<char>>,
    pairs: Vec<(char, char)>,
}

impl Chain {
    fn of(folder: &Path) -> Chain {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "md") {
                    files.push(path);
                }
            }
        }
        files.sort();
        let mut chain = Chain {
            next: HashMap::new(),
            pairs: Vec::new(),
        };
        for file in files {
            let text = std::fs::read_to_string(file).unwrap();
            let body = text.splitn(3, "---").nth(2).unwrap_or_default();
            let plain: Vec<char> = body.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '，' | '。' | '、' | '；' | '0'..='9')).collect();
            for three in plain.windows(3) {
                chain
                    .next
                    .entry((three[0], three[1]))
                    .or_default()
                    .push(three[2]);
            }
        }
        chain.pairs = chain.next.keys().copied().collect();
        chain.pairs.sort_unstable();
        chain
    }

    fn write(&self, random: &mut Random, characters: usize, out: &mut String) {
        let mut pair = self.pairs[random.below(self.pairs.len())];
        for _ in 0..characters {
            let Some(next) = self.next.get(&pair) else {
                pair = self.pairs[random.below(self.pairs.len())];
                continue;
            };
            let c = next[random.below(next.len())];
            pair = (pair.1, c);
            // a longer sequence of digits could be somebody's number, which the check would report
            if !(c.is_ascii_digit()
                && out
                    .chars()
                    .rev()
                    .take(4)
                    .filter(char::is_ascii_digit)
                    .count()
                    == 4)
            {
                out.push(c);
            }
        }
    }
}

fn document(chain: &Chain, seed: u64, i: usize) -> (String, String) {
    let mut random = Random(seed << 32 ^ i as u64);
    let (body, prefix) = BODIES[random.below(BODIES.len())];
    let category = CATEGORIES[random.below(CATEGORIES.len())];
    let day = format!(
        "{}-{:02}-{:02}",
        2012 + random.below(14),
        1 + random.below(12),
        1 + random.below(28)
    );
    let mut subject = String::new();
    let length = 8 + random.below(14);
    chain.write(&mut random, length, &mut subject);
    subject.retain(|c| !"，。、；".contains(c));
    let kind = KINDS[random.below(KINDS.len())];
    let mut text = format!(
        "---\ntitle: {body}关于{subject}的{kind}\nindex_number: JZ{:03}-0200-{}-{i:06}\ndocument_number: {prefix}〔{}〕{}号\nissuing_body: {body}\ncategory: {category}\ndate_created: {day}\nextra: {{date: {day}}}\n---\n",
        random.below(900),
        &day[..4],
        &day[..4],
        i + 1
    );
    for article in 0..6 + random.below(18) {
        if article % 6 == 0 {
            let _ = write!(text, "\n## 第{}章\n", article / 6 + 1);
        }
        let _ = write!(text, "\n第{}条　", article + 1);
        let length = 60 + random.below(120);
        chain.write(&mut random, length, &mut text);
        text.push_str("。\n");
    }
    (format!("{category}/{:03}/{i:07}.md", i / 1000), text)
}

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let [folder, count, rest @ ..] = args.as_slice() else {
        println!("cargo bench --bench generate -- FOLDER DOCUMENTS [SEED]");
        return;
    };
    let (folder, count): (PathBuf, usize) = (folder.into(), count.parse().unwrap());
    let seed = rest.first().map_or(1, |s| s.parse().unwrap());
    let chain = Chain::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let mut last = PathBuf::new();
    for i in 0..count {
        let (path, text) = document(&chain, seed, i);
        let path = folder.join("content").join(path);
        let parent = path.parent().unwrap();
        if parent != last {
            std::fs::create_dir_all(parent).unwrap();
            last = parent.to_owned();
        }
        std::fs::write(path, text).unwrap();
    }
    std::fs::write(
        folder.join("mulu.yaml"),
        "title: 测量用目录\nbase_url: https://example.cn/xxgk/\nagency: {name: 甲州县人民政府}\n",
    )
    .unwrap();
    println!("{count} documents in {}", folder.display());
}
