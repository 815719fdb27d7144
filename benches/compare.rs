//! Our program beside Hugo, Blades and Zola: the same posts and the same pages, built in turns on one machine.
//! `benches/README.md` says what is equal and what is not.

#[allow(dead_code, reason = "benches use parts of the corpus each")]
mod corpus;
mod measure;
mod peers;

use corpus::{Corpus, Files};
use measure::ground::Ground;
use measure::show::{load, memory, ratio, time};
use measure::{Cost, Outcome, floor, run};
use peers::{PEERS, Peer};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_linernotes");

/// For so many posts the aims are meant.
const AIMED_AT: usize = 10_000;

const USAGE: &str = "\
usage: benches/compare [--posts N] [--runs N] [--cards N] [--only NAME,…] [--keep]
       benches/compare --install

--posts N    how many posts (10000)
--runs N     how often each is measured (3)
--cards N    how many posts for the builds with share cards, 0 for none of these (500)
--only …     of floor, linernotes, all, cards, hugo, blades, blades-folders, zola;
             `all` is linernotes with its default outputs
--keep       leaves the sites and the pages for a look, and says where
--install    puts the other generators below target/compare/, as far as they are missing, and ends";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let Some(played) = measure::play(&arguments) {
        return played;
    }
    if arguments == ["--install"] {
        install();
        return ExitCode::SUCCESS;
    }
    let Some(line) = Line::read(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match compare(&line) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn install() {
    for peer in programs() {
        match peer.install() {
            Ok(()) => println!("{}", told(peer)),
            Err(error) => println!("{} could not be installed: {error}", peer.name),
        }
    }
}

/// Each program once: one of them takes part in two ways.
fn programs() -> impl Iterator<Item = &'static Peer> {
    PEERS.iter().copied().filter(|peer| peer.name == peer.program)
}

/// The version of a generator, or how to get it.
fn told(peer: &Peer) -> String {
    match peer.find().map(|program| peer.version(&program)) {
        Some(Ok(version)) => version,
        Some(Err(error)) => format!("{} does not run: {error}", peer.name),
        None => format!("{} is not here: {}", peer.name, peer.hint()),
    }
}

/// What was asked for.
struct Line {
    posts: usize,
    runs: usize,
    cards: usize,
    only: Option<Vec<String>>,
    keeps: bool,
}

impl Line {
    fn read(arguments: &[String]) -> Option<Line> {
        let mut line = Line { posts: AIMED_AT, runs: 3, cards: 500, only: None, keeps: false };
        let mut rest = arguments.iter();
        while let Some(word) = rest.next() {
            let mut number = || rest.next()?.replace(['_', ','], "").parse::<usize>().ok();
            match word.as_str() {
                "--posts" => line.posts = number().filter(|number| *number > 0)?,
                "--runs" => line.runs = number().filter(|number| *number > 0)?,
                "--cards" => line.cards = number()?,
                "--only" => line.only = Some(rest.next()?.split(',').map(String::from).collect()),
                "--keep" => line.keeps = true,
                _ => return None,
            }
        }
        let known = |name: &String| {
            let ours = ["floor", "linernotes", "all", "cards"];
            ours.contains(&name.as_str()) || PEERS.iter().any(|peer| peer.name == name)
        };
        line.only.iter().flatten().all(known).then_some(line)
    }

    fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|wanted| wanted == name))
    }
}

/// What is built, in the order of the turns.
#[derive(Clone, Copy)]
enum Part {
    Floor,
    Ours,
    /// Ours once more over the folder that it has just finished, with nothing changed.
    Again,
    /// Ours with the default theme and every output that is on by default, but no share cards.
    All,
    Peer(&'static Peer),
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::Floor => "floor",
            Part::Ours => "linernotes",
            Part::Again => "linernotes, no change",
            Part::All => "linernotes, all outputs",
            Part::Peer(peer) => peer.name,
        }
    }

    /// Its word for `--only`.
    fn word(self) -> &'static str {
        match self {
            Part::Again => "linernotes",
            Part::All => "all",
            other => other.name(),
        }
    }
}

/// One line of the table.
struct Row {
    part: Part,
    page_count: usize,
    file_count: usize,
    costs: Vec<Cost>,
}

impl Row {
    fn cost(&self) -> Cost {
        Cost::median(&self.costs)
    }
}

fn compare(line: &Line) -> Outcome<()> {
    print_head(line);
    let mut field = Field::new(line)?;
    let rows = field.measure(line)?;
    print_table(line, &rows);
    if line.cards > 0 && line.wants("cards") {
        compare_cards(line, &mut field.ground)?;
    }
    print_aims(line, &rows);
    if line.keeps {
        println!("\nall is left in {}", field.ground.keep().display());
    }
    Ok(())
}

fn print_head(line: &Line) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let facts = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = facts.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    println!("{cores} cores ({}); load {}", model.map_or("of no known kind", |(_, model)| model), load());
    if load().parse().is_ok_and(|load: f64| load >= cores as f64) {
        println!("note: something else is at work on this machine; the figures will mean little");
    }
    let version = Command::new(PROGRAM).arg("--version").output();
    println!(
        "{}",
        version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_string()).unwrap_or_default()
    );
    for peer in programs().filter(|peer| line.wants(peer.name)) {
        println!("{}", told(peer));
    }
}

/// The sites, and the folders to build into.
struct Field {
    ground: Ground,
    /// Read by the floor alone: ours leaves a note beside the content of each site that it builds.
    read: String,
    /// What the floor writes.
    list: String,
    ours: String,
    /// For a build with all outputs each: what is kept of one (web fonts) would make the next one shorter.
    all: Vec<String>,
    /// Each with its program and its site.
    peers: Vec<(&'static Peer, PathBuf, String)>,
    /// How many pages of ours there are.
    page_count: usize,
    /// The pages of our last build.
    last: String,
}

impl Field {
    fn new(line: &Line) -> Outcome<Field> {
        let mut ground = Ground::new()?;
        let files = Corpus::Posts(line.posts).files();
        let mut write = |files: &Files, name: &str| -> Outcome<String> {
            let folder = ground.fresh(name)?;
            files.write(Path::new(&folder))?;
            Ok(folder)
        };
        let (read, ours) = (write(&files, "site")?, write(&files, "site")?);
        let mut all = Vec::new();
        if line.wants("all") {
            let files = with_default_theme(&files, "outputs:\n  cards: off\n");
            for _ in 0..=line.runs {
                all.push(write(&files, "site")?);
            }
        }
        let mut peers = Vec::new();
        for &peer in PEERS.iter().filter(|peer| line.wants(peer.name)) {
            if let Some(program) = peer.find() {
                peers.push((peer, program, write(&peer.site(&files)?, &format!("{}-site", peer.name))?));
            }
        }
        settle();

        // Not counted: it tells what there is to write, and how many pages the others must have made.
        let last = ground.fresh("linernotes")?;
        build(&ours, &last)?;
        let made = floor::list(Path::new(&last))?;
        let list = ground.fresh("list")?;
        floor::write_list(&made, Path::new(&list))?;
        let (page_count, _) = count(Path::new(&last))?;
        Ok(Field { ground, read, list, ours, all, peers, page_count, last })
    }

    /// Everything takes its turn, `--runs` times. Before that each is built once without being counted, which warms
    /// the disk's cache and tells what is left out.
    fn measure(&mut self, line: &Line) -> Outcome<Vec<Row>> {
        let mut parts = vec![Part::Floor, Part::Ours, Part::Again, Part::All];
        parts.extend(self.peers.iter().map(|(peer, ..)| Part::Peer(peer)));
        let mut rows = Vec::new();
        for part in parts.into_iter().filter(|part| line.wants(part.word())) {
            match (self.try_once(part), part) {
                (Ok((page_count, file_count)), _) => {
                    rows.push(Row { part, page_count, file_count, costs: Vec::new() })
                }
                (Err(error), Part::Peer(peer)) => println!("{} is left out: {error}", peer.name),
                (Err(error), _) => return Err(error),
            }
        }
        for _ in 0..line.runs {
            for row in &mut rows {
                let (pages, cost) = self.run(row.part)?;
                if count(&pages)? != (row.page_count, row.file_count) {
                    return Err(format!("{} did not make the same files each time", row.part.name()).into());
                }
                row.costs.push(cost);
            }
        }
        Ok(rows)
    }

    /// How many pages and files it makes.
    fn try_once(&mut self, part: Part) -> Outcome<(usize, usize)> {
        let (pages, _) = self.run(part)?;
        let counted = count(&pages)?;
        if let Part::Peer(peer) = part {
            peer.check(&pages, counted.0, self.page_count)?;
        }
        Ok(counted)
    }

    /// One build into a folder where nothing ever was: the folder, and what it took. What others wrote before goes
    /// to the disk first, not while it is measured.
    fn run(&mut self, part: Part) -> Outcome<(PathBuf, Cost)> {
        let out = self.ground.fresh(part.word())?;
        match part {
            Part::Floor => {
                let jobs = std::thread::available_parallelism().map_or(1, usize::from).to_string();
                let itself = std::env::current_exe()?;
                let itself = itself.to_str().ok_or("the path of this program is not Unicode text")?;
                rustix::fs::sync();
                let cost = run(&[itself, "floor", &self.read, &self.list, &out, &jobs])?;
                Ok((out.into(), cost))
            }
            Part::Ours => {
                let cost = build(&self.ours, &out)?;
                self.last = out.clone();
                Ok((out.into(), cost))
            }
            Part::Again => Ok(((&self.last).into(), build(&self.ours, &self.last)?)),
            Part::All => {
                let site = self.all.pop().ok_or("there is no site left for all outputs")?;
                Ok(((&out).into(), build(&site, &out)?))
            }
            Part::Peer(peer) => {
                let known = self.peers.iter().find(|(known, ..)| known.name == peer.name);
                let (_, program, site) = known.ok_or("there is no site for it")?;
                peer.run(program, site, &out)
            }
        }
    }
}

fn build(site: &str, out: &str) -> Outcome<Cost> {
    rustix::fs::sync();
    run(&[PROGRAM, "build", "--quiet", "--root", site, "--out", out])
}

/// Waits until no file of a site is of these moments: ours remembers how the files stood only when they are older than
/// the two seconds within which a file may change unseen on some disks.
fn settle() {
    std::thread::sleep(Duration::from_secs(3));
}

/// The same content without templates of its own, and with these lines in place of the switches.
fn with_default_theme(ours: &Files, settings: &str) -> Files {
    let mut files = Files::default();
    for (path, text) in ours.iter().filter(|(path, _)| !path.starts_with("templates/")) {
        match text.split_once("outputs:\n") {
            Some((before, _)) if path == "content/site.yaml" => files.add(path, format!("{before}{settings}")),
            _ => files.add(path, text),
        }
    }
    files
}

/// HTML pages, and all files.
fn count(folder: &Path) -> Outcome<(usize, usize)> {
    let files = floor::list(folder)?;
    Ok((files.iter().filter(|(_, path)| path.ends_with(".html")).count(), files.len()))
}

fn print_table(line: &Line, rows: &[Row]) {
    let find = |wanted: &str| rows.iter().find(|row| row.part.name() == wanted).map(Row::cost);
    let (ours, floor) = (find("linernotes"), find("floor"));
    println!("\n{} posts, medians of {}; load {}", line.posts, line.runs, load());
    println!(
        "{:<24} {:>7} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>10}",
        "", "pages", "files", "wall", "CPU", "memory", "wall/ours", "CPU/ours", "mem/ours", "wall/floor"
    );
    for row in rows {
        let cost = row.cost();
        let over = |other: &Option<Cost>, of: fn(&Cost) -> Duration| {
            other.as_ref().map_or(String::new(), |other| ratio(of(&cost), of(other)))
        };
        let memory_over = ours.map(|ours| cost.memory_bytes as f64 / ours.memory_bytes.max(1) as f64);
        println!(
            "{:<24} {:>7} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>10}",
            row.part.name(),
            row.page_count,
            row.file_count,
            time(cost.wall),
            time(cost.cpu()),
            memory(cost.memory_bytes),
            over(&ours, |cost| cost.wall),
            over(&ours, Cost::cpu),
            memory_over.map_or(String::new(), |over| format!("{over:.2}")),
            over(&floor, |cost| cost.wall),
        );
    }
}

/// Every default output and share cards, too: first with nothing kept from a build before, then once more into
/// another folder, with the cards that were drawn.
fn compare_cards(line: &Line, ground: &mut Ground) -> Outcome<()> {
    println!(
        "\n{} posts, every default output and share cards, medians of {}; load {}",
        line.cards,
        line.runs,
        load()
    );
    println!("{:<36} {:>7} {:>9} {:>9} {:>9}", "", "cards", "wall", "CPU", "memory");
    let ours = Corpus::Posts(line.cards).files();
    for (name, settings) in [("one card for all (the default)", ""), ("a card for each post", "cards: [news]\n")] {
        let files = with_default_theme(&ours, settings);
        let sites = (0..line.runs).map(|_| ground.fresh("site")).collect::<Outcome<Vec<String>>>()?;
        for site in &sites {
            files.write(Path::new(site))?;
        }
        settle();
        let (mut cold, mut warm, mut card_count) = (Vec::new(), Vec::new(), 0);
        for site in &sites {
            let [first, second] = [ground.fresh("cold")?, ground.fresh("warm")?];
            cold.push(build(site, &first)?);
            warm.push(build(site, &second)?);
            let made = floor::list(Path::new(&second))?;
            card_count = made.iter().filter(|(_, path)| path.starts_with("cards/")).count();
        }
        for (state, costs) in [("cold", cold), ("warm", warm)] {
            let cost = Cost::median(&costs);
            println!(
                "{:<36} {card_count:>7} {:>9} {:>9} {:>9}",
                format!("{name}, {state}"),
                time(cost.wall),
                time(cost.cpu()),
                memory(cost.memory_bytes)
            );
        }
    }
    Ok(())
}

/// What the program is held to.
fn print_aims(line: &Line, rows: &[Row]) {
    let find = |wanted: &str| rows.iter().find(|row| row.part.name() == wanted).map(Row::cost);
    let [floor, ours, again, all] = [Part::Floor, Part::Ours, Part::Again, Part::All].map(|part| find(part.name()));
    let [hugo, blades, folders] = ["hugo", "blades", "blades-folders"].map(find);
    let wall = |cost: Cost| cost.wall.as_secs_f64();
    let cpu = |cost: Cost| cost.cpu().as_secs_f64();
    let part = |one: Option<f64>, other: Option<f64>| Some(one? / other?);

    let aims: [(&str, Option<f64>, f64); 10] = [
        ("wall ÷ Hugo's, at most 1/8", part(ours.map(wall), hugo.map(wall)), 1.0 / 8.0),
        ("CPU ÷ Hugo's, at most 1/8", part(ours.map(cpu), hugo.map(cpu)), 1.0 / 8.0),
        ("wall ÷ Blades', at most 1/3", part(ours.map(wall), blades.map(wall)), 1.0 / 3.0),
        ("the same, Blades with folders", part(ours.map(wall), folders.map(wall)), 1.0 / 3.0),
        ("wall ÷ the floor's, at most 2", part(ours.map(wall), floor.map(wall)), 2.0),
        ("memory in MB, at most 120", ours.map(|cost| cost.memory_bytes as f64 / 1e6), 120.0),
        ("all outputs: wall ÷ Hugo's bare, below 1", part(all.map(wall), hugo.map(wall)), 1.0),
        ("all outputs: CPU ÷ Hugo's bare, below 1", part(all.map(cpu), hugo.map(cpu)), 1.0),
        ("no change: wall ÷ cold, at most 0.15", part(again.map(wall), ours.map(wall)), 0.15),
        ("no change: CPU ÷ cold, at most 0.15", part(again.map(cpu), ours.map(cpu)), 0.15),
    ];
    println!("\n{:<42} {:>9}  ", "aim", "measured");
    for (aim, measured, limit) in aims {
        match measured {
            Some(figure) => {
                let word = if figure <= limit { "holds" } else { "MISSED" };
                println!("{aim:<42} {figure:>9.3}  {word}");
            }
            None => println!("{aim:<42} {:>9}", "-"),
        }
    }
    if line.posts != AIMED_AT {
        println!("(the aims are meant for {AIMED_AT} posts)");
    }
}
