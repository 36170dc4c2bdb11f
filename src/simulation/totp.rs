//! One-time passcodes as RFC 6238 has them: HMAC-SHA-1 over the number of the half minute, six digits.

use aws_lc_rs::hmac;

/// How long one passcode is valid.
pub(super) const STEP_SECS: i64 = 30;

/// The passcode of a half minute; nothing when the secret is not base32.
pub(super) fn code(secret: &str, step: i64) -> Option<String> {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &base32(secret)?);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let digest = tag.as_ref();
    let offset = usize::from(digest.last()? & 15);
    let chosen: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    let number = (u32::from_be_bytes(chosen) & 0x7fff_ffff) % 1_000_000;
    Some(format!("{number:06}"))
}

fn base32(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
    for letter in text.trim_end_matches('=').chars() {
        let value = ALPHABET.find(letter.to_ascii_uppercase())?;
        bits = (bits << 5) | u32::try_from(value).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 255).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::code;

    /// The table of RFC 6238, appendix B, for SHA-1, cut to six digits.
    #[test]
    fn the_rfc_s_own_table_comes_out() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (unix, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(code(secret, unix / super::STEP_SECS).as_deref(), Some(expected));
        }
        assert_eq!(code("not base32!", 1), None);
    }
}
