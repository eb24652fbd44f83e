//! Tests the preview with the compiled program, a folder, and a browser's requests over a plain
//! connection.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const MULU: &str = env!("CARGO_BIN_EXE_mulu");
/// The time limit for a step, which is long because the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running preview of a new site, which ends with the test.
struct Preview {
    child: Child,
    said: Receiver<String>,
    port: u16,
    folder: tempfile::TempDir,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    fn start(args: &[&str], prepare: impl FnOnce(&PathBuf)) -> Preview {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        assert!(
            Command::new(MULU)
                .arg("-q")
                .arg("init")
                .arg(&site)
                .status()
                .unwrap()
                .success()
        );
        prepare(&site);
        let mut child = Command::new(MULU)
            .args(["--lang", "zh", "--as-of", "2026-03-01", "-r"])
            .arg(&site)
            .arg("serve")
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, said) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        let mut preview = Preview {
            child,
            said,
            port: 0,
            folder,
        };
        let line = preview.hear("预览地址：");
        preview.port = line
            .split("http://")
            .nth(1)
            .and_then(|a| a.split('/').next()?.rsplit(':').next()?.parse().ok())
            .unwrap();
        preview
    }

    /// Waits for a line on the terminal that contains a text.
    fn hear(&self, what: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut heard = Vec::new();
        while let Ok(line) = self
            .said
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            if line.contains(what) {
                return line;
            }
            heard.push(line);
        }
        panic!("the terminal did not show “{what}”, but {heard:?}")
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.folder.path().join("site").join(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join("site").join(path)).unwrap()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes. Returns the head and the body of the answer.
    fn send(&self, request: &[u8]) -> (String, Vec<u8>) {
        let mut stream = self.connect();
        // a server that refuses early may close before all is sent
        let _ = stream.write_all(request);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let end = all
            .windows(4)
            .position(|w| w == b"\r\n\r\n")
            .map_or(all.len(), |i| i + 4);
        let body = all.split_off(end);
        (String::from_utf8(all).unwrap().to_ascii_lowercase(), body)
    }

    fn ask(&self, method: &str, path: &str, host: &str, more: &str) -> (u16, String, Vec<u8>) {
        let (head, body) = self.send(
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n")
                .as_bytes(),
        );
        (code_of(&head), head, body)
    }

    fn get(&self, path: &str) -> (u16, String, String) {
        let (status, head, body) = self.ask("GET", path, "localhost", "");
        (status, head, String::from_utf8_lossy(&body).into_owned())
    }

    /// Requests a page, and opens the connection on which the server tells it to reload.
    fn open(&self, path: &str) -> (u16, String, Listener) {
        let (status, _, page) = self.get(path);
        let script = page
            .split("src=\"/-/reload.js?t=")
            .nth(1)
            .unwrap_or_else(|| panic!("no script in {page}"));
        let (token, version) = script
            .split('"')
            .next()
            .unwrap()
            .split_once("&amp;v=")
            .unwrap();
        let mut stream = self.connect();
        write!(
            stream,
            "GET /-/reload/{token}?v={version} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port
        )
        .unwrap();
        (status, page, Listener(BufReader::new(stream)))
    }

    /// Requests a page again and again, until it contains a text.
    fn poll(&self, path: &str, text: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let (_, _, page) = self.get(path);
            if page.contains(text) {
                return page;
            }
            assert!(Instant::now() < deadline, "no “{text}” in {page}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Requests a page again at each signal to reload, until the page is as expected.
    fn until(
        &self,
        path: &str,
        mut opened: (u16, String, Listener),
        fine: impl Fn(u16, &str) -> bool,
    ) -> (u16, String, Listener) {
        let deadline = Instant::now() + PATIENCE;
        while !fine(opened.0, &opened.1) {
            assert!(Instant::now() < deadline, "{}", opened.1);
            opened.2.reload();
            opened = self.open(path);
        }
        opened
    }
}

fn code_of(head: &str) -> u16 {
    head.split(' ')
        .nth(1)
        .and_then(|s| s.parse().ok())
        .unwrap_or(0)
}

struct Listener(BufReader<TcpStream>);

impl Listener {
    /// Waits for the signal to reload.
    fn reload(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        let mut line = String::new();
        while self.0.read_line(&mut line).unwrap() > 0 && Instant::now() < deadline {
            if line.trim_end() == "event: reload" {
                return;
            }
            line.clear();
        }
        panic!("no event came");
    }

    /// Waits for the address of a saved document.
    fn saved(&mut self) -> String {
        let mut line = String::new();
        let mut is_next = false;
        while self.0.read_line(&mut line).unwrap() > 0 {
            if let Some(address) = line.strip_prefix("data: ").filter(|_| is_next) {
                return address.trim_end().to_owned();
            }
            is_next = line.trim_end() == "event: saved";
            line.clear();
        }
        panic!("no event came");
    }
}

const GUIDE: &str = "/guide.html";
const WORD: &str = "可以通过本目录查阅";

#[test]
fn a_page_reloads_when_its_file_changes_and_errors_stand_over_the_last_good_one() {
    let preview = Preview::start(&["--port", "0"], |_| ());
    let good = preview.read("content/guide.md");
    let over = "id=\"mulu-findings\"";
    let opened = preview.open(GUIDE);
    let opened = preview.until(GUIDE, opened, |status, page| {
        status == 200 && page.contains(WORD) && !page.contains(over)
    });
    assert!(opened.1.contains("connect-src 'self'"), "{}", opened.1);

    preview.write("content/guide.md", &good.replace(WORD, "改过的内容"));
    let opened = preview.until(GUIDE, opened, |status, page| {
        status == 200 && page.contains("改过的内容")
    });

    // after an error in the content, the page stays and shows the findings; markup in a value is
    // shown as text
    preview.write(
        "content/guide.md",
        &good
            .replace("类型: 页面", "类型: <script>alert(1)</script>")
            .replace(WORD, "坏了"),
    );
    let old = "class=\"mulu-old\"";
    let opened = preview.until(GUIDE, opened, |_, page| page.contains(old));
    assert!(
        opened.0 == 200 && opened.1.contains("改过的内容") && !opened.1.contains("坏了"),
        "{}",
        opened.1
    );
    assert!(
        opened.1.contains("content/guide.md") && opened.1.contains("页面仍是上一次成功生成的"),
        "{}",
        opened.1
    );
    assert!(
        opened.1.contains("&lt;script&gt;alert(1)") && !opened.1.contains("<script>alert"),
        "{}",
        opened.1
    );
    preview.hear("仍是上一次成功的内容");

    // the errors of one document hide neither the other documents nor their changes
    let about = preview.read("content/apply.md");
    preview.write("content/apply.md", &(about + "\n另一篇的改动。\n"));
    let other = preview.open("/apply.html");
    let other = preview.until("/apply.html", other, |_, page| {
        page.contains("另一篇的改动")
    });
    assert!(
        !other.1.contains(over) && !other.1.contains(old) && other.1.contains("别处错误"),
        "{}",
        other.1
    );

    preview.write("content/guide.md", &good.replace(WORD, "修好了"));
    let opened = preview.until(GUIDE, opened, |_, page| page.contains("修好了"));
    assert!(!opened.1.contains(over) && !opened.1.contains(old));

    // changes of the configuration and of a new theme are seen; after a fault in them, the last
    // good page stays
    let config = preview.read("mulu.yaml");
    preview.write("mulu.yaml", "title: [\n");
    let opened = preview.until(GUIDE, opened, |_, page| page.contains(over));
    assert!(opened.1.contains("mulu.yaml") && opened.1.contains("修好了"));
    preview.write("mulu.yaml", &config);
    let opened = preview.until(GUIDE, opened, |_, page| !page.contains(over));
    std::fs::create_dir_all(preview.folder.path().join("site/themes/default/templates")).unwrap();
    preview.write("themes/default/templates/404.html", "{% broken");
    let opened = preview.until(GUIDE, opened, |_, page| page.contains(over));
    assert!(
        opened.1.contains("404.html") && opened.1.contains("修好了"),
        "{}",
        opened.1
    );
    preview.write(
        "themes/default/templates/404.html",
        "<!DOCTYPE html><html><head><title>404</title></head><body>自己的</body></html>",
    );
    preview.until(GUIDE, opened, |_, page| !page.contains(over));
    let (status, _, page) = preview.get("/no/such/page");
    assert!(
        status == 404 && page.contains("自己的") && page.contains("<base href=\"/\">"),
        "{page}"
    );
    assert!(
        !preview.folder.path().join("site/public").exists()
            && !preview.folder.path().join("site/.mulu").exists()
    );
}

#[test]
fn a_site_that_was_never_good_shows_its_findings() {
    let (mut good, mut path) = (String::new(), PathBuf::new());
    let preview = Preview::start(&["--port", "0"], |site| {
        path = site.join("mulu.yaml");
        good = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, "title: [\n").unwrap();
        std::fs::write(site.join("content/bad.md"), "没有头部").unwrap();
    });
    let opened = preview.open("/");
    let opened = preview.until("/", opened, |status, _| status == 500);
    assert!(
        opened.1.contains("mulu.yaml") && opened.1.contains("还没有可以预览的网站"),
        "{}",
        opened.1
    );
    // an error in one document does not hide the others, even in a site that always had an error
    std::fs::write(&path, good).unwrap();
    let opened = preview.until("/", opened, |status, page| {
        status == 200 && !page.contains("mulu-findings")
    });
    assert!(opened.1.contains("错误 1"), "{}", opened.1);
    let (_, _, desk) = preview.get("/-/desk/");
    assert!(desk.contains("content/bad.md"), "{desk}");
}

#[test]
fn a_copied_document_is_named_with_its_copy_and_other_computers_see_no_findings() {
    let over = "id=\"mulu-findings\"";
    let says_why = |page: &str| {
        [
            "duplicate-index-number",
            "content/2.md",
            "content/2 - 副本.md",
        ]
        .iter()
        .all(|text| page.contains(text))
    };
    let other = |preview: &Preview| {
        let (status, _, page) = preview.ask("GET", "/", "192.168.1.9", "");
        let page = String::from_utf8(page).unwrap();
        assert!(
            page.contains(over) && page.contains("内容有"),
            "the headline is for everybody: {page}"
        );
        assert!(
            !page.contains("副本") && !page.contains("content/2.md"),
            "{page}"
        );
        status
    };
    let args = ["--port", "0", "--host", "0.0.0.0"];
    let (two, copy) = (document("2", "", "第二篇。"), "content/2 - 副本.md");

    let preview = Preview::start(&args, |site| {
        std::fs::write(site.join("content/2.md"), &two).unwrap();
    });
    let opened = preview.open("/");
    let opened = preview.until("/", opened, |status, _| status == 200);
    preview.write(copy, &two);
    let opened = preview.until("/", opened, |_, page| page.contains(over));
    assert!(opened.0 == 200 && says_why(&opened.1), "{}", opened.1);
    assert!(says_why(&preview.get("/-/desk/findings").2));
    assert_eq!(other(&preview), 200);
    preview.write(copy, &document("3", "", "第三篇。"));
    preview.until("/", opened, |_, page| !page.contains(over));

    // this preview starts with the error
    let preview = Preview::start(&args, |site| {
        std::fs::write(site.join("content/2.md"), &two).unwrap();
        std::fs::write(site.join(copy), &two).unwrap();
    });
    let opened = preview.open("/");
    let opened = preview.until("/", opened, |status, _| status == 500);
    assert!(says_why(&opened.1), "{}", opened.1);
    assert!(says_why(&preview.get("/-/desk/findings").2));
    assert!(says_why(&preview.get("/-/drafts/").2));
    assert_eq!(other(&preview), 500);
}

#[test]
fn the_form_for_a_new_site_does_not_complain_that_there_is_none() {
    let preview = Preview::start(&["--port", "0"], |site| {
        std::fs::remove_file(site.join("mulu.yaml")).unwrap();
    });
    let alert = "role=\"alert\"";
    preview.poll("/-/desk/", alert);
    let (status, _, page) = preview.get("/-/desk/start");
    assert!(status == 200 && !page.contains(alert), "{page}");
    // a form that is too large comes back as the same form
    let host = format!("localhost:{}", preview.port);
    let (head, body) = preview.send(
        format!(
            "POST /-/desk/start HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: close\r\n\
             Content-Type: multipart/form-data; boundary=XX\r\nContent-Length: 300000000\r\n\r\n"
        )
        .as_bytes(),
    );
    let page = String::from_utf8(body).unwrap();
    assert_eq!(code_of(&head), 413, "{head}");
    assert!(page.contains("action=\"/-/desk/start\""), "{page}");
}

#[test]
fn requests_get_what_they_may() {
    // pages get the script before `</body>`; any other file with this text stays as it is
    let image = b"<svg xmlns=\"http://www.w3.org/2000/svg\"></body></svg>";
    let preview = Preview::start(&["--port", "0"], |site| {
        let statics = site.join("themes/default/static");
        std::fs::create_dir_all(statics.join("folder")).unwrap();
        std::fs::write(statics.join("图 1.svg"), image).unwrap();
        std::fs::write(statics.join("folder/index.html"), "<p>folder</p>").unwrap();
        std::fs::write(site.join("secret.txt"), "secret").unwrap();
    });
    let opened = preview.open("/");
    preview.until("/", opened, |status, _| status == 200);

    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/?q=1", "text/html; charset=utf-8"),
        ("/static/folder/", "text/html; charset=utf-8"),
        ("/static/mulu.css", "text/css; charset=utf-8"),
        ("/catalogue.json", "application/json"),
        ("/catalogue.csv", "text/csv; charset=utf-8"),
        (
            "/catalogue.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("/static/%E5%9B%BE%201.svg", "image/svg+xml"),
        ("/-/reload.js", "text/javascript; charset=utf-8"),
        ("/-/reload.css", "text/css; charset=utf-8"),
    ] {
        let (status, head, body) = preview.ask("GET", path, "127.0.0.1:1111", "");
        assert_eq!(status, 200, "{path}");
        assert!(
            head.contains(&format!("content-type: {kind}\r\n")),
            "{path}: {head}"
        );
        assert!(
            head.contains("x-content-type-options: nosniff")
                && head.contains("cache-control: no-store")
                && !head.contains("access-control"),
            "{head}"
        );
        let (status, head, nothing) = preview.ask("HEAD", path, "[::1]:1111", "");
        assert!(
            status == 200
                && nothing.is_empty()
                && head.contains(&format!("content-length: {}\r\n", body.len())),
            "{path}: {head}"
        );
    }
    assert_eq!(
        preview
            .ask("GET", "/static/%E5%9B%BE%201.svg", "localhost", "")
            .2,
        image
    );
    let (status, head, _) = preview.get("/static/folder?a=b");
    assert!(
        status == 307 && head.contains("location: /static/folder/?a=b\r\n"),
        "{head}"
    );
    let (status, _, page) = preview.get("/static");
    assert!(status == 404 && page.contains("/-/reload.js"), "{page}");
    assert_eq!(preview.get("/-/reload/0000").0, 404);

    let port = preview.port;
    for (host, wanted) in [
        ("localhost", 200),
        ("LocalHost:80", 200),
        ("127.0.0.1", 200),
        ("[::1]:9", 200),
        (&*format!("127.0.0.1:{port}"), 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("192.168.1.9", 403),
        ("0.0.0.0", 403),
        ("[::2]", 403),
        ("localhost:x", 403),
    ] {
        assert_eq!(preview.ask("GET", "/", host, "").0, wanted, "{host}");
        let origin = format!("Origin: http://{host}\r\n");
        assert_eq!(preview.ask("GET", "/", host, &origin).0, wanted, "{host}");
        assert_eq!(
            preview
                .ask("GET", "/", host, "Origin: http://evil.example\r\n")
                .0,
            403,
            "{host}"
        );
        assert_eq!(
            preview.ask("GET", "/", host, "Origin: null\r\n").0,
            403,
            "{host}"
        );
    }
    assert_eq!(
        preview
            .ask("GET", "/", "localhost", "Host: evil.example\r\n")
            .0
            / 100,
        4
    );
    assert_eq!(
        preview
            .ask("GET", "http://evil.example/", "localhost", "")
            .0,
        403
    );
    assert_eq!(code_of(&preview.send(b"GET / HTTP/1.0\r\n\r\n").0), 403);
    for method in [
        "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get",
    ] {
        let got = preview.ask(method, "/", "localhost", "Content-Length: 0\r\n");
        assert!(
            got.0 == 405 && got.1.contains("allow: get, head\r\n")
                || method == "CONNECT" && got.0 / 100 == 4,
            "{method}: {}",
            got.1
        );
    }
    let up = "..%2f..%2f";
    for path in [
        "/../secret.txt",
        "/../../etc/passwd",
        "/static/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/.%2e/secret.txt",
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/static/%00",
        "/index.html%00.css",
        "//etc/passwd",
        "//evil.example/%2e%2e",
        "/static//folder",
        "/%",
        "/%zz",
        "/./index.html",
        "/static/.",
        "/static/..",
        "/%0d%0aX-A:%20b",
        "/-/../secret.txt",
        "/-/reload/../../secret.txt",
        &format!("/{up}{up}etc/passwd"),
    ] {
        let (status, head, body) = preview.get(path);
        assert!(
            (400..500).contains(&status)
                && status != 404
                && !body.contains("secret")
                && !head.contains("x-a:"),
            "{path}: {head}{body}"
        );
    }
    for path in [
        "/secret.txt",
        "/mulu.yaml",
        "/content/guide.md",
        "/etc/passwd",
        "/C:/Windows/win.ini",
        "/~root",
        "/site/secret.txt",
    ] {
        assert_eq!(preview.get(path).0, 404, "{path}");
    }

    // Up to 96 random bytes in a request, from a fixed seed, do not stop the server.
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..300_usize {
        let mut bytes = if round % 2 == 0 {
            b"GET /".to_vec()
        } else {
            Vec::new()
        };
        for _ in 0..round % 97 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            bytes.push(seed as u8);
        }
        bytes.extend_from_slice(b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let mut stream = preview.connect();
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    }
    assert_eq!(preview.get("/").0, 200);
}

#[test]
fn a_taken_port_is_said_and_ctrl_c_ends_it() {
    let mut preview = Preview::start(&["--port", "0"], |_| ());
    let site = preview.folder.path().join("site");
    let second = Command::new(MULU)
        .args(["--lang", "en", "-r"])
        .arg(&site)
        .args(["serve", "--port", &preview.port.to_string()])
        .output()
        .unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(2), "{said}");
    assert!(
        said.contains(&format!("port {} is taken", preview.port)) && second.stdout.is_empty(),
        "{said}"
    );
    let nowhere = Command::new(MULU)
        .args(["-r", "/no/such/site", "serve", "--port", "0"])
        .output()
        .unwrap();
    assert_eq!(nowhere.status.code(), Some(2));

    // the server ends although a browser has an open connection
    let _opened = preview.open("/");
    if cfg!(unix) {
        assert!(
            Command::new("kill")
                .args(["-INT", &preview.child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        preview.hear("预览已结束");
        assert_eq!(preview.child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn without_a_port_a_free_one_is_found_and_only_this_computer_can_look() {
    let first = Preview::start(&[], |_| ());
    let second = Preview::start(&[], |_| ());
    assert!(
        first.port != second.port
            && (1111..=1131).contains(&first.port)
            && (1111..=1131).contains(&second.port),
        "{} {}",
        first.port,
        second.port
    );
    assert!(TcpStream::connect(("127.0.0.1", first.port)).is_ok());
    assert!(
        TcpStream::connect(("127.0.0.2", first.port)).is_err(),
        "it listens at more than the address shown"
    );
    let open = Preview::start(&["--port", "0", "--host", "0.0.0.0"], |_| ());
    open.hear("其他电脑");
    assert_eq!(open.ask("GET", "/-/reload.js", "192.168.1.9", "").0, 200);
    assert_eq!(open.ask("GET", "/-/reload.js", "evil.example", "").0, 403);
}

/// The text of a document. `more` are further lines of its front matter, each with its line end.
fn document(number: &str, more: &str, text: &str) -> String {
    format!(
        "---\n标题: 第{number}号文件\n索引号: D/2026-{number}\n发文机关: 某某局\n成文日期: 2026-01-05\n\
         发布日期: 2026-01-06\n{more}---\n\n{text}\n"
    )
}

#[test]
fn the_desk_shows_what_an_editor_needs_and_the_site_has_nothing_of_it() {
    let preview = Preview::start(&["--port", "0"], |site| {
        let mut config = std::fs::read_to_string(site.join("mulu.yaml")).unwrap();
        config.push_str("\neditor: vscode\n");
        std::fs::write(site.join("mulu.yaml"), config).unwrap();
        let file = |name: &str, text: String| {
            std::fs::write(site.join("content").join(name), text).unwrap();
        };
        file("1.md", document("1", "", "第一篇，关健环节。"));
        file("2.md", document("2", "", "第二篇。"));
        file("3.md", document("3", "", "第三篇。"));
        assert!(
            Command::new(MULU)
                .args(["-q", "--as-of", "2026-03-01", "-r"])
                .arg(site)
                .arg("build")
                .status()
                .unwrap()
                .success()
        );
        file("2.md", document("2", "", "第二篇，已经改写。"));
        std::fs::remove_file(site.join("content/3.md")).unwrap();
        file("4.md", document("4", "草稿: 是\n", "草稿一篇。"));
        file("5.md", document("5", "公开方式: 不予公开\n", "内部。"));
        let later = document("6", "", "以后的一篇。").replace("2026-01-06", "2026-04-01");
        file("6.md", later);
    });
    let opened = preview.open("/");
    preview.until("/", opened, |status, _| status == 200);

    let (status, head, page) = preview.get("/-/desk/");
    assert_eq!(status, 200, "{page}");
    assert!(head.contains("frame-ancestors 'none'"), "{head}");
    assert!(head.contains("x-frame-options: deny"), "{head}");
    for text in [
        "下列文档已经公布过",
        "第3号文件",
        "第4号文件",
        "第6号文件",
        "还有 31 天",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let (_, _, page) = preview.get("/-/desk/findings?by=code");
    assert!(
        page.contains("wrong-word") && page.contains("<mark>关健</mark>"),
        "{page}"
    );
    assert!(
        page.contains("href=\"vscode:&#x2F;&#x2F;file&#x2F;")
            || page.contains("href=\"vscode://file/"),
        "{page}"
    );
    let (_, _, page) = preview.get("/-/desk/documents?q=%E7%AC%AC2%E5%8F%B7");
    assert!(
        page.contains("第2号文件") && !page.contains("第1号文件"),
        "{page}"
    );
    let (_, _, page) = preview.get("/-/desk/documents?state=withheld");
    assert!(
        page.contains("第5号文件") && !page.contains("第2号文件"),
        "{page}"
    );
    let (_, _, page) = preview.get("/-/desk/changes");
    assert!(
        page.contains("<ins>，已经改写</ins>") && page.contains("不见了 1 篇"),
        "{page}"
    );

    // a draft is shown with a band, at an address of its own
    let (status, head, _) = preview.get("/-/draft?file=content/4.md");
    let place = head
        .split("location: ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    assert!(status == 307 && place.starts_with("/-/drafts/"), "{head}");
    let (status, _, page) = preview.get(place);
    assert!(
        status == 200 && page.contains("草稿一篇") && page.contains("id=\"mulu-band\""),
        "{page}"
    );
    let (_, head, _) = preview.get("/-/draft?file=content/6.md");
    let place = head
        .split("location: ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    assert!(preview.get(place).2.contains("到 2026-04-01 才公布"));
    assert_eq!(preview.get("/-/draft?file=content/5.md").0, 404);
    assert_eq!(preview.get("/-/draft?file=../mulu.yaml").0, 404);
    assert!(!preview.get("/catalogue.json").2.contains("第4号文件"));

    // the desk can be reached only from this computer, under its own names
    for path in ["/-/desk/", "/-/desk.css", "/-/desk/documents"] {
        assert_eq!(
            preview.ask("GET", path, "evil.example", "").0,
            403,
            "{path}"
        );
        let origin = "Origin: http://evil.example\r\n";
        assert_eq!(
            preview.ask("GET", path, "localhost", origin).0,
            403,
            "{path}"
        );
    }
    for path in [
        "/-/desk/x",
        "/-/desk/../mulu.yaml",
        "/-/desk/content/1.md",
        "/-/",
    ] {
        assert!(preview.get(path).0 >= 400, "{path}");
    }
    let open = Preview::start(&["--port", "0", "--host", "0.0.0.0"], |_| ());
    let opened = open.open("/");
    let opened = open.until("/", opened, |status, _| status == 200);
    assert!(opened.1.contains("mulu-badge"));
    let (_, _, page) = open.ask("GET", "/", "192.168.1.9", "");
    assert!(!String::from_utf8_lossy(&page).contains("mulu-badge"));
    assert_eq!(open.ask("GET", "/-/desk/", "192.168.1.9", "").0, 404);
}

#[test]
fn a_page_learns_which_document_was_saved() {
    let preview = Preview::start(&["--port", "0"], |site| {
        std::fs::write(site.join("content/1.md"), document("1", "", "甲。")).unwrap();
        std::fs::write(
            site.join("content/4.md"),
            document("4", "草稿: 是\n", "乙。"),
        )
        .unwrap();
    });
    let opened = preview.open("/");
    let mut opened = preview.until("/", opened, |status, _| status == 200);
    preview.write("content/1.md", &document("1", "", "甲，改过。"));
    assert!(opened.2.saved().ends_with("d-2026-1.html"));
    // a draft is on no page of the site, so only an event shows that it was saved
    let mut opened = preview.open("/");
    preview.write("content/4.md", &document("4", "草稿: 是\n", "乙，改过。"));
    assert_eq!(opened.2.saved(), "/-/draft?file=content/4.md");
}

/// The body of a form as a browser sends it. A part has a name, a file name if it is a file, and a
/// value.
fn form(parts: &[(&str, Option<&str>, &str)]) -> String {
    let mut body = String::new();
    for (name, file, value) in parts {
        let file = file.map_or_else(String::new, |f| format!("; filename=\"{f}\""));
        body += &format!(
            "--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        );
    }
    body + "--XX--\r\n"
}

#[test]
fn the_form_writes_a_document_and_only_the_desk_may_send_it() {
    let preview = Preview::start(&["--port", "0"], |_| ());
    let opened = preview.open("/");
    preview.until("/", opened, |status, _| status == 200);
    let host = format!("localhost:{}", preview.port);
    let (_, _, page) = preview.get("/-/desk/new");
    let token = page.split("name=\"token\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    let send = |path: &str, host: &str, more: &str, body: &str| {
        let kind = "Content-Type: multipart/form-data; boundary=XX\r\n";
        let length = body.len();
        preview.send(
            format!(
                "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{kind}{more}\
                 Content-Length: {length}\r\n\r\n{body}"
            )
            .as_bytes(),
        )
    };
    let own = format!("Origin: http://{host}\r\n");
    let values = |token: &str, title: &str| {
        form(&[
            ("token", None, token),
            ("title", None, title),
            ("category", None, "policy/normative"),
            ("date_created", None, "2026-02-27"),
            ("date_published", None, "2026-03-01"),
            ("issuing_body", None, "宁州市民政局"),
            ("text", None, "各科室：\r\n\r\n请照此执行。"),
            ("files", Some("../申请:表.docx"), "word"),
            ("files", Some(""), ""),
        ])
    };
    let good = values(token, "关于某事的通知");
    // refused: another host, another origin or none, a request from another site, two origins, and
    // a token that is wrong, missing or after another field
    for (path, host, more, body) in [
        ("/-/desk/new", "evil.example", own.as_str(), good.as_str()),
        (
            "/-/desk/new",
            &host,
            "Origin: http://evil.example\r\n",
            &good,
        ),
        ("/-/desk/new", &host, "Origin: null\r\n", &good),
        ("/-/desk/new", &host, "", &good),
        (
            "/-/desk/new",
            &host,
            &format!("{own}Sec-Fetch-Site: cross-site\r\n"),
            &good,
        ),
        ("/-/desk/new", &host, &format!("{own}{own}"), &good),
        ("/-/desk/new", &host, &own, &values("0000", "没有令牌")),
        (
            "/-/desk/new",
            &host,
            &own,
            &form(&[("title", None, "没有令牌")]),
        ),
        (
            "/-/desk/new",
            &host,
            &own,
            &form(&[("title", None, "倒序"), ("token", None, token)]),
        ),
    ] {
        let (head, _) = send(path, host, more, body);
        assert_eq!(code_of(&head), 403, "{host} {more} {head}");
    }
    let (head, _) = send("/-/desk/", &host, &own, &good);
    assert_eq!(code_of(&head), 405, "{head}");
    let (head, _) = send("/-/desk/new", &host, &own, "no form");
    assert!(code_of(&head) / 100 == 4, "{head}");
    let content = || {
        let site = preview.folder.path().join("site");
        crate::harness::tree(&site.join("content"))
    };
    let before = content();
    assert!(before.keys().all(|f| !f.ends_with(".docx")));

    // faults are shown at their fields; nothing is written
    let wrong = form(&[
        ("token", None, token),
        ("title", None, ""),
        ("category", None, "../../up"),
        ("date_created", None, "2026-02-31"),
        ("files", Some("a.md"), "x"),
    ]);
    let (head, body) = send("/-/desk/new", &host, &own, &wrong);
    let page = String::from_utf8(body).unwrap();
    assert_eq!(code_of(&head), 422, "{page}");
    for name in ["title", "category", "date_created", "files"] {
        assert!(page.contains(&format!("id=\"e-{name}\"")), "{name}: {page}");
    }
    assert!(
        page.contains("id=\"e-title\">请填写。</p>") && !page.contains("加一行"),
        "{page}"
    );
    assert_eq!(content().len(), before.len());

    let (head, _) = send("/-/desk/new", &host, &own, &good);
    assert_eq!(code_of(&head), 303, "{head}");
    let place = head
        .split("location: ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    let after = content();
    let new: Vec<&String> = after.keys().filter(|f| !before.contains_key(*f)).collect();
    assert_eq!(new.len(), 2, "{new:?}");
    let document = new.iter().find(|f| f.ends_with(".md")).unwrap();
    let attached = new.iter().find(|f| f.ends_with(".docx")).unwrap();
    assert!(
        document.starts_with("policy/normative/") && attached.starts_with("policy/normative/"),
        "{new:?}"
    );
    let text = String::from_utf8(after[*document].clone()).unwrap();
    for line in [
        "标题: 关于某事的通知",
        "成文日期: 2026-02-27",
        "请照此执行。",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(preview.get(place).2.contains(document.as_str()), "{place}");

    // with another title, the form gives another document; no file is overwritten
    let (head, _) = send(
        "/-/desk/new",
        &host,
        &own,
        &values(token, "关于另一事的通知"),
    );
    assert_eq!(code_of(&head), 303, "{head}");
    let again = content();
    assert!(
        after
            .iter()
            .all(|(file, bytes)| again.get(file) == Some(bytes))
    );
    assert!(again.len() > after.len());

    // after the new document has been read, the page names an older one with the same title
    let (head, _) = send("/-/desk/new", &host, &own, &good);
    let place = head.split("location: ").nth(1).unwrap();
    let page = preview.poll(place.lines().next().unwrap(), "已有同题文档");
    assert!(page.contains(&format!("（content/{document}，")), "{page}");
}

#[test]
fn pages_are_compared_and_the_findings_of_a_file_are_those_of_its_document() {
    let page = |slug: &str, text: &str| {
        format!("---\n类型: 页面\n标题: 关于{slug}\n网址名: {slug}\n---\n\n{text}\n")
    };
    let preview = Preview::start(&["--port", "0"], |site| {
        let file = |name: &str, text: &str| {
            std::fs::write(site.join("content").join(name), text).unwrap();
        };
        file("1.md", &document("1", "附件: [表.csv]\n", "第一篇。"));
        file("表.csv", "姓名,手机\n张三,13800138000\n");
        file("same.md", &page("same", "没有改动。"));
        file("changed.md", &page("changed", "旧的文字。"));
        file("gone.md", &page("gone", "要删去。"));
        let built = Command::new(MULU)
            .args(["-q", "--as-of", "2026-03-01", "-r"])
            .arg(site)
            .arg("build")
            .status();
        assert!(built.unwrap().success());
        file("changed.md", &page("changed", "新的文字。"));
        std::fs::remove_file(site.join("content/gone.md")).unwrap();
        file("added.md", &page("added", "添上。"));
    });
    let opened = preview.open("/");
    preview.until("/", opened, |status, _| status == 200);
    let (_, _, changes) = preview.get("/-/desk/changes");
    for text in ["关于changed", "<ins>", "关于gone", "关于added"] {
        assert!(changes.contains(text), "{text}: {changes}");
    }
    assert!(!changes.contains("关于same"), "{changes}");
    let (_, head, _) = preview.get("/-/draft?file=content/1.md");
    let place = head.split("location: ").nth(1).unwrap();
    let page = preview.get(place.lines().next().unwrap()).2;
    let badge = &page[page.find("id=\"mulu-badge\"").unwrap()..];
    assert!(badge.contains("手机"), "{badge}");
}

#[test]
fn a_faulty_document_keeps_its_title_while_a_conflict_stops_the_site() {
    let preview = Preview::start(&["--port", "0"], |site| {
        let file = |name: &str, text: String| {
            std::fs::write(site.join("content").join(name), text).unwrap();
        };
        file("1.md", document("1", "", "第一篇。"));
        file("2.md", document("2", "", "第二篇。"));
    });
    let opened = preview.open("/");
    preview.until("/", opened, |status, _| status == 200);
    let documents = "/-/desk/documents?state=faulty";
    // the title in `1.md` cannot be read, and `3.md` has the number of another document
    preview.write("content/1.md", "---\n标题: [第1号文件\n---\n\n第一篇。\n");
    let page = preview.poll(documents, "第1号文件");
    assert!(page.contains("href=\"/"), "{page}");
    preview.write("content/3.md", &document("2", "", "第三篇。"));
    preview.poll("/-/desk/findings?by=code", "duplicate-index-number");
    let page = preview.get(documents).2;
    assert!(page.contains("第1号文件"), "{page}");
}

/// A folder without a site gives no error, unless it has a file that was probably meant as the
/// configuration.
#[test]
fn a_preview_without_a_site_says_where_to_make_one() {
    let folder = tempfile::tempdir().unwrap();
    let second_line = || {
        let mut program = Command::new(MULU);
        program.args(["--lang", "zh", "-r"]).arg(folder.path());
        program.args(["serve", "--port", "0"]).stdin(Stdio::null());
        program.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let said = lines.nth(1).expect("it ended").unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        said
    };
    let said = second_line();
    assert!(
        said.contains("要新建的") && !said.contains("错误"),
        "{said}"
    );
    std::fs::write(folder.path().join("mulu.yml"), "title: 甲\n").unwrap();
    let said = second_line();
    assert!(said.contains("错误[missing-config]"), "{said}");
}

/// A desktop is a session with windows and without a terminal. `PATH` is empty, so that no browser
/// opens.
#[cfg(target_os = "linux")]
#[test]
fn a_double_click_opens_the_preview_of_the_site_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let mut init = Command::new(MULU);
    init.arg("-q").arg("init").arg(&site);
    assert!(init.status().unwrap().success());
    let click = |display: Option<&str>| {
        let mut program = Command::new(MULU);
        program.current_dir(&site).env_remove("DISPLAY");
        program.env_remove("WAYLAND_DISPLAY").env("PATH", "");
        program.envs(display.map(|d| ("DISPLAY", d)));
        program.stdin(Stdio::null()).stdout(Stdio::null());
        program.stderr(Stdio::piped()).spawn().unwrap()
    };
    let mut child = click(Some(":99"));
    let mut said = String::new();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    while !said.contains("http://127.0.0.1:") {
        said += &lines.next().expect("it ended").unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // without a desktop, a script probably started the program, so it shows the help
    let help = click(None).wait_with_output().unwrap();
    assert_eq!(help.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&help.stderr).contains("serve"));
}

/// Slow connections are closed after the time limit, and the number of connections is limited.
#[test]
fn connections_are_bounded_in_number_and_time() {
    let preview = Preview::start(&["--port", "0"], |_| ());
    let began = Instant::now();
    let mut slow: Vec<TcpStream> = (0..300)
        .map(|n| {
            let mut stream = preview.connect();
            let begun: &[u8] = if n % 2 == 0 {
                b""
            } else {
                b"GET / HTTP/1.1\r\nX-A: b"
            };
            let _ = stream.write_all(begun);
            stream
        })
        .collect();
    let closed = |streams: Vec<TcpStream>| {
        streams.into_iter().for_each(|mut stream| {
            let mut said = Vec::new();
            let _ = stream.read_to_end(&mut said);
            let said = String::from_utf8_lossy(&said);
            assert!(said.is_empty() || said.contains(" 503 "), "{said}");
        });
        began.elapsed()
    };
    // connections above the limit are refused at once; the others are closed after the time limit
    let beyond = slow.split_off(256);
    let took = closed(beyond);
    assert!(took < Duration::from_secs(8), "{took:?}");
    let took = closed(slow);
    assert!((8..60).contains(&took.as_secs()), "{took:?}");
    assert_eq!(preview.get("/-/desk/").0, 200);
}
