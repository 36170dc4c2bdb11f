//! The settings page.

words! {
    settings_title => "settings-title";
    settings_language => "settings-language";
    settings_theme => "settings-theme";
    settings_theme_system => "settings-theme-system";
    settings_theme_light => "settings-theme-light";
    settings_theme_dark => "settings-theme-dark";
}
