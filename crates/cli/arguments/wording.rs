//! What is said to models: what `synth` and the commands that ask about rows share.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use lintseq_synth::asking::{Asking, Sampling};
use lintseq_synth::prompts::Prompts;
use serde::Serialize;

use super::values::Rate;
use crate::tokenizer::Tokenizer;

/// What is said to models.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Prompts")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Wording {
    /// Draws what prompts show, snippets and examples, and the `seed` of every request
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Leave the field `seed` out of requests
    #[arg(long)]
    no_seed: bool,
    /// A folder of prompts in place of those that are built in, by name; see `seeds/prompts`
    #[arg(long, value_name = "FOLDER")]
    prompts: Option<PathBuf>,
    /// How adventurous answers may be [default: as the prompt says; 0.8 for programs]
    #[arg(long, value_name = "T")]
    temperature: Option<f64>,
    /// The share of probability that tokens are drawn from [default: as the prompt says; 0.95 for programs]
    #[arg(long, value_name = "P")]
    top_p: Option<Rate>,
    /// The longest answer, in tokens [default: as the prompt says; 2048 for programs]
    #[arg(long, value_name = "N")]
    max_tokens: Option<u32>,
}

impl Wording {
    /// The prompts, with what the user says about them.
    ///
    /// # Errors
    /// If a prompt of the user's makes no sense.
    pub(crate) fn asking(&self) -> anyhow::Result<Asking> {
        let prompts = match &self.prompts {
            Some(folder) => Prompts::with_folder(folder).context("--prompts")?,
            None => Prompts::built_in(),
        };
        let sampling = Sampling {
            temperature: self.temperature,
            top_p: self.top_p.map(|rate| rate.0),
            max_tokens: self.max_tokens,
        };
        Ok(Asking { prompts, sampling, seeded: !self.no_seed })
    }
}

/// How an estimate counts.
#[derive(Clone, Copy, Debug, Args, Serialize)]
#[command(next_help_heading = "Prompts")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Counting {
    /// What counts the tokens of `--dry-run`
    #[arg(long, value_name = "NAME", default_value = "o200k")]
    pub(crate) tokenizer: Tokenizer,
}
