//! `linernotes build --headers`: what Netlify and Cloudflare are told is what the pages say.

use super::binary::{linernotes, put, small_site, tree_of};
use std::collections::BTreeMap;
use std::path::Path;

fn moved_site(root: &Path) {
    small_site(root);
    put(root, "content/news/2024-04-26-hello.md", "---\ntitle: Hello\nwas: [first-news]\n---\n\nThe first news.\n");
}

fn build(root: &Path, words: &[&str]) -> BTreeMap<String, String> {
    let _ = std::fs::remove_dir_all(root.join("dist"));
    linernotes().args(["build", "--root"]).arg(root).args(words).assert().success();
    let files = tree_of(&root.join("dist"));
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

#[test]
fn headers_and_redirects_say_what_the_pages_say() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    moved_site(root);
    let plain = build(root, &[]);
    assert!(!plain.contains_key("_headers") && !plain.contains_key("_redirects"), "only where they are asked for");
    let netlify = build(root, &["--headers", "netlify"]);
    let page = &netlify["index.html"];
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    let policy = policy.replace("&#39;", "'").replace("&#x27;", "'");
    let headers = &netlify["_headers"];
    let first = format!("/*\n  Content-Security-Policy: {policy}\n  X-Content-Type-Options: nosniff\n");
    assert!(headers.starts_with(&first), "{first}\n{headers}");
    // Every file whose name is made of its bytes may be kept for ever, and no other.
    let lasting: Vec<&str> = headers.lines().filter_map(|line| line.strip_prefix('/')).skip(1).collect();
    assert!(lasting.iter().any(|path| path.starts_with("assets/site.") && path.ends_with(".css")), "{headers}");
    for path in &lasting {
        let text = &netlify[*path];
        let digest = path.split('.').nth_back(1).unwrap();
        assert!(digest.len() >= 8 && digest.bytes().all(|b| b.is_ascii_hexdigit()) && !text.is_empty(), "{path}");
    }
    assert!(netlify.contains_key("news/first-news/index.html"));
    assert_eq!(netlify["_redirects"], "/news/first-news/ /news/hello/ 301!\n");
    let cloudflare = build(root, &["--headers", "cloudflare"]);
    assert_eq!(cloudflare["_headers"], *headers);
    let redirects = "/news/first-news/ /news/hello/ 301\n/news/first-news /news/hello/ 301\n";
    assert_eq!(cloudflare["_redirects"], redirects);
    // Everything else is as it was.
    let mut rest = cloudflare;
    rest.retain(|path, _| !path.starts_with('_'));
    let without = |files: BTreeMap<String, String>| files.into_iter().filter(|(path, _)| path != ".linernotes");
    assert!(without(rest).eq(without(plain)));
    linernotes().args(["proof"]).arg(root.join("dist")).assert().success();
}

#[test]
fn a_site_with_a_policy_of_its_own_gets_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    moved_site(root);
    let own = "{% extends \"theme/base.html\" %}\n{% block csp %}<meta http-equiv=\"Content-Security-Policy\" \
               content=\"{{ site.csp }}; frame-src https://player.example\">{% endblock csp %}\n";
    put(root, "templates/base.html", own);
    let files = build(root, &["--headers", "netlify"]);
    assert!(files["index.html"].contains("player.example"));
    assert!(files["_headers"].starts_with("/*\n  X-Content-Type-Options: nosniff\n"), "{}", files["_headers"]);
    // One that changes something else leaves the policy as it is.
    put(root, "templates/base.html", "{% extends \"theme/base.html\" %}\n");
    assert!(build(root, &["--headers", "netlify"])["_headers"].contains("Content-Security-Policy"));
}

#[test]
fn such_hosts_show_a_site_at_the_root_of_its_address() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    moved_site(root);
    let words = ["build", "--headers", "netlify", "--address", "https://mina.github.io/notes/", "--root"];
    let told = linernotes().args(words).arg(root).assert().code(1);
    let told = String::from_utf8_lossy(&told.get_output().stderr).to_string();
    assert!(told.contains("the site's address has the path /notes/"), "{told}");
    assert!(!root.join("dist").exists());
}
