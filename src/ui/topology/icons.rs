//! An icon for each kind of resource.

use egui_phosphor::regular;

use crate::domain::topology::resource::ResourceKind;

/// The icon of a kind.
pub(crate) fn icon(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::ExternalNetwork => regular::GLOBE_HEMISPHERE_WEST,
        ResourceKind::Router => regular::ARROWS_SPLIT,
        ResourceKind::Network => regular::NETWORK,
        ResourceKind::Subnet => regular::TREE_STRUCTURE,
        ResourceKind::FloatingIp => regular::MAP_PIN,
        ResourceKind::LoadBalancer => regular::SCALES,
        ResourceKind::Listener => regular::EAR,
        ResourceKind::Pool => regular::STACK,
        ResourceKind::Member => regular::TARGET,
        ResourceKind::Master => regular::CROWN_SIMPLE,
        ResourceKind::Worker => regular::CUBE,
        ResourceKind::Port => regular::PLUGS_CONNECTED,
        ResourceKind::Volume => regular::HARD_DRIVE,
        ResourceKind::SecurityGroup => regular::SHIELD_CHECK,
        ResourceKind::ServerGroup => regular::USERS_THREE,
        ResourceKind::Other => regular::PUZZLE_PIECE,
        ResourceKind::Stack => regular::STACK_SIMPLE,
        ResourceKind::Script => regular::SCROLL,
        ResourceKind::Plumbing => regular::WRENCH,
    }
}
