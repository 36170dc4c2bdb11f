//! The keyring against a real Secret Service, in a session of its own: `packaging/check.sh` starts one for each state and
//! says in `MAGNUM_DESKTOP_KEYRING` which it is. Nobody's own keyring is touched: without that the tests say so and pass.

use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::profile::CloudProfile;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::trouble::KeyringTrouble;
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::platform::secrets::Secrets;

/// Whether the session's keyring is in this state.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the test's own switch, and a skipped test has to say so"
)]
fn keyring_is(state: &str) -> bool {
    match std::env::var("MAGNUM_DESKTOP_KEYRING") {
        Ok(known) => known == state,
        Err(_) => {
            eprintln!("skipped: no keyring of its own (MAGNUM_DESKTOP_KEYRING)");
            false
        }
    }
}

fn profile(user: &str) -> CloudProfile {
    let text = format!(
        "clouds:\n  somewhere:\n    auth:\n      auth_url: https://keystone.example.org/v3\n      username: {user}\n"
    );
    let path = "clouds.yaml".into();
    let entries = parse(&FileText { path, text }, None).unwrap();
    entries.into_iter().next().unwrap().profile.unwrap()
}

fn trouble(problem: Problem) -> KeyringTrouble {
    match problem.kind {
        ProblemKind::KeyringUnavailable { trouble } => trouble,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_kept_is_found_again_by_its_cloud_and_user_alone() {
    if !keyring_is("open") {
        return;
    }
    let (ada, eve) = (profile("ada"), profile("eve"));
    let secrets = Secrets::Keyring;
    secrets.probe(&ada).await.unwrap();
    assert_eq!(
        secrets.get(&ada).await.unwrap_err().kind,
        ProblemKind::PasswordMissing
    );
    for secret in ["first", "pässwörd \"密码\" \\ \u{1f511}"] {
        secrets.set(&ada, &Secret::new(secret)).await.unwrap();
        assert_eq!(secrets.get(&ada).await.unwrap().expose(), secret);
    }
    secrets.probe(&ada).await.unwrap();
    assert_eq!(
        secrets.get(&eve).await.unwrap_err().kind,
        ProblemKind::PasswordMissing
    );
    secrets.forget(&eve).await.unwrap();
    secrets.forget(&ada).await.unwrap();
    assert_eq!(
        secrets.get(&ada).await.unwrap_err().kind,
        ProblemKind::PasswordMissing
    );
}

#[tokio::test]
async fn f82_a_locked_keyring_is_told_and_holds_nobody_up() {
    if !keyring_is("locked") {
        return;
    }
    let ada = profile("ada");
    let told = trouble(
        Secrets::Keyring
            .set(&ada, &Secret::new("first"))
            .await
            .unwrap_err(),
    );
    // Where nobody can be asked the service says so; where somebody might answer it is not waited for.
    assert!(
        matches!(told, KeyringTrouble::Locked | KeyringTrouble::NoAnswer { .. }),
        "{told:?}"
    );
    trouble(Secrets::Keyring.probe(&ada).await.unwrap_err());
}

#[tokio::test]
async fn f82_a_service_without_a_keyring_in_it_is_told() {
    if !keyring_is("empty") {
        return;
    }
    let ada = profile("ada");
    assert_eq!(
        Secrets::Keyring.get(&ada).await.unwrap_err().kind,
        ProblemKind::PasswordMissing
    );
    for problem in [
        Secrets::Keyring
            .set(&ada, &Secret::new("first"))
            .await
            .unwrap_err(),
        Secrets::Keyring.probe(&ada).await.unwrap_err(),
    ] {
        assert_eq!(trouble(problem), KeyringTrouble::NoCollection);
    }
}

#[tokio::test]
async fn f82_a_machine_without_a_keyring_is_told() {
    if !keyring_is("absent") {
        return;
    }
    let ada = profile("ada");
    let secrets = Secrets::Keyring;
    for problem in [
        secrets.get(&ada).await.unwrap_err(),
        secrets.set(&ada, &Secret::new("first")).await.unwrap_err(),
        secrets.probe(&ada).await.unwrap_err(),
        secrets.forget(&ada).await.unwrap_err(),
    ] {
        assert_eq!(trouble(problem), KeyringTrouble::Absent);
    }
}
