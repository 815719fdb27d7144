//! `linernotes build --profile`: where the time of a build went.

use super::build::Bar;
use crate::base::lock::lock;
use crate::engine::watch::{Timed, Watch};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How many pages are named.
const SLOWEST: usize = 10;

/// Shows a build's progress, and notes what it takes where that is asked for.
pub(super) struct Observer {
    bar: Bar,
    notes: Option<Mutex<Notes>>,
    started: Instant,
}

#[derive(Default)]
struct Notes {
    /// When each stage began.
    stages: Vec<(&'static str, Duration)>,
    /// By template, or by output for files without one.
    sorts: BTreeMap<(&'static str, &'static str), Sort>,
    parts: Parts,
    /// The slowest first.
    slowest: Vec<(Duration, String)>,
}

/// Files that are made in the same way.
#[derive(Default)]
struct Sort {
    count: usize,
    parts: Parts,
    slowest: Duration,
}

/// Times of all threads together.
#[derive(Default)]
struct Parts {
    view: Duration,
    template: Duration,
    look: Duration,
    put: Duration,
}

impl Parts {
    fn add(&mut self, made: &Timed) {
        self.view += made.view;
        self.template += made.template_work;
        self.look += made.look;
        self.put += made.put;
    }
}

impl Observer {
    pub fn new(bar: Bar, has_profile: bool, started: Instant) -> Observer {
        let observer = Observer { bar, notes: has_profile.then(Mutex::default), started };
        observer.note(|notes| notes.stages.push(("start", Duration::ZERO)));
        observer
    }

    pub fn clear_bar(&self) {
        self.bar.clear();
    }

    fn note(&self, note: impl FnOnce(&mut Notes)) {
        if let Some(notes) = &self.notes {
            note(&mut lock(notes));
        }
    }

    /// The tables, if they were asked for.
    pub fn tables(&self) -> Option<String> {
        let notes = lock(self.notes.as_ref()?);
        Some(tables(&notes, self.started.elapsed(), rayon::current_num_threads()))
    }
}

impl Watch for Observer {
    fn done(&self, files: usize, of: usize) {
        self.bar.tick(files, of);
    }

    fn stage(&self, name: &'static str) {
        let now = self.now();
        self.note(|notes| notes.stages.push((name, now)));
    }

    fn now(&self) -> Duration {
        match self.notes {
            Some(_) => self.started.elapsed(),
            None => Duration::ZERO,
        }
    }

    fn made(&self, made: &Timed) {
        self.note(|notes| {
            let own = made.view + made.template_work;
            // A file that no template made is told under its output.
            let sort = notes.sorts.entry((made.template.unwrap_or(""), made.output)).or_default();
            sort.count += 1;
            sort.parts.add(made);
            sort.slowest = sort.slowest.max(own);
            notes.parts.add(made);
            let at = notes.slowest.partition_point(|(took, _)| *took >= own);
            if at < SLOWEST {
                notes.slowest.insert(at, (own, made.path.to_string()));
                notes.slowest.truncate(SLOWEST);
            }
        });
    }
}

fn tables(notes: &Notes, whole: Duration, threads: usize) -> String {
    let mut text = format!("whole build: {}, {threads} threads\n", millis(whole));
    let share = |part: Duration, of: Duration| 100.0 * part.as_secs_f64() / of.as_secs_f64().max(f64::EPSILON);

    let _ = writeln!(text, "\n{:<44} {:>12} {:>6}", "stage, by the clock", "time", "%");
    let ends = notes.stages.iter().skip(1).map(|(_, began)| *began).chain([whole]);
    for ((name, began), end) in notes.stages.iter().zip(ends) {
        let took = end.saturating_sub(*began);
        let _ = writeln!(text, "{name:<44} {:>12} {:>6.1}", millis(took), share(took, whole));
    }

    let Parts { view, template, look, put } = notes.parts;
    let all = view + template + look + put;
    let _ = writeln!(text, "\n{:<44} {:>12} {:>6}", "inside `make`, all threads together", "time", "%");
    let rows = [
        ("looking up facts for templates", view),
        ("the templates, and drawing cards", template),
        ("looking through finished files", look),
        ("writing them beside the site", put),
    ];
    for (name, took) in rows {
        let _ = writeln!(text, "{name:<44} {:>12} {:>6.1}", millis(took), share(took, all));
    }

    let head = ["files", "facts", "template", "one file", "slowest", "%"];
    let [files, facts, own, one, slowest, percent] = head;
    let _ = writeln!(
        text,
        "\n{:<44} {files:>6} {facts:>12} {own:>12} {one:>12} {slowest:>12} {percent:>6}",
        "template (or output, where there is none)"
    );
    let own = |sort: &Sort| sort.parts.view + sort.parts.template;
    let all: Duration = notes.sorts.values().map(own).sum();
    let mut sorts: Vec<_> = notes.sorts.iter().collect();
    sorts.sort_by_key(|(_, sort)| std::cmp::Reverse(own(sort)));
    for ((template, output), sort) in sorts {
        let name = match *template {
            "" => format!("{output} (output)"),
            template if template.strip_suffix(".html") == Some(output) => template.to_string(),
            template => format!("{template} ({output})"),
        };
        let _ = writeln!(
            text,
            "{name:<44} {:>6} {:>12} {:>12} {:>12} {:>12} {:>6.1}",
            sort.count,
            millis(sort.parts.view),
            millis(sort.parts.template),
            millis(own(sort) / sort.count.max(1) as u32),
            millis(sort.slowest),
            share(own(sort), all)
        );
    }

    let _ = writeln!(text, "\nslowest files");
    for (took, path) in &notes.slowest {
        let _ = writeln!(text, "{:>12}  {path}", millis(*took));
    }
    text
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_lasts_until_the_next() {
        let ms = Duration::from_millis;
        let mut notes = Notes { stages: vec![("start", ms(0)), ("read and parse", ms(10))], ..Notes::default() };
        notes.slowest.push((ms(3), "songs/promise/index.html".to_string()));
        let text = tables(&notes, ms(100), 2);
        let row = |name: &str| {
            text.lines()
                .find(|line| line.starts_with(name))
                .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        assert_eq!(row("start").as_deref(), Some("start 10.00 ms 10.0"));
        assert_eq!(row("read").as_deref(), Some("read and parse 90.00 ms 90.0"));
        assert!(text.ends_with("     3.00 ms  songs/promise/index.html\n"));
    }

    #[test]
    fn only_the_slowest_files_are_named_and_they_stand_first() {
        let observer = Observer::new(Bar::new(true), true, Instant::now());
        for number in 0..30u64 {
            let view = Duration::from_millis(number * 7 % 30);
            let path = format!("{number}.html");
            let none = Duration::ZERO;
            observer.made(&Timed {
                path: &path,
                output: "songs",
                template: Some("song.html"),
                view,
                template_work: none,
                look: none,
                put: none,
            });
        }
        let text = observer.tables().unwrap();
        let slowest: Vec<&str> = text.split("slowest files\n").nth(1).unwrap().lines().collect();
        assert_eq!(slowest.len(), SLOWEST);
        assert!(slowest[0].contains("29.00 ms") && slowest[9].contains("20.00 ms"), "{slowest:?}");
        assert!(text.contains("song.html (songs)"), "{text}");
    }
}
