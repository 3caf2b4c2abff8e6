//! `lintseq apply`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::shared::Threads;

/// Turn edits back into programs: sequence rows, pylintseq rows, or the raw output of a model
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "Writes rows with `id` and `source`. A row with `text` is a model's output: what follows each \
    `<|diff|>` at the start of a line is an edit, what stands before the first is the instruction.\n\n\
    Example: lintseq apply completions.jsonl --text-field completion --lenient -o programs.jsonl"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ApplyArguments {
    /// A file of rows; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
    /// A file, compressed by its extension, or `-` for standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    pub(crate) output: String,
    /// The field that holds a model's raw output [default: text, in rows without edits]
    #[arg(long, value_name = "NAME")]
    pub(crate) text_field: Option<String>,
    /// The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, `index`, else a hash of the content]
    #[arg(long, value_name = "NAME")]
    pub(crate) id_field: Option<String>,
    /// Skip malformed hunks, and say how many
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Write a row with a reason for every record that fails
    #[arg(long, value_name = "FILE")]
    pub(crate) rejected: Option<PathBuf>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) threads: Threads,
}
