//! The shapes that templates see on every page. Each field is part of the contract with a site's own
//! templates: `docs/templates.md` lists them.

use serde::Serialize;

/// A run of text, with what it links to and the language it is in.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct Bit {
    pub text: String,
    /// Only when it differs from the page's.
    pub lang: Option<String>,
    /// An address in the site or outside it.
    pub href: Option<String>,
    /// For `<time datetime>`.
    pub datetime: Option<String>,
    /// A few words behind it, plain: "as Secretary Na".
    pub note: Option<String>,
}

/// A value with all that is said about it.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct FactView {
    /// The value, as runs of text that are shown with commas between them. Empty when unknown.
    pub bits: Vec<Bit>,
    /// It exists, but nobody knows it.
    pub unknown: bool,
    /// Somebody looked and found no source.
    pub wanted: bool,
    /// "derived", "expected" and so on, in the page's language; nothing when stated.
    pub how: Option<String>,
    pub because: Option<Bit>,
    /// "originally from Single List Korea": the source's own source.
    pub via: Option<String>,
    /// Notes of this one value.
    pub cites: Vec<Cite>,
    /// What others say.
    pub also: Vec<ClaimView>,
    /// What was announced before.
    pub earlier: Vec<ClaimView>,
    /// Parts of the value that have more to say: since when a channel showed it, how many discs there are.
    pub parts: Vec<AspectView>,
    /// Sources disagree on one of them.
    pub parts_differ: bool,
}

/// A part of a value, with what is said about it.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct AspectView {
    /// "tvN · until".
    pub label: String,
    /// Has no parts of its own.
    pub fact: FactView,
}

#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct ClaimView {
    pub bits: Vec<Bit>,
    pub cites: Vec<Cite>,
    pub note: Option<Bit>,
}

/// A numbered note: it stands beside a fact and leads to the source.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct Cite {
    /// From 1, in the order in which the page comes to them.
    pub number: usize,
    /// On the page of sources; empty where that is switched off.
    pub href: String,
    pub title: String,
}

/// Whether sources disagree on one of these parts.
pub fn parts_differ(parts: &[AspectView]) -> bool {
    parts.iter().any(|part| !part.fact.also.is_empty())
}

/// A line of a table of facts.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The field: `released`.
    pub key: String,
    /// What stands before the value.
    pub label: String,
    pub fact: FactView,
}

/// Something that gives away a part of the story.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct Spoiler {
    /// "Episode 8".
    pub episode: String,
    /// The number to compare with "I have seen up to"; nothing for "when all are seen".
    pub number: Option<u32>,
    /// How many numbered episodes of the drama must be seen; nothing when there is no telling.
    pub seen: Option<usize>,
    /// Whose episodes they are: empty on a site of one drama.
    pub drama: String,
}

/// A link that may only be shown to those who have seen an episode.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct Hidden {
    pub spoiler: Spoiler,
    pub bit: Bit,
}

/// A film that plays elsewhere.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct VideoView {
    /// A plain link to it.
    pub bit: Bit,
    /// The address of its player, which nothing may load before a reader asks for it: for `data-frame`.
    pub frame: String,
    /// What stands on its button: "Play “…” here".
    pub title: String,
}

/// A card in a list: a record that has a page.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct Card {
    pub id: String,
    pub title: Bit,
    /// The same in other languages, in small print.
    pub subtitle: Option<Bit>,
    /// Short facts: who, when.
    pub bits: Vec<Bit>,
    pub summary: Option<Bit>,
    /// A number before it: of an episode, a part.
    pub number: Option<String>,
}

/// A step on the way to the page.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct Crumb {
    pub text: String,
    pub lang: Option<String>,
    pub href: String,
}

/// The same page in another language.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct Alternate {
    pub lang: String,
    /// The language's name in itself.
    pub name: String,
    pub href: String,
    pub url: String,
    /// Is written in that language, so search engines may be told of it.
    pub is_translated: bool,
    pub is_current: bool,
}

/// What `base.html` needs of a page.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct PageView {
    /// For the browser's tab, without the site's name.
    pub title: String,
    pub title_lang: Option<String>,
    /// The title may be told to machines: it is no rumour, no stand-in for one that is not known, and tells nothing
    /// of an episode.
    pub is_title_open: bool,
    /// For search engines; plain, never a spoiler.
    pub description: String,
    pub lang: String,
    /// The whole address.
    pub url: String,
    /// The whole address that search engines should keep.
    pub canonical: String,
    /// Every language of this page, this one included; empty for pages that have none.
    pub alternates: Vec<Alternate>,
    /// The whole address for readers of any other language: the first one that the page is written in.
    pub x_default: Option<String>,
    pub noindex: bool,
    /// `website`, `music.song` and so on.
    pub og_type: String,
    /// For a `<meta property>` each (ogp.me), `og:type` first. Empty where the page's templates do not name it.
    pub og: Vec<MetaProperty>,
    /// What the page says to machines: JSON-LD for a `<script>`, escaped for HTML. Nothing on pages that have no
    /// address of their own, and where the page's templates do not name it.
    pub json_ld: Option<String>,
    /// The whole address of the file that says how a link to the page may look elsewhere.
    pub oembed: Option<String>,
    /// Which entry of the menu it belongs to.
    pub section: String,
    pub crumbs: Vec<Crumb>,
    /// Shown because the page is not translated: which language it is in.
    pub untranslated: Option<String>,
    /// Its tag, for the text of such a page.
    pub main_lang: Option<String>,
    /// Which template: `song`.
    pub kind: String,
    /// Every source that the page names, in the order of the notes.
    pub sources: Vec<SourceView>,
    /// The record as a whole tells something of an episode: what it says belongs in a closed part.
    pub spoiler: Option<Spoiler>,
    /// The hosts whose players the page may load when a reader asks for them: for `frame-src` of its policy.
    pub frames: Option<String>,
    /// Where the record is kept, for "fix this".
    pub fix: Option<String>,
    /// The page's address as a QR code, for paper.
    pub qr: Option<QrView>,
    /// The picture that chats and networks show with a link to the page: that of its record, else its share card.
    pub image: Option<ShareImage>,
    /// The picture of the page's record, for everybody to see; nothing where it has none, or tells something of an
    /// episode.
    pub picture: Option<PictureView>,
    /// The picture that only a closed part of the page may show.
    pub hidden_picture: Option<PictureView>,
    /// The drawing of the page's record, in a square from -50 to 50; nothing on pages that have none.
    pub art: Option<ArtView>,
}

/// A flower: a petal with a leaf, shown once as it is and once for each turn.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct ArtView {
    /// For `d`.
    pub petal: String,
    /// For `d`.
    pub leaf: String,
    /// In degrees.
    pub turns: Vec<String>,
}

/// A QR code, for `<svg viewBox>` and `<path d>`.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct QrView {
    /// How many units wide and high it is, its white edge included.
    pub side: usize,
    /// The dark squares.
    pub path: String,
}

/// The code of an address; nothing when it is too long for one.
pub fn qr(address: &str) -> Option<QrView> {
    crate::base::qr::draw(address).map(|qr| QrView { side: qr.side, path: qr.path })
}

/// A picture in the sizes and formats that browsers choose from.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct PictureView {
    /// The HTML that shows it, for `| safe`: an `img` in a `picture`, and below it the blurred form that stands there until
    /// it has come.
    pub html: String,
    /// The address of the form for every browser.
    pub src: String,
    /// Of that form, in pixels.
    pub width: u32,
    /// Of that form, in pixels.
    pub height: u32,
    /// Smaller formats, the smallest first.
    pub sources: Vec<PictureSource>,
    /// How wide it is shown: for `sizes` of a `source`.
    pub sizes: String,
    /// The blurred form as a `data:` address; nothing for pictures that something shines through.
    pub blur: Option<String>,
    /// It stands further down the page, and is loaded when a reader comes near.
    pub is_lazy: bool,
    /// What is to be seen, in words.
    pub alt: String,
    /// The language of those words, only when it differs from the page's.
    pub alt_lang: Option<String>,
    /// What is to be seen, where it tells something of an episode: text for below the picture.
    pub caption: Option<Bit>,
    /// Whose it is and why it may be shown.
    pub credit: Vec<Bit>,
    /// The address of its licence.
    pub license: Option<String>,
    /// Its plain form is one that every program shows: JPEG, PNG or GIF.
    pub is_for_all: bool,
    pub spoiler: Option<Spoiler>,
}

/// A format of a picture, for a `<source>`.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct PictureSource {
    /// `image/avif` or `image/webp`.
    pub kind: String,
    /// Addresses with their widths.
    pub srcset: String,
}

/// A picture that stands for the page, as `og:image` needs it: that of its record, else its share card.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct ShareImage {
    /// The whole address.
    pub url: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What is to be seen, in words.
    pub alt: String,
    /// Whose it is; nothing for share cards.
    pub credit: Option<String>,
    /// The address of its licence, if it has one.
    pub license: Option<String>,
}

/// A property of a page, as Open Graph has them.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct MetaProperty {
    /// `og:title`, `music:duration` and so on.
    pub property: String,
    /// Its value; addresses are whole ones.
    pub content: String,
}

/// A source at the foot of a page.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct SourceView {
    pub number: usize,
    pub id: String,
    pub title: String,
    pub lang: Option<String>,
    pub publisher: Option<String>,
    pub date: Option<Bit>,
    /// On the page of sources; empty where that is switched off.
    pub href: String,
    /// Outside the site.
    pub url: Option<String>,
}
