//! Where the benches build.

use super::Outcome;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of our own below `target/`, deleted when all is measured. Nothing in it is deleted before: on ext4
/// making files right after deleting others costs up to ten times as much, for the kernel looks through them.
pub struct Ground {
    folder: PathBuf,
    taken: usize,
    is_kept: bool,
}

impl Ground {
    pub fn new() -> Outcome<Ground> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name(format!("bench-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Ground { folder, taken: 0, is_kept: false })
    }

    /// Leaves it for a look; where it is.
    #[allow(dead_code, reason = "not every bench leaves something to look at")]
    pub fn keep(&mut self) -> &Path {
        self.is_kept = true;
        &self.folder
    }

    /// A path where nothing ever was.
    pub fn fresh(&mut self, name: &str) -> Outcome<String> {
        self.taken += 1;
        let path = self.folder.join(format!("{}-{name}", self.taken));
        Ok(path.to_str().ok_or("the path of this folder is not Unicode text")?.to_string())
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("note: {} could not be deleted: {error}", self.folder.display());
        }
    }
}
