//! What is known of an address, and what of that is wrong where it is used.

use super::problem::Why;
use super::seen::{Attr, Use};
use crate::base::diagnostic::Code;

/// Where an address leads, whoever uses it.
pub(super) enum Verdict {
    Fine,
    Host(String),
    Scheme(String),
    Wrong(Box<Wrong>),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wrong {
    pub code: Code,
    pub why: Why,
    pub path: Option<String>,
    pub fragment: Option<String>,
    pub near: Option<String>,
}

impl Wrong {
    pub fn new(code: Code, why: Why) -> Wrong {
        Wrong { code, why, path: None, fragment: None, near: None }
    }
}

/// What is wrong with an address where it is used.
pub(super) fn find_wrong(verdict: Verdict, link: &Use<'_>) -> Option<Wrong> {
    let is_name = matches!(link.attr, Attr::Id | Attr::Text);
    match verdict {
        Verdict::Fine if link.loads && link.attr != Attr::Refresh && link.address.trim().is_empty() => {
            Some(Wrong::new(Code::DeadLink, Why::Empty))
        }
        Verdict::Fine => None,
        Verdict::Host(host) if link.loads => Some(Wrong::new(Code::ThirdParty, Why::OtherHost { host })),
        Verdict::Host(_) => None,
        Verdict::Scheme(scheme) => {
            let is_allowed = match scheme.as_str() {
                "mailto" | "tel" | "webcal" => !link.loads,
                "data" => link.loads && link.attr.takes_picture() && is_picture(link.address),
                _ => false,
            };
            let why = Why::Scheme { scheme };
            (!is_allowed && !is_name).then(|| Wrong::new(Code::LinkScheme, why))
        }
        // The id of an entry may end in a date that is no place on the page.
        Verdict::Wrong(found) if is_name && found.why == Why::NoSuchPlace => None,
        Verdict::Wrong(found) => Some(*found),
    }
}

fn is_picture(address: &str) -> bool {
    address.trim_start().get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(attr: Attr, loads: bool, address: &str, verdict: Verdict) -> Option<Code> {
        find_wrong(verdict, &Use { attr, address, line: 1, loads }).map(|found| found.code)
    }

    #[test]
    fn other_hosts_are_for_links_only() {
        let host = || Verdict::Host("b.example".into());
        assert_eq!(code(Attr::Href, false, "https://b.example", host()), None);
        assert_eq!(code(Attr::Href, true, "https://b.example", host()), Some(Code::ThirdParty));
    }

    #[test]
    fn only_some_kinds_of_address_are_allowed() {
        let told = |attr, loads, address: &str| {
            let scheme = address.split(':').next().unwrap_or("").to_lowercase();
            code(attr, loads, address, Verdict::Scheme(scheme))
        };
        for address in ["mailto:a@b.example", "tel:+82", "webcal://b.example/c.ics"] {
            assert_eq!(told(Attr::Href, false, address), None, "{address}");
            assert_eq!(told(Attr::Src, true, address), Some(Code::LinkScheme), "{address}");
        }
        for attr in [Attr::Src, Attr::Srcset, Attr::Css] {
            assert_eq!(told(attr, true, "DATA:image/png,x"), None);
            assert_eq!(told(attr, true, "data:text/html,x"), Some(Code::LinkScheme));
        }
        assert_eq!(told(Attr::Href, false, "data:image/png,x"), Some(Code::LinkScheme));
        assert_eq!(told(Attr::Data, true, "data:image/svg+xml,x"), Some(Code::LinkScheme));
        for address in ["javascript:alert(1)", "ftp://b.example", "blob:x", "about:blank"] {
            assert_eq!(told(Attr::Href, false, address), Some(Code::LinkScheme), "{address}");
        }
        assert_eq!(told(Attr::Id, false, "tag:b.example,2024:1"), None, "an id need not be an address");
    }

    #[test]
    fn what_is_loaded_has_an_address() {
        assert_eq!(code(Attr::Src, true, " ", Verdict::Fine), Some(Code::DeadLink));
        assert_eq!(code(Attr::Href, false, "", Verdict::Fine), None);
    }
}
