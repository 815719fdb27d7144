//! A repository with a site in it and a bare one in place of GitHub, for tests that publish.

use super::binary::{linernotes, put};
use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const BRANCH: &str = "gh-pages";

/// `hub.git` and `work/`, which is a clone of it, in a folder that goes away.
pub struct Repo {
    pub folder: TempDir,
    /// The folder of the site.
    pub root: PathBuf,
}

/// How a command ended, and what it printed: data, talk.
pub struct Ran {
    pub code: i32,
    pub data: String,
    pub talk: String,
}

impl Repo {
    /// A site at the top of a repository whose remote is a bare one beside it.
    pub fn new() -> Repo {
        let repo = Repo::bare("work");
        repo.git("work", &["remote", "add", "origin", repo.hub().to_str().unwrap()]);
        repo.git("work", &["add", "-A"]);
        repo.git("work", &["commit", "--quiet", "-m", "The first content"]);
        repo.git("work", &["push", "--quiet", "origin", "main"]);
        repo
    }

    /// A site in `root` below `work/`, which is a repository without remote or commit.
    pub fn bare(root: &str) -> Repo {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap();
        let config = "[user]\n\tname = Mina\n\temail = mina@example.org\n[init]\n\tdefaultBranch = main\n";
        fs::write(path.join("gitconfig"), config).unwrap();
        let repo = Repo { folder, root: path.join(root) };
        site(&repo.root, "https://notes.example/");
        repo.git(".", &["init", "--quiet", "--bare", "hub.git"]);
        repo.git(".", &["init", "--quiet", "work"]);
        repo
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    pub fn hub(&self) -> PathBuf {
        self.path().join("hub.git")
    }

    /// What every program sees of the machine: nothing of who runs the tests.
    pub fn alone(&self, command: &mut Command) {
        command.env("HOME", self.path()).env("GIT_CONFIG_GLOBAL", self.path().join("gitconfig"));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_TERMINAL_PROMPT", "0");
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL"] {
            command.env_remove(name);
        }
    }

    /// Runs git in a folder below; what it says.
    pub fn git(&self, folder: &str, words: &[&str]) -> String {
        let mut command = Command::new("git");
        self.alone(&mut command);
        let output = command.current_dir(self.path().join(folder)).args(words).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "git {words:?}: {}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stdout).trim_end().to_string()
    }

    /// Runs the program in a folder of the site.
    pub fn run_in(&self, folder: &Path, words: &[&str], env: &[(&str, &str)]) -> Ran {
        let mut command = linernotes();
        self.alone(&mut command);
        let output = command.current_dir(folder).args(words).envs(env.iter().copied()).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ran { code: output.status.code().unwrap(), data: text(&output.stdout), talk: text(&output.stderr) }
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        self.run_in(&self.root, words, &[])
    }

    /// Publishes, which must work; what was said.
    pub fn publish(&self) -> String {
        let ran = self.run(&["publish"]);
        assert_eq!(ran.code, 0, "{}", ran.talk);
        ran.talk
    }

    /// How many commits the branch has.
    pub fn count(&self) -> usize {
        let tip = self.git("hub.git", &["for-each-ref", "--format=%(objectname)", "refs/heads/gh-pages"]);
        if tip.is_empty() {
            return 0;
        }
        self.git("hub.git", &["rev-list", "--count", BRANCH]).parse().unwrap()
    }

    /// The files on the branch, with their bytes.
    pub fn branch(&self) -> BTreeMap<String, Vec<u8>> {
        let seen = tempfile::tempdir().unwrap();
        let to = seen.path().join("seen");
        self.git(
            ".",
            &["clone", "--quiet", "-c", "core.autocrlf=false", "-b", BRANCH, "hub.git", to.to_str().unwrap()],
        );
        fs::remove_dir_all(to.join(".git")).unwrap();
        super::binary::tree_of(&to)
    }

    /// Puts a file on the branch, as the settings of a host would, or somebody by hand.
    pub fn put_on_branch(&self, name: &str, text: &str) {
        let other = tempfile::tempdir().unwrap();
        let to = other.path().to_str().unwrap();
        self.git(".", &["clone", "--quiet", "-b", BRANCH, "hub.git", to]);
        put(other.path(), name, text);
        self.git(to, &["add", "-A", "--force"]);
        self.git(to, &["commit", "--quiet", "-m", "By hand"]);
        self.git(to, &["push", "--quiet", "origin", BRANCH]);
    }
}

/// A site of one news item, which is built in no time.
pub fn site(root: &Path, address: &str) {
    let site = format!(
        "title: Notes\naddress: {address}\nlanguages: [en]\ntimezone: Asia/Seoul\noutputs: {{cards: off, fonts: off}}\n"
    );
    put(root, "content/site.yaml", &site);
    put(root, ".gitignore", "dist/\n.linernotes/\n");
    news(root, "hello", "The first news.");
}

pub fn news(root: &Path, id: &str, text: &str) {
    put(root, &format!("content/news/2024-04-26-{id}.md"), &format!("---\ntitle: News of {id}\n---\n\n{text}\n"));
}
