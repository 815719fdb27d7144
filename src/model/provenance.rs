//! Where facts are from, over all records: what sources disagree on, what rests on one of them, what is not
//! translated, and every other gap.

use super::Model;
use super::facts::{FactOf, facts_of};
use super::gaps::{Gap, GapKind, Gaps, PROSE, called};
use super::table::{Any, needs_sources};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::How;
use crate::base::id::{Kind, RecordId};
use crate::base::lang::Lang;
use crate::base::map::Map;
use crate::base::place::Place;
use crate::base::text::Text;
use crate::base::walk::{Stated, Step, Visitor, Words, Written, path_text};
use std::sync::Arc;

/// Finds every gap, and complains where sources disagree without a word about it. Complaints of other checks
/// are read too: `stale` is found where dates are compared, and belongs on the page of gaps.
pub fn find(model: &Model, complaints: &mut Vec<Diagnostic>) -> Gaps {
    let mut gaps = Gaps::default();
    for id in model.lists.values().flatten() {
        let Some(any) = model.records.get(id) else { continue };
        whole(model, any, &mut gaps);
        for fact in facts_of(any, &model.zone) {
            one_fact(any, &fact, &mut gaps);
            // What is claimed of a number is held against the list, which says enough.
            let is_claim = fact.path.first() == Some(&Step::Field("says"));
            if fact.is_disputed() && !fact.has_because && !is_claim {
                complaints.push(disagree(id, &fact));
            }
        }
        untranslated(model, any, &mut gaps);
    }
    // Named by its word: the check of dates need not stand before this one.
    let stale = complaints.iter().filter(|complaint| complaint.code.name() == STALE);
    gaps.list.extend(in_records(model, stale.filter_map(|complaint| complaint.place.as_ref())));
    gaps.list.sort_by_key(|gap| gap.kind);
    gaps.list.shrink_to_fit();
    gaps
}

fn gap(kind: GapKind, any: &Any, field: impl Into<String>, at: Place) -> Gap {
    Gap { kind, record: any.id().clone(), field: field.into(), at, langs: Vec::new(), how: How::Stated }
}

/// What is missing of a record as such.
fn whole(model: &Model, any: &Any, gaps: &mut Gaps) {
    let (common, kind) = (any.common(), any.id().kind);
    let here = |kind: GapKind, field: &str| gap(kind, any, field, any.place().clone());
    if let Some(wanted) = common.wanted.fact() {
        let at = Place { file: any.place().file.clone(), start: wanted.at.start, end: wanted.at.end };
        let wanted = common.wanted.iter().map(|field| gap(GapKind::Wanted, any, field.as_str(), at.clone()));
        gaps.list.extend(wanted);
    }
    let may_lack_sources = matches!(kind, Kind::News | Kind::Shop | Kind::Image);
    if may_lack_sources && common.sources.is_empty() {
        gaps.list.push(here(GapKind::Unsourced, ""));
    }
    if needs_sources(kind) && common.sources.len() == 1 {
        gaps.list.push(here(GapKind::OneSource, ""));
    }
    let written_in = match any {
        Any::News(news) => Some(news.is.versions.iter().map(|version| &version.lang).collect()),
        Any::Page(page) => Some(page.is.versions.iter().map(|version| &version.lang).collect()),
        _ => model.about.get(any.id()).map(|texts| texts.iter().map(|(lang, _)| lang).collect::<Vec<_>>()),
    };
    if let Some(written_in) = written_in {
        let langs: Vec<Lang> = model.languages.iter().filter(|lang| !written_in.contains(lang)).cloned().collect();
        if !langs.is_empty() {
            gaps.list.push(Gap { langs, ..here(GapKind::Untranslated, PROSE) });
        }
    }
}

fn one_fact(any: &Any, fact: &FactOf, gaps: &mut Gaps) {
    let is_counted = !fact.is_inner && needs_sources(any.id().kind);
    if is_counted {
        gaps.fact_count += 1;
        gaps.two_source_count += usize::from(fact.sources.len() > 1);
        for source in &fact.sources {
            *gaps.facts_on.entry(source.id.clone()).or_default() += 1;
        }
    }
    let kinds = [
        (GapKind::Unknown, !fact.is_known),
        (GapKind::OneSource, is_counted && fact.has_own_sources && fact.sources.len() == 1),
        (GapKind::Disagree, fact.is_disputed()),
        (GapKind::Derived, fact.how != How::Stated),
    ];
    for (kind, _) in kinds.into_iter().filter(|(_, is_so)| *is_so) {
        gaps.list.push(Gap { how: fact.how, ..gap(kind, any, path_text(&fact.path), fact.place(fact.at)) });
    }
}

fn disagree(id: &RecordId, fact: &FactOf) -> Diagnostic {
    let field = path_text(&fact.path);
    let complaint = Diagnostic::new(
        Code::Disagree,
        format!("sources disagree on `{field}` of {}, and nothing says why this value is followed", called(id)),
    )
    .at(fact.place(fact.at))
    .label("the value that is followed");
    let others = fact.also.iter().filter(|other| !other.agrees);
    let complaint =
        others.fold(complaint, |complaint, other| complaint.also(fact.place(other.at), "others say this"));
    complaint
        .help("add a line `because:` that says why you follow this one; readers see it too")
        .help("a value that was announced and then changed belongs under `earlier:`")
}

/// Texts that a language of the site lacks. Titles of sources are in the source's own language, and a text in
/// Markdown has a file for each, which `whole` looks for.
fn untranslated(model: &Model, any: &Any, gaps: &mut Gaps) {
    if model.languages.iter().count() < 2 || matches!(any, Any::Source(_) | Any::News(_) | Any::Page(_)) {
        return;
    }
    any.walk(&model.zone, &mut Untranslated { model, any, gaps });
}

struct Untranslated<'m, 'g> {
    model: &'m Model,
    any: &'m Any,
    gaps: &'g mut Gaps,
}

impl<'a> Visitor<'a> for Untranslated<'_, '_> {
    fn part(&mut self, _: &'a Place) {}

    fn fact(&mut self, _: &Stated<'a, '_>) {}

    fn words(&mut self, written: &Written<'a, '_>) {
        let text: &Text = match written.words {
            Words::Text(text) => text,
            Words::Name(name) => &name.text,
        };
        let languages = &self.model.languages;
        if text.is_empty() || languages.iter().all(|lang| text.exactly(lang, languages).is_some()) {
            return;
        }
        let langs = languages.iter().filter(|lang| text.exactly(lang, languages).is_none()).cloned().collect();
        let at = Place { file: self.any.place().file.clone(), start: written.at.start, end: written.at.end };
        let field = path_text(written.path);
        let last = self.gaps.list.last_mut();
        match last
            .filter(|gap| gap.kind == GapKind::Untranslated && gap.field == field && gap.record == *self.any.id())
        {
            // Several texts of one list.
            Some(_) => {}
            None => {
                let found = gap(GapKind::Untranslated, self.any, field, at);
                self.gaps.list.push(Gap { langs, ..found });
            }
        }
    }
}

/// The name of the code that the check of dates gives to what somebody looked at long ago.
const STALE: &str = "stale";

/// What stands at these places, as stale values of the records that they lie in.
fn in_records<'p>(model: &Model, places: impl Iterator<Item = &'p Place>) -> Vec<Gap> {
    let mut places = places.peekable();
    if places.peek().is_none() {
        return Vec::new();
    }
    let mut records: Map<&Arc<str>, Vec<(u32, &Any)>> = Map::default();
    for any in model.listed() {
        records.entry(&any.place().file).or_default().push((any.place().start, any));
    }
    records.values_mut().for_each(|list| list.sort_by_key(|(start, _)| *start));
    let mut found: Vec<Gap> = Vec::new();
    for place in places {
        let Some(list) = records.get(&place.file) else { continue };
        let before = list.partition_point(|(start, _)| *start <= place.start);
        let Some((_, any)) = before.checked_sub(1).and_then(|at| list.get(at)) else { continue };
        // The innermost fact that the place lies in.
        let facts = facts_of(any, &model.zone);
        let holds = |fact: &&FactOf| fact.at.start <= place.start && place.end <= fact.at.end;
        let field = facts.iter().rev().find(holds).map(|fact| path_text(&fact.path)).unwrap_or_default();
        found.push(gap(GapKind::Stale, any, field, place.clone()));
    }
    found.sort_by(|one, other| (&one.at, &one.field).cmp(&(&other.at, &other.field)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::link::{Asked, link};
    use crate::model::read::read_file;
    use crate::source::{Memory, Tree};

    #[test]
    fn a_place_belongs_to_the_record_and_the_fact_it_lies_in() {
        let text = "one:\n  name: One\n  sources: [label]\ntwo:\n  name: Two\n  role: Singer\n  sources: [label]\n";
        let mut tree = Memory::new();
        tree.put("content/people.yaml", text);
        tree.put("content/sources.yaml", "label: {kind: label, title: L}\n");
        let found = tree.list(&mut Vec::new()).unwrap();
        let parsed = found.iter().map(|found| read_file(&tree, found)).collect();
        let asked = Asked { address: None, now: 0, drafts: false, headers: None };
        let model = link(parsed, &asked, &mut Vec::new());
        let at = |word: &str| {
            let start = text.find(word).unwrap();
            Place::new(&"content/people.yaml".into(), start..start + word.len())
        };
        let (whole, inner, elsewhere) = (at("two"), at("Singer"), Place::file(&"content/songs.yaml".into()));
        let gaps = in_records(&model, [&inner, &elsewhere, &whole].into_iter());
        let told: Vec<(&str, &str)> = gaps.iter().map(|gap| (&*gap.record.id, gap.field.as_str())).collect();
        assert_eq!(told, [("two", ""), ("two", "role")]);
    }
}
