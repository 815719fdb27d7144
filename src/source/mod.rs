//! Files as found.
