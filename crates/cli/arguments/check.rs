//! `lintseq check`.

use clap::Args;
use serde::Serialize;

use super::shared::{Linters, Threads};

/// Verify that sequences replay to their programs, that every state is valid, that edits are natural, and that samples
/// are sound
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "Checks sequence and sample files of lintseq, and sequence files of pylintseq. Exits with 1 if it finds a violation.\n\n\
    Example: lintseq check sequences.jsonl.zst"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct CheckArguments {
    /// Sequence or sample files; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) file: Vec<String>,
    /// The language of rows that do not say theirs
    #[arg(long, value_name = "NAME", default_value = "python")]
    pub(crate) language: String,
    /// In rows of pylintseq, the name after `source_` of the field that holds the program [default:
    /// response, else content, code or text]
    #[arg(long, value_name = "NAME")]
    pub(crate) code_field: Option<String>,
    /// How many violations of each kind to show
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) examples: usize,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) linters: Linters,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) threads: Threads,
}
