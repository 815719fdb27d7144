//! The site as browsers see it: the last good state from the engine, what is wrong with the files now, and the pages
//! that are open.

use super::address::{Stands, files_of, stands};
use super::gate::Names;
use super::live::{Hand, Live, Message, Tab};
use super::media::is_page;
use super::page::{Head, Shows, Style, What};
use super::told::Problems;
use crate::engine::resident::{Resident, Served, Update};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

pub struct Preview {
    pub resident: Resident,
    pub names: Names,
    /// What keeps an open page up to date.
    pub script: Served,
    live: Live,
    state: RwLock<State>,
}

#[derive(Clone, Default)]
struct State {
    /// There was a good state, which is shown.
    has_site: bool,
    problems: Arc<Problems>,
}

/// What an address shows now.
enum Now {
    Page(Shows, Vec<Style>),
    /// No page of the site.
    Other,
}

/// More files than these are not named one by one; their number is bounded because so is what a browser is sent.
const FILES_NAMED: usize = 200;

impl Preview {
    pub fn new(resident: Resident, names: Names) -> Preview {
        Preview { resident, names, script: script(), live: Live::default(), state: RwLock::default() }
    }

    /// What is wrong while there is no site to show yet.
    pub fn instead(&self) -> Option<Arc<Problems>> {
        let state = self.state();
        (!state.has_site).then_some(state.problems)
    }

    /// The files that are on screens now.
    pub fn on_screen(&self) -> Vec<String> {
        let base = self.resident.base_path();
        self.live.paths().iter().flat_map(|path| files_of(path, &base)).collect()
    }

    /// The pages on screens are made: tells those that changed.
    pub fn show(&self, update: &Update) {
        if update.is_good {
            self.set(true, Problems::default());
        }
        self.refresh();
    }

    /// An update is over; `problems` are what it found.
    pub fn settle(&self, update: &Update, problems: Problems) {
        let has_site = self.state().has_site || update.is_good;
        self.set(has_site, problems);
        self.refresh();
        let base = self.resident.base_path();
        let others = update.changed.iter().filter(|path| !is_page(path));
        let files: Vec<String> = others.take(FILES_NAMED).map(|path| format!("{base}{path}")).collect();
        if !files.is_empty() {
            let message = Message::Files(&files).text();
            self.live.tell(&mut |_| Some(message.clone()));
        }
    }

    /// A page is open in a browser: it hears of everything that happens from now on, and at once of what it missed.
    pub fn join(&self, tab: Tab, hand: Hand) -> u64 {
        let path = tab.path.clone();
        let number = self.live.join(tab, hand);
        // Looked at only now, so that nothing can happen between.
        let now = self.now(&path);
        self.live.tell_one(number, &mut |tab| news(tab, &now, &self.resident.base_path()));
        let state = self.state();
        if state.has_site {
            self.live.tell_one(number, &mut |tab| Some(told(&state.problems, tab)));
        }
        number
    }

    pub fn leave(&self, number: u64) {
        self.live.leave(number);
    }

    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, has_site: bool, problems: Problems) {
        let problems = Arc::new(problems);
        let before = {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *state, State { has_site, problems: problems.clone() })
        };
        // Who had no site loads a page anew, and hears of it then.
        if before.has_site && before.problems != problems {
            self.live.tell(&mut |tab| Some(told(&problems, tab)));
        }
    }

    fn refresh(&self) {
        let seen: BTreeMap<String, Now> =
            self.live.paths().into_iter().map(|path| (path.clone(), self.now(&path))).collect();
        let base = self.resident.base_path();
        self.live.tell(&mut |tab| news(tab, seen.get(&tab.path)?, &base));
    }

    fn now(&self, path: &str) -> Now {
        if let Some(problems) = self.instead() {
            return Now::Page(Shows::of_problems(&problems), Vec::new());
        }
        let of = |what, html: &[u8]| {
            let head = Head::of(html);
            Now::Page(Shows::of(what, html, &head), head.styles().cloned().collect())
        };
        match stands(path, &self.resident.base_path(), &|path| self.resident.file(path)) {
            Stands::File(path, served) if is_page(&path) => of(What::Page, &served.bytes),
            Stands::Nothing(Some(served)) => of(What::Missing, &served.bytes),
            Stands::Nothing(None) => of(What::Missing, b""),
            _ => Now::Other,
        }
    }
}

fn script() -> Served {
    let style = serde_json::to_string(include_str!("browser/problems.css")).unwrap_or_default();
    let (live, problems) = (include_str!("browser/live.js"), include_str!("browser/problems.js"));
    Served::new(
        format!("(() => {{\n'use strict';\nconst STYLE = {style};\n{problems}\n{live}}})();\n").into_bytes(),
    )
}

/// What a page must be told of what its address shows now; notes that it was told.
fn news(tab: &mut Tab, now: &Now, base: &str) -> Option<String> {
    let Now::Page(shows, styles) = now else {
        // Somebody who came when there was no site could not know where it would be.
        return (tab.shows.what == What::Problems).then(|| Message::Go(base).text());
    };
    let was = std::mem::replace(&mut tab.shows, *shows);
    if was == *shows {
        return None;
    }
    let message = match shows.what {
        _ if was.differs_in_style(shows) => Message::Styles(*shows, styles),
        What::Missing if was.what == What::Problems => Message::Go(base),
        What::Missing if was.what == What::Page => Message::Gone(*shows, base),
        _ => Message::Reload,
    };
    Some(message.text())
}

fn told(problems: &Problems, tab: &Tab) -> String {
    match tab.is_near {
        true => Message::Problems(problems).text(),
        false => Message::Problems(&problems.from_afar()).text(),
    }
}
