//! Certificates, PEM and DER.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    drop(magnum_desktop::kubeconfig::certificate::read(data));
});
