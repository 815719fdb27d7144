//! One run of a command, measured from outside; the floor, which is all that no build can do without; and the
//! stages of a build, one by one.

pub mod floor;
pub mod ground;
pub mod show;
pub mod stages;

use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// What something took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    pub wall: Duration,
    pub user: Duration,
    pub system: Duration,
    /// The most memory that was held at once; nothing for a stage.
    pub memory_bytes: u64,
}

impl Cost {
    pub fn cpu(&self) -> Duration {
        self.user + self.system
    }

    /// The middle of each figure alone: a run may be the middle one by the clock and not by its CPU time.
    pub fn median(costs: &[Cost]) -> Cost {
        fn middle<T: Ord + Copy + Default>(values: impl Iterator<Item = T>) -> T {
            let mut values: Vec<T> = values.collect();
            values.sort();
            values.get(values.len() / 2).copied().unwrap_or_default()
        }
        Cost {
            wall: middle(costs.iter().map(|cost| cost.wall)),
            user: middle(costs.iter().map(|cost| cost.user)),
            system: middle(costs.iter().map(|cost| cost.system)),
            memory_bytes: middle(costs.iter().map(|cost| cost.memory_bytes)),
        }
    }

    fn print(&self, name: &str) {
        let micros = |duration: Duration| duration.as_micros();
        println!(
            "cost {name} {} {} {} {}",
            micros(self.wall),
            micros(self.user),
            micros(self.system),
            self.memory_bytes
        );
    }

    /// Reads what `print` wrote: the name, and the cost.
    fn read(line: &str) -> Option<(String, Cost)> {
        let mut parts = line.strip_prefix("cost ")?.split(' ');
        let name = parts.next()?.to_string();
        let mut number = || parts.next()?.parse::<u64>().ok();
        let cost = Cost {
            wall: Duration::from_micros(number()?),
            user: Duration::from_micros(number()?),
            system: Duration::from_micros(number()?),
            memory_bytes: number()?,
        };
        Some((name, cost))
    }
}

/// Times one thing after the other in this process.
pub struct Watch {
    started: Instant,
    before: Usage,
}

impl Watch {
    pub fn start() -> Outcome<Watch> {
        Ok(Watch { before: getrusage(UsageWho::RUSAGE_SELF)?, started: Instant::now() })
    }

    pub fn stop(self) -> Outcome<Cost> {
        let wall = self.started.elapsed();
        let after = getrusage(UsageWho::RUSAGE_SELF)?;
        let micros = |value: i64| Duration::from_micros(value.max(0).unsigned_abs());
        Ok(Cost {
            wall,
            user: micros((after.user_time() - self.before.user_time()).num_microseconds()),
            system: micros((after.system_time() - self.before.system_time()).num_microseconds()),
            memory_bytes: 0,
        })
    }
}

/// Asks this program itself, in a process of its own, to play a part; answers with the costs that it printed.
///
/// A process of its own gives every run a fresh heap. The one between us and the command is small, for a child's
/// peak of memory is never told as less than what its parent held when it was started.
pub fn ask(part: &str, arguments: &[&str]) -> Outcome<Vec<(String, Cost)>> {
    let output =
        Command::new(std::env::current_exe()?).arg(part).args(arguments).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{part} {} failed", arguments.join(" ")).into());
    }
    Ok(String::from_utf8(output.stdout)?.lines().filter_map(Cost::read).collect())
}

/// What a command takes, from before it is started until it has ended.
#[allow(dead_code, reason = "each bench runs commands in its own way")]
pub fn run(command: &[&str]) -> Outcome<Cost> {
    run_in(".", command)
}

/// The same, called in a folder.
pub fn run_in(folder: &str, command: &[&str]) -> Outcome<Cost> {
    let costs = ask("run", &[&[folder], command].concat())?;
    costs.first().map(|(_, cost)| *cost).ok_or_else(|| "nothing was measured".into())
}

/// Plays a part, if this process was asked for one.
pub fn play(arguments: &[String]) -> Option<ExitCode> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let played = match arguments.as_slice() {
        ["run", folder, program, rest @ ..] => run_here(folder, program, rest),
        ["floor", root, list, out, jobs] => floor::play(Path::new(root), Path::new(list), Path::new(out), jobs),
        ["stages", root, out, jobs] => stages::play(Path::new(root), Path::new(out), jobs),
        _ => return None,
    };
    Some(match played {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    })
}

fn run_here(folder: &str, program: &str, arguments: &[&str]) -> Outcome<()> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("SOURCE_DATE_EPOCH", stages::NOW.to_string());
    let started = Instant::now();
    let output = command.output()?;
    let wall = started.elapsed();
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        return Err(format!("{program} did not succeed").into());
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let micros = |value: i64| Duration::from_micros(value.max(0).unsigned_abs());
    let cost = Cost {
        wall,
        user: micros(usage.user_time().num_microseconds()),
        system: micros(usage.system_time().num_microseconds()),
        // In kilobytes on Linux.
        memory_bytes: usage.max_rss().max(0).unsigned_abs() << 10,
    };
    cost.print("run");
    Ok(())
}

fn take_threads(jobs: &str) -> Outcome<()> {
    rayon::ThreadPoolBuilder::new().num_threads(jobs.parse()?).build_global()?;
    Ok(())
}
