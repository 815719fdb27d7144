//! How long a cold build takes, stage by stage, beside the least that reading and writing the same files takes.
//! `benches/README.md` says how to run it and what the columns mean.

mod corpus;
mod measure;

use corpus::Corpus;
use measure::ground::Ground;
use measure::show::{load, memory, ratio, time};
use measure::stages::STAGES;
use measure::{Cost, Outcome, ask, floor, run};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

const CASES: &[Corpus] = &[
    Corpus::Posts(100),
    Corpus::Posts(1_000),
    Corpus::Posts(10_000),
    Corpus::Dramas(1),
    Corpus::Dramas(10),
    Corpus::Dramas(50),
];

const USAGE: &str = "usage: cargo bench --bench build -- [--runs N] [--jobs N] [posts N | dramas N]…";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let Some(played) = measure::play(&arguments) {
        return played;
    }
    let Some(line) = Line::read(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match bench(&line) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What was asked for.
struct Line {
    runs: usize,
    jobs: usize,
    cases: Vec<Corpus>,
}

impl Line {
    fn read(arguments: &[String]) -> Option<Line> {
        let jobs = std::thread::available_parallelism().map_or(1, usize::from);
        let mut line = Line { runs: 3, jobs, cases: Vec::new() };
        for pair in arguments.chunks(2) {
            let [name, value] = pair else { return None };
            let number = value.parse().ok().filter(|number| *number > 0);
            match name.as_str() {
                "--runs" => line.runs = number?,
                "--jobs" => line.jobs = number?,
                name => line.cases.push(Corpus::named(name, value)?),
            }
        }
        if line.cases.is_empty() {
            line.cases = CASES.to_vec();
        }
        Some(line)
    }
}

/// What one case came to.
struct Figures {
    corpus: Corpus,
    page_count: usize,
    build: Cost,
    floor: Cost,
}

fn bench(line: &Line) -> Outcome<()> {
    let mut ground = Ground::new()?;
    let mut all = Vec::new();
    for corpus in &line.cases {
        all.push(measure(*corpus, line, &mut ground)?);
    }
    println!("\nwhole builds, {} threads, medians of {}", line.jobs, line.runs);
    println!(
        "{:<14} {:>8} {:>9} {:>9} {:>9} {:>9} {:>7} {:>7} {:>9} {:>9}",
        "", "pages", "wall", "CPU", "floor w.", "floor C.", "wall ×", "CPU ×", "µs/page", "memory"
    );
    for figures in &all {
        println!(
            "{:<14} {:>8} {:>9} {:>9} {:>9} {:>9} {:>7} {:>7} {:>9.0} {:>9}",
            figures.corpus.to_string(),
            figures.page_count,
            time(figures.build.wall),
            time(figures.build.cpu()),
            time(figures.floor.wall),
            time(figures.floor.cpu()),
            ratio(figures.build.wall, figures.floor.wall),
            ratio(figures.build.cpu(), figures.floor.cpu()),
            figures.build.cpu().as_secs_f64() * 1e6 / figures.page_count.max(1) as f64,
            memory(figures.build.memory_bytes),
        );
    }
    Ok(())
}

fn measure(corpus: Corpus, line: &Line, ground: &mut Ground) -> Outcome<Figures> {
    let root = ground.fresh("site")?;
    corpus.files().write(Path::new(&root))?;
    let sources = floor::list(Path::new(&root))?;
    let jobs = line.jobs.to_string();
    let program = env!("CARGO_BIN_EXE_linernotes");
    let build = |out: &str| run(&[program, "build", "--quiet", "--jobs", &jobs, "--root", &root, "--out", out]);

    // Not counted: it warms the disk's cache, and tells what there is to write.
    let first = ground.fresh("first")?;
    build(&first)?;
    let pages = floor::list(Path::new(&first))?;
    let list = ground.fresh("list")?;
    floor::write_list(&pages, Path::new(&list))?;
    let page_count = pages.iter().filter(|(_, path)| path.ends_with(".html")).count();

    let (mut floors, mut builds) = (Vec::new(), Vec::new());
    let mut stages: Vec<Vec<Cost>> = vec![Vec::new(); STAGES.len()];
    let itself = std::env::current_exe()?;
    let itself = itself.to_str().ok_or("the path of this program is not Unicode text")?;
    for _ in 0..line.runs {
        // What others wrote before goes to the disk now, not while a run is measured.
        rustix::fs::sync();
        floors.push(run(&[itself, "floor", &root, &list, &ground.fresh("floor")?, &jobs])?);
        rustix::fs::sync();
        builds.push(build(&ground.fresh("build")?)?);
        rustix::fs::sync();
        for (name, cost) in ask("stages", &[&root, &ground.fresh("stages")?, &jobs])? {
            if let Some(at) = STAGES.iter().position(|(known, _)| *known == name) {
                stages[at].push(cost);
            }
        }
    }
    let figures = Figures { corpus, page_count, build: Cost::median(&builds), floor: Cost::median(&floors) };
    let stages: Vec<Cost> = stages.iter().map(|costs| Cost::median(costs)).collect();
    print_case(&figures, &stages, &size(&sources), &size(&pages));
    Ok(figures)
}

fn print_case(figures: &Figures, stages: &[Cost], sources: &str, pages: &str) {
    let Figures { corpus, build, floor, .. } = figures;
    println!("\n{corpus}: {sources} in, {pages} out; load {}", load());
    println!("{:<22} {:>9} {:>9} {:>9} {:>9} {:>7} {:>9}", "", "wall", "CPU", "user", "system", "CPU %", "memory");
    let all: Duration = stages.iter().map(Cost::cpu).sum();
    let print = |name: &str, cost: &Cost, share: String, memory: String| {
        let [wall, cpu, user, system] = [cost.wall, cost.cpu(), cost.user, cost.system].map(time);
        println!("{name:<22} {wall:>9} {cpu:>9} {user:>9} {system:>9} {share:>7} {memory:>9}");
    };
    for ((_, name), cost) in STAGES.iter().zip(stages) {
        let share = 100.0 * cost.cpu().as_secs_f64() / all.as_secs_f64().max(f64::EPSILON);
        print(name, cost, format!("{share:.0}"), String::new());
    }
    print("whole build", build, String::new(), memory(build.memory_bytes));
    print("floor", floor, String::new(), memory(floor.memory_bytes));
    let [wall, cpu] = [ratio(build.wall, floor.wall), ratio(build.cpu(), floor.cpu())];
    println!("{:<22} {wall:>9} {cpu:>9}", "build / floor");
}

fn size(files: &[(u64, String)]) -> String {
    let bytes: u64 = files.iter().map(|(bytes, _)| bytes).sum();
    format!("{} files of {}", files.len(), memory(bytes))
}
