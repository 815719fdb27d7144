//! Whether a site need be built again at all: told by how its files stand on the disk, with none of them read.
//!
//! After a build that had nothing to say, a record in `.linernotes/` beside `content/` keeps size, times and inode of
//! every file that was read, what was asked, and the digest of the ledger. When all of that is the same, and every
//! file of the output folder is older than the ledger that tells its digest, another build would make the same bytes.
//! A file that changed in the last moments before a build may have changed once more within the same tick of its
//! clock: then nothing is recorded, and the next build reads everything (as Git does with a racy index).

use super::ledger::LEDGER;
use super::output::Output;
use crate::base::day::{Day, Zone};
use crate::base::digest::Digest;
use crate::source::Disk;
use crate::source::stamps::Stamp;
use std::fmt::Write;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The first line of a record.
const HEAD: &str = "linernotes looked 1";

/// No disk that is in use keeps times more coarsely (FAT: 2 s).
const TICK: Duration = Duration::from_secs(2);

/// How files stand, by their paths.
pub type Stamps = Vec<(Arc<str>, Stamp)>;

/// What is asked of a build, and where it is recorded how the files stood at the last.
pub struct Standing {
    /// Everything that a site is made by, beside its files: the program, the options, the folders.
    asked: Digest,
    now: i64,
    out: PathBuf,
    record: PathBuf,
}

/// What the last build made, and this one need not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unchanged {
    pub page_count: usize,
    pub file_count: usize,
    /// How many files of the site were looked at.
    pub looked_at: usize,
}

impl Standing {
    /// `asked` is all that can change what is made of a site's files, but for the moment `now`, in seconds since 1970.
    /// `folder` is where records are kept, `out` the output folder that this one is about.
    pub fn of(asked: &str, now: i64, folder: &Path, out: &Path) -> Standing {
        let name = Digest::of(out.to_string_lossy().as_bytes()).short();
        let record = folder.join(format!("looked-{name}"));
        Standing { asked: Digest::of(asked.as_bytes()), now, out: out.to_path_buf(), record }
    }

    /// What the last build made of the files of a tree, if another one would make the same.
    pub fn is_known(&self, tree: &Disk, output: &Output) -> Option<Unchanged> {
        let record = fs::read_to_string(&self.record).ok()?;
        let mut lines = record.splitn(3, '\n').skip(1);
        let mut counts = lines.next()?.split(' ');
        let (pages, files) = (counts.next()?.parse().ok()?, counts.next()?.parse().ok()?);
        let (zone, day) = (Zone::named(counts.next()?)?, Day::new(counts.next()?)?);
        let is_same_day = Day::from_unix(self.now, &zone) == Some(day);
        let ledger = output.ledger_digest()?;
        if !is_same_day {
            return None;
        }
        let stamps = tree.stamps().ok()?;
        let is_known = lines.next()? == self.told(&stamps, ledger) && output.is_as_written();
        is_known.then_some(Unchanged { page_count: pages, file_count: files, looked_at: stamps.len() })
    }

    /// Keeps how the files stood that were read for a build that had nothing to say. `zone` is the site's, `started` when
    /// it began: a file that changed after that may have been read before.
    pub fn keep(
        &self,
        stamps: &Stamps,
        pages: usize,
        files: usize,
        zone: &Zone,
        started: SystemTime,
    ) -> io::Result<()> {
        let is_settled = |stamp: &Stamp| started.duration_since(stamp.changed).is_ok_and(|age| age > TICK);
        let day = Day::from_unix(self.now, zone).filter(|_| stamps.iter().all(|(_, stamp)| is_settled(stamp)));
        let Some(day) = day else { return self.forget() };
        let ledger = Digest::of(&fs::read(self.out.join(LEDGER))?);
        let text = format!("{HEAD}\n{pages} {files} {} {day}\n{}", zone.name(), self.told(stamps, ledger));
        let Some(folder) = self.record.parent() else { return Ok(()) };
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(&self.record).map(drop).map_err(|error| error.error)
    }

    /// Takes the record away: the next build reads everything.
    pub fn forget(&self) -> io::Result<()> {
        match fs::remove_file(&self.record) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn told(&self, stamps: &Stamps, ledger: Digest) -> String {
        let mut text = format!("{} {ledger}\n", self.asked);
        for (path, stamp) in stamps {
            // A string takes all that is written.
            let _ = writeln!(text, "{stamp} {path}");
        }
        text
    }
}
