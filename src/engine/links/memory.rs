//! What is known of links from earlier checks: a file beside `content/` that can be committed. Sorted, one entry for
//! each address, so that a check that finds nothing new leaves it as it was.

use super::{Found, Outcome};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the file, in the site's folder.
pub const FILE: &str = "linernotes-links.json";

/// The form of the file; another is not read.
const FORMAT: u32 = 1;

/// By address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    format: u32,
    pub links: BTreeMap<String, Entry>,
}

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day, in the site's zone: `2024-04-26`.
    pub checked: String,
    pub result: Outcome,
    /// The host's answer, where it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Where it leads today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Default for Memory {
    fn default() -> Memory {
        Memory { format: FORMAT, links: BTreeMap::new() }
    }
}

impl Memory {
    /// Reads the file; one that cannot be read, or is of another form, is as none.
    pub fn read(text: &str) -> Memory {
        serde_json::from_str::<Memory>(text).ok().filter(|memory| memory.format == FORMAT).unwrap_or_default()
    }

    pub fn write(&self) -> String {
        // Maps with texts for keys can always be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    pub fn note(&mut self, url: &str, found: &Found, today: &str) {
        let entry = Entry {
            checked: today.to_string(),
            result: found.outcome,
            status: found.status,
            moved_to: found.moved_to.clone(),
            why: found.why.clone(),
        };
        self.links.insert(url.to_string(), entry);
    }
}

impl From<&Entry> for Found {
    fn from(entry: &Entry) -> Found {
        Found {
            outcome: entry.result,
            status: entry.status,
            moved_to: entry.moved_to.clone(),
            why: entry.why.clone(),
        }
    }
}
