//! `.github/workflows/pages.yml`: the workflow by which GitHub checks, builds and publishes a site.

use crate::engine::change::Change;
use std::path::{Path, PathBuf};

/// Where it stands in a repository.
pub const PATH: &str = ".github/workflows/pages.yml";

/// Where the program's releases are.
pub const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// By this the file is known for one that the program wrote.
pub const MADE_BY: &str = "# Written by `linernotes workflow`";

const PAGES: &str = include_str!("../../starter/workflows/pages.yml");
const RELEASE: &str = include_str!("../../starter/workflows/install-release.yml");
const SOURCE: &str = include_str!("../../starter/workflows/install-source.yml");

/// How the workflow comes by the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Install {
    /// The release of this version, with its digest compared.
    Release,
    /// Built from the repository that the workflow stands in, which is the program's own.
    Source,
}

/// The workflow as this version of the program writes it, for the branch that is published. `below` is the way from
/// the top of the repository to the site: empty, or with a slash at its end.
pub fn text(branch: &str, below: &str, install: Install) -> String {
    let (step, minutes) = match install {
        Install::Release => (RELEASE, "20"),
        Install::Source => (SOURCE, "60"),
    };
    let root = if below.is_empty() { String::new() } else { format!(" --root {below}") };
    PAGES
        .replace("@INSTALL@\n", step)
        .replace("@MINUTES@", minutes)
        .replace("@BRANCH@", branch)
        .replace("@ROOT@", &root)
        .replace("@BELOW@", below)
        .replace("@REPOSITORY@", REPOSITORY)
        .replace("@VERSION@", env!("CARGO_PKG_VERSION"))
}

/// Where a repository begins that a site lies in, and the way from there to the site. A site in none begins one.
pub fn top(root: &Path) -> Result<(PathBuf, String), String> {
    let top = root.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(root);
    let below = root.strip_prefix(top).unwrap_or(Path::new(""));
    let below: String = below.iter().map(|part| format!("{}/", part.to_string_lossy())).collect();
    match below.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte))
        && !below.starts_with('-')
    {
        true => Ok((top.to_path_buf(), below)),
        false => {
            Err(format!("the way to the site, `{below}`, has a sign that a command of the workflow would not take"))
        }
    }
}

/// Whether a branch may be called so (a part of the rules of `git check-ref-format`).
pub fn is_branch(name: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    !name.is_empty()
        && name.bytes().all(fine)
        && !name.starts_with(['-', '/', '.'])
        && !name.ends_with(['/', '.'])
        && !["..", "//", "/."].iter().any(|odd| name.contains(odd))
}

/// From the file that is there, if one is, to this one; nothing when they are the same.
pub fn change(there: Option<Vec<u8>>, text: String) -> Option<Change> {
    let after = text.into_bytes();
    (there.as_ref() != Some(&after)).then(|| Change { path: PATH.into(), before: there, after, moved_to: None })
}
