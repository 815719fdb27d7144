//! Hosts of static sites that read headers and redirects from files beside the pages.

/// A host, where it differs from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    Netlify,
    Cloudflare,
}
