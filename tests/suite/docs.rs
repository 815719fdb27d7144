//! The manual says what the program does: its tables are made from the program's own, its examples are built,
//! its links lead somewhere. `UPDATE=1 cargo test` writes the tables anew: read the diff.

mod commands;
mod views;

use linernotes::base::diagnostic::{Code, Severity};
use linernotes::base::id::Kind;
use linernotes::base::limits;
use linernotes::cli::report::{Format, Report};
use linernotes::engine::build::build;
use linernotes::engine::sinks::InMemory;
use linernotes::kinds::{Common, Site, artist, character, common, drama, episode, news, release, site, song};
use linernotes::model::link::Asked;
use linernotes::model::table::fields_of;
use linernotes::outputs::OUTPUTS;
use linernotes::outputs::data::VERSION;
use linernotes::parse::decode::{FieldAbout, Fields};
use linernotes::render::theme::{STATIC, TEMPLATES, template};
use linernotes::render::tokens::{TokenValue, tokens};
use linernotes::source::Memory;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between `<!-- name -->` and `<!-- /name -->` must be this; with UPDATE it is made so.
fn agrees(path: &str, name: &str, made: &str) {
    // Tests run side by side, and several have a part in one page.
    static PAGES: Mutex<()> = Mutex::new(());
    let _one_at_a_time = PAGES.lock().unwrap_or_else(PoisonError::into_inner);
    let text = read(path);
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let from = text.find(&open).unwrap_or_else(|| panic!("{path} has no {open}")) + open.len();
    let to = text.find(&close).unwrap_or_else(|| panic!("{path} has no {close}"));
    let made = format!("\n{}\n", made.trim_end());
    if text[from..to] == made {
        return;
    }
    let is_update = std::env::var_os("UPDATE").is_some();
    assert!(is_update, "{path} is stale between {open} and {close}; UPDATE=1 cargo test writes it anew");
    std::fs::write(root().join(path), format!("{}{made}{}", &text[..from], &text[to..])).unwrap();
}

/// The shapes inside fields, in the order of the manual.
const SHAPES: &[(&str, &[FieldAbout])] = &[
    shape::<common::Credit>(),
    shape::<common::Job>(),
    shape::<common::Told>(),
    shape::<common::Figure>(),
    shape::<common::Link>(),
    shape::<common::Ids>(),
    shape::<site::Images>(),
    shape::<drama::Slot>(),
    shape::<drama::Streaming>(),
    shape::<drama::BasedOn>(),
    shape::<drama::MinuteSpan>(),
    shape::<drama::ContentRating>(),
    shape::<drama::Company>(),
    shape::<drama::DramaSays>(),
    shape::<drama::Theme>(),
    shape::<drama::Season>(),
    shape::<episode::Showing>(),
    shape::<episode::Rating>(),
    shape::<character::Relation>(),
    shape::<artist::Member>(),
    shape::<song::Writers>(),
    shape::<song::VersionOf>(),
    shape::<song::Take>(),
    shape::<song::Heard>(),
    shape::<release::Format>(),
    shape::<release::ReleaseSays>(),
    shape::<release::Track>(),
    shape::<release::Disc>(),
    shape::<release::Item>(),
    shape::<release::Size>(),
    shape::<release::Card>(),
    shape::<release::Offer>(),
    shape::<release::Money>(),
    shape::<news::Quote>(),
];

const fn shape<T: Fields>() -> (&'static str, &'static [FieldAbout]) {
    (T::CALLED, T::FIELDS)
}

fn table(fields: &[FieldAbout]) -> String {
    let mut table = "| field | meaning |\n| --- | --- |\n".to_string();
    for field in fields {
        let needed = if field.needed { "!" } else { "" };
        let form = (field.form)();
        // A shape with many parts has a table of its own, so its parts are not told twice.
        let known = |(_, parts): &&(&str, &[FieldAbout])| {
            let names: Vec<&str> = parts.iter().map(|part| part.name).collect();
            form.ends_with(&format!("`{{{}}}`", names.join(", ")))
        };
        let form = match SHAPES.iter().find(known) {
            Some((called, _)) => format!("{}[{called}](#{})", lead(&form), called.replace(' ', "-")),
            None => form,
        };
        table.push_str(&format!("| `{}`{needed} | {} Takes {form}. |\n", field.name, field.about.trim()));
    }
    table
}

/// "a list, each " of a list.
fn lead(form: &str) -> &str {
    form.split_once('`').map_or("", |(lead, _)| lead)
}

#[test]
fn the_fields_of_every_kind_are_in_the_manual() {
    let mut made = format!("### site.yaml\n\n{}\n", table(Site::FIELDS));
    made.push_str(&format!("### Every record\n\n{}\n", table(Common::FIELDS)));
    for kind in Kind::ALL {
        let file = match kind {
            Kind::Drama => "`drama.yaml`".to_string(),
            Kind::News | Kind::Page => format!("the head of a file in `{}/`", kind.stem()),
            _ => format!("`{0}.yaml` or `{0}/`", kind.stem()),
        };
        made.push_str(&format!("### {}\n\nIn {file}.\n\n{}\n", kind.with_article(), table(fields_of(*kind))));
    }
    made.push_str("## Reference: shapes inside fields\n\n");
    for (called, fields) in SHAPES {
        made.push_str(&format!("### {called}\n\n{}\n", table(fields)));
    }
    agrees("docs/content.md", "fields", &made);
}

/// A shape that the list above forgets would be missing from the manual.
#[test]
fn every_shape_is_in_the_manual() {
    let mut called = BTreeSet::new();
    for path in rust_files(&root().join("src/kinds")) {
        let text = std::fs::read_to_string(&path).unwrap();
        called.extend(text.split("fields! { \"").skip(1).map(|rest| rest.split('"').next().unwrap().to_string()));
    }
    let mut known: BTreeSet<String> = SHAPES.iter().map(|(called, _)| called.to_string()).collect();
    known.extend([Site::CALLED.to_string(), Common::CALLED.to_string()]);
    known.extend(Kind::ALL.iter().map(|kind| kind.with_article()));
    let missing: Vec<_> = called.iter().filter(|called| !known.contains(*called)).collect();
    assert!(missing.is_empty(), "not in the list of shapes: {missing:?}");
}

#[test]
fn the_outputs_are_in_the_manual() {
    let mut made = "| name | what it makes |\n| --- | --- |\n".to_string();
    OUTPUTS.iter().for_each(|output| made.push_str(&format!("| `{}` | {} |\n", output.name, output.about)));
    agrees("docs/content.md", "outputs", &made);
}

#[test]
fn outputs_and_data_have_their_pages() {
    let mut made = "| name | what it makes | where | off with |\n| --- | --- | --- | --- |\n".to_string();
    for output in OUTPUTS {
        let place: Vec<String> = output.path.split(", ").map(in_code).collect();
        let (name, about) = (output.name, output.about);
        made.push_str(&format!("| `{name}` | {about} | {} | `{name}: off` |\n", place.join(", ")));
    }
    agrees("docs/outputs.md", "outputs", &made);
    let mut made = "| file | records |\n| --- | --- |\n".to_string();
    for kind in Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::News | Kind::Page)) {
        made.push_str(&format!("| `data/{}.json` | {} |\n", kind.stem(), kind.plural()));
    }
    agrees("docs/data.md", "files", &made);
    assert!(read("docs/data.md").contains(&format!("`version` is {VERSION}.")), "docs/data.md has another version");
}

/// An address in backticks; words stay words.
fn in_code(place: &str) -> String {
    if place.starts_with('/') { format!("`{place}`") } else { place.to_string() }
}

#[test]
fn the_codes_are_in_the_manual() {
    let mut made = "| code | what is wrong |\n| --- | --- |\n".to_string();
    for code in Code::ALL {
        let name = code.name();
        assert!(code.page().starts_with(&format!("# {name}\n")), "docs/errors/{name}.md is of another code");
        made.push_str(&format!("| [`{name}`](errors/{name}.md) | {} |\n", code.about()));
    }
    agrees("docs/content.md", "codes", &made);
    for entry in std::fs::read_dir(root().join("docs/errors")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().to_string();
        let code = name.strip_suffix(".md").and_then(Code::named);
        assert!(code.is_some(), "docs/errors/{name} explains a code that there is none of");
    }
}

#[test]
fn the_limits_are_in_the_manual() {
    let text = read("docs/limits.md");
    let printed = limits::PROBLEMS_PRINTED;
    for said in [
        format!("| {} MB |", limits::FILE_BYTES >> 20),
        format!("| {} million |", limits::PICTURE_PIXELS / 1_000_000),
        format!("in YAML | {} levels |", limits::YAML_DEPTH),
        format!("| {} times the size of the file |", limits::YAML_ALIAS_FACTOR),
        format!(
            "in one YAML file | {},{:03},000 |",
            limits::YAML_VALUES / 1_000_000,
            limits::YAML_VALUES / 1000 % 1000
        ),
        format!("| one value in YAML | {} MB |", limits::YAML_TEXT_BYTES >> 20),
        format!(
            "in one text in Markdown | {},{:03} |",
            limits::MARKDOWN_PARTS / 1000,
            limits::MARKDOWN_PARTS % 1000
        ),
        format!("of one file | {},{:03} |", limits::PROBLEMS_KEPT / 1000, limits::PROBLEMS_KEPT % 1000),
        format!("in Markdown | {} levels |", limits::MARKDOWN_DEPTH),
        format!("| {} characters |", limits::PATH_CHARACTERS),
        format!("| an id | {} characters |", limits::ID_CHARACTERS),
        format!("| {},{:03};", printed / 1000, printed % 1000),
    ] {
        assert!(text.contains(&said), "docs/limits.md does not say {said:?}");
    }
    let count = read("src/base/limits.rs").matches("pub const ").count();
    assert_eq!(count, 12, "a limit has come or gone: docs/limits.md and this test should know");
}

#[test]
fn what_templates_see_is_in_the_manual() {
    let shapes = views::Shapes::of(&view_files());
    let silent = shapes.unexplained();
    assert!(silent.is_empty(), "put a line `///` above each of these:\n{}", silent.join("\n"));
    for (mark, made) in [("frame", shapes.frame()), ("shapes", shapes.shared()), ("views", shapes.pages())] {
        agrees("docs/templates.md", mark, &made);
    }
}

#[test]
fn every_token_is_in_the_manual() {
    let (_, css) = STATIC.iter().find(|(name, _)| *name == "site.css").unwrap();
    let mut made = "| token | under | value of the theme |\n| --- | --- | --- |\n".to_string();
    for token in tokens(std::str::from_utf8(css).unwrap()) {
        let value = match &token.value {
            TokenValue::Colour { light, dark } => format!("`{light}`, dark `{dark}`"),
            TokenValue::Fonts(value) | TokenValue::Size(value) => format!("`{value}`"),
        };
        made.push_str(&format!("| `{}` | `{}` | {value} |\n", token.name, token.group().name()));
    }
    agrees("docs/templates.md", "tokens", &made);
}

#[test]
fn every_template_and_part_is_in_the_manual() {
    let text = read("docs/templates.md");
    for (name, _) in TEMPLATES {
        assert!(text.contains(&format!("`{name}`")), "docs/templates.md does not name `{name}`");
    }
    for (name, bytes) in TEMPLATES {
        for component in std::str::from_utf8(bytes).unwrap().split(" component ").skip(1) {
            let head = component.split_inclusive(')').next().unwrap_or_default();
            assert!(
                text.contains(&format!("| `{head}` |")),
                "docs/templates.md does not tell of `{head}` of {name}"
            );
        }
    }
    for block in template("base.html").unwrap_or_default().split("{% block ").skip(1) {
        let name = block.split_whitespace().next().unwrap_or_default();
        assert!(text.contains(&format!("| `{name}` |")), "docs/templates.md does not tell of the block `{name}`");
    }
}

/// Text is escaped by itself. What is not must be HTML that the program made.
#[test]
fn only_html_is_shown_unescaped() {
    let shapes = views::Shapes::of(&view_files());
    let html = shapes.html_fields();
    for (name, bytes) in TEMPLATES {
        let text = std::str::from_utf8(bytes).unwrap();
        for (at, _) in text.match_indices("| safe") {
            let before = text[..at].trim_end();
            let from = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
            let field = &before[from..];
            assert!(html.contains(field), "{name} shows `{field}` as HTML, and nothing says that it is");
        }
    }
}

/// Every file that the manual shows in full, put together: they make a site without a word of complaint.
#[test]
fn the_examples_of_the_manual_make_a_site() {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for page in ["docs/content.md", "docs/templates.md"] {
        let text = read(page);
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let name = line.strip_prefix("**").and_then(|line| line.strip_suffix("**"));
            let Some(name) = name.filter(|name| name.contains('/') && name.contains('.')) else { continue };
            let fence = lines.by_ref().find(|line| line.starts_with("```")).expect("a file stands in a fence");
            let fence: String = fence.chars().take_while(|c| *c == '`').collect();
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            let file = files.entry(name.to_string()).or_default();
            file.push_str(&body.join("\n"));
            file.push('\n');
        }
    }
    assert!(files.len() >= 15, "{:?}", files.keys());
    let mut tree = Memory::new();
    files.iter().for_each(|(name, text)| tree.put(name, text.as_str()));
    let asked = Asked { address: None, now: 1_714_100_400, drafts: false, headers: None };
    let sink = InMemory::default();
    let built = build(&tree, &asked, &sink).unwrap_or_else(|_| panic!("no disk, no fault"));
    let mut report = Report::new(&tree, Format::Text);
    // A small example rests on one source here and there, which is noted.
    let serious = built.complaints.iter().filter(|complaint| complaint.severity != Severity::Note);
    let told: String = serious.map(|complaint| report.say_plain(complaint)).collect();
    assert!(told.is_empty(), "{told}");
    // The frame is changed once, for all pages.
    for (name, bytes) in sink.into_files() {
        let page = String::from_utf8_lossy(&bytes);
        let is_changed = page.contains("<meta name=\"author\"") || !page.contains("<header class=\"site-header\">");
        assert!(is_changed, "{name} does not have what base.html puts into every page");
    }
}

#[test]
fn links_of_the_manual_lead_somewhere() {
    let mut pages: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"].map(|name| root().join(name)).into();
    for folder in ["docs", "docs/errors"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            pages
                .extend(Some(entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "md")));
        }
    }
    assert!(pages.len() > 80, "{pages:?}");
    for page in &pages {
        let text = std::fs::read_to_string(page).unwrap();
        for link in links(&text) {
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            assert!(target.exists(), "{} links to {link}, which is not there", page.display());
            if !anchor.is_empty() {
                let text = std::fs::read_to_string(&target).unwrap();
                let is_there = prose(&text).any(|line| line.starts_with('#') && anchor_of(line) == anchor);
                assert!(is_there, "{} links to {link}, and no heading is called so", page.display());
            }
        }
    }
}

/// A page that no other leads to is found by nobody.
#[test]
fn every_page_of_the_manual_is_in_its_index() {
    let index = links(&read("docs/README.md"));
    for entry in std::fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().to_string();
        let is_listed = index.iter().any(|link| link.split('#').next() == Some(&name));
        assert!(is_listed || name == "README.md" || !name.ends_with(".md"), "docs/README.md does not list {name}");
    }
}

/// Lines outside of fences.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut fence = String::new();
    text.lines().filter(move |line| {
        // A fence may stand in a list.
        let line = &line.trim_start();
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        if fence.is_empty() && ticks.len() >= 3 {
            fence = ticks;
            return false;
        }
        if !fence.is_empty() {
            if *line == fence {
                fence.clear();
            }
            return false;
        }
        true
    })
}

/// Addresses of links that stay in the repository; what stands in backticks only looks like one.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(text) {
        let plain: String = line.split('`').step_by(2).collect();
        for rest in plain.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default();
            if !target.contains("://") {
                found.push(target.to_string());
            }
        }
    }
    found
}

/// The anchor that a heading gets on GitHub.
fn anchor_of(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .collect::<String>()
        .replace(' ', "-")
}

/// Files that make views; what a file for machines looks like is no affair of templates.
fn view_files() -> Vec<PathBuf> {
    let mut paths = rust_files(&root().join("src/outputs"));
    paths.retain(|path| !path.ends_with("oembed.rs"));
    paths
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "rs"));
    paths.sort();
    paths
}
