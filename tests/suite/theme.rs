//! The theme that the program carries is the theme in the repository, whole.

use linernotes::render::theme::{STATIC, TEMPLATES, template};
use std::collections::BTreeSet;
use std::path::Path;

fn names_below(folder: &Path, below: &str, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().to_string();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            names_below(folder, &path, names);
        } else {
            names.insert(path);
        }
    }
}

#[test]
fn every_file_of_the_theme_is_in_the_program() {
    for (folder, list) in [("templates", TEMPLATES), ("static", STATIC)] {
        let mut there = BTreeSet::new();
        names_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), "", &mut there);
        let known: BTreeSet<String> = list.iter().map(|(name, _)| name.to_string()).collect();
        assert_eq!(there, known, "{folder}/ and the list in src/render/theme.rs differ");
    }
}

#[test]
fn every_language_of_the_theme_has_every_word() {
    let keys = |lang: &str| -> BTreeSet<String> {
        let text = template(&format!("strings/{lang}.yaml")).unwrap();
        let after = text.split_once("\ntexts:\n").unwrap().1;
        let lines = after.lines().filter(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty());
        lines.map(|line| line.trim().split_once(": ").unwrap().0.to_string()).collect()
    };
    let (english, korean) = (keys("en"), keys("ko"));
    // English has forms for one that Korean does not need.
    let only_english: Vec<_> = english.difference(&korean).filter(|key| !key.ends_with("_one")).collect();
    let only_korean: Vec<_> = korean.difference(&english).collect();
    assert!(
        only_english.is_empty() && only_korean.is_empty(),
        "only English: {only_english:?}, only Korean: {only_korean:?}"
    );
}
