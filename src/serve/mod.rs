//! Takes a function that reads the configuration; gives a preview in a browser on this computer.
//! The site is made in a temporary folder, and made again when its input changes. If a document has
//! errors, its last good page stays and shows them. The desk (pages for the editor) shows all
//! findings, all documents and the changes for visitors.
//!
//! This room must not know the terminal: messages go to `cli` as an [`Event`].

mod badge;
mod connections;
mod desk;
mod files;
mod http;
mod make;
mod page;
mod post;
mod reply;
mod request;
mod review;
mod state;
mod watch;

use crate::config::{Config, near_name};
use crate::diag::{Diagnostic, Error, Lang, Severity, system};
use crate::file::Folder;
use desk::Desk;
use make::{Made, Workshop};
use page::Problem;
use request::Hosts;
use review::{Configure, Review};
use state::{Preview, Shown};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use watch::{Changed, Watch};

/// The first port that is tried when none is requested.
pub const PORT: u16 = 1111;
/// The number of ports that are tried after [`PORT`].
const MORE_PORTS: u16 = 20;

/// What to preview, and where.
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// The address at which to listen.
    pub host: String,
    /// The only port to use; 0 lets the system choose. `None` means the first free port from
    /// [`PORT`] on; 20 more ports are tried.
    pub port: Option<u16>,
    /// The language of the preview's own messages in pages.
    pub lang: Lang,
}

/// A message of the preview.
pub enum Event<'a> {
    /// The preview is available.
    Address {
        /// Its address.
        url: String,
        /// Whether only this computer can reach it.
        loopback: bool,
        /// Whether [`PORT`] was taken, so that another port was chosen.
        moved: bool,
    },
    /// The system cannot report changes, so the files are checked every second. The text is the
    /// reason or, if the folder is on another computer, the path of the folder.
    Polling(String),
    /// An input folder of the site can no longer be watched, for this reason.
    NotWatching(Error),
    /// A build of the preview has ended.
    Made {
        /// The number of published documents.
        documents: usize,
        /// All findings.
        findings: &'a [Diagnostic],
        /// All errors, and the other findings that the previous run did not have.
        fresh: Vec<&'a Diagnostic>,
        /// The duration of the build.
        took: Duration,
        /// Whether the new site is shown.
        shown: bool,
    },
    /// The folder has no site yet; the page in the browser asks for what a new one needs.
    NoSite,
    /// The build was stopped by an error.
    Failed(&'a Error),
    /// The build was stopped by a bug in mulu.
    Fault(&'a str),
    /// The preview has ended.
    Ended,
}

/// Runs the preview until it is interrupted.
pub fn run(
    options: &Options,
    configure: impl Fn() -> Result<Config, Error> + Send + Sync + 'static,
    tell: impl Fn(Event<'_>) + Send + Sync + 'static,
) -> Result<(), Error> {
    let not_running = |e: std::io::Error| {
        Error::listen(
            format!("预览服务无法运行：{}", system(&e).zh),
            format!("the preview server cannot run: {}", system(&e).en),
        )
    };
    let (listener, address, moved) = listen(options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(not_running)?;
    let (send, changes) = channel();
    // the watch starts before the first build, so that no change is missed
    let (watch, polling) = Watch::start(&options.root, send)?;
    let folder = Folder::new(&std::env::temp_dir(), "mulu-preview-")?;
    folder.clear_others_meanwhile();
    let configure: Configure = Arc::new(configure);
    let review = Review::new(
        folder.path().join("drafts"),
        configure.clone(),
        options.lang,
    );
    let hosts = Hosts::new(&options.host);
    let preview = Arc::new(Preview::new(
        options.root.clone(),
        hosts,
        options.lang,
        review,
    ));
    let tell = Arc::new(tell);
    tell(Event::Address {
        url: url(&options.host, address),
        loopback: address.ip().is_loopback(),
        moved,
    });
    if let Some(why) = polling {
        tell(Event::Polling(why));
    }
    let previewer = Previewer {
        preview: preview.clone(),
        configure,
        tell: tell.clone(),
        lang: options.lang,
        workshop: Workshop::new(folder.path().to_owned()),
    };
    std::thread::Builder::new()
        .name("maker".into())
        .spawn(move || previewer.run(watch, &changes))
        .map_err(not_running)?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tokio::spawn(connections::serve(listener, move |peer, request| {
            http::respond(preview.clone(), peer, request)
        }));
        tokio::signal::ctrl_c().await
    });
    // event connections stay open as long as a page is open, so the shutdown does not wait for them
    runtime.shutdown_background();
    served.map_err(not_running)?;
    tell(Event::Ended);
    Ok(())
}

/// Whether a folder has neither a site nor a file that was probably meant to be its `mulu.yaml`.
fn is_without_site(root: &Path) -> bool {
    root.is_dir() && !root.join("mulu.yaml").exists() && near_name(root).is_none()
}

struct Previewer<T> {
    preview: Arc<Preview>,
    configure: Configure,
    tell: Arc<T>,
    lang: Lang,
    /// A folder in which the site is made, and from which pages are read.
    workshop: Workshop,
}

impl<T: Fn(Event<'_>)> Previewer<T> {
    fn run(mut self, mut watch: Watch, changes: &Receiver<Changed>) {
        let mut changed = Changed::default();
        loop {
            self.make(&changed);
            let Some(next) = Changed::wait(changes) else {
                return;
            };
            changed = next;
            if changed.folders {
                match watch.renew() {
                    Ok(Some(why)) => (self.tell)(Event::Polling(why)),
                    Ok(None) => {}
                    Err(error) => (self.tell)(Event::NotWatching(error)),
                }
            }
        }
    }

    fn make(&mut self, changed: &Changed) {
        let start = Instant::now();
        // a panic in one document must not end the preview
        let made = std::panic::catch_unwind(AssertUnwindSafe(|| {
            let config = (self.configure)()?;
            let made = self.workshop.make(&config)?;
            Ok((config, made))
        }));
        let problem = match made {
            Ok(Ok((config, made))) => return self.made(&config, made, changed, start),
            Ok(Err(error)) => {
                (self.tell)(match is_without_site(&self.preview.root) {
                    true => Event::NoSite,
                    false => Event::Failed(&error),
                });
                Problem::of_error(&error, self.lang)
            }
            Err(panic) => {
                let text = panic
                    .downcast_ref::<String>()
                    .map(String::as_str)
                    .or_else(|| panic.downcast_ref::<&str>().copied())
                    .unwrap_or("?");
                (self.tell)(Event::Fault(text));
                Problem::of_panic(text, self.lang)
            }
        };
        let last = self.preview.shown();
        self.preview.show(Shown {
            problem: Some(Arc::new(problem)),
            saved: None,
            ..Shown::clone(&last)
        });
    }

    /// Shows what a run has made, and reports it.
    fn made(&mut self, config: &Config, made: Made, changed: &Changed, start: Instant) {
        let last = self.preview.shown();
        let is_shown = made.files.is_some();
        let findings = made.outcome.findings;
        let problem = (!is_shown).then(|| Problem::of_content(&findings, self.lang));
        let desk = Arc::new(Desk::new(
            config, findings, made.items, made.due, &made.used,
        ));
        // the site is shown before it is reported, because the user may open the page at once
        self.preview.show(Shown {
            saved: changed.documents.iter().find_map(|file| desk.address(file)),
            files: made.files.map(Arc::new).or_else(|| last.files.clone()),
            problem: problem.map(Arc::new),
            desk: Some(desk.clone()),
            ..Shown::default()
        });
        let known = last.desk.as_ref().map_or(&[][..], |desk| &desk.findings);
        (self.tell)(Event::Made {
            documents: made.outcome.documents,
            findings: &desk.findings,
            fresh: fresh(&desk.findings, known),
            took: start.elapsed(),
            shown: is_shown,
        });
    }
}

/// All errors, and the other findings that the last run did not have. An edit changes few findings,
/// so the two sorted lists mostly begin and end with the same ones. Only the findings between them
/// are compared.
fn fresh<'a>(findings: &'a [Diagnostic], known: &[Diagnostic]) -> Vec<&'a Diagnostic> {
    let same = |(a, b): &(&Diagnostic, &Diagnostic)| a == b;
    let start = findings.iter().zip(known).take_while(same).count();
    let (rest, known) = (&findings[start..], &known[start..]);
    let both = rest.iter().rev().zip(known.iter().rev());
    let end = both.take_while(same).count();
    let known = &known[..known.len() - end];
    let changed = rest.len() - end;
    let is_fresh = |(i, f): &(usize, &Diagnostic)| {
        f.severity == Severity::Error
            || ((start..start + changed).contains(i) && !known.contains(f))
    };
    let all = findings.iter().enumerate().filter(is_fresh);
    all.map(|(_, finding)| finding).collect()
}

/// Binds a port. The last value is whether another port was chosen because [`PORT`] was taken.
fn listen(options: &Options) -> Result<(TcpListener, SocketAddr, bool), Error> {
    let host = request::bare(&options.host);
    let bind = |port: u16| {
        let listener = TcpListener::bind((host, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok((listener, address, options.port.is_none() && port != PORT))
    };
    // Windows reserves some ports and reports `PermissionDenied` for them
    let taken = |e: &std::io::Error| {
        matches!(
            e.kind(),
            std::io::ErrorKind::AddrInUse | std::io::ErrorKind::PermissionDenied
        )
    };
    let (mut port, last) = options.port.map_or((PORT, PORT + MORE_PORTS), |p| (p, p));
    loop {
        match bind(port) {
            Ok(found) => return Ok(found),
            Err(e) if taken(&e) && port < last => port += 1,
            Err(e) if taken(&e) && options.port.is_some() => {
                return Err(Error::listen(
                    format!(
                        "端口 {port} 已被占用或不许使用；请用 --port 另选一个，或不写 --port 由 mulu 自选"
                    ),
                    format!(
                        "port {port} is taken or not allowed; choose another with --port, or leave --port out"
                    ),
                ));
            }
            Err(e) if taken(&e) => {
                return Err(Error::listen(
                    format!("端口 {PORT} 至 {last} 都已被占用；请用 --port 另选一个"),
                    format!("the ports {PORT} to {last} are all taken; choose another with --port"),
                ));
            }
            Err(e) => {
                return Err(Error::listen(
                    format!("不能在“{host}”上提供预览：{}", system(&e).zh),
                    format!("cannot listen at {host}: {}", system(&e).en),
                ));
            }
        }
    }
}

/// An address that a browser on this computer can open.
fn url(host: &str, address: SocketAddr) -> String {
    let shown = match (
        host.parse::<IpAddr>()
            .or_else(|_| request::bare(host).parse()),
        address.ip(),
    ) {
        (Ok(ip), IpAddr::V4(_)) if ip.is_unspecified() => "127.0.0.1".to_owned(),
        (Ok(ip), IpAddr::V6(_)) if ip.is_unspecified() => "[::1]".to_owned(),
        (Ok(IpAddr::V6(ip)), _) => format!("[{ip}]"),
        _ => host.to_owned(),
    };
    format!("http://{shown}:{}/", address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_again_and_other_findings_once() {
        use crate::diag::Message;
        let of = |file: &str| Diagnostic::new(Message::UnclosedFrontMatter).in_file(file);
        let note = |file: &str| Diagnostic::new(Message::NoBaseUrl).in_file(file);
        let told = |findings: &[Diagnostic], known: &[Diagnostic]| -> Vec<String> {
            let fresh = fresh(findings, known).into_iter();
            fresh.filter_map(|f| f.file.clone()).collect()
        };
        let old = [note("a"), of("b"), note("c"), note("e")];
        assert_eq!(told(&old, &[]), ["a", "b", "c", "e"]);
        assert_eq!(told(&old, &old), ["b"]);
        assert_eq!(
            told(&[note("a"), of("b"), note("c"), note("d"), note("e")], &old),
            ["b", "d"]
        );
        assert_eq!(told(&[note("c"), note("e")], &old), Vec::<String>::new());
        assert_eq!(told(&[note("a"), note("f")], &old), ["f"]);
    }

    #[test]
    fn the_address_shown_can_be_opened() {
        for (host, address, shown) in [
            ("127.0.0.1", "127.0.0.1:1111", "http://127.0.0.1:1111/"),
            ("localhost", "127.0.0.1:1112", "http://localhost:1112/"),
            ("0.0.0.0", "0.0.0.0:80", "http://127.0.0.1:80/"),
            ("::", "[::]:80", "http://[::1]:80/"),
            ("[::1]", "[::1]:80", "http://[::1]:80/"),
            ("::1", "[::1]:80", "http://[::1]:80/"),
        ] {
            assert_eq!(url(host, address.parse().unwrap()), shown);
        }
    }
}
