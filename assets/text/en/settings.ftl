# The settings page
settings-title = Settings
settings-language = Language
settings-theme = Theme
settings-theme-system = As the system has it
settings-theme-light = Light
settings-theme-dark = Dark
