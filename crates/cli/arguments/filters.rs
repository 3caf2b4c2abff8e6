//! Filters as flags, as tables and as files: one list in the end, in the order in which they stand.
//!
//! Flags of one filter are its options, wherever they stand; its place is that of the first of them. What is resolved is
//! a list of tables, which `--print-config` prints as `[[filter]]` and `--config` reads again.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context as _, bail};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use lintseq_dataset::filter::{Pipeline, read_filters};
use serde::{Serialize, Serializer};
use toml::{Table, Value};

use super::values::{ByteSize, Rate, inline_table};

/// Of which filter a flag is an option, and which; without an option, the flag names the filter and no more.
const OPTIONS: [(&str, &str, Option<&str>); 27] = [
    ("min-bytes", "lengths", Some("min-bytes")),
    ("max-bytes", "lengths", Some("max-bytes")),
    ("min-lines", "lengths", Some("min-lines")),
    ("max-lines", "lengths", Some("max-lines")),
    ("max-line-length", "lengths", Some("max-line-length")),
    ("max-mean-line-length", "lengths", Some("max-mean-line-length")),
    ("min-alphanumeric", "alphanumeric", Some("min")),
    ("no-generated", "generated", None),
    ("no-vendored", "vendored", None),
    ("no-minified", "minified", None),
    ("no-data", "data", None),
    ("language", "language", Some("allow")),
    ("license", "license", Some("allow")),
    ("parses", "parses", None),
    ("max-modified-lines", "edit-size", Some("max-modified-lines")),
    ("max-hunks", "edit-size", Some("max-hunks")),
    ("diff-compat", "edit-size", Some("compat")),
    ("no-whitespace-only", "whitespace-only", None),
    ("no-comment-only", "comment-only", None),
    ("no-same-tree", "same-tree", None),
    ("max-lazy-sentences", "lazy-sentences", Some("max")),
    ("min-instruction-characters", "instruction-length", Some("min-characters")),
    ("max-instruction-characters", "instruction-length", Some("max-characters")),
    ("no-answer-in-instruction", "answer-in-instruction", None),
    ("no-unknown-names", "unknown-names", None),
    ("secrets", "secrets", Some("action")),
    ("personal-data", "personal-data", Some("action")),
];

/// Filters for every command that makes or passes on records.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Filters")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct AnyFilters {
    /// Run the filters of a TOML file, `[[filter]]` tables with a `name` each; repeatable
    #[arg(long, value_name = "FILE")]
    filters: Vec<PathBuf>,
    /// Run this filter, a name or an inline table such as '{name = "edit-size", max-hunks = 7}'; repeatable
    #[arg(long, value_name = "TABLE")]
    filter: Vec<InlineFilter>,
    /// Drop records with keys, passwords and the like, or redact these in every text of the record alike
    #[arg(long, value_name = "ACTION")]
    secrets: Option<Action>,
    /// The same for e-mail and network addresses
    #[arg(long, value_name = "ACTION")]
    personal_data: Option<Action>,
    /// Look for secrets by the rules of a file in gitleaks' format, instead of the built-in ones unless it extends them
    #[arg(long, value_name = "FILE")]
    secret_rules: Option<PathBuf>,
}

/// All filters.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Filters: texts")]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that names a filter")]
pub(crate) struct AllFilters {
    /// The fewest bytes of the longest text, such as 100 or 1kB
    #[arg(long, value_name = "SIZE")]
    min_bytes: Option<ByteSize>,
    /// The most bytes of a text
    #[arg(long, value_name = "SIZE")]
    max_bytes: Option<ByteSize>,
    /// The fewest lines of the longest text
    #[arg(long, value_name = "N")]
    min_lines: Option<usize>,
    /// The most lines of a text
    #[arg(long, value_name = "N")]
    max_lines: Option<usize>,
    /// The longest line in bytes
    #[arg(long, value_name = "N")]
    max_line_length: Option<usize>,
    /// The longest line in the mean, in bytes
    #[arg(long, value_name = "N")]
    max_mean_line_length: Option<f64>,
    /// The smallest share of letters and digits in the longest text
    #[arg(long, value_name = "SHARE")]
    min_alphanumeric: Option<Rate>,
    /// Drop files written by a program: by path, by a mark at the top, by `is_generated`
    #[arg(long)]
    no_generated: bool,
    /// Drop files of other projects: by path, by `is_vendor`
    #[arg(long)]
    no_vendored: bool,
    /// Drop texts squeezed for machines
    #[arg(long)]
    no_minified: bool,
    /// Drop texts that are numbers and strings, with hardly any code
    #[arg(long)]
    no_data: bool,
    /// Keep records in this language, and those that say nothing about theirs; repeatable
    #[arg(long, value_name = "NAME")]
    language: Vec<String>,
    /// Keep records of which a choice of licences is this one, as SPDX names it; repeatable; `permissive` stands for those
    /// that ask for a notice
    #[arg(long, value_name = "SPDX")]
    license: Vec<String>,
    /// Keep records whose texts parse
    #[arg(long)]
    parses: bool,
    /// The most lines that an edit modifies; it must modify one
    #[arg(long, value_name = "N", help_heading = "Filters: edits")]
    max_modified_lines: Option<usize>,
    /// The most hunks of an edit, between which more than six lines stay the same
    #[arg(long, value_name = "N", help_heading = "Filters: edits")]
    max_hunks: Option<usize>,
    /// Compare lines as OpenCodeEdit does, by Python's difflib, instead of by a minimal diff
    #[arg(long, value_name = "NAME", help_heading = "Filters: edits")]
    diff_compat: Option<DiffCompat>,
    /// Drop edits of white space only
    #[arg(long, help_heading = "Filters: edits")]
    no_whitespace_only: bool,
    /// Drop edits of comments only
    #[arg(long, help_heading = "Filters: edits")]
    no_comment_only: bool,
    /// Drop edits that leave the syntax tree as it is
    #[arg(long, help_heading = "Filters: edits")]
    no_same_tree: bool,
    /// The most sentences of a lazy instruction, such as 3
    #[arg(long, value_name = "N", help_heading = "Filters: instructions")]
    max_lazy_sentences: Option<usize>,
    /// The fewest characters of an instruction
    #[arg(long, value_name = "N", help_heading = "Filters: instructions")]
    min_instruction_characters: Option<usize>,
    /// The most characters of an instruction
    #[arg(long, value_name = "N", help_heading = "Filters: instructions")]
    max_instruction_characters: Option<usize>,
    /// Drop records whose instruction holds a line of the answer
    #[arg(long, help_heading = "Filters: instructions")]
    no_answer_in_instruction: bool,
    /// Drop records whose instruction speaks of names that the code does not have
    #[arg(long, help_heading = "Filters: instructions")]
    no_unknown_names: bool,
    #[command(flatten)]
    #[serde(flatten)]
    any: AnyFilters,
}

/// What becomes of a record with a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Action {
    /// It is left out
    Drop,
    /// A word stands for the secret, the same in every text
    Redact,
}

/// Whose diff it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum DiffCompat {
    /// Python's
    Difflib,
}

/// A filter in a flag: its name, or an inline table.
#[derive(Clone, Debug)]
struct InlineFilter(Table);

impl FromStr for InlineFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if !text.trim_start().starts_with('{') {
            return Ok(Self(named(text)));
        }
        inline_table(text).map(Self)
    }
}

impl Serialize for InlineFilter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Flags that name filters, and the order in which they stand.
#[derive(Debug)]
pub(crate) struct Ordered<F> {
    flags: F,
    /// The flags that were given, by their places: one that was given twice stands twice.
    given: Vec<(usize, String)>,
}

impl<F: Args> FromArgMatches for Ordered<F> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given = Vec::new();
        for argument in F::augment_args(Command::new("filters")).get_arguments() {
            let id = argument.get_id().as_str();
            let Some(flag) = argument.get_long() else { continue };
            if matches.value_source(id) == Some(ValueSource::CommandLine) {
                let places = matches.indices_of(id).into_iter().flatten();
                given.extend(places.map(|place| (place, flag.to_owned())));
            }
        }
        given.sort();
        Ok(Self { flags: F::from_arg_matches(matches)?, given })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<F: Args> Args for Ordered<F> {
    fn augment_args(command: Command) -> Command {
        F::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        F::augment_args_for_update(command)
    }
}

impl<F: Serialize> Ordered<F> {
    /// The filters, ready for use.
    ///
    /// # Errors
    /// If a file cannot be read, or a filter does not take what it is given.
    pub(crate) fn pipeline(&self) -> anyhow::Result<Pipeline> {
        Ok(Pipeline::new(&self.tables()?)?)
    }

    /// The filters as tables, in order.
    fn tables(&self) -> anyhow::Result<Vec<Table>> {
        let flags = Table::try_from(&self.flags).context("the filters cannot be written")?;
        let mut tables: Vec<Table> = Vec::new();
        // Of a flag that stands several times, each place has its value.
        let mut taken: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        for (_, flag) in &self.given {
            let value = &flags[flag];
            let turn = taken.entry(flag).or_default();
            match (flag.as_str(), value) {
                ("filters", Value::Array(files)) => tables.extend(file(&files[*turn])?),
                ("filter", Value::Array(inline)) => tables.extend(inline[*turn].as_table().cloned()),
                ("secret-rules", _) => {}
                _ => add_option(&mut tables, flag, value)?,
            }
            *turn += 1;
        }
        if let Some(rules) = flags.get("secret-rules") {
            let finders = tables.iter_mut().filter(|table| {
                matches!(table.get("name").and_then(Value::as_str), Some("secrets" | "personal-data"))
            });
            let mut count = 0;
            for table in finders {
                table.entry("rules").or_insert_with(|| rules.clone());
                count += 1;
            }
            anyhow::ensure!(
                count > 0,
                "--secret-rules needs --secrets or --personal-data, which say what to do"
            );
        }
        Ok(tables)
    }
}

/// An error with a tip, where a command that makes records was given a flag of `lintseq filter`, of whose filters it has no
/// flags of its own.
pub(crate) fn with_filter_tip(mut error: clap::Error) -> clap::Error {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else { return error };
    let option = OPTIONS.iter().find(|(known, ..)| flag.strip_prefix("--") == Some(known));
    let (ErrorKind::UnknownArgument, Some((_, name, key))) = (error.kind(), option) else { return error };
    let value = key.map(|key| format!(", {key} = …")).unwrap_or_default();
    let tip =
        format!("filters are given as --filter '{{name = \"{name}\"{value}}}', or in a file with --filters");
    error.remove(ContextKind::SuggestedArg);
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    error
}

/// Resolved, so that a printed configuration says what runs.
impl<F: Serialize> Serialize for Ordered<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Resolved {
            #[serde(skip_serializing_if = "Vec::is_empty")]
            filter: Vec<Table>,
        }
        let filter = self.tables().map_err(|error| serde::ser::Error::custom(format!("{error:#}")))?;
        Resolved { filter }.serialize(serializer)
    }
}

/// Gives an option to its filter, behind all others if it was not named yet.
fn add_option(tables: &mut Vec<Table>, flag: &str, value: &Value) -> anyhow::Result<()> {
    let option = OPTIONS.iter().find(|(known, ..)| *known == flag);
    let Some((_, name, key)) = option else { bail!("--{flag} is an option of no filter") };
    let place = tables.iter().position(|table| table.get("name").and_then(Value::as_str) == Some(name));
    let place = place.unwrap_or_else(|| {
        tables.push(named(name));
        tables.len() - 1
    });
    if let Some(key) = key {
        tables[place].insert((*key).to_owned(), in_bytes(flag, value)?);
    }
    Ok(())
}

/// Sizes may be written in kilobytes, and filters count bytes.
fn in_bytes(flag: &str, value: &Value) -> anyhow::Result<Value> {
    match value {
        Value::String(text) if flag.ends_with("-bytes") => {
            let size: ByteSize = text.parse().map_err(anyhow::Error::msg)?;
            Ok(Value::Integer(i64::try_from(size.0).unwrap_or(i64::MAX)))
        }
        value => Ok(value.clone()),
    }
}

fn file(path: &Value) -> anyhow::Result<Vec<Table>> {
    let path = path.as_str().unwrap_or_default();
    let text = std::fs::read_to_string(path).with_context(|| format!("--filters {path}: cannot be read"))?;
    read_filters(&text).with_context(|| format!("--filters {path}"))
}

fn named(name: &str) -> Table {
    Table::from_iter([("name".to_owned(), Value::String(name.to_owned()))])
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use lintseq_dataset::filter::REGISTRY;

    use super::*;

    #[derive(Debug, Parser)]
    struct Flags {
        #[command(flatten)]
        filters: Ordered<AllFilters>,
    }

    #[track_caller]
    fn check(flags: &[&str], expected: &str) {
        let flags = Flags::parse_from([&["filter"], flags].concat());
        let tables: Vec<String> = flags
            .filters
            .tables()
            .unwrap()
            .into_iter()
            .map(|table| Value::Table(table).to_string())
            .collect();
        assert_eq!(tables.join("\n"), expected);
    }

    #[test]
    fn filters_stand_in_the_order_of_flags() {
        check(
            &["--parses", "--max-hunks", "7", "--min-lines=3", "--max-modified-lines", "70"],
            "{ name = \"parses\" }\n{ max-hunks = 7, max-modified-lines = 70, name = \"edit-size\" }\n\
             { min-lines = 3, name = \"lengths\" }",
        );
        check(
            &["--filter", "{\"name\":\"parses\"}", "--filter", "{ name = \"lengths\", max-lines = 2 }"],
            "{ name = \"parses\" }\n{ max-lines = 2, name = \"lengths\" }",
        );
        check(
            &["--filter", "data", "--license", "MIT", "--filter", "{name=\"data\"}", "--license", "ISC"],
            "{ name = \"data\" }\n{ allow = [\"MIT\", \"ISC\"], name = \"license\" }\n{ name = \"data\" }",
        );
        check(
            &["--secret-rules", "r.toml", "--personal-data", "redact", "--max-bytes", "2kB"],
            "{ action = \"redact\", name = \"personal-data\", rules = \"r.toml\" }\n{ max-bytes = 2000, name = \"lengths\" }",
        );
    }

    #[test]
    fn every_flag_is_an_option_of_a_filter_and_every_filter_has_one() {
        for argument in AllFilters::augment_args(Command::new("filter")).get_arguments() {
            let flag = argument.get_long().unwrap();
            let is_known = OPTIONS.iter().any(|(known, ..)| *known == flag);
            assert!(is_known || ["filters", "filter", "secret-rules"].contains(&flag), "{flag}");
        }
        for entry in REGISTRY {
            assert!(OPTIONS.iter().any(|(_, name, _)| *name == entry.name), "{}", entry.name);
        }
    }

    #[test]
    fn rules_need_somebody_who_follows_them() {
        let flags = Flags::parse_from(["filter", "--secret-rules", "r.toml"]);
        assert!(flags.filters.tables().is_err());
    }
}
