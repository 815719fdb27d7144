//! Git, as far as the program needs it: the one file that runs the program `git`.
//!
//! Whoever calls us may be a hook, whose environment names a repository and an index; ours are named by the folder
//! alone, so those names are taken away. What a person needs stays: keys, questions for a password, an identity.
//! Nothing here touches the work tree or its index.

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What names a repository, as `git rev-parse --local-env-vars` lists it, and what changes what is said to programs.
/// `GIT_CONFIG_COUNT` stays: that is how a password comes to a machine that publishes.
const NOT_OURS: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_GLOB_PATHSPECS",
    "GIT_GRAFT_FILE",
    "GIT_ICASE_PATHSPECS",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// Why git did not do what was asked.
#[derive(Debug)]
pub enum GitFault {
    /// There is no program `git`.
    Missing,
    /// It could not be run.
    Machine(io::Error),
    /// It ran and said no.
    Refused {
        /// What was asked: `push origin …`.
        asked: String,
        /// In its own words, without a line break at the end.
        said: String,
        /// As it ended, where it was not killed.
        code: Option<i32>,
    },
}

impl fmt::Display for GitFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GitFault::Missing => write!(f, "there is no program `git` here"),
            GitFault::Machine(error) => write!(f, "the program `git` could not be run: {error}"),
            GitFault::Refused { asked, said, .. } if said.is_empty() => write!(f, "`git {asked}` did not work"),
            GitFault::Refused { asked, said, .. } => write!(f, "`git {asked}` says:\n{said}"),
        }
    }
}

impl GitFault {
    /// What to do; absent when git says it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            GitFault::Missing => Some(
                "install Git (https://git-scm.com/downloads), or put the output folder on another host: \
                 docs/other-hosts.md",
            ),
            GitFault::Machine(_) | GitFault::Refused { .. } => None,
        }
    }
}

/// A name of an object: a commit, a tree or a file, in hexadecimal digits.
pub type Oid = String;

/// One file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `100644`; also of links, programs and submodules.
    pub mode: String,
    pub oid: Oid,
}

/// Runs git in one folder.
pub struct Git {
    folder: PathBuf,
}

/// What a push came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Pushed {
    Done,
    /// The other side has something that we do not know, and nothing was changed there.
    MovedOn,
    /// A hook or a rule said no, here or there; in its words.
    Refused(String),
}

impl Git {
    /// Git in a folder, which must be there. Nothing is run yet.
    pub fn at(folder: &Path) -> Git {
        Git { folder: folder.to_path_buf() }
    }

    /// The top of the work tree that the folder lies in; nothing where it lies in none.
    pub fn top(&self) -> Result<Option<PathBuf>, GitFault> {
        // Other words are not "no": a repository of somebody else's, for one, which git does not touch.
        const NONE: [&str; 2] = ["not a git repository", "must be run in a work tree"];
        match self.say(["rev-parse", "--show-toplevel"]) {
            Ok(text) => Ok(Some(PathBuf::from(text.trim_end_matches(['\n', '\r'])))),
            Err(GitFault::Refused { said, .. }) if NONE.iter().any(|none| said.contains(none)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Git's own folder of the repository.
    pub fn inner(&self) -> Result<PathBuf, GitFault> {
        let found = self.say(["rev-parse", "--absolute-git-dir"])?;
        Ok(PathBuf::from(found.trim_end_matches(['\n', '\r'])))
    }

    /// The names of the remotes, in the order of their names.
    pub fn remotes(&self) -> Result<Vec<String>, GitFault> {
        Ok(self.say(["remote"])?.lines().map(str::to_string).collect())
    }

    /// Where a remote leads: as it was written, and as git takes it, which may be an abbreviation written out.
    pub fn addresses(&self, remote: &str) -> Result<Vec<String>, GitFault> {
        let written = self.ask(["config", "--get", &format!("remote.{remote}.url")])?;
        let taken = self.ask(["remote", "get-url", "--push", remote])?;
        let mut found: Vec<String> =
            written.into_iter().chain(taken).map(|text| text.trim_end_matches(['\n', '\r']).to_string()).collect();
        found.dedup();
        Ok(found)
    }

    /// The branch that is checked out, whether it has a commit or not; nothing on a detached head.
    pub fn branch(&self) -> Result<Option<String>, GitFault> {
        Ok(self.ask(["symbolic-ref", "--quiet", "--short", "HEAD"])?.map(|text| text.trim_end().to_string()))
    }

    /// The commit that a name stands for, if there is one here.
    pub fn commit(&self, name: &str) -> Result<Option<Oid>, GitFault> {
        let found =
            self.ask(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])?;
        Ok(found.map(|text| text.trim_end().to_string()))
    }

    /// Whether a name can be that of a branch.
    pub fn is_branch_name(&self, name: &str) -> Result<bool, GitFault> {
        Ok(self.ask(["check-ref-format", "--branch", name])?.is_some())
    }

    pub fn is_shallow(&self) -> Result<bool, GitFault> {
        Ok(self.say(["rev-parse", "--is-shallow-repository"])?.trim() == "true")
    }

    /// Whether somebody is named as the author of commits. Git would otherwise guess one from the machine's name.
    pub fn has_identity(&self) -> Result<bool, GitFault> {
        for who in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
            if self.ask(["-c", "user.useConfigOnly=true", "var", who])?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The newest commit of a branch on the other side; nothing when it has no such branch.
    pub fn remote_tip(&self, remote: &str, branch: &str) -> Result<Option<Oid>, GitFault> {
        let wanted = format!("refs/heads/{branch}");
        let list = self.say(["ls-remote", "--heads", remote, &wanted])?;
        // A pattern also finds `x/refs/heads/…`.
        let found = list.lines().find_map(|line| line.split_once('\t').filter(|(_, name)| *name == wanted));
        Ok(found.map(|(oid, _)| oid.to_string()))
    }

    /// Brings a branch of the other side here, noted under a name of ours, and says its newest commit.
    pub fn fetch(&self, remote: &str, branch: &str, into: &str) -> Result<(), GitFault> {
        let wanted = format!("+refs/heads/{branch}:{into}");
        let mut words = vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
        // A clone without history stays one; and a whole one must not become one.
        if self.is_shallow()? {
            words.push("--depth=1");
        }
        words.extend([remote, &wanted]);
        self.say(words).map(drop)
    }

    /// Every file of a commit, by path.
    pub fn files(&self, commit: &str) -> Result<Vec<(String, Entry)>, GitFault> {
        let list = self.run(["ls-tree", "-r", "-z", "--full-tree", commit], &[], &[])?;
        let odd = || {
            let why = format!("a file of the commit {commit} has a name that is not UTF-8");
            GitFault::Machine(io::Error::new(ErrorKind::InvalidData, why))
        };
        let mut files = Vec::new();
        for line in list.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
            // Half understood, it would be written back under another name.
            let line = std::str::from_utf8(line).map_err(|_| odd())?;
            let Some((head, path)) = line.split_once('\t') else { continue };
            let mut words = head.split(' ');
            let (Some(mode), Some(oid)) = (words.next(), words.nth(1)) else { continue };
            files.push((path.to_string(), Entry { mode: mode.to_string(), oid: oid.to_string() }));
        }
        Ok(files)
    }

    /// What is in a file of a commit.
    pub fn bytes(&self, oid: &str) -> Result<Vec<u8>, GitFault> {
        self.run(["cat-file", "blob", oid], &[], &[])
    }

    /// The names that files on disk have as objects, in their order. With `keep` they become objects, too. No filter
    /// changes a byte of them.
    pub fn hash(&self, paths: &[PathBuf], keep: Keep) -> Result<Vec<Oid>, GitFault> {
        let mut list = Vec::new();
        for path in paths {
            list.extend_from_slice(path.as_os_str().as_encoded_bytes());
            list.push(b'\n');
        }
        let mut words = vec!["hash-object", "--no-filters", "--stdin-paths"];
        if keep == Keep::Yes {
            words.push("-w");
        }
        let found = self.run(words, &list, &[])?;
        Ok(String::from_utf8_lossy(&found).lines().map(str::to_string).collect())
    }

    /// A tree of these files, by way of an index of its own, which is a file that is not there yet.
    pub fn write_tree<'a>(
        &self,
        files: impl Iterator<Item = (&'a str, &'a Entry)>,
        index: &Path,
    ) -> Result<Oid, GitFault> {
        let mut list = Vec::new();
        for (path, entry) in files {
            list.extend_from_slice(format!("{} {}\t{path}\0", entry.mode, entry.oid).as_bytes());
        }
        let index = [("GIT_INDEX_FILE", index.as_os_str())];
        self.run(["update-index", "-z", "--index-info"], &list, &index)?;
        let tree = self.run(["write-tree"], &[], &index)?;
        Ok(String::from_utf8_lossy(&tree).trim_end().to_string())
    }

    /// A commit that no branch has yet.
    pub fn write_commit(&self, tree: &str, parent: Option<&str>, message: &str) -> Result<Oid, GitFault> {
        let mut words = vec!["commit-tree", tree];
        words.extend(parent.iter().flat_map(|parent| ["-p", parent]));
        let commit = self.run(words, message.as_bytes(), &[])?;
        Ok(String::from_utf8_lossy(&commit).trim_end().to_string())
    }

    /// Puts a commit on a branch of the other side, if it follows what is there.
    pub fn push(&self, remote: &str, commit: &str, branch: &str) -> Result<Pushed, GitFault> {
        let what = format!("{commit}:refs/heads/{branch}");
        let words = ["push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no", remote, &what];
        let output = self.start(words, &[], &[])?;
        if output.status.success() {
            return Ok(Pushed::Done);
        }
        // One line for each branch begins with a sign and a tab (git-push, "Output"); the others are talk.
        let told = String::from_utf8_lossy(&output.stdout);
        let line = told.lines().find(|line| line.starts_with("!\t")).unwrap_or_default();
        if ["(non-fast-forward)", "(fetch first)", "(stale info)"].iter().any(|why| line.ends_with(why)) {
            return Ok(Pushed::MovedOn);
        }
        let said = in_words(&output.stderr);
        match line.is_empty() {
            false => Ok(Pushed::Refused(said)),
            true if said.contains("failed to push some refs") => Ok(Pushed::Refused(said)),
            true => {
                let (asked, code) = (format!("push {remote} {branch}"), output.status.code());
                Err(GitFault::Refused { asked, said, code })
            }
        }
    }

    /// Notes a commit under a name.
    pub fn note(&self, name: &str, commit: &str) -> Result<(), GitFault> {
        self.say(["update-ref", name, commit]).map(drop)
    }

    /// Files below the folder that git keeps or would not leave alone, as git knows them: below a path, of this sort.
    pub fn list(&self, sort: Listed, below: &Path) -> Result<Vec<String>, GitFault> {
        let mut words: Vec<&OsStr> = vec!["ls-files".as_ref(), "-z".as_ref()];
        match sort {
            Listed::Kept => {}
            Listed::Loose => words
                .extend(["--others", "--exclude-standard", "--directory", "--no-empty-directory"].map(OsStr::new)),
        }
        words.extend(["--".as_ref(), below.as_os_str()]);
        let list = self.run(words, &[], &[])?;
        let names = list.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        Ok(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }

    /// Whether files below these folders differ from the last commit.
    pub fn has_changes(&self, folders: &[&str]) -> Result<bool, GitFault> {
        let words = ["status", "--porcelain", "--untracked-files=normal", "--"];
        let list = self.say(words.iter().chain(folders).copied())?;
        Ok(!list.trim().is_empty())
    }

    /// What git says to a question; nothing when it says no.
    fn ask<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Result<Option<String>, GitFault> {
        match self.say(words) {
            Ok(text) => Ok(Some(text)),
            Err(GitFault::Refused { .. }) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn say<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Result<String, GitFault> {
        self.run(words, &[], &[]).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn run<W: AsRef<OsStr>>(
        &self,
        words: impl IntoIterator<Item = W>,
        input: &[u8],
        env: &[(&str, &OsStr)],
    ) -> Result<Vec<u8>, GitFault> {
        let words: Vec<W> = words.into_iter().collect();
        let output = self.start(words.iter(), input, env)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let asked: Vec<_> = words.iter().map(|word| word.as_ref().to_string_lossy()).collect();
        let said = in_words(&output.stderr);
        Err(GitFault::Refused { asked: asked.join(" "), said, code: output.status.code() })
    }

    fn start<W: AsRef<OsStr>>(
        &self,
        words: impl IntoIterator<Item = W>,
        input: &[u8],
        env: &[(&str, &OsStr)],
    ) -> Result<Output, GitFault> {
        let mut command = Command::new("git");
        command.arg("--literal-pathspecs").arg("-C").arg(&self.folder).args(words);
        for name in NOT_OURS {
            command.env_remove(name);
        }
        // Nothing that is only looked at is written back, and what git says to programs is said in English.
        command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C").envs(env.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => GitFault::Missing,
            _ => GitFault::Machine(error),
        })?;
        let stdin = child.stdin.take();
        // Written beside the reading, or both sides would wait for each other once the pipes are full.
        std::thread::scope(|scope| {
            scope.spawn(move || {
                // Git that stopped reading says itself why.
                let _ = stdin.map(|mut stdin| stdin.write_all(input));
            });
            child.wait_with_output()
        })
        .map_err(GitFault::Machine)
    }
}

/// What git says to people: a remote's lines come with blanks behind them.
fn in_words(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let lines: Vec<&str> = said.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_string()
}

/// Whether what is hashed is kept as objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    Yes,
    No,
}

/// Which files of the work tree are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Under version control.
    Kept,
    /// Not under version control and not ignored either: `git add -A` would take them.
    Loose,
}
