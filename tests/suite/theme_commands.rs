//! `linernotes view` and `linernotes theme`: the real program, in temporary folders.

use super::binary::{linernotes, put, small_site, tree_of};
use std::fs;
use std::path::Path;

/// A site with a song, whose title and own field are known.
fn site_with_a_song(root: &Path) {
    small_site(root);
    put(root, "content/sources.yaml", "label:\n  kind: label\n  title: A page of the label\n");
    put(root, "content/drama.yaml", "id: a-drama\nname: A Drama\nsources: [label]\n");
    put(root, "content/artists.yaml", "somi:\n  kind: act\n  name: Somi\n  sources: [label]\n");
    let song = "promise:\n  title: Promise\n  by: [somi]\n  sources: [label]\n  extra: {karaoke: {tj: 12345}}\n";
    put(root, "content/songs.yaml", song);
}

/// How a command ended, and what it printed: data, talk.
fn run(root: &Path, words: &[&str]) -> (i32, String, String) {
    let output = linernotes().current_dir(root).args(words).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_view_is_what_the_template_sees() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site_with_a_song(root);
    let before = tree_of(root);
    let (code, text, talk) = run(root, &["view", "song", "promise"]);
    assert_eq!((code, talk.as_str()), (0, ""));
    let view: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(view["template"], "song.html");
    assert_eq!(view["file"], "theme/song.html");
    assert_eq!(view["page"], "/songs/promise/");
    assert_eq!(view["view"]["song"]["title"]["text"], "Promise");
    assert_eq!(view["view"]["song"]["extra"]["karaoke"]["tj"], 12345);
    for shared in ["page", "site", "t"] {
        assert!(view["view"][shared].is_object(), "{shared}");
    }
    for other in [
        "/songs/promise/",
        "https://notes.example/songs/promise/",
        "songs/promise",
        "/songs/promise/index.html#top",
    ] {
        assert_eq!(run(root, &["view", other]).1, text, "{other}");
    }
    assert_eq!(run(root, &["view", "song", "promise"]).1, text, "twice the same");
    let only: serde_json::Value = serde_json::from_str(&run(root, &["view", "song", "--only", "song"]).1).unwrap();
    assert_eq!(only, view["view"]["song"], "the only song need not be named");
    assert_eq!(before, tree_of(root), "nothing is written");

    put(root, "templates/song.html", "{% extends \"theme/song.html\" %}");
    let (_, text, _) = run(root, &["view", "song", "promise"]);
    assert!(text.contains("\"file\": \"templates/song.html\""), "{text}");
}

#[test]
fn what_is_not_there_is_told_with_what_is_near() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site_with_a_song(root);
    for (words, said) in [
        (&["view", "song", "promis"][..], "did you mean `promise`?"),
        (&["view", "sogn"], "did you mean `song`?"),
        (&["view", "/songs/promisse/"], "did you mean `/songs/promise/`?"),
        (&["view", "song", "promise", "--lang", "ko"], "the site has no language `ko`; it has en"),
        (&["view", "song", "promise", "--only", "sonng"], "did you mean `song`?"),
        (&["view", "/feed.xml"], "/feed.xml is made without a template"),
        (&["theme", "copy", "sogn.html"], "did you mean `song.html`?"),
        (&["theme", "diff", "bse.html"], "did you mean `base.html`?"),
    ] {
        let (code, data, talk) = run(root, words);
        assert!(code == 2 && data.is_empty() && talk.contains(said), "{words:?}: {code} {data} {talk}");
    }
    let (code, list, _) = run(root, &["view"]);
    assert!(code == 0 && list.contains("/songs/promise/") && list.contains("/news/hello/"), "{list}");
    put(root, "content/songs.yaml", "promise:\n  titel: Promise\n");
    let (code, data, talk) = run(root, &["view", "song", "promise"]);
    assert!(code == 1 && data.is_empty() && talk.contains("did you mean `title`"), "{code} {data} {talk}");
}

#[test]
fn a_file_of_the_theme_is_copied_once_and_compared() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site_with_a_song(root);
    let (code, list, _) = run(root, &["theme", "list"]);
    assert_eq!(code, 0);
    for line in list.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert!(
            line.starts_with(' ') && words.len() >= 2,
            "every file has a line that says what it is for: {line}"
        );
    }
    let (code, _, talk) = run(root, &["theme", "copy", "song.html", "site.css"]);
    assert!(code == 0 && talk.contains("templates/song.html is yours now"), "{talk}");
    let theme = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in ["templates/song.html", "static/site.css"] {
        assert_eq!(fs::read(root.join(path)).unwrap(), fs::read(theme.join(path)).unwrap(), "{path}");
    }
    assert!(run(root, &["theme", "diff"]).1.is_empty(), "a copy is no change");

    let song = root.join("templates/song.html");
    let changed = fs::read_to_string(&song).unwrap() + "{# my own line #}\n";
    fs::write(&song, &changed).unwrap();
    let before = tree_of(root);
    let (code, _, talk) = run(root, &["theme", "copy", "base.html", "song.html"]);
    assert!(code == 2 && talk.contains("the site has a file templates/song.html already"), "{talk}");
    assert_eq!(before, tree_of(root), "nothing is written over, and nothing beside it");
    let (code, diff, _) = run(root, &["theme", "diff", "song.html"]);
    assert!(code == 0 && diff.starts_with("--- theme/song.html\n+++ templates/song.html\n@@"), "{diff}");
    assert!(diff.contains("\n+{# my own line #}\n") && !diff.contains('\u{1b}'), "{diff}");
    let (_, list, _) = run(root, &["theme", "list"]);
    let line = |list: &str, name: &str| list.lines().find(|line| line.contains(name)).unwrap().to_string();
    assert!(line(&list, "/song.html").starts_with("own "), "{list}");
    assert!(line(&list, "/site.css").starts_with("copied "), "{list}");

    // A later version of the program has another file than the one that was copied.
    let origin = root.join("templates/.origin.yaml");
    let notes = fs::read_to_string(&origin).unwrap();
    let old: String = notes
        .lines()
        .map(|line| match line.split_once(": ") {
            Some((path @ "templates/song.html", _)) => format!("{path}: {}\n", "0".repeat(32)),
            _ => format!("{line}\n"),
        })
        .collect();
    assert_ne!(old, notes);
    fs::write(&origin, old).unwrap();
    assert!(run(root, &["theme", "diff"]).2.contains("the theme's file has changed since it was copied"));
    assert!(line(&run(root, &["theme", "list"]).1, "/song.html").contains("has changed since"));

    // A file that builds on the theme's is no copy.
    fs::write(&song, "{% extends \"theme/song.html\" %}\n{% block main %}{{ super() }}{% endblock %}\n").unwrap();
    let (_, diff, talk) = run(root, &["theme", "diff"]);
    assert!(diff.is_empty() && talk.contains("templates/song.html builds on the theme's"), "{diff}{talk}");
    let (code, _, talk) = run(root, &["build"]);
    assert_eq!(code, 0, "{talk}");
}

#[cfg(unix)]
#[test]
fn nothing_is_copied_through_a_link_that_leads_out() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    small_site(folder.path());
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("templates")).unwrap();
    let (code, _, talk) = run(folder.path(), &["theme", "copy", "strings/en.yaml"]);
    assert!(code == 2 && talk.contains("leads out of the site's folder"), "{talk}");
    assert!(tree_of(elsewhere.path()).is_empty());
}

#[test]
fn tokens_are_a_style_sheet_behind_the_themes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    let site = fs::read_to_string(root.join("content/site.yaml")).unwrap();
    run(root, &["build"]);
    assert!(!tree_of(&root.join("dist")).keys().any(|path| path.contains("tokens")), "none without tokens");
    let theme = "theme:\n  colours: {wine: \"#1f4e7a\"}\n  sizes: {page: 60rem}\n";
    fs::write(root.join("content/site.yaml"), site + theme).unwrap();
    let (code, _, talk) = run(root, &["build"]);
    assert_eq!(code, 0, "{talk}");
    let dist = tree_of(&root.join("dist"));
    let (path, css) = dist.iter().find(|(path, _)| path.starts_with("assets/tokens.")).unwrap();
    let css = String::from_utf8_lossy(css);
    assert!(css.starts_with(":root{--page:60rem;}@media screen{:root{--wine:light-dark(#1f4e7a,#"), "{css}");
    assert!(css.ends_with("@supports not (color:light-dark(#000,#fff)){:root{--wine:#1f4e7a;}}}"), "{css}");
    let page = String::from_utf8_lossy(&dist["index.html"]).into_owned();
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not in the page"));
    assert!(at("/assets/site.") < at(&format!("/{path}")), "the later one wins");
    assert!(!page.contains("<style"), "the policy of the page allows no styles in it");
}

/// The commands of the manual, in its order, each as it stands there.
#[test]
fn the_commands_of_the_manual_work() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site_with_a_song(root);
    let manual = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/templates.md")).unwrap();
    let part =
        manual.split_once("<!-- look commands -->").unwrap().1.split_once("<!-- /look commands -->").unwrap().0;
    let mut count = 0;
    for line in part.lines().filter_map(|line| line.strip_prefix("linernotes ")) {
        let words: Vec<&str> = line.split('#').next().unwrap().split_whitespace().collect();
        let (code, _, talk) = run(root, &words);
        assert_eq!(code, 0, "{line}: {talk}");
        count += 1;
    }
    assert_eq!(count, 6);
    assert!(root.join("templates/song.html").exists());
}
