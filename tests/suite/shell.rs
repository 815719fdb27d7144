//! What a shell, `man` and whoever installs the program get of it.

use super::binary::{linernotes, put, small_site, tree_of};
use std::fs;
use std::path::Path;
use std::process::Command;

#[path = "../../build/commit.rs"]
mod commit;

fn said(words: &[&str]) -> String {
    let ran = linernotes().args(words).assert().success();
    String::from_utf8_lossy(&ran.get_output().stdout).to_string()
}

#[test]
fn every_shell_gets_completions_that_it_can_read() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = said(&["completions", shell]);
        for word in ["publish", "doctor", "dry-run"] {
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
    }
    linernotes().args(["completions", "basic"]).assert().code(2);
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("linernotes.bash");
    fs::write(&script, said(&["completions", "bash"])).unwrap();
    // As bash asks it: the word, and the one before.
    let ask = format!(
        ". {}; COMP_WORDS=(linernotes publish --dr); COMP_CWORD=2; _linernotes linernotes --dr publish; echo \
         \"${{COMPREPLY[@]}}\"",
        script.display()
    );
    let output = Command::new("bash").args(["--norc", "-c", &ask]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "--drafts --dry-run", "{output:?}");
}

#[test]
fn manual_pages_are_made_from_the_commands() {
    let page = said(&["man"]);
    for part in [".TH linernotes 1", ".SH SYNOPSIS", "linernotes\\-publish(1)"] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let page = said(&["man", "publish"]);
    for part in [".TH linernotes-publish 1", "\\-\\-dry\\-run", "docs/publish.md"] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let told = linernotes().args(["man", "publsh"]).assert().code(2);
    assert!(String::from_utf8_lossy(&told.get_output().stderr).contains("did you mean `publish`?"));
}

#[test]
fn the_version_tells_what_is_in_the_program() {
    let version = said(&["--version"]);
    let rest = version.strip_prefix(&format!("linernotes {} (", env!("CARGO_PKG_VERSION"))).unwrap();
    let features = rest.trim_end().strip_suffix(')').unwrap().rsplit_once("with ").unwrap();
    let has = |name| features.1.contains(name);
    assert_eq!(
        (has("cards"), has("fonts"), has("links")),
        (cfg!(feature = "cards"), cfg!(feature = "fonts"), cfg!(feature = "links"))
    );
    // Only a release tells its commit, or every commit would make everybody compile anew.
    assert_eq!(
        features.0.is_empty(),
        cfg!(debug_assertions) && option_env!("LINERNOTES_COMMIT").is_none(),
        "{version}"
    );
}

#[test]
fn the_commit_is_read_as_git_says_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("a repository");
    fs::create_dir(&root).unwrap();
    let git = |at: &Path, words: &[&str]| {
        let output = Command::new("git")
            .current_dir(at)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .args(["-c", "user.name=A", "-c", "user.email=a@b.example"])
            .args(words)
            .output()
            .unwrap();
        assert!(output.status.success(), "{words:?} {output:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_string()
    };
    let agrees = |at: &Path| {
        let found = commit::read(at).unwrap_or_else(|| panic!("{}", at.display()));
        assert_eq!(found.commit, git(at, &["rev-parse", "HEAD"])[..10]);
        assert!(
            found.read.iter().all(|path| path.exists()),
            "a file that is not there would be looked for each time"
        );
    };
    assert!(commit::read(&root).is_none(), "no repository");
    git(&root, &["init", "--quiet", "-b", "main"]);
    assert!(commit::read(&root).is_none(), "no commit yet");
    git(&root, &["commit", "--quiet", "--allow-empty", "-m", "a"]);
    agrees(&root);
    git(&root, &["pack-refs", "--all"]);
    agrees(&root);
    git(&root, &["commit", "--quiet", "--allow-empty", "-m", "b"]);
    agrees(&root);
    git(&root, &["checkout", "--quiet", "--detach"]);
    agrees(&root);
    git(&root, &["worktree", "add", "--quiet", "-b", "other", "../beside"]);
    agrees(&folder.path().join("beside"));
    put(&root, ".git/HEAD", "ref: refs/heads/gone\n");
    assert!(commit::read(&root).is_none());
}

/// Copied somewhere else alone, with nothing of a home or a toolchain around it.
#[test]
fn the_program_needs_no_other_file() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("somewhere/linernotes");
    fs::create_dir(program.parent().unwrap()).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_linernotes"), &program).unwrap();
    small_site(&folder.path().join("site"));
    let run = |words: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir("/").env_clear().env("SOURCE_DATE_EPOCH", "1714100400").args(words).output().unwrap()
    };
    let root = folder.path().join("site");
    let root = root.to_str().unwrap();
    for words in
        [&["build", "--root", root][..], &["explain", "no-such"], &["theme", "list", "--root", root], &["man"]]
    {
        let output = run(words);
        assert!(output.status.success(), "{words:?} {output:?}");
    }
    let there = tree_of(&folder.path().join("site/dist"));
    linernotes().args(["build", "--root", root, "--out"]).arg(folder.path().join("here")).assert().success();
    assert_eq!(there, tree_of(&folder.path().join("here")));
}
