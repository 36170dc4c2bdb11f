//! Ages, durations, sizes.

words! {
    format_seconds(n) => "format-seconds";
    format_minutes(n) => "format-minutes";
    format_hours(n) => "format-hours";
    format_days(n) => "format-days";
    format_months(n) => "format-months";
    format_years(n) => "format-years";
    format_just_now => "format-just-now";
    format_ago(span) => "format-ago";
    format_ahead(span) => "format-ahead";
    format_bytes(n) => "format-bytes";
    format_kib(n) => "format-kib";
    format_mib(n) => "format-mib";
    format_gib(n) => "format-gib";
    format_tib(n) => "format-tib";
    format_none => "format-none";
    format_yes => "format-yes";
    format_no => "format-no";
}
