//! What could not be read, so that nothing is said that only follows from it: a song is not missing because the file
//! of songs is closed to us.

use super::files::{Role, meant_kind, role};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::Kind;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The kinds of which records may be missing.
#[derive(Debug, Default)]
pub(super) struct Unread {
    kinds: BTreeSet<Kind>,
}

impl Unread {
    /// Looks through what was said while files were `found`, and while they were `read`.
    pub fn of(found: &[Diagnostic], read: &[Diagnostic]) -> Unread {
        let mut unread = Unread::default();
        let is_unread = |code: Code| matches!(code, Code::BadFile | Code::YamlSyntax);
        for (complaints, may_be_folder) in [(found, true), (read, false)] {
            for complaint in complaints.iter().filter(|complaint| is_unread(complaint.code)) {
                if let Some(place) = &complaint.place {
                    unread.take(&place.file, may_be_folder);
                }
            }
        }
        unread
    }

    fn take(&mut self, file: &Arc<str>, may_be_folder: bool) {
        match role(file) {
            Ok(Role::Table { kind, .. } | Role::One { kind, .. }) => _ = self.kinds.insert(kind),
            Ok(Role::Drama { .. }) => _ = self.kinds.insert(Kind::Drama),
            Ok(Role::News { .. }) => _ = self.kinds.insert(Kind::News),
            Ok(Role::Page { .. }) => _ = self.kinds.insert(Kind::Page),
            Ok(Role::Site | Role::About { .. } | Role::Template | Role::Picture | Role::Static) => {}
            // A folder that could not be opened, or a link to one.
            Err(_) if may_be_folder => self.take_folder(file),
            // `song.yaml`; of a file that is like none nothing follows.
            Err(_) => self.kinds.extend(meant_kind(file)),
        }
    }

    /// A file was left out for another reason that was told.
    pub fn add_file(&mut self, file: &Arc<str>) {
        self.take(file, false);
    }

    /// Records of these kinds were left out for another reason that was told.
    pub fn add(&mut self, kinds: impl IntoIterator<Item = Kind>) {
        self.kinds.extend(kinds);
    }

    fn take_folder(&mut self, path: &str) {
        let mut parts = path.split('/');
        if parts.next() != Some("content") {
            return;
        }
        let last = parts.next_back();
        match Kind::ALL.iter().find(|kind| last == Some(kind.stem())) {
            Some(kind) => _ = self.kinds.insert(*kind),
            // All of the content, or all of a drama.
            None if last.is_none_or(|last| !last.contains('.')) => self.kinds.extend(Kind::ALL),
            None => {}
        }
    }

    pub fn has(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    pub fn has_any_of(&self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| self.has(*kind))
    }

    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::place::Place;

    #[test]
    fn a_file_or_folder_stands_for_what_is_in_it() {
        let unread = |path: &str| {
            Unread::of(&[Diagnostic::new(Code::BadFile, "cannot be read").at(Place::file(&path.into()))], &[])
        };
        assert!(unread("content/songs.yaml").has(Kind::Song) && !unread("content/songs.yaml").has(Kind::Person));
        assert!(unread("content/releases").has(Kind::Release) && !unread("content/releases").has(Kind::Song));
        assert!(unread("content/releases/box.yaml").has(Kind::Release));
        assert!(unread("content").has(Kind::Song) && unread("content/a-drama").has(Kind::Person));
        assert!(unread("content/drama.yaml").has(Kind::Drama));
        for nothing in ["content/notes.txt", "static/songs", "templates/base.html", "content/about/song/x.en.md"] {
            assert!(unread(nothing).is_empty(), "{nothing}");
        }
        let unknown = Diagnostic::new(Code::BadFile, "unknown").at(Place::file(&"content/LICENSE".into()));
        assert!(Unread::of(&[], &[unknown]).is_empty());
        for (path, kind) in [
            ("content/song.yaml", Kind::Song),
            ("content/Songs.yaml", Kind::Song),
            ("content/songs.yaml.txt", Kind::Song),
            ("content/one/epsiodes.yaml", Kind::Episode),
            ("content/relases/box.yaml", Kind::Release),
        ] {
            let unknown = Diagnostic::new(Code::BadFile, "unknown").at(Place::file(&path.into()));
            assert!(Unread::of(&[], &[unknown]).has(kind), "{path}");
        }
    }
}
