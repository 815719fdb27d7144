//! How long a save takes until the page on screen is there, and until all is settled again: a site in memory, edited
//! as its author would.
//!
//!     cargo bench --bench serve -- [--saves N] [posts N | dramas N]…
//!
//! The clock starts when the file is saved and known to have changed, so the wait for a burst to end is not in it; it
//! stops where the preview tells the browser to reload.

#[allow(dead_code, reason = "benches use parts of the corpus each")]
mod corpus;

use corpus::Corpus;
use linernotes::engine::resident::{Kept, Resident, Update};
use linernotes::model::link::Asked;
use linernotes::source::Tree;
use linernotes::source::tree::Changing;
use std::cell::Cell;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The one of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 1 June 2026, at noon.
const NOW: i64 = 1_780_315_200;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let (mut saves, mut sites) = (15, Vec::new());
    for pair in arguments.chunks(2) {
        match pair {
            [name, count] if name == "--saves" => saves = count.parse().unwrap_or(saves),
            [name, count] => sites.extend(Corpus::named(name, count)),
            _ => {
                eprintln!("usage: cargo bench --bench serve -- [--saves N] [posts N | dramas N]…");
                return ExitCode::from(2);
            }
        }
    }
    if sites.is_empty() {
        sites = vec![Corpus::Posts(1_000), Corpus::Posts(10_000), Corpus::Dramas(10)];
    }
    for site in sites {
        if let Err(why) = bench(site, saves) {
            eprintln!("error: {site}: {why}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// A sort of save, and what it does to the file's text the n-th time.
struct Save {
    what: &'static str,
    path: String,
    screen: String,
    edit: fn(&str, usize) -> String,
}

fn bench(site: Corpus, saves: usize) -> Result<(), String> {
    let tree = Arc::new(Changing::default());
    let mut posts: Vec<(String, String)> = Vec::new();
    for (path, text) in site.files().iter() {
        tree.lock().put(path, text.as_bytes());
        if path.contains("/news/") {
            posts.push((path.to_string(), text.to_string()));
        }
    }
    let asked = Asked { address: None, now: NOW, drafts: false, headers: None };
    let resident = Resident::new(tree.clone(), asked, Kept::default());
    let started = Instant::now();
    let shown = Cell::new(Duration::ZERO);
    let first = resident.update(None, &["index.html".to_string()], &|_| shown.set(started.elapsed()));
    let first = first.map_err(|error| error.to_string())?;
    if !first.is_good {
        return Err(format!("the site has mistakes: {:?}", first.complaints.first()));
    }
    println!(
        "\n{site}: first page after {}, all {} files after {}",
        ms(shown.get()),
        first.made,
        ms(started.elapsed())
    );
    println!(
        "{:<26} {:>10} {:>10} {:>10} {:>10} {:>8}",
        "save", "on screen", "slowest", "settled", "slowest", "files"
    );

    let (path, text) = posts.get(posts.len() / 2).ok_or("no news")?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let id = name.split('.').next().unwrap_or(name);
    let id = id.get(11..).filter(|_| id.starts_with("20")).unwrap_or(id);
    let page = format!("news/{id}/index.html");
    let prose = |text: &str, number: usize| format!("{text}\n\nOne more sentence, {number}.\n");
    let title = |text: &str, number: usize| text.replacen("\ntitle: ", &format!("\ntitle: {number} "), 1);
    let mut all = vec![
        Save { what: "prose of a post", path: path.clone(), screen: page.clone(), edit: prose },
        Save { what: "title of a post", path: path.clone(), screen: page.clone(), edit: title },
    ];
    let base = "templates/base.html";
    let theme = "{% extends \"theme/base.html\" %}{% block title %}</body>{{ super() }}{% endblock %}";
    let own = tree.read_path(base).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let template = own.unwrap_or_else(|_| theme.to_string());
    let words = |text: &str, number: usize| text.replacen("</body>", &format!("{number}</body>"), 1);
    tree.lock().put(base, template.replace("</body>", ""));
    resident.update(None, &[], &|_| {}).map_err(|error| error.to_string())?;
    all.push(Save { what: "the base template", path: base.into(), screen: page, edit: words });
    for save in &all {
        let text = if save.path == base { &template } else { text };
        let (mut screen, mut settled, mut made) = (Vec::new(), Vec::new(), 0);
        for number in 0..saves {
            tree.lock().put(&save.path, (save.edit)(text, number).as_bytes());
            let started = Instant::now();
            let first = Cell::new(None);
            let on_screen = [save.screen.clone()];
            let hear = |update: &Update| {
                if first.get().is_none() && update.changed.contains(&save.screen) {
                    first.set(Some(started.elapsed()));
                }
            };
            let update = resident.update(Some(std::slice::from_ref(&save.path)), &on_screen, &hear);
            let update = update.map_err(|error| error.to_string())?;
            settled.push(started.elapsed());
            screen.extend(first.get());
            made = update.made;
        }
        let [median, slowest] = middle_and_most(screen);
        let [all, longest] = middle_and_most(settled);
        println!("{:<26} {median:>10} {slowest:>10} {all:>10} {longest:>10} {made:>8}", save.what);
    }
    Ok(())
}

fn middle_and_most(mut times: Vec<Duration>) -> [String; 2] {
    times.sort();
    match (times.get(times.len() / 2), times.last()) {
        (Some(middle), Some(most)) => [ms(*middle), ms(*most)],
        _ => ["never".into(), "never".into()],
    }
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
