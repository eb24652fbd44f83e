//! Tests `mulu check --fix`, `--diff` and `mulu undo` on damaged files. The repairs must change
//! exactly the right bytes, a second run must find nothing to repair, a killed run must lose
//! nothing, and undoing must restore every byte.
//!
//! Each file is first written correctly and then damaged in ways that have only one right remedy,
//! so the bytes after the repair are known.

use crate::harness::{DAY, Site, mulu};
use std::collections::BTreeMap;
use std::path::Path;

/// Pseudo-random numbers, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % limit
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// A line as it should be, and as somebody typed it.
fn line(key: &str, value: &str, typed: Option<&str>, chance: &mut Chance) -> (String, String) {
    let end = chance.of(&["", "", "  # 已核对：无误", " "]);
    let right = format!("{key}: {value}{end}\n");
    let colon = match chance.below(5) {
        0 => "：",
        1 => ":",
        _ => ": ",
    };
    let indent = match chance.below(12) {
        0 => " ",
        1 => "  ",
        2 => "\t",
        _ => "",
    };
    let typed = typed.filter(|_| !chance.one_in(3)).unwrap_or(value);
    (right, format!("{indent}{key}{colon}{typed}{end}\n"))
}

fn document(i: usize, chance: &mut Chance) -> (String, String) {
    let chinese = chance.one_in(2);
    let key = |zh: &'static str, en: &'static str| if chinese { zh } else { en };
    let mut right = String::from("---\n");
    let mut typed = String::from("---\n");
    let mut add = |(a, b): (String, String)| {
        right += &a;
        typed += &b;
    };
    if chance.one_in(3) {
        let comment = "# 说明：本页由办公室 2024.6.18 录入；标题：见下\n".to_owned();
        add((comment.clone(), comment));
    }
    let title = format!("关于开展第{i}号工作的通知");
    let colon = format!("通知: 第{i}号“一件事”");
    let (quoted, curly) = (format!("\"{colon}\""), format!("“{title}”"));
    let mixed = format!("\"{title}'");
    add(match chance.below(4) {
        0 => line(key("标题", "title"), &quoted, Some(&colon), chance),
        1 => line(key("标题", "title"), &title, Some(&curly), chance),
        2 => {
            // no comment is added, because it would belong to the value after an unclosed quotation
            // mark
            let key = key("标题", "title");
            (format!("{key}: {title}\n"), format!("{key}：{mixed}\n"))
        }
        _ => line(key("标题", "title"), &title, None, chance),
    });
    add(line(
        key("索引号", "index_number"),
        &format!("N/2024-{i:04}"),
        None,
        chance,
    ));
    let (right_number, typed_number) = (
        format!("甲政发〔2024〕{}号", i + 1),
        match chance.below(4) {
            0 => format!("甲政发[2024]{}号", i + 1),
            1 => format!("甲政发（２０２４）第{}号", i + 1),
            2 => format!("甲政发 〔2024〕 {}号", i + 1),
            _ => format!("甲政发【2024】{:03}号", i + 1),
        },
    );
    add(line(
        key("文号", "document_number"),
        &right_number,
        Some(&typed_number),
        chance,
    ));
    let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
    let form = match chance.below(5) {
        0 => format!("2024.{month}.{day}"),
        1 => format!("2024年{month}月{day}日"),
        2 => format!("2024/{month:02}/{day:02}"),
        3 => format!("2024{month:02}{day:02}"),
        _ => format!("２０２４－{month:02}－{day:02}"),
    };
    let date = format!("2024-{month:02}-{day:02}");
    let form = if form.as_str() == date {
        None
    } else {
        Some(form.as_str())
    };
    add(line(key("成文日期", "date_created"), &date, form, chance));
    if chance.one_in(4) {
        let nothing = chance.of(&["无", "暂无", "——", "null"]);
        add((
            String::new(),
            format!("{}: {nothing}\n", key("来源", "source")),
        ));
        add(line(key("体裁", "genre"), "通知", None, chance));
    }
    if chance.one_in(2) {
        let (a, b) = if chance.one_in(2) {
            ("  ", "\t")
        } else {
            ("", "")
        };
        let list = |indent: &str| {
            format!(
                "{}:\n{indent}- 通知\n{indent}- 方案：甲\n",
                key("主题词", "keywords")
            )
        };
        add((list(a), list(b)));
    }
    let body = "---\n\n标题：正文里的不改\n\n成文日期:2024.6.18  \n\n“引文”，甲政发[2024]1号。\n\n甲\t乙　丙\n";
    let end = chance.of(&["", "\n", "\n\n末行没有换行"]);
    (right + body + end, typed + body + end)
}

/// The bytes of a text. Forms 0 to 2 have Windows line ends: UTF-8, UTF-8 with a byte-order mark,
/// GB18030. Form 3 is UTF-16 with the line ends of the text. Any other form is the text unchanged.
fn stored(text: &str, form: usize) -> Vec<u8> {
    let windows = || text.replace('\n', "\r\n");
    match form {
        0 => windows().into_bytes(),
        1 => [b"\xef\xbb\xbf", windows().as_bytes()].concat(),
        2 => encoding_rs::GB18030.encode(&windows()).0.into_owned(),
        3 => [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect(),
        _ => text.as_bytes().to_vec(),
    }
}

type Files = BTreeMap<String, Vec<u8>>;

/// The files as they should be, and as they are after the damage.
fn files(count: usize) -> (Files, Files) {
    let mut chance = Chance(20260101);
    let (mut right, mut damaged) = (Files::new(), Files::new());
    for i in 0..count {
        let (mut a, mut b) = document(i, &mut chance);
        while a == b {
            (a, b) = document(i, &mut chance);
        }
        let form = chance.below(10);
        let path = format!("content/column-{}/文件 {i}.md", i % 7);
        right.insert(path.clone(), stored(&a, form));
        damaged.insert(path, stored(&b, form));
    }
    (right, damaged)
}

fn site(files: &Files) -> Site {
    let site = Site::new();
    write(&site, files);
    site
}

fn write(site: &Site, files: &Files) {
    for (path, bytes) in files {
        site.write(path, bytes);
    }
}

fn read(root: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(root.join("content")) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            files.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

#[track_caller]
fn assert_files(actual: &Files, expected: &Files, what: &str) {
    for (path, bytes) in expected {
        let now = actual.get(path);
        if now != Some(bytes) {
            let show = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
            panic!(
                "{what}: {path}\n{}\n--- instead of\n{}",
                now.map_or("nothing".into(), |b| show(b)),
                show(bytes)
            );
        }
    }
    assert_eq!(actual.len(), expected.len(), "{what}");
}

#[test]
fn two_hundred_damaged_files_are_repaired_and_restored_byte_for_byte() {
    let (right, damaged) = files(200);
    let site = site(&damaged);
    let shown = site.run(&["check", "--diff"]);
    assert!(shown.stdout.contains("+++ b/content/column-0/文件 0.md"));
    assert_files(&read(site.root()), &damaged, "--diff writes nothing");
    let first = site.run(&["--lang", "zh", "check", "--fix"]);
    assert!(
        first.stderr.contains("已自动修改 200 个文件"),
        "{}",
        first.stderr
    );
    assert_files(&read(site.root()), &right, "after the repair");
    let second = site.run(&["--lang", "zh", "check", "--fix", "--format", "json"]);
    assert!(
        second.stderr.contains("没有可以自动修改的问题"),
        "{}",
        second.stderr
    );
    assert!(!second.stdout.contains("\"repair\""), "{}", second.stdout);
    assert_files(&read(site.root()), &right, "after the second run");
    site.run(&["undo"]).ends(0);
    assert_files(&read(site.root()), &damaged, "after undo");
    let again = site.run(&["--lang", "zh", "undo"]).ends(2);
    assert!(
        again.stderr.contains("没有可以撤销的修改"),
        "{}",
        again.stderr
    );
}

#[cfg(unix)]
#[test]
fn a_killed_repair_loses_nothing() {
    use std::time::{Duration, Instant};
    let (right, damaged) = files(40);
    let site = site(&damaged);
    let start = Instant::now();
    site.run(&["check", "--fix"]);
    let whole = start.elapsed();
    let mut chance = Chance(7);
    for trial in 0..8 {
        let _ = std::fs::remove_dir_all(site.root().join(".mulu"));
        write(&site, &damaged);
        // a run writes only in its second half, so the kill comes at a random moment between 40 % and
        // 107 % of the usual time
        let wait = whole.mul_f64(0.4 + chance.below(1000) as f64 / 1500.0);
        let mut child = mulu(site.root())
            .args(["--as-of", DAY, "-q", "check", "--fix"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(wait.max(Duration::from_millis(1)));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut now = read(site.root());
        now.retain(|path, _| !path.contains("/.mulu-fix-"));
        assert_eq!(now.len(), damaged.len(), "trial {trial}");
        for (path, bytes) in &now {
            assert!(
                bytes == &right[path] || bytes == &damaged[path],
                "trial {trial}: {path} is neither the old text nor the new"
            );
        }
        if trial % 2 == 0 {
            site.run(&["check", "--fix"]);
            assert_files(&read(site.root()), &right, "the next repair");
        }
        while site.run(&["undo"]).code == 0 {}
        assert_files(&read(site.root()), &damaged, "undo after a kill");
    }
}

#[test]
fn undo_names_the_files_that_were_changed_since() {
    let site = Site::new();
    site.document("a/1", "N/2024-1", "文号：甲发〔2024〕1号\n", "正文。");
    site.document("a/2", "N/2024-2", "文号：甲发〔2024〕2号\n", "正文。");
    site.run(&["check", "--fix", "content/a/1.md", "content/a/2.md"])
        .ends(0);
    let repaired = std::fs::read_to_string(site.root().join("content/a/1.md")).unwrap();
    assert!(repaired.contains("文号: 甲发〔2024〕1号\n"), "{repaired}");
    site.write("content/a/2.md", "自己改的");
    let run = site.run(&["--lang", "zh", "undo"]).ends(2);
    assert!(
        run.stderr.contains("content/a/2.md") && !run.stderr.contains("content/a/1.md"),
        "{}",
        run.stderr
    );
    assert_eq!(
        std::fs::read_to_string(site.root().join("content/a/1.md")).unwrap(),
        repaired
    );
}

#[test]
fn only_the_chosen_files_and_codes_are_repaired() {
    let site = Site::new();
    let fields = "文号：甲发[2024]1号\n";
    site.document("a/1", "N/2024-1", fields, "正文。");
    site.document("b/2", "N/2024-2", fields, "正文。");
    let text = |path: &str| std::fs::read_to_string(site.root().join(path)).unwrap();
    site.run(&[
        "check",
        "--fix",
        "--select",
        "full-width-colon",
        "content/a",
    ]);
    assert!(text("content/a/1.md").contains("文号: 甲发[2024]1号"));
    assert!(text("content/b/2.md").contains(fields));
    site.run(&["check", "--fix", "--ignore", "document-number-form"]);
    assert!(text("content/b/2.md").contains("文号: 甲发[2024]1号"));
}

#[test]
fn what_cannot_be_written_exactly_is_named_and_left() {
    let site = Site::new();
    // GB18030 has two codes for €: 0x80 is read, but never written
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let bytes = [
        gb("---\ntitle：甲\nindex_number: N/2024-1\ndate_created: 2024-03-01\n---\n\n正文"),
        vec![0x80],
        gb("。\n"),
    ]
    .concat();
    site.write("content/a/1.md", &bytes);
    let run = site.run(&["--lang", "zh", "check", "--fix"]);
    let now = std::fs::read(site.root().join("content/a/1.md")).unwrap();
    assert_eq!(now, bytes);
    assert!(
        run.stderr.contains("未修改 content/a/1.md"),
        "{}",
        run.stderr
    );
}
