//! The floors of `src/lib.rs`: a file imports only from floors below its own, or from its own without a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const FLOORS: &[&[&str]] = &[
    &["base"],
    &["source"],
    &["parse"],
    &["kinds"],
    &["model"],
    &["plan"],
    &["outputs", "render"],
    &["proof"],
    &["engine"],
    &["author"],
    &["doctor"],
    &["serve"],
    &["cli"],
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// What a file of `src` uses: paths behind `crate::` and `super::`, as module paths.
fn uses(text: &str) -> Vec<String> {
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let path: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':').collect();
        match rest[path.len()..].strip_prefix('{') {
            // use crate::base::{day::Day, lang::Lang}
            Some(list) => {
                let list = &list[..list.find('}').unwrap_or(list.len())];
                for one in list.split(',') {
                    found.push(format!("{path}{}", one.trim()));
                }
            }
            None => found.push(path),
        }
    }
    found
}

#[test]
fn nothing_is_imported_upwards_or_sideways() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let floor_of = |name: &str| FLOORS.iter().position(|floor| floor.contains(&name));
    let mut paths = Vec::new();
    files(&src, &mut paths);
    let mut wrong = Vec::new();
    for path in paths {
        let below = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let own = below.split(['/', '.']).next().unwrap().to_string();
        let Some(floor) = floor_of(&own) else { continue };
        for used in uses(&std::fs::read_to_string(&path).unwrap()) {
            let other = used.split("::").next().unwrap_or("");
            match floor_of(other) {
                Some(up) if up > floor => wrong.push(format!("{below} looks up to {used}")),
                Some(same) if same == floor && other != own => {
                    wrong.push(format!("{below} looks sideways to {used}"))
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&src, &mut paths);
    let module = |path: &Path| {
        let below =
            path.strip_prefix(&src).unwrap().with_extension("").to_string_lossy().replace(['/', '\\'], "::");
        below.strip_suffix("::mod").unwrap_or(&below).to_string()
    };
    let modules: BTreeSet<String> = paths.iter().map(|path| module(path)).collect();
    // A folder's `mod.rs` declares its files, and its tables name them: that is no circle of imports.
    let is_table = |name: &str| modules.iter().any(|other| other.starts_with(&format!("{name}::")));
    let mut next: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in &paths {
        let own = module(path);
        if is_table(&own) {
            continue;
        }
        for used in uses(&std::fs::read_to_string(path).unwrap()) {
            let mut target = used.as_str();
            while !modules.contains(target) {
                let Some((shorter, _)) = target.rsplit_once("::") else { break };
                target = shorter;
            }
            if modules.contains(target) && target != own && !is_table(target) {
                next.entry(own.clone()).or_default().insert(target.to_string());
            }
        }
    }
    for start in next.keys() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = next[start].iter().collect();
        while let Some(at) = open.pop() {
            assert_ne!(at, start, "{start} imports itself by way of {seen:?}");
            if seen.insert(at)
                && let Some(more) = next.get(at)
            {
                open.extend(more);
            }
        }
    }
}

#[test]
fn only_one_file_prints() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&src, &mut paths);
    // A stream that is full or closed would panic in any other place.
    let prints = ["print!(", "println!(", "io::stdout()", "io::stderr()", "anstream::std"];
    for path in paths.iter().filter(|path| !path.ends_with("cli/print.rs")) {
        let text = std::fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let found = code.lines().find(|line| prints.iter().any(|print| line.contains(print)));
        assert!(found.is_none_or(|line| line.contains(".is_terminal()")), "{}: {found:?}", path.display());
    }
}
