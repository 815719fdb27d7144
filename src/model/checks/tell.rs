//! Words that several checks share.

use crate::base::id::RecordId;

/// "the song `promise`".
pub fn called(id: &RecordId) -> String {
    format!("the {} `{}`", id.kind, id.id)
}

/// "1", "1 and 2", "1, 2 and 3".
pub fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The numbers that a sorted list leaves out between `from` and its last: "3, 5–7".
pub fn missing_numbers(from: u32, numbers: &[u32]) -> Vec<String> {
    let mut missing = Vec::new();
    let mut next = from;
    for number in numbers.iter().copied() {
        match number.checked_sub(next) {
            // It stands twice, or before the first that counts.
            None => continue,
            Some(0) => {}
            Some(1) => missing.push(next.to_string()),
            _ => missing.push(format!("{next}–{}", number - 1)),
        }
        next = number.saturating_add(1);
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_left_out_are_told_in_runs() {
        assert_eq!(and(&missing_numbers(1, &[1, 3, 4, 8])), "2 and 5–7");
        assert!(missing_numbers(1, &[1, 2, 3]).is_empty());
        assert_eq!(and(&missing_numbers(1, &[0, 1, 2, 2, 4, 4])), "3");
        assert_eq!(and(&missing_numbers(1, &[u32::MAX])), format!("1–{}", u32::MAX - 1));
        assert_eq!(and(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
