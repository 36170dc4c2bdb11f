//! What is asked of the cloud, in words: the journal, notices and the page of a cluster say the same.

use crate::domain::leftovers::PieceKind;
use crate::domain::operation::findings::Finding;
use crate::domain::operation::{
    ClusterChange, ClusterDeed, GroupChange, GroupDeed, KeypairChange, Operation, QuotaDeed, TemplateChange,
    When,
};
use crate::domain::upgrade::{Step, Unfit};
use crate::text::Words;

impl Words {
    /// What is asked, without the name of what it is about.
    pub fn operation(&self, operation: &Operation) -> String {
        match operation {
            Operation::CreateCluster(_) => self.operation_create().to_owned(),
            Operation::FindCluster { .. } => self.operation_find().to_owned(),
            Operation::FollowCluster { .. } => self.operation_follow().to_owned(),
            Operation::Cluster(change) => self.cluster_change(change),
            Operation::NodeGroup(change) => self.group_change(change),
            Operation::Template(change) => self.template_change(change).to_owned(),
            Operation::Keypair(change) => self.keypair_change(change).to_owned(),
            Operation::Quota(change) => match change.deed {
                QuotaDeed::Create(limit) | QuotaDeed::Change(limit) => self.estate_operation_quota(limit),
                QuotaDeed::Delete => self.estate_operation_quota_delete().to_owned(),
            },
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

    fn template_change(&self, change: &TemplateChange) -> &str {
        match change {
            TemplateChange::Create(_) => self.estate_operation_template_create(),
            TemplateChange::Edit(_) => self.estate_operation_template_edit(),
            TemplateChange::Delete { .. } => self.estate_operation_template_delete(),
        }
    }

    fn keypair_change(&self, change: &KeypairChange) -> &str {
        match change {
            KeypairChange::Import { .. } => self.estate_operation_keypair_import(),
            KeypairChange::Generate { .. } => self.estate_operation_keypair_generate(),
            KeypairChange::Delete { .. } => self.estate_operation_keypair_delete(),
        }
    }

    fn cluster_change(&self, change: &ClusterChange) -> String {
        let what = match &change.deed {
            ClusterDeed::Delete => self.operation_delete().to_owned(),
            ClusterDeed::Resize(resize) => match &resize.group {
                Some(group) => self.operation_resize_group(group.name.as_str(), resize.node_count),
                None => self.operation_resize(resize.node_count),
            },
            ClusterDeed::Upgrade(upgrade) => self.operation_upgrade(upgrade.template_name.as_str()),
            ClusterDeed::Update(update) => match update.node_count {
                Some(count) => self.operation_resize(count),
                None => self.operation_set_health().to_owned(),
            },
            ClusterDeed::RotateCa => self.operation_rotate_ca().to_owned(),
            ClusterDeed::RotateCredential => self.operation_rotate_credential().to_owned(),
        };
        match change.when {
            When::Now => what,
            When::Free => self.operation_when_free(what),
        }
    }

    fn group_change(&self, change: &GroupChange) -> String {
        let name = change.group_name();
        match &change.deed {
            GroupDeed::Create(_) => self.operation_group_create(name),
            GroupDeed::Edit(..) => self.operation_group_edit(name),
            GroupDeed::Delete(_) => self.operation_group_delete(name),
        }
    }

    /// What was found before sending.
    pub fn change_finding(&self, finding: &Finding) -> String {
        match finding {
            Finding::NothingChanges => self.change_finding_nothing_changes().to_owned(),
            Finding::BelowMinimum(least) => self.change_finding_below_minimum(*least),
            Finding::AboveMaximum(most) => self.change_finding_above_maximum(*most),
            Finding::NoMasters => self.change_finding_no_masters().to_owned(),
            Finding::EvenMasters => self.change_finding_even_masters().to_owned(),
            Finding::ZeroTooEarly => self.change_finding_zero_too_early().to_owned(),
            Finding::NoWorkers => self.change_finding_no_workers().to_owned(),
            Finding::TooManyPicked { picked, leaving } => {
                self.change_finding_too_many_picked(*picked, *leaving)
            }
            Finding::RestByDriver(rest) => self.change_finding_rest_by_driver(*rest),
            Finding::PickedByDriver => self.change_finding_picked_by_driver().to_owned(),
            Finding::ForeignNode(server) => self.change_finding_foreign_node(server.as_str()),
            Finding::PickedInVain => self.change_finding_picked_in_vain().to_owned(),
            Finding::Autoscaled => self.change_finding_autoscaled().to_owned(),
            Finding::NameMissing => self.change_finding_name_missing().to_owned(),
            Finding::NameTooLong => self.change_finding_name_too_long().to_owned(),
            Finding::NameTaken => self.change_finding_name_taken().to_owned(),
            Finding::MasterRole => self.change_finding_master_role().to_owned(),
            Finding::CountAboveMaximum => self.change_finding_count_above_maximum().to_owned(),
            Finding::CountBelowMinimum => self.change_finding_count_below_minimum().to_owned(),
            Finding::BoundsCross => self.change_finding_bounds_cross().to_owned(),
            Finding::CountOutside(count) => self.change_finding_count_outside(*count),
            Finding::BadKey(key) => self.change_finding_bad_key(key.as_str()),
            Finding::ReservedKey(key) => self.change_finding_reserved_key(key.as_str()),
            Finding::BadValue(value) => self.change_finding_bad_value(value.as_str()),
        }
    }

    /// How big the step of an upgrade is.
    pub fn upgrade_step(&self, step: Step) -> &str {
        match step {
            Step::Minor => self.upgrade_step_minor(),
            Step::Patch => self.upgrade_step_patch(),
            Step::Same => self.upgrade_step_same(),
            Step::Unknown => self.upgrade_step_unknown(),
        }
    }

    /// Why a template is none to upgrade to.
    pub fn unfit(&self, unfit: Unfit) -> &str {
        match unfit {
            Unfit::Current => self.unfit_current(),
            Unfit::OtherEngine => self.unfit_other_engine(),
            Unfit::OtherDriver => self.unfit_other_driver(),
            Unfit::OtherDistro => self.unfit_other_distro(),
            Unfit::Older => self.unfit_older(),
            Unfit::TooFar => self.unfit_too_far(),
            Unfit::Hidden => self.unfit_hidden(),
        }
    }
}
