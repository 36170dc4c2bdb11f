//! The same on the command line: what somebody would type to see a thing of the picture with OpenStack's own client.

use crate::domain::quoting::Shell;
use crate::domain::scope::Scope;
use crate::domain::topology::particulars::Subject;
use crate::domain::topology::resource::ResourceKind;

/// Lines of a console that the command asks for.
const CONSOLE_LINES: &str = "100";

/// Writes commands for one cloud, project and region.
#[derive(Clone, Copy, Debug)]
pub struct Commands<'a> {
    /// Whose quoting rules apply.
    pub shell: Shell,
    /// Which cloud and region.
    pub scope: &'a Scope,
}

impl Commands<'_> {
    /// `openstack … show …` for this thing.
    pub fn show(&self, subject: &Subject) -> String {
        match subject {
            Subject::Thing { kind, id } => self.line(noun(*kind), &[id]),
            Subject::Member { pool, member } => {
                self.line("loadbalancer member show", &[pool.as_str(), member.as_str()])
            }
            Subject::HeatResource { stack, name, .. } => {
                self.line("stack resource show", &[stack.as_str(), name])
            }
        }
    }

    /// `openstack console log show …` for a server.
    pub fn console(&self, server: &str) -> String {
        self.line(&format!("console log show --lines {CONSOLE_LINES}"), &[server])
    }

    /// `openstack security group rule list …` for a security group.
    pub fn rules(&self, group: &str) -> String {
        self.line("security group rule list --long", &[group])
    }

    /// `openstack coe nodegroup show …` for a node group of a cluster.
    pub fn node_group(&self, cluster: &str, group: &str) -> String {
        self.line("coe nodegroup show", &[cluster, group])
    }

    fn line(&self, command: &str, arguments: &[&str]) -> String {
        let mut line = "openstack".to_owned();
        for (option, value) in [
            ("--os-cloud", &self.scope.cloud),
            ("--os-region-name", &self.scope.region),
        ] {
            if !value.is_empty() {
                // A value that begins with a dash would be taken for an option, so it is tied to its own.
                let tie = if value.starts_with('-') { '=' } else { ' ' };
                line.push_str(&format!(" {option}{tie}{}", self.shell.quoted(value)));
            }
        }
        line.push(' ');
        line.push_str(command);
        if arguments.iter().any(|argument| argument.starts_with('-')) {
            line.push_str(" --");
        }
        for argument in arguments {
            line.push(' ');
            line.push_str(&self.shell.quoted(argument));
        }
        line
    }
}

/// The words of OpenStack's client for showing one of a kind by its id.
fn noun(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::ExternalNetwork | ResourceKind::Network => "network show",
        ResourceKind::Router => "router show",
        ResourceKind::Subnet => "subnet show",
        ResourceKind::FloatingIp => "floating ip show",
        ResourceKind::LoadBalancer => "loadbalancer show",
        ResourceKind::Listener => "loadbalancer listener show",
        ResourceKind::Pool => "loadbalancer pool show",
        ResourceKind::Member => "loadbalancer member show",
        ResourceKind::Master | ResourceKind::Worker => "server show",
        ResourceKind::Port => "port show",
        ResourceKind::Volume => "volume show",
        ResourceKind::SecurityGroup => "security group show",
        ResourceKind::ServerGroup => "server group show",
        ResourceKind::Stack => "stack show",
        ResourceKind::Script | ResourceKind::Plumbing | ResourceKind::Other => "stack resource show",
    }
}

/// The account that an image of this operating system lets in, as Magnum's drivers and the images themselves name it.
pub fn account(os_distro: &str) -> &'static str {
    match os_distro {
        "ubuntu" => "ubuntu",
        "debian" => "debian",
        "fedora" | "fedora-atomic" => "fedora",
        "rocky" => "rocky",
        // Fedora CoreOS, Flatcar and the CoreOS before them.
        _ => "core",
    }
}

/// `ssh account@address`.
pub fn ssh(shell: Shell, account: &str, address: &str) -> String {
    format!("ssh {}", shell.quoted(&format!("{account}@{address}")))
}

#[cfg(test)]
mod tests {
    use super::{Commands, account, ssh};
    use crate::domain::id::{MemberId, PoolId, StackId};
    use crate::domain::quoting::Shell;
    use crate::domain::scope::Scope;
    use crate::domain::topology::particulars::Subject;
    use crate::domain::topology::resource::ResourceKind;

    #[test]
    fn f74_every_kind_has_its_command_and_names_stay_words() {
        let scope = Scope {
            cloud: "my cloud".to_owned(),
            project: "p".to_owned(),
            region: "RegionOne".to_owned(),
        };
        let commands = Commands {
            shell: Shell::Posix,
            scope: &scope,
        };
        let head = "openstack --os-cloud 'my cloud' --os-region-name RegionOne";
        for kind in ResourceKind::ALL {
            let subject = Subject::Thing {
                kind,
                id: "a;b".to_owned(),
            };
            let line = commands.show(&subject);
            assert!(line.starts_with(head) && line.ends_with(" show 'a;b'"), "{line}");
        }
        let member = Subject::Member {
            pool: PoolId::new("p"),
            member: MemberId::new("m"),
        };
        assert_eq!(
            commands.show(&member),
            format!("{head} loadbalancer member show p m")
        );
        let resource = Subject::HeatResource {
            stack_name: "s".to_owned(),
            stack: StackId::new("1"),
            name: "-rf".to_owned(),
        };
        assert_eq!(
            commands.show(&resource),
            format!("{head} stack resource show -- 1 -rf")
        );
        assert_eq!(
            commands.console("s"),
            format!("{head} console log show --lines 100 s")
        );
        assert_eq!(
            ssh(Shell::Posix, account("fedora-coreos"), "172.24.4.7"),
            "ssh core@172.24.4.7"
        );
    }
}
