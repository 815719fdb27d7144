//! The oracle of partial rebuilds: a site in memory is edited at random, thousands of times. After each edit the files
//! of the resident site must be those of a fresh build, byte for byte, and what is told must be the same.
//!
//!     cargo bench --bench oracle -- [--edits N] [--seed N] [default | dramas N | posts N | at FOLDER]…
//!
//! Prints the seed, and for a difference the edit that led to it. Ends with 1 when there was one.

#[allow(dead_code, reason = "benches use parts of the corpus each")]
mod corpus;
mod edits;

use corpus::{Corpus, Random};
use edits::{Editor, Files};
use linernotes::base::diagnostic::{Code, Diagnostic, Severity};
use linernotes::engine::build::build;
use linernotes::engine::resident::{Kept, Resident, Update};
use linernotes::engine::sinks::InMemory;
use linernotes::model::link::Asked;
use linernotes::source::tree::{Changing, FOLDERS};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// 1 June 2026, at noon.
const NOW: i64 = 1_780_315_200;
const DAY: i64 = 86_400;

struct Line {
    edits: usize,
    seed: u64,
    sites: Vec<Site>,
}

#[derive(Clone, Debug)]
enum Site {
    /// That of the repository.
    Default,
    /// One in a folder of its own.
    At(PathBuf),
    Corpus(Corpus),
}

impl Line {
    fn read() -> Option<Line> {
        let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64);
        let mut line = Line { edits: 200, seed: now % 1_000_000, sites: Vec::new() };
        let mut rest = arguments.iter();
        while let Some(word) = rest.next() {
            match word.as_str() {
                "--edits" => line.edits = rest.next()?.parse().ok()?,
                "--seed" => line.seed = rest.next()?.parse().ok()?,
                "default" => line.sites.push(Site::Default),
                "at" => line.sites.push(Site::At(rest.next()?.into())),
                name => line.sites.push(Site::Corpus(Corpus::named(name, rest.next()?)?)),
            }
        }
        if line.sites.is_empty() {
            line.sites = vec![Site::Default, Site::Corpus(Corpus::Dramas(5))];
        }
        Some(line)
    }
}

fn main() -> ExitCode {
    let Some(line) = Line::read() else {
        eprintln!(
            "usage: cargo bench --bench oracle -- [--edits N] [--seed N] [default | dramas N | posts N | at FOLDER]…"
        );
        return ExitCode::from(2);
    };
    for site in &line.sites {
        println!("{site:?}: {} edits, seed {}", line.edits, line.seed);
        match run(site, line.edits, line.seed) {
            Ok(sum) => println!("{sum}"),
            Err(why) => {
                println!("FAILED with seed {}: {why}", line.seed);
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

fn files_of(site: &Site) -> io::Result<Files> {
    match site {
        Site::Corpus(corpus) => {
            Ok(corpus.files().iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).collect())
        }
        // Cargo runs a bench in the folder of the repository. The templates there are the theme.
        Site::Default => files_in(Path::new("."), &["content"]),
        Site::At(folder) => files_in(folder, FOLDERS),
    }
}

/// What lies in some folders of a site.
fn files_in(root: &Path, folders: &[&str]) -> io::Result<Files> {
    let mut files = Files::new();
    let mut folders: Vec<String> = folders.iter().map(|name| name.to_string()).collect();
    folders.retain(|name| root.join(name).is_dir());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            match entry.file_type()?.is_dir() {
                true => folders.push(path),
                false => drop(files.insert(path, fs::read(entry.path())?)),
            }
        }
    }
    Ok(files)
}

fn run(site: &Site, edits: usize, seed: u64) -> Result<String, String> {
    let first = files_of(site).map_err(|error| error.to_string())?;
    let tree = Arc::new(Changing::default());
    first.iter().for_each(|(path, bytes)| tree.lock().put(path, bytes));
    let mut asked = Asked { address: None, now: NOW, drafts: false, headers: None };
    let resident = Resident::new(tree.clone(), asked.clone(), Kept::default());
    let mut editor = Editor::new(first);
    let mut random = Random(seed);
    let mut sum = Sum::default();
    check(&resident, &tree, &asked, None, &mut sum).map_err(|why| format!("the first build: {why}"))?;
    for number in 1..=edits {
        if random.below(25) == 0 {
            asked.now += DAY * (random.below(9) as i64 - 4);
            resident.set_now(asked.now);
        }
        let edit = editor.edit(&mut random);
        put(&tree, &edit.changed);
        // A watcher names the files, or says only that something happened.
        let paths: Vec<String> = edit.changed.iter().map(|(path, _)| path.clone()).collect();
        let hint = (random.below(2) == 0).then_some(&paths[..]);
        let is_good = check(&resident, &tree, &asked, hint, &mut sum)
            .map_err(|why| format!("edit {number}, {}: {why}", edit.what))?;
        // What is broken stays so for a few edits now and then.
        if !is_good && random.below(4) != 0 {
            let undone = editor.undo();
            put(&tree, &undone);
            check(&resident, &tree, &asked, None, &mut sum)
                .map_err(|why| format!("edit {number} undone, {}: {why}", edit.what))?;
        }
    }
    Ok(sum.to_string())
}

fn put(tree: &Changing, changed: &[(String, Option<Vec<u8>>)]) {
    for (path, bytes) in changed {
        match bytes {
            Some(bytes) => tree.lock().put(path, bytes),
            None => tree.lock().remove(path),
        }
    }
}

#[derive(Default)]
struct Sum {
    checks: usize,
    good: usize,
    made: usize,
    fresh: usize,
    partial_time: Duration,
    fresh_time: Duration,
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Sum { checks, good, made, fresh, partial_time, fresh_time } = self;
        let (partial, whole) = (partial_time.as_secs_f64(), fresh_time.as_secs_f64());
        write!(
            f,
            "{checks} states compared, {good} of them without an error: the same bytes. {made} files made in place of \
             {fresh}; {partial:.1} s in place of {whole:.1} s"
        )
    }
}

/// Updates the resident site and compares it with a fresh build. Says whether the site has no error.
fn check(
    resident: &Resident,
    tree: &Arc<Changing>,
    asked: &Asked,
    hint: Option<&[String]>,
    sum: &mut Sum,
) -> Result<bool, String> {
    let started = Instant::now();
    let update = resident.update(hint, &[], &|_| {}).map_err(|error| error.to_string())?;
    sum.partial_time += started.elapsed();
    let started = Instant::now();
    let sink = InMemory::default();
    let snapshot = tree.lock().clone();
    let built = build(&snapshot, asked, &sink).map_err(|why| format!("{why:?}"))?;
    sum.fresh_time += started.elapsed();
    sum.checks += 1;
    sum.made += update.made;
    let is_error = |told: &Diagnostic| told.severity == Severity::Error;
    let is_good = !built.complaints.iter().any(is_error);
    if is_good != update.is_good {
        let told = |all: &[Diagnostic]| {
            all.iter().filter(|told| is_error(told)).take(3).map(|told| format!("{told:?}")).collect::<Vec<_>>()
        };
        return Err(format!(
            "a fresh build is {}, the partial one {}\nfresh: {:?}\npartial: {:?}",
            good(is_good),
            good(update.is_good),
            told(&built.complaints),
            told(&update.complaints)
        ));
    }
    if !is_good {
        return Ok(false);
    }
    sum.good += 1;
    let fresh = sink.into_files();
    sum.fresh += fresh.len();
    same_files(resident, &fresh)?;
    same_words(&update, &built.complaints)?;
    Ok(true)
}

fn good(is_good: bool) -> &'static str {
    if is_good { "good" } else { "not" }
}

fn same_files(resident: &Resident, fresh: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let paths = resident.paths();
    if !paths.iter().eq(fresh.keys()) {
        let more: Vec<&String> = paths.iter().filter(|path| !fresh.contains_key(*path)).take(5).collect();
        let fewer: Vec<&String> = fresh.keys().filter(|path| !paths.contains(path)).take(5).collect();
        return Err(format!("other files: {more:?} are too many, {fewer:?} are missing"));
    }
    let mut wrong = Vec::new();
    for (path, bytes) in fresh {
        let own = resident.undrawn(path).unwrap_or_default();
        if *own != **bytes {
            wrong.push((path, own, bytes));
        }
    }
    let Some((path, own, bytes)) = wrong.first() else { return Ok(()) };
    let at = own.iter().zip(bytes.iter()).take_while(|(a, b)| a == b).count();
    let part = |bytes: &[u8]| {
        String::from_utf8_lossy(&bytes[at.saturating_sub(120)..bytes.len().min(at + 120)]).into_owned()
    };
    let names: Vec<&String> = wrong.iter().map(|(path, _, _)| *path).take(10).collect();
    Err(format!(
        "{} files differ, {names:?}; {path} from byte {at} on:\n  partial …{}…\n  fresh   …{}…",
        wrong.len(),
        part(own),
        part(bytes)
    ))
}

/// The same is told, but for characters without a font: those are looked for when a font is asked for.
fn same_words(update: &Update, fresh: &[Diagnostic]) -> Result<(), String> {
    let of = |all: &[Diagnostic]| -> Vec<String> {
        all.iter().filter(|told| told.code != Code::MissingGlyph).map(|told| format!("{told:?}")).collect()
    };
    let (partial, fresh) = (of(&update.complaints), of(fresh));
    if partial == fresh {
        return Ok(());
    }
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|told| !other.contains(told)).take(3).cloned().collect()
    };
    Err(format!(
        "other words are told: only in the partial build {:#?}, only in the fresh one {:#?}",
        only(&partial, &fresh),
        only(&fresh, &partial)
    ))
}
