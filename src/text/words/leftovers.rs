//! What clusters have left behind.

words! {
    leftovers_title => "leftovers-title";
    leftovers_look => "leftovers-look";
    leftovers_find => "leftovers-find";
    leftovers_find_help => "leftovers-find-help";
    leftovers_see => "leftovers-see";
    leftovers_all => "leftovers-all";
    leftovers_loading => "leftovers-loading";
    leftovers_clusters_to_come => "leftovers-clusters-to-come";
    leftovers_gap(service, why) => "leftovers-gap";
    leftovers_none => "leftovers-none";
    leftovers_none_help => "leftovers-none-help";
    leftovers_help => "leftovers-help";
    leftovers_of_stuck(name) => "leftovers-of-stuck";
    leftovers_of_going(name) => "leftovers-of-going";
    leftovers_of_gone(identity) => "leftovers-of-gone";
    leftovers_not_yet(name) => "leftovers-not-yet";
    leftovers_not_one(id) => "leftovers-not-one";
    leftovers_blocked_by_other(name, blocker) => "leftovers-blocked-by-other";
    leftovers_look_all_the_same => "leftovers-look-all-the-same";
    leftovers_then_delete => "leftovers-then-delete";
    leftovers_open_cluster => "leftovers-open-cluster";
    leftovers_copy_all => "leftovers-copy-all";
    leftovers_copy => "leftovers-copy";
    leftovers_remove => "leftovers-remove";
    leftovers_free => "leftovers-free";
    leftovers_blocked(name) => "leftovers-blocked";
    leftovers_blocked_more(name, n) => "leftovers-blocked-more";
    leftovers_running => "leftovers-running";
    leftovers_refused => "leftovers-refused";
    leftovers_confirm(kind, name) => "leftovers-confirm";
    leftovers_id => "leftovers-id";
    leftovers_confirm_button => "leftovers-confirm-button";
    leftovers_data => "leftovers-data";
}
