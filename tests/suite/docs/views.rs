//! What templates see, read from the types that are made for them: `struct`s in `src/outputs/` that serialise,
//! with the line of documentation above each field. The manual shows them as tables.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Fields that mean the same wherever they stand, so that not each needs a line of its own.
const COMMON: &[(&str, &str)] = &[
    ("about_lang", "The language of that text, only when it differs from the page's."),
    ("agency", "Who measured."),
    ("airs", "When it was first shown."),
    ("album", "The newest album."),
    ("also", "What other sources say."),
    ("alternates", "The page in every language of the site."),
    ("area", "Where it was measured."),
    ("as_of", "The day that the facts are true for."),
    ("at", "At which time of the episode."),
    ("author", "Who wrote it."),
    ("awards", "Prizes that went to it."),
    ("base", "Of whom it was measured."),
    ("because", "Why this value."),
    ("bit", "What is shown."),
    ("bits", "The value, with commas between them."),
    ("by", "Who performs it."),
    ("by_episode", "The same, episode by episode."),
    ("cards", "What it lists, as cards."),
    ("ceremony", "The ceremony."),
    ("channel", "The channel."),
    ("character", "The character."),
    ("characters", "Who belongs to it."),
    ("cites", "Its notes, which lead to the sources."),
    ("contact", "Where to write to."),
    ("count", "How many there are."),
    ("crumbs", "The way to the page."),
    ("css", "The address of the style sheet."),
    ("date", "When."),
    ("dates", "Every dated episode, by date."),
    ("discs", "Its discs; one for a release that says nothing of discs."),
    ("drama", "The drama that it belongs to."),
    ("duration", "How long it is."),
    ("edition", "Which edition."),
    ("entries", "What happened, by date."),
    ("episode", "The episode."),
    ("episodes", "The episodes."),
    ("events", "Dated events that concern it."),
    ("extra", "Your own fields, as they stand in the file."),
    ("fact", "The value, with what is said about it."),
    ("figures", "Numbers that somebody published about it."),
    ("footer", "The menu at the foot."),
    ("groups", "Its groups."),
    ("guests", "Characters that appear in it as guests."),
    ("has_channels", "Some of them name a channel."),
    ("has_ratings", "Some of them have a rating."),
    ("has_songs", "Some of them have songs."),
    ("heard", "Where, or which songs, are heard."),
    ("home", "The way to the home page."),
    ("how", "How it differs."),
    ("href", "Its address."),
    ("icon", "The address of the icon."),
    ("id", "Its id."),
    ("is_current", "It is the page's own."),
    ("is_fictional", "It exists only in the story."),
    ("is_unofficial", "The site is not official."),
    ("items", "The things in the box."),
    ("job", "What they do."),
    ("kind", "What sort of thing it is, in words."),
    ("label", "What stands before it, in words."),
    ("lang", "Its language."),
    ("last", "The last one."),
    ("license", "The licence of the texts."),
    ("links", "Addresses elsewhere."),
    ("months", "The months of it."),
    ("name", "What it is called."),
    ("names", "Every other name it goes by."),
    ("nav", "The main menu."),
    ("news", "News about it."),
    ("next", "The one after it."),
    ("noindex", "Search engines should leave it out."),
    ("note", "A remark for readers."),
    ("number", "Its number."),
    ("offers", "Where it is sold."),
    ("on_it", "What rests on it, by kind."),
    ("pager", "The way to the other pages of the list."),
    ("pages", "Free pages."),
    ("parts", "The parts."),
    ("peak", "Share in the highest minute."),
    ("percent", "Share of the audience."),
    ("place", "Where."),
    ("places", "Places."),
    ("played_by", "Who plays them."),
    ("previous", "The one before it."),
    ("prize", "The prize."),
    ("published", "When it was published."),
    ("publisher", "Who published it."),
    ("quote", "A few words that somebody said."),
    ("rating", "The rating of the whole country, or the first one."),
    ("ratings", "How many watched it."),
    ("record", "The record."),
    ("records", "The records."),
    ("regions", "Where it is offered."),
    ("relations", "Who is what to whom."),
    ("release", "The release."),
    ("releases", "Releases."),
    ("repository", "Where the files are kept."),
    ("role", "How large the part is, in words."),
    ("rows", "What is known of it, line by line."),
    ("scene", "What happens."),
    ("seasons", "Its seasons."),
    ("service", "The service."),
    ("shop", "The shop."),
    ("song", "The song."),
    ("songs", "Songs."),
    ("sources", "Sources."),
    ("span", "From when until when, in words."),
    ("spoiler", "Set when it tells something of an episode: show it inside `<spoiler>` only."),
    ("status", "How far it has come, in words."),
    ("streaming", "Where it can be streamed."),
    ("streaming_cites", "Notes of the streaming services as a whole."),
    ("subtitle", "The name in another language."),
    ("summary", "What it is about, without giving anything away."),
    ("tags", "Its tags, as links."),
    ("takes", "Other takes of it."),
    ("text", "The text."),
    ("time", "The hour."),
    ("title", "Its title."),
    ("title_lang", "The language of the title, only when it differs from the page's."),
    ("titles", "The name in other languages."),
    ("to", "Where it leads, or to whom."),
    ("tracks", "Its songs."),
    ("units", "Units that come from it."),
    ("unofficial", "The site says that it is not official."),
    ("until", "Its last day."),
    ("url", "The whole address."),
    ("value", "The value."),
    ("viewers", "How many people watched."),
    ("weekly", "When it is on every week."),
    ("what", "What it is."),
    ("when", "When."),
    ("who", "Who."),
    ("works", "What they did."),
    ("year", "The year."),
    ("years", "The years, first one first."),
];

struct Shape {
    name: String,
    /// The file without its ending.
    module: String,
    doc: String,
    is_shared: bool,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    kind: String,
    doc: String,
    is_flat: bool,
}

/// Every shape, in the order of files and lines.
pub struct Shapes {
    shapes: Vec<Shape>,
    /// The text of each module, which says where its names are from.
    texts: BTreeMap<String, String>,
}

impl Shapes {
    pub fn of(paths: &[PathBuf]) -> Shapes {
        let mut shapes = Vec::new();
        let mut texts = BTreeMap::new();
        for path in paths {
            let module = path.file_stem().unwrap().to_string_lossy().to_string();
            let text = std::fs::read_to_string(path).unwrap();
            shapes_in(&module, &text, &mut shapes);
            texts.insert(module, text);
        }
        assert!(shapes.len() > 20, "the views are not where they should be");
        Shapes { shapes, texts }
    }

    /// `page` and `site`, which every page sees.
    pub fn frame(&self) -> String {
        let named = |name: &str| self.shapes.iter().find(|shape| shape.name == name).unwrap();
        let mut made = format!("### page\n\n{}\n", self.table(named("PageView")));
        made.push_str(&format!("### site\n\n{}\n", self.table(named("SiteView"))));
        for shape in self.shapes.iter().filter(|shape| shape.module == "frame" && shape.name != "SiteView") {
            made.push_str(&format!("### {}\n\n{}\n\n{}\n", self.called(shape), shape.doc, self.table(shape)));
        }
        made
    }

    /// Shapes that several pages share.
    pub fn shared(&self) -> String {
        let shared = |shape: &&Shape| shape.is_shared && shape.name != "PageView" && shape.module != "frame";
        let mut shapes: Vec<&Shape> = self.shapes.iter().filter(shared).collect();
        // The smallest pieces first: everything else is made of them.
        shapes.sort_by_key(|shape| shape.module != "views");
        let mut made = String::new();
        for shape in shapes {
            let doc = if shape.doc.is_empty() { String::new() } else { format!("{}\n\n", shape.doc) };
            made.push_str(&format!("### {}\n\n{doc}{}\n", self.called(shape), self.table(shape)));
        }
        made
    }

    /// Each template with what it sees, by the name of the template.
    pub fn pages(&self) -> String {
        let mut pages: BTreeMap<&str, String> = BTreeMap::new();
        for shape in &self.shapes {
            let Some((template, name)) = seen_by(&shape.doc) else { continue };
            let mut made = format!("### {template}\n\nSees `{name}`:\n\n{}\n", self.table(shape));
            for inner in self.inside(shape) {
                let doc = if inner.doc.is_empty() { String::new() } else { format!("{}\n\n", inner.doc) };
                made.push_str(&format!("#### {}\n\n{doc}{}\n", self.called(inner), self.table(inner)));
            }
            pages.insert(template, made);
        }
        pages.into_values().collect()
    }

    /// Fields of which nothing says what they are.
    pub fn unexplained(&self) -> Vec<String> {
        let mut found = Vec::new();
        for shape in &self.shapes {
            for field in shape.fields.iter().filter(|field| !field.is_flat && meaning(field).is_none()) {
                found.push(format!("`{}` of {} in src/outputs/{}.rs", field.name, shape.name, shape.module));
            }
        }
        found
    }

    /// Names of fields that say they hold HTML.
    pub fn html_fields(&self) -> BTreeSet<&str> {
        let fields = self.shapes.iter().flat_map(|shape| &shape.fields);
        let found: BTreeSet<&str> =
            fields.filter(|field| field.doc.contains("HTML")).map(|field| field.name.as_str()).collect();
        assert!(!found.is_empty());
        found
    }

    /// Shapes of its own file that a page's view is made of, in the order of the file.
    fn inside<'s>(&'s self, page: &'s Shape) -> Vec<&'s Shape> {
        let of_file = |shape: &&Shape| shape.module == page.module && !shape.is_shared && shape.name != page.name;
        self.shapes.iter().filter(of_file).collect()
    }

    /// In the manual: `FactView` is a "fact", a shape of one page is told apart by its template.
    fn called(&self, shape: &Shape) -> String {
        let plain = plain_name(&shape.name);
        if shape.is_shared || shape.module == "frame" {
            let rivals = self.shapes.iter().filter(|other| other.is_shared && plain_name(&other.name) == plain);
            let is_first = shape.module == "views" || rivals.count() < 2;
            return if is_first { plain } else { format!("{} {plain}", shape.module.replace('_', " ")) };
        }
        let page = self.shapes.iter().find(|page| page.module == shape.module && seen_by(&page.doc).is_some());
        match page.and_then(|page| seen_by(&page.doc)) {
            Some((template, _)) => format!("{template}: {plain}"),
            None => panic!("{} in src/outputs/{}.rs is of no page: make it `pub`", shape.name, shape.module),
        }
    }

    fn table(&self, shape: &Shape) -> String {
        let mut table = "| field | holds | meaning |\n| --- | --- | --- |\n".to_string();
        for field in &shape.fields {
            let holds = self.holds(&field.kind, shape);
            if field.is_flat {
                table.push_str(&format!("| … | {holds} | All of its fields stand here. |\n"));
                continue;
            }
            let doc = meaning(field).unwrap_or_default();
            table.push_str(&format!("| `{}` | {holds} | {} |\n", field.name, doc.replace('|', "\\|")));
        }
        table
    }

    /// A type in words.
    fn holds(&self, kind: &str, of: &Shape) -> String {
        let inner = |outer: &str| kind.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
        if let Some(inner) = inner("Option<") {
            return format!("{}, or nothing", self.holds(inner, of));
        }
        if let Some(inner) = inner("Vec<") {
            return format!("list of {}", self.holds(inner, of));
        }
        if kind.ends_with("BTreeMap<String, String>") {
            return "texts by name".into();
        }
        match kind.rsplit("::").next().unwrap_or(kind) {
            "String" | "str" => "text".into(),
            "bool" => "true or false".into(),
            "usize" | "u32" => "number".into(),
            "View" => "anything".into(),
            name => {
                let called = self.called(self.find(name, kind, of));
                let anchor: String =
                    called.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-')).collect();
                format!("[{}](#{})", plain_name(name), anchor.replace(' ', "-"))
            }
        }
    }

    /// The shape that a type names in a file: its own, or one that it takes from another.
    fn find(&self, name: &str, path: &str, of: &Shape) -> &Shape {
        let mut all: Vec<&Shape> = self.shapes.iter().filter(|shape| shape.name == name).collect();
        if let Some(own) = all.iter().find(|shape| shape.module == of.module) {
            return own;
        }
        all.retain(|shape| shape.is_shared);
        let text = &self.texts[&of.module];
        let takes = |shape: &&&Shape| {
            let module = format!("{}::", shape.module);
            path.contains(&module)
                || text
                    .lines()
                    .any(|line| line.starts_with("use ") && line.contains(&module) && line.contains(name))
        };
        match all.iter().find(takes) {
            Some(shape) => shape,
            None => panic!("which {name} does {} in src/outputs/{}.rs mean?", of.name, of.module),
        }
    }
}

/// The field's own line, else what every field of that name means.
fn meaning(field: &Field) -> Option<&str> {
    let common = || COMMON.iter().find(|(name, _)| *name == field.name).map(|(_, doc)| *doc);
    if field.doc.is_empty() { common() } else { Some(&field.doc) }
}

/// "What `song.html` sees as `song`."
fn seen_by(doc: &str) -> Option<(&str, &str)> {
    let (template, rest) = doc.strip_prefix("What `")?.split_once("` sees as `")?;
    Some((template, rest.split('`').next()?))
}

/// `NameView` → `name`, `HeardView` → `heard`.
fn plain_name(name: &str) -> String {
    let mut plain = String::new();
    for c in name.strip_suffix("View").unwrap_or(name).chars() {
        if c.is_uppercase() && !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(c.to_lowercase());
    }
    plain
}

fn shapes_in(module: &str, text: &str, shapes: &mut Vec<Shape>) {
    let mut doc: Vec<&str> = Vec::new();
    let mut is_serialised = false;
    let mut is_flat = false;
    let mut open: Option<Shape> = None;
    for line in text.lines() {
        let line = line.trim();
        if let Some(more) = line.strip_prefix("///") {
            doc.push(more.trim());
            continue;
        }
        if line.starts_with("#[") {
            is_serialised |= line.starts_with("#[derive(") && line.contains("Serialize");
            is_flat |= line.contains("flatten");
            continue;
        }
        let said = doc.join(" ");
        doc.clear();
        match &mut open {
            Some(_) if line == "}" => shapes.extend(open.take()),
            Some(shape) => {
                let field = line.strip_prefix("pub ").unwrap_or(line).trim_end_matches(',');
                if let Some((name, kind)) = field.split_once(": ") {
                    let kind = kind.replace("&'static ", "");
                    shape.fields.push(Field { name: name.into(), kind, doc: said, is_flat });
                }
            }
            None if is_serialised => {
                let head = line.strip_prefix("pub ").unwrap_or(line);
                if let Some(name) = head.strip_prefix("struct ").and_then(|head| head.strip_suffix(" {")) {
                    let is_shared = line.starts_with("pub ");
                    let module = module.to_string();
                    open = Some(Shape { name: name.into(), module, doc: said, is_shared, fields: Vec::new() });
                }
            }
            None => {}
        }
        is_serialised = false;
        is_flat = false;
    }
}
