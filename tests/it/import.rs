//! Every folder under `tests/import/` is a site beside some old files in `old/`, with what `mulu import old` makes of them: the content
//! files in `expected/`, and what it says of them in `expected.zh.txt` and `expected.en.txt`. `recipe` does to a copy what git or an editor
//! would spoil: `gb18030 FILE` encodes it so, `zip FOLDER` packs it into a file of the same name.
//!
//! `MULU_UPDATE=1 cargo test` writes the expected files anew: read the difference before you commit it.

use crate::harness::{self, Run, Site};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

fn import(root: &Path, args: &[&str]) -> Run {
    harness::run(harness::mulu(root).args(["import", "--color", "never"]).args(args))
}

/// The files of a folder by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file());
    all.map(|e| (e.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/"), std::fs::read(e.path()).unwrap())).collect()
}

fn prepare(case: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["old", "content"] {
        let from = case.join(part);
        if from.is_dir() {
            harness::copy(&from, &folder.path().join(part));
        }
    }
    std::fs::create_dir_all(folder.path().join("content")).unwrap();
    std::fs::copy(case.join("mulu.yaml"), folder.path().join("mulu.yaml")).unwrap();
    for line in std::fs::read_to_string(case.join("recipe")).unwrap_or_default().lines() {
        let (verb, path) = line.split_once(' ').unwrap();
        let path = folder.path().join(path);
        match verb {
            "gb18030" => {
                let text = std::fs::read_to_string(&path).unwrap();
                std::fs::write(&path, encoding_rs::GB18030.encode(&text).0).unwrap();
            }
            "zip" => {
                let packed = packed(&files(&path));
                std::fs::remove_dir_all(&path).unwrap();
                std::fs::write(&path, packed).unwrap();
            }
            other => panic!("no recipe {other}"),
        }
    }
    folder
}

fn packed(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn cases() -> Vec<PathBuf> {
    let all = std::fs::read_dir(harness::repository().join("tests/import")).unwrap().map(|e| e.unwrap().path());
    let mut cases: Vec<PathBuf> = all.filter(|p| p.is_dir()).collect();
    cases.sort();
    cases
}

#[test]
fn old_files_become_the_content_files_that_are_expected() {
    let cases = cases();
    assert!(cases.len() >= 5);
    for case in cases {
        let update = std::env::var_os("MULU_UPDATE").is_some();
        for lang in ["zh", "en"] {
            let site = prepare(&case);
            let before = files(&site.path().join("content"));
            let run = import(site.path(), &["--lang", lang, "old"]);
            let expected = case.join(format!("expected.{lang}.txt"));
            let said = format!("{}{}", run.stdout, run.stderr).replace('\\', "/");
            let made: BTreeMap<_, _> = files(&site.path().join("content")).into_iter().filter(|(path, _)| !before.contains_key(path)).collect();
            if update {
                std::fs::write(&expected, &said).unwrap();
                std::fs::remove_dir_all(case.join("expected")).ok();
                for (path, bytes) in &made {
                    let path = case.join("expected").join(path);
                    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                    std::fs::write(path, bytes).unwrap();
                }
            }
            assert_eq!(said, std::fs::read_to_string(&expected).unwrap(), "{}", case.display());
            let there = files(&case.join("expected"));
            assert_eq!(made.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>(), "{}", case.display());
            for (path, bytes) in made {
                assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&there[&path]), "{}: {path}", case.display());
            }
            let errors = said.contains("[import-failed]") && (said.contains("错误[") || said.contains("error["));
            assert_eq!(run.code, i32::from(errors), "{said}");
        }
    }
}

#[test]
fn a_dry_run_writes_nothing_and_a_second_run_changes_nothing() {
    let site = prepare(&harness::repository().join("tests/import/page"));
    let before = files(site.path());
    let dry = import(site.path(), &["--dry-run", "old"]).ends(0);
    assert_eq!(files(site.path()), before);
    let first = import(site.path(), &["old"]).ends(0);
    assert_eq!(dry.stdout, first.stdout);
    let after = files(site.path());
    assert!(after.len() > before.len());
    let second = import(site.path(), &["old"]).ends(0);
    assert_eq!(second.stdout, "");
    assert!(second.stderr.contains("先前已经导入"), "{}", second.stderr);
    assert_eq!(files(site.path()), after);
}

#[test]
fn what_was_imported_and_edited_is_never_overwritten() {
    let site = prepare(&harness::repository().join("tests/import/page"));
    let made = import(site.path(), &["old"]).ends(0);
    let path = site.path().join(made.stdout.trim());
    let edited = std::fs::read_to_string(&path).unwrap() + "\n编辑后补充。\n";
    std::fs::write(&path, &edited).unwrap();
    let again = import(site.path(), &["old"]).ends(1);
    assert!(again.stderr.contains("import-failed"), "{}", again.stderr);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), edited);
}

#[test]
fn an_imported_page_passes_check_and_its_files_are_published() {
    let site = prepare(&harness::repository().join("tests/import/page"));
    import(site.path(), &["old"]).ends(0);
    let check = harness::run(harness::mulu(site.path()).args(["check", "--as-of", harness::DAY]));
    assert_eq!(check.code, 0, "{}", check.stdout);
    harness::run(harness::mulu(site.path()).args(["build", "-q", "--as-of", harness::DAY])).ends(0);
    let made = files(&site.path().join("public"));
    assert!(made.keys().any(|path| path.ends_with("流程.svg") || path.contains(".svg")), "{:?}", made.keys());
    assert!(made.keys().any(|path| path.starts_with("doc/") && path.ends_with(".doc")), "{:?}", made.keys());
}

#[test]
fn what_is_not_to_be_public_does_not_become_so() {
    let site = prepare(&harness::repository().join("tests/import/letter"));
    import(site.path(), &["old"]).ends(0);
    for (path, bytes) in files(&site.path().join("content")) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("disclosure: 依申请公开") || text.contains("disclosure: 不予公开"), "{path}\n{text}");
    }
}

#[test]
fn the_category_of_the_command_line_wins() {
    let site = prepare(&harness::repository().join("tests/import/page"));
    let made = import(site.path(), &["--category", "政策文件", "old"]).ends(0);
    assert_eq!(made.stdout.trim().replace('\\', "/"), "./content/policy/t20240618_1024.md");
    import(site.path(), &["--category", "../..", "old"]).ends(2);
    import(site.path(), &["no-such-file.html"]).ends(2);
}

#[test]
fn a_page_reaches_no_file_outside_its_own_folders() {
    let site = Site::new();
    site.write("secret.txt", "不公开\n");
    site.write(
        "old/deep/page/1.html",
        "<meta charset=utf-8><p>见<a href='../../../secret.txt'>甲</a><a href='/etc/hosts'>乙</a><a href='file:///etc/hosts'>丙</a><a href='../b.pdf'>丁</a>",
    );
    site.write("old/deep/b.pdf", "%PDF-1.4\n");
    import(site.root(), &["old/deep/page/1.html"]).ends(0);
    let made = files(&site.root().join("content"));
    assert_eq!(made.keys().collect::<Vec<_>>(), ["1.md", "1/b.pdf"]);
}

/// Damaged and hostile files: a finding or a document, and never a crash.
#[test]
fn damaged_files_are_said_to_be_so() {
    let word = files(&harness::repository().join("tests/import/word/old/实施办法.docx"));
    let whole = packed(&word);
    let site = Site::new();
    std::fs::create_dir(site.root().join("old")).unwrap();
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for i in 0..60 {
        let mut parts = word.clone();
        let main = parts.get_mut("word/document.xml").unwrap();
        match i % 3 {
            0 => main.truncate(random(main.len())),
            1 => (0..20).for_each(|_| {
                let at = random(main.len());
                main[at] = b"<>/\"&= \xff"[random(8)];
            }),
            _ => {
                let mut bytes = whole.clone();
                let at = random(bytes.len());
                bytes[at] ^= 0x55;
                std::fs::write(site.root().join(format!("old/{i}.docx")), bytes).unwrap();
                continue;
            }
        }
        std::fs::write(site.root().join(format!("old/{i}.docx")), packed(&parts)).unwrap();
    }
    let deep = format!("{}正文{}", "<div><table><tr><td>".repeat(3000), "</td></tr></table></div>".repeat(3000));
    site.write("old/deep.html", &deep);
    let nested = "<w:tbl><w:tr><w:tc>".repeat(2000) + "<w:p><w:r><w:t>深</w:t></w:r></w:p>" + &"</w:tc></w:tr></w:tbl>".repeat(2000);
    let xml = format!("<w:document xmlns:w=\"w\"><w:body>{nested}</w:body></w:document>");
    std::fs::write(site.root().join("old/nested.docx"), packed(&BTreeMap::from([("word/document.xml".to_owned(), xml.into_bytes())]))).unwrap();
    let run = import(site.root(), &["old"]);
    assert!(run.code == 0 || run.code == 1, "{}", run.stderr);
    assert!(run.stderr.contains("import-failed"), "{}", run.stderr);
    for path in files(&site.root().join("content")).keys() {
        assert!(path.contains(".md") || path.contains('/'), "{path}");
    }
}
