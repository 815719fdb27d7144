//! Content is text, whatever it looks like: payloads in every field of every kind reach no page as markup.

use super::cases::{make, messages};
use linernotes::base::diagnostic::{Diagnostic, Severity};
use linernotes::base::id::Kind;
use linernotes::model::table::fields_of;
use linernotes::render::{minify, theme};
use linernotes::source::Memory;

const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "{{ site.title }}{% include 'x' %}",
    "]]><script>alert(1)</script>",
];

const JSON_LD: &str = "<script type=\"application/ld+json\">";

/// A record with the payload in every field that takes free text.
fn record(kind: Kind, payload: &str) -> String {
    let quoted = serde_json::to_string(payload).unwrap();
    let mut yaml = String::new();
    for field in fields_of(kind) {
        let form = (field.form)();
        let is_list = form.starts_with("a list, each ");
        let form = form.trim_start_matches("a list, each ");
        let value = match form {
            "a text" | "a text, or one for each language: `{en: …, ko: …}`" => quoted.clone(),
            form if form.starts_with("a name, or one for each language") => quoted.clone(),
            form if form.starts_with("the id of a person or an artist, or") => "payload".into(),
            "the id of a song" if field.name == "songs" => "payload".into(),
            form if field.needed && form.starts_with("one of `") => form.split('`').nth(1).unwrap().to_string(),
            form if field.needed && form.starts_with("a date") => "2024-04-26".into(),
            _ => continue,
        };
        // The drama's own id is an id.
        let value = if field.name == "id" { "a-drama".into() } else { value };
        yaml += &match is_list {
            true => format!("{}: [{value}]\n", field.name),
            false => format!("{}: {value}\n", field.name),
        };
    }
    yaml + &format!(
        "note: {quoted}\nsources: [payload]\nfigures: [{{what: {quoted}, value: 1, unit: {quoted}}}]\nlinks: [{{url: \"https://e.example/?a=b&c='d\", label: {quoted}}}]\n"
    )
}

#[test]
fn text_never_becomes_markup() {
    // The one script of ours that stands in the pages.
    let (_, bytes) = theme::STATIC.iter().find(|(name, _)| *name == theme::EARLY).unwrap();
    let early = format!("<script>{}</script>", minify::script(std::str::from_utf8(bytes).unwrap()));
    for payload in PAYLOADS {
        let mut tree = Memory::new();
        let quoted = serde_json::to_string(payload).unwrap();
        tree.put("content/site.yaml", format!("title: {quoted}\naddress: https://drama.example/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\ntext_license: {quoted}\ntags: {{t: {quoted}}}\n"));
        for kind in Kind::ALL {
            match kind {
                Kind::News | Kind::Page | Kind::Image | Kind::Artist => {}
                Kind::Drama => tree.put("content/drama.yaml", record(*kind, payload)),
                Kind::Episode => {
                    let body: String = record(*kind, payload).lines().map(|line| format!("  {line}\n")).collect();
                    tree.put("content/episodes.yaml", format!("1:\n{body}"));
                }
                _ => {
                    let body: String = record(*kind, payload).lines().map(|line| format!("  {line}\n")).collect();
                    tree.put(&format!("content/{}.yaml", kind.stem()), format!("payload:\n{body}"));
                }
            }
        }
        tree.put("content/news/2024-04-26-one.en.md", format!("---\ntitle: {quoted}\ntags: [t]\nquote: {{text: {quoted}, who: payload}}\n---\n\n{payload}\n\n[a]({payload}) ![b](x \"{payload}\")\n\n<p title={quoted} onclick=\"alert(1)\">x</p>\n"));
        tree.put(
            "content/pages/free.en.md",
            format!("---\ntitle: {quoted}\n---\n\n`{payload}`\n\n```{payload}\n{payload}\n```\n"),
        );
        let (built, files) = make(&tree);
        // A payload is no barcode and no ISRC, either.
        // That HTML is taken out is told.
        let is_ours = |c: &&Diagnostic| !matches!(c.code.name(), "dead-link" | "link-scheme" | "text-lost");
        let errors = built.complaints.iter().filter(|c| c.severity == Severity::Error).filter(is_ours).count();
        assert_eq!(errors, 0, "{}", messages(&tree, &built));
        assert!(files.len() > 40, "{:?}", files.keys());
        for (path, bytes) in &files {
            if !path.ends_with(".html") && !path.ends_with(".xml") {
                continue;
            }
            let text = String::from_utf8_lossy(bytes).replace(&early, "");
            // The one script of ours is no markup: nothing in it ends it, and it reads back as what was written.
            let text = match text.split_once(JSON_LD) {
                None => text,
                Some((before, rest)) => {
                    let (json, after) = rest.split_once("</script>").expect("a script that ends");
                    assert!(!json.contains('<'), "{path}: {json}");
                    serde_json::from_str::<serde_json::Value>(json)
                        .unwrap_or_else(|error| panic!("{path}: {error}"));
                    format!("{before}{after}")
                }
            };
            for tag in tags(&text) {
                let bare = outside_quotes(tag).to_ascii_lowercase();
                let is_ours = tag.starts_with("<script type=\"module\" src=\"/assets/") && tag.ends_with("=\">");
                let is_script = bare.starts_with("<script") && !is_ours;
                let has_handler =
                    bare.split_ascii_whitespace().any(|word| word.starts_with("on") && word.contains('='));
                let runs = tag.to_ascii_lowercase().contains("javascript:");
                assert!(!is_script && !has_handler && !runs, "{path} has {tag}:\n{text}");
            }
        }
    }
}

/// Every tag of a page as a browser sees it: from `<` and a letter to the `>` that is not in quotes.
fn tags(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            rest = &rest[1..];
            continue;
        }
        let mut quote = None;
        let end = rest.find(|c: char| match (quote, c) {
            (None, '>') => true,
            (None, '"' | '\'') => {
                quote = Some(c);
                false
            }
            (Some(open), c) if c == open => {
                quote = None;
                false
            }
            _ => false,
        });
        let end = end.map_or(rest.len(), |end| end + 1);
        found.push(&rest[..end]);
        rest = &rest[end..];
    }
    found
}

/// A tag without the values of its attributes.
fn outside_quotes(tag: &str) -> String {
    let mut bare = String::new();
    let mut quote = None;
    for c in tag.chars() {
        match quote {
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => bare.push(c),
            Some(open) if c == open => quote = None,
            Some(_) => {}
        }
    }
    bare
}

#[test]
fn the_test_itself_would_see_markup() {
    let bad = "<p title='a>b' onclick=x>t</p><SCRIPT>";
    assert_eq!(
        tags(bad),
        ["<p title='a>b' onclick=x>", "</p>", "<SCRIPT>"][..]
            .iter()
            .filter(|t| !t.starts_with("</"))
            .copied()
            .collect::<Vec<_>>()
    );
    assert_eq!(outside_quotes("<p title='a>b' onclick=x>"), "<p title= onclick=x>");
}
