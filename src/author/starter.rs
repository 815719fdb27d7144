//! The two examples that a new site can begin with, carried by the program: a small invented drama with remarks, and
//! the default content about *Queen of Tears*.

macro_rules! files {
    ($folder:literal: $($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../", $folder, "/", $name)))),*]
    };
}

/// `starter/content/`: its lines are in English and Korean, see `spoken`. A test compares the list with the folder.
pub const SMALL: &[(&str, &str)] = files! { "starter/content":
    "about/song/first-ferry.en.md"
    "about/song/first-ferry.ko.md"
    "artists.yaml"
    "characters.yaml"
    "drama.yaml"
    "episodes.yaml"
    "news/2023-03-05-first-songs.en.md"
    "news/2023-03-05-first-songs.ko.md"
    "pages/about.en.md"
    "pages/about.ko.md"
    "people.yaml"
    "releases/ost-part-1.yaml"
    "site.yaml"
    "songs.yaml"
    "sources.yaml"
};

/// `content/`. A test compares the list with the folder.
pub const FULL: &[(&str, &str)] = files! { "content":
    "about/artist/bss.en.md"
    "about/artist/bss.ko.md"
    "about/drama/queen-of-tears.en.md"
    "about/drama/queen-of-tears.ko.md"
    "about/person/nam-hye-seung.en.md"
    "about/person/nam-hye-seung.ko.md"
    "about/release/special-album.en.md"
    "about/release/special-album.ko.md"
    "about/song/love-you-with-all-my-heart.en.md"
    "about/song/love-you-with-all-my-heart.ko.md"
    "about/song/way-home.en.md"
    "about/song/way-home.ko.md"
    "artists.yaml"
    "awards.yaml"
    "characters.yaml"
    "drama.yaml"
    "episodes.yaml"
    "events.yaml"
    "news/2024-03-06-line-up.en.md"
    "news/2024-03-06-line-up.ko.md"
    "news/2024-03-09-premiere.en.md"
    "news/2024-03-09-premiere.ko.md"
    "news/2024-03-10-part-1.en.md"
    "news/2024-03-10-part-1.ko.md"
    "news/2024-03-24-part-4.en.md"
    "news/2024-03-24-part-4.ko.md"
    "news/2024-04-14-twenty-percent.en.md"
    "news/2024-04-14-twenty-percent.ko.md"
    "news/2024-04-18-kim-soo-hyun-sings.en.md"
    "news/2024-04-18-kim-soo-hyun-sings.ko.md"
    "news/2024-04-26-album-pre-sale.en.md"
    "news/2024-04-26-album-pre-sale.ko.md"
    "news/2024-04-28-finale-record.en.md"
    "news/2024-04-28-finale-record.ko.md"
    "news/2024-04-29-part-12.en.md"
    "news/2024-04-29-part-12.ko.md"
    "news/2024-05-04-specials.en.md"
    "news/2024-05-04-specials.ko.md"
    "news/2024-05-13-circle-chart.en.md"
    "news/2024-05-13-circle-chart.ko.md"
    "news/2024-06-03-album-sold-out.en.md"
    "news/2024-06-03-album-sold-out.ko.md"
    "news/2024-06-27-seoul-pop-up.en.md"
    "news/2024-06-27-seoul-pop-up.ko.md"
    "news/2024-07-25-tokyo-pop-up.en.md"
    "news/2024-07-25-tokyo-pop-up.ko.md"
    "news/2024-10-12-korea-drama-awards.en.md"
    "news/2024-10-12-korea-drama-awards.ko.md"
    "news/2025-01-04-golden-disc.en.md"
    "news/2025-01-04-golden-disc.ko.md"
    "pages/about.en.md"
    "pages/about.ko.md"
    "pages/collecting.en.md"
    "pages/collecting.ko.md"
    "people.yaml"
    "places.yaml"
    "releases/ost-part-1.yaml"
    "releases/ost-part-10.yaml"
    "releases/ost-part-11.yaml"
    "releases/ost-part-12.yaml"
    "releases/ost-part-2.yaml"
    "releases/ost-part-3.yaml"
    "releases/ost-part-4.yaml"
    "releases/ost-part-5.yaml"
    "releases/ost-part-6.yaml"
    "releases/ost-part-7.yaml"
    "releases/ost-part-8.yaml"
    "releases/ost-part-9.yaml"
    "releases/special-album.yaml"
    "shops.yaml"
    "site.yaml"
    "songs.yaml"
    "sources.yaml"
};

pub const README_EN: &str = include_str!("../../starter/README.en.md");
pub const README_KO: &str = include_str!("../../starter/README.ko.md");
pub const GITIGNORE: &str = include_str!("../../starter/gitignore");
pub const GITATTRIBUTES: &str = include_str!("../../starter/gitattributes");
/// The licence of the sentences of `FULL`.
pub const LICENCE: &str = include_str!("../../LICENSE-CONTENT");

/// The languages that the examples are written in.
pub const LANGUAGES: &[&str] = &["en", "ko"];

/// How an example is told in a site's languages.
pub struct Voice {
    /// The language of remarks.
    pub remarks: &'static str,
    /// The languages of texts, in the site's order; never empty.
    pub texts: Vec<&'static str>,
    /// Texts stand without the name of their language: they are in the site's first, or are to be.
    is_plain: bool,
    /// The site has none of the languages that the examples are written in.
    is_foreign: bool,
}

impl Voice {
    /// For the languages of a site; one that the examples do not speak is told in English.
    pub fn of<'l>(languages: impl Iterator<Item = &'l str>) -> Voice {
        let languages: Vec<&str> = languages.collect();
        let known = |lang: &&str| LANGUAGES.iter().copied().find(|known| known == lang);
        let mut texts: Vec<&'static str> = languages.iter().filter_map(known).collect();
        let first = languages.first().and_then(known);
        let is_foreign = texts.is_empty();
        let is_plain = is_foreign || (texts.len() == 1 && first.is_some());
        if is_foreign {
            texts.push("en");
        }
        Voice { remarks: first.unwrap_or("en"), texts, is_plain, is_foreign }
    }

    /// A file of the small example as this site has it. A line `#en …` is a remark for English readers, `#ko …` for
    /// Korean ones, and takes the indent of the line that it is about. Neighbouring lines `en: …` and `ko: …` are one
    /// text in both languages; where only one is kept, the text moves up to its key.
    pub fn tell(&self, text: &str) -> String {
        let mut told: Vec<String> = Vec::new();
        let mut remarks: Vec<&str> = Vec::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if let Some((lang, remark)) = line.strip_prefix('#').and_then(language_line(' ')) {
                if lang == self.remarks {
                    remarks.push(remark);
                }
                continue;
            }
            let body = line.trim_start();
            let indent = &line[..line.len() - body.len()];
            told.extend(remarks.drain(..).map(|remark| format!("{indent}# {remark}")));
            let Some(first) = language_line(':')(body) else {
                told.push(line.to_string());
                continue;
            };
            let mut group = vec![first];
            while let Some(more) = lines.peek().and_then(|next| language_line(':')(next.strip_prefix(indent)?)) {
                group.push(more);
                lines.next();
            }
            for lang in &self.texts {
                let Some((_, value)) = group.iter().find(|(of, _)| of == lang) else { continue };
                match told.last_mut().filter(|_| self.is_plain) {
                    Some(key) => *key = format!("{key} {value}"),
                    None => told.push(format!("{indent}{lang}: {value}")),
                }
            }
        }
        told.iter().map(|line| format!("{line}\n")).collect()
    }

    /// The name of a Markdown file as this site has it; nothing for one in a language that the site has not.
    pub fn name(&self, path: &str) -> Option<String> {
        let Some((stem, lang)) = path.strip_suffix(".md").and_then(|stem| stem.rsplit_once('.')) else {
            return Some(path.to_string());
        };
        // Without a language a file is in the site's first one.
        self.texts.contains(&lang).then(|| if self.is_foreign { format!("{stem}.md") } else { path.to_string() })
    }
}

/// Splits `en: text` or `en text` into the language and the rest.
fn language_line(sign: char) -> impl Fn(&str) -> Option<(&str, &str)> {
    move |line| {
        let (lang, rest) = line.split_once(sign)?;
        LANGUAGES.contains(&lang).then(|| (lang, rest.trim_start()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_lists_are_those_of_the_folders() {
        for (folder, list) in [("starter/content", SMALL), ("content", FULL)] {
            let top = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let files = walkdir::WalkDir::new(&top).sort_by_file_name().into_iter().map(Result::unwrap);
            let files = files.filter(|entry| entry.file_type().is_file());
            let mut names: Vec<String> = files
                .map(|entry| entry.path().strip_prefix(&top).unwrap().to_string_lossy().replace('\\', "/"))
                .collect();
            names.sort();
            let listed: Vec<&str> = list.iter().map(|(name, _)| *name).collect();
            assert_eq!(listed, names, "src/author/starter.rs lists the files of {folder}");
        }
    }

    #[test]
    fn a_text_is_told_in_the_languages_of_the_site() {
        let text = "a:\n#en Its name.\n#ko 이름입니다.\n  name:\n    en: One: x\n    ko: 하나\n  n: 1\n";
        let tell = |languages: &[&str]| Voice::of(languages.iter().copied()).tell(text);
        assert_eq!(tell(&["en", "ko"]), "a:\n  # Its name.\n  name:\n    en: One: x\n    ko: 하나\n  n: 1\n");
        assert_eq!(tell(&["ko", "en"]), "a:\n  # 이름입니다.\n  name:\n    ko: 하나\n    en: One: x\n  n: 1\n");
        assert_eq!(tell(&["ko"]), "a:\n  # 이름입니다.\n  name: 하나\n  n: 1\n");
        assert_eq!(tell(&["ja"]), "a:\n  # Its name.\n  name: One: x\n  n: 1\n");
        assert_eq!(tell(&["ja", "ko"]), "a:\n  # Its name.\n  name:\n    ko: 하나\n  n: 1\n");
    }

    #[test]
    fn a_file_has_the_language_of_its_text() {
        let name = |languages: &[&str]| Voice::of(languages.iter().copied()).name("pages/about.en.md");
        assert_eq!(name(&["ko", "en"]).as_deref(), Some("pages/about.en.md"));
        assert_eq!(name(&["ko"]), None);
        assert_eq!(name(&["ja"]).as_deref(), Some("pages/about.md"));
        assert_eq!(name(&["ja", "en"]).as_deref(), Some("pages/about.en.md"));
    }
}
