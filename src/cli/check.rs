//! `linernotes check`: everything that `build` would say, and nothing written; with `--fix`, what is certain is
//! mended in the author's files.

use super::Exit;
use super::links::{self, LinksLine};
use super::print::{self, talk};
use super::report::Format;
use super::site::{Site, SiteLine, SiteStop};
use super::written::failed;
use crate::engine::build::Built;
use crate::engine::cards::Drawing;
use crate::engine::change::Change;
use crate::engine::edit::Edited;
use crate::engine::sinks::Nowhere;
use crate::engine::watch::Unwatched;
use crate::source::Tree;
use clap::Args;

#[derive(Args, Debug)]
pub struct CheckLine {
    #[command(flatten)]
    site: SiteLine,
    /// Mend what is certain in the files, and show what was changed
    #[arg(long)]
    fix: bool,
    /// With --fix: only show what would be changed
    #[arg(long, requires = "fix")]
    dry_run: bool,
    #[command(flatten)]
    links: LinksLine,
}

/// One mending may uncover another mistake behind it; so many times it is looked again.
const ROUNDS: usize = 8;

pub fn run(line: &CheckLine) -> Exit {
    match check(line) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn check(line: &CheckLine) -> Result<Exit, Exit> {
    let site = line.site.open()?;
    if line.fix {
        let mended = mend(&site)?;
        show(&mended, line)?;
        if line.dry_run {
            return Ok(if mended.was_stopped { Exit::Author } else { Exit::Done });
        }
        put(&mended.changes, &site)?;
    }
    let built = look(&site, &site.tree)?;
    let mut report = site.report();
    report.print(&built.complaints)?;
    report.count(&built.complaints, "");
    if site.is_stopped(&built.complaints) {
        return Ok(Exit::Author);
    }
    if !line.site.which.quiet {
        let pages = if built.page_count == 1 { "page" } else { "pages" };
        talk(format_args!("the site can be built: {} {pages}, {} files", built.page_count, built.file_count));
    }
    match line.links.links {
        true => links::run(&line.links, &site, line.site.which.quiet),
        false => Ok(Exit::Done),
    }
}

/// What a build would come to.
fn look(site: &Site, tree: &dyn Tree) -> Result<Built, Exit> {
    site.build(tree, Drawing::Outlined, &Nowhere, &Unwatched).map_err(|stop| match stop {
        SiteStop::Told(exit) => exit,
        SiteStop::Sink(fault) => match fault {},
    })
}

/// What was mended, in memory only.
struct Mended {
    changes: Vec<Change>,
    count: usize,
    /// There was something to correct before.
    was_stopped: bool,
}

fn mend(site: &Site) -> Result<Mended, Exit> {
    let mut edited = Edited::new(&site.tree);
    let mut count = edited.join_letters();
    let mut was_stopped = None;
    for _ in 0..ROUNDS {
        let built = look(site, &edited)?;
        was_stopped.get_or_insert_with(|| site.is_stopped(&built.complaints));
        let more = edited.mend(&built.complaints);
        if more == 0 {
            break;
        }
        count += more;
    }
    Ok(Mended { changes: edited.into_changes(), count, was_stopped: was_stopped.unwrap_or(false) })
}

/// The diff is data where no other data is asked for.
fn show(mended: &Mended, line: &CheckLine) -> Result<(), Exit> {
    let diff: String = mended.changes.iter().map(Change::diff).collect();
    match line.site.format {
        Format::Text => print::data(&diff)?,
        Format::Json | Format::Github | Format::Sarif if !diff.is_empty() => talk(diff.trim_end()),
        Format::Json | Format::Github | Format::Sarif => {}
    }
    if !line.site.which.quiet {
        let things = if mended.count == 1 { "thing" } else { "things" };
        let files = if mended.changes.len() == 1 { "file" } else { "files" };
        talk(match (mended.count, line.dry_run) {
            (0, _) => "there is nothing that can be mended with certainty".to_string(),
            (count, true) => format!("{count} {things} would be mended in {} {files}", mended.changes.len()),
            (count, false) => format!("mending {count} {things} in {} {files}", mended.changes.len()),
        });
    }
    Ok(())
}

/// Writes every file that can be written; the others are told.
fn put(changes: &[Change], site: &Site) -> Result<(), Exit> {
    let mut ended = Ok(());
    for change in changes {
        if let Err(fault) = change.put(&site.tree) {
            ended = Err(failed(&fault));
        }
    }
    ended
}
