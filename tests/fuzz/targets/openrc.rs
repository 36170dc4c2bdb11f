//! openrc files.
#![no_main]

use libfuzzer_sys::fuzz_target;
use magnum_desktop::openstack::probes;

fuzz_target!(|data: &[u8]| drop(probes::openrc(data)));
