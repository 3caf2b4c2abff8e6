//! What can go wrong with a run, as opposed to with a record.
//!
//! The four types follow the exit codes: [`InputError`] and [`ResumeError`] are the user's to correct before
//! anything is read (2), [`ReadError`] and [`WriteError`] end a run that has begun (1).

use std::io;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use crate::select::Shard;

/// An argument that names nothing readable. Nothing has been read or written.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The file or folder does not exist.
    #[error("{path}: no such file or folder; check the spelling, or quote a pattern")]
    Missing {
        /// The argument.
        path: String,
    },
    /// The file or folder exists and cannot be opened.
    #[error("{path}: cannot be read ({source}); check its permissions")]
    Unreadable {
        /// The argument, or what was found below it.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The pattern is malformed.
    #[error("{pattern}: not a valid pattern ({message})")]
    Pattern {
        /// The argument.
        pattern: String,
        /// What is wrong with it.
        message: String,
    },
    /// A folder or a pattern without any data or source file.
    #[error(
        "{path}: no data file (.jsonl, .parquet) and no source file of a known language here; name a file, or \
         check --exclude and .gitignore"
    )]
    Nothing {
        /// The argument.
        path: String,
    },
    /// A git repository that cannot be read from this revision on.
    #[error(
        "{path}: the history of `{revision}` cannot be read ({message}); name another one with --revision"
    )]
    Repository {
        /// The argument.
        path: String,
        /// The revision.
        revision: String,
        /// What is wrong.
        message: String,
    },
    /// A shard that is not `i/n` with `i < n`.
    #[error("{text}: a shard is written i/n, counted from 0, such as 0/4")]
    Shard {
        /// The argument.
        text: String,
    },
    /// A sample of something that can be read only once.
    #[error(
        "{path}: a sample reads its input more than once, which a pipe does not allow; save it to a file first"
    )]
    SampleOfPipe {
        /// The argument.
        path: String,
    },
}

/// A plan that cannot be made, or cannot be worked by. Nothing has been written.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// An input that can be read only as a whole.
    #[error("{path}: no file, and a plan shares out files; use --shard without --plan, which divides by ids")]
    NoFile {
        /// The argument.
        path: String,
    },
    /// The file of the plan cannot be read.
    #[error("{path}: no plan of lintseq ({message}); write one with --plan-shards")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// The plan has another number of shards.
    #[error(
        "the plan has {planned} shards, not {asked}; ask for one of them, or plan anew with --plan-shards {asked}"
    )]
    OtherShards {
        /// Shards of the plan.
        planned: NonZeroU64,
        /// Shards that were asked for.
        asked: u64,
    },
    /// A file of the plan is not there.
    #[error(
        "{path}: a file of the plan that cannot be read ({source}); paths are those of the folder it was planned in"
    )]
    Missing {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file has changed since.
    #[error("{path}: has {found} bytes, and {planned} in the plan; fetch it again, or plan anew")]
    OtherSize {
        /// The file.
        path: String,
        /// Bytes when it was planned.
        planned: u64,
        /// Bytes now.
        found: u64,
    },
    /// What is true of all inputs.
    #[error(transparent)]
    Input(InputError),
}

/// The input broke off. The records before it were delivered.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file could not be opened after it had been found.
    #[error("{path}: cannot be opened ({source})")]
    Open {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// Compressed data or an archive ends before its end.
    #[error(
        "{path}: truncated after {records} records; fetch it again (the records before it are in the partial)"
    )]
    Truncated {
        /// The file.
        path: String,
        /// How many of its records were delivered.
        records: u64,
    },
    /// The data is not what its name says, or the system failed to read it.
    #[error("{path}: cannot be read further after {records} records ({source})")]
    Damaged {
        /// The file.
        path: String,
        /// How many of its records were delivered.
        records: u64,
        /// What the system or the decoder said.
        source: io::Error,
    },
    /// The file is not the one that a plan was made with.
    #[error("{path}: other bytes than when it was planned; fetch it again, or plan anew")]
    NotAsPlanned {
        /// The file.
        path: String,
    },
}

impl ReadError {
    pub(crate) fn reading(path: &str, records: u64, source: io::Error) -> Self {
        let path = path.to_owned();
        if source.kind() == io::ErrorKind::UnexpectedEof {
            Self::Truncated { path, records }
        } else {
            Self::Damaged { path, records, source }
        }
    }
}

/// The output could not be written. Nothing was renamed: an earlier output stands as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The reader at the other end of the pipe is gone. Not worth a message.
    #[error("the reader of the output is gone")]
    BrokenPipe,
    /// The disk or the quota is full.
    #[error("{path}: no space left to {action}; free some and run again with --resume")]
    Full {
        /// The file.
        path: PathBuf,
        /// What was being done, as `write`.
        action: &'static str,
    },
    /// The folder or file does not allow it.
    #[error("{path}: not allowed to {action} ({source}); choose another folder, or change its permissions")]
    Denied {
        /// The file.
        path: PathBuf,
        /// What was being done, as `write`.
        action: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// Another run writes the same output.
    #[error("{path}: another run is writing this output; wait for it, or choose another name")]
    Busy {
        /// The partial.
        path: PathBuf,
    },
    /// Any other failure.
    #[error("{path}: cannot {action} ({source})")]
    Io {
        /// The file.
        path: PathBuf,
        /// What was being done, as `write`.
        action: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// Rows that do not fit the columns of a Parquet file.
    #[error("{path}: the rows do not fit its columns ({message})")]
    Columns {
        /// The file.
        path: PathBuf,
        /// What the Parquet writer said.
        message: String,
    },
}

impl WriteError {
    /// Sorts a failure of the system into what a user can do about it.
    pub(crate) fn new(path: &Path, action: &'static str, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full { path, action }
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::Denied { path, action, source }
            }
            _ => Self::Io { path, action, source },
        }
    }
}

/// The output cannot be begun or continued as asked. Nothing has been changed.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    /// The partial belongs to another run.
    #[error(
        "{path}: begun with other {differences}; run again with what it was begun with, or without --resume to \
         start over"
    )]
    Different {
        /// The output.
        path: PathBuf,
        /// The names of the options that differ, or `inputs`.
        differences: String,
    },
    /// The checkpoint cannot be read.
    #[error("{path}: not a usable checkpoint ({message}); run again without --resume to start over")]
    Unusable {
        /// The checkpoint.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// Pipes and devices cannot be continued.
    #[error("--resume needs an output file or folder: a pipe or device cannot be continued")]
    Direct,
    /// The folder holds something else.
    #[error("{path}: holds files that are not a data set of lintseq; choose a new or empty folder")]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// The output could not be opened.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Outputs that are not the shards of one run, each of them once. Nothing has been written.
#[derive(Debug, thiserror::Error)]
pub enum PartsError {
    /// No part at all.
    #[error("no parts here; name the outputs of all shards")]
    Nothing,
    /// No finished output of a run.
    #[error("{path}: no finished output; run its shard again with --resume, and keep its manifest beside it")]
    Unfinished {
        /// The part.
        path: PathBuf,
    },
    /// The output of a whole run.
    #[error("{path}: not the output of a shard, but of a whole run; there is nothing to merge it with")]
    NoShard {
        /// The part.
        path: PathBuf,
    },
    /// Two parts of different runs.
    #[error("{path}: made with other {differences} than {other}; merge the shards of one run")]
    Different {
        /// The part.
        path: PathBuf,
        /// The part that it is compared with.
        other: PathBuf,
        /// The names of the options that differ, or `inputs`.
        differences: String,
    },
    /// A folder and a file.
    #[error(
        "{path}: of a folder and a file, {other}, neither has what the other needs; run one of the shards again"
    )]
    Mixed {
        /// The part.
        path: PathBuf,
        /// The part that it is compared with.
        other: PathBuf,
    },
    /// One shard twice.
    #[error("{path}: holds shard {shard}, as {other} does; leave one of them out")]
    Doubled {
        /// The part.
        path: PathBuf,
        /// The other one.
        other: PathBuf,
        /// The shard.
        shard: Shard,
    },
    /// Some shards are not there.
    #[error(
        "of {shards} shards, {} missing: {}; name the outputs of all of them",
        counted(missing),
        listed(missing)
    )]
    Missing {
        /// How many shards there are.
        shards: u64,
        /// Those that are not there.
        missing: Vec<u64>,
    },
}

fn counted(missing: &[u64]) -> String {
    format!("{} {}", missing.len(), if missing.len() == 1 { "is" } else { "are" })
}

/// The first few, which tell enough.
fn listed(missing: &[u64]) -> String {
    let some: Vec<_> = missing.iter().take(8).map(ToString::to_string).collect();
    some.join(", ") + if missing.len() > some.len() { ", …" } else { "" }
}

/// A merge that has begun and could not be done.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// A part that was there is gone.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A part broke off.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A part that is not what its name says.
    #[error("{path}: cannot be read ({source})")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system or the decoder said.
        source: io::Error,
    },
    /// A part that has not as many rows as its manifest says.
    #[error("{path}: has {found} rows, and {counted} by its manifest; run its shard again")]
    Rows {
        /// The file.
        path: PathBuf,
        /// Rows by the manifest.
        counted: u64,
        /// Rows that are there.
        found: u64,
    },
    /// A part that holds something else than rows.
    #[error("{path}: holds something that is no row of lintseq; run its shard again")]
    NoRow {
        /// The file.
        path: String,
    },
    /// The output could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// What ended a run before its end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The output could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The worker threads could not be started.
    #[error("cannot start the worker threads ({0}); try fewer with --threads")]
    Threads(io::Error),
}
