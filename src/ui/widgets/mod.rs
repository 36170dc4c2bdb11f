//! Widgets that several pages share, one per file. They know the words, the theme and `domain`, but no page and no store.
//!
//! Every control has an accessible name. A widget that waits for nothing asks for no repaint.

pub mod age;
pub mod banner;
pub mod buttons;
pub mod confirm_by_name;
pub mod copyable;
pub mod data_table;
pub mod dialog;
pub mod elided;
pub mod empty_state;
pub mod facts;
pub mod form_field;
pub mod gantt;
pub mod icon_button;
pub mod inspector;
pub mod label_editor;
pub mod picker;
pub mod quota_bar;
pub mod refusal;
pub mod section;
pub mod status_chip;
pub mod stepper;
pub mod text_field;
pub mod waiting;
