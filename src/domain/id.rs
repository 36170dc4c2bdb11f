//! Identifiers as newtypes, so that a server's id is never passed where a stack's is wanted.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps the text that the service gave as the identifier.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The identifier as the service wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The first eight characters: enough to tell two namesakes apart.
            pub fn short(&self) -> &str {
                self.0.get(..8).unwrap_or(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

id! {
    /// A Magnum cluster (`uuid`).
    ClusterId,
    /// A Magnum cluster template (`uuid`).
    TemplateId,
    /// A Magnum node group (`uuid`).
    NodeGroupId,
    /// A Heat stack; for Cluster API clusters Magnum puts the Cluster API name here.
    StackId,
    /// A Nova server.
    ServerId,
    /// A Nova server group.
    ServerGroupId,
    /// A Nova flavor.
    FlavorId,
    /// A Glance image.
    ImageId,
    /// A Neutron network.
    NetworkId,
    /// A Neutron subnet.
    SubnetId,
    /// A Neutron router.
    RouterId,
    /// A Neutron port.
    PortId,
    /// A Neutron floating IP.
    FloatingIpId,
    /// A Neutron security group.
    SecurityGroupId,
    /// An Octavia load balancer.
    LoadBalancerId,
    /// An Octavia listener.
    ListenerId,
    /// An Octavia pool.
    PoolId,
    /// An Octavia pool member.
    MemberId,
    /// A Cinder volume.
    VolumeId,
    /// A Keystone project.
    ProjectId,
    /// A Keystone user.
    UserId,
}
