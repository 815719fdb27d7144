//! Builds that meet each other, and readers that meet builds.

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::{Output, Place, Written, stage_all};

#[test]
fn a_second_build_waits_says_so_and_finds_nothing_to_do() {
    let place = Place::new();
    let site = [("index.html", "hello"), ("a/b.html", "b")];
    let first = place.claim().unwrap();
    let (waits, waiting) = mpsc::channel();
    thread::scope(|scope| {
        let second = scope.spawn(|| {
            let waits = waits;
            let said = AtomicUsize::new(0);
            let on_wait = || {
                said.fetch_add(1, Ordering::SeqCst);
                waits.send(()).unwrap();
            };
            let output = Output::claim(&place.out(), &place.guarded(), &on_wait).unwrap();
            stage_all(&output, &site).unwrap();
            let written = output.publish().unwrap();
            (written, said.into_inner())
        });
        waiting.recv().unwrap();
        stage_all(&first, &site).unwrap();
        assert_eq!(first.publish().unwrap(), Written { new: 2, ..Written::default() });
        assert_eq!(second.join().unwrap(), (Written { kept: 2, ..Written::default() }, 1));
    });
    assert_eq!(place.names(), ["content", "dist", "static", "templates"]);
}

#[test]
fn many_builds_at_once_end_in_one_whole_site() {
    let place = Place::new();
    thread::scope(|scope| {
        for text in ["a", "b", "c", "d"] {
            let place = &place;
            scope.spawn(move || {
                for _ in 0..10 {
                    let output = Output::claim(&place.out(), &place.guarded(), &|| ()).unwrap();
                    stage_all(&output, &[("index.html", text), ("x/y.html", text), (text, text)]).unwrap();
                    output.publish().unwrap();
                }
            });
        }
    });
    let text = fs::read_to_string(place.out().join("index.html")).unwrap();
    let text = text.as_str();
    assert_eq!(place.tree(), super::fresh(&[("index.html", text), ("x/y.html", text), (text, text)]));
    assert_eq!(place.names(), ["content", "dist", "static", "templates"]);
}

#[test]
fn a_reader_sees_only_whole_files() {
    let place = Place::new();
    let versions: Vec<String> = ["old", "new"].map(|word| format!("{word} ").repeat(20_000)).to_vec();
    let paths: Vec<String> = (0..8).map(|number| format!("songs/{number}/index.html")).collect();
    let build = |version: &String| {
        let site: Vec<_> = paths.iter().map(|path| (path.as_str(), version.as_str())).collect();
        place.build(&site).unwrap()
    };
    let is_over = AtomicBool::new(false);
    let reads = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0;
            while !is_over.load(Ordering::SeqCst) {
                for path in &paths {
                    // Before the first build there is none; after it, there always is.
                    if let Ok(text) = fs::read_to_string(place.out().join(path)) {
                        assert!(versions.contains(&text), "{path} is torn: {} bytes", text.len());
                        reads += 1;
                    } else {
                        assert_eq!(reads, 0, "{path} was gone");
                    }
                }
            }
            reads
        });
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(400) {
            versions.iter().for_each(|version| drop(build(version)));
        }
        is_over.store(true, Ordering::SeqCst);
        reader.join().unwrap()
    });
    assert!(reads > 0);
}
