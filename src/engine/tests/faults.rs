//! A disk that fails, fills up or dies at every single call that changes it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use super::{Place, fresh, let_time_pass, set_age};
use crate::engine::disk::{Disk, RealDisk};
use crate::engine::ledger::{LEDGER, Ledger};

/// What goes wrong at a call, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fault {
    Never,
    /// That call fails, and no other.
    Once(usize),
    /// From that call on nothing can be made any more; moving and removing goes on.
    Full(usize),
    /// The program is killed in that call: it is half done, and none comes after it.
    Dead(usize),
}

pub(super) struct FaultyDisk {
    fault: Fault,
    /// Whether folders may be made only in the output folder, so that builds must work in there.
    is_narrow: bool,
    calls: AtomicUsize,
}

impl FaultyDisk {
    pub(super) fn new(fault: Fault, is_narrow: bool) -> FaultyDisk {
        FaultyDisk { fault, is_narrow, calls: AtomicUsize::new(0) }
    }

    fn call(&self, makes: bool, half: impl FnOnce()) -> io::Result<()> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        match self.fault {
            Fault::Once(at) if call == at => Err(io::Error::other("no luck")),
            Fault::Full(from) if call >= from && makes => Err(ErrorKind::StorageFull.into()),
            Fault::Dead(from) if call >= from => {
                if call == from {
                    half();
                }
                Err(io::Error::other("killed"))
            }
            _ => Ok(()),
        }
    }
}

impl Disk for &FaultyDisk {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        if self.is_narrow && path.file_name().is_some_and(|name| name == ".dist.linernotes-work") {
            return Err(ErrorKind::PermissionDenied.into());
        }
        self.call(true, || ())?;
        RealDisk.create_dir(path)
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.call(true, || RealDisk.write_new(path, &bytes[..bytes.len() / 2]).unwrap())?;
        RealDisk.write_new(path, bytes)
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        self.call(true, || ())?;
        RealDisk.open(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(false, || ())?;
        RealDisk.rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.call(false, || ())?;
        RealDisk.remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.call(false, || ())?;
        RealDisk.remove_dir(path)
    }

    fn set_modified(&self, path: &Path, time: SystemTime) -> io::Result<()> {
        self.call(false, || ())?;
        RealDisk.set_modified(path, time)
    }

    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(false, || ())?;
        RealDisk.copy_mode(from, to)
    }
}

/// `fresh`, made once for each of the few sites here.
fn expected(site: Site) -> &'static BTreeMap<String, Vec<u8>> {
    static EXPECTED: [OnceLock<BTreeMap<String, Vec<u8>>>; 3] = [const { OnceLock::new() }; 3];
    let number = [OLD, NEW, &[]].iter().position(|known| *known == site).unwrap();
    EXPECTED[number].get_or_init(|| fresh(site))
}

type Site = &'static [(&'static str, &'static str)];

/// Same lengths throughout, so that only bytes tell the two apart.
const OLD: Site = &[
    ("index.html", "index of old"),
    ("kept.html", "kept as it is"),
    ("style.css", "style of old"),
    ("deep/er/page.html", "deep of old"),
    ("gone/one.html", "gone 1"),
    ("gone/two/three.html", "gone 2"),
    ("late.html", "late"),
    ("was-file", "file"),
    ("was-folder/a.html", "a in folder"),
    ("was-folder/b/c.html", "c in folder"),
    ("Case.html", "case of old"),
];
const NEW: Site = &[
    ("index.html", "index of new"),
    ("kept.html", "kept as it is"),
    ("style.css", "style of new"),
    ("deep/er/page.html", "deep of new"),
    ("deep/er/more/page.html", "new in deep"),
    ("fresh/one.html", "fresh 1"),
    ("fresh/two/three.html", "fresh 2"),
    ("was-file/index.html", "folder now"),
    ("was-file/in/side.html", "folder now"),
    ("was-folder", "file now"),
    ("case.html", "case of new"),
];

/// What stands before the build, and whether it must work in the output folder.
#[derive(Clone, Copy, Debug)]
struct Scenario {
    old: Option<Site>,
    new: Site,
    has_folder: bool,
    is_narrow: bool,
}

const SCENARIOS: [Scenario; 7] = [
    Scenario { old: None, new: NEW, has_folder: false, is_narrow: false },
    Scenario { old: None, new: NEW, has_folder: true, is_narrow: false },
    Scenario { old: None, new: NEW, has_folder: true, is_narrow: true },
    Scenario { old: Some(OLD), new: NEW, has_folder: true, is_narrow: false },
    Scenario { old: Some(OLD), new: NEW, has_folder: true, is_narrow: true },
    Scenario { old: Some(NEW), new: NEW, has_folder: true, is_narrow: false },
    Scenario { old: Some(OLD), new: &[], has_folder: true, is_narrow: false },
];

impl Scenario {
    fn place(&self) -> Place {
        let place = Place::in_memory();
        if self.has_folder {
            fs::create_dir(place.out()).unwrap();
        }
        if let Some(old) = self.old {
            place.build(old).unwrap();
            let_time_pass(&place.out());
        }
        place
    }

    /// Every visible file is whole, old or new, and the ledger can be read.
    fn check_whole(&self, place: &Place, about: &str) {
        let ours: Vec<_> = self.old.unwrap_or(&[]).iter().chain(self.new).collect();
        for (path, bytes) in place.tree() {
            if path == LEDGER {
                Ledger::read(&bytes).unwrap_or_else(|fault| panic!("{about}: {fault}"));
            } else if !path.ends_with('/') && !path.starts_with(".linernotes-work/") {
                let is_whole = ours.iter().any(|(known, text)| path == *known && bytes == text.as_bytes());
                assert!(is_whole, "{about}: {path} is {:?}", String::from_utf8_lossy(&bytes));
            }
        }
        if self.old.is_none() && !self.is_narrow {
            let tree = place.tree();
            assert!(tree.is_empty() || tree == *expected(self.new), "{about}: all or nothing");
        }
    }

    /// A build with nothing in its way gives what a fresh one gives, and nothing else lies about.
    fn check_next(&self, place: &Place, next: Site, about: &str) {
        let_time_pass(&place.out());
        place.build(next).unwrap_or_else(|error| panic!("{about}: {error}"));
        assert_same(&place.tree(), expected(next), about);
        assert_eq!(place.names(), ["content", "dist", "static", "templates"], "{about}");
    }
}

fn assert_same(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>, about: &str) {
    let words = |tree: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        tree.iter().map(|(path, bytes)| format!("{path}: {}", String::from_utf8_lossy(bytes))).collect()
    };
    assert_eq!(words(found), words(expected), "{about}");
}

/// Runs a scenario with the fault at call 0, 1, 2 … until the build is over before the fault comes.
fn at_every_call(scenario: Scenario, fault: fn(usize) -> Fault, mut check: impl FnMut(&Place, bool, usize, &str)) {
    for at in 0.. {
        let place = scenario.place();
        let disk = FaultyDisk::new(fault(at), scenario.is_narrow);
        let built = place.build_on(&disk, scenario.new);
        let about =
            format!("{scenario:?} {:?}, {:?}", fault(at), built.as_ref().map_err(|error| error.to_string()));
        check(&place, built.is_ok(), at, &about);
        if disk.calls.into_inner() <= at {
            assert!(built.is_ok(), "{about}");
            assert!(at > 2, "{about}: the fault never came");
            return;
        }
    }
}

#[test]
fn a_kill_at_any_call_leaves_whole_files_and_the_next_build_completes_them() {
    for scenario in SCENARIOS {
        at_every_call(scenario, Fault::Dead, |place, _, at, about| {
            scenario.check_whole(place, about);
            match at % 3 {
                // The next build may want something else than the one that was killed.
                0 => scenario.check_next(place, scenario.old.unwrap_or(OLD), about),
                // Or be killed as well.
                1 => {
                    let_time_pass(&place.out());
                    let disk = FaultyDisk::new(Fault::Dead((at * 7 + 5) % 40), scenario.is_narrow);
                    let _ = place.build_on(&disk, scenario.old.unwrap_or(OLD));
                    scenario.check_next(place, scenario.new, about);
                }
                _ => scenario.check_next(place, scenario.new, about),
            }
        });
    }
}

#[test]
fn a_failed_build_leaves_the_site_as_it_was_unless_it_was_putting_files_in_place() {
    for scenario in SCENARIOS {
        let before = scenario.place().tree();
        at_every_call(scenario, Fault::Once, |place, is_built, _, about| {
            let mut tree = place.tree();
            tree.retain(|path, _| !path.starts_with(".linernotes-work/"));
            let without_ledger = |tree: &BTreeMap<String, Vec<u8>>| {
                let mut tree = tree.clone();
                tree.remove(LEDGER);
                tree
            };
            if !is_built && without_ledger(&tree) == without_ledger(&before) {
                assert_same(&tree, &before, about);
            }
            scenario.check_whole(place, about);
            scenario.check_next(place, scenario.new, about);
        });
    }
}

#[test]
fn a_change_by_hand_is_not_forgotten_over_a_failed_build() {
    let scenario = Scenario { old: Some(OLD), new: NEW, has_folder: true, is_narrow: false };
    for at in 0.. {
        let place = scenario.place();
        set_age(&place.out().join(LEDGER), 50);
        place.put("late.html", "hand");
        set_age(&place.out().join("late.html"), 40);
        let disk = FaultyDisk::new(Fault::Once(at), false);
        if place.build_on(&disk, &[("index.html", "index of new"), ("late.html", "late")]).is_ok() {
            return;
        }
        place.build(OLD).unwrap();
        assert_same(&place.tree(), expected(OLD), &format!("failed at call {at}"));
    }
}

#[test]
fn a_full_disk_leaves_the_site_as_it_was() {
    for scenario in SCENARIOS {
        let before = scenario.place();
        at_every_call(scenario, Fault::Full, |place, is_built, _, about| {
            if !is_built {
                assert_same(&place.tree(), &before.tree(), about);
                assert_eq!(place.names(), before.names(), "{about}");
                assert!(about.contains("the disk is full"), "{about}");
            }
        });
    }
}

#[test]
fn nothing_changed_means_not_one_write() {
    let place = Place::new();
    place.build(NEW).unwrap();
    let_time_pass(&place.out());
    let disk = FaultyDisk::new(Fault::Never, false);
    place.build_on(&disk, NEW).unwrap();
    // The lock: its folder is made, it is opened, and both are removed.
    assert_eq!(disk.calls.into_inner(), 4);
}
