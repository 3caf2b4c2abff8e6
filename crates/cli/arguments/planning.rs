//! How a fleet shares the work out: records by their ids, or whole files by a plan.

use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::Args;
use lintseq_dataset::Shard;
use serde::Serialize;

use super::values::Part;

/// The part of the work to do, and the plan that it follows, if there is one.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Input")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Planning {
    /// Do one part of the work: part i of n, counted from 0
    #[arg(long, value_name = "i/n")]
    shard: Option<Part>,
    /// With --shard, take whole files: those that this plan gives the shard, in the place of INPUT
    #[arg(long, value_name = "FILE")]
    pub(crate) plan: Option<PathBuf>,
    /// Write the plan that --plan names, and do no more: list INPUT with sizes and hashes, and give each of N shards
    /// about the same number of bytes
    #[arg(long, value_name = "N", requires = "plan")]
    #[serde(skip)]
    pub(crate) plan_shards: Option<NonZeroU64>,
}

impl Planning {
    /// The part of the work to do.
    pub(crate) fn shard(&self) -> Option<Shard> {
        self.shard.as_ref().map(|part| part.shard)
    }
}
