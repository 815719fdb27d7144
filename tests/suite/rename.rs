//! `linernotes rename KIND OLD NEW`: another id everywhere, and nothing else.

use super::binary::{linernotes, put, tree_of};
use linernotes::author::record::AddFault;
use linernotes::author::rename::rename;
use linernotes::base::diagnostic::Severity;
use linernotes::base::id::Kind;
use linernotes::engine::build::build;
use linernotes::engine::sinks::InMemory;
use linernotes::model::link::Asked;
use linernotes::source::{Disk, Memory, Tree};
use std::collections::BTreeMap;
use std::path::Path;

fn asked() -> Asked {
    Asked { address: None, now: 1_796_000_000, drafts: false, headers: None }
}

const SITE: &str = "title: T\naddress: https://drama.example/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\n";

fn tree(files: &[(&str, &str)]) -> Memory {
    let mut tree = Memory::new();
    tree.put("content/site.yaml", SITE);
    files.iter().for_each(|(path, text)| tree.put(path, text));
    tree
}

/// The tree with a record called otherwise: what changed, by the path that it has now.
fn renamed(tree: &dyn Tree, kind: Kind, old: &str, new: &str) -> Result<BTreeMap<String, String>, String> {
    let plan = rename(tree, kind, old, new, &asked()).map_err(|fault| match fault {
        AddFault::Usage(message, help) => format!("{message}; {}", help.unwrap_or_default()),
        AddFault::Taken { message, place } => format!("{message} at {place:?}"),
        AddFault::Tree(error) => error.to_string(),
    })?;
    let errors: Vec<String> =
        plan.told.iter().filter(|told| told.severity == Severity::Error).map(|told| told.message.clone()).collect();
    assert_eq!(errors, [""; 0], "{kind} {old}");
    let changes = plan.edited.into_changes();
    Ok(changes
        .into_iter()
        .map(|change| (change.now().to_string(), String::from_utf8(change.after).unwrap()))
        .collect())
}

const PEOPLE: &str = "_defaults: {sources: [label]}\nchoi:\n  name: Choi\nsomi:\n  name: Somi\n";
const SOURCES: &str = "label:\n  kind: label\nlabel-two:\n  kind: label\n";
const DRAMA: &str = "id: a-drama\nname: A Drama\nsources: [label]\n";

#[test]
fn every_form_of_mention_is_changed() {
    let songs = "# choi sings.\na:\n  title: choi\n  by:\n    - who: choi   # the singer\n      part: choi\n    - 'somi'\n  featuring: [\"choi\"]\n  writers: {music: [choi, somi]}\n  sources: [label]\n";
    let events = "e:\n  date: 2024-04-26\n  what: choi\n  about: [person:choi, \"artist:choi\", song:a]\n  sources: [label]\n";
    let news = "---\ntitle: choi\nabout: [person:choi]\n---\n[choi](person:choi) and [person:choi], [x][one] [](artist:choi) `person:choi` choi\n\n<a href=\"person:choi\">choi</a> [y](/people/choi/)\n\n[one]: person:choi\n";
    let tree = tree(&[
        ("content/drama.yaml", &format!("{DRAMA}writers: [choi]\n")),
        ("content/sources.yaml", SOURCES),
        ("content/people.yaml", PEOPLE),
        ("content/songs.yaml", songs),
        ("content/events.yaml", events),
        ("content/news/2024-04-26-n.en.md", news),
        ("content/about/person/choi.en.md", "[x](person:somi) choi\n"),
        ("content/about/artist/choi.ko.md", "최\n"),
    ]);
    let now = renamed(&tree, Kind::Person, "choi", "yu").unwrap();
    let wanted: BTreeMap<String, String> = [
        ("content/drama.yaml", format!("{DRAMA}writers: [yu]\n")),
        ("content/people.yaml", "_defaults: {sources: [label]}\nyu:\n  was:\n    - choi\n  name: Choi\nsomi:\n  name: Somi\n".into()),
        ("content/songs.yaml", songs.replace("who: choi", "who: yu").replace("\"choi\"", "\"yu\"").replace("[choi, somi]", "[yu, somi]")),
        ("content/events.yaml", events.replace("person:choi", "person:yu").replace("artist:choi", "artist:yu")),
        (
            "content/news/2024-04-26-n.en.md",
            "---\ntitle: choi\nabout: [person:yu]\n---\n[choi](person:yu) and [person:yu], [x][one] [](artist:yu) `person:choi` choi\n\n<a href=\"person:yu\">choi</a> [y](/people/choi/)\n\n[one]: person:yu\n".into(),
        ),
        ("content/about/person/yu.en.md", "[x](person:somi) choi\n".into()),
        ("content/about/artist/yu.ko.md", "최\n".into()),
    ]
    .map(|(path, text)| (path.to_string(), text))
    .into();
    for (path, text) in &wanted {
        assert_eq!(now.get(path), Some(text), "{path}");
    }
    assert_eq!(now.len(), wanted.len());
    let now = renamed(&tree, Kind::Source, "label", "press").unwrap();
    assert_eq!(now["content/people.yaml"], PEOPLE.replace("label", "press"));
    assert_eq!(
        now["content/sources.yaml"],
        "press:\n  was:\n    - label\n  kind: label\nlabel-two:\n  kind: label\n"
    );
    assert!(!now.contains_key("content/news/2024-04-26-n.en.md"));
}

#[test]
fn former_ids_are_kept_in_the_form_that_is_there() {
    let person = |was: &str| format!("choi:\n  name: Choi\n{was}  # The source.\n  sources: [label]\n");
    let after = |people: &str, new: &str| {
        let tree = tree(&[
            ("content/drama.yaml", DRAMA),
            ("content/sources.yaml", SOURCES),
            ("content/people.yaml", people),
        ]);
        renamed(&tree, Kind::Person, "choi", new).unwrap().remove("content/people.yaml").unwrap().replacen(
            &format!("{new}:"),
            "choi:",
            1,
        )
    };
    assert_eq!(after(&person(""), "yu"), person("  was:\n    - choi\n"));
    assert_eq!(after(&person("  was: [c]\n"), "yu"), person("  was: [c, choi]\n"));
    assert_eq!(after(&person("  was:\n  - c\n"), "yu"), person("  was:\n  - c\n  - choi\n"));
    assert_eq!(after(&person("  was:\n      -   c\n"), "yu"), person("  was:\n      -   c\n      - choi\n"));
    assert_eq!(after(&person("  was: [c, d]\n"), "c"), person("  was: [choi, d]\n"), "a name that is taken back");
    assert_eq!(
        after(&person("").replace('\n', "\r\n"), "yu"),
        person("  was:\n    - choi\n").replace('\n', "\r\n")
    );
    assert_eq!(
        after("choi: {name: Choi, sources: [label]}\n", "yu"),
        "choi: {name: Choi, was: [choi], sources: [label]}\n"
    );
    let block = "choi:\n  sources: [label]\n  name: Choi\n  note: |\n    A\n    b\n\n# end\n";
    assert_eq!(after(block, "yu"), block.replace("  note:", "  was:\n    - choi\n  note:"));
}

#[test]
fn files_that_are_called_after_a_record_move() {
    let tree = tree(&[
        ("content/drama.yaml", DRAMA),
        ("content/sources.yaml", SOURCES),
        ("content/releases/a.yaml", "name: A\nkind: album\nsources: [label]\n"),
        ("content/releases/b.yaml", "name: B\nkind: album\nedition_of: a\nsources: [label]\n"),
        ("content/news/2024-04-26-a.en.md", "---\ntitle: A\n---\n[](news:a) [](page:a)\n"),
        ("content/news/2024-04-26-a.ko.md", "---\ntitle: 가\n---\n가\n"),
        ("content/pages/a.en.md", "---\ntitle: A\n---\nx\n"),
    ]);
    let paths = |kind| renamed(&tree, kind, "a", "z").unwrap().into_keys().collect::<Vec<_>>();
    assert_eq!(paths(Kind::Release), ["content/releases/b.yaml", "content/releases/z.yaml"]);
    assert_eq!(paths(Kind::News), ["content/news/2024-04-26-z.en.md", "content/news/2024-04-26-z.ko.md"]);
    assert_eq!(paths(Kind::Page), ["content/news/2024-04-26-a.en.md", "content/pages/z.en.md"]);
    assert_eq!(
        renamed(&tree, Kind::Release, "a", "z").unwrap()["content/releases/z.yaml"],
        "name: A\nkind: album\nwas:\n  - a\nsources: [label]\n"
    );
    assert_eq!(
        renamed(&tree, Kind::Drama, "a-drama", "z").unwrap()["content/drama.yaml"],
        "id: z\nname: A Drama\nwas:\n  - a-drama\nsources: [label]\n"
    );
}

#[test]
fn episodes_are_numbers_and_ends_of_runs() {
    let places = "p:\n  name: P\n  kind: location\n  episodes: [1..2, 2, \"2..3\"]\n  sources: [label]\n";
    let tree = tree(&[
        ("content/drama.yaml", DRAMA),
        ("content/sources.yaml", SOURCES),
        (
            "content/episodes.yaml",
            "_defaults: {sources: [label]}\n1:\n  title: A\n2:\n  title: B\n3:\n  title: C\n",
        ),
        ("content/places.yaml", places),
        (
            "content/events.yaml",
            "e:\n  date: 2024-04-26\n  what: x\n  about: [episodes:1..3, episode:2]\n  spoiler: 2\n  sources: [label]\n",
        ),
    ]);
    let now = renamed(&tree, Kind::Episode, "3", "4").unwrap();
    assert_eq!(now["content/places.yaml"], places.replace("\"2..3\"", "\"2..4\""));
    assert!(now["content/events.yaml"].contains("[episodes:1..4, episode:2]"));
    assert!(now["content/episodes.yaml"].contains("4:\n  was:\n    - 3\n  title: C\n"));
    // Runs that count the second, by its name or without it.
    let plan = rename(&tree, Kind::Episode, "2", "pilot", &asked()).unwrap();
    let runs: Vec<(&str, usize)> = plan.runs.iter().map(|(file, line)| (&**file, *line)).collect();
    assert_eq!(runs, [("content/events.yaml", 4), ("content/places.yaml", 4)]);
    // The end of a run cannot come before its beginning; the command stops at that.
    let plan = rename(&tree, Kind::Episode, "2", "4", &asked()).unwrap();
    assert!(plan.told.iter().any(|told| told.message.contains("`4..3`")));
}

#[test]
fn a_drama_of_several_takes_its_folder_with_it() {
    let tree = tree(&[
        ("content/sources.yaml", SOURCES),
        ("content/people.yaml", PEOPLE),
        ("content/one/drama.yaml", "id: one\nname: One\nsources: [label]\n"),
        ("content/one/songs.yaml", "a:\n  title: A\n  by: [choi]\n  sources: [label]\n"),
        ("content/one/about/drama/one.en.md", "x\n"),
        ("content/two/drama.yaml", "id: two\nname: Two\nfollows: one\nsources: [label]\n"),
        (
            "content/two/songs.yaml",
            "a:\n  title: A\n  by: [choi]\n  version_of: {song: one/a, how: live}\n  sources: [label]\n",
        ),
        (
            "content/news/2024-04-26-n.en.md",
            "---\ntitle: N\nabout: [song:one/a, drama:one, song:two/a]\n---\n[](song:one/a) [](song:two/a)\n",
        ),
    ]);
    let now = renamed(&tree, Kind::Drama, "one", "first").unwrap();
    let paths: Vec<&str> = now.keys().map(String::as_str).collect();
    let wanted = [
        "content/first/about/drama/first.en.md",
        "content/first/drama.yaml",
        "content/first/songs.yaml",
        "content/news/2024-04-26-n.en.md",
        "content/two/drama.yaml",
        "content/two/songs.yaml",
    ];
    assert_eq!(paths, wanted);
    assert!(now["content/two/songs.yaml"].contains("{song: first/a,"));
    assert!(now["content/two/drama.yaml"].contains("follows: first\n"));
    assert_eq!(
        now["content/news/2024-04-26-n.en.md"],
        "---\ntitle: N\nabout: [song:first/a, drama:first, song:two/a]\n---\n[](song:first/a) [](song:two/a)\n"
    );
    let now = renamed(&tree, Kind::Song, "one/a", "b").unwrap();
    assert_eq!(
        now["content/news/2024-04-26-n.en.md"],
        "---\ntitle: N\nabout: [song:one/b, drama:one, song:two/a]\n---\n[](song:one/b) [](song:two/a)\n"
    );
    assert!(now["content/two/songs.yaml"].starts_with("a:") && now["content/two/songs.yaml"].contains("one/b"));
}

#[test]
fn what_cannot_be_is_refused() {
    let tree = tree(&[
        ("content/drama.yaml", DRAMA),
        ("content/sources.yaml", SOURCES),
        ("content/people.yaml", PEOPLE),
        ("content/artists.yaml", "bss:\n  kind: unit\n  name: BSS\n  of: []\n  was: [boo]\n  sources: [label]\n"),
    ]);
    let refused = |old: &str, new: &str| renamed(&tree, Kind::Person, old, new).unwrap_err();
    assert!(refused("chio", "x").contains("did you mean `choi`"), "{}", refused("chio", "x"));
    assert!(refused("choi", "somi").contains("content/people.yaml"));
    assert!(refused("choi", "bss").contains("content/artists.yaml"));
    assert!(refused("choi", "boo").contains("was called before"));
    assert!(refused("choi", "Choi Yu").contains("choi-yu"));
    assert!(refused("choi", "choi").contains("already"));
    assert!(refused("choi", "a/b").contains("keeps its drama"));
}

#[test]
fn a_mention_never_comes_to_mean_another_record() {
    let band = |who: &str| {
        format!("band:\n  kind: fictional\n  name: Band\n  members: [{{who: {who}}}]\n  sources: [label]\n")
    };
    let site = |who: &str| {
        tree(&[
            ("content/drama.yaml", DRAMA),
            ("content/sources.yaml", SOURCES),
            ("content/people.yaml", PEOPLE),
            (
                "content/characters.yaml",
                "hae:\n  name: Hae\n  played_by: [choi]\n  sources: [label]\nchoi:\n  name: Choi\n  played_by: [somi]\n  sources: [label]\n",
            ),
            ("content/artists.yaml", &band(who)),
        ])
    };
    // A person comes before a character of the same id.
    let now = renamed(&site("choi"), Kind::Character, "choi", "x").unwrap();
    assert_eq!(now.keys().collect::<Vec<_>>(), ["content/characters.yaml"], "the band's member is the person");
    assert!(renamed(&site("hae"), Kind::Character, "hae", "somi").unwrap_err().contains("another record"));
    assert!(renamed(&site("hae"), Kind::Person, "somi", "hae").unwrap_err().contains("content/artists.yaml"));
    assert!(
        renamed(&site("hae"), Kind::Character, "hae", "x").unwrap()["content/artists.yaml"].contains("{who: x}")
    );
}

/// Pages and feeds of a site without what is drawn from ids.
fn pages(tree: &dyn Tree) -> BTreeMap<String, String> {
    let sink = InMemory::default();
    let Ok(built) = build(tree, &asked(), &sink) else { panic!("the tree can be read") };
    assert!(
        built.complaints.iter().all(|complaint| complaint.severity == Severity::Note),
        "{:?}",
        built.complaints.iter().find(|complaint| complaint.severity != Severity::Note)
    );
    let is_told = |path: &str| [".html", ".xml", ".ics", ".xspf"].iter().any(|end| path.ends_with(end));
    let files = sink.into_files().into_iter().filter(|(path, _)| is_told(path));
    files.map(|(path, bytes)| (path, without_art(&String::from_utf8(bytes).unwrap()))).collect()
}

fn without_art(text: &str) -> String {
    let mut plain = String::new();
    for (at, part) in text.split("<svg").enumerate() {
        plain.push_str(if at == 0 { part } else { part.split_once("</svg>").map_or("", |(_, rest)| rest) });
    }
    plain
}

#[test]
fn the_default_site_is_the_same_but_for_the_ids() {
    let disk = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut tree = Memory::new();
    for found in disk.list(&mut Vec::new()).unwrap() {
        tree.put(&found.path, disk.read(&found).unwrap());
    }
    let before = pages(&tree);
    let renames = [
        (Kind::Drama, "queen-of-tears"),
        (Kind::Person, "kim-soo-hyun"),
        (Kind::Person, "nam-hye-seung"),
        (Kind::Artist, "bss"),
        (Kind::Character, "hong-hae-in"),
        (Kind::Character, "baek-hyun-woo"),
        (Kind::Song, "way-home"),
        (Kind::Song, "fallin"),
        (Kind::Release, "special-album"),
        (Kind::Event, "filming-starts"),
        (Kind::Award, "baeksang-2024-popularity"),
        (Kind::Place, "james-simon-park"),
        (Kind::Shop, "melon"),
        (Kind::Source, "mdb-album"),
        (Kind::Source, "xports-p1"),
        (Kind::News, "premiere"),
        (Kind::Page, "collecting"),
    ];
    for (kind, old) in renames {
        let plan = rename(&tree, kind, old, &format!("{old}-qqq"), &asked())
            .unwrap_or_else(|fault| panic!("{old}: {fault:?}"));
        let changes = plan.edited.into_changes();
        assert!(!changes.is_empty());
        for change in changes {
            tree.remove(&change.path);
            tree.put(&change.now(), &change.after);
        }
    }
    let after = pages(&tree);
    let is_redirect = |text: &str| text.contains("http-equiv=\"refresh\"");
    let mut count = 0;
    for (path, text) in &after {
        if is_redirect(text) && !before.get(path).is_some_and(|before| is_redirect(before)) {
            continue;
        }
        let (path, mut text) = (path.replace("-qqq", ""), text.replace("-qqq", ""));
        // Links to a former id on a page still find their place.
        for (_, old) in renames {
            text = text.replace(&format!("<span id=\"{old}\"></span>"), "");
        }
        let old = before.get(&path).unwrap_or_else(|| panic!("{path} is new"));
        let differs = old.lines().zip(text.lines()).find(|(old, new)| old != new);
        assert!(*old == text, "{path}: {differs:?}");
        count += 1;
    }
    assert_eq!(count, before.len(), "no page is lost");
}

#[test]
fn the_command_shows_and_asks_before_it_changes() {
    let top = tempfile::tempdir().unwrap();
    linernotes().current_dir(top.path()).args(["new", "site"]).assert().success();
    let site = top.path().join("site");
    let run = |words: &[&str]| {
        let output = linernotes().current_dir(&site).arg("rename").args(words).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    let before = tree_of(&site);
    let words = ["song", "first-ferry", "early-ferry"];
    let (code, diff, talk) = run(&words);
    assert_eq!(code, 2, "nobody can be asked");
    assert!(talk.contains("`--yes` does it"), "{talk}");
    assert!(diff.contains("-first-ferry:\n+early-ferry:\n"), "{diff}");
    assert!(diff.contains(
        "rename from content/about/song/first-ferry.en.md\nrename to content/about/song/early-ferry.en.md\n"
    ));
    assert_eq!(
        run(&[&words[..], &["--dry-run"]].concat()),
        (0, diff.clone(), talk.lines().next().unwrap().to_string() + "\n")
    );
    assert_eq!(tree_of(&site), before);
    let (code, done, talk) = run(&[&words[..], &["--yes"]].concat());
    assert_eq!((code, done), (0, diff), "{talk}");
    assert!(site.join("content/about/song/early-ferry.ko.md").is_file());
    assert!(!site.join("content/about/song/first-ferry.ko.md").exists());
    let built = linernotes().current_dir(&site).args(["build"]).assert().success();
    let told = String::from_utf8_lossy(&built.get_output().stderr).into_owned();
    assert!(!told.contains("warning") && !told.contains("error"), "{told}");
    let old = std::fs::read_to_string(site.join("dist/songs/first-ferry/index.html")).unwrap();
    assert!(old.contains("/songs/early-ferry/"), "the old address leads to the new one");
    assert_eq!(run(&["song", "first-ferry", "x"]).0, 2);
    assert_eq!(run(&["tune", "a", "b"]).0, 2);
    put(&site, "content/songs.yaml", "early-ferry: {title: x\n");
    assert_ne!(run(&["song", "early-ferry", "x", "--yes"]).0, 0, "what cannot be read is not changed");
}
