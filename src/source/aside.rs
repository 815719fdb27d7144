//! What a large site keeps of its texts while it is built lies in a file, and not in memory. It is read back a text at
//! a time, when the page is made that shows it.

use crate::base::lock::lock;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, MutexGuard};

/// Opens the file that texts are put into: made when the first one is.
pub type Open = Box<dyn Fn() -> io::Result<File> + Send + Sync>;

/// What is gathered before it is written.
const PIECE: usize = 256 << 10;

/// Where texts are put. Many threads may do so at once.
pub struct Aside {
    /// How many bytes stay with whoever has them, before the first are taken.
    spared: usize,
    state: Mutex<State>,
}

struct State {
    open: Open,
    file: Option<File>,
    seen: usize,
    /// How much is in the file.
    length: u64,
    /// What comes behind it.
    gathered: Vec<u8>,
    /// The file takes no more: what is gathered stays so.
    is_full: bool,
    /// The first thing that could not be read back.
    fault: Option<io::Error>,
}

/// A stretch of bytes that was put aside.
#[derive(Clone)]
pub struct Stored {
    of: Arc<Aside>,
    at: u64,
    length: usize,
}

impl Aside {
    pub fn new(spared: usize, open: Open) -> Arc<Aside> {
        let state =
            State { open, file: None, seen: 0, length: 0, gathered: Vec::new(), is_full: false, fault: None };
        Arc::new(Aside { spared, state: Mutex::new(state) })
    }

    /// Takes bytes. Nothing where they stay with whoever has them: they are among the first, or the disk takes no more.
    pub fn put(self: &Arc<Aside>, bytes: &[u8]) -> Option<Stored> {
        let mut state = self.state();
        state.seen += bytes.len();
        if state.seen <= self.spared || state.is_full {
            return None;
        }
        let at = state.length + state.gathered.len() as u64;
        state.gathered.extend_from_slice(bytes);
        if state.gathered.len() >= PIECE {
            // Its bytes are not lost if that fails, and there is more room elsewhere.
            state.is_full = state.write().is_err();
        }
        Some(Stored { of: self.clone(), at, length: bytes.len() })
    }

    /// What went wrong while something was read back. Whoever asked for it was given nothing.
    pub fn fault(&self) -> Option<io::Error> {
        self.state().fault.take()
    }

    /// Lets go of the file: nothing is read back after that.
    pub fn close(&self) {
        self.state().file = None;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl State {
    /// Puts what was gathered behind what is in the file.
    fn write(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert((self.open)()?),
        };
        file.seek(SeekFrom::Start(self.length))?;
        file.write_all(&self.gathered)?;
        self.length += self.gathered.len() as u64;
        self.gathered.clear();
        Ok(())
    }

    fn read(&mut self, stored: &Stored) -> io::Result<Vec<u8>> {
        if let Some(start) = stored.at.checked_sub(self.length) {
            let start = start as usize;
            return Ok(self.gathered.get(start..start + stored.length).unwrap_or_default().to_vec());
        }
        let mut bytes = vec![0; stored.length];
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(stored.at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl Stored {
    /// The bytes as text, up to a length; empty where that cannot be read, which `Aside::fault` tells.
    pub fn read_text(&self, length: usize) -> String {
        let mut bytes = self.read();
        bytes.truncate(length);
        String::from_utf8(bytes).unwrap_or_else(|error| {
            self.of.state().fault.get_or_insert(io::Error::new(io::ErrorKind::InvalidData, error));
            String::new()
        })
    }

    /// The bytes; none where they cannot be read, which `Aside::fault` tells.
    pub fn read(&self) -> Vec<u8> {
        let mut state = self.of.state();
        match state.read(self) {
            Ok(bytes) => bytes,
            Err(error) => {
                state.fault.get_or_insert(error);
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: usize) -> Vec<u8> {
        format!("text {number} ").repeat(1 + number % 90).into_bytes()
    }

    fn file() -> Open {
        Box::new(tempfile::tempfile)
    }

    #[test]
    fn what_is_put_aside_comes_back() {
        let aside = Aside::new(10_000, file());
        let stored: Vec<Option<Stored>> = (0..3_000).map(|number| aside.put(&text(number))).collect();
        let first = stored.iter().position(Option::is_some).unwrap();
        let spared: usize = (0..first).map(|number| text(number).len()).sum();
        assert!(spared <= 10_000 && spared + text(first).len() > 10_000);
        assert!(stored[first..].iter().all(Option::is_some));
        // In any order, what is still gathered too.
        for (number, stored) in stored.iter().enumerate().skip(first).rev() {
            assert_eq!(stored.as_ref().unwrap().read(), text(number));
        }
        assert!(lock(&aside.state).length > 0 && aside.fault().is_none());
    }

    #[test]
    fn where_the_disk_takes_nothing_all_stays_in_memory() {
        let aside = Aside::new(0, Box::new(|| Err(io::ErrorKind::StorageFull.into())));
        let big = vec![b'a'; PIECE - 1];
        let stored = [aside.put(&big), aside.put(b"bc"), aside.put(b"d")];
        assert_eq!(stored[0].as_ref().unwrap().read(), big);
        assert_eq!(stored[1].as_ref().unwrap().read(), b"bc");
        assert!(stored[2].is_none() && aside.fault().is_none());
    }

    #[test]
    fn what_comes_back_as_no_text_is_told() {
        let aside = Aside::new(0, file());
        let stored = aside.put("가나".as_bytes()).unwrap();
        assert_eq!((stored.read_text(3), stored.read_text(6)), ("가".into(), "가나".into()));
        assert!(aside.fault().is_none());
        assert_eq!((stored.read_text(4), aside.fault().is_some()), (String::new(), true));
    }

    #[test]
    fn what_cannot_be_read_back_is_told() {
        let aside = Aside::new(0, file());
        let stored = aside.put(&vec![b'a'; PIECE]).unwrap();
        lock(&aside.state).file.as_mut().unwrap().set_len(10).unwrap();
        assert!(stored.read().is_empty());
        assert_eq!(aside.fault().map(|error| error.kind()), Some(io::ErrorKind::UnexpectedEof));
    }
}
