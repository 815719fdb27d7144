//! Texts in Markdown, and what stands at their heads.

use super::{Did, Editor, Random, is_id};

impl Editor {
    pub(super) fn edit_prose(&mut self, random: &mut Random) -> Option<Did> {
        let path = self.pick(random, |path| path.ends_with(".md"))?;
        let mut text = self.text(&path)?;
        let number = random.below(100);
        let more = match random.below(10) {
            0 => format!("\n\nOne more paragraph, with **bold** words and the number {number}.\n"),
            1 => format!("\n\n## A heading {number}\n\n눈물의 여왕을 **다시(again)** 본다.\n"),
            2 => format!("\n\nSee [](song:{}).\n", self.some_id(random, "songs.yaml")?),
            3 => format!("\n\n[Here](person:{})\n", self.some_id(random, "people.yaml")?),
            4 => "\n\n[a tag](tag:ost)\n".to_string(),
            5 => format!("\n\n- one\n- two\n- {number}\n\n> Said in {number}.\n"),
            6 => format!("\n\nA claim {number}.[^n{number}]\n\n[^n{number}]: Its note.\n"),
            7 => {
                // All below it moves.
                let head = match text.strip_prefix("---\n") {
                    Some(rest) => rest.find("\n---\n")? + 9,
                    None => 0,
                };
                text.insert_str(head, &format!("\nNow {number} stands first.\n\n"));
                "\n".to_string()
            }
            _ => {
                let cut = text.rfind("\n\n").filter(|at| *at > 120)?;
                text.truncate(cut);
                "\n".to_string()
            }
        };
        text.truncate(text.trim_end().len());
        text.push_str(&more);
        self.put(&path, text);
        Some((format!("{path} has other prose"), Some(id_of(&path)?)))
    }

    /// The id of a record in a file of records, with its drama in front where there are several.
    pub(super) fn some_id(&self, random: &mut Random, ending: &str) -> Option<String> {
        let path = self.pick(random, |path| path.ends_with(ending))?;
        let text = self.text(&path)?;
        let ids: Vec<&str> =
            text.lines().filter_map(|line| line.strip_suffix(':')).filter(|id| is_id(id)).collect();
        let id = (!ids.is_empty()).then(|| random.one_of(&ids).to_string())?;
        let folder = path.strip_prefix("content/")?.rsplit_once('/').map(|(folder, _)| folder);
        Some(folder.map_or(id.clone(), |drama| format!("{drama}/{id}")))
    }

    pub(super) fn edit_head(&mut self, random: &mut Random) -> Option<Did> {
        let path = self.pick(random, |path| path.contains("/news/") || path.contains("/pages/"))?;
        let text = self.text(&path)?;
        let rest = text.strip_prefix("---\n")?;
        let number = random.below(100);
        let line = match random.below(12) {
            0 => "draft: true".to_string(),
            1 => "publish_from: 2026-06-01".into(),
            2 => "publish_from: 2026-05-30".into(),
            3 => "tags: [ost, extra]".into(),
            4 => format!("tags: [extra-{}]", number % 4),
            5 => "updated: 2025-01-01".into(),
            6 => format!("summary: In short, {number}."),
            7 | 8 => format!("description: In short, {number}."),
            _ => {
                let title = rest.lines().find(|line| line.starts_with("title:"))?;
                match title.strip_suffix('"') {
                    Some(open) => format!("{open} {number}\""),
                    None => format!("{title} {number}"),
                }
            }
        };
        let key = line.split(':').next()?;
        let is_it = |other: &&str| other.starts_with(&format!("{key}:"));
        // In its place, as its author would.
        let at = rest.lines().position(|other| is_it(&other)).unwrap_or(0);
        let mut kept: Vec<&str> = rest.lines().filter(|other| !is_it(other)).collect();
        kept.insert(at, &line);
        self.put(&path, format!("---\n{}\n", kept.join("\n")));
        // What a text is called is on its page as soon as its words are.
        let text_of = matches!(key, "title" | "description").then(|| id_of(&path)).flatten();
        Some((format!("{path} has `{line}`"), text_of))
    }
}

/// The id of the record that a text is of.
fn id_of(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?.split('.').next()?;
    // The day at the head of the name of a news item is not in its address.
    match name.get(..11).and_then(super::day_of_name) {
        Some(_) => Some(name[11..].to_string()),
        None => Some(name.to_string()),
    }
}
