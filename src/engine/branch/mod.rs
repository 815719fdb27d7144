//! A finished site on a branch of a repository, for hosts that show what is there: GitHub Pages and others.
//!
//! The work tree and its index are never touched, no branch is checked out, and nothing is forced: each site is one
//! commit that follows the one before, or none where nothing changed.
//!
//! **Whose files are whose.** The ledger (`.linernotes`) goes to the branch with the site. By it the next run, on
//! whatever machine, knows which files there are the program's: those follow the site, come and go. All others were put
//! there by hand or by the host, a `CNAME` above all, and stay. A branch with files and no ledger is somebody else's
//! work, or the source of the site, and is refused as an output folder would be.

mod place;
mod stop;

pub use place::{Place, Placed, Target, short};
pub use stop::Stop;
