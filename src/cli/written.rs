//! How changes of the author's files end: put in place together, or told why not.

use super::Exit;
use super::print::talk;
use super::report::{Format, Report};
use super::site::Site;
use crate::author::record::AddFault;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::engine::change::{self, Change, EditFault};
use crate::engine::edit::Edited;
use crate::source::Disk;

/// Puts all changes in place, or none and says why.
pub fn put_all(changes: &[Change], tree: &Disk) -> Result<(), Exit> {
    change::put_all(changes, tree).map_err(|fault| failed(&fault))
}

/// Says what would be wrong with the changed site that was not before; an error among it stops.
pub fn stop_at(told: &[Diagnostic], edited: &Edited) -> Result<(), Exit> {
    let mut report = Report::new(edited, Format::Text);
    report.print(told)?;
    if told.iter().any(|complaint| complaint.severity == Severity::Error) {
        report.count(told, "");
        talk("nothing was written");
        return Err(Exit::Author);
    }
    Ok(())
}

/// Says why a file was left as it was.
pub fn failed(fault: &EditFault) -> Exit {
    talk(format_args!("error: {fault}"));
    if let Some(help) = fault.help() {
        talk(format_args!("help: {help}"));
    }
    Exit::Machine
}

/// Says why nothing is changed.
pub fn refused(site: &Site, fault: AddFault) -> Exit {
    match fault {
        AddFault::Usage(message, help) => {
            talk(format_args!("error: {message}"));
            if let Some(help) = help {
                talk(format_args!("help: {help}"));
            }
            Exit::Usage
        }
        AddFault::Taken { message, place } => {
            let complaint = Diagnostic::new(Code::RepeatedId, message).at(place).help("choose another id");
            match Report::new(&site.tree, Format::Text).print(&[complaint]) {
                Ok(()) => Exit::Usage,
                Err(exit) => exit,
            }
        }
        AddFault::Tree(error) => site.unreadable(&error),
    }
}
