//! The JSON Schemas say what the program's own reader says: all that builds is valid, and what is broken fails
//! both ways. The validator is one that we did not write.

use super::binary::linernotes;
use super::cases;
use linernotes::model::schema::{Of, schema};
use linernotes::parse::front;
use linernotes::source::{Disk, Memory, Tree};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// YAML as an editor's extension reads it (YAML 1.2), as JSON. Keys become text.
fn as_json(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Sequence(list) => list.into_iter().map(as_json).collect(),
        serde_yaml::Value::Mapping(map) => {
            let key = |key| match as_json(key) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            Value::Object(map.into_iter().map(|(k, v)| (key(k), as_json(v))).collect::<Map<_, _>>())
        }
        // JSON has no infinity; a title may be called so.
        serde_yaml::Value::Number(number) if number.as_f64().is_some_and(|n| !n.is_finite()) => json!(0),
        other => serde_json::to_value(other).unwrap_or(Value::Null),
    }
}

struct Schemas(BTreeMap<&'static str, jsonschema::Validator>);

impl Schemas {
    fn new() -> Schemas {
        let compile = |of: Of| {
            let validator = jsonschema::draft7::new(&schema(of));
            (of.name(), validator.unwrap_or_else(|error| panic!("the schema `{}`: {error}", of.name())))
        };
        Schemas(Of::all().into_iter().map(compile).collect())
    }

    /// What the schema of a file says against it; nothing when it is fine or has no schema.
    fn complaints(&self, path: &str, text: &str) -> Vec<String> {
        let path: Arc<str> = path.into();
        let Some(of) = Of::file(&path) else { return Vec::new() };
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let yaml = match path.ends_with(".md") {
            true => match front::split(&path, &text) {
                Ok(parts) if parts.front.is_empty() => "{}".to_string(),
                Ok(parts) => text[parts.front].to_string(),
                Err(_) => return vec!["no head".into()],
            },
            false => text,
        };
        match serde_yaml::from_str::<serde_yaml::Value>(&yaml) {
            Ok(value) => {
                let value = as_json(value);
                let said = self.0[of.name()].iter_errors(&value);
                said.map(|error| format!("{}: {error}", error.instance_path())).collect()
            }
            Err(error) => vec![error.to_string()],
        }
    }
}

#[test]
fn the_default_content_is_valid() {
    let schemas = Schemas::new();
    let disk = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut count = 0;
    for found in disk.list(&mut Vec::new()).unwrap() {
        if Of::file(&found.path).is_none() {
            continue;
        }
        let text = String::from_utf8(disk.read(&found).unwrap()).unwrap();
        let said = schemas.complaints(&found.path, &text);
        assert!(said.is_empty(), "{}:\n{}", found.path, said.join("\n"));
        count += 1;
    }
    assert!(count > 20);
}

#[test]
fn every_case_that_builds_is_valid() {
    let schemas = Schemas::new();
    let mut count = 0;
    for (name, files) in cases::silent_cases() {
        for (path, bytes) in files {
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let said = schemas.complaints(&path, &text);
            assert!(said.is_empty(), "{name}: {path}:\n{}\n{text}", said.join("\n"));
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

const SONG: &str = "a:\n  title: A\n  by: [somebody]\n  sources: [label]\n";
const RELEASE: &str = "name: A\nkind: album\nsources: [label]\n";
const DRAMA: &str = "id: a-drama\nname: A\nsources: [label]\n";

#[test]
fn what_is_broken_fails_both_ways() {
    let schemas = Schemas::new();
    let song = |more: &str| ("content/songs.yaml", format!("{SONG}  {more}\n"));
    let release = |more: &str| ("content/releases/one.yaml", format!("{RELEASE}{more}\n"));
    let drama = |more: &str| ("content/drama.yaml", format!("{DRAMA}{more}\n"));
    let site = "title: A\naddress: https://a.example/\nlanguages: [en]\ntimezone: Asia/Seoul\n";
    for (path, text) in
        [song("note: Fine"), release("track_count: 12"), drama("status: ended"), ("content/site.yaml", site.into())]
    {
        assert_eq!(schemas.complaints(path, &text), Vec::<String>::new());
        assert!(!is_refused(path, &text), "{text}");
    }
    let broken = [
        ("content/songs.yaml", "a:\n  by: [x]\n".to_string()),
        ("content/songs.yaml", "Big Song:\n  title: A\n  by: [x]\n".into()),
        ("content/songs.yaml", "feed:\n  title: A\n  by: [x]\n".into()),
        ("content/songs.yaml", "- title: A\n".into()),
        ("content/songs.yaml", "a: Promise\n".into()),
        ("content/songs.yaml", "_defaults: {by: [x]}\n".into()),
        song("titel: B"),
        song("duration: 221"),
        song("duration: 3:71"),
        song("released: 26 April 2024"),
        song("released: 2024-13-01"),
        song("kind: vokal"),
        song("featuring: somebody"),
        song("note: ''"),
        song("note: {english: A}"),
        song("note: ~"),
        song("heard_in: [{at: 1:02}]"),
        song("figures: [{what: A, value: many}]"),
        song("links: [{url: www.a.example}]"),
        song("released: {is: 2024-04-26, how: perhaps}"),
        song("released: {is: 2024-04-26, how: derived}"),
        song("released: {is: 2024-04-26, source: [label]}"),
        song("takes: {inst: {title: A}}"),
        release("kinds: single"),
        release("track_count: twelve"),
        release("offers: [{shop: a, price: {amount: 1, currency: won}}]"),
        release("contents: {card: {what: photocard}}"),
        drama("runtime: {min: 60}"),
        drama("broadcast: [{channel: tvN, days: [saturday]}]"),
        drama("countries: [Korea]"),
        ("content/site.yaml", format!("{site}outputs: {{places: Off}}\n").replace("Off", "maybe")),
        ("content/site.yaml", site.replace("https://", "")),
        ("content/people.yaml", "a:\n  name: {ko: 김수현, also: [{kind: stage}]}\n  sources: [label]\n".into()),
        ("content/people.yaml", "a:\n  name: {ko: 김수현, order: family}\n  sources: [label]\n".into()),
        ("content/news/2024-04-26-a.en.md", "---\ntitel: A\n---\n".into()),
        ("content/news/2024-04-26-a.en.md", "---\ntitle: A\nabout: [promise]\n---\n".into()),
        ("content/pages/a.en.md", "---\ntitle: A\ndraft: yes\n---\n".into()),
    ];
    for (path, text) in broken {
        assert!(is_refused(path, &text), "our own reader takes this:\n{path}\n{text}");
        assert!(!schemas.complaints(path, &text).is_empty(), "the schema takes this:\n{path}\n{text}");
    }
}

/// Whether the program itself has something to say against a file, its references aside.
fn is_refused(path: &str, text: &str) -> bool {
    let mut tree = Memory::new();
    tree.put(path, text);
    let found = tree.list(&mut Vec::new()).unwrap();
    !linernotes::model::read::read_file(&tree, &found[0]).complaints.is_empty()
}

#[test]
fn the_settings_in_the_manual_name_every_schema() {
    let manual = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/editors.md")).unwrap();
    for of in Of::all().into_iter().filter(|of| of.files().starts_with("content/")) {
        let line = format!("\"schemas/{}.json\": \"{}\"", of.name(), of.files());
        assert!(manual.contains(&line), "docs/editors.md lacks {line}");
    }
}

/// Fields that nothing is known of would be completed to nothing.
#[test]
fn only_a_fans_own_fields_take_anything() {
    fn walk(value: &Value, path: &str, found: &mut Vec<String>) {
        let is_open = *value == json!(true)
            || value.as_object().is_some_and(|map| {
                map.get("type") == Some(&json!("object")) && !map.contains_key("additionalProperties")
            });
        if is_open && !path.contains("/if/") {
            found.push(path.to_string());
        }
        match value {
            Value::Object(map) => map.iter().for_each(|(key, inner)| {
                if !matches!(key.as_str(), "enum" | "const" | "default") {
                    walk(inner, &format!("{path}/{key}"), found);
                }
            }),
            Value::Array(list) => list.iter().for_each(|inner| walk(inner, path, found)),
            _ => {}
        }
    }
    for of in Of::all() {
        let mut found = Vec::new();
        let schema = schema(of);
        walk(&schema, "", &mut found);
        found.retain(|path| !["/extra", "/theme"].iter().any(|own| path.contains(own)));
        assert!(found.is_empty(), "{}: {found:?}", of.name());
        let record = schema.pointer("/definitions/record/properties").or(schema.get("properties")).unwrap();
        for (name, field) in record.as_object().unwrap().iter().filter(|(name, _)| *name != "_defaults") {
            let about = field["description"].as_str().unwrap_or_default();
            assert!(about.ends_with('.') && about.len() >= 5, "{}: {name} has no description", of.name());
        }
    }
}

#[test]
fn schemas_are_written_and_nobody_elses_files_are_touched() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("schemas");
    linernotes().args(["schema", "--out"]).arg(&out).assert().success();
    let names: Vec<_> = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), Of::all().len());
    let printed = linernotes().args(["schema", "songs"]).assert().success();
    assert_eq!(std::fs::read(out.join("songs.json")).unwrap(), printed.get_output().stdout);
    linernotes().args(["schema", "songz"]).assert().code(2);
    std::fs::write(out.join("songs.json"), "{}").unwrap();
    linernotes().args(["schema", "--out"]).arg(&out).assert().code(2);
    assert_eq!(std::fs::read_to_string(out.join("songs.json")).unwrap(), "{}");
}
