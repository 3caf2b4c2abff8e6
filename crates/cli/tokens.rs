//! Tokens, as the models count them that the published filters were made for.

use lintseq_samples::commits::TokenCounter;

/// The vocabulary `o200k_base`, which tiktoken takes for `gpt-4o-mini`.
pub(crate) struct O200k;

/// What tiktoken refuses in a text unless it is told otherwise.
const SPECIAL: [&str; 2] = ["<|endoftext|>", "<|endofprompt|>"];

impl TokenCounter for O200k {
    fn refuses(&self, text: &str) -> bool {
        SPECIAL.iter().any(|token| text.contains(token))
    }

    fn count(&self, text: &str) -> usize {
        bpe_openai::o200k_base().count(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_known_texts() {
        // Counts by tiktoken 0.12.
        assert_eq!(O200k.count(""), 0);
        assert_eq!(O200k.count("hello world"), 2);
        assert!(O200k.refuses("a <|endoftext|> b") && !O200k.refuses("<|next_version|>"));
    }
}
