//! `linernotes man [COMMAND]`: the manual page, as `man` reads it.

use super::Exit;
use super::print::{data_and_end, shown, talk};
use crate::parse::decode::nearest;
use clap::Args;
use clap_mangen::Man;

#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  linernotes man | man -l -\n  linernotes man build | man -l -\n  linernotes man > \
                        ~/.local/share/man/man1/linernotes.1"
)]
pub struct ManLine {
    /// Of one command only: `build`
    command: Option<String>,
}

pub fn run(line: &ManLine) -> Exit {
    let whole = super::command();
    let command = match &line.command {
        None => whole,
        Some(name) => match whole.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                talk(format_args!("error: there is no command `{}`", shown(name)));
                match nearest(name, whole.get_subcommands().map(|command| command.get_name())) {
                    Some(near) => talk(format_args!("help: did you mean `{near}`?")),
                    None => talk("help: `linernotes --help` lists them"),
                }
                return Exit::Usage;
            }
        },
    };
    let mut page = Vec::new();
    match Man::new(command).render(&mut page) {
        Ok(()) => data_and_end(&String::from_utf8_lossy(&page)),
        Err(error) => {
            talk(format_args!("error: the page could not be made: {error}"));
            Exit::Machine
        }
    }
}
