//! Decimals as written, and money.

use std::fmt;

/// A decimal number kept as written: 24.850 says more than 24.85.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dec(String);

impl Dec {
    /// Digits, at most one point between digits, a minus in front.
    pub fn new(text: &str) -> Option<Dec> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let fine = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        (fine(whole) && fine(part)).then(|| Dec(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For drawing and sorting only.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(0.0)
    }

    /// Whether this is the other with fewer digits behind the point: 5.9 for 5.853. A five may be rounded
    /// either way, since nobody says which rule they follow.
    pub fn is_rounding_of(&self, exact: &Dec) -> bool {
        let places = |number: &Dec| number.0.split_once('.').map_or(0, |(_, part)| part.len());
        let (few, many) = (places(self), places(exact));
        if self.0 == exact.0 || few > many {
            return self.0 == exact.0;
        }
        // As whole numbers of the smallest part that the exact one has.
        let scaled = |number: &Dec, zeros: usize| {
            let digits: String = number.0.chars().filter(|c| *c != '.').collect();
            format!("{digits}{}", "0".repeat(zeros)).parse::<i128>().ok()
        };
        let half = 10_i128.checked_pow((many - few) as u32);
        match (scaled(self, many - few), scaled(exact, 0), half) {
            (Some(round), Some(exact), Some(step)) => {
                let off = round.saturating_sub(exact).saturating_abs();
                if many == few { off == 0 } else { off.saturating_mul(2) <= step }
            }
            _ => false,
        }
    }

    /// With a comma at every third digit of the whole part: 373,200,000.
    pub fn grouped(&self) -> String {
        let (whole, part) = self.0.split_once('.').map_or((self.0.as_str(), ""), |(w, p)| (w, p));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
        let mut grouped = String::from(sign);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        if !part.is_empty() {
            grouped.push('.');
            grouped.push_str(part);
        }
        grouped
    }
}

impl fmt::Display for Dec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
