//! A body that is read piece by piece and never grows beyond its cap, not even by what a growing vector keeps in reserve.

/// What has been read so far.
#[derive(Debug)]
pub(crate) struct Body {
    bytes: Vec<u8>,
    cap: usize,
}

/// The next piece does not fit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Full;

/// What is set aside at least, so that small answers are not moved about.
const FIRST: usize = 16 * 1024;

impl Body {
    pub(crate) fn new(cap: u64) -> Self {
        Self {
            bytes: Vec::new(),
            cap: usize::try_from(cap).unwrap_or(usize::MAX),
        }
    }

    /// Takes the next piece, as it comes out of decompression.
    pub(crate) fn push(&mut self, piece: &[u8]) -> Result<(), Full> {
        let needed = self.bytes.len().saturating_add(piece.len());
        if needed > self.cap {
            return Err(Full);
        }
        if needed > self.bytes.capacity() {
            let wanted = self.bytes.capacity().saturating_mul(2).max(FIRST).min(self.cap);
            self.bytes.reserve_exact(wanted.max(needed) - self.bytes.len());
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::{Body, Full};

    #[test]
    fn f67_what_is_kept_never_exceeds_the_cap() {
        let cap = 1_000_000;
        let mut body = Body::new(cap as u64);
        let mut pieces = 0;
        while body.push(&[0; 4096]) == Ok(()) {
            pieces += 1;
            assert!(body.bytes.capacity() <= cap, "{}", body.bytes.capacity());
        }
        assert_eq!(pieces, cap / 4096);
        assert_eq!(body.push(&[0; 4096]), Err(Full));
        assert_eq!(body.into_bytes().len(), pieces * 4096);
    }
}
