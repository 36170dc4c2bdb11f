# What is said and asked at a terminal.
terminal-open-in-browser = Open this page in a browser on this computer and sign in there:
terminal-factor = { $method ->
    [totp] One-time passcode
    [password] Password
   *[other] Second factor ({ $method })
}
terminal-no-window = No window could be opened.
terminal-confirm = { $what }
    Type { $name } to go on
terminal-needs-yes = This has to be confirmed: type the name at a terminal, or give --yes.
terminal-not-confirmed = That was another name; nothing was sent.
terminal-would = { $what }: everything is in order, and nothing was sent
terminal-other-renderer = Try the other renderer: --renderer { $other }
terminal-no-renderer =
    Is the graphics driver installed (on Debian: libgl1-mesa-dri)?
    What is only printed needs no window: magnum-desktop --help
terminal-no-screen =
    No window could be opened, because there is no screen to be had.
    Start it on a desktop (DISPLAY or WAYLAND_DISPLAY); what is only printed needs none: magnum-desktop --help
