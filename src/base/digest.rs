//! Fingerprints of bytes. xxhash-rust and sha2 stay behind this file.

use std::fmt;

/// 128 bits of XXH3: enough that two different files never meet by chance. Nobody gains by making them meet: the files are
/// those of one site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest([u8; 16]);

impl Digest {
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(xxhash_rust::xxh3::xxh3_128(bytes).to_be_bytes())
    }

    pub fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// A digest as `Display` writes it: 32 lower-case hexadecimal digits, nothing else.
    pub fn read(text: &str) -> Option<Digest> {
        let digits: &[u8; 32] = text.as_bytes().try_into().ok()?;
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(pair[0])? << 4 | value(pair[1])?;
        }
        Some(Digest(bytes))
    }

    /// The first eight hexadecimal digits, for names of files.
    pub fn short(&self) -> String {
        self.to_string()[..8].to_string()
    }
}

/// What a browser holds a file against before it uses it (Subresource Integrity §3.1), and a policy an inline
/// script (CSP 3 §2.3): `sha256-` and the digest in base 64.
pub fn integrity(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    format!("sha256-{}", base64(&sha2::Sha256::digest(bytes)))
}

/// Bytes by chance for a name, the same for ever: they do not follow from how files are told apart, which may change.
pub fn chance(name: &str) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(name).into()
}

/// RFC 4648 §4.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at > three.len() { '=' } else { letter.into() });
        }
    }
    text
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 32];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_on_every_machine() {
        // `xxhsum -H2` of xxHash 0.8.
        assert_eq!(Digest::of(b"").to_string(), "99aa06d3014798d86001c324468d497f");
        let digest = Digest::of("눈물의 여왕".repeat(100).as_bytes());
        assert_eq!(Digest::read(&digest.to_string()), Some(digest));
        assert_eq!(digest.short(), digest.to_string()[..8]);
    }

    #[test]
    fn what_a_browser_asks_for() {
        // `printf 'alert(1)' | openssl dgst -sha256 -binary | openssl base64`
        assert_eq!(integrity(b"alert(1)"), "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=");
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
