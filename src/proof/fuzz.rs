//! Anything at all is given to the scanners and to the check.

use super::{check, scan};
use crate::base::address::Base;
use proptest::prelude::*;

/// A tenth of a megabyte each, over and over: were the time not in proportion to the size, this test would not end.
#[test]
fn what_is_meant_to_be_slow_is_not() {
    let pieces = [
        "<",
        "<a ",
        "<a",
        "</",
        "<!--",
        "--",
        "<!-- >",
        "<![CDATA[",
        "]]",
        "<?",
        "&",
        "&#",
        "&a",
        "*",
        "**a ",
        "~~",
        "a='",
        "<a href='&amp;",
        "<svg>",
        "<p>**",
        "<code>",
        "<script><",
        "</scrip",
        "<style>url(",
        "\\",
        "<p>*a* ",
        "<i data-verbatim>",
        "<p style='url(",
        "<img srcset=',",
        "=",
        "\n",
        "<title>",
        " href=x",
        "<a id=x>",
        "**(a)** ",
    ];
    for piece in pieces {
        let text = piece.repeat((1 << 17) / piece.len());
        for (start, name) in [
            ("", "a.html"),
            ("<svg ", "a.html"),
            ("<p>**a ", "a.html"),
            ("<a href='/", "a.svg"),
            ("", "a.css"),
            ("url(", "a.css"),
            ("<loc>", "a.xml"),
        ] {
            scan(name, format!("{start}{text}").as_bytes(), "https://fan.example");
        }
    }
}

fn soup() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&str] = &[
        "<",
        ">",
        "/",
        "=",
        "'",
        "\"",
        " ",
        "\n",
        "a",
        "href",
        "src",
        "<a href=",
        "<img srcset='",
        "<svg>",
        "</svg>",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?xml-stylesheet href=",
        "?>",
        "url(",
        ")",
        "@import",
        "\\",
        "&",
        "&amp;",
        "&#x",
        ";",
        "**",
        "*",
        "~~",
        "한",
        "\u{1112}\u{1161}",
        "<meta http-equiv=refresh content=",
        "<base href=",
        "../",
        "//",
        "%",
        "%e",
        ":",
        "#",
        "<p data-verbatim>",
        "</p>",
        "<loc>",
        "</loc>",
        "image-set(",
        "<title>",
    ];
    let piece = prop_oneof![
        9 => proptest::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..4),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// What a careful writer writes: the addresses come back as they went in.
fn tag() -> impl Strategy<Value = (String, String)> {
    const TAGS: &[&str] = &[
        "<a href=@>x</a>",
        "<img alt='>' src = @ />",
        "<p>a<A\nHREF=@\n>",
        "<form action=@></form>",
        "<!-- <a href=no> --><i id=x></i><video poster=@></video>",
    ];
    (proptest::sample::select(TAGS), "[ -~가-힣]{0,12}", any::<bool>()).prop_map(|(tag, address, is_double)| {
        let quote = if is_double { "\"" } else { "'" };
        let safe = address.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;").replace('<', "&lt;");
        (tag.replace('@', &format!("{quote}{safe}{quote}")), address)
    })
}

proptest! {
    #[test]
    fn any_bytes_are_taken(bytes in soup()) {
        let base = Base::new("https://a.example/b").unwrap();
        for name in ["404.html", "a.svg", "a.css", "a.xml"] {
            let seen = scan(name, &bytes, "https://fan.example");
            check(&base, &[(name, &seen)], &[]);
        }
    }

    #[test]
    fn links_come_back_as_written(tags in proptest::collection::vec(tag(), 0..20)) {
        let html: String = tags.iter().map(|(tag, _)| tag.as_str()).collect();
        let seen = scan("a.html", html.as_bytes(), "");
        let found: Vec<&str> = seen.links().map(|link| link.address).collect();
        let written: Vec<&str> = tags.iter().map(|(_, address)| address.as_str()).collect();
        prop_assert_eq!(found, written);
    }
}
