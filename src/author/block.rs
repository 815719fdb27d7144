//! A record as it is written into a file: in block style, for a comma inside braces would break a title.

use crate::base::id::Kind;
use crate::kinds::record::common_fields;
use crate::model::table::fields_of;
use crate::parse::decode::FieldAbout;
use crate::parse::shape::Shape;
use crate::parse::write::scalar;
use crate::parse::yaml::{self, Node, Yaml};
use std::sync::Arc;

/// What is to be written behind a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Text(String),
    List(Vec<Block>),
    Map(Vec<(String, Block)>),
}

/// The fields of a record that is to be, from `field=value` as it was said on the command line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft(Vec<(String, Block)>);

impl Draft {
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|(key, _)| key == field)
    }

    /// Takes one `field=value`. `title.ko=…` is a text in one language, `heard_in.episode=…` a field inside a field;
    /// said again, a list gets one more item. What no field is called is taken too: the check will say so.
    pub fn set(&mut self, kind: Kind, said: &str) -> Result<(), String> {
        let Some((path, value)) = said.split_once('=') else {
            return Err(format!("`{said}` says no value; write `--set {said}=…`"));
        };
        let path: Vec<&str> = path.split('.').map(str::trim).collect();
        if path.iter().any(|part| part.is_empty()) {
            return Err(format!("`{said}` names no field; write `--set field=value`"));
        }
        put(&mut self.0, &path, value.trim(), &all_fields(kind), said)
    }

    /// Sets a field that was asked for.
    pub fn answer(&mut self, kind: Kind, field: &str, value: &str) -> Result<(), String> {
        self.set(kind, &format!("{field}={value}"))
    }

    /// The value of a field that is a single word, taken out.
    pub fn take(&mut self, field: &str) -> Option<String> {
        let at = self.0.iter().position(|(key, block)| key == field && matches!(block, Block::Text(_)))?;
        match self.0.remove(at) {
            (_, Block::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The fields, each on lines of its own, in the order of the manual.
    pub fn lines(&self, kind: Kind, indent: usize) -> Vec<String> {
        let order = all_fields(kind);
        let place = |name: &str| order.iter().position(|about| about.name == name).unwrap_or(usize::MAX);
        let mut fields: Vec<&(String, Block)> = self.0.iter().collect();
        fields.sort_by_key(|(name, _)| place(name));
        let mut lines = Vec::new();
        fields.iter().for_each(|(name, block)| block.write(name, indent, &mut lines));
        lines
    }
}

fn all_fields(kind: Kind) -> Vec<&'static FieldAbout> {
    fields_of(kind).iter().chain(common_fields()).collect()
}

/// Puts a value at a path of fields.
fn put(
    into: &mut Vec<(String, Block)>,
    path: &[&str],
    value: &str,
    fields: &[&'static FieldAbout],
    said: &str,
) -> Result<(), String> {
    let (first, rest) = (path[0], &path[1..]);
    let shape = fields.iter().find(|about| about.name == first).map_or(Shape::Anything, |about| (about.shape)());
    put_shaped(into, first, rest, value, &shape, said)
}

fn put_shaped(
    into: &mut Vec<(String, Block)>,
    key: &str,
    rest: &[&str],
    value: &str,
    shape: &Shape,
    said: &str,
) -> Result<(), String> {
    let at = into.iter().position(|(known, _)| known == key);
    let twice = || format!("`{said}`: this was said before, and it is no list");
    if let Shape::List(item) = plain(shape) {
        let at = at.unwrap_or_else(|| {
            into.push((key.to_string(), Block::List(Vec::new())));
            into.len() - 1
        });
        let Block::List(list) = &mut into[at].1 else { return Err(twice()) };
        return put_items(list, rest, value, item, said);
    }
    if rest.is_empty() {
        if at.is_some() {
            return Err(twice());
        }
        into.push((key.to_string(), leaf(value, shape, said)?));
        return Ok(());
    }
    let at = at.unwrap_or_else(|| {
        into.push((key.to_string(), Block::Map(Vec::new())));
        into.len() - 1
    });
    let Block::Map(map) = &mut into[at].1 else { return Err(twice()) };
    put_inner(map, rest, value, shape, said)
}

/// Puts a value below the fields of a shape.
fn put_inner(
    map: &mut Vec<(String, Block)>,
    path: &[&str],
    value: &str,
    shape: &Shape,
    said: &str,
) -> Result<(), String> {
    match inner(shape) {
        Some(fields) => put(map, path, value, &fields.iter().collect::<Vec<_>>(), said),
        None => put_shaped(map, path[0], &path[1..], value, keyed(shape), said),
    }
}

fn put_items(list: &mut Vec<Block>, rest: &[&str], value: &str, item: &Shape, said: &str) -> Result<(), String> {
    if rest.is_empty() {
        match leaf(value, &Shape::List(Box::new(item.clone())), said)? {
            Block::List(more) => list.extend(more),
            one => list.push(one),
        }
        return Ok(());
    }
    // A field that the last item has begins the next one.
    if let Some(Block::Map(map)) = list.last_mut() {
        let mut longer = map.clone();
        if put_inner(&mut longer, rest, value, item, said).is_ok() {
            *map = longer;
            return Ok(());
        }
    }
    let mut map = Vec::new();
    put_inner(&mut map, rest, value, item, said)?;
    list.push(Block::Map(map));
    Ok(())
}

/// A value as it was said: words, ids with commas between them, or YAML in brackets where words cannot be meant.
fn leaf(value: &str, shape: &Shape, said: &str) -> Result<Block, String> {
    let shape = plain(shape);
    let is_built = matches!(shape, Shape::List(_) | Shape::Fields { .. } | Shape::Keyed { .. } | Shape::Anything);
    if is_built && value.starts_with(['[', '{']) {
        let mut complaints = Vec::new();
        let node = yaml::read(&Arc::from("--set"), value, 0..value.len(), &mut complaints);
        return match node.filter(|_| complaints.is_empty()) {
            Some(node) => Ok(block_of(&node)),
            None => Err(format!("`{said}`: what stands in the brackets cannot be read as YAML")),
        };
    }
    Ok(match shape {
        Shape::List(item) if is_word(item) => {
            Block::List(value.split(',').map(str::trim).filter(|id| !id.is_empty()).map(text).collect())
        }
        Shape::List(_) => Block::List(vec![text(value)]),
        _ => text(value),
    })
}

fn text(value: &str) -> Block {
    Block::Text(value.to_string())
}

fn block_of(node: &Node) -> Block {
    match &node.is {
        Yaml::Nothing => Block::Text(String::new()),
        Yaml::Text { text, .. } => Block::Text(text.clone()),
        Yaml::List(list) => Block::List(list.iter().map(block_of).collect()),
        Yaml::Map(map) => Block::Map(map.iter().map(|(key, node)| (key.text.clone(), block_of(node))).collect()),
    }
}

/// The shape of a value that is not opened.
fn plain(shape: &Shape) -> &Shape {
    match shape {
        Shape::Fact { value, .. } => plain(value),
        shape => shape,
    }
}

/// The fixed keys below a value, if it has such.
fn inner(shape: &Shape) -> Option<&'static [FieldAbout]> {
    match plain(shape) {
        Shape::Fields { fields, .. } => Some(fields),
        Shape::Either(shapes) => shapes.iter().find_map(inner),
        _ => None,
    }
}

/// What stands behind a key of the author's own.
fn keyed(shape: &Shape) -> &Shape {
    match plain(shape) {
        Shape::Keyed { value, .. } => value,
        _ => &Shape::Line,
    }
}

/// Whether the items of a list are words, so that a comma cannot be one of theirs.
fn is_word(item: &Shape) -> bool {
    match plain(item) {
        Shape::Word(_) | Shape::WordOrNumber(_) | Shape::OneOf(_) | Shape::Whole => true,
        Shape::Either(shapes) => shapes.first().is_some_and(is_word),
        _ => false,
    }
}

impl Block {
    /// Writes `key:` and the value, indented.
    fn write(&self, key: &str, indent: usize, lines: &mut Vec<String>) {
        let pad = " ".repeat(indent);
        match self {
            Block::Text(text) if text.is_empty() => lines.push(format!("{pad}{key}:")),
            Block::Text(text) => lines.push(format!("{pad}{key}: {}", scalar(text))),
            Block::List(list) if list.is_empty() => lines.push(format!("{pad}{key}: []")),
            Block::Map(map) if map.is_empty() => lines.push(format!("{pad}{key}: {{}}")),
            Block::List(list) => {
                lines.push(format!("{pad}{key}:"));
                list.iter().for_each(|item| item.write_item(indent + 2, lines));
            }
            Block::Map(map) => {
                lines.push(format!("{pad}{key}:"));
                map.iter().for_each(|(key, block)| block.write(key, indent + 2, lines));
            }
        }
    }

    /// Writes an item of a list: its first line stands behind the hyphen.
    fn write_item(&self, indent: usize, lines: &mut Vec<String>) {
        let pad = " ".repeat(indent);
        let mut below = Vec::new();
        match self {
            Block::Text(text) => below.push(format!("{pad}  {}", scalar(text))),
            Block::List(list) => list.iter().for_each(|item| item.write_item(indent + 2, &mut below)),
            Block::Map(map) => map.iter().for_each(|(key, block)| block.write(key, indent + 2, &mut below)),
        }
        if let Some(first) = below.first_mut() {
            first.replace_range(indent..indent + 1, "-");
        }
        lines.append(&mut below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(kind: Kind, said: &[&str]) -> Result<String, String> {
        let mut draft = Draft::default();
        said.iter().try_for_each(|said| draft.set(kind, said))?;
        Ok(draft.lines(kind, 2).iter().map(|line| format!("{line}\n")).collect())
    }

    #[test]
    fn fields_are_written_in_the_order_of_the_manual() {
        let song = lines(Kind::Song, &["sources=a, b", "by=somi", "title=Wait: What", "duration=3:41"]).unwrap();
        assert_eq!(
            song,
            "  title: \"Wait: What\"\n  by:\n    - somi\n  duration: 3:41\n  sources:\n    - a\n    - b\n"
        );
    }

    #[test]
    fn what_lies_inside_is_named_with_points() {
        let said =
            ["title.ko=첫 노래", "title.en=First", "writers.music=a,b", "heard_in.episode=1", "heard_in.at=4:10"];
        let more = ["heard_in.episode=2", "heard_in.scene.en=Rain, rain"];
        let song = lines(Kind::Song, &[&said[..], &more].concat()).unwrap();
        let wanted = "  title:\n    ko: 첫 노래\n    en: First\n  writers:\n    music:\n      - a\n      - b\n  heard_in:\n    \
                      - episode: 1\n      at: 4:10\n    - episode: 2\n      scene:\n        en: Rain, rain\n";
        assert_eq!(song, wanted);
    }

    #[test]
    fn brackets_are_yaml_only_where_no_text_can_be_meant() {
        let song = lines(Kind::Song, &["title=[Teaser] x", "by=[{who: a, part: {en: \"lead, all\"}}, b]"]).unwrap();
        let wanted = "  title: \"[Teaser] x\"\n  by:\n    - who: a\n      part:\n        en: lead, all\n    - b\n";
        assert_eq!(song, wanted);
        assert!(lines(Kind::Song, &["by=[a"]).is_err());
    }

    #[test]
    fn a_comma_is_part_of_a_text() {
        assert_eq!(lines(Kind::Person, &["known_for=You, Clouds"]).unwrap(), "  known_for:\n    - You, Clouds\n");
    }

    #[test]
    fn what_is_no_field_is_told() {
        for wrong in ["title", "=x", "title..ko=x"] {
            assert!(lines(Kind::Song, &[wrong]).is_err(), "{wrong}");
        }
        assert!(lines(Kind::Song, &["title=a", "title=b"]).is_err(), "twice");
        assert_eq!(lines(Kind::Song, &["titel=a"]).unwrap(), "  titel: a\n", "the check will say so");
    }
}
