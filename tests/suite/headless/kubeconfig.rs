//! `kubeconfig CLUSTER` against the simulated cloud: a key made here, signed there, and a file that a client can read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::headless::args::KubeconfigArguments;
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
