use super::*;

#[test]
fn words_are_counted_and_nothing_else() {
    let svg =
        "<svg xmlns='http://www.w3.org/2000/svg'><title>no</title><text>a<tspan>b</tspan> &amp;</text><g/></svg>";
    assert_eq!(text_of(svg).unwrap(), "a\nb\n &");
    assert!(text_of("<svg><text></svg>").is_err());
    assert!(text_of("<html/>").is_err());
}
