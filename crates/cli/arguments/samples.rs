//! How samples are drawn from sequences. The reasons of the defaults stand in `lintseq_samples`.

use clap::Args;
use lintseq_samples::sequences::SampleOptions;
use serde::Serialize;

use super::values::Rate;

/// How samples are drawn.
#[derive(Debug, Args, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of the flags")]
#[command(next_help_heading = "Samples, and the training formats made of them")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Samples {
    /// How many samples to make of each sequence, at different steps, where it has so many
    #[arg(long, value_name = "N", default_value = "4", value_parser = clap::value_parser!(u32).range(1..))]
    samples_per_sequence: u32,
    /// The share of samples in which nothing is to be done
    #[arg(long, value_name = "RATE", default_value = "0.1")]
    no_edit_rate: Rate,
    /// The share of the other samples that ask where the next edit is
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
    /// Of the edits, the share whose current text ends inside the edit
    #[arg(long, value_name = "RATE", default_value = "0.3")]
    in_progress_rate: Rate,
    /// Of the edits and jumps that have not begun, the share with an abandoned and undone edit in the history
    #[arg(long, value_name = "RATE", default_value = "0.1")]
    undo_rate: Rate,
    /// The share of samples with a rejected text, where there is one
    #[arg(long, value_name = "RATE", default_value = "1")]
    rejected_rate: Rate,
    /// Of the edits that have not begun, the share whose cursor is where they are; else it is at the last edit
    #[arg(long, value_name = "RATE", default_value = "0.5")]
    cursor_at_next_rate: Rate,
    /// The most edits of a history
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u32).range(2..))]
    max_history: u32,
    /// Of a longer text take a window of about so many lines
    #[arg(long, value_name = "N", default_value = "400", value_parser = clap::value_parser!(u32).range(20..))]
    window_lines: u32,
}

impl Samples {
    /// The options, with the seed of the run.
    pub(crate) const fn options(&self, seed: u64) -> SampleOptions {
        SampleOptions {
            seed,
            per_sequence: self.samples_per_sequence,
            no_edit: self.no_edit_rate.0,
            jump: self.jump_rate.0,
            jump_here: self.jump_here_rate.0,
            jump_near: self.jump_near_rate.0,
            jump_far: self.jump_far_rate.0,
            in_progress: self.in_progress_rate.0,
            undo: self.undo_rate.0,
            rejected: self.rejected_rate.0,
            cursor_at_next: self.cursor_at_next_rate.0,
            max_history: self.max_history,
            window_lines: self.window_lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::arguments::{Cli, Command};

    #[test]
    fn the_defaults_are_those_of_the_library() {
        let cli = Cli::parse_from(["lintseq", "generate", "in.jsonl"]);
        let Command::Generate(arguments) = cli.command else { unreachable!("the command is generate") };
        assert_eq!(arguments.samples.options(0), SampleOptions::default());
    }
}
