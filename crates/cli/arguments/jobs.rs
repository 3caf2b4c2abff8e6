//! `lintseq instruct`, `label` and `judge`: small questions to models about rows.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use lintseq_synth::label::Form;
use serde::Serialize;

use super::destination::Destination;
use super::folder::Folder;
use super::models::{Models, Service};
use super::values::Rate;
use super::wording::{Counting, Wording};

/// Have a language model write the instructions of edits that are known
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "Rows are samples, commits (`old_contents`, `new_contents`, or `files` that have them) or sequences. A sample \
    gets its two instructions; of a commit, every file that changes is asked about by itself and becomes a sample with them, \
    since a sample holds one file; a sequence gets the fields `instruction_lazy` and `instruction_descriptive`.\n\n\
    Several models share the rows by their ratios: which one a row goes to is drawn from its id.\n\n\
    Examples:\n  lintseq instruct samples.jsonl -o instructed.jsonl --model gpt-4.1-mini\n  lintseq instruct commits.jsonl -o \
    triplets.jsonl --model qwen --base-url http://localhost:8080/v1 --no-coverage"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct InstructArguments {
    /// Do not ask in a second conversation whether every hunk is asked for; halves the requests
    #[arg(long)]
    pub(crate) no_coverage: bool,
    /// Keep instructions that quote their answer
    #[arg(long)]
    pub(crate) allow_leaks: bool,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) questioning: Questioning,
}

/// Ask a language model whether the chunks of commits have to do with each other
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "Rows are commits with `old_contents` and `new_contents`, with `files` that have them, or with a `diff`. They \
    pass with the fields `label` (1 or 0), `label_probability`, `label_chunks` and `label_model` added, and `lintseq \
    commits` reads `label`.\n\n\
    Examples:\n  lintseq label commits.jsonl -o labelled.jsonl --model gpt-4.1-mini\n  lintseq label commits.jsonl -o \
    labelled.jsonl --model qwen --base-url http://localhost:8080/v1 --answer probability --per-chunk"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct LabelArguments {
    /// What is asked for: a word, one JSON object for the commit and all its chunks, or how probable a yes is
    #[arg(long, value_name = "FORM", default_value = "words")]
    pub(crate) answer: LabelAnswer,
    /// Ask about every chunk by itself; a commit is related if all its chunks are
    #[arg(long)]
    pub(crate) per_chunk: bool,
    /// The probability from which on a yes counts, with `--answer probability`
    #[arg(long, value_name = "P", default_value = "0.5")]
    pub(crate) threshold: Rate,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) questioning: Questioning,
}

/// What a label is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LabelAnswer {
    /// Yes or no, however it is dressed
    Words,
    /// The text `yes` to the letter, and everything else is a no: what the published labels are
    Published,
    /// One JSON object
    Json,
    /// The log-probabilities of the server
    Probability,
}

impl From<LabelAnswer> for Form {
    fn from(answer: LabelAnswer) -> Self {
        match answer {
            LabelAnswer::Words => Self::Words,
            LabelAnswer::Published => Self::Published,
            LabelAnswer::Json => Self::Json,
            LabelAnswer::Probability => Self::Probability,
        }
    }
}

/// Hold predictions of next edits against what was written
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "A row has a prediction (`prediction` or `model_output`), the truth (`next`, `ground_truth` or `new_contents`) and \
    the text before (`current` or `current_contents`); what it lacks is taken from the row of --samples with its id, or in \
    its place. The matches are those of Next Edit Prediction and need no model; with one it is asked as well.\n\n\
    Examples:\n  lintseq judge predictions.jsonl --samples test.jsonl -o judged.jsonl\n  lintseq judge predictions.jsonl \
    --samples test.jsonl -o judged.jsonl --model gpt-4.1-mini"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct JudgeArguments {
    /// The samples that the predictions are of
    #[arg(long, value_name = "FILE")]
    pub(crate) samples: Option<String>,
    /// The field that holds the predicted text [default: `prediction`, else `model_output`]
    #[arg(long, value_name = "NAME")]
    pub(crate) prediction_field: Option<String>,
    /// Count the model's answer as a yes only if it is `yes` to the letter, as the published code does
    #[arg(long)]
    pub(crate) published: bool,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) questioning: Questioning,
}

/// Questions to models about rows: which rows, how they are put, and to whom.
#[derive(Debug, Args, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Questioning {
    /// Files of rows, data set folders, or globs; `-` is standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) input: Vec<String>,
    /// The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the row]
    #[arg(long, value_name = "NAME")]
    pub(crate) id_field: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) destination: Destination,
    /// The file of answers [default: OUT.store]
    #[arg(long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) wording: Wording,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) counting: Counting,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) service: Service,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) folder: Folder,
    // Last, because tables come after values in a file.
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) models: Models,
}
