//! What an author writes and what a reader gets.

use super::super::schemes::is_record_kind;
use super::*;
use crate::source::Aside;

/// A page in English on which every record has an address and nothing is missing.
struct Page;

impl Fill for Page {
    fn link(&self, link: &Link) -> Filled {
        match link.target.split_once(':').filter(|(kind, _)| is_record_kind(kind)) {
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
        ("~4월, 5월~ ~~아님~~", "~4월, 5월~ <del>아님</del>"),
        (
            "<https://a.example/가*(나)*다> **여왕(Q)**은",
            "<a href=\"https://a.example/가*(나)*다\" rel=\"external\">https://a.example/가*(나)*다</a> <strong>여왕(Q)</strong>은",
        ),
        ("\\\\*여왕(Q)*은", "\\<em>여왕(Q)</em>은"),
    ] {
        shows(text, &format!("<p>{html}</p>"));
    }
    shows("```\n**여왕(Q)**은\n```", "<pre><code>**여왕(Q)**은\n</code></pre>");
    shows("    **여왕(Q)**은", "<pre><code>**여왕(Q)**은</code></pre>");
    shows("<b title=\"**여왕(Q)**은\">a</b>", "<p><b title=\"**여왕(Q)**은\">a</b></p>");
    shows("[**여왕(Q)**은]\n\n[**여왕(Q)**은]: /a/", "<p><a href=\"/a/\">**여왕(Q)**은</a></p>");
}

#[test]
fn links_find_records_paths_and_addresses() {
    for (text, html) in [
        ("[Last Chance](song:last-chance)", "<a href=\"/songs/last-chance/\">Last Chance</a>"),
        ("[](person:x)", "<a href=\"/persons/x/\" lang=\"ko\">the person x</a>"),
        ("[song:last-chance]", "<a href=\"/songs/last-chance/\" lang=\"ko\">the song last-chance</a>"),
        ("[song:last-chance][]", "<a href=\"/songs/last-chance/\" lang=\"ko\">the song last-chance</a>"),
        ("[a *b*][song:x]", "<a href=\"/songs/x/\">a <em>b</em></a>"),
        (
            "[][song:x] [ ](song:x)",
            "<a href=\"/songs/x/\" lang=\"ko\">the song x</a> <a href=\"/songs/x/\" lang=\"ko\">the song x</a>",
        ),
        ("[](song:missing)", "Missing &amp; gone"),
        ("[**gone**](song:missing)", "<strong>gone</strong>"),
        (
            "[a](https://b.example/?c&d \"e\")",
            "<a href=\"https://b.example/?c&amp;d\" title=\"e\" rel=\"external\">a</a>",
        ),
        ("<a@b.example>", "<a href=\"mailto:a@b.example\">a@b.example</a>"),
        (
            "[a](/songs/) [b](songs/x/) [c](../x) [d](#e)",
            "<a href=\"/songs/\">a</a> <a href=\"songs/x/\">b</a> <a href=\"../x\">c</a> <a href=\"#e\">d</a>",
        ),
        ("[a](</b c|\"d\">)", "<a href=\"/b%20c%7C%22d%22\">a</a>"),
        ("[a](tag:ost)", "<a href=\"/tags/ost/\">a</a>"),
        ("[10:such] [song:] [song:a b] [x]", "[10:such] [song:] [song:a b] [x]"),
        ("`[song:x]` \\[song:x]", "<code>[song:x]</code> [song:x]"),
    ] {
        shows(text, &format!("<p>{html}</p>"));
    }
}

#[test]
fn images_are_filled_too() {
    shows(
        "![a *b* \"c\"](/d.png \"e\")",
        "<p><img src=\"/d.png\" alt=\"a b &quot;c&quot;\" title=\"e\" loading=\"lazy\"></p>",
    );
    shows(
        "[![a](image:b)](song:c)",
        "<p><a href=\"/songs/c/\"><img src=\"/images/b/\" alt=\"a\" loading=\"lazy\"></a></p>",
    );
    let (prose, _) = parse("![a [b](song:c) ![d](e)](f)");
    let links: Vec<_> =
        prose.links().map(|link| (link.target.as_str(), link.alt.as_str(), link.is_image)).collect();
    assert_eq!(links, [("f", "a b d", true)]);
}

#[test]
fn other_kinds_of_address_are_refused_with_their_place() {
    for target in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#9;script:alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "javascript&colon;alert(1)",
        "java\\script\\:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///x",
        "sonng:promise",
        "//other.example/",
        "/\\other.example/",
        "\u{200b}song:x",
    ] {
        for text in [
            format!("여왕 [가 *b*]({target})"),
            format!("여왕 ![가 *b*]({target})"),
            format!("여왕 [가 *b*][c]\n\n[c]: {target}"),
        ] {
            let (prose, complaints) = parse(&text);
            let html = prose.fill(&Page);
            if target.starts_with("java\\script") {
                assert!(!html.contains("javascript:"), "{text}");
                continue;
            }
            assert_eq!(complaints.len(), 1, "{text}");
            assert_eq!(complaints[0].code, Code::LinkScheme);
            assert_eq!(html, "<p>여왕 가 <em>b</em></p>\n", "{text}");
            assert_eq!(prose.links().count(), 0);
        }
    }
    let (_, complaints) = parse("<javascript:alert(1)>");
    assert_eq!(complaints.len(), 1);
}

#[test]
fn a_link_to_nothing_is_told() {
    for text in ["[a]()", "![a](<>)", "[a](< >)"] {
        let (prose, complaints) = parse(text);
        assert_eq!(complaints.iter().map(|c| c.code).collect::<Vec<_>>(), [Code::DeadLink], "{text}");
        assert_eq!(prose.fill(&Page), "<p>a</p>\n");
    }
}

#[test]
fn no_more_complaints_are_kept_than_can_be_printed() {
    assert_eq!(parse(&"[a](b:c) ".repeat(2_000)).1.len(), PROBLEMS_PRINTED);
}

#[test]
fn places_are_true_after_hangul_and_front_matter() {
    let text = "---\r\ntitle: 여왕\r\n---\r\n**여왕(Q)**은 [가](song:하나) [나](bad:둘)\r\n끝 [song:셋]\r\n";
    let body = text.rfind("---").unwrap() + 5;
    let mut complaints = Vec::new();
    let prose = read(&"a.md".into(), text, body..text.len(), &mut complaints);
    let at = |place: &Place| &text[place.start as usize..place.end as usize];
    assert_eq!(prose.links().map(|link| at(&link.place)).collect::<Vec<_>>(), ["song:하나", "song:셋"]);
    assert_eq!(complaints.iter().map(|c| at(c.place.as_ref().unwrap())).collect::<Vec<_>>(), ["bad:둘"]);
    assert!(!prose.fill(&Page).contains('\r'));
}

#[test]
fn headings_have_anchors_and_stand_below_the_title() {
    let (prose, _) = parse("# 수록곡 *목록*!\n\n###### Six\n\nThe same\n---\n\n## The same\n\n#\n\n# FN 1");
    let headings: Vec<_> = prose.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
    assert_eq!(
        headings,
        [
            (2, "수록곡-목록", "수록곡 목록!"),
            (6, "six", "Six"),
            (3, "the-same", "The same"),
            (3, "the-same-2", "The same"),
            (2, "h-fn-1", "FN 1"),
        ]
    );
    assert!(
        prose
            .fill(&Page)
            .starts_with("<h2 id=\"수록곡-목록\">수록곡 <em>목록</em>!</h2>\n<h6 id=\"six\">Six</h6>\n")
    );
    assert!(prose.fill(&Page).contains("<h2 id=\"section\"></h2>"));
    assert_eq!(parse("## [](song:last-chance)").0.headings[0].id, "last-chance");
    shows(
        "## Two [](song:a)\n\n### Three",
        "<h2 id=\"two-a\">Two <a href=\"/songs/a/\" lang=\"ko\">the song a</a></h2>\n<h3 id=\"three\">Three</h3>",
    );
    assert!(page("[^a]\n\n[^a]: b\n\n    # In a note").contains("<h2 id=\"in-a-note\">In a note</h2>"));
}

#[test]
fn tables_can_be_scrolled_and_read_aloud() {
    shows(
        "|a|b|c|\n|:-|:-:|-:|\n|1|[](song:x)|",
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table: a, b, c\"><table>\n\
         <thead><tr><th scope=\"col\" class=\"left\">a</th><th scope=\"col\" class=\"center\">b</th><th scope=\"col\" class=\"right\">c</th></tr></thead>\n\
         <tbody>\n<tr><td class=\"left\">1</td><td class=\"center\"><a href=\"/songs/x/\" lang=\"ko\">the song x</a></td><td class=\"right\"></td></tr>\n\
         </tbody></table></div>",
    );
    assert!(!page("|a|\n|-|").contains("tbody"));
    let html = page("||*b* [c](song:d)|[](song:e)|\n|-|-|-|\n|1|2|3|");
    assert!(
        html.contains("aria-label=\"Table: b c\"><table>\n<thead><tr><td></td><th scope=\"col\"><em>b</em>"),
        "{html}"
    );
    assert!(html.contains("<th scope=\"col\"><a href=\"/songs/e/\" lang=\"ko\">the song e</a></th>"), "{html}");
    assert!(page("|\"<|\n|-|").contains("aria-label=\"Table: &quot;&lt;\""));
}

#[test]
fn footnotes_lead_there_and_back() {
    shows(
        "A[^x] b[^y] c[^x] d\n\n[^y]: Why\n[^x]: Ex [](song:s)\n\n    - list",
        "<p>A<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\">1</a></sup> \
         b<sup class=\"footnote-ref\"><a href=\"#fn-2\" id=\"fnref-2\" role=\"doc-noteref\">2</a></sup> \
         c<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1-2\" role=\"doc-noteref\">1</a></sup> d</p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n\
         <li id=\"fn-1\"><p>Ex <a href=\"/songs/s/\" lang=\"ko\">the song s</a></p>\n<ul>\n<li>list</li>\n</ul>\n \
         <a href=\"#fnref-1\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"BackToText 1\">↩</a> \
         <a href=\"#fnref-1-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"BackToText 1-2\">↩<sup>2</sup></a></li>\n\
         <li id=\"fn-2\"><p>Why <a href=\"#fnref-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"BackToText 2\">↩</a></p>\n</li>\n\
         </ol>\n</section>",
    );
}

#[test]
fn footnotes_are_numbered_as_a_reader_meets_them() {
    let html = page("[^c]: see[^d]\n\na[^a] b[^b] c[^c]\n\n[^e]: nobody\n[^b]: B\n[^a]: A\n[^d]: D");
    let numbers: Vec<&str> = html.split("doc-noteref\">").skip(1).map(|rest| &rest[..1]).collect();
    assert_eq!(numbers, ["1", "2", "3", "4"]);
    let words: String = html.split("<li id=\"fn-").skip(1).map(|rest| &rest[6..7]).collect();
    assert_eq!(words, "ABsDn", "{html}");
}

#[test]
fn a_footnote_is_found_in_large_and_small_letters() {
    let html = page("a[^Box]\n\n[^box]: kept");
    assert!(html.contains("<li id=\"fn-1\"><p>kept <a"), "{html}");
    assert!(!html.contains("fn-2"), "{html}");
}

#[test]
fn a_footnote_nobody_refers_to_is_not_lost() {
    let html = page("a\n\n[^x]: kept");
    assert!(html.contains("<li id=\"fn-1\"><p>kept</p>\n</li>"), "{html}");
}

#[test]
fn a_footnote_in_brackets_makes_no_link_in_a_link() {
    let html = page("[a[^x]](/b)\n\n[^x]: c");
    assert!(html.starts_with("<p>[a<sup class=\"footnote-ref\"><a href=\"#fn-1\""), "{html}");
}

#[test]
fn tasks_alerts_and_definitions_are_plain_html() {
    shows(
        "- [x] a\n- [ ] b",
        "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</li>\n\
         <li><input type=\"checkbox\" disabled aria-label=\"NotDone\"> b</li>\n</ul>",
    );
    shows(
        "> [!NOTE]\n> a",
        "<div class=\"alert note\" role=\"note\"><p class=\"alert-title\">Note</p>\n<p>a</p>\n</div>",
    );
    shows("a\n: b\n: c", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dd>c</dd>\n</dl>");
    shows("3. a\n\n   b\n4. c", "<ol start=\"3\">\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ol>");
}

#[test]
fn code_is_shown_as_written() {
    shows(
        "```html title=\"x\"\r\n<b onclick=\"a\">&amp;</b>\r\n```",
        "<pre><code class=\"language-html\">&lt;b onclick=&quot;a&quot;&gt;&amp;amp;&lt;/b&gt;\n</code></pre>",
    );
    shows("`<script>` and `` ` ``", "<p><code>&lt;script&gt;</code> and <code>`</code></p>");
}

#[test]
fn html_is_cleaned_and_what_we_write_ourselves_stays() {
    let ours = "# A\n\n|a|\n|-:|\n|b|\n\n- [x] a[^1]\n\n> [!TIP]\n> b\n\n```rust\nc\n```\n\n![d](/e.png \"f\")\n\na\n: b\n\n[^1]: g [h](https://i.example)";
    let without = page(ours);
    // A comment, which is taken out, is all that makes it go through the cleaner.
    let with = page(&format!("{ours}\n\n<!-- x -->"));
    let same = |html: &str| {
        let mut tags: Vec<String> = Vec::new();
        for tag in html.split('<').skip(1) {
            let (tag, text) = tag.split_once('>').unwrap();
            let tag = tag.replace("=\"\"", "");
            let mut parts: Vec<&str> = tag.split(' ').collect();
            parts[1..].sort_unstable();
            tags.push(format!("{} {}", parts.join(" "), text.trim().replace("&quot;", "\"")));
        }
        tags
    };
    assert_eq!(same(&with), same(&without));
    let (prose, complaints) = parse(
        "a <script>alert(1)</script> <b onclick=\"x\" style=\"color: red\">b</b> <iframe src=\"/x\"></iframe>\n\n\
         <details open><summary>c</summary>\n\n[](song:d) <a href=javascript:x>e</a>\n\n</details>\n\n\
         <ruby>愛<rp>(</rp><rt>애</rt><rp>)</rp></ruby> <kbd>K</kbd> <form><input type=\"text\" name=\"n\"></form>\n\n<div>never closed",
    );
    let told: Vec<&str> = complaints.iter().map(|told| told.message.split('`').nth(1).unwrap()).collect();
    assert_eq!(told, ["<script>", "<iframe src=\"/x\">", "<form>"], "what is taken out is told");
    let html = prose.fill(&Page);
    for gone in ["script", "onclick", "style", "iframe", "form", "name=", "\"text\""] {
        assert!(!html.contains(gone), "{gone}: {html}");
    }
    for kept in [
        "<b>b</b>",
        "<details open=\"\"><summary>c</summary>",
        "<a href=\"/songs/d/\" lang=\"ko\">the song d</a>",
        "<a>e</a>",
        "<ruby>愛<rp>(</rp><rt>애</rt><rp>)</rp></ruby>",
        "<kbd>K</kbd>",
        "<div>never closed",
    ] {
        assert!(html.contains(kept), "{kept}: {html}");
    }
    assert!(html.trim_end().ends_with("</div>"), "{html}");
}

/// The same page, where the text stands beside others.
struct Beside;

impl Fill for Beside {
    fn link(&self, link: &Link) -> Filled {
        Page.link(link)
    }

    fn word(&self, word: Word) -> String {
        Page.word(word)
    }

    fn prefix(&self) -> &str {
        "n1-"
    }
}

#[test]
fn several_texts_fit_on_one_page() {
    let html = parse("## A [b](#a) [c](/d#e)\n\n[](song:x)[^1] [^1]\n\n[^1]: f").0.fill(&Beside);
    assert!(
        html.starts_with("<h2 id=\"n1-a-b-c\">A <a href=\"#n1-a\">b</a> <a href=\"/d#e\">c</a></h2>"),
        "{html}"
    );
    let places = |sign: &str| html.matches(sign).count();
    assert_eq!((places("id=\""), places("id=\"n1-")), (4, 4), "{html}");
    assert_eq!((places("href=\"#"), places("href=\"#n1-")), (5, 5), "{html}");
}

#[test]
fn what_would_swallow_the_rest_is_told() {
    for (text, written) in
        [("가 <title> b\n\nc", "<title>"), ("a\n\n<!-- b\n\nc", "<!--"), ("<script>\na\n\nb", "<script>")]
    {
        let (_, complaints) = parse(text);
        assert_eq!(complaints.len(), 1, "{text}");
        let place = complaints[0].place.as_ref().unwrap();
        assert_eq!(&text[place.start as usize..place.end as usize], written);
    }
    assert_eq!(parse("a <!-- b --> d").1, []);
}

#[test]
fn html_that_stays_open_does_not_fill_the_memory() {
    let open: String = (0..90).map(|n| format!("<b id={n}>")).collect();
    let (prose, complaints) = parse(&format!("{open}\n\n{}", "a\n\n".repeat(10_000)));
    assert_eq!(complaints.len(), 1);
    assert!(prose.is_empty());
    assert_eq!(parse(&format!("<small>\n\n{}", "a\n\n".repeat(10_000))).1, []);
}

#[test]
fn a_footnote_leads_back_a_hundred_times_at_most() {
    let html = page(&format!("{}\n\n[^a]: b", "[^a]".repeat(200)));
    assert_eq!((html.matches("doc-noteref").count(), html.matches("doc-backlink").count()), (200, 100));
    assert_eq!(html.matches("id=\"fnref-").count(), 100);
}

#[test]
fn the_opening_is_the_first_paragraph_in_plain_words() {
    for (text, opening) in [
        ("# A\n\n![b](/c.png)\n\nThe *first*\nof [two](song:x) `d`.\n\nThe second.", "The first of two d."),
        ("<details>\n<summary>a</summary>\n\nA spoiler.\n\n</details>\n\nNone.", "None."),
        ("a <b>b</b> <script>c()</script> d", "a b d"),
        ("Note[^1].\n\n[^1]: x", "Note."),
        ("[](song:x) and [song:y], [^1] [a](song:z)[](bad:x)\n\n[^1]: n", "the song x and the song y, a"),
        ("", ""),
    ] {
        assert_eq!(parse(text).0.opening_on(&Page), opening, "{text}");
    }
    let long = parse(&"여왕 ".repeat(100)).0.opening_on(&Page);
    assert_eq!(long.chars().count(), 201);
    assert!(long.ends_with("여왕…"));
    assert_eq!(parse(&"여".repeat(500)).0.opening_on(&Page).chars().count(), 201);
}

#[test]
fn what_is_nested_too_deep_is_told_once() {
    for text in [
        format!("{}a", ">".repeat(101)),
        format!("{}a", "- ".repeat(90)),
        format!("가{}a{}", "*a **b ".repeat(80), "b** a*".repeat(80)),
        format!("{}a", "<div>".repeat(101)),
        format!("{}a", "<b>a</i>".repeat(150)),
    ] {
        let (prose, complaints) = parse(&text);
        assert_eq!(complaints.len(), 1, "{text}");
        assert_eq!(complaints[0].code, Code::BadFile);
        assert!(prose.fill(&Page).contains('a'));
    }
}

#[test]
fn hostile_texts_take_no_time() {
    // What takes the square of its length would take minutes for each of these.
    let size = 50_000;
    let mut texts: Vec<(&str, String)> = Vec::new();
    for part in [
        "[",
        "![",
        "]",
        "*",
        "**",
        "*a ",
        "**a ",
        "_a ",
        "~~a ",
        "<",
        "<a",
        "<!--",
        "<?",
        "`",
        "`a",
        "``a `",
        "[a](",
        "[a](<b",
        "[a](b \"c",
        "[^a]",
        "[song:a]",
        "[song:a",
        "[a][song:b]",
        "[]()",
        "![](a",
        "|",
        "|a",
        "|a\n|-\n",
        "> ",
        ">",
        "- ",
        "1. ",
        "# a\n",
        "#\n",
        "[^a]: b\n",
        "[a]: b\n",
        "&",
        "&a",
        "\\",
        "a\n: b\n",
        "<b>",
        "</b>",
        "<p>",
        "<div>\n",
        "<details>\n\n",
        "*가(a)*나 ",
        "**가(a)**나",
        "가)**나",
        "~~가(a)~~나",
        "\r\n",
        "\0",
        "\u{1039F}*가(나)*다",
        "$a",
        "***",
        "*_",
        "a**b",
        "`a` `` b",
        "<a@b.c>",
        "<http:a>",
        "- a\n  - b\n",
        "> [!NOTE]\n",
        "[![",
        "[![a](b)](c)",
        "- [x] a\n",
        "\t",
        "```\n",
        "~~~\n",
        "[[",
        "]]",
        "](",
        "[a]()",
        "<a b='",
        "<b id=1><i id=2></div></a>",
    ] {
        texts.push((part, part.repeat(size / part.len())));
    }
    let lines = |line: &dyn Fn(usize) -> String, count: usize| (0..count).map(line).collect::<String>();
    texts.push(("deeper and deeper lists", lines(&|n| format!("{}- a\n", "  ".repeat(n)), 220)));
    texts.push(("deeper and deeper quotations", lines(&|n| format!("{}a\n", "> ".repeat(n)), 220)));
    texts.push(("backticks of every length", lines(&|n| format!("{}a", "`".repeat(n)), 300)));
    texts.push((
        "a wide table of short rows",
        format!("{}\n{}\n{}", "|a".repeat(1000), "|-".repeat(1000), "|\n".repeat(20_000)),
    ));
    texts.push(("many names, many uses", lines(&|n| format!("[a{n}] [^{n}]\n\n[a{n}]: b\n[^{n}]: c\n\n"), 1500)));
    texts.push(("backslashes behind bold", format!("**가(a)**나 {}", "\\".repeat(1_000_000))));
    texts.push(("bold to and fro", "**가(a)**".repeat(6_000)));
    texts.push(("HTML opened again", lines(&|n| format!("<div><b id={n}></div>"), 2_500)));
    for (name, text) in texts {
        let began = std::time::Instant::now();
        parse(&text).0.fill(&Page);
        let took = began.elapsed();
        assert!(took.as_secs() < 20, "{name:?}: {took:?}");
    }
}

/// What two parsers must agree on: emphasis and words. Other tags, and how a quote is written, may differ.
fn emphasis_of(html: &str) -> String {
    let mut kept = String::new();
    for piece in html.split_inclusive('>') {
        let (text, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
        kept.push_str(text);
        if ["em>", "strong>", "del>"].iter().any(|name| tag[1.min(tag.len())..].trim_start_matches('/') == *name) {
            kept.push_str(tag);
        }
    }
    kept.replace("&quot;", "\"").replace("&#39;", "'").trim().to_string()
}

fn comrak(text: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.cjk_friendly_emphasis = true;
    options.extension.strikethrough = true;
    comrak::markdown_to_html(text, &options)
}

/// No `~~`: the two differ without Hangul, too (`a~~(~~` is struck out by one and left alone by the other).
const PIECES: &[&str] = &[
    "*",
    "**",
    "**",
    "***",
    "가",
    "나은",
    "助",
    "a",
    "b2",
    " ",
    " ",
    "(",
    ")",
    "\"",
    "'",
    ".",
    "%",
    "“",
    "”",
    "「",
    "」",
    "`c`",
    "[가](/a)",
    "[b(c)](/d)",
    "\\*",
    "&#42;",
    "https://a.example/*가*",
];

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(20_000))]

    #[test]
    fn emphasis_is_what_comrak_makes_of_it(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 1..16)) {
        // A letter in front, so that no list begins.
        let text = format!("x {}", pieces.concat());
        let (prose, _) = parse(&text);
        proptest::prop_assert_eq!(emphasis_of(&prose.fill(&Page)), emphasis_of(&comrak(&text)), "{}", text);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(1000))]

    #[test]
    fn any_text_can_be_read(text in "\\PC*|([-*_~`#>|:!.\\[\\]()<>/&;^{}0-9a 가은\"'\\\\\t\r\n]|\\[song:a\\]|\\[\\^1\\]|\n\\[\\^1\\]: |\n- \\[x\\] |\n\\|-\\|\n|<b>|</b>|<details>){0,80}") {
        let (prose, complaints) = parse(&text);
        let html = prose.fill(&Page);
        for place in complaints.iter().filter_map(|c| c.place.as_ref()).chain(prose.links().map(|link| &link.place)) {
            let range = place.start as usize..place.end as usize;
            proptest::prop_assert!(text.get(range.clone()).is_some(), "{:?} {}", range, text);
        }
        proptest::prop_assert_eq!(html.contains(emphasis::MARK), text.contains(emphasis::MARK), "{}", html);
        for heading in &prose.headings {
            let attribute = format!("id=\"{}\"", heading.id);
            proptest::prop_assert_eq!(html.matches(&attribute).count(), 1, "{} {}", attribute, html);
        }
        if !prose.has_html {
            // What stands for itself in the HTML is closed in order, and what is closed was opened.
            let mut open = Vec::new();
            for tag in html.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
                let name = tag.split(' ').next().unwrap_or_default();
                match name.strip_prefix('/') {
                    Some(name) => proptest::prop_assert_eq!(open.pop(), Some(name), "{}", html),
                    None if matches!(name, "br" | "hr" | "img" | "input") => {}
                    None => open.push(name),
                }
            }
            proptest::prop_assert!(open.is_empty(), "{:?} {}", open, html);
        }
    }
}

#[test]
fn words_are_found_again_in_the_file() {
    let text = "---\n# A *b*\n\n| \"c\" | d |\n|-|-|\n| e | f & **gg** |\n\n[^n] and <i>h</i>\n\n[^n]: kk";
    let mut complaints = Vec::new();
    let prose = read(&"content/news/a.md".into(), text, 4..text.len(), &mut complaints);
    assert_eq!(complaints, []);
    let mut aside = prose.clone();
    aside.put_aside(&Aside::new(0, Box::new(tempfile::tempfile)));
    assert_eq!((aside.html(), aside.is_empty()), (prose.html(), false));
    for word in ["A ", "b", "c", "d", "e", "f ", "gg", "and", "h", "kk"] {
        for prose in [&prose, &aside] {
            let found: Vec<&str> = Prose::texts(&prose.html())
                .filter_map(|(at, piece)| Some(at + piece.find(word)?))
                .filter_map(|at| prose.written(at..at + word.len()))
                .map(|written| &text[written])
                .collect();
            assert!(!found.is_empty() && found.iter().all(|written| *written == word), "{word}: {found:?}");
        }
    }
}

#[test]
fn signs_that_are_meant_are_left_in_peace() {
    for text in [
        "\\*NSYNC, 5 * 3, 10*, *a*b, f*ck, 2 ** 3, ~100, 안녕~~ and a_b",
        "\\<Queen of Tears>, a < b > c, <3, `<x>` and ``` `` ```",
        "[sic], [1], [x] (see below), (a)[b], \\[[x]] and arr[i][j]",
        "#QueenOfTears #1 is out",
        "```\n##x\n| a |\n{{ x }}\n[[y]]\n```",
        "a | b is one line",
        "[//]: # (a remark)\n\n[a] and [b][a]\n\n[a]: /x",
        "-5 degrees\n-3 degrees",
        "- [x] done\n- [ ] open",
        "It says: (song:promise is a link) and at 10:30",
    ] {
        let (_, complaints) = parse(text);
        assert_eq!(complaints, [], "{text}");
    }
}

#[test]
fn more_parts_than_a_page_can_have_are_refused() {
    for part in ["# a\n", "[](/a) ", "![b](/a) ", "[^1] ", "a\n\n[^a]: b\n\n"] {
        let text = part.repeat(MARKDOWN_PARTS + 1) + "\n\n[^1]: c";
        let (prose, complaints) = parse(&text);
        let told: Vec<Code> =
            complaints.iter().map(|told| told.code).filter(|code| *code == Code::BadFile).collect();
        assert_eq!((told, prose.is_empty()), (vec![Code::BadFile], true), "{part}");
    }
}

#[test]
fn a_text_that_cannot_be_read_back_is_empty_and_told() {
    let text = "See [this](song:promise), **and** more. ".repeat(9_000);
    let mut prose = read(&"content/news/a.md".into(), &text, 0..text.len(), &mut Vec::new());
    let aside = Aside::new(0, Box::new(tempfile::tempfile));
    let filled = prose.fill(&Page);
    prose.put_aside(&aside);
    assert!(prose.fill(&Page) == filled && aside.fault().is_none());
    aside.close();
    assert_eq!((prose.fill(&Page), prose.sentences().len()), (String::new(), 0));
    assert_eq!(prose.written(10..12), None);
    assert!(!prose.is_empty() && aside.fault().is_some());
}
