//! Files made of the facts for other programs: read back by programs that we did not write, and not made when they
//! are switched off.

use super::cases::{asked, make, messages};
use linernotes::engine::build::{Ready, build, read};
use linernotes::engine::sinks::InMemory;
use linernotes::outputs::OUTPUTS;
use linernotes::source::{Disk, Memory};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// The outputs that no page needs.
const DERIVED: &[&str] = &[
    "feed",
    "json-feed",
    "rss",
    "calendar",
    "add-to-calendar",
    "playlists",
    "track-lists",
    "data",
    "tables",
    "manifest",
    "sitemap",
    "robots",
    "host",
];

static DEFAULT_SITE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let sink = InMemory::default();
    let repository = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(build(&repository, &asked(), &sink).is_ok());
    sink.into_files()
});

fn site(outputs: &str) -> Memory {
    let mut tree = Memory::new();
    tree.put(
        "content/site.yaml",
        format!(
            "title: {{en: A & B, ko: 가}}\naddress: https://t.example/x/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\n{outputs}"
        ),
    );
    tree.put("content/sources.yaml", "label: {kind: label, title: A page}\n");
    tree.put("content/drama.yaml", "id: d\nname: D\nsources: [label]\n");
    tree.put("content/episodes.yaml", "1: {airs: 2024-03-09 21:20, sources: [label]}\n");
    tree.put("content/songs.yaml", "one: {title: One, by: [{credited: Somebody}], sources: [label]}\n");
    tree.put(
        "content/releases/album.yaml",
        "name: Album\nkind: album\nreleased: {is: 2024-04-27, earlier: [{is: 2024-04-20}]}\nsongs: [one]\n\
         updated: 2024-04-25\nsources: [label]\n",
    );
    tree.put(
        "content/news/2024-04-26-now.en.md",
        "---\ntitle: Now & <then>\ntags: [a]\n---\nText *with* “signs” & <b>.\n",
    );
    tree
}

/// Ids, titles, addresses, days and texts of a feed, as feed-rs reads them.
fn told(bytes: &[u8]) -> Vec<(String, String, String, i64, String)> {
    let feed = feed_rs::parser::parse(bytes).unwrap();
    assert!(feed.title.is_some() && !feed.links.is_empty());
    let entries = feed.entries.into_iter().map(|entry| {
        let text = entry.content.and_then(|content| content.body).or(entry.summary.map(|text| text.content));
        let published = entry.published.map_or(0, |moment| moment.timestamp());
        let title = entry.title.map(|title| title.content).unwrap_or_default();
        (entry.id, title, entry.links[0].href.clone(), published, text.unwrap_or_default())
    });
    entries.collect()
}

#[test]
fn three_formats_tell_the_same_to_another_reader() {
    let (built, made) = make(&site(""));
    assert_eq!(messages(&site(""), &built), "");
    for files in [&made, &*DEFAULT_SITE] {
        for lang in ["", "ko/"] {
            let read = |name: &str| told(&files[&format!("{lang}{name}")]);
            let atom = read("feed.xml");
            assert!(!atom.is_empty());
            assert_eq!(atom, read("feed.json"), "{lang}feed.json");
            assert_eq!(atom, read("rss.xml"), "{lang}rss.xml");
            let mut ids: Vec<_> = atom.iter().map(|entry| &entry.0).collect();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), atom.len(), "an id is one entry's");
        }
    }
}

#[test]
fn an_entry_keeps_its_id_when_the_site_grows() {
    let (_, before) = make(&site(""));
    let mut tree = site("");
    tree.put("content/news/2024-04-27-later.en.md", "---\ntitle: Later\n---\nText.\n");
    let mut later = asked();
    later.now += 3 * 24 * 3600;
    let sink = InMemory::default();
    assert!(build(&tree, &later, &sink).is_ok());
    let after = sink.into_files();
    for name in ["feed.xml", "feed.json", "rss.xml", "ko/feed.xml"] {
        let (before, after) = (told(&before[name]), told(&after[name]));
        assert_eq!(after.len(), before.len() + 1, "{name}");
        assert_eq!(after[1..], before, "{name}");
    }
}

#[test]
fn what_is_switched_off_takes_no_slot() {
    let plan = |tree: &Memory| {
        let mut complaints = Vec::new();
        let Ok(parsed) = read(tree, &mut complaints) else { panic!("a tree in memory can be read") };
        let slots = Ready::new(tree, parsed, &asked(), &mut complaints).plan;
        slots.slots().iter().map(|slot| slot.output).collect::<Vec<_>>()
    };
    let all = plan(&site(""));
    for name in DERIVED {
        assert!(all.contains(name), "{name} is on when nothing is said");
        let tree = site(&format!("outputs: {{{name}: off}}\n"));
        assert!(!plan(&tree).contains(name), "{name}");
        let (built, _) = make(&tree);
        let complaints = messages(&tree, &built);
        assert!(!complaints.contains("error"), "{name} off: {complaints}");
    }
}

#[test]
fn every_output_says_what_it_makes_and_where() {
    for output in OUTPUTS {
        assert!(!output.about.is_empty() && !output.path.is_empty(), "{}", output.name);
        assert!(output.path.starts_with(['/', 'e']), "{}: {}", output.name, output.path);
    }
    let mut names: Vec<_> = OUTPUTS.iter().map(|output| output.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), OUTPUTS.len(), "two outputs have one name");
}

#[test]
fn the_list_of_outputs_says_how_to_switch_them_off() {
    let run = super::binary::linernotes().args(["list", "outputs"]).assert().success();
    let list = String::from_utf8_lossy(&run.get_output().stdout).to_string();
    for output in OUTPUTS {
        assert!(list.lines().any(|line| line.starts_with(output.name) && line.ends_with(output.about)), "{list}");
        assert!(list.contains(output.path), "{list}");
    }
    assert!(list.contains("content/site.yaml") && list.ends_with("outputs:\n  rss: off\n"), "{list}");
}

/// RFC 5545 §3.1: lines end in CRLF, none is longer than 75 octets, and no character is cut.
#[test]
fn calendars_are_folded_as_the_standard_says() {
    let calendars: Vec<_> = DEFAULT_SITE.iter().filter(|(path, _)| path.ends_with(".ics")).collect();
    assert!(calendars.len() > 20);
    for (path, bytes) in calendars {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(text.ends_with("END:VCALENDAR\r\n"), "{path}");
        for line in text.trim_end().split("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{path}: {line}");
        }
    }
}

/// With many languages each address takes many lines, so a part holds fewer: 39 languages make it 5,000.
#[test]
fn a_large_sitemap_is_cut_in_parts_that_hold_every_page_once() {
    let letters = "abcdefghijklm".chars();
    let languages: Vec<String> = letters.flat_map(|a| ["a", "b", "c"].map(|b| format!("{a}{b}"))).collect();
    let mut tree = site("");
    tree.put(
        "content/site.yaml",
        format!(
            "title: T\naddress: https://t.example/\nlanguages: [{}]\ntimezone: Asia/Seoul\n",
            languages.join(", ")
        ),
    );
    let song = |n: usize| format!("s{n}: {{title: S, by: [{{credited: S}}], sources: [label]}}\n");
    tree.put("content/songs.yaml", (0..130).map(song).collect::<String>() + &song(130).replace("s130", "one"));
    let mut complaints = Vec::new();
    let Ok(parsed) = read(&tree, &mut complaints) else { panic!("a tree in memory can be read") };
    let ready = Ready::new(&tree, parsed, &asked(), &mut complaints);
    let made = |name: &str| {
        let slot = ready.plan.slots().iter().find(|slot| slot.path.as_str() == name).unwrap();
        let Ok((_, bytes)) = ready.make(slot) else { panic!("{name} can be made") };
        String::from_utf8(bytes).unwrap()
    };
    let addresses = |text: &str| -> Vec<String> {
        let rest = text.split("<loc>").skip(1);
        rest.map(|rest| rest.split("</loc>").next().unwrap().to_string()).collect()
    };
    let index = made("sitemap.xml");
    assert!(index.contains("<sitemapindex"));
    let mut all: Vec<String> = Vec::new();
    for part in addresses(&index) {
        let part = addresses(&made(part.strip_prefix("https://t.example/").unwrap()));
        assert!(!part.is_empty() && part.len() <= 5_000);
        all.extend(part);
    }
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "no address stands in two parts");
    assert!(count > 5_000 && all.contains(&"https://t.example/mc/songs/s129/".to_string()));
}
