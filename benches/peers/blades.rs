//! Blades. Its feeds and its sitemap are built in. Of the two feeds RSS is the lighter one: Atom would hold the whole
//! text of every post, made from Markdown a second time.

use super::{Peer, Post, quoted};

pub const PEER: Peer = Peer {
    name: "blades",
    program: "blades",
    install: "cargo install --quiet --locked --root . blades && ln -sf bin/blades blades",
    version: &["version"],
    build: &["build"],
    is_homebound: true,
    files: &[
        ("Blades.toml", SETTINGS),
        ("content/index.toml", HOME),
        ("content/news/index.toml", SECTION),
        ("templates/top.html", TOP),
        ("templates/bottom.html", BOTTOM),
        ("templates/home.html", "{{>top.html}}<h1>{{title}}</h1>\n{{>bottom.html}}"),
        ("templates/page.html", POST),
        ("templates/section.html", LIST),
        ("templates/taxonomy.html", TAGS),
        ("templates/taxonomy_key.html", TAG),
    ],
    post,
    makes: &["rss.xml", "sitemap.xml"],
};

/// With each post at the address that it has for the others, which is a folder for each.
pub const IN_FOLDERS: Peer = Peer { name: "blades-folders", post: post_in_folder, ..PEER };

const SETTINGS: &str = r#"title = "Ten Thousand Evenings"
description = "News of dramas and their songs"
url = "https://bench.example"
lang = "ko"
atom = false

[taxonomies.tags]
title = "태그"
paginate_by = 25
"#;

const HOME: &str = r#"title = "Ten Thousand Evenings"
template = "home.html"
"#;

const SECTION: &str = r#"title = "소식"
summary = "News of dramas and their songs"
paginate_by = 25
"#;

const TOP: &str = r#"<!DOCTYPE html>
<html lang="{{site lang}}">
<head>
<meta charset="utf-8">
<title>{{title}} · {{site title}}</title>
<meta name="description" content="{{summary}}">
<link rel="canonical" href="{{permalink}}">
<link rel="alternate" type="application/rss+xml" href="/rss.xml">
</head>
<body>
<nav><ul><li><a href="/news/">소식</a></li></ul></nav>
<main>
"#;

const BOTTOM: &str = r#"
</main>
<footer><p>{{site title}}</p></footer>
</body>
</html>
"#;

const POST: &str = r#"{{>top.html}}<article>
<h1>{{title}}</h1>
<p>{{#date}}<time datetime="{{y}}-{{m}}-{{d}}">{{y}}년 {{m}}월 {{e}}일</time>{{/date}}</p>
{{content}}
<ul class="tags">{{#taxonomies}}{{#tags}}<li><a href="/tags/{{name}}/">{{name}}</a></li>{{/tags}}{{/taxonomies}}</ul>
</article>{{>bottom.html}}"#;

const LIST: &str = r#"{{>top.html}}<h1>{{title}}</h1>
<ul>{{#pages}}
<li><a href="{{permalink}}">{{title}}</a> {{#date}}<time datetime="{{y}}-{{m}}-{{d}}">{{y}}년 {{m}}월 {{e}}일</time>{{/date}}{{#summary}}<p>{{summary}}</p>{{/summary}}</li>{{/pages}}
</ul>
{{#pagination}}<p>{{length}}쪽 중 {{current}}쪽{{#previous}} <a href="{{previous}}.html">더 새로운 소식</a>{{/previous}}{{#next}} <a href="{{next}}.html">더 오래된 소식</a>{{/next}}</p>{{/pagination}}
{{>bottom.html}}"#;

const TAGS: &str = r#"{{>top.html}}<h1>{{title}}</h1>
<ul>{{#keys}}<li><a href="/tags/{{key}}/">{{key}}</a></li>{{/keys}}</ul>
{{>bottom.html}}"#;

const TAG: &str = LIST;

fn post(post: &Post) -> String {
    let Post { date, tags, body, .. } = post;
    let [title, summary] = [post.title, &post.summary].map(quoted);
    format!(
        "+++\ntitle = {title}\ndate = {date}\nsummary = {summary}\n\n[taxonomies]\ntags = [{tags}]\n+++\n\n{body}"
    )
}

fn post_in_folder(of: &Post) -> String {
    post(of).replacen("+++\n", &format!("+++\npath = \"news/{}\"\nslug = \"index\"\n", of.id), 1)
}
