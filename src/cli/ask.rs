//! Questions on a terminal. Where nobody can answer, none is asked, and every answer has its flag and its default.

use super::Exit;
use super::print::{prompt, talk};
use std::io::{IsTerminal, stdin};

/// Whether somebody sits there who can be asked.
pub fn can_ask() -> bool {
    stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks until the answer is fine. An empty answer is the default, where there is one.
pub fn ask<T>(question: &str, default: Option<&str>, read: impl Fn(&str) -> Result<T, String>) -> Result<T, Exit> {
    loop {
        let shown =
            default.filter(|default| !default.is_empty()).map_or(String::new(), |text| format!(" [{text}]"));
        prompt(format_args!("{question}{shown}: "));
        let mut line = String::new();
        match stdin().read_line(&mut line) {
            // Ctrl-D: whoever asked for it has changed their mind.
            Ok(0) => {
                talk("");
                return Err(Exit::Usage);
            }
            Ok(_) => {}
            Err(error) => {
                talk(format_args!("error: your answer could not be read: {error}"));
                return Err(Exit::Machine);
            }
        }
        let answer = match (line.trim(), default) {
            ("", Some(default)) => default,
            ("", None) => continue,
            (answer, _) => answer,
        };
        match read(answer) {
            Ok(value) => return Ok(value),
            Err(why) => talk(why),
        }
    }
}

/// Yes or no; an empty answer is no.
pub fn agrees(question: &str) -> Result<bool, Exit> {
    ask(&format!("{question} (y/n)"), Some("n"), |answer| match answer.to_lowercase().as_str() {
        "y" | "yes" | "예" | "네" => Ok(true),
        "n" | "no" | "아니요" => Ok(false),
        _ => Err("y or n?".into()),
    })
}
