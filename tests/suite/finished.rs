//! `linernotes proof` and `linernotes check --links`, as they are typed.

use crate::binary::{linernotes, put, small_site};
use std::fs;
use std::path::Path;

/// Exit code, and what was said to the person.
fn say(args: &[&str], folder: &Path) -> (i32, String) {
    let done = linernotes().args(args).current_dir(folder).output().unwrap();
    (done.status.code().unwrap(), String::from_utf8_lossy(&done.stderr).into_owned())
}

#[test]
fn a_finished_site_is_checked_alone() {
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    linernotes().arg("build").current_dir(folder.path()).assert().success();
    let (code, told) = say(&["proof", "dist"], folder.path());
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("nothing to correct"), "{told}");
    let home = folder.path().join("dist/index.html");
    let text = fs::read_to_string(&home).unwrap();
    fs::write(&home, text.replace("</main>", "<img src=\"https://b.example/a.png\"><a href=\"/x/\">x</a></main>"))
        .unwrap();
    fs::remove_file(folder.path().join("dist/news/hello/index.html")).unwrap();
    put(folder.path(), "dist/data/more.json", "{\"url\": \"https://notes.example/y/\"}");
    let (code, told) = say(&["proof", "dist"], folder.path());
    assert_eq!(code, 1, "{told}");
    for part in
        ["load something from `b.example`", "is at `/x/`", "is at `/y/`", "is at `/news/hello/`", "data/more.json"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    let (code, told) = say(&["proof", "dist", "--address", "https://other.example/"], folder.path());
    assert!(code == 1 && told.contains("and that is no page of the site"), "{told}");
    assert_eq!(say(&["proof", "nowhere"], folder.path()).0, 2);
    assert_eq!(say(&["proof", "content"], folder.path()).0, 2, "no home page, no address");
}

#[test]
fn a_site_without_links_out_of_it_asks_nobody() {
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    let (code, told) = say(&["check", "--links"], folder.path());
    assert_eq!(code, if cfg!(feature = "links") { 0 } else { 2 }, "{told}");
    assert!(told.contains("0 links out of the site"), "{told}");
    let kept = folder.path().join("linernotes-links.json");
    assert_eq!(kept.is_file(), cfg!(feature = "links"));
    assert_eq!(say(&["check", "--links", "--root", "nowhere"], folder.path()).0, 2);
}
