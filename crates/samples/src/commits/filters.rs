//! What a commit must be like to become samples: the criteria of the paper, each with the published default,
//! and those that a careful data set needs besides.
//!
//! Cheap questions come first, so that an expensive one is asked of what is left only.

use lintseq_core::{Reason, Rejection};

use super::changes::{Changes, Chunk};
use super::{Commit, FileChange};
use crate::Licenses;
use crate::authorship::{is_generated, is_vendored};

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
    /// Whether the tokenizer refuses a text, as it does one with its special tokens.
    fn refuses(&self, text: &str) -> bool;

    /// The tokens of a text: never more than it has bytes.
    fn count(&self, text: &str) -> usize;
}

/// Where no tokens are counted.
#[derive(Clone, Copy, Debug)]
pub struct NoTokens;

impl TokenCounter for NoTokens {
    fn refuses(&self, _text: &str) -> bool {
        false
    }

    fn count(&self, _text: &str) -> usize {
        0
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
        let vendored = |file: &&FileChange| commit.is_vendored || is_vendored(&file.path());
        if let Some(file) = commit.files.iter().find(vendored).filter(|_| !self.keep_vendored) {
            return Err(Rejection::new(
                Reason::VendoredFile,
                format!("{} is of another project", file.path()),
            ));
        }
        let generated = |file: &&FileChange| commit.is_generated || is_generated(&file.path(), &file.new);
        if !self.keep_generated
            && let Some(file) = commit.files.iter().find(generated)
        {
            return Err(Rejection::new(
                Reason::GeneratedFile,
                format!("{} is written by a program", file.path()),
            ));
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
        let window = changes.windows().max().unwrap_or(0);
        if self.max_window > 0 && window > self.max_window {
            let message = format!("the window has {window} lines, more than {}", self.max_window);
            return Err(Rejection::new(Reason::WindowTooLarge, message));
        }
        if self.additions_only && chunks.iter().any(|chunk| !chunk.lines.old.is_empty()) {
            return Err(Rejection::new(Reason::RemovesLines, "the commit removes lines"));
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
    // A character has one to four bytes, so that most texts need not be counted.
    let bytes = texts.iter().map(|text| text.len()).sum::<usize>();
    if most == 0 || bytes <= most {
        return Ok(());
    }
    if bytes <= most.saturating_mul(4) && texts.iter().map(|text| characters(text)).sum::<usize>() <= most {
        return Ok(());
    }
    let message = format!("{bytes} bytes before and after, which are more than {most} characters");
    Err(Rejection::new(Reason::TooManyCharacters, message))
}

/// What is all ASCII is seen to be so faster than characters are counted.
fn characters(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

pub(super) fn check_tokens(texts: &[&str], most: usize, tokens: &dyn TokenCounter) -> Result<(), Rejection> {
    if most == 0 {
        return Ok(());
    }
    let text = texts.concat();
    if tokens.refuses(&text) {
        return Err(Rejection::new(
            Reason::TokenCollision,
            "the texts hold a special token of the tokenizer",
        ));
    }
    // A token has one byte at least, so that many texts need not be counted.
    if 2 * text.len() <= most {
        return Ok(());
    }
    let count = tokens.count(&text);
    if 2 * count <= most {
        return Ok(());
    }
    let message = format!("{count} tokens before and after, counted twice, are more than {most}");
    Err(Rejection::new(Reason::TooManyTokens, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(old: &str, new: &str) -> Commit {
        let path = Some("src/a.py".to_owned());
        let file = FileChange {
            old_path: path.clone(),
            new_path: path,
            language: "python".to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
        };
        Commit { id: 1.into(), files: vec![file], ..Commit::default() }
    }

    fn check(filters: &Filters, commit: &Commit) -> Result<(), Reason> {
        let checked = filters.check_commit(commit);
        let checked = checked.and_then(|()| filters.check_changes(&Changes::of(commit), &NoTokens));
        checked.map_err(|rejection| rejection.reason)
    }

    const OLD: &str = "a\nb\nc\nd\n";

    #[test]
    fn every_criterion_has_its_reason_and_its_option() {
        let two = commit(OLD, "a\n1\nb\nc\n2\nd\n");
        let plain = Filters::default();
        assert_eq!(check(&plain, &two), Ok(()));
        assert_eq!(check(&Filters { min_chunks: 3, ..plain.clone() }, &two), Err(Reason::TooFewChunks));
        assert_eq!(check(&Filters { max_window: 5, ..plain.clone() }, &two), Err(Reason::WindowTooLarge));
        assert_eq!(
            check(&Filters { max_characters: 10, ..plain.clone() }, &two),
            Err(Reason::TooManyCharacters)
        );
        assert_eq!(check(&plain, &commit(OLD, OLD)), Err(Reason::NoChange));
        let removes = commit(OLD, "a\n1\nb\nd\n");
        assert_eq!(check(&plain, &removes), Err(Reason::RemovesLines));
        assert_eq!(check(&Filters { additions_only: false, ..plain.clone() }, &removes), Ok(()));
        let long = commit(OLD, "a\n1\n2\n3\n4\n5\n6\nb\nc\n2\nd\n");
        assert_eq!(check(&plain, &long), Err(Reason::ChunkTooLong));
        assert_eq!(check(&Filters { max_chunk_lines: 0, ..plain.clone() }, &long), Ok(()));
        let unrelated = Commit { is_relevant: Some(false), ..two.clone() };
        assert_eq!(check(&plain, &unrelated), Err(Reason::NotRelevant));
        let several = Commit { files: vec![two.files[0].clone(), two.files[0].clone()], ..two.clone() };
        assert_eq!(check(&Filters { max_files: 1, ..plain.clone() }, &several), Err(Reason::TooManyFiles));
        let vendored = Commit { is_vendored: true, ..two.clone() };
        assert_eq!(check(&plain, &vendored), Err(Reason::VendoredFile));
        assert_eq!(check(&Filters { keep_vendored: true, ..plain }, &vendored), Ok(()));
    }

    #[test]
    fn a_window_of_one_line_hunks_is_measured() {
        // What the published expression does not see.
        let old = format!("b\n{}", "x\n".repeat(90));
        assert_eq!(
            check(&Filters::default(), &commit(&old, &format!("1\n{old}2\n"))),
            Err(Reason::WindowTooLarge)
        );
        assert_eq!(check(&Filters::default(), &commit("b\n", "a\nb\nc\n")), Ok(()));
    }

    #[test]
    fn tokens_are_counted_twice_and_only_if_they_may_be_too_many() {
        struct Words;
        impl TokenCounter for Words {
            fn refuses(&self, text: &str) -> bool {
                text.contains("<|end|>")
            }
            fn count(&self, text: &str) -> usize {
                text.split_whitespace().count()
            }
        }
        let check =
            |texts: &[&str], most| check_tokens(texts, most, &Words).map_err(|rejection| rejection.reason);
        assert_eq!(check(&["long words ", "are few"], 8), Ok(()));
        assert_eq!(check(&["long words ", "are few"], 7), Err(Reason::TooManyTokens));
        assert_eq!(check(&["a <|end|>"], 900), Err(Reason::TokenCollision));
        assert_eq!(check(&["a <|end|>"], 0), Ok(()));
    }
}
