//! What is asked of the cloud, in words: the journal, notices and the page of a cluster say the same.

use crate::domain::leftovers::PieceKind;
use crate::domain::operation::{ClusterChange, ClusterDeed, Operation, When};
use crate::text::Words;

impl Words {
    /// What is asked, without the name of what it is about.
    pub fn operation(&self, operation: &Operation) -> String {
        match operation {
            Operation::CreateCluster(_) => self.operation_create().to_owned(),
            Operation::FindCluster { .. } => self.operation_find().to_owned(),
            Operation::Cluster(change) => self.cluster_change(change),
            Operation::Remove(piece) => self.operation_remove(self.piece_kind(piece.kind)),
        }
    }

    /// What a leftover is.
    pub fn piece_kind(&self, kind: PieceKind) -> &str {
        match kind {
            PieceKind::LoadBalancer => self.kind_load_balancer(),
            PieceKind::FloatingIp => self.kind_floating_ip(),
            PieceKind::Server => self.kind_server(),
            PieceKind::Volume => self.kind_volume(),
            PieceKind::Port => self.kind_port(),
            PieceKind::RouterInterface => self.kind_router_interface(),
            PieceKind::SecurityGroup => self.kind_security_group(),
            PieceKind::Subnet => self.kind_subnet(),
            PieceKind::Network => self.kind_network(),
            PieceKind::Router => self.kind_router(),
            PieceKind::Stack => self.doctor_place_stack(),
        }
    }

    fn cluster_change(&self, change: &ClusterChange) -> String {
        let what = match &change.deed {
            ClusterDeed::Delete => self.operation_delete().to_owned(),
            ClusterDeed::Resize(resize) => match &resize.group {
                Some(group) => self.operation_resize_group(group.name.as_str(), resize.node_count),
                None => self.operation_resize(resize.node_count),
            },
        };
        match change.when {
            When::Now => what,
            When::Free => self.operation_when_free(what),
        }
    }
}
