//! Runs commands with a fault at one of their system calls. Each file must then be the old one or
//! the new one, and the same command must complete the work when it is run again. A file must be on
//! the disk before it is moved to its place. The last tests are about pipes, mount points, two
//! builds at once, and links in a theme.
//!
//! `strace` makes the faults; without `strace`, the tests with faults are left out. `MULU_FAULTS`
//! is the largest number of system calls that are tried for each command and kind of fault (1
//! unless it is set), or `all`. `sh scripts/faults.sh` tries all.

use crate::harness::{DAY, Run, Site, mulu, run, tree};
use crate::personal::zipped;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// System calls that change what is on the disk. `?` marks a call that some processors do not have.
const WRITES: &str = "write,pwrite64,writev,?rename,renameat,?renameat2,?link,linkat,?unlink,\
                      unlinkat,?mkdir,mkdirat,?rmdir,?symlink,fsync,fdatasync,syncfs,ftruncate,\
                      fallocate,?chmod,fchmod,fchmodat,copy_file_range,sendfile";

/// The faults, each with the system calls that it strikes.
const FAULTS: [(&str, &str, &str); 4] = [
    ("abort", "signal=SIGKILL", WRITES),
    ("disk full", "error=ENOSPC", WRITES),
    ("disk error", "error=EIO", WRITES),
    ("too many files", "error=EMFILE", "openat"),
];

type Tree = BTreeMap<String, Vec<u8>>;

/// A command, and the preparation of the site for it.
struct Case {
    name: &'static str,
    args: &'static [&'static str],
    /// Prepares the site. The content may differ between even and odd runs.
    prepare: fn(&Site, usize),
    /// What must be old or new as a whole: all files together, or each file by itself.
    change: Change,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Together,
    Each,
}

const CASES: [Case; 13] = [
    Case {
        name: "first build",
        args: &["build"],
        prepare: |site, _| {
            clear(site, "public");
            clear(site, ".mulu");
        },
        change: Change::Together,
    },
    Case {
        name: "build again",
        args: &["build"],
        prepare: |site, turn| edit(site, turn),
        change: Change::Together,
    },
    Case {
        name: "snapshot",
        args: &["snapshot", "2025"],
        prepare: |site, _| clear(site, "archive"),
        change: Change::Together,
    },
    Case {
        name: "snapshot again",
        args: &["snapshot", "2025", "--force", "--zip"],
        prepare: |site, turn| edit(site, turn),
        change: Change::Each,
    },
    Case {
        name: "import",
        args: &["import", "old", "--category", "other"],
        prepare: |site, _| {
            clear(site, "content/other");
            for i in 0..6 {
                let page = format!(
                    "<html><head><title>Page {i}</title></head><body><h1>Page {i}</h1>\
                     <p>{}</p><p><a href=\"{i}.csv\">{i}</a></p></body></html>",
                    "Text of the page. ".repeat(40)
                );
                site.write(&format!("old/{i}.html"), page)
                    .write(&format!("old/{i}.csv"), "a,b\n".repeat(5000));
            }
        },
        change: Change::Each,
    },
    Case {
        name: "new",
        args: &[
            "new",
            "--category",
            "other",
            "A title",
            "--attach",
            "old.docx",
        ],
        prepare: |site, _| {
            clear(site, "content/other");
            site.write("old.docx", "attachment".repeat(9000));
        },
        change: Change::Each,
    },
    Case {
        name: "check --fix",
        args: &["check", "--fix"],
        prepare: |site, _| {
            for i in 0..5 {
                site.write(
                    &format!("content/typed/{i}.md"),
                    format!(
                        "---\ntitle：Typed {i}\nindex_number: T/{i}\ndate_created: 2024-03-01\n\
                         ---\n\nText.\n"
                    ),
                );
            }
        },
        change: Change::Each,
    },
    Case {
        name: "export -o",
        args: &["export", "-o", "ledger.xlsx"],
        prepare: |site, _| {
            clear(site, "content/typed");
            clear(site, "ledger.xlsx");
        },
        change: Change::Each,
    },
    Case {
        name: "report",
        args: &["report", "2025"],
        prepare: |site, _| clear(site, "content/2025.md"),
        change: Change::Each,
    },
    Case {
        name: "book --force",
        args: &["book", "2024", "-o", "book.epub", "--force"],
        prepare: |site, turn| edit(site, turn),
        change: Change::Each,
    },
    Case {
        name: "check --report --write-baseline",
        args: &["check", "--report", "r.sarif", "--write-baseline", "b"],
        prepare: |site, _| {
            clear(site, "r.sarif");
            clear(site, "b");
        },
        change: Change::Each,
    },
    Case {
        name: "clean",
        args: &["clean", "hidden.docx"],
        prepare: |site, _| {
            clear(site, "hidden.clean.docx");
            let run = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r></w:p>";
            let body = "<w:p><w:r><w:t>Text.</w:t></w:r></w:p>".repeat(900);
            let document = format!("<w:document><w:body>{run}{body}</w:body></w:document>");
            let word = zipped(&[("word/document.xml", document.as_bytes())]);
            site.write("hidden.docx", word);
        },
        change: Change::Each,
    },
    Case {
        name: "init",
        args: &["init", "fresh"],
        prepare: |site, _| clear(site, "fresh"),
        change: Change::Each,
    },
];

/// A document that differs between even and odd runs.
fn edit(site: &Site, turn: usize) {
    site.document("edited", "E/1", "", ["One.", "Another."][turn % 2]);
}

fn clear(site: &Site, path: &str) {
    let path = site.root().join(path);
    let _ = match path.is_dir() {
        true => std::fs::remove_dir_all(path),
        false => std::fs::remove_file(path),
    };
}

fn site(documents: usize) -> Site {
    let site = Site::new();
    for i in 0..documents {
        site.document(
            &format!("column-{}/{i}", i % 7),
            &format!("N/2024-{i:04}"),
            "keywords: [one, two]\n",
            &"Text of the document.\n\n".repeat(20),
        );
    }
    edit(&site, 0);
    site
}

fn is_traceable() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let traced = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=write", "-o"])
        .arg(folder.path().join("trace"))
        .arg("true")
        .status();
    traced.is_ok_and(|status| status.success())
}

/// The maximum time of one run in seconds. On a busy machine, a run takes up to 20.
const LONGEST: &str = "240";

/// The exit code of `timeout` if the program ran longer than `LONGEST`.
const HUNG: Option<i32> = Some(124);

/// A program that runs in the site's folder, and that `timeout` ends after `LONGEST` seconds.
fn limited(site: &Site, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new("timeout");
    command
        .args(["-k", "10", LONGEST])
        .arg(program)
        .current_dir(site.root())
        .env_remove("SOURCE_DATE_EPOCH")
        .stdin(std::process::Stdio::null());
    command
}

/// Runs the program under `strace`, with a fault or without one; gives the trace too.
fn traced(site: &Site, args: &[&str], options: &[&str]) -> (std::process::Output, String) {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let program = mulu(site.root());
    let mut command = limited(site, "strace");
    // with `--seccomp-bpf`, strace 6.1 sends no signals
    let is_signal = options.iter().any(|option| option.contains(":signal="));
    if !is_signal {
        command.arg("--seccomp-bpf");
    }
    command
        .args(["-f", "-qq", "-o"])
        .arg(&trace)
        .args(options)
        .arg(program.get_program())
        .args(["--as-of", DAY, "--lang", "en"])
        .args(args)
        // one thread, because strace counts the system calls of each thread by itself
        .env("RAYON_NUM_THREADS", "1");
    let out = command.output().unwrap();
    (out, std::fs::read_to_string(trace).unwrap_or_default())
}

/// The system calls at which a fault can occur, each as its name and its number among the calls of
/// that name in its thread.
fn points(site: &Site, args: &[&str], calls: &str) -> Vec<(String, usize)> {
    let (_, trace) = traced(site, args, &["-e", &format!("trace={calls}")]);
    let mut threads: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for line in trace.lines().filter(|line| !line.contains("resumed>")) {
        let (thread, call) = line.split_once(' ').unwrap();
        let Some((name, _)) = call.trim_start().split_once('(') else {
            continue;
        };
        *threads.entry((name.to_owned(), thread)).or_default() += 1;
    }
    let mut most: BTreeMap<String, usize> = BTreeMap::new();
    for ((name, _), count) in threads {
        let most = most.entry(name).or_default();
        *most = count.max(*most);
    }
    most.into_iter()
        .flat_map(|(name, count)| (1..=count).map(move |n| (name.clone(), n)))
        .collect()
}

/// The user's files in a site's folder, and the names of the temporary files that mulu left among
/// them. The files in `.mulu` are neither.
fn seen(site: &Site) -> (Tree, Vec<String>) {
    let (left, seen): (Tree, Tree) = tree(site.root())
        .into_iter()
        .filter(|(path, _)| !path.starts_with(".mulu/") && !path.contains("/.mulu/"))
        .partition(|(path, _)| {
            path.split('/').any(|part| {
                part.starts_with('.') && part.contains("mulu-") && part != ".mulu-manifest"
            })
        });
    (seen, left.into_keys().collect())
}

fn sizes(found: &Tree, old: &Tree, new: &Tree) -> Vec<String> {
    let paths: BTreeSet<&String> = found.keys().chain(old.keys()).chain(new.keys()).collect();
    let size = |tree: &Tree, path: &String| {
        tree.get(path)
            .map_or("-".to_owned(), |b| b.len().to_string())
    };
    let differs = |path: &&&String| found.get(**path) != new.get(**path);
    let paths = paths.iter().filter(differs).take(12);
    paths
        .map(|path| {
            format!(
                "{path}: {} (old {}, new {})",
                size(found, path),
                size(old, path),
                size(new, path)
            )
        })
        .collect()
}

/// The largest number of system calls that are tried for each command and kind of fault.
fn wanted() -> usize {
    match std::env::var("MULU_FAULTS").as_deref() {
        Ok("all") => usize::MAX,
        Ok(number) => number.parse().unwrap(),
        Err(_) => 1,
    }
}

#[derive(Default)]
struct Figures {
    tried: usize,
    struck: usize,
    neither: Vec<String>,
    left: usize,
}

/// Runs a command without a fault.
fn plain(site: &Site, case: &Case) -> Run {
    run(limited(site, mulu(site.root()).get_program())
        .args(["--as-of", DAY, "--lang", "en"])
        .args(case.args))
}

/// Tries one fault of a command.
fn attempt(site: &Site, case: &Case, turn: usize, fault: (&str, String), figures: &mut Figures) {
    (case.prepare)(site, turn);
    let (old, _) = seen(site);
    let (name, inject) = fault;
    let call = inject.split(':').next().unwrap();
    let options = ["-e", &format!("trace={call}"), "-e"];
    let inject_option = format!("inject={inject}");
    let (out, trace) = traced(site, case.args, &[&options[..], &[&inject_option]].concat());
    figures.tried += 1;
    let is_killed = matches!(out.status.code(), None | Some(137));
    figures.struck += usize::from(trace.contains("(INJECTED)") || is_killed);
    let (found, _) = seen(site);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    let mut wrong = Vec::new();
    if out.status.code() == HUNG {
        wrong.push(format!("hung for {LONGEST} s"));
    }
    if said.contains("panicked") {
        wrong.push(said);
    }
    // the same command again completes what the fault left undone
    let again = plain(site, case);
    let (redone, left) = seen(site);
    let mut new = redone.clone();
    // if the work was already complete, some commands refuse to repeat it, and `new` makes another
    // document
    let is_more = found != old && (again.code == 2 || case.name == "new");
    if is_more {
        (case.prepare)(site, turn);
        plain(site, case);
        new = seen(site).0;
    }
    if again.code != 0 && !is_more || redone != new && found != new {
        wrong.push(format!("the next run: {} {}", again.code, again.stderr));
    }
    let paths: BTreeSet<&String> = found.keys().chain(old.keys()).collect();
    let is_either = |path| found.get(path) == old.get(path) || found.get(path) == new.get(path);
    let is_whole = match case.change {
        Change::Together => found == old || found == new,
        Change::Each => paths.into_iter().all(is_either),
    };
    if !is_whole || out.status.success() && found != new {
        wrong.push(format!("{:#?}", sizes(&found, &old, &new)));
    }
    if !left.is_empty() {
        figures.left += left.len();
        wrong.push(format!("left behind: {left:?}"));
    }
    let what = |wrong| format!("{}, {name}, {inject}: {wrong}", case.name);
    figures.neither.extend(wrong.into_iter().map(what));
}

#[test]
fn a_fault_at_any_system_call_leaves_the_old_or_the_new() {
    if !is_traceable() {
        return eprintln!("left out: faults at system calls (strace cannot be used here)");
    }
    let wanted = wanted();
    let site = site(if wanted > 50 { 200 } else { 12 });
    let mut all: [Figures; FAULTS.len()] = Default::default();
    for case in &CASES {
        let mut turn = 0;
        for (f, (name, what, calls)) in FAULTS.into_iter().enumerate() {
            let mut figures = Figures::default();
            // the calls of this run are not counted, because the first run of a command makes more
            // calls
            (case.prepare)(&site, turn);
            plain(&site, case);
            (case.prepare)(&site, turn + 1);
            turn += 2;
            let points = points(&site, case.args, calls);
            let step = points.len().div_ceil(wanted).max(1);
            // the first system call depends on the fault, so that a short run tries different
            // system calls with different faults
            let begin = step * (f + 1) / 6;
            for (call, n) in points.iter().skip(begin).step_by(step) {
                let inject = format!("{call}:{what}:when={n}");
                attempt(&site, case, turn, (name, inject), &mut figures);
                turn += 1;
            }
            figures.neither.iter().for_each(|wrong| println!("{wrong}"));
            println!(
                "{}, {name}: {} faults tried, {} struck, {} wrong, {} files left behind",
                case.name,
                figures.tried,
                figures.struck,
                figures.neither.len(),
                figures.left
            );
            let is_struck = figures.tried < 5 || figures.struck * 2 > figures.tried;
            assert!(is_struck, "{}, {name}: hardly any fault struck", case.name);
            all[f].tried += figures.tried;
            all[f].struck += figures.struck;
            all[f].neither.append(&mut figures.neither);
        }
    }
    for ((name, ..), all) in FAULTS.iter().zip(&all) {
        let Figures { tried, struck, .. } = all;
        assert!(struck * 2 > *tried, "{name}: {struck} of {tried} struck");
    }
    let wrong: Vec<_> = all.into_iter().flat_map(|all| all.neither).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The import does not write a page while one of its files cannot be read, because the next run
/// would keep the incomplete document.
#[test]
fn a_page_waits_for_a_file_that_cannot_be_read() {
    if !is_traceable() {
        return eprintln!("left out: a file that cannot be read (strace cannot be used here)");
    }
    let site = site(1);
    let case = CASES.iter().find(|case| case.name == "import").unwrap();
    (case.prepare)(&site, 0);
    let file = site.root().join("old/3.csv").canonicalize().unwrap();
    let file = file.to_str().unwrap();
    let fault = ["-P", file, "-e", "inject=openat:error=EIO"];
    let (out, trace) = traced(&site, case.args, &fault);
    assert!(trace.contains("(INJECTED)"), "{trace}");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(
        said.contains("error[unreadable-file]") && said.contains("old/3.csv"),
        "{said}"
    );
    let pages = |site: &Site| {
        let (tree, _) = seen(site);
        tree.keys()
            .filter(|path| path.contains("content/other/") && path.ends_with(".md"))
            .count()
    };
    assert_eq!(pages(&site), 5, "the other pages are imported");
    site.run(case.args).ends(0);
    assert_eq!(pages(&site), 6, "and the last one in the next run");
}

/// A file that cannot be opened for want of handles is not damaged, so it must not be reported as
/// damaged.
#[test]
fn a_lack_of_handles_ends_the_run_and_is_no_fault_of_a_file() {
    if !is_traceable() {
        return eprintln!("left out: a lack of handles (strace cannot be used here)");
    }
    let site = site(1);
    site.write("content/list.csv", "name,amount\n");
    site.document("with", "W/1", "attachments: [list.csv]\n", "Text.");
    // strace compares the paths as the program gives them to the system
    for path in ["./content/with.md", "./content/list.csv"] {
        for (error, code, says) in [
            ("EMFILE", 2, "too many files are open"),
            ("EIO", 1, "1 error"),
        ] {
            clear(&site, "r.sarif");
            clear(&site, ".mulu");
            let inject = format!("inject=openat:error={error}");
            let fault = ["-P", path, "-e", &inject];
            let (out, trace) = traced(&site, &["check", "--report", "r.sarif"], &fault);
            assert!(trace.contains("(INJECTED)"), "{path} {error}: {trace}");
            let said = String::from_utf8_lossy(&out.stderr).into_owned();
            assert_eq!(out.status.code(), Some(code), "{path} {error}: {said}");
            assert!(said.contains(says), "{path} {error}: {said}");
            let report = std::fs::read_to_string(site.root().join("r.sarif")).unwrap_or_default();
            let is_reported = report.contains("unreadable-file");
            assert_eq!(is_reported, error == "EIO", "{path} {error}: {report}");
            assert_eq!(report.is_empty(), error == "EMFILE", "{path}");
        }
    }
}

/// A power cut loses bytes that were written but not flushed to the disk. A file must therefore be
/// flushed before it is moved to its place.
#[test]
fn bytes_are_stored_before_they_are_moved_into_their_place() {
    if !is_traceable() {
        return eprintln!(
            "left out: what is stored before it is moved (strace cannot be used here)"
        );
    }
    let site = site(12);
    for (turn, case) in CASES.iter().enumerate() {
        (case.prepare)(&site, turn);
        let calls = format!("trace={WRITES},openat");
        let (_, trace) = traced(&site, case.args, &["-y", "-s", "4096", "-e", &calls]);
        let root = site.root().canonicalize().unwrap();
        let moves = moves_unsynced(&trace, &root);
        assert!(!moves.is_empty(), "{}: nothing was moved", case.name);
        let lost: Vec<_> = moves
            .iter()
            .filter(|(_, unsynced)| !unsynced.is_empty())
            .collect();
        assert!(lost.is_empty(), "{}: {lost:#?}", case.name);
    }
}

/// The moves in a trace to a path that the user sees, each with the files that were not flushed
/// before.
fn moves_unsynced(trace: &str, root: &Path) -> Vec<(String, Vec<PathBuf>)> {
    let mut unsynced: BTreeSet<PathBuf> = BTreeSet::new();
    let mut moves = Vec::new();
    for line in trace.lines() {
        let call = line
            .split_once(' ')
            .map_or("", |(_, call)| call.trim_start());
        let Some((name, rest)) = call.split_once('(') else {
            continue;
        };
        let is_failed = call.contains("= -1 ");
        let of_descriptor = || {
            rest.split_once('<')?
                .1
                .split_once('>')
                .map(|(p, _)| PathBuf::from(p))
        };
        // the paths in quotes
        let named: Vec<PathBuf> = rest
            .split('"')
            .skip(1)
            .step_by(2)
            .map(|path| root.join(path))
            .collect();
        match name {
            _ if is_failed => {}
            "write" | "pwrite64" | "writev" | "ftruncate" | "copy_file_range" | "sendfile" => {
                unsynced.extend(of_descriptor().filter(|path| path.starts_with(root)));
            }
            "fsync" | "fdatasync" => {
                of_descriptor().map(|path| unsynced.remove(&path));
            }
            "syncfs" => unsynced.clear(),
            "rename" | "renameat" | "renameat2" | "link" | "linkat" if named.len() == 2 => {
                let (from, to) = (&named[0], &named[1]);
                let is_moved = |path: &&PathBuf| path.starts_with(from);
                let lost: Vec<PathBuf> = unsynced.iter().filter(is_moved).cloned().collect();
                let is_seen = !to
                    .strip_prefix(root)
                    .is_ok_and(|to| to.starts_with(".mulu"))
                    && !name.starts_with("link");
                if is_seen {
                    moves.push((line.to_owned(), lost.clone()));
                }
                for path in lost {
                    unsynced.remove(&path);
                    unsynced.insert(to.join(path.strip_prefix(from).unwrap()));
                }
            }
            _ => {}
        }
    }
    moves
}

/// A device, a pipe or a stream receives the bytes and is not replaced.
#[cfg(unix)]
#[test]
fn pipes_and_streams_are_written_through() {
    use std::os::unix::fs::FileTypeExt;
    let site = site(3);
    site.document("wrong", "W/1", "", "[link](missing.docx)");
    let pipe = site.root().join("pipe.epub");
    let made = Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return eprintln!("left out: pipes (mkfifo cannot be used here)");
    }
    let through = |args: &[&str]| {
        let reader = {
            let pipe = pipe.clone();
            std::thread::spawn(move || std::fs::read(pipe).unwrap())
        };
        let run = site.run(args);
        // if the pipe had been replaced, the reader would wait for ever
        let kind = std::fs::symlink_metadata(&pipe).unwrap().file_type();
        assert!(kind.is_fifo(), "{args:?}: {run:?}");
        (reader.join().unwrap(), run)
    };
    let (baseline, run) = through(&["check", "--write-baseline", "pipe.epub"]);
    run.ends(1);
    site.run(&["check", "--write-baseline", "baseline"]).ends(1);
    assert_eq!(
        baseline,
        std::fs::read(site.root().join("baseline")).unwrap()
    );
    std::fs::remove_file(site.root().join("content/wrong.md")).unwrap();
    let (ledger, run) = through(&["export", "--format", "json", "-o", "pipe.epub"]);
    run.ends(0);
    let printed = site.run(&["export", "--format", "json"]).ends(0).stdout;
    assert!(ledger == printed.as_bytes() && !printed.is_empty());
    for force in [&[][..], &["--force"]] {
        let (book, run) = through(&[&["book", "2024", "-o", "pipe.epub"], force].concat());
        run.ends(0);
        site.run(&["book", "2024", "-o", "file.epub", "--force"])
            .ends(0);
        assert_eq!(book, std::fs::read(site.root().join("file.epub")).unwrap());
    }
    let (changes, run) = through(&["build", "--changes", "pipe.epub"]);
    run.ends(0);
    assert!(changes.starts_with(b"added   "));
    if cfg!(target_os = "linux") {
        let stream = site
            .run(&["export", "--format", "json", "-o", "/dev/stdout"])
            .ends(0);
        assert_eq!(stream.stdout, printed);
        // the old content of a file that a shell opens with `>>` stays
        site.write("all", "before\n");
        let all = site.root().join("all");
        let out = std::fs::OpenOptions::new().append(true).open(&all).unwrap();
        let mut command = mulu(site.root());
        command.args([
            "--as-of",
            DAY,
            "export",
            "--format",
            "json",
            "-o",
            "/dev/stdout",
        ]);
        assert!(command.stdout(out).status().unwrap().success());
        assert_eq!(
            std::fs::read_to_string(&all).unwrap(),
            format!("before\n{printed}")
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_a_mount_point_is_refused_at_once() {
    let site = site(3);
    site.document("wrong", "N/2024-0000", "", "The number of another.");
    std::fs::create_dir_all(site.root().join("mounted")).unwrap();
    let program = mulu(site.root());
    let script = "mount --bind \"$1\" \"$1\" || exit 77; shift; exec \"$@\"";
    let mounted = |args: &[&str]| {
        let mut command = Command::new("unshare");
        command
            .args(["-m", "sh", "-c", script, "sh", "mounted"])
            .arg(program.get_program())
            .args(["--as-of", DAY])
            .args(args)
            .current_dir(site.root());
        command
            .output()
            .map(|out| (out.status.code(), String::from_utf8(out.stderr).unwrap()))
    };
    match mounted(&["--version"]) {
        Ok((Some(0), _)) => {}
        _ => return eprintln!("left out: mount points (nothing can be mounted here)"),
    }
    for command in [&["build"][..], &["snapshot", "2025"]] {
        for (lang, words) in [
            ("zh", ["挂载点", "其下的一个文件夹", "mounted/site"]),
            ("en", ["mount point", "a folder below it", "mounted/site"]),
        ] {
            let args = [&["--lang", lang], command, &["-o", "mounted"]].concat();
            let (code, said) = mounted(&args).unwrap();
            assert_eq!(code, Some(2), "{said}");
            assert!(words.iter().all(|word| said.contains(word)), "{said}");
            // the build stops before it reads the content
            assert!(!said.contains("wrong.md"), "{said}");
        }
    }
    clear(&site, "content/wrong.md");
    for turn in 0..3 {
        edit(&site, turn);
        let (code, said) = mounted(&["build", "-o", "mounted/site"]).unwrap();
        assert_eq!(code, Some(0), "{said}");
    }
    site.build();
    assert_eq!(
        tree(&site.root().join("mounted/site")),
        tree(&site.public())
    );
}

/// The first build waits at a pipe, to which it writes its list of changes, and holds its lock
/// until the pipe is read.
#[cfg(target_os = "linux")]
#[test]
fn a_second_build_names_the_first() {
    let site = site(3);
    let pipe = site.root().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return eprintln!("left out: two builds at once (mkfifo cannot be used here)");
    }
    let mut first = mulu(site.root())
        .args(["--as-of", DAY, "-q", "build", "--changes", "pipe"])
        .spawn()
        .unwrap();
    while !site.has(".mulu-manifest") {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let number = first.id().to_string();
    for (lang, words) in [("zh", "进程号"), ("en", "process")] {
        for command in [
            &["build"][..],
            &["build", "-o", "other"],
            &["snapshot", "2025"],
        ] {
            let run = site.run(&[&["--lang", lang], command].concat()).ends(2);
            let said = format!("{words} {number}");
            assert!(run.stderr.contains(&said), "{said}: {}", run.stderr);
        }
    }
    std::fs::read(pipe).unwrap();
    assert!(first.wait().unwrap().success());
    site.build();
}

#[cfg(unix)]
#[test]
fn a_theme_that_is_a_link_or_has_one_is_an_error() {
    use std::os::unix::fs::symlink;
    let place = |path: &str| {
        let site = site(2);
        site.write("elsewhere/default/static/site.css", "p { color: red }\n");
        let whole = site.root().join(path);
        std::fs::create_dir_all(whole.parent().unwrap()).unwrap();
        (site, whole)
    };
    for (path, target) in [
        ("themes", "elsewhere"),
        ("themes", "missing"),
        ("themes/default", "../elsewhere/default"),
        ("themes/default", "missing"),
        ("themes/default/static", "../../elsewhere/default/static"),
        (
            "themes/default/static/site.css",
            "../../../elsewhere/default/static/site.css",
        ),
        ("themes/default/templates/page.html", "missing"),
    ] {
        let (site, whole) = place(path);
        symlink(target, whole).unwrap();
        for (lang, word) in [("zh", "符号链接"), ("en", "symbolic link")] {
            for command in ["build", "check"] {
                let run = site.run(&["--lang", lang, command]).ends(2);
                let said = run.stdout + &run.stderr;
                assert!(said.contains(word) && said.contains(path), "{path}: {said}");
            }
        }
        assert!(!site.has("index.html"), "{path}");
    }
    let (site, whole) = place("themes/default");
    std::fs::write(whole, "").unwrap();
    assert!(
        site.run(&["build"])
            .ends(2)
            .stderr
            .contains("themes/default")
    );
}
