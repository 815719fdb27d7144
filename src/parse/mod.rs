//! What one file says, with no look at any other.

mod anchors;
mod clean;
pub mod decode;
mod elements;
mod emphasis;
mod escape;
pub mod front;
pub mod markdown;
pub mod marks;
pub mod mend;
pub mod near;
mod odd;
pub mod prose;
mod schemes;
pub mod tell;
mod told;
pub mod values;
pub mod walked;
pub mod yaml;
