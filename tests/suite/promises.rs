//! What the README promises of a build as a whole.

use super::cases::{asked, make, messages};
use linernotes::base::diagnostic::Severity;
use linernotes::engine::build::{Ready, Sink, build, read};
use linernotes::engine::sinks::InMemory;
use linernotes::model::reader::Read;
use linernotes::source::{Aside, Disk, Memory};
use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;

fn repository() -> Disk {
    Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")))
}

fn build_with(threads: usize) -> std::collections::BTreeMap<String, Vec<u8>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let sink = InMemory::default();
    let built = pool.install(|| build(&repository(), &asked(), &sink));
    assert!(built.is_ok_and(|built| built.page_count > 100));
    sink.into_files()
}

#[test]
fn one_thread_and_two_make_the_same_bytes() {
    let (one, two) = (build_with(1), build_with(2));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(two[path] == *bytes, "{path} differs");
    }
}

/// Files in memory, made as those of a large site are: no text stays there.
#[derive(Default)]
struct Sparing(InMemory);

impl Sink for Sparing {
    type Fault = Infallible;

    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), Infallible> {
        self.0.put(path, bytes)
    }

    fn aside(&self) -> Option<Arc<Aside>> {
        Some(Aside::new(0, Box::new(tempfile::tempfile)))
    }
}

#[test]
fn texts_that_are_put_aside_make_the_same_bytes() {
    let sink = Sparing::default();
    let Ok(built) = build(&repository(), &asked(), &sink) else { panic!("the folder can be read") };
    let (spared, all) = (sink.0.into_files(), build_with(2));
    assert!(spared == all, "{:?}", all.keys().find(|path| spared.get(*path) != all.get(*path)));
    // Places in texts are found too: all that is told is the same.
    let Ok(plain) = build(&repository(), &asked(), &InMemory::default()) else { panic!("the folder can be read") };
    assert_eq!(built.complaints, plain.complaints);
}

#[test]
fn the_default_site_has_no_mistake_and_no_warning() {
    let sink = InMemory::default();
    let Ok(built) = build(&repository(), &asked(), &sink) else { panic!("the folder can be read") };
    let mut report = linernotes::cli::report::Report::new(
        Box::leak(Box::new(repository())),
        linernotes::cli::report::Format::Text,
    );
    // Notes are no mistakes: they are shown on the page of gaps.
    let serious = built.complaints.iter().filter(|complaint| complaint.severity != Severity::Note);
    let told: Vec<String> = serious.map(|complaint| report.say_plain(complaint)).collect();
    assert!(told.is_empty(), "{}", told.join("\n\n"));
}

#[test]
fn pages_note_what_they_read() {
    let mut complaints = Vec::new();
    let Ok(parsed) = read(&repository(), &mut complaints) else { panic!("the folder can be read") };
    let ready = Ready::new(&repository(), parsed, &asked(), &mut complaints);
    let slot = ready.plan.slots().iter().find(|slot| slot.path.as_str() == "songs/way-home/").unwrap();
    let Ok((finished, _)) = ready.make(slot) else { panic!("the page can be made") };
    let reads = |wanted: &dyn Fn(&Read) -> bool| finished.reads.iter().any(wanted);
    assert!(reads(&|read| matches!(read, Read::Body(id) if &*id.id == "way-home")), "its own record");
    assert!(reads(&|read| matches!(read, Read::Head(id) if &*id.id == "kim-soo-hyun")), "the singer's name");
    assert!(reads(&|read| matches!(read, Read::Template(name) if name == "song.html")), "its template");
    assert!(!reads(&|read| matches!(read, Read::Body(id) if &*id.id == "fallin")), "no other song");
}

#[test]
fn the_order_of_files_does_not_matter_and_time_only_by_the_day() {
    let mut tree = Memory::new();
    tree.put("content/site.yaml", "title: T\naddress: https://t.example/\nlanguages: [en]\ntimezone: Asia/Seoul\n");
    tree.put("content/news/2024-04-26-now.md", "---\ntitle: Now\n---\nText.\n");
    tree.put("content/news/2024-04-27-later.md", "---\ntitle: Later\npublish_from: 2024-04-27\n---\nText.\n");
    let (built, today) = make(&tree);
    assert_eq!(messages(&tree, &built), "");
    assert!(today.contains_key("news/now/index.html") && !today.contains_key("news/later/index.html"));
    let mut tomorrow = asked();
    tomorrow.now += 24 * 3600;
    let sink = InMemory::default();
    assert!(build(&tree, &tomorrow, &sink).is_ok());
    assert!(sink.into_files().contains_key("news/later/index.html"));
}
