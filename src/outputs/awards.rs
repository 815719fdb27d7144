//! `/awards/`: prizes won and missed, by year.

use super::desk::Desk;
use super::figures::{FigureView, figures};
use super::views::{Bit, Cite, FactView, Spoiler};
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Award;
use crate::kinds::award::Winner;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;
use std::sync::Arc;

pub const OUTPUT: Output = Output { name: "awards", path: "/awards/", about: "prizes won and missed", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::section_slots(ask, OUTPUT.name, Section::Awards, Kind::Award)
}

/// What `awards.html` sees as `awards`.
#[derive(Serialize)]
struct AwardsView {
    title: String,
    drama: Bit,
    years: Vec<YearView>,
}

#[derive(Serialize)]
struct YearView {
    /// "2024"; "date unknown" for the last.
    title: String,
    awards: Vec<AwardView>,
}

#[derive(Serialize)]
struct AwardView {
    id: String,
    /// Ids it had before.
    was: Vec<String>,
    prize: Bit,
    ceremony: Option<FactView>,
    /// Who or what it went to.
    to: Vec<Bit>,
    date: Option<FactView>,
    until: Option<FactView>,
    place: Option<FactView>,
    /// "Won", "Nominated".
    result: Option<FactView>,
    note: Option<Bit>,
    figures: Vec<FigureView>,
    links: Vec<Bit>,
    cites: Vec<Cite>,
    spoiler: Option<Spoiler>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (drama, record) = super::expect_drama(slot, desk);
    let mut ids: Vec<&RecordId> = desk.reader.list(Kind::Award, drama).iter().collect();
    let day = |id: &RecordId| desk.reader.head(id)?.when.as_ref().map(|when| when.day);
    ids.sort_by_key(|id| (day(id).is_none(), day(id)));
    let mut years: Vec<YearView> = Vec::new();
    for id in ids {
        let title = day(id).map_or_else(|| desk.t("date_unknown"), |day| day.year.to_string());
        let Some(award) = view(desk, id) else { continue };
        match years.last_mut() {
            Some(year) if year.title == title => year.awards.push(award),
            _ => years.push(YearView { title, awards: vec![award] }),
        }
    }
    let title = desk.t("section_awards");
    let view = AwardsView { title: title.clone(), drama: desk.link(&record.id), years };
    let description = desk.strings.fill("describe_awards", &[("drama", &view.drama.text)]);
    let mut page = desk.page(slot, "awards", Section::Awards.name(), desk.plain(title), description);
    page.crumbs = desk.home_crumbs(drama);
    desk.tell(super::jsonld::lists::list(&page.url, &page.title, super::jsonld::events::ceremonies(desk, drama)));
    Made::Page(Desk::finish(desk, "awards.html", page, vec![("awards", view_of(&view))]))
}

fn view(desk: &Desk, id: &RecordId) -> Option<AwardView> {
    let record = desk.reader.get::<Award>(id)?;
    let award = &record.is;
    Some(AwardView {
        id: id.id.to_string(),
        was: super::former_ids(&record.common),
        prize: award.prize.get().map(|prize| desk.text(prize)).unwrap_or_default(),
        ceremony: award.ceremony.fact().map(|fact| desk.fact(fact, |text| vec![desk.text(text)])),
        to: winners(desk, award, &id.drama),
        date: award.date.fact().map(|fact| desk.fact(fact, |day| vec![desk.day(*day)])),
        until: award.until.fact().map(|fact| desk.fact(fact, |day| vec![desk.day(*day)])),
        place: award.place.fact().map(|fact| desk.fact(fact, |text| vec![desk.text(text)])),
        result: award
            .result
            .fact()
            .map(|fact| desk.fact(fact, |result| vec![desk.plain(desk.t(&format!("award_{}", result.name())))])),
        note: record.common.note.get().map(|note| desk.text(note)),
        figures: figures(desk, &record.common),
        links: super::outside_links(desk, &record.common),
        cites: desk.cite_list(&record.common.sources),
        spoiler: desk.spoiler_of(id),
    })
}

/// Who or what a prize went to: records as links, others by their names.
pub fn winners(desk: &Desk, award: &Award, drama: &Arc<str>) -> Vec<Bit> {
    let bits = |winner: &Winner| match winner {
        Winner::Record(about) => super::about_links(desk, [about], drama),
        Winner::Named(name, _) => vec![desk.text(name)],
    };
    award.to.iter().flat_map(bits).collect()
}
