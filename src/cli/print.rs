//! The only place that prints. Data goes to stdout, talk to stderr. A stream that is full or closed is no reason to
//! panic: nobody is there to read why.

use super::Exit;
use std::io::Write;

/// Prints data to stdout, or says how the program must end when that cannot be.
pub fn data(text: &str) -> Result<(), Exit> {
    // Data has no colours, and none of its bytes may be taken for one.
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|_| Exit::Machine)
}

/// Prints data to stdout; how the program ends.
pub fn data_and_end(text: &str) -> Exit {
    match data(text) {
        Ok(()) => Exit::Done,
        Err(exit) => exit,
    }
}

/// Says something on stderr, as a line of its own.
pub fn talk(text: impl std::fmt::Display) {
    let mut line = text.to_string();
    line.push('\n');
    // Who closed stderr does not want to know.
    let _ = anstream::stderr().lock().write_all(line.as_bytes());
}

/// Asks something on stderr; the answer follows on the same line.
pub fn prompt(text: impl std::fmt::Display) {
    let mut err = anstream::stderr().lock();
    // Who closed stderr will not answer either.
    let _ = write!(err, "{text}").and_then(|()| err.flush());
}

/// A path or name as it can be shown on one line: what cannot be seen, or turns the line round, is written out.
pub fn shown(text: &str) -> String {
    let is_odd = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_odd) {
        return text.to_string();
    }
    text.chars().map(|c| if is_odd(c) { c.escape_default().to_string() } else { c.to_string() }).collect()
}

/// Prints a diff to stdout: in colours where that is a terminal which shows them, else plain as `patch` takes it.
pub fn coloured(diff: &str) -> Result<(), Exit> {
    let (bold, red, green, cyan, end) = ("\u{1b}[1m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[36m", "\u{1b}[0m");
    let mut out = anstream::stdout().lock();
    for line in diff.split_inclusive('\n') {
        let colour = match line.as_bytes().first() {
            _ if line.starts_with("--- ") || line.starts_with("+++ ") => bold,
            Some(b'-') => red,
            Some(b'+') => green,
            Some(b'@') => cyan,
            _ => "",
        };
        let (words, rest) = line.split_at(line.trim_end_matches(['\n', '\r']).len());
        let line = if colour.is_empty() { line.to_string() } else { format!("{colour}{words}{end}{rest}") };
        out.write_all(line.as_bytes()).map_err(|_| Exit::Machine)?;
    }
    out.flush().map_err(|_| Exit::Machine)
}
