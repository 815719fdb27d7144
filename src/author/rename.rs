//! Another id for a record, everywhere at once: its key or its files, every mention of it in YAML and Markdown, and
//! `was:`, by which its old address leads to the new one.
//!
//! Mentions are those that linking finds, so what a build takes for a reference is what is changed, and nothing else:
//! a word in a text that happens to be the id stays. Afterwards the site is linked again, and what it would have to
//! correct that it had not before is told: then nothing may be written.

use super::lines::{entry_start, line_end, line_start};
use super::record::{AddFault, check_free, check_site};
use super::survey::{Survey, news};
use crate::base::diagnostic::Diagnostic;
use crate::base::fact::Span;
use crate::base::id::{Kind, RecordId, id_problem, suggest_id};
use crate::base::place::LineColumn;
use crate::engine::edit::{ByteEdit, Edited, Edits};
use crate::kinds::episode::{Number, key_problem};
use crate::model::files::{Role, role};
use crate::model::link::Asked;
use crate::parse::decode::{Mention, nearest};
use crate::parse::front;
use crate::parse::yaml::{self, Node, Yaml};
use crate::source::{AsFound, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// What a change of id comes to.
pub struct Renamed<'t> {
    pub edited: Edited<'t>,
    /// How many mentions were changed.
    pub mention_count: usize,
    /// Where runs of episodes such as `1..16` counted the episode, and do not any more: file and line.
    pub runs: Vec<(Arc<str>, usize)>,
    /// What is to be said of the site that was not to be said before.
    pub told: Vec<Diagnostic>,
}

/// Plans the change of `old` into `new`. Both may name their drama, `drama/id`; it stays the same.
pub fn rename<'t>(
    tree: &'t dyn Tree,
    kind: Kind,
    old: &str,
    new: &str,
    asked: &Asked,
) -> Result<Renamed<'t>, AddFault> {
    let survey = Survey::new(tree)?;
    check_site(&survey)?;
    if let Some(file) = survey.unreadable() {
        let message = format!("{file} cannot be read, so mentions in it would be missed");
        return Err(AddFault::Usage(message, Some("`linernotes check` says why".into())));
    }
    let (old, new) = ids(&survey, kind, old, new)?;
    let mut work = Work { tree, edits: BTreeMap::new(), old: &old, new: &new };
    let mut renames: Vec<(Arc<str>, Arc<str>)> = Vec::new();
    for file in &survey.parsed {
        if let Some(to) = work.file_name(&file.path) {
            renames.push((file.path.clone(), to));
        }
    }
    work.keys(&survey)?;
    let mentions: Vec<&Mention> = survey.parsed.iter().flat_map(|file| &file.mentions).collect();
    let mention_count = work.mentions(&mentions, &survey)?;
    let runs = work.runs(&mentions)?;
    let edits = work.edits;
    let mut edited = Edited::new(tree);
    for (path, file) in edits {
        edited.edit(&path, &file.edits)?;
    }
    for (from, to) in &renames {
        edited.rename(from, to)?;
    }
    let renames: BTreeMap<Arc<str>, Arc<str>> = renames.into_iter().collect();
    if let Some(file) = changed_meaning(&survey, &Survey::new(&edited)?, &renames, &old, &new) {
        let message = format!("with the new id a mention in {file} would mean another record of that id");
        return Err(AddFault::Usage(message, Some("choose another id".into())));
    }
    let told = news(tree, &edited, asked, &|message| message.replace(&*new.id, &old.id))?;
    Ok(Renamed { edited, mention_count, runs, told })
}

/// A file in which a mention would mean another record than before, but for its new id: people and characters may have
/// one id, and some fields take either.
fn changed_meaning(
    before: &Survey,
    after: &Survey,
    renames: &BTreeMap<Arc<str>, Arc<str>>,
    old: &RecordId,
    new: &RecordId,
) -> Option<Arc<str>> {
    let now = |id: RecordId| {
        if id == *old {
            return new.clone();
        }
        let is_below = old.kind == Kind::Drama && id.drama == old.id;
        if is_below { RecordId { drama: new.id.clone(), ..id } } else { id }
    };
    let after = after.all_meant();
    let mut files = before.all_meant().into_iter();
    files.find_map(|(path, meant)| {
        let path = renames.get(&path).unwrap_or(&path);
        let meant: Vec<Option<RecordId>> = meant.into_iter().map(|id| id.map(now)).collect();
        // Where one is not read any more, that is told as a mistake.
        let is_other = |now: &Vec<Option<RecordId>>| now.len() == meant.len() && *now != meant;
        after.get(path).is_some_and(is_other).then(|| path.clone())
    })
}

/// The record that is meant, and what it is to be called.
fn ids(survey: &Survey, kind: Kind, old: &str, new: &str) -> Result<(RecordId, RecordId), AddFault> {
    let usage = |message: String, help: Option<String>| AddFault::Usage(message, help);
    let old = match kind {
        // Each drama of several lies in a folder of its own, and its id is the folder's.
        Kind::Drama => RecordId { kind, drama: "".into(), id: old.into() },
        _ => survey.record(kind, old).map_err(|why| usage(why, None))?,
    };
    let Some(known) = survey.of(&old).next() else {
        let message = format!("there is no {kind} `{}`", old.id);
        let near = nearest(&old.id, survey.ids(kind, &old.drama));
        return Err(usage(message, near.map(|near| format!("did you mean `{near}`?"))));
    };
    let old = known.id.clone();
    let new = match new.split_once('/') {
        Some((drama, id)) if *drama == *old.drama && !drama.is_empty() => id,
        Some(_) => return Err(usage("a record keeps its drama; write the new id alone".into(), None)),
        None => new,
    };
    if let Some(why) = id_problem(new) {
        let better = suggest_id(new);
        let help =
            id_problem(&better).is_none().then(|| format!("write `{better}`; the title may be in any letters"));
        return Err(usage(format!("`{new}` cannot be an id: {why}"), help));
    }
    if let Some(help) = key_problem(new).filter(|_| kind == Kind::Episode) {
        return Err(usage(format!("`{new}` is not how an episode's number is written"), Some(help)));
    }
    let new = RecordId { id: new.into(), ..old.clone() };
    if new == old {
        return Err(usage(format!("the {} is called `{}` already", old.kind, old.id), None));
    }
    // It may take back a name that it had.
    let had_it = survey.of(&old).any(|known| known.was.iter().any(|was| **was == *new.id));
    if !had_it || survey.of(&new).next().is_some() {
        check_free(survey, &new)?;
    }
    Ok((old, new))
}

/// One file that is changed.
struct File {
    found: AsFound,
    edits: Edits,
    /// What is changed already: a value that stands once may be read several times.
    done: BTreeSet<(usize, usize)>,
}

struct Work<'w> {
    tree: &'w dyn Tree,
    edits: BTreeMap<Arc<str>, File>,
    old: &'w RecordId,
    new: &'w RecordId,
}

/// What of a mention is changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Id,
    /// The drama before the slash.
    Drama,
}

impl Work<'_> {
    fn is_performer(&self) -> bool {
        matches!(self.old.kind, Kind::Person | Kind::Artist)
    }

    /// The name that a file gets, if it has the id in it.
    fn file_name(&self, path: &Arc<str>) -> Option<Arc<str>> {
        let role = role(path);
        let (folder, file) = path.rsplit_once('/')?;
        let file = match role {
            Ok(Role::One { kind, drama, id }) if self.is(kind, &drama, &id) => {
                replaced(file, "", &id, &self.new.id)
            }
            Ok(Role::Page { id, .. }) if self.is(Kind::Page, "", &id) => replaced(file, "", &id, &self.new.id),
            Ok(Role::About { kind, drama, id, .. }) if self.is_told_of(kind, &drama, &id) => {
                replaced(file, "", &id, &self.new.id)
            }
            Ok(Role::News { name, .. }) if self.old.kind == Kind::News => {
                let (day, id) = name.split_at_checked(11).filter(|(day, _)| is_day(day)).unwrap_or(("", &name));
                if *id != *self.old.id {
                    return None;
                }
                replaced(file, day, id, &self.new.id)
            }
            _ => file.to_string(),
        };
        let mut now = format!("{folder}/{file}");
        if self.old.kind == Kind::Drama
            && let Some(below) = now.strip_prefix(&format!("content/{}/", self.old.id))
        {
            now = format!("content/{}/{below}", self.new.id);
        }
        (now != **path).then(|| now.into())
    }

    fn is(&self, kind: Kind, drama: &str, id: &str) -> bool {
        kind == self.old.kind && *drama == *self.old.drama && *id == *self.old.id
    }

    /// Whether a long text is of the record: those of people and artists may lie in either folder.
    fn is_told_of(&self, kind: Kind, drama: &str, id: &str) -> bool {
        let is_kind = kind == self.old.kind || (self.is_performer() && matches!(kind, Kind::Person | Kind::Artist));
        let is_drama = match kind {
            Kind::Drama => drama.is_empty() || *drama == *self.old.id,
            _ => *drama == *self.old.drama,
        };
        is_kind && is_drama && *id == *self.old.id
    }

    fn file(&mut self, path: &Arc<str>) -> Result<&mut File, AddFault> {
        use std::collections::btree_map::Entry;
        match self.edits.entry(path.clone()) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(free) => {
                let bytes = self.tree.read_path(path)?;
                let found = AsFound::new(bytes).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
                Ok(free.insert(File { found, edits: Edits::default(), done: BTreeSet::new() }))
            }
        }
    }

    /// The key or the `id:` of the record, and its former ids.
    fn keys(&mut self, survey: &Survey) -> Result<(), AddFault> {
        let (old, new) = (self.old.clone(), self.new.id.clone());
        // Of a text in several languages the first file says what it was called.
        let Some(known) = survey.of(&old).next() else { return Ok(()) };
        let path = known.place.file.clone();
        let is_markdown = path.ends_with(".md");
        let key = known.place.clone();
        let file = self.file(&path)?;
        let text = file.found.text().to_string();
        let span =
            if is_markdown { front::split(&path, &text).map_or(0..0, |parts| parts.front) } else { 0..text.len() };
        let Some(root) = yaml::read(&path, &text, span, &mut Vec::new()) else { return Ok(()) };
        let mut record = &root;
        if key.end > 0 {
            let Yaml::Map(entries) = &root.is else { return Ok(()) };
            let Some((key, node)) = entries.iter().find(|(at, _)| at.text == *old.id) else { return Ok(()) };
            file.replace(key.at, &old.id, &new);
            record = node;
        } else if old.kind == Kind::Drama
            && let Some(id) = root.get("id")
        {
            file.replace(id.at, &old.id, &new);
        }
        file.was(&text, record, &old.id, &new);
        Ok(())
    }

    /// Changes every mention; how many there were.
    fn mentions(&mut self, mentions: &[&Mention], survey: &Survey) -> Result<usize, AddFault> {
        let mut count = 0;
        for mention in mentions {
            let parts = [
                (Part::Id, survey.meant(mention).as_ref() == Some(self.old)),
                (Part::Drama, self.old.kind == Kind::Drama && *mention.to.drama == *self.old.id),
            ];
            for (part, _) in parts.into_iter().filter(|(_, is_it)| *is_it) {
                // That a file is about the record is said by its name.
                if mention.to.at == Span::default() {
                    continue;
                }
                count += self.mention(mention, part)?;
            }
        }
        Ok(count)
    }

    fn mention(&mut self, mention: &Mention, part: Part) -> Result<usize, AddFault> {
        let (old, new) = (self.old.id.clone(), self.new.id.clone());
        let is_link = mention.field == "text" && mention.file.ends_with(".md");
        let kinds: Vec<&str> = mention.to.kinds.iter().map(|kind| kind.name()).collect();
        let file = self.file(&mention.file)?;
        let at = mention.to.at.start as usize..mention.to.at.end as usize;
        let text = file.found.text();
        let Some(written) = text.get(at.clone()) else { return Ok(0) };
        let mut found = parts_of(written, part, &old);
        let is_whole = !written.contains(['[', '<']);
        if !is_link || (is_whole && !found.is_empty()) {
            found = found.into_iter().map(|range| at.start + range.start..at.start + range.end).collect();
        } else {
            // The link is written in one place and its target in another, or as HTML.
            found = targets(text, &kinds, &mention.to.drama, part, &old);
        }
        let mut count = 0;
        for range in found {
            count += usize::from(file.put(range, &new));
        }
        Ok(count)
    }

    /// Runs that counted the episode by its number and do not name it: what they count changes.
    fn runs(&self, mentions: &[&Mention]) -> Result<Vec<(Arc<str>, usize)>, AddFault> {
        let Some(old) = Number::of(&self.old.id).filter(|_| self.old.kind == Kind::Episode) else {
            return Ok(Vec::new());
        };
        let new = Number::of(&self.new.id);
        let mut places = Vec::new();
        let mut ends: BTreeMap<(Arc<str>, u32), Vec<Number>> = BTreeMap::new();
        let of_drama =
            |mention: &&&Mention| mention.to.kinds == [Kind::Episode] && mention.to.drama == self.old.drama;
        for mention in mentions.iter().filter(of_drama) {
            let number = Number::of(&mention.to.id);
            let run = ends.entry((mention.file.clone(), mention.to.at.start)).or_default();
            run.extend(number);
            let [from, .., to] = run[..] else { continue };
            let counts = |number: Number| from <= number && number <= to;
            if counts(old) && !new.is_some_and(counts) {
                let text = AsFound::new(self.tree.read_path(&mention.file)?);
                let line = text.map_or(1, |file| LineColumn::of(file.text(), mention.to.at.start as usize).line);
                places.push((mention.file.clone(), line));
            }
        }
        places.sort();
        places.dedup();
        Ok(places)
    }
}

impl File {
    /// Puts a word in the place of another; false when that was done already.
    fn put(&mut self, at: Range<usize>, now: &str) -> bool {
        let Some(bytes) = self.found.bytes(at) else { return false };
        if !self.done.insert((bytes.start, bytes.end)) {
            return false;
        }
        self.edits.add(vec![ByteEdit { at: bytes, now: now.to_string() }])
    }

    /// Puts the new id where a span, perhaps in quotes, has the old one.
    fn replace(&mut self, at: Span, old: &str, new: &str) {
        let (start, end) = (at.start as usize, at.end as usize);
        if let Some(found) = self.found.text().get(start..end).and_then(|written| written.find(old)) {
            self.put(start + found..start + found + old.len(), new);
        }
    }

    /// Notes the old id among the former ones of a record, and takes the new one out of them.
    fn was(&mut self, text: &str, record: &Node, old: &str, new: &str) {
        let Yaml::Map(entries) = &record.is else { return };
        let end = line_end(text);
        let was = record.get("was").map(|node| node.get("is").unwrap_or(node));
        if let Some(Node { is: Yaml::List(list), at }) = was {
            if let Some(same) = list.iter().find(|item| item.text() == Some(new)) {
                // The name that it takes back makes room for the one that it leaves.
                let span = same.at.start as usize..same.at.end as usize;
                self.put(span, old);
                return;
            }
            let Some(last) = list.last() else {
                self.put(at.start as usize + 1..at.start as usize + 1, old);
                return;
            };
            let behind = last.at.end as usize;
            let now = match text[at.start as usize..].starts_with('[') {
                true => format!(", {old}"),
                false => {
                    let first = &list[0];
                    let line = line_start(text, first.at.start as usize);
                    let indent = &text[line..][..text[line..].find('-').unwrap_or(0)];
                    format!("{end}{indent}- {old}")
                }
            };
            self.put(behind..behind, &now);
            return;
        }
        let Some((last, _)) = entries.last() else { return };
        let at = last.at.start as usize;
        if text[record.at.start as usize..].starts_with('{') {
            self.put(at..at, &format!("was: [{old}], "));
            return;
        }
        // Above the last field and the remarks about it: there the indent is known, whatever the last value is.
        let indent = " ".repeat(at - line_start(text, at));
        let line = entry_start(text, at, record.at.start as usize);
        // The first field of an entry may stand behind something else on its line.
        if !text[line_start(text, at)..at].trim().is_empty() {
            return;
        }
        self.put(line..line, &format!("{indent}was:{end}{indent}  - {old}{end}"));
    }
}

fn is_day(text: &str) -> bool {
    text.ends_with('-') && crate::base::day::Day::new(text.trim_end_matches('-')).is_some()
}

/// A file's name with another id behind `before`.
fn replaced(file: &str, before: &str, old: &str, new: &str) -> String {
    format!("{before}{new}{}", &file[before.len() + old.len()..])
}

/// Where in a mention the id stands, or the drama before it: `id`, `song:id`, `drama/id`, `7..13`.
fn parts_of(written: &str, part: Part, old: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in written.split("..") {
        let plain = piece.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        let from = at
            + (piece.len() - piece.trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'').len());
        let colon = plain.rfind(':').map_or(0, |colon| colon + 1);
        let colon = colon + plain[colon..].len() - plain[colon..].trim_start().len();
        let slash = plain[colon..].find('/').map(|slash| colon + slash);
        let range = match (part, slash) {
            (Part::Id, None) => Some(colon..plain.len()),
            (Part::Id, Some(slash)) => Some(slash + 1..plain.len()),
            (Part::Drama, Some(slash)) => Some(colon..slash),
            (Part::Drama, None) => None,
        };
        found.extend(
            range.filter(|range| plain[range.clone()] == *old).map(|range| from + range.start..from + range.end),
        );
        at += piece.len() + "..".len();
    }
    found
}

/// Targets of links in a text: `[label]: song:id` on a line of its own, `href="song:id"`, and `[song:id]`.
fn targets(text: &str, kinds: &[&str], drama: &str, part: Part, old: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for kind in kinds {
        for (at, sign) in text.match_indices(&format!("{kind}:")) {
            let before = text[..at].trim_end_matches(' ').chars().next_back();
            let begins = matches!(before, Some('"' | '\'' | '(' | '<' | '[' | '=' | ':'));
            let id_at = at + sign.len();
            let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '/';
            let target = &text[id_at..][..text[id_at..].find(|c| !is_id(c)).unwrap_or(text.len() - id_at)];
            // Another drama's record may have the same id.
            let of = target.split_once('/').map_or(drama, |(drama, _)| drama);
            if begins && *of == *drama {
                found.extend(
                    parts_of(target, part, old).into_iter().map(|range| id_at + range.start..id_at + range.end),
                );
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_in_every_form_of_mention() {
        let places = |written: &str, part: Part, old: &str| -> Vec<(usize, usize)> {
            parts_of(written, part, old).into_iter().map(|at| (at.start, at.end)).collect()
        };
        let id = |written: &str| places(written, Part::Id, "a-b");
        assert_eq!(id("a-b"), [(0, 3)]);
        assert_eq!(id("\"a-b\""), [(1, 4)]);
        assert_eq!(id("song:a-b"), [(5, 8)]);
        assert_eq!(id("song: a-b"), [(6, 9)]);
        assert_eq!(id("drama/a-b"), [(6, 9)]);
        assert_eq!(id("song:a-b/a-b"), [(9, 12)]);
        assert_eq!(id("'song:a-b/a-b'"), [(10, 13)]);
        assert_eq!(id("a-b-c"), []);
        assert_eq!(places("7..13", Part::Id, "13"), [(3, 5)]);
        assert_eq!(places("7 .. 7", Part::Id, "7"), [(0, 1), (5, 6)]);
        assert_eq!(places("episodes:s2-1..s2-7", Part::Id, "s2-7"), [(15, 19)]);
        assert_eq!(places("song:a-b/c", Part::Drama, "a-b"), [(5, 8)]);
        assert_eq!(places("a-b/1..a-b/3", Part::Drama, "a-b"), [(0, 3), (7, 10)]);
        assert_eq!(places("a-b", Part::Drama, "a-b"), []);
    }

    #[test]
    fn targets_that_stand_elsewhere_are_found() {
        let text =
            "[x][1] song:a\n\n[1]: song:a\n<a href=\"song:a\">y</a> <a href='song:a-b'>\n[2]: song:other/a\n";
        let found = targets(text, &["song"], "", Part::Id, "a");
        let lines: Vec<&str> = found.iter().map(|at| &text[line_start(text, at.start)..at.end]).collect();
        assert_eq!(lines, ["[1]: song:a", "<a href=\"song:a"]);
    }
}
