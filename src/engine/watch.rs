//! Who hears how a build goes. The clock is the listener's: the engine itself knows none.

use std::time::Duration;

/// Hears how a build goes. Called from many threads.
pub trait Watch: Sync {
    /// So many files are done, of so many.
    fn done(&self, _files: usize, _of: usize) {}

    /// A stage begins, and the one before it has ended.
    fn stage(&self, _name: &'static str) {}

    /// The time since any one moment.
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    /// A file is made.
    fn made(&self, _made: &Timed) {}
}

/// What making one file took, as the clock of a `Watch` showed it: waiting for a processor is in it.
#[derive(Clone, Copy, Debug)]
pub struct Timed<'a> {
    /// Its path in the site: `songs/promise/index.html`.
    pub path: &'a str,
    /// The output that it belongs to.
    pub output: &'static str,
    /// Of a page.
    pub template: Option<&'static str>,
    /// Looking up the facts, and putting into views what the template gets to see. Of a file without a template, all of it.
    pub view: Duration,
    /// The template's own work; of a card, drawing it too.
    pub template_work: Duration,
    /// Looking through the finished file.
    pub look: Duration,
    /// Handing it on: into the output folder.
    pub put: Duration,
}

/// Listens to nothing.
pub struct Unwatched;

impl Watch for Unwatched {}
