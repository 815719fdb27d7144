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
    assert_eq!(beside.len(), 3, "only content, dist and fresh: {beside:?}");
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
