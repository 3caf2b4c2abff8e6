//! Options by name, as flags.

use std::any::TypeId;
use std::ffi::OsString;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Arg, Command, CommandFactory as _};
use serde_json::{Map, Value};
use toml::Table;

use crate::arguments::Cli;
use crate::arguments::values::{ByteSize, Rate, Seconds};
use crate::configuration;

/// Arguments that are about files, terminals and threads of a process, or need to see all records before the first.
const OF_FILES: [&str; 30] = [
    "config",
    "print_config",
    "quiet",
    "verbose",
    "color",
    "help",
    "version",
    "input",
    "exclude",
    "plan",
    "plan_shards",
    "revision",
    "repository_license",
    "sample",
    "output",
    "rejected",
    "resume",
    "folder_format",
    "shard_size",
    "test_rate",
    "split_by",
    "threads",
    "against",
    "clusters",
    "mark",
    "keep",
    "memory",
    "temporary",
    "dedup",
    "diverse",
];

/// An option of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandOption {
    /// The name, with underscores.
    pub name: String,
    /// What it is about.
    pub help: String,
    /// What its value is.
    pub kind: OptionKind,
    /// Whether it takes a list of values.
    pub is_list: bool,
    /// The value that it has where none is given, as it would be written on the command line.
    pub default: Option<String>,
}

/// What the value of an option is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// True or false.
    Flag,
    /// One of these.
    Choice(Vec<String>),
    /// A whole number.
    Integer,
    /// A share from 0 to 1.
    Rate,
    /// A number that need not be whole.
    Number,
    /// A number of bytes, or text such as `1MiB`.
    Size,
    /// A number of seconds, or text such as `500ms`.
    Time,
    /// The path of a file.
    Path,
    /// Text.
    Text,
}

/// The options of a command that have a meaning for records in memory, in the order of its help; none for a command
/// that there is not.
pub fn options(command: &str) -> Vec<CommandOption> {
    let cli = Cli::command();
    let Some(command) = cli.find_subcommand(command) else { return Vec::new() };
    arguments(command).map(described).collect()
}

/// The flags that options stand for.
pub(super) fn flags(
    cli: &Command,
    name: &str,
    options: &Map<String, Value>,
) -> anyhow::Result<Vec<OsString>> {
    let command = cli.find_subcommand(name).context("no such command")?;
    let known: Vec<String> = arguments(command).map(name_of).collect();
    let mut flags = Vec::new();
    for (name, value) in options {
        if !known.contains(&name.replace('-', "_")) {
            return Err(configuration::unknown(name, known.iter().map(String::as_str)));
        }
        let value = toml::Value::try_from(value).with_context(|| format!("option `{name}`"))?;
        // One by one, because the order of flags may mean something.
        let table = Table::from_iter([(name.replace('_', "-"), value)]);
        flags.extend(configuration::flags(table, command, |_| false)?);
    }
    Ok(flags)
}

fn arguments(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|argument| !OF_FILES.contains(&argument.get_id().as_str()))
}

fn name_of(argument: &Arg) -> String {
    argument.get_long().unwrap_or(argument.get_id().as_str()).replace('-', "_")
}

fn described(argument: &Arg) -> CommandOption {
    let default = argument.get_default_values().first();
    CommandOption {
        name: name_of(argument),
        help: argument.get_help().map(ToString::to_string).unwrap_or_default(),
        kind: kind_of(argument),
        is_list: configuration::is_list(argument),
        default: default.map(|value| value.to_string_lossy().into_owned()),
    }
}

fn kind_of(argument: &Arg) -> OptionKind {
    let choices = argument.get_possible_values();
    let parsed = argument.get_value_parser().type_id();
    let is_any = |types: &[TypeId]| types.iter().any(|known| parsed == *known);
    if !argument.get_action().takes_values() {
        OptionKind::Flag
    } else if !choices.is_empty() {
        OptionKind::Choice(choices.iter().map(|choice| choice.get_name().to_owned()).collect())
    } else if is_any(&[TypeId::of::<Rate>()]) {
        OptionKind::Rate
    } else if is_any(&[TypeId::of::<f64>()]) {
        OptionKind::Number
    } else if is_any(&[TypeId::of::<ByteSize>()]) {
        OptionKind::Size
    } else if is_any(&[TypeId::of::<Seconds>()]) {
        OptionKind::Time
    } else if is_any(&[TypeId::of::<PathBuf>()]) {
        OptionKind::Path
    } else if is_any(&[
        TypeId::of::<u32>(),
        TypeId::of::<u64>(),
        TypeId::of::<usize>(),
        TypeId::of::<NonZeroU32>(),
        TypeId::of::<NonZeroUsize>(),
    ]) {
        OptionKind::Integer
    } else {
        OptionKind::Text
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(command: &str, options: &Value, expected: Result<&[&str], &str>) {
        let found = flags(&Cli::command(), command, options.as_object().unwrap());
        let found =
            found.map(|flags| flags.into_iter().map(|flag| flag.into_string().unwrap()).collect::<Vec<_>>());
        let expected = expected.map(|flags| flags.iter().map(ToString::to_string).collect());
        assert_eq!(found.map_err(|error| error.to_string()), expected.map_err(str::to_owned));
    }

    #[test]
    fn options_are_flags() {
        check(
            "generate",
            &json!({"sequences_per_program": 2, "linter": ["ruff", "syntax"], "keep-sample": true}),
            Ok(&["--sequences-per-program=2", "--linter=ruff", "--linter=syntax", "--keep-sample"]),
        );
        check("generate", &json!({"sampel": 1}), Err("unknown key `sampel`; did you mean `sampler`?"));
        check("export", &json!({"format": "zeta", "keep_sample": false}), Ok(&["--format=zeta"]));
        // There are no files.
        assert!(flags(&Cli::command(), "generate", json!({"output": "x"}).as_object().unwrap()).is_err());
    }

    #[test]
    fn options_tell_of_themselves() {
        let generate = options("generate");
        let option = |name: &str| generate.iter().find(|option| option.name == name).unwrap();
        assert_eq!(
            (option("seed").kind.clone(), option("seed").default.as_deref()),
            (OptionKind::Integer, Some("0"))
        );
        assert!(option("linter").is_list && !option("language").is_list);
        assert!(matches!(&option("sampler").kind, OptionKind::Choice(names) if names[0] == "closure"));
        assert_eq!(
            [option("max_bytes").kind.clone(), option("keep_sample").kind.clone()],
            [OptionKind::Size, OptionKind::Flag]
        );
        assert!(options("nothing").is_empty());
    }
}
