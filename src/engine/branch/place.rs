//! Looks at a repository and puts a site on one of its branches. Every call of git is in `engine/git.rs`.

use super::stop::Stop;
use crate::base::address::Base;
use crate::base::fault::MachineFault;
use crate::base::repository::GitHub;
use crate::engine::git::{Entry, Git, Keep, Oid, Pushed};
use crate::engine::ledger::{LEDGER, Ledger, folders_of};
use crate::source::tree::FOLDERS;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

const CNAME: &str = "CNAME";
/// What GitHub itself puts on a branch, or tells people to.
const OF_THE_HOST: [&str; 2] = [CNAME, ".nojekyll"];
/// A file like any other, as git calls it.
const PLAIN: &str = "100644";
const NAMES_SHOWN: usize = 3;
/// How much of a commit's name is shown.
const SHORT: usize = 10;

/// Where a site goes.
#[derive(Clone, Debug)]
pub struct Target {
    pub remote: String,
    pub branch: String,
}

/// A repository from which a site can be published.
pub struct Place {
    git: Git,
    target: Target,
    /// What is known of the remote when it is at GitHub.
    pub github: Option<GitHub>,
}

/// What became of the branch; or would, in a trial.
#[derive(Debug, Default)]
pub struct Placed {
    /// Sorted, as are the others.
    pub new: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
    /// What others put on the branch, and stays.
    pub kept: Vec<String>,
    /// The commit, of a site that changed and was published.
    pub commit: Option<Oid>,
    /// The branch was not there before.
    pub is_first: bool,
}

impl Placed {
    pub fn is_unchanged(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

type Files = BTreeMap<String, Entry>;

impl Place {
    /// The repository around a site's folder, if a site can be published from there to that branch.
    pub fn find(root: &Path, target: &Target) -> Result<Place, Stop> {
        let git = Git::at(root);
        if git.top()?.is_none() {
            return Err(Stop::NoRepository(root.to_path_buf()));
        }
        let remotes = git.remotes()?;
        if !remotes.contains(&target.remote) {
            return Err(Stop::NoRemote(target.remote.clone(), remotes));
        }
        if !git.is_branch_name(&target.branch)? {
            return Err(Stop::BranchName(target.branch.clone()));
        }
        if git.branch()?.as_ref() == Some(&target.branch) {
            return Err(Stop::CheckedOut(target.branch.clone()));
        }
        if !git.has_identity()? {
            return Err(Stop::NoIdentity);
        }
        let github = git.addresses(&target.remote)?.iter().find_map(|address| GitHub::of_remote(address));
        Ok(Place { git, target: target.clone(), github })
    }

    /// Puts the site that was built into `folder` on the branch.
    pub fn publish(&self, folder: &Path, base: &Base) -> Result<Placed, Stop> {
        self.put(folder, base, Keep::Yes)
    }

    /// What `publish` would do.
    pub fn try_out(&self, folder: &Path, base: &Base) -> Result<Placed, Stop> {
        self.put(folder, base, Keep::No)
    }

    fn put(&self, folder: &Path, base: &Base, keep: Keep) -> Result<Placed, Stop> {
        // Git looks from the site's folder, whoever asks from where.
        let folder = &folder.canonicalize().map_err(|error| MachineFault::new("look into", folder, error))?;
        let parent = self.parent()?;
        let before = self.before(parent.as_deref())?;
        let mut site = self.site(folder, keep)?;
        self.check_domain(folder, &site, &before, base)?;
        let kept = self.keep_strangers(&mut site, &before)?;
        let mut placed = Placed { kept, is_first: parent.is_none(), ..Placed::default() };
        for (path, entry) in &site {
            match before.files.get(path) {
                None => placed.new.push(path.clone()),
                Some(was) if was != entry => placed.changed.push(path.clone()),
                Some(_) => {}
            }
        }
        placed.removed = before.files.keys().filter(|path| !site.contains_key(*path)).cloned().collect();
        if keep == Keep::No || placed.is_unchanged() {
            return Ok(placed);
        }
        let inner = self.git.inner()?;
        let own = tempfile::Builder::new().prefix("linernotes-").tempdir_in(&inner);
        let own = own.map_err(|error| MachineFault::new("create a folder in", &inner, error))?;
        let files = site.iter().map(|(path, entry)| (path.as_str(), entry));
        let tree = self.git.write_tree(files, &own.path().join("index"))?;
        let commit = self.git.write_commit(&tree, parent.as_deref(), &self.message()?)?;
        let Target { remote, branch } = &self.target;
        match self.git.push(remote, &commit, branch)? {
            Pushed::Done => {}
            Pushed::MovedOn => return Err(self.moved_on()),
            Pushed::Refused(said) => return Err(Stop::Refused(said)),
        }
        self.git.note(&self.seen(), &commit)?;
        placed.commit = Some(commit);
        Ok(placed)
    }

    /// Where it is noted what was last seen of the branch: a clone of one branch only has no other place for that.
    fn seen(&self) -> String {
        format!("refs/linernotes/{}/{}", self.target.remote, self.target.branch)
    }

    fn moved_on(&self) -> Stop {
        let Target { remote, branch } = self.target.clone();
        Stop::MovedOn { remote, branch }
    }

    /// The commit that the site follows; none where the branch is not there yet. What a clone has never seen of the
    /// branch, it gets. What it has seen and is no longer there as it was, its keeper looks at first: it may be the
    /// work of somebody whose content is not here.
    fn parent(&self) -> Result<Option<Oid>, Stop> {
        let Target { remote, branch } = &self.target;
        let Some(tip) = self.git.remote_tip(remote, branch)? else { return Ok(None) };
        let seen = [format!("refs/remotes/{remote}/{branch}"), self.seen()];
        let mut known = Vec::new();
        for name in &seen {
            known.extend(self.git.commit(name)?);
        }
        if known.is_empty() {
            self.git.fetch(remote, branch, &self.seen())?;
            return Ok(self.git.commit(&self.seen())?);
        }
        match known.contains(&tip) {
            true => Ok(Some(tip)),
            false => Err(self.moved_on()),
        }
    }

    fn before(&self, parent: Option<&str>) -> Result<Before, Stop> {
        let Some(parent) = parent else { return Ok(Before::default()) };
        let files: Files = self.git.files(parent)?.into_iter().collect();
        let strangers = |ledger: &Ledger| -> Vec<String> {
            let is_ours = |path: &str| path == LEDGER || ledger.files.contains_key(path);
            files.keys().filter(|path| !is_ours(path)).cloned().collect()
        };
        let branch = self.target.branch.clone();
        let ledger = match files.get(LEDGER) {
            Some(entry) => {
                let bytes = self.git.bytes(&entry.oid)?;
                Ledger::read(&bytes).map_err(|fault| Stop::Ledger { branch, fault })?
            }
            None => {
                let mut names = strangers(&Ledger::default());
                names.retain(|name| !OF_THE_HOST.contains(&name.as_str()));
                if !names.is_empty() {
                    names.truncate(NAMES_SHOWN);
                    return Err(Stop::Strangers { remote: self.target.remote.clone(), branch, names });
                }
                Ledger::default()
            }
        };
        let strangers = strangers(&ledger);
        Ok(Before { files, strangers })
    }

    /// What the output folder has of the site: all that its ledger lists, the ledger itself, and a `CNAME` that
    /// somebody put there. Other files there are not published; `static/` is the place for them.
    fn site(&self, folder: &Path, keep: Keep) -> Result<Files, Stop> {
        let read =
            || fs::read(folder.join(LEDGER)).map_err(|error| MachineFault::new("read", folder.join(LEDGER), error));
        let before = read()?;
        let not_whole = || Stop::NotWhole(folder.to_path_buf());
        let ledger = Ledger::read(&before).map_err(|_| not_whole())?;
        let mut names: BTreeSet<&str> = ledger.files.keys().map(String::as_str).collect();
        names.insert(LEDGER);
        if folder.join(CNAME).is_file() {
            names.insert(CNAME);
        }
        let paths: Vec<_> = names.iter().map(|name| folder.join(name)).collect();
        if !paths.iter().all(|path| path.is_file()) {
            return Err(not_whole());
        }
        let oids = self.git.hash(&paths, keep)?;
        if oids.len() != names.len() || read()? != before {
            return Err(not_whole());
        }
        let entry = |(name, oid): (&str, Oid)| (name.to_string(), Entry { mode: PLAIN.to_string(), oid });
        Ok(names.into_iter().zip(oids).map(entry).collect())
    }

    /// A domain in a `CNAME` that somebody made must be the one that the pages were made for.
    fn check_domain(&self, folder: &Path, site: &Files, before: &Before, base: &Base) -> Result<(), Stop> {
        let mut found = Vec::new();
        if site.contains_key(CNAME) {
            let bytes = match fs::read(folder.join(CNAME)) {
                Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
                read => read.map_err(|error| MachineFault::new("read", folder.join(CNAME), error))?,
            };
            found.push((bytes, format!("in {}", folder.display())));
        }
        if let Some(entry) = before.files.get(CNAME).filter(|_| before.strangers.iter().any(|path| path == CNAME)) {
            found.push((self.git.bytes(&entry.oid)?, format!("on the branch {}", self.target.branch)));
        }
        for (bytes, where_from) in found {
            if let Some(there) = base.other_host(&bytes) {
                return Err(Stop::OtherDomain { there, host: base.host().to_string(), where_from });
            }
        }
        Ok(())
    }

    /// Puts what others have on the branch beside the site; says which.
    fn keep_strangers(&self, site: &mut Files, before: &Before) -> Result<Vec<String>, Stop> {
        let folders: BTreeSet<String> = site.keys().flat_map(|path| folders_of(path).map(str::to_string)).collect();
        let mut kept = Vec::new();
        for path in &before.strangers {
            let entry = &before.files[path];
            match site.get(path) {
                // It says the same, or it is what the host asks for: then the site's is as good.
                Some(own) if own == entry || OF_THE_HOST.contains(&path.as_str()) => continue,
                None if !folders.contains(path) && !folders_of(path).any(|folder| site.contains_key(folder)) => {}
                _ => return Err(Stop::StrangerAt { branch: self.target.branch.clone(), path: path.clone() }),
            }
            kept.push(path.clone());
        }
        site.extend(kept.iter().map(|path| (path.clone(), before.files[path].clone())));
        Ok(kept)
    }

    /// What the commit says: which state of the content the site was made from.
    fn message(&self) -> Result<String, Stop> {
        let from = match (self.git.branch()?, self.git.commit("HEAD")?) {
            (Some(branch), Some(commit)) => format!(" from {branch} at {}", short(&commit)),
            (None, Some(commit)) => format!(" from {}", short(&commit)),
            (_, None) => return Ok("Publish the site\n".to_string()),
        };
        let changes = if self.git.has_changes(FOLDERS)? { ", with changes that are not committed" } else { "" };
        Ok(format!("Publish the site{from}{changes}\n"))
    }
}

/// What the branch has.
#[derive(Default)]
struct Before {
    files: Files,
    /// Those that we did not write.
    strangers: Vec<String>,
}

/// The beginning of a commit's name, as people say it.
pub fn short(commit: &str) -> &str {
    commit.get(..SHORT).unwrap_or(commit)
}
