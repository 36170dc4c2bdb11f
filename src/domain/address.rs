//! What can be said of a service's address by looking at it.

use std::net::IpAddr;

/// `host:port` of an address, or the address itself where it has none; a user part is left out.
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// Whether what is said to this address can be read on the way: plain HTTP that leaves this computer.
pub fn is_in_the_clear(address: &str) -> bool {
    let address = address.trim();
    if !address.starts_with("http://") {
        return false;
    }
    let host = host(address);
    let name = match host.strip_prefix('[') {
        Some(inner) => inner.split(']').next().unwrap_or(inner),
        None => host.split(':').next().unwrap_or(host),
    };
    let loopback = name
        .parse::<IpAddr>()
        .map_or(name.eq_ignore_ascii_case("localhost"), |ip| ip.is_loopback());
    !loopback
}

#[cfg(test)]
mod tests {
    use super::{host, is_in_the_clear};

    #[test]
    fn the_host_of_an_address_is_found_without_secrets() {
        for (url, expected) in [
            (
                "https://keystone.example.org:5000/v3",
                "keystone.example.org:5000",
            ),
            ("http://user:secret@[fd00::1]:5000", "[fd00::1]:5000"),
            ("keystone.example.org", "keystone.example.org"),
            ("", ""),
        ] {
            assert_eq!(host(url), expected);
        }
    }

    #[test]
    fn plain_http_is_in_the_clear_once_it_leaves_the_computer() {
        for open in ["http://keystone.example.org:5000/v3", " http://10.0.0.1"] {
            assert!(is_in_the_clear(open), "{open}");
        }
        for safe in [
            "https://keystone.example.org",
            "http://localhost:5000",
            "http://127.0.0.1",
            "http://[::1]:5000/v3",
            "",
        ] {
            assert!(!is_in_the_clear(safe), "{safe}");
        }
    }
}
