//! What stands around the records of a site: pictures, templates, words, copied files, settings.

use super::{Did, Editor, Random, plain};
use linernotes::render::theme;

/// Own templates that put a line into a page of the theme, and into which block.
const OWN: &[(&str, &str)] = &[
    ("song.html", "main"),
    ("news.html", "main"),
    ("release.html", "main"),
    ("person.html", "main"),
    ("home.html", "main"),
    ("cast.html", "main"),
    ("base.html", "head"),
];

const NOTE: &str = "templates/own-note.html";
const PARTS: &str = "templates/own-parts.html";
const CARD: &str = "templates/cards/card.svg";
const IMAGES: &str = "content/images.yaml";

impl Editor {
    pub(super) fn edit_template(&mut self, random: &mut Random) -> Option<Did> {
        let own = self.pick(random, |path| path.starts_with("templates/") && !path.contains("/strings/"));
        if let Some(path) = own.filter(|_| random.below(3) == 0) {
            if !self.first.files.contains_key(&path) {
                self.remove(&path);
                return Some(plain(format!("{path} is gone")));
            }
            let text = self.text(&path)?.replacen("</", "<!-- another -->\n</", 1);
            self.put(&path, text);
            return Some(plain(format!("{path} is another")));
        }
        let number = random.below(100);
        let (path, text) = match random.below(12) {
            // Broken, in its form and in what it asks for.
            0 => {
                let broken =
                    ["{% if %}", "{{ page.nothing.here }}", "{% include \"nowhere.html\" %}", "{{ 1 | odd }}"];
                let (name, _) = random.one_of(OWN);
                (format!("templates/{name}"), random.one_of(&broken).to_string())
            }
            1 | 2 => (NOTE.to_string(), format!("<p>A note, {number}.</p>\n")),
            3 if self.has(NOTE) => {
                let text = "{% extends \"theme/song.html\" %}\n\
                    {% block main %}{{ super() }}{% include \"own-note.html\" %}{% endblock %}\n";
                ("templates/song.html".to_string(), text.to_string())
            }
            4 => {
                let text = "{% component bits(list, sep=\", \") %}{% for b in list %}{{ <bit b={b}/> }}\
                    {% if not loop.last %}{{ sep }}{% endif %}{% endfor %}<!-- NUMBER -->{% endcomponent bits %}\n";
                (PARTS.to_string(), text.replace("NUMBER", &number.to_string()))
            }
            5 => {
                let card = theme::template("cards/card.svg")?;
                (CARD.to_string(), card.replace("</svg>", &format!("<desc>{number}</desc></svg>")))
            }
            _ => {
                let (name, block) = random.one_of(OWN);
                let words = match *block {
                    "head" => format!("<meta name=\"own\" content=\"{number}\">"),
                    _ => format!("<p>own {number}</p>"),
                };
                let text = format!(
                    "{{% extends \"theme/{name}\" %}}\n{{% block {block} %}}{{{{ super() }}}}{words}{{% endblock %}}\n"
                );
                (format!("templates/{name}"), text)
            }
        };
        // A site that has its own theme keeps it.
        if self.first.files.contains_key(&path) {
            return None;
        }
        self.put(&path, text);
        Some(plain(format!("{path} is another")))
    }

    pub(super) fn edit_words(&mut self, random: &mut Random) -> Option<Did> {
        let lang = *random.one_of(&["en", "ko"]);
        let path = format!("templates/strings/{lang}.yaml");
        if self.has(&path) && random.below(3) == 0 {
            self.remove(&path);
            return Some(plain(format!("{path} is gone")));
        }
        let words = random.below(100);
        let key = *random.one_of(&["home", "unknown", "wanted", "menu"]);
        self.put(&path, format!("texts:\n  {key}: Words {words}\n"));
        Some(plain(format!("{path} is another")))
    }

    pub(super) fn edit_static(&mut self, random: &mut Random) -> Option<Did> {
        let names = ["own.txt", "site.css", "icon.svg", "a folder/note.txt", "own.png"];
        let path = format!("static/{}", random.one_of(&names));
        if self.has(&path) && random.below(3) == 0 {
            self.remove(&path);
            return Some(plain(format!("{path} is gone")));
        }
        let number = random.below(100);
        match path.rsplit('.').next()? {
            "svg" => self.put(&path, svg(number)),
            "png" => self.put(&path, png(number)),
            "css" => self.put(&path, format!("/* {number} */\nbody {{ color: #111; }}\n")),
            _ => self.put(&path, format!("Words {number}.\n")),
        }
        Some(plain(format!("{path} is another")))
    }

    pub(super) fn edit_picture(&mut self, random: &mut Random) -> Option<Did> {
        let (number, shade) = (random.below(4), random.below(100));
        let ending = if number.is_multiple_of(2) { "svg" } else { "png" };
        let path = format!("content/images/own-{number}.{ending}");
        let bytes = match random.below(6) {
            0 if ending == "svg" => svg(shade).replace("</svg>", "<script>alert(1)</script></svg>").into_bytes(),
            _ if ending == "svg" => svg(shade).into_bytes(),
            // One that is cut short.
            0 if random.below(4) == 0 => png(shade)[..40].to_vec(),
            _ => png(shade),
        };
        let record = format!("own-{number}:\n");
        let records = self.text(IMAGES).unwrap_or_default();
        match random.below(8) {
            0 if self.has(&path) && !records.contains(&record) => {
                self.remove(&path);
                Some(plain(format!("{path} is gone")))
            }
            1..=3 if records.contains(&record) => {
                let text = records.replacen("alt: {en: ", &format!("alt: {{en: {shade} "), 1);
                self.put(IMAGES, format!("# remark {shade}\n{text}"));
                Some(plain("images.yaml says something else".to_string()))
            }
            4 | 5 if records.contains(&record) => {
                let text = self.pick(random, |path| path.ends_with(".md"))?;
                let prose = self.text(&text)?;
                self.put(&text, format!("{}\n\n![](image:own-{number})\n", prose.trim_end()));
                Some(plain(format!("{text} shows own-{number}")))
            }
            6 if self.has(&path) => {
                let text = self.pick(random, |path| path.ends_with(".md"))?;
                let prose = self.text(&text)?;
                let more = format!("![A picture](own-{number}.{ending})");
                self.put(&text, format!("{}\n\n{more}\n", prose.trim_end()));
                Some(plain(format!("{text} shows {path}")))
            }
            _ => {
                self.put(&path, bytes);
                if !records.contains(&record) {
                    let facts =
                        format!("  file: own-{number}.{ending}\n  alt: {{en: A field, ko: 들}}\n  rights: own\n");
                    self.put(IMAGES, format!("{records}{record}{facts}"));
                }
                Some(plain(format!("{path} is another")))
            }
        }
    }

    pub(super) fn edit_site(&mut self, random: &mut Random) -> Option<Did> {
        let path = "content/site.yaml";
        let text = self.text(path)?;
        let line = *random.one_of(&[
            "outputs: {search: off}",
            "outputs: {feed: off, rss: off}",
            "outputs: {cards: off}",
            "outputs: {timeline: off, episode-pages: off}",
            "outputs: {images: off, fonts: off}",
            "unofficial: false",
            "as_of: 2025-01-02",
            "contact: mailto:fan@example.org",
            "repository: https://github.com/fan/site",
            "languages: [en]",
            "languages: [ko, en]",
            "languages: [en, ko]",
            "address: https://fan.example/other/",
            "timezone: Europe/Berlin",
            "theme: {colours: {wine: \"#1f4e7a\", dark: {wine: \"#9cc4e6\"}}}",
            "images: {widths: [400]}",
            "title: {en: Another, ko: 다른 이름}",
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
        Some(plain(format!("site.yaml has `{line}`")))
    }
}

/// A small drawing.
fn svg(shade: usize) -> String {
    let colour = format!("#{:02x}{:02x}40", 40 + shade, 200 - shade);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 2\"><rect width=\"4\" height=\"2\" fill=\"{colour}\"/></svg>\n"
    )
}

/// A PNG of one colour, 8 by 4 pixels, not packed.
fn png(shade: usize) -> Vec<u8> {
    let row = [&[0][..], &[40 + shade as u8, 90, 200 - shade as u8].repeat(8)].concat();
    let pixels = row.repeat(4);
    let length = pixels.len() as u16;
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in &pixels {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    let sum = (high << 16 | low).to_be_bytes();
    let stored = [&[0x78, 1, 1][..], &length.to_le_bytes(), &(!length).to_le_bytes(), &pixels, &sum].concat();
    let head = [&[0, 0, 0, 8, 0, 0, 0, 4][..], &[8, 2, 0, 0, 0]].concat();
    let chunks = [chunk(b"IHDR", &head), chunk(b"IDAT", &stored), chunk(b"IEND", &[])];
    [&b"\x89PNG\r\n\x1a\n"[..], &chunks.concat()].concat()
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [&name[..], content].concat();
    let mut sum = !0_u32;
    for byte in &named {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    [&(content.len() as u32).to_be_bytes()[..], &named, &(!sum).to_be_bytes()].concat()
}
