//! A text with HTML in it, once its links are filled in: what a reader cannot be harmed by stays.

use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Takes out scripts, styles, handlers, frames, forms, and addresses of other kinds; closes what is open.
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// The elements that stay.
static KEPT: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    words(
        "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption \
         figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p picture pre q rp rt ruby s samp section small \
         source span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr",
    )
});

/// The elements that are taken out with all that stands in them.
static EMPTIED: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| words("script style title template noscript textarea select iframe object svg math"));

/// Whether an element, its name in small letters, stays in a text.
pub fn keeps(element: &str) -> bool {
    KEPT.contains(element)
}

/// Whether one that does not stay takes what is in it along.
pub fn takes_content(element: &str) -> bool {
    EMPTIED.contains(element)
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(KEPT.clone())
        .clean_content_tags(EMPTIED.clone())
        .generic_attributes(words("id lang dir title role tabindex"))
        .generic_attribute_prefixes(words("aria-"))
        .tag_attributes(HashMap::from([
            ("a", words("href hreflang rel")),
            ("blockquote", words("cite")),
            ("code", words("class")),
            ("col", words("span")),
            ("colgroup", words("span")),
            ("del", words("datetime")),
            ("details", words("open")),
            ("img", words("src srcset sizes alt width height loading decoding fetchpriority class")),
            ("input", words("disabled checked")),
            ("ins", words("datetime")),
            ("li", words("value")),
            ("ol", words("start reversed")),
            ("source", words("srcset sizes type media width height")),
            ("td", words("colspan rowspan")),
            ("th", words("scope colspan rowspan")),
            ("time", words("datetime")),
        ]))
        // Anything but a checkbox is worth nothing to a reader; it stays disabled.
        .tag_attribute_values(HashMap::from([("input", HashMap::from([("type", words("checkbox"))]))]))
        .set_tag_attribute_values(HashMap::from([(
            "input",
            HashMap::from([("type", "checkbox"), ("disabled", "")]),
        )]))
        .allowed_classes(HashMap::from([
            ("a", words("footnote-back")),
            ("div", words("table alert note tip important warning caution")),
            ("p", words("alert-title")),
            ("section", words("footnotes")),
            ("sup", words("footnote-ref")),
            ("td", words("left center right")),
            ("th", words("left center right")),
        ]))
        .url_schemes(words("https http mailto tel"))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    cleaner
});

fn words(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}
