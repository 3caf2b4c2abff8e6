//! Which files a command reads, and which of their records: all, those of a shard, or those that a plan gives a shard.

use std::fmt;
use std::path::Path;

use anyhow::{anyhow, ensure};
use indicatif::HumanBytes;
use lintseq_dataset::{InputOptions, Inputs, Plan, Shard};

use crate::arguments::Planning;
use crate::console::Console;
use crate::exit::Failure;
use crate::run::{read_failure, write_failure};
use crate::summary::grouped;

/// What a shard reads.
pub(crate) struct Chosen {
    /// The files.
    pub(crate) inputs: Inputs,
    /// Whose records it takes by their ids.
    pub(crate) shard: Option<Shard>,
}

/// Finds the files of a run. `None` says that there is none: a plan was to be written, and is.
pub(crate) fn choose(
    options: &InputOptions<'_>,
    planning: &Planning,
    console: Console,
) -> Result<Option<Chosen>, Failure> {
    let shard = planning.shard();
    let Some(file) = &planning.plan else {
        ensure_inputs(options)?;
        let inputs = Inputs::find(options).map_err(Failure::usage)?;
        return Ok(Some(Chosen { inputs, shard }));
    };
    if let Some(shards) = planning.plan_shards {
        ensure_inputs(options)?;
        if shard.is_some() {
            return Err(Failure::usage(anyhow!(
                "--plan-shards plans all shards, and --shard does one: choose"
            )));
        }
        let inputs = Inputs::find(options).map_err(Failure::usage)?;
        let plan = Plan::make(&inputs, options, shards).map_err(Failure::usage)?.map_err(read_failure)?;
        plan.store(file).map_err(write_failure)?;
        console.say(Table { plan: &plan, file });
        return Ok(None);
    }
    let shard = shard.ok_or_else(|| {
        Failure::usage(anyhow!("--plan needs --shard i/n to work by it, or --plan-shards N to be written"))
    })?;
    if !options.arguments.is_empty() {
        return Err(Failure::usage(anyhow!("{} names the inputs; leave INPUT away", file.display())));
    }
    let plan = Plan::load(file).map_err(Failure::usage)?;
    let inputs = plan.inputs(shard, options).map_err(Failure::usage)?;
    Ok(Some(Chosen { inputs, shard: None }))
}

fn ensure_inputs(options: &InputOptions<'_>) -> Result<(), Failure> {
    let ensure = || {
        ensure!(!options.arguments.is_empty(), "INPUT is missing");
        Ok(())
    };
    ensure().map_err(Failure::Usage)
}

/// What was planned.
struct Table<'a> {
    plan: &'a Plan,
    file: &'a Path,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plan, file } = self;
        let sizes = plan.sizes();
        let [largest, smallest] =
            [sizes.iter().max(), sizes.iter().min()].map(|size| size.copied().unwrap_or(0));
        let total: u64 = sizes.iter().sum();
        let records = plan.files.iter().map(|file| file.records).sum();
        let files = grouped(plan.files.len() as u64);
        writeln!(
            f,
            "plan         {}: {files} files, {} records, {}",
            file.display(),
            grouped(records),
            HumanBytes(total)
        )?;
        let shards = plan.shards;
        write!(f, "shards       {shards}, of {} to {}", HumanBytes(smallest), HumanBytes(largest))?;
        let giant = plan.files.iter().max_by_key(|file| file.bytes);
        match giant.filter(|file| file.bytes > 2 * total.div_ceil(shards.get())) {
            Some(giant) => write!(
                f,
                "\n  {} alone is as large as {:.1} shards should be: cut it, or use fewer shards",
                giant.path,
                giant.bytes as f64 * shards.get() as f64 / total as f64
            ),
            None => Ok(()),
        }
    }
}
