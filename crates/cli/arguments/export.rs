//! `lintseq export`.

use clap::Args;
use serde::Serialize;

use super::destination::Destination;
use super::folder::Folder;
use super::formats::{Formats, RowFormat};
use super::planning::Planning;
use super::shared::Threads;

/// Turn samples into the rows of a training format
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "Reads samples, sequences, and rows of Zeta v1. Every row is proved: decoding its answer gives the next text.\n\n\
    Examples:\n  lintseq export samples.jsonl.zst --format zeta2 -o zeta2/\n  \
    lintseq export samples/ --format pochi --task pairs -o pairs.parquet\n  \
    lintseq export zeta.jsonl --format samples -o samples.jsonl"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ExportArguments {
    /// Files of samples, a data set folder, or a glob; `-` is standard input
    #[arg(value_name = "INPUT", required_unless_present = "plan")]
    pub(crate) input: Vec<String>,
    /// What a row looks like
    #[arg(
        long,
        value_name = "FORMAT",
        required_unless_present = "print_config",
        hide_possible_values = false
    )]
    pub(crate) format: Option<RowFormat>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) destination: Destination,
    /// Draws what is drawn: fences, instructions, splits
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) planning: Planning,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) formats: Formats,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) folder: Folder,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) threads: Threads,
}
