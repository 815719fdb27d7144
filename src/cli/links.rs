//! `linernotes check --links`: are the links that lead out of the site still good? The only command that uses the network.

use super::Exit;
use super::print::talk;
use super::site::Site;
use crate::base::day::Day;
use crate::base::diagnostic::Severity;
use crate::engine::beside::write_beside;
use crate::engine::build::read;
use crate::engine::links::memory::{FILE, Memory};
use crate::engine::links::{Found, Manners, Outcome, complaints, due, gather};
use clap::Args;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::Duration;

#[derive(Args, Debug)]
pub struct LinksLine {
    /// Ask other hosts, too, whether the links out of the site are still good
    #[arg(long)]
    pub links: bool,
    /// With --links: ask again about links that were good so many days ago
    #[arg(long, value_name = "N", default_value_t = 30, requires = "links")]
    days: u16,
    /// With --links: how many hosts are asked side by side
    #[arg(long, value_name = "N", default_value_t = 8, requires = "links", value_parser = clap::value_parser!(u16).range(1..=64))]
    hosts: u16,
    /// With --links: seconds to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 20, requires = "links", value_parser = clap::value_parser!(u16).range(1..=600))]
    timeout: u16,
}

/// Asks about the links of a site, and keeps what was found beside its content.
pub fn run(line: &LinksLine, site: &Site, is_quiet: bool) -> Result<Exit, Exit> {
    let (root, now) = (&site.root, site.now());
    // What is wrong with the content itself was told before.
    let parsed = read(&site.tree, &mut Vec::new()).map_err(|error| site.unreadable(&error))?;
    let links = gather(&parsed);
    let file = root.join(FILE);
    let mut memory = std::fs::read_to_string(&file).map(|text| Memory::read(&text)).unwrap_or_default();
    memory.links.retain(|url, _| links.contains_key(url));
    let day = |seconds: i64| Day::from_unix(seconds, &Default::default()).unwrap_or_default().to_string();
    let oldest = day(now - i64::from(line.days) * 86_400);
    let asked = due(&links, &memory, |checked| checked > oldest.as_str());
    if !is_quiet {
        let known = links.len() - asked.len();
        let count = asked.len();
        talk(format_args!("{} links out of the site: {count} to ask about, {known} known to be good", links.len()));
    }
    let found = ask(&asked, line, is_quiet).ok_or(Exit::Usage)?;
    let today = day(now);
    found.iter().for_each(|(url, found)| memory.note(url, found, &today));
    if let Err(error) = write(root, &memory.write()) {
        talk(format_args!("error: {} could not be written: {error}", file.display()));
        return Err(Exit::Machine);
    }
    let all: BTreeMap<String, Found> =
        memory.links.iter().map(|(url, entry)| (url.clone(), entry.into())).collect();
    let told = complaints(&links, &all);
    site.report().print(&told)?;
    if !is_quiet {
        let count = |outcome: Outcome| all.values().filter(|found| found.outcome == outcome).count();
        let (good, gone, unclear) = (count(Outcome::Good), count(Outcome::Gone), count(Outcome::Unclear));
        talk(format_args!("{good} good, {gone} gone, {unclear} unclear; kept in {FILE}"));
    }
    Ok(match told.iter().any(|complaint| complaint.severity == Severity::Error) {
        true => Exit::Author,
        false => Exit::Done,
    })
}

fn write(root: &Path, text: &str) -> io::Result<()> {
    let file = root.join(FILE);
    if std::fs::read_to_string(&file).is_ok_and(|old| old == text) {
        return Ok(());
    }
    write_beside(root, text.as_bytes(), None)?.persist(file).map(drop).map_err(|error| error.error)
}

#[cfg(feature = "links")]
fn ask(urls: &[&str], line: &LinksLine, is_quiet: bool) -> Option<BTreeMap<String, Found>> {
    let proxy = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let manners = Manners {
        hosts: line.hosts.into(),
        patience: Duration::from_secs(line.timeout.into()),
        proxy: proxy.iter().find_map(|name| std::env::var(name).ok()),
        ..Manners::default()
    };
    let done = |url: &str, found: &Found| {
        if !is_quiet {
            let said = match found.outcome {
                Outcome::Good => "good",
                Outcome::Gone => "gone",
                Outcome::Unclear => "unclear",
            };
            talk(format_args!("{said:<8} {url}"));
        }
    };
    Some(crate::engine::links::ask_all(urls, &manners, &done))
}

#[cfg(not(feature = "links"))]
fn ask(_: &[&str], line: &LinksLine, _: bool) -> Option<BTreeMap<String, Found>> {
    let _ = (Manners::default(), Duration::from_secs(line.timeout.into()), line.hosts);
    talk("error: this program was built without the check of links (the feature `links`)");
    None
}
