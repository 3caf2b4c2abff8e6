//! Groups of arguments that several commands share.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::available_parallelism;

use anyhow::Context as _;
use clap::Args;
use lintseq_dataset::content_id;
use serde::{Serialize, Serializer};

use super::planning::Planning;
use super::values::{ByteSize, Seconds};

/// What to read.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Input")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Inputs {
    /// Files, folders, globs or tar archives; `-` is standard input
    #[arg(value_name = "INPUT", required_unless_present = "plan")]
    pub(crate) input: Vec<String>,
    /// Leave out paths that match this glob; repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Read records as this language, and leave out those that say they are in another
    #[arg(long, value_name = "NAME")]
    pub(crate) language: Option<String>,
    /// The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the content]
    #[arg(long, value_name = "NAME")]
    pub(crate) id_field: Option<String>,
    /// Draw this number of records, by seeded hash
    #[arg(long, value_name = "N", conflicts_with = "plan")]
    pub(crate) sample: Option<u64>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) planning: Planning,
}

/// The fields of a record.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Input")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Fields {
    /// The field that holds the program [default: response, else content, code or text]
    #[arg(long, value_name = "NAME")]
    pub(crate) code_field: Option<String>,
    /// The field that holds the instruction
    #[arg(long, value_name = "NAME", default_value = "instruction")]
    pub(crate) prompt_field: String,
}

/// What a text may at most be, counted in work and not in time, so that it is the same everywhere.
#[derive(Debug, Args, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of the flags")]
#[command(next_help_heading = "Limits")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct TextLimits {
    /// The largest text, such as 500kB
    #[arg(long, value_name = "SIZE", default_value = "1MiB")]
    max_bytes: ByteSize,
    /// The most lines
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    max_lines: usize,
    /// The longest line in bytes
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    max_line_length: usize,
}

/// What a program may be, and what it may take.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Limits")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Limits {
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) texts: TextLimits,
    /// The deepest nesting of brackets and blocks
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(crate) max_depth: u32,
    /// The longest time for one record, such as 10s. The one option whose effect is not the same
    /// everywhere [default: none]
    #[arg(long, value_name = "TIME")]
    pub(crate) record_timeout: Option<Seconds>,
}

impl TextLimits {
    /// The limits as readers know them.
    pub(crate) fn limits(&self) -> lintseq_dataset::Limits {
        lintseq_dataset::Limits {
            max_bytes: usize::try_from(self.max_bytes.0).unwrap_or(usize::MAX),
            max_lines: self.max_lines,
            max_line_length: self.max_line_length,
        }
    }
}

/// What verifies states.
#[derive(Debug, Default, Args, Serialize)]
#[command(next_help_heading = "Linters")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Linters {
    /// Verify with this linter; repeatable [default: the language's own, see `lintseq languages`]
    #[arg(long, value_name = "NAME")]
    pub(crate) linter: Vec<String>,
    /// Define external linters in a TOML file
    #[arg(long, value_name = "FILE")]
    pub(crate) linter_config: Option<PathBuf>,
}

impl Linters {
    /// What tells these linters from others: their names, and what the file says that defines more of them.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn identity(&self) -> anyhow::Result<Vec<String>> {
        let mut identity = self.linter.clone();
        if let Some(file) = &self.linter_config {
            let text = std::fs::read(file).with_context(|| format!("{}: cannot be read", file.display()))?;
            identity.push(content_id(&text));
        }
        Ok(identity)
    }
}

/// How many threads work.
#[derive(Clone, Copy, Debug, Args, Serialize)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Threads {
    /// Work on this number of threads [default: one for each processor]
    #[arg(long, value_name = "N")]
    #[serde(serialize_with = "resolved")]
    threads: Option<NonZeroUsize>,
}

impl Threads {
    /// The number asked for, or that of the machine.
    pub(crate) fn count(self) -> NonZeroUsize {
        self.threads.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn resolved<S: Serializer>(threads: &Option<NonZeroUsize>, serializer: S) -> Result<S::Ok, S::Error> {
    Threads { threads: *threads }.count().serialize(serializer)
}
