//! The frame round every page, its notices and its keys.

words! {
    frame_title => "frame-title";
    frame_other_cloud => "frame-other-cloud";
    frame_signed_in_as(user, roles) => "frame-signed-in-as";
    frame_unchecked => "frame-unchecked";
    frame_unchecked_help => "frame-unchecked-help";
    frame_refresh => "frame-refresh";
    frame_refreshing => "frame-refreshing";
    frame_loading => "frame-loading";
    frame_no_data => "frame-no-data";
    frame_as_of(age) => "frame-as-of";
    frame_up_to_date => "frame-up-to-date";
    frame_running(count) => "frame-running";
    frame_magnum_version(version) => "frame-magnum-version";
    frame_copied => "frame-copied";
    frame_busy => "frame-busy";
    frame_not_remembered => "frame-not-remembered";
    rail_clusters => "rail-clusters";
    rail_templates => "rail-templates";
    rail_nodes => "rail-nodes";
    rail_topology => "rail-topology";
    rail_topology_why_not => "rail-topology-why-not";
    rail_activity => "rail-activity";
    rail_settings => "rail-settings";
    notice_cluster_ready(name) => "notice-cluster-ready";
    notice_cluster_failed(name) => "notice-cluster-failed";
    notice_cluster_unhealthy(name) => "notice-cluster-unhealthy";
    notice_cluster_gone(name) => "notice-cluster-gone";
    notice_refused(name) => "notice-refused";
    notice_no_effect(name) => "notice-no-effect";
    notice_lost(name) => "notice-lost";
}
