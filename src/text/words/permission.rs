//! Why something cannot be done.

words! {
    driver_heat => "driver-heat";
    driver_capi_helm => "driver-capi-helm";
    driver_magnum_cluster_api => "driver-magnum-cluster-api";
    driver_unknown => "driver-unknown";
    reason_locked => "reason-locked";
    reason_reader_only => "reason-reader-only";
    reason_foreign_project => "reason-foreign-project";
    reason_not_owner => "reason-not-owner";
    reason_too_old(needs, has) => "reason-too-old";
    reason_driver(driver) => "reason-driver";
    reason_heat_upgrade => "reason-heat-upgrade";
    reason_ca_would_break => "reason-ca-would-break";
    reason_driver_not_proven => "reason-driver-not-proven";
    reason_busy(status) => "reason-busy";
    reason_being_deleted => "reason-being-deleted";
    reason_failed(status) => "reason-failed";
    reason_no_api => "reason-no-api";
    reason_no_tls => "reason-no-tls";
    reason_default_group => "reason-default-group";
    reason_master_group => "reason-master-group";
}
