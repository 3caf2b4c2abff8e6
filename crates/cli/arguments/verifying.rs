//! What is asked about edits beyond their two rounds, and what it costs.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use lintseq_synth::verify::RoundTrip;
use serde::{Serialize, Serializer};

/// What is asked about edits beyond their two rounds. Nothing by default.
#[derive(Debug, Default, Args, Serialize)]
#[command(next_help_heading = "Verification")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Verifying {
    /// Leave out edits that fail; repeatable
    #[arg(long, value_name = "HOW")]
    pub(crate) verify: Vec<Verify>,
    /// Have the instruction carried out anew K times, of which AGREE must lead to the same syntax tree, as `K` or
    /// `K,AGREE` [AGREE: more than half]; K requests as long as the second round
    #[arg(long, value_name = "K")]
    pub(crate) round_trip: Option<Tries>,
    /// Ask this model, which must be one of those configured, whether the edit is right; more than half of the voters
    /// must say so; one short request each; repeatable
    #[arg(long, value_name = "NAME")]
    pub(crate) vote: Vec<String>,
    /// How tests are run, such as `python3 {test}`
    #[arg(long, value_name = "COMMAND")]
    pub(crate) test_command: Option<String>,
    /// Run tests, which are foreign code, even where `bwrap` cannot confine them: with limits on time, memory and
    /// files, and nothing else
    #[arg(long)]
    pub(crate) unconfined: bool,
}

/// A verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verify {
    /// The language's linter finds nothing that it did not find before; no request
    Linter,
    /// Every hunk is asked for, and nothing else; one short request
    Coverage,
    /// A test written for the edit fails before and passes after, in a sandbox; one request
    Tests,
}

/// How often an instruction is carried out anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tries(pub(crate) RoundTrip);

impl FromStr for Tries {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| format!("`{text}` is no number"));
        let (tries, agree) = text.split_once(',').unwrap_or((text, ""));
        let tries = number(tries)?;
        let agree = if agree.is_empty() { tries / 2 + 1 } else { number(agree)? };
        if agree == 0 || agree > tries || tries > 100 {
            return Err("expected K or K,AGREE with 1 <= AGREE <= K <= 100".to_owned());
        }
        Ok(Self(RoundTrip { tries, agree }))
    }
}

impl Serialize for Tries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{},{}", self.0.tries, self.0.agree))
    }
}
