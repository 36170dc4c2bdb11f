# What is said and asked at a terminal.
terminal-open-in-browser = Open this page in a browser on this computer and sign in there:
terminal-factor = { $method ->
    [totp] One-time passcode
    [password] Password
   *[other] Second factor ({ $method })
}
terminal-no-window = No window could be opened.
terminal-no-window-advice =
    Try the other renderer with --renderer { $other }, and whether the graphics driver is installed (on Debian: libgl1-mesa-dri).
    Everything that is printed needs no window: magnum-desktop --help
