//! The real program, in temporary folders.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

pub fn linernotes() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linernotes"));
    command.env("SOURCE_DATE_EPOCH", "1714100400").env("NO_COLOR", "1");
    command
}

/// Writes a file below a folder.
pub fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The smallest site: a name, an address, one news item.
pub fn small_site(root: &Path) {
    let site = "title: Notes\naddress: https://notes.example/\nlanguages: [en]\ntimezone: Asia/Seoul\n";
    put(root, "content/site.yaml", site);
    put(root, "content/news/2024-04-26-hello.md", "---\ntitle: Hello\n---\n\nThe first news.\n");
}

/// Every file below a folder, with its bytes.
pub fn tree_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, top: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, top, found);
            } else {
                let name = path.strip_prefix(top).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

#[test]
fn a_site_is_built_and_a_second_build_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    let built = linernotes().args(["build", "--root"]).arg(folder.path()).assert().success();
    let told = String::from_utf8_lossy(&built.get_output().stderr).to_string();
    assert!(told.contains(" 0 kept, 0 removed"), "{told}");
    let first = tree_of(&folder.path().join("dist"));
    assert!(first.contains_key("index.html") && first.contains_key("news/hello/index.html"), "{:?}", first.keys());
    let again = linernotes().args(["build", "--root"]).arg(folder.path()).assert().success();
    let told = String::from_utf8_lossy(&again.get_output().stderr).to_string();
    assert!(told.contains(": 0 written,"), "{told}");
    assert_eq!(first, tree_of(&folder.path().join("dist")));
}

#[test]
fn a_build_with_nothing_to_do_says_how_it_knows_and_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    // What changed a moment ago may change once more within the same tick of a coarse clock, and is not relied on.
    std::thread::sleep(Duration::from_millis(2_200));
    let build = |option: &[&str]| {
        let built = linernotes().args(["build", "--root"]).arg(root).args(option).assert().success();
        let output = built.get_output();
        [&output.stderr, &output.stdout].map(|told| String::from_utf8_lossy(told).to_string())
    };
    build(&[]);
    // Disks count time in steps: where files are as young as the note of them, the next build reads them, and renews it.
    std::thread::sleep(Duration::from_millis(50));
    build(&["--verify"]);
    let [told, _] = build(&[]);
    assert!(told.contains("nothing to do: 2 files of the site") && told.contains("by size and time"), "{told}");
    let [told, _] = build(&["--verify"]);
    assert!(told.contains(": 0 written,"), "{told}");
    let [told, tables] = build(&["--profile"]);
    assert!(told.contains(": 0 written,"), "{told}");
    for row in ["read and parse ", "link and check ", "make ", "news.html ", "slowest files\n"] {
        assert!(tables.contains(row), "{row} is not in\n{tables}");
    }
    // As long, and another time.
    put(root, "content/news/2024-04-26-hello.md", "---\ntitle: Hallo\n---\n\nThe first news.\n");
    let [told, _] = build(&[]);
    assert!(!told.contains("nothing to do") && !told.contains(": 0 written,"), "{told}");
}

#[test]
fn mistakes_end_with_1_and_leave_the_site_and_the_content_alone() {
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    linernotes().args(["build", "--root"]).arg(folder.path()).assert().success();
    fs::write(folder.path().join("content/songs.yaml"), "promise:\n  titel: Promise\n").unwrap();
    let before = tree_of(folder.path());
    let failed = linernotes().args(["build", "--root"]).arg(folder.path()).assert().code(1);
    let told = String::from_utf8_lossy(&failed.get_output().stderr).to_string();
    for part in ["unknown-field", "missing-field", "no-source", "content/songs.yaml:2:3", "did you mean `title`"] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
    assert_eq!(before, tree_of(folder.path()));
}

#[test]
fn wrong_use_ends_with_2() {
    linernotes().args(["build", "--rot"]).assert().code(2);
    linernotes().args(["build", "--root", "no/such/folder"]).assert().code(2);
    linernotes().args(["build", "--address", "drama.example"]).assert().code(2);
    linernotes().args(["explain", "no-suck"]).assert().code(2);
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    linernotes().args(["build", "--root"]).arg(folder.path()).arg("--out").arg(folder.path()).assert().code(2);
    let empty = tempfile::tempdir().unwrap();
    linernotes().args(["build", "--root"]).arg(empty.path()).assert().code(1);
}

#[test]
fn problems_are_also_told_to_programs() {
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    fs::write(folder.path().join("content/songs.yaml"), "promise:\n  titel: Promise\n").unwrap();
    let run = |format: &str| {
        let run = linernotes().args(["build", "--format", format, "--root"]).arg(folder.path()).assert().code(1);
        String::from_utf8_lossy(&run.get_output().stdout).to_string()
    };
    let first = run("json")
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .find(|line| line["code"] == "unknown-field")
        .unwrap();
    assert_eq!(
        (&first["file"], &first["line"], &first["column"]),
        (&"content/songs.yaml".into(), &2.into(), &3.into())
    );
    assert!(
        run("github")
            .contains("::error file=content/songs.yaml,line=2,col=3,endLine=2,endColumn=8,title=unknown-field::")
    );
}

#[test]
fn every_code_is_explained() {
    let list = linernotes().arg("explain").assert().success();
    let list = String::from_utf8_lossy(&list.get_output().stdout).to_string();
    let mut count = 0;
    for line in list.lines() {
        let code = line.split_whitespace().next().unwrap();
        let page = linernotes().args(["explain", code]).assert().success();
        let page = String::from_utf8_lossy(&page.get_output().stdout).to_string();
        assert!(page.starts_with(&format!("# {code}\n")), "{code}");
        for part in ["## What it means", "## Why it matters", "## Wrong", "## Right"] {
            assert!(page.contains(part), "the page of {code} lacks {part}");
        }
        count += 1;
    }
    assert!(count >= 25);
}
