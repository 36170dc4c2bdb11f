//! Kubeconfigs, read with suspicion and merged into.
#![no_main]

use libfuzzer_sys::fuzz_target;
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::kubeconfig::access::{Access, Names};
use magnum_desktop::kubeconfig::merge::{OnClash, merge};
use magnum_desktop::kubeconfig::received;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    drop(received::read(text));
    let scope = Scope {
        cloud: "c".to_owned(),
        project: "p".to_owned(),
        region: String::new(),
    };
    let access = Access {
        names: Names::of("web", &ClusterId::new("5d12"), &scope),
        server: "https://k.example".to_owned(),
        authority: "a".to_owned(),
        certificate: "b".to_owned(),
        key: Secret::new("k"),
    };
    let Ok(once) = merge(text, &access, OnClash::Replace) else { return };
    let again = merge(once.text.expose(), &access, OnClash::Replace).unwrap();
    assert_eq!(again.text.expose(), once.text.expose());
    assert_eq!(once.undo.applied(once.text.expose()).unwrap().expose(), text);
});
