//! Writes XML: escaped, one element a line, without characters that XML 1.0 does not know. quick-xml stays behind
//! this file.

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;
use std::borrow::Cow;

/// An attribute: its name and value.
pub type Attribute<'a> = (&'a str, &'a str);

/// A document in the making.
pub struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// A document with its declaration.
    pub fn begin() -> Xml {
        let mut xml = Xml { writer: Writer::new_with_indent(Vec::new(), b' ', 1) };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    fn write(&mut self, event: Event) {
        // Memory takes every byte: only a disk or a line could fail.
        let _ = self.writer.write_event(event);
    }

    pub fn open(&mut self, name: &str, attributes: &[Attribute]) {
        let attributes: Vec<(&str, Cow<str>)> =
            attributes.iter().map(|(name, value)| (*name, known(value))).collect();
        let pairs = attributes.iter().map(|(name, value)| (*name, value.as_ref()));
        self.write(Event::Start(BytesStart::new(name).with_attributes(pairs)));
    }

    pub fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[Attribute]) {
        let attributes: Vec<(&str, Cow<str>)> =
            attributes.iter().map(|(name, value)| (*name, known(value))).collect();
        let pairs = attributes.iter().map(|(name, value)| (*name, value.as_ref()));
        self.write(Event::Empty(BytesStart::new(name).with_attributes(pairs)));
    }

    /// An element with nothing but text in it.
    pub fn text(&mut self, name: &str, attributes: &[Attribute], text: &str) {
        self.open(name, attributes);
        self.write(Event::Text(BytesText::new(&known(text))));
        self.close(name);
    }

    /// The document, with a line end behind it.
    pub fn finish(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }
}

/// A text without what XML 1.0 §2.2 cannot hold in any way.
fn known(text: &str) -> Cow<'_, str> {
    let is_known = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    match text.chars().all(is_known) {
        true => text.into(),
        false => text.chars().filter(|c| is_known(*c)).collect::<String>().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn everything_is_escaped() {
        let mut xml = Xml::begin();
        xml.open("feed", &[("xml:lang", "ko")]);
        xml.text("title", &[("type", "a\"b&c")], "Love & <i>\u{1}눈물\u{fffe}");
        xml.empty("link", &[("href", "https://a.example/?a=1&b=2")]);
        xml.close("feed");
        let text = String::from_utf8(xml.finish()).unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xml:lang=\"ko\">\n \
             <title type=\"a&quot;b&amp;c\">Love &amp; &lt;i&gt;눈물</title>\n \
             <link href=\"https://a.example/?a=1&amp;b=2\"/>\n</feed>\n"
        );
    }
}
