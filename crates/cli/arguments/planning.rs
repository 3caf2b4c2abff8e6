//! How a fleet shares files out, rather than records by their ids.

use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

/// A plan: to be written, or to work by.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Input")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Planning {
    /// With --shard, take whole files: those that this plan gives the shard, in the place of INPUT
    #[arg(long, value_name = "FILE")]
    pub(crate) plan: Option<PathBuf>,
    /// Write the plan that --plan names, and do no more: list INPUT with sizes and hashes, and give each of N shards
    /// about the same number of bytes
    #[arg(long, value_name = "N", requires = "plan")]
    #[serde(skip)]
    pub(crate) plan_shards: Option<NonZeroU64>,
}
