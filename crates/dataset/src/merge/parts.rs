//! Which parts there are, and whether they are all of one run.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::error::{MergeError, PartsError};
use crate::hash::Digest;
use crate::input::InputSummary;
use crate::output::{Column, FileFormat, Fingerprint, FolderOptions, Manifest};
use crate::parquet::columns_of_file;
use crate::select::Shard;

/// Options by which the parts of one run differ, or which say no more than where a part lies.
const OF_PARTS: [&str; 3] = ["shard", "output", "rejected"];

/// All shards of a run, in their order.
#[derive(Debug)]
pub struct Parts {
    pub(super) parts: Vec<Part>,
    /// Whether the shards had files of their own, rather than ids.
    pub(super) is_planned: bool,
}

/// The output of one shard.
#[derive(Debug)]
pub(super) struct Part {
    path: PathBuf,
    pub(super) manifest: Manifest,
    shard: Shard,
    is_folder: bool,
}

/// A file of rows, and how many it must have.
pub(super) struct Rows {
    pub(super) path: PathBuf,
    pub(super) rows: u64,
}

impl Parts {
    /// Looks at parts, and makes sure that they are the shards of one run, all of them and each once.
    ///
    /// # Errors
    /// If they are not.
    pub fn find(paths: &[PathBuf]) -> Result<Self, PartsError> {
        let mut parts = paths.iter().map(|path| Part::open(path)).collect::<Result<Vec<_>, _>>()?;
        parts.sort_by_key(|part| part.shard.index());
        let (first, others) = parts.split_first().ok_or(PartsError::Nothing)?;
        let is_planned = first.manifest.run.options.get("plan").is_some_and(Value::is_string);
        others.iter().try_for_each(|part| part.belongs_to(first, is_planned))?;
        if let Some(pair) = parts.windows(2).find(|pair| pair[0].shard == pair[1].shard) {
            let [path, other] = [&pair[0], &pair[1]].map(|part| part.path.clone());
            return Err(PartsError::Doubled { path, other, shard: pair[0].shard });
        }
        let is_there = |index: &u64| parts.binary_search_by_key(index, |part| part.shard.index()).is_ok();
        let missing: Vec<_> = (0..first.shard.count()).filter(|index| !is_there(index)).collect();
        if !missing.is_empty() {
            return Err(PartsError::Missing { shards: first.shard.count(), missing });
        }
        Ok(Self { parts, is_planned })
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there are none, which cannot be.
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether the parts are data set folders; else they are files.
    pub fn are_folders(&self) -> bool {
        self.parts.iter().any(|part| part.is_folder)
    }

    /// Whether rows come in the order of the input, and not only within a shard.
    pub const fn keep_order(&self) -> bool {
        self.is_planned
    }

    /// The first part whose rejected records are not kept, of parts that are files.
    pub fn without_rejected(&self) -> Option<&Path> {
        self.parts.iter().find(|part| part.rejected().is_none()).map(|part| part.path.as_path())
    }

    /// What the merge is made of: the options of the run, and the parts in the place of its inputs.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut options =
            self.parts.first().map(|part| part.manifest.run.options.clone()).unwrap_or_default();
        options.retain(|name, _| !OF_PARTS.contains(&name.as_str()));
        options.insert("merged".to_owned(), self.parts.len().into());
        let mut digest = Digest::default();
        for part in &self.parts {
            digest.update(part.shard.to_string().as_bytes());
            digest.update(&part.manifest.to_json());
        }
        Fingerprint { options, inputs: digest.hex() }
    }

    /// How a folder of all parts is laid out.
    pub fn folder(&self, shard_bytes: u64) -> FolderOptions {
        let files = || self.parts.iter().flat_map(|part| &part.manifest.files);
        let has_test = files().any(|file| file.split == "test");
        FolderOptions {
            parquet: files().any(|file| is_parquet(&file.path)),
            shard_bytes,
            // Rows have their splits; that there are two is all that matters.
            test_share: if has_test { 0.5 } else { 0.0 },
            ..FolderOptions::default()
        }
    }

    /// The columns that the parts have in common, where they are Parquet; else none.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn columns(&self) -> Result<Vec<Column>, MergeError> {
        let mut common: Option<Vec<Column>> = None;
        for part in &self.parts {
            for (_, file) in part.files() {
                if !is_parquet(&file.path.to_string_lossy()) {
                    continue;
                }
                let columns = columns_of_file(&file.path)
                    .map_err(|source| MergeError::Unreadable { path: file.path, source })?;
                if common.get_or_insert_with(|| columns.clone()) != &columns {
                    return Ok(Vec::new());
                }
            }
        }
        Ok(common.unwrap_or_default())
    }
}

impl Part {
    fn open(path: &Path) -> Result<Self, PartsError> {
        let manifest = Manifest::of_output(path);
        let manifest = manifest.ok_or_else(|| PartsError::Unfinished { path: path.to_path_buf() })?;
        let shard = manifest.run.options.get("shard").and_then(Value::as_str);
        let shard = shard.and_then(|shard| shard.parse().ok());
        let shard = shard.ok_or_else(|| PartsError::NoShard { path: path.to_path_buf() })?;
        Ok(Self { path: path.to_path_buf(), manifest, shard, is_folder: path.is_dir() })
    }

    /// Makes sure that both are of one run.
    fn belongs_to(&self, first: &Self, is_planned: bool) -> Result<(), PartsError> {
        let [path, other] = [self, first].map(|part| part.path.clone());
        let without = |part: &Self| -> Map<String, Value> {
            let mut options = part.manifest.run.options.clone();
            options.retain(|name, _| !OF_PARTS.contains(&name.as_str()));
            options
        };
        let fingerprint = |part| Fingerprint { options: without(part), inputs: String::new() };
        let mut differences = fingerprint(first).differences(&fingerprint(self));
        if differences.is_empty() && self.shard.count() != first.shard.count() {
            "number of shards".clone_into(&mut differences);
        }
        // A plan is an option, and has the files. Where a fleet mounts them may differ from node to node.
        let read = |part: &Self| -> Vec<_> {
            let entry = |input: &InputSummary| (input.files, input.bytes, input.blake3.clone());
            part.manifest.inputs.iter().map(entry).collect()
        };
        if differences.is_empty() && !is_planned && read(self) != read(first) {
            "inputs".clone_into(&mut differences);
        }
        if !differences.is_empty() {
            return Err(PartsError::Different { path, other, differences });
        }
        if self.is_folder != first.is_folder {
            return Err(PartsError::Mixed { path, other });
        }
        Ok(())
    }

    /// The files of rows with the number of their split, and last those of rejected records.
    pub(super) fn files(&self) -> Vec<(Option<usize>, Rows)> {
        let folder = if self.is_folder { self.path.as_path() } else { folder_of(&self.path) };
        let mut files = Vec::new();
        for file in &self.manifest.files {
            let split = match file.split.as_str() {
                "train" => Some(0),
                "test" => Some(1),
                _ => None,
            };
            files.push((split, Rows { path: folder.join(&file.path), rows: file.rows }));
        }
        if !self.is_folder
            && let Some(rejected) = self.rejected()
        {
            files.push((None, Rows { path: rejected, rows: self.manifest.records.rows_rejected() }));
        }
        // An empty shard of a folder is nothing to read.
        files.retain(|(_, file)| file.rows > 0);
        files
    }

    /// The file of rejected records that the run was given, where it still lies, or beside the part.
    fn rejected(&self) -> Option<PathBuf> {
        let given = Path::new(self.manifest.run.options.get("rejected")?.as_str()?).to_path_buf();
        let beside = folder_of(&self.path).join(given.file_name()?);
        [given, beside].into_iter().find(|path| path.is_file())
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or_else(|| Path::new(""))
}

fn is_parquet(name: &str) -> bool {
    FileFormat::of(Path::new(name)) == FileFormat::Parquet
}
