//! Pages that are no part of the site: the problems while there is no site yet, and the way to the site for who asks
//! beside it. They work without script; with it they give way as soon as there is something to show.

use super::address::SCRIPT;
use super::page::Shows;
use super::told::{Problems, Told};
use crate::parse::escape::escape;

const STYLE: &str = include_str!("browser/problems.css");

/// The list of problems.
pub fn problems_page(problems: &Problems, shows: &Shows) -> String {
    let count = match problems.count {
        1 => "One problem".to_string(),
        count => format!("{count} problems"),
    };
    let mut list = String::new();
    for told in &problems.told {
        list.push_str(&item(told));
    }
    let body = format!(
        "<main class=\"list\">\n<h1>{count} before there is a site</h1>\n\
         <p>This page gives way to the site as soon as they are mended and saved.</p>\n<ol>\n{list}</ol>\n{}</main>\n",
        more(problems)
    );
    page("Problems", &format!("<script src=\"{SCRIPT}\" data-shows=\"{shows}\"></script>\n"), &body)
}

/// Where there is no page and the site has none for that.
pub fn missing_page(shows: &Shows, base: &str) -> String {
    let script = format!("<script src=\"{SCRIPT}\" data-shows=\"{shows}\"></script>\n");
    page("Nothing here", &script, &format!("<main><h1>There is no page here</h1>\n{}</main>\n", way(base)))
}

/// Beside the site: on its host there would be nothing either.
pub fn outside_page(base: &str) -> String {
    let body = format!("<main><h1>This is outside the site</h1>\n{}</main>\n", way(base));
    page("Outside the site", "", &body)
}

fn way(base: &str) -> String {
    format!("<p>The site begins at <a href=\"{0}\">{0}</a>, as it will on the web.</p>\n", escaped(base))
}

fn item(told: &Told) -> String {
    let mut text = format!("<li>\n<h2>{}</h2>\n<p class=\"code\">{}</p>\n", marked(&told.message), told.code);
    if let Some(spot) = &told.spot {
        let place = escaped(&spot.text());
        text += &match &spot.link {
            Some(link) => format!("<p><a href=\"{}\">{place}</a></p>\n", escaped(link)),
            None => format!("<p>{place}</p>\n"),
        };
    }
    if !told.snippet.is_empty() {
        text += &format!("<pre tabindex=\"0\">{}</pre>\n", escaped(&told.snippet));
    }
    for help in &told.help {
        text += &format!("<p class=\"help\">{}</p>\n", marked(help));
    }
    text + "</li>\n"
}

/// What is said below a list that does not have all.
fn more(problems: &Problems) -> String {
    match problems.count.saturating_sub(problems.told.len()) {
        0 => String::new(),
        more => format!("<p>And {more} more, which the terminal shows.</p>\n"),
    }
}

fn page(title: &str, script: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n{script}<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// Names and values stand between backticks, as in the terminal.
fn marked(text: &str) -> String {
    let parts: Vec<String> = text.split('`').map(escaped).collect();
    if parts.len().is_multiple_of(2) {
        return parts.join("`");
    }
    let code =
        |(at, part): (usize, &String)| if at % 2 == 1 { format!("<code>{part}</code>") } else { part.clone() };
    parts.iter().enumerate().map(code).collect()
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    html
}
