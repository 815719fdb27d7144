//! Records in YAML: their values, keys, ids and places.

use super::{Did, Editor, Random, is_id, plain};

/// The files whose records are edited.
fn is_records(path: &str) -> bool {
    path.starts_with("content/") && path.ends_with(".yaml") && path != "content/site.yaml"
}

/// Files that hold many records, each under its id.
fn is_table(path: &str) -> bool {
    is_records(path) && path.ends_with("s.yaml") | path.ends_with("people.yaml") && !path.contains("/releases/")
}

/// A line `  - key: value`.
struct Line<'l> {
    /// All that stands before the value.
    head: &'l str,
    key: &'l str,
    value: &'l str,
}

impl Line<'_> {
    fn of(line: &str) -> Option<Line<'_>> {
        let colon = line.find(": ")?;
        let key = line[..colon].trim_start().trim_start_matches("- ");
        let is_key =
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        let value = line[colon + 2..].trim_start();
        let head = &line[..line.len() - value.len()];
        let is_plain = !value.is_empty() && !value.starts_with(['#', '|', '>', '&', '*']) && !value.contains(" #");
        (is_key && is_plain).then_some(Line { head, key, value })
    }
}

impl Editor {
    pub(super) fn edit_value(&mut self, random: &mut Random) -> Option<Did> {
        let path = self.pick(random, is_records)?;
        let text = self.text(&path)?;
        let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
        let able: Vec<usize> = (0..lines.len()).filter(|at| Line::of(&lines[*at]).is_some()).collect();
        let at = *random.one_of(able.get(..).filter(|able| !able.is_empty())?);
        let line = Line::of(&lines[at])?;
        let value = match random.below(20) {
            0 => format!("{} # a remark", line.value),
            1 => "unknown".to_string(),
            // What stands under the same key elsewhere is of the right type.
            2..=5 => {
                let others: Vec<&str> = able
                    .iter()
                    .filter_map(|at| Line::of(&lines[*at]))
                    .filter(|other| other.head == line.head && other.value != line.value)
                    .map(|other| other.value)
                    .collect();
                random.one_of(Some(&others[..]).filter(|others| !others.is_empty())?).to_string()
            }
            _ => other_value(&line, random)?,
        };
        let changed = format!("{}{value}", line.head);
        let what = format!("{path}:{} `{}` is `{}`", at + 1, lines[at].trim(), changed.trim());
        lines[at] = changed;
        self.put(&path, lines.join("\n") + "\n");
        Some(plain(what))
    }

    /// A line is taken out, written twice, or a blank one or a remark put in.
    pub(super) fn edit_line(&mut self, random: &mut Random) -> Option<Did> {
        let path = self.pick(random, |path| is_records(path) || path == "content/site.yaml")?;
        let text = self.text(&path)?;
        let mut lines: Vec<&str> = text.lines().collect();
        // Nothing may be left of a file.
        let at = (!lines.is_empty()).then(|| random.below(lines.len()))?;
        let what = match random.below(6) {
            0 => {
                let line = lines.remove(at);
                format!("{path}:{} `{}` is gone", at + 1, line.trim())
            }
            1 => {
                lines.insert(at, lines[at]);
                format!("{path}:{} stands twice", at + 1)
            }
            2 | 3 => {
                lines.insert(at, "");
                format!("{path}:{} has a blank line before it", at + 1)
            }
            _ => {
                lines.insert(at, "# a remark");
                format!("{path}:{} has a remark before it", at + 1)
            }
        };
        let text = lines.join("\n") + "\n";
        self.put(&path, text);
        Some(plain(what))
    }

    /// A key is new in a record, another, gone, or stands elsewhere in it.
    pub(super) fn edit_key(&mut self, random: &mut Random) -> Option<Did> {
        let path = self.pick(random, is_table)?;
        let mut blocks = blocks(&self.text(&path)?, 0);
        let able: Vec<usize> = (0..blocks.len()).filter(|at| id_of(&blocks[*at]).is_some()).collect();
        let at = *random.one_of(Some(&able[..]).filter(|able| !able.is_empty())?);
        let id = id_of(&blocks[at])?.to_string();
        let (head, body) = blocks[at].split_once('\n')?;
        let mut keys = self::blocks(body, 2);
        let what = match random.below(6) {
            0 => {
                // What a record must have is seldom taken out.
                let needed = ["  name:", "  title:", "  kind:", "  by:", "  date:", "  what:", "  played_by:"];
                let is_needed = |key: &String| needed.iter().any(|needed| key.starts_with(needed));
                let able: Vec<usize> =
                    (0..keys.len()).filter(|at| keys[*at].starts_with("  ") && !is_needed(&keys[*at])).collect();
                let gone = keys.remove(*random.one_of(Some(&able[..]).filter(|able| !able.is_empty())?));
                format!("has no `{}`", gone.lines().next()?.trim())
            }
            1 if keys.len() > 1 => {
                let (one, other) = (random.below(keys.len()), random.below(keys.len()));
                keys.swap(one, other);
                "has its keys in another order".to_string()
            }
            _ => {
                let new = self.some_key(&path, random)?;
                let key = format!("  {}:", new.split(':').next()?);
                keys.retain(|other| !other.starts_with(&key));
                keys.insert(0, format!("  {new}\n"));
                format!("has `{new}`")
            }
        };
        blocks[at] = format!("{head}\n{}", keys.concat());
        self.put(&path, blocks.concat());
        Some(plain(format!("{path}: {id} {what}")))
    }

    /// A key that a record of a file may have, with its value.
    fn some_key(&self, path: &str, random: &mut Random) -> Option<String> {
        let number = random.below(60);
        let source = self.some_id(random, "sources.yaml");
        let sources = source.map_or(String::new(), |source| format!(", sources: [{source}]"));
        let says = |key: &str| format!("{key}: {{en: Words {number}, ko: 말 {number}}}");
        let of_file = match path.rsplit('/').next()? {
            "songs.yaml" => [format!("duration: 3:{number:02}"), "languages: [ko]".into(), "kind: score".into()],
            "people.yaml" => [says("role"), format!("known_for: [{{en: Work {number}, ko: 작품}}]"), says("role")],
            "artists.yaml" => [says("role"), format!("known_for: [{{en: Work {number}, ko: 작품}}]"), says("role")],
            "characters.yaml" => [says("job"), says("hometown"), says("about")],
            "episodes.yaml" => [format!("runtime: {}", 60 + number), says("summary"), says("title")],
            "places.yaml" => ["country: KR".into(), says("used_for"), "episodes: 1..2".into()],
            "sources.yaml" => ["trust: low".into(), format!("publisher: House {number}"), "language: ko".into()],
            "awards.yaml" => ["result: won".into(), says("place"), "result: nominated".into()],
            _ => [says("note"), says("note"), says("note")],
        };
        Some(match random.below(10) {
            0 => says("note"),
            1 => format!("was: [former-{number}]"),
            2 => format!("extra: {{karaoke: {number}}}"),
            3 => format!("links: [{{url: \"https://video.example/{number}\", label: A film, kind: watch}}]"),
            4 => format!(
                "figures: [{{what: {{en: Views, ko: 조회 수}}, value: {number}, date: 2024-05-03{sources}}}]"
            ),
            5 => {
                let image = self.some_id(random, "content/images.yaml")?;
                format!("image: {image}")
            }
            _ => random.one_of(&of_file).clone(),
        })
    }

    /// Records move to another place in their file.
    pub(super) fn move_record(&mut self, random: &mut Random) -> Option<Did> {
        let path = self.pick(random, is_table)?;
        let mut blocks = blocks(&self.text(&path)?, 0);
        if blocks.len() < 3 {
            return None;
        }
        // Some that stand together, as they are cut and pasted.
        let count = 1 + random.below(3).min(blocks.len() - 2);
        let from = random.below(blocks.len() - count + 1);
        let cut: Vec<String> = blocks.drain(from..from + count).collect();
        let to = random.below(blocks.len() + 1);
        blocks.splice(to..to, cut);
        self.put(&path, blocks.concat());
        Some(plain(format!("{path}: {count} records from place {from} stand at place {to}")))
    }

    pub(super) fn record_comes_or_goes(&mut self, random: &mut Random) -> Option<Did> {
        let path = self.pick(random, is_table)?;
        let mut blocks = blocks(&self.text(&path)?, 0);
        let number = random.below(40);
        let id = format!("more-{number}");
        let own = blocks.iter().position(|block| id_of(block).is_some_and(|id| id.starts_with("more-")));
        if let (Some(at), true) = (own, random.below(2) == 0) {
            let gone = blocks.remove(at);
            self.put(&path, blocks.concat());
            return Some(plain(format!("{path}: {} is gone", id_of(&gone)?)));
        }
        if random.below(5) == 0 {
            let able: Vec<usize> = (0..blocks.len()).filter(|at| id_of(&blocks[*at]).is_some()).collect();
            let gone = blocks.remove(*random.one_of(Some(&able[..]).filter(|able| !able.is_empty())?));
            self.put(&path, blocks.concat());
            return Some(plain(format!("{path}: {} is gone", id_of(&gone)?)));
        }
        if blocks.iter().any(|block| id_of(block) == Some(&id)) {
            return None;
        }
        let source = self.some_id(random, "sources.yaml")?;
        let by = self.some_id(random, "people.yaml")?;
        let name = format!("{{en: More {number}, ko: 더 {number}}}");
        let facts = match path.rsplit('/').next()? {
            "songs.yaml" => format!("title: {name}, by: [{by}]"),
            "people.yaml" => format!("name: {name}"),
            "artists.yaml" => format!("name: {name}, kind: act"),
            "characters.yaml" => format!("name: {name}, played_by: [{by}], role: support"),
            "places.yaml" => format!("name: {name}, kind: location"),
            "events.yaml" => format!("what: {name}, date: 2024-04-{:02}, kind: press", 1 + number % 28),
            "awards.yaml" => format!("ceremony: {name}, prize: {name}, to: [\"person:{by}\"], result: won"),
            "sources.yaml" => "kind: news, title: A page".to_string(),
            _ => return None,
        };
        let sources = if path.ends_with("sources.yaml") { String::new() } else { format!(", sources: [{source}]") };
        let record = format!("{id}: {{{facts}{sources}}}\n");
        let at = match random.below(2) {
            0 => blocks.len(),
            _ => 1 + random.below(blocks.len()),
        };
        blocks.insert(at.min(blocks.len()), record);
        self.put(&path, blocks.concat());
        Some(plain(format!("{path}: {id} is new")))
    }

    /// An id becomes another one, in every file and in the names of files.
    pub(super) fn rename_id(&mut self, random: &mut Random) -> Option<Did> {
        let file =
            *random.one_of(&["songs.yaml", "people.yaml", "artists.yaml", "characters.yaml", "sources.yaml"]);
        let id = self.some_id(random, file)?;
        let id = id.rsplit('/').next()?.to_string();
        let new = format!("{id}-{}", random.below(10));
        let everywhere = random.below(6) != 0;
        let paths: Vec<String> = self.now.files.keys().cloned().collect();
        for path in paths.iter().filter(|path| everywhere || path.ends_with(file)) {
            let Some(mut text) = self.text(path) else { continue };
            text = replace_word(&text, &id, &new);
            if path.ends_with(file) && random.below(3) == 0 {
                // The old address leads on.
                text = text.replace(&format!("\n{new}:\n"), &format!("\n{new}:\n  was: [{id}]\n"));
            }
            let name = path.rsplit('/').next()?;
            let is_its = everywhere && path.contains("/about/") && name.split('.').next() == Some(&id);
            if is_its {
                self.remove(path)?;
                let folder = &path[..path.len() - name.len()];
                self.put(&format!("{folder}{new}{}", &name[id.len()..]), text);
            } else {
                self.put(path, text);
            }
        }
        let whole = if everywhere { "every file" } else { "its file" };
        Some(plain(format!("`{id}` of {file} is called `{new}`, in {whole}")))
    }
}

/// A text cut before each line that stands as far in as asked. What stands before the first is a block too.
fn blocks(text: &str, indent: usize) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    for line in text.lines() {
        let begins = line.len() - line.trim_start().len() == indent
            && !line.trim_start().starts_with(['#', '-'])
            && !line.trim().is_empty();
        match blocks.last_mut() {
            Some(block) if !begins => {
                block.push_str(line);
                block.push('\n');
            }
            _ => blocks.push(format!("{line}\n")),
        }
    }
    blocks
}

/// The id that a block begins with.
fn id_of(block: &str) -> Option<&str> {
    block.split_once(':').map(|(id, _)| id).filter(|id| is_id(id))
}

/// Another value of the same type.
fn other_value(line: &Line, random: &mut Random) -> Option<String> {
    let value = line.value;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if let Some(day) = value.get(..10).filter(|day| super::day_number(day).is_some()) {
        let rest = &value[10..];
        return Some(match rest.rsplit_once(':') {
            Some((hour, _)) if random.below(2) == 0 => format!("{day}{hour}:{:02}", random.below(60)),
            _ => format!("{}{:02}{rest}", &day[..8], 1 + random.below(28)),
        });
    }
    if digits(value) {
        let able = ["value", "percent", "viewers", "min", "max", "is", "pages", "designs", "runtime", "count"];
        let number = random.below(10);
        return able.contains(&line.key).then(|| format!("{}{number}", &value[..value.len() - 1]));
    }
    if value.split(':').count() == 2 && value.split(':').all(digits) {
        return Some(format!("{}{}", &value[..value.len() - 1], random.below(10)));
    }
    if let Some(list) = value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        let mut items: Vec<&str> = list.split(", ").collect();
        if list.contains(['{', '[', '"']) || items.len() < 2 {
            return None;
        }
        match random.below(2) {
            0 => drop(items.remove(random.below(items.len()))),
            _ => items.rotate_left(1),
        }
        return Some(format!("[{}]", items.join(", ")));
    }
    if value.starts_with("http") {
        return Some(format!("{value}x"));
    }
    // A word out of a list, or an id.
    if is_id(value) {
        return None;
    }
    let more = *random.one_of(&["x", "가", " y", "é", " (1)", " 왕을"]);
    let end = match value.starts_with('{') {
        true if value.contains('"') => return None,
        true => value.find([',', '}'])?,
        false if value.ends_with(['"', '\'']) => value.len() - 1,
        false => value.len(),
    };
    Some(format!("{}{more}{}", &value[..end], &value[end..]))
}

/// Replaces a word where it stands alone.
fn replace_word(text: &str, word: &str, new: &str) -> String {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut replaced = String::with_capacity(text.len());
    let mut last = 0;
    for (at, _) in text.match_indices(word) {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        if before.is_none_or(|c| !part(c)) && after.is_none_or(|c| !part(c)) {
            replaced.push_str(&text[last..at]);
            replaced.push_str(new);
            last = at + word.len();
        }
    }
    replaced.push_str(&text[last..]);
    replaced
}
