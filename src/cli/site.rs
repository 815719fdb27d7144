//! What every command that reads a site is told, and how it begins.

use super::Exit;
use super::print::talk;
use super::report::{Format, Report};
use super::version::version;
use crate::base::address::{Base, SitePath};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::host::Host;
use crate::engine::build::{Built, Ready, Sink, Stop, build_drawing, know};
use crate::engine::cards::Drawing;
use crate::engine::shown::ready;
use crate::engine::unchanged::Standing;
use crate::engine::watch::Watch;
use crate::model::link::Asked;
use crate::model::{Model, Reader};
use crate::source::{Disk, Tree};
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The arguments that all share who make a site.
#[derive(Args, Debug)]
pub struct WhichLine {
    /// The folder of the site, with content/ in it
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where the site will stand on the web, in place of `address:` in site.yaml
    #[arg(long, value_name = "URL", value_parser = address)]
    address: Option<Base>,
    /// Make drafts and what is to be published later, too
    #[arg(long)]
    drafts: bool,
    /// How many threads work [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Print nothing but problems
    #[arg(long)]
    pub quiet: bool,
}

/// The arguments that `build` and `check` share.
#[derive(Args, Debug)]
pub struct SiteLine {
    #[command(flatten)]
    pub which: WhichLine,
    /// Take warnings for errors
    #[arg(long)]
    strict: bool,
    /// How messages are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// A site that is about to be read.
pub struct Site {
    /// With no link in its path.
    pub root: PathBuf,
    pub tree: Disk,
    asked: Asked,
    format: Format,
    is_strict: bool,
}

fn address(text: &str) -> Result<Base, String> {
    Base::new(text).map_err(str::to_string)
}

/// The day a build is for: `SOURCE_DATE_EPOCH` where it is set (reproducible-builds.org), else now.
pub fn now() -> Result<i64, String> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text
            .trim()
            .parse()
            .map_err(|_| format!("SOURCE_DATE_EPOCH is `{text}`, and must be a number of seconds since 1970")),
        Err(_) => {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Ok(since.as_secs() as i64)
        }
    }
}

/// The same, or says why there is none.
pub fn moment() -> Result<i64, Exit> {
    now().map_err(|message| {
        talk(format_args!("error: {message}"));
        Exit::Usage
    })
}

impl WhichLine {
    /// Finds the site and starts the threads, or says why not. Once in a run.
    pub fn open(&self) -> Result<Site, Exit> {
        let site = self.look()?;
        if let Some(jobs) = self.jobs
            && let Err(error) = rayon::ThreadPoolBuilder::new().num_threads(jobs as usize).build_global()
        {
            talk(format_args!("error: {jobs} threads could not be started: {error}"));
            return Err(Exit::Machine);
        }
        Ok(site)
    }

    /// Finds the site, or says why not.
    pub fn look(&self) -> Result<Site, Exit> {
        let site = Site::find(&self.root)?;
        let asked = Asked { address: self.address.clone(), drafts: self.drafts, ..site.asked };
        Ok(Site { asked, ..site })
    }
}

impl SiteLine {
    /// Finds the site and starts the threads, or says why not. Once in a run.
    pub fn open(&self) -> Result<Site, Exit> {
        self.which.open().map(|site| self.with_messages(site))
    }

    /// Finds the site, or says why not.
    pub fn look(&self) -> Result<Site, Exit> {
        self.which.look().map(|site| self.with_messages(site))
    }

    fn with_messages(&self, site: Site) -> Site {
        Site { format: self.format, is_strict: self.strict, ..site }
    }
}

/// A folder that is there, with no link in its path.
pub fn folder(named: &Path) -> Result<PathBuf, Exit> {
    named.canonicalize().ok().filter(|folder| folder.is_dir()).ok_or_else(|| {
        talk(format_args!("error: there is no folder {}", named.display()));
        Exit::Usage
    })
}

impl Site {
    /// The same site, with headers and redirects for a host.
    pub fn with_headers(mut self, host: Option<Host>) -> Site {
        self.asked.headers = host;
        self
    }

    /// The site in a folder, as it is without any wish, or says why there is none.
    pub fn find(root: &Path) -> Result<Site, Exit> {
        let now = moment()?;
        let root = folder(root)?;
        let asked = Asked { address: None, now, drafts: false, headers: None };
        Ok(Site { tree: Disk::new(&root), root, asked, format: Format::Text, is_strict: false })
    }

    /// What is asked of a build into a folder; nothing where that cannot be told.
    pub fn standing(&self, out: &Path) -> Option<Standing> {
        let program = std::env::current_exe().and_then(|program| program.metadata()).ok()?;
        let made = program.modified().ok()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let Asked { address, drafts, headers, now } = &self.asked;
        let asked = format!(
            "{} {} {made} {:?} {drafts} {headers:?} {} {}",
            version(),
            program.len(),
            address.as_ref().map(|base| base.absolute(&SitePath::new(""))),
            self.is_strict,
            out.display()
        );
        Some(Standing::of(&asked, *now, &self.root.join(".linernotes"), out))
    }

    /// What the files say, linked and checked, and no page.
    pub fn know(&self, complaints: &mut Vec<Diagnostic>) -> Result<Model, Exit> {
        know(&self.tree, &self.asked, complaints).map_err(|error| self.unreadable(&error))
    }

    /// The address that pages are made for; nothing where nobody says it, of which a build tells.
    pub fn base(&self) -> Result<Option<Base>, Exit> {
        let model = self.know(&mut Vec::new())?;
        let reader = Reader::new(&model);
        let is_said = self.asked.address.is_some() || reader.site().address.get().is_some();
        Ok(is_said.then(|| reader.base().clone()))
    }

    /// Says that the site's folder could not be read.
    pub fn unreadable(&self, error: &dyn std::fmt::Display) -> Exit {
        talk(format_args!("error: the folder {} could not be read: {error}", self.root.display()));
        Exit::Machine
    }

    /// Builds the site from a tree, which may be its own with changes, into a sink. What is left to handle is only
    /// what the sink said.
    pub fn build<S: Sink>(
        &self,
        tree: &dyn Tree,
        drawing: Drawing,
        sink: &S,
        watch: &dyn Watch,
    ) -> Result<Built, SiteStop<S::Fault>> {
        build_drawing(tree, &self.asked, drawing, sink, watch).map_err(|stop| match stop {
            Stop::Sink(fault) => SiteStop::Sink(fault),
            Stop::Tree(error) => SiteStop::Told(self.unreadable(&error)),
            Stop::Aside(error) => {
                talk(format_args!("error: what a build puts into its work folder could not be read back: {error}"));
                SiteStop::Told(Exit::Machine)
            }
        })
    }

    /// The site with everything settled that stands before the first page; what its author has to correct is
    /// printed, and then there is no such site.
    pub fn ready(&self) -> Result<Ready, Exit> {
        let mut complaints = Vec::new();
        let ready = ready(&self.tree, &self.asked, &mut complaints).map_err(|error| self.unreadable(&error))?;
        match ready {
            Some(ready) if !self.is_stopped(&complaints) => Ok(ready),
            _ => {
                let mut report = self.report();
                report.print(&complaints)?;
                report.count(&complaints, "");
                Err(Exit::Author)
            }
        }
    }

    /// Where the finished site goes: as was said, or where it always goes.
    pub fn out(&self, said: Option<&Path>) -> PathBuf {
        said.map_or_else(|| self.root.join("dist"), Path::to_path_buf)
    }

    /// What a build of it is asked for.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// The moment that the site is built for, in seconds since 1970.
    pub fn now(&self) -> i64 {
        self.asked.now
    }

    /// Where complaints about files of the site are printed.
    pub fn report(&self) -> Report<'_> {
        Report::new(&self.tree, self.format).below(self.prefix())
    }

    /// Whether there is something that keeps the site from being published.
    pub fn is_stopped(&self, complaints: &[Diagnostic]) -> bool {
        complaints.iter().any(|complaint| match complaint.severity {
            Severity::Error => true,
            Severity::Warning => self.is_strict,
            Severity::Note => false,
        })
    }

    /// The way from where we are to the site's folder: that is how GitHub names the files of a repository. Empty
    /// when the site does not lie below.
    fn prefix(&self) -> String {
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        let below = here.ok().and_then(|here| self.root.strip_prefix(here).ok().map(|below| below.to_path_buf()));
        let parts = below.iter().flat_map(|below| below.iter());
        parts.map(|part| format!("{}/", part.to_string_lossy())).collect()
    }
}

/// Why a build ended before its end.
pub enum SiteStop<F> {
    Sink(F),
    /// It was said already.
    Told(Exit),
}
