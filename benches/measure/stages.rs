//! The stages of a build, each timed alone in one process.

use super::{Cost, Outcome, Watch, take_threads};
use linernotes::engine::Guarded;
use linernotes::engine::build::{Ready, Sink, read};
use linernotes::engine::output::Output;
use linernotes::engine::sinks::InMemory;
use linernotes::model::link::{Asked, link};
use linernotes::source::Disk;
use rayon::prelude::*;
use std::convert::Infallible;
use std::path::Path;

/// The moment that every build is for: 15 June 2025.
pub const NOW: i64 = 1_750_000_000;

/// Their names, in the order in which they are printed. The last is written by `play` too.
#[allow(dead_code, reason = "not every bench times the stages")]
pub const STAGES: &[(&str, &str)] = &[
    ("read", "read and parse"),
    ("link", "link"),
    ("plan", "plan, read templates"),
    ("make", "make, render, scan"),
    ("prove", "prove"),
    ("write", "write"),
];

/// Forgets every file, so that making them is timed without writing them.
struct Nowhere;

impl Sink for Nowhere {
    type Fault = Infallible;

    fn put(&self, _: &str, _: Vec<u8>) -> Result<(), Infallible> {
        Ok(())
    }
}

pub fn play(root: &Path, out: &Path, jobs: &str) -> Outcome<()> {
    take_threads(jobs)?;
    let tree = Disk::new(root);
    let asked = Asked { address: None, now: NOW, drafts: false, headers: None };
    let mut complaints = Vec::new();
    let stopped = "the build stopped";

    let watch = Watch::start()?;
    let parsed = read(&tree, &mut complaints)?;
    watch.stop()?.print("read");

    // Linked once for its time alone, on a copy, and then with all the rest that comes before the first page.
    let copy = parsed.clone();
    let watch = Watch::start()?;
    let model = link(copy, &asked, &mut complaints);
    let linking = watch.stop()?;
    linking.print("link");
    drop(model);

    let watch = Watch::start()?;
    let ready = Ready::new(&tree, parsed, &asked, &mut complaints);
    less(watch.stop()?, linking).print("plan");

    let watch = Watch::start()?;
    let files = ready.make_all(&Nowhere, &mut complaints).map_err(|_| stopped)?;
    watch.stop()?.print("make");

    let watch = Watch::start()?;
    ready.prove(&files.iter().collect::<Vec<_>>(), &mut complaints);
    watch.stop()?.print("prove");

    let kept = InMemory::default();
    ready.make_all(&kept, &mut complaints).map_err(|_| stopped)?;
    let kept = kept.into_files();
    let guarded = Guarded { root: root.to_path_buf(), sources: Vec::new(), home: None };
    let watch = Watch::start()?;
    let output = Output::claim(out, &guarded, &|| ())?;
    kept.par_iter().try_for_each(|(path, bytes)| output.stage(path, bytes).map(drop))?;
    output.publish()?;
    watch.stop()?.print("write");
    Ok(())
}

fn less(whole: Cost, part: Cost) -> Cost {
    Cost {
        wall: whole.wall.saturating_sub(part.wall),
        user: whole.user.saturating_sub(part.user),
        system: whole.system.saturating_sub(part.system),
        memory_bytes: 0,
    }
}
