//! A linter as a user writes it down: a table of TOML.
//!
//! Ready entries are such tables too and load through the same path, so that what ships is what a user can
//! write. Unknown keys are errors.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A file of linters: `[linter.NAME]` tables.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntryFile {
    #[serde(default)]
    pub(crate) linter: BTreeMap<String, Entry>,
}

/// How an external tool is run, and how its output is read.
///
/// ```toml
/// [linter.flake8]
/// command = ["flake8", "--isolated", "--select=E9,F82", "{files}"]
/// extension = "py"
/// exit_codes = [0, 1]
/// pattern = '^(?<file>[^:]+):(?<line>\d+):\d+: (?<code>\S+) (?<message>.*)$'
/// ```
///
/// `linters/README.md` documents every key for users, with examples.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The tool and its arguments. `{files}` alone becomes one argument a state; within any argument
    /// `{dir}` is the folder that holds the states, and the working directory, and `{empty}` an empty file.
    pub command: Vec<String>,
    /// The extension of the files that hold the states.
    pub extension: String,
    /// Languages whose files have another extension.
    #[serde(default)]
    pub extensions: BTreeMap<String, String>,
    /// Where a state's file goes, below the folder of the states: `{state}` is its made-up name,
    /// `{extension}` the extension, and a name of `capture` what that found.
    #[serde(default = "path")]
    pub path: String,
    /// Parts of a state's text, by name, for `path` and `rewrite`.
    #[serde(default)]
    pub capture: BTreeMap<String, Capture>,
    /// What to replace in a state before it is written: regular expression, replacement, in this order. Both
    /// may hold the placeholders of `path`. The number of lines must stay what it is.
    #[serde(default)]
    pub rewrite: Vec<[String; 2]>,
    /// A file that lists all states of a run.
    #[serde(default)]
    pub list: Option<List>,
    /// States in which one of these regular expressions is found get a run of their own.
    #[serde(default)]
    pub alone: Vec<String>,
    /// Whether the tool takes all states of a run for one program, so that a fault in one can keep it from
    /// looking at the others. It is then run again without those that show something.
    #[serde(default)]
    pub shared: bool,
    /// The phases of a tool that ends with the first phase that finds something, all but the last: for each a
    /// regular expression on `code message`. Where the complete program fails in a phase, findings of later
    /// ones are left out for its states.
    #[serde(default)]
    pub phases: Vec<String>,
    /// Where the tool says what it finds.
    #[serde(default)]
    pub stream: Stream,
    /// How to read JSON output; exactly one of `json` and `pattern` is given.
    #[serde(default)]
    pub json: Option<JsonOutput>,
    /// How to read text output: a regular expression with the groups `file`, `line`, `message` and, where
    /// the tool has such, `code` and `detail`, which is joined to the message. `^` and `$` match at every line.
    #[serde(default)]
    pub pattern: Option<String>,
    /// Whether a finding of `pattern` in a file that is no state's, such as a header, belongs to the state that
    /// the output mentioned last before it.
    #[serde(default)]
    pub inherit: bool,
    /// Environment variables to set; an empty value removes the variable.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Further files to write beside the states: name, content.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// Findings to leave out: regular expressions on `code message`.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// What to replace in `code message`, so that findings of two states compare: regular expression,
    /// replacement. Applied in the order of the expressions' text.
    #[serde(default)]
    pub normalise: BTreeMap<String, String>,
    /// Exit codes after which the output is a verdict.
    #[serde(default = "success")]
    pub exit_codes: Vec<i32>,
    /// How many states a run takes at most.
    #[serde(default = "batch")]
    pub batch: usize,
    /// How long a run may take.
    #[serde(default = "timeout")]
    pub timeout_seconds: u64,
}

/// A part of a text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capture {
    /// A regular expression, whose first group is the part.
    pub pattern: String,
    /// What the part is where the expression is not found.
    #[serde(default)]
    pub default: String,
}

/// A file that lists the states of a run.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Its path below the folder of the states.
    pub path: String,
    /// What it says for each state, with the placeholders of `path`.
    pub each: String,
}

/// Where a tool says what it finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// Standard output.
    #[default]
    Stdout,
    /// Standard error.
    Stderr,
}

/// Where the parts of a finding stand in JSON output, as JSON pointers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JsonOutput {
    /// Whether the output is a JSON value a line, each a finding, and other lines say nothing.
    #[serde(default)]
    pub lines: bool,
    /// The list of findings, from the root.
    #[serde(default)]
    pub items: String,
    /// A finding's list of places, of which the first that `places_only` takes is the one to blame; where
    /// there is none, the finding itself has the place.
    #[serde(default)]
    pub places: Option<String>,
    /// Take only places with these values: pointer, value.
    #[serde(default)]
    pub places_only: BTreeMap<String, String>,
    /// The file's name, from a place.
    pub file: String,
    /// The line, from a place.
    pub line: String,
    /// The rule, from a finding. One without is a syntax error.
    #[serde(default)]
    pub code: Option<String>,
    /// The message, from a finding.
    pub message: String,
    /// The number of the first line, 0 or 1.
    #[serde(default = "one")]
    pub first_line: u32,
    /// Read only findings with these values: pointer, value.
    #[serde(default)]
    pub only: BTreeMap<String, String>,
}

fn success() -> Vec<i32> {
    vec![0]
}

fn path() -> String {
    "{state}.{extension}".to_owned()
}

const fn batch() -> usize {
    100
}

const fn timeout() -> u64 {
    300
}

const fn one() -> u32 {
    1
}
