//! The real program on a real disk: bad files, two builds at once, builds that are killed, other zones and
//! languages of the machine.

use super::binary::{linernotes, put, small_site, tree_of};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

fn many_news(root: &Path, count: usize) {
    small_site(root);
    for n in 0..count {
        put(
            root,
            &format!("content/news/2024-01-{:02}-post-{n}.md", n % 28 + 1),
            &format!("---\ntitle: Post {n}\ntags: [tag-{}]\n---\n\nText **{n}** of a post.\n", n % 7),
        );
    }
}

/// The program, to be started by hand.
fn program(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linernotes"));
    command.env("SOURCE_DATE_EPOCH", "1714100400").args(["build", "--root"]).arg(root);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn the_machine_does_not_show_in_the_bytes() {
    let folder = tempfile::tempdir().unwrap();
    many_news(folder.path(), 60);
    let out = |name: &str| folder.path().join(name);
    type Way = (&'static str, &'static [(&'static str, &'static str)], &'static str);
    let ways: [Way; 4] = [
        ("plain", &[], "1"),
        ("tokyo", &[("TZ", "Asia/Tokyo"), ("LANG", "ko_KR.UTF-8"), ("LC_ALL", "C")], "2"),
        ("los-angeles", &[("TZ", "America/Los_Angeles"), ("LANG", "de_DE.UTF-8")], "3"),
        ("many", &[("COLUMNS", "20")], "16"),
    ];
    for (name, variables, jobs) in ways {
        let mut command = program(folder.path());
        command.envs(variables.iter().copied()).arg("--out").arg(out(name)).args(["--jobs", jobs]);
        assert!(command.status().unwrap().success(), "{name}");
    }
    let plain = tree_of(&out("plain"));
    assert!(plain.len() > 60);
    for (name, _, _) in &ways[1..] {
        assert!(plain == tree_of(&out(name)), "{name} differs");
    }
}

#[test]
fn two_builds_at_once_end_with_one_whole_site() {
    let folder = tempfile::tempdir().unwrap();
    many_news(folder.path(), 200);
    let mut both: Vec<_> = (0..2).map(|_| program(folder.path()).spawn().unwrap()).collect();
    for child in &mut both {
        assert!(child.wait().unwrap().success());
    }
    assert!(program(folder.path()).arg("--out").arg(folder.path().join("fresh")).status().unwrap().success());
    assert!(tree_of(&folder.path().join("dist")) == tree_of(&folder.path().join("fresh")));
}

#[test]
fn a_build_that_is_killed_is_completed_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    many_news(folder.path(), 150);
    let fresh = folder.path().join("fresh");
    assert!(program(folder.path()).arg("--out").arg(&fresh).status().unwrap().success());
    let wanted = tree_of(&fresh);
    let dist = folder.path().join("dist");
    for instant in 0..25 {
        // Another site first, so that the killed build changes, adds and removes files.
        if instant % 5 == 0 {
            let gone = folder.path().join("content/news/2023-12-31-gone.md");
            fs::write(&gone, "---\ntitle: Gone\n---\nText.\n").unwrap();
            assert!(program(folder.path()).args(["--address", "https://b.example/x/"]).status().unwrap().success());
            fs::remove_file(gone).unwrap();
        }
        let mut child = program(folder.path()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(3 * instant));
        child.kill().unwrap();
        child.wait().unwrap();
        for (path, bytes) in tree_of(&dist) {
            let is_page = path.ends_with(".html");
            assert!(!is_page || bytes.ends_with(b"</html>\n"), "{path} is cut short after instant {instant}");
        }
        assert!(program(folder.path()).status().unwrap().success(), "the build after instant {instant}");
        assert!(tree_of(&dist) == wanted, "instant {instant}");
    }
    let beside: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 4, "only content, dist, fresh and the cache of cards: {beside:?}");
}

#[cfg(unix)]
#[test]
fn files_that_cannot_be_used_are_named() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("secret.yaml"), "x: 1\n").unwrap();
    symlink(elsewhere.path().join("secret.yaml"), root.join("content/songs.yaml")).unwrap();
    symlink(root.join("content"), root.join("content/circle")).unwrap();
    let fifo = root.join("content/people.yaml");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    fs::write(root.join("content/events.yaml"), vec![b'#'; (16 << 20) + 1]).unwrap();
    fs::write(root.join("content/places.yaml"), format!("x:\n  name: {}\n", "x".repeat((1 << 20) + 1))).unwrap();
    fs::write(root.join("content/con.yaml"), "x: 1\n").unwrap();
    fs::write(root.join("content/news/2024-01-01-.md"), "---\ntitle: No id\n---\nText.\n").unwrap();
    fs::write(root.join("content/news/2024-01-01-\u{202e}x.md"), "Text\n").unwrap();
    fs::write(root.join(std::ffi::OsStr::from_bytes(b"content/\xff.yaml")), "x: 1\n").unwrap();
    fs::write(root.join("content/awards.yaml"), b"\xff\xfea\0").unwrap();
    let mut run = linernotes();
    run.args(["build", "--format", "json", "--root"]).arg(root).timeout(Duration::from_secs(20));
    let run = run.assert().code(1);
    let told = String::from_utf8_lossy(&run.get_output().stdout).to_string();
    for part in [
        "leads out of the site",
        "leads back to a folder",
        "not an ordinary file",
        "larger than 16 MB",
        "this value is longer than 1 MB",
        "Windows keeps for itself",
        "cannot be seen",
        "not Unicode text",
        "saved as UTF-16",
    ] {
        assert!(told.contains(part), "{part} is not told in:\n{told}");
    }
    // The same as text: the report looks into files, and must not wait for a pipe either.
    let mut run = linernotes();
    run.args(["build", "--root"]).arg(root).timeout(Duration::from_secs(20)).assert().code(1);
    assert!(!root.join("dist").exists());
}

#[cfg(unix)]
#[test]
fn links_are_told_once_and_not_followed_out_of_the_site() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    let elsewhere = tempfile::tempdir().unwrap();
    for n in 0..50 {
        put(elsewhere.path(), &format!("deep/{n}/songs.yaml"), "x: 1\n");
    }
    symlink(elsewhere.path(), root.join("content/about")).unwrap();
    symlink(elsewhere.path(), root.join("static")).unwrap();
    // A circle of two, which is come upon from both sides.
    put(root, "content/images/one/a.txt", "");
    put(root, "content/images/two/b.txt", "");
    symlink(root.join("content/images/two"), root.join("content/images/one/to-two")).unwrap();
    symlink(root.join("content/images/one"), root.join("content/images/two/to-one")).unwrap();
    let run = linernotes().args(["check", "--format", "json", "--root"]).arg(root).assert().code(1);
    let told = String::from_utf8_lossy(&run.get_output().stdout).to_string();
    let files = |message: &str| -> Vec<String> {
        let lines = told.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let lines = lines.filter(|line| line["message"].as_str().unwrap().contains(message));
        lines.map(|line| line["file"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(files("leads out"), ["content/about", "static"], "{told}");
    assert_eq!(files("leads back"), ["content/images/one/to-two/to-one"], "{told}");
    assert!(!told.contains("deep"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_file_is_told_first_and_alone() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    put(root, "content/drama.yaml", "id: a-drama\nname: A\nsources: [label]\n");
    put(root, "content/sources.yaml", "label:\n  kind: label\n  title: L\n");
    put(root, "content/songs.yaml", "promise:\n  title: Promise\n  by: [heize]\n  sources: [label]\n");
    put(
        root,
        "content/news/2024-04-26-hello.md",
        "---\ntitle: Hello\n---\n\n[](person:heize) and [](song:primose)\n",
    );
    let people = root.join("content/people.yaml");
    assert!(Command::new("mkfifo").arg(&people).status().unwrap().success());
    let check = || {
        let mut run = linernotes();
        let run = run.args(["check", "--format", "json", "--root"]).arg(root).timeout(Duration::from_secs(20));
        let run = run.assert().code(1);
        let out = String::from_utf8_lossy(&run.get_output().stdout).to_string();
        let lines = out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        lines.map(|line| (line["code"].as_str().unwrap().to_string(), line["file"].to_string())).collect::<Vec<_>>()
    };
    let file = |name: &str| format!("\"content/{name}\"");
    let wanted =
        [("bad-file".to_string(), file("people.yaml")), ("no-such".to_string(), file("news/2024-04-26-hello.md"))];
    assert_eq!(check(), wanted);
    // Of a site that cannot be read nothing else is known.
    fs::remove_file(&people).unwrap();
    fs::rename(root.join("content"), root.join("other")).unwrap();
    fs::create_dir(root.join("content")).unwrap();
    fs::rename(root.join("other/sources.yaml"), root.join("content/sources.yaml")).unwrap();
    assert!(Command::new("mkfifo").arg(root.join("content/site.yaml")).status().unwrap().success());
    assert_eq!(check(), [("bad-file".to_string(), file("site.yaml"))]);
}

#[test]
fn names_with_letters_in_parts_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    // `é` and `한` as macOS once wrote them.
    put(root, "static/cafe\u{301}/\u{1112}\u{1161}\u{11ab}.txt", "one");
    put(root, "content/songs.yaml", "x: 1\n");
    linernotes().args(["check", "--root"]).arg(root).assert().code(1);
    fs::remove_file(root.join("content/songs.yaml")).unwrap();
    linernotes().args(["build", "--root"]).arg(root).assert().success();
    assert_eq!(tree_of(&root.join("dist"))["caf\u{e9}/\u{d55c}.txt"], b"one");
}

#[test]
fn what_others_put_into_the_output_folder_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    let build = || {
        let run = linernotes().args(["build", "--root"]).arg(root).assert().success();
        String::from_utf8_lossy(&run.get_output().stderr).to_string()
    };
    assert!(!build().contains("note:"));
    put(root, "dist/CNAME.txt", "mine");
    put(root, "dist/zz/mine.txt", "mine");
    put(root, "content/news/2024-04-27-more.md", "---\ntitle: More\n---\n\nText.\n");
    let told = build();
    assert!(told.contains("note: linernotes did not write CNAME.txt and 1 more in "), "{told}");
    assert_eq!(told.matches("note:").count(), 1);
    assert!(!build().contains("note:"), "a build that writes nothing has nothing to say");
    assert_eq!(fs::read(root.join("dist/CNAME.txt")).unwrap(), b"mine");
}

#[cfg(unix)]
#[test]
fn a_full_or_closed_disk_ends_with_3() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    let probe = fs::write(closed.join("probe"), "");
    if probe.is_ok() {
        // Whoever may do everything is not stopped by permissions: a file in the way of a folder stops anybody.
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
        fs::remove_file(closed.join("probe")).unwrap();
        let blocked = closed.join("file/dist");
        fs::write(closed.join("file"), "").unwrap();
        let run = linernotes().args(["build", "--root"]).arg(folder.path()).arg("--out").arg(blocked).assert();
        assert!(matches!(run.get_output().status.code(), Some(2 | 3)), "{:?}", run.get_output());
        return;
    }
    linernotes()
        .args(["build", "--root"])
        .arg(folder.path())
        .arg("--out")
        .arg(closed.join("dist"))
        .assert()
        .code(3);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
}
