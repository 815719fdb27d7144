//! `/help/`: what is wanted, unknown, resting on one source, not translated or in doubt, record by record, and
//! how to help.

use super::desk::Desk;
use super::views::Bit;
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::model::gaps::{Gap, GapKind, Gaps};
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "help", path: "/help/", about: "what is wanted, and how to help", slots, make };

/// How many records of a kind are named in one group; the rest are counted.
const NAMED: usize = 60;

fn slots(ask: &Ask) -> Vec<Slot> {
    let site = ask.reader.site();
    let has_way = site.contact.get().is_some() || site.repository.get().is_some();
    match has_way || !ask.reader.gaps().list.is_empty() {
        true => super::site_slots(ask, OUTPUT.name, Section::Help),
        false => Vec::new(),
    }
}

/// What `help.html` sees as `help`.
#[derive(Serialize)]
struct HelpView {
    title: String,
    /// Where to write to.
    contact: Option<Bit>,
    /// Where the files are kept.
    repository: Option<Bit>,
    /// "66 % of 903 facts rest on two sources or more."; nothing while there are no facts.
    score: Option<String>,
    /// Sorts of gaps; those that there are none of are left out.
    gaps: Vec<GapView>,
}

/// One sort of gaps.
#[derive(Serialize)]
struct GapView {
    /// `wanted`, `one-source`
    id: &'static str,
    /// "What is wanted"
    title: String,
    /// What it means, in a sentence.
    text: String,
    /// "23 records"
    count: String,
    /// What readers can help with first is open when the page is.
    is_open: bool,
    /// Its records by kind.
    kinds: Vec<KindView>,
}

/// Records of one kind.
#[derive(Serialize)]
struct KindView {
    /// "Songs"
    kind: String,
    count: usize,
    records: Vec<WantingView>,
    /// "and 12 more"
    more: Option<String>,
}

#[derive(Serialize)]
struct WantingView {
    record: Bit,
    /// Which drama, where the site has several.
    drama: Option<Bit>,
    /// What its fields are called, a number behind those that it has several of; empty for the record as such.
    fields: Vec<String>,
    /// The languages that lack it.
    languages: Vec<String>,
    /// Where it can be told.
    fix: Option<String>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let site = desk.reader.site();
    let gaps = desk.reader.gaps();
    let title = desk.t("section_help");
    let outside = |url: &crate::base::address::Url| Bit {
        href: Some(url.as_str().to_string()),
        ..desk
            .plain(url.as_str().trim_start_matches("mailto:").trim_start_matches("https://").trim_end_matches('/'))
    };
    let view = HelpView {
        title: title.clone(),
        contact: site.contact.get().map(outside),
        repository: site.repository.get().map(outside),
        score: score(desk, gaps),
        gaps: GapKind::ALL.iter().filter_map(|kind| gap_view(desk, *kind, gaps.of_kind(*kind))).collect(),
    };
    let description = desk.strings.fill("describe_help", &[("drama", &super::drama_name(desk, ""))]);
    let mut page = desk.page(slot, "help", Section::Help.name(), desk.plain(title), description);
    page.crumbs = desk.home_crumbs("");
    Made::Page(Desk::finish(desk, "help.html", page, vec![("help", view_of(&view))]))
}

fn score(desk: &Desk, gaps: &Gaps) -> Option<String> {
    let percent = gaps.percent()?.to_string();
    Some(desk.strings.fill("score", &[("percent", &percent), ("count", &gaps.fact_count.to_string())]))
}

fn gap_view(desk: &Desk, kind: GapKind, gaps: &[Gap]) -> Option<GapView> {
    if gaps.is_empty() {
        return None;
    }
    let kinds = gaps.chunk_by(|one, next| one.record.kind == next.record.kind);
    let kinds: Vec<KindView> = kinds.map(|gaps| kind_view(desk, gaps)).collect();
    let name = kind.name();
    Some(GapView {
        id: name,
        title: desk.t(&format!("gap_{name}")),
        text: desk.t(&format!("gap_{name}_text")),
        count: desk.strings.count("records_counted", kinds.iter().map(|kind| kind.count).sum()),
        is_open: kind == GapKind::Wanted,
        kinds,
    })
}

/// Gaps of records of one kind, which stand together record by record.
fn kind_view(desk: &Desk, gaps: &[Gap]) -> KindView {
    let count = gaps.chunk_by(|one, next| one.record == next.record).count();
    let records = gaps.chunk_by(|one, next| one.record == next.record).take(NAMED);
    let left = count.saturating_sub(NAMED);
    KindView {
        kind: desk.t(&format!("kinds_{}", gaps[0].record.kind.name())),
        count,
        records: records.map(|gaps| wanting_view(desk, gaps)).collect(),
        more: (left > 0).then(|| desk.strings.count("and_more", left)),
    }
}

/// The gaps of one record; there is at least one.
fn wanting_view(desk: &Desk, gaps: &[Gap]) -> WantingView {
    let id = &gaps[0].record;
    let mut fields: Vec<(String, usize)> = Vec::new();
    for gap in gaps.iter().filter(|gap| !gap.field.is_empty()) {
        let name = field_text(desk, gap);
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => fields.push((name, 1)),
        }
    }
    let counted = |(name, count): (String, usize)| if count > 1 { format!("{name} ({count})") } else { name };
    let lacking = |lang: &&crate::base::lang::Lang| gaps.iter().any(|gap| gap.langs.contains(lang));
    let languages = desk.reader.languages().iter().filter(lacking);
    let drama = RecordId { kind: Kind::Drama, drama: "".into(), id: id.drama.clone() };
    WantingView {
        record: super::open_link(desk, id),
        drama: (!id.drama.is_empty()).then(|| desk.link(&drama)),
        fields: fields.into_iter().map(counted).collect(),
        languages: languages.map(|lang| crate::plan::strings::own_name(lang).into_owned()).collect(),
        fix: desk.fix(&gaps[0].at),
    }
}

/// What a field is called. `writers.lyrics` was named by the author for its last word; what was found inside an
/// entry is called after the list.
fn field_text(desk: &Desk, gap: &Gap) -> String {
    if gap.is_prose() {
        return desk.t("gap_prose");
    }
    let last = || gap.field.rsplit('.').next();
    let first = || gap.field.split(['.', '[']).next();
    let field = if gap.kind == GapKind::Wanted { last() } else { first() };
    desk.field_name(gap.record.kind.name(), field.unwrap_or(&gap.field))
}
