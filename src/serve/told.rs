//! A complaint as a browser shows it.

use serde::Serialize;

/// One complaint, in plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// As the terminal calls them: `error`, `no-such`.
    pub severity: &'static str,
    pub code: &'static str,
    pub message: String,
    pub spot: Option<Spot>,
    /// The lines that it is about with marks below them, as in a terminal; may be empty.
    pub snippet: String,
    pub help: Vec<String>,
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// Below the root: `content/songs.yaml`.
    pub file: String,
    /// Both from 1; absent when it is the file as a whole.
    pub line: Option<usize>,
    pub column: Option<usize>,
    /// Opens it in an editor.
    pub link: Option<String>,
}

impl Spot {
    /// `content/songs.yaml:3:8`.
    pub fn text(&self) -> String {
        let parts = self.line.into_iter().chain(self.column.filter(|_| self.line.is_some()));
        parts.fold(self.file.clone(), |text, part| format!("{text}:{part}"))
    }
}

/// What keeps a site from being shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Problems {
    /// How many there are in all.
    pub count: usize,
    /// The first of them.
    pub told: Vec<Told>,
}

/// More than anybody reads in a browser; the terminal has them all.
pub const SHOWN: usize = 50;

impl Problems {
    /// For somebody at another machine: no line of the author's files, no path on the author's disk.
    pub fn from_afar(&self) -> Problems {
        let told = self.told.iter().cloned().map(|told| Told {
            snippet: String::new(),
            spot: told.spot.map(|spot| Spot { link: None, ..spot }),
            ..told
        });
        Problems { count: self.count, told: told.collect() }
    }
}
