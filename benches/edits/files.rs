//! Files that come, go and get another name.

use super::{Did, Editor, Random, plain};

impl Editor {
    pub(super) fn file_comes_or_goes(&mut self, random: &mut Random) -> Option<Did> {
        let number = random.below(30);
        match random.below(9) {
            0 => {
                let path = self.pick(random, |path| path.ends_with(".md"))?;
                self.remove(&path)?;
                Some(plain(format!("{path} is gone")))
            }
            1 => {
                let path = self.pick(random, |path| path.contains("/news/"))?;
                let bytes = self.remove(&path)?;
                let at = path.len() - path.rsplit('/').next()?.split_once('.')?.1.len() - 1;
                let new = format!("{}-b{}", &path[..at], &path[at..]);
                self.put(&new, bytes);
                Some(plain(format!("{path} is called {new}")))
            }
            2 | 3 => {
                let lang = *random.one_of(&["en", "ko"]);
                let path = format!("content/news/2026-05-{:02}-more-{number}.{lang}.md", number + 1);
                let day = random.below(28) + 1;
                self.put(&path, format!("---\ntitle: News {number}\ntags: [ost]\n---\n\nOn day {day}.\n"));
                Some(plain(format!("{path} is new")))
            }
            4 => {
                let path = format!("content/pages/page-{number}.en.md");
                self.put(&path, format!("---\ntitle: Page {number}\n---\n\nWords.\n"));
                Some(plain(format!("{path} is new")))
            }
            5 => {
                let (kind, file) = *random.one_of(&[
                    ("song", "songs.yaml"),
                    ("person", "people.yaml"),
                    ("artist", "artists.yaml"),
                    ("character", "characters.yaml"),
                ]);
                let id = self.some_id(random, file)?;
                let (drama, id) = id.rsplit_once('/').map_or(("", &*id), |(drama, id)| (drama, id));
                let folder = if drama.is_empty() { String::new() } else { format!("{drama}/") };
                let path = format!("content/{folder}about/{kind}/{id}.en.md");
                self.put(&path, format!("A long text, number {number}.\n"));
                Some(plain(format!("{path} is new, or says something else")))
            }
            6 => {
                let path = self.pick(random, |path| path.ends_with(".yaml") && path.contains("/releases/"))?;
                self.remove(&path)?;
                Some(plain(format!("{path} is gone")))
            }
            _ => {
                let is_records = |path: &str| path.starts_with("content/") && path != "content/site.yaml";
                let path = self
                    .pick(random, |path| is_records(path) && (path.ends_with(".yaml") || path.ends_with(".yml")))?;
                let new = match path.strip_suffix(".yaml") {
                    Some(stem) => format!("{stem}.yml"),
                    None => format!("{}.yaml", path.strip_suffix(".yml")?),
                };
                let bytes = self.remove(&path)?;
                self.put(&new, bytes);
                Some(plain(format!("{path} is called {new}")))
            }
        }
    }
}
