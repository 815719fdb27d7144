//! Fields that records do not have on purpose: the words of songs, and what is private about people.

use super::{lyrics, private};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::id::Kind;
use crate::base::place::Place;

/// What to say of a field that there is not, where there is a reason: of a record of the kind `of`, or of something
/// inside a record. It stops the build like every unknown field.
pub fn field(name: &str, of: Option<Kind>, at: Place) -> Option<Diagnostic> {
    own_field(name, of, at).map(|complaint| complaint.severity(Severity::Error))
}

/// What to say of a field of the author's own making.
pub fn own_field(name: &str, of: Option<Kind>, at: Place) -> Option<Diagnostic> {
    if lyrics::is_field_of_lyrics(name) {
        return Some(lyrics::field(name, at));
    }
    (of == Some(Kind::Person) && private::is_private_field(name)).then(|| private::field(name, at))
}
