//! `kubeconfig CLUSTER` against the simulated cloud: a key made here, signed there, and a file that a client can read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::trouble::CommandTrouble;
use magnum_desktop::headless::args::KubeconfigArguments;
use magnum_desktop::headless::exit_code;
use magnum_desktop::headless::kubeconfig::kubeconfig;
use magnum_desktop::kubeconfig::access::{Access, Names};
use magnum_desktop::kubeconfig::merge::{has_context, remembered_authority};
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::openstack::magnum::clusters;
use magnum_desktop::openstack::session::Session;
use magnum_desktop::platform::safe_write::SystemDisk;
use magnum_desktop::simulation::{Options, Pace, SimulatedCloud, StartingWorld};
use magnum_desktop::text::{Language, Words};

struct Stage {
    _cloud: SimulatedCloud,
    session: Session,
    scope: Scope,
    folder: PathBuf,
}

impl Stage {
    async fn new(name: &str) -> Self {
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let options = Options {
            port: 0,
            pace: Pace::Stepped,
            world: StartingWorld::Everyday,
            seed: 3,
            now,
        };
        let cloud = SimulatedCloud::start(options).await.unwrap();
        let file = FileText {
            path: "clouds.yaml".into(),
            text: cloud.clouds_yaml(),
        };
        let mut entries = parse(&file, None).unwrap().into_iter();
        let entry = entries.find(|entry| entry.name == "demo").unwrap();
        let profile = entry.profile.unwrap();
        let session = Session::sign_in(&profile, &entry.secret.unwrap(), Arc::new(move || now))
            .await
            .unwrap();
        let folder =
            std::env::temp_dir().join(format!("magnum-desktop-headless-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        Self {
            _cloud: cloud,
            scope: profile.scope(),
            session,
            folder,
        }
    }

    async fn run(&self, wanted: KubeconfigArguments) -> Result<String, Problem> {
        let words = Words::new(Language::English);
        kubeconfig(
            &self.session,
            &self.scope,
            &wanted,
            (&SystemDisk::default(), &words),
        )
        .await
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

fn printing(cluster: &str) -> KubeconfigArguments {
    KubeconfigArguments {
        cluster: cluster.to_owned(),
        save: None,
        merge: false,
        print: true,
        files: None,
        docker_env: false,
        keystone: false,
        accept_new_identity: false,
    }
}

fn saving(file: &Path) -> KubeconfigArguments {
    KubeconfigArguments {
        save: Some(file.to_owned()),
        print: false,
        ..printing("production-web")
    }
}

#[tokio::test]
async fn access_is_printed_or_saved_for_its_owner_alone() {
    let stage = Stage::new("saved").await;
    let context = format!("production-web@{}.demo", stage.scope.project);
    let printed = stage.run(printing("production-web")).await.unwrap();
    assert!(has_context(&printed, &context), "{context}");
    let file = stage.folder.join("kube").join("web.yaml");
    let told = stage.run(saving(&file)).await.unwrap();
    assert!(
        told.contains(&context) && told.contains(&file.display().to_string()),
        "{told}"
    );
    let saved = fs::read_to_string(&file).unwrap();
    assert!(
        has_context(&saved, &context) && saved != printed,
        "a new key each time"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let problem = stage.run(printing("nobody")).await.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn f20_a_cluster_with_another_authority_is_told_before_anything_is_replaced() {
    let stage = Stage::new("identity").await;
    let cluster = clusters::show(&stage.session, &ClusterId::new("production-web"))
        .await
        .unwrap();
    let old = rcgen::generate_simple_self_signed(["old".to_owned()])
        .unwrap()
        .cert
        .pem();
    let names = Names::of(&cluster.name, &cluster.id, &stage.scope);
    let before = Access {
        names: names.clone(),
        server: "https://10.0.0.5:6443".to_owned(),
        authority: old.clone(),
        certificate: old,
        key: Secret::new("key"),
    };
    let file = stage.folder.join("web.yaml");
    fs::create_dir_all(&stage.folder).unwrap();
    fs::write(&file, before.file().expose()).unwrap();
    let was = remembered_authority(before.file().expose(), &names.cluster).unwrap();
    let problem = stage.run(saving(&file)).await.unwrap_err();
    let ProblemKind::File(FileTrouble::ClusterIdentityChanged {
        remembered, found, ..
    }) = problem.kind.clone()
    else {
        panic!("{problem:?}")
    };
    assert!(remembered == was && found != was);
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        before.file().expose(),
        "untouched"
    );
    for language in Language::ALL {
        let text = Words::new(language).in_full(&problem);
        assert!(
            text.contains(&was.to_string()) && text.contains(&found.to_string()),
            "{text}"
        );
    }
    let accepted = KubeconfigArguments {
        accept_new_identity: true,
        ..saving(&file)
    };
    stage.run(accepted).await.unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(remembered_authority(&text, &names.cluster), Some(found));
    // From now on it is the same one.
    stage.run(saving(&file)).await.unwrap();
}

#[tokio::test]
async fn the_articles_four_files_are_in_a_folder_and_belong_together() {
    let stage = Stage::new("folder").await;
    let folder = stage.folder.join("certs");
    let wanted = KubeconfigArguments {
        print: false,
        files: Some(folder.clone()),
        ..printing("production-web")
    };
    let told = stage.run(wanted).await.unwrap();
    assert!(told.contains(&folder.display().to_string()), "{told}");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let authority = rcgen_read(&read("ca.pem"));
    let certificate = rcgen_read(&read("cert.pem"));
    assert_eq!(certificate.issuer, authority.subject);
    assert!(certificate.subject.contains("CN=admin") && certificate.subject.contains("O=system:masters"));
    assert!(read("key.pem").starts_with("-----BEGIN PRIVATE KEY-----"));
    let context = format!("production-web@{}.demo", stage.scope.project);
    assert!(has_context(&read("config"), &context));
    #[cfg(unix)]
    for name in ["ca.pem", "cert.pem", "key.pem", "config"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    // Kubernetes has no use for Docker's environment.
    let wanted = KubeconfigArguments {
        print: false,
        files: Some(folder),
        docker_env: true,
        ..printing("production-web")
    };
    let problem = stage.run(wanted).await.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Command(CommandTrouble::NotSwarm));
    assert_eq!(exit_code(&problem), 3);
}

fn rcgen_read(pem: &str) -> magnum_desktop::domain::certificate::Certificate {
    magnum_desktop::kubeconfig::certificate::read(pem.as_bytes())
        .unwrap()
        .remove(0)
}

#[tokio::test]
async fn a_file_for_keystone_holds_no_key_and_no_token() {
    let stage = Stage::new("keystone").await;
    let wanted = KubeconfigArguments {
        keystone: true,
        ..printing("production-web")
    };
    let printed = stage.run(wanted).await.unwrap();
    let context = format!("production-web@{}.demo", stage.scope.project);
    assert!(has_context(&printed, &context));
    assert!(
        !printed.contains("client-key-data") && printed.contains("OS_TOKEN"),
        "{printed}"
    );
    let asked = stage._cloud.requests();
    let signed = asked
        .iter()
        .any(|request| request.method == "POST" && request.path.ends_with("/certificates"));
    assert!(!signed, "nothing was signed for it");
}

#[tokio::test]
async fn somebodys_own_request_is_signed_and_a_merge_is_taken_back() {
    use magnum_desktop::domain::access::{
        AccessOutcome, AccessWish, AuthorityKind, Destination, Identity, Means,
    };
    use magnum_desktop::sync::access::{Merges, authority, carry_out, sign_own};

    let stage = Stage::new("own").await;
    let cluster = clusters::show(&stage.session, &ClusterId::new("production-web"))
        .await
        .unwrap()
        .id;
    let made = magnum_desktop::kubeconfig::key::administrator().unwrap();
    let signed = sign_own(
        &stage.session,
        &cluster,
        (&made.request, AuthorityKind::Kubernetes),
    )
    .await
    .unwrap();
    let AccessOutcome::Signed { certificates, .. } = signed else {
        panic!("{signed:?}")
    };
    let known = authority(&stage.session, &cluster, AuthorityKind::Kubernetes)
        .await
        .unwrap();
    assert_eq!(certificates[0].issuer, known.certificates[0].subject);
    let etcd = authority(&stage.session, &cluster, AuthorityKind::Etcd)
        .await
        .unwrap();
    assert_ne!(
        etcd.certificates[0].fingerprint,
        known.certificates[0].fingerprint
    );
    let (disk, merges) = (SystemDisk::default(), Merges::default());
    let file = stage.folder.join("config");
    fs::create_dir_all(&stage.folder).unwrap();
    let before = "apiVersion: v1\nkind: Config\n# mine\nclusters: []\n";
    fs::write(&file, before).unwrap();
    let access = magnum_desktop::kubeconfig::merge::check(before);
    assert!(access.is_ok());
    let wish = AccessWish {
        cluster: cluster.clone(),
        means: Means::Certificate,
        to: Destination::OwnFile(Some(file.clone())),
        identity: Identity::MustMatch,
    };
    let refused = carry_out(&stage.session, &stage.scope, &wish, (&disk, &merges)).await;
    assert!(refused.is_err(), "somebody else's file is not replaced");
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    let nothing = merges.take_back(&disk, &file);
    assert!(nothing.is_err(), "nothing was merged into it");
}
