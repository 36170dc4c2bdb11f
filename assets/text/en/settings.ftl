# The settings page
settings-title = Settings
settings-language = Language
settings-theme = Theme
settings-theme-system = As the system has it
settings-theme-light = Light
settings-theme-dark = Dark
settings-back = Back
settings-clouds = Clouds kept here
settings-clouds-none = None; the sign-in form can keep one
settings-folder = Data folder
settings-folder-none = None: this computer gives the program no place to keep anything
settings-folder-help = Settings only; secrets are in the system’s keyring or nowhere
settings-forget-title = Forget everything
settings-forget-text = Takes back what this program keeps on this computer: the settings, the clouds kept here, where you worked last, and its secrets in the keyring. Nothing changes in any cloud, and clouds.yaml stays as it is.
settings-forget = Forget everything…
settings-forget-sure = This cannot be undone
settings-forget-yes = Forget everything
