//! What one file says, with no look at any other.

mod anchors;
mod clean;
mod codes;
pub mod decode;
mod elements;
mod emphasis;
mod escape;
pub mod forbidden;
pub mod foreign;
pub mod front;
pub mod lyrics;
pub mod markdown;
pub mod marks;
pub mod mend;
pub mod near;
mod odd;
pub mod private;
pub mod prose;
pub mod quotes;
mod schemes;
pub mod shape;
pub mod tell;
mod told;
pub mod values;
pub mod walked;
mod why;
pub mod yaml;
