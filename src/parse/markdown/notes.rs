//! Footnotes: collected where they are defined, written at the end, numbered as a reader meets them.

use super::super::prose::{What, Word};
use super::{Out, Writer};

/// How many of the references to one footnote it leads back to.
const WAYS_BACK: usize = 100;

#[derive(Default)]
pub(super) struct Note {
    /// From 1, in the order in which they come up; the ids are made of it.
    index: usize,
    reference_count: usize,
    /// Absent until the definition comes.
    pub(super) out: Option<Out>,
}

impl Writer<'_> {
    /// The footnote of that name; `[^Box]` and `[^box]` are one.
    pub(super) fn note(&mut self, name: &str) -> &mut Note {
        let index = self.notes.len() + 1;
        self.notes.entry(name.to_lowercase()).or_insert_with(|| Note { index, ..Note::default() })
    }

    pub(super) fn refer(&mut self, name: &str) {
        if self.is_plain() {
            return;
        }
        let note = self.note(name);
        note.reference_count += 1;
        let (index, count) = (note.index, note.reference_count);
        // The parser sees no link around a reference, so this is never a link inside a link.
        self.push("<sup class=\"footnote-ref\"><a href=\"#");
        self.out.hole(What::Prefix);
        self.push(&format!("fn-{index}\""));
        if count <= WAYS_BACK {
            self.push(" id=\"");
            self.out.hole(What::Prefix);
            self.push(&reference_id(index, count));
            self.push("\"");
        }
        self.push(" role=\"doc-noteref\">");
        self.out.hole(What::Number(index));
        self.push("</a></sup>");
    }

    pub(super) fn write_notes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let mut notes: Vec<Note> = std::mem::take(&mut self.notes).into_values().collect();
        notes.sort_by_key(|note| note.index);
        let order = order_of(&self.out, &notes);
        let mut numbers = vec![0; notes.len() + 1];
        order.iter().enumerate().for_each(|(at, &index)| numbers[index] = at + 1);
        let number = |out: &mut Out| {
            for hole in &mut out.holes {
                if let What::Number(index) = &mut hole.what {
                    *index = numbers[*index];
                }
            }
        };
        number(&mut self.out);
        self.block("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.out.hole(What::Word(Word::Footnotes));
        self.push("\">\n<ol>\n");
        for index in order {
            let note = std::mem::take(&mut notes[index - 1]);
            self.push("<li id=\"");
            self.out.hole(What::Prefix);
            self.push(&format!("fn-{index}\">"));
            let mut out = note.out.unwrap_or_default();
            number(&mut out);
            // The way back stands at the end of the last paragraph, if there is one.
            let end = if out.html.ends_with("</p>\n") { "</p>\n" } else { "" };
            out.html.truncate(out.html.len() - end.len());
            self.out.append(out);
            for count in 1..=note.reference_count.min(WAYS_BACK) {
                self.push(" <a href=\"#");
                self.out.hole(What::Prefix);
                self.push(&format!(
                    "{}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"",
                    reference_id(index, count)
                ));
                self.out.hole(What::Word(Word::BackToText));
                match count {
                    1 => self.push(&format!(" {}\">↩</a>", numbers[index])),
                    _ => self.push(&format!(" {}-{count}\">↩<sup>{count}</sup></a>", numbers[index])),
                }
            }
            self.push(end);
            self.push("</li>\n");
        }
        self.push("</ol>\n</section>\n");
    }
}

/// The footnotes by index, in the order in which a reader is first led to them; what nobody refers to is last.
fn order_of(text: &Out, notes: &[Note]) -> Vec<usize> {
    let mut order = Vec::with_capacity(notes.len());
    let mut is_known = vec![false; notes.len() + 1];
    let mut next = Some(text);
    let mut read_count = 0;
    while let Some(out) = next {
        for hole in &out.holes {
            if let What::Number(index) = hole.what
                && !std::mem::replace(&mut is_known[index], true)
            {
                order.push(index);
            }
        }
        next = loop {
            match order.get(read_count).map(|index: &usize| notes[index - 1].out.as_ref()) {
                Some(None) => read_count += 1,
                Some(out) => {
                    read_count += 1;
                    break out;
                }
                None => break None,
            }
        };
    }
    order.extend((1..=notes.len()).filter(|index| !is_known[*index]));
    order
}

fn reference_id(index: usize, count: usize) -> String {
    if count == 1 { format!("fnref-{index}") } else { format!("fnref-{index}-{count}") }
}
