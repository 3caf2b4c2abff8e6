//! `lintseq dedup`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use lintseq_dataset::dedup::LEAST_MEMORY;
use serde::Serialize;

use super::destination::Destination;
use super::folder::Folder;
use super::shared::Threads;
use super::values::ByteSize;

/// Leave out duplicates
///
/// Two passes over the input: the first finds what is alike, the second writes what stays, unchanged and in the order
/// of the input. What is decided depends on the records and the options alone: not on their order, on threads or on
/// memory.
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "Examples:\n  lintseq dedup programs.jsonl -o unique.jsonl --rejected duplicates.jsonl\n  \
    lintseq dedup samples/ -o unique/ --threshold 0.8 --verify --prefer stars:desc\n\n\
    In stages, each of which another engine can take over. They are what --shard is elsewhere: the first and the last look \
    at rows one by one, so that parts of the rows can go to as many machines:\n  \
    lintseq dedup part-0.jsonl -o signatures/0.parquet --stage signatures    (for every part)\n  \
    lintseq dedup signatures/*.parquet -o edges.parquet --stage edges\n  \
    lintseq dedup edges.parquet -o clusters.parquet --stage clusters\n  \
    lintseq dedup part-0.jsonl -o unique-0.jsonl --stage keep --clusters clusters.parquet    (for every part)"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DedupArguments {
    /// Files, folders or globs of JSON lines or Parquet; for a later stage, what the stage before wrote
    #[arg(value_name = "INPUT", required = true, help_heading = "Input")]
    pub(crate) input: Vec<String>,
    /// Leave out paths that match this glob; repeatable
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub(crate) exclude: Vec<String>,
    /// The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the content]
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(crate) id_field: Option<String>,
    /// Compare this field; several are read as one text; repeatable [default: all texts of a sample, else `response`,
    /// `content`, `code` or `text`]
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(crate) field: Vec<String>,
    /// Leave out what has a duplicate in these files, too, which themselves stay as they are; repeatable. With
    /// `--stage edges`, signatures
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) against: Vec<String>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) destination: Destination,
    /// Leave nothing out: add the key `duplicate_of`, with the id of the record that would stay, or null
    #[arg(long, help_heading = "Output")]
    pub(crate) mark: bool,
    /// Do one stage only
    #[arg(long, value_name = "STAGE", help_heading = "Stages")]
    pub(crate) stage: Option<Stage>,
    /// The clusters by which `--stage keep` decides; repeatable
    #[arg(long, value_name = "FILE", help_heading = "Stages")]
    pub(crate) clusters: Vec<String>,
    /// What makes two records duplicates
    #[arg(long, value_name = "KIND", default_value = "near", help_heading = "Likeness")]
    pub(crate) likeness: Likeness,
    /// The Jaccard similarity of shingles from which on records count as near-duplicates
    #[arg(long, value_name = "SHARE", default_value_t = 0.7, value_parser = share, help_heading = "Likeness")]
    pub(crate) threshold: f64,
    /// The number of code tokens in a shingle
    #[arg(long, value_name = "N", default_value = "5", help_heading = "Likeness")]
    pub(crate) shingle: NonZeroUsize,
    /// The number of bands; together with --rows [default: what fits the threshold with at most 128 hashes,
    /// and misses little where --verify sorts out the rest]
    #[arg(long, value_name = "N", requires = "rows", help_heading = "Likeness")]
    pub(crate) bands: Option<NonZeroUsize>,
    /// The number of rows in a band
    #[arg(long, value_name = "N", requires = "bands", help_heading = "Likeness")]
    pub(crate) rows: Option<NonZeroUsize>,
    /// Compute the similarity of candidates, and join only those above the threshold: no false duplicates, for four
    /// bytes a shingle on the disk
    #[arg(long, help_heading = "Likeness")]
    pub(crate) verify: bool,
    /// Of duplicates the one with the smallest value in this column stays, or with `:desc` the largest; repeatable,
    /// the first counts most; then the smallest id
    #[arg(long, value_name = "COLUMN[:desc]", help_heading = "Choice")]
    pub(crate) prefer: Vec<String>,
    /// Which of several duplicates stays
    #[arg(long, value_name = "WHICH", default_value = "first", help_heading = "Choice")]
    pub(crate) keep: Keep,
    /// The seed of the hashes
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Likeness")]
    pub(crate) seed: u64,
    /// Keep within so much memory, and sort on the disk what does not fit; 16 bytes a record come on top, 32 with
    /// --verify. Reading alone takes some 50 MiB, and 4 MiB more for each thread, so that no less than 80MB is taken
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = memory, help_heading = "Common options")]
    pub(crate) memory: ByteSize,
    /// The folder for what does not fit in memory [default: the system's]
    #[arg(long, value_name = "FOLDER", help_heading = "Common options")]
    pub(crate) temporary: Option<PathBuf>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) folder: Folder,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) threads: Threads,
}

/// A step of deduplication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stage {
    /// Rows to signatures: the keys that duplicates share
    Signatures,
    /// All signatures to edges between duplicates
    Edges,
    /// All edges to clusters
    Clusters,
    /// Rows and all clusters to rows that stay
    Keep,
}

/// What makes two records duplicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Likeness {
    /// Similar sets of shingles of code tokens, by `MinHash`
    Near,
    /// The same code tokens: the same but for white space
    Tokens,
    /// The same bytes
    Bytes,
}

/// Which of several duplicates stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Keep {
    /// The first by --prefer, then by id
    First,
    /// None
    None,
}

fn memory(text: &str) -> Result<ByteSize, String> {
    let size: ByteSize = text.parse()?;
    if size.0 >= LEAST_MEMORY {
        Ok(size)
    } else {
        Err("reading alone takes nearly 80MB, whatever is sorted on the disk; give at least that".to_owned())
    }
}

fn share(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "expected a number, such as 0.7".to_owned())?;
    if number > 0.0 && number <= 1.0 {
        Ok(number)
    } else {
        Err("expected more than 0, and at most 1".to_owned())
    }
}
