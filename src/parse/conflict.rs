//! Lines that git leaves in a file when two people have changed the same place.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::place::Place;
use std::sync::Arc;

/// The first place of a file where git has left two versions of some lines.
pub fn find(file: &Arc<str>, text: &str) -> Option<Diagnostic> {
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    // A line of equals signs alone is a heading in Markdown.
    let has_rule = !file.ends_with(".md") && has("=======");
    if !has("<<<<<<<") && !has(">>>>>>>") && !has_rule {
        return None;
    }
    let mut at = 0;
    let mut found = text.split_inclusive('\n').filter_map(|line| {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let is_mark = ['<', '>'].iter().any(|sign| is_mark(line, *sign)) || has_rule && line == "=======";
        is_mark.then(|| Place::new(file, start..start + line.len()))
    });
    let first = found.next()?;
    let complaint = Diagnostic::new(
        Code::BadFile,
        "two versions of these lines stand here, which git could not put together",
    )
    .at(first)
    .help("keep the lines that are right; delete the others, and the lines of `<<<<<<<`, `=======` and `>>>>>>>`");
    Some(match found.last() {
        Some(last) => complaint.also(last, "to here"),
        None => complaint,
    })
}

fn is_mark(line: &str, sign: char) -> bool {
    let rest = line.trim_start_matches(sign);
    line.len() - rest.len() == 7 && (rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_git_leaves_is_found() {
        let is_found = |file: &str, text: &str| find(&file.into(), text).is_some();
        for file in ["content/songs.yaml", "content/news/a.md"] {
            assert!(is_found(file, "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n"), "{file}");
            assert!(is_found(file, "a\r\n>>>>>>> other\r\n"), "{file}");
            assert!(!is_found(file, "<<<<<<<<\n <<<<<<< a\na <<<<<<< b\n>>>>>>>> x\n>>> x"), "{file}");
        }
        assert!(!is_found("content/news/a.md", "A heading\n=======\n"));
        assert!(is_found("content/songs.yaml", "a: b\n=======\n"));
    }
}
