//! Steps over all rows that a run makes, as flags and as tables: `[dedup]` and `[diverse]` in a configuration.
//!
//! Their options are those of the commands that do the same to rows in files, read by the same parser.

use std::str::FromStr;

use clap::{Args, CommandFactory as _, FromArgMatches as _};
use serde::Serialize;
use toml::{Table, Value};

use super::values::inline_table;
use super::{Cli, Command, DedupArguments, SampleArguments, first_paragraph};
use crate::configuration::{flags, unknown};

/// What is done to all rows of a run together, once the last of them is made.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Steps over all rows")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Steps {
    /// Leave out duplicates among all rows: `near`, `tokens` or `bytes`, or a table of options of `lintseq dedup`, such as
    /// '{threshold = 0.8, verify = true}'
    #[arg(long, value_name = "TABLE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    dedup: Option<DedupTable>,
    /// Of the rows that are left keep so many, as many of every topic as there are to have: a number, or a table of options of
    /// `lintseq sample`, such as '{target = 10000, topic-field = "language"}'
    #[arg(long, value_name = "TABLE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    diverse: Option<DiverseTable>,
}

/// A step with its options.
#[derive(Debug)]
pub(crate) enum Step {
    /// Leaves out duplicates.
    Dedup(Box<DedupArguments>),
    /// Draws rows.
    Diverse(Box<SampleArguments>),
}

impl Step {
    /// The name under which it is accounted for.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Dedup(_) => "dedup",
            Self::Diverse(_) => "diverse",
        }
    }
}

impl Steps {
    /// The steps in their order. Where they name no seed, it is that of the run.
    ///
    /// # Errors
    /// If an option is none, or has another value.
    pub(crate) fn resolve(&self, seed: u64, threads: Option<usize>) -> anyhow::Result<Vec<Step>> {
        let with_defaults = |table: &Table| {
            let mut table = table.clone();
            let seed = i64::try_from(seed).map_or_else(|_| Value::String(seed.to_string()), Value::Integer);
            table.entry("seed").or_insert(seed);
            table
        };
        let mut steps = Vec::new();
        if let Some(DedupTable(table)) = &self.dedup {
            let Command::Dedup(arguments) = parse("dedup", &with_defaults(table), &OF_DEDUP, threads)? else {
                unreachable!("the command is dedup")
            };
            steps.push(Step::Dedup(Box::new(arguments)));
        }
        if let Some(DiverseTable(table)) = &self.diverse {
            let Command::Sample(arguments) = parse("sample", &with_defaults(table), &OF_SAMPLE, threads)?
            else {
                unreachable!("the command is sample")
            };
            steps.push(Step::Diverse(Box::new(arguments)));
        }
        Ok(steps)
    }
}

/// The options of `dedup` that have a meaning for a step: those that are not about files and stages.
const OF_DEDUP: [&str; 14] = [
    "id-field",
    "field",
    "against",
    "likeness",
    "threshold",
    "shingle",
    "bands",
    "rows",
    "verify",
    "prefer",
    "keep",
    "seed",
    "memory",
    "temporary",
];
const OF_SAMPLE: [&str; 7] = ["target", "topic-field", "topics", "field", "write-topic", "id-field", "seed"];

/// Reads options as the command does whose they are.
fn parse(name: &str, table: &Table, known: &[&str], threads: Option<usize>) -> anyhow::Result<Command> {
    if let Some(key) = table.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(unknown(key, known.iter().copied()));
    }
    let cli = Cli::command();
    let command = cli.find_subcommand(name).expect("the steps are commands");
    let given = flags(table.clone(), command, |_| false)?;
    let threads = threads.map(|threads| format!("--threads={threads}").into());
    // The rows are known when they are made.
    let arguments =
        ["lintseq".into(), name.into()].into_iter().chain(given).chain(threads).chain(["-".into()]);
    let parsed = cli.try_get_matches_from(arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map(|cli| cli.command).map_err(|error| anyhow::anyhow!(first_paragraph(&error)))
}

/// The options of deduplication.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
struct DedupTable(Table);

impl FromStr for DedupTable {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let table =
            table_of(text, "likeness", |text| Some(Value::String(text.to_owned())), &OF_DEDUP, "dedup")?;
        Ok(Self(table))
    }
}

/// The options of a sample.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
struct DiverseTable(Table);

impl FromStr for DiverseTable {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse().ok().map(Value::Integer);
        Ok(Self(table_of(text, "target", number, &OF_SAMPLE, "sample")?))
    }
}

/// A table of options, or the value of one of them, that the command takes.
fn table_of(
    text: &str,
    key: &str,
    value: impl Fn(&str) -> Option<Value>,
    known: &[&str],
    command: &str,
) -> Result<Table, String> {
    let table = if text.trim_start().starts_with('{') {
        inline_table(text)?
    } else {
        let value = value(text).ok_or_else(|| format!("expected {key}, or a table such as {{{key} = …}}"))?;
        Table::from_iter([(key.to_owned(), value)])
    };
    parse(command, &table, known, None).map_err(|error| format!("{error:#}"))?;
    Ok(table)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[track_caller]
    fn check(flags: &[&str], expected: Result<&str, &str>) {
        let given = [&["lintseq", "generate", "a", "--seed", "3"], flags].concat();
        let found = Cli::try_parse_from(given).map_err(|error| first_paragraph(&error)).map(|cli| {
            let Command::Generate(arguments) = cli.command else { unreachable!("the command is generate") };
            let shown = |step: &Step| match step {
                Step::Dedup(step) => {
                    format!("dedup {:?} {} {:?} {}", step.likeness, step.threshold, step.field, step.seed)
                }
                Step::Diverse(step) => {
                    format!("diverse {:?} {:?} {}", step.target, step.topic_field, step.seed)
                }
            };
            let steps = arguments.steps.resolve(3, Some(1)).unwrap();
            steps.iter().map(shown).collect::<Vec<_>>().join("; ")
        });
        assert_eq!(found.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn steps_have_the_options_of_their_commands() {
        check(&["--dedup", "tokens"], Ok("dedup Tokens 0.7 [] 3"));
        check(
            &[
                "--diverse",
                "{target = 9, topic-field = \"language\"}",
                "--dedup",
                "{\"threshold\":0.8,\"seed\":1}",
            ],
            Ok("dedup Near 0.8 [] 1; diverse Some(9) Some(\"language\") 3"),
        );
        check(&["--diverse", "40"], Ok("diverse Some(40) None 3"));
        check(
            &["--dedup", "{treshold = 0.8}"],
            Err(
                "invalid value '{treshold = 0.8}' for '--dedup <TABLE>': unknown key `treshold`; did you mean `threshold`?",
            ),
        );
        check(
            &["--dedup", "{output = \"x\"}"],
            Err(
                "invalid value '{output = \"x\"}' for '--dedup <TABLE>': unknown key `output`; known are: id-field, field, \
                 against, likeness, threshold, shingle, bands, rows, verify, prefer, keep, seed, memory, temporary",
            ),
        );
        check(
            &["--diverse", "few"],
            Err(
                "invalid value 'few' for '--diverse <TABLE>': expected target, or a table such as {target = …}",
            ),
        );
    }
}
