//! What was asked on the command line, and what happened, in words.

mod ask;
mod build;
mod check;
mod completions;
mod doctor;
mod explain;
mod facts;
mod files;
mod links;
mod list;
mod man;
mod new;
mod new_record;
mod new_site;
mod picture;
#[cfg(feature = "serve")]
mod preview;
mod print;
mod profile;
mod proof;
mod publish;
mod rename;
pub mod report;
mod sarif;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod site;
mod theme;
mod version;
mod view;
mod workflow;
mod written;

use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;

/// Makes a complete website of the facts about a drama and its soundtrack.
#[derive(Parser, Debug)]
#[command(name = "linernotes", version = version::version(), about, propagate_version = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Begin a new site, or add a record to the one that is there
    New(new::NewLine),
    /// Make the site: content/ becomes dist/
    Build(build::BuildLine),
    /// Build the site and put it on a branch of its repository, for GitHub Pages
    Publish(publish::PublishLine),
    /// Look at the site on this machine; every save shows at once
    #[cfg(feature = "serve")]
    Serve(serve::ServeLine),
    /// Find every mistake that build would find, and write nothing
    Check(check::CheckLine),
    /// Look at what surrounds the content: address, repository, limits of hosts, old copies
    Doctor(doctor::DoctorLine),
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
    /// Give a record another id, in every file that mentions it
    Rename(rename::RenameLine),
    /// Write the workflow by which GitHub checks, builds and publishes the site
    Workflow(workflow::WorkflowLine),
    /// Print what a shell needs to complete commands and options
    Completions(completions::CompletionsLine),
    /// Print the manual page, of the program or of one command
    Man(man::ManLine),
}

/// The whole command line: what help, completions, manual pages and the reference are made from.
pub fn command() -> clap::Command {
    let mut command = Line::command();
    command.build();
    command
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
            Command::New(line) => new::run(&line),
            Command::Rename(line) => rename::run(&line),
            Command::Workflow(line) => workflow::run(&line),
            Command::Build(line) => build::run(&line),
            Command::Publish(line) => publish::run(line),
            #[cfg(feature = "serve")]
            Command::Serve(line) => serve::run(&line),
            Command::Check(line) => check::run(&line),
            Command::Doctor(line) => doctor::run(&line),
            Command::Facts(line) => facts::run(&line),
            Command::Explain(line) => explain::run(&line),
            Command::List(line) => list::run(&line),
            Command::Schema(line) => schema::run(&line),
            Command::View(line) => view::run(&line),
            Command::Theme(line) => theme::run(&line),
            Command::Proof(line) => proof::run(&line),
            Command::Completions(line) => completions::run(&line),
            Command::Man(line) => man::run(&line),
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
