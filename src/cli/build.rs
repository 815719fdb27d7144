//! `linernotes build`.

use super::Exit;
use super::report::{Format, Report};
use crate::base::address::Base;
use crate::base::diagnostic::Severity;
use crate::engine::Guarded;
use crate::engine::build::{Built, Stop, build};
use crate::engine::output::{Output, Written};
use crate::engine::refusal::OutputError;
use crate::model::link::Asked;
use crate::source::Disk;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

#[derive(Args, Debug)]
pub struct BuildLine {
    /// The folder of the site, with content/ in it
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where the site goes [default: dist/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the site will stand on the web, in place of `address:` in site.yaml
    #[arg(long, value_name = "URL", value_parser = address)]
    address: Option<Base>,
    /// Make drafts and what is to be published later, too
    #[arg(long)]
    drafts: bool,
    /// Take warnings for errors
    #[arg(long)]
    strict: bool,
    /// How many threads work [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// How messages are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print nothing but problems
    #[arg(long)]
    quiet: bool,
}

fn address(text: &str) -> Result<Base, String> {
    Base::new(text).map_err(str::to_string)
}

/// The day a build is for: `SOURCE_DATE_EPOCH` where it is set (reproducible-builds.org), else now.
pub(super) fn now() -> Result<i64, String> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text
            .trim()
            .parse()
            .map_err(|_| format!("SOURCE_DATE_EPOCH is `{text}`, and must be a number of seconds since 1970")),
        Err(_) => {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Ok(since.as_secs() as i64)
        }
    }
}

pub fn run(line: &BuildLine) -> Exit {
    let started = Instant::now();
    let now = match now() {
        Ok(now) => now,
        Err(message) => {
            anstream::eprintln!("error: {message}");
            return Exit::Usage;
        }
    };
    let root = match line.root.canonicalize() {
        Ok(root) if root.is_dir() => root,
        _ => {
            anstream::eprintln!("error: there is no folder {}", line.root.display());
            return Exit::Usage;
        }
    };
    if let Some(jobs) = line.jobs
        && let Err(error) = rayon::ThreadPoolBuilder::new().num_threads(jobs as usize).build_global()
    {
        anstream::eprintln!("error: {jobs} threads could not be started: {error}");
        return Exit::Machine;
    }
    let out = line.out.clone().unwrap_or_else(|| root.join("dist"));
    let asked = Asked { address: line.address.clone(), now, drafts: line.drafts };
    let tree = Disk::new(&root);
    let guarded = Guarded {
        sources: [".linernotes", "content", "static", "templates"].map(|name| root.join(name)).to_vec(),
        root: root.clone(),
        home: std::env::home_dir(),
    };
    let on_wait = || {
        if !line.quiet {
            anstream::eprintln!("another build is writing {}; waiting for it", out.display());
        }
    };
    let output = match Output::claim(&out, &guarded, &on_wait) {
        Ok(output) => output,
        Err(error) => return refuse(&error),
    };
    let bar = Bar::new(line.quiet);
    let built = build(&tree, &asked, &output, &|done, all| bar.tick(done, all));
    bar.clear();
    let built = match built {
        Ok(built) => built,
        Err(Stop::Tree(error)) => {
            anstream::eprintln!("error: the folder {} could not be read: {error}", root.display());
            return Exit::Machine;
        }
        Err(Stop::Sink(error)) => return refuse(&error),
    };
    let mut report = Report::new(&tree, line.format);
    report.print(&built.complaints);
    let is_stopped = |severity: Severity| match severity {
        Severity::Error => true,
        Severity::Warning => line.strict,
        Severity::Note => false,
    };
    if built.complaints.iter().any(|complaint| is_stopped(complaint.severity)) {
        drop(output);
        report.count(&built.complaints, &out);
        return Exit::Author;
    }
    match output.publish() {
        Ok(written) => {
            if !line.quiet {
                summary(&built, &written, &out, started.elapsed());
            }
            Exit::Done
        }
        Err(error) => refuse(&error),
    }
}

/// The output folder or the disk said no.
fn refuse(error: &OutputError) -> Exit {
    anstream::eprintln!("error: {error}");
    if let Some(help) = error.help() {
        anstream::eprintln!("help: {help}");
    }
    match error {
        OutputError::Refused { .. } => Exit::Usage,
        OutputError::Ledger { .. } | OutputError::Machine(_) => Exit::Machine,
    }
}

fn summary(built: &Built, written: &Written, out: &std::path::Path, time: Duration) {
    let time = match time.as_millis() {
        ms @ 0..10_000 => format!("{ms} ms"),
        ms => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
    };
    let pages = if built.page_count == 1 { "page" } else { "pages" };
    anstream::eprintln!(
        "{} {pages}, {} files: {} written, {} kept, {} removed, in {time}; the site is in {}",
        built.page_count,
        built.file_count,
        written.new + written.changed,
        written.kept,
        written.removed.len(),
        out.display()
    );
    for left in &written.left {
        anstream::eprintln!("note: {left} was changed by hand, so it stays; the site no longer needs it");
    }
}

/// A bar, for builds that take longer than half a second, on a terminal.
struct Bar {
    started: Instant,
    bar: OnceLock<ProgressBar>,
    is_wanted: bool,
}

impl Bar {
    fn new(quiet: bool) -> Bar {
        let is_wanted = !quiet && std::io::stderr().is_terminal();
        Bar { started: Instant::now(), bar: OnceLock::new(), is_wanted }
    }

    fn tick(&self, done: usize, all: usize) {
        if !self.is_wanted || self.started.elapsed() < Duration::from_millis(500) {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files").ok();
            let bar = ProgressBar::with_draw_target(Some(all as u64), ProgressDrawTarget::stderr_with_hz(12));
            match style {
                Some(style) => bar.with_style(style),
                None => bar,
            }
        });
        bar.set_position(done as u64);
    }

    fn clear(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
