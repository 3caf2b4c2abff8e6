//! What an output argument means: a file, a folder, or something that is written to directly.

use std::fs;
use std::path::{Path, PathBuf};

use crate::compression::Compression;

/// Where rows go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nowhere, for commands that only count.
    Nowhere,
    /// Standard output.
    Stdout,
    /// A pipe or device, written to directly.
    Device(PathBuf),
    /// A file.
    File(PathBuf, FileFormat),
    /// A data set folder.
    Folder(PathBuf),
}

/// How a file holds its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// A JSON object a line.
    JsonLines(Compression),
    /// Parquet.
    Parquet,
}

/// How a data set folder is laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct FolderOptions {
    /// Parquet files instead of `.jsonl.zst`.
    pub parquet: bool,
    /// A file is closed when it has grown to so many compressed bytes.
    pub shard_bytes: u64,
    /// Whether documents are drawn for splits, rather than the repositories that they are from.
    pub split_by_document: bool,
    /// The share of repositories or documents, from 0 to 1, that go to the split `test`.
    pub test_share: f64,
    /// Draws the split of a document from its id.
    pub seed: u64,
    /// The name of the data set in its card; by default that of the folder.
    pub name: Option<String>,
    /// The languages of the programs, for the card.
    pub languages: Vec<String>,
    /// What the rows are, for the card: a paragraph of Markdown.
    pub description: String,
}

impl Default for FolderOptions {
    fn default() -> Self {
        Self {
            parquet: false,
            shard_bytes: 256 << 20,
            split_by_document: false,
            test_share: 0.02,
            seed: 0,
            name: None,
            languages: Vec::new(),
            description: String::new(),
        }
    }
}

impl Target {
    /// What an argument means, by its name and by what is there.
    pub fn of(argument: &str) -> Self {
        if argument == "-" {
            return Self::Stdout;
        }
        let path = PathBuf::from(argument);
        let is_folder = match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => true,
            Ok(metadata) if !metadata.is_file() => return Self::Device(path),
            _ => argument.ends_with(['/', std::path::MAIN_SEPARATOR]),
        };
        match FileFormat::of_known(argument) {
            Some(format) if !is_folder => Self::File(resolved(path), format),
            _ => Self::Folder(path),
        }
    }

    /// Whether a run can be continued into it.
    pub const fn is_resumable(&self) -> bool {
        matches!(self, Self::File(..) | Self::Folder(_))
    }
}

impl FileFormat {
    /// The format of a file of any name: JSON lines unless it says Parquet.
    pub(crate) fn of(path: &Path) -> Self {
        let name = path.to_string_lossy();
        Self::of_known(&name).unwrap_or_else(|| Self::JsonLines(Compression::of_name(&name).0))
    }

    fn of_known(name: &str) -> Option<Self> {
        let (compression, plain) = Compression::of_name(name);
        match (Path::new(plain).extension()?.to_string_lossy().to_ascii_lowercase().as_str(), compression) {
            ("jsonl" | "ndjson" | "json", compression) => Some(Self::JsonLines(compression)),
            ("parquet", Compression::None) => Some(Self::Parquet),
            _ => None,
        }
    }

    /// How rows wait until the file is whole: Parquet is made at the end, when its columns are known.
    pub(crate) const fn staged(self) -> Compression {
        match self {
            Self::JsonLines(compression) => compression,
            Self::Parquet => Compression::Zstd,
        }
    }
}

/// The file behind a symbolic link, so that the link stays when the file is replaced.
fn resolved(path: PathBuf) -> PathBuf {
    if path.is_symlink() { fs::canonicalize(&path).unwrap_or(path) } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_is_written() {
        let file = |name: &str, format| assert_eq!(Target::of(name), Target::File(name.into(), format));
        file("none/a.jsonl", FileFormat::JsonLines(Compression::None));
        file("none/a.jsonl.gz", FileFormat::JsonLines(Compression::Gzip));
        file("none/a.jsonl.zst", FileFormat::JsonLines(Compression::Zstd));
        file("none/a.parquet", FileFormat::Parquet);
        assert_eq!(Target::of("none/a"), Target::Folder("none/a".into()));
        assert_eq!(Target::of("none/a.jsonl/"), Target::Folder("none/a.jsonl/".into()));
        assert_eq!(Target::of("."), Target::Folder(".".into()));
        assert_eq!(Target::of("-"), Target::Stdout);
    }
}
