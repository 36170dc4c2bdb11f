//! The two ways to look at a cluster.

/// What a picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lens {
    /// How the real things are connected.
    #[default]
    Infrastructure,
    /// How Heat builds them: nested stacks, and what waits for what.
    Orchestration,
}

impl Lens {
    /// Both, in the order of the toolbar.
    pub const ALL: [Self; 2] = [Self::Infrastructure, Self::Orchestration];

    /// The word for settings; not for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Infrastructure => "infrastructure",
            Self::Orchestration => "orchestration",
        }
    }

    /// The lens of this word; the first one for any other.
    pub fn of_word(word: Option<&str>) -> Self {
        Self::ALL
            .into_iter()
            .find(|lens| Some(lens.word()) == word)
            .unwrap_or_default()
    }
}
