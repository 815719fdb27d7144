//! A page's own policy (CSP 3), widened so far that the script of the preview may run and hear of changes. The exact
//! addresses are allowed and nothing more: what the published page would refuse must be refused at home too.

use super::address::{EVENTS, SCRIPT};

/// The policy with what the script needs, or nothing where it is allowed already. `origin` is ours.
pub fn allow(policy: &str, origin: &str) -> Option<String> {
    let mut rules: Vec<(String, Vec<&str>)> = Vec::new();
    for rule in policy.split(';') {
        let mut words = rule.split_ascii_whitespace();
        let Some(name) = words.next() else { continue };
        rules.push((name.to_ascii_lowercase(), words.collect()));
    }
    let mut text = policy.trim().trim_end_matches(';').to_string();
    let mut is_changed = false;
    for (names, needed) in [(&["script-src-elem", "script-src"][..], SCRIPT), (&["connect-src"][..], EVENTS)] {
        let address = format!("{origin}{needed}");
        let rule_of = |wanted: &str| rules.iter().find(|(name, _)| name == wanted);
        let found = names.iter().chain(&["default-src"]).find_map(|name| rule_of(name));
        let Some((name, sources)) = found.filter(|(_, sources)| !allows(sources)) else { continue };
        let name = if name == "default-src" { names[names.len() - 1] } else { name };
        let mut sources: Vec<&str> =
            sources.iter().copied().filter(|s| !s.eq_ignore_ascii_case("'none'")).collect();
        sources.push(&address);
        let rule = format!("{name} {}", sources.join(" "));
        text = match rule_of(name) {
            // Of two rules with one name the first counts.
            Some(_) => format!("{rule}; {text}"),
            None => format!("{text}; {rule}"),
        };
        is_changed = true;
    }
    is_changed.then_some(text)
}

fn allows(sources: &[&str]) -> bool {
    // With 'strict-dynamic' addresses count for nothing, so the page has no chance but to be loaded by hand.
    sources.iter().any(|source| matches!(source.to_ascii_lowercase().as_str(), "'self'" | "*" | "http:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_missing_is_added() {
        let (script, events) = ("http://h/.linernotes/live.js", "http://h/.linernotes/events");
        for (policy, wanted) in [
            ("", None),
            ("img-src 'none'", None),
            ("default-src 'self'; script-src 'self' 'sha256-x'", None),
            ("default-src *", None),
            ("script-src 'none'", Some(format!("script-src {script}; script-src 'none'"))),
            ("Default-Src 'none';", Some(format!("Default-Src 'none'; script-src {script}; connect-src {events}"))),
            (
                "default-src 'none'; connect-src 'self'",
                Some(format!("default-src 'none'; connect-src 'self'; script-src {script}")),
            ),
            (
                "script-src-elem 'sha256-x'; script-src 'self'",
                Some(format!("script-src-elem 'sha256-x' {script}; script-src-elem 'sha256-x'; script-src 'self'")),
            ),
        ] {
            assert_eq!(allow(policy, "http://h"), wanted, "{policy}");
        }
    }
}
