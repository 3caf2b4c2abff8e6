//! The chunks of a commit, and the texts between them.
//!
//! A chunk is a run of changed lines that an unchanged line parts from the next. Any set of chunks makes a state
//! of every file, so that a history is an order of chunks and nothing is ever compared twice.

use std::ops::Range;

use super::Commit;
use super::slide::natural;
use crate::patch::{self, LineHunk};

/// Lines of context that count as part of the window, as they do in the hunk headers that the paper measures.
const CONTEXT: usize = patch::CONTEXT;

/// A commit with its texts as lines, and its chunks.
#[derive(Clone, Debug)]
pub struct Changes<'a> {
    commit: &'a Commit,
    files: Vec<Lines<'a>>,
    /// From top to bottom, file by file.
    chunks: Vec<Chunk>,
}

/// A run of changed lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// The position of the file in the commit.
    pub file: usize,
    /// The lines that go, of the text before, and those that come, of the text after.
    pub lines: LineHunk,
}

#[derive(Clone, Debug)]
struct Lines<'a> {
    old: Vec<&'a str>,
    new: Vec<&'a str>,
    /// Its chunks among all.
    chunks: Range<usize>,
}

impl Chunk {
    /// The rows that the chunk has in a diff.
    pub(crate) fn rows(&self) -> usize {
        self.lines.old.len() + self.lines.new.len()
    }
}

/// A chunk applied to a state of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The unified diff, with file headers.
    pub diff: String,
    /// The lines that go, of the state before, and those that come, of the state after.
    pub lines: LineHunk,
}

impl<'a> Changes<'a> {
    /// Compares the texts of a commit.
    pub fn of(commit: &'a Commit) -> Self {
        let mut chunks = Vec::new();
        let mut files = Vec::with_capacity(commit.files.len());
        for (file, change) in commit.files.iter().enumerate() {
            let (old, new) = (patch::lines(&change.old), patch::lines(&change.new));
            let first = chunks.len();
            let mut hunks = patch::changes(&old, &new);
            natural(&mut hunks, &old, &new);
            chunks.extend(hunks.into_iter().map(|lines| Chunk { file, lines }));
            files.push(Lines { old, new, chunks: first..chunks.len() });
        }
        Self { commit, files, chunks }
    }

    /// The commit.
    pub(crate) const fn commit(&self) -> &'a Commit {
        self.commit
    }

    /// All chunks: files in the commit's order, each from top to bottom.
    pub(crate) fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    /// The chunks of a file, as positions among all.
    pub(crate) fn chunks_of(&self, file: usize) -> Range<usize> {
        self.files[file].chunks.clone()
    }

    /// The window of every file that changes: the lines from its first chunk to its last, context included, in
    /// the text where they are more.
    pub(crate) fn windows(&self) -> impl Iterator<Item = usize> + '_ {
        self.files.iter().filter_map(|file| {
            let chunks = &self.chunks[file.chunks.clone()];
            let (first, last) = (&chunks.first()?.lines, &chunks.last()?.lines);
            let span = |first: &Range<usize>, last: &Range<usize>, lines: usize| {
                (last.end + CONTEXT).min(lines) - first.start.saturating_sub(CONTEXT)
            };
            let old = span(&first.old, &last.old, file.old.len());
            Some(old.max(span(&first.new, &last.new, file.new.len())))
        })
    }

    /// A file with those of its chunks that are applied.
    pub(crate) fn text(&self, file: usize, is_applied: &[bool]) -> String {
        self.lines(file, is_applied).concat()
    }

    /// Applies a chunk to the state of its file that the others make.
    pub(crate) fn edit(&self, chunk: usize, is_applied: &[bool]) -> Edit {
        let Chunk { file, lines } = &self.chunks[chunk];
        let mut with = is_applied.to_vec();
        with[chunk] = true;
        let before = self.lines(*file, is_applied);
        let after = self.lines(*file, &with);
        // What stands above the chunk is the same in both states.
        let above =
            self.chunks_of(*file).take_while(|&other| other < chunk).filter(|&other| is_applied[other]);
        let (removed, added) = above.fold((0, 0), |(removed, added), other| {
            let lines = &self.chunks[other].lines;
            (removed + lines.old.len(), added + lines.new.len())
        });
        let line = lines.old.start + added - removed;
        let hunk = LineHunk { old: line..line + lines.old.len(), new: line..line + lines.new.len() };
        let path = self.commit.files[*file].path();
        Edit {
            diff: patch::unified(&path, &before, &after, std::slice::from_ref(&hunk), CONTEXT),
            lines: hunk,
        }
    }

    fn lines(&self, file: usize, is_applied: &[bool]) -> Vec<&'a str> {
        let Lines { old, new, chunks } = &self.files[file];
        let mut lines = Vec::with_capacity(old.len().max(new.len()));
        let mut at = 0;
        for chunk in chunks.clone().filter(|&chunk| is_applied[chunk]) {
            let hunk = &self.chunks[chunk].lines;
            lines.extend_from_slice(&old[at..hunk.old.start]);
            lines.extend_from_slice(&new[hunk.new.clone()]);
            at = hunk.old.end;
        }
        lines.extend_from_slice(&old[at..]);
        lines
    }
}
