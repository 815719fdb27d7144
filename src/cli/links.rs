//! `linernotes links`: are the links that lead out of the site still good? The only command that uses the network.

use super::Exit;
use super::report::{Format, Report};
use crate::base::day::Day;
use crate::base::diagnostic::Severity;
use crate::engine::build::read;
use crate::engine::links::memory::{FILE, Memory};
use crate::engine::links::{Found, Manners, Outcome, complaints, due, gather};
use crate::source::Disk;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Args, Debug)]
pub struct LinksLine {
    /// The folder of the site, with content/ in it
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Ask again about links that were good so many days ago
    #[arg(long, value_name = "N", default_value_t = 30)]
    days: u16,
    /// How many hosts are asked side by side
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64))]
    hosts: u16,
    /// Seconds to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=600))]
    timeout: u16,
    /// How messages are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print nothing but problems
    #[arg(long)]
    quiet: bool,
}

pub fn run(line: &LinksLine) -> Exit {
    let root = match line.root.canonicalize() {
        Ok(root) if root.join("content").is_dir() => root,
        _ => {
            anstream::eprintln!("error: there is no folder content/ in {}", line.root.display());
            return Exit::Usage;
        }
    };
    let now = match super::build::now() {
        Ok(now) => now,
        Err(message) => {
            anstream::eprintln!("error: {message}");
            return Exit::Usage;
        }
    };
    let tree = Disk::new(&root);
    // What is wrong with the content itself is the affair of `build`.
    let parsed = match read(&tree, &mut Vec::new()) {
        Ok(parsed) => parsed,
        Err(error) => {
            anstream::eprintln!("error: the folder {} could not be read: {error}", root.display());
            return Exit::Machine;
        }
    };
    let links = gather(&parsed);
    let file = root.join(FILE);
    let mut memory = std::fs::read_to_string(&file).map(|text| Memory::read(&text)).unwrap_or_default();
    memory.links.retain(|url, _| links.contains_key(url));
    let day = |seconds: i64| Day::from_unix(seconds, &Default::default()).unwrap_or_default().to_string();
    let oldest = day(now - i64::from(line.days) * 86_400);
    let asked = due(&links, &memory, |checked| checked > oldest.as_str());
    if !line.quiet {
        let known = links.len() - asked.len();
        anstream::eprintln!(
            "{} links out of the site: {} to ask about, {known} known to be good",
            links.len(),
            asked.len()
        );
    }
    let Some(found) = ask(&asked, line) else { return Exit::Usage };
    let today = day(now);
    found.iter().for_each(|(url, found)| memory.note(url, found, &today));
    if let Err(error) = write(&file, &memory.write()) {
        anstream::eprintln!("error: {} could not be written: {error}", file.display());
        return Exit::Machine;
    }
    let all: BTreeMap<String, Found> =
        memory.links.iter().map(|(url, entry)| (url.clone(), entry.into())).collect();
    let told = complaints(&links, &all);
    Report::new(&tree, line.format).print(&told);
    if !line.quiet {
        let count = |outcome: Outcome| all.values().filter(|found| found.outcome == outcome).count();
        anstream::eprintln!(
            "{} good, {} gone, {} unclear; kept in {FILE}",
            count(Outcome::Good),
            count(Outcome::Gone),
            count(Outcome::Unclear)
        );
    }
    match told.iter().any(|complaint| complaint.severity == Severity::Error) {
        true => Exit::Author,
        false => Exit::Done,
    }
}

/// Beside it first, then in its place: nobody finds half a file.
fn write(file: &std::path::Path, text: &str) -> std::io::Result<()> {
    if std::fs::read_to_string(file).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let beside = file.with_extension("json.new");
    std::fs::write(&beside, text)?;
    std::fs::rename(&beside, file)
}

#[cfg(feature = "links")]
fn ask(urls: &[&str], line: &LinksLine) -> Option<BTreeMap<String, Found>> {
    let proxy = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let manners = Manners {
        hosts: line.hosts.into(),
        patience: Duration::from_secs(line.timeout.into()),
        proxy: proxy.iter().find_map(|name| std::env::var(name).ok()),
        ..Manners::default()
    };
    let done = |url: &str, found: &Found| {
        if !line.quiet && line.format == Format::Text {
            let said = match found.outcome {
                Outcome::Good => "good",
                Outcome::Gone => "gone",
                Outcome::Unclear => "unclear",
            };
            anstream::eprintln!("{said:<8} {url}");
        }
    };
    Some(crate::engine::links::ask_all(urls, &manners, &done))
}

#[cfg(not(feature = "links"))]
fn ask(_: &[&str], line: &LinksLine) -> Option<BTreeMap<String, Found>> {
    let _ = (Manners::default(), Duration::from_secs(line.timeout.into()), line.hosts);
    anstream::eprintln!("error: this program was built without the check of links (the feature `links`)");
    None
}
