//! `lintseq merge`.

use clap::Args;
use serde::Serialize;

use super::destination::Destination;
use super::values::ByteSize;

/// Put the outputs of all shards of a run together
///
/// Rows, accounts and cards become those of the whole run. Shards are taken in their order: with a plan, that is the
/// order of the input; without one, rows keep the order of the input within a shard.
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "Refuses what does not belong together: parts of other options or inputs, missing shards, and shards that \
    come twice.\n\n\
    Examples:\n  lintseq merge parts/*.jsonl.zst -o samples.jsonl.zst\n  lintseq merge part-0/ part-1/ part-2/ -o samples/"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct MergeArguments {
    /// The files or data set folders of all shards, with their manifests, or globs
    #[arg(value_name = "PART", required = true)]
    pub(crate) part: Vec<String>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) destination: Destination,
    /// The size at which a file of a data set folder is closed
    #[arg(long, value_name = "SIZE", default_value = "256MiB")]
    pub(crate) shard_size: ByteSize,
}
