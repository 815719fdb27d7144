//! The tutorial, followed word by word: its files are written, its commands are typed, and what it says that the program
//! says must be said. A bare repository stands in place of GitHub. The Korean one must ask for the very same.

use super::binary::tree_of;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// One thing that the reader does, or sees.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// Types these lines.
    Types(String),
    /// Sees all of these lines among what the last commands said.
    Sees(String),
    /// Writes a new file.
    Writes(String, String),
    /// Writes something at the end of a file.
    Adds(String, String),
    /// Changes lines of a file: those with `-` become those with `+`.
    Changes(String, String),
}

/// The steps of a page, from its fences. A file is named in bold before its fence, and a remark behind the name says that
/// the text goes at its end.
fn steps(page: &str) -> Vec<Step> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let mut steps = Vec::new();
    let mut file: Option<(String, bool)> = None;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some((name, rest)) = line.strip_prefix("**").and_then(|line| line.split_once("**")) {
            file = name.contains('/').then(|| (name.to_string(), !rest.is_empty()));
        }
        let Some(sort) = line.strip_prefix("```") else { continue };
        let body: String =
            lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
        steps.push(match (sort, file.take()) {
            ("sh", None) => Step::Types(body),
            ("text", None) => Step::Sees(body),
            ("yaml" | "markdown", Some((name, false))) => Step::Writes(name, body),
            ("yaml", Some((name, true))) => Step::Adds(name, body),
            ("diff", Some((name, false))) => Step::Changes(name, body),
            (sort, file) => panic!("{page}: nobody knows what to do with {sort} {file:?}"),
        });
    }
    steps
}

/// A machine with the program, Git and nothing else that matters, on which somebody follows the tutorial.
struct Reader {
    home: tempfile::TempDir,
    here: PathBuf,
    /// How the last commands ended, and all that they said.
    last: (i32, String),
    served: Option<Served>,
}

/// `linernotes serve`, in its own terminal.
struct Served {
    child: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reader {
    fn new() -> Reader {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().canonicalize().unwrap();
        fs::create_dir(path.join("bin")).unwrap();
        fs::copy(env!("CARGO_BIN_EXE_linernotes"), path.join("bin/linernotes")).unwrap();
        let config = format!(
            "[user]\n\tname = A Fan\n\temail = fan@example.org\n[url \"{}\"]\n\tinsteadOf = \
             https://github.com/my-name/my-drama.git\n",
            path.join("github.git").display()
        );
        fs::write(path.join(".gitconfig"), config).unwrap();
        let reader = Reader { home, here: path, last: (0, String::new()), served: None };
        let made = reader.command("git").args(["init", "--quiet", "--bare", "github.git"]).status().unwrap();
        assert!(made.success());
        reader
    }

    fn command(&self, program: &str) -> Command {
        let home = self.home.path().canonicalize().unwrap();
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new(program);
        command.env_clear().env("HOME", &home).env("GIT_CONFIG_NOSYSTEM", "1").current_dir(&self.here);
        command
            .env("PATH", format!("{}:{path}", home.join("bin").display()))
            .env("SOURCE_DATE_EPOCH", "1714100400");
        command.stdin(Stdio::null());
        command
    }

    fn types(&mut self, lines: &str) {
        if lines == "linernotes serve\n" {
            self.served = Some(self.serves());
            return;
        }
        let note = self.home.path().join("here");
        let script = format!("set -e\nexec 2>&1\n{lines}\npwd > '{}'\n", note.display());
        let output = self.command("sh").arg("-c").arg(script).output().unwrap();
        self.last = (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned());
        if self.last.0 == 0 {
            self.here = PathBuf::from(fs::read_to_string(note).unwrap().trim_end());
        }
    }

    fn serves(&self) -> Served {
        let mut child =
            self.command("linernotes").arg("serve").stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut served = Served { child, address: String::new() };
        let mut line = String::new();
        while served.address.is_empty() {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "serve ended, and never said where it listens");
            let found = line.split_whitespace().find(|word| word.starts_with("http://"));
            served.address = found.unwrap_or_default().to_string();
        }
        // What it goes on to say is read, or it would wait for that.
        std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
        served
    }

    fn does(&mut self, step: &Step) {
        match step {
            Step::Types(lines) => self.types(lines),
            Step::Sees(lines) => {
                for line in lines.lines() {
                    assert!(self.last.1.contains(line), "`{line}` is not in:\n{}", self.last.1);
                }
            }
            Step::Writes(name, text) => {
                let path = self.here.join(name);
                assert!(!path.exists() && path.parent().unwrap().is_dir(), "{name}");
                fs::write(path, text).unwrap();
            }
            Step::Adds(name, more) => {
                let path = self.here.join(name);
                let text = fs::read_to_string(&path).unwrap();
                assert!(text.ends_with('\n'), "{name} has no end to write at");
                fs::write(path, text + more).unwrap();
            }
            Step::Changes(name, diff) => {
                let path = self.here.join(name);
                let side = |sign: char| -> String {
                    let lines = diff.lines().filter(|line| !line.starts_with(if sign == '-' { '+' } else { '-' }));
                    lines.map(|line| format!("{}\n", &line[1..])).collect()
                };
                let text = fs::read_to_string(&path).unwrap();
                assert_eq!(text.matches(&side('-')).count(), 1, "{name} has it once: {diff}");
                fs::write(path, text.replacen(&side('-'), &side('+'), 1)).unwrap();
            }
        }
    }
}

/// What a browser gets.
fn fetch(address: &str, path: &str) -> String {
    let host = address.trim_start_matches("http://").split('/').next().unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_tutorial_ends_with_a_published_site() {
    let steps = steps("docs/tutorial.md");
    assert!(steps.len() > 15, "{steps:?}");
    let mut reader = Reader::new();
    for (number, step) in steps.iter().enumerate() {
        reader.does(step);
        // Where the tutorial shows a mistake, the command must fail; nowhere else.
        if let Step::Types(lines) = step {
            let fails = matches!(steps.get(number + 1), Some(Step::Sees(text)) if text.contains("error["));
            assert_eq!(reader.last.0, i32::from(fails), "{lines}{}", reader.last.1);
            assert!(fails || !reader.last.1.contains("warning"), "{lines}{}", reader.last.1);
        }
    }
    // The preview followed all of it.
    let served = reader.served.take().expect("the tutorial shows the site at home");
    let mut page = String::new();
    // It makes the last save first, and this page when it comes to it.
    for _ in 0..120 {
        page = fetch(&served.address, "/my-drama/songs/lamp-oil/");
        if page.contains("Lamp Oil") {
            break;
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Lamp Oil"), "{page}");
    drop(served);

    let run = |program: &str, words: &[&str]| {
        let output = reader.command(program).args(words).output().unwrap();
        assert!(output.status.success(), "{words:?} {output:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_string()
    };
    let home = reader.home.path().canonicalize().unwrap();
    let (hub, seen) = (home.join("github.git"), home.join("seen"));
    let (hub, to) = (hub.to_str().unwrap(), seen.to_str().unwrap());
    run("git", &["clone", "--quiet", "-b", "gh-pages", hub, to]);
    assert_eq!(run("git", &["-C", to, "rev-list", "--count", "HEAD"]), "2");
    assert_eq!(run("git", &["-C", hub, "rev-list", "--count", "main"]), "2", "the content is there as well");
    run("linernotes", &["proof", to, "--address", "https://my-name.github.io/my-drama/"]);
    fs::remove_dir_all(seen.join(".git")).unwrap();
    let site = tree_of(&seen);
    assert_eq!(site, tree_of(&reader.here.join("dist")));
    let text = |path: &str| String::from_utf8_lossy(&site[path]).into_owned();
    let front = text("index.html");
    assert!(front.contains("My drama and its music") && front.contains("href=\"/my-drama/assets/"), "{front}");
    assert!(text("ko/index.html").contains("나의 드라마와 음악"));
    assert!(text("ko/songs/lamp-oil/index.html").contains("등잔 기름"));
    assert!(text("news/lamp-oil/index.html").contains("href=\"/my-drama/people/han-yu-na/\""));
    assert!(site.contains_key(".nojekyll") && !site.contains_key("CNAME"));
}

#[test]
fn the_korean_tutorial_asks_for_the_same() {
    let (english, korean) = (steps("docs/tutorial.md"), steps("docs/tutorial.ko.md"));
    for (theirs, ours) in english.iter().zip(&korean) {
        assert_eq!(theirs, ours);
    }
    assert_eq!(english.len(), korean.len());
}
