//! `lintseq show`.

use clap::Args;
use serde::Serialize;

/// Show a sequence or a sample step by step
#[derive(Debug, Args, Serialize)]
#[command(after_help = "Example: lintseq show sequences.jsonl --id HumanEval/0")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ShowArguments {
    /// A file of samples, sequences or pylintseq rows; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
    /// Show the sequences with this id
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Show the row at this position, from 0; with an id, that sequence of the program [default: 0]
    #[arg(long, value_name = "N")]
    pub(crate) index: Option<usize>,
    /// How many unchanged lines to show around a change
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) context: usize,
}
