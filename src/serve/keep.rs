//! Keeps the preview up to date: waits for changes, has the engine make what they touch, and says what happened.

use super::preview::Preview;
use super::told::Problems;
use super::watch::Watch;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::engine::resident::Update;
use std::cell::Cell;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Says what happens; all calls come from one thread.
pub trait Teller {
    /// The moment, in seconds since 1970.
    fn now(&self) -> i64;
    /// There is something to look at now.
    fn begins(&self, preview: &Preview);
    /// An update is over.
    fn happened(&self, round: &Round);
    /// Changes are not told of by the system, so everything is looked through again and again.
    fn looks(&self, because: &str);
    /// Mistakes in the form in which browsers show them.
    fn problems(&self, errors: &[&Diagnostic]) -> Problems;
}

/// One update, from the change to the end.
pub struct Round<'a> {
    pub update: &'a Update,
    /// The files that changed; nothing when it is not known.
    pub paths: Option<&'a [String]>,
    pub time: Duration,
    /// There is a site to show, if an older one.
    pub has_site: bool,
}

pub struct Keeper<T> {
    pub preview: Arc<Preview>,
    pub watch: Watch,
    pub teller: T,
}

/// Zones begin their days at quarters of an hour (Nepal's at 18:15 UTC), so the day is looked at then.
const QUARTER: i64 = 15 * 60;
/// A machine that slept does not count the time: the clock is looked at again and again.
const LOOK_AT_CLOCK: Duration = Duration::from_secs(5);

/// What a browser that is opened now will show first.
const HOME: &str = "index.html";

impl<T: Teller> Keeper<T> {
    /// Builds the site, calls `begun` as soon as there is something to show, and goes on for ever.
    pub fn keep(mut self, begun: impl Fn()) {
        let mut quarter = self.teller.now() / QUARTER;
        let mut looks = false;
        let has_begun = Cell::new(false);
        let begin = || {
            if !has_begun.replace(true) {
                begun();
                self.teller.begins(&self.preview);
            }
        };
        self.round(None, &[HOME.to_string()], &begin);
        // There may be only mistakes to show.
        begin();
        loop {
            if let (false, Some(because)) = (looks, self.watch.looks_because()) {
                self.teller.looks(because);
                looks = true;
            }
            let noticed = self.watch.wait(LOOK_AT_CLOCK);
            let now = self.teller.now();
            let is_new_quarter = std::mem::replace(&mut quarter, now / QUARTER) != now / QUARTER;
            if is_new_quarter {
                self.preview.resident.set_now(now);
            }
            let paths = match noticed {
                Some(noticed) => noticed.paths,
                None if is_new_quarter => Some(Vec::new()),
                None => continue,
            };
            let on_screen = self.preview.on_screen();
            self.round(paths.as_deref(), &on_screen, &|| {});
        }
    }

    fn round(&self, paths: Option<&[String]>, on_screen: &[String], at_first: &dyn Fn()) {
        let started = Instant::now();
        let preview = &self.preview;
        let shown = |update: &Update| {
            preview.show(update);
            at_first();
        };
        let update = preview.resident.update(paths, on_screen, &shown);
        let update = update.unwrap_or_else(|error| unreadable(&error));
        let errors: Vec<&Diagnostic> =
            update.complaints.iter().filter(|complaint| complaint.severity == Severity::Error).collect();
        let problems = if update.is_good { Problems::default() } else { self.teller.problems(&errors) };
        preview.settle(&update, problems);
        let has_site = preview.instead().is_none();
        self.teller.happened(&Round { update: &update, paths, time: started.elapsed(), has_site });
    }
}

/// The folder could not be read at all; it may come back.
fn unreadable(error: &io::Error) -> Update {
    let why = crate::source::tree::reason(error);
    let complaint = Diagnostic::new(Code::BadFile, format!("the folder of the site cannot be read: {why}"))
        .help("it is looked at again when something in it changes");
    Update { complaints: vec![complaint], ..Update::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::resident::{Kept, Resident};
    use crate::model::link::Asked;
    use crate::serve::{Eyes, Names};
    use crate::source::Disk;
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::sync::mpsc::{Sender, channel};

    struct Fake {
        now: Arc<AtomicI64>,
        said: Sender<String>,
    }

    impl Teller for Fake {
        fn now(&self) -> i64 {
            self.now.load(Ordering::SeqCst)
        }

        fn begins(&self, _: &Preview) {
            let _ = self.said.send("begins".to_string());
        }

        fn happened(&self, round: &Round) {
            let changed = round.update.changed.join(" ");
            let _ = self.said.send(format!("{:?} {}", round.paths, changed));
        }

        fn looks(&self, _: &str) {}

        fn problems(&self, errors: &[&Diagnostic]) -> Problems {
            panic!("{errors:?}")
        }
    }

    #[test]
    fn what_is_due_on_another_day_shows_when_it_comes() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("content/news")).unwrap();
        let site = "title: a\naddress: https://a.example/\nlanguages: [en]\ntimezone: Asia/Seoul\n";
        std::fs::write(root.join("content/site.yaml"), site).unwrap();
        let news = "---\ntitle: Tomorrow\npublish_from: 2024-04-27\n---\n\nText.\n";
        std::fs::write(root.join("content/news/2024-04-26-tomorrow.md"), news).unwrap();
        // 2024-04-26, 23:59:59 in Seoul.
        let now = Arc::new(AtomicI64::new(1_714_143_599));
        let asked = Asked { address: None, now: now.load(Ordering::SeqCst), drafts: false, headers: None };
        let resident = Resident::new(Arc::new(Disk::new(&root)), asked, Kept::default());
        let preview = Arc::new(Preview::new(resident, Names::default()));
        let (said, heard) = channel();
        let keeper = Keeper {
            preview: preview.clone(),
            watch: Watch::new(&root, Eyes::Told),
            teller: Fake { now: now.clone(), said },
        };
        std::thread::spawn(move || keeper.keep(|| {}));
        let hear = || heard.recv_timeout(Duration::from_secs(120)).unwrap();
        assert_eq!(hear(), "begins");
        hear();
        let page = "news/tomorrow/index.html";
        assert!(preview.resident.file(page).is_none());
        now.fetch_add(1, Ordering::SeqCst);
        let said = hear();
        assert!(said.starts_with("Some([]) ") && said.contains(page), "{said}");
        assert!(preview.resident.file(page).is_some());
    }
}
