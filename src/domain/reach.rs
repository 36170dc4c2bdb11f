//! Whether a cluster's Kubernetes API can be reached from this machine, and the address that was tried.

use jiff::Timestamp;

use crate::domain::problem::Problem;

/// What came of the latest attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// The address as Magnum gave it.
    pub address: String,
    /// When the attempt began, or ended.
    pub at: Timestamp,
    /// How it stands.
    pub outcome: ReachOutcome,
}

/// How an attempt stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReachOutcome {
    /// It is being tried.
    Trying,
    /// Something accepts connections there.
    Open {
        /// Milliseconds until it did.
        millis: u64,
    },
    /// No connection could be made.
    Closed(Problem),
    /// The address is none that this program connects to.
    NoAddress,
}

/// A host and a port to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiAddress {
    /// Name or IP address, without the brackets of IPv6.
    pub host: String,
    /// Its port.
    pub port: u16,
}

impl ApiAddress {
    /// Reads `https://host:port`. Other schemes, user parts and nonsense are no address: it comes from a server.
    pub fn parse(text: &str) -> Option<Self> {
        let (rest, usual) = if let Some(rest) = text.strip_prefix("https://") {
            (rest, 443)
        } else {
            (text.strip_prefix("http://")?, 80)
        };
        let authority = rest.split(['/', '?', '#']).next()?;
        if authority.contains('@') || authority.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return None;
        }
        let (host, port) = if let Some(bracketed) = authority.strip_prefix('[') {
            let (host, after) = bracketed.split_once(']')?;
            (host, after.strip_prefix(':'))
        } else {
            match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            }
        };
        let port = port.map_or(Some(usual), |port| port.parse().ok())?;
        (!host.is_empty() && port != 0).then(|| Self {
            host: host.to_owned(),
            port,
        })
    }

    /// `host:port`, as troubles name it.
    pub fn host_and_port(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ApiAddress;

    #[test]
    fn f63_only_addresses_of_an_api_are_connected_to() {
        for (text, expected) in [
            ("https://172.24.4.10:6443", Some("172.24.4.10:6443")),
            ("https://k8s.example/path", Some("k8s.example:443")),
            ("http://[fd00::1]:8080", Some("[fd00::1]:8080")),
            ("https://:6443", None),
            ("https://user@host:6443", None),
            ("https://host:99999", None),
            ("https://host:0", None),
            ("file:///etc/passwd", None),
            ("smb://host", None),
            ("https://a b:1", None),
            ("", None),
        ] {
            let read = ApiAddress::parse(text).map(|address| address.host_and_port());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }
}
