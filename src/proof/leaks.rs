//! Spoilers that stand in the open. Looks for every marked text in finished bytes, so it does not matter which
//! output or template let it out, nor how it was written down.
//!
//! Nearly every file is settled in one pass over its bytes: where it has neither of the two longest words of a
//! marked text, and nothing that could hide a word, there is no leak.

use super::layers::each_layer;
use super::open::{Open, Spot, open_page};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::letters::add_letters;
use crate::base::needles::{Case, Needles};
use crate::base::place::Place;
use memchr::memchr_iter;

/// One marked text that stands in the open in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// Which text, by its place in the list.
    pub secret: usize,
    pub spot: Spot,
    /// In the finished file, from 1; 0 for its name.
    pub line: u32,
}

impl Leak {
    /// Says it to the author, at the place where the text was written.
    pub fn say(&self, file: &str, written: Place, template: Option<&str>) -> Diagnostic {
        let (spot, advice) = match self.spot {
            Spot::FileName => ("the name of", "give it another id: ids stand in addresses"),
            Spot::Title => ("the title of", "titles are shown in many places; say it in a text of the page"),
            Spot::Meta => ("what search engines are told of", "keep titles and summaries free of it"),
            Spot::Alt => ("the description of a picture in", "describe what is to be seen, not what it means"),
            Spot::Attribute => ("an attribute in", "keep ids, labels and addresses free of it"),
            Spot::Script => {
                ("data or script in", "leave it out there: only text in a closed part of a page is hidden")
            }
            Spot::Comment => {
                ("a comment in", "take it out of the template: everybody can read the source of a page")
            }
            Spot::Summary => ("the line that opens a closed part of", "put it below the `<summary>`"),
            Spot::OpenDetails => ("a part that is open from the start of", "take `open` off its `<details>`"),
            Spot::OtherDetails => (
                "a folded part without the mark of a spoiler in",
                "write `<details data-spoiler>`, or use the component `spoiler` of the theme",
            ),
            Spot::Text => (
                "plain view in",
                "in a template, put it into the component `spoiler`; in a text of your own, say it in other words",
            ),
            Spot::Data => {
                ("", "only closed parts of pages may have it: other files have nothing that could be closed")
            }
        };
        let spot = if spot.is_empty() { String::new() } else { format!("{spot} ") };
        let made = template.map_or(String::new(), |name| format!(", made by the template `{name}`"));
        let line = (self.line > 0).then(|| format!("it stands in line {} there{made}", self.line));
        let mut told =
            Diagnostic::new(Code::SpoilerLeak, format!("a spoiler stands in {spot}the finished file `{file}`"))
                .at(written)
                .label("this is marked with `spoiler`")
                .help(advice)
                .help("if it gives nothing away, take the mark off");
        told.help.extend(line);
        told
    }
}

/// Marked texts, ready to be looked for.
pub struct Guard {
    /// By letters and digits alone.
    whole: Needles,
    /// The longest words of each, and signs behind which a word can hide.
    hints: Needles,
    count: usize,
}

/// Behind these a word may stand in other letters, or in two halves.
const VEILS: &[&str] = &[
    "\\u", "\\x", "&#", "base64,", "<wbr", "&shy", "&zw", "\u{ad}", "\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}",
    "%4", "%5", "%6", "%7", "BEGIN:V",
];

impl Guard {
    /// Takes the letters and digits of each text (`base::letters`) and a text that has them.
    pub fn new(secrets: &[(&str, &str)]) -> Guard {
        let whole: Vec<&str> = secrets.iter().map(|(letters, _)| *letters).collect();
        let mut hints: Vec<String> = Vec::new();
        for (_, text) in secrets {
            for word in longest_words(text) {
                if !word.is_ascii() {
                    hints.push(word.bytes().map(|byte| format!("%{byte:02X}")).collect());
                }
                hints.push(word.to_string());
            }
        }
        hints.sort();
        hints.dedup();
        hints.extend(VEILS.iter().map(|veil| veil.to_string()));
        Guard {
            whole: Needles::new(&whole, Case::Differs),
            hints: Needles::new(&hints, Case::Same),
            count: secrets.len(),
        }
    }

    /// What of the marked texts stands in the open in a finished file, each once, sorted.
    pub fn leaks(&self, path: &str, bytes: &[u8]) -> Vec<Leak> {
        let mut leaks = Vec::new();
        if self.count == 0 {
            return leaks;
        }
        self.name(path, &mut leaks);
        let ending = ending(path);
        // A drawing cuts its text in lines, also inside words; there are few of them.
        if !is_binary(&ending, bytes) && (ending == "svg" || self.may_leak(bytes)) {
            match ending.as_str() {
                "html" | "htm" => self.page(bytes, false, &mut leaks),
                "svg" => self.page(bytes, true, &mut leaks),
                _ => {
                    let mut open = Open::default();
                    open.wrapped(&String::from_utf8_lossy(bytes), Spot::Data, 0);
                    self.search(&open, bytes, &mut leaks);
                }
            }
        }
        leaks.sort();
        leaks.dedup_by_key(|leak| leak.secret);
        leaks
    }

    fn name(&self, path: &str, leaks: &mut Vec<Leak>) {
        let mut name = String::new();
        each_layer(path, &mut |layer| {
            name.push('\n');
            add_letters(layer, &mut name);
        });
        leaks.extend(self.whole.each(&name).map(|(secret, _)| Leak { secret, spot: Spot::FileName, line: 0 }));
    }

    fn page(&self, bytes: &[u8], is_drawing: bool, leaks: &mut Vec<Leak>) {
        for open in open_page(bytes, is_drawing) {
            self.search(&open, bytes, leaks);
        }
    }

    fn search(&self, open: &Open, bytes: &[u8], leaks: &mut Vec<Leak>) {
        for (secret, start) in self.whole.each(&open.letters) {
            let (spot, at) = open.spot(start);
            let line = 1 + memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count() as u32;
            leaks.push(Leak { secret, spot, line });
        }
    }

    /// Whether it is worth looking closer.
    fn may_leak(&self, bytes: &[u8]) -> bool {
        self.hints.some(bytes).any(|(_, start)| {
            // Quotation marks in finished pages are written as numbers; they hide nothing.
            let rest = &bytes[start..];
            !["&#39;", "&#34;", "&#x27;", "&#x2F;", "&#x22;"].iter().any(|known| rest.starts_with(known.as_bytes()))
        })
    }
}

/// The two longest words, without signs that could be written otherwise: a tag may cut one of them in two.
fn longest_words(text: &str) -> impl Iterator<Item = &str> {
    let mut words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // Stable, so that the first of equals is taken.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.into_iter().take(2)
}

fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

/// Pictures, fonts, sound and film, and whatever has a byte that no text has. Their names are looked at.
fn is_binary(ending: &str, bytes: &[u8]) -> bool {
    const KINDS: &[&str] = &[
        "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff", "woff2", "ttf", "otf", "mp3", "mp4", "m4a",
        "ogg", "opus", "webm", "pdf", "zip", "gz", "br", "wasm",
    ];
    KINDS.contains(&ending) || bytes.iter().take(1_024).any(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::letters::letters;

    const TOLD: &str = "The butler did it in the library";
    const SAGT: &str = "집사가 서재에서 범인이었다";

    /// Where the two texts are found in a finished file.
    fn spots(path: &str, text: &str) -> Vec<(usize, Spot)> {
        let folded = [letters(TOLD), letters(SAGT)];
        let guard = Guard::new(&[(&folded[0], TOLD), (&folded[1], SAGT)]);
        guard.leaks(path, text.as_bytes()).into_iter().map(|leak| (leak.secret, leak.spot)).collect()
    }

    #[track_caller]
    fn expect(path: &str, text: &str, spot: Spot) {
        // Each plant in English and in Korean.
        assert_eq!(spots(path, &text.replace('@', TOLD)), [(0, spot)], "{path}: {text}");
        assert_eq!(spots(path, &text.replace('@', SAGT)), [(1, spot)], "{path}: {text}");
    }

    #[track_caller]
    fn page(body: &str, spot: Spot) {
        expect("songs/promise/index.html", body, spot);
    }

    #[test]
    fn a_plant_in_any_part_of_a_page_is_found() {
        page("<title>@ · A site</title>", Spot::Title);
        page("<meta name=description content='What @.'>", Spot::Meta);
        page("<meta property=\"og:description\" content=\"@\">", Spot::Meta);
        page("<img src=a.png alt='@'>", Spot::Alt);
        page("<details data-spoiler><img src=a.png alt='@'></details>", Spot::Alt);
        page("<a title=\"@\">x</a>", Spot::Attribute);
        page("<script type='application/ld+json'>{\"description\": \"@\"}</script>", Spot::Script);
        page("<!-- @ -->", Spot::Comment);
        page("<p>x <!-- @ --><b>y</b>", Spot::Comment);
        page("<main><p>@</p></main>", Spot::Text);
        page("<template><p>@</p></template>", Spot::Text);
        page("<details><summary>More</summary><p>@</p></details>", Spot::OtherDetails);
        page("<details data-spoiler open><summary>More</summary>@</details>", Spot::OpenDetails);
        page("<details class=spoiler data-spoiler><summary>@</summary>More</details>", Spot::Summary);
        page("<details data-spoiler><summary>x</summary>y</details><p>@</p>", Spot::Text);
        page("<div><details data-spoiler><summary>x</summary>y</div><p>@</p>", Spot::Text);
        page("<details data-spoiler><details>x</details></details>@", Spot::Text);
        page("<svg><text>@</text></svg>", Spot::Text);
        page("<textarea>@</textarea>", Spot::Script);
        page("<style>a:after { content: '@' }</style>", Spot::Script);
    }

    #[test]
    fn a_closed_spoiler_is_where_it_belongs() {
        for text in [
            "<details data-spoiler><summary>Episode 8</summary><div><p>@</p></div></details>",
            "<DETAILS Data-Spoiler=''><summary>x</summary>@</DETAILS>",
            "<details data-spoiler><details open>@</details><p>@</p></details>",
            "<details data-spoiler><summary>x</summary><details><summary>@</summary></details></details>",
            "<details data-spoiler>a<br>@<img src=x><p>@</details>",
            "<details data-spoiler><svg><path d='M0'/></svg><div>@</div></details>",
        ] {
            for told in [TOLD, SAGT] {
                assert_eq!(spots("a/index.html", &text.replace('@', told)), [], "{text}");
            }
        }
    }

    #[test]
    fn a_plant_in_any_other_file_is_found() {
        for (path, text) in [
            ("feed.xml", "<feed><entry><title>@</title></entry></feed>"),
            ("feed.xml", "<feed><content type='html'>&lt;p&gt;@&lt;/p&gt;</content></feed>"),
            ("rss.xml", "<rss><description><![CDATA[<b>@</b>]]></description></rss>"),
            ("feed.json", "{\"items\": [{\"content_html\": \"<p>@<\\/p>\"}]}"),
            ("calendar.ics", "BEGIN:VCALENDAR\r\nSUMMARY:@\r\nEND:VCALENDAR\r\n"),
            ("ko/search/index.json", "[[\"song\",\"@\"]]"),
            ("sitemap.xml", "<urlset><image:caption>@</image:caption></urlset>"),
            ("data/songs.csv", "id,scene\r\npromise,\"@\"\r\n"),
            ("data/songs.json", "{\"scene\": \"@\"}"),
            ("playlist.xspf", "<playlist><annotation>@</annotation></playlist>"),
            ("manifest.webmanifest", "{\"description\": \"@\"}"),
            ("humans.txt", "@"),
            ("oembed/promise.json", "{\"title\":\"@\"}"),
            ("_redirects", "/x /y # @"),
            ("assets/site.js", "const told = \"@\";"),
            ("CNAME", "@"),
        ] {
            expect(path, text, Spot::Data);
        }
        expect("cards/en/song-promise.svg", "<svg><text>@</text></svg>", Spot::Text);
        expect("cards/en/song-promise.svg", "<svg><title>@</title></svg>", Spot::Text);
        expect("cards/en/song-promise.svg", "<svg><desc>x</desc><g aria-label='@'/></svg>", Spot::Attribute);
    }

    #[test]
    fn names_of_files_are_looked_at_of_pictures_too() {
        for path in [
            "songs/the-butler-did-it-in-the-library/index.html",
            "cards/en/The_Butler_did_it_in_the_library.png",
            "images/the%20butler%20did%20it%20in%20the%20library.webp",
        ] {
            assert_eq!(spots(path, "\0"), [(0, Spot::FileName)], "{path}");
        }
        let apart: String = unicode_normalization::UnicodeNormalization::nfd(SAGT).collect();
        assert_eq!(spots(&format!("images/{apart}.png"), ""), [(1, Spot::FileName)]);
        assert_eq!(spots("a.png", TOLD), [], "the bytes of a picture say nothing");
    }

    #[test]
    fn no_way_of_writing_hides_it() {
        let base64 = "VGhlIGJ1dGxlciBkaWQgaXQgaW4gdGhlIGxpYnJhcnk=";
        for (path, text) in [
            ("a/index.html", "<p>THE BUTLER did it, in the library!"),
            ("a/index.html", "<p>The butler <b>did</b>\n   it in&nbsp;the <i>lib</i>rary"),
            ("a/index.html", "<p>The &#98;utler did it in the libr&#x61;ry"),
            ("a/index.html", "<p id=the-butler-did-it-in-the-library>"),
            ("a/index.html", "<a href='/x/%74he-butler-did-it-in-the-library/'>"),
            ("a/index.html", "<script>x = '\\u0054he butler did it in the l\\u0069brary'</script>"),
            ("a/index.html", "<p>The but\u{ad}ler did it in the lib&shy;rary"),
            ("a/index.html", "<p>The but<wbr>ler did it in the libr<wbr>ary"),
            ("feed.json", "{\"a\": \"The \\u003cb\\u003ebutler\\u003c/b\\u003e did it in the libr\\u0061ry\"}"),
            ("feed.json", "{\"a\": \"The butler did it\\nin the library\"}"),
            ("feed.xml", "&amp;lt;b&amp;gt;The&amp;lt;/b&amp;gt; butler did it in the library"),
            ("a.ics", "BEGIN:VCALENDAR\r\nSUMMARY:The but\r\n ler did it\\, in the libr\r\n ary\r\n"),
            ("songs.csv", "\"The \"\"butler\"\" did it in the library\""),
            ("card.svg", "<svg><text>The but<tspan>ler did it</tspan><tspan>in the libra</tspan>ry</text></svg>"),
        ] {
            let told: Vec<usize> = spots(path, text).into_iter().map(|(secret, _)| secret).collect();
            assert_eq!(told, [0], "{text}");
        }
        for text in [format!("data:text/html;base64,{base64}"), format!("x{{y:url(data:a;base64,{base64})}}")] {
            assert_eq!(spots("site.css", &text).len(), 1, "{text}");
        }
        let link = SAGT.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        assert_eq!(spots("sitemap.xml", &format!("<loc>https://a.example/{link}/</loc>")), [(1, Spot::Data)]);
        let escaped: String = SAGT.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        assert_eq!(spots("a.json", &format!("\"{escaped}\"")), [(1, Spot::Data)]);
    }

    #[test]
    fn nothing_else_is_taken_for_one() {
        for text in [
            "The butler did it in the garden",
            "in the library the butler did it",
            "",
            "<",
            "<details data-spoiler",
        ] {
            assert_eq!(spots("a/index.html", text), [], "{text}");
        }
        assert_eq!(Guard::new(&[]).leaks("a/index.html", b"x"), []);
    }

    #[test]
    fn it_is_told_where_it_was_written_and_where_it_came_out() {
        let leak = Leak { secret: 0, spot: Spot::Title, line: 4 };
        let place = Place::new(&"content/songs.yaml".into(), 3..9);
        let told = leak.say("songs/promise/index.html", place.clone(), Some("song.html"));
        assert_eq!(told.place, Some(place));
        assert_eq!(told.message, "a spoiler stands in the title of the finished file `songs/promise/index.html`");
        assert_eq!(told.help[2], "it stands in line 4 there, made by the template `song.html`");
    }
}
