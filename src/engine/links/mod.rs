//! Links that lead out of the site: are they still good? Asked only by `linernotes check --links`, never by a build.
//!
//! Hosts are asked side by side, the addresses of one host one after the other with a pause between them. First
//! only for the head of the page, then, where that is refused, for the page. A host that is busy is asked again a
//! little later. Three results: good, gone, and unclear, which is everything that says nothing for sure (a host that
//! turns programs away, that is down today, that cannot be reached from here).

#[cfg(feature = "links")]
pub mod fetch;
pub mod memory;
#[cfg(all(test, feature = "links"))]
mod tests;

use crate::base::day::Day;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::place::Place;
use crate::model::Any;
use crate::model::read::{Parsed, Says};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// An address outside the site, with the places that name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// Sorted, never empty.
    pub places: Vec<Place>,
    /// A copy that the author has noted.
    pub archived: Option<String>,
    /// When somebody read it.
    pub read: Option<Day>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Good,
    Gone,
    Unclear,
}

/// What became of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub outcome: Outcome,
    pub status: Option<u16>,
    pub moved_to: Option<String>,
    pub why: Option<String>,
}

/// How hosts are treated.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Hosts that are asked side by side.
    pub hosts: usize,
    /// Between two questions to one host, and before the first new try; each later one waits twice as long.
    pub pause: Duration,
    /// For one answer, redirects included.
    pub patience: Duration,
    /// How often a host that is busy or silent is asked.
    pub tries: u32,
    /// The longest that a host may ask to be left alone; beyond it the result is unclear.
    pub longest_wait: Duration,
    pub proxy: Option<String>,
}

impl Default for Manners {
    fn default() -> Manners {
        Manners {
            hosts: 8,
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(20),
            tries: 3,
            longest_wait: Duration::from_secs(30),
            proxy: None,
        }
    }
}

/// Every address outside the site that its content names, without what stands behind `#`.
pub fn gather(parsed: &[Parsed]) -> BTreeMap<String, Outside> {
    let own = parsed.iter().find_map(|file| match &file.says {
        Says::Site(site) => site.address.get().map(|address| address.0.origin().to_string()),
        _ => None,
    });
    let mut all: BTreeMap<String, Outside> = BTreeMap::new();
    let mut add = |url: &str, place: &Place| {
        let url = url.split('#').next().unwrap_or(url);
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        let is_own = own
            .as_deref()
            .and_then(|own| url.strip_prefix(own))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if is_web && !is_own {
            all.entry(url.to_string()).or_default().places.push(place.clone());
        }
    };
    for file in parsed {
        file.marks.addresses.iter().for_each(|(url, place)| add(url, place));
        let Some(prose) = file.says.prose() else { continue };
        prose.links().for_each(|link| add(&link.target, &link.place));
    }
    for outside in all.values_mut() {
        outside.places.sort();
        outside.places.dedup();
    }
    let records = parsed.iter().flat_map(|file| match &file.says {
        Says::Records(records) => records.as_slice(),
        _ => &[],
    });
    for any in records {
        let Any::Source(source) = any else { continue };
        let Some(url) = source.is.url.get() else { continue };
        if let Some(outside) = all.get_mut(url.as_str().split('#').next().unwrap_or("")) {
            outside.archived = source.is.archived.get().map(|url| url.as_str().to_string());
            outside.read = source.is.read.get().copied();
        }
    }
    all
}

/// The addresses to ask about today: those that were good less than `days` ago are left alone.
pub fn due<'l>(
    links: &'l BTreeMap<String, Outside>,
    memory: &memory::Memory,
    is_fresh: impl Fn(&str) -> bool,
) -> Vec<&'l str> {
    let is_known = |url: &str| {
        memory.links.get(url).is_some_and(|entry| entry.result == Outcome::Good && is_fresh(&entry.checked))
    };
    links.keys().map(String::as_str).filter(|url| !is_known(url)).collect()
}

/// The host of an address, with its port.
#[cfg(feature = "links")]
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

#[cfg(feature = "links")]
mod asking {
    use super::fetch::{Answer, Fetcher, Method};
    use super::{Found, Manners, Outcome, host_of};
    use std::collections::BTreeMap;
    use std::sync::Mutex;
    use std::thread::{scope, sleep};
    use std::time::Duration;

    /// Asks about every address; `done` hears of each as it is settled, from several threads.
    pub fn ask_all(
        urls: &[&str],
        manners: &Manners,
        done: &(dyn Fn(&str, &Found) + Sync),
    ) -> BTreeMap<String, Found> {
        let mut hosts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for url in urls {
            hosts.entry(host_of(url).to_ascii_lowercase()).or_default().push(url);
        }
        let workers = manners.hosts.clamp(1, hosts.len().max(1));
        let waiting = Mutex::new(hosts.into_values());
        let found = Mutex::new(BTreeMap::new());
        let fetcher = Fetcher::new(manners);
        // A thread that failed has told so; what the others found is good.
        let next = || waiting.lock().unwrap_or_else(|broken| broken.into_inner()).next();
        scope(|threads| {
            for _ in 0..workers {
                threads.spawn(|| {
                    while let Some(urls) = next() {
                        for (at, url) in urls.into_iter().enumerate() {
                            if at > 0 {
                                sleep(manners.pause);
                            }
                            let one = ask(&fetcher, url, manners);
                            done(url, &one);
                            found.lock().unwrap_or_else(|broken| broken.into_inner()).insert(url.to_string(), one);
                        }
                    }
                });
            }
        });
        found.into_inner().unwrap_or_else(|broken| broken.into_inner())
    }

    /// One address: head first, then the page; again where a host is busy.
    fn ask(fetcher: &Fetcher, url: &str, manners: &Manners) -> Found {
        let mut method = Method::Head;
        let mut tries = 0;
        let mut pause = manners.pause;
        loop {
            let answer = fetcher.ask(url, method);
            let (found, wait) = judge(answer);
            if found.outcome == Outcome::Good {
                return found;
            }
            // Whatever is said of the head alone may be untrue of the page: many hosts never thought of it.
            if method == Method::Head && wait.is_none() {
                method = Method::Get;
                sleep(manners.pause);
                continue;
            }
            tries += 1;
            let Some(wait) = wait.filter(|_| tries < manners.tries) else { return found };
            let wait = wait.unwrap_or(pause);
            if wait > manners.longest_wait {
                return found;
            }
            sleep(wait.max(pause));
            pause *= 2;
            method = Method::Get;
        }
    }

    /// What an answer means, and whether to ask again: after how long, where the host has said.
    fn judge(answer: Answer) -> (Found, Option<Option<Duration>>) {
        match answer {
            Answer::Status { code, moved_to, wait } => {
                let outcome = match code {
                    200..=299 => Outcome::Good,
                    404 | 410 => Outcome::Gone,
                    _ => Outcome::Unclear,
                };
                let again = matches!(code, 429 | 500 | 502 | 503 | 504).then(|| wait.map(Duration::from_secs));
                let why = (outcome != Outcome::Good).then(|| format!("it answers {code}"));
                (Found { outcome, status: Some(code), moved_to, why }, again)
            }
            Answer::Silence { why, may_pass } => {
                let found = Found { outcome: Outcome::Unclear, status: None, moved_to: None, why: Some(why) };
                (found, may_pass.then_some(None))
            }
        }
    }
}

#[cfg(feature = "links")]
pub use asking::ask_all;

/// Says what became of the links: those that are gone are errors, what is unclear is a warning.
pub fn complaints(links: &BTreeMap<String, Outside>, found: &BTreeMap<String, Found>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    for (url, found) in found {
        let Some(outside) = links.get(url) else { continue };
        let why = found.why.as_deref().unwrap_or("");
        let told = match found.outcome {
            Outcome::Good => continue,
            Outcome::Gone => Diagnostic::new(Code::LinkGone, format!("nothing is at `{url}` any more: {why}"))
                .help(offer(url, outside)),
            Outcome::Unclear => {
                Diagnostic::new(Code::LinkUnclear, format!("nothing sure is known of `{url}`: {why}"))
                    .help("open it in a browser; it is asked about again next time")
            }
        };
        let (Some(first), more) = (outside.places.first(), outside.places.iter().skip(1)) else { continue };
        let told = told.at(first.clone());
        complaints.push(more.take(5).fold(told, |told, place| told.also(place.clone(), "and here")));
    }
    crate::base::diagnostic::sort(&mut complaints);
    complaints
}

/// Where a copy may be.
fn offer(url: &str, outside: &Outside) -> String {
    match &outside.archived {
        Some(copy) => {
            format!("you have noted a copy: put {copy} in its place, and keep the old address in a `note:`")
        }
        None => {
            let day = outside.read.map_or(String::new(), |day| day.to_string().replace('-', ""));
            let day = if day.is_empty() { "2".into() } else { day };
            format!(
                "look for a copy at https://web.archive.org/web/{day}/{url} and note its address as `archived:` in sources.yaml"
            )
        }
    }
}
