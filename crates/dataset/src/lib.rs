//! Everything between files and documents or rows: readers, writers, the ledger, shards and resumable runs.
//!
//! A run is four steps: find the inputs, open the output, run, look at the summary.
//!
//! ```no_run
//! use std::sync::atomic::AtomicBool;
//! use lintseq_dataset::{
//!     DecodeOptions, FieldNames, Fingerprint, InputOptions, Inputs, LanguageTable, Limits, Opened, Outcome, Output,
//!     OutputOptions, RunOptions, Target, run,
//! };
//!
//! # fn example(languages: &dyn LanguageTable) -> Result<(), Box<dyn std::error::Error>> {
//! let arguments = ["programs.jsonl.gz".to_owned()];
//! let options = InputOptions { arguments: &arguments, exclude: &[], languages, language: None, revision: None };
//! let inputs = Inputs::find(&options)?;
//! let decoder = DecodeOptions {
//!     fields: FieldNames::default(),
//!     language: None,
//!     limits: Limits::default(),
//!     languages,
//!     is_program: Box::new(|_language, _text| false),
//! };
//! let fingerprint = Fingerprint::new(serde_json::Map::new(), &inputs);
//! let output = match Output::open(OutputOptions::new(Target::of("out.jsonl"), fingerprint))? {
//!     Opened::Ready(output) => output,
//!     Opened::Complete(manifest) => return Ok(println!("already there: {} rows", manifest.records.rows())),
//! };
//! let stop = AtomicBool::new(false);
//! let process = |documents: &[lintseq_core::Document]| {
//!     let outcome = |document: &lintseq_core::Document| {
//!         Ok(Outcome::new(format!("{}\n", document.id).into_bytes(), 1, ()))
//!     };
//!     documents.iter().map(outcome).collect()
//! };
//! let summary = run(inputs.read(&options), &decoder, output, &RunOptions::new(&stop), process, |_progress| {})?;
//! assert_eq!(summary.ledger.records_in(), summary.ledger.records_out() + summary.ledger.records_rejected());
//! # Ok(())
//! # }
//! ```
//!
//! What is deliberately absent: parsers, linters, samplers, terminals, and any knowledge of a language beyond what
//! a [`LanguageTable`] tells.

pub mod arrow;
mod comments;
mod compression;
mod decode;
mod decontaminate;
pub mod dedup;
mod diversity;
mod error;
pub mod filter;
pub mod formats;
mod git;
mod hash;
mod input;
mod language;
mod ledger;
mod lookup;
mod merge;
mod output;
mod parquet;
mod run;
mod select;
mod steps;
mod texts;
mod tokens;

pub use comments::Comments;
pub use compression::Compression;
pub use decode::{
    CommitDecoder, DecodeOptions, Decoder, FieldNames, GlanceDecoder, IsProgram, Item, Limits, Line,
    LineDecoder, RejectedRecord, Row, RowDecoder, fenced_code,
};
pub use decontaminate::{
    Benchmark, BenchmarkError, BenchmarkFields, ContaminationOptions, Evidence, Hit, TaskIndex,
};
pub use diversity::{Draw, Drawn, Features, TopicModel, TopicShare, Training, quotas};
pub use error::{
    InputError, MergeError, PartsError, PlanError, ReadError, ResumeError, RunError, WriteError,
};
pub use hash::{content_id, draw};
pub use input::{
    HistoryEntry, InputOptions, InputSummary, Inputs, Payload, Plan, PlannedFile, RawRecord, Reader, expand,
};
pub use language::LanguageTable;
pub use ledger::Ledger;
pub use lookup::lookup;
pub use merge::{Merged, Parts};
pub use output::{
    Column, ColumnKind, FileFormat, Fingerprint, FolderOptions, Manifest, Opened, Output, OutputFile,
    OutputOptions, Target,
};
pub use run::{
    End, LeftOut, MapOptions, MappedRecords, Merge, OnRejected, Outcome, Progress, Recording, RunOptions,
    Summary, map_records, run, write_whole,
};
pub use select::{Sample, Shard};
pub use steps::{Account, StepOutput};
pub use texts::Texts;
pub use tokens::{Tokens, tokens};
