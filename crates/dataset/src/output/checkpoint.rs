//! What a run leaves behind so that it can be continued.

use std::fs;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::durable::{Move, replace};
use super::rows::RowsState;
use crate::error::{ResumeError, WriteError};
use crate::hash::Digest;
use crate::input::Inputs;
use crate::ledger::Ledger;

/// What makes two runs the same: their options and inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The version and the options that bear on the output. The caller leaves out those that do not, such as the
    /// number of threads.
    pub options: Map<String, Value>,
    /// A hash of the names, sizes and times of change of the input files.
    pub inputs: String,
}

impl Fingerprint {
    /// The fingerprint of a run. Standard input is taken to be what it was before.
    pub fn new(mut options: Map<String, Value>, inputs: &Inputs) -> Self {
        options.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
        let mut digest = Digest::default();
        for file in &inputs.files {
            digest.update(file.name.as_bytes());
            let metadata = file.location.as_ref().and_then(|path| fs::metadata(path).ok());
            if let Some(metadata) = metadata.filter(fs::Metadata::is_file) {
                let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                digest.update(&metadata.len().to_le_bytes());
                digest.update(&changed.unwrap_or_default().as_nanos().to_le_bytes());
            }
            if let Some(history) = &file.history {
                digest.update(history.tip().as_bytes());
            }
            digest.update(b"\n");
        }
        Self { options, inputs: digest.hex() }
    }

    /// What differs, by name, in the order of the options.
    pub(crate) fn differences(&self, other: &Self) -> String {
        let keys =
            self.options.keys().chain(other.options.keys().filter(|key| !self.options.contains_key(*key)));
        let mut names: Vec<_> = keys
            .filter(|key| self.options.get(*key) != other.options.get(*key))
            .map(String::as_str)
            .collect();
        if self.inputs != other.inputs {
            names.push("inputs");
        }
        names.join(", ")
    }
}

/// How far a run has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    pub(super) fingerprint: Fingerprint,
    /// Records of the input that are accounted for.
    pub(super) consumed: u64,
    pub(super) ledger: Ledger,
    pub(super) stats: Value,
    pub(super) rows: Vec<RowsState>,
    pub(super) rejected: Vec<RowsState>,
    /// The renames that finish the run, once everything is written.
    pub(super) publish: Option<Vec<Move>>,
}

impl Checkpoint {
    pub(super) fn store(&self, path: &Path) -> Result<(), WriteError> {
        replace(path, &serde_json::to_vec(self).expect("a checkpoint of strings and numbers is JSON"))
    }

    /// The checkpoint of an interrupted run, if there is one.
    pub(super) fn load(path: &Path) -> Result<Option<Self>, ResumeError> {
        let unusable = |message| ResumeError::Unusable { path: path.to_path_buf(), message };
        let text = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|error| unusable(error.to_string()))?,
        };
        serde_json::from_slice(&text).map(Some).map_err(|error| unusable(error.to_string()))
    }
}
