//! The oracle of partial rebuilds: a site in memory is edited at random, thousands of times. After each edit the files
//! of the resident site must be those of a fresh build, byte for byte, and what is told must be the same.
//!
//!     cargo bench --bench oracle -- [--edits N] [--seed N] [--seconds N] [--sorts] [default | dramas N | posts N | at FOLDER]…
//!
//! Sites are edited side by side, each from the same seed. Prints the seed, and for a difference the edit that led to it.
//! Ends with 1 when there was one. Needs no crate but linernotes and its allocator: `tests/run` compiles it with rustc alone.

#[allow(dead_code, reason = "benches use parts of the corpus each")]
mod corpus;
mod edits;

use corpus::{Corpus, Random};
use edits::{Changed, Editor, Files, State};
use linernotes::base::diagnostic::{Code, Diagnostic, Severity, sort};
use linernotes::engine::build::{Linked, Ready, Same, build, read};
use linernotes::engine::pictures::Look;
use linernotes::engine::resident::{Kept, Resident, Update};
use linernotes::engine::sinks::InMemory;
use linernotes::model::link::Asked;
use linernotes::source::Memory;
use linernotes::source::tree::{Changing, FOLDERS};
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

/// The one of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 1 June 2026, at noon.
const NOW: i64 = 1_780_315_200;

struct Line {
    edits: usize,
    seed: u64,
    /// No site is edited longer than this.
    time: Duration,
    /// Whether to print how many edits of each sort there were, and how many left the site good.
    has_sorts: bool,
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

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Site::Default => write!(f, "default"),
            Site::At(folder) => write!(f, "at {}", folder.display()),
            Site::Corpus(corpus) => write!(f, "{corpus}"),
        }
    }
}

impl Line {
    fn read() -> Option<Line> {
        let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64);
        let mut line =
            Line { edits: 200, seed: now % 1_000_000, time: Duration::MAX, has_sorts: false, sites: Vec::new() };
        let mut rest = arguments.iter();
        while let Some(word) = rest.next() {
            match word.as_str() {
                "--edits" => line.edits = rest.next()?.parse().ok()?,
                "--seed" => line.seed = rest.next()?.parse().ok()?,
                "--seconds" => line.time = Duration::from_secs(rest.next()?.parse().ok()?),
                "--sorts" => line.has_sorts = true,
                "default" => line.sites.push(Site::Default),
                "at" => line.sites.push(Site::At(rest.next()?.into())),
                name => line.sites.push(Site::Corpus(Corpus::named(name, rest.next()?)?)),
            }
        }
        if line.sites.is_empty() {
            line.sites = vec![Site::Corpus(Corpus::Dramas(5)), Site::Default];
        }
        Some(line)
    }
}

fn main() -> ExitCode {
    let Some(line) = Line::read() else {
        eprintln!(
            "usage: cargo bench --bench oracle -- [--edits N] [--seed N] [--seconds N] [--sorts] [default | dramas N | posts N | at FOLDER]…"
        );
        return ExitCode::from(2);
    };
    let Line { edits, seed, .. } = line;
    println!("{edits} edits of each site, seed {seed}");
    let play = |site: &Site| match run(site, &line) {
        Ok(sum) => {
            println!("{site}: {sum}");
            if line.has_sorts {
                println!("{}", sum.of_sorts());
            }
            true
        }
        Err(why) => {
            println!("{site}: FAILED, {why}\nagain: oracle --edits {edits} --seed {seed} {site}");
            false
        }
    };
    // One after the other would leave a core idle while a site is linked.
    let are_good = std::thread::scope(|scope| {
        let all: Vec<_> = line.sites.iter().map(|site| scope.spawn(|| play(site))).collect();
        let done: Vec<bool> = all.into_iter().map(|one| one.join().unwrap_or(false)).collect();
        done.into_iter().all(|is_good| is_good)
    });
    if are_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn files_of(site: &Site) -> io::Result<Files> {
    match site {
        Site::Corpus(corpus) => {
            Ok(corpus.files().iter().map(|(path, text)| (path.to_string(), text.as_bytes().into())).collect())
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
                false => drop(files.insert(path, fs::read(entry.path())?.into())),
            }
        }
    }
    Ok(files)
}

/// A site that is edited, in memory and in words.
struct Play {
    tree: Arc<Changing>,
    resident: Resident,
    editor: Editor,
    random: Random,
    fresh: Known,
    /// The files of the resident site after the last update.
    last: Served,
    sum: Sum,
}

/// Files as they are served, but for what is drawn when it is asked for.
type Served = BTreeMap<String, Arc<[u8]>>;

fn run(site: &Site, line: &Line) -> Result<Sum, String> {
    let first = files_of(site).map_err(|error| error.to_string())?;
    if first.is_empty() {
        return Err("there is no site in this folder".to_string());
    }
    let tree = Arc::new(Changing::default());
    first.iter().for_each(|(path, bytes)| tree.lock().put(path, bytes));
    let mut play = Play {
        resident: Resident::new(tree.clone(), asked(NOW), Kept::default()),
        tree,
        editor: Editor::new(first, NOW),
        random: Random(line.seed),
        fresh: Known::default(),
        last: Served::new(),
        sum: Sum::default(),
    };
    match play.check(&Vec::new(), None) {
        Ok(true) => {}
        Ok(false) => return Err("the site has errors before any edit".to_string()),
        Err(why) => return Err(format!("the first build: {why}")),
    }
    play.sum = Sum::default();
    let mut number = 0;
    let started = Instant::now();
    while number < line.edits && started.elapsed() < line.time {
        play.edit(&mut number, line.edits)?;
    }
    play.sum.edits = number;
    Ok(play.sum)
}

fn asked(now: i64) -> Asked {
    Asked { address: None, now, drafts: false, headers: None }
}

impl Play {
    /// Makes an edit. What it breaks is mended at once, or now and then after more edits.
    fn edit(&mut self, number: &mut usize, edits: usize) -> Result<(), String> {
        let before = self.editor.now().clone();
        let mut did = Vec::new();
        let (is_good, broken) = self.edit_once(number, &mut did)?;
        if is_good {
            return Ok(());
        }
        let mut is_good = false;
        if self.random.below(8) == 0 {
            for _ in 0..1 + self.random.below(3) {
                if *number < edits && !is_good {
                    is_good = self.edit_once(number, &mut did)?.0;
                }
            }
            if !is_good {
                let changed = self.editor.take_back(&broken, &before);
                is_good = self.check_edit(changed, None, *number, &did, "what broke it is taken back")?;
            }
        }
        if !is_good {
            let changed = self.editor.go_back(&before);
            if !self.check_edit(changed, None, *number, &did, "all is as it was before")? {
                return Err(format!("edit {number}: a site that was good is not, after {did:?} was undone"));
            }
        }
        Ok(())
    }

    fn edit_once(&mut self, number: &mut usize, did: &mut Vec<String>) -> Result<(bool, Changed), String> {
        *number += 1;
        let edit = self.editor.edit(&mut self.random);
        did.push(edit.what.clone());
        let is_good = self.check_edit(edit.changed.clone(), edit.text_of.as_deref(), *number, did, "as edited")?;
        let (all, good) = self.sum.sorts.entry(edit.sort).or_default();
        *all += 1;
        *good += usize::from(is_good);
        Ok((is_good, edit.changed))
    }

    fn check_edit(
        &mut self,
        changed: Changed,
        text_of: Option<&str>,
        number: usize,
        did: &[String],
        what: &str,
    ) -> Result<bool, String> {
        // A panic is told with its edit too.
        let checked = catch_unwind(AssertUnwindSafe(|| self.check(&changed, text_of)));
        let checked = checked.unwrap_or_else(|_| Err("a panic, told above".to_string()));
        checked.map_err(|why| format!("edit {number}, {} ({what}): {why}", did.join(", then ")))
    }

    /// Puts files into the tree, updates the resident site and compares it with a fresh build. Says whether the site
    /// has no error.
    fn check(&mut self, changed: &Changed, text_of: Option<&str>) -> Result<bool, String> {
        for (path, bytes) in changed {
            match bytes {
                Some(bytes) => self.tree.lock().put(path, bytes),
                None => self.tree.lock().remove(path),
            }
        }
        let now = self.editor.now().now;
        self.resident.set_now(now);
        let asks = self.asks(text_of);
        // A watcher names the files, or says only that something happened.
        let paths: Vec<String> = changed.iter().map(|(path, _)| path.clone()).collect();
        let is_named = self.random.below(2) == 0 && !self.last.is_empty();
        let hint = is_named.then_some(&paths[..]);
        let started = Instant::now();
        let (update, told) = self.update(hint, &asks)?;
        self.sum.partial_time += started.elapsed();
        self.sum.made += update.made;
        self.sum.checks += 1;
        let fresh = self.fresh.of(self.editor.now(), &self.tree, &mut self.sum)?;
        if fresh.is_good != update.is_good {
            return Err(format!(
                "a fresh build is {}, the partial one {}\nfresh: {:#?}\npartial: {:#?}",
                good(fresh.is_good),
                good(update.is_good),
                errors(&fresh.complaints),
                errors(&update.complaints)
            ));
        }
        let served = served(&self.resident);
        match &fresh.linked {
            // No page was made: the site stays as it was, but for texts.
            Some(linked) => {
                same_words(&update.complaints, linked)?;
                if update.made == 0 && served != self.last {
                    return Err("the site was not left as it was".to_string());
                }
            }
            None => {
                same_files(&self.resident, &served, &fresh)?;
                same_words(&update.complaints, &fresh.complaints)?;
                asks.are_final(&told, &fresh.files)?;
                self.is_told_all(&served, &update, &asks)?;
            }
        }
        self.sum.fresh += fresh.files.len();
        self.sum.good += usize::from(fresh.is_good);
        self.last = served;
        self.ask_again(&fresh)?;
        Ok(fresh.is_good)
    }

    /// What is on screen, and what else is asked for meanwhile.
    fn asks(&mut self, text_of: Option<&str>) -> Asks {
        let paths: Vec<&String> = self.last.keys().filter(|path| is_text(path)).collect();
        let is_of = |path: &str, id: &str| {
            path.strip_suffix("/index.html").and_then(|path| path.rsplit('/').next()) == Some(id)
        };
        let edited: Vec<String> = match text_of {
            Some(id) if self.random.below(2) == 0 => {
                paths.iter().filter(|path| is_of(path, id)).map(|path| path.to_string()).collect()
            }
            _ => Vec::new(),
        };
        let mut on_screen = edited.clone();
        let mut others = Vec::new();
        if !paths.is_empty() && self.random.below(3) == 0 {
            on_screen.extend((0..self.random.below(3)).map(|_| self.random.one_of(&paths).to_string()));
            others.extend((0..self.random.below(6)).map(|_| self.random.one_of(&paths).to_string()));
        }
        Asks { edited, on_screen, others }
    }

    /// Updates the resident site; gives what each call of `shown` found on screen.
    fn update(&self, hint: Option<&[String]>, asks: &Asks) -> Result<(Update, Vec<Served>), String> {
        // Before an update there are the files of the one before.
        for path in &asks.others {
            if self.resident.file(path).is_none_or(|file| self.last.get(path) != Some(&file.bytes)) {
                return Err(format!("{path} is another before the update"));
            }
        }
        let told = Mutex::new(Vec::new());
        let shown = |_: &Update| {
            let file = |path: &String| Some((path.clone(), self.resident.file(path)?.bytes));
            let found: Served = asks.on_screen.iter().filter_map(file).collect();
            asks.others.iter().for_each(|path| drop(self.resident.file(path)));
            told.lock().unwrap_or_else(|told| told.into_inner()).push(found);
        };
        let update = self.resident.update(hint, &asks.on_screen, &shown).map_err(|error| error.to_string())?;
        Ok((update, told.into_inner().unwrap_or_else(|told| told.into_inner())))
    }

    /// Every file that is another, and every one that is gone, is among those that the update tells.
    fn is_told_all(&self, served: &Served, update: &Update, asks: &Asks) -> Result<(), String> {
        let is_asked = |path: &String| asks.others.contains(path) || asks.on_screen.contains(path);
        let is_told = |path: &String| update.changed.binary_search(path).is_ok() || is_asked(path);
        let other = served.iter().find(|(path, bytes)| self.last.get(*path) != Some(bytes) && !is_told(path));
        // The bytes of fonts are not here.
        if let Some((path, _)) = other.filter(|(path, _)| !path.ends_with(".woff2")) {
            return Err(format!("{path} is another, and the update does not tell"));
        }
        let gone: Vec<&String> = self.last.keys().filter(|path| !served.contains_key(*path)).collect();
        if !gone.iter().copied().eq(&update.removed) {
            return Err(format!("{gone:?} are gone, and the update tells of {:?}", update.removed));
        }
        Ok(())
    }

    /// Asks for finished files, sometimes for one that is drawn.
    fn ask_again(&mut self, fresh: &Fresh) -> Result<(), String> {
        let paths: Vec<&String> = self.last.keys().collect();
        for _ in 0..self.random.below(4) {
            let path = *self.random.one_of(&paths);
            let is_drawn = !is_text(path);
            if is_drawn && self.random.below(8) != 0 {
                continue;
            }
            // A picture is drawn from its file, which may be gone while the site has errors.
            let Some(file) = self.resident.file(path) else {
                match is_drawn && !fresh.is_good {
                    true => continue,
                    false => return Err(format!("there is no {path} to ask for")),
                }
            };
            if !is_drawn && fresh.is_good && fresh.files.get(path).is_none_or(|bytes| **bytes != *file.bytes) {
                return Err(format!("{path} is another when it is asked for"));
            }
        }
        Ok(())
    }
}

/// Whether a file is served as it was made.
fn is_text(path: &str) -> bool {
    [".html", ".xml", ".json", ".ics", ".txt", ".css", ".csv"].iter().any(|end| path.ends_with(end))
}

fn served(resident: &Resident) -> Served {
    let bytes = |path: &String| resident.undrawn(path).unwrap_or_default();
    resident.paths().into_iter().map(|path| (path.clone(), bytes(&path))).collect()
}

/// What is asked for while the site is made anew.
struct Asks {
    /// The pages of the text that changed, if that is all.
    edited: Vec<String>,
    on_screen: Vec<String>,
    others: Vec<String>,
}

impl Asks {
    /// When `shown` is called for the last time, what is on screen has its final bytes; a page of which the text was
    /// edited has them at the first call.
    fn are_final(&self, told: &[Served], fresh: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
        let Some(last) = told.last() else { return Ok(()) };
        let wrong = |found: &Served, path: &String| match (found.get(path), fresh.get(path)) {
            (Some(found), Some(fresh)) => **found != **fresh,
            _ => false,
        };
        if let Some(path) = self.on_screen.iter().find(|path| wrong(last, path)) {
            return Err(format!("{path} is on screen, and was not final when it was shown"));
        }
        if let Some(path) = self.edited.iter().find(|path| told.iter().any(|found| wrong(found, path))) {
            return Err(format!("{path} has another text, and was not final when it was first shown"));
        }
        Ok(())
    }
}

/// What a fresh build came to.
struct Fresh {
    files: BTreeMap<String, Vec<u8>>,
    complaints: Vec<Diagnostic>,
    is_good: bool,
    /// What is told before any page is made, where that has errors.
    linked: Option<Vec<Diagnostic>>,
}

/// Fresh builds of the last states. A site that is taken back to one of them needs no other: a build is a function of
/// all files and of the moment, and those are compared whole. Nothing of a partial rebuild takes part in it.
#[derive(Default)]
struct Known(VecDeque<(State, Arc<Fresh>)>);

impl Known {
    fn of(&mut self, state: &State, tree: &Changing, sum: &mut Sum) -> Result<Arc<Fresh>, String> {
        if let Some((_, fresh)) = self.0.iter().find(|(known, _)| known == state) {
            return Ok(fresh.clone());
        }
        let started = Instant::now();
        let fresh = Arc::new(fresh(tree, &asked(state.now))?);
        sum.fresh_time += started.elapsed();
        sum.builds += 1;
        self.0.push_front((state.clone(), fresh.clone()));
        self.0.truncate(4);
        Ok(fresh)
    }
}

fn fresh(tree: &Changing, asked: &Asked) -> Result<Fresh, String> {
    let snapshot = tree.lock().clone();
    let sink = InMemory::default();
    let built = build(&snapshot, asked, &sink).map_err(|why| format!("{why:?}"))?;
    let is_good = errors(&built.complaints).is_empty();
    let linked = if is_good { None } else { linked(&snapshot, asked)? };
    Ok(Fresh { files: sink.into_files(), complaints: built.complaints, is_good, linked })
}

/// What is told of a site before any page is made, if that has errors.
fn linked(tree: &Memory, asked: &Asked) -> Result<Option<Vec<Diagnostic>>, String> {
    let mut told = Vec::new();
    let parsed = read(tree, &mut told).map_err(|error| error.to_string())?;
    let linked = Linked::new(parsed, asked, &mut told);
    Ready::after(tree, linked, Same::default(), Look::Whole(None), &mut told);
    sort(&mut told);
    Ok((!errors(&told).is_empty()).then_some(told))
}

fn errors(told: &[Diagnostic]) -> Vec<&Diagnostic> {
    told.iter().filter(|told| told.severity == Severity::Error).collect()
}

fn good(is_good: bool) -> &'static str {
    if is_good { "good" } else { "not" }
}

#[derive(Default)]
struct Sum {
    edits: usize,
    checks: usize,
    good: usize,
    builds: usize,
    made: usize,
    fresh: usize,
    partial_time: Duration,
    fresh_time: Duration,
    /// Edits, and those that left the site good.
    sorts: BTreeMap<&'static str, (usize, usize)>,
}

impl Sum {
    fn of_sorts(&self) -> String {
        let line = |name: &str| {
            let (all, good) = self.sorts.get(name).copied().unwrap_or_default();
            format!("  {name:<26}{all:>6} edits, {good:>6} good\n")
        };
        edits::sorts().map(line).collect()
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Sum { edits, checks, good, builds, made, fresh, partial_time, fresh_time, .. } = self;
        let (partial, whole) = (partial_time.as_secs_f64(), fresh_time.as_secs_f64());
        write!(
            f,
            "{edits} edits, {checks} states compared, {good} of them without an error: the same bytes. {made} files made in place of \
             {fresh}; {partial:.1} s, and {whole:.1} s for {builds} fresh builds"
        )
    }
}

/// The same files. A page that could not be made is not among the fresh ones; pictures are made when they are asked for.
fn same_files(resident: &Resident, served: &Served, fresh: &Fresh) -> Result<(), String> {
    let Fresh { files, is_good, .. } = fresh;
    if *is_good && !served.keys().eq(files.keys()) || files.keys().any(|path| !served.contains_key(path)) {
        let more: Vec<&String> = served.keys().filter(|path| !files.contains_key(*path)).take(5).collect();
        let fewer: Vec<&String> = files.keys().filter(|path| !served.contains_key(*path)).take(5).collect();
        return Err(format!("other files: {more:?} are too many, {fewer:?} are missing"));
    }
    let is_picture = |path: &str| path.starts_with("images/");
    let own = |path: &String, bytes: &[u8]| match served.get(path)? {
        made if made.is_empty() && !bytes.is_empty() && is_picture(path) => Some(resident.file(path)?.bytes),
        made => Some(made.clone()),
    };
    let both = files.iter().map(|(path, bytes)| (path, own(path, bytes).unwrap_or_default(), bytes));
    let wrong: Vec<_> = both.filter(|(_, own, bytes)| **own != ***bytes).collect();
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
fn same_words(partial: &[Diagnostic], fresh: &[Diagnostic]) -> Result<(), String> {
    let of = |all: &[Diagnostic]| -> Vec<String> {
        all.iter().filter(|told| told.code != Code::MissingGlyph).map(|told| format!("{told:?}")).collect()
    };
    let (partial, fresh) = (of(partial), of(fresh));
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
