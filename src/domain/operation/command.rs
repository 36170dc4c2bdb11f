//! The same change on the command line of the OpenStack client, quoted so that it can be pasted into a shell.

use crate::domain::operation::{ClusterChange, ClusterDeed, GroupChange, GroupDeed, NewGroup, Operation};
use crate::domain::quoting::Shell;
use crate::domain::scope::Scope;

/// `openstack … coe …` for this change, where that client can do it.
pub fn command_line(shell: Shell, scope: &Scope, operation: &Operation) -> Option<String> {
    let mut words = Line {
        shell,
        text: "openstack".to_owned(),
    };
    words.option("--os-cloud", &scope.cloud);
    if !scope.region.is_empty() {
        words.option("--os-region-name", &scope.region);
    }
    match operation {
        Operation::CreateCluster(request) => return Some(request.command(shell, scope).text),
        // These show none.
        Operation::FindCluster { .. }
        | Operation::FollowCluster { .. }
        | Operation::Template(_)
        | Operation::Keypair(_)
        | Operation::Quota(_) => return None,
        Operation::Cluster(change) => cluster_words(&mut words, change)?,
        Operation::NodeGroup(change) => group_words(&mut words, change),
        Operation::Remove(piece) => words.plain(&piece.command_words(shell)),
    }
    Some(words.text)
}

/// An option with its value. One that begins with a dash would be taken for an option, so it is tied to its own.
fn option_word(shell: Shell, name: &str, value: &str) -> String {
    let tie = if value.starts_with('-') { '=' } else { ' ' };
    format!("{name}{tie}{}", shell.quoted(value))
}

struct Line {
    shell: Shell,
    text: String,
}

impl Line {
    fn plain(&mut self, words: &str) {
        self.text.push(' ');
        self.text.push_str(words);
    }

    fn word(&mut self, word: &str) {
        let quoted = self.shell.quoted(word);
        self.plain(&quoted);
    }

    fn option(&mut self, name: &str, value: &str) {
        let option = option_word(self.shell, name, value);
        self.plain(&option);
    }

    fn number(&mut self, name: &str, value: Option<u32>) {
        if let Some(value) = value {
            self.option(name, &value.to_string());
        }
    }
}

fn cluster_words(line: &mut Line, change: &ClusterChange) -> Option<()> {
    let id = change.cluster.as_str();
    match &change.deed {
        ClusterDeed::Delete => {
            line.plain("coe cluster delete");
            line.word(id);
        }
        ClusterDeed::Resize(resize) => {
            line.plain("coe cluster resize");
            for server in &resize.nodes_to_remove {
                line.option("--nodes-to-remove", server.as_str());
            }
            if let Some(group) = &resize.group {
                line.option("--nodegroup", group.id.as_str());
            }
            line.word(id);
            line.word(&resize.node_count.to_string());
        }
        ClusterDeed::Upgrade(upgrade) => {
            line.plain("coe cluster upgrade");
            line.number("--max-batch-size", upgrade.max_batch_size);
            if let Some(group) = &upgrade.group {
                line.option("--nodegroup", group.id.as_str());
            }
            line.word(id);
            line.word(upgrade.template.as_str());
        }
        ClusterDeed::Update(update) => {
            // That client has no option for the health.
            if update.health.is_some() || update.health_reasons.is_some() {
                return None;
            }
            line.plain("coe cluster update");
            line.number("--node-count", update.node_count);
            if update.rollback {
                line.plain("--rollback");
            }
            line.word(id);
        }
        ClusterDeed::RotateCa => {
            line.plain("coe ca rotate");
            line.word(id);
        }
        ClusterDeed::RotateCredential => {
            line.plain("coe credential rotate");
            line.word(id);
        }
    }
    Some(())
}

fn group_words(line: &mut Line, change: &GroupChange) {
    let cluster = change.cluster.as_str();
    match &change.deed {
        GroupDeed::Create(new) => {
            line.plain("coe nodegroup create");
            new_group_options(line, new);
            line.word(cluster);
            line.word(&new.name);
        }
        GroupDeed::Edit(group, edit) => {
            line.plain("coe nodegroup update");
            line.number("--min-nodes", edit.min_node_count);
            line.number("--max-nodes", edit.max_node_count.flatten());
            if let Some(labels) = &edit.node_labels {
                for (key, value) in labels {
                    line.option("--node-labels", &format!("{key}={value}"));
                }
            }
            for taint in edit.node_taints.iter().flatten() {
                line.option("--node-taints", &taint.to_string());
            }
            line.word(cluster);
            line.word(group.id.as_str());
        }
        GroupDeed::Delete(group) => {
            line.plain("coe nodegroup delete");
            line.word(cluster);
            line.word(group.id.as_str());
        }
    }
}

fn new_group_options(line: &mut Line, new: &NewGroup) {
    line.number("--node-count", Some(new.node_count));
    line.number("--min-nodes", Some(new.min_node_count));
    line.number("--max-nodes", new.max_node_count);
    line.option("--role", &new.role);
    if let Some(flavor) = &new.flavor {
        line.option("--flavor", flavor);
    }
    if let Some(image) = &new.image {
        line.option("--image", image);
    }
    line.number("--docker-volume-size", new.docker_volume_size_gib);
    for (key, value) in &new.labels {
        line.option("--labels", &format!("{key}={value}"));
    }
    if !new.labels.is_empty() {
        line.plain("--merge-labels");
    }
    for (key, value) in &new.node_labels {
        line.option("--node-labels", &format!("{key}={value}"));
    }
    for taint in &new.node_taints {
        line.option("--node-taints", &taint.to_string());
    }
}
