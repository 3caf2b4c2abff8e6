//! A commit as the builder reads it, wherever it came from.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::patch::clean_path;

/// A commit: what it says about itself, and the texts that it changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Commit {
    /// The identity in the input, a string or a number.
    pub id: Value,
    /// The repository, as `owner/name`.
    pub repo: Option<String>,
    /// The licence, as SPDX writes it.
    pub license: Option<String>,
    /// Whether its chunks have to do with each other, where somebody was asked.
    pub is_relevant: Option<bool>,
    /// Whether the record says that its files are written by a program.
    pub is_generated: bool,
    /// Whether the record says that its files are of another project.
    pub is_vendored: bool,
    /// The files whose text changes, in the order of their paths.
    pub files: Vec<FileChange>,
    /// The files left out, and why.
    pub left_out: Vec<LeftOut>,
    /// The fields of the record, in their order; where the texts stood, null keeps their places.
    pub fields: Map<String, Value>,
}

/// A text before and after a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileChange {
    /// The path before; `None` if the commit adds the file.
    pub old_path: Option<String>,
    /// The path after; `None` if the commit removes the file.
    pub new_path: Option<String>,
    /// The name of the language: the canonical one where lintseq knows it.
    pub language: String,
    /// The text before.
    pub old: String,
    /// The text after.
    pub new: String,
}

/// A file that a commit changes and a sample cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The path.
    pub path: String,
    /// Why.
    pub rejection: lintseq_core::Rejection,
}

impl Commit {
    /// The id as seeds and messages see it.
    pub fn key(&self) -> String {
        match &self.id {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// All texts, before and after, file by file.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.files.iter().flat_map(|file| [&*file.old, &*file.new])
    }
}

impl FileChange {
    /// The path by which a sample knows the file: the new one, so that a renamed file has one name throughout, on
    /// one line. The fields keep what the commit says, which the published pipeline writes as it is.
    pub fn path(&self) -> Cow<'_, str> {
        clean_path(self.new_path.as_deref().or(self.old_path.as_deref()).unwrap_or_default())
    }
}
