//! Files that are whole or not there.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::WriteError;

/// The path with this ending after its name: `a.jsonl` becomes `a.jsonl.partial`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Creates a folder and those above it.
pub(super) fn create_folder(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(|error| WriteError::new(path, "create the folder", error))
}

/// Writes a small file so that it is there as a whole or as it was before.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), WriteError> {
    let beside = beside(path, ".new");
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(content)?;
        file.sync_data()
    };
    write().map_err(|error| WriteError::new(&beside, "write", error))?;
    fs::rename(&beside, path).map_err(|error| WriteError::new(path, "replace", error))
}

/// Removes a file, if it is there.
pub(super) fn remove_file(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteError::new(path, "remove", error)),
        _ => Ok(()),
    }
}

/// Removes a folder with all it holds, if it is there.
pub(super) fn remove_folder(path: &Path) -> Result<(), WriteError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteError::new(path, "remove", error)),
        _ => Ok(()),
    }
}

/// Makes renames in a folder outlast a power cut.
pub(super) fn sync_folder(path: &Path) -> Result<(), WriteError> {
    // Not every system can open a folder; where it cannot, there is nothing to sync.
    match File::open(path).and_then(|folder| folder.sync_all()) {
        Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(WriteError::new(path, "sync", error)),
        _ => Ok(()),
    }
}

/// A rename that may be repeated: where its source is gone, it has been done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Move {
    pub(super) from: PathBuf,
    pub(super) to: PathBuf,
}

impl Move {
    pub(super) fn perform(&self) -> Result<(), WriteError> {
        if !self.from.exists() {
            return Ok(());
        }
        if self.to.is_dir() {
            remove_folder(&self.to)?;
        }
        fs::rename(&self.from, &self.to).map_err(|error| WriteError::new(&self.to, "replace", error))?;
        sync_folder(folder_of(&self.to))
    }
}

/// Keeps two runs from writing the same output; the system lets go of it even when a run is killed.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub(super) fn take(path: &Path) -> Result<Self, WriteError> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(|error| WriteError::new(path, "create", error))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(WriteError::Busy { path: path.to_path_buf() }),
            // Some network file systems have no locks; a run there is the user's to guard.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Self { _file: file }),
        }
    }
}
