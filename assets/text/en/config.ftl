# Where a cloud's settings come from, and what is odd about them.
config-place-line = { $file }, line { $line }
config-place-column = { $place }, column { $column }
config-place-variable = environment variable { $name }
config-place-flag = command line, { $name }
config-place-vendor = known vendor { $name }
config-warning = { $setting } ({ $place }): { $text }

config-unquoted = Taken as written; put it in quotes, because other OpenStack clients read it as another kind of value
config-encrypted = Encrypted, or marked for another program; it is not used
config-vendor-unknown = No vendor profile of this name is known
config-vendor-remote = The vendor profile is an address, which is not fetched; copy its settings into the entry
config-vendor-gone = This vendor’s cloud exists no more
config-old-spelling = An old spelling, understood here but no longer by other clients
config-not-used = Not used by this program
config-not-told = The file asks for it or computes it; nothing of the file is run
config-conditional = Stands in a condition or a loop, which is not carried out
config-other-file = Another file is read here, which is not followed
