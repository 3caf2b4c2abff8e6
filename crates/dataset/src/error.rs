//! What can go wrong with a run, as opposed to with a record.
//!
//! The four types follow the exit codes: [`InputError`] and [`ResumeError`] are the user's to correct before
//! anything is read (2), [`ReadError`] and [`WriteError`] end a run that has begun (1).

use std::io;
use std::path::{Path, PathBuf};

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
