# Spans of time
format-seconds = { $n } s
format-minutes = { $n } min
format-hours = { $n } h
format-days = { $n } d
format-months = { $n } mo
format-years = { $n } y
format-just-now = just now
format-ago = { $span } ago
format-ahead = in { $span }

# Sizes
format-bytes = { $n } B
format-kib = { $n } KiB
format-mib = { $n } MiB
format-gib = { $n } GiB
format-tib = { $n } TiB

# Nothing there
format-none = –
format-yes = Yes
format-no = No
