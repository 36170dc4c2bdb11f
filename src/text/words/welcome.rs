//! The choice of a cloud.

words! {
    welcome_title => "welcome-title";
    welcome_subtitle => "welcome-subtitle";
    welcome_clouds => "welcome-clouds";
    welcome_reading => "welcome-reading";
    welcome_reread => "welcome-reread";
    welcome_open => "welcome-open";
    welcome_open_named(cloud) => "welcome-open-named";
    welcome_sign_in_ask => "welcome-sign-in-ask";
    welcome_sign_in_ask_named(cloud) => "welcome-sign-in-ask-named";
    welcome_sign_in => "welcome-sign-in";
    welcome_password(user) => "welcome-password";
    welcome_credential_secret(user) => "welcome-credential-secret";
    welcome_remember => "welcome-remember";
    welcome_from_keyring => "welcome-from-keyring";
    welcome_password_empty => "welcome-password-empty";
    welcome_host(host) => "welcome-host";
    welcome_user(user) => "welcome-user";
    welcome_credential(user) => "welcome-credential";
    welcome_project(project) => "welcome-project";
    welcome_region(region) => "welcome-region";
    welcome_unchecked => "welcome-unchecked";
    welcome_none => "welcome-none";
    welcome_none_advice => "welcome-none-advice";
    welcome_empty => "welcome-empty";
    welcome_broken => "welcome-broken";
    welcome_searched => "welcome-searched";
    welcome_demo_title => "welcome-demo-title";
    welcome_demo_text => "welcome-demo-text";
    welcome_demo_open => "welcome-demo-open";
    welcome_signing_in(cloud) => "welcome-signing-in";
    welcome_signing_in_project(cloud, project) => "welcome-signing-in-project";
    welcome_failed(cloud) => "welcome-failed";
}
