//! `linernotes explain CODE`: a page of the manual, offline.

use super::Exit;
use super::print::{data_and_end, talk};
use crate::base::diagnostic::Code;
use crate::parse::decode::nearest;
use clap::Args;

#[derive(Args, Debug)]
pub struct ExplainLine {
    /// The word in brackets of a message: `no-such`
    code: Option<String>,
}

pub fn run(line: &ExplainLine) -> Exit {
    let Some(name) = &line.code else {
        let lines = Code::ALL.iter().map(|code| format!("{:<16} {}\n", code.name(), code.about()));
        return data_and_end(&lines.collect::<String>());
    };
    match Code::named(name) {
        Some(code) => data_and_end(code.page()),
        None => {
            talk(format_args!("no message has the code `{name}`"));
            match nearest(name, Code::ALL.iter().map(|code| code.name())) {
                Some(near) => talk(format_args!("did you mean `{near}`?")),
                None => talk("`linernotes explain` lists them all"),
            }
            Exit::Usage
        }
    }
}
