//! What one file says, with no look at any other.

mod anchors;
mod clean;
pub mod decode;
mod elements;
mod emphasis;
mod escape;
pub mod front;
pub mod markdown;
mod odd;
pub mod prose;
mod schemes;
pub mod shape;
pub mod values;
pub mod yaml;
