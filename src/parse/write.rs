//! Values as they are written into the author's YAML, in block style: plain where that reads back as the same text,
//! else in double quotes.

use super::yaml::{self, Style, Yaml};

/// A text as the value of a key, or as an item of a list.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_string() } else { quoted(text) }
}

/// Whether the text means itself without quotes. The reader decides, so that both are of one mind.
fn is_plain(text: &str) -> bool {
    // Signs before a text have a meaning of their own somewhere in YAML, and few of them are worth the thought.
    if !text.starts_with(char::is_alphanumeric) || text.contains(['\n', '\r', '\t']) {
        return false;
    }
    let line = format!("key: {text}\n");
    let mut complaints = Vec::new();
    let node = yaml::read(&"".into(), &line, 0..line.len(), &mut complaints);
    let read = node.as_ref().and_then(|node| node.get("key")).map(|node| &node.is);
    complaints.is_empty() && matches!(read, Some(Yaml::Text { text: same, style: Style::Plain }) if same == text)
}

/// A text in double quotes, with what cannot be seen written out (YAML 1.2 §5.7).
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => quoted += &format!("\\u{:04x}", c as u32),
            c if c.is_control() => quoted += &format!("\\u{:04x}", c as u32),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the reader makes of it behind a key, and behind a hyphen.
    fn read_back(text: &str) -> Vec<Option<String>> {
        let written = scalar(text);
        ["key: ", "- "]
            .map(|before| {
                let line = format!("{before}{written}\n");
                let mut complaints = Vec::new();
                let node = yaml::read(&"".into(), &line, 0..line.len(), &mut complaints);
                assert_eq!(complaints, [], "{line}");
                match node.unwrap().is {
                    Yaml::Map(entries) => entries[0].1.text().map(str::to_string),
                    Yaml::List(list) => list[0].text().map(str::to_string),
                    _ => None,
                }
            })
            .to_vec()
    }

    #[test]
    fn plain_texts_stay_plain() {
        for text in
            ["Promise", "눈물의 여왕", "3:41", "2024-04-26 18:00", "10CM", "it's", "a, b", "https://x.example/#a"]
        {
            assert_eq!(scalar(text), text);
        }
    }

    #[test]
    fn others_are_quoted() {
        for (text, written) in [
            ("Wait: What", "\"Wait: What\""),
            ("Love & #1", "\"Love & #1\""),
            ("say \"hi\"", "say \"hi\""),
            ("\"hi\"", "\"\\\"hi\\\"\""),
            ("@heize", "\"@heize\""),
            ("null", "\"null\""),
            ("a\nb", "\"a\\nb\""),
            ("", "\"\""),
            ("C:\\x: y", "\"C:\\\\x: y\""),
            ("🎵: x", "\"🎵: x\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }

    proptest! {
        #[test]
        fn every_text_reads_back(text in "\\PC{0,40}") {
            prop_assert_eq!(read_back(&text), vec![Some(text.clone()), Some(text)]);
        }

        #[test]
        fn so_does_what_yaml_is_made_of(text in "[-a1:#'\"{}&*!|>%@`, ?~\\\\\\[\\]\n\t눈🎵]{0,12}") {
            prop_assert_eq!(read_back(&text), vec![Some(text.clone()), Some(text)]);
        }
    }
}
