//! What an author writes and what a reader gets.

use super::*;

/// A page in English on which every record has an address and nothing is missing.
struct Page;

impl Fill for Page {
    fn link(&self, link: &Link) -> Filled {
        match link.target.split_once(':').filter(|(kind, _)| link_kinds(kind).is_some()) {
            Some(("song", "missing")) => Filled { label: Some("Missing & gone".into()), ..Filled::default() },
            Some((kind, id)) => Filled {
                href: Some(format!("/{kind}s/{id}/")),
                label: Some(format!("the {kind} {id}")),
                lang: link.label_is_empty.then(|| "ko".into()),
                ..Filled::default()
            },
            None => Filled {
                href: Some(link.target.clone()),
                is_outside: link.target.starts_with("http"),
                ..Filled::default()
            },
        }
    }

    fn word(&self, word: Word) -> String {
        format!("{word:?}")
    }
}

fn parse(text: &str) -> (Prose, Vec<Diagnostic>) {
    let mut complaints = Vec::new();
    let prose = read(&"content/news/a.md".into(), text, 0..text.len(), &mut complaints);
    (prose, complaints)
}

/// The page for a text that has nothing to complain of.
#[track_caller]
fn page(text: &str) -> String {
    let (prose, complaints) = parse(text);
    assert_eq!(complaints, [], "{text}");
    prose.fill(&Page)
}

#[track_caller]
fn shows(text: &str, html: &str) {
    assert_eq!(page(text).trim_end(), html, "{text}");
}

#[test]
fn plain_words_stay_as_they_are() {
    shows("It's \"so\" -- he said... & <3", "<p>It&#39;s &quot;so&quot; -- he said... &amp; &lt;3</p>");
    shows("a  \nb\nc", "<p>a<br>\nb\nc</p>");
    shows("", "");
    assert!(parse("").0.is_empty());
}

#[test]
fn emphasis_works_beside_hangul() {
    for (text, html) in [
        ("**눈물의 여왕(Queen of Tears)**은", "<strong>눈물의 여왕(Queen of Tears)</strong>은"),
        (
            "**홍해인(김지원)**과 백현우**(김수현)**는",
            "<strong>홍해인(김지원)</strong>과 백현우<strong>(김수현)</strong>는",
        ),
        ("**'눈물의 여왕'**은", "<strong>&#39;눈물의 여왕&#39;</strong>은"),
        ("**\"사랑해\"**라고", "<strong>&quot;사랑해&quot;</strong>라고"),
        ("**24.9%**를", "<strong>24.9%</strong>를"),
        ("**[안녕](song:x)**을", "<strong><a href=\"/songs/x/\">안녕</a></strong>을"),
        ("**`new`**입니다", "<strong><code>new</code></strong>입니다"),
        ("**2024.4.26.**이다", "<strong>2024.4.26.</strong>이다"),
        ("**A(a)**와**B(b)**를", "<strong>A(a)</strong>와<strong>B(b)</strong>를"),
        ("***여왕(Queen)***은", "<em><strong>여왕(Queen)</strong></em>은"),
        ("*약속(Promise)*은", "<em>약속(Promise)</em>은"),
        ("~~취소(cancel)~~는", "<del>취소(cancel)</del>는"),
    ] {
        shows(text, &format!("<p>{html}</p>"));
    }
    shows("- **여왕(Q)**은", "<ul>\n<li><strong>여왕(Q)</strong>은</li>\n</ul>");
    shows("> **여왕(Q)**은", "<blockquote>\n<p><strong>여왕(Q)</strong>은</p>\n</blockquote>");
    assert!(page("|a|\n|-|\n|**여왕(Q)**은|").contains("<td><strong>여왕(Q)</strong>은</td>"));
    assert!(page("# **여왕(Q)**은").contains("<h2 id=\"여왕q은\"><strong>여왕(Q)</strong>은</h2>"));
}

#[test]
fn what_was_no_emphasis_stays_none() {
    for (text, html) in [
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("`**여왕(Q)**은`", "<code>**여왕(Q)**은</code>"),
        ("\\*\\*여왕(Q)\\*\\*은", "**여왕(Q)**은"),
        ("&#42;&#42;여왕(Q)&#42;&#42;은", "**여왕(Q)**은"),
        ("**foo(bar)**baz", "**foo(bar)**baz"),
        ("조사(助詞)**은**는", "조사(助詞)<strong>은</strong>는"),
        ("a * b(c)*은", "a * b(c)*은"),
        ("[a](/b**여왕(Q)**은/)", "<a href=\"/b**여왕(Q)**은/\">a</a>"),
        ("_여왕(Q)_은", "_여왕(Q)_은"),
        ("5~6화, 7~8화(재방송)~은", "5~6화, 7~8화(재방송)~은"),
    ] {
        shows(text, &format!("<p>{html}</p>"));
    }
    shows("```\n**여왕(Q)**은\n```", "<pre><code>**여왕(Q)**은\n</code></pre>");
    shows("    **여왕(Q)**은", "<pre><code>**여왕(Q)**은</code></pre>");
    shows("<b title=\"**여왕(Q)**은\">a</b>", "<p><b title=\"**여왕(Q)**은\">a</b></p>");
    shows("[**여왕(Q)**은]\n\n[**여왕(Q)**은]: /a/", "<p><a href=\"/a/\">**여왕(Q)**은</a></p>");
}
