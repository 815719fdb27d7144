//! HTML that an author has written into a text: followed, and refused where it would take everything with it.

use super::super::escape::{self, escape};
use super::Writer;
use crate::base::diagnostic::{Code, Diagnostic};
use std::ops::Range;

/// What HTML that is never closed may repeat in any text, in bytes; a long text may have more.
const REPEATED_BYTES: usize = 1 << 20;

impl Writer<'_> {
    pub(super) fn raw(&mut self, html: &str, at: Range<usize>) {
        if self.is_plain() {
            return;
        }
        if !self.elements.follow(html, at.start) {
            // Shown as written from here on; a browser would take its time over thousands of open elements.
            self.complain_depth(at);
            escape(html, &mut self.out.html);
            return;
        }
        self.has_html = true;
        self.check_repeated(&at);
        escape::raw(html, &mut self.out.html);
    }

    /// Elements such as `<b>` that are not closed begin again in every block after their own: some of them in
    /// a long text would fill the memory.
    pub(super) fn check_repeated(&mut self, at: &Range<usize>) {
        let allowed = REPEATED_BYTES + 4 * self.body.len();
        if self.elements.repeated_bytes() > allowed && !self.is_too_much {
            self.is_too_much = true;
            let complaint = Diagnostic::new(Code::BadFile, "this text has too much HTML that is never closed")
                .at(self.place(at.start..at.start))
                .help("close every `<b>`, `<i>`, `<font>` and the like in the paragraph that it is opened in");
            self.complain(complaint);
        }
    }

    pub(super) fn check_swallowed(&mut self) {
        let Some((name, at)) = self.elements.swallowing() else { return };
        let written = if name.starts_with('<') { name.clone() } else { format!("<{name}>") };
        let end = if name.starts_with('<') { "-->".to_string() } else { format!("</{name}>") };
        let message = format!("`{written}` is opened here and never closed, so the rest of the text would be lost");
        let complaint = Diagnostic::new(Code::BadFile, message)
            .at(self.place(at.clone()))
            .help(format!("close it with `{end}`; to show it as written, put it between backticks"));
        self.complain(complaint);
    }
}
