//! What the machine refused to do: the disk is full, a folder may not be written, a file went away.
//! Mistakes of the author are `Diagnostic`s; these are not theirs, so they stop the work at once.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// One thing that was tried with a file, and why it did not work.
#[derive(Debug)]
pub struct MachineFault {
    /// What was tried, after "could not": `write`, `create the folder`.
    pub action: &'static str,
    pub path: PathBuf,
    pub error: io::Error,
}

impl MachineFault {
    pub fn new(action: &'static str, path: impl AsRef<Path>, error: io::Error) -> MachineFault {
        MachineFault { action, path: path.as_ref().to_path_buf(), error }
    }

    /// What to do, one sentence; absent when the reason says all that we know.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self.error.kind() {
            ErrorKind::StorageFull => "make some room on that disk, then build again",
            ErrorKind::QuotaExceeded => "make some room in your share of that disk, then build again",
            ErrorKind::PermissionDenied => {
                "make sure that you own that folder and the files in it, or choose another output folder"
            }
            ErrorKind::ReadOnlyFilesystem => "choose an output folder on a disk that can be written",
            ErrorKind::CrossesDevices => {
                "the output folder lies on another disk than the folder around it; choose a folder inside it"
            }
            ErrorKind::Unsupported => "choose an output folder on another disk; this one lacks what a build needs",
            _ => return None,
        })
    }

    /// The reason in plain words; what we have no words for is said as the system says it.
    fn reason(&self) -> String {
        let words = match self.error.kind() {
            ErrorKind::StorageFull => "the disk is full",
            ErrorKind::QuotaExceeded => "your share of the disk is used up",
            ErrorKind::PermissionDenied => "you do not have permission",
            ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
            ErrorKind::NotFound => "it is not there",
            ErrorKind::AlreadyExists => "something of that name is there already",
            ErrorKind::CrossesDevices => "it lies on another disk",
            ErrorKind::NotADirectory => "a file stands where a folder is needed",
            ErrorKind::IsADirectory => "a folder stands there",
            ErrorKind::DirectoryNotEmpty => "the folder is not empty",
            ErrorKind::Unsupported => "the disk cannot do that",
            _ => return self.error.to_string(),
        };
        words.to_string()
    }
}

impl fmt::Display for MachineFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {} {}: {}", self.action, self.path.display(), self.reason())
    }
}

impl std::error::Error for MachineFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_tried_where_and_why() {
        let fault = MachineFault::new("write", "dist/index.html", ErrorKind::StorageFull.into());
        assert_eq!(fault.to_string(), "could not write dist/index.html: the disk is full");
        assert_eq!(fault.help(), Some("make some room on that disk, then build again"));
    }
}
