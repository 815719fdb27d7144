//! `linernotes check`: the same as build, and nothing written; mending with `--fix`; messages for other programs.

use super::binary::{linernotes, put, tree_of};
use linernotes::base::diagnostic::{Code, Diagnostic};
use linernotes::engine::edit::Edited;
use linernotes::source::{Memory, Tree};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// A site with a drama, a person and a song, all of it right.
fn site(root: &Path) {
    let text = "title: {en: A Drama, ko: 어떤 드라마}\naddress: https://drama.example/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\noutputs: {cards: off, fonts: off}\n";
    put(root, "content/site.yaml", text);
    put(root, "content/sources.yaml", "label:\n  kind: label\n  title: A page of the label\n");
    put(root, "content/drama.yaml", "id: a-drama\nname: A Drama\nsources: [label]\n");
    put(root, "content/people.yaml", "isaac-hong:\n  name: Isaac Hong\n  sources: [label]\n");
    put(root, "content/songs.yaml", "fallin:\n  title: Fallin'\n  by: [isaac-hong]\n  sources: [label]\n");
}

/// The exit code, stdout and stderr.
fn run(root: &Path, arguments: &[&str]) -> (i32, String, String) {
    let run = linernotes().args(arguments).arg("--root").arg(root).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (run.status.code().unwrap(), text(&run.stdout), text(&run.stderr))
}

#[test]
fn check_says_what_build_says_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site(root);
    let before = tree_of(root);
    let (code, out, err) = run(root, &["check"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.starts_with("the site can be built: "), "{err}");
    assert_eq!(run(root, &["check", "--quiet"]), (0, String::new(), String::new()));
    put(root, "content/songs.yaml", "fallin:\n  titel: Fallin'\n  by: [nobody]\n  sources: [label]\n");
    put(root, "static/songs", "in the way of a folder");
    let broken = tree_of(root);
    assert_ne!(before, broken);
    for format in ["text", "json", "github", "sarif"] {
        let check = run(root, &["check", "--format", format]);
        let build = run(root, &["build", "--format", format]);
        assert_eq!((check.0, build.0), (1, 1), "{format}");
        assert_eq!(check.1, build.1, "{format}");
        assert_eq!(check.2, build.2.replace("; nothing was written", ""), "{format}");
        assert_eq!(tree_of(root), broken, "{format}");
    }
    assert!(!root.join("dist").exists());
}

#[test]
fn exit_codes_are_those_of_build() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site(root);
    assert_eq!(run(&root.join("nowhere"), &["check"]).0, 2);
    assert_eq!(run(root, &["check", "--rot"]).0, 2);
    assert_eq!(run(root, &["check", "--dry-run"]).0, 2, "only with --fix");
    assert_eq!(run(tempfile::tempdir().unwrap().path(), &["check"]).0, 1);
    // A warning, which only --strict takes for an error.
    let claim = "id: a-drama\nname: A Drama\nsources: [label]\nepisode_count: 16\n";
    put(root, "content/drama.yaml", claim);
    put(root, "content/episodes.yaml", "1:\n  title: One\n  sources: [label]\n");
    for command in ["check", "build"] {
        let (code, _, err) = run(root, &[command]);
        assert!(code == 0 && err.contains("warning[count-differs]"), "{command}: {err}");
        assert_eq!(run(root, &[command, "--strict"]).0, 1, "{command}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_or_closed_stdout_ends_quietly_with_3() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path());
    put(folder.path(), "content/songs.yaml", "x: 1\n");
    let root = folder.path().to_str().unwrap();
    // These want a site without a mistake.
    let sound = tempfile::tempdir().unwrap();
    site(sound.path());
    let sound = sound.path().to_str().unwrap();
    let lines: &[&[&str]] = &[
        &["explain"],
        &["explain", "no-such"],
        &["list", "kinds"],
        &["list", "codes"],
        &["list", "outputs"],
        &["--help"],
        &["schema", "song"],
        &["theme", "list"],
        &["facts", "--root", sound],
        &["view", "/", "--root", sound],
        &["check", "--format", "json", "--root", root],
        &["check", "--format", "sarif", "--root", root],
    ];
    for line in lines.iter().copied() {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let program = env!("CARGO_BIN_EXE_linernotes");
        let run = Command::new(program).args(line).stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!((run.status.code(), run.stderr.as_slice()), (Some(3), &b""[..]), "{line:?}");
        let (nobody_reads, closed) = std::io::pipe().unwrap();
        drop(nobody_reads);
        let run = Command::new(program).args(line).stdout(closed).stderr(Stdio::piped()).output().unwrap();
        assert_eq!((run.status.code(), run.stderr.as_slice()), (Some(3), &b""[..]), "{line:?}");
    }
    // Nor is a full stderr a reason to panic.
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_linernotes")).args(["check", "--root", root]).stderr(full).output();
    assert_eq!(run.unwrap().status.code(), Some(1));
}

/// Everything that can be mended, with a byte order mark, Windows line ends, comments and letters in parts.
const BROKEN: [(&str, &str); 4] = [
    (
        "content/people.yaml",
        "\u{feff}# Who sings\r\nisaac-hong:  # he\r\n\tnmae: Isaac Hong\r\n\tsources: [label]\r\nno-break:\r\n\u{a0}\u{a0}name: No Break\r\n  sources: [label]\r\n",
    ),
    (
        "content/songs.yaml",
        "# The songs\nfallin:\n  title: Fallin' #1   \n  by: [isac-hong] # he sings\n  sources: [label]\n\nwait:\n  title: Wait: \"What\"\n  by: [isaac-hong]\n  sources: [lable]\nat:\n  title: @home\n  by: [isaac-hong]\n  sources: [label]\n",
    ),
    (
        "content/places.yaml",
        "cafe:\n  name: {en: Cafe\u{301}, ko: \u{110f}\u{1161}\u{1111}\u{1166}}\n  used_for: {en: Tea, rain, ko: 차, 비}\n  sources: [label]\n",
    ),
    (
        "content/news/2024-04-26-out.en.md",
        "---\ntitel: It is out\n---\n\nText: *kept* # as it is: all of it, [Fallin](song:falin)\n",
    ),
];

const MENDED: [(&str, &str); 4] = [
    (
        "content/people.yaml",
        "\u{feff}# Who sings\r\nisaac-hong:  # he\r\n  name: Isaac Hong\r\n  sources: [label]\r\nno-break:\r\n  name: No Break\r\n  sources: [label]\r\n",
    ),
    (
        "content/songs.yaml",
        "# The songs\nfallin:\n  title: \"Fallin' #1\"   \n  by: [isaac-hong] # he sings\n  sources: [label]\n\nwait:\n  title: \"Wait: \\\"What\\\"\"\n  by: [isaac-hong]\n  sources: [label]\nat:\n  title: \"@home\"\n  by: [isaac-hong]\n  sources: [label]\n",
    ),
    (
        "content/places.yaml",
        "cafe:\n  name: {en: Café, ko: 카페}\n  used_for: {en: \"Tea, rain\", ko: \"차, 비\"}\n  sources: [label]\n",
    ),
    (
        "content/news/2024-04-26-out.en.md",
        "---\ntitle: It is out\n---\n\nText: *kept* # as it is: all of it, [Fallin](song:fallin)\n",
    ),
];

#[test]
fn fix_mends_what_is_certain_and_only_those_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site(root);
    BROKEN.iter().for_each(|(path, text)| put(root, path, text));
    let broken = tree_of(root);
    let (code, dry, err) = run(root, &["check", "--fix", "--dry-run"]);
    assert_eq!(code, 1, "{err}");
    assert_eq!(tree_of(root), broken, "--dry-run writes nothing");
    assert!(err.contains("would be mended in 4 files"), "{err}");
    let (code, diff, err) = run(root, &["check", "--fix"]);
    assert_eq!(diff, dry);
    assert_eq!(code, 0, "{diff}{err}");
    for (path, text) in MENDED {
        assert_eq!(fs::read_to_string(root.join(path)).unwrap(), text, "{path}");
    }
    let after = tree_of(root);
    assert_eq!(after.len(), broken.len(), "no file more and none less");
    let (code, diff, err) = run(root, &["check", "--fix"]);
    assert_eq!((code, diff.as_str()), (0, ""));
    assert!(err.starts_with("there is nothing that can be mended"), "{err}");
    assert_eq!(tree_of(root), after);
}

#[test]
fn the_diff_is_one_that_others_can_apply() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site(root);
    BROKEN.iter().for_each(|(path, text)| put(root, path, text));
    let (_, diff, _) = run(root, &["check", "--fix", "--dry-run"]);
    put(root, "by.diff", &diff);
    let git = Command::new("git").args(["apply", "--whitespace=nowarn", "by.diff"]).current_dir(root).output();
    let git = git.unwrap();
    assert!(git.status.success(), "{}", String::from_utf8_lossy(&git.stderr));
    for (path, text) in MENDED {
        assert_eq!(fs::read_to_string(root.join(path)).unwrap(), text, "{path}");
    }
}

#[test]
fn what_is_doubtful_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site(root);
    put(root, "content/sources.yaml", "part-1:\n  kind: label\n  title: One\nlabel:\n  kind: label\n  title: L\n");
    let text = "fallin:\n  title: Fallin' # or not\n  titel: Fallin\n  by: [hong-isaac]\n  sources: [part-2, lab]\n  colour: red\n";
    put(root, "content/songs.yaml", text);
    let before = tree_of(root);
    let (code, diff, err) = run(root, &["check", "--fix"]);
    assert_eq!((code, diff.as_str()), (1, ""));
    assert!(err.starts_with("there is nothing") && !err.contains("check --fix"), "{err}");
    assert_eq!(tree_of(root), before);
}

#[test]
fn what_cannot_be_mended_is_reported_after_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site(root);
    put(root, "content/songs.yaml", "fallin:\n  titel: Fallin'\n  by: [nobody]\n  sources: [label]\n");
    let (code, out, err) = run(root, &["check", "--fix", "--format", "json"]);
    assert_eq!(code, 1);
    let left: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(left.len(), 1, "{out}");
    assert_eq!((&left[0]["code"], &left[0]["line"]), (&"no-such".into(), &3.into()));
    assert!(err.contains("+  title: Fallin'"), "the diff is talk when data is asked for: {err}");
}

#[test]
fn sarif_is_as_github_takes_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site(root);
    // Two units for the sign before it, one character.
    let people = "\u{feff}isaac-hong: {name: \"🎵\", sources: [lable]}\r\n";
    put(root, "content/people.yaml", people);
    put(root, "content/about/song/눈물 1.en.md", "Text");
    let log: Value = serde_json::from_str(&run(root, &["check", "--format", "sarif"]).1).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let log = &log["runs"][0];
    assert_eq!(log["columnKind"], "utf16CodeUnits");
    let rules = log["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.len() >= 25);
    for rule in rules {
        for part in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[part]["text"].as_str().is_some_and(|text| text.len() > 10), "{part} of {rule}");
        }
        assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
    }
    let results = log["results"].as_array().unwrap();
    assert!(results.len() >= 2, "{results:?}");
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(result["message"]["text"].is_string());
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.starts_with("content/") && uri.is_ascii() && !uri.contains(' '), "{uri}");
        for number in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(place["region"][number].as_u64().is_some_and(|n| n >= 1), "{number} of {place}");
        }
    }
    let is_in = |result: &&Value, file: &str| {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == format!("content/{file}")
    };
    let mistyped = results.iter().find(|result| is_in(result, "people.yaml")).unwrap();
    assert_eq!(mistyped["ruleId"], "no-such");
    let region = serde_json::json!({"startLine": 1, "startColumn": 36, "endLine": 1, "endColumn": 41});
    assert_eq!(mistyped["locations"][0]["physicalLocation"]["region"], region);
    let change = &mistyped["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!((&change["deletedRegion"], &change["insertedContent"]["text"]), (&region, &"label".into()));
    assert!(run(root, &["check", "--format", "github"]).1.contains("line=1,col=36,endLine=1,endColumn=41,"));
    assert!(run(root, &["check", "--format", "json"]).1.contains(r#""line":1,"column":35,"#));
    // Nothing found is a log too.
    site(root);
    fs::remove_dir_all(root.join("content/about")).unwrap();
    let log: Value = serde_json::from_str(&run(root, &["check", "--format", "sarif"]).1).unwrap();
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn paths_for_github_begin_where_the_program_does() {
    let folder = tempfile::tempdir().unwrap();
    site(&folder.path().join("fan site"));
    put(folder.path(), "fan site/content/songs.yaml", "x: 1\n");
    let run = |format: &str| {
        let mut run = linernotes();
        run.current_dir(folder.path()).args(["check", "--root", "fan site", "--format", format]);
        String::from_utf8(run.output().unwrap().stdout).unwrap()
    };
    assert!(run("github").contains("file=fan site/content/songs.yaml,"), "{}", run("github"));
    assert!(run("sarif").contains(r#""uri": "fan%20site/content/songs.yaml""#));
}

#[test]
fn many_problems_are_told_in_order_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site(root);
    let songs = |count: usize| -> String {
        (0..count).map(|n| format!("song-{n}:\n  title: T\n  by: [nobody-{n}]\n  sources: [label]\n")).collect()
    };
    put(root, "content/songs.yaml", &songs(500));
    let (code, _, err) = run(root, &["check"]);
    assert_eq!(code, 1);
    let lines: Vec<usize> = err
        .lines()
        .filter_map(|line| {
            line.trim_start().strip_prefix("--> content/songs.yaml:")?.split(':').next()?.parse().ok()
        })
        .collect();
    assert_eq!(lines.len(), 500);
    assert!(lines.is_sorted());
    let end: Vec<&str> = err.lines().rev().take(2).collect();
    assert_eq!(end[1], "500 problems (500 no-such)");
    put(root, "content/songs.yaml", &songs(1_100));
    let (_, _, err) = run(root, &["check"]);
    assert!(err.contains("\n… and 100 more\n1100 problems (1100 no-such)\n"));
    assert_eq!(run(root, &["check", "--format", "json"]).1.lines().count(), 1_100, "programs get all");
}

/// Slips of a finger, each put in at many places of a file: whatever is mended, no line comes or goes, nothing that
/// could be read before can be read no more, and it comes to an end.
#[test]
fn mending_never_makes_it_worse() {
    let text = "# The songs\nfallin:\n  title: {en: Fallin', ko: 홍이삭}\n  by: [isaac-hong]\n  heard_in:\n    - episode: 1..3\n      scene: \"At: the #1 door\"\n  note: |\n    Some\n    \ttext: of # two\n  sources: [label]\n";
    let slips = ["\t", "\u{a0}", " #1", "#", ": ", "\"", "@", ",", "e\u{301}", "x", "\r"];
    let read = |tree: &dyn Tree| -> Vec<Diagnostic> {
        let mut complaints = Vec::new();
        let parsed = linernotes::engine::build::read(tree, &mut complaints).unwrap();
        parsed.into_iter().flat_map(|file| file.complaints).chain(complaints).collect()
    };
    let broken = |complaints: &[Diagnostic]| complaints.iter().filter(|c| c.code == Code::YamlSyntax).count();
    let mut mended = 0;
    for slip in slips {
        for at in (0..=text.len()).step_by(2).filter(|at| text.is_char_boundary(*at)) {
            let slipped = format!("{}{slip}{}", &text[..at], &text[at..]);
            let mut tree = Memory::new();
            tree.put("content/songs.yaml", &slipped);
            let mut edited = Edited::new(&tree);
            let before = read(&edited);
            let mut rounds = 0;
            while edited.mend(&read(&edited)) > 0 {
                rounds += 1;
                assert!(rounds < 8, "{slipped}");
            }
            let after = read(&edited);
            assert!(broken(&after) <= broken(&before), "{slipped}\n{after:?}");
            mended += usize::from(rounds > 0);
            for change in edited.into_changes() {
                let now = String::from_utf8(change.after).unwrap();
                assert_eq!(now.lines().count(), slipped.lines().count(), "{slipped}\n{now}");
            }
        }
    }
    assert!(mended > 30, "only {mended} were mended");
}

#[test]
fn colours_add_nothing_to_the_words() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path());
    put(folder.path(), "content/songs.yaml", "fallin:\n  titel: 눈물 🎵\n  by: [nobody]\n  sources: [label]\n");
    let plain = run(folder.path(), &["check"]).2;
    let coloured = Command::new(env!("CARGO_BIN_EXE_linernotes"))
        .args(["check", "--root"])
        .arg(folder.path())
        .env_remove("NO_COLOR")
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    let coloured = String::from_utf8(coloured.stderr).unwrap();
    assert!(!plain.contains('\u{1b}') && coloured.contains("\u{1b}["), "{coloured:?}");
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        stripped += before;
        rest = after.split_once('m').unwrap().1;
    }
    assert_eq!(stripped + rest, plain);
}
