//! The reference of commands, from the same definition as `--help`, completions and `man`.

use super::{agrees, read};
use clap::{Arg, Command};
use linernotes::cli::command;
use linernotes::doctor::CHECKS;

/// Words with `<`, `>` and `|` as a table and Markdown take them.
fn plain(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|").replace('<', "&lt;").replace('>', "&gt;")
}

fn called(arg: &Arg) -> String {
    let values: Vec<String> =
        arg.get_value_names().unwrap_or_default().iter().map(|name| name.to_string()).collect();
    let takes = arg.get_action().takes_values();
    let value = match values.is_empty() {
        true => format!("<{}>", arg.get_id().as_str().to_uppercase()),
        false => values.join(" "),
    };
    match (arg.get_long(), takes) {
        (Some(long), true) => format!("--{long} {value}"),
        (Some(long), false) => format!("--{long}"),
        (None, _) => value,
    }
}

fn row(arg: &Arg) -> String {
    let mut about = plain(&arg.get_help().map(ToString::to_string).unwrap_or_default());
    let choices: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|_| arg.get_action().takes_values())
        .map(|value| match value.get_help() {
            Some(help) => format!("`{}` ({})", value.get_name(), plain(&help.to_string())),
            None => format!("`{}`", value.get_name()),
        })
        .collect();
    if !choices.is_empty() {
        about += &format!("{}{}", if about.is_empty() { "" } else { ": " }, choices.join(", "));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if arg.get_action().takes_values() && !defaults.is_empty() {
        about += &format!(" [default: {}]", defaults.join(" "));
    }
    let needed = if arg.is_required_set() { "!" } else { "" };
    format!("| `{}`{needed} | {about} |\n", called(arg).replace('|', "\\|"))
}

fn section(command: &Command, name: &str, made: &mut String) {
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    *made += &format!("## {name}\n\n{}.\n\n", about.trim_end_matches('.'));
    let is_own = |arg: &&Arg| !matches!(arg.get_id().as_str(), "help" | "version") && !arg.is_hide_set();
    let rows: String = command.get_arguments().filter(is_own).map(row).collect();
    if !rows.is_empty() {
        *made += &format!("| | what it does |\n| --- | --- |\n{rows}\n");
    }
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        section(below, &format!("{name} {}", below.get_name()), made);
    }
}

#[test]
fn every_command_is_in_the_manual() {
    let mut made = String::new();
    for below in command().get_subcommands().filter(|below| below.get_name() != "help") {
        section(below, &format!("linernotes {}", below.get_name()), &mut made);
    }
    agrees("docs/commands.md", "commands", &made);
}

#[test]
fn every_check_of_the_doctor_is_in_the_manual() {
    let mut made = "| check | what it finds |\n| --- | --- |\n".to_string();
    CHECKS.iter().for_each(|check| made.push_str(&format!("| `{}` | {} |\n", check.name, check.about)));
    agrees("docs/doctor.md", "checks", &made);
}

/// The filters that the program adds to those of the language; one that is not told is of no use.
#[test]
fn every_filter_is_in_the_manual() {
    let code = read("src/render/templates.rs");
    let text = read("docs/templates.md");
    let names: Vec<&str> =
        code.split("register_filter(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(names.contains(&"josa"), "{names:?}");
    for name in names {
        assert!(text.contains(&format!("| `{name}` |")), "docs/templates.md does not tell of the filter `{name}`");
    }
}
