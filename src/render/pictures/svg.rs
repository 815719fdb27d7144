//! SVG: drawings. What draws stays; scripts, handlers, addresses of other places, photographs inside, and what programs
//! keep for themselves go. Shown by an `<img>` a drawing can do nothing, but it is a file of the site, and opened by
//! itself it would be a page.

use super::{Fault, Looked};
use quick_xml::NsReader;
use quick_xml::Writer;
use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::name::{Namespace, ResolveResult};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements that draw, describe, or move what is drawn (SVG 2).
const ELEMENTS: &str = "a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix \
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood \
    feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting \
    feSpotLight feTile feTurbulence filter g line linearGradient marker mask mpath path pattern polygon polyline \
    radialGradient rect set stop style svg switch symbol text textPath title tspan use view";

/// In pixels.
const COLUMN: f64 = 960.0;

/// Deeper than anybody draws.
const DEPTH: usize = 256;

pub fn look(bytes: &[u8]) -> Result<Looked, Fault> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Fault::new("this drawing is not in UTF-8", "save it anew as SVG, in UTF-8"))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut cleaner = Cleaner { text, looked: Looked { turn: 1, has_alpha: true, ..Looked::default() } };
    cleaner.clean()?;
    Ok(cleaner.looked)
}

struct Cleaner<'a> {
    text: &'a str,
    looked: Looked,
}

impl Cleaner<'_> {
    fn clean(&mut self) -> Result<(), Fault> {
        let mut reader = NsReader::from_str(self.text);
        let mut writer = Writer::new(Vec::with_capacity(self.text.len()));
        // How many elements are open, from the outermost that is left out inwards, and in all.
        let (mut unshown, mut depth) = (0_usize, 0_usize);
        let mut style: Option<String> = None;
        let broken = |error: quick_xml::Error, at: u64| {
            let line = line_at(self.text, at);
            Fault::broken(&format!("line {line} is no XML ({error})"))
        };
        let write = |writer: &mut Writer<Vec<u8>>, event: Event| {
            writer.write_event(event).map_err(|error| Fault::broken(&error.to_string()))
        };
        let mut has_root = false;
        loop {
            let at = reader.buffer_position();
            let (namespace, event) = reader.read_resolved_event().map_err(|error| broken(error, at))?;
            let is_svg = namespace == ResolveResult::Bound(Namespace(SVG));
            let line = line_at(self.text, reader.buffer_position());
            match event {
                Event::Start(start) => {
                    depth += 1;
                    if depth > DEPTH {
                        return Err(Fault::broken(&format!("more than {DEPTH} elements stand inside each other")));
                    }
                    if unshown > 0 || !self.is_shown(&start, is_svg, line) {
                        unshown += 1;
                        continue;
                    }
                    let cleaned = self.element(&start, line)?;
                    has_root = true;
                    if is_named(&start, "style") {
                        style = Some(String::new());
                    }
                    write(&mut writer, Event::Start(cleaned))?;
                }
                Event::Empty(start) => {
                    if unshown == 0 && self.is_shown(&start, is_svg, line) {
                        let cleaned = self.element(&start, line)?;
                        has_root = true;
                        write(&mut writer, Event::Empty(cleaned))?;
                    }
                }
                Event::End(end) => {
                    depth = depth.saturating_sub(1);
                    if unshown > 0 {
                        unshown -= 1;
                        continue;
                    }
                    if let Some(css) = style.take() {
                        if leads_out(&css) {
                            self.tell(line, "a style that loads something");
                        } else {
                            write(&mut writer, Event::Text(BytesText::new(&css)))?;
                        }
                    }
                    write(&mut writer, Event::End(end))?;
                }
                Event::Text(text) if unshown == 0 => match &mut style {
                    Some(css) => css.push_str(&text.xml10_content()),
                    None => write(&mut writer, Event::Text(text))?,
                },
                Event::CData(text) if unshown == 0 => match &mut style {
                    Some(css) => css.push_str(&text.xml10_content()),
                    None => {
                        let text = text.xml10_content().into_owned();
                        write(&mut writer, Event::Text(BytesText::new(&text)))?;
                    }
                },
                Event::GeneralRef(name) if unshown == 0 => {
                    let known = matches!(&*name.xml10_content(), "lt" | "gt" | "amp" | "quot" | "apos");
                    match (&mut style, known || name.is_char_ref()) {
                        (Some(css), _) => css.push('\\'),
                        (None, true) => write(&mut writer, Event::GeneralRef(name))?,
                        (None, false) => {}
                    }
                }
                Event::DocType(text) if text.to_ascii_uppercase().contains("<!ENTITY") => {
                    return Err(Fault::new(
                        format!(
                            "this drawing defines words of its own (`<!ENTITY`, line {line}), which browsers do not read"
                        ),
                        "save it as plain SVG: Inkscape has “Plain SVG”, Illustrator “SVG 1.1” without “Preserve Illustrator editing”",
                    ));
                }
                Event::Eof => break,
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {}
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        if depth > 0 {
            return Err(Fault::cut_short());
        }
        if !has_root {
            return Err(Fault::broken(&format!("its first element is no `svg` of {SVG}")));
        }
        self.looked.bytes = writer.into_inner();
        Ok(())
    }

    fn tell(&mut self, line: u32, what: &str) {
        self.looked.left_out.push((line, what.to_string()));
    }

    /// Whether an element stays. What changes the drawing and is left out is told.
    fn is_shown(&mut self, start: &BytesStart, is_svg: bool, line: u32) -> bool {
        let name = start.local_name().into_inner();
        if is_svg && ELEMENTS.split_whitespace().any(|known| known == name) {
            // An animation could make a script of a harmless link.
            let changed = start.attributes().flatten().find(|attribute| attribute.key.0 == "attributeName");
            let is_bad =
                changed.is_some_and(|changed| changed.value.contains("href") || is_handler(changed.value.trim()));
            if is_bad {
                self.tell(line, "an animation of an address or a handler");
            }
            return !is_bad;
        }
        match (is_svg, name) {
            (true, "script" | "handler" | "listener") => self.tell(line, "a script"),
            (true, "foreignObject") => self.tell(line, "a piece of a web page"),
            (true, "image" | "feImage") => self.tell(line, "a photograph inside the drawing"),
            (true, "metadata") | (false, _) => {}
            (true, other) => self.tell(line, &format!("the element `{other}`")),
        }
        false
    }

    /// The element with the attributes that may stay. The first one says how large the drawing is.
    fn element(&mut self, start: &BytesStart, line: u32) -> Result<BytesStart<'static>, Fault> {
        let mut cleaned = BytesStart::new(start.name().0.to_string());
        let is_root = self.looked.width == 0 && is_named(start, "svg");
        let (mut width, mut height, mut view) = (None, None, None);
        for attribute in start.attributes() {
            let attribute =
                attribute.map_err(|error| Fault::broken(&format!("line {line} is no XML ({error})")))?;
            let key = attribute.key.0;
            // What cannot be read, such as a word of its own, cannot be judged.
            let Ok(value) = quick_xml::escape::unescape(&attribute.value) else { continue };
            let (prefix, local) = key.split_once(':').unwrap_or(("", key));
            match (prefix, local) {
                ("", "width") => width = pixels(&value),
                ("", "height") => height = pixels(&value),
                ("", "viewBox") => view = sides(&value),
                _ => {}
            }
            let is_name = key == "xmlns" || prefix == "xmlns";
            if is_handler(local) {
                self.tell(line, &format!("`{key}`, which runs a script"));
            } else if local == "href" && !value.trim_start().starts_with('#') {
                self.tell(line, "an address of another place");
            } else if !is_name && local != "href" && leads_out(&value) {
                self.tell(line, &format!("`{key}`, which loads something"));
            } else if is_name || matches!(prefix, "" | "xml" | "xlink") && local != "src" {
                cleaned.push_attribute((key, &*value));
            }
        }
        if is_root {
            // A drawing without a size of its own is as wide as a column, whatever units it counts in.
            let view = view.map(|(width, height)| (COLUMN, COLUMN * height / width));
            let (view_width, view_height) = view.unwrap_or((COLUMN, COLUMN / 2.0));
            let (width, height) = match (width, height) {
                (Some(width), Some(height)) => (width, height),
                (Some(width), None) => (width, width * view_height / view_width),
                (None, Some(height)) => (height * view_width / view_height, height),
                (None, None) => (view_width, view_height),
            };
            (self.looked.width, self.looked.height) = (whole(width), whole(height));
        }
        Ok(cleaned)
    }
}

fn is_named(start: &BytesStart, name: &str) -> bool {
    start.local_name().into_inner() == name
}

/// `onclick` and its like.
fn is_handler(name: &str) -> bool {
    name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"))
}

/// Whether a style or a value of it names anything outside the drawing. A backslash can write any letter.
fn leads_out(css: &str) -> bool {
    let css = css.to_ascii_lowercase();
    let is_own = |rest: &str| {
        rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).starts_with('#')
    };
    css.contains('\\')
        || ["@import", "image-set(", "src(", "javascript:"].iter().any(|word| css.contains(word))
        || css.split("url(").skip(1).any(|rest| !is_own(rest))
}

/// A length in pixels (CSS Values 4, §6.2); nothing for one that depends on where the drawing is shown.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let end = length.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+')).unwrap_or(length.len());
    let (number, unit) = length.split_at(end);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        _ => return None,
    };
    number.parse().ok().map(|number: f64| number * factor).filter(|number| *number > 0.0)
}

/// Width and height of a `viewBox`.
fn sides(view: &str) -> Option<(f64, f64)> {
    let numbers = view.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    let numbers: Vec<f64> = numbers.map_while(|part| part.parse().ok()).collect();
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    }
}

/// In whole pixels.
fn whole(length: f64) -> u32 {
    length.round().clamp(1.0, 100_000.0) as u32
}

fn line_at(text: &str, at: u64) -> u32 {
    let before = text.as_bytes().get(..at as usize).unwrap_or(text.as_bytes());
    1 + memchr::memchr_iter(b'\n', before).count() as u32
}
