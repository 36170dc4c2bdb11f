//! File names made from names of others.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let name = magnum_desktop::domain::file_name::FileName::of(&text, "5d12f6fd", "yaml");
    assert!(std::path::Path::new(name.as_str()).components().count() == 1);
});
