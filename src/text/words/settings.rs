//! The settings page.

words! {
    settings_title => "settings-title";
    settings_language => "settings-language";
    settings_theme => "settings-theme";
    settings_theme_system => "settings-theme-system";
    settings_theme_light => "settings-theme-light";
    settings_theme_dark => "settings-theme-dark";
    settings_back => "settings-back";
    settings_clouds => "settings-clouds";
    settings_clouds_none => "settings-clouds-none";
    settings_folder => "settings-folder";
    settings_folder_none => "settings-folder-none";
    settings_folder_help => "settings-folder-help";
    settings_forget_title => "settings-forget-title";
    settings_forget_text => "settings-forget-text";
    settings_forget => "settings-forget";
    settings_forget_sure => "settings-forget-sure";
    settings_forget_yes => "settings-forget-yes";
}
