//! Drawn art: a rosette worked out from an id, as an engraver would cut it. The same id has the same art on every
//! machine, on cards and on pages.
//!
//! Only additions and multiplications of whole fractions of a turn: the sine of a system's own library may
//! differ in the last bit from one machine to another, and a rounded coordinate with it.

use super::digest::chance;
use std::fmt::Write;

/// Half the side of the square that art fills; its middle is at 0, 0.
pub const RADIUS: f64 = 50.0;

/// A drawing: layers, the lowest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Art {
    pub layers: Vec<Layer>,
}

/// One path of a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Path data, as in the `d` of an SVG path.
    pub path: String,
    pub fill: Option<Tone>,
    pub line: Option<Tone>,
}

/// Which colour of the theme a layer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Wine,
    Blush,
    Gold,
}

impl Tone {
    /// As templates see it: `wine`.
    pub fn name(self) -> &'static str {
        match self {
            Tone::Wine => "wine",
            Tone::Blush => "blush",
            Tone::Gold => "gold",
        }
    }
}

/// The art of an id. `kind` keeps a song and a person of the same id apart.
pub fn art(kind: &str, id: &str) -> Art {
    let flower = Flower::of(kind, id);
    let Flower { count, outer, form, width, inner_form, inner, turned, .. } = flower;
    let half = 0.5 / count as f64;
    let mut layers = Vec::new();
    let mut add = |path: String, fill: Option<Tone>, line: Option<Tone>| layers.push(Layer { path, fill, line });
    let (wine, blush, gold) = (Some(Tone::Wine), Some(Tone::Blush), Some(Tone::Gold));
    // Round the whole: a thin line, and beads or scallops inside it.
    add(circle(0.0, 0.0, 48.5), None, gold);
    match flower.edge {
        0 => add(rays(flower.beads, 43.8, 46.4, 0.0), None, gold),
        1 => add(scallops(flower.beads, 45.8, 43.6), None, gold),
        _ => add(circle(0.0, 0.0, 46.2), None, gold),
    }
    // The flower: an outer wreath, an inner one turned by half a step, and a heart.
    match flower.behind {
        Some(far) => add(wreath(count, 6.0, far, Form::Leaf, width * 0.55, half), None, gold),
        None => add(rays(count * 2, 24.0, outer, half / 2.0), None, gold),
    }
    add(wreath(count, 8.0, outer, form, width, 0.0), blush, wine);
    add(wreath(count, 5.0, inner, inner_form, width * 0.82, turned), wine, None);
    match flower.heart {
        0 => add(circle(0.0, 0.0, 5.4), gold, None),
        1 => add(ring_of_dots(count, 5.2, 1.25, turned), gold, None),
        _ => add(wreath(count, 0.0, 8.0, Form::Leaf, 0.9, turned), gold, None),
    }
    Art { layers }
}

/// The same flower for the head of a page, where every byte counts: one petal, to be shown once for each turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// Path data of the petal that points up.
    pub petal: String,
    /// Of the leaf that lies on it, or beside it.
    pub leaf: String,
    /// By how many degrees the others are turned; the first is not among them.
    pub turns: Vec<String>,
}

/// The art of an id in few bytes: no beads and nothing behind the petals.
pub fn sketch(kind: &str, id: &str) -> Sketch {
    let Flower { count, outer, form, width, inner, turned, .. } = Flower::of(kind, id);
    let first = |wreath: String| wreath.split_inclusive('Z').next().unwrap_or_default().to_string();
    Sketch {
        petal: first(wreath(count, 8.0, outer, form, width, 0.0)),
        leaf: first(wreath(count, 5.0, inner, Form::Leaf, width * 0.82, turned)),
        turns: (1..count).map(|step| number(360.0 * step as f64 / count as f64)).collect(),
    }
}

/// What the dice say about an id, in the order in which they are rolled: another order is another flower.
struct Flower {
    beads: usize,
    edge: usize,
    count: usize,
    outer: f64,
    form: Form,
    width: f64,
    /// How far leaves reach behind the petals; without them, rays do.
    behind: Option<f64>,
    inner_form: Form,
    inner: f64,
    turned: f64,
    heart: usize,
}

impl Flower {
    fn of(kind: &str, id: &str) -> Flower {
        let mut dice = Dice::of(&format!("{kind}:{id}"));
        let beads = 20 + 4 * dice.roll(4);
        let edge = dice.roll(3);
        let count = 5 + dice.roll(6);
        let outer = 38.0 + dice.part() * 4.0;
        let form = Form::ALL[dice.roll(Form::ALL.len())];
        let width = 0.62 + dice.part() * 0.5;
        let behind = (dice.roll(2) == 0).then(|| outer * (0.86 + dice.part() * 0.14));
        let inner_form = Form::ALL[dice.roll(Form::ALL.len())];
        let inner = outer * (0.46 + dice.part() * 0.2);
        let turned = if dice.roll(2) == 0 { 0.5 / count as f64 } else { 0.0 };
        let heart = dice.roll(3);
        Flower { beads, edge, count, outer, form, width, behind, inner_form, inner, turned, heart }
    }
}

/// The outline of a petal.
#[derive(Clone, Copy)]
enum Form {
    /// Pointed at both ends.
    Leaf,
    /// Broad and round at the far end.
    Round,
    /// Broad, with a point at the far end.
    Lotus,
    /// Notched at the far end, as a cherry's is.
    Cherry,
}

impl Form {
    const ALL: &[Form] = &[Form::Leaf, Form::Round, Form::Lotus, Form::Cherry];
}

/// Numbers from a digest, one after the other: thirty-two rolls of half a byte and more are never needed.
struct Dice {
    bytes: [u8; 32],
    at: usize,
}

impl Dice {
    fn of(text: &str) -> Dice {
        Dice { bytes: chance(text), at: 0 }
    }

    fn byte(&mut self) -> u8 {
        let byte = self.bytes[self.at % self.bytes.len()];
        self.at += 1;
        byte
    }

    /// From 0 to below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        usize::from(self.byte()) * sides / 256
    }

    /// From 0 to below 1.
    fn part(&mut self) -> f64 {
        f64::from(self.byte()) / 256.0
    }
}

/// Petals round the middle, from `near` to `far`; `turned` is a fraction of a turn. A `width` of 1 lets neighbours
/// touch where they are broadest.
fn wreath(count: usize, near: f64, far: f64, form: Form, width: f64, turned: f64) -> String {
    let mut path = String::new();
    let length = far - near;
    // Half of what a petal may spread to each side, as a fraction of a turn.
    let spread = (width * 0.5 / count as f64).min(0.16);
    for step in 0..count {
        let turn = step as f64 / count as f64 + turned;
        let at = |along: f64, aside: f64| point(turn + aside * spread, near + along * length);
        let _ = write!(path, "M{}", at(0.0, 0.0));
        let _ = match form {
            Form::Leaf => write!(path, "Q{} {}Q{} {}", at(0.55, -1.5), at(1.0, 0.0), at(0.55, 1.5), at(0.0, 0.0)),
            Form::Round => write!(
                path,
                "C{} {} {}C{} {} {}",
                at(0.45, -1.3),
                at(1.04, -1.25),
                at(1.0, 0.0),
                at(1.04, 1.25),
                at(0.45, 1.3),
                at(0.0, 0.0)
            ),
            Form::Lotus => write!(
                path,
                "C{} {} {}C{} {} {}",
                at(0.35, -1.7),
                at(0.8, -1.2),
                at(1.0, 0.0),
                at(0.8, 1.2),
                at(0.35, 1.7),
                at(0.0, 0.0)
            ),
            Form::Cherry => write!(
                path,
                "C{} {} {}Q{} {}Q{} {}C{} {} {}",
                at(0.45, -1.3),
                at(0.85, -1.35),
                at(1.0, -0.5),
                at(0.94, -0.2),
                at(0.88, 0.0),
                at(0.94, 0.2),
                at(1.0, 0.5),
                at(0.85, 1.35),
                at(0.45, 1.3),
                at(0.0, 0.0)
            ),
        };
        path.push('Z');
    }
    path
}

fn rays(count: usize, near: f64, far: f64, turned: f64) -> String {
    let mut path = String::new();
    for step in 0..count {
        let turn = step as f64 / count as f64 + turned;
        let _ = write!(path, "M{}L{}", point(turn, near), point(turn, far));
    }
    path
}

fn scallops(count: usize, far: f64, near: f64) -> String {
    let mut path = format!("M{}", point(0.0, near));
    for step in 0..count {
        let turn = |part: f64| (step as f64 + part) / count as f64;
        let _ = write!(path, "Q{} {}", point(turn(0.5), far + (far - near)), point(turn(1.0), near));
    }
    path.push('Z');
    path
}

fn ring_of_dots(count: usize, radius: f64, size: f64, turned: f64) -> String {
    let mut path = String::new();
    for step in 0..count {
        let (x, y) = around(step as f64 / count as f64 + turned, radius);
        path.push_str(&circle(x, y, size));
    }
    path
}

fn circle(x: f64, y: f64, radius: f64) -> String {
    let (r, d) = (number(radius), number(radius * 2.0));
    format!("M{} {}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0Z", number(x - radius), number(y))
}

/// A point as path data.
fn point(turn: f64, radius: f64) -> String {
    let (x, y) = around(turn, radius);
    format!("{} {}", number(x), number(y))
}

/// One decimal is a tenth of a pixel on a large card; a shorter text is a smaller page.
fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (0, part) if part < 0 => format!("-.{}", -part),
        (0, part) => format!(".{part}"),
        (whole, part) => format!("{whole}.{}", part.abs()),
    }
}

/// A point on a circle, from the top and clockwise; `turn` is a fraction of a whole turn.
fn around(turn: f64, radius: f64) -> (f64, f64) {
    (sine(turn) * radius, -sine(turn + 0.25) * radius)
}

/// The sine of a fraction of a turn, by its series in the first quarter: good to seven digits.
fn sine(turn: f64) -> f64 {
    let turn = turn - turn.floor();
    let (turn, sign) = if turn < 0.5 { (turn, 1.0) } else { (turn - 0.5, -1.0) };
    let quarter = if turn > 0.25 { 0.5 - turn } else { turn };
    let x = quarter * std::f64::consts::TAU;
    let square = x * x;
    let (mut term, mut sum) = (x, x);
    for step in 1..8 {
        term = -term * square / ((2 * step) * (2 * step + 1)) as f64;
        sum += term;
    }
    sum * sign
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::digest::base64;

    #[test]
    fn the_sine_is_the_sine() {
        for step in -40..80 {
            let turn = f64::from(step) / 37.0;
            assert!((sine(turn) - (turn * std::f64::consts::TAU).sin()).abs() < 1e-7, "{turn}");
        }
    }

    #[test]
    fn numbers_are_short() {
        let written: Vec<String> = [0.0, -0.04, 0.5, -0.5, 12.0, -12.34, 9.96].into_iter().map(number).collect();
        assert_eq!(written, ["0", "0", ".5", "-.5", "12", "-12.3", "10"]);
    }

    #[test]
    fn the_same_id_has_the_same_art_for_ever() {
        let all = |art: &Art| art.layers.iter().map(|layer| layer.path.as_str()).collect::<Vec<_>>().join("|");
        assert_eq!(art("song", "way-home"), art("song", "way-home"));
        assert_ne!(art("song", "way-home"), art("person", "way-home"));
        // Cards and pages out in the world show it: a change here changes the face of every record.
        assert_eq!(base64(&chance(&all(&art("song", "way-home"))))[..8], *"vLVr8Kag");
        // Few of many look alike.
        let seen: std::collections::HashSet<String> = (0..500).map(|n| all(&art("song", &n.to_string()))).collect();
        assert!(seen.len() > 495);
        // Before compression, which halves it.
        let longest = seen.iter().map(String::len).max();
        assert!(longest < Some(4_000), "art is small: {longest:?}");
    }

    #[test]
    fn a_sketch_is_small_and_its_own() {
        let all = |id: &str| {
            let drawn = sketch("song", id);
            format!("{}|{}|{}", drawn.petal, drawn.leaf, drawn.turns.join("|"))
        };
        let seen: std::collections::HashSet<String> = (0..500).map(|n| all(&n.to_string())).collect();
        assert!(seen.len() > 470, "{}", seen.len());
        // The marks around it take 40 bytes for each turn, and 250.
        let longest = seen.iter().map(String::len).max();
        assert!(longest < Some(260), "{longest:?}");
        assert_eq!(all("way-home"), all("way-home"));
    }

    #[test]
    fn art_stays_in_its_square() {
        for id in 0..300 {
            for layer in art("release", &id.to_string()).layers {
                let numbers = layer.path.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-')));
                for number in numbers.filter_map(|text| text.parse::<f64>().ok()) {
                    assert!(number.abs() <= 2.0 * RADIUS, "{number} in {}", layer.path);
                }
            }
        }
    }
}
