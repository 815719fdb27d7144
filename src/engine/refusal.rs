//! Why nothing was written, in words for the author and with what to do.

use std::fmt;
use std::path::PathBuf;

use super::ledger::{LEDGER, LedgerFault, PathFault};
use crate::base::fault::MachineFault;

/// What can go wrong between finished bytes and the output folder.
#[derive(Debug)]
pub enum OutputError {
    /// The folder, or a place in it, is not ours to write. Nothing was changed.
    Refused { out: PathBuf, why: Refusal },
    /// The ledger of the folder cannot be trusted. Nothing was changed.
    Ledger { out: PathBuf, fault: LedgerFault },
    /// The disk said no. Before the first file was put in place, nothing has changed; after it, the folder holds
    /// whole files, old and new, and the next build finishes the work.
    Machine(MachineFault),
}

/// Why a folder, or a place in it, is not ours. Paths are below the output folder unless they are `PathBuf`s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is the folder of the site itself.
    Root,
    /// The site lies in it.
    AboveRoot,
    /// It is a folder of sources, which has this name.
    Source(String),
    /// It lies in a folder of sources.
    InSource(String),
    /// A folder of sources lies in it.
    AboveSource(String),
    /// It is the author's home, or homes lie in it.
    Home,
    /// It is a whole disk.
    WholeDisk,
    /// It lies in a `.git` folder.
    InGit,
    /// It holds files and no ledger; some of their names.
    Strangers(Vec<String>),
    /// A file stands there, or where a folder around it should be.
    NotAFolder(PathBuf),
    /// A symbolic link leads nowhere, or in a circle.
    BrokenLink(PathBuf),
    /// Something we did not make stands where the site is put together before it is published.
    StrangeWork(PathBuf),
    /// Something we did not write stands where a file of the site should go.
    StrangerAt(String),
    /// A path cannot be one of a file in the folder.
    Path(String, PathFault),
    /// The path has more than `limits::PATH_CHARACTERS` characters.
    LongPath(String),
    /// Two files of the site cannot both stand there: they have the same path, or one needs a folder where the
    /// other is a file.
    Clash(String),
    /// A file could not be staged, so the site is not whole. `stage` has said why.
    NotWhole,
}

impl OutputError {
    /// What to do; absent when the message says all.
    pub fn help(&self) -> Option<String> {
        match self {
            OutputError::Refused { out, why } => why.help(&out.display().to_string()),
            OutputError::Ledger { fault: LedgerFault::Newer(_), .. } => {
                Some("update linernotes, or choose another output folder".to_string())
            }
            OutputError::Ledger { out, .. } => Some(format!(
                "move any file of your own out of {0}, remove {0}, and build again: the site is made from its sources",
                out.display()
            )),
            OutputError::Machine(fault) => fault.help().map(str::to_string),
        }
    }
}

impl Refusal {
    fn help(&self, out: &str) -> Option<String> {
        Some(match self {
            Refusal::Root
            | Refusal::AboveRoot
            | Refusal::Source(_)
            | Refusal::InSource(_)
            | Refusal::AboveSource(_)
            | Refusal::Home
            | Refusal::WholeDisk
            | Refusal::InGit => {
                "choose a folder that is only for the finished site, such as `dist` beside `content`".to_string()
            }
            Refusal::Strangers(_) => {
                format!(
                    "choose a new or empty folder, or move what is in {out} elsewhere if the site belongs there"
                )
            }
            Refusal::NotAFolder(path) => format!("choose another folder, or move {} away", path.display()),
            Refusal::BrokenLink(path) => {
                format!("remove the link {}, or make the folder that it leads to", path.display())
            }
            Refusal::StrangeWork(path) => format!("move {} away; builds need that name", path.display()),
            Refusal::StrangerAt(path) => {
                format!("move {out}/{path} away, or put it into `static/` if the site should have it")
            }
            Refusal::LongPath(_) => format!("keep it under {} characters", crate::base::limits::PATH_CHARACTERS),
            Refusal::Path(..) | Refusal::Clash(_) | Refusal::NotWhole => return None,
        })
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::Refused { out, why } => why.say(&out.display(), f),
            OutputError::Ledger { out, fault } => {
                write!(f, "the ledger {} cannot be used: {fault}", out.join(LEDGER).display())
            }
            OutputError::Machine(fault) => fault.fmt(f),
        }
    }
}

impl Refusal {
    fn say(&self, out: &dyn fmt::Display, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Root => write!(f, "the output folder {out} is the folder of the site itself"),
            Refusal::AboveRoot => write!(f, "the output folder {out} holds the whole site, sources and all"),
            Refusal::Source(name) => write!(f, "the output folder {out} is the site's own `{name}` folder"),
            Refusal::InSource(name) => write!(f, "the output folder {out} lies in the site's own `{name}` folder"),
            Refusal::AboveSource(name) => write!(f, "the output folder {out} holds the site's own `{name}` folder"),
            Refusal::Home => write!(f, "the output folder {out} is a home folder, or holds one"),
            Refusal::WholeDisk => write!(f, "the output folder {out} is a whole disk"),
            Refusal::InGit => write!(f, "the output folder {out} lies in a `.git` folder"),
            Refusal::Strangers(names) => {
                write!(f, "the output folder {out} holds files that linernotes did not write: ")?;
                for (number, name) in names.iter().enumerate() {
                    let before = if number == 0 { "" } else { ", " };
                    write!(f, "{before}{name}")?;
                }
                Ok(())
            }
            Refusal::NotAFolder(path) => write!(f, "{} is a file, not a folder", path.display()),
            Refusal::BrokenLink(path) => write!(f, "{} is a link that leads nowhere", path.display()),
            Refusal::StrangeWork(path) => {
                write!(f, "{} stands where the build keeps unfinished files", path.display())
            }
            Refusal::StrangerAt(path) => {
                write!(f, "{out}/{path} was not written by linernotes, and the site has something to put there")
            }
            Refusal::Path(path, PathFault(fault)) => {
                write!(f, "{} cannot be written: its path {fault}", path.escape_debug())
            }
            Refusal::LongPath(path) => write!(f, "{path} cannot be written: its path is too long"),
            Refusal::Clash(path) => {
                write!(
                    f,
                    "two files of the site need the place {path}: both are to be written there, or one is a folder"
                )
            }
            Refusal::NotWhole => write!(f, "nothing was published, for a file of the site could not be made"),
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OutputError::Machine(fault) => Some(fault),
            _ => None,
        }
    }
}

impl From<MachineFault> for OutputError {
    fn from(fault: MachineFault) -> OutputError {
        OutputError::Machine(fault)
    }
}
