//! What a commit must be like to become samples: the criteria of the paper, each with the published default,
//! and those that a careful data set needs besides.
//!
//! Cheap questions come first, so that an expensive one is asked of what is left only.

use lintseq_core::{Reason, Rejection};

use super::Commit;
use super::authorship::{is_generated, is_vendored};
use super::changes::{Changes, Chunk};
use super::licenses::Licenses;

/// What a commit must be like. Zero switches a limit off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filters {
    /// The fewest chunks.
    pub min_chunks: usize,
    /// The longest chunk: lines that go and come.
    pub max_chunk_lines: usize,
    /// The most lines from the first chunk of a file to its last, with three lines of context at either end.
    pub max_window: usize,
    /// Whether lines may only come.
    pub additions_only: bool,
    /// The most characters of all texts before and after.
    pub max_characters: usize,
    /// The most tokens of all texts before and after, counted twice as the published pipeline does: what a
    /// sample of the commit takes at most.
    pub max_tokens: usize,
    /// The most files that change.
    pub max_files: usize,
    /// The licences allowed; all, if there are none here.
    pub licenses: Licenses,
    /// Whether files that a program wrote may change.
    pub keep_generated: bool,
    /// Whether files of other projects may change.
    pub keep_vendored: bool,
}

impl Default for Filters {
    fn default() -> Self {
        Self {
            min_chunks: 2,
            max_chunk_lines: 5,
            max_window: 80,
            additions_only: true,
            max_characters: 32_768,
            max_tokens: 8_192,
            max_files: 10,
            licenses: Licenses::default(),
            keep_generated: false,
            keep_vendored: false,
        }
    }
}

/// Counts tokens.
pub trait TokenCounter: Sync {
    /// The tokens of a text; `None` if the tokenizer refuses it, as it does a text with its special tokens.
    fn count(&self, text: &str) -> Option<usize>;
}

/// Where no tokens are counted.
#[derive(Clone, Copy, Debug)]
pub struct NoTokens;

impl TokenCounter for NoTokens {
    fn count(&self, _text: &str) -> Option<usize> {
        Some(0)
    }
}

impl Filters {
    /// What can be told before texts are compared.
    ///
    /// # Errors
    /// With the first criterion that the commit fails.
    pub fn check_commit(&self, commit: &Commit) -> Result<(), Rejection> {
        check_label(commit)?;
        self.licenses.check(commit.license.as_deref())?;
        let files = commit.files.len();
        if self.max_files > 0 && files > self.max_files {
            return Err(Rejection::new(
                Reason::TooManyFiles,
                format!(
                    "{files} files change, more than {}; raise --max-files to keep such commits",
                    self.max_files
                ),
            ));
        }
        for file in &commit.files {
            let path = file.path();
            if !self.keep_vendored && (commit.is_vendored || is_vendored(path)) {
                return Err(Rejection::new(Reason::VendoredFile, format!("{path} is of another project")));
            }
            if !self.keep_generated && (commit.is_generated || is_generated(path, &file.new)) {
                return Err(Rejection::new(Reason::GeneratedFile, format!("{path} is written by a program")));
            }
        }
        let texts: Vec<_> = commit.texts().collect();
        check_characters(&texts, self.max_characters)
    }

    /// What the comparison of the texts tells, and the number of tokens.
    ///
    /// # Errors
    /// With the first criterion that the commit fails.
    pub fn check_changes(&self, changes: &Changes<'_>, tokens: &dyn TokenCounter) -> Result<(), Rejection> {
        let chunks = changes.chunks();
        if chunks.is_empty() {
            return Err(Rejection::new(Reason::NoChange, "no line of a text changes"));
        }
        if chunks.len() < self.min_chunks {
            let message = format!("{} of the {} chunks needed", chunks.len(), self.min_chunks);
            return Err(Rejection::new(Reason::TooFewChunks, message));
        }
        let longest = chunks.iter().map(Chunk::rows).max().unwrap_or(0);
        if self.max_chunk_lines > 0 && longest > self.max_chunk_lines {
            let message = format!("a chunk has {longest} lines, more than {}", self.max_chunk_lines);
            return Err(Rejection::new(Reason::ChunkTooLong, message));
        }
        if self.additions_only && chunks.iter().any(|chunk| !chunk.lines.old.is_empty()) {
            return Err(Rejection::new(Reason::RemovesLines, "the commit removes lines"));
        }
        let window = changes.windows().max().unwrap_or(0);
        if self.max_window > 0 && window > self.max_window {
            let message = format!("the window has {window} lines, more than {}", self.max_window);
            return Err(Rejection::new(Reason::WindowTooLarge, message));
        }
        let texts: Vec<_> = changes.commit().texts().collect();
        check_tokens(&texts, self.max_tokens, tokens)
    }
}

/// Checks what a model or a person said about the commit; nothing, if nobody was asked.
///
/// # Errors
/// If the chunks are said to have nothing to do with each other.
pub fn check_label(commit: &Commit) -> Result<(), Rejection> {
    match commit.is_relevant {
        Some(false) => {
            Err(Rejection::new(Reason::NotRelevant, "the label says that the chunks are not related"))
        }
        Some(true) | None => Ok(()),
    }
}

pub(super) fn check_characters(texts: &[&str], most: usize) -> Result<(), Rejection> {
    // A character has one byte at least, so that most texts need not be counted.
    if most == 0 || texts.iter().map(|text| text.len()).sum::<usize>() <= most {
        return Ok(());
    }
    let count: usize = texts.iter().map(|text| text.chars().count()).sum();
    if count <= most {
        return Ok(());
    }
    let message = format!("{count} characters before and after, more than {most}");
    Err(Rejection::new(Reason::TooManyCharacters, message))
}

pub(super) fn check_tokens(texts: &[&str], most: usize, tokens: &dyn TokenCounter) -> Result<(), Rejection> {
    if most == 0 {
        return Ok(());
    }
    match tokens.count(&texts.concat()) {
        None => {
            Err(Rejection::new(Reason::TokenCollision, "the texts hold a special token of the tokenizer"))
        }
        Some(count) if 2 * count > most => {
            let message = format!("{count} tokens before and after, counted twice, are more than {most}");
            Err(Rejection::new(Reason::TooManyTokens, message))
        }
        Some(_) => Ok(()),
    }
}
