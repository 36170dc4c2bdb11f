//! Where a cloud's settings come from, and what is odd about them.

words! {
    config_place_line(file, line) => "config-place-line";
    config_place_column(place, column) => "config-place-column";
    config_place_variable(name) => "config-place-variable";
    config_place_flag(name) => "config-place-flag";
    config_place_vendor(name) => "config-place-vendor";
    config_warning(setting, place, text) => "config-warning";
    config_unquoted => "config-unquoted";
    config_encrypted => "config-encrypted";
    config_vendor_unknown => "config-vendor-unknown";
    config_vendor_remote => "config-vendor-remote";
    config_vendor_gone => "config-vendor-gone";
    config_old_spelling => "config-old-spelling";
    config_not_used => "config-not-used";
    config_not_told => "config-not-told";
    config_conditional => "config-conditional";
    config_other_file => "config-other-file";
}
