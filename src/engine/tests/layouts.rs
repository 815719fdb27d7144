//! The one decision whether a folder may be the output folder, over many layouts of a disk.

use std::fs;
use std::path::Path;

use super::Place;
use crate::engine::claim::decide;
use crate::engine::refusal::OutputError;

/// Each row: what there is beside `content/`, `templates/` and `static/` in `site/`, the output folder as asked
/// for (both from `site/`), and what is decided: a standing, or the name of a refusal. In the first column
/// `a/` is a folder, `a` a file, `a -> b` a link, `a = ledger` a ledger.
const LAYOUTS: &[(&str, &str, &str)] = &[
    ("", "dist", "Missing"),
    ("", "a/b/c", "Missing"),
    ("", "../elsewhere/www", "Missing"),
    ("dist/", "dist", "Empty"),
    ("dist/", "dist/", "Empty"),
    ("dist/", "./content/../dist", "Empty"),
    ("dist = ledger", "dist", "Ours"),
    ("dist = ledger, dist/CNAME, dist/.git/, dist/index.html", "dist", "Ours"),
    ("dist/.git/, dist/.DS_Store", "dist", "Bare"),
    ("dist/.linernotes-work/, dist/.linernotes-work/lock", "dist", "Bare"),
    ("dist/.linernotes-work/", "dist", "Bare"),
    ("../www/, dist -> ../www", "dist", "Empty"),
    ("../www = ledger, dist -> ../www", "dist", "Ours"),
    ("../www/, dist -> ../www", "dist/new", "Missing"),
    // The site itself, and what lies around it.
    ("", ".", "Root"),
    ("", "", "Root"),
    ("", "content/..", "Root"),
    (". = ledger", ".", "Root"),
    ("", "../site", "Root"),
    ("", "..", "AboveRoot"),
    ("dist -> .", "dist", "Root"),
    ("dist -> ..", "dist", "AboveRoot"),
    ("", "/", "WholeDisk"),
    ("dist -> /", "dist", "WholeDisk"),
    // Sources.
    ("", "content", "Source(\"content\")"),
    ("", "templates", "Source(\"templates\")"),
    ("", "static/", "Source(\"static\")"),
    ("content = ledger", "content", "Source(\"content\")"),
    ("", "content/songs", "InSource(\"content\")"),
    ("", "static/new/dist", "InSource(\"static\")"),
    ("", "missing/../content", "Source(\"content\")"),
    ("", "missing/../content/dist", "InSource(\"content\")"),
    ("dist -> content", "dist", "Source(\"content\")"),
    ("static/deep/, dist -> static/deep", "dist", "InSource(\"static\")"),
    ("way -> content", "way/dist", "InSource(\"content\")"),
    ("../words/real/, content -> ../words/real", "../words/real", "Source(\"content\")"),
    ("../words/real/, content -> ../words/real", "../words/real/dist", "InSource(\"content\")"),
    ("../words/real/, content -> ../words/real", "../words", "AboveSource(\"content\")"),
    ("content -> nowhere", "content", "BrokenLink(\"content\")"),
    // Other people's files.
    ("dist/index.html", "dist", "Strangers([\"index.html\"])"),
    ("dist/c, dist/a/, dist/d, dist/b", "dist", "Strangers([\"a\", \"b\", \"c\"])"),
    ("dist/.linernotes/", "dist", "Strangers([\".linernotes\"])"),
    ("other = ledger, dist/.linernotes -> ../other/.linernotes", "dist", "Strangers([\".linernotes\"])"),
    ("dist/.linernotes-work/precious", "dist", "Strangers([\".linernotes-work\"])"),
    ("dist/.linernotes-work", "dist", "Strangers([\".linernotes-work\"])"),
    // No folders.
    ("dist", "dist", "NotAFolder(\"dist\")"),
    ("file, dist -> file", "dist", "NotAFolder(\"dist\")"),
    ("file", "file/dist", "NotAFolder(\"file\")"),
    ("dist -> nowhere", "dist", "BrokenLink(\"dist\")"),
    ("dist -> dist", "dist", "BrokenLink(\"dist\")"),
    ("way -> nowhere", "way/dist", "BrokenLink(\"way\")"),
    // What is nobody's to build into.
    ("../home/", "../home", "Home"),
    ("", "../home", "Home"),
    ("../home/", "../home/www", "Missing"),
    (".git/", ".git", "InGit"),
    (".git/", ".git/dist", "InGit"),
];

#[test]
fn a_folder_is_ours_only_when_nothing_speaks_against_it() {
    for (setup, out, expected) in LAYOUTS {
        let place = Place::new();
        let root = place.root();
        setup.split(", ").filter(|one| !one.is_empty()).for_each(|one| lay_out(&root, one));
        let before = super::tree(place.base.path());
        let decided = match decide(&root.join(out), &place.guarded()) {
            Ok(claim) => format!("{:?}", claim.standing),
            Err(error @ OutputError::Refused { .. }) => {
                assert!(error.help().is_some() && !error.to_string().is_empty(), "{error}");
                let OutputError::Refused { why, .. } = error else { unreachable!() };
                format!("{why:?}").replace(&format!("{}/", root.display()), "")
            }
            Err(error) => panic!("{setup:?} {out:?}: {error}"),
        };
        assert_eq!(decided, *expected, "{setup:?} {out:?}");
        assert!(before == super::tree(place.base.path()), "looking changes nothing");
    }
}

fn lay_out(root: &Path, one: &str) {
    let make_around = |path: &Path| fs::create_dir_all(path.parent().unwrap()).unwrap();
    if let Some((link, target)) = one.split_once(" -> ") {
        let link = root.join(link);
        make_around(&link);
        let _ = fs::remove_dir(&link);
        std::os::unix::fs::symlink(target, link).unwrap();
    } else if let Some(folder) = one.strip_suffix(" = ledger") {
        let ledger = root.join(folder).join(".linernotes");
        make_around(&ledger);
        fs::write(ledger, "linernotes ledger 1\n").unwrap();
    } else if let Some(folder) = one.strip_suffix('/') {
        fs::create_dir_all(root.join(folder)).unwrap();
    } else {
        make_around(&root.join(one));
        fs::write(root.join(one), "mine").unwrap();
    }
}

#[test]
fn a_refused_folder_leaves_no_trace() {
    for out in ["content", ".", "content/dist", "file/dist"] {
        let place = Place::new();
        fs::write(place.root().join("file"), "mine").unwrap();
        let before = super::tree(place.base.path());
        let claimed = super::Output::claim(&place.root().join(out), &place.guarded(), &|| ());
        assert!(matches!(claimed, Err(OutputError::Refused { .. })), "{out}");
        assert!(before == super::tree(place.base.path()), "{out}");
    }
}
