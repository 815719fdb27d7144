//! The same person named twice for the same thing.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::kinds::common::{Credited, Job};
use crate::kinds::record::Record;
use crate::kinds::{Drama, Episode, Song};
use std::collections::HashMap;

pub fn song(record: &Record<Song>, complaints: &mut Vec<Diagnostic>) {
    let song = &record.is;
    once(record, "by", &song.by, complaints);
    once(record, "featuring", &song.featuring, complaints);
    if let Some(writers) = song.writers.get() {
        once(record, "music", &writers.music, complaints);
        once(record, "lyrics", &writers.lyrics, complaints);
        once(record, "arrangement", &writers.arrangement, complaints);
        once(record, "together", &writers.together, complaints);
    }
    for (_, take) in song.takes.get().map(|takes| &takes.0[..]).unwrap_or_default() {
        once(record, "by", &take.by, complaints);
    }
}

pub fn episode(record: &Record<Episode>, complaints: &mut Vec<Diagnostic>) {
    once(record, "directors", &record.is.directors, complaints);
    once(record, "writers", &record.is.writers, complaints);
    jobs(record, &record.is.credits, complaints);
}

pub fn drama(record: &Record<Drama>, complaints: &mut Vec<Diagnostic>) {
    let drama = &record.is;
    once(record, "writers", &drama.writers, complaints);
    once(record, "directors", &drama.directors, complaints);
    once(record, "producers", &drama.producers, complaints);
    once(record, "music", &drama.music, complaints);
    jobs(record, &drama.credits, complaints);
}

fn jobs<T>(record: &Record<T>, jobs: &[Job], complaints: &mut Vec<Diagnostic>) {
    for job in jobs {
        once(record, "who", &job.who, complaints);
    }
}

/// Twice is a slip unless the two differ in something: the part, the episodes, the name in the credits.
fn once<T>(record: &Record<T>, field: &str, credits: &[Credited], complaints: &mut Vec<Diagnostic>) {
    let mut by_name: HashMap<(&str, &str), Vec<&Credited>> = HashMap::new();
    for credit in credits {
        let Some(who) = credit.who.get() else { continue };
        let same = |other: &&&Credited| {
            other.part.get() == credit.part.get()
                && other.shown_as.get() == credit.shown_as.get()
                && other.language.get() == credit.language.get()
                && other.version.get() == credit.version.get()
                && other.episodes.get().is_some() == credit.episodes.get().is_some()
                && credit.episodes.get().is_none()
        };
        let before = by_name.entry((&who.drama, &who.id)).or_default();
        let first = before.iter().find(same).and_then(|first| first.who.get());
        let Some(first) = first else {
            before.push(credit);
            continue;
        };
        complaints.push(
            Diagnostic::new(
                Code::RepeatedEntry,
                format!("`{}` stands twice in `{field}` of the {} `{}`", who.id, record.id.kind, record.id.id),
            )
            .at(record.at(who.at))
            .label("the second time")
            .also(record.at(first.at), "the first time")
            .help("keep one of them, or say how the two differ: `{who: …, part: …}`"),
        );
    }
}
