//! Clouds as they are configured: a corpus of files with what is read of each, and properties that hold for any text.
//!
//! The same corpus is read by openstacksdk's own loader in `tests/suite/live/openstacksdk.py`; `expected.json` says where the
//! two differ, with the reason.

mod corpus;
mod properties;
