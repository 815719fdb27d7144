//! What somebody probably meant where the parser gave up. It names the place where it lost its way, which is
//! often a line below the mistake; this looks at that line and the one above it for the slips that people make:
//! signs that only look like YAML's, a colon or a space that is missing, a text that should stand in quotes.

use std::ops::Range;

/// A slip: where it is, what is wrong and what to do.
pub(super) struct Slip {
    pub at: Range<usize>,
    pub message: String,
    pub help: Vec<String>,
}

fn slip(at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Option<Slip> {
    Some(Slip { at, message: message.into(), help: vec![help.into()] })
}

/// One line of a file.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

/// Blanks that look like spaces, and signs that nobody sees.
pub fn is_strange_blank(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200d}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

fn called(blank: char) -> &'static str {
    match blank {
        '\u{a0}' | '\u{202f}' | '\u{2060}' => "a no-break space",
        '\u{3000}' => "a full-width space",
        '\u{200b}'..='\u{200d}' | '\u{feff}' => "a character that cannot be seen",
        _ => "a blank that is no ordinary space",
    }
}

impl<'a> Line<'a> {
    /// The line that a place lies in.
    fn of(text: &'a str, span: &Range<usize>, at: usize) -> Line<'a> {
        let start = text[span.start..at].rfind('\n').map_or(span.start, |found| span.start + found + 1);
        let end = text[start..span.end].find('\n').map_or(span.end, |found| start + found);
        Line { start, text: text[start..end].trim_end_matches('\r') }
    }

    /// The line above, passing over empty ones and remarks.
    fn above(&self, text: &'a str, span: &Range<usize>) -> Option<Line<'a>> {
        let mut line = *self;
        while line.start > span.start {
            line = Line::of(text, span, line.start - 1);
            if !line.is_bare() {
                return Some(line);
            }
        }
        None
    }

    fn below(&self, text: &'a str, span: &Range<usize>) -> Option<Line<'a>> {
        let end = text[self.start..span.end].find('\n').map(|found| self.start + found + 1)?;
        (end < span.end).then(|| Line::of(text, span, end))
    }

    fn is_bare(&self) -> bool {
        let text = self.text.trim();
        text.is_empty() || text.starts_with('#')
    }

    /// Everything before the first word.
    fn indent(&self) -> &'a str {
        let is_blank = |c: char| c == ' ' || c == '\t' || is_strange_blank(c);
        &self.text[..self.text.len() - self.text.trim_start_matches(is_blank).len()]
    }

    fn whole(&self) -> Range<usize> {
        self.start + self.indent().len()..self.start + self.text.trim_end().len()
    }

    /// What stands behind the indent and behind the hyphens of list entries, and where that is.
    fn content(&self) -> (usize, &'a str) {
        let mut rest = &self.text[self.indent().len()..];
        while let Some(inner) = rest.strip_prefix("- ") {
            rest = inner.trim_start_matches(' ');
        }
        (self.start + self.text.len() - rest.len(), rest.trim_end())
    }

    /// The key and the value of a line such as `title: Promise`, and where the value stands.
    fn value(&self) -> Option<(&'a str, usize, &'a str)> {
        let (start, content) = self.content();
        let (key, value) = match content.split_once(": ") {
            Some((key, value)) => (key, value),
            None => (content.strip_suffix(':')?, ""),
        };
        let value = value.trim_start();
        Some((key, start + content.len() - value.len(), value))
    }
}

/// The slip of a line that begins with what looks like spaces.
pub(super) fn indent(text: &str, span: &Range<usize>, at: usize) -> Option<Slip> {
    indent_slip(Line::of(text, span, at.min(span.end)))
}

/// Looks for the slip behind an error of the parser at a place.
pub(super) fn find(text: &str, span: &Range<usize>, at: usize, info: &str) -> Option<Slip> {
    let mut line = Line::of(text, span, at.min(span.end));
    if line.is_bare() {
        line = line.above(text, span)?;
    }
    let above = line.above(text, span);
    let lines = || std::iter::once(line).chain(above);
    let is_open_quote = info.contains("quoted scalar") && !info.contains("trailing content");
    if is_open_quote {
        return indent_slip(line).or_else(|| quote_slip(&line, info));
    }
    lines()
        .find_map(indent_slip)
        .or_else(|| quote_slip(&line, info))
        .or_else(|| lines().find_map(key_slip))
        .or_else(|| sign_slip(&line))
        .or_else(|| bracket_slip(text, span, at))
        .or_else(|| two_colons(&line, at))
        .or_else(|| no_colon(&line, above.as_ref(), info))
        .or_else(|| hyphen_slip(&line, above.as_ref()))
        .or_else(|| line.below(text, span).and_then(indent_slip))
        .or_else(|| depth_slip(text, span, &line, above.as_ref(), info))
}

/// `- by: [heize]` under fields that have no hyphen.
fn hyphen_slip(line: &Line, above: Option<&Line>) -> Option<Slip> {
    let above = above?;
    let inner = line.text.trim_start().strip_prefix("- ")?.trim();
    let is_beside = line.indent().len() == above.indent().len() && !above.text.trim_start().starts_with('-');
    let is_field = above.value().is_some_and(|(_, _, value)| !value.is_empty());
    let at = line.start + line.indent().len();
    let message = "this line begins with a hyphen, and the fields beside it with none";
    (is_beside && is_field)
        .then(|| slip(at..at + 1, message, format!("write `{inner}`, under the others")))
        .flatten()
}

/// Tabs and blanks of other sorts before the first word.
fn indent_slip(line: Line) -> Option<Slip> {
    let indent = line.indent();
    if indent.contains('\t') {
        let help = "use two spaces instead: YAML does not take tabs at the start of a line";
        return slip(line.whole(), "this line is indented with a tab", help);
    }
    let blank = indent.chars().find(|c| is_strange_blank(*c))?;
    let message = format!("this line is indented with {}", called(blank));
    slip(line.whole(), message, "delete the blanks before the first word and type spaces")
}

/// Signs that stand where a hyphen or a colon should, and what is missing around a colon.
fn key_slip(line: Line) -> Option<Slip> {
    let (start, content) = line.content();
    let first = content.chars().next()?;
    let rest = &content[first.len_utf8()..];
    if "–—−‐‑•·・*".contains(first) && rest.starts_with(|c: char| c.is_whitespace()) {
        let at = start..start + first.len_utf8();
        let message = format!("an entry of a list begins with a hyphen, and this is `{first}`");
        return slip(at, message, format!("write `- {}`", rest.trim()));
    }
    let bare = content.trim_start_matches(['*', '_', '`', '#']);
    if let Some((key, value)) = bare.split_once(':').filter(|_| content.starts_with(['*', '`'])) {
        let key = key.trim_end_matches(['*', '_', '`']);
        let value = value.trim_start_matches(['*', '_', '`']).trim();
        let at = start..start + content.len() - bare.len();
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        if is_key {
            let message = "signs of Markdown do nothing before a key";
            return slip(at, message, format!("write `{}`", format!("{key}: {value}").trim()));
        }
    }
    let length = content.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(content.len());
    let (key, behind) = content.split_at(length);
    let sign = behind.trim_start().chars().next()?;
    let at = start + length;
    if key.is_empty() {
        return None;
    }
    if matches!(sign, '：' | '﹕' | '︓' | '꞉') && !content.contains(": ") {
        let value = behind.trim_start()[sign.len_utf8()..].trim();
        let sign_at = start + content.len() - behind.trim_start().len();
        let message = format!("the colon after `{key}` is not the one that YAML knows: `{sign}` is wider than `:`");
        return slip(sign_at..sign_at + sign.len_utf8(), message, format!("write `{key}: {value}`"));
    }
    if sign == '=' && !content.contains(": ") {
        let value = behind.trim_start()[1..].trim();
        let message = "between a key and its value stands a colon, not `=`";
        return slip(at..at + behind.find('=')? + 1, message, format!("write `{key}: {value}`"));
    }
    let value = behind.strip_prefix(':')?;
    let next = value.chars().next()?;
    if is_strange_blank(next) {
        let message = format!("after the colon of `{key}` stands {}", called(next));
        let words = value.trim_matches(|c: char| c.is_whitespace() || is_strange_blank(c));
        return slip(
            at + 1..at + 1 + next.len_utf8(),
            message,
            format!("write `{key}: {words}`, with a plain space"),
        );
    }
    if !next.is_whitespace() && !value.starts_with("//") && first.is_alphabetic() {
        let message = format!("a space is missing after the colon of `{key}`");
        return slip(at..at + 1, message, format!("write `{key}: {}`", value.trim()));
    }
    None
}

/// Text behind a closing quotation mark.
fn quote_slip(line: &Line, info: &str) -> Option<Slip> {
    let (_, start, value) = line.value().or_else(|| line.content_as_value())?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let length = 1 + value[1..].find(quote)? + 1;
    let is_doubled = quote == '\'' && value[length..].starts_with('\'');
    let behind = value[length..].trim_start();
    if is_doubled || behind.is_empty() || behind.starts_with(['#', ',', ':', '}', ']']) || info.contains("escape") {
        return None;
    }
    let is_around = value.len() > length && value.ends_with(quote);
    let inner = if is_around { &value[1..value.len() - 1] } else { value };
    let at = start + value.len() - behind.len();
    let first = behind.chars().next().map_or(0, char::len_utf8);
    let message = "there is text after the closing quotation mark";
    slip(at..at + first, message, format!("put the whole text in quotes: {}", quoted(inner)))
}

impl<'a> Line<'a> {
    fn content_as_value(&self) -> Option<(&'a str, usize, &'a str)> {
        let (start, content) = self.content();
        Some(("", start, content))
    }
}

/// A text in the quotes that need nothing changed in it, if there are such.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// A text that begins with a sign of YAML's own.
fn sign_slip(line: &Line) -> Option<Slip> {
    let (_, start, value) =
        line.value().filter(|(_, _, value)| !value.is_empty()).or_else(|| line.content_as_value())?;
    let sign = value.chars().next()?;
    let is_sign = match sign {
        '@' | '`' | '%' | '*' | '&' | '!' | '|' | '>' => true,
        '-' | '?' => line.value().is_some() && (value.len() == 1 || value[1..].starts_with(' ')),
        '[' | '{' => closing(value).is_some_and(|end| {
            let behind = value[end..].trim_start();
            !behind.is_empty() && !behind.starts_with(['#', ':', ',', ']', '}'])
        }),
        '［' | '｛' | '【' => {
            let message = format!("`{sign}` is not a bracket that YAML knows");
            let plain: String = value.chars().map(narrow).collect();
            return slip(start..start + sign.len_utf8(), message, format!("write `{plain}`"));
        }
        _ => false,
    };
    let shown = if sign == '`' { "a backtick (`)".to_string() } else { format!("`{sign}`") };
    let message = format!("a text that begins with {shown} must stand in quotes");
    is_sign.then(|| slip(start..start + value.len(), message, format!("write {}", quoted(value)))).flatten()
}

/// The sign that a full-width one was meant for.
fn narrow(c: char) -> char {
    match c {
        '［' | '【' => '[',
        '］' | '】' => ']',
        '｛' => '{',
        '｝' => '}',
        '，' | '、' => ',',
        '：' => ':',
        other => other,
    }
}

/// Behind the bracket that closes the first one.
fn closing(value: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in value.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// A bracket that is open where the parser gave up.
fn bracket_slip(text: &str, span: &Range<usize>, at: usize) -> Option<Slip> {
    let (open_at, bracket) = open_bracket(&text[span.start..at.min(span.end)])?;
    let open_at = span.start + open_at;
    let line = Line::of(text, span, open_at);
    let rest = &text[open_at..line.start + line.text.len()];
    if let Some(comment) = rest.find(" #") {
        let begin = open_at + comment + 1;
        let message = format!("everything after ` #` is a comment, so the `{bracket}` before it is never closed");
        return slip(begin..line.start + line.text.len(), message, "put the text with the `#` in quotes");
    }
    if let Some((wide, sign)) = rest.char_indices().find(|(_, c)| matches!(c, '，' | '、' | '｝' | '］')) {
        let begin = open_at + wide;
        let plain = narrow(sign);
        let message = format!("`{sign}` is not the `{plain}` that YAML knows");
        let plain = if plain == ',' { ", ".to_string() } else { plain.to_string() };
        let help = format!("write `{}`", rest.replace([sign], &plain).replace(",  ", ", "));
        return slip(begin..begin + sign.len_utf8(), message, help);
    }
    if closing(rest).is_some() && at <= line.start + line.text.len() {
        // `{en: Wait: What}`: the entry that it stands in.
        let before = &text[open_at + 1..at];
        let entry = before.rfind([',', '{', '[']).map_or(before, |found| &before[found + 1..]);
        let (key, value) = entry.split_once(": ")?;
        let whole = &text[at - value.len()..line.start + line.text.len()];
        let whole = whole[..whole.find([',', '}', ']']).unwrap_or(whole.len())].trim();
        let message = "a colon and a space after it end a key, and here is one too many";
        return slip(at..at + 1, message, format!("put the text in quotes: `{}: {}`", key.trim(), quoted(whole)));
    }
    let close = if bracket == '[' { ']' } else { '}' };
    let message = format!("the bracket `{bracket}` is opened here and never closed");
    slip(
        open_at..open_at + 1,
        message,
        format!("write `{close}` where it ends; a text with a bracket stands in quotes"),
    )
}

/// The innermost bracket that is open at the end of a text, quotes and comments left aside.
fn open_bracket(text: &str) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote = None;
    // Whether a value may begin here: only there a quote or a bracket means something.
    let mut is_start = true;
    let mut last = '\n';
    let mut is_comment = false;
    for (at, c) in text.char_indices() {
        if c == '\n' {
            is_comment = false;
            is_start = true;
        }
        match (quote, c) {
            _ if is_comment => {}
            (Some(mark), c) if c == mark && !(mark == '"' && last == '\\') => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if is_start => quote = Some(c),
            (None, '#') if last.is_whitespace() => is_comment = true,
            (None, '[' | '{') if is_start => open.push((at, c)),
            (None, ']' | '}') => drop(open.pop()),
            _ => {}
        }
        if quote.is_none() && !c.is_whitespace() {
            is_start = match c {
                ':' | '-' | '?' => text[at + 1..].starts_with([' ', '\n', '\r']),
                '[' | '{' => is_start,
                ',' => !open.is_empty(),
                _ => false,
            };
        }
        last = c;
    }
    open.pop()
}

/// `title: Wait: What`.
fn two_colons(line: &Line, at: usize) -> Option<Slip> {
    let (key, start, value) = line.value()?;
    if at < start || !value.contains(": ") && !value.ends_with(':') || value.starts_with(['{', '[', '"', '\'']) {
        return None;
    }
    let message = "a colon and a space after it end a key, and here is one too many";
    slip(at..at + 1, message, format!("put the text in quotes: `{key}: {}`", quoted(value)))
}

/// A line that should be a key with a value, and has no colon.
fn no_colon(line: &Line, above: Option<&Line>, info: &str) -> Option<Slip> {
    let is_key_expected =
        info.contains("simple key") || info.contains("mapping values") || info.contains("expected ':'");
    if !is_key_expected {
        return None;
    }
    let lacks = |line: &Line| {
        let (_, content) = line.content();
        !content.contains(": ") && !content.ends_with(':') && !content.starts_with(['"', '\'', '{', '[', '}', ']'])
    };
    let found = match above {
        _ if lacks(line) => line,
        Some(above) if lacks(above) && above.indent().len() <= line.indent().len() => above,
        _ => return None,
    };
    let (start, content) = found.content();
    if let Some(sign) = ["<!--", "//", "/*", "--", ";", "%"].iter().find(|sign| content.starts_with(**sign)) {
        let remark = content[sign.len()..].trim_end_matches("-->").trim_end_matches("*/").trim();
        let message = format!("a remark begins with `#` in YAML, not with `{sign}`");
        return slip(start..start + sign.len(), message, format!("write `# {remark}`"));
    }
    if let Some(entry) = content.strip_prefix('-') {
        let message = "there is no space after the hyphen, so this is no entry of a list";
        return slip(start..start + 1, message, format!("write `- {entry}`"));
    }
    let help = match content.split_once(' ') {
        Some((key, value)) => format!("if `{key}` is a key, write `{key}: {}`", value.trim()),
        None => format!("if `{content}` is a key, write `{content}:`"),
    };
    let mut told = slip(found.whole(), "there is no colon in this line, so it is no key with a value", help)?;
    told.help.push("if it goes on the text above, begin it two spaces further in".into());
    Some(told)
}

/// A line that begins under no other.
fn depth_slip(text: &str, span: &Range<usize>, line: &Line, above: Option<&Line>, info: &str) -> Option<Slip> {
    let above = above?;
    if !["mapping", "simple key", "indent", "block", "expected '-'"].iter().any(|word| info.contains(word)) {
        return None;
    }
    let (depth, depth_above) = (line.indent().len(), above.indent().len());
    let word = |line: &Line| {
        let (_, content) = line.content();
        content.split([':', ' ']).next().unwrap_or("").to_string()
    };
    let spaces = |count: usize| match count {
        0 => "no space".to_string(),
        1 => "one space".to_string(),
        count => format!("{count} spaces"),
    };
    if depth > depth_above && above.value().is_some_and(|(_, _, value)| !value.is_empty()) {
        let message = "this line begins deeper than the one above it, which has its value already";
        let help = format!("begin it under `{}`, with {}", word(above), spaces(depth_above));
        return slip(line.whole(), message, help);
    }
    // The depths of the lines around, up to the edge.
    let mut depths = vec![depth_above];
    let mut names = vec![word(above)];
    let mut up = *above;
    while let Some(next) = up.above(text, span) {
        let indent = next.indent().len();
        if indent < depths[depths.len() - 1] {
            depths.push(indent);
            names.push(word(&next));
        }
        if indent == 0 || depths.len() > 8 {
            break;
        }
        up = next;
    }
    if depths.contains(&depth) {
        return None;
    }
    let message = "this line begins under none of the lines it could belong to";
    let places: Vec<String> =
        depths.iter().zip(&names).map(|(depth, name)| format!("{} as `{name}`", spaces(*depth))).collect();
    let help = format!("it begins with {}; give it {}", spaces(depth), places.join(", or "));
    slip(line.whole(), message, help)
}
