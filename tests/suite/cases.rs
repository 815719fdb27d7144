//! Runs `tests/cases/*.txt`: several small files in; messages, or parts of files, out.
//!
//! ```text
//! What the case shows.
//! -- content/songs.yaml --
//! …
//! == messages ==
//! error[no-such]: …
//! == songs/promise/index.html ==
//! <h1>Promise</h1>
//! ```
//!
//! Notes are many and belong on the page of gaps: a case that is about them asks for `== notes ==`.
//! Each line under a file's name must stand in the file, in this order; a line that begins with `!` must not.
//! Without a `content/site.yaml` of its own a case has the small one below, and a `content/sources.yaml` with
//! the source `label`. `UPDATE=1 cargo test` writes the messages anew: read the diff.

use linernotes::base::diagnostic::Severity;
use linernotes::cli::report::{Format, Report};
use linernotes::engine::build::{Built, build};
use linernotes::engine::sinks::InMemory;
use linernotes::model::link::Asked;
use linernotes::source::Memory;
use std::collections::BTreeMap;
use std::path::Path;

const SITE: &str = "title: {en: A Drama, ko: 어떤 드라마}\naddress: https://drama.example/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\n";
const SOURCES: &str = "label:\n  kind: label\n  title: A page of the label\n";

/// 26 April 2024, noon in Seoul.
pub const NOW: i64 = 1_714_100_400;

pub fn asked() -> Asked {
    Asked { address: None, now: NOW, drafts: false, headers: None }
}

/// Builds a site in memory.
pub fn make(tree: &Memory) -> (Built, BTreeMap<String, Vec<u8>>) {
    let sink = InMemory::default();
    let built = match build(tree, &asked(), &sink) {
        Ok(built) => built,
        Err(_) => panic!("a tree in memory can always be read"),
    };
    (built, sink.into_files())
}

/// The report as a person reads it, without colour and without notes.
pub fn messages(tree: &Memory, built: &Built) -> String {
    said(tree, built, |severity| severity != Severity::Note)
}

fn said(tree: &Memory, built: &Built, is_meant: impl Fn(Severity) -> bool) -> String {
    let mut report = Report::new(tree, Format::Text);
    let meant = built.complaints.iter().filter(|complaint| is_meant(complaint.severity));
    meant.map(|complaint| report.say_plain(complaint)).collect::<Vec<_>>().join("\n\n")
}

struct Case {
    files: Vec<(String, String)>,
    wanted: Vec<(String, String)>,
    head: String,
}

fn read_case(text: &str) -> Case {
    let mut case = Case { files: Vec::new(), wanted: Vec::new(), head: String::new() };
    enum In {
        Head,
        Files,
        Wanted,
    }
    let mut at = In::Head;
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end_matches('\n');
        let named = |mark: &str| {
            plain.strip_prefix(mark)?.strip_suffix(mark.trim_end()).map(|name| name.trim().to_string())
        };
        if let Some(name) = named("-- ") {
            case.files.push((name, String::new()));
            at = In::Files;
        } else if let Some(name) = named("== ") {
            case.wanted.push((name, String::new()));
            at = In::Wanted;
        } else {
            match at {
                In::Head => case.head.push_str(line),
                In::Files => case.files.last_mut().unwrap().1.push_str(line),
                In::Wanted => case.wanted.last_mut().unwrap().1.push_str(line),
            }
        }
    }
    case
}

/// A file of a case: its path and its bytes.
pub type File = (String, Vec<u8>);

/// The files of every case that builds without a word, with what each case has besides.
pub fn silent_cases() -> Vec<(String, Vec<File>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut silent = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let case = read_case(&std::fs::read_to_string(&path).unwrap());
        if !case.wanted.iter().any(|(name, _)| name == "messages") {
            let name = path.file_name().unwrap().to_string_lossy().to_string();
            let mut files =
                vec![("content/site.yaml".into(), SITE.into()), ("content/sources.yaml".into(), SOURCES.into())];
            files.extend(case.files.iter().map(|(name, text)| (name.clone(), unescape(text))));
            silent.push((name, files));
        }
    }
    silent
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 30, "the cases are not where they should be");
    let is_update = std::env::var_os("UPDATE").is_some();
    let mut failures = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut case = read_case(&text);
        let mut tree = Memory::new();
        tree.put("content/site.yaml", SITE);
        tree.put("content/sources.yaml", SOURCES);
        for (name, text) in &case.files {
            // `\t`, `\r`, a byte order mark and bytes that are no text are hard to see in a case: written `⟦09⟧`.
            tree.put(name, unescape(text));
        }
        let (built, files) = make(&tree);
        let told = messages(&tree, &built);
        let name = path.file_name().unwrap().to_string_lossy().to_string();
        let is_asked = case.wanted.iter().any(|(name, _)| name == "messages");
        if !is_asked && !told.is_empty() {
            failures.push(format!("{name}: complains, and the case does not say so:\n{told}"));
        }
        for (file, wanted) in &mut case.wanted {
            if matches!(file.as_str(), "messages" | "notes") {
                let told = match file.as_str() {
                    "notes" => said(&tree, &built, |severity| severity == Severity::Note),
                    _ => told.clone(),
                };
                if wanted.trim_end() != told.trim_end() {
                    if is_update {
                        *wanted = format!("{told}\n");
                    } else {
                        failures.push(format!("{name}: wanted\n{wanted}\nand got\n{told}\n"));
                    }
                }
                continue;
            }
            let Some(bytes) = files.get(file.as_str()) else {
                failures.push(format!("{name}: {file} is not made; made are {:?}", files.keys()));
                continue;
            };
            let text = String::from_utf8_lossy(bytes);
            let mut rest = &text[..];
            for line in wanted.lines().filter(|line| !line.trim().is_empty()) {
                match line.strip_prefix('!') {
                    Some(line) if text.contains(line.trim()) => {
                        failures.push(format!("{name}: {file} has `{line}`:\n{text}"));
                    }
                    Some(_) => {}
                    None => match rest.find(line.trim()) {
                        Some(at) => rest = &rest[at + line.trim().len()..],
                        None => {
                            failures.push(format!("{name}: {file} lacks `{line}` (or not in this order):\n{text}"))
                        }
                    },
                }
            }
        }
        if is_update {
            let mut text = case.head.clone();
            for (name, body) in &case.files {
                text += &format!("-- {name} --\n{body}");
            }
            for (name, body) in &case.wanted {
                text += &format!("== {name} ==\n{body}");
            }
            std::fs::write(&path, text).unwrap();
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n----\n"));
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('⟦') {
        bytes.extend(&rest.as_bytes()[..at]);
        let inner = &rest[at + '⟦'.len_utf8()..];
        let end = inner.find('⟧').expect("a closing bracket");
        for hex in inner[..end].split(' ') {
            bytes.push(u8::from_str_radix(hex, 16).expect("a byte in hexadecimal"));
        }
        rest = &inner[end + '⟧'.len_utf8()..];
    }
    bytes.extend(rest.as_bytes());
    bytes
}
