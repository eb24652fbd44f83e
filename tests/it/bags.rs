//! Tests what `verify` reports about bags that these tests make, as folders or zips, whole or
//! deliberately broken.

use crate::harness::{mulu, run};
use mulu::archive::verify::{Report, verify};
use mulu::archive::{Digests, hex};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const OLD: &str = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n";

/// A bag whose files can each be set by hand before it is written.
#[derive(Clone, Default)]
struct Bag {
    files: BTreeMap<String, Vec<u8>>,
}

fn sum(algorithm: &str, bytes: &[u8]) -> String {
    use md5::Digest;
    let d = Digests::of(bytes);
    match algorithm {
        "md5" => hex(&md5::Md5::digest(bytes)),
        "sha224" => hex(&sha2::Sha224::digest(bytes)),
        "sha256" => hex(&d.sha256),
        _ => hex(&d.sha512),
    }
}

impl Bag {
    fn new(declaration: &str) -> Bag {
        Bag::default().with("bagit.txt", declaration)
    }

    fn with(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Bag {
        self.files
            .insert(path.to_owned(), bytes.as_ref().to_owned());
        self
    }

    fn without(mut self, path: &str) -> Bag {
        assert!(self.files.remove(path).is_some(), "{path}");
        self
    }

    /// The lines of a manifest for the files selected by `wanted`.
    fn lines(&self, algorithm: &str, wanted: impl Fn(&str) -> bool) -> String {
        self.files
            .iter()
            .filter(|(p, _)| wanted(p))
            .map(|(p, b)| format!("{}  {p}\n", sum(algorithm, b)))
            .collect()
    }

    fn manifest(self, algorithm: &str) -> Bag {
        let lines = self.lines(algorithm, |p| p.starts_with("data/"));
        self.with(&format!("manifest-{algorithm}.txt"), lines)
    }

    fn tag_manifest(self, algorithm: &str) -> Bag {
        let lines = self.lines(algorithm, |p| {
            !p.starts_with("data/") && !p.starts_with("tagmanifest-")
        });
        self.with(&format!("tagmanifest-{algorithm}.txt"), lines)
    }

    fn write(&self, folder: &Path) {
        for (path, bytes) in &self.files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }

    fn report(&self) -> Report {
        let folder = tempfile::tempdir().unwrap();
        self.write(folder.path());
        look(folder.path())
    }
}

fn look(path: &Path) -> Report {
    verify(&[path], &|_| ()).unwrap().remove(0)
}

/// Severity, code and file of every fault; `-` stands for no file.
fn said(report: &Report) -> Vec<String> {
    report
        .faults
        .iter()
        .map(|f| {
            format!(
                "{} {} {}",
                f.severity.name(),
                f.code().name(),
                f.file.as_deref().unwrap_or("-")
            )
        })
        .collect()
}

/// A plain bag with two files in two folders.
fn plain(declaration: &str, algorithm: &str) -> Bag {
    Bag::new(declaration)
        .with("data/a.txt", "one")
        .with("data/文件/乙.txt", "two")
        .with("bag-info.txt", "Payload-Oxum: 6.2\n")
        .manifest(algorithm)
        .tag_manifest(algorithm)
}

#[test]
fn bags_that_are_whole() {
    let whole: Vec<(&str, Bag)> = vec![
        ("plain", plain(DECLARATION, "sha512")),
        (
            "with CR LF and no line end",
            plain(
                "BagIt-Version: 0.97\r\nTag-File-Character-Encoding: UTF-8",
                "md5",
            ),
        ),
        (
            "version 0.93",
            plain(
                "BagIt-Version: 0.93\nTag-File-Character-Encoding: UTF-8\n",
                "sha224",
            ),
        ),
        (
            "without tag manifest and bag-info",
            plain(DECLARATION, "sha256")
                .without("bag-info.txt")
                .without("tagmanifest-sha256.txt"),
        ),
        (
            "a bag in a bag",
            Bag::new(OLD)
                .with("data/bagit.txt", OLD)
                .with("data/manifest-md5.txt", "nonsense")
                .with("data/data/x", "y")
                .manifest("md5"),
        ),
        (
            "names with %",
            Bag::new(OLD)
                .with("data/%7Edir/%test", "x")
                .with("data/dir/~test", "y")
                .manifest("md5"),
        ),
        (
            "repeated labels",
            plain(OLD, "md5")
                .with(
                    "bag-info.txt",
                    "A: 1\na: 2\nContact : three\n  lines\nA   :   4\n",
                )
                .tag_manifest("md5"),
        ),
        (
            "an unlisted tag file",
            plain(DECLARATION, "sha512").with("notes.txt", "x"),
        ),
        ("two algorithms, each file in one, before 1.0", {
            let bag = Bag::new(OLD).with("data/a", "x").with("data/b", "y");
            let (a, b) = (
                bag.lines("md5", |p| p == "data/a"),
                bag.lines("sha256", |p| p == "data/b"),
            );
            bag.with("manifest-md5.txt", a)
                .with("manifest-sha256.txt", b)
        }),
        ("tag files in UTF-16", {
            let utf16 = |text: &str| {
                [
                    &b"\xfe\xff"[..],
                    &text
                        .encode_utf16()
                        .flat_map(u16::to_be_bytes)
                        .collect::<Vec<u8>>(),
                ]
                .concat()
            };
            let bag = Bag::new("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-16\n")
                .with("data/甲", "x")
                .with("bag-info.txt", utf16("A: 甲\n"));
            let (lines, tags) = (
                utf16(&bag.lines("md5", |p| p == "data/甲")),
                utf16(&bag.lines("md5", |p| p == "bag-info.txt")),
            );
            bag.with("manifest-md5.txt", lines)
                .with("tagmanifest-md5.txt", tags)
        }),
        ("tag files in ISO-8859-1", {
            let bag = Bag::new("BagIt-Version: 0.97\nTag-File-Character-Encoding: ISO-8859-1\n")
                .with("data/a", "x");
            bag.with("bag-info.txt", b"A: caf\xe9\n")
                .manifest("md5")
                .tag_manifest("md5")
        }),
        ("escaped line ends in names", {
            let bag = Bag::new(DECLARATION).with("data/50%", "x");
            let lines = bag
                .lines("sha512", |p| p == "data/50%")
                .replace("50%", "50%25");
            bag.with("manifest-sha512.txt", lines)
        }),
    ];
    for (what, bag) in whole {
        assert_eq!(said(&bag.report()), Vec::<String>::new(), "{what}");
    }
    let fetched = plain(OLD, "md5").with("fetch.txt", "http://localhost/a - data/a.txt\r\n");
    assert_eq!(said(&fetched.report()), ["note fetch-present fetch.txt"]);
}

#[test]
fn bags_that_are_whole_with_warnings() {
    let star = |bag: Bag| {
        let lines = bag
            .lines("md5", |p| p.starts_with("data/"))
            .replace("  data", " *data");
        bag.with("manifest-md5.txt", lines)
    };
    let dotted = |bag: Bag| {
        let lines = bag
            .lines("md5", |p| p.starts_with("data/"))
            .replace("  data", "  ./data");
        bag.with("manifest-md5.txt", lines)
    };
    let repeated = |bag: Bag| {
        let lines = bag.lines("md5", |p| p.starts_with("data/")).repeat(2);
        bag.with("manifest-md5.txt", lines)
    };
    let also = |bag: Bag, name: &str| {
        let lines = bag.lines("md5", |p| p.starts_with("data/"));
        let second = lines.rsplit_once("  ").unwrap().0.to_owned();
        bag.with("manifest-md5.txt", format!("{lines}{second}  {name}\n"))
    };
    let one = || Bag::new(OLD).with("data/hello.txt", "hello");
    let cases = [
        (star(one()), "warning asterisk-before-path manifest-md5.txt"),
        (dotted(one()), "warning dot-slash manifest-md5.txt"),
        (repeated(one()), "warning listed-twice manifest-md5.txt"),
        (
            also(one(), "data/HELLO.txt"),
            "warning name-twin data/HELLO.txt",
        ),
        (
            also(Bag::new(OLD).with("data/N\u{fa}", ""), "data/Nu\u{301}"),
            "warning name-twin data/Nu\u{301}",
        ),
        (
            Bag::new(OLD).with("data/Thumbs.db", "").manifest("md5"),
            "warning system-file data/Thumbs.db",
        ),
        (
            plain(OLD, "md5")
                .with("manifest-crc7.txt", "")
                .tag_manifest("md5"),
            "warning unknown-algorithm manifest-crc7.txt",
        ),
    ];
    for (bag, expected) in cases {
        let report = bag.report();
        assert!(report.is_whole());
        assert_eq!(said(&report), [expected]);
    }
}

#[test]
fn bags_that_are_not_whole() {
    let line = |path: &str| format!("{}  {path}\n", sum("md5", b"x"));
    let extra = |path: &str| {
        let bag = plain(OLD, "md5").without("tagmanifest-md5.txt");
        let lines = String::from_utf8(bag.files["manifest-md5.txt"].clone()).unwrap() + &line(path);
        bag.with("manifest-md5.txt", lines)
    };
    let fetch =
        |path: &str| plain(OLD, "md5").with("fetch.txt", format!("https://example.org - {path}\n"));
    let twice = |declaration: &str, second: &str| {
        let bag = Bag::new(declaration).with("data/a", "x");
        let lines = bag.lines("md5", |p| p == "data/a")
            + &format!("{}  data/a\n", sum("md5", second.as_bytes()));
        bag.with("manifest-md5.txt", lines)
    };
    let mut cases: Vec<(Bag, Vec<&str>)> = vec![
        (
            plain(DECLARATION, "md5")
                .with("bagit.txt", "BagIt-Version: 1.0\n")
                .tag_manifest("md5"),
            vec!["error declaration bagit.txt"],
        ),
        (
            plain(DECLARATION, "md5")
                .with("bagit.txt", format!("\u{feff}{DECLARATION}"))
                .tag_manifest("md5"),
            vec!["error declaration bagit.txt"],
        ),
        (
            plain(DECLARATION, "md5")
                .with("bagit.txt", DECLARATION.replace(':', " :"))
                .tag_manifest("md5"),
            vec!["error declaration bagit.txt"],
        ),
        (
            plain(DECLARATION, "md5")
                .with("bagit.txt", DECLARATION.replace("1.0", ".97"))
                .tag_manifest("md5"),
            vec!["error unknown-version bagit.txt"],
        ),
        (
            plain(OLD, "md5").without("bagit.txt"),
            vec!["error no-declaration -", "error file-missing bagit.txt"],
        ),
        (
            plain(OLD, "md5").without("bag-info.txt"),
            vec!["error file-missing bag-info.txt"],
        ),
        (
            plain(OLD, "md5").with("bag-info.txt", "Payload-Oxum: 6.2\nmore: x\n"),
            vec!["error file-damaged bag-info.txt"],
        ),
        (
            plain(OLD, "md5").with("data/a.txt", "One"),
            vec!["error file-damaged data/a.txt"],
        ),
        (
            plain(OLD, "md5").without("data/a.txt"),
            vec!["error oxum bag-info.txt", "error file-missing data/a.txt"],
        ),
        (
            plain(OLD, "md5").with("data/more", ""),
            vec!["error oxum bag-info.txt", "error file-unlisted data/more"],
        ),
        (
            plain(OLD, "md5").without("manifest-md5.txt"),
            vec!["error no-manifest -", "error file-missing manifest-md5.txt"],
        ),
        (
            plain(OLD, "md5")
                .without("data/a.txt")
                .with("data/b.txt", "one"),
            vec!["error file-renamed data/b.txt"],
        ),
        (
            plain(OLD, "md5")
                .with("bag-info.txt", "Payload-Oxum: 7.2\n")
                .tag_manifest("md5"),
            vec!["error oxum bag-info.txt"],
        ),
        (
            plain(DECLARATION, "md5")
                .with("bag-info.txt", "Contact : x\n")
                .tag_manifest("md5"),
            vec!["error info-line bag-info.txt"],
        ),
        (
            twice(OLD, "y"),
            vec!["error listed-twice-differently manifest-md5.txt"],
        ),
        (
            twice(DECLARATION, "y"),
            vec!["error listed-twice-differently manifest-md5.txt"],
        ),
        (
            twice(DECLARATION, "x"),
            vec!["error listed-twice manifest-md5.txt"],
        ),
        (
            extra("bag-info.txt"),
            vec!["error wrong-part manifest-md5.txt"],
        ),
        (extra("data/none"), vec!["error file-missing data/none"]),
        (
            plain(OLD, "md5").with("fetch.txt", "nonsense\n"),
            vec!["error fetch-line fetch.txt", "note fetch-present fetch.txt"],
        ),
        (
            fetch("data/never-listed"),
            vec!["error wrong-part fetch.txt", "note fetch-present fetch.txt"],
        ),
        (
            {
                // in version 1.0, every manifest must list every payload file
                let bag = Bag::new(DECLARATION)
                    .with("data/a", "x")
                    .with("data/b", "y")
                    .manifest("md5");
                let lines = bag.lines("sha256", |p| p == "data/a");
                bag.with("manifest-sha256.txt", lines)
            },
            vec!["error file-unlisted data/b"],
        ),
    ];
    for path in [
        "../../README.md",
        "\\.\\./x",
        "/tmp/foo",
        "~/foo",
        "~root/foo",
        "C:\\Windows\\setx.exe",
        "%HomeDrive%\\setx.exe",
        "\\\\?\\UNC\\server\\setx.exe",
        "data/../../x",
        "data//x",
    ] {
        cases.push((extra(path), vec!["error unsafe-path manifest-md5.txt"]));
        cases.push((
            fetch(path),
            vec![
                "error unsafe-path fetch.txt",
                "note fetch-present fetch.txt",
            ],
        ));
    }
    for (bag, expected) in cases {
        let report = bag.report();
        assert!(!report.is_whole());
        assert_eq!(said(&report), expected, "{:?}", bag.files.keys());
    }
}

#[test]
fn a_changed_digest_is_told_from_a_changed_file() {
    let bag = Bag::new(DECLARATION)
        .with("data/a.txt", "one")
        .manifest("sha256")
        .manifest("sha512")
        .tag_manifest("sha512");
    let flip = |file: &str, at: usize| {
        let mut bytes = bag.files[file].clone();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        bag.clone().with(file, bytes)
    };
    // the tag manifest shows that the file is changed, and the other manifest that its line is
    // wrong
    assert_eq!(
        said(&flip("manifest-sha256.txt", 5).report()),
        [
            "error file-damaged manifest-sha256.txt",
            "error listed-digest-damaged manifest-sha256.txt"
        ]
    );
    // no other file lists the digest of the tag manifest, so only its own line is known to be wrong
    assert_eq!(
        said(&flip("tagmanifest-sha512.txt", 5).report()),
        ["error listed-digest-damaged tagmanifest-sha512.txt"]
    );
    assert_eq!(
        said(&bag.clone().with("data/a.txt", "onE").report()),
        ["error file-damaged data/a.txt"]
    );
}

#[cfg(unix)]
#[test]
fn links_and_special_files_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let secret = tempfile::tempdir().unwrap();
    std::fs::write(secret.path().join("a.txt"), "one").unwrap();
    let bag = Bag::new(DECLARATION)
        .with("data/a.txt", "one")
        .with("data/folder/b", "x")
        .manifest("sha512");
    bag.write(folder.path());
    std::fs::remove_file(folder.path().join("data/a.txt")).unwrap();
    // The link leads to the right bytes, but a link does not count as a file of the package.
    std::os::unix::fs::symlink(
        secret.path().join("a.txt"),
        folder.path().join("data/a.txt"),
    )
    .unwrap();
    std::fs::remove_dir_all(folder.path().join("data/folder")).unwrap();
    std::os::unix::fs::symlink(secret.path(), folder.path().join("data/folder")).unwrap();
    let fifo = std::process::Command::new("mkfifo")
        .arg(folder.path().join("data/pipe"))
        .status();
    std::fs::create_dir(folder.path().join("data/empty")).unwrap();
    let mut expected = vec![
        "error file-missing data/a.txt",
        "error link data/a.txt",
        "error link data/folder",
        "error file-missing data/folder/b",
    ];
    if fifo.is_ok_and(|s| s.success()) {
        expected.push("error special-file data/pipe");
    }
    expected.push("warning empty-folder data/empty");
    assert_eq!(said(&look(folder.path())), expected);
}

#[test]
fn what_is_no_package_is_said_and_what_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("empty.zip"), "").unwrap();
    std::fs::write(folder.path().join("garbage.zip"), b"PK\x05\x06garbage").unwrap();
    std::fs::create_dir(folder.path().join("nothing")).unwrap();
    for (name, first) in [
        ("empty.zip", "not-a-package"),
        ("garbage.zip", "not-a-package"),
        ("nothing", "no-declaration"),
    ] {
        let run = run(mulu(folder.path()).args(["verify", "--format", "json", name])).ends(1);
        let line: serde_json::Value = serde_json::from_str(run.stdout.trim()).unwrap();
        assert_eq!(
            (line["whole"].as_bool(), line["faults"][0]["code"].as_str()),
            (Some(false), Some(first)),
            "{name}"
        );
    }
    run(mulu(folder.path()).args(["verify", "missing"])).ends(2);
    run(mulu(folder.path()).args(["verify"])).ends(2);
}

#[test]
fn a_person_gets_a_table_in_their_language() {
    let folder = tempfile::tempdir().unwrap();
    plain(DECLARATION, "sha512")
        .with("data/a.txt", "bad")
        .write(&folder.path().join("包"));
    let zh = run(mulu(folder.path()).args(["verify", "包"])).ends(1);
    crate::expected::assert_text("verify.zh.txt", &zh.stdout);
    let en = run(mulu(folder.path()).args(["--lang", "en", "verify", "包"])).ends(1);
    assert!(
        en.stdout
            .contains("error[file-damaged] data/a.txt: does not have the digest that is listed"),
        "{}",
        en.stdout
    );
    assert!(
        en.stderr.contains("1 of 1 packages are not whole"),
        "{}",
        en.stderr
    );
}

/// An entry of a zip. A test may set every field, so any of them can be wrong.
#[derive(Clone)]
struct Packed {
    name: Vec<u8>,
    local_name: Vec<u8>,
    bytes: Vec<u8>,
    size: u32,
    crc: u32,
    method: u16,
    flags: u16,
    mode: u32,
}

impl Packed {
    fn stored(name: &str, bytes: &[u8]) -> Packed {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let name = name.as_bytes().to_vec();
        Packed {
            local_name: name.clone(),
            name,
            bytes: bytes.to_vec(),
            size: bytes.len() as u32,
            crc: crc.sum(),
            method: 0,
            flags: 0x800,
            mode: 0o100_644 << 16,
        }
    }

    fn deflated(name: &str, bytes: &[u8]) -> Packed {
        let mut out = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(bytes).unwrap();
        Packed {
            method: 8,
            bytes: out.finish().unwrap(),
            ..Packed::stored(name, bytes)
        }
    }

    fn common(&self, name: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for number in [20, self.flags, self.method, 0, 0x21] {
            out.extend(u16::to_le_bytes(number));
        }
        for number in [self.crc, self.bytes.len() as u32, self.size] {
            out.extend(number.to_le_bytes());
        }
        out.extend((name.len() as u16).to_le_bytes());
        out.extend([0, 0]);
        out
    }
}

/// The bytes of a zip. `gap` is put between the entries and the directory; `comment` ends the zip.
fn zip(entries: &[Packed], gap: &[u8], comment: &[u8]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(entry.common(&entry.name));
        directory.extend([0; 6]);
        directory.extend(entry.mode.to_le_bytes());
        directory.extend((out.len() as u32).to_le_bytes());
        directory.extend(&entry.name);
        out.extend(b"PK\x03\x04");
        out.extend(entry.common(&entry.local_name));
        out.extend(&entry.local_name);
        out.extend(&entry.bytes);
    }
    out.extend(gap);
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(
        [
            (entries.len() as u16).to_le_bytes(),
            (entries.len() as u16).to_le_bytes(),
        ]
        .concat(),
    );
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend((comment.len() as u16).to_le_bytes());
    out.extend(comment);
    out
}

fn zipped(bag: &Bag, prefix: &str) -> Vec<Packed> {
    bag.files
        .iter()
        .enumerate()
        .map(|(i, (p, b))| {
            if i % 2 == 0 {
                Packed::stored(&format!("{prefix}{p}"), b)
            } else {
                Packed::deflated(&format!("{prefix}{p}"), b)
            }
        })
        .collect()
}

fn look_at_zip(bytes: &[u8]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.zip");
    std::fs::write(&path, bytes).unwrap();
    let report = look(&path);
    let left: Vec<PathBuf> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    assert_eq!(left, [path], "nothing is written");
    report
}

#[test]
fn a_zip_is_read_in_place() {
    let bag = plain(DECLARATION, "sha512");
    for prefix in ["", "包-2025/"] {
        assert_eq!(
            said(&look_at_zip(&zip(&zipped(&bag, prefix), b"", b""))),
            Vec::<String>::new()
        );
    }
    let folders = [
        vec![Packed {
            mode: 0o040_755 << 16,
            ..Packed::stored("p/", b"")
        }],
        zipped(&bag, "p/"),
    ]
    .concat();
    assert_eq!(
        said(&look_at_zip(&zip(&folders, b"", b""))),
        Vec::<String>::new()
    );
    let damaged = bag.with("data/a.txt", "onE");
    assert_eq!(
        said(&look_at_zip(&zip(&zipped(&damaged, ""), b"", b""))),
        ["error file-damaged data/a.txt"]
    );
}

#[test]
fn hostile_zips_are_refused() {
    let whole = zipped(&plain(DECLARATION, "sha512"), "");
    let and = |more: Packed| look_at_zip(&zip(&[whole.clone(), vec![more]].concat(), b"", b""));
    for name in [
        "../evil",
        "data/../../evil",
        "/etc/evil",
        "C:\\evil",
        "data\\..\\evil",
        "~/evil",
        "..\\evil",
    ] {
        assert_eq!(
            said(&and(Packed::stored(name, b"x"))),
            [format!("error unsafe-name {name}")]
        );
    }
    let a = || Packed::stored("data/a.txt", b"one");
    assert_eq!(said(&and(a())), ["error zip-duplicate data/a.txt"]);
    assert_eq!(
        said(&and(Packed {
            mode: 0o120_777 << 16,
            ..Packed::stored("data/link", b"/etc/passwd")
        })),
        ["error link data/link"]
    );
    assert_eq!(
        said(&and(Packed {
            mode: 0o010_644 << 16,
            ..Packed::stored("data/pipe", b"")
        })),
        ["error special-file data/pipe"]
    );
    assert_eq!(
        said(&and(Packed {
            flags: 0x801,
            ..Packed::stored("data/secret", b"x")
        })),
        ["error zip-encrypted data/secret"]
    );
    assert_eq!(
        said(&and(Packed {
            method: 12,
            ..Packed::stored("data/bz", b"x")
        })),
        ["error zip-method data/bz"]
    );
    assert_eq!(
        said(&and(Packed {
            name: b"data/\xb9\xab".to_vec(),
            local_name: b"data/\xb9\xab".to_vec(),
            ..a()
        })),
        ["error name-not-utf8 data/\u{fffd}\u{fffd}"]
    );
    assert_eq!(
        said(&and(Packed::deflated("data/bomb", &vec![0; 8 << 20]))),
        ["error zip-bomb data/bomb"]
    );
    // the entry states a size that is too small or too large, or a wrong checksum
    let lying = Packed {
        size: 10,
        ..Packed::deflated("bag-info.txt", &[b'x'; 1000])
    };
    let without_info: Vec<Packed> = whole
        .iter()
        .filter(|e| e.name != b"bag-info.txt")
        .cloned()
        .collect();
    for lie in [
        lying,
        Packed {
            size: 3_000,
            ..Packed::deflated("bag-info.txt", &[b'x'; 1000])
        },
        Packed {
            crc: 7,
            ..Packed::stored("bag-info.txt", b"A: b\n")
        },
    ] {
        let found = said(&look_at_zip(&zip(
            &[without_info.clone(), vec![lie]].concat(),
            b"",
            b"",
        )));
        assert!(
            found.contains(&"error zip-content bag-info.txt".to_owned()),
            "{found:?}"
        );
    }
    // the entry's own header names another file than the directory
    let mut two_names = whole.clone();
    two_names[0].local_name = b"data/b.txt".to_vec();
    let found = said(&look_at_zip(&zip(&two_names, b"", b"")));
    assert!(
        found.contains(&"error zip-headers bag-info.txt".to_owned()),
        "{found:?}"
    );
    // Some bytes belong to no entry.
    assert_eq!(
        said(&look_at_zip(&zip(&whole, b"hidden", b""))),
        ["error zip-extra-bytes -"]
    );
    assert_eq!(
        said(&look_at_zip(&zip(&whole, b"", b"hidden"))),
        ["error zip-extra-bytes -"]
    );
    let mut before = b"hidden".to_vec();
    before.extend(zip(&whole, b"", b""));
    assert!(!look_at_zip(&before).is_whole());
    let mut after = zip(&whole, b"", b"");
    after.extend(b"hidden");
    assert_eq!(said(&look_at_zip(&after)), ["error zip-extra-bytes -"]);
}

#[test]
fn entries_of_a_zip_do_not_overlap() {
    let whole = zipped(&plain(DECLARATION, "sha512"), "");
    let mut bytes = zip(
        &[
            whole,
            vec![
                Packed::stored("data/z1", b"x"),
                Packed::stored("data/z2", b"x"),
            ],
        ]
        .concat(),
        b"",
        b"",
    );
    // both entries of the directory point at the first one's bytes
    let second = bytes
        .windows(12)
        .rposition(|w| w.ends_with(b"data/z2"))
        .unwrap()
        + 5
        - 4;
    let first = bytes
        .windows(12)
        .rposition(|w| w.ends_with(b"data/z1"))
        .unwrap()
        + 5
        - 4;
    let offset = bytes[first..first + 4].to_vec();
    bytes[second..second + 4].copy_from_slice(&offset);
    let found = said(&look_at_zip(&bytes));
    assert!(
        found.contains(&"error zip-overlap data/z2".to_owned())
            || found.contains(&"error zip-overlap data/z1".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_zip_cut_short_anywhere_is_not_whole() {
    let bytes = zip(&zipped(&plain(DECLARATION, "sha512"), ""), b"", b"");
    for length in (0..bytes.len()).step_by(7) {
        assert!(!look_at_zip(&bytes[..length]).is_whole(), "{length}");
    }
}
