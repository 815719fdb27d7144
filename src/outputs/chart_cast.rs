//! Who is what to whom as a drawing: the names one below the other, each family together, and an arc from one to
//! the other for each relation. Names in lines of their own cannot run into each other, however long they are and
//! whatever the script. What tells something of an episode is left out.

use super::desk::Desk;
use crate::base::id::RecordId;
use crate::kinds::Character;
use crate::kinds::character::RelationKind;
use crate::kinds::record::Record;
use serde::Serialize;

/// More names than this, and only those that have a relation are drawn.
const ALL: usize = 40;
/// More than this make a picture that nobody reads.
const MOST: usize = 80;
/// Letters of a name; the list has the whole of it.
const LETTERS: usize = 16;

/// Between two names, and before a family.
const LINE: usize = 26;
const SPACE: usize = 14;
/// What a letter takes at the most: a syllable of Hangul is as wide as it is high, a Latin letter about half.
const WIDE: usize = 15;
const NARROW: usize = 9;
/// What the lines of the legend need left of their words.
const LEGEND: usize = 62;
/// As far as an arc reaches.
const REACH: usize = 150;

/// The chart of relations, `width` by `height`.
#[derive(Serialize)]
pub struct CastChart {
    /// What it shows, in words.
    pub title: String,
    /// In units of the drawing, as every length is.
    pub width: usize,
    /// To the end of the legend.
    pub height: usize,
    /// Where the dots stand, from the left.
    pub dot: usize,
    pub names: Vec<CastName>,
    /// One for each relation, however many tell it.
    pub arcs: Vec<ArcView>,
    /// What each kind of line means; only kinds that are drawn.
    pub legend: Vec<LegendView>,
}

/// A character of the chart.
#[derive(Serialize)]
pub struct CastName {
    pub text: String,
    pub lang: Option<String>,
    pub href: Option<String>,
    /// Where it ends.
    pub x: usize,
    /// The line that it stands on.
    pub y: usize,
}

/// A relation of the chart.
#[derive(Serialize)]
pub struct ArcView {
    /// `spouse`, `parent` and so on: for the class of the line.
    pub kind: &'static str,
    /// For `d`.
    pub path: String,
}

/// A line of the legend.
#[derive(Serialize)]
pub struct LegendView {
    pub kind: &'static str,
    pub text: String,
    /// Its middle.
    pub y: usize,
}

/// The chart of these characters; nothing where no relation may be told.
pub fn chart(desk: &Desk, characters: &[&Record<Character>]) -> Option<CastChart> {
    let open: Vec<&Record<Character>> =
        characters.iter().copied().filter(|record| record.common.spoiler.get().is_none()).collect();
    let ties = ties(desk, &open);
    let is_tied = |record: &Record<Character>| ties.iter().any(|tie| tie.from == record.id || tie.to == record.id);
    let mut drawn = open;
    if drawn.len() > ALL {
        drawn.retain(|record| is_tied(record));
    }
    if ties.is_empty() || drawn.len() > MOST {
        return None;
    }
    // Families in the order of their first member; those of no family keep their place in the author's order.
    let mut rows: Vec<(Option<String>, Vec<&Record<Character>>)> = Vec::new();
    for record in drawn {
        let group = record.is.group.get().map(|group| desk.text(group).text);
        match rows.iter_mut().find(|(name, _)| *name == group) {
            Some((_, members)) => members.push(record),
            None => rows.push((group, vec![record])),
        }
    }
    let widest =
        rows.iter().flat_map(|(_, members)| members).map(|record| width(&cut(&desk.link(&record.id).text)));
    let dot = widest.max().unwrap_or_default().max(LEGEND) + 14;
    let mut names = Vec::new();
    let mut heights: Vec<(&RecordId, usize)> = Vec::new();
    let mut y = LINE / 2;
    for (at, (_, members)) in rows.iter().enumerate() {
        if at > 0 {
            y += SPACE;
        }
        for record in members {
            let link = desk.link(&record.id);
            names.push(CastName { text: cut(&link.text), lang: link.lang, href: link.href, x: dot - 12, y: y + 5 });
            heights.push((&record.id, y));
            y += LINE;
        }
    }
    let height_of = |id: &RecordId| heights.iter().find(|(other, _)| *other == id).map(|(_, y)| *y);
    let mut arcs = Vec::new();
    let mut kinds: Vec<RelationKind> = Vec::new();
    let tall = y;
    for tie in &ties {
        let (Some(from), Some(to)) = (height_of(&tie.from), height_of(&tie.to)) else { continue };
        let (high, low) = (from.min(to), from.max(to));
        arcs.push(ArcView { kind: tie.kind.name(), path: arc(dot, high, low, tall) });
        if !kinds.contains(&tie.kind) {
            kinds.push(tie.kind);
        }
    }
    kinds.sort_by_key(|kind| kind.name());
    let legend = kinds.into_iter().enumerate().map(|(at, kind)| LegendView {
        kind: kind.name(),
        text: desk.t(&format!("line_{}", kind.name())),
        y: tall + SPACE + at * LINE,
    });
    let legend: Vec<LegendView> = legend.collect();
    let height = tall + SPACE + legend.len() * LINE;
    let title = desk.strings.fill("chart_relations", &[("count", &names.len().to_string())]);
    Some(CastChart { title, width: dot + REACH + 12, height, dot, names, arcs, legend })
}

/// Two who are something to each other.
struct Tie {
    from: RecordId,
    to: RecordId,
    kind: RelationKind,
}

/// Every pair once for each kind, whoever of the two tells it.
fn ties(desk: &Desk, open: &[&Record<Character>]) -> Vec<Tie> {
    let mut ties: Vec<Tie> = Vec::new();
    for record in open {
        for relation in record.is.relations.iter().filter(|relation| relation.spoiler.get().is_none()) {
            let (Some(to), Some(kind)) = (relation.to.get(), relation.kind.get().copied()) else { continue };
            let Some(to) = desk.reader.find(to) else { continue };
            if to == record.id || !open.iter().any(|other| other.id == to) {
                continue;
            }
            let kind = if kind == RelationKind::Child { RelationKind::Parent } else { kind };
            let is_known = ties.iter().any(|tie| {
                let is_pair = (tie.from == record.id && tie.to == to) || (tie.from == to && tie.to == record.id);
                is_pair && tie.kind == kind
            });
            if !is_known {
                ties.push(Tie { from: record.id.clone(), to, kind });
            }
        }
    }
    ties
}

/// Half an ellipse, the wider the farther the two stand apart.
fn arc(dot: usize, high: usize, low: usize, tall: usize) -> String {
    let far = low - high;
    let reach = 18 + (REACH - 18) * far / tall.max(1);
    format!("M{x} {high}A{reach} {half} 0 0 1 {x} {low}", x = dot + 6, half = far.div_ceil(2))
}

fn cut(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_string();
    }
    let short: String = name.chars().take(LETTERS - 1).collect();
    format!("{}…", short.trim_end())
}

/// Room for a name, rather too much than too little.
fn width(name: &str) -> usize {
    name.chars().map(|letter| if letter.is_ascii() { NARROW } else { WIDE }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_between_syllables() {
        assert_eq!(cut("홍해인"), "홍해인");
        assert_eq!(cut("Baek Hyun-woo"), "Baek Hyun-woo");
        assert_eq!(cut("A very long name indeed"), "A very long nam…");
        assert_eq!(cut("가나다라마바사아자차카타파하거너더"), "가나다라마바사아자차카타파하거…");
    }

    #[test]
    fn an_arc_stays_in_the_picture() {
        assert_eq!(arc(262, 13, 39, 100), "M268 13A52 13 0 0 1 268 39");
        assert!(arc(262, 0, 1000, 1000).starts_with("M268 0A150 500"));
    }
}
