//! `lintseq synth`. The reasons of the defaults stand in `lintseq_synth`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use lintseq_synth::rounds::NoEdit;
use serde::Serialize;

use super::decontaminate::Benchmarks;
use super::destination::Destination;
use super::filters::{AnyFilters, Ordered};
use super::folder::Folder;
use super::formats::{Formats, RowFormat};
use super::models::{Models, Service};
use super::shared::{Fields, TextLimits};
use super::steps::Steps;
use super::values::LineRange;
use super::verifying::Verifying;
use super::wording::{Counting, Wording};

/// Have language models write edits: from two seed snippets a program, its instructions, and the program after the edit
#[derive(Debug, Args, Serialize)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(
    after_help = "Answers are kept in a store, and nothing that was paid for is asked again: whatever happened, run \
    again.\nKeys come from environment variables only.\n\n\
    Examples:\n  lintseq synth src/ -o triplets.jsonl --model gpt-4.1-mini --count 1000 --budget 5usd --price-input 0.4 \
    --price-output 1.6\n  \
    lintseq synth programs.jsonl -o triplets.jsonl --model qwen --base-url http://localhost:8080/v1 --count 100\n  \
    lintseq synth --language rust -o triplets.jsonl --config models.toml --count 1000 --dry-run\n  \
    lintseq synth report --store triplets.jsonl.store"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SynthArguments {
    #[command(subcommand)]
    #[serde(skip)]
    pub(crate) command: Option<SynthCommand>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) seeds: Seeds,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) fields: Fields,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) output: SynthOutput,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) prompting: Prompting,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) verifying: Verifying,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) service: Service,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) formats: Formats,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) filters: Ordered<AnyFilters>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) steps: Steps,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) benchmarks: Benchmarks,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) folder: Folder,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) limits: TextLimits,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) models: Models,
}

/// What else can be done with a store.
#[derive(Debug, Subcommand)]
pub(crate) enum SynthCommand {
    /// Print what a store holds: costs, tokens, failures, throughput
    #[command(after_help = "Example: lintseq synth report --store triplets.jsonl.store")]
    Report {
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
    },
}

/// Where prompts start from.
#[derive(Debug, Args, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of the flags")]
#[command(next_help_heading = "Input")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Seeds {
    /// Files, folders, globs or tar archives of programs, to cut snippets from [default: the snippets that are built
    /// in]
    #[arg(value_name = "SEEDS")]
    pub(crate) seeds: Vec<String>,
    /// Leave out paths that match this glob; repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Take seeds of this language only
    #[arg(long, value_name = "NAME")]
    pub(crate) language: Option<String>,
    /// The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the content]
    #[arg(long, value_name = "NAME")]
    pub(crate) id_field: Option<String>,
    /// Take seeds as they are, instead of cutting snippets from them
    #[arg(long)]
    pub(crate) verbatim: bool,
    /// How many lines a snippet has, as `least,most`
    #[arg(long, value_name = "LINES", default_value = "5,15")]
    pub(crate) snippet_lines: LineRange,
}

/// What to write.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Output")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SynthOutput {
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) destination: Destination,
    /// What a row looks like
    #[arg(long, value_name = "FORMAT", default_value = "samples")]
    pub(crate) format: RowFormat,
    /// The file of answers [default: OUT.store]
    #[arg(long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
}

/// What is asked.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Prompts")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Prompting {
    /// How many prompts to make
    #[arg(long, value_name = "N", required_unless_present = "print_config")]
    pub(crate) count: Option<u64>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) wording: Wording,
    /// Also make samples of texts that are to stay as they are; repeatable
    #[arg(long, value_name = "WHEN")]
    pub(crate) no_edit: Vec<NoEditWhen>,
    /// Keep programs before the edit that do not parse
    #[arg(long)]
    pub(crate) allow_broken_before: bool,
    /// Keep instructions that quote their answer
    #[arg(long)]
    pub(crate) allow_leaks: bool,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) counting: Counting,
}

/// When a text stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NoEditWhen {
    /// Where the model found its own instruction unreasonable
    Refused,
    /// Where the program came back unchanged
    Unchanged,
    /// Beside every edit: the program after it, whose instruction is met
    Satisfied,
}

impl From<NoEditWhen> for NoEdit {
    fn from(when: NoEditWhen) -> Self {
        match when {
            NoEditWhen::Refused => Self::Refused,
            NoEditWhen::Unchanged => Self::Unchanged,
            NoEditWhen::Satisfied => Self::Satisfied,
        }
    }
}
