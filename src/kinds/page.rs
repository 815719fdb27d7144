//! `pages/<id>.<lang>.md`: the front matter of a free page.

use crate::base::fact::{Maybe, Need};
use crate::parse::decode::fields;
use crate::parse::values::Word;

fields! { "a page";
    pub struct Page {
        /// Its title, in the file's language.
        title: Need<Word>,
        /// One line for search engines.
        description: Maybe<Word>,
        /// Left out but with `--drafts`.
        draft: Maybe<bool>,
    }
}
