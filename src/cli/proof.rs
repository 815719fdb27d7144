//! `linernotes proof FOLDER`: the check of a finished site alone, whoever made it.

use super::Exit;
use super::print::talk;
use super::report::{Format, Report};
use crate::base::address::Base;
use crate::base::diagnostic::Severity;
use crate::engine::finished::{NoLook, look};
use crate::source::Memory;
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct ProofLine {
    /// The folder of the finished site
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Where the site stands on the web [default: where its home page says]
    #[arg(long, value_name = "URL", value_parser = |text: &str| Base::new(text).map_err(str::to_string))]
    address: Option<Base>,
    /// How messages are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Checks the files of a folder and prints what is wrong with them.
pub fn run(line: &ProofLine) -> Exit {
    let (folder, format) = (line.folder.as_path(), line.format);
    if !folder.is_dir() {
        talk(format_args!("error: there is no folder {}", folder.display()));
        return Exit::Usage;
    }
    let looked = match look(folder, line.address.as_ref()) {
        Ok(looked) => looked,
        Err(NoLook::NoAddress) => {
            talk("error: the page index.html does not say where the site stands on the web");
            talk("help: say it with --address https://example.org/");
            return Exit::Usage;
        }
        Err(NoLook::Disk(path, error)) => {
            talk(format_args!("error: {} could not be read: {error}", path.display()));
            return Exit::Machine;
        }
    };
    // Everything is said of finished files, so there is no text to show lines of.
    let nothing = Memory::new();
    let mut report = Report::new(&nothing, format);
    if let Err(exit) = report.print(&looked.complaints) {
        return exit;
    }
    if format == Format::Text {
        let told = match looked.complaints.len() {
            0 => "nothing to correct".to_string(),
            1 => "1 problem".to_string(),
            count => format!("{count} problems"),
        };
        let pages = if looked.page_count == 1 { "page" } else { "pages" };
        talk(format_args!("{} {pages}, {} files: {told}", looked.page_count, looked.file_count));
    }
    if looked.complaints.iter().any(|complaint| complaint.severity == Severity::Error) {
        return Exit::Author;
    }
    Exit::Done
}
