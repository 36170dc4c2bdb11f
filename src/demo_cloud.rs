//! The command that serves a simulated cloud alone, for any OpenStack client.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use magnum_desktop::headless::args::{DemoCloudArguments, ProfileArgument, WorldArgument};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::simulation::{Options, Pace, Profile, Service, SimulatedCloud, StartingWorld};

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
