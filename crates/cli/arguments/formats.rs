//! How samples become rows of a training format.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use lintseq_samples::{Exporter, Extent, FormatName, Parameters, Task};
use serde::Serialize;

use super::values::{ByteSize, Rate};

/// What can be set about a training format.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Training formats")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Formats {
    /// What a row teaches
    #[arg(long, value_name = "TASK", default_value = "next")]
    task: TaskName,
    /// Of preference pairs: message lists or text [default: as the format is]
    #[arg(long, value_name = "SHAPE")]
    pairs_as: Option<PairShape>,
    /// How many lines around the cursor's may be rewritten, or `above,below` [default: as published]
    #[arg(long, value_name = "LINES", conflicts_with = "region_tokens", value_parser = lines)]
    #[serde(serialize_with = "lines_as_text")]
    region_lines: Option<(usize, usize)>,
    /// The same in tokens, of three bytes each [default: as published]
    #[arg(long, value_name = "N")]
    region_tokens: Option<usize>,
    /// How many lines around the region are shown, or `above,below` [default: as published]
    #[arg(long, value_name = "LINES", conflicts_with = "context_tokens", value_parser = lines)]
    #[serde(serialize_with = "lines_as_text")]
    context_lines: Option<(usize, usize)>,
    /// The same in tokens [default: as published]
    #[arg(long, value_name = "N")]
    context_tokens: Option<usize>,
    /// How many edits of the history are shown, the newest of them [default: as published]
    #[arg(long, value_name = "N")]
    history_edits: Option<usize>,
    /// The longest prompt and answer together; history and context are cut to fit [default: as published]
    #[arg(long, value_name = "SIZE", conflicts_with = "budget_tokens")]
    budget_bytes: Option<ByteSize>,
    /// The same in tokens, of three bytes each [default: as published]
    #[arg(long, value_name = "N")]
    budget_tokens: Option<usize>,
    /// Of the OpenCodeEdit rows, the share whose code before the edit is fenced
    #[arg(long, value_name = "RATE", default_value = "0.5")]
    fenced_rate: Rate,
    /// A file with the task for the model, instead of ours: the system prompt, or the instruction of Zeta v1
    #[arg(long, value_name = "FILE")]
    system_prompt: Option<PathBuf>,
    /// Add where the answer stands, in characters: `answer_column`, `answer_start`, `answer_end`
    #[arg(long)]
    answer_offsets: bool,
    /// Add the sample and how the row was made of it, so that `check` can verify every row
    #[arg(long)]
    keep_sample: bool,
}

/// What a row teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TaskName {
    /// The next edit
    Next,
    /// The next edit and a worse one: `prompt`, `chosen`, `rejected`
    Pairs,
    /// Where the next edit is: a line, counted from zero
    JumpLine,
    /// Where the next edit is: `path:line`
    JumpPath,
}

/// The shape of preference pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PairShape {
    /// One text each
    Text,
    /// A list of messages each
    Messages,
}

impl Formats {
    /// The exporter to a format.
    ///
    /// # Errors
    /// If the task and the format do not go together, or the system prompt cannot be read.
    pub(crate) fn exporter(&self, name: FormatName, seed: u64) -> anyhow::Result<Exporter> {
        let read = |path: &PathBuf| {
            std::fs::read_to_string(path).with_context(|| format!("--system-prompt {}", path.display()))
        };
        let tokens = |tokens: usize| tokens.saturating_mul(Parameters::BYTES_PER_TOKEN);
        let bytes = |size: &ByteSize| usize::try_from(size.0).unwrap_or(usize::MAX);
        let extent = |lines: Option<(usize, usize)>, tokens: Option<usize>| {
            lines.map(|(above, below)| Extent::Lines(above, below)).or(tokens.map(Extent::Tokens))
        };
        let parameters = Parameters {
            region: extent(self.region_lines, self.region_tokens),
            context: extent(self.context_lines, self.context_tokens),
            history: self.history_edits,
            budget: self.budget_bytes.as_ref().map(bytes).or(self.budget_tokens.map(tokens)),
            fenced: Some(self.fenced_rate.0),
            seed,
            system: self.system_prompt.as_ref().map(read).transpose()?,
        };
        let is_chat = name.build(parameters.clone()).is_chat();
        let task = match self.task {
            TaskName::Next => Task::Next,
            TaskName::Pairs => {
                Task::Pairs { messages: self.pairs_as.map_or(is_chat, |shape| shape == PairShape::Messages) }
            }
            TaskName::JumpLine => Task::Jumps { path: false },
            TaskName::JumpPath => Task::Jumps { path: true },
        };
        let exporter = Exporter::new(name, parameters, task)?;
        Ok(exporter.with_offsets(self.answer_offsets).with_sample(self.keep_sample))
    }
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowFormat {
    /// The samples themselves.
    Samples,
    /// A training format.
    Training(FormatName),
}

impl RowFormat {
    /// All of them, in the order in which lists show them.
    pub(crate) const ALL: [Self; FormatName::ALL.len() + 1] = {
        let mut all = [Self::Samples; FormatName::ALL.len() + 1];
        let mut at = 0;
        while at < FormatName::ALL.len() {
            all[at + 1] = Self::Training(FormatName::ALL[at]);
            at += 1;
        }
        all
    };

    /// The name on the command line.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Samples => "samples",
            Self::Training(name) => name.as_str(),
        }
    }
}

impl ValueEnum for RowFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let about = match self {
            Self::Samples => "Next-edit samples, schema `lintseq.sample/1`",
            Self::Training(name) => name.about(),
        };
        Some(PossibleValue::new(self.as_str()).help(about))
    }
}

impl Serialize for RowFormat {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// `5`, or `5,10` for above and below.
fn lines(text: &str) -> Result<(usize, usize), String> {
    let (above, below) = text.split_once(',').unwrap_or((text, text));
    let parse = || Some((above.trim().parse().ok()?, below.trim().parse().ok()?));
    parse().ok_or_else(|| "expected a number of lines such as 5, or 5,10 for above and below".to_owned())
}

#[expect(clippy::ref_option, reason = "the signature is serde's")]
fn lines_as_text<S: serde::Serializer>(
    lines: &Option<(usize, usize)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    lines.map(|(above, below)| format!("{above},{below}")).serialize(serializer)
}
