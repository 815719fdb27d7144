//! What turns a checked model into files in the output folder, and only those that changed.

pub mod build;
mod claim;
mod disk;
pub mod finished;
pub mod ledger;
pub mod links;
pub mod output;
mod prove;
mod publish;
pub mod refusal;
pub mod sinks;
mod steps;
mod work;

#[cfg(test)]
mod tests;

pub use claim::Guarded;
pub use disk::{Disk, RealDisk};
