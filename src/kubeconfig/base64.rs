//! Base64 as kubeconfigs have it: the plain alphabet with padding; line breaks are forgiven when reading.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as text.
pub(super) fn encode(bytes: &[u8]) -> String {
    // With all the room at once, no copies of a key are left behind by growing.
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk
            .iter()
            .fold(0_u32, |word, byte| word << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            if place > chunk.len() {
                out.push('=');
            } else {
                let index = word >> (18 - 6 * place) & 63;
                let letter = usize::try_from(index).ok().and_then(|index| ALPHABET.get(index));
                out.push(char::from(*letter.unwrap_or(&b'=')));
            }
        }
    }
    out
}

/// Text as bytes; `None` when it is no base64.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let letters = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut word, mut bits, mut padding, mut count) = (0_u32, 0_u32, 0_usize, 0_usize);
    for letter in letters {
        count += 1;
        if letter == b'=' {
            padding += 1;
            continue;
        }
        let index = ALPHABET.iter().position(|known| *known == letter)?;
        if padding > 0 {
            return None;
        }
        word = word << 6 | u32::try_from(index).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(word >> bits & 0xff).ok()?);
            word &= (1 << bits) - 1;
        }
    }
    // What is left over of the last letter must be nothing, or two texts would mean the same.
    (count % 4 == 0 && padding <= 2 && word == 0 && bits == padding as u32 * 2).then_some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode, encode};

    #[test]
    fn the_vectors_of_the_standard() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(plain.as_bytes()), coded);
            assert_eq!(decode(coded).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(decode("Zm9v\n YmFy\n").as_deref(), Some(b"foobar".as_slice()));
        for odd in ["Zg=", "Zg", "Z===", "Zh==", "Z-g=", "Zg==Zg==", "é"] {
            assert_eq!(decode(odd), None, "{odd}");
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn decoding_is_total(text in "\\PC*|[A-Za-z+/=\n]{0,20}") {
            if let Some(bytes) = decode(&text) {
                let packed: String = text.split_whitespace().collect();
                prop_assert_eq!(encode(&bytes), packed);
            }
        }
    }
}
