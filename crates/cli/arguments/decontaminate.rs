//! `lintseq decontaminate`.

use std::num::NonZeroUsize;

use clap::Args;
use lintseq_dataset::ContaminationOptions;
use serde::Serialize;

use super::destination::Destination;
use super::folder::Folder;
use super::planning::Planning;
use super::shared::Threads;
use super::values::Rate;

/// Leave out rows that hold a task of a benchmark
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "Rows pass unchanged. A task is found as a whole, whatever its layout and comments, or by the share of its \
    runs of tokens; every row left out says which task of which benchmark it holds, and where.\n\n\
    Examples:\n  lintseq decontaminate samples.jsonl.zst --benchmark humaneval.jsonl --benchmark mbpp.jsonl -o clean.jsonl.zst \
    --rejected held.jsonl\n  lintseq decontaminate rows.parquet --benchmark own.jsonl --benchmark-field head+body --field code -o clean/"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DecontaminateArguments {
    /// Files of rows, data set folders, or globs; `-` is standard input
    #[arg(value_name = "INPUT", required_unless_present = "plan")]
    pub(crate) input: Vec<String>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) benchmarks: Benchmarks,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) evidence: Evidence,
    /// A field to look at; repeatable [default: all texts of a sample, of a commit or of an edit; the program of
    /// a sequence; of other rows `response`, else `content`, `code` or `text`, and `instruction` and `prompt`]
    #[arg(long, value_name = "NAME", help_heading = "Options")]
    pub(crate) field: Vec<String>,
    /// The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the row]
    #[arg(long, value_name = "NAME")]
    pub(crate) id_field: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) destination: Destination,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) planning: Planning,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) folder: Folder,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) threads: Threads,
}

/// Which benchmarks.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Benchmarks")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Benchmarks {
    /// Leave out what holds a task of this file: JSONL or Parquet; repeatable
    #[arg(long, value_name = "FILE")]
    pub(crate) benchmark: Vec<String>,
    /// A field of the benchmark that holds a text of a task, `a+b` for a program in two; repeatable [default: the usual
    /// ones, such as `prompt+canonical_solution`, `response` and `code`]
    #[arg(long, value_name = "NAME", requires = "benchmark")]
    pub(crate) benchmark_field: Vec<String>,
    /// The field of the benchmark that names a task [default: `task_id`, `id` and the like]
    #[arg(long, value_name = "NAME", requires = "benchmark")]
    pub(crate) benchmark_id_field: Option<String>,
    /// The language of tasks that do not say theirs [default: python]
    #[arg(long, value_name = "NAME", requires = "benchmark")]
    pub(crate) benchmark_language: Option<String>,
}

/// What tells a task.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Benchmarks")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Evidence {
    /// The shortest program that is looked for as a whole, in bytes without white space
    #[arg(long, value_name = "N", default_value_t = 20)]
    min_length: usize,
    /// The shortest statement or part of a program that is looked for as a whole
    #[arg(long, value_name = "N", default_value_t = 60)]
    min_part_length: usize,
    /// The number of tokens of a run [default: 10; 13 with --strict]
    #[arg(long, value_name = "N")]
    ngram: Option<NonZeroUsize>,
    /// The share of a task's runs that tells it
    #[arg(long, value_name = "RATE", default_value = "0.5")]
    coverage: Rate,
    /// The fewest runs of a task that is told by them at all
    #[arg(long, value_name = "N", default_value_t = 16)]
    min_runs: usize,
    /// Let any single run tell a task
    #[arg(long, conflicts_with_all = ["coverage", "min_runs"])]
    strict: bool,
}

impl Evidence {
    /// What counts as contamination.
    pub(crate) fn options(&self) -> ContaminationOptions {
        let default = if self.strict { 13 } else { 10 };
        ContaminationOptions {
            min_program: self.min_length,
            min_part: self.min_part_length,
            gram: self.ngram.or(NonZeroUsize::new(default)).unwrap_or(NonZeroUsize::MIN),
            share: (!self.strict).then_some(self.coverage.0),
            min_grams: if self.strict { 1 } else { self.min_runs },
        }
    }
}
