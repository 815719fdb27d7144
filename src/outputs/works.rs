//! What somebody did, a person or an act: parts in a story, songs, writing, jobs. Everything is found through
//! the records that mention them.

use super::desk::Desk;
use super::views::{Bit, Card, FactView, Spoiler};
use crate::base::fact::Fact;
use crate::base::id::{Kind, RecordId};
use crate::kinds::common::{Credited, Job, Told};
use crate::kinds::{Artist, Character, Drama, Episode, Song};
use crate::model::Back;
use serde::Serialize;

/// A job, and what was done in it.
#[derive(Serialize)]
pub struct JobView {
    pub job: Bit,
    pub what: Vec<Bit>,
}

/// A part in a story.
#[derive(Serialize)]
pub struct PartView {
    /// The note behind it says "credited as", the language of a dub, the episodes.
    pub character: Bit,
    /// "Main", "Guest".
    pub role: Option<String>,
    pub job: Option<Bit>,
    /// Which drama, where the site has several.
    pub drama: Option<Bit>,
    pub spoiler: Option<Spoiler>,
}

/// An act that somebody belongs to, with its songs.
#[derive(Serialize)]
pub struct GroupView {
    pub who: Bit,
    pub songs: Vec<Card>,
}

/// A sentence with its source.
#[derive(Serialize)]
pub struct ToldView {
    pub text: FactView,
    pub date: Option<FactView>,
    pub cites: Vec<super::views::Cite>,
}

/// Everything that somebody did.
#[derive(Serialize)]
pub struct Works {
    pub parts: Vec<PartView>,
    /// Songs that they perform, the first one first.
    pub songs: Vec<Card>,
    /// Acts that they belong to and that have other songs.
    pub with: Vec<GroupView>,
    /// Music, words, arrangement: songs that they wrote.
    pub wrote: Vec<JobView>,
    /// What they did for whole dramas.
    pub jobs: Vec<JobView>,
    /// What they did in single episodes.
    pub episodes: Vec<JobView>,
    /// Releases with cards of them.
    pub cards_in: Vec<Bit>,
}

/// `groups` are acts whose songs are theirs too.
pub fn works(desk: &Desk, who: &RecordId, groups: &[RecordId]) -> Works {
    let own = songs_by(desk, who);
    let with = groups.iter().map(|group| {
        let others = songs_by(desk, group).into_iter().filter(|song| !own.contains(song));
        GroupView { who: desk.link(group), songs: others.map(|song| song_card(desk, &song)).collect() }
    });
    Works {
        parts: parts(desk, who),
        with: with.filter(|group| !group.songs.is_empty()).collect(),
        songs: own.iter().map(|song| song_card(desk, song)).collect(),
        wrote: wrote(desk, who),
        jobs: jobs(desk, who),
        episodes: episodes(desk, who),
        cards_in: super::backs(desk, who, Kind::Release),
    }
}

/// Records of a kind that mention somebody in one of these fields, each once.
fn mentioning(desk: &Desk, who: &RecordId, kind: Kind, fields: &[&str]) -> Vec<RecordId> {
    let is_meant = |back: &&Back| fields.contains(&back.field);
    let mut ids: Vec<RecordId> =
        desk.reader.mentions(who, kind).filter(is_meant).map(|back| back.by.clone()).collect();
    ids.dedup();
    ids
}

fn is_of(credit: &Credited, who: &RecordId) -> bool {
    credit.who.get().is_some_and(|to| to.candidates().any(|id| id == *who))
}

/// A link to a record, with what the credit says besides.
fn credited(desk: &Desk, what: &RecordId, credit: &Credited) -> Bit {
    Bit { note: desk.credit(credit).note, ..desk.link(what) }
}

fn parts(desk: &Desk, who: &RecordId) -> Vec<PartView> {
    let ids = mentioning(desk, who, Kind::Character, &["played_by"]);
    let view = |id: &RecordId| {
        let character = &desk.reader.get::<Character>(id)?.is;
        let credit = character.played_by.iter().find(|credit| is_of(credit, who));
        Some(PartView {
            character: credit.map_or_else(|| desk.link(id), |credit| credited(desk, id, credit)),
            role: character.role.get().map(|role| desk.t(&format!("role_{}", role.name()))),
            job: character.job.get().map(|job| desk.text(job)),
            drama: (!id.drama.is_empty()).then(|| desk.link(&drama_of(id))),
            spoiler: desk.spoiler_of(id),
        })
    };
    ids.iter().filter_map(view).collect()
}

fn drama_of(id: &RecordId) -> RecordId {
    RecordId { kind: Kind::Drama, drama: "".into(), id: id.drama.clone() }
}

/// Songs that somebody performs, by date; those without one last.
pub fn songs_by(desk: &Desk, who: &RecordId) -> Vec<RecordId> {
    let mut songs = mentioning(desk, who, Kind::Song, &["by", "featuring", "takes"]);
    sort_by_date(desk, &mut songs);
    songs
}

pub fn sort_by_date(desk: &Desk, ids: &mut [RecordId]) {
    ids.sort_by_cached_key(|id| {
        let when = desk.reader.head(id).and_then(|head| head.when.as_ref());
        let moment = when.map(|when| when.on_site(desk.reader.zone()));
        (moment.is_none(), moment)
    });
}

/// A song in a list: who and when, and the number of its part.
pub fn song_card(desk: &Desk, id: &RecordId) -> Card {
    let mut card = desk.card(id);
    card.number = super::song::part_of(desk.reader, id).map(|part| part.to_string());
    if let Some(song) = desk.reader.get::<Song>(id) {
        card.bits = desk.performers(song);
    }
    let when = desk.reader.head(id).and_then(|head| head.when.as_ref());
    card.bits.extend(when.map(|when| desk.when(when)));
    card
}

fn add(jobs: &mut Vec<JobView>, job: Bit, what: Bit) {
    match jobs.iter_mut().find(|known| known.job.text == job.text) {
        Some(known) => known.what.push(what),
        None => jobs.push(JobView { job, what: vec![what] }),
    }
}

fn add_credits(desk: &Desk, jobs: &mut Vec<JobView>, job: &Bit, credits: &[Credited], of: (&RecordId, &RecordId)) {
    let (who, what) = of;
    for credit in credits.iter().filter(|credit| is_of(credit, who)) {
        add(jobs, job.clone(), credited(desk, what, credit));
    }
}

fn add_jobs(desk: &Desk, jobs: &mut Vec<JobView>, credits: &[Job], of: (&RecordId, &RecordId)) {
    for credit in credits {
        let job = credit.job.get().map(|job| desk.text(job)).unwrap_or_default();
        add_credits(desk, jobs, &job, &credit.who, of);
    }
}

/// Sorted by job: music, words, arrangement, together.
fn wrote(desk: &Desk, who: &RecordId) -> Vec<JobView> {
    let mut songs = mentioning(desk, who, Kind::Song, &["writers"]);
    sort_by_date(desk, &mut songs);
    let mut jobs = Vec::new();
    for job in ["music", "lyrics", "arrangement", "together"] {
        let label = desk.plain(desk.t(&format!("wrote_{job}")));
        for id in &songs {
            let Some(writers) = desk.reader.get::<Song>(id).and_then(|song| song.is.writers.get()) else {
                continue;
            };
            let credits = match job {
                "music" => &writers.music,
                "lyrics" => &writers.lyrics,
                "arrangement" => &writers.arrangement,
                _ => &writers.together,
            };
            add_credits(desk, &mut jobs, &label, credits, (who, id));
        }
    }
    jobs
}

fn jobs(desk: &Desk, who: &RecordId) -> Vec<JobView> {
    let mut jobs = Vec::new();
    for id in mentioning(desk, who, Kind::Drama, &["writers", "directors", "producers", "music", "credits"]) {
        let Some(drama) = desk.reader.get::<Drama>(&id).map(|record| &record.is) else { continue };
        let named = [
            ("job_writers", &drama.writers),
            ("job_directors", &drama.directors),
            ("job_producers", &drama.producers),
            ("job_music", &drama.music),
        ];
        for (job, credits) in named {
            add_credits(desk, &mut jobs, &desk.plain(desk.t(job)), credits, (who, &id));
        }
        add_jobs(desk, &mut jobs, &drama.credits, (who, &id));
    }
    jobs
}

fn episodes(desk: &Desk, who: &RecordId) -> Vec<JobView> {
    let mut jobs = Vec::new();
    let mut ids = mentioning(desk, who, Kind::Episode, &["directors", "writers", "credits"]);
    // In the order of the list of episodes, in which `10` is not before `2`.
    ids.sort_by_cached_key(|id| desk.reader.list(Kind::Episode, &id.drama).iter().position(|other| other == id));
    for id in ids {
        let Some(episode) = desk.reader.get::<Episode>(&id).map(|record| &record.is) else { continue };
        for (job, credits) in [("job_directors", &episode.directors), ("job_writers", &episode.writers)] {
            add_credits(desk, &mut jobs, &desk.plain(desk.t(job)), credits, (who, &id));
        }
        add_jobs(desk, &mut jobs, &episode.credits, (who, &id));
    }
    jobs
}

/// Acts that somebody belongs to, said on either side, with from when until when.
pub fn groups_of(desk: &Desk, who: &RecordId, own: &[crate::parse::values::ArtistRef]) -> Vec<(RecordId, Bit)> {
    let mut ids: Vec<RecordId> = own.iter().filter_map(|to| desk.reader.find(to)).collect();
    ids.extend(mentioning(desk, who, Kind::Artist, &["members"]));
    let mut groups: Vec<(RecordId, Bit)> = Vec::new();
    for id in ids {
        if groups.iter().any(|(known, _)| *known == id) {
            continue;
        }
        let members = desk.reader.get::<Artist>(&id).map(|artist| &*artist.is.members).unwrap_or_default();
        let is_me = |to: &crate::parse::values::MemberRef| to.candidates().any(|id| id == *who);
        let member = members.iter().find(|member| member.who.get().is_some_and(is_me));
        let note = member.and_then(|member| desk.span(member.from.get().copied(), member.until.get().copied()));
        let bit = Bit { note, ..desk.link(&id) };
        groups.push((id, bit));
    }
    groups
}

/// Sentences about somebody's work, each with its own sources.
pub fn told(desk: &Desk, facts: &[Told]) -> Vec<ToldView> {
    let view = |told: &Told| ToldView {
        text: told
            .text
            .fact()
            .map(|fact: &Fact<_>| desk.fact(fact, |text| vec![desk.text(text)]))
            .unwrap_or_default(),
        date: told.date.fact().map(|fact| desk.fact(fact, |day| vec![desk.day(*day)])),
        cites: desk.cite_list(&told.sources),
    };
    facts.iter().map(view).collect()
}
