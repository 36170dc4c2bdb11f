//! Which Heat resource stands in which, and what that says of a server: its role and its node group.

use std::collections::BTreeMap;

use crate::domain::cluster::Cluster;
use crate::domain::heat_type::HeatType;
use crate::domain::id::StackId;
use crate::domain::node_group::{NodeGroup, Role};
use crate::domain::stack::StackResource;
use crate::domain::topology::join::Post;

/// Stacks nested deeper than this are not followed; Heat's own default limit is 5.
const MAX_DEPTH: usize = 16;

/// Who holds whom.
#[derive(Debug)]
pub(crate) struct Kinship<'a> {
    holders: BTreeMap<&'a StackId, &'a StackResource>,
}

impl<'a> Kinship<'a> {
    pub(crate) fn of(resources: &'a [StackResource]) -> Self {
        let holders = resources
            .iter()
            .filter_map(|resource| Some((resource.nested_stack.as_ref()?, resource)))
            .collect();
        Self { holders }
    }

    /// The resource that stands for this stack in the stack above.
    pub(crate) fn holder(&self, stack: &StackId) -> Option<&'a StackResource> {
        self.holders.get(stack).copied()
    }

    /// The resources that hold this stack, from the innermost outwards.
    pub(crate) fn holders(&self, stack: &'a StackId) -> Vec<&'a StackResource> {
        let mut found = Vec::new();
        let mut stack = stack;
        while let Some(holder) = self.holder(stack).filter(|_| found.len() < MAX_DEPTH) {
            found.push(holder);
            stack = &holder.stack;
        }
        found
    }

    /// The stack that no other holds: the cluster's or a node group's.
    pub(crate) fn root(&self, stack: &'a StackId) -> &'a StackId {
        self.holders(stack).last().map_or(stack, |holder| &holder.stack)
    }

    /// Role and node group of what stands in this stack.
    pub(crate) fn post(&self, stack: &'a StackId, cluster: &Cluster, groups: &[NodeGroup]) -> Post {
        let root = self.root(stack);
        let own_group = groups
            .iter()
            .find(|group| !group.is_default && group.stack.as_ref() == Some(root));
        if let Some(group) = own_group.filter(|_| cluster.stack.as_ref() != Some(root)) {
            return Post {
                role: group.role.clone(),
                group: Some(group.name.clone()),
            };
        }
        let role = match self.holders(stack).iter().any(|holder| holds_masters(holder)) {
            true => Role::Master,
            false => Role::Worker,
        };
        let default_name = match role {
            Role::Master => "default-master",
            Role::Worker | Role::Other(_) => "default-worker",
        };
        let group = groups
            .iter()
            .find(|group| group.is_default && group.role == role)
            .map_or(default_name, |group| group.name.as_str());
        Post {
            role,
            group: Some(group.to_owned()),
        }
    }

    /// The number of the node whose stack this is: 0 for the first child of a resource group.
    pub(crate) fn number(&self, stack: &StackId) -> Option<u32> {
        self.holder(stack)?.name.parse().ok()
    }
}

/// `kube_masters` and its children from `kubemaster.yaml`; `swarm_primary_master`, `mesos_masters` and theirs.
fn holds_masters(holder: &StackResource) -> bool {
    match HeatType::parse(&holder.kind) {
        HeatType::Nested(file) => file.contains("master") || holder.name.contains("master"),
        HeatType::ResourceGroup => holder.name.contains("master"),
        HeatType::Server
        | HeatType::ServerGroup
        | HeatType::Network
        | HeatType::Subnet
        | HeatType::Router
        | HeatType::RouterInterface
        | HeatType::Port
        | HeatType::FloatingIp
        | HeatType::FloatingIpAssociation
        | HeatType::SecurityGroup
        | HeatType::SecurityGroupRule
        | HeatType::LoadBalancer
        | HeatType::Listener
        | HeatType::Pool
        | HeatType::PoolMember
        | HeatType::HealthMonitor
        | HeatType::Volume
        | HeatType::VolumeAttachment
        | HeatType::SoftwareConfig
        | HeatType::SoftwareDeployment
        | HeatType::Switch
        | HeatType::WaitCondition
        | HeatType::Other(_) => false,
    }
}
