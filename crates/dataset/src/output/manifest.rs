//! What an output is made of, for those who find it later.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::layout::Layout;
use super::{FileFormat, Fingerprint, FolderOptions};
use crate::input::InputSummary;
use crate::ledger::Ledger;

/// The manifest of a finished output: `OUT.manifest.json` beside a file, `manifest.json` in a folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `lintseq.manifest/1`.
    pub schema: String,
    /// What the run was asked for, and from what.
    pub run: Fingerprint,
    /// The inputs with their hashes.
    pub inputs: Vec<InputSummary>,
    /// Records in, out, and rejected by reason.
    pub records: Ledger,
    /// What the command counted.
    pub stats: Value,
    /// The files.
    pub files: Vec<OutputFile>,
}

/// A file of an output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputFile {
    /// The path below the folder of the manifest.
    pub path: String,
    /// `train`, `test` or `rejected`; `train` where there are no splits.
    pub split: String,
    /// Rows.
    pub rows: u64,
    /// Bytes on the disk.
    pub bytes: u64,
}

impl Manifest {
    pub(super) const SCHEMA: &'static str = "lintseq.manifest/1";

    /// The manifest in a file, if it is one.
    pub fn load(path: &Path) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        (manifest.schema == Self::SCHEMA).then_some(manifest)
    }

    /// The manifest of an output, if that is there and finished.
    pub(crate) fn of_output(path: &Path) -> Option<Self> {
        let out = path.to_path_buf();
        let layout = if path.is_dir() {
            Layout::Folder { out, options: FolderOptions::default() }
        } else {
            Layout::File { out, format: FileFormat::of(path) }
        };
        Self::load(&layout.manifest()).filter(|manifest| layout.is_finished(manifest))
    }

    pub(crate) fn to_json(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec_pretty(self).expect("a manifest of strings and numbers is JSON");
        text.push(b'\n');
        text
    }
}
