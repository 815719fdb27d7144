//! `site.yaml`: what the whole site is.

use super::record::check_id;
use crate::base::address::{Base, Url};
use crate::base::day::{Day, Zone};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{List, Maybe, Need, NeedList};
use crate::base::lang::Lang;
use crate::base::text::Text;
use crate::parse::advice;
use crate::parse::decode::{Cx, Value, fields, read_by_key, shorten, words};
use crate::parse::shape::{self, Shape};
use crate::parse::values::Word;
use crate::parse::walked::Walked;
use crate::parse::yaml::{Node, Yaml};

/// The format of the files that this version reads.
pub const FORMAT: u32 = 1;

fields! { "site.yaml";
    pub struct Site {
        /// The format that the files are written in; 1.
        format: Maybe<u32>,
        /// The site's name.
        title: Need<Text>,
        /// Where it stands on the web; the path of it is the base path.
        address: Need<SiteAddress>,
        /// The languages of the pages, first one first.
        languages: NeedList<Lang>,
        /// The zone that hours are in.
        timezone: Need<Zone>,
        /// The day that the facts are true for.
        as_of: Maybe<Day>,
        /// Says on every page that the site is not official.
        unofficial: Maybe<bool>,
        /// Where to write to.
        contact: Maybe<Url>,
        /// The licence of the texts.
        text_license: Maybe<Word>,
        /// Where the files are kept, for "fix this fact" links.
        repository: Maybe<Url>,
        /// Which derived files are made.
        outputs: Maybe<Outputs>,
        /// More kinds whose pages each get a share card of their own.
        cards: List<CardKind>,
        /// In which sizes pictures are made.
        images: Maybe<Images>,
        /// What tags are called.
        tags: Maybe<Tags>,
        /// The look: tokens of the style sheet, and settings for templates of your own.
        theme: Maybe<super::look::Look>,
        /// One line for search engines.
        description: Maybe<Text>,
        /// Ids of sources.
        sources: List<crate::parse::values::SourceRef>,
        /// A remark.
        note: Maybe<Text>,
        /// Your own fields.
        extra: Maybe<super::common::Extra>,
    }
}

fields! { "a choice of sizes";
    /// In which sizes pictures are made.
    pub struct Images {
        /// How wide, in pixels; 480, 960 and 1600 unless said otherwise.
        widths: List<u32>,
        /// The widest AVIF, in pixels, 0 for none; 960 unless said otherwise.
        avif_width: Maybe<u32>,
    }
}

words! {
    /// The pages that share a card unless they are named: kinds of records, tags, and lists.
    pub enum CardKind { News "news", Tag "tag", List "list", }
}

/// The site's own address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteAddress(pub Base);

impl Walked for SiteAddress {}

impl Value for SiteAddress {
    const OPENS: bool = false;
    fn form() -> String {
        "the site's address, such as `https://example.github.io/my-site/`".into()
    }
    fn shape() -> Shape {
        Shape::Word(shape::whole(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9/._~%-]*)?"))
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<SiteAddress> {
        let text = cx.word(node, &SiteAddress::form())?;
        match Base::new(text) {
            Ok(base) => Some(SiteAddress(base)),
            Err(why) => {
                let folder = text.rsplit_once('/').filter(|(folder, _)| Base::new(folder).is_ok());
                let help = folder.map(|(folder, _)| format!("write `{folder}/`")).filter(|_| text.contains(".htm"));
                cx.wrong_word(
                    node,
                    &format!("{}: {why}", SiteAddress::form()),
                    help.or_else(|| advice::address(text)),
                );
                None
            }
        }
    }
}

/// Which outputs are switched off or on, by name, in the author's order. Names are checked by `plan`'s table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outputs(pub Vec<(String, bool, crate::base::fact::Span)>);

impl Walked for Outputs {}

impl Value for Outputs {
    const OPENS: bool = false;
    fn form() -> String {
        "names of outputs, each `on` or `off`".into()
    }
    fn shape() -> Shape {
        Shape::Keyed {
            key: "^.+$",
            value: Box::new(Shape::Either(vec![Shape::Truth, Shape::OneOf(vec!["on", "off"])])),
        }
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Outputs> {
        let Yaml::Map(entries) = &node.is else {
            cx.wrong(node, &Outputs::form());
            return None;
        };
        let mut outputs = Outputs::default();
        for (key, value) in entries {
            match value.text() {
                Some("on" | "true") => outputs.0.push((key.text.clone(), true, key.at)),
                Some("off" | "false") => outputs.0.push((key.text.clone(), false, key.at)),
                Some(text) => {
                    let complaint = Diagnostic::new(
                        Code::WrongType,
                        format!(
                            "`{}` under `outputs` is `{}`, but it takes `on` or `off`",
                            key.text,
                            shorten(text)
                        ),
                    )
                    .at(cx.place(value.at));
                    cx.complain(match advice::meant_truth(text) {
                        Some(false) => complaint.help("write `off`"),
                        Some(true) => complaint.help("write `on`, or leave the line out"),
                        None => complaint.help("leave the line out to have it made"),
                    });
                }
                None => cx.wrong(value, "`on` or `off`"),
            }
        }
        Some(outputs)
    }
}

/// What each tag is called, by its id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tags(pub Vec<(String, Text)>);

impl Walked for Tags {}

impl Value for Tags {
    const OPENS: bool = false;
    fn form() -> String {
        "ids of tags, each with a text: `{album: {en: Album, ko: 앨범}}`".into()
    }
    fn shape() -> Shape {
        Shape::Keyed { key: "^.+$", value: Box::new(Text::shape()) }
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Tags> {
        if let Yaml::Map(entries) = &node.is {
            for (key, _) in entries {
                if let Err(complaint) = check_id(key, cx.place(key.at)) {
                    cx.complain(
                        complaint.help("news name a tag by its id; what readers see is the text behind it"),
                    );
                }
            }
        }
        read_by_key(node, cx, &Tags::form()).map(Tags)
    }
}
