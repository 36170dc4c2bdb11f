//! Every way in that a real Keystone offers. What only somebody with the stock client can make is handed in:
//! `LIVE_TOKEN`, `LIVE_CREDENTIAL` (`id secret`, restricted) and `LIVE_TRUST` (an id, for the cloud's user).

use std::sync::Arc;

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::profile::{AuthScope, CloudProfile, Identity, NameOrId};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::session_info::{Reach, Renewal};
use magnum_desktop::domain::trouble::SignInTrouble;
use magnum_desktop::openstack::error::ApiError;
use magnum_desktop::openstack::nova;
use magnum_desktop::openstack::session::{Session, SignIn};
use magnum_desktop::platform::clock::Clock;

use super::cloud;

async fn begin(profile: &CloudProfile, secret: &Secret) -> Result<SignIn, ApiError> {
    Session::begin(profile, secret, Arc::new(|| Clock::System.now())).await
}

async fn session(profile: &CloudProfile, secret: &Secret) -> Session {
    match begin(profile, secret).await.unwrap() {
        SignIn::Done(session) => session,
        other => panic!("{other:?}"),
    }
}

#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the test's own switch, and a skipped test has to say so"
)]
fn handed_in(name: &str) -> Option<String> {
    let found = std::env::var(name).ok();
    if found.is_none() {
        eprintln!("skipped: no {name}");
    }
    found
}

fn known() -> Option<(CloudProfile, Secret)> {
    let choice = cloud()?;
    let profile = CloudProfile::clone(&choice.profile.unwrap());
    Some((profile, choice.secret.unwrap()))
}

#[tokio::test]
async fn a_password_opens_every_project_and_a_wrong_one_none() {
    let Some((profile, secret)) = known() else { return };
    let first = session(&profile, &secret).await;
    assert_eq!(first.info().renewal, Renewal::ByItself);
    let places = first.places().await.unwrap();
    for place in &places.projects {
        let to = CloudProfile {
            auth_scope: place.auth_scope(),
            ..profile.clone()
        };
        let there = first.switch(&to).await.unwrap();
        assert_eq!(there.info().project, place.name);
        nova::flavors(&there).await.unwrap();
    }
    first.revoke().await;
    let unscoped = CloudProfile {
        auth_scope: AuthScope::Own,
        ..profile.clone()
    };
    match begin(&unscoped, &secret).await.unwrap() {
        SignIn::PlaceWanted(_, offered) => assert_eq!(offered.projects, places.projects),
        SignIn::Done(session) => assert_eq!(session.info().reach, Reach::Project),
        SignIn::Half(half) => panic!("{half:?}"),
    }
    let wrong = begin(&profile, &Secret::new("wrong"))
        .await
        .unwrap_err()
        .problem();
    assert_eq!(wrong.kind, ProblemKind::SignInRefused);
    assert!(wrong.request_id.is_some());
}

#[tokio::test]
async fn a_method_that_is_not_set_up_is_named_with_those_that_are() {
    let Some((profile, _)) = known() else { return };
    let Identity::Password { user, domain } = profile.identity.clone() else {
        panic!("{profile:?}")
    };
    let identity = Identity::Totp { user, domain };
    let problem = begin(&CloudProfile { identity, ..profile }, &Secret::new("000000"))
        .await
        .unwrap_err()
        .problem();
    match problem.kind {
        ProblemKind::SignIn(SignInTrouble::MethodUnsupported { method, offered }) => {
            assert_eq!(method, "totp");
            assert!(offered.contains(&"password".to_owned()));
        }
        // Where passcodes are set up this one is wrong.
        ProblemKind::SignIn(SignInTrouble::PasscodeRefused { .. }) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_administrator_may_work_on_a_domain_and_on_the_whole_cloud() {
    let Some((profile, secret)) = known() else { return };
    let first = session(&profile, &secret).await;
    let places = first.places().await.unwrap();
    for domain in &places.domains {
        let to = CloudProfile {
            auth_scope: domain.auth_scope(),
            ..profile.clone()
        };
        let expected = Reach::Domain(domain.name.clone());
        assert_eq!(first.switch(&to).await.unwrap().info().reach, expected);
        assert_eq!(session(&to, &secret).await.info().reach, expected);
    }
    let to = CloudProfile {
        auth_scope: AuthScope::System,
        ..profile.clone()
    };
    match first.switch(&to).await {
        Ok(there) => assert_eq!((there.info().reach, places.system), (Reach::System, true)),
        Err(error) => assert!(!places.system, "{error}"),
    }
}

#[tokio::test]
async fn a_token_from_elsewhere_is_used_and_left_alone() {
    let Some((profile, _)) = known() else { return };
    let Some(token) = handed_in("LIVE_TOKEN").map(Secret::new) else {
        return;
    };
    let bare = CloudProfile {
        identity: Identity::Token,
        auth_scope: AuthScope::Own,
        ..profile.clone()
    };
    let session_of_it = session(&bare, &token).await;
    assert_eq!(session_of_it.info().renewal, Renewal::Never);
    assert!(session_of_it.info().expires_here.is_some());
    session_of_it.revoke().await;
    nova::flavors(&session(&bare, &token).await).await.unwrap();
    let scoped = CloudProfile {
        auth_scope: profile.auth_scope,
        ..bare.clone()
    };
    let bought = session(&scoped, &token).await;
    bought.revoke().await;
    assert!(nova::flavors(&bought).await.is_err(), "it was given back");
    nova::flavors(&session(&bare, &token).await).await.unwrap();
    let problem = begin(&bare, &Secret::new("gAAAAnonsense"))
        .await
        .unwrap_err()
        .problem();
    assert_eq!(problem.kind, ProblemKind::SignIn(SignInTrouble::TokenEnded));
}

#[tokio::test]
async fn an_application_credential_is_for_its_project_and_says_what_it_cannot() {
    let Some((profile, _)) = known() else { return };
    let credential = |id: &str| CloudProfile {
        identity: Identity::ApplicationCredential {
            credential: NameOrId::Id(id.to_owned()),
            user: None,
        },
        auth_scope: AuthScope::Own,
        ..profile.clone()
    };
    let problem = begin(&credential("0123456789abcdef0123456789abcdef"), &Secret::new("x"))
        .await
        .unwrap_err()
        .problem();
    assert_eq!(problem.kind, ProblemKind::SignIn(SignInTrouble::CredentialGone));
    let Some(handed_in) = handed_in("LIVE_CREDENTIAL") else {
        return;
    };
    let (id, secret) = handed_in.split_once(' ').unwrap();
    let session_of_it = session(&credential(id), &Secret::new(secret)).await;
    assert!(session_of_it.info().restricted);
    assert!(session_of_it.places().await.unwrap().fixed);
    nova::flavors(&session_of_it).await.unwrap();
    let elsewhere = session_of_it.switch(&profile).await.unwrap_err().problem();
    assert_eq!(elsewhere.kind, ProblemKind::SignIn(SignInTrouble::ScopeFixed));
    let problem = begin(&credential(id), &Secret::new("wrong"))
        .await
        .unwrap_err()
        .problem();
    assert_eq!(
        problem.kind,
        ProblemKind::SignIn(SignInTrouble::CredentialRefused)
    );
}

#[tokio::test]
async fn a_trust_lends_a_project() {
    let Some((profile, secret)) = known() else { return };
    let Some(trust) = handed_in("LIVE_TRUST") else {
        return;
    };
    let lent = CloudProfile {
        auth_scope: AuthScope::Trust(trust),
        ..profile
    };
    let info = session(&lent, &secret).await.info();
    assert_eq!(info.reach, Reach::Trust);
    assert!(!info.project.is_empty());
}
