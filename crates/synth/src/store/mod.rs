//! The store: every request, every reply as it came, and every attempt, in one SQLite file.
//!
//! SQLite, because a store must survive a kill at any moment, be read by any other tool, and answer by key. One thread
//! writes; whatever has come in while it was busy goes into the next transaction, so that a disk that is slow to sync
//! takes fewer and larger ones and never one for each row. An answer counts as stored when its transaction is on the
//! disk, and not before.

mod database;
mod records;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::address::Address;
use crate::money::Money;

pub use database::Database;
pub use records::{
    AttemptRecord, BatchRecord, BatchState, FailureCount, ModelFigures, Outcome, Paid, ReplyRecord,
    RequestRecord, RunFigures,
};
use writer::Writer;

/// Why a store does not work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be read or written.
    #[error("store {path}: {message}")]
    Failed {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        message: String,
    },
    /// Another process uses it; both would pay for the same requests.
    #[error("store {path}: another run is using it; wait for it to end, or name another file with --store")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// It was written by another version, or is no store.
    #[error("store {path}: not a store of this version of lintseq ({found}); name another file with --store")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What was found.
        found: String,
    },
    /// There is none.
    #[error("store {path}: no such file")]
    Missing {
        /// The file.
        path: PathBuf,
    },
}

/// An open store.
#[derive(Debug)]
pub struct Store {
    reader: Mutex<Database>,
    writer: Writer,
    /// Held as long as the store is open.
    _lock: std::fs::File,
}

impl Store {
    /// Opens a store, or makes one.
    ///
    /// # Errors
    /// If the file cannot be opened, is no store, or is in use.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let lock = lock(path)?;
        let writer = Writer::start(Database::create(path)?);
        let reader = Mutex::new(Database::read(path)?);
        Ok(Self { reader, writer, _lock: lock })
    }

    /// The reply to a request, as it came.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn reply(&self, address: &Address) -> Result<Option<String>, StoreError> {
        self.read(|database| database.reply(address))
    }

    /// Something else that is in the store.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn read<T>(&self, query: impl FnOnce(&Database) -> Result<T, StoreError>) -> Result<T, StoreError> {
        query(&self.reader.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps a change. Returns when it is on the disk.
    ///
    /// # Errors
    /// If it cannot be kept.
    pub async fn keep(&self, change: Change) -> Result<(), StoreError> {
        self.writer.keep(change).await
    }
}

/// A change of the store.
#[derive(Clone, Debug)]
pub enum Change {
    /// A run has begun.
    BeginRun {
        /// Its number.
        run: i64,
        /// The version of lintseq.
        version: &'static str,
        /// When, in milliseconds since 1970.
        at: i64,
    },
    /// A run has ended.
    EndRun {
        /// Its number.
        run: i64,
        /// When.
        at: i64,
    },
    /// An attempt is about to be sent that may cost so much.
    BeginAttempt(AttemptRecord),
    /// An attempt has ended without a reply.
    EndAttempt(AttemptRecord),
    /// An attempt has ended with a reply.
    Reply(Box<(RequestRecord, AttemptRecord, ReplyRecord)>),
    /// A batch has moved on.
    Batch(BatchRecord),
    /// Requests that were handed in with a batch.
    BatchItems(Vec<RequestRecord>),
    /// A reply that came with a batch, whose request is in the store.
    BatchReply(Box<(AttemptRecord, ReplyRecord)>),
}

/// What was spent so far, what may have been spent included.
///
/// # Errors
/// If the store cannot be read.
pub fn spent(store: &Store) -> Result<Money, StoreError> {
    store.read(Database::spent)
}

/// Takes the lock beside a store. The system releases it when the process ends, however it ends.
fn lock(path: &Path) -> Result<std::fs::File, StoreError> {
    let failed =
        |error: std::io::Error| StoreError::Failed { path: path.to_path_buf(), message: error.to_string() };
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let file = std::fs::File::options().create(true).append(true).open(name).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::InUse { path: path.to_path_buf() }),
        Err(std::fs::TryLockError::Error(error)) => Err(failed(error)),
    }
}
