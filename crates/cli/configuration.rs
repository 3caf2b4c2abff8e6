//! The configuration file: flags in TOML.
//!
//! A key is a flag's name without its dashes. The file is turned into arguments that stand before those of
//! the command line, and only for flags that the command line leaves alone. So a value in the file is read,
//! checked and reported exactly as on the command line, and there is no second set of types to keep equal.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;
use toml::{Table, Value};

/// The arguments of the process with those of the configuration file that it names, if it names one.
pub(crate) fn with_file(command: &Command, arguments: Vec<OsString>) -> anyhow::Result<Vec<OsString>> {
    // Errors wait for the second reading: what is missing here may stand in the file.
    let lenient = command.clone().ignore_errors(true);
    let Ok(matches) = lenient.try_get_matches_from(&arguments) else { return Ok(arguments) };
    let Some((name, matches)) = matches.subcommand() else { return Ok(arguments) };
    let Ok(Some(path)) = matches.try_get_one::<PathBuf>("config") else { return Ok(arguments) };
    let Some(at) = arguments.iter().position(|argument| argument == name) else { return Ok(arguments) };
    let mut command = command.clone();
    command.build();
    let command = command.find_subcommand(name).context("a parsed command is a known command")?;
    let extra = read(path, command, matches).with_context(|| format!("configuration {}", path.display()))?;
    let (head, tail) = arguments.split_at(at + 1);
    Ok(head.iter().cloned().chain(extra).chain(tail.iter().cloned()).collect())
}

/// The resolved configuration, as a file that `--config` reads.
pub(crate) fn print(configuration: &impl Serialize) -> anyhow::Result<String> {
    toml::to_string(configuration).context("the configuration cannot be written as TOML")
}

fn read(path: &Path, command: &Command, matches: &ArgMatches) -> anyhow::Result<Vec<OsString>> {
    let text = std::fs::read_to_string(path).context("cannot be read")?;
    let table: Table = text.parse().context("is not valid TOML")?;
    flags(table, command, |argument| {
        matches.value_source(argument.get_id().as_str()) == Some(ValueSource::CommandLine)
    })
}

/// The arguments that a table stands for. Where one `is_given` already, its value is left out.
pub(crate) fn flags(
    table: Table,
    command: &Command,
    is_given: impl Fn(&Arg) -> bool,
) -> anyhow::Result<Vec<OsString>> {
    let mut flags = Vec::new();
    let mut positionals = Vec::new();
    for (key, value) in table {
        let argument = command.get_arguments().find(|argument| key_of(argument) == Some(key.as_str()));
        let argument = argument.ok_or_else(|| unknown(&key, command.get_arguments().filter_map(key_of)))?;
        if is_given(argument) {
            continue;
        }
        let texts = texts(&value, is_list(argument)).with_context(|| format!("key `{key}`"))?;
        if argument.is_positional() {
            positionals.extend(texts.into_iter().map(OsString::from));
        } else if argument.get_action().takes_values() {
            flags.extend(texts.iter().map(|text| OsString::from(format!("--{key}={text}"))));
        } else {
            match value {
                Value::Boolean(true) => flags.push(format!("--{key}").into()),
                Value::Boolean(false) => {}
                _ => bail!("key `{key}`: expected true or false, found {value}"),
            }
        }
    }
    flags.extend(positionals);
    Ok(flags)
}

/// Whether an argument may have several values.
pub(crate) fn is_list(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::Append)
        || argument.get_num_args().is_some_and(|range| range.max_values() > 1)
}

/// The name that an argument has in a file, unless it makes no sense there.
fn key_of(argument: &Arg) -> Option<&str> {
    match argument.get_id().as_str() {
        "config" | "print_config" | "help" | "version" => None,
        id if argument.is_positional() => Some(id),
        _ => argument.get_long(),
    }
}

/// The values as they would be written on the command line.
fn texts(value: &Value, is_list: bool) -> anyhow::Result<Vec<String>> {
    match value {
        Value::Array(values) if is_list => values.iter().map(text).collect(),
        Value::Array(_) => bail!("expected one value, found a list"),
        value => Ok(vec![text(value)?]),
    }
}

fn text(value: &Value) -> anyhow::Result<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => Ok(value.to_string()),
        // Flags with parts of their own take them as JSON.
        Value::Table(_) => serde_json::to_string(value).context("the table has no form in JSON"),
        Value::Array(_) | Value::Datetime(_) => {
            bail!("expected text, a number or true and false, found {}", value.type_str())
        }
    }
}

/// The error for a name that is none of those known.
pub(crate) fn unknown<'k>(key: &str, known: impl Iterator<Item = &'k str>) -> anyhow::Error {
    let keys: Vec<&str> = known.collect();
    let normalized = key.replace('_', "-");
    let nearest = keys
        .iter()
        .map(|known| (strsim::damerau_levenshtein(&known.replace('_', "-"), &normalized), *known))
        .min()
        .filter(|(distance, known)| *distance <= known.len().max(3) / 3);
    match nearest {
        Some((_, known)) => anyhow!("unknown key `{key}`; did you mean `{known}`?"),
        None => anyhow!("unknown key `{key}`; known are: {}", keys.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::arguments::Cli;

    #[track_caller]
    fn check(arguments: &[&str], file: &str, expected: Result<&[&str], &str>) {
        let path = std::env::temp_dir().join(format!("lintseq-{}-{}.toml", std::process::id(), file.len()));
        std::fs::write(&path, file).unwrap();
        let mut arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        arguments.extend(["--config".into(), path.clone().into_os_string()]);
        let found = with_file(&Cli::command(), arguments).map_err(|error| error.root_cause().to_string());
        let found = found.map(|found| {
            let kept = found.len() - 2;
            found[..kept].iter().map(|argument| argument.to_string_lossy().into_owned()).collect::<Vec<_>>()
        });
        std::fs::remove_file(&path).unwrap();
        assert_eq!(
            found,
            expected.map(|list| list.iter().map(ToString::to_string).collect()).map_err(str::to_owned)
        );
    }

    #[test]
    fn the_command_line_wins() {
        check(
            &["lintseq", "generate", "--seed", "7"],
            "seed = 1\nresume = true\nquiet = false\ninput = [\"a\"]\nmax-bytes = \"2MiB\"\n",
            Ok(&["lintseq", "generate", "--max-bytes=2MiB", "--resume", "a", "--seed", "7"]),
        );
    }

    #[test]
    fn keys_are_checked() {
        check(
            &["lintseq", "check"],
            "langage = \"go\"\n",
            Err("unknown key `langage`; did you mean `language`?"),
        );
        check(&["lintseq", "check"], "language = [\"go\"]\n\n", Err("expected one value, found a list"));
    }
}
