//! The ratings of a season as a drawing: a line for the whole country and one for the second area of the same
//! agency. Only what is stated is drawn; where a number is not known, the line has a gap.

use super::desk::Desk;
use crate::base::text::Text;
use crate::kinds::Episode;
use crate::kinds::episode::Rating;
use crate::kinds::record::Record;
use serde::Serialize;
use std::fmt::Write;

/// The drawing, in units of its own: 720 wide, 320 high.
const LEFT: f64 = 40.0;
const RIGHT: f64 = 620.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 280.0;

/// A table reads better than a line through fewer points.
const FEWEST: usize = 3;
/// More labels than these run into one another.
const LABELS: usize = 20;

/// A chart of ratings.
#[derive(Serialize)]
pub struct RatingChart {
    /// The lines across, with their percentages.
    pub grid: Vec<MarkView>,
    /// The numbers of the episodes below.
    pub episodes: Vec<MarkView>,
    /// The whole country first.
    pub lines: Vec<LineView>,
}

/// A text at a place of the drawing.
#[derive(Serialize)]
pub struct MarkView {
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
    pub text: String,
}

/// What one area says.
#[derive(Serialize)]
pub struct LineView {
    /// For `d`; each known stretch by itself.
    pub path: String,
    /// One for each known rating.
    pub points: Vec<MarkView>,
    /// The name, right of the last point.
    pub label: MarkView,
    /// The last value, for below the name.
    pub last: String,
}

/// A rating for each episode, and how it is written; nothing where it is not known.
type Values = Vec<Option<(f64, String)>>;

/// The chart of a season; nothing when too little is known.
pub fn chart(desk: &Desk, episodes: &[(String, &Record<Episode>)], main: Option<&Rating>) -> Option<RatingChart> {
    let main = main?;
    let agency = main.agency.get().map(|agency| agency.as_str());
    let area_of = |rating: &Rating| rating.area.get().map(|area: &Text| desk.text(area).text).unwrap_or_default();
    let is_main = |rating: &&Rating| {
        rating.agency.get().map(|agency| agency.as_str()) == agency && rating.percent.get().is_some()
    };
    let mut areas = vec![area_of(main)];
    for rating in episodes.iter().flat_map(|(_, episode)| episode.is.ratings.iter()).filter(is_main) {
        let area = area_of(rating);
        if areas.len() < 2 && !areas.contains(&area) {
            areas.push(area);
        }
    }
    let value = |episode: &Record<Episode>, area: &str| {
        let found = episode.is.ratings.iter().filter(is_main).find(|rating| area_of(rating) == area);
        found
            .and_then(|rating| rating.percent.get())
            .map(|percent| (percent.as_f64(), format!("{}%", percent.as_str())))
    };
    let series: Vec<(String, Values)> = areas
        .into_iter()
        .map(|area| {
            let values = episodes.iter().map(|(_, episode)| value(episode, &area)).collect();
            (area, values)
        })
        .filter(|(_, values): &(String, Values)| values.iter().flatten().count() >= FEWEST)
        .collect();
    let highest = series.iter().flat_map(|(_, values)| values.iter().flatten()).map(|(value, _)| *value);
    let highest = highest.fold(0.0, f64::max);
    if series.is_empty() || highest <= 0.0 {
        return None;
    }
    let step = step_of(highest);
    let top = (highest / step).ceil() * step;
    let x = |at: usize| LEFT + 14.0 + (RIGHT - LEFT - 14.0) * at as f64 / (episodes.len().max(2) - 1) as f64;
    let y = |value: f64| BOTTOM - (BOTTOM - TOP) * (value / top).clamp(0.0, 1.0);
    let mark = |x: f64, y: f64, text: String| MarkView { x: number(x), y: number(y), text };
    let count = (top / step).round() as usize;
    let grid =
        (0..=count).map(|at| at as f64 * step).map(|value| mark(LEFT, y(value), format!("{}%", number(value))));
    let every = episodes.len().div_ceil(LABELS).max(1);
    let named = episodes.iter().enumerate().step_by(every);
    let named = named.map(|(at, (name, _))| mark(x(at), BOTTOM + 22.0, name.clone()));
    let mut lines: Vec<LineView> = Vec::new();
    let mut taken: Option<f64> = None;
    for (area, values) in series {
        let mut line = line(&values, &x, &y);
        let Some(last) = values.iter().rposition(Option::is_some) else { continue };
        let mut height = values[last].as_ref().map_or(0.0, |(value, _)| y(*value));
        // Two names at one height would run into each other.
        if let Some(other) = taken.filter(|other| (other - height).abs() < 34.0) {
            height = if height < other && other > TOP + 40.0 { other - 34.0 } else { other + 34.0 };
        }
        taken = Some(height);
        line.label = mark(x(last) + 12.0, height + 5.0, area);
        lines.push(line);
    }
    Some(RatingChart { grid: grid.collect(), episodes: named.collect(), lines })
}

fn line(values: &[Option<(f64, String)>], x: &impl Fn(usize) -> f64, y: &impl Fn(f64) -> f64) -> LineView {
    let mut path = String::new();
    let mut points = Vec::new();
    let mut is_open = false;
    for (at, value) in values.iter().enumerate() {
        let Some((value, text)) = value else {
            is_open = false;
            continue;
        };
        let (x, y) = (number(x(at)), number(y(*value)));
        let _ = write!(path, "{}{x} {y}", if is_open { 'L' } else { 'M' });
        points.push(MarkView { x, y, text: text.clone() });
        is_open = true;
    }
    let last = values.iter().rposition(Option::is_some);
    let last = last.and_then(|at| values[at].as_ref()).map(|(_, text)| text.clone()).unwrap_or_default();
    LineView { path, points, label: MarkView { x: String::new(), y: String::new(), text: String::new() }, last }
}

/// Between the lines across: 1, 2, 5, 10 and so on, so that there are at most six.
fn step_of(highest: f64) -> f64 {
    let mut size = 0.1;
    loop {
        for part in [1.0, 2.0, 5.0] {
            if highest / (size * part) <= 6.0 {
                return size * part;
            }
        }
        size *= 10.0;
    }
}

/// One decimal at most.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_string).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_across_are_few_and_round() {
        for (highest, step) in [(24.9, 5.0), (5.9, 1.0), (0.5, 0.1), (61.0, 20.0), (100.0, 20.0)] {
            assert!((step_of(highest) - step).abs() < 1e-9, "{highest}");
        }
    }

    #[test]
    fn a_gap_stays_a_gap() {
        let value = |value: f64| Some((value, format!("{value}%")));
        let drawn = line(&[value(1.0), value(2.0), None, value(3.0)], &|at| at as f64 * 10.0, &|value| value);
        assert_eq!(drawn.path, "M0 1L10 2M30 3");
        assert_eq!(drawn.points.len(), 3);
        assert_eq!(drawn.last, "3%");
    }
}
