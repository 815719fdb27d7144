//! Where finished files go: into the output folder, into memory, or nowhere.

use super::build::Sink;
use super::output::Output;
use super::refusal::OutputError;
use crate::base::lock::lock;
use crate::source::Aside;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

/// How much of what is made of long texts a build holds in memory, in bytes: about 3,500 news. The rest lies in the work
/// folder.
const TEXTS_IN_MEMORY: usize = 8 << 20;

impl Sink for Output {
    type Fault = OutputError;

    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), OutputError> {
        self.stage(path, &bytes).map(drop)
    }

    fn aside(&self) -> Option<Arc<Aside>> {
        Some(Aside::new(TEXTS_IN_MEMORY, self.work.texts()))
    }
}

/// Nowhere: for looking at what would be made.
pub struct Nowhere;

impl Sink for Nowhere {
    type Fault = Infallible;

    fn put(&self, _: &str, _: Vec<u8>) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Files in memory, for tests.
#[derive(Default, Debug)]
pub struct InMemory(Mutex<BTreeMap<String, Vec<u8>>>);

impl InMemory {
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for InMemory {
    type Fault = Infallible;

    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), Infallible> {
        lock(&self.0).insert(path.to_string(), bytes);
        Ok(())
    }
}
