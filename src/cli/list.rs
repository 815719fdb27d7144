//! `linernotes list outputs|kinds|codes`: what there is, from the tables.

use super::Exit;
use crate::base::diagnostic::Code;
use crate::base::id::Kind;
use crate::model::table::fields_of;
use crate::outputs::OUTPUTS;
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
    match line.what {
        What::Outputs => {
            for output in OUTPUTS {
                anstream::println!("{:<16} {}", output.name, output.about);
                anstream::println!("{:<16} {}", "", output.path);
            }
            anstream::println!();
            anstream::println!(
                "The first language has its files there, the others below /<language>/. Everything is made"
            );
            anstream::println!("unless content/site.yaml switches it off by the name on the left:");
            anstream::println!();
            anstream::println!("outputs:");
            anstream::println!("  rss: off");
        }
        What::Codes => Code::ALL.iter().for_each(|code| anstream::println!("{:<16} {}", code.name(), code.about())),
        What::Kinds => {
            for kind in Kind::ALL {
                anstream::println!("{} (content/{})", kind.name(), kind.stem());
                for field in fields_of(*kind) {
                    let needed = if field.needed { "!" } else { " " };
                    anstream::println!("  {needed} {:<16} {}", field.name, field.about.trim());
                }
            }
        }
    }
    Exit::Done
}
