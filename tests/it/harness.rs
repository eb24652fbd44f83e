//! Makes a site in a temporary folder, runs the program on it, and reads its output back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The day on which sites are built unless a test sets another.
pub(crate) const DAY: &str = "2026-01-01";

pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The result of a run of the program.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; -1 when a signal ended the program.
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Fails unless the program ended with this code.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Run {
        assert_eq!(
            self.code, code,
            "stdout:\n{}\nstderr:\n{}",
            self.stdout, self.stderr
        );
        self
    }
}

/// The program, with an environment that does not depend on the machine.
pub(crate) fn mulu(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mulu"));
    for name in [
        "SOURCE_DATE_EPOCH",
        "LANG",
        "LC_ALL",
        "LC_MESSAGES",
        "LANGUAGE",
        "TZ",
        "RAYON_NUM_THREADS",
        "NO_COLOR",
        "CLICOLOR_FORCE",
    ] {
        command.env_remove(name);
    }
    command
        .current_dir(root)
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    command
}

pub(crate) fn run(command: &mut Command) -> Run {
    let out = command.output().unwrap();
    Run {
        code: out.status.code().unwrap_or(-1),
        stdout: String::from_utf8(out.stdout).unwrap(),
        stderr: String::from_utf8(out.stderr).unwrap(),
    }
}

/// A site in a temporary folder.
pub(crate) struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    pub(crate) fn empty() -> Site {
        Site {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A site with a short `mulu.yaml` and no documents.
    pub(crate) fn new() -> Site {
        let site = Site::empty();
        site.write(
            "mulu.yaml",
            "title: 测试目录\nbase_url: https://example.cn/xxgk/\nagency: {name: 甲局}\n",
        );
        std::fs::create_dir(site.root().join("content")).unwrap();
        site
    }

    /// The demonstration catalogue of the repository.
    pub(crate) fn demonstration() -> Site {
        let site = Site::empty();
        for folder in ["content", "themes"] {
            copy(&repository().join(folder), &site.root().join(folder));
        }
        std::fs::copy(
            repository().join("mulu.yaml"),
            site.root().join("mulu.yaml"),
        )
        .unwrap();
        site
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the site.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Site {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Writes a document. `fields` are further lines of its front matter, each with its line end.
    pub(crate) fn document(&self, path: &str, number: &str, fields: &str, body: &str) -> &Site {
        let created = if fields.contains("date_created:") {
            ""
        } else {
            "date_created: 2024-03-01\n"
        };
        let title = if fields.contains("title:") {
            String::new()
        } else {
            format!("title: 关于{number}的通知\n")
        };
        self.write(
            &format!("content/{path}.md"),
            format!("---\n{title}index_number: {number}\n{created}{fields}---\n\n{body}\n"),
        )
    }

    /// Runs the program in the site's folder, on `DAY` unless the arguments name another.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let mut command = mulu(self.root());
        if !args.contains(&"--as-of") {
            command.args(["--as-of", DAY]);
        }
        run(command.args(args))
    }

    /// Builds into `public/`, and fails unless the build succeeds.
    #[track_caller]
    pub(crate) fn build(&self) -> &Site {
        self.run(&["build"]).ends(0);
        self
    }

    /// The folder of the built site.
    pub(crate) fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    /// A text of the built site.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        let whole = self.public().join(path);
        std::fs::read_to_string(&whole).unwrap_or_else(|e| {
            panic!(
                "{path}: {e}; there are {:#?}",
                tree(&self.public()).keys().collect::<Vec<_>>()
            )
        })
    }

    /// Whether the built site has a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.public().join(path).is_file()
    }
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let to = to.join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
}

/// Every file of a folder and its subfolders, by its path below the folder, whose parts are
/// separated by `/`. A file that cannot be read counts as empty.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap_or_else(|e| panic!("{}: {e}", next.display()))
        {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap_or_default());
            }
        }
    }
    files
}

/// Fails if two folders differ, and names the files that differ.
#[track_caller]
pub(crate) fn assert_same(
    a: &BTreeMap<String, Vec<u8>>,
    b: &BTreeMap<String, Vec<u8>>,
    what: &str,
) {
    let differing: Vec<&String> = a
        .keys()
        .chain(b.keys())
        .filter(|p| a.get(*p) != b.get(*p))
        .collect();
    assert!(differing.is_empty(), "{what}: {differing:#?}");
}
