//! What `linernotes serve` says while it runs: one line for each update, and mistakes as `build` prints them, each once.

use super::print::{shown, talk};
use super::report::Report;
use super::site::{Site, now};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::engine::resident::Update;
use crate::serve::{Preview, Problems, Round, SHOWN, Spot, Teller, Told};
use std::cell::RefCell;
use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};

/// An address that opens a file in an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditorLink(String);

impl EditorLink {
    pub const DEFAULT: &str = "vscode://file{file}:{line}:{column}";

    pub fn new(template: &str) -> Result<EditorLink, String> {
        let scheme = template.split_once(':').map_or("", |(scheme, _)| scheme);
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        if !is_scheme || !template.contains("{file}") {
            return Err(
                "it must be an address with {file} in it, such as `idea://open?file={file}&line={line}`".into()
            );
        }
        if ["javascript", "data", "vbscript"].iter().any(|bad| scheme.eq_ignore_ascii_case(bad)) {
            return Err(format!("`{scheme}:` would run a script, and opens no editor"));
        }
        Ok(EditorLink(template.to_string()))
    }

    /// The file with a slash before it, on Windows too: `/C:/site/content/songs.yaml`.
    fn fill(&self, file: &Path, line: usize, column: usize) -> String {
        let mut path = String::new();
        let file = file.to_string_lossy().replace('\\', "/");
        for byte in format!("/{}", file.trim_start_matches('/')).bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                    path.push(byte.into());
                }
                _ => {
                    let _ = write!(path, "%{byte:02X}");
                }
            }
        }
        // The path last: it may have anything in it.
        let link = self.0.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        link.replace("{file}", &path)
    }
}

/// The terminal that a preview was started from.
pub struct Terminal {
    site: Site,
    address: SocketAddr,
    link: EditorLink,
    is_quiet: bool,
    opens: bool,
    /// What was said of the last update, so that it is not said again.
    said: RefCell<Vec<Diagnostic>>,
}

impl Terminal {
    pub fn new(site: Site, address: SocketAddr, link: EditorLink, is_quiet: bool, opens: bool) -> Terminal {
        Terminal { site, address, link, is_quiet, opens, said: RefCell::default() }
    }

    fn told(&self, report: &mut Report, complaint: &Diagnostic) -> Told {
        let spot = complaint.place.as_ref().map(|place| {
            let at = report.start(place);
            let (line, column) = at.map_or((1, 1), |at| (at.line, at.column));
            // What the theme says stands in no file of the author's.
            let real = self.site.tree.real_path(&place.file).ok().filter(|path| path.exists());
            Spot {
                file: place.file.to_string(),
                line: at.map(|at| at.line),
                column: at.map(|at| at.column),
                link: real.map(|path| self.link.fill(&path, line, column)),
            }
        });
        Told {
            severity: complaint.severity.name(),
            code: complaint.code.name(),
            message: complaint.message.clone(),
            spot,
            snippet: report.snippet(complaint),
            help: report.help(complaint).into_iter().map(str::to_string).collect(),
        }
    }
}

impl Teller for Terminal {
    fn now(&self) -> i64 {
        now().unwrap_or(self.site.now())
    }

    fn begins(&self, preview: &Preview) {
        // An address that means all of them is none to go to.
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let url = format!("http://{}{}", SocketAddr::new(ip, self.address.port()), preview.resident.base_path());
        if !self.is_quiet {
            talk(format_args!("the site is at {url} until you press Ctrl-C"));
        }
        if self.opens
            && let Err(error) = open_browser(&url)
        {
            talk(format_args!("note: the browser could not be opened: {error}"));
        }
    }

    fn happened(&self, round: &Round) {
        let complaints: Vec<Diagnostic> =
            round.update.complaints.iter().filter(|c| c.severity != Severity::Note).cloned().collect();
        let mut report = self.site.report();
        let before = self.said.replace(complaints.clone());
        let new: Vec<Diagnostic> = complaints.iter().filter(|c| !is_known(c, &before)).cloned().collect();
        // Nobody may be reading any more; the preview is for the browser.
        let _ = report.print(&new);
        if !round.update.is_good {
            let end = if round.has_site { "the last good pages stay" } else { "there is nothing to show yet" };
            report.count(&complaints, end);
        } else if !self.is_quiet {
            talk(line(round));
        }
    }

    fn looks(&self, because: &str) {
        if !self.is_quiet {
            talk(format_args!(
                "note: the system does not say when files change here ({}), so they are looked at twice a second",
                shown(because)
            ));
        }
    }

    fn problems(&self, errors: &[&Diagnostic]) -> Problems {
        let mut report = self.site.report();
        let told = errors.iter().take(SHOWN).map(|complaint| self.told(&mut report, complaint));
        Problems { count: errors.len(), told: told.collect() }
    }
}

/// Whether it was said before. A warning stays the same when something above it in its file is written.
fn is_known(complaint: &Diagnostic, before: &[Diagnostic]) -> bool {
    let is_warning = complaint.severity == Severity::Warning;
    let of = |complaint: &Diagnostic| complaint.place.as_ref().map(|place| place.file.clone());
    before.iter().any(|said| {
        let is_alike =
            said.code == complaint.code && said.message == complaint.message && of(said) == of(complaint);
        said == complaint || is_warning && is_alike
    })
}

/// `content/songs.yaml and 2 more: 14 files made, 3 differ, in 12 ms`.
fn line(round: &Round) -> String {
    let Update { made, changed, removed, all, .. } = round.update;
    let cause = match round.paths {
        None => "the site".to_string(),
        Some([]) => "a new day".to_string(),
        Some([one]) => shown(one),
        Some([first, more @ ..]) => format!("{} and {} more", shown(first), more.len()),
    };
    let mut line = format!("{cause}: {made} {} made", if *made == 1 { "file" } else { "files" });
    match (all, changed.len()) {
        (true, _) => {}
        (false, 0) => line += ", none differs",
        (false, 1) => line += ", 1 differs",
        (false, count) => line += &format!(", {count} differ"),
    }
    if !removed.is_empty() {
        line += &format!(", {} gone", removed.len());
    }
    match round.time.as_millis() {
        ms @ 0..10_000 => format!("{line}, in {ms} ms"),
        ms => format!("{line}, in {}.{} s", ms / 1000, ms % 1000 / 100),
    }
}

/// As each system has it; nothing waits for it.
fn open_browser(url: &str) -> std::io::Result<()> {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    let mut child = command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    // So that it does not stay behind as one that is dead and not taken away.
    std::thread::Builder::new().spawn(move || child.wait()).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_open_editors_and_run_nothing() {
        let fill = |template: &str, path: &str| EditorLink::new(template).unwrap().fill(Path::new(path), 3, 8);
        assert_eq!(
            fill(EditorLink::DEFAULT, "/a b/노래?.yaml"),
            "vscode://file/a%20b/%EB%85%B8%EB%9E%98%3F.yaml:3:8"
        );
        assert_eq!(fill(EditorLink::DEFAULT, "C:\\site\\a.yaml"), "vscode://file/C:/site/a.yaml:3:8");
        assert_eq!(
            fill("idea://open?file={file}&line={line}", "/{line}.yaml"),
            "idea://open?file=/%7Bline%7D.yaml&line=3"
        );
        for bad in
            ["", "{file}", "vscode://file", "javascript:alert('{file}')", "DATA:{file}", "a b:{file}", ":{file}"]
        {
            assert!(EditorLink::new(bad).is_err(), "{bad}");
        }
    }
}
