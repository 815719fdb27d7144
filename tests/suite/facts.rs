//! What is known, missing and in doubt, told the same on the page of gaps and on the command line.

use super::binary::{linernotes, put};
use super::cases::make;
use linernotes::source::Memory;

const FILES: &[(&str, &str)] = &[
    (
        "content/site.yaml",
        "title: {en: A Drama, ko: 어떤 드라마}\naddress: https://drama.example/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\n",
    ),
    (
        "content/sources.yaml",
        "label: {kind: label, title: A page of the label, read: 2024-04-01}\npaper: {kind: news, title: A newspaper, published: 2024-06-03}\n",
    ),
    ("content/drama.yaml", "id: a-drama\nname: {en: A Drama, ko: 어떤 드라마}\nsources: [label, paper]\n"),
    ("content/people.yaml", "heize:\n  name: {en: Heize, ko: 헤이즈}\n  sources: [label]\n"),
    (
        "content/songs.yaml",
        "promise:
  title: {all: Promise}
  by: [heize]
  duration: unknown
  wanted: [writers]
  note: Only in English
  released:
    is: 2024-04-14
    how: derived
    because: {en: The day after., ko: 다음 날.}
    sources: [label]
    also: [{is: 2024-04-15, sources: [paper]}]
  sources: [label, paper]
",
    ),
];

fn tree() -> Memory {
    let mut tree = Memory::new();
    FILES.iter().for_each(|(name, text)| tree.put(name, *text));
    tree
}

/// Runs `linernotes facts` on these files: what it says on stdout, and how it ends.
fn facts(files: &[(&str, &str)], arguments: &[&str]) -> (String, i32) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        put(folder.path(), name, text);
    }
    let output = linernotes().arg("facts").arg("--root").arg(folder.path()).args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap_or(-1))
}

#[test]
fn every_fact_has_a_line_with_its_sources() {
    let (said, code) = facts(FILES, &[]);
    assert_eq!(code, 0);
    assert_eq!(
        said,
        "content/drama.yaml:2: drama a-drama name = {en: A Drama, ko: 어떤 드라마} [label, paper]
content/people.yaml:2: person heize name = {en: Heize, ko: 헤이즈} [label]
content/songs.yaml:2: song promise title = {all: Promise} [label, paper]
content/songs.yaml:3: song promise by = [heize] [label, paper]
content/songs.yaml:4: song promise duration [label, paper]
content/songs.yaml:8: song promise released = 2024-04-14 (derived) [label]; others say 2024-04-15 [paper]
"
    );
}

#[test]
fn each_list_holds_what_is_asked_for() {
    let lines = [
        ("--wanted", "content/songs.yaml:5: wanted: song promise writers [label, paper]\n"),
        ("--unknown", "content/songs.yaml:4: unknown: song promise duration [label, paper]\n"),
        ("--unsourced", ""),
        ("--untranslated", "content/songs.yaml:6: untranslated: song promise note (not in ko) [label, paper]\n"),
        ("--stale", ""),
        (
            "--disagree",
            "content/songs.yaml:8: disagree: song promise released = 2024-04-14 (derived) [label]; others say 2024-04-15 [paper]\n",
        ),
    ];
    for (flag, wanted) in lines {
        let (said, code) = facts(FILES, &[flag]);
        assert_eq!((said.as_str(), code), (wanted, 0), "{flag}");
    }
    let (said, _) = facts(FILES, &["--one-source"]);
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(
        said.contains("one-source: person heize [label]") && said.contains("one-source: song promise released")
    );
}

#[test]
fn since_a_day_means_sources_read_or_published_and_records_updated() {
    let (said, _) = facts(FILES, &["--since", "2024-05"]);
    assert!(said.contains("song promise title") && !said.contains("person heize"), "{said}");
    assert!(!said.contains("promise released"), "it rests on the older source alone: {said}");
    let mut files = FILES.to_vec();
    files[3].1 = "heize:\n  name: {en: Heize, ko: 헤이즈}\n  updated: 2024-07-01\n  sources: [label]\n";
    let (said, _) = facts(&files, &["--since", "2024-07-01"]);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("person heize name"));
    assert_eq!(facts(FILES, &["--since", "soon"]).1, 2);
}

#[test]
fn json_has_the_documented_shape() {
    let (said, _) = facts(FILES, &["--disagree", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&said).unwrap();
    let wanted = serde_json::json!({
        "version": 1, "fact_count": 6, "two_source_count": 4,
        "facts": [{
            "gap": "disagree", "kind": "song", "id": "promise", "field": "released", "value": "2024-04-14",
            "how": "derived", "sources": ["label"],
            "also": [{"value": "2024-04-15", "sources": ["paper"], "agrees": false}],
            "file": "content/songs.yaml", "line": 8,
        }],
    });
    assert_eq!(answer, wanted);
}

#[test]
fn a_mistake_is_told_instead_of_a_list_that_is_not_whole() {
    let mut files = FILES.to_vec();
    files[3].1 = "heize:\n  name: {en: Heize, ko: 헤이즈}\n  role: [\n";
    assert_eq!(facts(&files, &[]), (String::new(), 1));
}

#[test]
fn the_page_of_gaps_lists_the_same() {
    let (_, files) = make(&tree());
    let page = String::from_utf8_lossy(&files["help/index.html"]).to_string();
    let mut rest = &page[..];
    for part in [
        "66 % of 6 facts rest on two sources or more.",
        "id=\"gap_wanted\"",
        "Songs (1)",
        "Promise</a>: Writers",
        "id=\"gap_unknown\"",
        "Promise</a>: Length",
        "id=\"gap_one-source\"",
        "Heize</a>",
        "Promise</a>: Released",
        "id=\"gap_untranslated\"",
        "한국어",
        "id=\"gap_disagree\"",
        "Promise</a>: Released",
        "id=\"gap_derived\"",
        "Promise</a>: Released",
    ] {
        let Some(at) = rest.find(part) else { panic!("no `{part}` (or not in this order) in\n{page}") };
        rest = &rest[at + part.len()..];
    }
    assert!(
        !page.contains("gap_stale") && !page.contains("gap_unsourced"),
        "nothing is said of what there is none of"
    );
    let korean = String::from_utf8_lossy(&files["ko/help/index.html"]).to_string();
    assert!(korean.contains("사실 6건 가운데 66%는 출처가 둘 이상입니다."));
}

#[test]
fn a_thousand_gaps_stay_a_page() {
    let mut tree = tree();
    let mut people = String::new();
    for at in 0..1000 {
        people += &format!("p-{at}:\n  name: {{en: P {at}}}\n  wanted: [role]\n  sources: [label]\n");
    }
    people += "heize:\n  name: {en: Heize, ko: 헤이즈}\n  sources: [label]\n";
    tree.put("content/people.yaml", people);
    let (_, files) = make(&tree);
    let page = String::from_utf8_lossy(&files["help/index.html"]).to_string();
    assert!(page.contains("People (1000)") && page.contains("and 940 more"));
    assert!(page.matches("<li>").count() < 300, "{}", page.matches("<li>").count());
}
