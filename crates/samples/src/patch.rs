//! Unified diffs with context and file headers: written from known hunks or from two texts, and applied.
//!
//! Only `\n` ends a line, as everywhere in lintseq, and a missing last newline is marked as git marks it, so that
//! what is written applies exactly. Libraries that write unified diffs split at a lone `\r` too.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use lintseq_core::{Diff, DiffError, LineEnds, Mark, apply as apply_diff};
use similar::algorithms::{Capture, myers};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The lines of context that samples carry.
pub const CONTEXT: usize = 3;

/// A run of lines that is replaced by another: `old` of the text before, `new` of the text after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineHunk {
    /// The lines that go.
    pub old: Range<usize>,
    /// The lines that come.
    pub new: Range<usize>,
}

impl LineHunk {
    /// The line of the text before at which the edit begins, from zero: the first that goes, or the one below which
    /// lines come. To be there is to have no way to go.
    pub fn place(&self) -> u32 {
        let line = if self.old.is_empty() { self.old.start.saturating_sub(1) } else { self.old.start };
        line as u32
    }
}

/// A path as the headers of diffs and prompts can hold it: on one line, without control characters.
pub fn clean_path(path: &str) -> Cow<'_, str> {
    if path.contains(char::is_control) {
        Cow::Owned(path.replace(char::is_control, "_"))
    } else {
        Cow::Borrowed(path)
    }
}

/// The lines of a text, each with its terminator.
pub fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The unified diff between two texts, with file headers and this many lines of context; empty if they are equal.
pub fn between(path: &str, old: &str, new: &str, context: usize) -> String {
    let (old, new) = (lines(old), lines(new));
    unified(path, &old, &new, &changes(&old, &new), context)
}

/// What changed between two texts of whole lines, by Myers' algorithm as git bounds it: on hard texts not quite
/// minimal.
pub fn changes(old: &[&str], new: &[&str]) -> Vec<LineHunk> {
    hunks(capture_diff_slices(Algorithm::Myers, old, new))
}

/// The fewest changes between two texts of whole lines, by Myers' algorithm without bounds. The time grows with the
/// number of changes times the lines, so that texts of more than 20,000 lines together are compared as by [`changes`].
pub fn fewest_changes(old: &[&str], new: &[&str]) -> Vec<LineHunk> {
    if old.len() + new.len() > MOST_LINES {
        return changes(old, new);
    }
    let mut capture = Capture::new();
    let Ok(()) = myers::diff_deadline_raw(&mut capture, old, 0..old.len(), new, 0..new.len(), None);
    hunks(capture.into_ops())
}

/// The lines of two texts together beyond which nobody waits for a minimal diff.
const MOST_LINES: usize = 20_000;

fn hunks(ops: Vec<DiffOp>) -> Vec<LineHunk> {
    let mut hunks: Vec<LineHunk> = Vec::new();
    for op in ops {
        if let DiffOp::Equal { .. } = op {
            continue;
        }
        let (_, old, new) = op.as_tag_tuple();
        match hunks.last_mut() {
            Some(last) if last.old.end == old.start && last.new.end == new.start => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => hunks.push(LineHunk { old, new }),
        }
    }
    hunks
}

/// Writes hunks that are known, in rising order and apart from each other, as a unified diff with file headers.
/// Hunks whose context would meet become one, as in every diff tool. Empty without hunks.
pub(crate) fn unified(path: &str, old: &[&str], new: &[&str], hunks: &[LineHunk], context: usize) -> String {
    let mut out = String::new();
    if hunks.is_empty() {
        return out;
    }
    // Writing to a string cannot fail.
    let _ = write!(out, "--- a/{path}\n+++ b/{path}\n");
    let mut rest = hunks;
    while let Some(first) = rest.first() {
        let count =
            1 + rest.windows(2).take_while(|two| two[1].old.start - two[0].old.end <= 2 * context).count();
        let (group, after) = rest.split_at(count);
        rest = after;
        let last = &group[count - 1];
        let lead = first.old.start.min(context);
        let tail = (old.len() - last.old.end).min(context);
        let old_extent = first.old.start - lead..last.old.end + tail;
        let new_extent = first.new.start - lead..last.new.end + tail;
        let _ = writeln!(out, "@@ -{} +{} @@", extent(&old_extent), extent(&new_extent));
        let mut at = old_extent.start;
        for hunk in group {
            old[at..hunk.old.start].iter().for_each(|line| row(&mut out, ' ', line));
            old[hunk.old.clone()].iter().for_each(|line| row(&mut out, '-', line));
            new[hunk.new.clone()].iter().for_each(|line| row(&mut out, '+', line));
            at = hunk.old.end;
        }
        old[at..old_extent.end].iter().for_each(|line| row(&mut out, ' ', line));
    }
    out
}

/// The runs of lines that a diff replaces, without its context.
pub(crate) fn replaced(diff: &Diff<'_>) -> Vec<LineHunk> {
    let mut replaced: Vec<LineHunk> = Vec::new();
    for hunk in &diff.hunks {
        let (mut old, mut new) = (hunk.old.before(), hunk.new.before());
        for row in &hunk.rows {
            let (goes, comes) = (row.mark != Mark::Inserted, row.mark != Mark::Removed);
            if row.mark != Mark::Context {
                let run = LineHunk { old: old..old + usize::from(goes), new: new..new + usize::from(comes) };
                match replaced.last_mut() {
                    Some(last) if last.old.end == old && last.new.end == new => {
                        last.old.end = run.old.end;
                        last.new.end = run.new.end;
                    }
                    _ => replaced.push(run),
                }
            }
            old += usize::from(goes);
            new += usize::from(comes);
        }
    }
    replaced
}

/// The line of the text before at which a diff begins to change it, as [`LineHunk::place`] counts; `None` of a diff
/// that changes nothing.
pub fn place(diff: &Diff<'_>) -> Option<u32> {
    replaced(diff).first().map(LineHunk::place)
}

/// The text that a unified diff of whole lines makes of a text.
///
/// # Errors
/// If the diff cannot be read or does not fit.
pub fn apply(text: &str, diff: &str) -> Result<String, DiffError> {
    apply_diff(text, &Diff::parse(diff)?, LineEnds::Whole)
}

/// Lines, counted from zero, as the header of a hunk gives them.
pub(crate) fn extent(lines: &Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        count => format!("{},{count}", lines.start + 1),
    }
}

fn row(out: &mut String, mark: char, line: &str) {
    out.push(mark);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_diff_looks_as_every_tool_writes_it() {
        let diff = between("f.py", "a\nb\nc\nd\ne\nf", "a\nb\nc\nd\nE\nf\ng", 1);
        assert_eq!(
            diff,
            "--- a/f.py\n+++ b/f.py\n@@ -4,3 +4,4 @@\n d\n-e\n-f\n\\ No newline at end of file\n+E\n+f\n+g\n\\ No newline at end of file\n"
        );
        assert_eq!(between("f", "", "a\n", 3), "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n");
        assert_eq!(between("f", "a\n", "", 3), "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
        assert_eq!(between("f", "a\n", "a\n", 3), "");
    }

    fn text() -> impl Strategy<Value = String> {
        let line =
            prop_oneof![Just(""), Just("a"), Just("b"), Just("-- a"), Just("\r"), Just("é😀"), Just("@@ x")];
        (prop::collection::vec(line, 0..24), any::<bool>()).prop_map(|(lines, closed)| {
            let mut text = lines.join("\n");
            if closed && !text.is_empty() {
                text.push('\n');
            }
            text
        })
    }

    proptest! {
        #[test]
        fn a_diff_between_two_texts_makes_one_of_the_other(old in text(), new in text(), context in 0..5usize) {
            let diff = between("a b.py", &old, &new, context);
            prop_assert_eq!(apply(&old, &diff).unwrap(), new.clone());
            let hunks = changes(&lines(&old), &lines(&new));
            prop_assert_eq!(replaced(&Diff::parse(&diff).unwrap()), hunks);
        }
    }
}
