//! `lintseq stats`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::shared::Threads;
use crate::tokenizer::Tokenizer;

/// Say what is in files of rows: kinds, distances, sizes, languages, lengths in tokens
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "A file's or folder's manifest adds how many records were left out, and why. The page that --html \
    writes holds everything it needs, samples included.\n\n\
    Example: lintseq stats samples/ --html samples.html --tokenizer o200k"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct StatsArguments {
    /// Files of samples, sequences or other rows, or a data set folder; `-` is standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) input: Vec<String>,
    /// Write a page with plots, and with samples to look at
    #[arg(long, value_name = "OUT")]
    pub(crate) html: Option<PathBuf>,
    /// How many samples the page shows, drawn by the hash of their ids
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(crate) examples: usize,
    /// What a token is
    #[arg(long, value_name = "NAME", default_value = "bytes")]
    pub(crate) tokenizer: Tokenizer,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) threads: Threads,
}
