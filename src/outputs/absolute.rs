//! HTML of a page for readers elsewhere: every address in it becomes a whole one.

/// The attributes that hold one address.
const ADDRESSES: &[&str] = &["href", "src", "poster", "cite"];

/// Takes HTML as the program writes it: well-formed, every value in double quotes. `origin` is the scheme and
/// host of the site, `page` the whole address of the page that the HTML stands on.
pub fn absolute(html: &str, origin: &str, page: &str) -> String {
    let mut whole = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        whole.push_str(text);
        let end = end_of_tag(tag);
        // Nothing can be closed there, and nothing stands there until something else has come.
        if tag.starts_with("<details class=\"spoiler\"") {
            const CLOSE: &str = "</details>";
            rest = tag.find(CLOSE).map_or("", |close| &tag[close + CLOSE.len()..]);
            continue;
        }
        if tag.starts_with("<img class=\"blur\"") {
            rest = &tag[end..];
            continue;
        }
        write_tag(&tag[..end], origin, page, &mut whole);
        rest = &tag[end..];
    }
    whole.push_str(rest);
    whole
}

/// Behind the `>` that is in no value.
fn end_of_tag(tag: &str) -> usize {
    let mut is_quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

fn write_tag(tag: &str, origin: &str, page: &str, whole: &mut String) {
    let mut rest = tag;
    // Each turn takes one ` name="value"`.
    while let Some(quote) = rest.find("=\"") {
        let (before, value) = rest.split_at(quote + 2);
        let end = value.find('"').unwrap_or(value.len());
        let (value, after) = value.split_at(end);
        let name = before[..quote].rsplit(char::is_whitespace).next().unwrap_or("");
        whole.push_str(before);
        if ADDRESSES.contains(&name) {
            whole.push_str(&whole_address(value, origin, page));
        } else if name == "srcset" {
            let entries: Vec<String> =
                value.split(", ").map(|entry| whole_address(entry.trim_start(), origin, page)).collect();
            whole.push_str(&entries.join(", "));
        } else {
            whole.push_str(value);
        }
        // The closing quote goes with it, so that it opens no other value.
        let quoted = after.len().min(1);
        whole.push_str(&after[..quoted]);
        rest = &after[quoted..];
    }
    whole.push_str(rest);
}

fn whole_address(address: &str, origin: &str, page: &str) -> String {
    let has_scheme = address
        .find([':', '/', '?', '#'])
        .is_some_and(|at| address.as_bytes()[at] == b':' && address.as_bytes()[0].is_ascii_alphabetic());
    match address.bytes().next() {
        _ if has_scheme || address.starts_with("//") => address.to_string(),
        Some(b'/') => format!("{origin}{address}"),
        _ => format!("{page}{address}"),
    }
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn every_address_becomes_whole() {
        let cases = [
            (r#"<a href="/q/songs/x/">x</a>"#, r#"<a href="https://a.example/q/songs/x/">x</a>"#),
            (r##"<a href="#fn-1">1</a>"##, r#"<a href="https://a.example/q/news/n/#fn-1">1</a>"#),
            (r#"<a href="https://b.example/">b</a>"#, r#"<a href="https://b.example/">b</a>"#),
            (r#"<a href="mailto:a@b.example">b</a>"#, r#"<a href="mailto:a@b.example">b</a>"#),
            (
                r#"<img alt="a > b" srcset="/q/1.avif 1x, /q/2.avif 2x" src="/q/1.png">"#,
                r#"<img alt="a > b" srcset="https://a.example/q/1.avif 1x, https://a.example/q/2.avif 2x" src="https://a.example/q/1.png">"#,
            ),
            (
                r#"<p><img class="blur" src="data:x" alt=""><img src="/b" alt=""></p>"#,
                r#"<p><img src="https://a.example/b" alt=""></p>"#,
            ),
            (r#"a<details class="spoiler" data-spoiler><summary>x</summary><div>y</div></details>b"#, "ab"),
            (r#"<p title="x href=">a href="/b"</p>"#, r#"<p title="x href=">a href="/b"</p>"#),
            ("a < b", "a < b"),
        ];
        for (html, expected) in cases {
            assert_eq!(absolute(html, "https://a.example", "https://a.example/q/news/n/"), expected);
        }
    }
}
