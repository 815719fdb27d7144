//! `linernotes new KIND ID`: one record more, and not a byte less.

use super::binary::{linernotes, tree_of};
use linernotes::author::block::Draft;
use linernotes::author::record::{AddFault, NewRecord};
use linernotes::author::survey::Survey;
use linernotes::base::diagnostic::Severity;
use linernotes::base::id::Kind;
use linernotes::model::link::Asked;
use linernotes::source::Memory;
use std::fs;

const SITE: &str = "title: T\naddress: https://drama.example/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\n";

fn asked() -> Asked {
    Asked { address: None, now: 1_714_100_400, drafts: false, headers: None }
}

/// A site with these files and what they need.
fn site(files: &[(&str, &str)]) -> Memory {
    let mut tree = Memory::new();
    tree.put("content/site.yaml", SITE);
    tree.put("content/drama.yaml", "id: a-drama\nname: A Drama\nsources: [label]\n");
    tree.put("content/sources.yaml", "label:\n  kind: label\n");
    tree.put("content/people.yaml", "choi:\n  name: Choi\n  sources: [label]\n");
    files.iter().for_each(|(path, text)| tree.put(path, text));
    tree
}

/// What the file is afterwards, with its path; or what is said against it.
fn add(tree: &Memory, kind: Kind, id: &str, said: &[&str]) -> Result<(String, String), String> {
    let mut draft = Draft::default();
    said.iter().try_for_each(|said| draft.set(kind, said))?;
    let fault = |fault: AddFault| match fault {
        AddFault::Usage(message, help) => format!("{message}; {}", help.unwrap_or_default()),
        AddFault::Taken { message, place } => format!("{message} at {place:?}"),
        AddFault::Tree(error) => error.to_string(),
    };
    let survey = Survey::new(tree).unwrap();
    let record = NewRecord::new(tree, &survey, kind, id, "2024-04-26").map_err(fault)?;
    let missing: Vec<&str> = record.missing(&draft).iter().map(|about| about.name).collect();
    if !missing.is_empty() {
        return Err(format!("missing {}", missing.join(", ")));
    }
    let (edited, told) = record.add(&draft, &asked()).map_err(fault)?;
    let errors: Vec<&str> =
        told.iter().filter(|told| told.severity == Severity::Error).map(|told| told.code.name()).collect();
    if !errors.is_empty() {
        return Err(errors.join(", "));
    }
    let changes = edited.into_changes();
    assert_eq!(changes.len(), 1);
    let change = &changes[0];
    let (before, after) = (
        String::from_utf8(change.before.clone().unwrap_or_default()).unwrap(),
        String::from_utf8(change.after.clone()).unwrap(),
    );
    // What was there is there still: something was put in at one place.
    let same = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
    let fits = (0..=same).any(|at| after.as_bytes().ends_with(&before.as_bytes()[at..]));
    assert!(fits, "{before:?} {after:?}");
    Ok((change.path.to_string(), after))
}

const SONG: &[&str] = &["title=New: Song", "by=choi", "sources=label"];
const NEW: &str = "  title: \"New: Song\"\n  by:\n    - choi\n  sources:\n    - label\n";

/// `songs.yaml` after a song was added.
fn songs(before: &str, id: &str) -> String {
    add(&site(&[("content/songs.yaml", before)]), Kind::Song, id, SONG).unwrap().1
}

fn song(id: &str) -> String {
    format!("{id}:\n  title: {id}\n  by: [choi]\n  sources: [label]\n")
}

#[test]
fn it_comes_last_or_where_the_order_has_it() {
    let (a, b, d) = (song("a"), song("b"), song("d"));
    assert_eq!(songs(&format!("{a}\n{b}\n{d}"), "c"), format!("{a}\n{b}\nc:\n{NEW}\n{d}"));
    assert_eq!(songs(&format!("{b}\n{a}\n{d}"), "c"), format!("{b}\n{a}\n{d}\nc:\n{NEW}"), "no order of ids");
    assert_eq!(songs(&format!("{a}{b}{d}"), "c"), format!("{a}{b}c:\n{NEW}{d}"), "no blank lines");
    assert_eq!(songs(&a, "0"), format!("{a}\n0:\n{NEW}"), "one song tells no order");
    assert_eq!(songs(&format!("{a}\n{b}"), "0"), format!("0:\n{NEW}\n{a}\n{b}"));
    assert_eq!(songs("", "a"), format!("a:\n{NEW}"));
    assert_eq!(songs("# The songs.\n", "a"), format!("# The songs.\n\na:\n{NEW}"));
}

#[test]
fn remarks_and_line_ends_stay() {
    let (a, b) = (song("a"), song("b"));
    let remarked = format!("# The songs.\n\n# About a.\n{a}\n# About b,\n# in two lines.\n{b}# The end.\n");
    assert_eq!(
        songs(&remarked, "aa"),
        format!("# The songs.\n\n# About a.\n{a}\naa:\n{NEW}\n# About b,\n# in two lines.\n{b}# The end.\n")
    );
    let windows = |text: &str| text.replace('\n', "\r\n");
    let before = format!("\u{feff}{}", windows(&format!("{a}\n{b}")));
    assert_eq!(songs(&before, "c"), format!("{before}{}", windows(&format!("\nc:\n{NEW}"))));
    let unfinished = a.trim_end();
    assert_eq!(songs(unfinished, "c"), format!("{a}\nc:\n{NEW}"), "a line end was missing");
    let apart = "e\u{301}";
    let before = format!("{a}\nb:\n  title: {apart}\n  by: [choi]\n  sources: [label]\n\n{}", song("d"));
    assert!(songs(&before, "c").contains(&format!("title: {apart}\n  by: [choi]\n  sources: [label]\n\nc:\n")));
    let deep = "    a:\n        title: a\n        by: [choi]\n        sources: [label]\n";
    assert!(songs(deep, "b").ends_with(
        "\n    b:\n      title: \"New: Song\"\n      by:\n        - choi\n      sources:\n        - label\n"
    ));
}

#[test]
fn episodes_stand_in_the_order_of_their_numbers() {
    let episode = |id: &str| format!("{id}:\n  title: {id}\n");
    let head = "_defaults:\n  sources: [label]\n\n";
    let of = |ids: &[&str]| head.to_string() + &ids.iter().map(|id| episode(id)).collect::<Vec<_>>().join("\n");
    let add = |ids: &[&str], id: &str| {
        let tree = site(&[("content/episodes.yaml", &of(ids))]);
        add(&tree, Kind::Episode, id, &[&format!("title={id}")]).unwrap().1
    };
    assert_eq!(add(&["1", "2", "10"], "9"), of(&["1", "2", "9", "10"]));
    assert_eq!(add(&["1", "2", "recap"], "3"), of(&["1", "2", "3", "recap"]));
    assert_eq!(add(&["1", "16"], "s2-1"), of(&["1", "16", "s2-1"]));
    assert_eq!(add(&["1"], "prologue"), of(&["1", "prologue"]));
}

#[test]
fn every_kind_has_its_file() {
    let tree = site(&[
        ("content/artists/one.yaml", "kind: act\nname: One\nsources: [label]\n"),
        ("schemas/releases.json", "{}"),
        ("schemas/release.json", "{}"),
    ]);
    let add = |kind: Kind, id: &str, said: &[&str]| add(&tree, kind, id, said).unwrap();
    let artist = "kind: group\nname: Two\nsources:\n  - label\n";
    assert_eq!(
        add(Kind::Artist, "two", &["name=Two", "kind=group", "sources=label"]),
        ("content/artists/two.yaml".into(), artist.into())
    );
    let release =
        "# yaml-language-server: $schema=../../schemas/release.json\nname: R\nkind: album\nsources:\n  - label\n";
    assert_eq!(
        add(Kind::Release, "r", &["kind=album", "name=R", "sources=label"]),
        ("content/releases/r.yaml".into(), release.into())
    );
    let news = "---\ntitle:  x\n---\n".replace("  ", " ");
    assert_eq!(add(Kind::News, "one", &["title=x"]), ("content/news/2024-04-26-one.en.md".into(), news.clone()));
    assert_eq!(add(Kind::Page, "one", &["title=x"]), ("content/pages/one.en.md".into(), news));
    let event = "e:\n  date: 2024-04-26 18:00\n  what:\n    en: \"It: is\"\n    ko: 그것\n  about:\n    - drama:a-drama\n  sources:\n    - label\n";
    let said = ["what.en=It: is", "what.ko=그것", "date=2024-04-26 18:00", "about=drama:a-drama", "sources=label"];
    assert_eq!(add(Kind::Event, "e", &said), ("content/events.yaml".into(), event.into()));
    assert_eq!(add(Kind::Source, "press", &["kind=news"]).1, "label:\n  kind: label\n\npress:\n  kind: news\n");
    assert_eq!(add(Kind::Person, "adam", &["name=Adam", "sources=label"]).0, "content/people.yaml");
}

#[test]
fn several_dramas_are_told_apart() {
    let mut tree = site(&[]);
    tree.remove("content/drama.yaml");
    for drama in ["one", "two"] {
        tree.put(&format!("content/{drama}/drama.yaml"), format!("id: {drama}\nname: {drama}\nsources: [label]\n"));
    }
    tree.put("content/two/songs.yaml", song("a"));
    let (path, text) = add(&tree, Kind::Song, "two/b", SONG).unwrap();
    assert_eq!((path.as_str(), text), ("content/two/songs.yaml", format!("{}\nb:\n{NEW}", song("a"))));
    assert_eq!(add(&tree, Kind::Song, "one/a", SONG).unwrap().0, "content/one/songs.yaml");
    assert!(add(&tree, Kind::Song, "a", SONG).unwrap_err().contains("`one/a`"));
    assert!(add(&tree, Kind::Song, "three/a", SONG).unwrap_err().contains("no drama `three`"));
    assert!(add(&tree, Kind::Person, "one/a", SONG).is_err());
}

#[test]
fn an_id_that_is_or_was_somebodys_is_refused_with_its_place() {
    let tree = site(&[
        ("content/songs.yaml", "a:\n  title: A\n  by: [choi]\n  was: [z]\n  sources: [label]\n"),
        ("content/songs/b.yaml", "title: B\nby: [choi]\nsources: [label]\n"),
        ("content/news/2024-04-20-n.en.md", "---\ntitle: N\n---\nx\n"),
    ]);
    let refused = |kind: Kind, id: &str| add(&tree, kind, id, &[]).unwrap_err();
    assert!(refused(Kind::Song, "a").contains("content/songs.yaml[0..1]"), "{}", refused(Kind::Song, "a"));
    assert!(refused(Kind::Song, "b").contains("content/songs/b.yaml"));
    assert!(refused(Kind::Song, "z").contains("was called before"));
    assert!(refused(Kind::News, "n").contains("content/news/2024-04-20-n.en.md"));
    assert!(refused(Kind::Artist, "choi").contains("people and artists share"));
    assert!(refused(Kind::Song, "Bad Id").contains("bad-id"));
    assert!(refused(Kind::Song, "index").contains("own addresses"));
    assert!(refused(Kind::Episode, "07").contains("`7`"));
    assert!(refused(Kind::Drama, "x").contains("drama.yaml"));
}

#[test]
fn what_is_missing_or_wrong_is_told_before_anything_is_written() {
    let tree = site(&[("content/songs.yaml", &song("a"))]);
    let add = |said: &[&str]| add(&tree, Kind::Song, "b", said).unwrap_err();
    assert_eq!(add(&[]), "missing title, by, sources");
    assert_eq!(add(&["title=x", "by=choi"]), "missing sources");
    assert_eq!(add(&[SONG, &["titel=x"]].concat()), "unknown-field");
    assert_eq!(add(&[SONG, &["duration=long"]].concat()), "wrong-type");
    assert_eq!(add(&["title=x", "by=nobody", "sources=label"]), "no-such");
    let broken = site(&[("content/songs.yaml", "a: {title: x\n")]);
    assert!(super::new_record::add(&broken, Kind::Song, "b", SONG).unwrap_err().contains("has mistakes"));
    let braces = site(&[("content/songs.yaml", "{a: {title: x, by: [choi], sources: [label]}}\n")]);
    assert!(super::new_record::add(&braces, Kind::Song, "b", SONG).unwrap_err().contains("not written in blocks"));
    let nothing = super::new_record::add(&Memory::new(), Kind::Song, "b", SONG);
    assert!(nothing.unwrap_err().contains("no site here"));
    // What was wrong before is no reason.
    let other = site(&[("content/songs.yaml", &song("a")), ("content/places.yaml", "x:\n  nmae: x\n")]);
    assert!(super::new_record::add(&other, Kind::Song, "b", SONG).is_ok());
}

#[test]
fn the_command_shows_what_it_adds() {
    let top = tempfile::tempdir().unwrap();
    linernotes().current_dir(top.path()).args(["new", "site"]).assert().success();
    let site = top.path().join("site");
    let run = |words: &[&str]| {
        let output = linernotes().current_dir(&site).arg("new").args(words).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    let before = tree_of(&site);
    let (code, _, talk) = run(&["song", "second-ferry"]);
    assert_eq!(code, 2);
    for part in ["a song needs `title`, `by`", "--set title=…", "--set by=…"] {
        assert!(talk.contains(part), "{talk}");
    }
    assert!(!talk.contains("sources"), "the head of the file names them: {talk}");
    let (code, _, talk) =
        run(&["song", "second-ferry", "--set", "title=X", "--set", "by=nobody", "--set", "titel=x"]);
    assert_eq!(code, 1);
    for part in [
        "no artist or person is called `nobody`",
        "error[unknown-field]",
        "nothing was written",
        "content/songs.yaml:",
    ] {
        assert!(talk.contains(part), "{talk}");
    }
    let (code, _, talk) = run(&["song", "first-ferry", "--set", "title=X", "--set", "by=gil-ha-dam"]);
    assert_eq!(code, 2);
    assert!(
        talk.contains("there is a song `first-ferry` already") && talk.contains("content/songs.yaml:7:1"),
        "{talk}"
    );
    let fine = ["song", "second-ferry", "--set", "title=Second", "--set", "by=gil-ha-dam"];
    let (code, diff, _) = run(&[&fine[..], &["--dry-run"]].concat());
    assert_eq!(code, 0);
    assert!(diff.contains("\n+second-ferry:\n+  title: Second\n+  by:\n+    - gil-ha-dam\n"), "{diff}");
    assert_eq!(tree_of(&site), before);
    assert_eq!(run(&fine).1, diff, "the same, and done");
    assert!(
        fs::read_to_string(site.join("content/songs.yaml"))
            .unwrap()
            .ends_with("\nsecond-ferry:\n  title: Second\n  by:\n    - gil-ha-dam\n")
    );
    assert_eq!(run(&["news", "hello", "--set", "title=Hello"]).0, 0);
    assert!(site.join("content/news/2024-04-26-hello.en.md").is_file(), "of the day that it is");
    assert_eq!(run(&["news", "later", "--set", "title=Later", "--set", "date=2024-05-01"]).0, 0);
    assert!(site.join("content/news/2024-05-01-later.en.md").is_file());
    linernotes().current_dir(&site).args(["check", "--quiet"]).assert().success();
}
