//! Maps that are asked millions of times in a build. The keys are a site's own ids and addresses, so nobody chooses them
//! to collide; no order of these maps is ever told.

use std::collections::{HashMap, HashSet};

/// A hash map for short keys.
pub type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// A hash set of short keys.
pub type Set<T> = HashSet<T, foldhash::fast::FixedState>;
