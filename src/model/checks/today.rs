//! What the calendar says of the facts: days told as passed that are still to come, and what has grown old.
//!
//! A fact holds for the day that the files are written for, `as_of`, or for the day of the build, whichever is
//! later: a site that is built again later is not wrong, and one built for an earlier day neither.

use super::Files;
use super::tell::called;
use crate::base::day::{Day, When};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{How, Maybe, Span};
use crate::base::id::Kind;
use crate::base::place::Place;
use crate::kinds::award::AwardResult;
use crate::kinds::drama::Status;
use crate::kinds::release::ReleaseStatus;
use crate::model::{Any, Model};
use std::sync::Arc;

/// After how many days somebody should look again.
const DAYS_TO_LOOK_AGAIN: i32 = 365;

const PLANNED: &str = "correct the day, or the status; what is only planned is opened: `{is: …, how: expected}`";

struct Today<'a> {
    model: &'a Model,
    any: &'a Any,
    horizon: Day,
    complaints: &'a mut Vec<Diagnostic>,
}

/// All that can be told of one record.
pub fn record(model: &Model, any: &Any, complaints: &mut Vec<Diagnostic>) {
    let horizon = model.site.as_of.get().copied().unwrap_or_default().max(model.today);
    let mut today = Today { model, any, horizon, complaints };
    let what = called(any.id());
    for figure in &any.common().figures {
        today.claims(&figure.date, &format!("a figure of {what} is dated"));
    }
    today.claims(&any.common().updated, &format!("{what} is said to have changed on"));
    match any {
        Any::Source(source) => {
            today.claims(&source.is.published, &format!("{what} is said to have been published on"));
            today.claims(&source.is.read, &format!("{what} is said to have been read on"));
        }
        Any::Episode(episode) => {
            for rating in &episode.is.ratings {
                today.claims(&rating.date, &format!("a rating of {what} is dated"));
            }
        }
        Any::Award(award) if award.is.result.get() == Some(&AwardResult::Won) => {
            today.claims_planned(&award.is.date, &format!("{what} is said to have been won on"));
        }
        Any::Drama(drama) => {
            let drama = &drama.is;
            match drama.status.get() {
                Some(Status::Ended) => today.claims_planned(
                    &drama.last_air,
                    &format!("{what} is said to have ended, with its last episode on"),
                ),
                Some(Status::Airing) => {
                    today.claims_planned(
                        &drama.first_air,
                        &format!("{what} is said to be airing, with its first episode on"),
                    );
                    today.passed(drama.last_air.get().copied(), drama.status.fact().map(|fact| fact.at), "airing");
                }
                Some(Status::Announced) => {
                    today.passed(
                        drama.first_air.get().copied(),
                        drama.status.fact().map(|fact| fact.at),
                        "announced",
                    );
                }
                _ => {}
            }
        }
        Any::Release(release) => {
            let release = &release.is;
            let at = release.status.fact().map(|fact| fact.at);
            let day = release.released.get().map(|when| when.day);
            match release.status.get() {
                Some(ReleaseStatus::Released | ReleaseStatus::SoldOut) => {
                    today.claims_when(&release.released, &format!("{what} is said to be out, since"));
                }
                Some(ReleaseStatus::Announced) => today.passed(day, at, "announced"),
                Some(ReleaseStatus::PreSale) => today.passed(day, at, "pre-sale"),
                _ => {}
            }
            for offer in &release.offers {
                today.claims(&offer.checked, &format!("an offer of {what} is said to have been looked at on"));
                today.old(&offer.checked, &format!("an offer of {what} was last looked at on"));
            }
        }
        Any::News(news) => {
            let Some(head) = model.heads.get(any.id()) else { return };
            let is_shown = !head.is_draft && head.publish_from.is_none();
            let Some(when) = head.when.as_ref().filter(|_| is_shown) else { return };
            if !when.on_site(&model.zone).0.is_after(horizon) {
                return;
            }
            let Some(version) = news.is.versions.first() else { return };
            let at = version.front.date.fact().map(|fact| fact.at).unwrap_or_default();
            today.future(
                at,
                format!("this news item is dated {}, a day that has not come yet", when.day),
                "to keep it back until then, add `publish_from:` with the day; else correct its date",
            );
        }
        _ => {}
    }
}

impl Today<'_> {
    fn place(&self, at: Span) -> Place {
        Place { file: self.any.place().file.clone(), start: at.start, end: at.end }
    }

    fn future(&mut self, at: Span, message: String, help: &str) {
        self.complaints.push(Diagnostic::new(Code::Future, message).at(self.place(at)).help(help));
    }

    /// The day of something that somebody did.
    fn claims(&mut self, day: &Maybe<Day>, what: &str) {
        let Some(fact) = day.fact() else { return };
        self.claimed(fact.is.map(When::day), fact.how(), fact.at, what, "correct the day");
    }

    /// The day of something that may have been planned only.
    fn claims_planned(&mut self, day: &Maybe<Day>, what: &str) {
        let Some(fact) = day.fact() else { return };
        self.claimed(fact.is.map(When::day), fact.how(), fact.at, what, PLANNED);
    }

    fn claims_when(&mut self, when: &Maybe<When>, what: &str) {
        let Some(fact) = when.fact() else { return };
        self.claimed(fact.is.clone(), fact.how(), fact.at, what, PLANNED);
    }

    fn claimed(&mut self, when: Option<When>, how: How, at: Span, what: &str, help: &str) {
        let Some(when) = when.filter(|_| matches!(how, How::Stated | How::Derived)) else { return };
        if when.on_site(&self.model.zone).0.is_after(self.horizon) {
            self.future(at, format!("{what} {}, a day that has not come yet", when.day), help);
        }
    }

    /// A status that was true until that day.
    fn passed(&mut self, day: Option<Day>, at: Option<Span>, status: &str) {
        let (Some(day), Some(at)) = (day, at) else { return };
        if self.model.today.is_after(day) {
            self.complaints.push(
                Diagnostic::new(
                    Code::Stale,
                    format!("{} is still `{status}`, and {day} has passed", called(self.any.id())),
                )
                .at(self.place(at))
                .help("see what became of it, and write its status anew"),
            );
        }
    }

    /// Something that nobody has looked at for a year.
    fn old(&mut self, day: &Maybe<Day>, what: &str) {
        let Some((day, at)) = day.fact().and_then(|fact| Some((fact.is?, fact.at))) else { return };
        if day.days_until(self.model.today) > DAYS_TO_LOOK_AGAIN {
            self.complaints.push(
                Diagnostic::new(Code::Stale, format!("{what} {day}, more than a year ago"))
                    .at(self.place(at))
                    .help("look again, and write the day of today under `checked`"),
            );
        }
    }
}

/// What can be told of the site as a whole.
pub fn site(model: &Model, files: &Files, complaints: &mut Vec<Diagnostic>) {
    let is_old = |day: Day| day.days_until(model.today) > DAYS_TO_LOOK_AGAIN;
    if let (Some(file), Some(fact)) = (&files.site, model.site.as_of.fact())
        && let Some(day) = fact.is.filter(|day| is_old(*day))
    {
        complaints.push(
            Diagnostic::new(Code::Stale, format!("the facts are said to hold for {day}, more than a year ago"))
                .at(Place { file: file.clone(), start: fact.at.start, end: fact.at.end })
                .help("go through what may have changed, and write the day of today under `as_of`"),
        );
    }
    // The newest news item stands first.
    let newest = model.lists.get(&(Kind::News, Arc::from(""))).and_then(|list| list.first());
    if let Some(id) = newest
        && let Some(day) = model.heads.get(id).and_then(|head| head.when.as_ref()).map(|when| when.day)
        && is_old(day)
        && let Some(any) = model.records.get(id)
    {
        complaints.push(
            Diagnostic::new(Code::Stale, format!("the newest news item is of {day}, more than a year ago"))
                .at(any.place().clone())
                .help("fine for a drama that has ended; else tell what has happened since"),
        );
    }
}
