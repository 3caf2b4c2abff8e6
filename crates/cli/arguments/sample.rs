//! `lintseq sample`.

use std::num::NonZeroUsize;

use clap::Args;
use serde::Serialize;

use super::destination::Destination;
use super::folder::Folder;
use super::shared::Threads;

/// Draw rows with as many of every topic as there are to have
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "Topics with fewer rows than an equal share give all they have, and the others share what is left. Of a \
    topic, the rows with the smallest seeded hash of their id are drawn, so that samples of shards, sampled again, are \
    the sample of the whole. Rows pass unchanged, in their order.\n\n\
    Examples:\n  lintseq sample triplets.jsonl --target 10000 --topics 200 -o diverse.jsonl\n  \
    lintseq sample samples.jsonl.zst --target 5000 --topic-field jump.class -o balanced.jsonl.zst"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SampleArguments {
    /// Files of rows, data set folders, or globs, which are read several times
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) input: Vec<String>,
    /// The number of rows to draw; where there are fewer, all are kept
    #[arg(long, value_name = "N", required_unless_present = "print_config")]
    pub(crate) target: Option<usize>,
    /// The field that holds the topic, such as `language`, or `jump.class` for one inside another; rows without it
    /// are a topic of their own
    #[arg(long, value_name = "NAME", conflicts_with = "topics")]
    pub(crate) topic_field: Option<String>,
    /// Find this number of topics in the texts
    #[arg(long, value_name = "K")]
    pub(crate) topics: Option<NonZeroUsize>,
    /// A field whose words tell the topic; repeatable [default: all texts of a sample, of a commit or of an edit; the
    /// program of a sequence; of other rows `response`, else `content`, `code` or `text`, and `instruction` and `prompt`]
    #[arg(long, value_name = "NAME", requires = "topics")]
    pub(crate) field: Vec<String>,
    /// Write the topic that was found to this field
    #[arg(long, value_name = "NAME", requires = "topics")]
    pub(crate) write_topic: Option<String>,
    /// The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the row]
    #[arg(long, value_name = "NAME")]
    pub(crate) id_field: Option<String>,
    /// Draws the rows, and what topics start from
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) destination: Destination,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) folder: Folder,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) threads: Threads,
}
