//! `lintseq commits`. The reasons of the defaults stand in `lintseq_samples::commits`.

use clap::{Args, ValueEnum};
use lintseq_samples::Licenses;
use lintseq_samples::commits::{
    BuildOptions, Filters, HistoryScope, JumpRates, Next, PublishedLimits, States,
};
use serde::Serialize;

use super::decontaminate::Benchmarks;
use super::destination::Destination;
use super::filters::{AnyFilters, Ordered};
use super::folder::Folder;
use super::given::given;
use super::shared::{Inputs, Linters, TextLimits, Threads};
use super::steps::Steps;
use super::values::Rate;

/// Turn commits into next-edit samples
#[derive(Debug, Args, Serialize)]
#[command(after_help = "Examples:\n  lintseq commits commits.jsonl.zst -o samples.jsonl.zst\n  \
    lintseq commits path/to/repository --license permissive --repository-license MIT --next each -o samples/\n  \
    lintseq commits commits.jsonl --compat nep --format nep -o train.jsonl")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct CommitsArguments {
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) repositories: Repositories,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) output: CommitOutput,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) filters: CommitFilters,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) building: Building,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) stage: Ordered<AnyFilters>,
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
    pub(crate) linters: Linters,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) limits: TextLimits,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) threads: Threads,
}

/// What is not in the records.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Input")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Repositories {
    /// Read git repositories from this revision back
    #[arg(long, value_name = "REVISION", default_value = "HEAD")]
    pub(crate) revision: String,
    /// The licence of git repositories, as SPDX names it
    #[arg(long, value_name = "SPDX")]
    pub(crate) repository_license: Option<String>,
    /// The field that says whether the chunks of a commit have to do with each other; records without it stay
    #[arg(long, value_name = "NAME", default_value = "label")]
    pub(crate) label_field: String,
}

/// What to write.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Output")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct CommitOutput {
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) destination: Destination,
    /// What a row looks like
    #[arg(long, value_name = "FORMAT", default_value = "samples")]
    pub(crate) format: CommitFormat,
    /// Select commits and write rows exactly as a published pipeline does; needs its format
    #[arg(long, value_name = "NAME")]
    pub(crate) compat: Option<Compat>,
}

/// What a row looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CommitFormat {
    /// The canonical sample, schema `lintseq.sample/1`
    Samples,
    /// The rows of lurf21/NextEditPrediction, with --compat nep; `lintseq export` makes other formats of samples
    Nep,
}

/// A published pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Compat {
    /// Next Edit Prediction, lurf21/NextEditPrediction
    Nep,
}

/// What a commit must be like.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "What a commit must be like; 0 switches a limit off")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct CommitFilters {
    /// The fewest chunks, which are runs of changed lines
    #[arg(long, value_name = "N", default_value_t = 2)]
    min_chunks: usize,
    /// The longest chunk
    #[arg(long, value_name = "N", default_value_t = 5)]
    max_chunk_lines: usize,
    /// The most lines of a file from its first chunk to its last, with three lines of context
    #[arg(long, value_name = "N", default_value_t = 80)]
    max_window: usize,
    /// Take commits that remove or replace lines as well
    #[arg(long)]
    allow_removals: bool,
    /// The most characters of all texts before and after
    #[arg(long, value_name = "N", default_value_t = 32_768)]
    max_characters: usize,
    /// The most tokens (`o200k_base`) of all texts before and after, counted twice: what a sample takes
    #[arg(long, value_name = "N", default_value_t = 8_192)]
    max_tokens: usize,
    /// The most files
    #[arg(long, value_name = "N", default_value_t = 10)]
    max_files: usize,
    /// Allow only this licence, as SPDX names it; repeatable; `permissive` stands for those that ask for a notice
    #[arg(long, value_name = "SPDX")]
    license: Vec<String>,
    /// Take commits that change files written by a program
    #[arg(long)]
    keep_generated: bool,
    /// Take commits that change files of other projects
    #[arg(long)]
    keep_vendored: bool,
}

/// How samples are made of a commit.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Samples")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Building {
    /// The seed; the output for a record depends on the record, the options and the seed only
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Which chunk comes next
    #[arg(long, value_name = "WHICH", default_value = "last")]
    next: NextChunk,
    /// Which chunks came before
    #[arg(long, value_name = "WHICH", default_value = "others")]
    history: HistoryChunks,
    /// What becomes of states that do not parse
    #[arg(long, value_name = "WHICH", default_value = "prefer")]
    states: StateChoice,
    /// The share of samples that ask where the next edit is
    #[arg(long, value_name = "RATE", default_value = "0.1")]
    jump_rate: Rate,
    /// Of the jumps to the cursor's own line, the share to keep; the others become edits
    #[arg(long, value_name = "RATE", default_value = "1")]
    jump_here_rate: Rate,
    /// Of the jumps of at most 30 lines, the share to keep
    #[arg(long, value_name = "RATE", default_value = "0.6")]
    jump_near_rate: Rate,
    /// Of the jumps of more than 30 lines, the share to keep
    #[arg(long, value_name = "RATE", default_value = "1")]
    jump_far_rate: Rate,
    /// Of the jumps into another file, the share to keep
    #[arg(long, value_name = "RATE", default_value = "1")]
    jump_other_file_rate: Rate,
    /// The share of edits with a rejected text, where there is one
    #[arg(long, value_name = "RATE", default_value = "1")]
    rejected_rate: Rate,
    /// Of the edits in the file of the last one, the share whose cursor is where they are; else it is at the last
    #[arg(long, value_name = "RATE", default_value = "0.5")]
    cursor_at_next_rate: Rate,
}

/// Which chunk comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum NextChunk {
    /// The last in a plausible order: definitions before uses, else from top to bottom
    Last,
    /// One drawn by the seed
    Any,
    /// Each, in a sample of its own
    Each,
}

/// Which chunks came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum HistoryChunks {
    /// All others
    Others,
    /// Those earlier in the plausible order
    Earlier,
}

/// What becomes of states that do not parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum StateChoice {
    /// They are taken where no other chunk leads to one that does
    Prefer,
    /// They are left out
    Require,
    /// They are taken like any other
    Any,
}

impl CommitsArguments {
    /// The numbers that the published pipeline leaves open.
    ///
    /// # Errors
    /// With the flags that it has no place for.
    pub(crate) fn published(&self) -> anyhow::Result<PublishedLimits> {
        const OPEN: [&str; 5] =
            ["--max-chunk-lines", "--max-window", "--max-characters", "--max-tokens", "--seed"];
        let filters = &self.filters;
        let given = [
            given(filters),
            given(&self.stage),
            given(&self.benchmarks),
            given(&self.building),
            given(&self.linters),
            given(&self.limits),
        ]
        .concat();
        let fixed: Vec<String> = given.into_iter().filter(|flag| !OPEN.contains(&flag.as_str())).collect();
        anyhow::ensure!(fixed.is_empty(), "--compat nep decides as published, without {}", fixed.join(", "));
        Ok(PublishedLimits {
            max_chunk_lines: filters.max_chunk_lines,
            max_window: filters.max_window,
            max_characters: filters.max_characters,
            max_tokens: filters.max_tokens,
        })
    }
}

impl CommitFilters {
    /// The criteria.
    pub(crate) fn filters(&self) -> Filters {
        Filters {
            min_chunks: self.min_chunks,
            max_chunk_lines: self.max_chunk_lines,
            max_window: self.max_window,
            additions_only: !self.allow_removals,
            max_characters: self.max_characters,
            max_tokens: self.max_tokens,
            max_files: self.max_files,
            licenses: Licenses::new(&self.license),
            keep_generated: self.keep_generated,
            keep_vendored: self.keep_vendored,
        }
    }
}

impl Building {
    /// The options of the builder.
    pub(crate) const fn options(&self, fingerprint: String) -> BuildOptions {
        BuildOptions {
            seed: self.seed,
            next: match self.next {
                NextChunk::Last => Next::Last,
                NextChunk::Any => Next::Any,
                NextChunk::Each => Next::Each,
            },
            history: match self.history {
                HistoryChunks::Others => HistoryScope::Others,
                HistoryChunks::Earlier => HistoryScope::Earlier,
            },
            states: match self.states {
                StateChoice::Prefer => States::Prefer,
                StateChoice::Require => States::Require,
                StateChoice::Any => States::Any,
            },
            cursor_at_next: self.cursor_at_next_rate.0,
            rejected: self.rejected_rate.0,
            jump: self.jump_rate.0,
            jumps: JumpRates {
                here: self.jump_here_rate.0,
                near: self.jump_near_rate.0,
                far: self.jump_far_rate.0,
                other_file: self.jump_other_file_rate.0,
            },
            fingerprint,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::arguments::{Cli, Command};

    fn parse(arguments: &[&str]) -> CommitsArguments {
        let cli = Cli::parse_from([&["lintseq", "commits", "in.jsonl"], arguments].concat());
        match cli.command {
            Command::Commits(arguments) => arguments,
            _ => unreachable!("the command is commits"),
        }
    }

    #[test]
    fn the_defaults_are_those_of_the_library() {
        let arguments = parse(&[]);
        assert_eq!(arguments.filters.filters(), Filters::default());
        assert_eq!(arguments.building.options(String::new()), BuildOptions::default());
    }

    #[test]
    fn the_published_pipeline_has_its_own_mind() {
        assert!(parse(&["--max-tokens", "0", "--seed", "1"]).published().is_ok());
        let flags =
            ["--allow-removals", "--license", "MIT", "--next", "any", "--linter", "ruff", "--max-lines", "9"];
        let message = parse(&flags).published().unwrap_err().to_string();
        assert!(message.ends_with("--allow-removals, --license, --next, --linter, --max-lines"), "{message}");
    }
}
