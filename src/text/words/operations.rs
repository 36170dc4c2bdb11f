//! What is asked of the cloud, and how far it is.

words! {
    operation_create => "operation-create";
    operation_find => "operation-find";
    operation_delete => "operation-delete";
    operation_resize(n) => "operation-resize";
    operation_resize_group(group, n) => "operation-resize-group";
    operation_when_free(what) => "operation-when-free";
    request_sending(what) => "request-sending";
    request_accepted(what) => "request-accepted";
    request_unclear(what) => "request-unclear";
    request_refused(what) => "request-refused";
    request_waiting(what, status) => "request-waiting";
    request_no_effect(what, span) => "request-no-effect";
    request_busy(status) => "request-busy";
    request_busy_since(status, ago) => "request-busy-since";
    request_later => "request-later";
}
