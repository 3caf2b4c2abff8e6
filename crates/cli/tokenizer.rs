//! How long a text is for a model. The only file that names the crate of the vocabularies.

use bpe_openai::{cl100k_base, o200k_base};
use clap::ValueEnum;
use lintseq_samples::commits::TokenCounter;
use serde::Serialize;

/// Counts tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Tokenizer {
    /// A token is three bytes, which is about right for code, what Zed's editor counts, and fast
    Bytes,
    /// The vocabulary `o200k_base`
    O200k,
    /// The vocabulary `cl100k_base`
    Cl100k,
}

impl Tokenizer {
    /// What the count is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "tokens of three bytes",
            Self::O200k => "tokens of o200k_base",
            Self::Cl100k => "tokens of cl100k_base",
        }
    }

    /// The number of tokens of a text.
    pub(crate) fn count(self, text: &str) -> usize {
        match self {
            Self::Bytes => text.len().div_ceil(3),
            Self::O200k => o200k_base().count(text),
            Self::Cl100k => cl100k_base().count(text),
        }
    }
}

/// Tokens as tiktoken counts them for `gpt-4o-mini`, for which the published filters were made.
pub(crate) struct O200k;

/// What tiktoken refuses in a text unless it is told otherwise.
const SPECIAL: [&str; 2] = ["<|endoftext|>", "<|endofprompt|>"];

impl TokenCounter for O200k {
    fn refuses(&self, text: &str) -> bool {
        SPECIAL.iter().any(|token| text.contains(token))
    }

    fn count(&self, text: &str) -> usize {
        Tokenizer::O200k.count(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_known_texts() {
        // Counts by tiktoken 0.12.
        assert_eq!(Tokenizer::O200k.count(""), 0);
        assert_eq!(Tokenizer::O200k.count("hello world"), 2);
        assert_eq!(Tokenizer::Cl100k.count("hello world"), 2);
        assert_eq!(Tokenizer::Bytes.count("hello world"), 4);
        assert!(O200k.refuses("a <|endoftext|> b") && !O200k.refuses("<|next_version|>"));
    }
}
