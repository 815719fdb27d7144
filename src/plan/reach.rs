//! Which files a page's template is made of: what it extends, includes and calls, and all that those do.
//!
//! Read from the texts, and rather too much than too little: every name of a template between quotation marks and
//! every component that stands behind a `<` counts, wherever they stand.

use crate::base::digest::Digest;
use std::collections::{BTreeSet, HashMap};

/// What the program itself wants to know of a template with all that it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Of the texts of all the files: pages of a template with the same digest are made in the same way.
    pub digest: Digest,
    /// What pages tell machines is asked for somewhere: `page.json_ld`.
    pub has_json_ld: bool,
    /// What pages say where they are shared is asked for: `page.og`.
    pub has_og: bool,
}

/// Every template, by the name that a page asks for: `song.html`.
#[derive(Default)]
pub struct Reach {
    by_name: HashMap<String, Reached>,
    /// A template of the site says itself what pages allow.
    pub has_own_policy: bool,
}

impl Reach {
    /// Takes every template there is, by the name that tera knows. The names of the theme's begin with `theme`, and a
    /// site's own of the same name stands before them.
    pub fn new(texts: &[(String, &str)], theme: &str) -> Reach {
        let by_name: HashMap<&str, usize> = texts.iter().enumerate().map(|(at, (name, _))| (&**name, at)).collect();
        let find = |name: &str| by_name.get(name).or_else(|| by_name.get(&*format!("{theme}{name}"))).copied();
        let mut makers: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, (_, text)) in texts.iter().enumerate() {
            components(text).for_each(|name| makers.entry(name).or_default().push(at));
        }
        let uses: Vec<BTreeSet<usize>> = texts
            .iter()
            .map(|(_, text)| {
                let named = quoted(text).filter_map(find);
                named.chain(called(text).filter_map(|name| makers.get(name)).flatten().copied()).collect()
            })
            .collect();
        let facts = |(_, text): &(String, &str)| Reached {
            digest: Digest::of(text.as_bytes()),
            has_json_ld: asks_for(text, "json_ld"),
            has_og: asks_for(text, "og"),
        };
        let facts: Vec<Reached> = texts.iter().map(facts).collect();
        let names = texts.iter().map(|(name, _)| name.strip_prefix(theme).unwrap_or(name));
        let reached = |name: &str| {
            let mut all = BTreeSet::new();
            let mut next: Vec<usize> = find(name).into_iter().collect();
            while let Some(at) = next.pop() {
                if all.insert(at) {
                    next.extend(&uses[at]);
                }
            }
            let mut text = String::new();
            for at in &all {
                text += &format!("{} {}\n", texts[*at].0, facts[*at].digest);
            }
            let any = |has: fn(&Reached) -> bool| all.iter().any(|at| has(&facts[*at]));
            let (has_json_ld, has_og) = (any(|facts| facts.has_json_ld), any(|facts| facts.has_og));
            Reached { digest: Digest::of(text.as_bytes()), has_json_ld, has_og }
        };
        let by_name = names.map(|name| (name.to_string(), reached(name))).collect();
        Reach { by_name, has_own_policy: false }
    }

    pub fn of(&self, template: &str) -> Option<&Reached> {
        self.by_name.get(template)
    }

    /// The templates that are made of other files, or of the same with other texts, than before; those that only
    /// one of the two has are among them.
    pub fn unlike<'r>(&'r self, before: &'r Reach) -> impl Iterator<Item = &'r str> {
        let gone = before.by_name.keys().filter(|name| !self.by_name.contains_key(*name));
        let other = self.by_name.iter().filter(|(name, reached)| before.by_name.get(*name) != Some(reached));
        gone.chain(other.map(|(name, _)| name)).map(String::as_str)
    }
}

/// Whether a template may show a field of a page: by its name, or because it shows all that there is.
fn asks_for(text: &str, field: &str) -> bool {
    let has = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
    let named = [format!(".{field}"), format!("\"{field}\""), format!("'{field}'"), format!("`{field}`")];
    let all = ["__tera_context", "page |", "page|", " page }", "{page}"];
    named.iter().any(|words| has(words)) || all.iter().any(|words| has(words))
}

/// What stands between quotation marks and may be the name of a file.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split(['"', '\''])
        .filter(|part| part.len() < 200 && part.contains('.') && !part.contains(char::is_whitespace))
}

/// `<name` in `{{ <name …/> }}`, and the tags of HTML with them.
fn called(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).map(|rest| word(rest.trim_start_matches('/')))
}

/// The components that a template makes: `{% component name(…) %}`.
fn components(text: &str) -> impl Iterator<Item = &str> {
    text.split("component ").skip(1).map(|rest| word(rest.trim_start()))
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &[(&str, &str)] = &[
        ("theme/base.html", "<p>{% if page.json_ld %}{% endif %}{% block content %}{% endblock %}"),
        ("theme/song.html", r#"{% extends "base.html" %}{{ <cite to="x" /> }}{% include 'parts/list.html' %}"#),
        ("theme/bare.html", "<html>"),
        ("theme/parts/cite.html", "{% component cite(to) %}<a>{% endcomponent cite %}"),
        ("theme/parts/list.html", "<ul>"),
    ];

    fn reach(changed: &[(&str, &str)]) -> Reach {
        let all = SITE.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name)).chain(changed);
        let texts: Vec<(String, &str)> = all.map(|(name, text)| (name.to_string(), *text)).collect();
        Reach::new(&texts, "theme/")
    }

    fn unlike(changed: &[(&str, &str)]) -> Vec<String> {
        let mut names: Vec<String> = reach(changed).unlike(&reach(&[])).map(str::to_string).collect();
        names.sort();
        names
    }

    #[test]
    fn a_change_reaches_what_is_made_of_it() {
        assert_eq!(unlike(&[]), [""; 0]);
        assert_eq!(unlike(&[("theme/bare.html", "<html lang>")]), ["bare.html"]);
        assert_eq!(unlike(&[("theme/parts/list.html", "<ol>")]), ["parts/list.html", "song.html"]);
        let cite = "{% component cite(to) %}<b>{% endcomponent cite %}";
        assert_eq!(unlike(&[("theme/parts/cite.html", cite)]), ["parts/cite.html", "song.html"]);
        assert_eq!(unlike(&[("theme/base.html", "<p>")]), ["base.html", "song.html"]);
    }

    #[test]
    fn a_file_of_the_site_stands_before_that_of_the_theme() {
        let own = r#"{% extends "theme/base.html" %}"#;
        assert_eq!(unlike(&[("base.html", own)]), ["base.html", "song.html"]);
        assert_eq!(unlike(&[("new.html", own)]), ["new.html"]);
        assert_eq!(unlike(&[("own.html", "{% component cite(to) %}")]), ["own.html", "song.html"]);
    }

    #[test]
    fn what_pages_tell_machines_is_wanted_where_a_template_names_it() {
        let reach = reach(&[("all.html", "{{ __tera_context }}"), ("og.html", "{% for m in page['og'] %}")]);
        let has = |name: &str| reach.of(name).map(|reached| (reached.has_json_ld, reached.has_og));
        let all = ["song.html", "bare.html", "all.html", "og.html", "none.html"].map(has);
        assert_eq!(all, [Some((true, false)), Some((false, false)), Some((true, true)), Some((false, true)), None]);
    }
}
