//! Takes the site's folder; gives the changes of the site's input. Changes that follow each other
//! within a moment count as one. `make.rs` makes the site. This file must not know how a site is
//! made.

use crate::diag::{Action, Error, shown};
use crate::file::is_litter;
use crate::source::File;
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// A change is reported after this time without another change, because an editor program may
/// write, rename and write again to save a file once.
const QUIET: Duration = Duration::from_millis(50);
/// The longest delay of a report, because a program may write without a pause.
const LATEST: Duration = Duration::from_secs(2);
/// The time between two checks where the system does not report changes.
const INTERVAL: Duration = Duration::from_secs(1);
/// The input folders that are watched. `mulu.yaml`, and lists of words (`.tsv`) beside it, are also
/// watched.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// A change of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changed {
    /// Whether an input folder may have appeared or disappeared; then the watch must be renewed.
    pub folders: bool,
    /// The changed documents of `content`, as paths from the site's folder.
    pub documents: BTreeSet<String>,
}

impl Changed {
    /// Waits for a change, and for all changes that follow soon; `None` when the watch has ended.
    pub(super) fn wait(changes: &Receiver<Changed>) -> Option<Changed> {
        let mut changed = changes.recv().ok()?;
        let latest = Instant::now() + LATEST;
        while let Ok(more) =
            changes.recv_timeout(QUIET.min(latest.saturating_duration_since(Instant::now())))
        {
            changed.add(more);
        }
        Some(changed)
    }

    /// Adds another change.
    fn add(&mut self, more: Changed) {
        self.folders |= more.folders;
        self.documents.extend(more.documents);
    }

    /// A change for which no document is known.
    fn other() -> Changed {
        Changed::default()
    }

    /// The change when an input folder may have appeared or disappeared.
    fn folders() -> Changed {
        Changed {
            folders: true,
            ..Changed::default()
        }
    }
}

/// The watch of a site. It ends when this value is dropped.
pub(super) struct Watch {
    root: PathBuf,
    send: Sender<Changed>,
    by: Box<dyn Watcher + Send>,
}

impl Watch {
    /// Starts the watch. If the system cannot report all changes, the files are checked every
    /// second. The second value is then the reason, or the path if the folder is on another
    /// computer.
    pub(super) fn start(
        root: &Path,
        send: Sender<Changed>,
    ) -> Result<(Watch, Option<String>), Error> {
        let root = root.canonicalize().map_err(Error::reading(root))?;
        let why = if is_remote(&root) {
            shown(&root)
        } else {
            match Watch::by_system(&root, send.clone()) {
                Ok(watch) => return Ok((watch, None)),
                Err(e) => e.to_string(),
            }
        };
        let watch = Watch::by_looking(&root, send)
            .map_err(|e| Error::io(Action::Watch, &root)(std::io::Error::other(e)))?;
        Ok((watch, Some(why)))
    }

    fn by_system(root: &Path, send: Sender<Changed>) -> notify::Result<Watch> {
        let by = RecommendedWatcher::new(handler(root, send.clone()), notify::Config::default())?;
        Watch::begun(root, send, Box::new(by))
    }

    fn by_looking(root: &Path, send: Sender<Changed>) -> notify::Result<Watch> {
        let every = notify::Config::default().with_poll_interval(INTERVAL);
        let by = PollWatcher::new(handler(root, send.clone()), every)?;
        Watch::begun(root, send, Box::new(by))
    }

    fn begun(
        root: &Path,
        send: Sender<Changed>,
        mut by: Box<dyn Watcher + Send>,
    ) -> notify::Result<Watch> {
        // the root is watched for `mulu.yaml` and for new input folders, but without its subfolders
        by.watch(root, RecursiveMode::NonRecursive)?;
        let root = root.to_owned();
        let mut watch = Watch { root, send, by };
        watch.watch_folders()?;
        Ok(watch)
    }

    /// Renews the watch of the input folders, because they may have appeared or been replaced. If
    /// the system refuses, the files are checked every second, and the value is the reason.
    pub(super) fn renew(&mut self) -> Result<Option<String>, Error> {
        for folder in FOLDERS {
            // a folder that is gone cannot be unwatched
            let _ = self.by.unwatch(&self.root.join(folder));
        }
        let Err(why) = self.watch_folders() else {
            return Ok(None);
        };
        let looking = Watch::by_looking(&self.root, self.send.clone())
            .map_err(|e| Error::io(Action::Watch, &self.root)(std::io::Error::other(e)))?;
        *self = looking;
        Ok(Some(why.to_string()))
    }

    fn watch_folders(&mut self) -> notify::Result<()> {
        for folder in FOLDERS.map(|f| self.root.join(f)) {
            if folder.is_dir() {
                self.by.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }
}

fn handler(
    root: &Path,
    send: Sender<Changed>,
) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    let root = root.to_owned();
    move |result: notify::Result<Event>| {
        let changed = match result {
            Ok(event) if event.need_rescan() => Some(Changed::folders()),
            Ok(event) if is_change(event.kind) => {
                let changes = event.paths.iter().filter_map(|p| change(&root, p));
                changes.reduce(|mut a, b| {
                    a.add(b);
                    a
                })
            }
            Ok(_) => None,
            // events may have been lost
            Err(_) => Some(Changed::other()),
        };
        if let Some(changed) = changed {
            // sending fails only when the preview is ending
            let _ = send.send(changed);
        }
    }
}

/// Whether an event is a change. Reading does not count: every build reads files, and would cause
/// the next build.
fn is_change(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

/// What a changed path means for the site; `None` if it means nothing.
fn change(root: &Path, path: &Path) -> Option<Changed> {
    // a path outside the root belongs to a folder that is a link
    let Ok(inside) = path.strip_prefix(root) else {
        return Some(Changed::other());
    };
    let names: Vec<_> = inside
        .components()
        .filter_map(|c| {
            if let Component::Normal(name) = c {
                Some(name.to_string_lossy())
            } else {
                None
            }
        })
        .collect();
    let (first, rest) = names.split_first()?;
    if FOLDERS.contains(&first.as_ref()) {
        (!rest
            .iter()
            .any(|name| is_litter(name) || name.ends_with('~')))
        .then(|| Changed {
            folders: rest.is_empty(),
            documents: Some(names.join("/"))
                .filter(|path| first == "content" && File::new(path).is_document())
                .into_iter()
                .collect(),
        })
    } else {
        let is_input = first == "mulu.yaml" || first.ends_with(".tsv");
        (is_input && rest.is_empty()).then(Changed::other)
    }
}

/// Whether a folder is on another computer, or on a file system that does not report the changes
/// that other computers make.
#[cfg(target_os = "linux")]
fn is_remote(path: &Path) -> bool {
    // NFS, SMB, CIFS, SMB2, 9P, FUSE, Ceph, AFS, shared folders of VirtualBox
    const REMOTE: [u32; 9] = [
        0x6969,
        0x517b,
        0xff53_4d42,
        0xfe53_4d42,
        0x0102_1997,
        0x6573_5546,
        0x00c3_6400,
        0x5346_414f,
        0x786f_4256,
    ];
    rustix::fs::statfs(path).is_ok_and(|s| REMOTE.contains(&(s.f_type as u32)))
}

/// Whether a folder is on another computer. Only paths of Windows tell this; on other systems the
/// answer is always no. The caller has resolved drive letters.
#[cfg(not(target_os = "linux"))]
fn is_remote(path: &Path) -> bool {
    use std::path::Prefix;
    matches!(path.components().next(), Some(Component::Prefix(p)) if matches!(p.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn what_a_site_is_made_of_counts() {
        let root = Path::new("/site");
        let folders = |p: &str| change(root, &root.join(p)).map(|c| c.folders);
        for path in [
            "mulu.yaml",
            "content/a.md",
            "content/甲/a.pdf",
            "themes/default/static/x.css",
            "content/public/a.md",
            "/elsewhere/a.md",
        ] {
            assert_eq!(folders(path), Some(false), "{path}");
        }
        assert_eq!(
            (folders("content"), folders("themes")),
            (Some(true), Some(true))
        );
        for path in [
            "",
            "public/a.html",
            "public",
            ".mulu/lock",
            ".git/HEAD",
            "content/.a.md.swp",
            "content/.git/x",
            "content/a.md~",
            "content/~$表.docx",
            "mulu.yaml~",
            "x/mulu.yaml",
            "mulu.yaml/x",
            "contents/a.md",
        ] {
            assert_eq!(folders(path), None, "{path}");
        }
        assert!(
            !is_change(EventKind::Access(AccessKind::Open(AccessMode::Any)))
                && is_change(EventKind::Any)
        );
    }

    fn wait(receive: &Receiver<Changed>, folders: bool) {
        let deadline = std::time::Instant::now() + Duration::from_secs(60);
        while let Ok(changed) =
            receive.recv_timeout(deadline.saturating_duration_since(std::time::Instant::now()))
        {
            if changed.folders || !folders {
                return;
            }
        }
        panic!("no change was seen");
    }

    fn sees_changes(start: fn(&Path, Sender<Changed>) -> notify::Result<Watch>) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let (send, receive) = channel();
        let mut watch = start(&root, send).unwrap();
        std::fs::create_dir(root.join("content")).unwrap();
        wait(&receive, true);
        assert_eq!(watch.renew().unwrap(), None);
        std::thread::sleep(INTERVAL);
        while receive.try_recv().is_ok() {}
        std::fs::write(root.join("content/a.md"), "甲").unwrap();
        wait(&receive, false);
        // an editor may save by renaming a new file over the old one
        std::thread::sleep(INTERVAL);
        while receive.try_recv().is_ok() {}
        std::fs::write(root.join("a.new"), "乙").unwrap();
        std::fs::rename(root.join("a.new"), root.join("content/a.md")).unwrap();
        let changed = Changed::wait(&receive).unwrap();
        assert!(changed.documents.contains("content/a.md"), "{changed:?}");
    }

    #[test]
    fn changes_that_follow_each_other_are_one() {
        let of = |name: &str| Changed {
            documents: BTreeSet::from([name.to_owned()]),
            ..Changed::default()
        };
        let (send, receive) = channel();
        for one in [of("a"), of("b"), Changed::folders(), of("c")] {
            send.send(one).unwrap();
        }
        // a program that writes without a pause
        std::thread::spawn(move || {
            while send.send(Changed::other()).is_ok() {
                std::thread::sleep(QUIET / 10);
            }
        });
        let start = Instant::now();
        let changed = Changed::wait(&receive).unwrap();
        assert!(start.elapsed() < 2 * LATEST);
        assert!(changed.folders);
        assert_eq!(Vec::from_iter(changed.documents), ["a", "b", "c"]);
    }

    #[test]
    fn the_system_tells_of_changes() {
        sees_changes(Watch::by_system);
    }

    #[test]
    fn changes_are_seen_by_looking() {
        sees_changes(Watch::by_looking);
    }
}
