//! Tests that every command in the Chinese guides runs, in the order of the guide, on the
//! demonstration catalogue with two archived years. The test fills in placeholders, sets the day
//! and opens no browser.

use crate::harness::{Site, copy, mulu, repository, run};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The day on which the guides are followed: in the first working week of a year, when an office
/// archives the year before.
const DAY: &str = "2027-01-06";

/// The placeholders for the reader's own values, and the values that the test uses instead.
const OWN: &[(&str, &str)] = &[
    (r"D:\旧网站\政策文件", "旧网站"),
    ("站点文件夹", "新站点"),
    ("年份", "2026"),
    ("检查项", "date-form"),
];

#[test]
fn every_command_of_the_guides_runs() {
    let mut count = 0;
    for guide in guides() {
        let site = site();
        let text = std::fs::read_to_string(&guide).unwrap();
        for line in commands(&text) {
            follow(&site, &guide, &line);
            count += 1;
        }
    }
    assert!(count >= 15, "only {count} commands were found in docs/zh");
}

fn guides() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(repository().join("docs/zh"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    assert!(files.len() >= 3, "{files:?}");
    files
}

/// The site in which a guide is followed.
fn site() -> Site {
    let site = Site::demonstration();
    for year in ["2023", "2024"] {
        site.run(&["--as-of", DAY, "snapshot", year]).ends(0);
    }
    copy(
        &repository().join("tests/import/page/old"),
        &site.root().join("旧网站"),
    );
    site.write(
        "portal.yaml",
        "title: 门户\nmembers:\n- {path: archive/2024, title: 甲局, address: https://a.example.cn/}\n",
    );
    site.write("台账.csv", "标题,文号\n关于某事的通知,甲发〔2024〕1号\n");
    site
}

/// The commands in a text: code that begins with the program's name, in backticks or in a block.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            block = !block;
        } else if block {
            found.extend(line.starts_with("mulu ").then(|| line.to_owned()));
        } else {
            let spans = line.split('`').skip(1).step_by(2);
            found.extend(spans.filter(|s| s.starts_with("mulu ")).map(str::to_owned));
        }
    }
    found
}

/// Runs one command of a guide, and fails unless the command succeeds.
fn follow(site: &Site, guide: &Path, line: &str) {
    let mut own = line.to_owned();
    for (written, value) in OWN {
        own = own.replace(written, value);
    }
    let args = words(&own);
    if args.first().is_some_and(|a| a == "serve") {
        return preview(site, guide, line, &args);
    }
    let mut command = mulu(site.root());
    if !args.iter().any(|a| a == "--as-of") {
        command.args(["--as-of", DAY]);
    }
    let done = run(command.args(&args));
    let name = guide.file_name().unwrap().to_string_lossy();
    assert_eq!(
        done.code, 0,
        "{name}: {line}\n{}\n{}",
        done.stdout, done.stderr
    );
    if args[0] == "new" {
        fill_in(&site.root().join(done.stdout.lines().next().unwrap()));
    }
}

/// Fills in the blanks of a new document, as the guides tell their readers to do.
fn fill_in(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.replace("（填写主送机关）", "各科室");
    std::fs::write(path, text.replace("（填写正文）", "现将有关事项通知如下。")).unwrap();
}

/// Starts the preview, waits for its address and ends it.
fn preview(site: &Site, guide: &Path, line: &str, args: &[String]) {
    let mut command = mulu(site.root());
    // `--open` is left out, so that no browser is opened
    let args = args.iter().filter(|a| *a != "--open");
    let mut child = command
        .args(args)
        .args(["--port", "0"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stderr.take().unwrap());
    let address = said
        .lines()
        .map_while(Result::ok)
        .find(|l| l.contains("http://"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(address.is_some(), "{}: {line}", guide.display());
}

/// The arguments of a command line without its first word; double quotes keep words together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|w| !w.is_empty());
    words.remove(0);
    words
}
