//! `linernotes doctor`: each of its checks, with the real program in real repositories.

use super::binary::{put, tree_of};
use super::repo::{Repo, site};
use linernotes::doctor::CHECKS;
use std::fs;

/// What the doctor says, and how it ended.
fn findings(repo: &Repo, words: &[&str]) -> (i32, Vec<serde_json::Value>) {
    let all: Vec<&str> = ["doctor", "--format", "json"].iter().chain(words).copied().collect();
    let ran = repo.run(&all);
    let found: Vec<serde_json::Value> = ran.data.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let has_problem = found.iter().any(|finding| finding["weight"] == "problem");
    assert_eq!(ran.code, i32::from(has_problem), "{}{}", ran.data, ran.talk);
    for finding in &found {
        assert!(!finding["cures"].as_array().unwrap().is_empty(), "each finding has its cure: {finding}");
    }
    (ran.code, found)
}

/// The only finding, of this check, which says that.
fn only(repo: &Repo, words: &[&str], check: &str, weight: &str, says: &str) -> serde_json::Value {
    let (_, mut found) = findings(repo, words);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["check"], &found[0]["weight"]), (&check.into(), &weight.into()), "{found:?}");
    assert!(found[0]["message"].as_str().unwrap().contains(says), "{says} is not in {found:?}");
    found.remove(0)
}

fn well() -> Repo {
    let repo = Repo::new();
    site(&repo.root, "https://notes.fan/");
    repo
}

fn at_github(repo: &Repo, name: &str) {
    repo.git("work", &["remote", "set-url", "origin", &format!("git@github.com:mina/{name}.git")]);
}

#[test]
fn a_site_that_is_well_is_told_so_and_nothing_is_written() {
    let repo = well();
    assert_eq!(repo.run(&["build"]).code, 0);
    let before = tree_of(&repo.root);
    let ran = repo.run(&["doctor"]);
    assert_eq!((ran.code, ran.data.as_str(), ran.talk.as_str()), (0, "", "nothing to cure\n"));
    assert_eq!(tree_of(&repo.root), before);
}

#[test]
fn the_address_is_held_against_the_repository() {
    let repo = well();
    site(&repo.root, "https://notes.example/");
    only(&repo, &[], "address", "note", "is nobody's");
    at_github(&repo, "notes");
    let finding = only(&repo, &[], "address", "problem", "GitHub shows the site of this repository at");
    assert_eq!(finding["cures"][0], "write `address: https://mina.github.io/notes/` in content/site.yaml");
    assert_eq!(finding["path"], "content/site.yaml");
    only(&repo, &["--address", "https://mina.github.io/"], "address", "problem", "is that of a project");
    for fine in ["https://mina.github.io/notes/", "https://notes.fan/"] {
        assert_eq!(findings(&repo, &["--address", fine]).0, 0, "{fine}");
    }
    at_github(&repo, "mina.github.io");
    only(&repo, &["--address", "https://mina.github.io/notes/"], "address", "problem", "is called after its owner");
    assert_eq!(findings(&repo, &["--address", "https://mina.github.io/"]).0, 0);
}

#[test]
fn a_domain_is_named_the_same_everywhere() {
    let repo = well();
    put(&repo.root, "static/CNAME", "other.fan\n");
    only(&repo, &[], "domain", "problem", "static/CNAME names other.fan, and the address is on notes.fan");
    fs::remove_file(repo.root.join("static/CNAME")).unwrap();
    repo.publish();
    assert_eq!(findings(&repo, &[]).0, 0);
    only(
        &repo,
        &["--address", "https://b.fan/"],
        "domain",
        "problem",
        "CNAME on the branch gh-pages names notes.fan",
    );
}

#[test]
fn what_the_program_makes_is_not_kept() {
    let repo = well();
    fs::remove_file(repo.root.join(".gitignore")).unwrap();
    assert_eq!(repo.run(&["build"]).code, 0);
    only(&repo, &[], "output", "problem", "dist/ would be under version control with the next `git add -A`");
    repo.git("work", &["add", "-A"]);
    let finding = only(&repo, &[], "output", "problem", "of dist/ are under version control");
    // As the cure says.
    let command = finding["cures"][0].as_str().unwrap().split('`').nth(1).unwrap().strip_prefix("git ").unwrap();
    repo.git("work", &command.split(' ').collect::<Vec<_>>());
    put(&repo.root, ".gitignore", "dist/\n");
    assert_eq!(findings(&repo, &[]).0, 0);
    put(&repo.root, ".linernotes/.gitignore", "*\n");
    put(&repo.root, ".linernotes/cards/a.png", "a");
    assert_eq!(findings(&repo, &[]).0, 0, "the cache says itself that it is not to be kept");
    fs::remove_file(repo.root.join(".linernotes/.gitignore")).unwrap();
    only(&repo, &[], "output", "problem", ".linernotes/ would be");
}

#[test]
fn old_workflows_are_told_with_the_difference() {
    let repo = well();
    assert_eq!(repo.run(&["workflow", "--branch", "site"]).code, 0);
    assert_eq!(findings(&repo, &[]).0, 0);
    let path = repo.root.join(".github/workflows/pages.yml");
    let now = fs::read_to_string(&path).unwrap();
    let version = format!("version {}", env!("CARGO_PKG_VERSION"));
    fs::write(&path, now.replacen(&version, "version 0.0.1", 1)).unwrap();
    let finding = only(&repo, &[], "workflow", "problem", "is of version 0.0.1, and this is version");
    let diff = finding["diff"].as_str().unwrap();
    assert!(diff.contains("\n-# Written by `linernotes workflow`, version 0.0.1;"), "{diff}");
    assert_eq!(diff.lines().filter(|line| line.starts_with(['-', '+'])).count(), 4, "the branch stays: {diff}");
    // As the cure says.
    let command = finding["cures"][0].as_str().unwrap().split('`').nth(1).unwrap();
    let words: Vec<&str> = command.split(' ').skip(1).chain(["--yes"]).collect();
    assert_eq!(repo.run(&words).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), now);
    fs::write(&path, "name: my own\n").unwrap();
    assert_eq!(findings(&repo, &[]).0, 0);
}

#[test]
fn a_copy_of_what_changed_in_the_theme_is_told_with_the_difference() {
    let repo = well();
    assert_eq!(repo.run(&["theme", "copy", "song.html"]).code, 0);
    let origin = repo.root.join("templates/.origin.yaml");
    let noted = fs::read_to_string(&origin).unwrap();
    // As an older version of the program would have noted it.
    let digest = noted.trim_end().rsplit(' ').next().unwrap().to_string();
    fs::write(&origin, noted.replace(&digest, &"0".repeat(digest.len()))).unwrap();
    assert_eq!(findings(&repo, &[]).0, 0, "whoever has the newest lacks nothing");
    let own = repo.root.join("templates/song.html");
    let text = fs::read_to_string(&own).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let gone = lines.remove(3);
    fs::write(&own, lines.join("\n") + "\n").unwrap();
    let finding =
        only(&repo, &[], "theme", "problem", "templates/song.html is a copy of a file of the theme that has");
    assert!(finding["diff"].as_str().unwrap().contains(&format!("\n-{gone}\n")), "{finding}");
    assert_eq!(repo.run(&["theme", "seen", "song.html"]).code, 0);
    assert_eq!(fs::read_to_string(&origin).unwrap(), noted);
    assert_eq!(findings(&repo, &[]).0, 0);
    assert_eq!(repo.run(&["theme", "seen", "base.html"]).code, 2, "the site has none");
}

#[test]
fn names_that_are_one_elsewhere_are_told() {
    let repo = well();
    put(&repo.root, "static/Poster.txt", "a");
    put(&repo.root, "static/poster.txt", "b");
    let finding =
        only(&repo, &[], "names", "problem", "static/Poster.txt and static/poster.txt are one and the same");
    assert_eq!(finding["path"], "static/Poster.txt");
    fs::rename(repo.root.join("static/Poster.txt"), repo.root.join("static/other.txt")).unwrap();
    // One folder under two names is told once, and an accent is an accent however it is stored.
    put(&repo.root, "static/Scans/a.txt", "a");
    put(&repo.root, "static/scans/b.txt", "b");
    put(&repo.root, "static/scans/c.txt", "c");
    only(&repo, &[], "names", "problem", "static/Scans and static/scans are");
    fs::remove_dir_all(repo.root.join("static/Scans")).unwrap();
    put(&repo.root, "static/caf\u{e9}.txt", "a");
    put(&repo.root, "static/cafe\u{301}.txt", "a");
    only(&repo, &[], "names", "problem", "are one and the same");
}

#[test]
fn what_is_too_large_for_github_is_told() {
    let repo = well();
    assert_eq!(repo.run(&["build"]).code, 0);
    let file = |name: &str, megabytes: u64| {
        let file = fs::File::create(repo.root.join("dist").join(name)).unwrap();
        file.set_len(megabytes << 20).unwrap();
    };
    file("film.bin", 101);
    only(&repo, &[], "size", "problem", "dist/film.bin has 101 MB, and GitHub takes no file of more than 100 MB");
    fs::remove_file(repo.root.join("dist/film.bin")).unwrap();
    (0..9).for_each(|number| file(&format!("{number}.bin"), 99));
    only(&repo, &[], "size", "note", "of the 1024 MB that GitHub Pages shows");
    (0..11).for_each(|number| file(&format!("{number}.bin"), 99));
    only(&repo, &[], "size", "problem", "the site has 1089 MB");
}

#[test]
fn whole_fonts_are_told() {
    let repo = well();
    put(&repo.root, "static/fonts/small.woff2", "a");
    fs::File::create(repo.root.join("static/fonts/Whole.TTF")).unwrap().set_len(4 << 20).unwrap();
    let finding = only(&repo, &[], "fonts", "problem", "static/fonts/Whole.TTF has 4096 kB");
    assert!(finding["cures"][1].as_str().unwrap().contains("pyftsubset static/fonts/Whole.TTF"));
}

#[test]
fn a_site_without_a_repository_is_fine() {
    let repo = well();
    fs::remove_dir_all(repo.root.join(".git")).unwrap();
    let ran = repo.run_in(&repo.root, &["doctor"], &[("GIT_CEILING_DIRECTORIES", repo.path().to_str().unwrap())]);
    assert_eq!(ran.code, 0);
    assert!(ran.data.starts_with("note[repository]: the site is in no Git repository"), "{}", ran.data);
    assert!(ran.data.contains("\n  cure: `git init`"), "{}", ran.data);
    let nothing = tempfile::tempdir().unwrap();
    let ran = repo.run_in(&repo.root, &["doctor"], &[("PATH", nothing.path().to_str().unwrap())]);
    assert_eq!(ran.code, 0);
    assert!(ran.data.contains("there is no program `git` here"), "{}", ran.data);
    let repo = well();
    repo.git("work", &["remote", "remove", "origin"]);
    only(&repo, &[], "repository", "note", "has no remote `origin`");
    repo.git("work", &["checkout", "--quiet", "--detach"]);
    put(&repo.root, "content/site.yaml", "title: Notes\n");
    let ran = repo.run(&["doctor"]);
    assert!(ran.talk.contains("no file says where the site will stand"), "{}", ran.talk);
}

/// A check that no test here has ever seen say anything might as well not be there.
#[test]
fn every_check_has_a_test() {
    let text = include_str!("doctor.rs");
    for check in CHECKS {
        let quoted = format!("\"{}\", \"problem\"", check.name);
        let as_note = format!("\"{}\", \"note\"", check.name);
        assert!(text.contains(&quoted) || text.contains(&as_note), "{} has no test", check.name);
    }
}
