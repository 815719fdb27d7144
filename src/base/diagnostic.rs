//! What went wrong, as data: a code, plain words, places. Printing belongs to `cli`.

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
    TextLost "text-lost" Error "YAML would drop part of a text in silence";
    NoSuch "no-such" Error "something is named that no file describes";
    WrongKind "wrong-kind" Error "an id belongs to a record of another kind";
    Loop "loop" Error "records point at each other in a circle";
    OrderMixed "order-mixed" Error "a release lists songs both with and without an order";
    CountDiffers "count-differs" Error "a claimed number does not agree with the list";
    NoSource "no-source" Error "a record has no source";
    DerivedWhy "derived-why" Error "a derived value does not say why";
    SpoilerLeak "spoiler-leak" Error "a text that is marked as a spoiler stands where everybody sees it";
    DeadLink "dead-link" Error "a link leads to a page or a place in a page that does not exist";
    HeldBack "held-back" Warning "a link leads to a news item or a page that is not out yet";
    BaseEscape "base-escape" Error "an address leads out of the site's base path";
    LinkScheme "link-scheme" Error "an address is of a kind that the site does not allow";
    ThirdParty "third-party" Error "a page would load something from another host";
    PageHead "page-head" Error "a page lacks a heading, a title, a description, its language or its address, or has one too many";
    SameTitle "same-title" Warning "two pages have the same title or the same description";
    RepeatedAnchor "repeated-anchor" Error "an id stands more than once on a page";
    LinkGone "link-gone" Error "what a link leads to outside the site is no longer there";
    LinkUnclear "link-unclear" Warning "nobody can say whether a link out of the site is still good";
    RawMarkup "raw-markup" Error "Markdown signs are left visible in a finished page";
    TemplateSyntax "template-syntax" Error "a template cannot be read";
    TemplateName "template-name" Error "a template uses a filter, function, component or file that does not exist";
    TemplateFailed "template-failed" Error "a template stopped while a page was being made";
    BadFile "bad-file" Error "a file cannot be used: its encoding, its size, its name, or where it leads";
    NoSite "no-site" Error "there is no site here";
    NewerFormat "newer-format" Error "the site is written for a newer version of the program";
}

impl Code {
    /// The code of that name.
    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
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

    /// The order of a report: by file, by place, by code, by words; what has no place comes first.
    fn order(&self) -> (Option<&Place>, Code, &str) {
        (self.place.as_ref(), self.code, &self.message)
    }
}

/// Sorts a report and leaves out what is said twice.
pub fn sort(complaints: &mut Vec<Diagnostic>) {
    complaints.sort_by(|a, b| a.order().cmp(&b.order()));
    complaints.dedup();
}
