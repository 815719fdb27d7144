//! The workflow by which GitHub builds and publishes the site.

use super::{Around, Finding, NoLook};
use crate::source::Tree;

const PATH: &str = ".github/workflows/pages.yml";
/// The first line of the ones that the program writes; behind it stands the version.
const MADE_BY: &str = "# Written by `linernotes workflow`, version ";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Whether another version of the program wrote it.
pub fn workflow(around: &Around, found: &mut Vec<Finding>) -> Result<(), NoLook> {
    // Where there is none, the site is published in another way.
    let Ok(bytes) = around.tree.read_path(PATH) else { return Ok(()) };
    let text = String::from_utf8_lossy(&bytes);
    let Some(rest) = text.strip_prefix(MADE_BY) else { return Ok(()) };
    let version: String = rest.chars().take_while(|c| !c.is_whitespace() && *c != ';').collect();
    if version != VERSION {
        found.push(
            Finding::problem("workflow", format!("{PATH} is of version {version}, and this is version {VERSION}"))
                .at(PATH)
                .cure("`linernotes workflow` writes it anew, and shows first what changes"),
        );
    }
    Ok(())
}
