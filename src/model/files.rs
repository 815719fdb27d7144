//! What each file of a site is for, told by its path alone.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::{Kind, Scope};
use crate::base::lang::{Lang, better_tag};
use crate::base::place::Place;
use crate::parse::decode::nearest;
use std::sync::Arc;

/// What a file is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    Site,
    /// `songs.yaml`: records by id.
    Table {
        kind: Kind,
        drama: Arc<str>,
    },
    /// `releases/special-album.yaml`: one record.
    One {
        kind: Kind,
        drama: Arc<str>,
        id: Arc<str>,
    },
    /// `drama.yaml`; the drama is empty for the only one.
    Drama {
        drama: Arc<str>,
    },
    /// `news/2024-04-26-pre-sale.en.md`.
    News {
        name: Arc<str>,
        lang: Option<Lang>,
    },
    Page {
        id: Arc<str>,
        lang: Option<Lang>,
    },
    /// Long text of a record.
    About {
        kind: Kind,
        drama: Arc<str>,
        id: Arc<str>,
        lang: Option<Lang>,
    },
    /// A picture among the content, with its address below `images/`.
    Picture,
    Template,
    Static,
}

/// The kinds that are kept in YAML, but for the drama and the site.
fn yaml_kind(stem: &str) -> Option<Kind> {
    Kind::ALL
        .iter()
        .copied()
        .filter(|kind| !matches!(kind, Kind::Drama | Kind::News | Kind::Page))
        .find(|kind| kind.stem() == stem)
}

/// The role of a file, or what to say about one that has none.
pub fn role(path: &Arc<str>) -> Result<Role, Diagnostic> {
    let parts: Vec<&str> = path.split('/').collect();
    match parts[0] {
        "templates" => return Ok(Role::Template),
        "static" => return Ok(Role::Static),
        _ => {}
    }
    let rest = &parts[1..];
    if is_picture(path) {
        return Ok(Role::Picture);
    }
    let (drama, rest): (Arc<str>, &[&str]) = match rest {
        [first, more @ ..] if !more.is_empty() && !is_folder_of_content(first) => ((*first).into(), more),
        _ => ("".into(), rest),
    };
    let yaml = |name: &str| name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).map(str::to_string);
    match rest {
        ["site.yaml" | "site.yml"] if drama.is_empty() => Ok(Role::Site),
        ["drama.yaml" | "drama.yml"] => Ok(Role::Drama { drama }),
        [file] if yaml(file).is_some() => {
            let stem = yaml(file).unwrap_or_default();
            match yaml_kind(&stem) {
                Some(kind) => in_its_place(kind, drama, path, |drama| Role::Table { kind, drama }),
                None => Err(unknown(path, &stem)),
            }
        }
        [folder, file] if yaml(file).is_some() => match yaml_kind(folder) {
            Some(kind) => {
                let id: Arc<str> = yaml(file).unwrap_or_default().into();
                in_its_place(kind, drama, path, |drama| Role::One { kind, drama, id })
            }
            None => Err(unknown(path, folder)),
        },
        ["news", file] if file.ends_with(".md") && drama.is_empty() => {
            let (name, lang) = name_and_language(file, path)?;
            Ok(Role::News { name, lang })
        }
        ["pages", file] if file.ends_with(".md") && drama.is_empty() => {
            let (id, lang) = name_and_language(file, path)?;
            Ok(Role::Page { id, lang })
        }
        ["about", kind, file] if file.ends_with(".md") => {
            let Some(found) = Kind::named(kind) else {
                let names = Kind::ALL.iter().map(|kind| kind.name());
                let mut complaint = Diagnostic::new(
                    Code::BadFile,
                    format!("`{kind}` is no kind of record, so this text would be shown nowhere"),
                )
                .at(Place::file(path));
                if let Some(near) = nearest(kind, names) {
                    complaint = complaint.help(format!("did you mean the folder `about/{near}/`?"));
                }
                return Err(complaint);
            };
            let (id, lang) = name_and_language(file, path)?;
            Ok(Role::About { kind: found, drama, id, lang })
        }
        _ => Err(unknown(path, rest.last().unwrap_or(&""))),
    }
}

/// The name that a file most likely should have: in small letters, or without the ending that an editor added.
fn meant_name(path: &Arc<str>) -> Option<String> {
    let (folder, file) = path.rsplit_once('/')?;
    let lower = file.to_lowercase();
    let mut plain = lower.strip_suffix(".txt").unwrap_or(&lower).replace(".markdown", ".md");
    if let Some(stem) = plain.strip_suffix(".json") {
        plain = format!("{stem}.yaml");
    }
    let meant: Arc<str> = format!("{folder}/{plain}").into();
    (*meant != **path && role(&meant).is_ok_and(|role| !matches!(role, Role::Picture))).then(|| meant.to_string())
}

/// The kind whose records a file was probably meant to hold that nothing is known of.
pub fn meant_kind(path: &Arc<str>) -> Option<Kind> {
    if let Some(meant) = meant_name(path) {
        return match role(&meant.into()) {
            Ok(Role::Table { kind, .. } | Role::One { kind, .. }) => Some(kind),
            _ => None,
        };
    }
    let stems = || Kind::ALL.iter().map(|kind| kind.stem());
    let parts = path.strip_prefix("content/")?.split('/');
    let near = |part: &str| nearest(part.split('.').next().unwrap_or(part), stems());
    let stem = parts.into_iter().rev().find_map(near)?;
    Kind::ALL.iter().copied().find(|kind| kind.stem() == stem)
}

/// Pictures of sorts that not every browser shows.
fn is_odd_picture(path: &str) -> bool {
    let end = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(
        end.as_str(),
        "bmp" | "tif" | "tiff" | "heic" | "heif" | "jxl" | "psd" | "ico" | "raw" | "jfif" | "jp2"
    )
}

fn is_folder_of_content(name: &str) -> bool {
    matches!(name, "news" | "pages" | "about" | "images") || yaml_kind(name).is_some()
}

fn is_picture(path: &str) -> bool {
    let end = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(end.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg")
}

/// Records of the whole site stand at the top, those of a drama in its folder when there are several.
fn in_its_place(
    kind: Kind,
    drama: Arc<str>,
    path: &Arc<str>,
    role: impl FnOnce(Arc<str>) -> Role,
) -> Result<Role, Diagnostic> {
    if kind.scope() == Scope::Site && !drama.is_empty() {
        return Err(Diagnostic::new(
            Code::BadFile,
            format!("{} belong to the whole site, not to one drama", kind.plural()),
        )
        .at(Place::file(path))
        .help(format!("move the file to `content/{}.yaml`", kind.stem())));
    }
    Ok(role(drama))
}

/// `2024-04-26-pre-sale.en.md` is a name and a language; without one it is in the site's first.
fn name_and_language(file: &str, path: &Arc<str>) -> Result<(Arc<str>, Option<Lang>), Diagnostic> {
    let stem = file.strip_suffix(".md").unwrap_or(file);
    match stem.rsplit_once('.') {
        None => match stem.rsplit_once('_') {
            Some((name, tag)) if Lang::new(tag).is_some_and(|lang| lang.is_registered()) => {
                let message = "before the language in the name of a file stands a point, and this is `_`";
                let help = format!("name it `{name}.{tag}.md`");
                Err(Diagnostic::new(Code::BadFile, message).at(Place::file(path)).help(help))
            }
            _ => Ok((stem.into(), None)),
        },
        Some((name, tag)) => match Lang::new(tag) {
            Some(lang) if !name.contains('.') => Ok((name.into(), Some(lang))),
            Some(lang) => {
                let short = name.split('.').next().unwrap_or(name);
                let message = match name.rsplit_once('.') {
                    Some((_, before)) if before == lang.as_str() => "the name of this file has its language twice",
                    _ => "the name of this file has more points than the two before its language and `md`",
                };
                Err(Diagnostic::new(Code::BadFile, message)
                    .at(Place::file(path))
                    .help(format!("name it `{short}.{lang}.md`")))
            }
            None if Lang::new(&tag.to_ascii_lowercase()).is_some() && !name.contains('.') => {
                let message = format!("the language in the name of this file is in capitals: `{tag}`");
                let help = format!("name it `{name}.{}.md`", tag.to_ascii_lowercase());
                Err(Diagnostic::new(Code::BadFile, message).at(Place::file(path)).help(help))
            }
            _ => Err(Diagnostic::new(
                Code::BadFile,
                format!("the name of this file should end in a language and `.md`, and `{tag}` is no language"),
            )
            .at(Place::file(path))
            .help(match better_tag(tag) {
                Some(better) => format!("did you mean `{better}`? Name it `{name}.{better}.md`"),
                None => "name it like `promise.en.md`, or `promise.md` for the site's first language".into(),
            })),
        },
    }
}

fn unknown(path: &Arc<str>, stem: &str) -> Diagnostic {
    if is_odd_picture(path) {
        return Diagnostic::new(Code::BadFile, "not every browser shows pictures of this sort")
            .at(Place::file(path))
            .help("save it as JPEG, PNG, WebP, AVIF or SVG");
    }
    if let Some(meant) = meant_name(path) {
        return Diagnostic::new(Code::BadFile, "nothing is known of a file of this name, so it would be left out")
            .at(Place::file(path))
            .help(format!("did you mean `{meant}`?"));
    }
    let known = Kind::ALL.iter().map(|kind| kind.stem()).chain(["site"]);
    let complaint =
        Diagnostic::new(Code::BadFile, "nothing is known of a file of this name, so it would be left out")
            .at(Place::file(path));
    if path.ends_with(".md") {
        let file = path.rsplit('/').next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').collect();
        return complaint.help(match parts[1..] {
            ["news" | "pages", .., _] => format!("put it into `content/{}/` itself, without a folder of its own", parts[1]),
            ["about", _] => format!("the kind of its record is a folder: `content/about/song/{file}`"),
            _ => format!("a page of its own is `content/pages/{file}`; news stand in `content/news/`, long texts about a record in `content/about/<kind>/`"),
        });
    }
    match nearest(stem, known) {
        Some(near) => complaint.help(format!("did you mean `{near}.yaml`?")),
        None => complaint.help(
            "files for readers, such as a PDF, belong in `static/`; notes of your own belong beside `content/`",
        ),
    }
}
