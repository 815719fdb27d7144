//! `linernotes serve`: the real program on a port of its own, asked over plain sockets. Waits end when what they wait for
//! comes; their bounds are only for a program that hangs.

use crate::binary::{linernotes, put, small_site, tree_of};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(120);

/// A preview that runs; it ends with the test.
struct Preview {
    child: Child,
    port: u16,
    /// Where the site begins.
    base: String,
    lines: Receiver<String>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    fn of(root: &Path, more: &[&str]) -> Preview {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linernotes"));
        command.env("SOURCE_DATE_EPOCH", "1714100400").env("NO_COLOR", "1").stderr(Stdio::piped());
        let mut child = command.arg("serve").args(["--port", "0", "--root"]).arg(root).args(more).spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || errors.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut preview = Preview { child, port: 0, base: String::new(), lines };
        let line = preview.line("the site is at http://");
        let at = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().to_string();
        let (host, path) = at.split_once('/').unwrap();
        preview.port = host.rsplit(':').next().unwrap().parse().unwrap();
        preview.base = format!("/{path}");
        preview
    }

    /// Waits for a line in the terminal.
    fn line(&self, part: &str) -> String {
        let mut all = Vec::new();
        loop {
            match self.lines.recv_timeout(LONG) {
                Ok(line) if line.contains(part) => return line,
                Ok(line) => all.push(line),
                Err(_) => panic!("`{part}` was not said, but:\n{}", all.join("\n")),
            }
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    /// Sends a request with the headers given, and reads all of the answer.
    fn ask(&self, first_line: &str, headers: &[&str]) -> Answer {
        let mut stream = self.connect();
        let host = format!("Host: 127.0.0.1:{}", self.port);
        let own = if headers.iter().any(|header| header.starts_with("Host:")) { None } else { Some(host.as_str()) };
        let headers: Vec<&str> =
            own.into_iter().chain(headers.iter().copied()).chain(["Connection: close"]).collect();
        // One that is refused may be so before all of it is sent.
        let _ = write!(stream, "{first_line} HTTP/1.1\r\n{}\r\n\r\n", headers.join("\r\n"));
        Answer::read(stream)
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &[])
    }

    /// Opens a page as a browser does, and listens.
    fn open(&self, path: &str) -> Events {
        let page = self.get(path).text();
        let shows = page.split("data-shows=\"").nth(1).unwrap_or_else(|| panic!("no script:\n{page}"));
        self.listen(path, shows.split('"').next().unwrap())
    }

    fn listen(&self, path: &str, shows: &str) -> Events {
        let mut stream = self.connect();
        let (path, port) = (path.replace('%', "%25"), self.port);
        let ask = format!("GET /.linernotes/events?path={path}&shows={shows}");
        write!(stream, "{ask} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").unwrap();
        Events(BufReader::new(stream))
    }
}

#[derive(Debug)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn read(mut stream: TcpStream) -> Answer {
        let mut bytes = Vec::new();
        // A connection that is given up may end roughly; what came until then is the answer.
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
        let head = String::from_utf8_lossy(&bytes[..end]).to_string();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_string())).collect();
        Answer { status, headers, body: bytes[end..].to_vec() }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).to_string()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// What a browser with an open page hears.
struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event, by its name, with its data.
    fn next(&mut self) -> (String, serde_json::Value) {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(event) = line.strip_prefix("event: ") {
                name = event.trim().to_string();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data).unwrap());
            }
        }
    }

    /// The next event that is not about files which this page may not even have.
    fn heard(&mut self) -> (String, serde_json::Value) {
        loop {
            let event = self.next();
            if event.0 != "files" {
                return event;
            }
        }
    }

    fn expect(&mut self, name: &str) -> serde_json::Value {
        let (heard, data) = self.heard();
        assert_eq!(heard, name, "{data}");
        data
    }

    /// The first thing that every page hears: how things stand.
    fn greeted(mut self) -> Events {
        assert_eq!(self.expect("problems")["count"], 0);
        self
    }
}

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    let site = "title: Notes\naddress: https://fan.example/notes/\nlanguages: [en]\ntimezone: Asia/Seoul\n";
    put(folder.path(), "content/site.yaml", site);
    news(folder.path(), "hello", "The first news.");
    news(folder.path(), "other", "Another one.");
    folder
}

fn news(root: &Path, id: &str, text: &str) {
    put(root, &format!("content/news/2024-04-26-{id}.md"), &format!("---\ntitle: The {id} news\n---\n\n{text}\n"));
}

const HELLO: &str = "/notes/news/hello/";

#[test]
fn every_file_is_served_as_it_is_built() {
    let folder = site();
    put(folder.path(), "static/sound.mp3", "0123456789");
    let out = tempfile::tempdir().unwrap();
    let dist = out.path().join("dist");
    linernotes().args(["build", "--root"]).arg(folder.path()).arg("--out").arg(&dist).assert().success();
    let before = tree_of(folder.path());
    let preview = Preview::of(folder.path(), &[]);
    assert_eq!(preview.base, "/notes/");
    let built = tree_of(&dist);
    assert!(built.len() > 20);
    for (path, bytes) in &built {
        if path == ".linernotes" {
            continue;
        }
        let answer = preview.get(&format!("/notes/{path}"));
        assert_eq!(answer.status, 200, "{path}");
        let text = answer.text();
        let own = match text.split_once("<script src=\"/.linernotes/live.js\"") {
            Some((before, after)) => format!("{before}{}", after.split_once("</script>").unwrap().1).into_bytes(),
            None => answer.body,
        };
        assert!(own == *bytes, "{path} is not as built");
        assert_eq!(path.ends_with(".html"), text.contains("/.linernotes/live.js"), "{path}");
    }
    drop(preview);
    let mut after = tree_of(folder.path());
    // Cards that were drawn are kept beside the content, as by a build.
    after.retain(|path, _| before.contains_key(path) || !path.starts_with(".linernotes/"));
    assert_eq!(before, after, "nothing of the author's is written");
}

#[test]
fn answers_are_those_of_a_host_of_static_files() {
    let folder = site();
    put(folder.path(), "static/sound.mp3", "0123456789");
    let preview = Preview::of(folder.path(), &[]);
    for (path, status, header, value) in [
        ("/notes/", 200, "content-type", "text/html; charset=utf-8"),
        ("/notes/feed.xml", 200, "content-type", "application/xml"),
        ("/notes/sw.js", 200, "content-type", "application/javascript; charset=utf-8"),
        ("/notes", 301, "location", "/notes/"),
        ("/notes/news/hello?a=b", 301, "location", "/notes/news/hello/?a=b"),
        ("/notes/404", 200, "content-type", "text/html; charset=utf-8"),
        ("/notes/nothing/", 404, "content-type", "text/html; charset=utf-8"),
        ("/", 404, "content-type", "text/html; charset=utf-8"),
        ("/notes/%zz", 400, "content-type", "text/plain; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header(header)), (status, value), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
    assert!(preview.get("/").text().contains("<a href=\"/notes/\">"), "the way to the site");
    assert!(preview.get("/notes/nothing/").text().contains("page-not-found"), "the site's own page");
    let page = preview.get(HELLO);
    let head = preview.ask(&format!("HEAD {HELLO}"), &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), page.body.len().to_string());
    for path in [HELLO, "/notes/sound.mp3"] {
        let tag = preview.get(path).header("etag").to_string();
        let known = format!("If-None-Match: \"x\", W/{tag}");
        let again = preview.ask(&format!("GET {path}"), &[&known]);
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()));
        assert_eq!(preview.ask(&format!("GET {path}"), &["If-None-Match: \"x\""]).status, 200);
    }
    let sound = |headers: &[&str]| {
        let answer = preview.ask("GET /notes/sound.mp3", headers);
        (answer.status, answer.header("content-range").to_string(), answer.text())
    };
    assert_eq!(sound(&["Range: bytes=2-4"]), (206, "bytes 2-4/10".into(), "234".into()));
    assert_eq!(sound(&["Range: bytes=-3"]), (206, "bytes 7-9/10".into(), "789".into()));
    assert_eq!(sound(&["Range: bytes=10-"]), (416, "bytes */10".into(), "".into()));
    assert_eq!(sound(&["Range: bytes=2-4", "If-Range: \"old\""]), (200, "".into(), "0123456789".into()));
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let answer = preview.ask(&format!("{method} /notes/"), &["Content-Length: 0"]);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let worker = preview.ask("GET /notes/sw.js", &["Service-Worker: script"]);
    assert!(worker.text().contains("registration.unregister()") && !worker.text().contains("addAll"));
}

#[test]
fn nothing_outside_the_site_is_ever_read() {
    let folder = site();
    put(folder.path(), "secret.txt", "top secret");
    let preview = Preview::of(folder.path(), &["--address", "https://fan.example/"]);
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/..%5csecret.txt",
        "/assets/../../secret.txt",
        "/./secret.txt",
        "//secret.txt",
        "/secret.txt",
        "/content/site.yaml",
        "/.linernotes",
        "/.linernotes/cards",
        "/.linernotes/../secret.txt",
        "/%00",
        "/secret.txt%00.html",
        "/con",
        "/dev/stdin",
        "/%c0%ae%c0%ae/secret.txt",
        "/etc/passwd",
        "/%2fetc%2fpasswd",
        "/file:///etc/passwd",
    ] {
        let answer = preview.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        let text = answer.text();
        assert!(!text.contains("top secret") && !text.contains("root:") && !text.contains("timezone"), "{path}");
    }
}

#[test]
fn only_the_names_of_this_machine_and_pages_of_the_preview_are_answered() {
    let folder = site();
    let preview = Preview::of(folder.path(), &["--host", "127.0.0.1", "--host", "my-laptop.test"]);
    let (port, own) = (preview.port, format!("Origin: http://127.0.0.1:{}", preview.port));
    let local = format!("Host: localhost:{port}");
    for (headers, status) in [
        (&["Host: evil.example"][..], 403),
        (&["Host: 127.0.0.1.evil.example"], 403),
        (&["Host: 127.0.0.2"], 403),
        (&["Host: "], 403),
        (&["Host: a", "Host: 127.0.0.1"], 403),
        (&[&local], 200),
        (&["Host: My-Laptop.test"], 200),
    ] {
        let answer = preview.ask("GET /notes/", headers);
        assert!(answer.status == status || status == 403 && answer.status == 400, "{headers:?}: {}", answer.status);
        assert!(status == 200 || !answer.text().contains("Notes"), "{headers:?}");
    }
    let absolute = preview.ask("GET http://evil.example/notes/", &[]);
    assert_eq!(absolute.status, 403);
    let events = |headers: &[&str]| {
        let page = preview.get("/notes/").text();
        let shows = page.split("data-shows=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
        preview.ask(&format!("HEAD /.linernotes/events?path=/notes/&shows={shows}"), headers).status
    };
    assert_eq!(events(&[]), 200);
    assert_eq!(events(&["Sec-Fetch-Site: same-origin", &own]), 200);
    for headers in [
        &["Sec-Fetch-Site: cross-site"][..],
        &["Sec-Fetch-Site: same-site"],
        &["Origin: https://evil.example"],
        &["Origin: null"],
        &[&own, "Sec-Fetch-Site: cross-site"],
    ] {
        assert_eq!(events(headers), 403, "{headers:?}");
    }
    assert_eq!(preview.get("/.linernotes/events").status, 400);
}

#[test]
fn a_save_is_heard_by_the_open_page_and_by_no_other() {
    let folder = site();
    let preview = Preview::of(folder.path(), &[]);
    let mut hello = preview.open(HELLO).greeted();
    let mut other = preview.open("/notes/news/other/").greeted();
    news(folder.path(), "hello", "Now with more in it.");
    hello.expect("reload");
    assert!(preview.get(HELLO).text().contains("Now with more in it."));
    let line = preview.line("hello.md: ");
    assert!(line.contains(" made") && line.contains(" in "), "{line}");
    // Beside it, then moved into its place, as many editors do.
    put(folder.path(), "content/news/.other.tmp", "---\ntitle: The other news\n---\n\nMoved into its place.\n");
    let into = folder.path().join("content/news/2024-04-26-other.md");
    fs::rename(folder.path().join("content/news/.other.tmp"), into).unwrap();
    // The first thing that this page hears.
    other.expect("reload");
    assert!(preview.get("/notes/news/other/").text().contains("Moved into its place."));
    // A page that was loaded before the change, and comes to listen after it.
    let (old, now) = (preview.get(HELLO).text(), Duration::from_millis(1));
    let shows = old.split("data-shows=\"").nth(1).unwrap().split('"').next().unwrap();
    news(folder.path(), "hello", "And once more.");
    while !preview.get(HELLO).text().contains("And once more.") {
        std::thread::sleep(now);
    }
    preview.listen(HELLO, shows).expect("reload");
}

#[test]
fn style_sheets_are_changed_in_place() {
    let folder = site();
    let preview = Preview::of(folder.path(), &[]);
    let mut page = preview.open(HELLO).greeted();
    put(folder.path(), "static/site.css", "body { color: #123456; }\n");
    let data = page.expect("styles");
    let styles = data["styles"].as_array().unwrap();
    let href = styles.iter().filter_map(|style| style["href"].as_str()).find(|href| href.contains("/site."));
    assert!(preview.get(href.unwrap()).text().contains("#123456"), "{data}");
    // What it shows now is called otherwise: with that name it hears of no more changes.
    assert_eq!(preview.listen(HELLO, data["shows"].as_str().unwrap()).heard().0, "problems");
}

#[test]
fn mistakes_show_over_the_last_good_page_and_go_away() {
    let folder = site();
    let preview = Preview::of(folder.path(), &["--editor-link", "edit:{file}#{line}"]);
    let mut page = preview.open(HELLO).greeted();
    put(folder.path(), "content/songs.yaml", "promise:\n  titel: Promise\n");
    let data = page.expect("problems");
    let told = data["told"].as_array().unwrap();
    assert_eq!(data["count"], told.len());
    let told = told.iter().find(|told| told["code"] == "unknown-field").unwrap();
    let spot = &told["spot"];
    assert_eq!(
        (&spot["file"], &spot["line"], &spot["column"]),
        (&"content/songs.yaml".into(), &2.into(), &3.into())
    );
    assert!(spot["link"].as_str().unwrap().ends_with("/content/songs.yaml#2"), "{spot}");
    assert!(told["snippet"].as_str().unwrap().contains("titel: Promise"), "{told}");
    assert!(!told["snippet"].as_str().unwrap().contains("-->"), "{told}");
    assert!(told["help"][0].as_str().unwrap().contains("did you mean"), "{told}");
    preview.line("error[unknown-field]");
    preview.line("the last good pages stay");
    assert_eq!(preview.get(HELLO).status, 200);
    // Another page hears of it when it is opened.
    assert_eq!(preview.open("/notes/").expect("problems")["count"], data["count"]);
    fs::remove_file(folder.path().join("content/songs.yaml")).unwrap();
    assert_eq!(page.expect("problems")["count"], 0);
    preview.line("content/songs.yaml: ");
}

#[test]
fn a_site_that_was_never_good_shows_its_mistakes() {
    let folder = site();
    put(folder.path(), "content/songs.yaml", "promise:\n  titel: <b>Promise</b>\n");
    let preview = Preview::of(folder.path(), &[]);
    let page = preview.get("/any/address/");
    assert_eq!((page.status, page.header("x-frame-options")), (503, "DENY"));
    let text = page.text();
    assert!(text.contains("titel: &lt;b&gt;Promise") && text.contains("vscode://file/"), "{text}");
    // What the author wrote is for pages of ours, not for whoever sends a browser here.
    let sent = preview.ask("GET /any/address/", &["Sec-Fetch-Site: cross-site"]).text();
    assert!(sent.contains("titel") && !sent.contains("Promise") && !sent.contains("vscode:"), "{sent}");
    let mut tab = preview.open("/notes/");
    put(folder.path(), "content/songs.yaml", "promise:\n  title: Promise\n  titel: P\n");
    tab.expect("reload");
    let mut tab = preview.open("/notes/");
    fs::remove_file(folder.path().join("content/songs.yaml")).unwrap();
    tab.expect("reload");
    let page = preview.get("/notes/");
    assert!(page.status == 200 && page.text().contains("<title>"), "{}", page.status);
}

#[test]
fn pages_that_go_and_come_are_told() {
    let folder = site();
    let preview = Preview::of(folder.path(), &[]);
    let mut hello = preview.open(HELLO).greeted();
    let mut wanted = preview.open("/notes/news/wanted/").greeted();
    fs::remove_file(folder.path().join("content/news/2024-04-26-hello.md")).unwrap();
    assert_eq!(hello.expect("gone")["base"], "/notes/");
    news(folder.path(), "wanted", "Here it is.");
    while wanted.heard().0 != "reload" {}
    assert!(preview.get("/notes/news/wanted/").text().contains("Here it is."));
    news(folder.path(), "hello", "Back again.");
    while hello.heard().0 != "reload" {}
}

#[test]
fn folders_may_be_deleted_and_made_again_and_many_files_saved_at_once() {
    let folder = site();
    let root = folder.path();
    let preview = Preview::of(root, &[]);
    let until = |path: &str, text: &str| {
        let end = Instant::now() + LONG;
        while !preview.get(path).text().contains(text) {
            assert!(Instant::now() < end, "{path} never has {text}");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    // As when another branch is checked out.
    for number in 0..40 {
        news(root, &format!("n{number:02}"), "One of many.");
    }
    until("/notes/news/n39/", "One of many.");
    until("/notes/news/n00/", "One of many.");
    let content = tree_of(&root.join("content"));
    fs::remove_dir_all(root.join("content")).unwrap();
    preview.line("no-site");
    assert_eq!(preview.get(HELLO).status, 200, "the last good page stays");
    for (path, bytes) in &content {
        put(root, &format!("content/{path}"), &String::from_utf8_lossy(bytes));
    }
    news(root, "hello", "After all that.");
    until(HELLO, "After all that.");
    news(root, "hello", "And still watched.");
    until(HELLO, "And still watched.");
    put(root, "content/pages/more.md", "---\ntitle: A page\n---\n\nIn a new folder.\n");
    until("/notes/more/", "In a new folder.");
    put(root, "content/pages/more.md", "---\ntitle: A page\n---\n\nStill in it.\n");
    until("/notes/more/", "Still in it.");
    put(
        root,
        "templates/404.html",
        "{% extends \"theme/404.html\" %}\n{% block title %}A template{% endblock %}\n",
    );
    until("/notes/nothing/", "A template");
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_told_to_and_frees_its_port() {
    for signal in ["TERM", "INT"] {
        let folder = site();
        let mut preview = Preview::of(folder.path(), &[]);
        // One that listens does not hold it up.
        let _events = preview.open(HELLO).greeted();
        let done = Command::new("kill").args([&format!("-{signal}"), &preview.child.id().to_string()]).status();
        assert!(done.unwrap().success());
        assert_eq!(preview.child.wait().unwrap().code(), Some(0), "{signal}");
        let port = preview.port.to_string();
        let again = Command::new(env!("CARGO_BIN_EXE_linernotes"))
            .args(["serve", "--port", &port, "--root"])
            .arg(folder.path())
            .stderr(Stdio::piped())
            .spawn();
        let mut again = again.unwrap();
        let mut lines = BufReader::new(again.stderr.take().unwrap()).lines().map_while(Result::ok);
        let found = lines.find(|line| line.contains("the site is at") || line.contains("error"));
        let _ = again.kill();
        let _ = again.wait();
        assert!(found.as_ref().is_some_and(|line| line.contains(&port)), "{found:?}");
    }
}

#[test]
fn a_port_that_is_taken_is_told_and_wrong_wishes_end_with_2() {
    let folder = site();
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let serve = |args: &[&str]| {
        let done =
            linernotes().arg("serve").args(args).arg("--root").arg(folder.path()).timeout(LONG).output().unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stderr).to_string())
    };
    let (code, told) = serve(&["--port", &port]);
    assert!(code == Some(3) && told.contains(&format!("port {port} is taken")), "{code:?} {told}");
    assert_eq!(serve(&["--port", "70000"]).0, Some(2));
    assert_eq!(serve(&["--editor-link", "javascript:{file}"]).0, Some(2));
    assert_eq!(serve(&["--host", "203.0.113.7", "--port", "0"]).0, Some(2), "an address of another machine");
}

#[test]
fn another_preview_takes_the_next_port_and_others_are_warned_of() {
    let folder = site();
    let start = |args: &[&str]| {
        let command = &mut Command::new(env!("CARGO_BIN_EXE_linernotes"));
        command.arg("serve").args(args).arg("--root").arg(folder.path()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let until = |child: &mut Child| {
        let mut all = String::new();
        for line in BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok) {
            all += &format!("{line}\n");
            if line.contains("the site is at") {
                break;
            }
        }
        all
    };
    let (mut one, mut two) = (start(&[]), start(&["--host", "0.0.0.0"]));
    let (first, second) = (until(&mut one), until(&mut two));
    for child in [&mut one, &mut two] {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(first.contains("the site is at http://127.0.0.1:47"), "{first}");
    assert!(second.contains("warning: everybody who reaches this machine at 0.0.0.0"), "{second}");
    assert!(second.contains("the site is at http://127.0.0.1:47"), "{second}");
    let port = |told: &str| told.split("127.0.0.1:").nth(1).map(|rest| rest[..4].to_string());
    assert_ne!(port(&first), port(&second));
}

#[test]
fn no_crowd_and_no_sluggard_stops_it() {
    let folder = site();
    // More than both ends keep for each other.
    put(folder.path(), "static/long.bin", &"0123456789abcdef".repeat(15 << 16));
    let preview = Preview::of(folder.path(), &[]);
    let mut page = preview.open(HELLO).greeted();
    let mut sluggard = preview.connect();
    write!(sluggard, "GET /notes/long.bin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").unwrap();
    let mut half = preview.connect();
    write!(half, "GET /notes/ HTTP/1.1\r\nHost: 127.0").unwrap();
    let started = Instant::now();
    let large = format!("X: {}", "x".repeat(20_000));
    let refused = preview.ask("GET /notes/", &[&large]);
    // What was sent and not read ends the connection before the answer, on some systems.
    assert!([431, 0].contains(&refused.status), "{refused:?}");
    assert_eq!(preview.get(&format!("/notes/{}", "x".repeat(8_000))).status, 404);
    let crowd: Vec<TcpStream> = (0..300).map(|_| preview.connect()).collect();
    // One of them is told so; the others wait for nothing.
    let full = crowd.iter().rev().map(|stream| {
        let mut first = [0; 12];
        let mut stream = stream.try_clone().unwrap();
        stream.read_exact(&mut first).map(|()| first)
    });
    assert_eq!(full.take(1).next().unwrap().unwrap(), *b"HTTP/1.1 503");
    // Those who are in hear of changes meanwhile.
    news(folder.path(), "hello", "Nobody is kept waiting.");
    page.expect("reload");
    drop(crowd);
    while preview.get(HELLO).status != 200 {}
    // Ten seconds are given to each, to ask and to take.
    let mut rest = Vec::new();
    half.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&rest));
    let patience = Duration::from_secs(13).saturating_sub(started.elapsed());
    std::thread::sleep(patience);
    let mut got = 0;
    let mut part = [0; 65536];
    loop {
        match sluggard.read(&mut part) {
            Ok(0) => break,
            Ok(count) => got += count,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(got < 15 << 20, "it was not given up: {got} bytes");
    assert_eq!(preview.get("/notes/long.bin").body.len(), 15 << 20);
}
