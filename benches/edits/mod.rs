//! Edits as people and their editors make them: values, keys, blocks that move, texts, files that come, go and
//! are renamed, templates, words, settings.

use super::corpus::Random;
use std::collections::BTreeMap;

/// The files of a site.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What files are now; nothing for one that is gone.
pub type Changed = Vec<(String, Option<Vec<u8>>)>;

/// One edit.
pub struct Edit {
    /// In words, for a report.
    pub what: String,
    pub changed: Changed,
}

/// Edits the files of a site, and knows how they were.
pub struct Editor {
    first: Files,
    now: Files,
    before: Files,
}

impl Editor {
    pub fn new(files: Files) -> Editor {
        Editor { first: files.clone(), before: files.clone(), now: files }
    }

    /// Makes one edit.
    pub fn edit(&mut self, random: &mut Random) -> Edit {
        self.before = self.now.clone();
        let what = loop {
            if let Some(what) = self.try_edit(random) {
                break what;
            }
        };
        Edit { what, changed: self.differences(&self.before) }
    }

    /// Takes the last edit back.
    pub fn undo(&mut self) -> Changed {
        let broken = std::mem::replace(&mut self.now, self.before.clone());
        self.differences(&broken)
    }

    fn differences(&self, before: &Files) -> Changed {
        let gone = before.keys().filter(|path| !self.now.contains_key(*path)).map(|path| (path.clone(), None));
        let other = self.now.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes));
        gone.chain(other.map(|(path, bytes)| (path.clone(), Some(bytes.clone())))).collect()
    }

    fn try_edit(&mut self, random: &mut Random) -> Option<String> {
        match random.below(20) {
            0..=4 => self.edit_prose(random),
            5..=8 => self.edit_value(random),
            9 => self.edit_line(random),
            10 => self.move_block(random),
            11 => self.rename_id(random),
            12 => self.edit_head(random),
            13 => self.file_comes_or_goes(random),
            14 => self.edit_template(random),
            15 => self.edit_words(random),
            16 => self.edit_copied(random),
            17 => self.edit_site(random),
            _ => self.restore(random),
        }
    }

    /// A file whose path is as asked, by chance.
    fn pick(&self, random: &mut Random, is_it: impl Fn(&str) -> bool) -> Option<String> {
        let all: Vec<&String> = self.now.keys().filter(|path| is_it(path)).collect();
        (!all.is_empty()).then(|| (*random.one_of(&all)).clone())
    }

    fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.now.get(path)?.clone()).ok()
    }

    fn put(&mut self, path: &str, text: String) {
        self.now.insert(path.to_string(), text.into_bytes());
    }

    fn edit_prose(&mut self, random: &mut Random) -> Option<String> {
        let path = self.pick(random, |path| path.ends_with(".md"))?;
        let mut text = self.text(&path)?;
        let more = match random.below(6) {
            0 => "\n\nOne more paragraph, with **bold** words.\n".to_string(),
            1 => "\n\n## A heading\n\n눈물의 여왕을 **다시(again)** 본다.\n".to_string(),
            2 => format!("\n\nSee [](song:{}).\n", self.some_id(random, "songs.yaml")?),
            3 => format!("\n\n[Here](person:{})\n", self.some_id(random, "people.yaml")?),
            4 => "\n\n[a tag](tag:ost)\n".to_string(),
            _ => {
                let cut = text.rfind("\n\n").filter(|at| *at > 60)?;
                text.truncate(cut);
                "\n".to_string()
            }
        };
        text.push_str(&more);
        self.put(&path, text);
        Some(format!("{path} has other prose"))
    }

    /// An id that stands at the edge of a line in a file of records.
    fn some_id(&self, random: &mut Random, ending: &str) -> Option<String> {
        let path = self.pick(random, |path| path.ends_with(ending))?;
        let text = self.text(&path)?;
        let ids: Vec<&str> =
            text.lines().filter_map(|line| line.strip_suffix(':')).filter(|id| is_id(id)).collect();
        (!ids.is_empty()).then(|| random.one_of(&ids).to_string())
    }

    fn edit_value(&mut self, random: &mut Random) -> Option<String> {
        let path = self.pick(random, |path| path.ends_with(".yaml") && !path.ends_with("site.yaml"))?;
        let text = self.text(&path)?;
        let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
        let able: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(": ")).collect();
        let at = *random.one_of(able.get(..).filter(|able| !able.is_empty())?);
        let line = &lines[at];
        let changed = match random.below(5) {
            0 => match line.rfind(|c: char| c.is_ascii_digit()) {
                Some(digit) => format!("{}{}{}", &line[..digit], random.below(10), &line[digit + 1..]),
                None => return None,
            },
            1 | 2 => match line.rfind(|c: char| c.is_alphabetic()) {
                Some(letter) => {
                    let end = letter + line[letter..].chars().next().map_or(1, char::len_utf8);
                    format!("{}{}{}", &line[..end], random.one_of(&["x", "가", " y", "é"]), &line[end..])
                }
                None => return None,
            },
            3 => format!("{line} # a remark"),
            _ => {
                let colon = line.find(": ")?;
                format!("{}: unknown", &line[..colon])
            }
        };
        let what = format!("{path}:{} `{}` is `{}`", at + 1, line.trim(), changed.trim());
        lines[at] = changed;
        self.put(&path, lines.join("\n") + "\n");
        Some(what)
    }

    /// A line is taken out, written twice, or a blank one or a remark put in.
    fn edit_line(&mut self, random: &mut Random) -> Option<String> {
        let path = self.pick(random, |path| path.ends_with(".yaml"))?;
        let text = self.text(&path)?;
        let mut lines: Vec<&str> = text.lines().collect();
        let at = random.below(lines.len());
        let what = match random.below(4) {
            0 => {
                let line = lines.remove(at);
                format!("{path}:{} `{}` is gone", at + 1, line.trim())
            }
            1 => {
                lines.insert(at, lines[at]);
                format!("{path}:{} stands twice", at + 1)
            }
            2 => {
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
        Some(what)
    }

    /// A record moves to another place in its file.
    fn move_block(&mut self, random: &mut Random) -> Option<String> {
        let is_list = |path: &str| path.ends_with("s.yaml") && !path.contains("/releases/");
        let path = self.pick(random, is_list)?;
        let text = self.text(&path)?;
        let mut blocks: Vec<String> = Vec::new();
        for line in text.lines() {
            let begins = !line.is_empty() && !line.starts_with([' ', '#', '-']);
            match blocks.last_mut() {
                Some(block) if !begins => {
                    block.push_str(line);
                    block.push('\n');
                }
                _ => blocks.push(format!("{line}\n")),
            }
        }
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
        Some(format!("{path}: {count} records from place {from} stand at place {to}"))
    }

    /// An id becomes another one, in every file.
    fn rename_id(&mut self, random: &mut Random) -> Option<String> {
        let file =
            *random.one_of(&["songs.yaml", "people.yaml", "artists.yaml", "characters.yaml", "sources.yaml"]);
        let id = self.some_id(random, file)?;
        let new = format!("{id}-{}", random.below(10));
        let everywhere = random.below(3) != 0;
        let whole = |text: &str| replace_word(text, &id, &new);
        let paths: Vec<String> = self.now.keys().cloned().collect();
        for path in paths.iter().filter(|path| everywhere || path.ends_with(file)) {
            if let Some(text) = self.text(path) {
                self.put(path, whole(&text));
            }
        }
        Some(format!(
            "`{id}` of {file} is called `{new}`, in {}",
            if everywhere { "every file" } else { "its file" }
        ))
    }

    fn edit_head(&mut self, random: &mut Random) -> Option<String> {
        let path = self.pick(random, |path| path.contains("/news/") || path.contains("/pages/"))?;
        let text = self.text(&path)?;
        let rest = text.strip_prefix("---\n")?;
        let line = match random.below(6) {
            0 => "draft: true",
            1 => "publish_from: 2026-06-01",
            2 => "publish_from: 2026-05-30",
            3 => "tags: [ost, extra]",
            4 => "updated: 2025-01-01",
            _ => "wanted: [about]",
        };
        let key = line.split(':').next()?;
        let kept: Vec<&str> = rest.lines().filter(|other| !other.starts_with(&format!("{key}:"))).collect();
        self.put(&path, format!("---\n{line}\n{}\n", kept.join("\n")));
        Some(format!("{path} has `{line}`"))
    }

    fn file_comes_or_goes(&mut self, random: &mut Random) -> Option<String> {
        match random.below(4) {
            0 => {
                let path = self.pick(random, |path| path.ends_with(".md"))?;
                self.now.remove(&path);
                Some(format!("{path} is gone"))
            }
            1 => {
                let path = self.pick(random, |path| path.contains("/news/"))?;
                let text = self.now.remove(&path)?;
                let new = path.replacen(".en.md", "-b.en.md", 1).replacen(".ko.md", "-b.ko.md", 1);
                self.now.insert(new.clone(), text);
                Some(format!("{path} is called {new}"))
            }
            2 => {
                let number = random.below(30);
                let path = format!("content/news/2026-05-{:02}-more-{number}.en.md", number + 1);
                let day = random.below(28) + 1;
                let text = format!("---\ntitle: News {number}\ntags: [ost]\n---\n\nOn day {day}.\n");
                self.put(&path, text);
                Some(format!("{path} is new"))
            }
            _ => {
                let path = self.pick(random, |path| path.ends_with(".yaml") && path.contains("/releases/"))?;
                self.now.remove(&path);
                Some(format!("{path} is gone"))
            }
        }
    }

    fn edit_template(&mut self, random: &mut Random) -> Option<String> {
        let own = ["song.html", "news.html", "release.html", "person.html", "base.html", "cast.html"];
        let name = *random.one_of(&own);
        let path = format!("templates/{name}");
        if self.now.contains_key(&path) && random.below(2) == 0 {
            self.now.remove(&path);
            return Some(format!("{path} is gone"));
        }
        let block = if name == "base.html" { "footer" } else { "content" };
        let words = random.below(100);
        let text = match random.below(8) {
            0 => "{% if %}".to_string(),
            _ => format!(
                "{{% extends \"theme/{name}\" %}}\n{{% block {block} %}}<p>own {words}</p>{{{{ super() }}}}{{% endblock %}}\n"
            ),
        };
        self.put(&path, text);
        Some(format!("{path} is another"))
    }

    fn edit_words(&mut self, random: &mut Random) -> Option<String> {
        let lang = *random.one_of(&["en", "ko"]);
        let path = format!("templates/strings/{lang}.yaml");
        if self.now.contains_key(&path) && random.below(2) == 0 {
            self.now.remove(&path);
            return Some(format!("{path} is gone"));
        }
        let words = random.below(100);
        self.put(&path, format!("section_soundtrack: Sound {words}\n"));
        Some(format!("{path} is another"))
    }

    fn edit_copied(&mut self, random: &mut Random) -> Option<String> {
        let path = *random.one_of(&["static/own.txt", "static/site.css", "static/robots-note.txt"]);
        if self.now.contains_key(path) && random.below(2) == 0 {
            self.now.remove(path);
            return Some(format!("{path} is gone"));
        }
        let words = random.below(100);
        self.put(path, format!("/* {words} */\nbody {{ color: #111; }}\n"));
        Some(format!("{path} is another"))
    }

    fn edit_site(&mut self, random: &mut Random) -> Option<String> {
        let path = "content/site.yaml";
        let text = self.text(path)?;
        let line = *random.one_of(&[
            "outputs: {search: off}",
            "outputs: {feed: off, rss: off}",
            "outputs: {cards: off}",
            "outputs: {timeline: off, episode: off}",
            "unofficial: false",
            "cards: [news, list]",
            "as_of: 2025-01-02",
            "contact: mailto:fan@example.org",
            "repository: https://github.com/fan/site",
            "languages: [en]",
            "languages: [ko, en]",
            "languages: [en, ko]",
            "address: https://fan.example/other/",
            "timezone: Europe/Berlin",
            "theme: {accent: \"#803040\"}",
        ]);
        let key = line.split(':').next()?;
        let mut kept: Vec<&str> = Vec::new();
        let mut is_within = false;
        for other in text.lines() {
            is_within =
                if other.starts_with([' ', '-']) { is_within } else { other.starts_with(&format!("{key}:")) };
            if !is_within {
                kept.push(other);
            }
        }
        self.put(path, format!("{}\n{line}\n", kept.join("\n")));
        Some(format!("site.yaml has `{line}`"))
    }

    /// A file is as it was in the beginning, so that a site does not fall apart edit by edit.
    fn restore(&mut self, random: &mut Random) -> Option<String> {
        let all: Vec<String> = self.now.keys().chain(self.first.keys()).cloned().collect();
        let other: Vec<&String> = all.iter().filter(|path| self.now.get(*path) != self.first.get(*path)).collect();
        if other.is_empty() {
            return None;
        }
        let some = random.below(other.len()) + 1;
        let paths: Vec<String> = if random.below(4) == 0 {
            other.iter().map(|path| path.to_string()).collect()
        } else {
            (0..some.min(3)).map(|_| random.one_of(&other).to_string()).collect()
        };
        for path in &paths {
            match self.first.get(path) {
                Some(bytes) => drop(self.now.insert(path.clone(), bytes.clone())),
                None => drop(self.now.remove(path)),
            }
        }
        Some(format!("{paths:?} are as they were"))
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
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
