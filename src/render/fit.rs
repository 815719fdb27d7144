//! Text in a box: an SVG knows no lines, so they are broken here, by the widths of the fonts. A long text gets
//! smaller letters first, then more lines, and at last loses its end.
//!
//! Templates ask by the filter `fit`: `{% set title = card.title | fit(face="serif", sizes=[84, 64], width=640,
//! lines=3) %}`.

use super::faces::{FACES, Face, face};
use super::fonts::{self, Ruler};
use crate::base::view::{View, view_of};
use serde::Serialize;
use tera::{Kwargs, State, StringInput, TeraResult};
use unicode_segmentation::UnicodeSegmentation;

/// A box to fill.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    pub face: &'static Face,
    /// In pixels.
    pub width: f32,
    /// The sizes of letters that may be taken, the best one first.
    pub sizes: &'a [f32],
    /// How many lines there may be.
    pub lines: usize,
    /// How high they may be together, in pixels.
    pub height: f32,
    /// From one line to the next, as a part of the size.
    pub leading: f32,
}

/// A text in its box.
#[derive(Serialize, Clone, Debug, PartialEq)]
pub struct Fitted {
    pub lines: Vec<String>,
    /// For `font-size`.
    pub size: f64,
    /// From one line to the next.
    pub step: f64,
    /// Of all lines together.
    pub height: f64,
    /// The longest line.
    pub width: f64,
    /// For `font-family`.
    pub family: &'static str,
    /// For `font-weight`.
    pub weight: u16,
    /// Its end is missing.
    pub is_cut: bool,
}

const CUT: &str = "…";

/// The filter of templates.
pub fn filter(text: StringInput, arguments: Kwargs, _: &State) -> TeraResult<View> {
    let name = arguments.get::<&str>("face")?.unwrap_or("sans");
    let Some(face) = face(name) else {
        let names: Vec<String> = FACES.iter().map(|face| format!("`{}`", face.name)).collect();
        return Err(tera::Error::message(format!("there is no face `{name}`: there are {}", names.join(", "))));
    };
    let sizes: Vec<f64> = arguments.must_get("sizes")?;
    let sizes: Vec<f32> = sizes.into_iter().map(|size| size as f32).filter(|size| *size > 0.0).collect();
    if sizes.is_empty() {
        return Err(tera::Error::message("`sizes` is a list of sizes of letters, the best one first: `[84, 64]`"));
    }
    let frame = Frame {
        face,
        width: arguments.must_get::<f64>("width")? as f32,
        sizes: &sizes,
        lines: arguments.get::<usize>("lines")?.unwrap_or(1).max(1),
        height: arguments.get::<f64>("height")?.map_or(f32::MAX, |height| height as f32),
        leading: arguments.get::<f64>("leading")?.unwrap_or(1.25) as f32,
    };
    Ok(view_of(&fit(text.as_str(), &frame)))
}

/// Breaks a text into lines.
pub fn fit(text: &str, frame: &Frame) -> Fitted {
    let face = face_for(text, frame.face);
    let whole = words_of(text, face, Split::AtBlanks);
    let parts = words_of(text, face, Split::AtHyphensToo);
    let done = |lines: Vec<Line>, size: f32, is_cut: bool| {
        // To tenths of a pixel, so that an SVG has short numbers.
        let round = |value: f32| (f64::from(value) * 10.0).round() / 10.0;
        let step = round(size * frame.leading);
        let width = lines.iter().map(|line| line.width).fold(0.0, f32::max);
        Fitted {
            height: (step * lines.len() as f64 * 10.0).round() / 10.0,
            width: round(width * size),
            lines: lines.into_iter().map(|line| line.text).collect(),
            size: round(size),
            step,
            family: face.family,
            weight: face.weight,
            is_cut,
        }
    };
    let most = |size: f32| frame.lines.min((frame.height / (size * frame.leading)) as usize).max(1);
    let largest = frame.sizes.iter().copied().fold(0.0, f32::max);
    // Two lines of somewhat smaller letters are read faster than three; whole words at any size better than broken
    // ones at a larger.
    for (words, may_break, few) in
        [(&whole, false, true), (&whole, false, false), (&parts, false, false), (&parts, true, false)]
    {
        for size in frame.sizes.iter().copied().filter(|size| !few || *size >= largest * FEW_LINES_FROM) {
            let width = frame.width / size;
            let Some(lines) = break_lines(words, width, may_break) else { continue };
            if lines.len() <= if few { most(size).min(2) } else { most(size) } {
                return done(balance(words, width, may_break, lines), size, false);
            }
        }
    }
    let size = frame.sizes.last().copied().unwrap_or(16.0);
    let width = frame.width / size;
    let mut lines = break_lines(&parts, width, true).unwrap_or_default();
    lines.truncate(most(size));
    if let Some(last) = lines.last_mut() {
        last.cut(width, face);
    }
    done(lines, size, true)
}

/// How small, as a part of the largest size, letters may become to save a third line.
const FEW_LINES_FROM: f32 = 0.7;

/// The face that was asked for; another when only that has every character. A word in two fonts is a blot.
fn face_for(text: &str, wanted: &'static Face) -> &'static Face {
    let has_all = |face: &'static Face| {
        let ruler = face.ruler();
        text.chars().all(|c| fonts::is_unseen(c) || ruler.has(c))
    };
    if has_all(wanted) {
        return wanted;
    }
    // The nearest weight, so that a heavy title stays one.
    let mut others: Vec<&'static Face> = FACES.iter().filter(|face| face.name != wanted.name).collect();
    others.sort_by_key(|face| face.weight.abs_diff(wanted.weight));
    others.into_iter().find(|face| has_all(face)).unwrap_or(wanted)
}

/// The width from which signs are no longer held together: a row of a hundred brackets is no word.
const LOOSE: f32 = 4.0;

/// What is never broken: a syllable with the marks that belong to it.
struct Piece {
    text: String,
    /// As a part of the size.
    width: f32,
}

struct Word {
    pieces: Vec<Piece>,
    width: f32,
    /// Of the blank before it; nothing between the parts of a word with a hyphen.
    space: Option<f32>,
}

/// Where a text may be broken without breaking a word.
#[derive(Clone, Copy, PartialEq)]
enum Split {
    AtBlanks,
    /// Of "Soo-hyun" only what must be: a name is read best in one piece.
    AtHyphensToo,
}

#[derive(Clone, Default)]
struct Line {
    text: String,
    width: f32,
}

impl Line {
    fn push(&mut self, text: &str, width: f32) {
        self.text.push_str(text);
        self.width += width;
    }

    /// Puts the sign of a cut at the end, in place of as much as it needs.
    fn cut(&mut self, width: f32, face: &'static Face) {
        let ruler = face.ruler();
        let measure = |text: &str| text.chars().map(|c| width_of(&ruler, c)).sum::<f32>();
        let sign = measure(CUT);
        let mut pieces: Vec<&str> = self.text.graphemes(true).collect();
        let is_end = |piece: &&str| piece.trim_end_matches([' ', ',', '.', '·', '–', '-', ':', ';']).is_empty();
        while pieces.last().is_some_and(|last| is_end(last) || measure(&pieces.concat()) + sign > width) {
            pieces.pop();
        }
        let text = pieces.concat() + CUT;
        *self = Line { width: measure(&text), text };
    }
}

/// Every font is measured character by character, without kerning, which nearly always makes a line shorter. What
/// no font has takes a square: it is told elsewhere.
fn width_of(ruler: &Ruler, c: char) -> f32 {
    if fonts::is_unseen(c) && c != ' ' && c != '\u{A0}' { 0.0 } else { ruler.width(c).unwrap_or(1.0) }
}

fn words_of(text: &str, face: &'static Face, split: Split) -> Vec<Word> {
    let ruler = face.ruler();
    let opens = |piece: &str| piece.starts_with(['(', '[', '{', '‘', '“', '〈', '《', '「', '『', '<']);
    let closes = |piece: &str| piece.starts_with(|c: char| ",.!?)]}’”〉》」』…:;~>·".contains(c));
    let word = |word: &str, space: Option<f32>| {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut is_open = false;
        for cluster in word.graphemes(true) {
            let width = cluster.chars().map(|c| width_of(&ruler, c)).sum();
            match pieces.last_mut() {
                // A line begins with no comma, and ends with no bracket that opens.
                Some(last) if (is_open || closes(cluster)) && last.width < LOOSE => {
                    last.text.push_str(cluster);
                    last.width += width;
                }
                _ => pieces.push(Piece { text: cluster.to_string(), width }),
            }
            is_open = opens(cluster);
        }
        Word { width: pieces.iter().map(|piece| piece.width).sum(), pieces, space }
    };
    let space = Some(width_of(&ruler, ' '));
    let mut words = Vec::new();
    // A no-break space holds two words together.
    for part in text.split(|c: char| c.is_whitespace() && c != '\u{A0}').filter(|part| !part.is_empty()) {
        match split {
            Split::AtBlanks => words.push(word(part, space)),
            Split::AtHyphensToo => {
                let parts = part.split_inclusive(['-', '‐', '–', '/']).enumerate();
                words.extend(parts.map(|(at, part)| word(part, space.filter(|_| at == 0))));
            }
        }
    }
    words
}

/// Fills line after line; nothing when a word is longer than a line and may not be broken.
fn break_lines(words: &[Word], width: f32, may_break: bool) -> Option<Vec<Line>> {
    let mut lines = vec![Line::default()];
    for word in words {
        let is_first = lines.last().is_none_or(|line| line.text.is_empty());
        let space = word.space.filter(|_| !is_first);
        let used = lines.last().map_or(0.0, |line| line.width);
        let fits = used + space.unwrap_or(0.0) + word.width <= width;
        if !fits && word.width > width && !may_break {
            return None;
        }
        if !fits && !is_first && word.width <= width {
            lines.push(Line::default());
        } else if let Some(space) = space {
            // So does a word that no line can hold.
            lines.last_mut()?.push(" ", space);
        }
        for piece in &word.pieces {
            if lines.last()?.width + piece.width > width && !lines.last()?.text.trim_end().is_empty() {
                lines.push(Line::default());
            }
            lines.last_mut()?.push(&piece.text, piece.width);
        }
    }
    for line in &mut lines {
        line.text.truncate(line.text.trim_end().len());
    }
    Some(lines)
}

/// The same number of lines, as even as can be: a last line of one small word looks like a slip.
fn balance(words: &[Word], width: f32, may_break: bool, lines: Vec<Line>) -> Vec<Line> {
    let (mut low, mut high, mut best) = (width * 0.4, width, lines);
    for _ in 0..8 {
        let middle = (low + high) / 2.0;
        match break_lines(words, middle, may_break) {
            Some(even) if even.len() <= best.len() => {
                high = middle;
                best = even;
            }
            _ => low = middle,
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(face: &str, sizes: &'static [f32], lines: usize) -> Frame<'static> {
        Frame { face: super::face(face).unwrap(), width: 640.0, sizes, lines, height: 500.0, leading: 1.25 }
    }

    fn serif(text: &str) -> Fitted {
        fit(text, &frame("serif", &[84.0, 68.0, 54.0, 44.0], 3))
    }

    #[test]
    fn a_short_title_stays_large_and_on_one_line() {
        let fitted = serif("Way Home");
        assert_eq!((fitted.lines.as_slice(), fitted.size), (["Way Home".to_string()].as_slice(), 84.0));
        assert!(!fitted.is_cut);
    }

    #[test]
    fn a_long_title_shrinks_and_breaks_between_words() {
        let fitted = serif("Love You With All My Heart");
        assert_eq!(fitted.lines, ["Love You With", "All My Heart"]);
        let fitted = serif("눈물의 여왕 오리지널 사운드트랙 스페셜 앨범");
        assert_eq!(fitted.lines, ["눈물의 여왕", "오리지널 사운드트랙", "스페셜 앨범"]);
        let low = Frame { height: 150.0, ..frame("serif", &[84.0, 68.0, 54.0, 44.0], 3) };
        assert!(fit("Love You With All My Heart", &low).height <= 150.0);
    }

    #[test]
    fn words_are_broken_only_where_nothing_else_helps() {
        // Hangul by the syllable, and no comma at the head of a line.
        let long = "가나다라마바사아자차카타파하,".repeat(3);
        let fitted = serif(&long);
        assert!(fitted.lines.len() > 1 && fitted.lines.iter().all(|line| !line.starts_with(',')), "{fitted:?}");
        assert_eq!(fitted.lines.concat(), long);
        let name = fit("Konstantinopolskaya-Featherstonehaugh", &frame("serif", &[84.0, 60.0], 3));
        assert_eq!(name.lines, ["Konstantinopolskaya-", "Featherstonehaugh"]);
        let latin = "Rindfleischetikettierungsüberwachung".repeat(2);
        assert_eq!(serif(&latin).lines.concat(), latin);
    }

    #[test]
    fn the_end_of_an_endless_title_is_cut() {
        let latin = "A title that goes on and on, ".repeat(5);
        let hangul = "끝없이 이어지는 아주 긴 제목, ".repeat(8);
        for text in [&latin[..120], &hangul.chars().take(120).collect::<String>()] {
            let fitted = fit(text, &frame("serif", &[84.0, 60.0], 3));
            assert_eq!(fitted.lines.len(), 3, "{fitted:?}");
            assert!(fitted.is_cut && fitted.lines[2].ends_with('…') && !fitted.lines[2].ends_with(",…"));
            assert!(fitted.width <= 640.0);
        }
    }

    #[test]
    fn a_text_stays_in_one_font() {
        assert_eq!(serif("Way Home").family, "NanumMyeongjo");
        let fitted = serif("Beyoncé");
        assert_eq!((fitted.family, fitted.weight), ("Pretendard", 600), "the serif has no é");
    }

    #[test]
    fn nothing_is_wider_than_its_box() {
        let words = [
            "Queen",
            "of",
            "Soo-hyun",
            "a-b-c-d/e",
            "Tears",
            "눈물의",
            "여왕",
            "OST",
            "(Pt. 12)",
            "스페셜앨범한정판",
            "—",
            "사운드트랙입니다",
        ];
        for seed in 0..200usize {
            let text: Vec<&str> = (0..seed % 17).map(|at| words[(seed * 7 + at * at) % words.len()]).collect();
            let fitted = serif(&text.join(" "));
            assert!(fitted.width <= 640.0 && fitted.lines.len() <= 3, "{fitted:?}");
        }
    }
}
