//! Files as found: a tree on disk or in memory, and the texts in it. Nothing here knows what a file means.

pub mod aside;
pub mod found;
pub mod picture;
pub mod stamps;
pub mod text;
pub mod tree;

pub use aside::Aside;
pub use found::AsFound;
pub use text::Source;
pub use tree::{Disk, Found, Memory, Tree};
