//! The search index: nothing that tells of an episode is in it, and a large one comes in parts that hold it all.

use super::cases::{make, messages};
use linernotes::base::keys;
use linernotes::source::Memory;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn site(songs: usize) -> Memory {
    let mut tree = Memory::new();
    tree.put(
        "content/site.yaml",
        "title: T\naddress: https://t.example/site/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\n",
    );
    tree.put("content/drama.yaml", "id: d\nname: {en: A Drama, ko: 어떤 드라마}\nsources: [s]\n");
    tree.put("content/sources.yaml", "s: {kind: official, title: A source}\n");
    tree.put(
        "content/people.yaml",
        "_defaults: {sources: [s]}\nlee-hi:\n  name:\n    en: Lee Hi\n    ko: 이하이\n    also:\n      - {text: Hidden Butler Name, kind: stage, spoiler: 3}\n      - {text: Lee Ha-yi, kind: spelling}\n",
    );
    tree.put("content/episodes.yaml", "_defaults: {sources: [s]}\n3: {airs: 2024-03-16}\n");
    let mut yaml = String::from(
        "_defaults: {sources: [s], by: [lee-hi]}\nthe-end:\n  title: The Butler Did It\n  spoiler: 3\n",
    );
    for number in 0..songs {
        let word = ["Rain", "Snow", "Night", "Dawn", "Paper", "Moon"][number % 6];
        yaml.push_str(&format!("song-{number}:\n  title: {{en: {word} Song {number}, ko: 노래 {number}}}\n"));
    }
    tree.put(
        "content/songs.yaml",
        yaml.replace(", by: [lee-hi]", "").replace("  title:", "  by: [lee-hi]\n  title:"),
    );
    tree
}

fn index(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Value {
    serde_json::from_slice(&files[path]).unwrap()
}

#[test]
fn a_name_is_found_in_every_language_and_a_secret_in_none() {
    let tree = site(3);
    let (built, files) = make(&tree);
    assert_eq!(messages(&tree, &built), "");
    for path in ["search/index.json", "ko/search/index.json"] {
        let text = String::from_utf8(files[path].clone()).unwrap();
        assert!(text.contains("이하이") && text.contains("lee ha yi"), "{text}");
        assert!(!text.to_lowercase().contains("butler"), "{text}");
    }
    let korean = index(&files, "ko/search/index.json");
    let song = korean["entries"].as_array().unwrap().iter().find(|row| row[2] == "노래 0").unwrap();
    assert_eq!(song[1], "/site/ko/songs/song-0/");
    assert_eq!(song[3], "이하이", "who sings it stands under it");
    let page = String::from_utf8(files["ko/search/index.html"].clone()).unwrap();
    assert!(page.contains("노래 0") && !page.contains("Butler"), "the plain index");
}

#[test]
fn a_large_index_comes_in_parts_that_hold_everything() {
    let (_, files) = make(&site(2_000));
    let parts = index(&files, "search/index.json")["parts"].as_str().unwrap().to_string();
    assert_eq!(parts.chars().collect::<Vec<_>>(), keys::SHELVES);
    let mut found = BTreeSet::new();
    for part in parts.chars() {
        for row in index(&files, &format!("search/index-{part}.json"))["entries"].as_array().unwrap() {
            found.insert(row[1].as_str().unwrap().to_string());
            let folds = row[5].as_str().unwrap();
            assert!(
                folds.split(['|', ' ']).any(|word| keys::shelf(word) == Some(part)),
                "{folds} is not on {part}"
            );
        }
    }
    assert_eq!(found.iter().filter(|href| href.starts_with("/site/songs/")).count(), 2_000);
    let rain = index(&files, "search/index-a.json");
    assert!(rain["entries"].as_array().unwrap().iter().any(|row| row[2] == "Rain Song 0"), "rain begins with r");
    let page = String::from_utf8(files["search/index.html"].clone()).unwrap();
    assert!(page.contains("1700 more"), "the page lists what it can and says how much there is besides");
}

#[test]
fn a_site_without_search_does_not_speak_of_it() {
    let mut tree = site(1);
    tree.put(
        "content/site.yaml",
        "title: T\naddress: https://t.example/\nlanguages: [en]\ntimezone: Asia/Seoul\noutputs: {search: off}\n",
    );
    let (_, files) = make(&tree);
    assert!(!files.keys().any(|path| path.contains("search/")), "{:?}", files.keys());
    assert!(!String::from_utf8_lossy(&files["index.html"]).contains("search/"));
}
