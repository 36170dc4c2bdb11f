//! Addresses that may be opened.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    drop(magnum_desktop::domain::link::Link::of(&text));
});
