//! The picture of a cluster: what is hidden, which cluster it is of, and what is said while there is none.

words! {
    picture_filter_kinds => "picture-filter-kinds";
    picture_filter_states => "picture-filter-states";
    picture_filter_none => "picture-filter-none";
    picture_filter_on => "picture-filter-on";
    picture_zoom_to_selection => "picture-zoom-to-selection";
    picture_cluster_gone => "picture-cluster-gone";
    picture_cluster_gone_text => "picture-cluster-gone-text";
    picture_unknown => "picture-unknown";
    picture_unknown_text => "picture-unknown-text";
    picture_unborn => "picture-unborn";
    picture_unborn_text => "picture-unborn-text";
    picture_taken_down => "picture-taken-down";
    picture_taken_down_text => "picture-taken-down-text";
    picture_choose_spoken(name) => "picture-choose-spoken";
    picture_choose_waiting => "picture-choose-waiting";
    picture_choose_find => "picture-choose-find";
    picture_no_clusters => "picture-no-clusters";
    picture_no_clusters_text => "picture-no-clusters-text";
    picture_create => "picture-create";
    picture_landing => "picture-landing";
    picture_export => "picture-export";
    picture_export_title => "picture-export-title";
    picture_export_png => "picture-export-png";
    picture_export_svg => "picture-export-svg";
    picture_export_dot => "picture-export-dot";
    picture_export_json => "picture-export-json";
    picture_export_dark => "picture-export-dark";
    picture_export_file => "picture-export-file";
    picture_export_choose => "picture-export-choose";
    picture_export_no_file => "picture-export-no-file";
    picture_export_save => "picture-export-save";
}
