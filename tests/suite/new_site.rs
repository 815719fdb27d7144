//! `linernotes new DIR`: a site that builds at once, whatever it is called, or nothing at all.

use super::binary::{linernotes, tree_of};
use linernotes::author::site::{Example, NewSite, Repository};
use linernotes::base::day::Zone;
use linernotes::base::diagnostic::Severity;
use linernotes::base::lang::Lang;
use linernotes::cli::report::{Format, Report};
use linernotes::engine::build::build;
use linernotes::engine::sinks::InMemory;
use linernotes::model::link::Asked;
use linernotes::source::Tree;
use std::collections::BTreeMap;
use std::fs;

fn site(example: Example, languages: &[&str]) -> NewSite {
    NewSite {
        title: None,
        languages: languages.iter().map(|lang| Lang::new(lang).unwrap()).collect(),
        timezone: Zone::named("Asia/Seoul").unwrap(),
        repository: None,
        address: None,
        example,
        folder: "my drama".into(),
    }
}

/// What is made of a site, and what is told of it but for notes.
fn built(site: &NewSite) -> (BTreeMap<String, String>, String) {
    let tree = site.tree();
    let asked = Asked { address: None, now: 1_796_000_000, drafts: false, headers: None };
    let sink = InMemory::default();
    let Ok(built) = build(&tree, &asked, &sink) else { panic!("a tree in memory can be read") };
    let serious = built.complaints.iter().filter(|complaint| complaint.severity != Severity::Note);
    let mut report = Report::new(&tree, Format::Text);
    let told: Vec<String> = serious.map(|complaint| report.say_plain(complaint)).collect();
    let files = sink.into_files().into_iter();
    (files.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect(), told.join("\n\n"))
}

#[test]
fn every_new_site_builds_without_a_word() {
    for languages in [&["en", "ko"][..], &["ko", "en"], &["en"], &["ko"], &["ja", "en"], &["ja"], &["ko", "ja"]] {
        let (files, told) = built(&site(Example::Small, languages));
        assert_eq!(told, "", "{languages:?}");
        let count = |end: &str| files.keys().filter(|path| path.ends_with(end)).count();
        assert!(count("index.html") >= 25 * languages.len(), "{languages:?}: {} pages", count("index.html"));
        for page in [
            "index.html",
            "songs/first-ferry/index.html",
            "releases/ost-part-1/index.html",
            "news/first-songs/index.html",
            "about/index.html",
        ] {
            assert!(files.contains_key(page), "{languages:?} lacks {page}");
        }
        // Nothing of how the example is written is left in it.
        let tree = site(Example::Small, languages).files();
        for (path, bytes) in tree.iter().filter(|(path, _)| path.starts_with("content/")) {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("#en ") && !text.contains("#ko "), "{path}");
            assert!(
                languages.contains(&"ko") || text.is_ascii(),
                "{path} has letters of a language that is not asked for"
            );
        }
    }
}

#[test]
fn the_full_example_is_the_default_site() {
    for languages in [&["en", "ko"][..], &["ko", "en"]] {
        let (files, told) = built(&site(Example::Full, languages));
        assert_eq!(told, "");
        assert!(files.contains_key("songs/way-home/index.html"));
    }
    for languages in [&["en"][..], &["ko"], &["en", "ja"], &["en", "ko", "ja"]] {
        assert!(site(Example::Full, languages).problem().is_some(), "{languages:?}");
    }
}

#[test]
fn a_title_may_be_anything() {
    for title in [
        "Say \"Hi\": 'x' #1",
        "@heize & *NSYNC",
        "- a: [b, {c}]",
        "null",
        "~",
        "1989",
        "  spaces  around ",
        "눈물의 여왕: 팬 사이트",
        "**bold** ~~no~~ `x`",
        "C:\\new",
        "</title><script>alert(1)</script>",
        "a: b: c # d",
        "!tag &anchor",
        "%YAML",
        "? x",
        "| y",
    ] {
        let mut site = site(Example::Small, &["en"]);
        site.title = Some(title.into());
        assert_eq!(site.problem(), None, "{title}");
        let (files, told) = built(&site);
        assert_eq!(told, "", "{title}");
        let escaped = title.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let escaped = escaped.split_whitespace().collect::<Vec<_>>().join(" ");
        let head = files["index.html"]
            .split("</title>")
            .next()
            .unwrap()
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&#x27;", "'")
            .replace("&#x2F;", "/");
        let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(head.contains(&escaped), "{title}: {}", &head[head.len().saturating_sub(200)..]);
    }
    // No font has an emoji, so the cards that show the title are told of: one warning for each language, no mistake.
    let mut site = site(Example::Small, &["ko"]);
    site.title = Some("등대 🎵".into());
    let (files, told) = built(&site);
    assert!(files["index.html"].contains("등대 🎵"));
    assert!(!told.contains("error"), "{told}");
    for title in ["", "   ", "a\nb", "a\u{7}"] {
        site.title = Some(title.into());
        assert!(site.problem().is_some(), "{title:?}");
    }
}

#[test]
fn the_address_follows_from_the_repository_or_the_folder() {
    let mut new = site(Example::Small, &["en"]);
    let text = |site: &NewSite| String::from_utf8(site.files()["content/site.yaml"].clone()).unwrap();
    assert!(text(&new).contains("\naddress: https://my-name.github.io/my-drama/\n"));
    assert!(text(&new).contains("\n# repository: https://github.com/my-name/my-site\n"));
    new.repository = Some(Repository::new("Fan/drama").unwrap());
    assert!(text(&new).contains("\naddress: https://fan.github.io/drama/\n"), "{}", text(&new));
    assert!(text(&new).contains("\nrepository: https://github.com/Fan/drama\n"));
    new.address = Some("https://drama.example/".into());
    assert!(text(&new).contains("\naddress: https://drama.example/\n"));
    new.title = Some("My drama".into());
    assert!(text(&new).contains("\ntitle: My drama\n"));
    new.timezone = Zone::named("Europe/Berlin").unwrap();
    assert!(text(&new).contains("\ntimezone: Europe/Berlin\n"));
    let mut full = site(Example::Full, &["ko", "en"]);
    full.repository = new.repository.clone();
    full.title = Some("눈물".into());
    assert!(text(&full).contains("\ntitle:\n  ko: 눈물\naddress:"), "the other language is added below it");
    assert!(text(&full).contains("\nlanguages:\n  - ko\n  - en\n"), "{}", text(&full));
    assert!(text(&full).contains("\nrepository: https://github.com/Fan/drama\n"));
}

#[test]
fn what_stands_around_the_content_is_there() {
    let tree = site(Example::Small, &["ko"]).tree();
    let read = |path: &str| String::from_utf8(tree.read_path(path).unwrap_or_else(|_| panic!("{path}"))).unwrap();
    assert!(read(".gitignore").lines().any(|line| line == "dist/"));
    assert!(read(".gitattributes").contains("eol=lf"));
    assert!(read("README.md").contains("# 종이 등대\n") && !read("README.md").contains('{'));
    assert!(read(".github/workflows/pages.yml").contains("linernotes build"));
    for (file, schema) in
        [("songs.yaml", "schemas/songs.json"), ("releases/ost-part-1.yaml", "schemas/release.json")]
    {
        let first = read(&format!("content/{file}")).lines().next().unwrap().to_string();
        let path = first.strip_prefix("# yaml-language-server: $schema=").unwrap();
        assert_eq!(path.trim_start_matches("../"), schema);
        assert!(serde_json::from_str::<serde_json::Value>(&read(schema)).is_ok());
    }
}

#[test]
fn a_new_folder_holds_all_of_it_and_the_next_commands_work() {
    let top = tempfile::tempdir().unwrap();
    let new = linernotes()
        .current_dir(top.path())
        .args(["new", "a/my site", "--title", "It's: \"mine\""])
        .assert()
        .success();
    let next = String::from_utf8_lossy(&new.get_output().stdout).into_owned();
    let lines: Vec<&str> = next.lines().collect();
    assert_eq!(lines.len(), 3, "{next}");
    assert_eq!(lines[0], "cd 'a/my site'");
    let site = top.path().join("a/my site");
    for line in &lines[1..] {
        let words: Vec<&str> = line.split(' ').skip(1).collect();
        linernotes().args(words).arg("--help").assert().success();
    }
    for command in ["check", "build"] {
        let run = linernotes().current_dir(&site).arg(command).assert().success();
        let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(!told.contains("warning") && !told.contains("error"), "{told}");
    }
    assert!(fs::read_to_string(site.join("dist/index.html")).unwrap().contains("mine"));
    // Again there is something in the folder, and it stays as it is.
    let before = tree_of(top.path());
    let again = linernotes().current_dir(top.path()).args(["new", "a/my site"]).assert().code(2);
    assert!(String::from_utf8_lossy(&again.get_output().stderr).contains("there are files in"));
    assert_eq!(tree_of(top.path()), before);
}

#[test]
fn what_cannot_be_made_leaves_nothing() {
    let top = tempfile::tempdir().unwrap();
    fs::write(top.path().join("file"), "mine").unwrap();
    let run = |words: &[&str], code: i32| {
        let run = linernotes().current_dir(top.path()).arg("new").args(words).assert().code(code);
        String::from_utf8_lossy(&run.get_output().stderr).into_owned()
    };
    run(&["file"], 2);
    run(&["file/below"], 2);
    run(&["site", "--title", " "], 2);
    run(&["site", "--languages", "english"], 2);
    run(&["site", "--languages", "ja", "--example", "full"], 2);
    assert!(run(&["site", "--timezone", "Asia/Soul"], 2).contains("Asia/Seoul"));
    run(&["site", "--repository", "me"], 2);
    run(&["site", "--address", "drama.example"], 2);
    run(&["song", "--title", "x"], 2);
    run(&["site", "--set", "title=x"], 2);
    assert!(run(&["songs", "x"], 2).contains("no kind of record"));
    assert_eq!(tree_of(top.path()).keys().collect::<Vec<_>>(), ["file"]);
    assert_eq!(fs::read_dir(top.path()).unwrap().count(), 1);
}

#[test]
fn a_folder_called_like_a_kind_is_written_with_a_path() {
    let top = tempfile::tempdir().unwrap();
    linernotes().current_dir(top.path()).args(["new", "./song"]).assert().success();
    assert!(top.path().join("song/content/site.yaml").is_file());
}

/// Runs the program on a terminal, types the answers, and says how it ended and what stood there.
#[cfg(unix)]
pub fn on_a_terminal(folder: &std::path::Path, words: &[&str], answers: &str) -> (i32, String) {
    use std::io::{Read, Write};
    let terminal = nix::pty::openpty(None, None).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_linernotes"));
    command.current_dir(folder).args(words).env("SOURCE_DATE_EPOCH", "1714100400").env("NO_COLOR", "1");
    let other_end = |end: &std::os::fd::OwnedFd| end.try_clone().unwrap();
    command.stdin(other_end(&terminal.slave)).stderr(other_end(&terminal.slave)).stdout(other_end(&terminal.slave));
    let mut child = command.spawn().unwrap();
    drop(command);
    drop(terminal.slave);
    let mut screen = fs::File::from(terminal.master);
    screen.write_all(answers.as_bytes()).unwrap();
    let mut shown = Vec::new();
    // Its end is an error on Linux: the last who had the other end open is gone.
    let _ = screen.read_to_end(&mut shown);
    (child.wait().unwrap().code().unwrap(), String::from_utf8_lossy(&shown).into_owned())
}

#[cfg(unix)]
#[test]
fn on_a_terminal_it_asks_for_what_was_not_said() {
    let top = tempfile::tempdir().unwrap();
    let answers = "large\nsmall\nMy: site\nkr\nko,en\n\nFan/drama\n";
    let (code, shown) = on_a_terminal(top.path(), &["new", "site"], answers);
    assert_eq!(code, 0, "{shown}");
    for part in ["small or full?", "did you mean `ko`?", "In which zone are its hours? [Asia/Seoul]:", "cd site"] {
        assert!(shown.contains(part), "{part} is not in:\n{shown}");
    }
    let site = fs::read_to_string(top.path().join("site/content/site.yaml")).unwrap();
    for part in [
        "title:\n  ko: \"My: site\"\n",
        "  - ko\n  - en\n",
        "timezone: Asia/Seoul\n",
        "https://fan.github.io/drama/",
    ] {
        assert!(site.contains(part), "{part} is not in:\n{site}");
    }
    let root = top.path().join("site");
    let (code, shown) = on_a_terminal(&root, &["new", "song", "next"], "Next\nlow-tide-club\n");
    assert_eq!(code, 0, "{shown}");
    assert!(
        fs::read_to_string(root.join("content/songs.yaml"))
            .unwrap()
            .ends_with("next:\n  title: Next\n  by:\n    - low-tide-club\n")
    );
    let (code, shown) = on_a_terminal(&root, &["rename", "song", "next", "last"], "n\n");
    assert_eq!(code, 2, "{shown}");
    assert!(shown.contains("nothing was changed"), "{shown}");
    let (code, shown) = on_a_terminal(&root, &["rename", "song", "next", "last"], "y\n");
    assert_eq!(code, 0, "{shown}");
    assert!(fs::read_to_string(root.join("content/songs.yaml")).unwrap().contains("\nlast:\n"));
}
