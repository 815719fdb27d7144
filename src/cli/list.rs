//! `linernotes list outputs|kinds|codes`: what there is, from the tables.

use super::Exit;
use super::print::data_and_end;
use crate::base::diagnostic::Code;
use crate::base::id::Kind;
use crate::model::table::fields_of;
use crate::outputs::{OUTPUTS, Output};
use clap::{Args, ValueEnum};

#[derive(Args, Debug)]
pub struct ListLine {
    #[arg(value_enum)]
    what: What,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// What is made, each with the name that switches it off in site.yaml
    Outputs,
    /// The kinds of records and their fields
    Kinds,
    /// The codes of messages
    Codes,
}

pub fn run(line: &ListLine) -> Exit {
    data_and_end(&match line.what {
        What::Outputs => {
            let lines =
                |output: &Output| format!("{:<16} {}\n{:<16} {}\n", output.name, output.about, "", output.path);
            let outputs: String = OUTPUTS.iter().map(lines).collect();
            outputs
                + "\nThe first language has its files there, the others below /<language>/. Everything is made\n\
                   unless content/site.yaml switches it off by the name on the left:\n\noutputs:\n  rss: off\n"
        }
        What::Codes => Code::ALL.iter().map(|code| format!("{:<16} {}\n", code.name(), code.about())).collect(),
        What::Kinds => Kind::ALL.iter().map(|kind| kind_lines(*kind)).collect(),
    })
}

/// A kind and its fields; `!` before those that every record needs.
fn kind_lines(kind: Kind) -> String {
    let mut lines = format!("{} (content/{})\n", kind.name(), kind.stem());
    for field in fields_of(kind) {
        let needed = if field.needed { "!" } else { " " };
        lines += &format!("  {needed} {:<16} {}\n", field.name, field.about.trim());
    }
    lines
}
