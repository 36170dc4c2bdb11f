//! Lists that change while they are read, in every way that a test can think of.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use magnum_desktop::openstack::nova;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::cloud::{cloud, sign_in};
use super::server::{Asked, Reply};

/// What happens to the list after one of its pages was sent.
#[derive(Clone, Debug)]
enum Change {
    Nothing,
    AddedInFront(u32),
    AddedBehind(u32),
    /// The row at this place, counted round.
    Removed(usize),
}

fn changes() -> impl Strategy<Value = VecDeque<Change>> {
    let change = prop_oneof![
        Just(Change::Nothing),
        (100_u32..200).prop_map(Change::AddedInFront),
        (200_u32..300).prop_map(Change::AddedBehind),
        any::<prop::sample::Index>().prop_map(|index| Change::Removed(index.index(64))),
    ];
    prop::collection::vec(change, 0..8).prop_map(VecDeque::from)
}

struct Listed {
    ids: Vec<u32>,
    always: BTreeSet<u32>,
    ever: BTreeSet<u32>,
    changes: VecDeque<Change>,
}

impl Listed {
    fn page(&mut self, asked: &Asked) -> Reply {
        let mut pairs = url::form_urlencoded::parse(asked.query.as_bytes());
        let marker = pairs
            .find(|(name, _)| name == "marker")
            .map(|(_, id)| id.parse::<u32>().unwrap());
        let after = match marker {
            None => 0,
            Some(marker) => match self.ids.iter().position(|id| *id == marker) {
                Some(at) => at + 1,
                None => return Reply::json(400, &json!({"badRequest": {"message": "marker not found"}})),
            },
        };
        let rows: Vec<Value> = self.ids[after..]
            .iter()
            .take(3)
            .map(|id| json!({"id": id.to_string(), "name": "f"}))
            .collect();
        let mut body = json!({"flavors": rows});
        if after + 3 < self.ids.len() {
            body["flavors_links"] = json!([{"rel": "next", "href": "x"}]);
        }
        self.change();
        Reply::json(200, &body)
    }

    fn change(&mut self) {
        match self.changes.pop_front() {
            Some(Change::AddedInFront(id)) if !self.ever.contains(&id) => self.ids.insert(0, id),
            Some(Change::AddedBehind(id)) if !self.ever.contains(&id) => self.ids.push(id),
            Some(Change::Removed(at)) if !self.ids.is_empty() => {
                let id = self.ids.remove(at % self.ids.len());
                self.always.remove(&id);
            }
            Some(_) | None => {}
        }
        self.ever.extend(&self.ids);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn f54_each_row_comes_once_and_the_next_look_heals(count in 0_u32..14, changes in changes()) {
        let ids: Vec<u32> = (0..count).collect();
        let listed = Arc::new(Mutex::new(Listed {
            always: ids.iter().copied().collect(),
            ever: ids.iter().copied().collect(),
            ids,
            changes,
        }));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (first, second) = runtime.block_on(async {
            let server = Arc::clone(&listed);
            let cloud = cloud(move |asked| server.lock().unwrap().page(asked)).await;
            let session = sign_in(&cloud).await;
            let ids = |flavors: Vec<magnum_desktop::domain::catalog::Flavor>| -> Vec<u32> {
                flavors.iter().map(|flavor| flavor.id.as_str().parse().unwrap()).collect()
            };
            let first = nova::flavors(&session).await.map(ids);
            listed.lock().unwrap().changes.clear();
            (first, nova::flavors(&session).await.map(ids).unwrap())
        });
        let listed = listed.lock().unwrap();
        // Losing the place twice is the one thing that ends a list early, and then it is an error and not half a list.
        if let Ok(first) = first {
            let unique: BTreeSet<u32> = first.iter().copied().collect();
            prop_assert_eq!(unique.len(), first.len(), "each once: {:?}", first);
            prop_assert!(unique.is_subset(&listed.ever));
            prop_assert!(listed.always.is_subset(&unique), "{:?} lacks one of {:?}", unique, listed.always);
        }
        prop_assert_eq!(&second, &listed.ids);
    }
}
