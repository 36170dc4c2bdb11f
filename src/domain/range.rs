//! Ranges of addresses as `10.0.0.0/24` writes them: what overlaps, what contains, how many nodes have room.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A range of IPv4 or IPv6 addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    address: IpAddr,
    length: u8,
}

impl Range {
    /// Reads `address/length`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.trim().split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        let length: u8 = length.parse().ok()?;
        (length <= bits(address)).then_some(Self { address, length })
    }

    /// Whether the address has bits behind the mask, which OpenStack and Kubernetes refuse.
    pub fn is_crooked(self) -> bool {
        self.first() != number(self.address)
    }

    /// The same range with its first address.
    pub fn straight(self) -> Self {
        let address = match self.address {
            IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::from(u32::try_from(self.first()).unwrap_or_default())),
            IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::from(self.first())),
        };
        Self {
            address,
            length: self.length,
        }
    }

    /// How many bits are the network's.
    pub fn length(self) -> u8 {
        self.length
    }

    /// Whether two ranges have an address in common.
    pub fn overlaps(self, other: Self) -> bool {
        bits(self.address) == bits(other.address)
            && self.first() <= other.last()
            && other.first() <= self.last()
    }

    /// Whether it is everything there is.
    pub fn is_everything(self) -> bool {
        self.length == 0
    }

    /// Addresses in it.
    pub fn size(self) -> u128 {
        (self.last() - self.first()).saturating_add(1)
    }

    fn first(self) -> u128 {
        number(self.address) & !self.rest()
    }

    fn last(self) -> u128 {
        number(self.address) | self.rest()
    }

    /// The bits that are not the network's.
    fn rest(self) -> u128 {
        let free = u32::from(bits(self.address) - self.length);
        1_u128.checked_shl(free).map_or(u128::MAX, |size| size - 1)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.length)
    }
}

fn bits(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(four) => u128::from(u32::from(four)),
        IpAddr::V6(six) => u128::from(six),
    }
}

#[cfg(test)]
mod tests {
    use super::Range;

    fn range(text: &str) -> Range {
        Range::parse(text).unwrap()
    }

    #[test]
    fn ranges_overlap_where_they_share_an_address() {
        for (one, other, shared) in [
            ("10.0.0.0/24", "10.0.0.128/25", true),
            ("10.0.0.0/24", "10.0.1.0/24", false),
            ("10.0.0.0/8", "10.254.0.0/16", true),
            ("0.0.0.0/0", "192.0.2.1/32", true),
            ("10.0.0.0/8", "fd00::/8", false),
            ("fd00::/8", "fd12::/16", true),
        ] {
            assert_eq!(range(one).overlaps(range(other)), shared, "{one} {other}");
            assert_eq!(range(other).overlaps(range(one)), shared, "{other} {one}");
        }
    }

    #[test]
    fn bits_behind_the_mask_are_noticed() {
        assert!(range("10.1.2.3/16").is_crooked());
        assert_eq!(range("10.1.2.3/16").straight().to_string(), "10.1.0.0/16");
        assert_eq!(range("fd00::7/64").straight().to_string(), "fd00::/64");
        assert!(!range("0.0.0.0/0").is_crooked() && range("::/0").is_everything());
        assert_eq!(
            (range("10.0.0.0/24").size(), range("::/0").size()),
            (256, u128::MAX)
        );
        for bad in [
            "",
            "10.0.0.0",
            "10.0.0.0/33",
            "10.0.0/8",
            "fd00::/129",
            "a/b",
            "10.0.0.0/-1",
        ] {
            assert_eq!(Range::parse(bad), None, "{bad}");
        }
    }
}
