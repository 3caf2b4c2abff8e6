//! Where the parts of an output lie while it is written, and afterwards.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::durable::{beside, create_folder, folder_of, remove_file, remove_folder};
use super::rows::Place;
use super::{FileFormat, FolderOptions, Manifest};
use crate::compression::Compression;
use crate::error::{ResumeError, WriteError};

/// The paths of a resumable output.
#[derive(Clone, Debug)]
pub(super) enum Layout {
    File { out: PathBuf, format: FileFormat },
    Folder { out: PathBuf, options: FolderOptions },
}

/// The splits of a data set folder.
pub(super) const SPLITS: [&str; 2] = ["train", "test"];

impl Layout {
    pub(super) fn out(&self) -> &Path {
        match self {
            Self::File { out, .. } | Self::Folder { out, .. } => out,
        }
    }

    pub(super) fn checkpoint(&self) -> PathBuf {
        match self {
            Self::File { out, .. } => beside(out, ".partial.json"),
            Self::Folder { .. } => self.staging().join("checkpoint.json"),
        }
    }

    pub(super) fn manifest(&self) -> PathBuf {
        match self {
            Self::File { out, .. } => beside(out, ".manifest.json"),
            Self::Folder { out, .. } => out.join("manifest.json"),
        }
    }

    pub(super) fn lock(&self) -> PathBuf {
        match self {
            Self::File { out, .. } => beside(out, ".partial"),
            Self::Folder { .. } => self.staging().join("lock"),
        }
    }

    /// The folder of partials; for a file, the folder that it is in.
    pub(super) fn staging(&self) -> PathBuf {
        match self {
            Self::File { out, .. } => folder_of(out).to_path_buf(),
            Self::Folder { out, .. } => out.join(".partial"),
        }
    }

    /// The folder of what steps hand on to each other.
    pub(super) fn steps(&self) -> PathBuf {
        match self {
            Self::File { out, .. } => beside(out, ".steps"),
            Self::Folder { .. } => self.staging().join("steps"),
        }
    }

    pub(super) const fn format(&self) -> FileFormat {
        match self {
            Self::File { format, .. } => *format,
            Self::Folder { options: FolderOptions { parquet: true, .. }, .. } => FileFormat::Parquet,
            Self::Folder { .. } => FileFormat::JsonLines(Compression::Zstd),
        }
    }

    /// Where the rows of every split are gathered.
    pub(super) fn places(&self) -> Vec<Place> {
        match self {
            Self::File { out, .. } => vec![Place::One(beside(out, ".partial"))],
            Self::Folder { options, .. } => {
                let splits = if options.test_share > 0.0 { &SPLITS[..] } else { &SPLITS[..1] };
                let place = |prefix: &&'static str| Place::Many {
                    folder: self.staging(),
                    prefix,
                    shard_bytes: options.shard_bytes.max(1),
                };
                splits.iter().map(place).collect()
            }
        }
    }

    /// Whether the output is there that the manifest speaks of: the manifest alone does not tell.
    pub(super) fn is_finished(&self, manifest: &Manifest) -> bool {
        match self {
            Self::File { out, .. } => {
                let bytes = manifest.files.first().map(|file| file.bytes);
                fs::metadata(out).is_ok_and(|metadata| Some(metadata.len()) == bytes)
            }
            Self::Folder { out, .. } => out.join("_SUCCESS").exists(),
        }
    }

    /// Makes sure that nothing is overwritten which is not ours.
    pub(super) fn prepare(&self) -> Result<(), ResumeError> {
        let Self::Folder { out, .. } = self else { return Ok(()) };
        let is_ours = Manifest::load(&self.manifest()).is_some() || self.checkpoint().exists();
        if let Ok(entries) = fs::read_dir(out)
            && !is_ours
            && entries.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        {
            return Err(ResumeError::Foreign { path: out.clone() });
        }
        create_folder(&self.staging())?;
        Ok(())
    }

    /// Discards what an earlier run left unfinished, but not what its steps have handed on: they may go on.
    pub(super) fn discard(&self) -> Result<(), WriteError> {
        remove_file(&self.checkpoint())?;
        let Self::Folder { .. } = self else { return Ok(()) };
        let staging = self.staging();
        let entries = match fs::read_dir(&staging) {
            // A run that was finished just now has left nothing.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(|error| WriteError::new(&staging, "read", error))?,
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path == self.steps() || path == self.lock() {
                continue;
            }
            if path.is_dir() {
                remove_folder(&path)?;
            } else {
                remove_file(&path)?;
            }
        }
        Ok(())
    }
}
