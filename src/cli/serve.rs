//! `linernotes serve`.

use super::Exit;
use super::preview::{EditorLink, Terminal};
use super::print::talk;
use super::site::WhichLine;
use crate::engine::cache::{Cache, DiskCache};
use crate::engine::resident::{Kept, Resident};
use crate::serve::http::{self, End};
use crate::serve::{Eyes, Keeper, Names, Preview, Watch};
use crate::source::Disk;
use clap::Args;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;

#[derive(Args, Debug)]
pub struct ServeLine {
    #[command(flatten)]
    which: WhichLine,
    /// The port to listen at; 0 takes any that is free [default: 4747, or one after it]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Let other machines in at this address of yours (0.0.0.0: at all), or under this name; may be given several times
    #[arg(long, value_name = "NAME|ADDRESS")]
    host: Vec<String>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// What a link to a mistake opens; {file}, {line} and {column} are filled in
    #[arg(long, value_name = "TEMPLATE", default_value = EditorLink::DEFAULT, value_parser = EditorLink::new)]
    editor_link: EditorLink,
}

/// Free on most machines, and no port that browsers refuse.
const PORT: u16 = 4747;
/// How many ports after it are tried.
const PORTS_TRIED: u16 = 20;

pub fn run(line: &ServeLine) -> Exit {
    let site = match line.which.open() {
        Ok(site) => site,
        Err(exit) => return exit,
    };
    let (addresses, names) = match hosts(&line.host) {
        Ok(hosts) => hosts,
        Err(exit) => return exit,
    };
    let listeners = match listen(&addresses, line.port) {
        Ok(listeners) => listeners,
        Err(exit) => return exit,
    };
    let Some(address) = listeners.first().and_then(|listener| listener.local_addr().ok()) else {
        talk("error: the system does not say where it listens");
        return Exit::Machine;
    };
    warn_of_others(&addresses);
    let kept = |name: &str| -> Option<Box<dyn Cache + Send + Sync>> {
        Some(Box::new(DiskCache::new(&site.root.join(".linernotes"), name)))
    };
    let kept = Kept { cards: kept("cards"), fonts: kept("fonts"), pictures: kept("pictures") };
    let resident = Resident::new(Arc::new(Disk::new(&site.root)), site.asked().clone(), kept);
    let preview = Arc::new(Preview::new(resident, Names::new(names)));
    let (keeper_preview, root) = (preview.clone(), site.root.clone());
    let is_quiet = line.which.quiet;
    let terminal = Terminal::new(site, address, line.editor_link.clone(), is_quiet, line.open);
    let end = http::serve(listeners, preview, move |door| {
        let keep = move || {
            // Before the first build looks at the files, so that no change falls between.
            let watch = Watch::new(&root, Eyes::Told);
            Keeper { preview: keeper_preview, watch, teller: terminal }.keep(|| door.open());
        };
        std::thread::Builder::new().name("keeper".into()).spawn(keep).map(drop)
    });
    match end {
        Ok(End::Asked) => Exit::Done,
        Ok(End::Abandoned) => {
            talk("error: the preview stopped because of a mistake in linernotes itself; please report it");
            Exit::Machine
        }
        Err(error) => {
            talk(format_args!("error: the site could not be served: {error}"));
            Exit::Machine
        }
    }
}

/// The addresses to listen at, and the names to answer to.
fn hosts(asked: &[String]) -> Result<(Vec<IpAddr>, Vec<String>), Exit> {
    let (mut addresses, mut names) = (Vec::new(), Vec::new());
    for host in asked {
        match host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) => addresses.push(address),
            Err(_) => names.push(host.clone()),
        }
    }
    if !addresses.is_empty() {
        return Ok((addresses, names));
    }
    for name in &names {
        let found = (name.as_str(), 0).to_socket_addrs().ok().and_then(|mut found| found.next());
        let Some(found) = found else {
            talk(format_args!("error: this machine knows no address of `{name}`"));
            talk("help: give the address to listen at too: `--host 0.0.0.0` is all that this machine has");
            return Err(Exit::Usage);
        };
        addresses.push(found.ip());
    }
    if addresses.is_empty() {
        addresses.push(Ipv4Addr::LOCALHOST.into());
    }
    Ok((addresses, names))
}

/// Listens at one port of all addresses.
fn listen(addresses: &[IpAddr], port: Option<u16>) -> Result<Vec<TcpListener>, Exit> {
    let Some(port) = port else {
        // Another preview may be there; an own wish for a port is a promise to somebody, this is none.
        let tries = (PORT..PORT + PORTS_TRIED).chain([0]);
        for port in tries {
            match bind(addresses, port) {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse && port != 0 => {}
                done => return done.map_err(|error| refuse(port, &error)),
            }
        }
        return Err(Exit::Machine);
    };
    bind(addresses, port).map_err(|error| refuse(port, &error))
}

fn bind(addresses: &[IpAddr], mut port: u16) -> io::Result<Vec<TcpListener>> {
    let mut listeners: Vec<TcpListener> = Vec::new();
    for address in addresses {
        let listener = TcpListener::bind(SocketAddr::new(*address, port))?;
        port = listener.local_addr()?.port();
        listeners.push(listener);
    }
    Ok(listeners)
}

fn refuse(port: u16, error: &io::Error) -> Exit {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            talk(format_args!("error: port {port} is taken, perhaps by another preview"));
            talk("help: `--port 0` takes one that is free");
        }
        io::ErrorKind::AddrNotAvailable => {
            talk("error: an address that was given with --host is none of this machine");
            return Exit::Usage;
        }
        _ => talk(format_args!("error: port {port} cannot be listened at: {error}")),
    }
    Exit::Machine
}

/// Says who else can see the site.
fn warn_of_others(addresses: &[IpAddr]) {
    let others: Vec<String> = addresses.iter().filter(|a| !a.is_loopback()).map(IpAddr::to_string).collect();
    if !others.is_empty() {
        talk(format_args!(
            "warning: everybody who reaches this machine at {} can see the site, and what is not published yet",
            others.join(", ")
        ));
    }
}
