//! What others have said, in the head of a news item. Quotations in the text are looked at where it is read.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Fact;
use crate::base::place::Place;
use crate::kinds::News;
use crate::kinds::record::{Document, Record};
use crate::parse::quotes::{QUOTE_WORDS, word_count};

pub fn news(record: &Record<Document<News>>, complaints: &mut Vec<Diagnostic>) {
    for version in &record.is.versions {
        let Some(quote) = version.front.quote.get() else { continue };
        let Some(Fact { is: Some(text), at, .. }) = quote.text.fact() else { continue };
        let place = || Place { file: version.place.file.clone(), start: at.start, end: at.end };
        let words = text.wordings().map(word_count).max().unwrap_or(0);
        if words > QUOTE_WORDS {
            complaints.push(
                Diagnostic::new(
                    Code::QuoteLong,
                    format!("this quotation has {words} words, and at most {QUOTE_WORDS} are fair"),
                )
                .at(place())
                .help("keep the words that matter, and say the rest in your own"),
            );
        }
        if quote.of.fact().is_none() && version.common.sources.is_empty() {
            complaints.push(
                Diagnostic::new(Code::QuoteLong, "this quotation does not say where it can be read")
                    .at(place())
                    .help("add `of:` with the id of a source from sources.yaml"),
            );
        }
    }
}
