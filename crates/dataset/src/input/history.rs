//! A git repository as an input: its commits are its records.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::git::{CommitId, CommitRecord, GitError, Repository};

/// A repository, and the commit whose history is read.
pub(crate) struct History {
    repository: Repository,
    tip: CommitId,
}

/// A commit that has not been read.
#[derive(Clone)]
pub struct HistoryEntry {
    history: Arc<History>,
    id: CommitId,
    hex: String,
}

impl History {
    /// Opens a folder at a revision; nothing if it is not a repository.
    pub(crate) fn open(folder: &Path, revision: &str) -> Result<Option<Self>, GitError> {
        let Some(repository) = Repository::open(folder)? else { return Ok(None) };
        let tip = repository.resolve(revision)?;
        Ok(Some(Self { repository, tip }))
    }

    /// The id of the commit whose history is read.
    pub(crate) fn tip(&self) -> String {
        self.tip.hex()
    }

    /// All its commits, newest first.
    pub(crate) fn entries(history: &Arc<Self>) -> Result<Vec<HistoryEntry>, GitError> {
        let commits = history.repository.commits(history.tip)?;
        let entry = |id: CommitId| HistoryEntry { history: Arc::clone(history), id, hex: id.hex() };
        Ok(commits.into_iter().map(entry).collect())
    }
}

impl HistoryEntry {
    /// The id of the commit in hexadecimal digits.
    pub fn hex(&self) -> &str {
        &self.hex
    }

    /// The repository as `owner/name`, as far as it is known.
    pub fn repository_name(&self) -> &str {
        self.history.repository.name()
    }

    pub(crate) fn read(&self, max_bytes: u64, max_files: usize) -> Result<CommitRecord, GitError> {
        self.history.repository.read(self.id, max_bytes, max_files)
    }
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.repository.name(), self.tip())
    }
}

impl fmt::Debug for HistoryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {:?}", self.hex, self.history)
    }
}
