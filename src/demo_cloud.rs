//! The simulated cloud as the program uses it: inside, for the window and for commands, and alone, for any OpenStack client.

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::profile::CloudProfile;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::headless::args::{DemoCloudArguments, ProfileArgument, WorldArgument};
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::simulation::{Options, Pace, Profile, Service, SimulatedCloud, StartingWorld};

/// Seconds of the embedded cloud's world per second.
const SPEED: f64 = 1.0;

/// Starts the demo cloud and makes a profile of the clouds.yaml that it writes.
pub(crate) async fn embedded() -> Result<(SimulatedCloud, Arc<CloudProfile>, Secret), Problem> {
    let failed = |detail: String| Problem::new(ProblemKind::Internal { detail });
    let options = Options {
        port: 0,
        pace: Pace::Live { speed: SPEED },
        world: StartingWorld::Everyday,
        seed: 1,
        now: Clock::System.now(),
    };
    let cloud = SimulatedCloud::start(options)
        .await
        .map_err(|error| failed(error.to_string()))?;
    let file = FileText {
        path: "demo".into(),
        text: cloud.clouds_yaml(),
    };
    let entry = parse(&file, None)?.into_iter().find(|entry| entry.name == "demo");
    let entry = entry.ok_or_else(|| failed("the demo cloud names no cloud".to_owned()))?;
    let profile = CloudProfile {
        display_name: Some("Demo cloud".to_owned()),
        source: None,
        ..entry.profile?
    };
    Ok((cloud, Arc::new(profile), entry.secret.unwrap_or_default()))
}

/// Serves until somebody wants an end.
pub(crate) async fn serve(wanted: &DemoCloudArguments) -> anyhow::Result<ExitCode> {
    let options = Options {
        port: wanted.listen.port(),
        pace: Pace::Live { speed: wanted.speed },
        world: world_of(wanted.world),
        seed: 1,
        now: Clock::System.now(),
    };
    let service = Service {
        profile: profile_of(wanted.profile),
        steerable: true,
    };
    let cloud = SimulatedCloud::start_as(options, service)
        .await
        .context("the simulated cloud cannot listen there")?;
    let text = match &wanted.clouds_yaml {
        Some(file) => {
            std::fs::write(file, cloud.clouds_yaml())
                .with_context(|| format!("{} cannot be written", file.display()))?;
            format!(
                "{}export OS_CLIENT_CONFIG_FILE={} OS_CLOUD=demo\n",
                described(wanted, &cloud),
                file.display()
            )
        }
        None => format!("{}\n{}", described(wanted, &cloud), cloud.clouds_yaml()),
    };
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    told_to_stop().await?;
    cloud.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// What is served, for the person at the terminal.
fn described(wanted: &DemoCloudArguments, cloud: &SimulatedCloud) -> String {
    let base = cloud.base_url();
    let (world, profile) = (wanted.world, wanted.profile);
    let mut text = format!(
        "# world {world:?}, release {}, {} times as fast\n# Keystone        {}\n",
        profile_of(profile),
        wanted.speed,
        cloud.auth_url()
    );
    for (name, path) in [
        ("Magnum", "container-infra"),
        ("Heat", "orchestration"),
        ("Nova", "compute"),
        ("Neutron", "network"),
        ("Octavia", "load-balancer"),
        ("Glance", "image"),
        ("Cinder", "volume"),
        ("OpenID provider", "oidc"),
        ("Faults, time", "admin/faults and /admin/time"),
    ] {
        text.push_str(&format!("# {name:<15} {base}/{path}\n"));
    }
    text
}

/// Waits until the person or the system wants an end.
async fn told_to_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut ended = signal(SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed,
            _ended = ended.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

fn world_of(world: WorldArgument) -> StartingWorld {
    match world {
        WorldArgument::Everyday => StartingWorld::Everyday,
        WorldArgument::Empty => StartingWorld::Empty,
        WorldArgument::Large => StartingWorld::Large,
        WorldArgument::Failing => StartingWorld::Failing,
        WorldArgument::QuotaTight => StartingWorld::QuotaTight,
        WorldArgument::Hostile => StartingWorld::Hostile,
        WorldArgument::WalkThrough => StartingWorld::WalkThrough,
    }
}

fn profile_of(profile: ProfileArgument) -> Profile {
    match profile {
        ProfileArgument::Newton => Profile::Newton,
        ProfileArgument::Zed => Profile::Zed,
        ProfileArgument::R2024_1 => Profile::R2024_1,
        ProfileArgument::R2026_1 => Profile::R2026_1,
        ProfileArgument::R2026_2 => Profile::R2026_2,
    }
}
