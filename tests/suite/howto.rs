//! The how-to pages: what they tell to write is written into a new site, what they tell to type is typed.

use super::binary::{linernotes, put};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The boxes of a page, each with its sort: `yaml`, `sh`. One that stands in a list is taken without its indent.
fn boxes(page: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page)).unwrap();
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let Some(sort) = line.trim_start().strip_prefix("```") else { continue };
        let body = lines.by_ref().take_while(|line| line.trim_start() != "```");
        let body: String = body.map(|line| format!("{}\n", line.get(indent..).unwrap_or_default())).collect();
        found.push((sort.to_string(), body));
    }
    found
}

/// The box of that sort on a page, by its number among them.
fn boxed(page: &str, sort: &str, number: usize) -> String {
    let mut of_sort = boxes(page).into_iter().filter(|(known, _)| known == sort).map(|(_, body)| body);
    of_sort.nth(number).unwrap_or_else(|| panic!("{page} has no box {number} of {sort}"))
}

/// A new small site, with the singer of the examples.
struct NewSite {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl NewSite {
    fn new() -> NewSite {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("my-drama");
        let words = ["new", "my-drama", "--repository", "my-name/my-drama", "--example", "small"];
        linernotes().current_dir(folder.path()).args(words).assert().success();
        let site = NewSite { _folder: folder, root };
        site.add("content/site.yaml", "outputs: {cards: off, fonts: off}\n");
        site.add("content/people.yaml", "\nhan-yu-na:\n  name: {en: Han Yu-na, ko: 한유나}\n");
        site
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    fn add(&self, path: &str, text: &str) {
        put(&self.root, path, &(self.read(path) + text));
    }

    /// Puts the one entry of `site.yaml` that an example has in place of the one that is there.
    fn set(&self, entry: &str) {
        let name = entry.split_inclusive(':').next().unwrap();
        let old = self.read("content/site.yaml");
        let mut is_old = false;
        let rest = old.split_inclusive('\n').filter(|line| {
            is_old = line.starts_with(name) || (is_old && line.starts_with([' ', '#']));
            !is_old
        });
        put(&self.root, "content/site.yaml", &(rest.collect::<String>() + entry));
    }

    /// Types a command of the manual into a shell; what it said.
    fn types(&self, line: &str) -> String {
        let program = Path::new(env!("CARGO_BIN_EXE_linernotes")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("sh");
        command.env("PATH", path).env("SOURCE_DATE_EPOCH", "1714100400").env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_CONFIG_GLOBAL", self.root.join("../gitconfig")).current_dir(&self.root);
        let output = command.args(["-c", line]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{line}\n{}{said}", String::from_utf8_lossy(&output.stdout));
        said
    }

    /// All must be well, with no word but notes.
    fn is_well(&self) {
        let said = self.types("linernotes check");
        assert!(said.starts_with("the site can be built"), "{said}");
    }
}

#[test]
fn a_song_and_a_news_item_are_added() {
    let site = NewSite::new();
    site.add("content/songs.yaml", &format!("\n{}", boxed("add-a-song.md", "yaml", 0)));
    put(&site.root, "content/news/2024-04-18-lamp-oil.en.md", &boxed("add-news.md", "markdown", 0));
    let news = boxed("add-news.md", "markdown", 0).replace("A third song", "세 번째 노래");
    put(&site.root, "content/news/2024-04-18-lamp-oil.ko.md", &news);
    site.is_well();
    // The other way: the command, in place of the entry.
    let site = NewSite::new();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/add-a-song.md")).unwrap();
    let command =
        page.split('`').find(|words| words.starts_with("linernotes new song")).unwrap().replace('\n', " ");
    site.types(&command);
    assert!(site.read("content/songs.yaml").contains("\nlamp-oil:\n"));
    site.is_well();
}

#[test]
fn the_look_is_changed() {
    let site = NewSite::new();
    site.add("content/site.yaml", &boxed("look.md", "yaml", 0));
    put(&site.root, "templates/song.html", &boxed("look.md", "html", 0));
    site.is_well();
    site.types("linernotes build");
    let page = site.read("dist/songs/first-ferry/index.html");
    assert!(page.contains("<p>Made with care.</p>") && page.contains("First Ferry"), "{page}");
    assert_eq!(site.types("linernotes theme seen song.html").lines().count(), 1);
}

#[test]
fn a_language_is_added() {
    let site = NewSite::new();
    site.set(&boxed("translate.md", "yaml", 0));
    site.types("linernotes theme copy strings/en.yaml");
    fs::rename(site.root.join("templates/strings/en.yaml"), site.root.join("templates/strings/ja.yaml")).unwrap();
    site.types("linernotes facts --untranslated");
    site.types("linernotes build");
    assert!(site.read("dist/ja/songs/first-ferry/index.html").contains("<html lang=\"ja\""));
}

#[test]
fn a_domain_of_ones_own_is_named() {
    let site = NewSite::new();
    site.set(&boxed("own-domain.md", "yaml", 0));
    site.types("linernotes build");
    assert_eq!(site.read("dist/CNAME"), "my-drama.fan\n");
    assert!(site.read("dist/index.html").contains("href=\"/assets/"));
}

#[test]
fn a_second_drama_comes() {
    let site = NewSite::new();
    let content = site.root.join("content");
    let first = content.join("paper-lighthouse");
    fs::create_dir(&first).unwrap();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/several-dramas.md")).unwrap();
    let step = page.split("\n1. ").nth(1).unwrap().split("\n2. ").next().unwrap();
    for name in step.split('`').skip(3).step_by(2).map(|name| name.trim_end_matches('/')) {
        if content.join(name).exists() {
            fs::rename(content.join(name), first.join(name)).unwrap();
        }
    }
    let second = content.join("second-drama");
    fs::create_dir(&second).unwrap();
    let drama = "id: second-drama\nname: {en: Second Drama, ko: 두 번째 드라마}\nsources: [channel-page]\n";
    fs::write(second.join("drama.yaml"), drama).unwrap();
    // What news and pages name, with its drama in front.
    for folder in ["news", "pages"] {
        for entry in fs::read_dir(content.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let mut text = fs::read_to_string(&path).unwrap();
            for kind in ["song", "release", "character", "episode", "event"] {
                text = text.replace(&format!("{kind}:"), &format!("{kind}:paper-lighthouse/"));
            }
            fs::write(path, text).unwrap();
        }
    }
    site.types("linernotes build");
    assert!(site.root.join("dist/paper-lighthouse/songs/first-ferry/index.html").exists());
    assert!(site.root.join("dist/second-drama/index.html").exists());
}

/// Every command of the program on the page about other hosts, and that about publishing, but for what needs a host.
#[test]
fn other_hosts_get_their_files() {
    let site = NewSite::new();
    let root = site.root.parent().unwrap().to_path_buf();
    put(&root, "gitconfig", "[user]\n\tname = Mina\n\temail = mina@example.org\n[safe]\n\tdirectory = *\n");
    let git = |words: &[&str]| {
        let mut command = Command::new("git");
        command.env("GIT_CONFIG_GLOBAL", root.join("gitconfig")).env("GIT_CONFIG_NOSYSTEM", "1");
        assert!(command.current_dir(&site.root).args(words).output().unwrap().status.success(), "{words:?}");
    };
    git(&["init", "--quiet"]);
    git(&["init", "--quiet", "--bare", "../hub.git"]);
    git(&["remote", "add", "origin", "../hub.git"]);
    let mut count = 0;
    for page in ["other-hosts.md", "publish.md"] {
        for (_, body) in boxes(page).iter().filter(|(sort, _)| sort == "sh") {
            for line in body.lines().filter(|line| line.starts_with("linernotes ")) {
                site.types(line);
                count += 1;
            }
        }
    }
    assert!(count >= 6, "{count}");
    git(&["--git-dir", "../hub.git", "rev-parse", "--verify", "refs/heads/pages"]);
    git(&["--git-dir", "../hub.git", "rev-parse", "--verify", "refs/heads/gh-pages"]);
    assert!(!fs::exists(site.root.join("dist/_headers")).unwrap(), "the last build asked for none");
}
