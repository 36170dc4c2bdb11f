//! Every message once: `method(arguments) => "key"`. One file per room, with one Fluent file of the same name per language.
//!
//! To add a message: a line in the room's table here, the text in `assets/text/en/` and in `assets/text/zh-CN/`. A test
//! compares keys and placeholders of all three and finds what nobody uses.

/// Declares the messages of one room as methods of [`Words`](crate::text::Words): without arguments they return `&str`,
/// with arguments a `String`.
macro_rules! words {
    ($($method:ident $(($($argument:ident),+))? => $key:literal;)*) => {
        /// Key and placeholders of every message of this room.
        pub(super) const KEYS: &[(&str, &[&str])] = &[$(($key, &[$($(stringify!($argument)),+)?])),*];
        impl crate::text::Words {
            $(words! { @method $method $(($($argument),+))? => $key })*
        }
    };
    (@method $method:ident => $key:literal) => {
        #[doc = concat!("The message `", $key, "`.")]
        pub fn $method(&self) -> &str {
            self.ready($key)
        }
    };
    (@method $method:ident ($($argument:ident),+) => $key:literal) => {
        #[doc = concat!("The message `", $key, "`.")]
        pub fn $method<'v>(
            &self,
            $($argument: impl Into<fluent_bundle::FluentValue<'v>>),+
        ) -> String {
            let mut arguments = fluent_bundle::FluentArgs::new();
            $(arguments.set(stringify!($argument), $argument.into());)+
            self.filled($key, &arguments)
        }
    };
}

/// Declares the rooms: a module of declarations here, and one Fluent file of that name per language.
macro_rules! rooms {
    ($($room:ident),* $(,)?) => {
        $(mod $room;)*
        /// Key and placeholders of every message, room by room.
        pub const KEYS: &[&[(&str, &[&str])]] = &[$($room::KEYS),*];
        /// The English files.
        pub(super) const SOURCES_EN: &[&str] =
            &[$(include_str!(concat!("../../../assets/text/en/", stringify!($room), ".ftl"))),*];
        /// The Chinese files.
        pub(super) const SOURCES_ZH_CN: &[&str] =
            &[$(include_str!(concat!("../../../assets/text/zh-CN/", stringify!($room), ".ftl"))),*];
    };
}

rooms! {
    files, frame, topology, widgets, format, statuses, problems, clusters, templates, nodes, kinds, welcome,
    page, wizard, deletion, journal, settings, sign_in, diagnostics, guide, terminal, config, standing,
    operations, permission, findings, changes, inspector, picture, estate, template_form,
    doctor, access, leftovers, inside,
}
