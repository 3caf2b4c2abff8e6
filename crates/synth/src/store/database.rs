//! The tables, and the questions that runs ask. Only this file and those below it name SQLite's crate.

mod changes;
mod figures;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Row};

use super::records::{BatchRecord, BatchState, Paid};
use super::{Change, StoreError};
use crate::address::Address;
use crate::money::Money;

/// "lint" in ASCII, so that `file` and we know a store when we see one.
const APPLICATION: i32 = 0x6c69_6e74;
/// The version of the tables.
const VERSION: i32 = 1;

/// Every transaction is synced. The log is moved into the tables every 64 MiB of it, which syncs both: at SQLite's own
/// 4 MiB a fast server would wait for that ten times a second.
const DURABILITY: &str = "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16384";

const TABLES: &str = "
CREATE TABLE runs (run INTEGER PRIMARY KEY, version TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER);
CREATE TABLE requests (
    address BLOB PRIMARY KEY, model TEXT NOT NULL, server TEXT NOT NULL, prompt TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE replies (
    address BLOB PRIMARY KEY REFERENCES requests, run INTEGER NOT NULL, at INTEGER NOT NULL, model TEXT NOT NULL,
    raw TEXT NOT NULL, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
    cost INTEGER NOT NULL, latency INTEGER NOT NULL, attempts INTEGER NOT NULL
);
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, address BLOB NOT NULL, model TEXT NOT NULL, at INTEGER NOT NULL,
    took INTEGER NOT NULL, outcome TEXT NOT NULL, status INTEGER, said TEXT NOT NULL, at_risk INTEGER NOT NULL
);
CREATE INDEX attempts_at_risk ON attempts (at_risk) WHERE at_risk > 0;
CREATE TABLE batches (
    digest TEXT PRIMARY KEY, model TEXT NOT NULL, file TEXT, batch TEXT, done INTEGER NOT NULL, at INTEGER NOT NULL,
    requests INTEGER NOT NULL, at_risk INTEGER NOT NULL
);
";

/// A connection to the file of a store.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
    path: PathBuf,
}

impl Database {
    /// Opens the file for writing, and makes the tables if there are none.
    ///
    /// # Errors
    /// If it cannot be opened or is no store.
    pub(super) fn create(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let database = Self::connect(path, flags)?;
        database.check()?;
        Ok(database)
    }

    /// Opens the file for reading.
    ///
    /// # Errors
    /// If there is none, or it is no store.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_path_buf() });
        }
        let database = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let version = database.version()?;
        if version == (APPLICATION, VERSION) { Ok(database) } else { Err(database.foreign(version)) }
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let failed = |error: rusqlite::Error| StoreError::Failed {
            path: path.to_path_buf(),
            message: error.to_string(),
        };
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
        connection.busy_timeout(Duration::from_secs(10)).map_err(failed)?;
        Ok(Self { connection, path: path.to_path_buf() })
    }

    fn check(&self) -> Result<(), StoreError> {
        let version = self.version()?;
        let is_empty: bool = self
            .connection
            .query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_master)", [], |row| row.get(0))
            .map_err(|error| self.failed(&error))?;
        match version {
            (APPLICATION, VERSION) => {}
            (0, 0) if is_empty => self
                .connection
                .execute_batch(&format!(
                    "BEGIN; {TABLES} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT"
                ))
                .map_err(|error| self.failed(&error))?,
            found => return Err(self.foreign(found)),
        }
        // Readers go on while one writes, and a transaction is on the disk when it has ended.
        self.connection
            .query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
            .and_then(|()| self.connection.execute_batch(DURABILITY))
            .map_err(|error| self.failed(&error))
    }

    fn version(&self) -> Result<(i32, i32), StoreError> {
        let pragma = |name: &str| self.connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0));
        let version = pragma("application_id").and_then(|id| Ok((id, pragma("user_version")?)));
        version.map_err(|error| self.failed(&error))
    }

    /// The reply to a request, as it came.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn reply(&self, address: &Address) -> Result<Option<String>, StoreError> {
        self.connection
            .prepare_cached("SELECT raw FROM replies WHERE address = ?1")
            .and_then(|mut query| query.query_row([address.as_bytes()], |row| row.get(0)).optional())
            .map_err(|error| self.failed(&error))
    }

    /// The addresses that have replies.
    pub(super) fn addresses(&self) -> Result<impl Iterator<Item = Address>, StoreError> {
        let rows = self.all("SELECT address FROM replies", |row| row.get(0).map(Address::from_bytes))?;
        Ok(rows.into_iter())
    }

    /// What was spent, what may have been spent included.
    pub(super) fn spent(&self) -> Result<Money, StoreError> {
        let paid = self.paid()?;
        Ok(paid.replies.plus(paid.at_risk))
    }

    /// What was paid, and what may have been.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn paid(&self) -> Result<Paid, StoreError> {
        let sql = "SELECT (SELECT COALESCE(SUM(cost), 0) FROM replies),
            (SELECT COALESCE(SUM(at_risk), 0) FROM attempts WHERE at_risk > 0)
            + (SELECT COALESCE(SUM(at_risk), 0) FROM batches WHERE NOT done)";
        self.connection
            .query_row(sql, [], |row| Ok(Paid { replies: money(row, 0)?, at_risk: money(row, 1)? }))
            .map_err(|error| self.failed(&error))
    }

    /// The next number of a run, and of an attempt.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn next_numbers(&self) -> Result<(i64, i64), StoreError> {
        let sql = "SELECT (SELECT COALESCE(MAX(run), 0) + 1 FROM runs), (SELECT COALESCE(MAX(id), 0) + 1 FROM attempts)";
        self.connection
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(|error| self.failed(&error))
    }

    /// The batches that were handed in and not yet fetched, oldest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn open_batches(&self) -> Result<Vec<BatchRecord>, StoreError> {
        let sql = "SELECT digest, model, file, batch, at, requests, at_risk FROM batches WHERE NOT done ORDER BY at";
        self.all(sql, |row| {
            Ok(BatchRecord {
                digest: row.get(0)?,
                model: row.get(1)?,
                file: row.get(2)?,
                batch: row.get(3)?,
                state: BatchState::Open,
                at: row.get(4)?,
                requests: row.get(5)?,
                at_risk: money(row, 6)?,
            })
        })
    }

    fn all<T>(
        &self,
        sql: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.connection
            .prepare(sql)
            .and_then(|mut query| query.query_map([], read)?.collect())
            .map_err(|error| self.failed(&error))
    }

    /// Makes changes: all of them, or none.
    pub(super) fn write(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let written = || {
            let transaction = self.connection.transaction()?;
            changes.iter().try_for_each(|change| changes::make(&transaction, change))?;
            transaction.commit()
        };
        let mut written = written;
        written().map_err(|error| StoreError::Failed { path: self.path.clone(), message: error.to_string() })
    }

    fn failed(&self, error: &rusqlite::Error) -> StoreError {
        let message = match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => "not a store: no SQLite file".to_owned(),
            _ => error.to_string(),
        };
        StoreError::Failed { path: self.path.clone(), message }
    }

    fn foreign(&self, (application, version): (i32, i32)) -> StoreError {
        let found = if application == APPLICATION {
            format!("its version is {version}, and this one writes {VERSION}")
        } else {
            "it is another program's database".to_owned()
        };
        StoreError::Foreign { path: self.path.clone(), found }
    }
}

fn money(row: &Row<'_>, column: usize) -> rusqlite::Result<Money> {
    Ok(Money::from_trillionths(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0)))
}
