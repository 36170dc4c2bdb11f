//! Key fingerprints as Nova writes them: MD5 (RFC 1321) over the key's bytes, in pairs of digits.

use super::base64::decode;

/// The fingerprint of a public key in OpenSSH's form; nothing when it is none.
pub(super) fn of(public_key: &str) -> Option<String> {
    let mut words = public_key.split_ascii_whitespace();
    let (kind, blob) = (words.next()?, decode(words.next()?)?);
    // The bytes begin with the length of the kind, and the kind.
    let named = blob.get(4..4 + kind.len())? == kind.as_bytes();
    let pairs: Vec<String> = md5(&blob).iter().map(|byte| format!("{byte:02x}")).collect();
    named.then(|| pairs.join(":"))
}

/// The sine table of the RFC, computed as the RFC defines it.
fn table(step: u32) -> u32 {
    (f64::from(step + 1).sin().abs() * 4_294_967_296.0) as u32
}

fn md5(message: &[u8]) -> [u8; 16] {
    const SHIFTS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((message.len() as u64 * 8).to_le_bytes());
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded.chunks_exact(64) {
        let words: Vec<u32> = block
            .chunks_exact(4)
            .map(|four| {
                four.iter()
                    .rev()
                    .fold(0, |word, byte| word << 8 | u32::from(*byte))
            })
            .collect();
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64_u32 {
            let (mixed, index) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), 5 * step + 1),
                2 => (b ^ c ^ d, 3 * step + 5),
                _last => (c ^ (b | !d), 7 * step),
            };
            let word = words.get((index % 16) as usize).copied().unwrap_or(0);
            let shifts = SHIFTS.get((step / 16) as usize);
            let shift = shifts.and_then(|row| row.get((step % 4) as usize)).copied();
            let sum = a.wrapping_add(mixed).wrapping_add(word).wrapping_add(table(step));
            (a, d, c) = (d, c, b);
            b = b.wrapping_add(sum.rotate_left(shift.unwrap_or(0)));
        }
        for (part, more) in state.iter_mut().zip([a, b, c, d]) {
            *part = part.wrapping_add(more);
        }
    }
    let mut digest = [0; 16];
    let bytes = state.iter().flat_map(|part| part.to_le_bytes());
    for (place, byte) in digest.iter_mut().zip(bytes) {
        *place = byte;
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::{md5, of};

    fn hex(text: &str) -> String {
        md5(text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The test suite of RFC 1321, appendix A.5.
    #[test]
    fn the_rfc_s_own_digests_come_out() {
        for (text, digest) in [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a",
            ),
        ] {
            assert_eq!(hex(text), digest);
        }
    }

    /// As `ssh-keygen -l -E md5` has it.
    #[test]
    fn keys_have_the_fingerprint_that_ssh_gives_them() {
        let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPHGLMXp4fdHvXFrSsmsGqYfzLxDrPcVsKtbR5gzCnUi platform-team";
        assert_eq!(
            of(key).as_deref(),
            Some("9f:dc:b4:fc:2c:3a:26:9d:dc:56:69:b9:5d:f1:27:ae")
        );
        assert_eq!(of("ssh-ed25519 AAAA"), None);
        assert_eq!(of("no key at all"), None);
    }
}
