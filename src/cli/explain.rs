//! `linernotes explain CODE`: a page of the manual, offline.

use super::Exit;
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
        for code in Code::ALL {
            anstream::println!("{:<16} {}", code.name(), code.about());
        }
        return Exit::Done;
    };
    match Code::named(name) {
        Some(code) => {
            anstream::print!("{}", code.page());
            Exit::Done
        }
        None => {
            anstream::eprintln!("no message has the code `{name}`");
            match nearest(name, Code::ALL.iter().map(|code| code.name())) {
                Some(near) => anstream::eprintln!("did you mean `{near}`?"),
                None => anstream::eprintln!("`linernotes explain` lists them all"),
            }
            Exit::Usage
        }
    }
}
