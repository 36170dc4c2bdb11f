//! What the widgets say themselves.

words! {
    widget_copy_value(what) => "widget-copy-value";
    widget_copied => "widget-copied";
    widget_retry => "widget-retry";
    widget_server_words => "widget-server-words";
    widget_request_id => "widget-request-id";
    widget_http_status => "widget-http-status";
    widget_as_of(time) => "widget-as-of";
    widget_waiting_since(span) => "widget-waiting-since";
    widget_cancel => "widget-cancel";
    widget_close => "widget-close";
    widget_confirm_hint(name) => "widget-confirm-hint";
    widget_confirm_mismatch => "widget-confirm-mismatch";
    widget_increase(what) => "widget-increase";
    widget_decrease(what) => "widget-decrease";
    table_filter => "table-filter";
    table_filter_hint => "table-filter-hint";
    table_clear_filter => "table-clear-filter";
    table_nothing_matches => "table-nothing-matches";
    table_count(total) => "table-count";
    table_count_of(shown, total) => "table-count-of";
    table_copy_cell => "table-copy-cell";
    table_copy_row => "table-copy-row";
    table_copy_csv => "table-copy-csv";
    table_copy_json => "table-copy-json";
    table_sort_by(column) => "table-sort-by";
    table_sorted_up(column) => "table-sorted-up";
    table_sorted_down(column) => "table-sorted-down";
    widget_details => "widget-details";
    widget_copy_all => "widget-copy-all";
    widget_raw => "widget-raw";
    table_columns => "table-columns";
    table_column_earlier(column) => "table-column-earlier";
    table_columns_reset => "table-columns-reset";
}
