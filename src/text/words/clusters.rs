//! The list of clusters.

words! {
    clusters_title => "clusters-title";
    clusters_create => "clusters-create";
    clusters_all => "clusters-all";
    clusters_failed => "clusters-failed";
    clusters_busy => "clusters-busy";
    clusters_unhealthy => "clusters-unhealthy";
    clusters_lens(word, count) => "clusters-lens";
    clusters_fetching(known) => "clusters-fetching";
    clusters_fetching_of(known, total) => "clusters-fetching-of";
    clusters_loading => "clusters-loading";
    clusters_empty => "clusters-empty";
    clusters_empty_text => "clusters-empty-text";
    clusters_none_of_these => "clusters-none-of-these";
    clusters_column_name => "clusters-column-name";
    clusters_column_status => "clusters-column-status";
    clusters_column_health => "clusters-column-health";
    clusters_column_version => "clusters-column-version";
    clusters_column_masters => "clusters-column-masters";
    clusters_column_workers => "clusters-column-workers";
    clusters_column_template => "clusters-column-template";
    clusters_column_age => "clusters-column-age";
    clusters_column_api => "clusters-column-api";
    clusters_table => "clusters-table";
    clusters_open => "clusters-open";
    clusters_topology => "clusters-topology";
    clusters_delete => "clusters-delete";
    clusters_copy_id => "clusters-copy-id";
    clusters_fact_id => "clusters-fact-id";
    clusters_fact_keypair => "clusters-fact-keypair";
    clusters_fact_flavors => "clusters-fact-flavors";
    clusters_fact_flavors_value(masters, workers) => "clusters-fact-flavors-value";
    clusters_fact_nodes => "clusters-fact-nodes";
    clusters_fact_nodes_value(masters, workers) => "clusters-fact-nodes-value";
    clusters_fact_stack => "clusters-fact-stack";
    clusters_fact_created => "clusters-fact-created";
    clusters_fact_updated => "clusters-fact-updated";
    clusters_reason => "clusters-reason";
    clusters_why_unhealthy => "clusters-why-unhealthy";
}
