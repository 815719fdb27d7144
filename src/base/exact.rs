//! What is kept for a whole build takes no more room than it needs. An allocator that is asked to shrink a piece in place
//! may leave it as large as it was, so it is moved.

/// The same in a piece of its own size.
pub fn exact<T>(mut all: Vec<T>) -> Box<[T]> {
    if all.len() == all.capacity() {
        return all.into();
    }
    let mut moved = Vec::with_capacity(all.len());
    moved.append(&mut all);
    moved.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_moved_is_the_same() {
        let mut all = Vec::with_capacity(9);
        all.extend(["a".to_string(), "b".into()]);
        assert_eq!(*exact(all), ["a", "b"]);
        assert!(exact(Vec::<u8>::new()).is_empty());
    }
}
