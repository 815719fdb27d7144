//! Files of the theme that a site has in its own form.

use super::{Around, Finding, NoLook};
use crate::engine::overrides::overrides;

/// Copies whose original has changed since.
pub fn theme(around: &Around, found: &mut Vec<Finding>) -> Result<(), NoLook> {
    for one in overrides(&around.tree)?.iter().filter(|one| one.has_moved) {
        let path = one.file.path();
        let mut finding = Finding::problem(
            "theme",
            format!(
                "{path} is a copy of a file of the theme that has changed since: yours lacks what is new in it"
            ),
        );
        finding.diff = one.diff();
        found.push(
            finding
                .at(path.as_str())
                .cure("take over what you like of the lines with `-`: the theme has them, and your file does not")
                .cure(format!("then `linernotes theme seen {path}` says that you have seen them")),
        );
    }
    Ok(())
}
