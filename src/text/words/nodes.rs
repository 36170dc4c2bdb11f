//! The list of nodes.

words! {
    nodes_title => "nodes-title";
    nodes_table => "nodes-table";
    nodes_loading => "nodes-loading";
    nodes_partial => "nodes-partial";
    nodes_gap(service) => "nodes-gap";
    nodes_empty => "nodes-empty";
    nodes_empty_text => "nodes-empty-text";
    nodes_column_name => "nodes-column-name";
    nodes_column_cluster => "nodes-column-cluster";
    nodes_column_group => "nodes-column-group";
    nodes_column_role => "nodes-column-role";
    nodes_column_state => "nodes-column-state";
    nodes_column_ready => "nodes-column-ready";
    nodes_column_flavor => "nodes-column-flavor";
    nodes_column_fixed => "nodes-column-fixed";
    nodes_column_floating => "nodes-column-floating";
    nodes_column_zone => "nodes-column-zone";
    nodes_column_host => "nodes-column-host";
    nodes_column_age => "nodes-column-age";
    nodes_open_cluster => "nodes-open-cluster";
    nodes_copy_id => "nodes-copy-id";
    nodes_fact_id => "nodes-fact-id";
    nodes_fact_task => "nodes-fact-task";
    nodes_fact_fault => "nodes-fact-fault";
    nodes_fact_size => "nodes-fact-size";
    nodes_fact_size_value(vcpus, memory) => "nodes-fact-size-value";
    nodes_fact_image => "nodes-fact-image";
    nodes_fact_boot_volume => "nodes-fact-boot-volume";
    nodes_fact_keypair => "nodes-fact-keypair";
    nodes_fact_volumes => "nodes-fact-volumes";
    nodes_fact_security_groups => "nodes-fact-security-groups";
    nodes_fact_created => "nodes-fact-created";
    nodes_console => "nodes-console";
    nodes_console_loading => "nodes-console-loading";
    nodes_console_failed => "nodes-console-failed";
    nodes_console_empty => "nodes-console-empty";
    nodes_fact_ssh => "nodes-fact-ssh";
    nodes_remove => "nodes-remove";
}
