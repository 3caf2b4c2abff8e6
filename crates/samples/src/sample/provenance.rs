//! Where a sample comes from, and its id.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a sample comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// What made it.
    pub generator: Generator,
    /// The version of lintseq.
    pub version: String,
    /// The id of the record that it was made of, as text.
    pub source_id: String,
    /// The seed of the run, where chance was involved.
    pub seed: Option<u64>,
    /// Which of the record's sequences.
    pub sequence_index: Option<u32>,
    /// The zero-based step whose edit comes next; the number of steps where none does.
    pub step: Option<u32>,
    /// The language model that wrote it, where one did.
    pub model: Option<String>,
    /// The version of the prompt that the model was given.
    pub prompt_version: Option<String>,
    /// The tokens that the model used.
    pub token_usage: Option<TokenUsage>,
    /// What filters said, in the order in which they were asked.
    pub verdicts: Vec<Verdict>,
}

impl Provenance {
    /// Where chance, sequences and models have no part.
    pub fn new(generator: Generator, source_id: String) -> Self {
        Self {
            generator,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            source_id,
            seed: None,
            sequence_index: None,
            step: None,
            model: None,
            prompt_version: None,
            token_usage: None,
            verdicts: Vec::new(),
        }
    }
}

/// What makes samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Generator {
    /// Edit sequences of complete programs.
    Sequences,
    /// Commits.
    Commits,
    /// A language model.
    Synthesis,
    /// A data set that already held next-edit samples.
    Import,
}

impl Generator {
    /// The name as it stands in a sample.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sequences => "sequences",
            Self::Commits => "commits",
            Self::Synthesis => "synthesis",
            Self::Import => "import",
        }
    }
}

/// The tokens that a language model used for a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenUsage {
    /// Read.
    pub prompt: u64,
    /// Written.
    pub completion: u64,
}

/// What a filter said about a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The filter.
    pub filter: String,
    /// Whether it keeps the sample.
    pub keep: bool,
    /// Its reason or its score, in its own words.
    pub reason: Option<String>,
}

/// The id of a sample: 32 hexadecimal digits from everything that tells it from others.
///
/// `options` is whatever of the options bears on the sample, in a stable form; `step` tells the samples of one
/// source apart.
pub fn sample_id(generator: Generator, source_id: &str, options: &str, step: &str) -> String {
    let mut hash = blake3::Hasher::new();
    for part in ["lintseq.sample/1", generator.as_str(), source_id, options, step] {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().to_hex()[..32].to_owned()
}

/// The shape of a core diagnostic, which knows nothing of JSON Schema.
#[derive(JsonSchema)]
#[schemars(rename = "Diagnostic")]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct DiagnosticShape {
    /// The zero-based line that is blamed.
    line: u32,
    /// The rule.
    code: String,
    /// The message.
    message: String,
}
