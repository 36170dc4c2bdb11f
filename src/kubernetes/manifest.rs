//! A manifest: YAML or JSON with one object or several, applied by the server's own way of merging (server-side apply).

use reqwest::Method;
use serde_json::Value;

use super::Client;
use crate::domain::kubernetes::{Applied, AppliedDeed, Trial};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::trouble::KubernetesTrouble;
use crate::openstack::wire::Row;

/// Under this name the API remembers who set which field.
const MANAGER: &str = "magnum-desktop";
/// Most bytes of a manifest; the API itself takes three times as much at once.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Most objects of one manifest.
const MOST: usize = 500;

/// One object of a manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// `v1`, `apps/v1`.
    pub version: String,
    /// `Deployment`.
    pub kind: String,
    /// Where it says so.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    value: Value,
}

impl Object {
    /// What to call it.
    pub fn label(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("{}/{} ({namespace})", self.kind, self.name),
            None => format!("{}/{}", self.kind, self.name),
        }
    }
}

/// The objects of a manifest, in their order.
///
/// # Errors
/// What is wrong with it, in the parser's words or ours.
pub fn read(text: &str) -> Result<Vec<Object>, String> {
    if text.len() > MAX_BYTES {
        return Err(format!("larger than {} KiB", MAX_BYTES / 1024));
    }
    let documents: Vec<Value> = serde_saphyr::from_multiple(text).map_err(|error| error.to_string())?;
    let mut objects = Vec::new();
    for document in documents.into_iter().filter(|document| !document.is_null()) {
        let many = document.get("items").and_then(Value::as_array).cloned();
        let is_list = Row::of(&document).text("kind").ends_with("List");
        match many.filter(|_| is_list) {
            Some(items) => {
                for item in items {
                    objects.push(object(item)?);
                }
            }
            None => objects.push(object(document)?),
        }
        if objects.len() > MOST {
            return Err(format!("more than {MOST} objects"));
        }
    }
    Ok(objects)
}

fn object(value: Value) -> Result<Object, String> {
    let row = Row::of(&value);
    let meta = row.row("metadata");
    let needed = |found: Option<String>, what: &str| found.ok_or_else(|| format!("an object lacks {what}"));
    Ok(Object {
        version: needed(row.some_text("apiVersion"), "apiVersion")?,
        kind: needed(row.some_text("kind"), "kind")?,
        namespace: meta.some_text("namespace"),
        name: needed(meta.some_text("name"), "metadata.name")?,
        value,
    })
}

impl Client {
    /// Applies the objects one after the other; the first that is refused ends it, and is named in its problem.
    ///
    /// # Errors
    /// What was done until then, and why the next one was not.
    pub async fn apply(
        &self,
        objects: &[Object],
        (trial, namespace): (Trial, &str),
    ) -> Result<Vec<Applied>, (Vec<Applied>, Problem)> {
        let mut done = Vec::new();
        for object in objects {
            match self.apply_one(object, (trial, namespace)).await {
                Ok(applied) => done.push(applied),
                Err(problem) => {
                    let said = problem.server_words.clone().unwrap_or_default();
                    let words = format!("{}: {said}", object.label());
                    let problem = Problem {
                        server_words: Some(words),
                        ..problem
                    };
                    return Err((done, problem));
                }
            }
        }
        Ok(done)
    }

    async fn apply_one(
        &self,
        object: &Object,
        (trial, namespace): (Trial, &str),
    ) -> Result<Applied, Problem> {
        let (plural, namespaced) = self.resource(object).await?;
        let mut path: Vec<&str> = match object.version.split_once('/') {
            Some((group, version)) => vec!["apis", group, version],
            None => vec!["api", object.version.as_str()],
        };
        let namespace = object.namespace.as_deref().unwrap_or(namespace);
        if namespaced {
            path.extend(["namespaces", namespace]);
        }
        path.extend([plural.as_str(), object.name.as_str()]);
        let mut query = vec![("fieldManager", MANAGER)];
        if trial == Trial::Only {
            query.push(("dryRun", "All"));
        }
        let body = serde_json::to_vec(&object.value).unwrap_or_default();
        let request = self
            .request(Method::PATCH, &path, &query)
            .header("Content-Type", "application/apply-patch+yaml")
            .body(body);
        let answer = self.send(request).await?;
        let made = answer.status().as_u16() == 201;
        Ok(Applied {
            object: object.label(),
            deed: if made {
                AppliedDeed::Created
            } else {
                AppliedDeed::Configured
            },
        })
    }

    /// What the API calls objects of this kind in its paths, and whether they belong into a namespace.
    async fn resource(&self, object: &Object) -> Result<(String, bool), Problem> {
        let path = match object.version.contains('/') {
            true => format!("/apis/{}", object.version),
            false => format!("/api/{}", object.version),
        };
        let known = self.json(&path, &[]).await?;
        let found = Row::of(&known)
            .rows("resources")
            .find(|row| row.text("kind") == object.kind && !row.text("name").contains('/'))
            .map(|row| (row.text("name"), row.flag("namespaced").unwrap_or(true)));
        found.ok_or_else(|| Problem {
            server_words: Some(format!("{} {}", object.version, object.kind)),
            ..Problem::new(ProblemKind::Kubernetes(KubernetesTrouble::Missing))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_manifest_of_several_documents_and_lists_is_read_in_its_order() {
        let text = "apiVersion: v1\nkind: Service\nmetadata: {name: redis, namespace: shop}\n---\n\
                    # nothing\n---\napiVersion: v1\nkind: List\nitems:\n\
                    - {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}\n";
        let objects = read(text).unwrap();
        let labels: Vec<String> = objects.iter().map(super::Object::label).collect();
        assert_eq!(labels, ["Service/redis (shop)", "Deployment/web"]);
    }

    #[test]
    fn what_is_no_manifest_is_told_as_such() {
        assert!(read("kind: Service").unwrap_err().contains("apiVersion"));
        assert!(
            read("apiVersion: v1\nkind: Service\nmetadata: {}")
                .unwrap_err()
                .contains("metadata.name")
        );
        assert!(read("a: [").is_err());
        assert_eq!(read("").unwrap(), []);
        let bomb = "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n\
                    c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n\
                    e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n\
                    g: [*f, *f, *f, *f, *f, *f, *f, *f, *f]\n";
        assert!(read(bomb).is_err());
    }
}
