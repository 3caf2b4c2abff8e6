//! How long a text is for a model.

/// Counts tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tokenizer {
    /// A token is three bytes, which is about right for code and what Zed's editor counts.
    Bytes,
}

impl Tokenizer {
    /// What the count is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "tokens of three bytes",
        }
    }

    /// The number of tokens of a text.
    pub(crate) const fn count(self, text: &str) -> usize {
        match self {
            Self::Bytes => text.len().div_ceil(3),
        }
    }
}
