//! Records the facts for `mulu --version --verbose`: the target, the compiler and, if it is known,
//! the commit. Nothing else in the program depends on them.
#![allow(
    clippy::print_stdout,
    reason = "cargo reads what a build script prints"
)]

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=MULU_COMMIT");
    let target = env::var("TARGET").unwrap_or_default();
    println!("cargo:rustc-env=MULU_TARGET={target}");
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let rustc = said(Command::new(rustc).arg("--version")).unwrap_or_default();
    println!("cargo:rustc-env=MULU_RUSTC={rustc}");
    let named = env::var("MULU_COMMIT").ok().filter(|c| !c.is_empty());
    let commit = named.or_else(packed).or_else(commit).unwrap_or_default();
    println!("cargo:rustc-env=MULU_COMMIT={commit}");
}

/// The commit that `git archive` wrote into the file `COMMIT` when it packed the sources, and its
/// day. `None` in a clone, where the file still has git's placeholder.
fn packed() -> Option<String> {
    println!("cargo:rerun-if-changed=COMMIT");
    let line = std::fs::read_to_string("COMMIT").ok()?.trim().to_owned();
    (!line.is_empty() && !line.starts_with('$')).then_some(line)
}

/// The commit and its day, for a release build in mulu's own repository. Other builds record none;
/// otherwise, Cargo would compile mulu again after every commit.
fn commit() -> Option<String> {
    if env::var("PROFILE").as_deref() != Ok("release") {
        return None;
    }
    let folder = env::var("CARGO_MANIFEST_DIR").ok()?;
    let git = |args: &[&str]| said(Command::new("git").current_dir(&folder).args(args));
    let top = git(&["rev-parse", "--show-toplevel"])?;
    if Path::new(&top).canonicalize().ok()? != Path::new(&folder).canonicalize().ok()? {
        return None;
    }
    // the log of HEAD changes with every commit and every change of branch
    for file in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", file])?;
        println!("cargo:rerun-if-changed={path}");
    }
    git(&["log", "-1", "--format=%H %cs"])
}

/// The output of a program; `None` if the program fails or prints nothing.
fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}
