//! Words of songs have owners, and no field: what looks like them is told, wherever it is written. Only what has the
//! shape of verse does: many short lines in a row.

use super::yaml::{Node, Style, Yaml};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::place::Place;
use std::ops::Range;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// So many short lines in a row are verse. A stanza of four may be an address or a list of names.
const LINES: usize = 6;
/// A line of prose that somebody broke by hand is longer.
const COLUMNS: usize = 48;

/// Names of fields under which people keep the words of songs.
pub fn is_field_of_lyrics(name: &str) -> bool {
    let name = name.to_lowercase().replace(['-', ' '], "_");
    let name = name.trim_end_matches(|c: char| c == '_' || c.is_ascii_digit());
    matches!(
        name,
        "lyrics"
            | "lyric"
            | "song_text"
            | "full_lyrics"
            | "verse"
            | "verses"
            | "chorus"
            | "가사"
            | "노래_가사"
            | "歌詞"
            | "歌词"
    ) || ["lyrics_", "lyric_"].iter().any(|head| name.strip_prefix(head).is_some_and(|rest| rest.len() <= 8))
}

/// What to say of a field that holds them.
pub fn field(name: &str, at: Place) -> Diagnostic {
    Diagnostic::new(Code::Lyrics, format!("`{name}` would hold the words of a song, and those belong to who wrote them"))
        .at(at)
        .help("take them out; who wrote them stands under `writers:`, and a link to a service that has the right to show them under `links:`")
}

/// The first run of lines that has the shape of verse, in bytes of `text`.
pub fn verse(text: &str) -> Option<Range<usize>> {
    let mut run: Option<(Range<usize>, usize, usize)> = None;
    let mut is_code = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim();
        // Verse stands in code and quotations as well; a blank line parts stanzas.
        let bare = line.trim_start_matches(['>', ' ']).trim_end_matches(['\\', ' ']);
        let bare = bare.strip_suffix("<br>").unwrap_or(bare);
        if line.starts_with("```") {
            is_code = !is_code;
            continue;
        }
        if bare.is_empty() {
            continue;
        }
        if !is_line_of_verse(bare) {
            if let Some(found) = run.take().and_then(finished) {
                return Some(found);
            }
            continue;
        }
        let is_sentence = bare.ends_with(['.', '。', ':', ';']);
        if is_sentence && run.is_none() {
            continue;
        }
        let (range, lines, sentences) = run.get_or_insert((start..at, 0, 0));
        range.end = start + text[start..at].trim_end().len();
        *lines += 1;
        *sentences += usize::from(is_sentence);
    }
    run.and_then(finished)
}

/// Prose written a sentence to a line ends its lines with full stops; verse hardly ever does.
fn finished((range, lines, sentences): (Range<usize>, usize, usize)) -> Option<Range<usize>> {
    (lines >= LINES && sentences * 4 <= lines).then_some(range)
}

fn is_line_of_verse(line: &str) -> bool {
    let is_list = line.starts_with(['-', '*', '+', '|', '#', '!', '<', '[', '='])
        || line.contains(" | ")
        || line.contains("](")
        || line.contains(": ")
        || line.starts_with(|c: char| c.is_ascii_digit());
    !is_list && line.width() <= COLUMNS && line.split_whitespace().count() >= 2
}

/// Complains of verse in the part `span` of a file's `text`.
pub fn check(file: &Arc<str>, text: &str, span: Range<usize>, complaints: &mut Vec<Diagnostic>) {
    let Some(found) = text.get(span.clone()).and_then(verse) else { return };
    let start = span.start + found.start;
    let line = text[start..].lines().next().unwrap_or_default();
    let blank = line.len() - line.trim_start().len();
    let count = text[start..span.start + found.end].lines().filter(|line| !line.trim().is_empty()).count();
    complaints.push(
        Diagnostic::new(Code::Lyrics, format!("these {count} short lines look like the words of a song, and those belong to who wrote them"))
            .at(Place::new(file, start + blank..start + line.trim_end().len()))
            .help("say in your own words what the song tells of; a link to a service that has the right to show them may stand under `links:`")
            .help("if they are something else, write them as a list (`- …`) or as sentences"),
    );
}

/// Complains of verse in a text of a record that is written over several lines.
pub fn check_node(file: &Arc<str>, text: &str, node: &Node, complaints: &mut Vec<Diagnostic>) {
    match &node.is {
        Yaml::List(list) => list.iter().for_each(|node| check_node(file, text, node, complaints)),
        Yaml::Map(entries) => entries.iter().for_each(|(_, node)| check_node(file, text, node, complaints)),
        Yaml::Text { style: Style::Block, .. } => {
            check(file, text, node.at.start as usize..node.at.end as usize, complaints)
        }
        Yaml::Nothing | Yaml::Text { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Not the words of any song.
    const VERSE: &str = "la la li la\nlo la li lo\nla la li la\nlo la li lo\n\nla la li la\nlo la li lo\n";

    #[test]
    fn many_short_lines_are_verse() {
        assert!(verse(VERSE).is_some());
        assert!(verse(&VERSE.replace('\n', "  \n")).is_some());
        assert!(verse(&VERSE.replace('\n', "\n> ")).is_some());
        assert!(
            verse(&format!(
                "Some prose that comes before and is much longer than a line of verse.\n\n```\n{VERSE}```\n"
            ))
            .is_some()
        );
        assert!(verse("라라 라 라\n로로 로 로\n라라 라 라\n로로 로 로\n라라 라 라\n로로 로 로\n").is_some());
    }

    #[test]
    fn lists_tables_and_sentences_are_not() {
        for fine in [
            "- la la\n- lo lo\n- la la\n- lo lo\n- la la\n- lo lo\n- la la\n",
            "| a b | c d |\n| --- | --- |\n| a b | c d |\n| a b | c d |\n| a b | c d |\n| a b | c d |\n",
            "It came out in March.\nIt was sung by two.\nIt is heard twice.\nNobody knew.\nThen they did.\nIt won a prize.\n",
            "la la li la\nlo la li lo\nla la li la\nlo la li lo\n",
            "Vocals: A B\nGuitar: C D\nBass: E F\nDrums: G H\nPiano: I J\nMix: K L\n",
            "A paragraph that somebody has broken by hand at the eightieth column of the editor,\nas many people do, and which goes on like this for some lines, none of which is short,\nso that nobody could take it for verse, whatever else may be said of its style.\n",
        ] {
            assert_eq!(verse(fine), None, "{fine}");
        }
    }

    #[test]
    fn fields_of_lyrics_are_known_by_name() {
        for name in ["lyrics", "Lyrics", "가사", "lyrics_ko", "lyrics-en", "verse1"] {
            assert!(is_field_of_lyrics(name), "{name}");
        }
        for name in ["lyric_book_pages", "writers", "lyricist", "universe", "words"] {
            assert!(!is_field_of_lyrics(name), "{name}");
        }
    }
}
