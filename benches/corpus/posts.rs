//! A site of news: front matter with a title, a date and three of forty tags, and 1.7 kB of Markdown.

use super::words::{ENGLISH, FAMILIES, GIVEN, HEADINGS, KOREAN, PLACES, TITLES};
use super::{Files, Random};
use linernotes::outputs::OUTPUTS;

const BODY_BYTES: usize = 1_700;
const TAGS: usize = 40;
/// Day 0 of the posts, which lie within 2,900 days of it.
const FIRST_YEAR: usize = 2016;

const SITE: &str = "\
format: 1
title: Ten Thousand Evenings
description: News of dramas and their songs
address: https://bench.example/
languages: [ko]
timezone: Asia/Seoul
unofficial: false
";

/// What is made; every other output is switched off.
const MADE: &[&str] = &["news", "news-list", "tags", "feed", "sitemap"];

const BASE: &str = r#"<!DOCTYPE html>
<html lang="{{ page.lang }}">
<head>
<meta charset="utf-8">
<title>{{ page.title }} · {{ site.title }}</title>
<meta name="description" content="{{ page.description }}">
<link rel="canonical" href="{{ page.canonical }}">
{% if site.feed %}<link rel="alternate" type="application/atom+xml" href="{{ site.feed }}">{% endif %}
{% block head %}{% endblock %}
</head>
<body>
<nav><ul>{% for item in site.nav %}<li><a href="{{ item.href }}">{{ item.text }}</a></li>{% endfor %}</ul></nav>
<main>
{% block main %}{% endblock %}
</main>
<footer><p>{{ site.title }}</p></footer>
</body>
</html>
"#;

const NEWS: &str = r#"{% extends "base.html" %}
{% block main %}<article>
<h1>{{ news.title.text }}</h1>
<p><time datetime="{{ news.date.datetime }}">{{ news.date.text }}</time></p>
{{ news.html | safe }}
<ul class="tags">{% for tag in news.tags %}<li><a href="{{ tag.href }}">{{ tag.text }}</a></li>{% endfor %}</ul>
</article>{% endblock %}
"#;

const LIST: &str = r#"{% extends "base.html" %}
{% block main %}<h1>{{ news.title }}</h1>
<ul>{% for card in news.cards %}
<li><a href="{{ card.title.href }}">{{ card.title.text }}</a> {% for bit in card.bits %}<time datetime="{{ bit.datetime }}">{{ bit.text }}</time>{% endfor %}{% if card.summary %}<p>{{ card.summary.text }}</p>{% endif %}</li>{% endfor %}
</ul>
{% if news.pager %}<p>{{ news.pager.text }}{% if news.pager.previous %} <a href="{{ news.pager.previous.href }}">{{ news.pager.previous.text }}</a>{% endif %}{% if news.pager.next %} <a href="{{ news.pager.next.href }}">{{ news.pager.next.text }}</a>{% endif %}</p>{% endif %}
<ul class="tags">{% for tag in news.tags %}<li><a href="{{ tag.href }}">{{ tag.text }}</a> {{ tag.note }}</li>{% endfor %}</ul>
{% endblock %}
"#;

pub fn add(count: usize, files: &mut Files) {
    let off = OUTPUTS.iter().map(|output| output.name).filter(|name| !MADE.contains(name));
    let off: String = off.map(|name| format!("  {name}: off\n")).collect();
    files.add("content/site.yaml", format!("{SITE}outputs:\n{off}"));
    files.add("templates/base.html", BASE);
    files.add("templates/news.html", NEWS);
    files.add("templates/news-list.html", LIST);
    for number in 0..count {
        files.add(format!("content/news/post-{number:06}.md"), post(number, count));
    }
}

fn post(number: usize, count: usize) -> String {
    let mut random = Random::of("post", number);
    let title = format!("{} {number}", random.one_of(TITLES));
    let day = number * 2_900 / count.max(1);
    let (year, month, day) = (FIRST_YEAR + day / 348, 1 + day % 348 / 29, 1 + day % 29);
    // 29 February is no day of most years.
    let day = if month == 2 { day.min(28) } else { day };
    let first = random.below(TAGS);
    let tags = [first, (first + 1 + random.below(19)) % TAGS, (first + 20 + random.below(20)) % TAGS];
    let [a, b, c] = tags.map(|tag| format!("tag-{tag:02}"));
    let mut text =
        format!("---\ntitle: \"{title}\"\ndate: {year}-{month:02}-{day:02}\ntags: [{a}, {b}, {c}]\n---\n\n");
    let until = text.len() + BODY_BYTES;
    let mut section = 0;
    while text.len() < until {
        match section % 4 {
            0 => paragraph(&mut text, &mut random, 3),
            1 => {
                let heading = HEADINGS[(number + section) % HEADINGS.len()];
                text.push_str(&format!("## {heading}\n\n"));
                paragraph(&mut text, &mut random, 2);
            }
            2 => {
                for _ in 0..3 {
                    text.push_str("- ");
                    sentence(&mut text, &mut random);
                    text.push('\n');
                }
                text.push('\n');
            }
            _ => {
                let other = random.below(count);
                text.push_str(&format!(
                    "[지난 소식](/news/post-{other:06}/)과 [the announcement](https://press.example/{}/{number})을 함께 보세요. ",
                    random.below(1_000)
                ));
                paragraph(&mut text, &mut random, 2);
            }
        }
        section += 1;
    }
    text
}

fn paragraph(text: &mut String, random: &mut Random, sentences: usize) {
    for at in 0..sentences {
        if at > 0 {
            text.push(' ');
        }
        sentence(text, random);
    }
    text.push_str("\n\n");
}

fn sentence(text: &mut String, random: &mut Random) {
    let is_korean = random.below(2) == 0;
    let sentence = random.one_of(if is_korean { KOREAN } else { ENGLISH });
    let number = (2 + random.below(90)).to_string();
    let pick = |pair: &(&'static str, &'static str)| if is_korean { pair.1 } else { pair.0 };
    let word = pick(random.one_of(PLACES));
    let (family, given) = (pick(random.one_of(FAMILIES)), pick(random.one_of(GIVEN)));
    let person = if is_korean { format!("{family}{given}") } else { format!("{family} {given}") };
    text.push_str(&sentence.replace("{n}", &number).replace("{w}", word).replace("{p}", &person));
}
