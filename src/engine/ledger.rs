//! The ledger, `.linernotes` in the output folder: which files there are ours, and what we wrote into them.
//! Text in, text out; it touches no disk. The same files give the same ledger, so it may be committed with
//! the site. Its name begins with a dot: GitHub Pages serves no such file, and it would tell nothing new.
//!
//! ```text
//! linernotes ledger 1
//! 9f86d081884c7d659a2feaa0c55ad015 index.html
//! -------------------------------- songs/hold-me-back/index.html
//! ```
//!
//! Dashes stand for a file that was being put in place when the ledger was written: ours, with bytes either
//! old or new. Only a build that was killed leaves them. Writing the new digest there would be a lie that the
//! next build believes; so would the old one, if the author took the change back.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write};

use unicode_normalization::UnicodeNormalization;

use crate::base::digest::Digest;

/// The name of the ledger in the output folder.
pub const LEDGER: &str = ".linernotes";

const VERSION: u32 = 1;
const HEAD: &str = "linernotes ledger ";
const UNKNOWN: &str = "--------------------------------";

/// The files of one output folder that are ours, by path; `None` for one whose bytes are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub files: BTreeMap<String, Option<Digest>>,
}

/// Why a ledger cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerFault {
    /// It does not begin with the line that every ledger begins with.
    NotALedger,
    /// It was written by a version of the program that knows more than this one.
    Newer(u32),
    /// A line is not a digest and a path, or not in its place; counted from 1.
    Line(usize),
}

impl fmt::Display for LedgerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LedgerFault::NotALedger => write!(f, "it is damaged, or was not written by linernotes"),
            LedgerFault::Newer(version) => write!(
                f,
                "it was written by a newer linernotes (its format is {version}, this program reads {VERSION})"
            ),
            LedgerFault::Line(line) => write!(f, "line {line} is damaged"),
        }
    }
}

impl Ledger {
    /// Reads a ledger. Every path in it is one that `check_path` lets through, each once.
    pub fn read(bytes: &[u8]) -> Result<Ledger, LedgerFault> {
        let text = std::str::from_utf8(bytes).map_err(|_| LedgerFault::NotALedger)?;
        let (head, lines) = text.split_once('\n').ok_or(LedgerFault::NotALedger)?;
        let version: u32 =
            head.strip_prefix(HEAD).and_then(|version| version.parse().ok()).ok_or(LedgerFault::NotALedger)?;
        if version > VERSION {
            return Err(LedgerFault::Newer(version));
        }
        if version != VERSION {
            return Err(LedgerFault::NotALedger);
        }
        let mut files = Vec::new();
        // A ledger that was cut off shows it by its last line, which then has no end.
        for (number, line) in lines.split_inclusive('\n').enumerate() {
            let entry = read_line(line)
                .filter(|(path, _)| files.last().is_none_or(|(last, _): &(String, _)| last < path))
                .ok_or(LedgerFault::Line(number + 2))?;
            files.push(entry);
        }
        Ok(Ledger { files: files.into_iter().collect() })
    }
}

/// A ledger as it stands in its file, of files in the order of their paths.
pub fn text<'a>(files: impl Iterator<Item = (&'a str, Option<Digest>)>) -> String {
    let mut text = format!("{HEAD}{VERSION}\n");
    for (path, digest) in files {
        // Writing to a `String` cannot fail.
        let _ = match digest {
            Some(digest) => writeln!(text, "{digest} {path}"),
            None => writeln!(text, "{UNKNOWN} {path}"),
        };
    }
    text
}

fn read_line(line: &str) -> Option<(String, Option<Digest>)> {
    let (digest, path) = line.strip_suffix('\n')?.split_once(' ')?;
    let digest = if digest == UNKNOWN { None } else { Some(Digest::read(digest)?) };
    check_path(path).ok()?;
    Some((path.to_string(), digest))
}

/// Why a path cannot be one of a file in the output folder; the words fit after "its path".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathFault(pub &'static str);

/// Whether a path, with `/` between its parts, stays inside the output folder on every system, can stand on a
/// line of the ledger, and leaves alone what is not the site's: the ledger, and anything of Git's (a theme
/// could otherwise bring a `.git/hooks/post-commit`).
pub fn check_path(path: &str) -> Result<(), PathFault> {
    if path.is_empty() {
        return Err(PathFault("is empty"));
    }
    if path.chars().any(|c| c.is_control() || c == '\\') {
        return Err(PathFault("has a backslash or a control character in it"));
    }
    if cfg!(windows) && path.contains(':') {
        return Err(PathFault("has a colon in it, which Windows takes for a drive"));
    }
    for (number, part) in path.split('/').enumerate() {
        match part {
            "" => return Err(PathFault("begins or ends with a slash, or has two in a row")),
            "." | ".." => return Err(PathFault("has `.` or `..` in it")),
            _ => {}
        }
        // Windows drops dots and spaces at the end of a name, so `.git.` would be `.git`.
        let name = part.trim_end_matches(['.', ' ']).to_ascii_lowercase();
        if name == ".git" {
            return Err(PathFault("leads into a `.git` folder"));
        }
        if number == 0 && name.starts_with(LEDGER) {
            return Err(PathFault("begins with `.linernotes`, which the program keeps for itself"));
        }
    }
    Ok(())
}

/// The folders a path lies in, the nearest first: `a/b/c.html` gives `a/b`, then `a`.
pub fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(slash, _)| &path[..slash])
}

/// The word that two paths share when some disk takes them for the same: Windows and macOS know no case, and
/// macOS takes `é` for `e` with an accent after it.
pub fn fold(path: &str) -> Cow<'_, str> {
    if path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.nfc().collect::<String>().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Ledger {
        fn text(&self) -> String {
            text(self.files.iter().map(|(path, digest)| (path.as_str(), *digest)))
        }
    }

    fn ledger(files: &[(&str, Option<&str>)]) -> Ledger {
        let files = files.iter().map(|(path, bytes)| (path.to_string(), bytes.map(|b| Digest::of(b.as_bytes()))));
        Ledger { files: files.collect() }
    }

    #[test]
    fn reads_what_it_wrote() {
        let ledger = ledger(&[("b c/ü.html", Some("1")), ("a.html", None), ("b c/a.html", Some("2"))]);
        let text = ledger.text();
        assert_eq!(Ledger::read(text.as_bytes()), Ok(ledger));
        assert!(text.starts_with("linernotes ledger 1\n-------------------------------- a.html\n"), "{text}");
    }

    #[test]
    fn a_damaged_ledger_is_never_half_believed() {
        let good = ledger(&[("a.html", Some("1")), ("b.html", Some("2"))]).text();
        for end in 0..good.len() {
            let cut = &good[..end];
            match Ledger::read(cut.as_bytes()) {
                Ok(ledger) => assert!(cut.ends_with('\n') && ledger.text() == cut, "{cut:?}"),
                Err(fault) => assert!(matches!(fault, LedgerFault::NotALedger | LedgerFault::Line(_))),
            }
        }
        let digest = Digest::of(b"1");
        let lines = |lines: &str| Ledger::read(format!("linernotes ledger 1\n{lines}").as_bytes());
        for bad in ["x", "\n", &format!("{digest} \n"), "12 a\n", &format!("{digest}a\n")] {
            assert_eq!(lines(bad), Err(LedgerFault::Line(2)), "{bad:?}");
        }
        for order in ["b a", "a a"] {
            let text: String = order.split(' ').map(|path| format!("{digest} {path}\n")).collect();
            assert_eq!(lines(&text), Err(LedgerFault::Line(3)), "{order}");
        }
        assert_eq!(Ledger::read(b""), Err(LedgerFault::NotALedger));
        assert_eq!(Ledger::read(b"\xff\n"), Err(LedgerFault::NotALedger));
        assert_eq!(Ledger::read(b"linernotes ledger 0\n"), Err(LedgerFault::NotALedger));
        assert_eq!(Ledger::read(b"linernotes ledger 2\nwho knows\n"), Err(LedgerFault::Newer(2)));
    }

    #[test]
    fn paths_that_lead_elsewhere_are_not_believed() {
        let bad = [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../a",
            "a/..",
            "a/../b",
            "a//b",
            "a/",
            ".",
            "./a",
            "a/.",
            "a\\b",
            "a\0b",
            "a\nb",
            ".linernotes",
            ".LINERNOTES",
            ".linernotes/x",
            ".linernotes-work/site",
            ".git/hooks/a",
            "x/.Git/a",
            ".git./a",
            "a/\u{85}b",
        ];
        for path in bad {
            assert!(check_path(path).is_err(), "{path:?}");
            let text = format!("linernotes ledger 1\n{} {path}\n", Digest::of(b"1"));
            assert!(Ledger::read(text.as_bytes()).is_err(), "{path:?}");
        }
        for path in ["index.html", "a b/ü/c.html", ".well-known/x", "a/.linernotes", ".gitignore", "...", "CNAME"]
        {
            assert_eq!(check_path(path), Ok(()), "{path:?}");
        }
    }
}
