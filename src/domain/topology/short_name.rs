//! Short names: what is left of a generated name when the cluster's own part and the random parts are taken away.

/// Length of the random parts that Heat puts into names.
const RANDOM_LENGTH: usize = 12;

/// The beginnings that the names of one cluster's things share: stack names, or its Cluster API name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stems(Vec<String>);

impl Stems {
    /// Stems from these texts; empty ones are left out, the longest is tried first.
    pub(crate) fn new(stems: impl IntoIterator<Item = String>) -> Self {
        let mut stems: Vec<String> = stems.into_iter().filter(|stem| !stem.is_empty()).collect();
        stems.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        stems.dedup();
        Self(stems)
    }

    /// Whether the name has one of them as a part of its own.
    pub(crate) fn own(&self, name: &str) -> bool {
        self.rest(name).is_some()
    }

    /// The short form of a name.
    pub(crate) fn short(&self, name: &str) -> String {
        let Some(rest) = self.rest(name) else {
            return name.to_owned();
        };
        let parts: Vec<&str> = rest.split('-').filter(|part| !part.is_empty()).collect();
        let telling: Vec<&str> = parts.iter().copied().filter(|part| !is_random(part)).collect();
        match (telling.len() == parts.len(), telling.last()) {
            (_, None) => self.0.first().cloned().unwrap_or_else(|| name.to_owned()),
            // No random part in it: `master-0`, `default-worker-x7k2p`.
            (true, Some(_)) => rest.to_owned(),
            (false, Some(last)) => (*last).to_owned(),
        }
    }

    /// The first telling part: `api_lb` of `web-3rkoqwzcbpuj-api_lb-bsoyqkryz24m-pool-lmtzthvsgjci`.
    pub(crate) fn first_part(&self, name: &str) -> Option<String> {
        let rest = self.rest(name)?;
        rest.split('-').find(|part| !part.is_empty()).map(str::to_owned)
    }

    fn rest<'n>(&self, name: &'n str) -> Option<&'n str> {
        self.0.iter().find_map(|stem| after(name, stem))
    }
}

/// What a security group or server group is for, without the words that its kind says already: `kube_master` of
/// `secgroup_kube_master`, `master_nodes` of `master_nodes_server_group`.
pub(crate) fn purpose(short: &str) -> &str {
    let bare = ["secgroup_", "secgroup-"]
        .iter()
        .find_map(|head| short.strip_prefix(head));
    let bare = bare.unwrap_or(short);
    bare.strip_suffix("_server_group")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(bare)
}

/// What follows `stem` in `name`, if it stands there as a part of its own.
fn after<'n>(name: &'n str, stem: &str) -> Option<&'n str> {
    name.match_indices(stem).find_map(|(at, _)| {
        let before = name.get(..at)?;
        let rest = name.get(at + stem.len()..)?;
        let free = |c: char| c == '-' || c == '_';
        ((before.is_empty() || before.ends_with(free)) && (rest.is_empty() || rest.starts_with(free)))
            .then(|| rest.trim_start_matches(free))
    })
}

fn is_random(part: &str) -> bool {
    // Cluster API's security groups end in a word that happens to be as long.
    part.len() == RANDOM_LENGTH
        && part != "controlplane"
        && part
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::Stems;

    #[test]
    fn generated_names_become_short() {
        let heat = Stems::new(["first-3rkoqwzcbpuj".to_owned()]);
        for (name, short) in [
            ("first-3rkoqwzcbpuj-master-0", "master-0"),
            (
                "first-3rkoqwzcbpuj-network-6eoftipxifks-extrouter-tu6dednkcxtq",
                "extrouter",
            ),
            (
                "first-3rkoqwzcbpuj-secgroup_kube_minion-d6tsgbtztbzi",
                "secgroup_kube_minion",
            ),
            ("public", "public"),
            ("first-3rkoqwzcbpuj2-master-0", "first-3rkoqwzcbpuj2-master-0"),
        ] {
            assert_eq!(heat.short(name), short);
        }
        let api = Stems::new(["kube-a1b2c".to_owned()]);
        assert_eq!(
            api.short("k8s-clusterapi-cluster-magnum-system-kube-a1b2c"),
            "kube-a1b2c"
        );
        assert_eq!(
            api.short("k8s-cluster-magnum-system-kube-a1b2c-secgroup-controlplane"),
            "secgroup-controlplane"
        );
        assert_eq!(
            api.short("kube-a1b2c-default-worker-x7k2p"),
            "default-worker-x7k2p"
        );
        assert!(!api.own("kube-a1b2cd-default-worker"));
        assert_eq!(
            heat.first_part("first-3rkoqwzcbpuj-api_lb-bsoyqkryz24m-pool-lmtzthvsgjci")
                .as_deref(),
            Some("api_lb")
        );
    }
}
