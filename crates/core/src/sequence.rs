//! Edit sequences: which step inserts which line.
//!
//! A sequence that only inserts is fully told by one number a line, the step that brings it. States and
//! edits follow from it, so that replaying the edits gives the source by construction, and no diff
//! algorithm ever guesses what an edit was.

use std::fmt;

use crate::{Index, IndexVec, LineId, Source, index, stop};

index! {
    /// A step of a sequence, from zero: the edit, or the state that the edit leads to.
    Step
}

/// A program as insertions, from the empty text to the complete one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EditSequence {
    births: Vec<Step>,
    steps: usize,
}

/// How a reader joins the lines of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnds {
    /// A state is whole lines, each with its newline: the native format, and what `git apply` takes.
    Whole,
    /// A state is lines joined by newlines: pylintseq's format. The text after the last newline is a line
    /// of its own, which comes with the first edit, so that the states are the same as with whole lines.
    Joined,
}

impl EditSequence {
    /// A sequence from the step of every line.
    ///
    /// # Panics
    /// If the steps are not exactly 0, 1, … up to the largest, each brought by at least one line.
    pub fn new(births: IndexVec<LineId, Step>) -> Self {
        let births = births.into_vec();
        let steps = births.iter().map(|step| step.index() + 1).max().unwrap_or(0);
        let mut seen = vec![false; steps];
        for step in &births {
            seen[step.index()] = true;
        }
        assert!(seen.into_iter().all(|seen| seen), "every step inserts a line");
        Self { births, steps }
    }

    /// A sequence whose one edit brings all of so many lines.
    pub fn at_once(lines: usize) -> Self {
        Self { births: vec![Step::new(0); lines], steps: usize::from(lines > 0) }
    }

    /// The number of edits.
    pub const fn len(&self) -> usize {
        self.steps
    }

    /// Whether there is no edit: the program is empty.
    pub const fn is_empty(&self) -> bool {
        self.steps == 0
    }

    /// All steps, in order.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = Step> + ExactSizeIterator + use<> {
        (0..self.steps).map(Step::new)
    }

    /// The step that inserts a line.
    #[inline]
    pub fn birth(&self, line: LineId) -> Step {
        self.births[line.index()]
    }

    /// The number of lines that each step inserts.
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.steps];
        for birth in &self.births {
            sizes[birth.index()] += 1;
        }
        sizes
    }

    /// The lines that stand after a step, in order.
    pub fn alive(&self, step: Step) -> impl Iterator<Item = LineId> + '_ {
        self.births
            .iter()
            .enumerate()
            .filter(move |(_, birth)| **birth <= step)
            .map(|(line, _)| LineId::new(line))
    }

    /// The lines that a step inserts, in order.
    pub fn inserted(&self, step: Step) -> impl Iterator<Item = LineId> + '_ {
        self.births
            .iter()
            .enumerate()
            .filter(move |(_, birth)| **birth == step)
            .map(|(line, _)| LineId::new(line))
    }

    /// Appends the text of the state after a step.
    pub fn write_state(&self, source: &Source<'_>, step: Step, out: &mut String) {
        // Whoever reads all states of many sequences comes by here.
        stop::point();
        // Runs of living lines are contiguous in the source, so they are copied run by run.
        let mut run: Option<(LineId, LineId)> = None;
        for line in self.alive(step) {
            run = match run {
                Some((first, last)) if last.index() + 1 == line.index() => Some((first, line)),
                Some((first, last)) => {
                    out.push_str(source.slice(first, last));
                    Some((line, line))
                }
                None => Some((line, line)),
            };
        }
        if let Some((first, last)) = run {
            out.push_str(source.slice(first, last));
        }
    }

    /// The text of the state after a step.
    pub fn state(&self, source: &Source<'_>, step: Step) -> String {
        let mut out = String::with_capacity(source.text().len());
        self.write_state(source, step, &mut out);
        out
    }

    /// Every edit as a unified diff without file headers and without context.
    pub fn diffs(&self, source: &Source<'_>, ends: LineEnds) -> Vec<String> {
        self.steps().map(|step| self.diff(source, step, ends)).collect()
    }

    /// The edit of a step as a unified diff without file headers and without context.
    pub fn diff(&self, source: &Source<'_>, step: Step, ends: LineEnds) -> String {
        let mut out = String::new();
        let written = self.write_diff(source, step, ends, &mut out);
        debug_assert!(written.is_ok(), "writing to a string does not fail");
        out
    }

    /// Writes the edit of a step as a unified diff without file headers and without context.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_diff(
        &self,
        source: &Source<'_>,
        step: Step,
        ends: LineEnds,
        out: &mut impl fmt::Write,
    ) -> fmt::Result {
        let (mut before, mut after) = (0usize, 0usize);
        let mut line = 0;
        while line < self.births.len() {
            if self.births[line] != step {
                let stands = usize::from(self.births[line] < step);
                before += stands;
                after += stands;
                line += 1;
                continue;
            }
            // Lines that come later leave no trace in this diff: what stands between two insertions is
            // what decides whether they are one hunk.
            let first = line;
            let mut count = 0;
            let mut end = line;
            while line < self.births.len() && self.births[line] >= step {
                if self.births[line] == step {
                    count += 1;
                    end = line + 1;
                }
                line += 1;
            }
            let closes = ends == LineEnds::Joined
                && step.index() == 0
                && line == self.births.len()
                && !source.lacks_last_newline();
            // Joined rows have newlines between them, whole rows have one each.
            if ends == LineEnds::Joined && after > before {
                out.write_char('\n')?;
            }
            write_header(out, before, after + 1, count + usize::from(closes))?;
            for inserted in (first..end).filter(|&line| self.births[line] == step) {
                let text = source.line(LineId::new(inserted));
                out.write_str("\n+")?;
                out.write_str(text.strip_suffix('\n').unwrap_or(text))?;
                if ends == LineEnds::Whole && !text.ends_with('\n') {
                    out.write_str("\n\\ No newline at end of file")?;
                }
            }
            if closes {
                out.write_str("\n+")?;
            }
            if ends == LineEnds::Whole {
                out.write_char('\n')?;
            }
            after += count;
        }
        Ok(())
    }
}

/// Writes `@@ -before,0 +start,count @@`, leaving out a count of one as every diff tool does.
fn write_header(out: &mut impl fmt::Write, before: usize, start: usize, count: usize) -> fmt::Result {
    if count == 1 {
        write!(out, "@@ -{before},0 +{start} @@")
    } else {
        write!(out, "@@ -{before},0 +{start},{count} @@")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(births: &[usize]) -> EditSequence {
        EditSequence::new(births.iter().map(|&step| Step::new(step)).collect())
    }

    #[test]
    fn a_hunk_holds_lines_that_only_later_lines_part() {
        let source = Source::new("a\nb\nc\nd\n");
        let sequence = sequence(&[1, 2, 1, 0]);
        assert_eq!(sequence.state(&source, Step::new(1)), "a\nc\nd\n");
        assert_eq!(
            sequence.diffs(&source, LineEnds::Whole),
            ["@@ -0,0 +1 @@\n+d\n", "@@ -0,0 +1,2 @@\n+a\n+c\n", "@@ -1,0 +2 @@\n+b\n"]
        );
    }

    #[test]
    fn an_open_last_line_is_marked() {
        let source = Source::new("a\nb");
        let sequence = sequence(&[1, 0]);
        assert_eq!(
            sequence.diffs(&source, LineEnds::Whole),
            ["@@ -0,0 +1 @@\n+b\n\\ No newline at end of file\n", "@@ -0,0 +1 @@\n+a\n"]
        );
        assert_eq!(sequence.diffs(&source, LineEnds::Joined), ["@@ -0,0 +1 @@\n+b", "@@ -0,0 +1 @@\n+a"]);
    }

    #[test]
    fn joined_lines_close_the_text_with_the_first_edit() {
        let source = Source::new("a\nb\n");
        let sequence = sequence(&[0, 1]);
        assert_eq!(
            sequence.diffs(&source, LineEnds::Joined),
            ["@@ -0,0 +1,2 @@\n+a\n+", "@@ -1,0 +2 @@\n+b"]
        );
    }
}
