//! Makes the theme's own style sheet and scripts smaller: comments and needless spaces go, nothing is renamed or
//! rewritten. What it is not sure of it leaves as it is; zip does the rest on the way to the reader. A library
//! that does more would cost a minute of everybody's first build and save some hundred bytes.

/// A style sheet (CSS Syntax 3).
pub fn style(text: &str) -> String {
    let mut small = String::with_capacity(text.len());
    let mut rest = text;
    let mut depth = 0usize;
    while let Some(first) = rest.chars().next() {
        let (taken, kept) = match first {
            '/' if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |end| end + 2), ""),
            '"' | '\'' => {
                let length = quoted(rest, first);
                (length, &rest[..length])
            }
            c if c.is_ascii_whitespace() => {
                let length = rest.len() - rest.trim_start().len();
                let next = rest[length..].chars().next();
                let is_needed = small.chars().next_back().is_some_and(|before| !is_css_edge(before, depth))
                    && next.is_some_and(|next| !is_css_edge(next, depth) && !rest[length..].starts_with("/*"));
                (length, if is_needed { " " } else { "" })
            }
            c => {
                match c {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    '}' if small.ends_with(';') => drop(small.pop()),
                    _ => {}
                }
                (c.len_utf8(), &rest[..c.len_utf8()])
            }
        };
        // A comment between two words is a space.
        if kept.is_empty() && taken > 1 && rest.starts_with("/*") && is_word_end(&small) {
            small.push(' ');
        }
        if small.ends_with(' ') && (kept == " " || kept.chars().next().is_some_and(|c| is_css_edge(c, depth))) {
            small.pop();
        }
        small.push_str(kept);
        rest = &rest[taken..];
    }
    small.truncate(small.trim_end().len());
    small
}

/// Spaces beside these mean nothing. Inside brackets `+` and `-` need theirs, and a colon before a pseudo-class
/// says something else with a space before it, so it is not among them.
fn is_css_edge(c: char, depth: usize) -> bool {
    matches!(c, '{' | '}' | ';' | ',') || (c == '>' && depth == 0)
}

fn is_word_end(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '%' | ')'))
}

/// The length of a text in quotes, its quotes included.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// A script. Lines stay lines, so that no statement runs into the next; comments, indents and empty lines go.
/// Nothing at all is done to a script with something in it that has no end.
pub fn script(text: &str) -> String {
    Script { rest: text, small: String::with_capacity(text.len()), braces: Vec::new() }.run().unwrap_or(text.into())
}

struct Script<'t> {
    rest: &'t str,
    small: String,
    /// For every open brace: does it belong to `${` in a template?
    braces: Vec<bool>,
}

impl Script<'_> {
    fn run(mut self) -> Option<String> {
        while let Some(first) = self.rest.chars().next() {
            match first {
                '"' | '\'' => {
                    let length = quoted(self.rest, first);
                    self.keep(length);
                }
                '`' => self.template()?,
                '/' if self.rest.starts_with("//") => self.skip(self.rest.find('\n').unwrap_or(self.rest.len())),
                '/' if self.rest.starts_with("/*") => self.skip(self.rest.find("*/")? + 2),
                '/' if self.begins_pattern() => {
                    let length = pattern(self.rest)?;
                    self.keep(length);
                }
                '{' => {
                    self.braces.push(false);
                    self.keep(1);
                }
                '}' => {
                    self.keep(1);
                    if self.braces.pop()? {
                        self.template_rest()?;
                    }
                }
                c if c.is_whitespace() => self.space(),
                c => self.keep(c.len_utf8()),
            }
        }
        let length = self.small.trim_end().len();
        self.small.truncate(length);
        self.braces.is_empty().then_some(self.small)
    }

    fn keep(&mut self, length: usize) {
        self.small.push_str(&self.rest[..length]);
        self.rest = &self.rest[length..];
    }

    fn skip(&mut self, length: usize) {
        self.rest = &self.rest[length..];
    }

    /// One space or one line break for any number of them.
    fn space(&mut self) {
        let length = self.rest.len() - self.rest.trim_start().len();
        let has_break = self.rest[..length].contains('\n');
        self.skip(length);
        let ends_line = self.small.is_empty() || self.small.ends_with('\n');
        if has_break && !ends_line {
            if self.small.ends_with(' ') {
                self.small.pop();
            }
            self.small.push('\n');
        } else if !has_break && !ends_line && !self.small.ends_with(' ') {
            self.small.push(' ');
        }
    }

    /// A template from its first backtick on.
    fn template(&mut self) -> Option<()> {
        self.keep(1);
        self.template_rest()
    }

    /// The text of a template up to its end or to the next `${`.
    fn template_rest(&mut self) -> Option<()> {
        let mut is_escaped = false;
        for (at, c) in self.rest.char_indices() {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '`' => {
                    self.keep(at + 1);
                    return Some(());
                }
                '$' if self.rest[at..].starts_with("${") => {
                    self.braces.push(true);
                    self.keep(at + 2);
                    return Some(());
                }
                _ => {}
            }
        }
        None
    }

    /// Does a slash begin a regular expression here? It does where a value may stand, not behind one
    /// (ECMAScript §12, InputElementRegExp).
    fn begins_pattern(&self) -> bool {
        let before = self.small.trim_end();
        let Some(last) = before.chars().next_back() else { return true };
        if last.is_alphanumeric() || matches!(last, '_' | '$') {
            let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).next().unwrap_or("");
            return matches!(
                word,
                "return" | "typeof" | "case" | "in" | "of" | "void" | "delete" | "throw" | "await"
            );
        }
        !matches!(last, ')' | ']' | '}' | '"' | '\'' | '`')
    }
}

/// The length of a regular expression with its flags; nothing when its line ends first.
fn pattern(text: &str) -> Option<usize> {
    let (mut is_escaped, mut is_in_class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_in_class = true,
            ']' => is_in_class = false,
            '/' if !is_in_class => {
                let flags = text[at + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                return Some(at + 1 + flags);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_keeps_its_meaning() {
        for (long, short) in [
            ("a { color : red ; }\n\n/* x */ b{}", "a{color : red}b{}"),
            ("a   b > c , d { margin : calc(1px + 2px) auto; }", "a b>c,d{margin : calc(1px + 2px) auto}"),
            ("a::before { content: \"a  /* b */ ;  }\"; }", "a::before{content: \"a  /* b */ ;  }\"}"),
            ("a :hover { b: c }", "a :hover{b: c}"),
            (
                "@media (min-width: 3rem) and (color) { a { b: c } }",
                "@media (min-width: 3rem) and (color){a{b: c}}",
            ),
            ("a/**/b{}", "a b{}"),
            ("a { b: 'it\\'s' }", "a{b: 'it\\'s'}"),
            ("/* open", ""),
        ] {
            assert_eq!(style(long), short, "{long}");
        }
    }

    #[test]
    fn a_script_keeps_its_meaning() {
        for (long, short) in [
            ("// a\nlet  a = 1; // b\n\n\n  let b = 2;\n", "let a = 1;\nlet b = 2;"),
            ("f(/[/'\"]/g, '//'); /* x */ g()", "f(/[/'\"]/g, '//'); g()"),
            ("a = b / c; // d", "a = b / c;"),
            ("x = `a  // ${b  + `c  ${d}`}  e`;", "x = `a  // ${b + `c  ${d}`}  e`;"),
            ("return  /x  y/u.test(a)", "return /x  y/u.test(a)"),
            ("const s = \"a\\\"  // b\";", "const s = \"a\\\"  // b\";"),
        ] {
            assert_eq!(script(long), short, "{long}");
        }
        for whole in ["let a = `open", "/* open", "a }"] {
            assert_eq!(script(whole), whole, "left as it is");
        }
    }

    #[test]
    fn small_once_is_small() {
        for (name, bytes) in crate::render::theme::STATIC {
            let text = String::from_utf8_lossy(bytes);
            let small = match name.rsplit('.').next() {
                Some("css") => style(&text),
                Some("js") => script(&text),
                _ => continue,
            };
            assert!(small.len() < text.len(), "{name}");
            let again = if name.ends_with("css") { style(&small) } else { script(&small) };
            assert_eq!(again, small, "{name}");
        }
    }
}
