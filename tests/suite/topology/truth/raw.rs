//! A client that shares nothing with the program's own: password in, JSON out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Signed in to one project.
pub(crate) struct Raw {
    http: reqwest::Client,
    token: String,
    endpoints: BTreeMap<String, String>,
    project: String,
}

impl Raw {
    /// Signs in as this cloud of a clouds.yaml says.
    #[expect(
        clippy::disallowed_methods,
        reason = "a client of the test's own, and a cloud that it trusts"
    )]
    pub(crate) async fn sign_in(clouds_yaml: &str, cloud: &str) -> Self {
        let all: Value = serde_saphyr::from_str(clouds_yaml).unwrap();
        let auth = &all["clouds"][cloud]["auth"];
        let text = |key: &str| auth[key].as_str().unwrap_or("Default").to_owned();
        let domain = |key: &str| match auth.get(format!("{key}_domain_name")) {
            Some(name) => json!({"name": name}),
            None => json!({"id": "default"}),
        };
        let body = json!({"auth": {
            "identity": {"methods": ["password"], "password": {"user": {
                "name": text("username"), "password": text("password"), "domain": domain("user"),
            }}},
            "scope": {"project": {"name": text("project_name"), "domain": domain("project")}},
        }});
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}/auth/tokens", text("auth_url").trim_end_matches('/'));
        let answer = http.post(url).json(&body).send().await.unwrap();
        let token = answer.headers()["x-subject-token"].to_str().unwrap().to_owned();
        let told: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        let mut endpoints = BTreeMap::new();
        for service in told["token"]["catalog"].as_array().unwrap() {
            let public = service["endpoints"].as_array().unwrap().iter();
            if let Some(endpoint) = public.clone().find(|it| it["interface"] == "public") {
                endpoints.insert(
                    service["type"].as_str().unwrap().to_owned(),
                    endpoint["url"].as_str().unwrap().trim_end_matches('/').to_owned(),
                );
            }
        }
        Self {
            http,
            token,
            endpoints,
            project: told["token"]["project"]["id"].as_str().unwrap().to_owned(),
        }
    }

    /// One answer, or nothing where the service has none.
    #[expect(
        clippy::disallowed_methods,
        reason = "a client of the test's own, and a cloud that it trusts"
    )]
    pub(crate) async fn get(&self, service: &[&str], path: &str) -> Option<Value> {
        let root = service.iter().find_map(|it| self.endpoints.get(*it))?;
        let mut request = self
            .http
            .get(format!("{root}{path}"))
            .header("X-Auth-Token", &self.token)
            .header("X-OpenStack-Nova-API-Version", "2.60");
        // Cinder refuses to be told of another service's version.
        if service.contains(&"container-infra") {
            request = request.header("OpenStack-API-Version", "container-infra latest");
        }
        let answer = request.send().await.unwrap();
        answer.status().is_success().then_some(())?;
        Some(serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap())
    }

    /// The rows of a list, page by page.
    async fn list(&self, service: &[&str], path: &str, key: &str) -> Vec<Value> {
        let mut rows: Vec<Value> = Vec::new();
        let mark = if path.contains('?') { '&' } else { '?' };
        let mut next = path.to_owned();
        loop {
            let Some(page) = self.get(service, &next).await else {
                return rows;
            };
            let more: Vec<Value> = page[key].as_array().cloned().unwrap_or_default();
            let fresh = more
                .iter()
                .any(|row| !rows.iter().any(|it| it["id"] == row["id"]));
            if !fresh {
                return rows;
            }
            let last = more.last().and_then(|row| row["id"].as_str()).map(str::to_owned);
            rows.extend(more);
            match last {
                Some(last) => next = format!("{path}{mark}marker={last}"),
                None => return rows,
            }
        }
    }
}

/// Everything that the services of a project list, as they list it.
pub(crate) struct Lists {
    pub(crate) servers: Vec<Value>,
    pub(crate) server_groups: Vec<Value>,
    pub(crate) networks: Vec<Value>,
    pub(crate) subnets: Vec<Value>,
    pub(crate) routers: Vec<Value>,
    pub(crate) ports: Vec<Value>,
    pub(crate) floating_ips: Vec<Value>,
    pub(crate) security_groups: Vec<Value>,
    pub(crate) load_balancers: Vec<Value>,
    pub(crate) listeners: Vec<Value>,
    pub(crate) pools: Vec<Value>,
    /// Each with its pool's id under `pool`.
    pub(crate) members: Vec<Value>,
    pub(crate) volumes: Vec<Value>,
}

const NOVA: &[&str] = &["compute"];
const NEUTRON: &[&str] = &["network"];
const OCTAVIA: &[&str] = &["load-balancer"];
const CINDER: &[&str] = &["block-storage", "volumev3"];

impl Lists {
    pub(crate) async fn of(raw: &Raw) -> Self {
        // Neutron's addresses differ in whether they end in the version.
        let network = |path: &str| match raw.endpoints.get("network") {
            Some(root) if root.ends_with("/v2.0") => path.to_owned(),
            Some(_) | None => format!("/v2.0{path}"),
        };
        let balancing = |path: &str| match raw.endpoints.get("load-balancer") {
            Some(root) if root.ends_with("/v2.0") || root.ends_with("/v2") => path.to_owned(),
            Some(_) | None => format!("/v2.0{path}"),
        };
        let neutron = async |path: &str, key: &str| raw.list(NEUTRON, &network(path), key).await;
        let octavia = async |path: &str, key: &str| raw.list(OCTAVIA, &balancing(path), key).await;
        let groups = raw.get(NOVA, "/os-server-groups").await;
        let pools = octavia("/lbaas/pools", "pools").await;
        let mut members = Vec::new();
        for pool in &pools {
            let id = pool["id"].as_str().unwrap();
            for mut member in octavia(&format!("/lbaas/pools/{id}/members"), "members").await {
                member["pool"] = Value::from(id);
                members.push(member);
            }
        }
        Self {
            servers: raw.list(NOVA, "/servers/detail", "servers").await,
            server_groups: groups
                .and_then(|it| it["server_groups"].as_array().cloned())
                .unwrap_or_default(),
            networks: neutron("/networks", "networks").await,
            subnets: neutron("/subnets", "subnets").await,
            routers: neutron("/routers", "routers").await,
            ports: neutron("/ports", "ports").await,
            floating_ips: neutron("/floatingips", "floatingips").await,
            security_groups: neutron("/security-groups", "security_groups").await,
            load_balancers: octavia("/lbaas/loadbalancers", "loadbalancers").await,
            listeners: octavia("/lbaas/listeners", "listeners").await,
            pools,
            members,
            volumes: raw.list(CINDER, "/volumes/detail", "volumes").await,
        }
    }
}

/// What Magnum and Heat say of one cluster.
pub(crate) struct Told {
    pub(crate) cluster: Value,
    pub(crate) node_groups: Vec<Value>,
    /// The physical ids of everything in its stacks, asked stack by stack; `None` where it has no stack.
    pub(crate) physical_ids: Option<Vec<String>>,
}

const MAGNUM: &[&str] = &["container-infra", "container-infrastructure-management"];
const HEAT: &[&str] = &["orchestration"];

impl Told {
    pub(crate) async fn of(raw: &Raw, cluster: &str) -> Self {
        let magnum = |path: &str| match MAGNUM.iter().find_map(|it| raw.endpoints.get(*it)) {
            Some(root) if root.ends_with("/v1") => path.to_owned(),
            Some(_) | None => format!("/v1{path}"),
        };
        let cluster = raw
            .get(MAGNUM, &magnum(&format!("/clusters/{cluster}")))
            .await
            .unwrap();
        let uuid = cluster["uuid"].as_str().unwrap();
        let mut node_groups = Vec::new();
        let brief = raw
            .get(MAGNUM, &magnum(&format!("/clusters/{uuid}/nodegroups")))
            .await;
        for row in brief.iter().flat_map(|it| it["nodegroups"].as_array().unwrap()) {
            let path = format!("/clusters/{uuid}/nodegroups/{}", row["uuid"].as_str().unwrap());
            node_groups.extend(raw.get(MAGNUM, &magnum(&path)).await);
        }
        let mut roots: Vec<&str> = cluster["stack_id"].as_str().into_iter().collect();
        for group in &node_groups {
            roots.extend(group["stack_id"].as_str().filter(|id| !roots.contains(id)));
        }
        let mut physical_ids = None;
        let project = &raw.project;
        let root = raw.endpoints.get("orchestration").cloned().unwrap_or_default();
        let head = if root.contains(project.as_str()) {
            String::new()
        } else {
            format!("/{project}")
        };
        for stack in roots {
            let Some(list) = raw.get(HEAT, &format!("{head}/stacks?id={stack}")).await else {
                continue;
            };
            let Some(found) = list["stacks"].as_array().and_then(|it| it.first()) else {
                continue;
            };
            let first = (found["stack_name"].as_str().unwrap().to_owned(), stack.to_owned());
            let known: &mut Vec<String> = physical_ids.get_or_insert_default();
            let mut open = vec![first];
            while let Some((name, id)) = open.pop() {
                let path = format!("{head}/stacks/{name}/{id}/resources");
                let Some(answer) = raw.get(HEAT, &path).await else {
                    continue;
                };
                for row in answer["resources"].as_array().unwrap() {
                    let links = row["links"].as_array().unwrap();
                    let nested = links.iter().find(|link| link["rel"] == "nested");
                    if let Some(href) = nested.and_then(|link| link["href"].as_str()) {
                        let mut parts = href.rsplit('/');
                        let id = parts.next().unwrap().to_owned();
                        open.push((parts.next().unwrap().to_owned(), id));
                    } else if row["resource_status"] != "DELETE_COMPLETE" {
                        known.extend(row["physical_resource_id"].as_str().map(str::to_owned));
                    }
                }
            }
        }
        Self {
            cluster,
            node_groups,
            physical_ids,
        }
    }
}
