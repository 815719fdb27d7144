//! What somebody asks for.

use std::net::IpAddr;

/// As much of a request as matters.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    /// As it was sent, with percent signs.
    pub path: String,
    pub query: Option<String>,
    pub host: Option<String>,
    pub origin: Option<String>,
    /// `Sec-Fetch-Site`.
    pub fetch_site: Option<String>,
    pub range: Option<String>,
    pub if_range: Option<String>,
    pub if_none_match: Option<String>,
    /// The browser asks for the script of a service worker.
    pub is_worker: bool,
    /// The address that the connection leads to.
    pub here: IpAddr,
    /// Whoever asks is on this machine.
    pub is_near: bool,
}
