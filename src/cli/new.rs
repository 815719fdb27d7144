//! `linernotes new DIR`: a new site. `linernotes new KIND ID`: a new record in the site that is there.

use super::Exit;
use super::new_record::{self, NewRecordLine};
use super::new_site::{self, NewSiteLine};
use super::print::talk;
use crate::base::id::Kind;
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(override_usage = USAGE, after_help = AFTER)]
pub struct NewLine {
    /// The folder of a new site, which is not there yet or is empty; or a kind of record: song, person, artist …
    #[arg(value_name = "DIR|KIND")]
    what: PathBuf,
    /// The id of a new record: small letters, digits and hyphens
    #[arg(value_name = "ID")]
    id: Option<String>,
    #[command(flatten, next_help_heading = "For a new site")]
    site: NewSiteLine,
    #[command(flatten, next_help_heading = "For a new record")]
    record: NewRecordLine,
}

const USAGE: &str = "linernotes new DIR [--title TEXT] [--languages LANG,…] [--timezone ZONE] [--repository REPOSITORY] [--example small|full]
       linernotes new KIND ID [--set FIELD=VALUE]… [--root DIR]";

const AFTER: &str = "What is not said is asked where somebody can answer. Else a new site has the languages en,ko, the zone \
    Asia/Seoul, no repository yet and the small example; and a new record needs its required fields. A folder that is \
    called like a kind is written with a path: `linernotes new ./song`.";

pub fn run(line: &NewLine) -> Exit {
    let kind = line.what.to_str().and_then(Kind::named);
    let ended = match (kind, &line.id) {
        (Some(kind), id) => match line.site.given() {
            Some(option) => usage(&format!("`{option}` belongs to a new site, and this is a new {kind}")),
            None => new_record::run(kind, id.as_deref(), &line.record),
        },
        (None, Some(_)) => {
            let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            usage(&format!("`{}` is no kind of record; the kinds are {}", line.what.display(), names.join(", ")))
        }
        (None, None) => match line.record.given() {
            Some(option) => {
                usage(&format!("`{option}` belongs to a new record: `linernotes new KIND ID {option} …`"))
            }
            None => new_site::run(&line.what, &line.site),
        },
    };
    match ended {
        Ok(exit) | Err(exit) => exit,
    }
}

fn usage(message: &str) -> Result<Exit, Exit> {
    talk(format_args!("error: {message}"));
    Err(Exit::Usage)
}
