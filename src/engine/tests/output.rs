//! What the keeper of a site sees of the output folder.

use std::fs;
use std::time::{Duration, SystemTime};

use super::{Place, Written, fresh, let_time_pass, set_age};
use crate::engine::ledger::LedgerFault;
use crate::engine::output::Fate;
use crate::engine::refusal::{OutputError, Refusal};

const SITE: &[(&str, &str)] = &[("index.html", "hello"), ("songs/a.html", "a song")];

fn refusal<T: std::fmt::Debug>(result: Result<T, OutputError>) -> Refusal {
    match result {
        Err(OutputError::Refused { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

fn times(place: &Place) -> Vec<(String, SystemTime)> {
    let paths = place.tree().into_keys();
    paths.map(|path| (path.clone(), fs::metadata(place.out().join(path)).unwrap().modified().unwrap())).collect()
}

#[test]
fn twice_is_once() {
    let place = Place::new();
    assert_eq!(place.build(SITE).unwrap(), Written { new: 2, ..Written::default() });
    // Files as young as the ledger, by the steps in which a disk counts time, are read once more; then it is renewed.
    std::thread::sleep(Duration::from_millis(50));
    place.build(SITE).unwrap();
    let (tree, times_before) = (place.tree(), times(&place));
    let folder = fs::metadata(place.out()).unwrap().modified().unwrap();
    assert_eq!(place.build(SITE).unwrap(), Written { kept: 2, ..Written::default() });
    assert_eq!((place.tree(), times(&place)), (tree, times_before));
    assert_eq!(fs::metadata(place.out()).unwrap().modified().unwrap(), folder);
}

#[test]
fn only_what_changed_is_written_and_what_the_site_no_longer_has_is_removed() {
    let place = Place::new();
    place.build(&[("index.html", "1"), ("a/b/c.html", "2"), ("a/d.html", "3"), ("e/f.html", "4")]).unwrap();
    let_time_pass(&place.out());
    let kept = fs::metadata(place.out().join("a/d.html")).unwrap().modified().unwrap();
    let written = place.build(&[("index.html", "x"), ("a/d.html", "3"), ("new/g.html", "5")]).unwrap();
    let removed = vec!["a/b/c.html".to_string(), "e/f.html".to_string()];
    assert_eq!(written, Written { new: 1, changed: 1, kept: 1, removed, left: Vec::new(), strangers: Vec::new() });
    assert_eq!(place.tree(), fresh(&[("index.html", "x"), ("a/d.html", "3"), ("new/g.html", "5")]));
    assert_eq!(fs::metadata(place.out().join("a/d.html")).unwrap().modified().unwrap(), kept);
}

#[test]
fn files_of_others_stay() {
    let place = Place::new();
    place.build(&[("index.html", "1"), ("a/b.html", "2")]).unwrap();
    place.put("CNAME", "example.org");
    place.put(".git/HEAD", "ref");
    place.put("a/mine.txt", "mine");
    place.build(&[("index.html", "2")]).unwrap();
    let mut expected = fresh(&[("index.html", "2")]);
    for (path, text) in [("CNAME", "example.org"), (".git/HEAD", "ref"), ("a/mine.txt", "mine")] {
        expected.insert(path.to_string(), text.into());
    }
    expected.insert(".git/".into(), Vec::new());
    expected.insert("a/".into(), Vec::new());
    assert_eq!(place.tree(), expected);
}

#[test]
fn a_file_of_others_is_not_written_over_but_an_equal_one_is_taken() {
    let place = Place::new();
    place.build(SITE).unwrap();
    place.put("CNAME", "example.org");
    let tree = place.tree();
    let other = place.build(&[("index.html", "new"), ("CNAME", "elsewhere.org")]);
    assert_eq!(refusal(other), Refusal::StrangerAt("CNAME".into()));
    assert_eq!(place.tree(), tree);
    let with_equal = [SITE, &[("CNAME", "example.org")]].concat();
    assert_eq!(place.build(&with_equal).unwrap(), Written { kept: 3, ..Written::default() });
    assert_eq!(place.tree(), fresh(&with_equal));
    assert_eq!(place.build(SITE).unwrap().removed, ["CNAME"]);
}

#[test]
fn a_folder_of_others_does_not_make_way_for_a_file() {
    let place = Place::new();
    place.build(SITE).unwrap();
    place.put("songs/mine/notes.txt", "mine");
    place.put("folder/notes.txt", "mine");
    fs::create_dir(place.out().join("bare")).unwrap();
    place.put("file", "mine");
    let tree = place.tree();
    for (path, stranger) in [
        ("songs", "songs/mine"),
        ("folder", "folder"),
        ("bare", "bare"),
        ("file/index.html", "file"),
        ("file/deep/er.html", "file"),
    ] {
        let site = [("index.html", "new"), (path, "x")];
        assert_eq!(refusal(place.build(&site)), Refusal::StrangerAt(stranger.into()), "{path}");
        assert_eq!(place.tree(), tree, "{path}");
    }
}

#[test]
fn a_file_changed_by_hand_is_made_again() {
    let place = Place::new();
    place.build(SITE).unwrap();
    let_time_pass(&place.out());
    place.put("index.html", "jello");
    assert_eq!(place.build(SITE).unwrap(), Written { changed: 1, kept: 1, ..Written::default() });
    fs::remove_dir_all(place.out().join("songs")).unwrap();
    assert_eq!(place.build(SITE).unwrap(), Written { changed: 1, kept: 1, ..Written::default() });
    // Younger than the ledger, but the same: as after a fresh clone.
    place.put("index.html", "hello");
    assert_eq!(place.build(SITE).unwrap(), Written { kept: 2, ..Written::default() });
    assert_eq!(place.tree(), fresh(SITE));
}

#[test]
fn a_file_as_old_as_the_ledger_may_have_been_changed_after_it() {
    let place = Place::new();
    place.build(SITE).unwrap();
    place.put("index.html", "jello");
    for path in ["index.html", "songs/a.html", ".linernotes"] {
        set_age(&place.out().join(path), 10);
    }
    assert_eq!(place.build(SITE).unwrap(), Written { changed: 1, kept: 1, ..Written::default() });
}

#[test]
fn a_file_that_the_site_no_longer_has_stays_if_somebody_made_it_their_own() {
    let place = Place::new();
    place.build(SITE).unwrap();
    let_time_pass(&place.out());
    place.put("songs/a.html", "my own notes");
    let written = place.build(&SITE[..1]).unwrap();
    assert_eq!(written, Written { kept: 1, left: vec!["songs/a.html".into()], ..Written::default() });
    assert_eq!(fs::read_to_string(place.out().join("songs/a.html")).unwrap(), "my own notes");
    assert_eq!(place.build(&SITE[..1]).unwrap().left, [""; 0]);
}

#[test]
fn nothing_is_published_before_all_is() {
    let place = Place::new();
    place.build(SITE).unwrap();
    let tree = place.tree();
    let output = place.claim().unwrap();
    assert_eq!(output.stage("index.html", b"other").unwrap(), Fate::Changed);
    assert_eq!(output.stage("songs/a.html", b"a song").unwrap(), Fate::Kept);
    assert_eq!(output.stage("songs/b.html", b"b").unwrap(), Fate::New);
    assert_eq!(place.tree(), tree);
    drop(output);
    assert_eq!(place.tree(), tree);
    assert_eq!(place.names(), ["content", "dist", "static", "templates"]);
}

#[test]
fn a_build_that_is_given_up_leaves_no_folder_that_it_made() {
    let place = Place::new();
    let out = place.root().join("a/b/dist");
    let output = super::Output::claim(&out, &place.guarded(), &|| ()).unwrap();
    output.stage("x/index.html", b"1").unwrap();
    drop(output);
    assert_eq!(place.names(), ["content", "static", "templates"]);
    let output = super::Output::claim(&out, &place.guarded(), &|| ()).unwrap();
    output.stage("x/index.html", b"1").unwrap();
    output.publish().unwrap();
    assert_eq!(super::names(out.parent().unwrap()), ["dist"]);
}

#[test]
fn a_site_with_a_hole_is_not_published() {
    let place = Place::new();
    place.build(SITE).unwrap();
    let tree = place.tree();
    let output = place.claim().unwrap();
    output.stage("index.html", b"other").unwrap();
    assert!(matches!(refusal(output.stage("../x", b"")), Refusal::Path(..)));
    assert_eq!(refusal(output.publish()), Refusal::NotWhole);
    assert_eq!(place.tree(), tree);
}

#[test]
fn paths_that_cannot_stand_together_are_refused() {
    for sites in [[SITE, SITE].concat(), vec![("a/b.html", "1"), ("a", "2")], vec![("a", "2"), ("a/b/c.html", "1")]]
    {
        let place = Place::new();
        assert!(matches!(refusal(place.build(&sites)), Refusal::Clash(_)), "{sites:?}");
        place.build(&[("index.html", "x")]).unwrap();
        assert!(matches!(refusal(place.build(&sites)), Refusal::Clash(_)), "{sites:?}");
        assert_eq!(place.tree(), fresh(&[("index.html", "x")]));
    }
    let long = "x".repeat(201);
    assert_eq!(refusal(Place::new().build(&[(&long, "")])), Refusal::LongPath(long.clone()));
    Place::new().build(&[(&"ü".repeat(100), "")]).unwrap();
}

#[test]
fn a_ledger_that_cannot_be_trusted_stops_the_build() {
    for (text, expected) in [
        ("", LedgerFault::NotALedger),
        ("linernotes ledger 9\n", LedgerFault::Newer(9)),
        ("linernotes ledger 1\n-------------------------------- ../content/a.yaml\n", LedgerFault::Line(2)),
    ] {
        let place = Place::new();
        place.build(SITE).unwrap();
        place.put(".linernotes", text);
        let tree = place.tree();
        let error = place.build(&[]).unwrap_err();
        assert!(matches!(&error, OutputError::Ledger { fault, .. } if *fault == expected), "{error}");
        assert!(error.help().is_some());
        assert_eq!(place.tree(), tree);
        assert_eq!(place.names(), ["content", "dist", "static", "templates"]);
    }
}

#[test]
fn what_a_killed_build_left_is_cleared_and_what_others_left_is_not() {
    let place = Place::new();
    let work = place.root().join(".dist.linernotes-work");
    fs::create_dir_all(work.join("site/deep")).unwrap();
    fs::write(work.join("site/deep/index.html"), "half").unwrap();
    fs::write(work.join("lock"), "").unwrap();
    place.build(SITE).unwrap();
    assert_eq!(place.names(), ["content", "dist", "static", "templates"]);
    fs::create_dir_all(&work).unwrap();
    fs::write(work.join("mine"), "mine").unwrap();
    assert!(matches!(refusal(place.build(SITE)), Refusal::StrangeWork(_)));
    assert!(work.join("mine").exists());
}

#[test]
fn an_empty_site_is_a_folder_with_a_ledger() {
    let place = Place::new();
    place.build(&[]).unwrap();
    assert_eq!(place.tree().into_keys().collect::<Vec<_>>(), [".linernotes"]);
}

#[test]
fn a_branch_without_files_can_be_built_into() {
    let place = Place::new();
    place.put(".git", "gitdir: elsewhere");
    place.build(SITE).unwrap();
    let mut expected = fresh(SITE);
    expected.insert(".git".into(), "gitdir: elsewhere".into());
    assert_eq!(place.tree(), expected);
}

#[test]
fn a_file_that_comes_into_an_empty_folder_meanwhile_is_not_lost() {
    let place = Place::new();
    fs::create_dir(place.out()).unwrap();
    let output = place.claim().unwrap();
    output.stage("a/index.html", b"x").unwrap();
    place.put("mine.txt", "mine");
    assert_eq!(refusal(output.publish()), Refusal::Strangers(vec!["mine.txt".into()]));
    assert_eq!(place.tree().into_keys().collect::<Vec<_>>(), ["mine.txt"]);
    fs::remove_file(place.out().join("mine.txt")).unwrap();
    let output = place.claim().unwrap();
    output.stage("a/index.html", b"x").unwrap();
    place.put(".DS_Store", "");
    output.publish().unwrap();
    let paths: Vec<_> = place.tree().into_keys().collect();
    assert_eq!(paths, [".DS_Store", ".linernotes", "a/", "a/index.html"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_link_to_a_folder_elsewhere_is_written_through_and_stays() {
        let place = Place::new();
        let www = place.base.path().join("www");
        fs::create_dir(&www).unwrap();
        symlink(&www, place.out()).unwrap();
        for site in [SITE, &SITE[..1]] {
            place.build(site).unwrap();
            assert!(fs::symlink_metadata(place.out()).unwrap().is_symlink());
            assert_eq!(super::super::tree(&www), fresh(site));
        }
        assert_eq!(super::super::names(place.base.path()), ["site", "www"]);
    }

    #[test]
    fn nothing_is_written_or_removed_through_a_link_in_the_folder() {
        let place = Place::new();
        place.build(&[("a/b.html", "old"), ("c.html", "c")]).unwrap();
        let content = place.root().join("content");
        fs::write(content.join("b.html"), "source").unwrap();
        fs::remove_dir_all(place.out().join("a")).unwrap();
        symlink("../content", place.out().join("a")).unwrap();
        let changed = place.build(&[("a/b.html", "new"), ("c.html", "c")]);
        assert_eq!(refusal(changed), Refusal::StrangerAt("a".into()));
        let added = place.build(&[("a/x.html", "new"), ("c.html", "c")]);
        assert_eq!(refusal(added), Refusal::StrangerAt("a".into()));
        place.build(&[("c.html", "c")]).unwrap();
        assert_eq!(super::super::names(&content), ["b.html"]);
        assert_eq!(fs::read_to_string(content.join("b.html")).unwrap(), "source");
        // A link where a file goes is ours when we wrote that file, and is replaced, not followed.
        fs::remove_file(place.out().join("c.html")).unwrap();
        symlink("../content/b.html", place.out().join("c.html")).unwrap();
        place.build(&[("c.html", "new")]).unwrap();
        assert_eq!(fs::read_to_string(content.join("b.html")).unwrap(), "source");
        assert!(fs::symlink_metadata(place.out().join("c.html")).unwrap().is_file());
    }

    #[test]
    fn an_empty_folder_keeps_its_permissions() {
        let place = Place::new();
        fs::create_dir(place.out()).unwrap();
        fs::set_permissions(place.out(), fs::Permissions::from_mode(0o750)).unwrap();
        place.build(SITE).unwrap();
        assert_eq!(fs::metadata(place.out()).unwrap().permissions().mode() & 0o777, 0o750);
    }
}
