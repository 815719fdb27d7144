//! What turns a checked model into files in the output folder, and only those that changed.

pub mod beside;
pub mod branch;
pub mod build;
pub mod cache;
pub mod cards;
pub mod change;
mod claim;
mod disk;
pub mod edit;
pub mod finished;
pub mod fonts;
pub mod git;
pub mod ledger;
pub mod links;
pub mod output;
mod parts;
pub mod overrides;
pub mod pictures;
mod look;
mod prove;
mod publish;
pub mod refusal;
pub mod resident;
pub mod shown;
pub mod sinks;
mod signs;
mod steps;
pub mod unchanged;
pub mod watch;
mod work;

#[cfg(test)]
mod tests;

pub use claim::Guarded;
pub use disk::{Disk, RealDisk};
