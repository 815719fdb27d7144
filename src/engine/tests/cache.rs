//! The cache on a disk that is damaged, full or read-only.

use super::super::cache::{Cache, DiskCache};
use super::faults::{Fault, FaultyDisk};
use crate::base::digest::Digest;
use std::fs;

fn key(name: &str) -> Digest {
    Digest::of(name.as_bytes())
}

#[test]
fn what_was_put_is_there_for_the_next_build() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join(".linernotes");
    let cache = DiskCache::new(&home, "cards");
    assert_eq!(cache.get(key("a")), None);
    assert!(!home.exists(), "asking makes nothing");
    cache.put(key("a"), b"bytes");
    assert_eq!(DiskCache::new(&home, "cards").get(key("a")).as_deref(), Some(&b"bytes"[..]));
    assert!(fs::read_to_string(home.join(".gitignore")).unwrap().ends_with("\n*\n"));
    assert!(cache.take_fault().is_none());
}

#[test]
fn a_damaged_file_is_noticed_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let cache = DiskCache::new(folder.path(), "cards");
    cache.put(key("a"), b"bytes");
    let path = folder.path().join("cards").join(key("a").to_string());
    let whole = fs::read(&path).unwrap();
    for end in 0..whole.len() {
        fs::write(&path, &whole[..end]).unwrap();
        assert_eq!(cache.get(key("a")), None, "cut after {end} bytes");
    }
    for at in 0..whole.len() {
        let mut spoiled = whole.clone();
        spoiled[at] ^= 1;
        fs::write(&path, &spoiled).unwrap();
        let is_line_break = whole[at] == b'\n';
        assert_eq!(cache.get(key("a")).is_some(), is_line_break, "a bit changed in byte {at}");
    }
    cache.put(key("a"), b"bytes");
    assert_eq!(cache.get(key("a")).as_deref(), Some(&b"bytes"[..]));
}

#[test]
fn what_a_build_had_no_use_for_is_dropped_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let first = DiskCache::new(folder.path(), "cards");
    ["a", "b", "c"].iter().for_each(|name| first.put(key(name), b"bytes"));
    let cards = folder.path().join("cards");
    fs::write(cards.join("note.txt"), "mine").unwrap();
    fs::write(cards.join(format!("{}.new", key("d"))), "half").unwrap();
    let second = DiskCache::new(folder.path(), "cards");
    assert!(second.get(key("a")).is_some());
    second.put(key("d"), b"more");
    second.drop_unused();
    let mut names: Vec<String> = fs::read_dir(&cards)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().to_string())
        .collect();
    names.sort();
    let mut wanted = [key("a").to_string(), key("d").to_string(), "note.txt".to_string()];
    wanted.sort();
    assert_eq!(names, wanted);
}

/// Whatever call fails, or from whichever the disk is full: nothing half-written is ever handed out, and the fault
/// is told once.
#[test]
fn a_disk_that_fails_costs_only_time() {
    for at in 0..12 {
        for fault in [Fault::Once(at), Fault::Full(at), Fault::Dead(at)] {
            let folder = tempfile::tempdir().unwrap();
            let home = folder.path().join(".linernotes");
            let disk = FaultyDisk::new(fault, false);
            let cache = DiskCache::on(&disk, &home, "cards");
            cache.put(key("a"), b"some bytes");
            cache.put(key("b"), b"other bytes");
            cache.drop_unused();
            let fresh = DiskCache::new(&home, "cards");
            for (name, bytes) in [("a", &b"some bytes"[..]), ("b", b"other bytes")] {
                assert!(fresh.get(key(name)).is_none_or(|kept| kept == bytes), "{fault:?}");
                fresh.put(key(name), bytes);
                assert_eq!(fresh.get(key(name)).as_deref(), Some(bytes), "{fault:?}");
            }
            assert!(cache.take_fault().is_none_or(|_| cache.take_fault().is_none()));
        }
    }
    // A file in the place of the folder.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cards"), "a file").unwrap();
    let cache = DiskCache::new(folder.path(), "cards");
    cache.put(key("a"), b"bytes");
    assert!(cache.take_fault().is_some());
    assert_eq!(fs::read_to_string(folder.path().join("cards")).unwrap(), "a file");
}
