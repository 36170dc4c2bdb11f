//! What a machine writes on its console while it starts: as a Fedora CoreOS does that Magnum's Heat driver has prepared.

/// Seconds after its birth, and the line that it writes then.
const BOOT: [(i64, &str); 16] = [
    (
        3,
        "\u{1b}[H\u{1b}[J\u{1b}[1;1HBooting `Fedora CoreOS 41.20241122.3.0 (ostree:0)'",
    ),
    (
        4,
        "[    0.000000] Linux version 6.11.5-300.fc41.x86_64 (mockbuild@bkernel01)",
    ),
    (
        4,
        "[    0.000000] Command line: BOOT_IMAGE=(hd0,gpt3)/ostree ignition.platform.id=openstack console=ttyS0",
    ),
    (
        5,
        "[    1.204117] virtio_blk virtio2: [vda] 41943040 512-byte logical blocks (21.5 GB/20.0 GiB)",
    ),
    (6, "[    2.918402] ignition[612]: Ignition 2.20.0"),
    (
        6,
        "[    2.944310] ignition[612]: fetched base config from \"system\"",
    ),
    (
        7,
        "[    3.410021] ignition[612]: files: op(3): [finished] writing unit \"heat-container-agent.service\"",
    ),
    (
        9,
        "[\u{1b}[0;32m  OK  \u{1b}[0m] Reached target \u{1b}[0;1;39mswitch-root.target\u{1b}[0m - Switch Root.",
    ),
    (
        11,
        "[\u{1b}[0;32m  OK  \u{1b}[0m] Reached target \u{1b}[0;1;39mnetwork-online.target\u{1b}[0m - Network is Online.",
    ),
    (
        12,
        "[\u{1b}[0;32m  OK  \u{1b}[0m] Started \u{1b}[0;1;39msshd.service\u{1b}[0m - OpenSSH server daemon.",
    ),
    (
        14,
        "[\u{1b}[0;32m  OK  \u{1b}[0m] Started \u{1b}[0;1;39mheat-container-agent.service\u{1b}[0m - Run heat-container-agent.",
    ),
    (
        20,
        "[   17.100482] podman[1411]: Pulling image docker.io/openstackmagnum/heat-container-agent",
    ),
    (
        40,
        "[   38.220914] podman[1780]: Pulling image docker.io/rancher/hyperkube",
    ),
    (
        60,
        "[\u{1b}[0;32m  OK  \u{1b}[0m] Started \u{1b}[0;1;39mkubelet.service\u{1b}[0m - Kubelet via Hyperkube (System Container).",
    ),
    (62, "[   60.530175] kubelet[2104]: node registered"),
    (63, ""),
];

/// Everything that it has written so many seconds after its birth; one that is ready has written all.
pub(super) fn written(name: &str, up: i64, ready: bool) -> String {
    let mut lines: Vec<&str> = BOOT
        .iter()
        .filter(|(at, _)| ready || *at <= up)
        .map(|(_, line)| *line)
        .collect();
    let login = format!("{name} login: ");
    if ready {
        lines.extend([
            "Fedora CoreOS 41.20241122.3.0",
            "Kernel 6.11.5-300.fc41.x86_64 on an x86_64 (ttyS0)",
            "",
            &login,
        ]);
    }
    lines.join("\r\n")
}

/// The last lines of it, as many as were asked for; Nova counts from the end.
pub(super) fn tail(whole: &str, length: Option<u64>) -> String {
    let lines: Vec<&str> = whole.split("\r\n").collect();
    let wanted = length.and_then(|length| usize::try_from(length).ok());
    let from = wanted.map_or(0, |wanted| lines.len().saturating_sub(wanted));
    lines.get(from..).unwrap_or_default().join("\r\n")
}

#[cfg(test)]
mod tests {
    use super::{tail, written};

    #[test]
    fn a_console_grows_with_the_machine_and_is_cut_at_its_beginning() {
        assert_eq!(written("a", 0, false), "");
        assert!(written("a", 12, false).ends_with("OpenSSH server daemon."));
        let whole = written("node-1", 90, true);
        assert_eq!(tail(&whole, Some(1)), "node-1 login: ");
        assert_eq!(tail(&whole, None), whole);
        assert_eq!(tail(&whole, Some(2)).lines().count(), 2);
    }
}
