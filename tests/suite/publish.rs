//! `linernotes publish`, with the real program, real git, and a bare repository in place of GitHub.

use super::binary::{put, tree_of};
use super::repo::{BRANCH, Ran, Repo, news, site};
use std::collections::BTreeMap;
use std::fs;

/// What publishing must leave alone: the index, what is checked out, and where.
fn untouched(repo: &Repo) -> (Vec<u8>, String, String, BTreeMap<String, Vec<u8>>) {
    let index = fs::read(repo.root.join(".git/index")).unwrap_or_default();
    let mut files = tree_of(&repo.root);
    files.retain(|path, _| {
        !path.starts_with(".git/") && !path.starts_with("dist/") && !path.starts_with(".linernotes/")
    });
    let branches = repo.git("work", &["for-each-ref", "refs/heads"]);
    (index, fs::read_to_string(repo.root.join(".git/HEAD")).unwrap(), branches, files)
}

fn assert_stopped(ran: &Ran, code: i32, parts: &[&str]) {
    assert_eq!(ran.code, code, "{}{}", ran.data, ran.talk);
    for part in parts {
        assert!(ran.talk.contains(part), "{part} is not in:\n{}", ran.talk);
    }
}

#[test]
fn the_first_site_makes_the_branch_and_the_repository_stays_as_it_is() {
    let repo = Repo::new();
    let before = untouched(&repo);
    let talk = repo.publish();
    assert!(talk.contains("published as ") && talk.contains("on the branch gh-pages of origin"), "{talk}");
    assert_eq!(untouched(&repo), before);
    assert_eq!(repo.count(), 1);
    let branch = repo.branch();
    assert_eq!(branch, tree_of(&repo.root.join("dist")));
    for name in ["index.html", ".nojekyll", ".linernotes", "news/hello/index.html"] {
        assert!(branch.contains_key(name), "{name}");
    }
    let said = repo.git("hub.git", &["log", "-1", "--format=%s|%an", BRANCH]);
    let head = repo.git("work", &["rev-parse", "HEAD"]);
    assert_eq!(said, format!("Publish the site from main at {}|Mina", &head[..10]));
    assert_eq!(repo.git("work", &["status", "--porcelain"]), "");
    assert!(
        !repo
            .root
            .join(".git")
            .read_dir()
            .unwrap()
            .any(|entry| { entry.unwrap().file_name().to_string_lossy().starts_with("linernotes-") })
    );
}

#[test]
fn each_changed_site_is_one_commit_and_an_unchanged_one_is_none() {
    let repo = Repo::new();
    repo.publish();
    let talk = repo.publish();
    assert!(talk.contains("shows this site already; nothing to publish"), "{talk}");
    assert_eq!(repo.count(), 1);
    news(&repo.root, "second", "More.");
    fs::remove_file(repo.root.join("content/news/2024-04-26-hello.md")).unwrap();
    let talk = repo.publish();
    assert!(talk.contains(" removed: published as "), "{talk}");
    assert_eq!(repo.count(), 2);
    let branch = repo.branch();
    assert!(branch.contains_key("news/second/index.html") && !branch.contains_key("news/hello/index.html"));
    assert_eq!(branch, tree_of(&repo.root.join("dist")));
    let said = repo.git("hub.git", &["log", "-1", "--format=%s", BRANCH]);
    assert!(said.ends_with(", with changes that are not committed"), "{said}");
    // What the site is not made of does not count.
    repo.git("work", &["checkout", "--quiet", "--", "content"]);
    put(&repo.root, "notes.txt", "To do");
    fs::remove_file(repo.root.join("content/news/2024-04-26-second.md")).unwrap();
    repo.publish();
    let said = repo.git("hub.git", &["log", "-1", "--format=%s", BRANCH]);
    assert!(!said.contains("not committed"), "{said}");
    assert_eq!(repo.count(), 3);
    news(&repo.root, "second", "More.");
    fs::remove_file(repo.root.join("content/news/2024-04-26-hello.md")).unwrap();
    repo.publish();
    // Another clone, which made nothing of it, comes to the same site.
    repo.git("work", &["add", "-A"]);
    repo.git("work", &["commit", "--quiet", "-m", "More"]);
    repo.git("work", &["push", "--quiet", "origin", "main"]);
    repo.git(".", &["clone", "--quiet", "hub.git", "other"]);
    let ran = repo.run_in(&repo.path().join("other"), &["publish"], &[]);
    assert_stopped(&ran, 0, &["nothing to publish"]);
    assert_eq!(repo.count(), 4);
}

#[test]
fn what_others_put_on_the_branch_stays() {
    let repo = Repo::new();
    repo.publish();
    repo.put_on_branch("google0123.html", "google-site-verification: google0123.html");
    repo.git("work", &["fetch", "--quiet", "origin"]);
    assert!(repo.publish().contains("nothing to publish"), "there is nothing new");
    news(&repo.root, "second", "More.");
    let talk = repo.publish();
    assert!(talk.contains("kept on the branch, since linernotes did not write it: google0123.html"), "{talk}");
    assert_eq!(repo.count(), 3);
    let mut branch = repo.branch();
    assert!(branch.remove("google0123.html").is_some());
    assert_eq!(branch, tree_of(&repo.root.join("dist")));
    // Where the site gets a file of that name, its keeper decides.
    put(&repo.root, "static/google0123.html", "<!doctype html><title>a</title>");
    assert_stopped(&repo.run(&["publish"]), 1, &["the branch gh-pages has a file google0123.html that linernotes"]);
    fs::remove_file(repo.root.join("static/google0123.html")).unwrap();
    put(&repo.root, "static/google0123.html/a.txt", "a");
    assert_stopped(&repo.run(&["publish"]), 1, &["has a file google0123.html that"]);
    assert_eq!(repo.count(), 3);
}

#[test]
fn a_domain_made_by_hand_stays_when_the_pages_are_made_for_it() {
    let repo = Repo::new();
    repo.publish();
    repo.put_on_branch("CNAME", "Notes.fan");
    repo.git("work", &["fetch", "--quiet", "origin"]);
    let help = ["the file CNAME on the branch gh-pages names notes.fan", "write `address: https://notes.fan/`"];
    assert_stopped(&repo.run(&["publish"]), 1, &help);
    assert_eq!(repo.count(), 2);
    site(&repo.root, "https://notes.fan/");
    repo.publish();
    assert_eq!(repo.branch()["CNAME"], b"notes.fan\n");
    // One that the host wrote and the site does not make.
    let yaml = repo.root.join("content/site.yaml");
    let text = fs::read_to_string(&yaml).unwrap().replace("fonts: off", "fonts: off, host: off");
    fs::write(&yaml, text).unwrap();
    repo.publish();
    let branch = repo.branch();
    assert!(!branch.contains_key("CNAME") && !branch.contains_key(".nojekyll"), "they were the program's");
    repo.put_on_branch("CNAME", "notes.fan");
    repo.git("work", &["fetch", "--quiet", "origin"]);
    news(&repo.root, "second", "More.");
    repo.publish();
    assert_eq!(repo.branch()["CNAME"], b"notes.fan");
    // And one in the output folder.
    let repo = Repo::new();
    repo.publish();
    put(&repo.root, "dist/CNAME", "notes.example\n");
    repo.publish();
    assert_eq!(repo.branch()["CNAME"], b"notes.example\n");
    put(&repo.root, "dist/CNAME", "other.example\n");
    assert_stopped(
        &repo.run(&["publish"]),
        1,
        &["names other.example, and the site's address is on notes.example"],
    );
}

#[test]
fn a_branch_that_moved_on_is_never_overwritten() {
    let repo = Repo::new();
    repo.publish();
    repo.git(".", &["clone", "--quiet", "hub.git", "other"]);
    let other = repo.path().join("other");
    news(&other, "other", "By somebody else.");
    assert_eq!(repo.run_in(&other, &["publish"], &[]).code, 0);
    news(&repo.root, "mine", "Mine.");
    let ran = repo.run(&["publish"]);
    assert_stopped(&ran, 1, &["has moved on since it was last seen here", "`git pull`"]);
    assert_eq!(repo.count(), 2);
    // As the message says.
    let command = ran.talk.split("now: `git ").nth(1).unwrap().split('`').next().unwrap();
    repo.git("work", &command.split(' ').collect::<Vec<_>>());
    repo.publish();
    assert_eq!(repo.count(), 3);
    let branch = repo.branch();
    assert!(branch.contains_key("news/mine/index.html") && !branch.contains_key("news/other/index.html"));
    // A branch that is gone is made again.
    repo.git("hub.git", &["update-ref", "-d", "refs/heads/gh-pages"]);
    repo.publish();
    assert_eq!(repo.count(), 1);
}

#[test]
fn branches_of_others_are_refused() {
    let repo = Repo::new();
    repo.git("work", &["push", "--quiet", "origin", "main:gh-pages"]);
    let ran = repo.run(&["publish"]);
    assert_stopped(
        &ran,
        2,
        &["has files that linernotes did not write (.gitignore, content/", "--delete gh-pages"],
    );
    assert_eq!(repo.count(), 1);
    assert_stopped(&repo.run(&["publish", "--branch", "main"]), 2, &["main is the branch that you work on"]);
    assert_stopped(&repo.run(&["publish", "--branch", "a..b"]), 2, &["no branch can be called `a..b`"]);
    // One that has but what a host puts there is as good as empty.
    repo.git("work", &["checkout", "--quiet", "--orphan", "empty"]);
    repo.git("work", &["rm", "-rf", "--quiet", "--cached", "."]);
    put(&repo.root, "CNAME", "notes.example\n");
    repo.git("work", &["add", "CNAME"]);
    repo.git("work", &["commit", "--quiet", "-m", "A domain"]);
    repo.git("work", &["push", "--quiet", "origin", "empty:site"]);
    assert_stopped(&repo.run(&["publish", "--branch", "site"]), 0, &["of origin"]);
    // A ledger of a later version is not guessed at.
    repo.git("hub.git", &["update-ref", "-d", "refs/heads/gh-pages"]);
    repo.git("work", &["fetch", "--quiet", "--prune", "origin"]);
    repo.publish();
    repo.put_on_branch(".linernotes", "linernotes ledger 99\n");
    repo.git("work", &["fetch", "--quiet", "origin"]);
    assert_stopped(&repo.run(&["publish"]), 1, &["written by a newer linernotes", "update linernotes"]);
}

#[test]
fn without_git_repository_remote_or_identity_it_says_what_to_do() {
    let repo = Repo::new();
    let nothing = tempfile::tempdir().unwrap();
    let ran = repo.run_in(&repo.root, &["publish"], &[("PATH", nothing.path().to_str().unwrap())]);
    assert_stopped(&ran, 3, &["there is no program `git` here", "git-scm.com", "docs/other-hosts.md"]);
    assert!(!repo.root.join("dist").exists(), "nothing was built in vain");

    let ran = repo.run(&["publish", "--remote", "upstream"]);
    assert_stopped(&ran, 2, &["no remote `upstream`; it has origin", "`--remote origin`"]);
    repo.git("work", &["remote", "remove", "origin"]);
    assert_stopped(&repo.run(&["publish"]), 2, &["no remote `origin`, nor any other", "git remote add origin"]);

    let alone = tempfile::tempdir().unwrap();
    site(alone.path(), "https://notes.example/");
    let ran = repo.run_in(alone.path(), &["publish"], &[("GIT_CEILING_DIRECTORIES", "/")]);
    assert_stopped(&ran, 2, &["is not in a Git repository", "git init"]);

    let repo = Repo::new();
    fs::write(repo.path().join("gitconfig"), "").unwrap();
    let ran = repo.run(&["publish"]);
    assert_stopped(&ran, 1, &["Git does not know who you are", "git config --global user.name"]);
    let env = [
        ("GIT_AUTHOR_NAME", "A"),
        ("GIT_AUTHOR_EMAIL", "a@b.example"),
        ("GIT_COMMITTER_NAME", "A"),
        ("GIT_COMMITTER_EMAIL", "a@b.example"),
    ];
    assert_stopped(&repo.run_in(&repo.root, &["publish"], &env), 0, &["published as"]);
    // A folder that git does not touch is not taken for one without a repository.
    let repo = Repo::new();
    let ran = repo.run_in(&repo.root, &["publish"], &[("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")]);
    assert_stopped(&ran, 3, &["detected dubious ownership"]);
    // A remote that is not there is git's own story.
    let repo = Repo::new();
    fs::rename(repo.hub(), repo.path().join("gone.git")).unwrap();
    assert_stopped(&repo.run(&["publish"]), 3, &["`git ls-remote", "does not appear to be a git repository"]);
}

#[test]
fn hooks_that_refuse_are_heard() {
    let repo = Repo::new();
    repo.publish();
    news(&repo.root, "second", "More.");
    let hook = |folder: &str, name: &str| {
        let path = repo.path().join(folder).join(name);
        put(path.parent().unwrap(), name, "#!/bin/sh\necho 'not on a Sunday' >&2\nexit 1\n");
        let mut mode = fs::metadata(&path).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o755);
        fs::set_permissions(&path, mode).unwrap();
        path
    };
    for path in [hook("work/.git/hooks", "pre-push"), hook("hub.git/hooks", "pre-receive")] {
        let ran = repo.run(&["publish"]);
        assert_stopped(&ran, 1, &["the commit was refused, and nothing was published", "not on a Sunday"]);
        assert_eq!(repo.count(), 1);
        if path.ends_with("pre-push") {
            fs::remove_file(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
            repo.publish();
        }
        hook("hub.git/hooks", "update-not-run");
    }
    assert_eq!(repo.count(), 2);
}

#[test]
fn any_state_of_the_repository_will_do() {
    // Nothing committed yet.
    let repo = Repo::bare("work");
    repo.git("work", &["remote", "add", "origin", "../hub.git"]);
    repo.publish();
    assert_eq!(repo.git("hub.git", &["log", "-1", "--format=%s", BRANCH]), "Publish the site");
    // A detached head.
    let repo = Repo::new();
    repo.git("work", &["checkout", "--quiet", "--detach"]);
    repo.publish();
    let head = repo.git("work", &["rev-parse", "HEAD"]);
    let said = repo.git("hub.git", &["log", "-1", "--format=%s", BRANCH]);
    assert_eq!(said, format!("Publish the site from {}", &head[..10]));
    // A site in a folder of a repository, published from within and from without.
    let repo = Repo::bare("work/fan/site");
    repo.git("work", &["remote", "add", "origin", "../hub.git"]);
    repo.publish();
    assert_eq!(repo.branch(), tree_of(&repo.root.join("dist")));
    news(&repo.root, "second", "More.");
    let ran = repo.run_in(&repo.path(), &["publish", "--root", "work/fan/site", "--out", "made"], &[]);
    assert_stopped(&ran, 0, &["published as"]);
    // Called by a hook, which names another repository and index.
    let env = [("GIT_DIR", "/nowhere"), ("GIT_INDEX_FILE", "/nowhere/index"), ("GIT_WORK_TREE", "/")];
    news(&repo.root, "third", "More.");
    assert_stopped(&repo.run_in(&repo.root, &["publish"], &env), 0, &["published as"]);
    assert_eq!(repo.count(), 3);
}

#[test]
fn a_shallow_clone_of_one_branch_goes_on_with_the_history() {
    let repo = Repo::new();
    repo.publish();
    news(&repo.root, "second", "More.");
    repo.publish();
    let address = format!("file://{}", repo.hub().display());
    repo.git(".", &["clone", "--quiet", "--depth", "1", &address, "other"]);
    let other = repo.path().join("other");
    news(&other, "third", "More.");
    for count in [3, 4] {
        let ran = repo.run_in(&other, &["publish"], &[]);
        assert_stopped(&ran, 0, &["published as"]);
        assert_eq!(repo.count(), count);
        news(&other, "fourth", "More.");
    }
    assert_eq!(repo.git("other", &["rev-parse", "--is-shallow-repository"]), "true");
    // A whole clone does not become a shallow one.
    repo.git(".", &["clone", "--quiet", "--single-branch", &address, "whole"]);
    let ran = repo.run_in(&repo.path().join("whole"), &["publish"], &[]);
    assert_stopped(&ran, 0, &["published as"]);
    assert_eq!(repo.git("whole", &["rev-parse", "--is-shallow-repository"]), "false");
    // And what the one published the other has not seen.
    news(&other, "fifth", "More.");
    assert_stopped(&repo.run_in(&other, &["publish"], &[]), 1, &["has moved on"]);
}

#[test]
fn bytes_stay_what_they_are() {
    let repo = Repo::new();
    put(&repo.root, ".gitattributes", "* text eol=crlf\n*.html filter=shout\n");
    put(&repo.root, "static/windows.txt", "a\r\nb\r\n");
    for (name, value) in
        [("core.autocrlf", "true"), ("filter.shout.clean", "tr a-z A-Z"), ("commit.gpgSign", "true")]
    {
        repo.git("work", &["config", name, value]);
    }
    repo.publish();
    assert_eq!(repo.branch(), tree_of(&repo.root.join("dist")));
}

#[test]
fn a_trial_lists_what_would_change_and_changes_nothing() {
    let repo = Repo::new();
    let objects = || tree_of(&repo.root.join(".git/objects"));
    let before = objects();
    let ran = repo.run(&["publish", "--dry-run"]);
    assert_stopped(&ran, 0, &["nothing was published"]);
    assert!(ran.data.contains("new      index.html\n"), "{}", ran.data);
    assert_eq!((repo.count(), objects()), (0, before));
    repo.publish();
    let ran = repo.run(&["publish", "--dry-run"]);
    assert_stopped(&ran, 0, &["shows this site already"]);
    assert_eq!(ran.data, "");
    fs::remove_file(repo.root.join("content/news/2024-04-26-hello.md")).unwrap();
    let ran = repo.run(&["publish", "--dry-run"]);
    assert!(ran.data.contains("changed  index.html\n") && ran.data.contains("removed  news/hello/index.html\n"));
    assert_eq!(repo.count(), 1);
}

#[test]
fn a_site_with_mistakes_is_not_published() {
    let repo = Repo::new();
    put(&repo.root, "content/songs.yaml", "promise:\n  titel: Promise\n");
    assert_stopped(&repo.run(&["publish"]), 1, &["unknown-field"]);
    assert_eq!(repo.count(), 0);
}

#[test]
fn the_address_must_be_one_that_github_gives() {
    let repo = Repo::new();
    let hub = repo.hub();
    let key = format!("url.{}.insteadOf", hub.display());
    repo.git("work", &["config", &key, "https://github.com/mina/drama.git"]);
    repo.git("work", &["remote", "set-url", "origin", "https://github.com/mina/drama.git"]);
    let ran = repo.run(&["publish"]);
    assert_stopped(
        &ran,
        1,
        &[
            "the site's address is https://notes.example/, and GitHub shows the site of this repository at \
         https://mina.github.io/drama/",
            "write `address: https://mina.github.io/drama/` in content/site.yaml",
        ],
    );
    assert_eq!(repo.count(), 0);
    let ran = repo.run(&["publish", "--address", "https://mina.github.io/drama/"]);
    assert_stopped(
        &ran,
        0,
        &["https://github.com/mina/drama/settings/pages", "in a minute or two: https://mina.github.io/drama/"],
    );
    site(&repo.root, "https://mina.github.io/drama/");
    let talk = repo.publish();
    assert!(talk.contains("nothing to publish"), "{talk}");
    site(&repo.root, "https://notes.fan/");
    let talk = repo.publish();
    assert!(talk.contains("in a minute or two: https://notes.fan/") && !talk.contains("once only"), "{talk}");
    assert_eq!(repo.branch()["CNAME"], b"notes.fan\n");
}
