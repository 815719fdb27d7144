//! Who did something, and which prizes went to whom.

use super::super::desk::Desk;
use super::agents::{Agent, Organization, Person};
use super::screen::PerformanceRole;
use super::stub::{agent, may_be_named, name};
use crate::base::id::{Kind, RecordId};
use crate::base::lang::Lang;
use crate::kinds::award::{AwardResult, Winner};
use crate::kinds::common::Credited;
use crate::kinds::{Award, Character};
use crate::parse::values::About;

/// Everybody in a list of credits.
pub fn agents(desk: &Desk, credits: &[Credited]) -> Vec<Agent> {
    let mut agents: Vec<Agent> = Vec::new();
    for agent in credits.iter().filter_map(|credit| credited(desk, credit)) {
        if !agents.contains(&agent) {
            agents.push(agent);
        }
    }
    agents
}

/// Only the humans of them, for properties that want no groups.
pub fn people(desk: &Desk, credits: &[Credited]) -> Vec<Person> {
    agents(desk, credits).into_iter().filter_map(Agent::person).collect()
}

/// Somebody with a record, else a name.
fn credited(desk: &Desk, credit: &Credited) -> Option<Agent> {
    if credit.who.fact().is_some() {
        return agent(desk, &desk.reader.find(credit.who.said()?)?);
    }
    let name = desk.text(credit.credited.said()?).text;
    Some(Person { name: name.into(), ..Person::default() }.into())
}

/// Who plays a character. Voices of dubs are not told, and nothing of characters who give something away.
pub fn roles(desk: &Desk, id: &RecordId) -> Vec<PerformanceRole> {
    let Some(record) = desk.reader.get::<Character>(id).filter(|_| may_be_named(desk, id)) else {
        return Vec::new();
    };
    let own = record.is.played_by.said().iter().filter(|credit| credit.language.fact().is_none());
    let role = |credit: &Credited| PerformanceRole {
        id: None,
        actor: credited(desk, credit).into(),
        character_name: name(desk, id).into(),
    };
    own.map(role).filter(|role| !role.actor.is_empty()).collect()
}

/// Prizes that a record won, in words: "Best Original Soundtrack, Korea Drama Awards (2024)".
pub fn awards(desk: &Desk, id: &RecordId) -> Vec<String> {
    let text = |award: &RecordId| {
        let award_is = &desk.reader.get::<Award>(award).filter(|_| may_be_named(desk, award))?.is;
        let is_winner = |winner: &Winner| matches!(winner, Winner::Record(About::Record(to)) if to.candidates().any(|winner| winner == *id));
        let has_won = award_is.result.said() == Some(&AwardResult::Won) && award_is.to.said().iter().any(is_winner);
        let prize = award_is.prize.said().filter(|_| has_won).map(|prize| desk.text(prize).text)?;
        let ceremony = award_is.ceremony.said().map(|ceremony| desk.text(ceremony).text);
        let year = award_is.date.said().map(|day| format!(" ({})", day.year)).unwrap_or_default();
        Some(match ceremony {
            Some(ceremony) => format!("{prize}, {ceremony}{year}"),
            None => format!("{prize}{year}"),
        })
    };
    let mut ids: Vec<&RecordId> = desk.reader.mentions(id, Kind::Award).map(|back| &back.by).collect();
    ids.dedup();
    ids.into_iter().filter_map(text).collect()
}

/// A company or label of that name.
pub fn organization(name: String) -> Organization {
    Organization { name: name.into(), ..Organization::default() }
}

/// Languages by their tags; what has no words has none.
pub fn languages(langs: &[Lang]) -> Vec<String> {
    langs.iter().filter(|lang| !lang.is("zxx")).map(Lang::to_string).collect()
}
