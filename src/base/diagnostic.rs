//! What went wrong, as data: a code, plain words, places. Printing belongs to `cli`.

use super::fix::Fix;
use super::place::Place;

/// How much a complaint matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Stops the build.
    Error,
    /// Is reported, and stops the build with `--strict`.
    Warning,
    /// Belongs on the gaps page.
    Note,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($name:ident $text:literal $severity:ident $about:literal;)*) => {
        /// What kind of mistake it is. Each has a page in `docs/errors/`, which `linernotes explain` prints.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $about] $name,)* }

        impl Code {
            /// Every code, in the order of the manual.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// As printed and as asked for: `no-such`.
            pub fn name(self) -> &'static str { match self { $(Code::$name => $text,)* } }

            /// How much a complaint of this code matters unless it says otherwise.
            pub fn severity(self) -> Severity { match self { $(Code::$name => Severity::$severity,)* } }

            /// One line for a list of codes.
            pub fn about(self) -> &'static str { match self { $(Code::$name => $about,)* } }

            /// The page of the manual: what it means, why it matters, a wrong and a right example.
            pub fn page(self) -> &'static str {
                match self { $(Code::$name => include_str!(concat!("../../docs/errors/", $text, ".md")),)* }
            }
        }
    };
}

codes! {
    YamlSyntax "yaml-syntax" Error "the file cannot be read as YAML";
    UnknownField "unknown-field" Error "a field has a name that this kind of record does not have";
    MissingField "missing-field" Error "a field that every record of this kind needs is not there";
    WrongType "wrong-type" Error "a value is not of the form that its field needs";
    RepeatedKey "repeated-key" Error "the same key stands twice in one mapping";
    RepeatedId "repeated-id" Error "two records of one kind have the same id";
    BadId "bad-id" Error "an id has characters that an id cannot have, is too long, or is reserved";
    SameOutput "same-output" Error "two things would be written to the same address";
    TextLost "text-lost" Error "part of a text would be dropped in silence";
    NoSuch "no-such" Error "something is named that no file describes";
    WrongKind "wrong-kind" Error "an id belongs to a record of another kind";
    Loop "loop" Error "records point at each other in a circle";
    OrderMixed "order-mixed" Error "a release lists songs both with and without an order";
    RepeatedEntry "repeated-entry" Error "the same thing stands twice in one list";
    CountDiffers "count-differs" Error "a claimed number does not agree with the list";
    TrackGap "track-gap" Warning "numbers are missing between the first and the last track";
    DiscCount "disc-count" Warning "the number of discs does not agree with the discs that are listed";
    LengthDiffers "length-differs" Warning "a track is longer or shorter than its song";
    DesignsGet "designs-get" Error "a box would hold more designs than there are, or the designs do not agree with the cards";
    DateOrder "date-order" Error "something ends before it begins";
    DateWeekday "date-weekday" Warning "an episode's day is none of the days that the drama is broadcast on";
    Future "future" Warning "a day that has not come yet is told as if it had passed";
    SlotDiffers "slot-differs" Note "the hour of an episode is not that of the weekly slot";
    Stale "stale" Note "nobody has looked at this for more than a year, or its day has passed";
    CueRange "cue-range" Error "a song is heard after the end of the episode";
    SpoilerLate "spoiler-late" Error "a spoiler opens before the episode that it tells of";
    Lyrics "lyrics" Error "words of a song stand here";
    QuoteLong "quote-long" Warning "a quotation is longer than 50 words, or does not say where it is from";
    ImageRights "image-rights" Error "a picture does not say why it may be shown";
    ImageAlt "image-alt" Error "a picture has no words for those who cannot see it";
    ImageType "image-type" Error "a picture is of another type than its name says";
    ImageBroken "image-broken" Error "a picture cannot be used: it is cut short, too large, or makes no sense";
    ImageUnsafe "image-unsafe" Warning "a drawing has something that no picture needs, and is published without it";
    LangTag "lang-tag" Error "something is no language, or not one of the site's";
    Checksum "checksum" Warning "a code has a slip in it";
    PrivateData "private-data" Warning "private data of a person stand here";
    NoSource "no-source" Error "a record has no source";
    Disagree "disagree" Warning "sources disagree, and nothing says why one of them is followed";
    OneSource "one-source" Note "a record or a fact rests on one source only";
    DerivedWhy "derived-why" Error "a derived value does not say why";
    SpoilerLeak "spoiler-leak" Error "a text that is marked as a spoiler stands where everybody sees it";
    DeadLink "dead-link" Error "a link leads to a page or a place in a page that does not exist";
    HeldBack "held-back" Warning "a link leads to what is not out yet, or one language of a text holds back the others";
    BaseEscape "base-escape" Error "an address leads out of the site's base path";
    LinkScheme "link-scheme" Error "an address is of a kind that the site does not allow";
    ThirdParty "third-party" Error "a page would load something from another host";
    PageHead "page-head" Error "a page lacks a heading, a title, a description, its language or its address, or has one too many";
    SameTitle "same-title" Note "two pages have the same title or the same description";
    RepeatedAnchor "repeated-anchor" Error "an id stands more than once on a page";
    SameThing "same-thing" Warning "two records look like one";
    Spelling "spelling" Warning "a name is written in a way that its record does not list";
    Untranslated "untranslated" Note "a text is missing in a language of the site";
    LinkGone "link-gone" Error "what a link leads to outside the site is no longer there";
    LinkUnclear "link-unclear" Warning "nobody can say whether a link out of the site is still good";
    RawMarkup "raw-markup" Error "signs of Markdown stay visible to the reader";
    TemplateSyntax "template-syntax" Error "a template cannot be read";
    TemplateName "template-name" Error "a template uses a filter, function, component or file that does not exist";
    FaintText "faint-text" Warning "a text has a colour that is hard to read on the paper";
    TemplateFailed "template-failed" Error "a template stopped while a page was being made";
    MissingGlyph "missing-glyph" Error "a share card would show a character that no font has";
    BadFile "bad-file" Error "a file cannot be used: its encoding, its size, its name, or where it leads";
    NoSite "no-site" Error "there is no site here";
    NewerFormat "newer-format" Error "the site is written for a newer version of the program";
}

impl Code {
    /// The code of that name.
    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether a whole file was left out, so that other complaints may follow from it.
    pub fn is_cause(self) -> bool {
        matches!(self, Code::BadFile | Code::NoSite | Code::NewerFormat)
    }
}

/// One complaint to the author. Plain words, never blaming; `message` has no full stop and no place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    /// Where it was written; absent only when no file is to blame.
    pub place: Option<Place>,
    /// What stands beside the carets: may be empty.
    pub label: String,
    /// Other places that matter, each with its own words ("first used here").
    pub others: Vec<(Place, String)>,
    /// What to do, each a line of its own.
    pub help: Vec<String>,
    /// How `linernotes check --fix` mends it, where that is certain.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    pub fn new(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            place: None,
            label: String::new(),
            others: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    pub fn at(mut self, place: Place) -> Diagnostic {
        self.place = Some(place);
        self
    }

    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    pub fn also(mut self, place: Place, label: impl Into<String>) -> Diagnostic {
        self.others.push((place, label.into()));
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help.push(help.into());
        self
    }

    pub fn severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// What mends it, when something certainly does.
    pub fn fix(mut self, fix: Option<Fix>) -> Diagnostic {
        self.fix = fix;
        self
    }

    /// Files that could not be used come first, for much else may follow from them; then by file, by place, by
    /// code, by words; what has no place comes first.
    fn order(&self) -> (bool, Option<&Place>, Code, &str) {
        (!self.code.is_cause(), self.place.as_ref(), self.code, &self.message)
    }
}

/// Sorts a report and leaves out what is said twice: the same words of the same place, however they were come by.
pub fn sort(complaints: &mut Vec<Diagnostic>) {
    complaints.sort_by(|a, b| a.order().cmp(&b.order()));
    complaints.dedup_by(|b, a| a.order() == b.order());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_come_first_and_nothing_twice() {
        let at = |file: &str, start: usize| Place::new(&file.into(), start..start + 1);
        let mut complaints = vec![
            Diagnostic::new(Code::NoSuch, "b").at(at("a.yaml", 9)),
            Diagnostic::new(Code::NoSuch, "b").at(at("a.yaml", 2)).label("of one record"),
            Diagnostic::new(Code::NoSource, "c"),
            Diagnostic::new(Code::BadFile, "d").at(at("z.yaml", 1)),
            Diagnostic::new(Code::NoSuch, "b").at(at("a.yaml", 2)).label("of another, by an alias"),
        ];
        sort(&mut complaints);
        let told: Vec<(&str, Option<u32>)> =
            complaints.iter().map(|c| (c.message.as_str(), c.place.as_ref().map(|place| place.start))).collect();
        assert_eq!(told, [("d", Some(1)), ("c", None), ("b", Some(2)), ("b", Some(9))]);
        assert_eq!(complaints[2].label, "of one record");
    }
}
