# What is said and asked at a terminal.
terminal-open-in-browser = Open this page in a browser on this computer and sign in there:
terminal-factor = { $method ->
    [totp] One-time passcode
    [password] Password
   *[other] Second factor ({ $method })
}
