//! The activity page.

words! {
    journal_title => "journal-title";
    journal_none => "journal-none";
    journal_none_text => "journal-none-text";
    journal_what => "journal-what";
    journal_cluster => "journal-cluster";
    journal_where => "journal-where";
    journal_when => "journal-when";
    journal_progress => "journal-progress";
    journal_words => "journal-words";
    journal_request_id => "journal-request-id";
}
