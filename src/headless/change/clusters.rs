//! Commands about whole clusters.

use super::run::missing;
use super::{Desk, Known, Outcome, Stop};
use crate::domain::cluster::Cluster;
use crate::domain::draft::ClusterDraft;
use crate::domain::id::ServerId;
use crate::domain::node_group::{NodeGroup, Role};
use crate::domain::operation::findings::{self, ResizeContext};
use crate::domain::operation::{ClusterChange, ClusterDeed, GroupRef, Operation, Resize, Update, Upgrade};
use crate::domain::permission::{Circumstances, Wish};
use crate::domain::plan::finding::{Finding, Weight};
use crate::domain::plan::{Ground, Login};
use crate::domain::template::era::Era;
use crate::domain::upgrade;
use crate::headless::change_args::{
    ChangeOutput, CreateClusterArguments, DeleteClusterArguments, ResizeArguments, RotateArguments,
    UpdateArguments, UpgradeArguments,
};
use crate::headless::table::Table;

impl Desk<'_> {
    pub(super) async fn create_cluster(&mut self, wanted: &CreateClusterArguments) -> Result<Outcome, Stop> {
        let list = self.reader.clusters().await?;
        let template = self.template(&wanted.template).await?;
        let catalog = self.catalog().await?;
        let info = self.reader.known_info().await?;
        let circumstances = Circumstances {
            info: Some(&info),
            locked: false,
            cluster: None,
            driver: crate::domain::driver::Driver::Unknown,
            group: None,
            tls_disabled: false,
        };
        self.allowed(circumstances.may(Wish::Create))?;
        let draft = ClusterDraft {
            template: Some(template.id.clone()),
            name: wanted.name.clone(),
            keypair: wanted.keypair.clone().unwrap_or_default(),
            master_count: wanted.master_count,
            node_count: wanted.node_count,
            master_flavor: wanted.master_flavor.clone().unwrap_or_default(),
            flavor: wanted.flavor.clone().unwrap_or_default(),
            load_balancer: wanted.master_lb_enabled,
            floating_ip: wanted.floating_ip_enabled,
            fixed_network: wanted.fixed_network.clone().unwrap_or_default(),
            fixed_subnet: wanted.fixed_subnet.clone().unwrap_or_default(),
            docker_volume_gib: wanted.docker_volume_size,
            discovery_url: wanted.discovery_url.clone().unwrap_or_default(),
            labels: wanted.labels.clone(),
            create_timeout_mins: wanted.timeout,
            ..ClusterDraft::new()
        };
        let ground = Ground {
            template: Some(&template),
            templates_known: true,
            catalog: Some(&catalog),
            clusters: &list.rows,
            clusters_known: !list.more_to_come,
            minor: Era::minor_of(info.magnum_version.as_deref()),
            login: Login {
                roles: &info.roles,
                ..Login::default()
            },
            ..Ground::default()
        };
        let words = self.words;
        let told = |finding: &Finding| words.plan_issue(finding);
        let findings = draft.check(ground);
        for finding in findings.iter().filter(|finding| finding.weight == Weight::Warns) {
            self.person.tell(&told(finding));
        }
        let request = draft.finish(ground).map_err(|findings| {
            let lines: Vec<String> = findings.iter().map(told).collect();
            Stop::NotSent(lines.join("\n"))
        })?;
        self.carry_out(Operation::CreateCluster(request), wanted.follow)
            .await
    }

    /// Everything is looked up and confirmed before the first one goes.
    pub(super) async fn delete_clusters(&mut self, wanted: &DeleteClusterArguments) -> Result<Outcome, Stop> {
        let mut targets = Vec::new();
        for name in &wanted.clusters {
            let known = self.known(name).await?;
            self.may(&known, Wish::Delete)?;
            targets.push(known.cluster);
        }
        for cluster in &targets {
            let what = self.words.deletion_title(cluster.name.as_str());
            let vanishes = self.vanishes(cluster);
            self.confirm(
                wanted.yes || wanted.follow.dry_run,
                (&format!("{what}\n{vanishes}"), &cluster.name),
            )?;
        }
        let mut all = Outcome {
            text: String::new(),
            code: 0,
        };
        for cluster in &targets {
            let change = ClusterChange::now(cluster.id.clone(), cluster.name.clone(), ClusterDeed::Delete);
            let change = if wanted.when_free {
                change.when_free()
            } else {
                change
            };
            let outcome = self.carry_out(Operation::Cluster(change), wanted.follow).await?;
            all.text.push_str(&outcome.text);
            all.code = all.code.max(outcome.code);
        }
        Ok(all)
    }

    fn vanishes(&self, cluster: &Cluster) -> String {
        let words = self.words;
        [
            words.deletion_masters(cluster.master_count),
            words.deletion_workers(cluster.node_count),
            words.deletion_cannot().to_owned(),
        ]
        .join(" · ")
    }

    pub(super) async fn resize(&mut self, wanted: &ResizeArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        let detail = self.detail(&known.cluster.id).await?;
        let group = match &wanted.nodegroup {
            Some(name) => Some(group_named(&detail.node_groups, name)?),
            None => detail
                .node_groups
                .iter()
                .find(|group| group.is_default && group.role == Role::Worker),
        };
        // The list leaves out the bounds.
        let whole = match group {
            Some(group) => Some(self.reader.group(&known.cluster.id, &group.id).await?),
            None => None,
        };
        let group = whole.as_ref();
        let master = group.is_some_and(|group| group.role == Role::Master);
        let wish = if master { Wish::ResizeMasters } else { Wish::Resize };
        let busy = wanted.when_free && known.cluster.status.in_progress();
        if !busy {
            self.may(&known, wish)?;
        }
        let (leaving, servers) = self.leaving(&known, group, &wanted.remove).await?;
        let resize = Resize {
            group: group
                .filter(|_| wanted.nodegroup.is_some())
                .map(|group| GroupRef {
                    id: group.id.clone(),
                    name: group.name.clone(),
                }),
            node_count: wanted.node_count,
            nodes_to_remove: leaving,
        };
        let context = ResizeContext {
            group,
            count_now: group.map_or(known.cluster.node_count, |group| group.node_count),
            servers: &servers,
            autoscaled: known.cluster.is_autoscaled(),
            zero_allowed: known.circumstances().may(Wish::ScaleToZero).is_ok(),
            picks_heeded: findings::picks_heeded(known.driver),
        };
        self.heed(&findings::of_resize(&resize, context))?;
        let change = change(&known, ClusterDeed::Resize(resize));
        let change = if wanted.when_free {
            change.when_free()
        } else {
            change
        };
        self.carry_out(Operation::Cluster(change), wanted.follow).await
    }

    /// The servers that were named to go, and all that the group has.
    async fn leaving(
        &mut self,
        known: &Known,
        group: Option<&NodeGroup>,
        names: &[String],
    ) -> Result<(Vec<ServerId>, Vec<ServerId>), Stop> {
        if names.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        self.may(known, Wish::ChooseNodes)?;
        let (_, parts) = self.reader.parts(known.cluster.id.as_str()).await?;
        let of_group = |name: &Option<String>| {
            group.is_none_or(|group| name.as_ref().is_none_or(|name| *name == group.name))
        };
        let nodes: Vec<_> = parts.nodes.iter().filter(|node| of_group(&node.group)).collect();
        let mut leaving = Vec::new();
        for wanted in names {
            let found = parts
                .nodes
                .iter()
                .find(|node| node.server.id.as_str() == wanted || node.server.name == *wanted);
            leaving.push(found.ok_or_else(|| missing(wanted))?.server.id.clone());
        }
        let servers = nodes.iter().map(|node| node.server.id.clone()).collect();
        Ok((leaving, servers))
    }

    pub(super) async fn upgrade(&mut self, wanted: &UpgradeArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        let templates = self.templates().await?;
        let catalog = self.catalog().await?;
        let from = upgrade::From {
            cluster: &known.cluster,
            template: known.template.as_deref(),
            catalog: Some(&catalog),
        };
        let Some(name) = &wanted.template else {
            return Ok(self.suitable(&from.choices(&templates), wanted.follow.output));
        };
        self.may(&known, Wish::Upgrade)?;
        let template = self.template(name).await?;
        let step = from
            .to(&template)
            .map_err(|unfit| Stop::NotSent(format!("{}: {}", template.name, self.words.unfit(unfit))))?;
        self.person
            .tell(&format!("{}: {}", template.name, self.words.upgrade_step(step)));
        for label in upgrade::label_changes(&known.cluster, &template) {
            let dash = self.words.format_none();
            let (from, to) = (label.from.as_deref(), label.to.as_deref());
            self.person.tell(&format!(
                "{}: {} → {}",
                label.name,
                from.unwrap_or(dash),
                to.unwrap_or(dash)
            ));
        }
        let group = match &wanted.nodegroup {
            Some(name) => {
                let detail = self.detail(&known.cluster.id).await?;
                Some(group_ref(group_named(&detail.node_groups, name)?))
            }
            None => None,
        };
        let deed = ClusterDeed::Upgrade(Upgrade {
            template: template.id.clone(),
            template_name: template.name.clone(),
            max_batch_size: wanted.max_batch_size,
            group,
        });
        self.carry_out(Operation::Cluster(change(&known, deed)), wanted.follow)
            .await
    }

    fn suitable(&self, choices: &[upgrade::Choice], output: ChangeOutput) -> Outcome {
        let version = |choice: &upgrade::Choice| choice.version.map(|version| version.to_string());
        let text = match output {
            ChangeOutput::Text => {
                let mut table = Table::new(&["ID", "NAME", "VERSION", "STEP"]);
                table.rows.extend(choices.iter().map(|choice| {
                    vec![
                        choice.template.id.to_string(),
                        choice.template.name.clone(),
                        version(choice).unwrap_or_default(),
                        self.words.upgrade_step(choice.step).to_owned(),
                    ]
                }));
                table.to_text()
            }
            ChangeOutput::Json => {
                let rows = choices.iter().map(|choice| {
                    serde_json::json!({
                        "uuid": choice.template.id.as_str(),
                        "name": choice.template.name,
                        "version": version(choice),
                        "step": self.words.upgrade_step(choice.step),
                    })
                });
                super::pretty(&serde_json::Value::Array(rows.collect()))
            }
        };
        Outcome { text, code: 0 }
    }

    pub(super) async fn update(&mut self, wanted: &UpdateArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        if wanted.node_count.is_some() {
            self.may(&known, Wish::PatchNodeCount)?;
        }
        if wanted.health_status.is_some() {
            self.may(&known, Wish::SetHealth)?;
        }
        let deed = ClusterDeed::Update(Update {
            node_count: wanted.node_count,
            health: wanted.health_status.clone(),
            health_reasons: None,
            rollback: wanted.rollback,
        });
        self.carry_out(Operation::Cluster(change(&known, deed)), wanted.follow)
            .await
    }

    pub(super) async fn rotate_ca(&mut self, wanted: &RotateArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        self.may(&known, Wish::RotateCa)?;
        let what = self.words.rotation_ca_means();
        let sure = wanted.yes || wanted.follow.dry_run;
        self.confirm(sure, (what, &known.cluster.name))?;
        let operation = Operation::Cluster(change(&known, ClusterDeed::RotateCa));
        self.carry_out(operation, wanted.follow).await
    }

    pub(super) async fn rotate_credential(&mut self, wanted: &RotateArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        self.may(&known, Wish::RotateCredential)?;
        let what = self.words.rotation_credential_means();
        let sure = wanted.yes || wanted.follow.dry_run;
        self.confirm(sure, (what, &known.cluster.name))?;
        let operation = Operation::Cluster(change(&known, ClusterDeed::RotateCredential));
        self.carry_out(operation, wanted.follow).await
    }
}

fn change(known: &Known, deed: ClusterDeed) -> ClusterChange {
    ClusterChange::now(known.cluster.id.clone(), known.cluster.name.clone(), deed)
}

/// The group of this id, else of this name.
pub(super) fn group_named<'a>(groups: &'a [NodeGroup], name_or_id: &str) -> Result<&'a NodeGroup, Stop> {
    groups
        .iter()
        .find(|group| group.id.as_str() == name_or_id || group.name == name_or_id)
        .ok_or_else(|| missing(name_or_id).into())
}

/// As a change names it.
pub(super) fn group_ref(group: &NodeGroup) -> GroupRef {
    GroupRef {
        id: group.id.clone(),
        name: group.name.clone(),
    }
}
