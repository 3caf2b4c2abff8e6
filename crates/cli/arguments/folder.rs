//! How a data set folder is laid out.

use clap::{Args, ValueEnum};
use lintseq_dataset::FolderOptions;
use serde::Serialize;

use super::values::{ByteSize, Rate};

/// How a data set folder is laid out.
#[derive(Debug, Args, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of the flags")]
#[command(next_help_heading = "Data set folders")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Folder {
    /// How the files of a data set folder hold their rows [default: parquet; jsonl for sequences and
    /// rows that carry foreign fields]
    #[arg(long, value_name = "FORMAT")]
    folder_format: Option<FolderFormat>,
    /// The size at which a file of a data set folder is closed
    #[arg(long, value_name = "SIZE", default_value = "256MiB")]
    shard_size: ByteSize,
    /// The share of repositories, or else of documents, that go to the split `test`
    #[arg(long, value_name = "RATE", default_value = "0.02")]
    test_rate: Rate,
    /// What is drawn for the splits, and never torn apart
    #[arg(long, value_name = "WHAT", default_value = "repository")]
    split_by: SplitBy,
}

/// What is drawn for the splits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SplitBy {
    /// Repositories, where they are known, else documents
    Repository,
    /// Documents: programs or commits
    Document,
}

/// How files hold their rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FolderFormat {
    /// Parquet
    Parquet,
    /// A JSON object a line, compressed with Zstandard
    Jsonl,
}

impl Folder {
    /// The options. `default` is how rows are held where nothing is asked for.
    pub(crate) fn options(&self, default: FolderFormat, seed: u64) -> FolderOptions {
        FolderOptions {
            parquet: self.folder_format.unwrap_or(default) == FolderFormat::Parquet,
            shard_bytes: self.shard_size.0,
            split_by_document: self.split_by == SplitBy::Document,
            test_share: self.test_rate.0,
            seed,
            ..FolderOptions::default()
        }
    }
}
