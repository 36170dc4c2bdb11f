//! How two resources belong together. Every relation points from outside to inside: the way that traffic takes.

/// What the first resource is to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// An external network is a router's way out.
    Gateway,
    /// A router has an interface in a subnet.
    Interface,
    /// A network contains a subnet; an external network contains a floating IP.
    Contains,
    /// A subnet gives a port its address.
    Addresses,
    /// A router, a load balancer or a server uses a port; it points at the user for servers and from it otherwise.
    Plugs,
    /// A floating IP leads to a port, or to what has that port.
    LeadsTo,
    /// A load balancer listens with a listener.
    Listens,
    /// A listener sends to a pool.
    SendsTo,
    /// A pool has a member.
    HasMember,
    /// A member is a server.
    Serves,
    /// A volume is attached to a server.
    Attached,
    /// A security group protects a port.
    Protects,
    /// A server group holds a server.
    Groups,
    /// A stack holds what it builds.
    Holds,
    /// Another resource of the stack waits for it.
    NeededBy,
}

impl Relation {
    /// All of them, in the order of the legend.
    pub const ALL: [Self; 15] = [
        Self::Gateway,
        Self::Interface,
        Self::Contains,
        Self::Addresses,
        Self::Plugs,
        Self::LeadsTo,
        Self::Listens,
        Self::SendsTo,
        Self::HasMember,
        Self::Serves,
        Self::Attached,
        Self::Protects,
        Self::Groups,
        Self::Holds,
        Self::NeededBy,
    ];

    /// The word for exports; not for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Interface => "interface",
            Self::Contains => "contains",
            Self::Addresses => "addresses",
            Self::Plugs => "plugs",
            Self::LeadsTo => "leads-to",
            Self::Listens => "listens",
            Self::SendsTo => "sends-to",
            Self::HasMember => "member",
            Self::Serves => "serves",
            Self::Attached => "attached",
            Self::Protects => "protects",
            Self::Groups => "groups",
            Self::Holds => "holds",
            Self::NeededBy => "needed-by",
        }
    }

    /// Whether it says who governs whom rather than how traffic flows: such links stay faint until they are asked for.
    pub fn quiet(self) -> bool {
        match self {
            Self::Protects | Self::Groups => true,
            Self::Gateway
            | Self::Interface
            | Self::Contains
            | Self::Addresses
            | Self::Plugs
            | Self::LeadsTo
            | Self::Listens
            | Self::SendsTo
            | Self::HasMember
            | Self::Serves
            | Self::Attached
            | Self::Holds
            | Self::NeededBy => false,
        }
    }
}
