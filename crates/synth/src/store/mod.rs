//! The store: every request, every reply as it came, and every attempt, in one SQLite file.
//!
//! SQLite, because a store must survive a kill at any moment, be read by any other tool, and answer by key. One thread
//! writes; whatever has come in while it was busy goes into the next transaction, so that a disk that is slow to sync
//! takes fewer and larger ones and never one for each row. An answer counts as stored when its transaction is on the
//! disk, and not before.

mod database;
mod records;
mod writer;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

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
    /// The beginnings of the addresses that have replies. Nobody else writes, so that what is not among them is not
    /// looked for: most of what a run asks is new.
    known: Mutex<HashSet<u64>>,
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
        let reader = Database::read(path)?;
        let known = Mutex::new(reader.addresses()?.map(beginning).collect());
        Ok(Self { reader: Mutex::new(reader), writer, known, _lock: lock })
    }

    /// The reply to a request, as it came.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn reply(&self, address: &Address) -> Result<Option<String>, StoreError> {
        if !self.known().contains(&beginning(*address)) {
            return Ok(None);
        }
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
        let replied = match &change {
            Change::Reply(parts) => Some(parts.2.address),
            Change::BatchReply(parts) => Some(parts.1.address),
            _ => None,
        };
        self.writer.keep(change).await?;
        self.known().extend(replied.map(beginning));
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
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

/// The first bytes of an address, which tell it from others as well as a hash does.
fn beginning(address: Address) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&address.as_bytes()[..8]);
    u64::from_le_bytes(first)
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
    // A process that is just being started holds what its parent held until it runs, so that a lock may outlive its
    // owner by a moment.
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(std::fs::TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            Err(std::fs::TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
    Err(StoreError::InUse { path: path.to_path_buf() })
}

/// How often a lock is tried before its store counts as in use.
const LOCK_TRIES: u32 = 20;
/// The pause between two tries.
const LOCK_PAUSE: std::time::Duration = std::time::Duration::from_millis(25);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dialogue::Usage;

    fn attempt(id: i64, address: Address, outcome: Outcome, at_risk: u64) -> AttemptRecord {
        AttemptRecord {
            id,
            run: 1,
            address,
            model: "m".to_owned(),
            at: 1_000,
            took: 7,
            outcome,
            status: (outcome != Outcome::Unknown).then_some(500),
            said: "<html>".to_owned(),
            at_risk: Money::from_trillionths(at_risk),
        }
    }

    fn reply(address: Address, raw: &str, latency: i64) -> Change {
        let request = RequestRecord {
            address,
            model: "m".to_owned(),
            server: "http://s".to_owned(),
            prompt: "p/1".to_owned(),
            body: "{}".to_owned(),
        };
        let reply = ReplyRecord {
            address,
            run: 1,
            at: 3_000,
            model: "m-2026".to_owned(),
            raw: raw.to_owned(),
            usage: Usage { prompt_tokens: 10, completion_tokens: 5 },
            cost: Money::from_trillionths(20),
            latency,
            attempts: 2,
        };
        Change::Reply(Box::new((request, attempt(latency, address, Outcome::Replied, 0), reply)))
    }

    #[test]
    fn what_is_kept_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/store.db");
        let address = |nonce| Address::of("", &json!({}), nonce);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let store = Store::open(&path).unwrap();
        assert!(matches!(Store::open(&path), Err(StoreError::InUse { .. })));
        runtime.block_on(async {
            store.keep(Change::BeginRun { run: 1, version: "0", at: 1_000 }).await.unwrap();
            for nonce in 0..20 {
                store.keep(reply(address(nonce), "first", 10 * i64::from(nonce + 1))).await.unwrap();
            }
            store.keep(reply(address(0), "second", 10)).await.unwrap();
            store.keep(Change::BeginAttempt(attempt(900, address(90), Outcome::Unknown, 7))).await.unwrap();
            store.keep(Change::EndAttempt(attempt(901, address(90), Outcome::Failed, 5))).await.unwrap();
            store.keep(Change::EndAttempt(attempt(900, address(90), Outcome::Failed, 0))).await.unwrap();
        });
        drop(store);
        let store = Store::open(&path).unwrap();
        assert_eq!(store.reply(&address(0)).unwrap().as_deref(), Some("first"));
        assert_eq!(store.reply(&address(90)).unwrap(), None);
        assert_eq!(spent(&store).unwrap().trillionths(), 20 * 20 + 5);
        let figures = store.read(Database::models).unwrap();
        assert_eq!((figures.len(), figures[0].replies, figures[0].latency), (1, 20, (100, 190)));
        assert_eq!((figures[0].usage.prompt_tokens, figures[0].attempts), (200, 40));
        let names = store.read(Database::other_names).unwrap();
        assert_eq!(names, [("m".to_owned(), "m-2026".to_owned(), 20)]);
        let failures = store.read(Database::failures).unwrap();
        assert_eq!(
            (failures[0].count, failures[0].status, failures[0].said.as_str()),
            (2, Some(500), "<html>")
        );
        let runs = store.read(Database::runs).unwrap();
        assert_eq!((runs[0].replies, runs[0].to - runs[0].from), (20, 2_000));
        assert_eq!(store.read(Database::next_numbers).unwrap(), (2, 902));
    }

    #[test]
    fn another_programs_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes");
        std::fs::write(&path, "no database at all, and longer than a header of one would be, by far")
            .unwrap();
        assert!(matches!(Store::open(&path), Err(StoreError::Failed { .. })));
        assert!(matches!(Database::read(&folder.path().join("none")), Err(StoreError::Missing { .. })));
    }
}
