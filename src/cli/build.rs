//! `linernotes build`.

use super::Exit;
use super::print::{data_and_end, shown, talk};
use super::profile::Observer;
use super::site::{Site, SiteLine, SiteStop};
use crate::base::diagnostic::Severity;
use crate::base::host::Host;
use crate::engine::Guarded;
use crate::engine::build::Built;
use crate::engine::cache::DiskCache;
use crate::engine::cards::{Caches, CardCount, Drawing};
use crate::engine::fonts::FontCount;
use crate::engine::output::{Output, Written};
use crate::engine::pictures::PictureCount;
use crate::engine::refusal::OutputError;
use crate::engine::unchanged::{Standing, Unchanged};
use crate::engine::watch::Watch;
use crate::plan::cards::MANY;
use crate::source::stamps::Noting;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

#[derive(Args, Debug)]
pub struct BuildLine {
    #[command(flatten)]
    pub(super) site: SiteLine,
    /// Where the site goes [default: dist/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Write _headers and _redirects too, for a host that reads them
    #[arg(long, value_enum, value_name = "HOST")]
    pub(super) headers: Option<Headers>,
    /// Read and make everything, even where the files stand as the last build left them
    #[arg(long)]
    pub(super) verify: bool,
    /// Say where the time went: stages, templates, the slowest pages; everything is made
    #[arg(long)]
    pub(super) profile: bool,
}

/// The hosts that read `_headers` and `_redirects`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Headers {
    Netlify,
    Cloudflare,
}

impl Headers {
    fn host(self) -> Host {
        match self {
            Headers::Netlify => Host::Netlify,
            Headers::Cloudflare => Host::Cloudflare,
        }
    }
}

pub fn run(line: &BuildLine) -> Exit {
    let started = Instant::now();
    let site = match line.site.open() {
        Ok(site) => site.with_headers(line.headers.map(Headers::host)),
        Err(exit) => return exit,
    };
    if line.headers.is_some()
        && let Err(exit) = stands_at_the_root(&site)
    {
        return exit;
    }
    let is_quiet = line.site.which.quiet;
    let out = site.out(line.out.as_deref());
    let guarded = Guarded {
        sources: [".linernotes", "content", "static", "templates"].map(|name| site.root.join(name)).to_vec(),
        root: site.root.clone(),
        home: std::env::home_dir(),
    };
    let on_wait = || {
        if !is_quiet {
            talk(format_args!("another build is writing {}; waiting for it", out.display()));
        }
    };
    let output = match Output::claim(&out, &guarded, &on_wait) {
        Ok(output) => output,
        Err(error) => return refuse(&error),
    };
    let looked = SystemTime::now();
    let standing = site.standing(&out);
    if let Some(unchanged) = standing
        .as_ref()
        .filter(|_| !line.verify && !line.profile)
        .and_then(|all| all.is_known(&site.tree, &output))
    {
        if !is_quiet {
            same(&unchanged, &out, started.elapsed());
        }
        return Exit::Done;
    }
    let observer = Observer::new(Bar::new(is_quiet), line.profile, started);
    let cards = DiskCache::new(&site.root.join(".linernotes"), "cards");
    let fonts = DiskCache::new(&site.root.join(".linernotes"), "fonts");
    let pictures = DiskCache::new(&site.root.join(".linernotes"), "pictures");
    let caches = Caches { cards: Some(&cards), fonts: Some(&fonts), pictures: Some(&pictures) };
    let drawing = Drawing::Drawn(caches);
    let tree = Noting::new(&site.tree);
    let built = site.build(&tree, drawing, &output, &observer);
    observer.clear_bar();
    observer.stage("put in place");
    let built = match built {
        Ok(built) => built,
        Err(SiteStop::Told(exit)) => return exit,
        Err(SiteStop::Sink(error)) => return refuse(&error),
    };
    let mut report = site.report();
    if let Err(exit) = report.print(&built.complaints) {
        return exit;
    }
    if site.is_stopped(&built.complaints) {
        drop(output);
        report.count(
            &built.complaints,
            &match out.exists() {
                true => format!("{} stays as it was", out.display()),
                false => "nothing was written".to_string(),
            },
        );
        return Exit::Author;
    }
    let published = output.publish();
    observer.stage("tidy up");
    match published {
        Ok(written) => {
            cards.drop_unused();
            fonts.drop_unused();
            remember(standing.as_ref(), tree, &built, looked);
            pictures.drop_unused();
            if !is_quiet {
                summary(&built, &written, &out, started.elapsed());
                drawn(&built, [&pictures, &cards, &fonts]);
            }
            observer.tables().map_or(Exit::Done, |tables| data_and_end(&tables))
        }
        Err(error) => refuse(&error),
    }
}

/// Hosts that read `_headers` show the output folder at the root of an address, and look for it there only.
fn stands_at_the_root(site: &Site) -> Result<(), Exit> {
    let Some(base) = site.base()?.filter(|base| !base.path().is_empty()) else { return Ok(()) };
    talk(format_args!(
        "error: the site's address has the path {}/, and the hosts that --headers is for show a site at the root of its \
         address",
        base.path()
    ));
    talk(format_args!("help: say where it will stand there: `--address https://my-site.netlify.app/`"));
    Err(Exit::Author)
}

/// The output folder or the disk said no.
fn refuse(error: &OutputError) -> Exit {
    talk(format_args!("error: {error}"));
    if let Some(help) = error.help() {
        talk(format_args!("help: {help}"));
    }
    match error {
        OutputError::Refused { .. } => Exit::Usage,
        OutputError::Ledger { .. } | OutputError::Machine(_) => Exit::Machine,
    }
}

/// What stands in the output folder is what would be made.
fn same(unchanged: &Unchanged, out: &std::path::Path, time: Duration) {
    let Unchanged { page_count, file_count, looked_at } = unchanged;
    talk(format_args!(
        "nothing to do: {looked_at} files of the site and {file_count} in {} stand as the last build left them, by size \
         and time ({page_count} pages, {}; `--verify` reads and makes everything)",
        out.display(),
        shown_time(time)
    ));
}

/// Keeps how the files stood, if another build would have nothing to say either.
fn remember(standing: Option<&Standing>, tree: Noting, built: &Built, looked: SystemTime) {
    let Some(standing) = standing else { return };
    let has_words = built.complaints.iter().any(|told| told.severity != Severity::Note) || built.has_few_cards;
    // Without a record the next build reads everything, which is no harm.
    let _ = match tree.into_stamps().filter(|_| !has_words) {
        None => standing.forget(),
        Some(stamps) => standing.keep(&stamps, built.page_count, built.file_count, &built.zone, looked),
    };
}

fn shown_time(time: Duration) -> String {
    match time.as_millis() {
        ms @ 0..10_000 => format!("{ms} ms"),
        ms => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
    }
}

fn summary(built: &Built, written: &Written, out: &std::path::Path, time: Duration) {
    let time = shown_time(time);
    let pages = if built.page_count == 1 { "page" } else { "pages" };
    talk(format_args!(
        "{} {pages}, {} files: {} written, {} kept, {} removed, in {time}; the site is in {}",
        built.page_count,
        built.file_count,
        written.new + written.changed,
        written.kept,
        written.removed.len(),
        out.display()
    ));
    for left in &written.left {
        talk(format_args!("note: {left} was changed by hand, so it stays; the site no longer needs it"));
    }
    if let Some(first) = written.strangers.first() {
        let more = match written.strangers.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        talk(format_args!(
            "note: linernotes did not write {}{more} in {}; what is yours stays as it is",
            shown(first),
            out.display()
        ));
    }
}

/// How many pictures, cards and fonts were made, and what hindered it.
fn drawn(built: &Built, caches: [&DiskCache; 3]) {
    let PictureCount { made, kept } = built.pictures;
    if made + kept > 0 {
        talk(format_args!("pictures: {made} made, {kept} kept"));
    }
    let CardCount { drawn, kept } = built.cards;
    if drawn + kept > 0 {
        talk(format_args!("cards: {drawn} drawn, {kept} kept"));
    }
    let FontCount { made, kept } = built.fonts;
    if made + kept > 0 {
        talk(format_args!("web fonts: {made} made, {kept} kept"));
    }
    if built.has_few_cards {
        talk(format_args!(
            "note: with cards for all pages there would be more than {MANY}, so only the pages of dramas, songs and \
             releases have their own"
        ));
    }
    for cache in caches {
        if let Some(error) = cache.take_fault() {
            talk(format_args!(
                "note: nothing could be kept in {}, so the next build makes it again: {error}",
                cache.folder().display()
            ));
        }
    }
}

/// A bar, for builds that take longer than half a second, on a terminal.
pub(super) struct Bar {
    started: Instant,
    bar: OnceLock<ProgressBar>,
    is_wanted: bool,
}

impl Bar {
    pub fn new(quiet: bool) -> Bar {
        let is_wanted = !quiet && std::io::stderr().is_terminal();
        Bar { started: Instant::now(), bar: OnceLock::new(), is_wanted }
    }

    pub fn tick(&self, done: usize, all: usize) {
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

    pub fn clear(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
