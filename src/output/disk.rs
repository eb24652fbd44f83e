//! A site on disk: written to a staging folder beside the output and swapped in whole.
//!
//! Until the swap the old site is untouched; a killed build leaves a staging folder that the next one removes. Files that did
//! not change are linked from the old site, so that they keep their times. `.mulu-manifest` lists every file with its SHA-256
//! (`sha256sum -c` reads it): a folder with any other file is refused, and nothing else is ever removed.

use super::{Artifact, Sink};
use crate::diag::Error;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The file that lists what mulu wrote.
pub const MANIFEST: &str = ".mulu-manifest";

/// What the swap did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files in the site.
    pub files: usize,
    /// Bytes in the site.
    pub bytes: u64,
    /// Files that are new or changed.
    pub written: usize,
    /// Files of the old site that are gone.
    pub removed: usize,
}

#[derive(Default)]
struct State {
    /// Path, SHA-256 and size of every file so far.
    files: BTreeMap<String, ([u8; 32], u64)>,
    folders: BTreeSet<PathBuf>,
    /// Paths that something is being written to.
    claimed: std::collections::HashSet<String>,
    /// Whether a path was given twice: such a site is not published.
    twice: Option<String>,
    written: usize,
}

/// A site being written.
pub struct Disk {
    output: PathBuf,
    staging: PathBuf,
    old: BTreeMap<String, [u8; 32]>,
    state: Mutex<State>,
}

impl Disk {
    /// Looks at the output folder and makes a staging folder beside it. Refuses a folder with strangers' files.
    pub fn open(output: &Path) -> Result<Disk, Error> {
        let output = std::path::absolute(output).map_err(Error::io(output))?;
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            return Err(Error::usage("输出文件夹不能是根目录", "the output folder cannot be the root"));
        };
        fs::create_dir_all(parent).map_err(Error::io(parent))?;
        recover(parent, &name.to_string_lossy(), &output)?;
        let old = inspect(&output)?;
        let staging = parent.join(format!(".{}.mulu-tmp-{}", name.to_string_lossy(), std::process::id()));
        fs::create_dir(&staging).map_err(Error::io(&staging))?;
        Ok(Disk { output, staging, old, state: Mutex::default() })
    }

    fn place(&self, path: &str) -> PathBuf {
        self.staging.join(path.replace('/', std::path::MAIN_SEPARATOR_STR))
    }

    fn make_folder(&self, file: &Path) -> Result<(), Error> {
        let Some(folder) = file.parent() else { return Ok(()) };
        let known = self.state.lock().is_ok_and(|s| s.folders.contains(folder));
        if !known {
            fs::create_dir_all(folder).map_err(Error::io(folder))?;
            if let Ok(mut state) = self.state.lock() {
                state.folders.insert(folder.to_owned());
            }
        }
        Ok(())
    }

    /// Links the old site's file when it still holds these bytes.
    fn link_old(&self, path: &str, digest: &[u8; 32], size: u64, to: &Path) -> bool {
        if self.old.get(path) != Some(digest) {
            return false;
        }
        let from = self.output.join(path.replace('/', std::path::MAIN_SEPARATOR_STR));
        // somebody may have changed the file since: its bytes decide, not what the manifest says of it
        let intact = fs::metadata(&from).is_ok_and(|m| m.len() == size) && fs::read(&from).is_ok_and(|b| Sha256::digest(&b)[..] == digest[..]);
        intact && fs::hard_link(&from, to).is_ok()
    }

    fn note(&self, path: String, digest: [u8; 32], size: u64, written: bool) {
        if let Ok(mut state) = self.state.lock() {
            state.files.insert(path, (digest, size));
            state.written += usize::from(written);
        }
    }

    /// Writes the manifest, has the file system store everything, and swaps the new site in.
    pub fn publish(self) -> Result<Published, Error> {
        let state = self.state.lock().map(|mut s| std::mem::take(&mut *s)).unwrap_or_default();
        if let Some(path) = state.twice {
            return Err(Error::usage(format!("两处内容要写同一个文件“{path}”，没有发布"), format!("two things claim the file {path}; nothing was published")));
        }
        let mut manifest = String::new();
        for (path, (digest, _)) in &state.files {
            for byte in digest {
                manifest.push_str(&format!("{byte:02x}"));
            }
            manifest.push_str("  ");
            manifest.push_str(path);
            manifest.push('\n');
        }
        let path = self.staging.join(MANIFEST);
        fs::write(&path, manifest).map_err(Error::io(&path))?;
        let published = Published {
            files: state.files.len(),
            bytes: state.files.values().map(|(_, size)| size).sum(),
            written: state.written,
            removed: self.old.keys().filter(|p| !state.files.contains_key(*p)).count(),
        };
        if published.written == 0 && published.removed == 0 && self.output.join(MANIFEST).is_file() {
            return Ok(published); // the old site is the new one: not even a folder's time changes
        }
        // somebody may have put a file there while the site was being made
        inspect(&self.output)?;
        store(&self.staging)?;
        swap(&self.staging, &self.output)?;
        Ok(published)
    }
}

impl Drop for Disk {
    /// A build that did not publish leaves nothing behind. After the swap the staging folder holds the old site or is gone.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.staging);
    }
}

impl Sink for Disk {
    fn put(&self, artifact: Artifact) -> Result<(), Error> {
        // a path that two things claim is a finding of the plan; the first stays, and the build does not publish
        if let Ok(mut state) = self.state.lock()
            && !state.claimed.insert(artifact.path.clone())
        {
            state.twice.get_or_insert(artifact.path);
            return Ok(());
        }
        let to = self.place(&artifact.path);
        self.make_folder(&to)?;
        let digest: [u8; 32] = Sha256::digest(&artifact.bytes).into();
        let size = artifact.bytes.len() as u64;
        let linked = self.link_old(&artifact.path, &digest, size, &to);
        if !linked {
            // never into a file that is there: it may be a link to the old site's own
            let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&to).map_err(Error::io(&to))?;
            std::io::Write::write_all(&mut file, &artifact.bytes).map_err(Error::io(&to))?;
        }
        self.note(artifact.path, digest, size, !linked);
        Ok(())
    }
}

/// What a killed build left: a staging folder, or an old site that was moved aside but not yet replaced.
fn recover(parent: &Path, name: &str, output: &Path) -> Result<(), Error> {
    let prefix = format!(".{name}.mulu-");
    let mut aside = Vec::new();
    for entry in fs::read_dir(parent).map_err(Error::io(parent))? {
        let entry = entry.map_err(Error::io(parent))?;
        let file_name = entry.file_name();
        let Some(rest) = file_name.to_str().and_then(|n| n.strip_prefix(&prefix)) else { continue };
        if rest.starts_with("old-") && entry.path().join(MANIFEST).is_file() {
            aside.push(entry.path());
        } else if rest.starts_with("tmp-") {
            fs::remove_dir_all(entry.path()).map_err(Error::io(entry.path()))?;
        }
    }
    for old in aside {
        if output.exists() {
            fs::remove_dir_all(&old).map_err(Error::io(&old))?;
        } else {
            fs::rename(&old, output).map_err(Error::io(&old))?;
        }
    }
    Ok(())
}

/// The files that the manifest of an output folder lists; a file that it does not list is somebody's.
fn inspect(output: &Path) -> Result<BTreeMap<String, [u8; 32]>, Error> {
    if !output.exists() {
        return Ok(BTreeMap::new());
    }
    let listed = match fs::read_to_string(output.join(MANIFEST)) {
        Ok(text) => read_manifest(&text),
        Err(_) => BTreeMap::new(),
    };
    let mut foreign = Vec::new();
    for entry in walkdir::WalkDir::new(output).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(|e| Error::io(output)(e.into_io_error().unwrap_or_else(|| std::io::Error::other("loop"))))?;
        if entry.depth() == 0 && !entry.file_type().is_dir() {
            foreign.push(entry.path().display().to_string());
        } else if !entry.file_type().is_dir() {
            let relative = entry.path().strip_prefix(output).unwrap_or(entry.path());
            let path = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            if path != MANIFEST && (!listed.contains_key(&path) || entry.file_type().is_symlink()) {
                foreign.push(path);
            }
        }
        if foreign.len() == 10 {
            break;
        }
    }
    if foreign.is_empty() { Ok(listed) } else { Err(Error::ForeignFiles { folder: output.to_owned(), files: foreign }) }
}

fn read_manifest(text: &str) -> BTreeMap<String, [u8; 32]> {
    text.lines()
        .filter_map(|line| {
            let (hex, path) = line.split_once("  ")?;
            let mut digest = [0; 32];
            if hex.len() != 64 {
                return None;
            }
            for (i, byte) in digest.iter_mut().enumerate() {
                *byte = u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok()?;
            }
            Some((path.to_owned(), digest))
        })
        .collect()
}

/// One sync of the whole file system: far cheaper than one for every file.
#[cfg(target_os = "linux")]
pub(super) fn store(folder: &Path) -> Result<(), Error> {
    let file = fs::File::open(folder).map_err(Error::io(folder))?;
    rustix::fs::syncfs(&file).map_err(|e| Error::io(folder)(e.into()))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn store(folder: &Path) -> Result<(), Error> {
    let manifest = folder.join(MANIFEST);
    fs::File::open(&manifest).and_then(|f| f.sync_all()).or(Ok(()))
}

/// Puts the new site in the old one's place; afterwards the old one lies in the staging folder, which `Drop` removes.
pub(super) fn swap(staging: &Path, output: &Path) -> Result<(), Error> {
    if !output.exists() {
        return fs::rename(staging, output).map_err(Error::io(output));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, staging, CWD, output, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    // without an exchange in one step: aside, in; a kill between the two is mended by the next build
    let name = staging.file_name().map(|n| n.to_string_lossy().replace(".mulu-tmp-", ".mulu-old-")).unwrap_or_default();
    let aside = staging.with_file_name(name);
    retry(|| fs::rename(output, &aside)).map_err(Error::io(output))?;
    if let Err(e) = retry(|| fs::rename(staging, output)) {
        let _ = fs::rename(&aside, output);
        return Err(Error::io(output)(e));
    }
    fs::remove_dir_all(&aside).map_err(Error::io(&aside))
}

/// On Windows a virus scanner or a preview holds files open for a moment.
fn retry(mut action: impl FnMut() -> std::io::Result<()>) -> std::io::Result<()> {
    for _ in 0..20 {
        match action() {
            Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => std::thread::sleep(std::time::Duration::from_millis(50)),
            other => return other,
        }
    }
    action()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(output: &Path, files: &[(&str, &str)]) -> Result<Published, Error> {
        let disk = Disk::open(output)?;
        for (path, text) in files {
            disk.put(Artifact::new(*path, *text))?;
        }
        disk.publish()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = walkdir::WalkDir::new(folder)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|e| e.file_type().is_file())
            .map(|e| e.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/"))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_site_replaces_the_one_before_it() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1"), ("b/c.html", "2")]).unwrap();
        let second = build(&out, &[("a.html", "1"), ("d.html", "3")]).unwrap();
        assert_eq!((second.files, second.written, second.removed), (2, 1, 1));
        assert_eq!(names(dir.path()), ["public/.mulu-manifest", "public/a.html", "public/d.html"]);
    }

    #[test]
    fn the_same_site_again_touches_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1")]).unwrap();
        let times = || [MANIFEST, "a.html"].map(|f| fs::metadata(out.join(f)).unwrap().modified().unwrap());
        let before = times();
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert_eq!(build(&out, &[("a.html", "1")]).unwrap().written, 0);
        assert_eq!(times(), before);
        assert_eq!(names(dir.path()), ["public/.mulu-manifest", "public/a.html"]);
    }

    #[test]
    fn an_unfinished_build_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1")]).unwrap();
        let disk = Disk::open(&out).unwrap();
        disk.put(Artifact::new("a.html", "2")).unwrap();
        drop(disk);
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
        // as a kill leaves it
        fs::create_dir(dir.path().join(".public.mulu-tmp-1")).unwrap();
        fs::rename(&out, dir.path().join(".public.mulu-old-1")).unwrap();
        let disk = Disk::open(&out).unwrap();
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
        drop(disk);
        assert_eq!(names(dir.path()), ["public/.mulu-manifest", "public/a.html"]);
    }

    #[test]
    fn strangers_files_are_never_touched() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("mine.txt"), "x").unwrap();
        assert!(matches!(build(&out, &[("a.html", "1")]), Err(Error::ForeignFiles { files, .. }) if files == ["mine.txt"]));
        fs::remove_file(out.join("mine.txt")).unwrap();
        build(&out, &[("a.html", "1")]).unwrap();
        fs::create_dir(out.join("sub")).unwrap();
        fs::write(out.join("sub/mine.txt"), "x").unwrap();
        assert!(build(&out, &[("a.html", "2")]).is_err());
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
    }

    #[test]
    fn a_strangers_file_that_comes_during_the_build_is_not_lost() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1")]).unwrap();
        let disk = Disk::open(&out).unwrap();
        disk.put(Artifact::new("a.html", "2")).unwrap();
        fs::write(out.join("mine.txt"), "x").unwrap();
        assert!(matches!(disk.publish(), Err(Error::ForeignFiles { .. })));
        assert_eq!(names(dir.path()), ["public/.mulu-manifest", "public/a.html", "public/mine.txt"]);
    }

    #[test]
    fn a_path_given_twice_never_reaches_the_old_site() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1")]).unwrap();
        let disk = Disk::open(&out).unwrap();
        disk.put(Artifact::new("a.html", "1")).unwrap();
        disk.put(Artifact::new("a.html", "2")).unwrap();
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
        assert!(disk.publish().is_err());
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
    }

    #[test]
    fn the_manifest_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1"), ("b.html", "")]).unwrap();
        let read = read_manifest(&fs::read_to_string(out.join(MANIFEST)).unwrap());
        assert_eq!(read.keys().collect::<Vec<_>>(), ["a.html", "b.html"]);
        assert_eq!(read["a.html"][..], Sha256::digest("1")[..]);
    }
}
