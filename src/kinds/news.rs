//! `news/<YYYY-MM-DD>-<id>.<lang>.md`: the front matter of a news item.

use crate::base::day::{Day, When};
use crate::base::fact::{List, Maybe, Need};
use crate::base::text::Text;
use crate::parse::decode::fields;
use crate::parse::values::{About, PerformerRef, SourceRef, Word};

fields! { "a news item";
    pub struct News {
        /// Its title, in the file's language.
        title: Need<Word>,
        /// Its day, when it is not the one in the file's name.
        date: Maybe<When>,
        /// Which records it concerns.
        about: List<About>,
        /// Ids of tags.
        tags: List<Word>,
        /// Left out but with `--drafts`.
        draft: Maybe<bool>,
        /// Left out until that day.
        publish_from: Maybe<Day>,
        /// A few words that somebody said.
        quote: Maybe<Quote>,
        /// One line for search engines.
        description: Maybe<Word>,
    }
}

fields! { "a quotation";
    pub struct Quote {
        /// What was said.
        text: Need<Text>,
        /// Who said it.
        who: Maybe<PerformerRef>,
        /// Where it can be read.
        of: Maybe<SourceRef>,
    }
}
