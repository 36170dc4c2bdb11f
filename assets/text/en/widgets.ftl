# Things that every page has
widget-copy-value = Copy { $what }
widget-copied = Copied
widget-retry = Try again
widget-server-words = The server’s own words
widget-request-id = Request id
widget-http-status = HTTP status
widget-as-of = Shown as of { $time }
widget-waiting-since = for { $span }
widget-cancel = Cancel
widget-close = Close
widget-confirm-hint = Type { $name } to confirm
widget-confirm-mismatch = The text differs from the name
widget-increase = Increase { $what }
widget-decrease = Decrease { $what }

# Tables
table-filter = Filter
table-filter-hint = Filter  /
table-clear-filter = Clear the filter
table-nothing-matches = Nothing matches this filter
table-count = { $total }
table-count-of = { $shown } of { $total }
table-copy-cell = Copy cell
table-copy-row = Copy row
table-copy-csv = Copy table as CSV
table-copy-json = Copy table as JSON
table-sort-by = Sort by { $column }
table-sorted-up = Sorted by { $column }, ascending
table-sorted-down = Sorted by { $column }, descending
widget-details = Details
widget-copy-all = Copy all
widget-raw = The whole answer
table-columns = Choose columns
table-column-earlier = Move { $column } further to the front
table-columns-reset = As at first
