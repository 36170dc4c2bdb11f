//! Identifiers of the simulated cloud: shaped like the real ones, but counted from a seed, so that two runs agree.

use std::fmt;

/// A uuid-shaped identifier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Id(u128);

impl Id {
    /// Reads a uuid, with or without its dashes.
    pub(super) fn parse(text: &str) -> Option<Id> {
        let hex: String = text.chars().filter(|letter| *letter != '-').collect();
        let dashed = text.len() == 36 || text.len() == 32;
        (dashed && hex.len() == 32)
            .then(|| u128::from_str_radix(&hex, 16).ok().map(Id))
            .flatten()
    }

    /// Thirty-two hexadecimal digits, as Keystone writes its ids.
    pub(super) fn plain(self) -> String {
        format!("{:032x}", self.0)
    }

    /// Another id that follows from this one and a number.
    pub(super) fn child(self, number: u64) -> Id {
        let high = mix((self.0 >> 64) as u64 ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let low = mix((self.0 as u64).wrapping_add(number));
        shape(high, low)
    }

    /// The twelve letters that Heat appends to names.
    pub(super) fn tail(self) -> String {
        self.letters(12)
    }

    /// Some letters and digits that follow from this id.
    pub(super) fn letters(self, count: usize) -> String {
        const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let mut rest = u128::from(mix(self.0 as u64)) << 64 | u128::from(mix((self.0 >> 64) as u64));
        let mut text = String::with_capacity(count);
        for _ in 0..count {
            let letter = ALPHABET.get((rest & 31) as usize).copied().unwrap_or(b'a');
            text.push(char::from(letter));
            rest >>= 5;
        }
        text
    }

    /// An Ethernet address in Neutron's range.
    pub(super) fn mac(self) -> String {
        let bits = mix(self.0 as u64);
        format!(
            "fa:16:3e:{:02x}:{:02x}:{:02x}",
            bits & 255,
            (bits >> 8) & 255,
            (bits >> 16) & 255
        )
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.0;
        let (first, second, third) = (bits >> 96, (bits >> 80) & 0xffff, (bits >> 64) & 0xffff);
        let (fourth, fifth) = ((bits >> 48) & 0xffff, bits & 0xffff_ffff_ffff);
        write!(
            formatter,
            "{first:08x}-{second:04x}-{third:04x}-{fourth:04x}-{fifth:012x}"
        )
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Hands out ids, one after the other.
#[derive(Debug)]
pub(super) struct Mint {
    seed: u64,
    count: u64,
}

impl Mint {
    pub(super) fn new(seed: u64) -> Mint {
        Mint { seed, count: 0 }
    }

    /// The next id.
    pub(super) fn id(&mut self) -> Id {
        self.count += 1;
        let high = mix(self.seed.wrapping_add(self.count));
        shape(high, mix(high ^ self.count.rotate_left(32)))
    }
}

fn mix(value: u64) -> u64 {
    let mut bits = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

fn shape(high: u64, low: u64) -> Id {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(3 << 62)) | (2 << 62);
    Id(u128::from(high) << 64 | u128::from(low))
}
