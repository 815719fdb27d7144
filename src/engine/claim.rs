//! Whether a folder may be the output folder. Looks, and changes nothing.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use same_file::Handle;

use super::ledger::LEDGER;
use super::refusal::{OutputError, Refusal};
use super::work;
use crate::base::fault::MachineFault;

/// What a build must never write over. Each need not exist; a link stands for what it leads to as well.
#[derive(Clone, Debug)]
pub struct Guarded {
    /// The folder of the site.
    pub root: PathBuf,
    /// `content/`, `templates/`, `static/`, and the cache.
    pub sources: Vec<PathBuf>,
    /// The home of whoever builds, when it is known.
    pub home: Option<PathBuf>,
}

/// What stands at a folder that may be ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing; perhaps not even the folders around it.
    Missing,
    /// A folder with nothing in it at all.
    Empty,
    /// No ledger, and nothing but what a system puts into every folder, or a `.git`.
    Bare,
    /// A ledger, perhaps with files of others.
    Ours,
}

/// A folder that may be ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// Its path with no link in it, so that two ways to one folder are the same folder.
    pub folder: PathBuf,
    pub standing: Standing,
}

/// What may stand in a folder that is as good as empty: what systems put there unasked, and the `.git` of a
/// branch that has no file yet. We write none of these names, and never remove them.
pub(super) const UNASKED: [&str; 5] = [".DS_Store", "Thumbs.db", "desktop.ini", "lost+found", ".git"];

const NAMES_SHOWN: usize = 3;

/// Decides whether `out` may be the output folder. This is the only place that does.
pub(super) fn decide(out: &Path, guarded: &Guarded) -> Result<Claim, OutputError> {
    let refuse = |why| Err(OutputError::Refused { out: out.to_path_buf(), why });
    let folder = match real_path(out)? {
        Real::Path(folder) => folder,
        Real::Not(why) => return refuse(why),
    };
    if let Some(why) = hits_guarded(&folder, guarded)? {
        return refuse(why);
    }
    let standing = match fs::symlink_metadata(&folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Standing::Missing,
        Err(error) => return Err(MachineFault::new("look at", out, error).into()),
        Ok(meta) if !meta.is_dir() => return refuse(Refusal::NotAFolder(out.to_path_buf())),
        Ok(_) => match standing_of(&folder).map_err(|error| MachineFault::new("look into", out, error))? {
            Ok(standing) => standing,
            Err(why) => return refuse(why),
        },
    };
    Ok(Claim { folder, standing })
}

fn standing_of(folder: &Path) -> std::io::Result<Result<Standing, Refusal>> {
    if fs::symlink_metadata(folder.join(LEDGER)).is_ok_and(|meta| meta.is_file()) {
        return Ok(Ok(Standing::Ours));
    }
    let mut standing = Standing::Empty;
    let mut strangers = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if UNASKED.iter().any(|unasked| name == *unasked) || work::is_inner(&entry.path()) {
            standing = Standing::Bare;
        } else {
            strangers.push(name.to_string_lossy().into_owned());
        }
    }
    if strangers.is_empty() {
        return Ok(Ok(standing));
    }
    strangers.sort_unstable();
    strangers.truncate(NAMES_SHOWN);
    Ok(Err(Refusal::Strangers(strangers)))
}

fn hits_guarded(folder: &Path, guarded: &Guarded) -> Result<Option<Refusal>, OutputError> {
    if folder.parent().is_none() {
        return Ok(Some(Refusal::WholeDisk));
    }
    if folder.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git")) {
        return Ok(Some(Refusal::InGit));
    }
    let root = Spot::of(&guarded.root)?;
    let spot = Spot { path: folder.to_path_buf() };
    // Sources first: `content` being a link to a folder around the root is told as what it is.
    for source in &guarded.sources {
        let name = source.file_name().unwrap_or(source.as_os_str()).to_string_lossy().into_owned();
        let source = Spot::of(source)?;
        let why = match spot.lies(&source) {
            Lies::Same => Refusal::Source(name),
            Lies::Inside => Refusal::InSource(name),
            // A folder around the root holds the sources too; then the root is the better word.
            Lies::Around if matches!(spot.lies(&root), Lies::Same | Lies::Around) => continue,
            Lies::Around => Refusal::AboveSource(name),
            Lies::Apart => continue,
        };
        return Ok(Some(why));
    }
    match spot.lies(&root) {
        Lies::Same => return Ok(Some(Refusal::Root)),
        Lies::Around => return Ok(Some(Refusal::AboveRoot)),
        Lies::Inside | Lies::Apart => {}
    }
    if let Some(home) = &guarded.home
        && matches!(spot.lies(&Spot::of(home)?), Lies::Same | Lies::Around)
    {
        return Ok(Some(Refusal::Home));
    }
    Ok(None)
}

/// A place on disk with no link in its path, which need not exist.
struct Spot {
    path: PathBuf,
}

/// How one folder lies to another.
enum Lies {
    Same,
    Inside,
    Around,
    Apart,
}

impl Spot {
    fn of(path: &Path) -> Result<Spot, OutputError> {
        match real_path(path)? {
            Real::Path(path) => Ok(Spot { path }),
            // A guarded place that leads nowhere holds nothing, but its own name still must not be taken.
            Real::Not(_) => Ok(Spot { path: path.to_path_buf() }),
        }
    }

    fn lies(&self, other: &Spot) -> Lies {
        if same(&self.path, &other.path) {
            Lies::Same
        } else if self.path.ancestors().skip(1).any(|above| same(above, &other.path)) {
            Lies::Inside
        } else if other.path.ancestors().skip(1).any(|above| same(above, &self.path)) {
            Lies::Around
        } else {
            Lies::Apart
        }
    }
}

/// Whether two paths are one folder. The words decide, and what is on disk too: on a disk that takes `Content`
/// for `content`, or with a folder mounted twice, two words are one folder.
fn same(a: &Path, b: &Path) -> bool {
    if a == b {
        return true;
    }
    match (Handle::from_path(a), Handle::from_path(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

enum Real {
    Path(PathBuf),
    Not(Refusal),
}

/// The path with every link followed, as far as it exists, and the rest of it after that.
fn real_path(path: &Path) -> Result<Real, MachineFault> {
    let mut rest = Vec::new();
    for above in path.ancestors() {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        let error = match fs::canonicalize(above) {
            Ok(real) if rest.is_empty() => return Ok(Real::Path(real)),
            Ok(real) if !real.is_dir() => return Ok(Real::Not(Refusal::NotAFolder(above.to_path_buf()))),
            Ok(real) => return with_rest(real, &rest),
            Err(error) => error,
        };
        // What is there and still cannot be followed is a link.
        if fs::symlink_metadata(above).is_ok() && error.kind() != ErrorKind::PermissionDenied {
            return Ok(Real::Not(Refusal::BrokenLink(above.to_path_buf())));
        }
        if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
            return Err(MachineFault::new("look at", above, error));
        }
        rest.extend(above.components().next_back());
    }
    // Only a drive that is not there comes here.
    Err(MachineFault::new("look at", path, ErrorKind::NotFound.into()))
}

/// `rest` is the part that does not exist, last part first.
fn with_rest(mut real: PathBuf, rest: &[Component]) -> Result<Real, MachineFault> {
    let mut back = false;
    for part in rest.iter().rev() {
        match part {
            Component::ParentDir => {
                real.pop();
                back = true;
            }
            part => real.push(part),
        }
    }
    // `missing/../content` leads to what exists after all.
    if back { real_path(&real) } else { Ok(Real::Path(real)) }
}
