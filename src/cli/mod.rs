//! What was asked on the command line, and what happened, in words.

mod build;
mod check;
mod explain;
mod facts;
mod files;
mod links;
mod list;
mod picture;
mod print;
mod proof;
pub mod report;
mod sarif;
mod schema;
mod site;
mod theme;
mod view;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Makes a complete website of the facts about a drama and its soundtrack.
#[derive(Parser, Debug)]
#[command(name = "linernotes", version, about, propagate_version = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Make the site: content/ becomes dist/
    Build(build::BuildLine),
    /// Find every mistake that build would find, and write nothing
    Check(check::CheckLine),
    /// List the facts with their sources, or those in doubt
    Facts(facts::FactsLine),
    /// Say what a code in a message means, and what to do
    Explain(explain::ExplainLine),
    /// Check a finished site in a folder: links, heads of pages, addresses in data
    Proof(proof::ProofLine),
    /// List what the program knows of: outputs, codes or kinds
    List(list::ListLine),
    /// Show what the template of a page gets to see, as JSON
    View(view::ViewLine),
    /// List the files of the theme, copy one to change it, compare yours with it
    Theme(theme::ThemeLine),
    /// Write JSON Schemas, with which an editor completes fields and marks mistakes
    Schema(schema::SchemaLine),
}

/// How a run ended, for whoever called us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// The author has something to correct.
    Author = 1,
    /// The command line was not understood.
    Usage = 2,
    /// The disk or the system said no.
    Machine = 3,
}

/// Runs the program.
pub fn run() -> ExitCode {
    let exit = match Line::try_parse() {
        Ok(line) => match line.command {
            Command::Build(line) => build::run(&line),
            Command::Check(line) => check::run(&line),
            Command::Facts(line) => facts::run(&line),
            Command::Explain(line) => explain::run(&line),
            Command::List(line) => list::run(&line),
            Command::Schema(line) => schema::run(&line),
            Command::View(line) => view::run(&line),
            Command::Theme(line) => theme::run(&line),
            Command::Proof(line) => proof::run(&line),
        },
        Err(error) => {
            // Help and version come this way too; clap knows which stream each belongs on.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
            match error.print() {
                Ok(()) => exit,
                Err(_) => Exit::Machine,
            }
        }
    };
    ExitCode::from(exit as u8)
}
