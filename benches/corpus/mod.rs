//! Made-up sites for the benches: the same bytes for the same size, on every machine.

mod dramas;
mod posts;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

/// What a site is made of, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corpus {
    /// News and nothing else, with templates of a few lines: what any site generator can be asked to make.
    Posts(usize),
    /// Whole dramas of 65 records or so in two languages, with the default theme and every output.
    Dramas(usize),
}

impl Corpus {
    /// `posts 1000`, as on a command line.
    pub fn named(name: &str, count: &str) -> Option<Corpus> {
        let count = count.replace(['_', ','], "").parse().ok().filter(|count| *count > 0)?;
        match name {
            "posts" => Some(Corpus::Posts(count)),
            "dramas" => Some(Corpus::Dramas(count)),
            _ => None,
        }
    }

    /// The site's files, by path.
    pub fn files(self) -> Files {
        let mut files = Files::default();
        match self {
            Corpus::Posts(count) => posts::add(count, &mut files),
            Corpus::Dramas(count) => dramas::add(count, &mut files),
        }
        files
    }
}

impl fmt::Display for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Corpus::Posts(count) => write!(f, "posts {count}"),
            Corpus::Dramas(count) => write!(f, "dramas {count}"),
        }
    }
}

/// A site's files.
#[derive(Default)]
pub struct Files(BTreeMap<String, String>);

impl Files {
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.0.insert(path.into(), text.into());
    }

    /// Each path with its text.
    #[allow(dead_code, reason = "each bench uses its own part of the corpus")]
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Writes them into a folder, which is made.
    #[allow(dead_code, reason = "each bench uses its own part of the corpus")]
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        for (path, text) in &self.0 {
            let file = folder.join(path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(file, text)?;
        }
        Ok(())
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, and its numbers never change with a crate's version.
pub struct Random(pub u64);

impl Random {
    /// The numbers of one part of a site, which do not depend on how many parts there are.
    fn of(part: &str, number: usize) -> Random {
        let seed = part
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Random(seed ^ (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to one below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn one_of<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}
