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
        // Looked at only now that it is known, and again when something happens meanwhile.
        loop {
            let count = self.live.told_count();
            let (now, state, base) = (self.now(&path), self.state(), self.resident.base_path());
            let is_told = self.live.tell_one(number, count, &mut |tab| {
                let news = news(tab, &now, &base);
                news.into_iter().chain(state.has_site.then(|| told(&state.problems, tab))).collect()
            });
            if is_told {
                break;
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::resident::Kept;
    use crate::model::link::Asked;
    use crate::serve::{Spot, Told};
    use crate::source::Memory;
    use std::sync::mpsc::{Receiver, channel};

    fn preview() -> Preview {
        let mut tree = Memory::new();
        tree.put(
            "content/site.yaml",
            "title: a\naddress: https://a.example/b/\nlanguages: [en]\ntimezone: Asia/Seoul\n",
        );
        let asked = Asked { address: None, now: 1_714_100_400, drafts: false, headers: None };
        let preview = Preview::new(Resident::new(Arc::new(tree), asked, Kept::default()), Names::default());
        let update = preview.resident.update(None, &[], &|update| preview.show(update)).unwrap();
        preview.settle(&update, Problems::default());
        preview
    }

    fn open(preview: &Preview, path: &str, is_near: bool) -> Receiver<String> {
        let (sender, heard) = channel();
        let Now::Page(shows, _) = preview.now(path) else { panic!("{path} is a page") };
        preview
            .join(Tab { path: path.into(), shows, is_near }, Box::new(move |message| sender.send(message).is_ok()));
        heard
    }

    #[test]
    fn at_another_machine_no_line_of_the_files_is_seen() {
        let preview = preview();
        let (near, far) = (open(&preview, "/b/", true), open(&preview, "/b/about/", false));
        for heard in [&near, &far] {
            assert_eq!(heard.recv().unwrap(), "event: problems\ndata: {\"count\":0,\"told\":[]}\n\n");
        }
        let spot = Spot {
            file: "content/a.yaml".into(),
            line: Some(2),
            column: Some(3),
            link: Some("edit:/home/a".into()),
        };
        let told = Told {
            severity: "error",
            code: "no-such",
            message: "wrong".into(),
            spot: Some(spot),
            snippet: "2 | a secret".into(),
            help: Vec::new(),
        };
        preview.settle(&Update::default(), Problems { count: 1, told: vec![told] });
        let (near, far) = (near.recv().unwrap(), far.recv().unwrap());
        assert!(near.contains("a secret") && near.contains("edit:/home/a"), "{near}");
        assert!(far.contains("content/a.yaml") && far.contains("wrong"), "{far}");
        assert!(!far.contains("a secret") && !far.contains("/home"), "{far}");
    }

    #[test]
    fn who_takes_no_messages_is_dropped_and_others_are_not() {
        let preview = preview();
        let gone = open(&preview, "/b/about/", true);
        let here = open(&preview, "/b/", true);
        drop(gone);
        assert_eq!(preview.on_screen(), ["index.html", "404.html", "about/index.html", "404.html"]);
        preview.settle(&Update::default(), Problems { count: 1, told: Vec::new() });
        assert_eq!(preview.on_screen(), ["index.html", "404.html"]);
        assert_eq!(here.iter().take(2).count(), 2);
    }

    #[test]
    fn the_same_again_is_not_told_twice() {
        let preview = preview();
        let heard = open(&preview, "/b/", true);
        for _ in 0..2 {
            let update = preview.resident.update(None, &[], &|update| preview.show(update)).unwrap();
            preview.settle(&update, Problems::default());
        }
        assert_eq!(heard.try_iter().count(), 1, "the greeting");
    }
}
