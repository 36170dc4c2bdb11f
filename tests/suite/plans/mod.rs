//! Plans before the server sees them: bad ones are caught at the right field, good ones pass without an alarm.

mod bad;
mod estimate;
mod good;
mod ground;
mod picture;
mod presets;
mod stages;
mod stock;
