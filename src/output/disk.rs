//! A site on disk: written to a staging folder and swapped in whole.
//!
//! Until the swap the old site is untouched; a killed build leaves a staging folder that the next one removes. Files that did
//! not change are links to the old site's own, so that they keep their times. `.mulu-manifest` lists every file with its SHA-256
//! (`sha256sum -c` reads it): a folder with any other file is refused, and nothing else is ever removed.
//!
//! The old site that a swap leaves behind can be kept as a spare: the next build brings it up to date instead of linking every
//! file anew, so that the work is that of the change.

use super::folder::{self, Content, Seen, read_manifest, write_manifest};
use super::{Artifact, Printed, Sink};
use crate::diag::Error;
use crate::memo::{self, Memo};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The file that lists what mulu wrote.
pub const MANIFEST: &str = ".mulu-manifest";

/// What became of a file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was not there.
    Added,
    /// It has other bytes.
    Changed,
    /// It is gone.
    Removed,
}

/// What the swap did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Every file of the site, with its SHA-256.
    pub files: BTreeMap<String, [u8; 32]>,
    /// Bytes in the site.
    pub bytes: u64,
    /// Every file that is not as it was, in the order in which they can be copied to a server without a visitor meeting a page
    /// that leads nowhere: shards and attachments, pages, what names them all, and only then what is to be removed.
    pub changes: Vec<(Change, String)>,
}

impl Published {
    /// How many files were added or changed.
    pub fn written(&self) -> usize {
        self.changes.iter().filter(|c| c.0 != Change::Removed).count()
    }

    /// How many are gone.
    pub fn removed(&self) -> usize {
        self.changes.len() - self.written()
    }
}

/// A file of an earlier site, as its manifest lists it and as it lies there.
#[derive(Clone, Copy)]
struct Lying {
    digest: [u8; 32],
    seen: Seen,
}

#[derive(Default)]
struct State {
    files: BTreeMap<String, (Printed, Seen)>,
    folders: HashSet<PathBuf>,
    /// Paths that something is being written to.
    claimed: HashSet<String>,
    /// Whether a path was given twice: such a site is not published.
    twice: Option<String>,
}

/// A site being written.
pub struct Disk {
    output: PathBuf,
    staging: PathBuf,
    /// Whether the staging folder stays as a spare after the swap.
    keeps_spare: bool,
    published: bool,
    /// Of the old site's manifest.
    manifest: memo::Key,
    old: HashMap<String, Lying>,
    /// What lies in the staging folder already.
    spare: HashMap<String, Lying>,
    /// What the old site's files were when they were published.
    known: HashMap<String, Seen>,
    memo: Arc<Memo>,
    state: Mutex<State>,
}

impl Disk {
    /// Looks at the output folder and makes a staging folder beside it. Refuses a folder with strangers' files.
    pub fn open(output: &Path) -> Result<Disk, Error> {
        let mut disk = Disk::look(output, Arc::default())?;
        disk.stage(None)?;
        Ok(disk)
    }

    /// Looks at the output folder, with what is known of its files. Refuses a folder with strangers' files.
    pub fn look(output: &Path, memo: Arc<Memo>) -> Result<Disk, Error> {
        let output = std::path::absolute(output).map_err(Error::io(output))?;
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            return Err(Error::usage("输出文件夹不能是根目录", "the output folder cannot be the root"));
        };
        fs::create_dir_all(parent).map_err(Error::io(parent))?;
        recover(parent, &name.to_string_lossy(), &output)?;
        let (old, text) = inspect(&output)?;
        let mut disk = Disk {
            staging: parent.join(format!(".{}.mulu-tmp-{}", name.to_string_lossy(), std::process::id())),
            output,
            keeps_spare: false,
            published: false,
            manifest: memo::key(&[text.as_bytes()]),
            old,
            spare: HashMap::new(),
            known: HashMap::new(),
            memo,
            state: Mutex::default(),
        };
        if !disk.old.is_empty() {
            let mut paths: Vec<&String> = disk.old.keys().collect();
            paths.sort_unstable();
            let seen: Option<Vec<Seen>> = disk.memo.get(&known_key(&disk.output, &text));
            if let Some(seen) = seen.filter(|s| s.len() == paths.len()) {
                disk.known = paths.into_iter().cloned().zip(seen).collect();
            }
        }
        Ok(disk)
    }

    /// Makes a staging folder: from the spare, when there is a place for one and an old site to leave behind in it.
    pub fn stage(&mut self, spare: Option<&Path>) -> Result<(), Error> {
        if let Some(spare) = spare.filter(|_| !self.old.is_empty()) {
            self.take_spare(spare)?;
        }
        if !self.keeps_spare {
            fs::create_dir(&self.staging).map_err(Error::io(&self.staging))?;
        }
        Ok(())
    }

    /// A key of the site that lies there, if all its files lie as they were published.
    pub fn lies_as_published(&self) -> Option<memo::Key> {
        let as_published = !self.known.is_empty() && self.old.iter().all(|(path, lying)| self.known.get(path) == Some(&lying.seen));
        as_published.then_some(self.manifest)
    }

    /// A key of the site that was published.
    pub fn published_as(&self) -> Option<memo::Key> {
        self.published.then_some(self.manifest)
    }

    /// How much lies there, for a site that needed no work.
    pub fn unchanged(&self) -> Published {
        Published {
            files: self.old.iter().map(|(path, lying)| (path.clone(), lying.digest)).collect(),
            bytes: self.old.values().map(|lying| lying.seen.size).sum(),
            changes: Vec::new(),
        }
    }

    /// Uses the folder at `spare` for staging, where it can be swapped with the output. What is in it counts if it has a manifest:
    /// that goes first and comes last, so a spare that a build was killed on has none, and begins empty.
    fn take_spare(&mut self, spare: &Path) -> Result<(), Error> {
        if !is_swappable(spare, &self.output) {
            return Ok(());
        }
        let manifest = spare.join(MANIFEST);
        let listed = fs::read_to_string(&manifest).map(|text| read_manifest(&text)).unwrap_or_default();
        if listed.is_empty() {
            if spare.exists() {
                fs::remove_dir_all(spare).map_err(Error::io(spare))?;
            }
            fs::create_dir_all(spare).map_err(Error::io(spare))?;
        } else {
            let content = folder::list(spare)?;
            if !content.odd.is_empty() || content.files.keys().any(|path| !listed.contains_key(path)) {
                return Ok(()); // somebody's file: it stays where it is, and the spare is not used
            }
            self.spare = join(listed, &content);
            fs::remove_file(&manifest).map_err(Error::io(&manifest))?;
        }
        self.staging = spare.to_owned();
        self.keeps_spare = true;
        Ok(())
    }

    fn place(&self, folder: &Path, path: &str) -> PathBuf {
        folder.join(path.replace('/', std::path::MAIN_SEPARATOR_STR))
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

    /// Whether a path is free. One that two things claim is a finding of the plan: the first stays, and the build does not publish.
    /// The same bytes again are no second thing.
    fn claim(&self, path: &str, printed: Option<&Printed>) -> bool {
        self.state.lock().is_ok_and(|mut state| {
            let free = state.claimed.insert(path.to_owned());
            if !free && printed.is_none_or(|p| state.files.get(path).is_none_or(|(there, _)| there != p)) {
                state.twice.get_or_insert_with(|| path.to_owned());
            }
            free
        })
    }

    /// Puts the old site's file into the new one when it still holds these bytes.
    fn link_old(&self, path: &str, printed: &Printed) -> Result<Option<Seen>, Error> {
        let Some(old) = self.old.get(path).filter(|o| o.digest == printed.digest && o.seen.size == printed.size) else { return Ok(None) };
        let from = self.place(&self.output, path);
        // somebody may have changed the file since: unless it is as we left it, its bytes decide
        if self.known.get(path) != Some(&old.seen) && !has_bytes(&from, printed) {
            return Ok(None);
        }
        if self.spare.get(path).is_some_and(|s| s.seen.is_same_file(old.seen)) {
            return Ok(Some(old.seen));
        }
        let to = self.clear(path)?;
        Ok(fs::hard_link(&from, &to).is_ok().then_some(old.seen))
    }

    /// The place of a file in the staging folder, with nothing there.
    fn clear(&self, path: &str) -> Result<PathBuf, Error> {
        let to = self.place(&self.staging, path);
        if self.spare.contains_key(path) {
            fs::remove_file(&to).map_err(Error::io(&to))?;
        } else {
            self.make_folder(&to)?;
        }
        Ok(to)
    }

    fn note(&self, path: &str, printed: Printed, seen: Seen) {
        if let Ok(mut state) = self.state.lock() {
            state.files.insert(path.to_owned(), (printed, seen));
        }
    }

    /// Writes the manifest, has the file system store everything, and swaps the new site in.
    pub fn publish(&mut self) -> Result<Published, Error> {
        let state = self.state.lock().map(|mut s| std::mem::take(&mut *s)).unwrap_or_default();
        if let Some(path) = state.twice {
            return Err(Error::usage(format!("两处内容要写同一个文件“{path}”，没有发布"), format!("two things claim the file {path}; nothing was published")));
        }
        let text = write_manifest(state.files.iter().map(|(path, (printed, _))| (path, printed.digest)));
        let published = Published {
            files: state.files.iter().map(|(path, (printed, _))| (path.clone(), printed.digest)).collect(),
            bytes: state.files.values().map(|(printed, _)| printed.size).sum(),
            changes: changes(&self.old, &state.files),
        };
        for path in self.spare.keys().filter(|p| !state.files.contains_key(*p)) {
            remove(&self.staging, &self.place(&self.staging, path))?;
        }
        let path = self.staging.join(MANIFEST);
        fs::write(&path, &text).map_err(Error::io(&path))?;
        // nothing to swap when the old site is the new one: not even a folder's time changes
        if !published.changes.is_empty() || !self.output.join(MANIFEST).is_file() {
            // somebody may have put a file there while the site was being made
            inspect(&self.output)?;
            store(&self.staging)?;
            swap(&self.staging, &self.output)?;
        }
        self.published = true;
        let seen: Vec<Seen> = state.files.values().map(|(_, seen)| *seen).collect();
        self.memo.put(&known_key(&self.output, &text), &seen);
        self.manifest = memo::key(&[text.as_bytes()]);
        Ok(published)
    }
}

impl Drop for Disk {
    /// A build that did not publish leaves nothing behind. After the swap the staging folder holds the old site, or is gone.
    fn drop(&mut self) {
        if !(self.published && self.keeps_spare) && self.staging.exists() {
            let _ = fs::remove_dir_all(&self.staging);
        }
    }
}

impl Sink for Disk {
    fn put(&self, artifact: Artifact) -> Result<Printed, Error> {
        let printed = Printed::of(&artifact.bytes);
        if !self.claim(&artifact.path, Some(&printed)) {
            return Ok(printed);
        }
        let seen = match self.link_old(&artifact.path, &printed)? {
            Some(seen) => seen,
            None => {
                let to = self.clear(&artifact.path)?;
                let mut file = create(&to)?;
                file.write_all(&artifact.bytes).map_err(Error::io(&to))?;
                Seen::of(&file.metadata().map_err(Error::io(&to))?)
            }
        };
        self.note(&artifact.path, printed, seen);
        Ok(printed)
    }

    fn copy(&self, path: &str, from: &Path) -> Result<Printed, Error> {
        use sha2::{Digest, Sha256};
        if !self.claim(path, None) {
            return Ok(Printed { digest: [0; 32], size: 0 });
        }
        let to = self.clear(path)?;
        let mut source = fs::File::open(from).map_err(Error::io(from))?;
        let mut file = create(&to)?;
        let (mut hash, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
        loop {
            let n = source.read(&mut buffer).map_err(Error::io(from))?;
            if n == 0 {
                break;
            }
            hash.update(&buffer[..n]);
            size += n as u64;
            file.write_all(&buffer[..n]).map_err(Error::io(&to))?;
        }
        let printed = Printed { digest: hash.finalize().into(), size };
        let mut seen = Seen::of(&file.metadata().map_err(Error::io(&to))?);
        drop(file);
        if let Some(old) = self.old.get(path).filter(|o| o.digest == printed.digest)
            && has_bytes(&self.place(&self.output, path), &printed)
        {
            // the same bytes after all: the old file keeps its times
            fs::remove_file(&to).map_err(Error::io(&to))?;
            fs::hard_link(self.place(&self.output, path), &to).map_err(Error::io(&to))?;
            seen = old.seen;
        }
        self.note(path, printed, seen);
        Ok(printed)
    }

    fn keep(&self, path: &str, printed: &Printed) -> Result<bool, Error> {
        if !self.old.contains_key(path) || self.state.lock().is_ok_and(|s| s.claimed.contains(path)) {
            return Ok(false);
        }
        let Some(seen) = self.link_old(path, printed)? else { return Ok(false) };
        if self.claim(path, Some(printed)) {
            self.note(path, *printed, seen);
        }
        Ok(true)
    }
}

/// Under which name the memo knows what the files of a site were when they were published.
fn known_key(output: &Path, manifest: &str) -> memo::Key {
    memo::key(&[b"site", output.as_os_str().as_encoded_bytes(), manifest.as_bytes()])
}

/// What differs between two sites, in the order of [`Published::changes`].
fn changes(old: &HashMap<String, Lying>, new: &BTreeMap<String, (Printed, Seen)>) -> Vec<(Change, String)> {
    let mut changes: Vec<(Change, String)> = new
        .iter()
        .filter_map(|(path, (printed, seen))| match old.get(path) {
            None => Some((Change::Added, path.clone())),
            // a file that somebody changed was written anew, with the bytes that the manifest gives
            Some(lying) if lying.digest != printed.digest || lying.seen != *seen => Some((Change::Changed, path.clone())),
            Some(_) => None,
        })
        .collect();
    changes.extend(old.keys().filter(|p| !new.contains_key(*p)).map(|p| (Change::Removed, p.clone())));
    let rank = |change: &(Change, String)| match change {
        (Change::Removed, _) => 3,
        (_, path) if path == "search/root.js" || !path.contains('/') => 2,
        (_, path) if path.ends_with(".html") => 1,
        _ => 0,
    };
    changes.sort_by(|a, b| (rank(a), &a.1).cmp(&(rank(b), &b.1)));
    changes
}

/// A new file; never one that is there, which may be a link to the old site's own.
fn create(path: &Path) -> Result<fs::File, Error> {
    fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(Error::io(path))
}

fn has_bytes(path: &Path, printed: &Printed) -> bool {
    fs::metadata(path).is_ok_and(|m| m.len() == printed.size) && fs::read(path).is_ok_and(|b| Printed::of(&b) == *printed)
}

/// Removes a file, and the folders that it leaves empty.
fn remove(root: &Path, file: &Path) -> Result<(), Error> {
    fs::remove_file(file).map_err(Error::io(file))?;
    let mut folder = file.parent();
    while let Some(f) = folder.filter(|f| *f != root) {
        if fs::remove_dir(f).is_err() {
            break;
        }
        folder = f.parent();
    }
    Ok(())
}

/// Whether two folders lie on one file system that numbers its files and exchanges names in one step.
#[cfg(target_os = "linux")]
fn is_swappable(spare: &Path, output: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Some(parent) = spare.parent() else { return false };
    let device = |path: &Path| fs::metadata(path).map(|m| m.dev()).ok();
    fs::create_dir_all(parent).is_ok() && device(parent).is_some() && device(parent) == device(output)
}

#[cfg(not(target_os = "linux"))]
fn is_swappable(_: &Path, _: &Path) -> bool {
    false
}

fn join(listed: BTreeMap<String, [u8; 32]>, content: &Content) -> HashMap<String, Lying> {
    listed.into_iter().filter_map(|(path, digest)| content.files.get(&path).map(|&seen| (path, Lying { digest, seen }))).collect()
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

/// The files of an output folder, and its manifest; a file that the manifest does not list is somebody's.
fn inspect(output: &Path) -> Result<(HashMap<String, Lying>, String), Error> {
    let refuse = |files: Vec<String>| Err(Error::ForeignFiles { folder: output.to_owned(), files });
    if fs::symlink_metadata(output).is_err() {
        return Ok((HashMap::new(), String::new()));
    }
    if !output.is_dir() {
        return refuse(vec![output.display().to_string()]);
    }
    let text = fs::read_to_string(output.join(MANIFEST)).unwrap_or_default();
    let listed = read_manifest(&text);
    let content = folder::list(output)?;
    let foreign: BTreeSet<&String> = content.files.keys().filter(|p| !listed.contains_key(*p)).chain(&content.odd).collect();
    if !foreign.is_empty() {
        return refuse(foreign.into_iter().take(10).cloned().collect());
    }
    Ok((join(listed, &content), text))
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
        let mut disk = Disk::open(output)?;
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
        assert_eq!((second.files.len(), second.written(), second.removed()), (2, 1, 1));
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
        assert_eq!(build(&out, &[("a.html", "1")]).unwrap().written(), 0);
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
        let mut disk = Disk::open(&out).unwrap();
        disk.put(Artifact::new("a.html", "2")).unwrap();
        fs::write(out.join("mine.txt"), "x").unwrap();
        assert!(matches!(disk.publish(), Err(Error::ForeignFiles { .. })));
        drop(disk);
        assert_eq!(names(dir.path()), ["public/.mulu-manifest", "public/a.html", "public/mine.txt"]);
    }

    #[test]
    fn a_path_given_twice_never_reaches_the_old_site() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1")]).unwrap();
        let mut disk = Disk::open(&out).unwrap();
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
        assert_eq!(read["a.html"], Printed::of(b"1").digest);
    }
}
