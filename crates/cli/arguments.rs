//! What can be said on the command line.
//!
//! The structures here are the whole of a command's configuration: a configuration file is turned into
//! arguments before they are parsed (see `configuration`), so that there is one parser, one set of
//! defaults and one set of messages. They serialize to the same names, which is what `--print-config`
//! prints.

mod apply;
mod check;
mod commits;
mod decontaminate;
mod dedup;
mod destination;
mod export;
mod filter;
mod filters;
mod folder;
mod formats;
mod generate;
mod given;
mod jobs;
mod merge;
mod mix;
mod models;
mod planning;
mod sample;
mod samples;
mod shared;
mod show;
mod stats;
mod steps;
mod synth;
pub(crate) mod values;
mod verifying;
mod wording;

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Serialize;

pub(crate) use apply::ApplyArguments;
pub(crate) use check::CheckArguments;
pub(crate) use commits::{CommitFormat, CommitsArguments, Compat};
pub(crate) use decontaminate::{Benchmarks, DecontaminateArguments};
pub(crate) use dedup::{DedupArguments, Keep, Likeness, Stage};
pub(crate) use export::ExportArguments;
pub(crate) use filter::FilterArguments;
pub(crate) use filters::{AnyFilters, Ordered, with_filter_tip};
pub(crate) use folder::FolderFormat;
pub(crate) use formats::{Formats, RowFormat};
pub(crate) use generate::{GenerateArguments, Sampler, Sampling, SequenceFormat};
pub(crate) use given::{given, refuse};
pub(crate) use jobs::{InstructArguments, JudgeArguments, LabelArguments, Questioning};
pub(crate) use merge::MergeArguments;
pub(crate) use mix::{Instruction, MixArguments, Part};
pub(crate) use models::{Service, store_beside};
pub(crate) use planning::Planning;
pub(crate) use sample::SampleArguments;
pub(crate) use shared::{Limits, Linters};
pub(crate) use show::ShowArguments;
pub(crate) use stats::StatsArguments;
pub(crate) use steps::Step;
pub(crate) use synth::{SynthArguments, SynthCommand};
pub(crate) use verifying::{Verify, Verifying};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Turn complete programs into edit sequences whose every state is valid.
#[derive(Debug, Parser)]
#[command(name = "lintseq", version, styles = STYLES, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 completed, rejected records included; 1 failed, or a violation was found; \
    2 wrong usage; 130 interrupted.\n\nExample: lintseq generate programs.jsonl -o sequences.jsonl.zst"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// What every command takes.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Common options")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Talk {
    /// Read options from a TOML file whose keys are the flags' names; the command line wins
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    pub(crate) config: Option<PathBuf>,
    /// Print the resolved configuration as TOML and exit
    #[arg(long, global = true)]
    #[serde(skip)]
    pub(crate) print_config: bool,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more: every rejected or failed record as it comes
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand, Serialize)]
#[serde(untagged)]
pub(crate) enum Command {
    Generate(GenerateArguments),
    Commits(CommitsArguments),
    Synth(Box<SynthArguments>),
    Instruct(Box<InstructArguments>),
    Label(Box<LabelArguments>),
    Judge(Box<JudgeArguments>),
    Mix(Box<MixArguments>),
    Filter(FilterArguments),
    Export(ExportArguments),
    Decontaminate(DecontaminateArguments),
    Sample(SampleArguments),
    Merge(MergeArguments),
    Dedup(DedupArguments),
    Check(CheckArguments),
    Apply(ApplyArguments),
    Show(ShowArguments),
    Stats(StatsArguments),
    /// List the languages, their file extensions and linters
    #[command(after_help = "Example: lintseq languages")]
    Languages {},
    /// Print a completion script for a shell
    #[command(
        after_help = "Example: lintseq completions bash > ~/.local/share/bash-completion/completions/lintseq"
    )]
    Completions {
        /// The shell
        #[serde(skip)]
        shell: clap_complete::Shell,
    },
}

/// What is wrong, without what follows about the command line as a whole.
pub(crate) fn first_paragraph(error: &clap::Error) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let first = text.split("\n\nUsage:").next().unwrap_or(text);
    first.replace("\n\nFor more information, try '--help'.\n", "")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("lintseq "), "{}", command.get_name());
        }
    }
}
