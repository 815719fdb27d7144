//! Why a site was not put on a branch, in words for its keeper and with what to do.

use crate::base::fault::MachineFault;
use crate::engine::git::GitFault;
use crate::engine::ledger::{LEDGER, LedgerFault};
use std::fmt;
use std::path::PathBuf;

/// Why nothing was published. The branch is as it was.
#[derive(Debug)]
pub enum Stop {
    /// The folder of the site lies in no repository.
    NoRepository(PathBuf),
    /// The repository has no remote of this name; those that it has.
    NoRemote(String, Vec<String>),
    /// No branch can be called so.
    BranchName(String),
    /// The branch is the one that is worked on.
    CheckedOut(String),
    /// Nobody is named as the author of commits.
    NoIdentity,
    /// The branch has a commit that was never seen here.
    MovedOn {
        remote: String,
        branch: String,
    },
    /// The branch has files and no ledger; some of their names.
    Strangers {
        remote: String,
        branch: String,
        names: Vec<String>,
    },
    /// A file that we did not write stands on the branch where one of the site should go.
    StrangerAt {
        branch: String,
        path: String,
    },
    /// The `CNAME` on the branch or in the output folder names another host than the address of the site.
    OtherDomain {
        there: String,
        host: String,
        where_from: String,
    },
    /// The ledger on the branch cannot be trusted.
    Ledger {
        branch: String,
        fault: LedgerFault,
    },
    /// The output folder is not as its ledger says: somebody else writes it just now.
    NotWhole(PathBuf),
    /// A hook or a rule of the host refused the commit; in its words.
    Refused(String),
    Git(GitFault),
    Machine(MachineFault),
}

impl From<GitFault> for Stop {
    fn from(fault: GitFault) -> Stop {
        Stop::Git(fault)
    }
}

impl From<MachineFault> for Stop {
    fn from(fault: MachineFault) -> Stop {
        Stop::Machine(fault)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::NoRepository(folder) => {
                write!(f, "{} is not in a Git repository, so there is nothing to publish from", folder.display())
            }
            Stop::NoRemote(asked, known) if known.is_empty() => {
                write!(
                    f,
                    "the repository has no remote `{asked}`, nor any other: it does not know where to publish to"
                )
            }
            Stop::NoRemote(asked, known) => {
                write!(f, "the repository has no remote `{asked}`; it has {}", known.join(", "))
            }
            Stop::BranchName(name) => write!(f, "no branch can be called `{name}`"),
            Stop::CheckedOut(branch) => {
                write!(f, "{branch} is the branch that you work on; the site would take the place of its files")
            }
            Stop::NoIdentity => write!(f, "Git does not know who you are, and every commit has an author"),
            Stop::MovedOn { remote, branch } => write!(
                f,
                "the branch {branch} of {remote} has moved on since it was last seen here: somebody published from \
                 another place, or a file was changed there; nothing was published"
            ),
            Stop::Strangers { branch, names, .. } => write!(
                f,
                "the branch {branch} has files that linernotes did not write ({}), and no {LEDGER}; nothing was \
                 published",
                names.join(", ")
            ),
            Stop::StrangerAt { branch, path } => write!(
                f,
                "the branch {branch} has a file {path} that linernotes did not write, where the site has one of its \
                 own; nothing was published"
            ),
            Stop::OtherDomain { there, host, where_from } => write!(
                f,
                "the file CNAME {where_from} names {there}, and the site's address is on {host}: its links would lead \
                 elsewhere; nothing was published"
            ),
            Stop::Ledger { branch, fault } => {
                write!(f, "the file {LEDGER} on the branch {branch} cannot be used: {fault}")
            }
            Stop::NotWhole(folder) => {
                write!(f, "{} was changed while it was read; nothing was published", folder.display())
            }
            Stop::Refused(said) => write!(f, "the commit was refused, and nothing was published:\n{said}"),
            Stop::Git(fault) => fault.fmt(f),
            Stop::Machine(fault) => fault.fmt(f),
        }
    }
}

impl Stop {
    /// What to do, one sentence a line.
    pub fn help(&self) -> Vec<String> {
        let one = |text: &str| vec![text.to_string()];
        match self {
            Stop::NoRepository(_) => one(
                "make one with `git init`, and say where it is kept: `git remote add origin \
                 https://github.com/<name>/<repository>.git`",
            ),
            Stop::NoRemote(asked, known) if known.is_empty() => vec![format!(
                "make a repository at GitHub, then `git remote add {asked} \
                 https://github.com/<name>/<repository>.git`"
            )],
            Stop::NoRemote(_, known) => vec![format!("`--remote {}`", known.join("` or `--remote "))],
            Stop::BranchName(_) => one("`gh-pages` is what the branch is called when nothing is said"),
            Stop::CheckedOut(_) => one("name a branch that has nothing but the site: `--branch gh-pages`"),
            Stop::NoIdentity => vec![
                "`git config --global user.name \"Your name\"`".into(),
                "`git config --global user.email you@example.org` (GitHub has an address for you that shows nothing, \
                 under Settings, Emails)"
                    .into(),
            ],
            Stop::MovedOn { remote, branch } => vec![
                "if others write the content too, get what is new first: `git pull`".into(),
                format!(
                    "see the branch as it is now: `git fetch {remote} +{branch}:refs/remotes/{remote}/{branch}`; then \
                     publish again, which keeps files that were put there by hand"
                ),
            ],
            Stop::Strangers { remote, branch, .. } => vec![
                "name another branch with `--branch`; it is made when it is not there".into(),
                format!(
                    "if nobody needs what is on {branch}, remove it with `git push {remote} --delete {branch}`, and \
                     publish again"
                ),
            ],
            Stop::StrangerAt { path, .. } => vec![
                format!("remove {path} from the branch, if the site's is the right one"),
                format!("to keep yours, put it into static/ as static/{path}"),
            ],
            Stop::OtherDomain { there, .. } => vec![
                format!("if the site is to be at {there}, write `address: https://{there}/` in content/site.yaml"),
                "if not, take the domain away in the settings of the repository, under Pages, and remove that file"
                    .into(),
            ],
            Stop::Ledger { fault: LedgerFault::Newer(_), .. } => one("update linernotes"),
            Stop::Ledger { .. } => one("remove that file from the branch; what was put there by hand must go first"),
            Stop::NotWhole(_) => one("is another build running? publish again when it has ended"),
            Stop::Refused(_) => one("the words above are those of a hook, or of the host"),
            Stop::Git(fault) => fault.help().map(str::to_string).into_iter().collect(),
            Stop::Machine(fault) => fault.help().map(str::to_string).into_iter().collect(),
        }
    }
}
