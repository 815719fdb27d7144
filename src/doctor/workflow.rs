//! The workflow by which GitHub builds and publishes the site.

use super::{Around, Finding, NoLook};
use crate::author::workflow::{self, Install, MADE_BY, PATH, change};
use crate::source::{Disk, Tree};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Whether another version of the program wrote it; with what would change.
pub fn workflow(around: &Around, found: &mut Vec<Finding>) -> Result<(), NoLook> {
    // Where there is none, the site is published in another way.
    let Ok((top, below)) = workflow::top(&around.asked.root) else { return Ok(()) };
    let Ok(bytes) = Disk::new(top).read_path(PATH) else { return Ok(()) };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let Some(rest) = text.strip_prefix(MADE_BY) else { return Ok(()) };
    let version = behind(rest, ", version ", |c| c.is_whitespace() || c == ';').unwrap_or("an unknown number");
    if version == VERSION {
        return Ok(());
    }
    let branch = behind(&text, "branches: [\"", |c| c == '"').unwrap_or("main");
    let mut finding =
        Finding::problem("workflow", format!("{PATH} is of version {version}, and this is version {VERSION}"));
    finding.diff = change(Some(bytes), workflow::text(branch, &below, Install::Release))
        .map(|change| change.diff())
        .unwrap_or_default();
    found.push(finding.at(PATH).cure(match branch {
        "main" => "`linernotes workflow` writes it anew".to_string(),
        branch => format!("`linernotes workflow --branch {branch}` writes it anew"),
    }));
    Ok(())
}

/// The word behind some words.
fn behind<'t>(text: &'t str, words: &str, end: fn(char) -> bool) -> Option<&'t str> {
    let (_, rest) = text.split_once(words)?;
    rest.split(end).next().filter(|word| !word.is_empty())
}
