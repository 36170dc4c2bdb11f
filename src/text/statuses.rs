//! Words for every state that `domain` knows, by exhaustive matches. Words that a service made up are shown as they are.

use std::borrow::Cow;

use crate::domain::draft::DraftField;
use crate::domain::node_group::Role;
use crate::domain::operation::Progress;
use crate::domain::service::ServiceState;
use crate::domain::status::{Action, Health, Phase, Severity, Status};
use crate::text::Words;

impl Words {
    /// A thing's life cycle, as a person says it: a created cluster is "ready". The service's own word is
    /// [`Status`]'s `Display`, for tooltips and copies.
    pub fn status<'a>(&'a self, status: &'a Status) -> &'a str {
        let (action, phase) = match status {
            Status::Known(action, phase) => (*action, *phase),
            Status::Other(word) => return word,
        };
        match (action, phase) {
            (Action::Create, Phase::InProgress) => self.status_creating(),
            (Action::Create, Phase::Failed) => self.status_create_failed(),
            (Action::Update, Phase::InProgress) => self.status_updating(),
            (Action::Update, Phase::Failed) => self.status_update_failed(),
            (Action::Delete, Phase::InProgress) => self.status_deleting(),
            (Action::Delete, Phase::Complete) => self.status_deleted(),
            (Action::Delete, Phase::Failed) => self.status_delete_failed(),
            (Action::Rollback, Phase::InProgress) => self.status_rolling_back(),
            (Action::Rollback, Phase::Complete) => self.status_rolled_back(),
            (Action::Rollback, Phase::Failed) => self.status_rollback_failed(),
            (Action::Resume, Phase::InProgress) => self.status_resuming(),
            (Action::Resume, Phase::Failed) => self.status_resume_failed(),
            (Action::Suspend, Phase::InProgress) => self.status_suspending(),
            (Action::Suspend, Phase::Complete) => self.status_suspended(),
            (Action::Suspend, Phase::Failed) => self.status_suspend_failed(),
            (Action::Restore, Phase::InProgress) => self.status_restoring(),
            (Action::Restore, Phase::Failed) => self.status_restore_failed(),
            (Action::Snapshot, Phase::InProgress) => self.status_taking_snapshot(),
            (Action::Snapshot, Phase::Failed) => self.status_snapshot_failed(),
            (Action::Check, Phase::InProgress) => self.status_checking(),
            (Action::Check, Phase::Failed) => self.status_check_failed(),
            (Action::Adopt, Phase::InProgress) => self.status_adopting(),
            (Action::Adopt, Phase::Failed) => self.status_adopt_failed(),
            (Action::Init, Phase::InProgress | Phase::Complete) => self.status_waiting(),
            (Action::Init, Phase::Failed) => self.status_init_failed(),
            (
                Action::Create
                | Action::Update
                | Action::Resume
                | Action::Restore
                | Action::Snapshot
                | Action::Check
                | Action::Adopt,
                Phase::Complete,
            ) => self.status_ready(),
        }
    }

    /// The same as an entry of a history: a created resource was "created".
    pub fn status_event<'a>(&'a self, status: &'a Status) -> &'a str {
        match status {
            Status::Known(Action::Create, Phase::Complete) => self.event_created(),
            Status::Known(Action::Update, Phase::Complete) => self.event_updated(),
            Status::Known(Action::Resume, Phase::Complete) => self.event_resumed(),
            Status::Known(Action::Restore, Phase::Complete) => self.event_restored(),
            Status::Known(Action::Snapshot, Phase::Complete) => self.event_snapshot_taken(),
            Status::Known(Action::Check, Phase::Complete) => self.event_checked(),
            Status::Known(Action::Adopt, Phase::Complete) => self.event_adopted(),
            Status::Known(
                Action::Delete | Action::Rollback | Action::Suspend | Action::Init,
                Phase::Complete,
            )
            | Status::Known(_, Phase::InProgress | Phase::Failed)
            | Status::Other(_) => self.status(status),
        }
    }

    /// Last known health.
    pub fn health<'a>(&'a self, health: &'a Health) -> &'a str {
        match health {
            Health::Healthy => self.health_healthy(),
            Health::Unhealthy => self.health_unhealthy(),
            Health::Unknown => self.health_unknown(),
            Health::NotReported => self.health_not_reported(),
            Health::Other(word) => word,
        }
    }

    /// What a node is for.
    pub fn role<'a>(&'a self, role: &'a Role) -> &'a str {
        match role {
            Role::Master => self.role_master(),
            Role::Worker => self.role_worker(),
            Role::Other(word) => word,
        }
    }

    /// Nova's status of a server; words that are not known are shown as they are.
    pub fn server_status<'a>(&'a self, word: &'a str) -> &'a str {
        match word {
            "ACTIVE" => self.server_active(),
            "BUILD" => self.server_building(),
            "ERROR" => self.server_error(),
            "SHUTOFF" => self.server_shut_off(),
            "SUSPENDED" => self.server_suspended(),
            "PAUSED" => self.server_paused(),
            "REBOOT" | "HARD_REBOOT" => self.server_rebooting(),
            "REBUILD" => self.server_rebuilding(),
            "RESIZE" | "REVERT_RESIZE" => self.server_resizing(),
            "VERIFY_RESIZE" => self.server_verify_resize(),
            "MIGRATING" => self.server_migrating(),
            "RESCUE" => self.server_rescued(),
            "SHELVED" | "SHELVED_OFFLOADED" => self.server_shelved(),
            "DELETED" | "SOFT_DELETED" => self.server_deleted(),
            other => other,
        }
    }

    /// What Magnum's health check says of a node (`True`, `False` …).
    pub fn ready_word<'a>(&'a self, word: &'a str) -> &'a str {
        match word {
            "True" => self.ready_yes(),
            "False" => self.ready_no(),
            "Unknown" => self.health_unknown(),
            other => other,
        }
    }

    /// What a service's dot says.
    pub fn service_state<'a>(&'a self, state: &ServiceState) -> Cow<'a, str> {
        match state {
            ServiceState::NotAsked => self.service_not_asked().into(),
            ServiceState::Answering { latency_secs } => {
                if *latency_secs < 1.0 {
                    self.service_latency_ms(format!("{:.0}", latency_secs * 1000.0))
                        .into()
                } else {
                    self.service_latency(format!("{latency_secs:.1}")).into()
                }
            }
            ServiceState::Failing { since, .. } => self.service_failing(self.time_of_day(*since)).into(),
            ServiceState::NotPermitted => self.service_not_permitted().into(),
            ServiceState::NotInstalled => self.service_not_installed().into(),
        }
    }

    /// How far a request is.
    pub fn progress<'a>(&'a self, progress: &'a Progress) -> &'a str {
        match progress {
            Progress::Sending => self.progress_sending(),
            Progress::Waiting { .. } => self.progress_waiting(),
            Progress::Abandoned => self.progress_abandoned(),
            Progress::Accepted { .. } => self.progress_accepted(),
            Progress::Unclear { .. } => self.progress_unclear(),
            Progress::Underway { status, .. } if status.in_progress() => self.status(status),
            Progress::Underway { .. } => self.progress_underway(),
            Progress::Done { .. } => self.progress_done(),
            Progress::Failed { .. } => self.progress_failed(),
            Progress::Refused { .. } => self.progress_refused(),
            Progress::NoEffect { .. } => self.progress_no_effect(),
            Progress::Lost { .. } => self.progress_lost(),
        }
    }

    /// A severity in words, where no better word stands beside the icon.
    pub fn severity(&self, severity: Severity) -> &str {
        match severity {
            Severity::Neutral => self.severity_neutral(),
            Severity::Good => self.severity_good(),
            Severity::Busy => self.severity_busy(),
            Severity::Warning => self.severity_warning(),
            Severity::Bad => self.severity_bad(),
        }
    }

    /// A field of the creation form.
    pub fn draft_field(&self, field: DraftField) -> &str {
        match field {
            DraftField::SignIn => self.draft_field_sign_in(),
            DraftField::Template => self.draft_field_template(),
            DraftField::Name => self.draft_field_name(),
            DraftField::Timeout => self.draft_field_timeout(),
            DraftField::MasterCount => self.draft_field_master_count(),
            DraftField::MasterFlavor => self.draft_field_master_flavor(),
            DraftField::NodeCount => self.draft_field_node_count(),
            DraftField::Flavor => self.draft_field_flavor(),
            DraftField::DockerVolume => self.draft_field_docker_volume(),
            DraftField::Groups => self.draft_field_groups(),
            DraftField::Network => self.draft_field_network(),
            DraftField::Subnet => self.draft_field_subnet(),
            DraftField::FloatingIps => self.draft_field_floating_ips(),
            DraftField::LoadBalancer => self.draft_field_load_balancer(),
            DraftField::Reach => self.draft_field_reach(),
            DraftField::KeyPair => self.draft_field_keypair(),
            DraftField::Image => self.draft_field_image(),
            DraftField::Registry => self.draft_field_registry(),
            DraftField::Discovery => self.draft_field_discovery(),
            DraftField::Labels => self.draft_field_labels(),
            DraftField::Quota => self.draft_field_quota(),
        }
    }
}
