//! Services saying no, each in its own way, and things that are no service.

use magnum_desktop::domain::id::{ClusterId, StackId};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::service::Service;
use magnum_desktop::domain::stack::Stack;
use magnum_desktop::domain::status::Status;
use magnum_desktop::openstack::magnum::clusters;
use magnum_desktop::openstack::{cinder, glance, heat, neutron, nova, octavia};
use magnum_desktop::text::{Language, Words};

use super::cloud::{PASSWORD, cloud, profile, recorded, sign_in, try_sign_in};
use super::server::{Reply, Server};

async fn flavors_after(reply: Reply) -> (Problem, Server) {
    let cloud = cloud(move |_| reply.clone()).await;
    let session = sign_in(&cloud).await;
    let problem = nova::flavors(&session).await.unwrap_err().problem();
    (problem, cloud)
}

#[tokio::test]
async fn each_service_is_understood() {
    let cloud = cloud(|asked| {
        let place = asked.path.split('/').nth(1).unwrap();
        recorded(match place {
            "magnum" => "magnum/cluster-404-uuid",
            "heat" => "heat/stack-404",
            "nova" => "nova/hypervisors-403",
            "neutron" => "neutron/network-create-403",
            "octavia" => "octavia/loadbalancer-404",
            "cinder" => "cinder/volume-404",
            _ => "glance/image-404",
        })
    })
    .await;
    let session = sign_in(&cloud).await;
    let stack = Stack {
        id: StackId::new("i"),
        name: "n".to_owned(),
        status: Status::parse(""),
        status_reason: None,
        created_at: None,
    };
    let problems = [
        clusters::show(&session, &ClusterId::new("x"))
            .await
            .unwrap_err()
            .problem(),
        heat::resources(&session, &stack).await.unwrap_err().problem(),
        nova::servers(&session).await.unwrap_err().problem(),
        neutron::ports(&session).await.unwrap_err().problem(),
        octavia::pools(&session).await.unwrap_err().problem(),
        cinder::volumes(&session).await.unwrap_err().problem(),
        glance::images(&session).await.unwrap_err().problem(),
    ];
    let services = [
        (
            Service::ContainerInfra,
            ProblemKind::NotFound,
            "could not be found.",
        ),
        (
            Service::Orchestration,
            ProblemKind::NotFound,
            "The Stack (absent) could not be found.",
        ),
        (
            Service::Compute,
            ProblemKind::Forbidden,
            "Policy doesn't allow os_compute_api:os-hypervisors:list to be performed.",
        ),
        (
            Service::Network,
            ProblemKind::Forbidden,
            "is disallowed by policy",
        ),
        (Service::LoadBalancer, ProblemKind::NotFound, "not found."),
        (
            Service::BlockStorage,
            ProblemKind::NotFound,
            "could not be found.",
        ),
        (Service::Image, ProblemKind::NotFound, "No image found with ID"),
    ];
    for (problem, (service, kind, words)) in problems.into_iter().zip(services) {
        assert_eq!((problem.service, &problem.kind), (Some(service), &kind));
        let said = problem.server_words.unwrap();
        assert!(said.contains(words), "{said}");
        assert!(!said.contains('<'), "{said}");
        assert!(
            problem.request_id.is_some_and(|id| id.starts_with("req-")),
            "{service:?}"
        );
    }
}

#[tokio::test]
async fn f10_f47_a_page_is_no_answer() {
    let page =
        "<!doctype html><html><head><title>Hotel Wi-Fi</title></head><body>Please sign in</body></html>";
    let (problem, cloud) = flavors_after(Reply::text(200, "text/html", page)).await;
    let host = cloud.url.trim_start_matches("http://").to_owned();
    assert_eq!(problem.kind, ProblemKind::NotAnApi { host: host.clone() });
    assert_eq!(
        problem.server_words.as_deref(),
        Some("Hotel Wi-Fi\nPlease sign in")
    );
    assert_eq!(
        problem.raw.as_deref(),
        Some(page),
        "all of it for those who want to see it"
    );
    assert_eq!(cloud.count("GET", "/flavors/detail"), 1);
    let (problem, _cloud) = flavors_after(Reply::text(200, "application/json", "")).await;
    assert!(matches!(problem.kind, ProblemKind::NotAnApi { .. }));
    let (problem, _cloud) = flavors_after(Reply::text(200, "application/json", "{\"flavors\": [")).await;
    assert!(matches!(problem.kind, ProblemKind::InvalidAnswer { .. }));
    let (problem, _cloud) = flavors_after(Reply::text(200, "application/json", "{\"else\": 1}")).await;
    assert!(matches!(problem.kind, ProblemKind::InvalidAnswer { .. }));
    let (problem, _cloud) = flavors_after(Reply::text(407, "text/html", "<h1>Who are you?</h1>")).await;
    assert_eq!(problem.kind, ProblemKind::ProxyLogin);
    let (problem, _cloud) = flavors_after(Reply::text(511, "text/html", "<h1>Sign in</h1>")).await;
    assert!(matches!(problem.kind, ProblemKind::NotAnApi { .. }));
}

#[tokio::test]
async fn f11_a_redirect_is_not_followed() {
    let elsewhere = Server::start(|_| Reply::HangUp).await;
    let target = format!("{}/v2.1/flavors?token=x", elsewhere.url);
    for status in [301, 302, 303, 307, 308] {
        let (problem, _cloud) =
            flavors_after(Reply::text(status, "text/html", "").with("Location", &target)).await;
        assert_eq!(
            problem.kind,
            ProblemKind::Redirected {
                to: format!("{}/v2.1/flavors", elsewhere.url)
            }
        );
    }
    assert!(elsewhere.asked().is_empty(), "the token went nowhere");
}

#[tokio::test]
async fn what_a_server_quotes_of_our_secrets_is_struck_out() {
    let server =
        Server::start(|asked| Reply::text(400, "text/plain", &format!("cannot read {}", asked.body))).await;
    let problem = try_sign_in(&profile(&server.url)).await.unwrap_err().problem();
    let told = format!("{problem:?}");
    assert!(told.contains("cannot read") && told.contains("demo"), "{told}");
    assert!(!told.contains(PASSWORD), "{told}");
}

#[tokio::test]
async fn f46_a_traceback_is_folded_away_and_kept() {
    // As it stands inside of JSON.
    let trace = r#"Traceback (most recent call last):\n  File \"/usr/lib/python3/heat/api.py\", line 7, in show\n    raise x\nKeyError: 'y'"#;
    let body = format!(
        r#"{{"code": 500, "title": "Internal Server Error", "error": {{"message": "Failed.\n{trace}", "traceback": "{trace}"}}}}"#
    );
    let (problem, _cloud) =
        flavors_after(Reply::text(500, "application/json", &body).with("X-Openstack-Request-Id", "req-7"))
            .await;
    assert_eq!(problem.server_words.as_deref(), Some("Failed.\nKeyError: 'y'"));
    assert!(
        problem
            .raw
            .as_ref()
            .unwrap()
            .contains("/usr/lib/python3/heat/api.py")
    );
    let told = Words::new(Language::English).in_full(&problem);
    assert!(told.contains("req-7") && !told.contains("/usr/lib"), "{told}");
    let body = r#"{"computeFault": {"code": 500, "message": "Unexpected API Error.\n<class 'sqlalchemy.exc.Error'>"}}"#;
    let (problem, _cloud) = flavors_after(Reply::text(500, "application/json", body)).await;
    assert_eq!(problem.kind, ProblemKind::ServerFault);
    assert!(
        problem
            .server_words
            .unwrap()
            .contains("<class 'sqlalchemy.exc.Error'>")
    );
    let (problem, _cloud) = flavors_after(Reply::text(418, "text/plain", "I am a teapot")).await;
    assert_eq!(
        (problem.kind, problem.status),
        (ProblemKind::UnexpectedStatus, Some(418))
    );
}
