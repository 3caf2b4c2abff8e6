//! `lintseq generate`.

use std::num::NonZeroU32;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use lintseq_samples::FormatName;
use serde::Serialize;

use super::decontaminate::Benchmarks;
use super::destination::Destination;
use super::filters::{AnyFilters, Ordered};
use super::folder::Folder;
use super::formats::{Formats, RowFormat};
use super::samples::Samples;
use super::shared::{Fields, Inputs, Limits, Linters, Threads};
use super::steps::Steps;

/// Turn programs into edit sequences, or into next-edit samples of them
#[derive(Debug, Args, Serialize)]
#[command(after_help = "Examples:\n  lintseq generate programs.jsonl -o sequences.jsonl.zst\n  \
    lintseq generate src/ --sequences-per-program 5 --format text -o train.jsonl\n  \
    lintseq generate programs.jsonl --format samples --no-edit-rate 0.2 -o samples/")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct GenerateArguments {
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) fields: Fields,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) output: Output,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) sampling: Sampling,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) samples: Samples,
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
    pub(crate) linters: Linters,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) limits: Limits,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) threads: Threads,
}

/// What to write.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Output")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Output {
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) destination: Destination,
    /// What a row looks like
    #[arg(long, value_name = "FORMAT", default_value = "sequences")]
    pub(crate) format: SequenceFormat,
}

/// What a row looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SequenceFormat {
    /// The native rows, whose edits `git apply --unidiff-zero` takes.
    Sequences,
    /// The rows of upiterbarg/pylintseq.
    Pylintseq,
    /// The training text of upiterbarg/lintseq, under the key `text`.
    Text,
    /// Next-edit samples of the sequences, or rows of a training format made of them.
    Samples(RowFormat),
}

impl SequenceFormat {
    /// The name on the command line.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Sequences => "sequences",
            Self::Pylintseq => "pylintseq",
            Self::Text => "text",
            Self::Samples(rows) => rows.as_str(),
        }
    }

    /// What becomes of samples, where the format is made of them.
    pub(crate) const fn of_samples(self) -> Option<RowFormat> {
        match self {
            Self::Samples(rows) => Some(rows),
            Self::Sequences | Self::Pylintseq | Self::Text => None,
        }
    }
}

impl ValueEnum for SequenceFormat {
    fn value_variants<'a>() -> &'a [Self] {
        // Of whole sequences, the formats of sequences are made without samples in between.
        const VARIANTS: [SequenceFormat; RowFormat::ALL.len() + 1] = {
            let mut variants = [SequenceFormat::Sequences; RowFormat::ALL.len() + 1];
            let mut at = 0;
            while at < RowFormat::ALL.len() {
                variants[at + 1] = match RowFormat::ALL[at] {
                    RowFormat::Training(FormatName::Pylintseq) => SequenceFormat::Pylintseq,
                    RowFormat::Training(FormatName::Text) => SequenceFormat::Text,
                    rows => SequenceFormat::Samples(rows),
                };
                at += 1;
            }
            variants
        };
        &VARIANTS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let about = match self {
            Self::Sequences => "The native rows, whose edits `git apply --unidiff-zero` takes",
            Self::Pylintseq => "The rows of upiterbarg/pylintseq",
            Self::Text => "The training text of upiterbarg/lintseq, under the key `text`",
            Self::Samples(rows) => return rows.to_possible_value(),
        };
        Some(PossibleValue::new(self.as_str()).help(about))
    }
}

impl Serialize for SequenceFormat {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How to draw.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Sampling")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sampling {
    /// The seed; the output for a record depends on the record, the options and the seed only
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// How many different sequences to make of each program, where it has so many
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) sequences_per_program: NonZeroU32,
    /// How to draw what a step deletes
    #[arg(long, value_name = "NAME", default_value = "closure")]
    pub(crate) sampler: Sampler,
    /// Of how many random units `closure` takes the one with the smallest closure
    #[arg(long, value_name = "K", default_value = "3")]
    pub(crate) draws: NonZeroU32,
    /// Search: how many children to draw for each state
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) children: NonZeroU32,
    /// Search: how many of the children to keep, those first that delete the most
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) top_k: NonZeroU32,
    /// Search: the most sequences to follow at once
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) population: NonZeroU32,
    /// Search: the most steps; what stands then goes at once [default: no limit]
    #[arg(long, value_name = "N")]
    pub(crate) depth: Option<NonZeroU32>,
}

/// How to draw what a step deletes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Sampler {
    /// Of some random units the one with the smallest closure: fine-grained
    Closure,
    /// A random code line, as in the paper
    Uniform,
    /// A random line, deeper indentation first, as pylintseq does
    Indent,
    /// Random lines without graph and linter: the paper's ablation, whose states need not be valid
    Random,
}
