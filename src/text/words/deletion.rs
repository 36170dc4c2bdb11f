//! The confirmation of a deletion.

words! {
    deletion_title(name) => "deletion-title";
    deletion_cannot => "deletion-cannot";
    deletion_cloud => "deletion-cloud";
    deletion_project => "deletion-project";
    deletion_region => "deletion-region";
    deletion_cluster => "deletion-cluster";
    deletion_id => "deletion-id";
    deletion_vanishes => "deletion-vanishes";
    deletion_count(kind, n) => "deletion-count";
    deletion_masters(n) => "deletion-masters";
    deletion_workers(n) => "deletion-workers";
    deletion_unknown => "deletion-unknown";
    deletion_stays => "deletion-stays";
    deletion_button => "deletion-button";
    deletion_sent => "deletion-sent";
}
