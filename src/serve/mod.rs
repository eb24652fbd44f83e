//! Takes a way to read the configuration; gives a preview: the site in a folder for the time being, made anew when its files change, shown to a
//! browser on this computer. A site with errors does not replace a good one; its findings stand over it instead.
//!
//! It must not know the terminal: what there is to say goes to `cli` as an [`Event`].

mod http;
mod page;
mod request;
mod watch;

use crate::build::{self, Outcome};
use crate::cache::Cache;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Error, Lang, Severity};
use crate::output;
use http::{Files, Preview};
use page::Problem;
use request::Hosts;
use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use watch::{Changed, Watch};

/// The port that is tried first when none is asked for.
pub const PORT: u16 = 1111;
/// How many ports after it are tried.
const MORE_PORTS: u16 = 20;

/// What to preview, and where.
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// The address to listen at.
    pub host: String,
    /// The port to listen at, and no other; 0 lets the system choose. Without one, the first free from [`PORT`].
    pub port: Option<u16>,
    /// The language of what the preview itself says in a page.
    pub lang: Lang,
}

/// What there is to tell.
pub enum Event<'a> {
    /// The preview can be looked at.
    Address {
        /// Its address.
        url: String,
        /// Whether only this computer can.
        loopback: bool,
        /// Whether [`PORT`] was taken, so that another was chosen.
        moved: bool,
    },
    /// Files are looked at every second, since the system cannot tell of changes: its reason.
    Polling(String),
    /// The folder can no longer be watched.
    NotWatching(Error),
    /// The line was run.
    Made {
        /// What it found out.
        outcome: &'a Outcome,
        /// The errors, and what was not found the last time.
        fresh: Vec<&'a Diagnostic>,
        /// How long it took.
        took: Duration,
        /// Whether the site is shown: it has no errors.
        good: bool,
    },
    /// The line could not be run.
    Failed(&'a Error),
    /// The line failed by a fault of mulu's own.
    Fault(&'a str),
    /// The preview has ended.
    Ended,
}

/// Previews until it is interrupted.
pub fn run(
    options: &Options,
    configure: impl Fn() -> Result<Config, Error> + Send + 'static,
    tell: impl Fn(Event<'_>) + Send + Sync + 'static,
) -> Result<(), Error> {
    let not_running = |e: std::io::Error| {
        Error::listen(
            format!("预览服务无法运行：{e}"),
            format!("the preview server cannot run: {e}"),
        )
    };
    let (listener, address, moved) = listen(options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(not_running)?;
    let (send, changes) = channel();
    // watched before it is first read, so that no change falls between
    let (watch, polling) = Watch::start(&options.root, send)?;
    let folder = tempfile::Builder::new()
        .prefix("mulu-preview-")
        .tempdir()
        .map_err(Error::making(std::env::temp_dir()))?;
    let preview = Arc::new(Preview::new(Hosts::new(&options.host), options.lang));
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
        known: HashSet::new(),
        folder: folder.path().to_owned(),
        first: true,
    };
    std::thread::Builder::new()
        .name("maker".into())
        .spawn(move || previewer.run(watch, &changes))
        .map_err(not_running)?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tokio::spawn(async { axum::serve(listener, http::routes(preview)).await });
        tokio::signal::ctrl_c().await
    });
    // readers hold their connections open for as long as they look; they are not waited for
    runtime.shutdown_background();
    served.map_err(not_running)?;
    tell(Event::Ended);
    Ok(())
}

/// Makes the site again and again, on a thread of its own.
struct Previewer<C, T> {
    preview: Arc<Preview>,
    configure: C,
    tell: Arc<T>,
    lang: Lang,
    /// What was found the last time.
    known: HashSet<String>,
    /// Where the site is made: pages are read from there when they are asked for.
    folder: PathBuf,
    /// Whether nothing was made yet: what another run left in the folder counts for nothing.
    first: bool,
}

impl<C: Fn() -> Result<Config, Error>, T: Fn(Event<'_>)> Previewer<C, T> {
    fn run(mut self, mut watch: Watch, changes: &Receiver<Changed>) {
        loop {
            self.make();
            let Ok(mut changed) = changes.recv() else {
                return;
            };
            while let Ok(more) = changes.try_recv() {
                changed.folders |= more.folders;
            }
            if changed.folders {
                match watch.renew() {
                    Ok(Some(why)) => (self.tell)(Event::Polling(why)),
                    Ok(None) => {}
                    Err(error) => (self.tell)(Event::NotWatching(error)),
                }
            }
        }
    }

    fn make(&mut self) {
        let start = Instant::now();
        // a fault in one document must not end the preview of all others
        let made = std::panic::catch_unwind(AssertUnwindSafe(|| {
            let config = (self.configure)()?;
            let cache = Arc::new(Cache::open(
                &self.folder.join("cache").join("results"),
                "preview",
                self.first,
            ));
            self.first = false;
            let looked = output::look(&self.folder.join("site"), cache.clone())?;
            let staged = looked.stage(Some(&self.folder.join("spare")))?;
            let outcome = build::build(&config, &cache, &staged, &|_, _| ())?;
            let site = if outcome.has(Severity::Error) {
                None
            } else {
                staged.publish()?.note(&cache);
                Some(self.folder.join("site"))
            };
            cache.save();
            let files = site
                .map(|site| Ok::<_, Error>(Files::new(site.clone(), output::listed(&site)?)))
                .transpose()?;
            Ok((outcome, files))
        }));
        let problem = match made {
            Ok(Ok((outcome, files))) => {
                let good = files.is_some();
                let problem = (!good).then(|| Problem::of_content(&outcome.findings, self.lang));
                // shown first: who reads the terminal may look at once
                self.show(files, problem);
                let shown: Vec<String> = outcome
                    .findings
                    .iter()
                    .map(|f| diag::json(f, self.lang))
                    .collect();
                let fresh = outcome
                    .findings
                    .iter()
                    .zip(&shown)
                    .filter(|(f, s)| f.severity == Severity::Error || !self.known.contains(*s))
                    .map(|(f, _)| f)
                    .collect();
                (self.tell)(Event::Made {
                    outcome: &outcome,
                    fresh,
                    took: start.elapsed(),
                    good,
                });
                self.known = shown.into_iter().collect();
                return;
            }
            Ok(Err(error)) => {
                (self.tell)(Event::Failed(&error));
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
        self.show(None, Some(problem));
    }

    /// Shows a new site, or a problem over the last one; nobody reloads for what they already see.
    fn show(&self, files: Option<Files>, problem: Option<Problem>) {
        let shown = self.preview.shown();
        let same_files = files
            .as_ref()
            .is_none_or(|f| shown.files.as_deref() == Some(f));
        if same_files && problem.as_ref() == shown.problem.as_deref() {
            return;
        }
        let files = if same_files {
            shown.files.clone()
        } else {
            files.map(Arc::new)
        };
        self.preview.show(files, problem.map(Arc::new));
    }
}

/// Takes a port. Says whether another than the usual one had to be taken.
fn listen(options: &Options) -> Result<(TcpListener, SocketAddr, bool), Error> {
    let host = request::bare(&options.host);
    let bind = |port: u16| {
        let listener = TcpListener::bind((host, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok((listener, address, options.port.is_none() && port != PORT))
    };
    // Windows keeps some ports to itself and says so in another way
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
                        "端口 {port} 已被占用或不许使用（{e}）；请用 --port 另选一个，或不写 --port 由 mulu 自选"
                    ),
                    format!(
                        "port {port} is taken or not allowed ({e}); choose another with --port, or leave --port out"
                    ),
                ));
            }
            Err(e) if taken(&e) => {
                return Err(Error::listen(
                    format!("端口 {PORT} 至 {last} 都已被占用（{e}）；请用 --port 另选一个"),
                    format!(
                        "the ports {PORT} to {last} are all taken ({e}); choose another with --port"
                    ),
                ));
            }
            Err(e) => {
                return Err(Error::listen(
                    format!("不能在“{host}”上提供预览：{e}"),
                    format!("cannot listen at {host}: {e}"),
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
