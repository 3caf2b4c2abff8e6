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
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The tool and its arguments. `{files}` alone becomes one argument a state; within any argument
    /// `{dir}` is the folder that holds the states, and the working directory, and `{empty}` an empty file.
    pub command: Vec<String>,
    /// The extension of the files that hold the states.
    pub extension: String,
    /// How to read JSON output; exactly one of `json` and `pattern` is given.
    #[serde(default)]
    pub json: Option<JsonOutput>,
    /// How to read text output: a regular expression with the groups `file`, `line`, `message` and, where
    /// the tool has such, `code`. `^` and `$` match at every line.
    #[serde(default)]
    pub pattern: Option<String>,
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

/// Where the parts of a finding stand in JSON output, as JSON pointers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JsonOutput {
    /// The list of findings, from the root.
    #[serde(default)]
    pub items: String,
    /// The file's name, from a finding.
    pub file: String,
    /// The line, from a finding.
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

const fn batch() -> usize {
    100
}

const fn timeout() -> u64 {
    300
}

const fn one() -> u32 {
    1
}
