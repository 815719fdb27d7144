//! Every call that changes a disk, as a trait, so that a test can let the n-th one fail or be the last.
//! Reading is not in it: a read that fails changes nothing, and takes the same way out as a write.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

/// A disk that can be written.
pub trait Disk: Sync {
    /// Makes one folder, in a folder that is there.
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    /// Makes a file that is not there yet.
    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Opens a file to read, write or lock it; makes it, empty, when it is not there.
    fn open(&self, path: &Path) -> io::Result<File>;
    /// Moves a file or folder within the disk; a file replaces a file, at once for whoever reads it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;
    /// Says when a file was last changed.
    fn set_modified(&self, path: &Path, time: SystemTime) -> io::Result<()>;
    /// Gives `to` the permissions of `from`.
    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()>;
}

/// The disk of the machine.
///
/// Nothing is flushed to the platter (`fsync`): a site can be made again from its sources, and one flush
/// costs more than a whole small build. A killed program loses nothing by that. After a power cut the last
/// files may be empty or short; the next build sees that by their length and writes them again.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        File::create_new(path)?.write_all(bytes)
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        File::options().read(true).write(true).create(true).truncate(false).open(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn set_modified(&self, path: &Path, time: SystemTime) -> io::Result<()> {
        File::options().write(true).open(path)?.set_modified(time)
    }

    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::set_permissions(to, fs::metadata(from)?.permissions())
    }
}
