//! `images.yaml`: pictures, and the right to show them.

use crate::base::address::Url;
use crate::base::fact::{Maybe, Need};
use crate::base::text::Text;
use crate::parse::decode::{fields, words};
use crate::parse::values::Word;

fields! { "an image";
    pub struct Image {
        /// The file, below `content/images/`.
        file: Need<Word>,
        /// What is to be seen, for those who cannot see it.
        alt: Need<Text>,
        /// Why it may be shown.
        rights: Need<Rights>,
        /// The licence, for licensed ones.
        license: Maybe<Word>,
        /// Who made it.
        creator: Maybe<Text>,
        /// What must be printed beside it.
        credit: Maybe<Text>,
        /// Where it was found.
        found_at: Maybe<Url>,
    }
}

impl Image {
    /// Where its file may lie: below `content/images/`, or beside a text.
    pub fn paths(&self) -> Vec<String> {
        let file = self.file.get().map(|file| file.as_str().trim_start_matches("./"));
        file.into_iter().flat_map(|file| [format!("content/images/{file}"), format!("content/{file}")]).collect()
    }
}

words! {
    pub enum Rights {
        Own "own", Licensed "licensed", Permission "permission", Quotation "quotation",
        PublicDomain "public-domain",
    }
}
