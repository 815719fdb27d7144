//! Asks a host of our own that misbehaves in every usual way.

use super::memory::Memory;
use super::*;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};

/// A host on this machine. Its thread ends with the tests.
struct Host {
    address: String,
    /// Every question: `HEAD /good`.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn start() -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = asked.clone();
        spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = log.clone();
                spawn(move || answer(stream, &log));
            }
        });
        Host { address, asked }
    }

    fn ask(&self, path: &str) -> Found {
        let url = format!("{}{path}", self.address);
        ask_all(&[&url], &manners(), &|_, _| {}).remove(&url).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn manners() -> Manners {
    Manners {
        hosts: 4,
        pause: Duration::from_millis(5),
        patience: Duration::from_millis(700),
        longest_wait: Duration::from_millis(1_500),
        ..Manners::default()
    }
}

fn answer(mut stream: TcpStream, log: &Mutex<Vec<String>>) {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count == 1) {
        request.push(byte[0]);
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let line: Vec<&str> = request.split_whitespace().take(2).collect();
    let [method, path] = line[..] else { return };
    let is_known = request.to_lowercase().contains("user-agent: linernotes/");
    let count = {
        let mut log = log.lock().unwrap();
        log.push(format!("{method} {path}"));
        log.iter().filter(|asked| asked.ends_with(&format!(" {path}"))).count()
    };
    let status = |code: &str| format!("HTTP/1.1 {code} x\r\ncontent-length: 0\r\nconnection: close\r\n");
    let said = match (path, method) {
        _ if !is_known => status("400"),
        ("/good", _) => status("200"),
        ("/no-head", "HEAD") => status("405"),
        ("/no-head-501", "HEAD") => status("501"),
        ("/head-lies", "HEAD") => status("404"),
        ("/no-head" | "/no-head-501" | "/head-lies", _) => status("200"),
        ("/missing", _) => status("404"),
        ("/gone", _) => status("410"),
        ("/forbidden", _) => status("403"),
        ("/busy", _) if count < 2 => status("429") + "retry-after: 1\r\n",
        ("/busy-for-hours", _) => status("429") + "retry-after: 7200\r\n",
        ("/broken-once", _) if count < 2 => status("500"),
        ("/busy" | "/broken-once", _) => status("200"),
        ("/broken", _) => status("503"),
        ("/moved", _) => status("301") + "location: /good\r\n",
        ("/moved-away", _) => status("302") + "location: /missing\r\n",
        ("/round", _) => status("302") + "location: /round\r\n",
        ("/nowhere", _) => status("302"),
        ("/slow", _) => {
            for piece in "HTTP/1.1 200 OK\r\n".bytes().cycle().take(60) {
                let _ = stream.write_all(&[piece]);
                sleep(Duration::from_millis(50));
            }
            return;
        }
        ("/silent", _) => {
            sleep(Duration::from_secs(3));
            return;
        }
        ("/endless", "GET") => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n");
            while stream.write_all(&[b'x'; 4096]).is_ok() {}
            return;
        }
        ("/endless", _) => status("405"),
        ("/closed", _) => return,
        ("/half", _) => "HTTP/1.1 200 OK\r\ncontent-".into(),
        ("/garbage", _) => "no such thing as a status line\r\n\r\n".into(),
        ("/huge", _) => format!("{}x: {}\r\n", status("200"), "y".repeat(300_000)),
        _ => status("404"),
    };
    let _ = stream.write_all(said.as_bytes());
    if path != "/half" && path != "/garbage" {
        let _ = stream.write_all(b"\r\n");
    }
}

#[test]
fn a_host_that_answers_is_understood() {
    use Outcome::*;
    let host = Host::start();
    for (path, outcome, status, asked) in [
        ("/good", Good, Some(200), vec!["HEAD /good"]),
        ("/no-head", Good, Some(200), vec!["HEAD /no-head", "GET /no-head"]),
        ("/no-head-501", Good, Some(200), vec!["HEAD /no-head-501", "GET /no-head-501"]),
        ("/head-lies", Good, Some(200), vec!["HEAD /head-lies", "GET /head-lies"]),
        ("/missing", Gone, Some(404), vec!["HEAD /missing", "GET /missing"]),
        ("/gone", Gone, Some(410), vec!["HEAD /gone", "GET /gone"]),
        ("/forbidden", Unclear, Some(403), vec!["HEAD /forbidden", "GET /forbidden"]),
        ("/busy", Good, Some(200), vec!["HEAD /busy", "GET /busy"]),
        ("/busy-for-hours", Unclear, Some(429), vec!["HEAD /busy-for-hours"]),
        ("/broken-once", Good, Some(200), vec!["HEAD /broken-once", "GET /broken-once"]),
        ("/broken", Unclear, Some(503), vec!["HEAD /broken", "GET /broken", "GET /broken"]),
        ("/moved", Good, Some(200), vec!["HEAD /moved", "HEAD /good"]),
        (
            "/moved-away",
            Gone,
            Some(404),
            vec!["HEAD /moved-away", "HEAD /missing", "GET /moved-away", "GET /missing"],
        ),
        ("/endless", Good, Some(200), vec!["HEAD /endless", "GET /endless"]),
    ] {
        let found = host.ask(path);
        assert_eq!((found.outcome, found.status), (outcome, status), "{path}: {found:?}");
        assert_eq!(host.asked(), asked, "{path}");
    }
    assert_eq!(host.ask("/moved").moved_to, Some(format!("{}/good", host.address)));
    assert_eq!(host.ask("/good").moved_to, None);
}

#[test]
fn a_host_that_makes_no_sense_is_unclear() {
    let host = Host::start();
    // Side by side, for most of them are slow.
    std::thread::scope(|threads| {
        for path in ["/round", "/nowhere", "/slow", "/silent", "/closed", "/half", "/garbage", "/huge"] {
            let host = &host;
            threads.spawn(move || {
                let found = host.ask(path);
                assert_eq!(found.outcome, Outcome::Unclear, "{path}: {found:?}");
                assert!(found.why.is_some_and(|why| !why.is_empty()), "{path}");
            });
        }
    });
    // Nobody listens there any more.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{port}/");
    let found = ask_all(&[&url], &manners(), &|_, _| {});
    assert_eq!(found[&url].outcome, Outcome::Unclear);
}

#[test]
fn one_host_is_asked_one_thing_at_a_time() {
    let (one, two) = (Host::start(), Host::start());
    let urls: Vec<String> = ["/good", "/missing", "/moved"]
        .iter()
        .flat_map(|path| [format!("{}{path}", one.address), format!("{}{path}", two.address)])
        .collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let found = ask_all(&urls, &manners(), &|_, _| {});
    assert_eq!(found.len(), 6);
    let in_turn = ["HEAD /good", "HEAD /missing", "GET /missing", "HEAD /moved", "HEAD /good"];
    assert_eq!(
        (one.asked(), two.asked()),
        (in_turn.map(String::from).to_vec(), in_turn.map(String::from).to_vec())
    );
}

fn found(outcome: Outcome) -> Found {
    Found { outcome, status: Some(200), moved_to: None, why: Some("it answers 404".into()) }
}

#[test]
fn what_was_good_lately_is_not_asked_again() {
    let mut memory = Memory::default();
    memory.note("https://b.example/", &found(Outcome::Good), "2024-04-20");
    memory.note("https://a.example/", &found(Outcome::Good), "2024-01-01");
    memory.note("https://c.example/", &found(Outcome::Gone), "2024-04-20");
    let text = memory.write();
    assert_eq!(Memory::read(&text), memory);
    assert_eq!(text, Memory::read(&text).write());
    assert!(text.find("a.example") < text.find("b.example"), "in the order of the addresses");
    assert_eq!(Memory::read("{"), Memory::default());
    let urls = ["https://a.example/", "https://b.example/", "https://c.example/", "https://d.example/"];
    let links = urls.iter().map(|url| (url.to_string(), Outside::default())).collect();
    let asked = due(&links, &memory, |day| day > "2024-04-01");
    assert_eq!(asked, ["https://a.example/", "https://c.example/", "https://d.example/"]);
}

#[test]
fn what_is_gone_is_told_where_it_was_written_with_a_way_out() {
    let place = |at| Place::new(&"content/sources.yaml".into(), at..at + 5);
    let outside = |archived: Option<&str>| Outside {
        places: vec![place(3), place(90)],
        archived: archived.map(str::to_string),
        read: Day::new("2024-04-26"),
    };
    let url = "https://news.example/a".to_string();
    let told = |archived, outcome| {
        let links = BTreeMap::from([(url.clone(), outside(archived))]);
        complaints(&links, &BTreeMap::from([(url.clone(), found(outcome))]))
    };
    let gone = told(None, Outcome::Gone);
    assert_eq!(gone[0].message, "nothing is at `https://news.example/a` any more: it answers 404");
    assert_eq!((gone[0].place.clone(), gone[0].others.len()), (Some(place(3)), 1));
    assert!(gone[0].help[0].contains("https://web.archive.org/web/20240426/https://news.example/a"));
    let copied = told(Some("https://archive.example/x"), Outcome::Gone);
    assert!(copied[0].help[0].contains("https://archive.example/x"));
    assert_eq!(told(None, Outcome::Unclear)[0].code, Code::LinkUnclear);
    assert!(told(None, Outcome::Good).is_empty());
}

#[test]
fn every_address_in_the_content_is_gathered_once() {
    let mut tree = crate::source::Memory::new();
    tree.put("content/site.yaml", "title: A\naddress: https://fan.example/\ncontact: https://b.example/me\n");
    tree.put(
        "content/sources.yaml",
        "one:\n  kind: news\n  url: https://news.example/a#top\n  archived: https://archive.example/a\n",
    );
    tree.put(
        "content/news/2024-04-26-one.md",
        "---\ntitle: One\n---\n\n[a](https://news.example/a) [b](https://fan.example/x/) [c](mailto:a@b.example) <http://c.example/>\n",
    );
    let parsed = crate::engine::build::read(&tree, &mut Vec::new()).unwrap();
    let links = gather(&parsed);
    let urls: Vec<&str> = links.keys().map(String::as_str).collect();
    assert_eq!(
        urls,
        ["http://c.example/", "https://archive.example/a", "https://b.example/me", "https://news.example/a"]
    );
    let source = &links["https://news.example/a"];
    assert_eq!((source.places.len(), source.archived.as_deref()), (2, Some("https://archive.example/a")));
}
