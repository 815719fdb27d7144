//! What surrounds the content of a site: its repository, its address, the hosts' limits, files of the theme, names on
//! other people's disks. Looks, and changes nothing; `cli` says what was found. One file for each group of checks.
//!
//! What the content itself gets wrong is no affair of this floor: `linernotes check` tells that.

mod address;
mod disk;
mod kept;
mod theme;
mod workflow;

use crate::base::address::Base;
use crate::base::fault::MachineFault;
use crate::base::repository::GitHub;
use crate::engine::git::{Git, GitFault};
use crate::source::Disk;
use std::fmt;
use std::path::{Path, PathBuf};

/// Something that was found, and what cures it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The name of the check, as in `CHECKS`.
    pub check: &'static str,
    pub weight: Weight,
    pub message: String,
    /// The file or folder that it is about, as people write it.
    pub path: Option<String>,
    /// What to do, a sentence each; any of them, or one after the other where they say so.
    pub cures: Vec<String>,
    /// What differs, as a unified diff; mostly empty.
    pub diff: String,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something to cure.
    Problem,
    /// Good to know.
    Note,
}

impl Finding {
    fn problem(check: &'static str, message: impl Into<String>) -> Finding {
        Finding {
            check,
            weight: Weight::Problem,
            message: message.into(),
            path: None,
            cures: Vec::new(),
            diff: String::new(),
        }
    }

    fn note(check: &'static str, message: impl Into<String>) -> Finding {
        Finding { weight: Weight::Note, ..Finding::problem(check, message) }
    }

    fn at(mut self, path: impl Into<String>) -> Finding {
        self.path = Some(path.into());
        self
    }

    fn cure(mut self, cure: impl Into<String>) -> Finding {
        self.cures.push(cure.into());
        self
    }
}

/// Why a look could not be taken.
#[derive(Debug)]
pub enum NoLook {
    Git(GitFault),
    Machine(MachineFault),
}

impl From<GitFault> for NoLook {
    fn from(fault: GitFault) -> NoLook {
        NoLook::Git(fault)
    }
}

impl From<MachineFault> for NoLook {
    fn from(fault: MachineFault) -> NoLook {
        NoLook::Machine(fault)
    }
}

impl fmt::Display for NoLook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoLook::Git(fault) => fault.fmt(f),
            NoLook::Machine(fault) => fault.fmt(f),
        }
    }
}

/// What is asked.
pub struct Asked {
    /// The site's folder, with no link in its path.
    pub root: PathBuf,
    /// The output folder.
    pub out: PathBuf,
    /// The address that pages are made for; nothing where no file says it.
    pub base: Option<Base>,
    pub remote: String,
    pub branch: String,
}

/// The site and what stands around it, as every check sees it.
struct Around {
    asked: Asked,
    tree: Disk,
    repository: Option<Repository>,
}

struct Repository {
    git: Git,
    top: PathBuf,
    /// The remote has this name; its address, if it is at GitHub.
    has_remote: bool,
    github: Option<GitHub>,
}

impl Around {
    /// A path as it is said: from the site's folder where it lies in it.
    fn said(&self, path: &Path) -> String {
        path.strip_prefix(&self.asked.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }
}

/// A thing that is looked at.
pub struct Check {
    pub name: &'static str,
    /// What it finds, for the manual.
    pub about: &'static str,
    look: fn(&Around, &mut Vec<Finding>) -> Result<(), NoLook>,
}

/// Every check, in the order in which findings are told.
pub const CHECKS: &[Check] = &[
    Check {
        name: "repository",
        about: "Whether there are Git, a repository and its remote, which `linernotes publish` needs.",
        look: kept::repository,
    },
    Check {
        name: "address",
        about: "Whether `address:` is the one that GitHub gives the repository, with the base path of a project or \
                without one, or a domain that can be owned.",
        look: address::address,
    },
    Check {
        name: "domain",
        about: "Whether a `CNAME`, in `static/` or on the branch that is published, names the same host as `address:`.",
        look: address::domain,
    },
    Check {
        name: "output",
        about: "Whether the output folder and the cache are under version control by mistake, or would be with the next \
                `git add`.",
        look: kept::output,
    },
    Check {
        name: "workflow",
        about: "Whether the workflow that publishes the site was written by an older version of the program.",
        look: workflow::workflow,
    },
    Check {
        name: "theme",
        about: "Whether a file of the theme has changed since you copied it to change it; with the difference.",
        look: theme::theme,
    },
    Check {
        name: "names",
        about: "Files whose names differ only in the case of letters, or in how accents are stored: one file on Windows \
                and macOS.",
        look: disk::names,
    },
    Check {
        name: "size",
        about: "What is too large for GitHub: a site of more than 1 GB, a file of more than 100 MB.",
        look: disk::size,
    },
    Check {
        name: "fonts",
        about: "Fonts in `static/` that have more characters than the site shows, so that readers load them in vain.",
        look: disk::fonts,
    },
];

/// Looks at everything. In the order of `CHECKS`.
pub fn examine(asked: Asked) -> Result<Vec<Finding>, NoLook> {
    let git = Git::at(&asked.root);
    let mut found = Vec::new();
    let top = match git.top() {
        Ok(top) => top,
        Err(fault @ GitFault::Missing) => {
            let note = Finding::note("repository", fault.to_string());
            found.push(fault.help().into_iter().fold(note, Finding::cure));
            None
        }
        Err(fault) => return Err(fault.into()),
    };
    let repository = match top {
        None => None,
        Some(top) => {
            let has_remote = git.remotes()?.contains(&asked.remote);
            let addresses = if has_remote { git.addresses(&asked.remote)? } else { Vec::new() };
            let github = addresses.iter().find_map(|address| GitHub::of_remote(address));
            Some(Repository { git, top, has_remote, github })
        }
    };
    let is_told = !found.is_empty();
    let around = Around { tree: Disk::new(&asked.root), asked, repository };
    // Without git there is no repository to tell of.
    for check in CHECKS.iter().filter(|check| !(is_told && check.name == "repository")) {
        (check.look)(&around, &mut found)?;
    }
    Ok(found)
}
