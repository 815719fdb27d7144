//! `linernotes publish`: builds the site, and puts it on a branch of its repository.

use super::Exit;
use super::build::{self, BuildLine};
use super::print::{data, shown, talk};
use super::site::SiteLine;
use crate::base::address::Base;
use crate::base::repository::{Fit, GitHub};
use crate::engine::branch::{Place, Placed, Stop, Target, short};
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(
    after_help = "The folder of the site lies in a Git repository, which is left as it is: no branch is checked \
                        out, and nothing is committed but the site. docs/publish.md has the whole story."
)]
pub struct PublishLine {
    #[command(flatten)]
    site: SiteLine,
    /// Where the site is built [default: dist/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The branch that the site goes to
    #[arg(long, value_name = "NAME", default_value = "gh-pages")]
    branch: String,
    /// The remote that has the branch, as `git remote` names it
    #[arg(long, value_name = "NAME", default_value = "origin")]
    remote: String,
    /// Only build, and list what would come, change and go
    #[arg(long)]
    dry_run: bool,
}

pub fn run(line: PublishLine) -> Exit {
    match publish(line) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn publish(line: PublishLine) -> Result<Exit, Exit> {
    let target = Target { remote: line.remote, branch: line.branch };
    let (is_trial, is_quiet) = (line.dry_run, line.site.which.quiet);
    let site = line.site.look()?;
    // What the build need not be waited for comes first.
    let place = Place::find(&site.root, &target).map_err(|stop| refuse(&stop))?;
    let base = site.base()?;
    if let (Some(base), Some(github)) = (&base, &place.github) {
        check_address(base, github)?;
    }
    // What readers will see is made and checked anew.
    let line = BuildLine { site: line.site, out: line.out, headers: None, verify: true, profile: false };
    let built = build::run(&line);
    let Some(base) = base.filter(|_| built == Exit::Done) else { return Ok(built) };
    let out = site.out(line.out.as_deref());
    if is_trial {
        let placed = place.try_out(&out, &base).map_err(|stop| refuse(&stop))?;
        data(&listed(&placed))?;
        if !is_quiet {
            talk(match placed.is_unchanged() {
                true => format!("the branch {} shows this site already", target.branch),
                false => format!("{}; nothing was published", counted(&placed)),
            });
        }
        return Ok(Exit::Done);
    }
    let placed = place.publish(&out, &base).map_err(|stop| refuse(&stop))?;
    if !is_quiet {
        told(&placed, &target, &base, place.github.as_ref());
    }
    Ok(Exit::Done)
}

/// The address must be one that the repository's site can have, or no page would find its style sheet.
fn check_address(base: &Base, github: &GitHub) -> Result<(), Exit> {
    if github.fits(base) != Fit::Not {
        return Ok(());
    }
    talk(format_args!(
        "error: the site's address is {}{}/, and GitHub shows the site of this repository at {}: links would lead \
         elsewhere; nothing was published",
        base.origin(),
        base.path(),
        github.pages()
    ));
    talk(format_args!("help: write `address: {}` in content/site.yaml", github.pages()));
    talk("help: with a domain of your own, write that: `address: https://your.domain/`");
    Err(Exit::Author)
}

/// A file a line, for a look before publishing.
fn listed(placed: &Placed) -> String {
    let lines = |word: &str, list: &[String]| -> String {
        list.iter().map(|path| format!("{word:<8} {}\n", shown(path))).collect()
    };
    lines("new", &placed.new) + &lines("changed", &placed.changed) + &lines("removed", &placed.removed)
}

fn counted(placed: &Placed) -> String {
    let (new, changed, removed) = (placed.new.len(), placed.changed.len(), placed.removed.len());
    format!("{new} files new, {changed} changed, {removed} removed")
}

fn told(placed: &Placed, target: &Target, base: &Base, github: Option<&GitHub>) {
    let Target { remote, branch } = target;
    let Some(commit) = &placed.commit else {
        talk(format_args!("the branch {branch} of {remote} shows this site already; nothing to publish"));
        return;
    };
    talk(format_args!("{}: published as {} on the branch {branch} of {remote}", counted(placed), short(commit)));
    if !placed.kept.is_empty() {
        let names: Vec<String> = placed.kept.iter().take(3).map(|path| shown(path)).collect();
        let more = if placed.kept.len() > names.len() { ", …" } else { "" };
        talk(format_args!("kept on the branch, since linernotes did not write it: {}{more}", names.join(", ")));
    }
    if let Some(github) = github {
        if placed.is_first {
            talk(format_args!(
                "once only: in {} choose \"Deploy from a branch\", the branch {branch} and the folder / (root)",
                github.settings()
            ));
        }
        talk(format_args!("in a minute or two: {}{}/", base.origin(), base.path()));
    }
}

fn refuse(stop: &Stop) -> Exit {
    talk(format_args!("error: {stop}"));
    for help in stop.help() {
        talk(format_args!("help: {help}"));
    }
    match stop {
        Stop::NoRepository(_)
        | Stop::NoRemote(..)
        | Stop::BranchName(_)
        | Stop::CheckedOut(_)
        | Stop::Strangers { .. } => Exit::Usage,
        Stop::NoIdentity
        | Stop::MovedOn { .. }
        | Stop::StrangerAt { .. }
        | Stop::OtherDomain { .. }
        | Stop::Ledger { .. }
        | Stop::Refused(_) => Exit::Author,
        Stop::NotWhole(_) | Stop::Git(_) | Stop::Machine(_) => Exit::Machine,
    }
}
