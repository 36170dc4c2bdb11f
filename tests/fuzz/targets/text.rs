//! Foreign text made visible.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let once = magnum_desktop::domain::clean::clean(&text);
    assert_eq!(magnum_desktop::domain::clean::clean(&once), once);
});
