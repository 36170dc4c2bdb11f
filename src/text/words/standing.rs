//! How the value behind a page stands.

words! {
    standing_roles(roles) => "standing-roles";
    standing_next_try(span) => "standing-next-try";
    standing_old(ago) => "standing-old";
    standing_circle => "standing-circle";
    standing_gone => "standing-gone";
}
