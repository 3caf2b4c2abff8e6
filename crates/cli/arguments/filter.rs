//! `lintseq filter`.

use clap::Args;
use lintseq_dataset::filter::FilterFields;
use serde::Serialize;

use super::destination::Destination;
use super::filters::{AllFilters, Ordered};
use super::folder::Folder;
use super::planning::Planning;
use super::shared::Threads;

/// Keep the rows that pass every filter named
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "Reads samples, rows with a text before and after (old_contents and new_contents, old_code and new_code, \
    code_before_purify and code_after_purify), and rows with one text. Filters run in the order of their flags; without \
    one nothing is filtered. A row that stays is written as it was read.\n\n\
    Examples:\n  lintseq filter triplets.jsonl -o kept.jsonl --max-modified-lines 70 --max-hunks 7 --diff-compat difflib\n  \
    lintseq filter programs.jsonl.zst -o kept.jsonl.zst --license permissive --min-lines 3 --no-generated --parses\n  \
    lintseq filter samples.jsonl -o clean.jsonl --secrets redact --personal-data redact --rejected dropped.jsonl"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct FilterArguments {
    /// Files of rows, folders or globs; `-` is standard input
    #[arg(value_name = "INPUT", required_unless_present = "plan")]
    pub(crate) input: Vec<String>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) fields: Fields,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) planning: Planning,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) destination: Destination,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) filters: Ordered<AllFilters>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) folder: Folder,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) threads: Threads,
}

/// Where a row has what.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Input")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Fields {
    /// A field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the content]
    #[arg(long, value_name = "NAME")]
    pub(crate) id_field: Option<String>,
    /// A field that holds a text; repeatable [default: all programs of a sample, both texts of an edit, the program of a
    /// sequence, else response, content, code or text]
    #[arg(long, value_name = "NAME")]
    field: Vec<String>,
    /// The field that holds the text before an edit
    #[arg(long, value_name = "NAME", requires = "after_field")]
    before_field: Option<String>,
    /// The field that holds the text after an edit
    #[arg(long, value_name = "NAME", requires = "before_field")]
    after_field: Option<String>,
    /// The field that holds the instruction [default: all known ones that are there]
    #[arg(long, value_name = "NAME")]
    instruction_field: Option<String>,
}

impl Fields {
    /// What the fields mean to filters.
    pub(crate) fn names(&self) -> FilterFields {
        FilterFields {
            texts: self.field.clone(),
            pair: self.before_field.clone().zip(self.after_field.clone()),
            instruction: self.instruction_field.clone(),
            language: None,
        }
    }
}
