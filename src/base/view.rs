//! What a template gets to see: plain values, never a record. `tera` has the value type; everything above
//! names it from here.

use serde::Serialize;

/// A value for a template. Lists and maps inside it are shared when it is cloned.
pub type View = tera::Value;

/// The view of anything that can be written down as data.
pub fn view_of(value: &impl Serialize) -> View {
    View::from_serializable(value)
}
