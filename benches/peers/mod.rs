//! Other generators: how each is installed and called, and the site of posts in its own words. The bodies of the
//! posts are the same bytes, and the templates say the same as those of `corpus/posts.rs`.

mod blades;
mod hugo;
mod zola;

use crate::corpus::Files;
use crate::measure::{Cost, Outcome, run_in};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub const PEERS: &[&Peer] = &[&hugo::PEER, &blades::PEER, &blades::IN_FOLDERS, &zola::PEER];

/// Where posts are, for all of them.
const NEWS: &str = "content/news/";

pub struct Peer {
    pub name: &'static str,
    /// What its program is called.
    pub program: &'static str,
    /// For a shell in a folder below `target/compare/`, where it leaves the program.
    install: &'static str,
    version: &'static [&'static str],
    /// What a build is called with in the site's folder, where `OUT` stands for the folder of the pages.
    build: &'static [&'static str],
    /// It cannot be told where the pages go and takes `public/` where it is called.
    is_homebound: bool,
    /// The settings, the templates and whatever else is no post.
    files: &'static [(&'static str, &'static str)],
    /// The text of a post, front matter and all.
    post: fn(&Post) -> String,
    /// Files that it makes beside the pages, and must have made.
    makes: &'static [&'static str],
}

/// A post of the corpus.
pub struct Post<'l> {
    /// `post-000001`
    pub id: &'l str,
    pub title: &'l str,
    /// `2016-01-03`
    pub date: &'l str,
    /// `"tag-30", "tag-04", "tag-16"`
    pub tags: String,
    /// What our program derives from the text; the others are given it.
    pub summary: String,
    pub body: &'l str,
}

impl<'l> Post<'l> {
    fn read(path: &'l str, text: &'l str) -> Option<Post<'l>> {
        let (head, body) = text.strip_prefix("---\n")?.split_once("---\n\n")?;
        let field = |name| head.lines().find_map(|line: &str| line.strip_prefix(name));
        let tags = field("tags: [")?.strip_suffix(']')?.split(", ").map(quoted);
        let opening = body.split("\n\n").next()?.replace('*', "");
        Some(Post {
            id: path.strip_prefix(NEWS)?.strip_suffix(".md")?,
            title: field("title: \"")?.strip_suffix('"')?,
            date: field("date: ")?,
            tags: tags.collect::<Vec<_>>().join(", "),
            summary: opening.chars().take(200).collect(),
            body,
        })
    }
}

/// A text in TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Peer {
    /// The program: where `install` puts it, or else on the path.
    pub fn find(&self) -> Option<PathBuf> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.home()).chain(std::env::split_paths(&path));
        folders.map(|folder| folder.join(self.program)).find(|program| program.is_file())
    }

    /// The first line of what it says of its version.
    pub fn version(&self, program: &Path) -> Outcome<String> {
        let output = Command::new(program).args(self.version).output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(text.lines().next().unwrap_or("of no known version").to_string())
    }

    /// Installs it, if it is not there.
    pub fn install(&self) -> Outcome<()> {
        if self.find().is_some() {
            return Ok(());
        }
        fs::create_dir_all(self.home())?;
        let mut shell = Command::new("sh");
        shell.args(["-c", self.install]).current_dir(self.home()).stdin(Stdio::null());
        if !shell.status()?.success() {
            return Err(format!("`{}` did not succeed", self.install).into());
        }
        Ok(())
    }

    fn home(&self) -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("compare").join(self.program)
    }

    /// Its site, from ours.
    pub fn site(&self, ours: &Files) -> Outcome<Files> {
        let mut files = Files::default();
        for (path, text) in self.files {
            files.add(*path, *text);
        }
        for (path, text) in ours.iter().filter(|(path, _)| path.starts_with(NEWS)) {
            let post = Post::read(path, text).ok_or_else(|| format!("{path} is not understood"))?;
            files.add(path, (self.post)(&post));
        }
        Ok(files)
    }

    /// Builds into a folder that does not exist yet; where the pages are then, and what it took.
    pub fn run(&self, program: &Path, site: &str, out: &str) -> Outcome<(PathBuf, Cost)> {
        let program = program.to_str().ok_or("the path of the program is not Unicode text")?;
        let words = self.build.iter().map(|word| word.replace("OUT", out)).collect::<Vec<_>>();
        let command: Vec<&str> = std::iter::once(program).chain(words.iter().map(String::as_str)).collect();
        if !self.is_homebound {
            rustix::fs::sync();
            return Ok((PathBuf::from(out), run_in(site, &command)?));
        }
        fs::create_dir(out)?;
        for entry in fs::read_dir(site)? {
            let entry = entry?;
            symlink(entry.path(), Path::new(out).join(entry.file_name()))?;
        }
        rustix::fs::sync();
        let cost = run_in(out, &command)?;
        Ok((Path::new(out).join("public"), cost))
    }

    /// Whether all was made that ours makes: some generators end well without having made anything.
    pub fn check(&self, pages: &Path, page_count: usize, wanted: usize) -> Outcome<()> {
        if page_count < wanted {
            return Err(format!("made {page_count} pages of at least {wanted}").into());
        }
        match self.makes.iter().find(|name| !pages.join(name).is_file()) {
            Some(name) => Err(format!("did not make {name}").into()),
            None => Ok(()),
        }
    }

    /// How to get it, on one line.
    pub fn hint(&self) -> String {
        format!("benches/compare --install, or in target/compare/{}: {}", self.program, self.install)
    }
}
