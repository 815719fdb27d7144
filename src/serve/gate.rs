//! Who may ask. A page of any other host can make a browser ask this machine for things, and by a name of its own that
//! suddenly leads here (DNS rebinding) even read the answers: so only names that we know are answered, and what tells of
//! the author's files goes only to our own pages.

use super::request::Request;
use std::net::IpAddr;

/// The names, beside `localhost` and plain addresses, by which the site may be asked for: in lower case.
#[derive(Clone, Debug, Default)]
pub struct Names(Vec<String>);

impl Names {
    pub fn new(names: impl IntoIterator<Item = String>) -> Names {
        Names(names.into_iter().map(|name| name.to_ascii_lowercase()).collect())
    }

    /// Whether a `Host` header names us: the very address that the connection leads to, `localhost` on this machine
    /// alone, or a name that was given. Its port does not matter: somebody may pass another one on to ours.
    pub fn know(&self, host: &str, here: IpAddr) -> bool {
        let host = host.trim().to_ascii_lowercase();
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(rest),
            None => host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name),
        };
        let name = name.strip_suffix('.').unwrap_or(name);
        let is_here = name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical() == here.to_canonical());
        let is_local = here.to_canonical().is_loopback() && name == "localhost";
        is_here || is_local || self.0.iter().any(|known| known == name)
    }
}

/// Whether it is a page of ours that asks, or a person: not a page of another host. Browsers say so in
/// `Sec-Fetch-Site`, older ones in `Origin`; programs say neither.
pub fn is_own(request: &Request) -> bool {
    let is_site = request.fetch_site.as_deref().is_none_or(|site| matches!(site, "same-origin" | "none"));
    let own = format!("http://{}", request.host.as_deref().unwrap_or_default());
    is_site && request.origin.as_deref().is_none_or(|origin| origin.eq_ignore_ascii_case(&own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_ours_are_known() {
        let names = Names::new(["My-Laptop.local".to_string()]);
        let here = |address: &str| address.parse::<IpAddr>().unwrap();
        for (host, address, wanted) in [
            ("127.0.0.1:4747", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "::ffff:127.0.0.1", true),
            ("LocalHost:9", "127.0.0.1", true),
            ("localhost.", "127.0.0.1", true),
            ("[::1]:4747", "::1", true),
            ("my-laptop.LOCAL:4747", "192.168.0.7", true),
            ("192.168.0.7:4747", "192.168.0.7", true),
            ("localhost", "192.168.0.7", false),
            ("127.0.0.2", "127.0.0.1", false),
            ("0.0.0.0", "127.0.0.1", false),
            ("evil.example", "127.0.0.1", false),
            ("localhost.evil.example", "127.0.0.1", false),
            ("127.0.0.1.evil.example", "127.0.0.1", false),
            ("", "127.0.0.1", false),
            ("2130706433", "127.0.0.1", false),
        ] {
            assert_eq!(names.know(host, here(address)), wanted, "{host} at {address}");
        }
    }
}
