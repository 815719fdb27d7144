//! The files of a new site: an example to begin with, told in the site's languages, and what stands around it.

use super::starter::{FULL, GITATTRIBUTES, GITIGNORE, LANGUAGES, LICENCE, README_EN, README_KO, SMALL, Voice};
use super::workflow::{self, Install};
use crate::base::address::{Base, Url};
use crate::base::day::Zone;
use crate::base::id::suggest_id;
use crate::base::lang::Lang;
use crate::base::repository::GitHub;
use crate::model::schema::{self, Of};
use crate::parse::write::scalar;
use crate::parse::yaml::{self, Yaml};
use crate::source::Memory;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What a new site begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// An invented drama, with a remark at each field that matters.
    Small,
    /// *Queen of Tears*, as the program's own site has it.
    Full,
}

/// A site that is to be.
#[derive(Clone, Debug)]
pub struct NewSite {
    /// In the first language; the example's own when nothing is said.
    pub title: Option<String>,
    /// Never empty, none twice.
    pub languages: Vec<Lang>,
    pub timezone: Zone,
    pub repository: Option<Repository>,
    /// Where it will stand; else it follows from the repository, or from the folder's name.
    pub address: Option<String>,
    pub example: Example,
    /// The name of its folder.
    pub folder: String,
}

/// Where the files will be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    pub url: String,
    /// The address that GitHub Pages gives it.
    pub pages: Option<String>,
}

impl Repository {
    /// Takes `name/repository`, which is GitHub's, or an address as a browser or Git has it. Says what is wrong.
    pub fn new(text: &str) -> Result<Repository, String> {
        let text = text.trim();
        let is_short = !text.contains(':') && text.matches('/').count() == 1;
        let address = match text.starts_with("github.com/") {
            true => format!("https://{text}"),
            false if is_short => format!("github.com:{text}"),
            false => text.to_string(),
        };
        if let Some(github) = GitHub::of_remote(&address) {
            let url = format!("https://github.com/{}/{}", github.owner, github.name);
            return Ok(Repository { url, pages: Some(github.pages()) });
        }
        let is_elsewhere = text.starts_with("https://") && !text.contains("://github.com/");
        let url = text.trim_end_matches('/');
        let url =
            Url::new(url.strip_suffix(".git").unwrap_or(url)).filter(|url| is_elsewhere && !url.host().is_empty());
        let url = url.ok_or_else(|| {
            format!("`{text}` is no repository; write `name/repository`, or its address at another host")
        })?;
        Ok(Repository { url: url.as_str().to_string(), pages: None })
    }
}

impl NewSite {
    /// What keeps it from being made, in words with what to do.
    pub fn problem(&self) -> Option<String> {
        let title = self.title.as_deref().unwrap_or("a");
        if title.trim().is_empty() || title.chars().any(char::is_control) {
            return Some("a title is a line of text that can be seen".into());
        }
        if let Some(Err(why)) = self.address.as_deref().map(Base::new) {
            return Some(format!("`{}` is no address: {why}", self.address.as_deref().unwrap_or_default()));
        }
        let has_all = LANGUAGES.iter().all(|known| self.languages.iter().any(|lang| lang.as_str() == *known));
        (self.example == Example::Full && !(has_all && self.languages.len() == LANGUAGES.len())).then(|| {
            let languages = LANGUAGES.join(" and ");
            format!("the full example is written in {languages}, and a site of it has both; begin with `--example small`")
        })
    }

    /// Every file, by its path below the site's folder.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let voice = Voice::of(self.languages.iter().map(Lang::as_str));
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut put = |path: String, text: String| drop(files.insert(path, text.into_bytes()));
        let (list, tell): (_, fn(&Voice, &str) -> String) = match self.example {
            Example::Small => (SMALL, Voice::tell),
            Example::Full => (FULL, |_, text| text.to_string()),
        };
        for (path, text) in list {
            let Some(name) = voice.name(path) else { continue };
            let path = format!("content/{name}");
            let mut text = tell(&voice, text);
            if path == "content/site.yaml" {
                text = self.site(&text);
            }
            put(path.clone(), schema_line(&path) + &text);
        }
        for of in Of::all() {
            put(format!("schemas/{}.json", of.name()), schema::text(of));
        }
        if self.example == Example::Full {
            put("LICENSE-CONTENT".into(), LICENCE.into());
        }
        put("README.md".into(), self.readme(&voice));
        put(".gitignore".into(), GITIGNORE.into());
        put(".gitattributes".into(), GITATTRIBUTES.into());
        put(workflow::PATH.into(), workflow::text("main", "", Install::Release));
        files
    }

    /// The files as a tree, to be tried before anything is written.
    pub fn tree(&self) -> Memory {
        let mut tree = Memory::new();
        for (path, bytes) in self.files() {
            tree.put(&path, bytes);
        }
        tree
    }

    fn address(&self) -> String {
        let of_repository = || self.repository.as_ref().and_then(|repository| repository.pages.clone());
        let of_folder = || {
            let name = suggest_id(&self.folder);
            let name = if name.is_empty() { "my-site".to_string() } else { name };
            GitHub { owner: "my-name".into(), name }.pages()
        };
        self.address.clone().or_else(of_repository).unwrap_or_else(of_folder)
    }

    /// `site.yaml` of an example with what this site says of itself.
    fn site(&self, text: &str) -> String {
        let mut text = text.to_string();
        if let Some(title) = &self.title {
            // Stars and waves that are meant, as Markdown has it.
            let meant = title.trim().replace('*', "\\*").replace("~~", "\\~\\~");
            let of = match &self.languages[..] {
                [_] => String::new(),
                // The others are added below it.
                all => format!("\n  {}:", all[0]),
            };
            set(&mut text, "title", &format!("title:{of} {}", scalar(&meant)));
        }
        set(&mut text, "address", &format!("address: {}", self.address()));
        let languages: String = self.languages.iter().map(|lang| format!("\n  - {lang}")).collect();
        set(&mut text, "languages", &format!("languages:{languages}"));
        let repository = match &self.repository {
            Some(repository) => format!("repository: {}", repository.url),
            None => "# repository: https://github.com/my-name/my-site".into(),
        };
        let zone = format!("timezone: {}", self.timezone.name());
        if !set(&mut text, "repository", &repository) {
            set(&mut text, "timezone", &format!("{zone}\n{repository}"));
        }
        set(&mut text, "timezone", &zone);
        text
    }

    fn readme(&self, voice: &Voice) -> String {
        let (text, licence) = match voice.remarks {
            "ko" => (
                README_KO,
                "\n## 라이선스\n\n'눈물의 여왕'에 관한 예시 글은 CC BY 4.0에 따라 다시 쓸 수 있습니다(`LICENSE-CONTENT`).\n",
            ),
            _ => (
                README_EN,
                "\n## Licence\n\nThe sentences of the example about *Queen of Tears* are under CC BY 4.0 (`LICENSE-CONTENT`).\n",
            ),
        };
        let own = match (self.example, voice.remarks) {
            (Example::Small, "ko") => "종이 등대",
            (Example::Small, _) => "Paper Lighthouse",
            (Example::Full, "ko") => "눈물의 여왕",
            (Example::Full, _) => "Queen of Tears",
        };
        let licence = if self.example == Example::Full { licence } else { "" };
        text.replace("{licence}\n", licence)
            .replace("{program}", workflow::REPOSITORY)
            .replace("{title}", self.title.as_deref().unwrap_or(own).trim())
    }
}

/// Puts a line in the place of a key at the edge and all below it; false when there is none.
fn set(text: &mut String, key: &str, line: &str) -> bool {
    let Some(at) = entry(text, key) else { return false };
    text.replace_range(at, line);
    true
}

/// Where a key at the edge stands, with its value.
fn entry(text: &str, key: &str) -> Option<Range<usize>> {
    let node = yaml::read(&Arc::from(""), text, 0..text.len(), &mut Vec::new())?;
    let Yaml::Map(entries) = &node.is else { return None };
    let (key, value) = entries.iter().find(|(at, _)| at.text == key)?;
    Some(key.at.start as usize..value.at.end as usize)
}

/// The line by which editors find the schema of a file; empty for one that they would not look for it in.
pub fn schema_line(path: &str) -> String {
    match Of::file(&path.into()) {
        Some(of) if path.ends_with(".yaml") => {
            let up = "../".repeat(path.matches('/').count());
            format!("# yaml-language-server: $schema={up}schemas/{}.json\n", of.name())
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_written_in_several_ways() {
        let of = |text: &str| Repository::new(text).map(|repository| (repository.url, repository.pages));
        let fan =
            ("https://github.com/Fan/my.site".to_string(), Some("https://fan.github.io/my.site/".to_string()));
        for text in [
            "Fan/my.site",
            "https://github.com/Fan/my.site",
            "https://github.com/Fan/my.site.git",
            "https://github.com/Fan/my.site/",
            "git@github.com:Fan/my.site.git",
            "ssh://git@github.com/Fan/my.site.git",
            "github.com/Fan/my.site",
        ] {
            assert_eq!(of(text), Ok(fan.clone()), "{text}");
        }
        assert_eq!(of("fan/Fan.github.io").unwrap().1.as_deref(), Some("https://fan.github.io/"));
        let elsewhere = of("https://git.example/group/sub/site").unwrap();
        assert_eq!(elsewhere, ("https://git.example/group/sub/site".into(), None));
        for text in [
            "",
            "fan",
            "fan/",
            "a b/c",
            "https://",
            "fan/../x",
            "a/b/c",
            "https://github.com/a",
            "http://git.example/a",
        ] {
            assert!(of(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_the_entry_of_a_key_is_replaced() {
        let mut text = "# a\nb:\n  title: 1\ntitle:\n  en: X\n  ko: Y\n# z\nz: 1\n".to_string();
        assert!(set(&mut text, "title", "title: Z"));
        assert!(!set(&mut text, "none", "none: 1"));
        assert_eq!(text, "# a\nb:\n  title: 1\ntitle: Z\n# z\nz: 1\n");
    }

    #[test]
    fn editors_find_the_schema_from_where_a_file_lies() {
        assert_eq!(schema_line("content/songs.yaml"), "# yaml-language-server: $schema=../schemas/songs.json\n");
        let release = "# yaml-language-server: $schema=../../schemas/release.json\n";
        assert_eq!(schema_line("content/releases/ost.yaml"), release);
        assert_eq!(schema_line("content/news/2024-04-26-x.md"), "");
    }
}
