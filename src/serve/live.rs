//! The pages that are open in browsers, and what each is told. A browser that does not take what it is sent is dropped:
//! it asks again by itself, and says then what it shows.

use super::page::{Shows, Style};
use super::told::Problems;
use crate::base::lock::lock;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

/// Hands a message to a browser without waiting; false when it takes no more.
pub type Hand = Box<dyn Fn(String) -> bool + Send>;

/// A page on a screen.
pub struct Tab {
    /// The path that it was asked for by.
    pub path: String,
    pub shows: Shows,
    /// On this machine, so that it may see the author's files.
    pub is_near: bool,
}

/// What a browser is told, as server-sent events (WHATWG HTML §9.2).
pub enum Message<'a> {
    /// Load the page anew.
    Reload,
    /// Change the style sheets, and show what this is called from now on.
    Styles(Shows, &'a [Style]),
    /// The site is there now, and begins elsewhere.
    Go(&'a str),
    /// The page is no longer there; where the site begins.
    Gone(Shows, &'a str),
    /// Files that keep their names have other bytes: by their addresses.
    Files(&'a [String]),
    /// All that is wrong now; none when all is well.
    Problems(&'a Problems),
}

#[derive(Default)]
pub struct Live {
    tabs: Mutex<Tabs>,
}

#[derive(Default)]
struct Tabs {
    last: u64,
    /// How often all were told something.
    told_count: u64,
    open: BTreeMap<u64, (Tab, Hand)>,
}

impl Live {
    /// Takes a page in, and calls it by a number.
    pub fn join(&self, tab: Tab, hand: Hand) -> u64 {
        let mut tabs = self.tabs();
        tabs.last += 1;
        let number = tabs.last;
        tabs.open.insert(number, (tab, hand));
        number
    }

    pub fn leave(&self, number: u64) {
        self.tabs().open.remove(&number);
    }

    /// The paths of all open pages.
    pub fn paths(&self) -> BTreeSet<String> {
        self.tabs().open.values().map(|(tab, _)| tab.path.clone()).collect()
    }

    /// Tells each page what `say` has for it.
    pub fn tell(&self, say: &mut dyn FnMut(&mut Tab) -> Option<String>) {
        let mut tabs = self.tabs();
        tabs.told_count += 1;
        tabs.open.retain(|_, (tab, hand)| say(tab).is_none_or(hand));
    }

    /// How often all were told something.
    pub fn told_count(&self) -> u64 {
        self.tabs().told_count
    }

    /// Tells one page, unless all were told something since the count: what `say` knows is old then.
    pub fn tell_one(&self, number: u64, count: u64, say: &mut dyn FnMut(&mut Tab) -> Vec<String>) -> bool {
        let mut tabs = self.tabs();
        if tabs.told_count != count {
            return false;
        }
        if let Some((tab, hand)) = tabs.open.get_mut(&number)
            && !say(tab).into_iter().all(hand)
        {
            tabs.open.remove(&number);
        }
        true
    }

    fn tabs(&self) -> MutexGuard<'_, Tabs> {
        // A panic in one step leaves whole tabs behind.
        lock(&self.tabs)
    }
}

impl Message<'_> {
    pub fn text(&self) -> String {
        #[derive(Serialize)]
        struct Styles<'a> {
            shows: String,
            styles: &'a [Style],
        }
        #[derive(Serialize)]
        struct Gone<'a> {
            shows: String,
            base: &'a str,
        }
        let (event, data) = match self {
            Message::Reload => ("reload", Ok("{}".to_string())),
            Message::Styles(shows, styles) => {
                ("styles", serde_json::to_string(&Styles { shows: shows.to_string(), styles }))
            }
            Message::Go(base) => ("go", serde_json::to_string(base)),
            Message::Gone(shows, base) => ("gone", serde_json::to_string(&Gone { shows: shows.to_string(), base })),
            Message::Files(files) => ("files", serde_json::to_string(files)),
            Message::Problems(problems) => ("problems", serde_json::to_string(problems)),
        };
        // JSON has no line break outside its texts, and none unwritten in them.
        format!("event: {event}\ndata: {}\n\n", data.unwrap_or_default())
    }
}
