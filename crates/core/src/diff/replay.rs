//! Edits applied one after the other, with the step that brought every line.

use std::borrow::Cow;

use super::error::excerpt;
use super::{Diff, DiffError, DiffProblem, Extent, Hunk, Mark};
use crate::{EditSequence, Index, LineEnds, Step};

/// The text that a diff makes of a text.
///
/// # Errors
/// At the first hunk that does not fit.
pub fn apply(text: &str, diff: &Diff<'_>, ends: LineEnds) -> Result<String, DiffError> {
    let mut replay = Replay::of(text, ends);
    replay.apply(diff)?;
    Ok(replay.text())
}

/// A text that edits are applied to, in order.
///
/// Lines are borrowed from the edits that bring them, so that a replay copies no text. In the convention
/// [`LineEnds::Joined`] the replay also tells the empty text from a text of one blank line, which have the
/// same bytes.
#[derive(Clone, Debug)]
pub struct Replay<'a> {
    ends: LineEnds,
    lines: Vec<Line<'a>>,
    steps: usize,
    only_inserts: bool,
}

/// What an edit did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The number of lines that came.
    pub inserted: usize,
    /// The number of lines that went.
    pub removed: usize,
}

#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    /// The line without its newline.
    text: &'a str,
    /// The edit that brought it.
    birth: Step,
    /// Whether it has no newline; always false in the convention of joined lines.
    open: bool,
}

impl<'a> Replay<'a> {
    /// A replay from the empty text.
    pub const fn new(ends: LineEnds) -> Self {
        Self { ends, lines: Vec::new(), steps: 0, only_inserts: true }
    }

    /// A replay from a text, whose lines count as brought by the first edit.
    pub fn of(text: &'a str, ends: LineEnds) -> Self {
        let mut replay = Self::new(ends);
        if text.is_empty() {
            return replay;
        }
        let line = |text, open| Line { text, birth: Step::new(0), open };
        replay.lines = match ends {
            LineEnds::Joined => text.split('\n').map(|text| line(text, false)).collect(),
            LineEnds::Whole => text
                .split_inclusive('\n')
                .map(|text| {
                    text.strip_suffix('\n').map_or_else(|| line(text, true), |text| line(text, false))
                })
                .collect(),
        };
        replay
    }

    /// Applies the next edit, whole or not at all.
    ///
    /// # Errors
    /// At the first hunk that does not fit; the text is unchanged then.
    pub fn apply(&mut self, diff: &Diff<'a>) -> Result<Change, DiffError> {
        let mut errors = Vec::new();
        let next = self.next(diff, Mode::Strict, &mut errors);
        match errors.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(self.take(next)),
        }
    }

    /// Applies those hunks of the next edit that fit, and returns the errors of the others.
    ///
    /// A hunk goes by its position in the text before the edit, as the position after it depends on hunks
    /// that may have been skipped.
    pub fn apply_lenient(&mut self, diff: &Diff<'a>) -> (Change, Vec<DiffError>) {
        let mut errors = Vec::new();
        let next = self.next(diff, Mode::Lenient, &mut errors);
        (self.take(next), errors)
    }

    /// The number of edits applied.
    pub const fn steps(&self) -> usize {
        self.steps
    }

    /// The text as it stands.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write_text(&mut out);
        out
    }

    /// Appends the text as it stands.
    pub fn write_text(&self, out: &mut String) {
        out.reserve(self.lines.iter().map(|line| line.text.len() + 1).sum());
        for line in &self.lines {
            out.push_str(line.text);
            if !line.open {
                out.push('\n');
            }
        }
        if self.ends == LineEnds::Joined {
            out.pop();
        }
    }

    /// The lines as they stand, without newlines.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &'a str> + Clone + '_ {
        self.lines.iter().map(|line| line.text)
    }

    /// The lines that the last edit brought: their positions from zero, and their texts without newlines.
    pub fn inserted(&self) -> impl Iterator<Item = (usize, &'a str)> + '_ {
        let last = self.steps.checked_sub(1).map(Step::new);
        let lines = self.lines.iter().enumerate();
        lines.filter(move |(_, line)| Some(line.birth) == last).map(|(position, line)| (position, line.text))
    }

    /// The edit that brought every line of the text as it stands.
    pub fn births(&self) -> impl ExactSizeIterator<Item = Step> + Clone + '_ {
        // The text after the last newline is a line of the joined convention only.
        let closes =
            self.ends == LineEnds::Joined && self.lines.last().is_some_and(|line| line.text.is_empty());
        self.lines[..self.lines.len() - usize::from(closes)].iter().map(|line| line.birth)
    }

    /// The edits as an edit sequence of the text as it stands, if every one of them inserted a line and
    /// none removed any.
    pub fn sequence(&self) -> Option<EditSequence> {
        let mut seen = vec![false; self.steps];
        for birth in self.births() {
            seen[birth.index()] = true;
        }
        let each_inserts = seen.into_iter().all(|seen| seen);
        (self.only_inserts && each_inserts).then(|| EditSequence::new(self.births().collect()))
    }

    fn take(&mut self, next: Next<'a>) -> Change {
        self.lines = next.lines;
        self.steps += 1;
        self.only_inserts &= next.change.removed == 0;
        next.change
    }

    /// The lines after an edit. A hunk that does not fit leaves an error and no trace.
    fn next(&self, diff: &Diff<'a>, mode: Mode, errors: &mut Vec<DiffError>) -> Next<'a> {
        let mut next = Next {
            lines: Vec::with_capacity(
                self.lines.len() + diff.hunks.iter().map(|hunk| hunk.new.count).sum::<usize>(),
            ),
            taken: 0,
            change: Change { inserted: 0, removed: 0 },
        };
        for hunk in &diff.hunks {
            if let Err(error) = self.check(hunk, &next, mode) {
                errors.push(error);
                if mode == Mode::Strict {
                    break;
                }
                continue;
            }
            let before = hunk.old.before();
            next.lines.extend_from_slice(&self.lines[next.taken..before]);
            next.taken = before;
            for row in &hunk.rows {
                match row.mark {
                    Mark::Context => next.lines.push(self.lines[next.taken]),
                    Mark::Removed => next.change.removed += 1,
                    Mark::Inserted => {
                        let open = row.open && self.ends == LineEnds::Whole;
                        next.lines.push(Line { text: row.text, birth: Step::new(self.steps), open });
                        next.change.inserted += 1;
                    }
                }
                next.taken += usize::from(row.mark != Mark::Inserted);
            }
        }
        next.lines.extend_from_slice(&self.lines[next.taken..]);
        next
    }

    /// Whether a hunk fits where it says, given what the hunks above it made.
    fn check(&self, hunk: &Hunk<'a>, next: &Next<'a>, mode: Mode) -> Result<(), DiffError> {
        let error = |row: usize, problem| Err(DiffError { hunk: hunk.number, row, problem });
        let before = hunk.old.before();
        if before < next.taken {
            return error(hunk.row, DiffProblem::Order { after: next.taken, found: before });
        }
        let end = before + hunk.old.count;
        if end > self.lines.len() {
            return error(hunk.row, DiffProblem::Range { found: end, lines: self.lines.len() });
        }
        let new_before = next.lines.len() + before - next.taken;
        if mode == Mode::Strict && hunk.new.before() != new_before {
            let Extent { start: found, count } = hunk.new;
            let expected = new_before + usize::from(count > 0);
            return error(hunk.row, DiffProblem::NewStart { expected, old: hunk.old.start, found });
        }
        let mut line = before;
        for (offset, row) in hunk.rows.iter().enumerate() {
            if row.mark == Mark::Inserted {
                continue;
            }
            let stands = self.lines[line];
            let open = row.open && self.ends == LineEnds::Whole;
            line += 1;
            if (row.text, open) != (stands.text, stands.open) {
                let expected = shown(row.text, open).into_owned();
                let found = shown(stands.text, stands.open).into_owned();
                // Rows with the mark of a missing newline take two rows of the diff.
                let marks = hunk.rows[..offset].iter().filter(|row| row.open).count();
                return error(hunk.row + 1 + offset + marks, DiffProblem::Mismatch { line, expected, found });
            }
        }
        if self.ends == LineEnds::Whole {
            self.check_open(hunk, before, end, new_before)?;
        }
        Ok(())
    }

    /// Whether only the last line lacks its newline once a hunk is applied.
    fn check_open(
        &self,
        hunk: &Hunk<'a>,
        before: usize,
        end: usize,
        new_before: usize,
    ) -> Result<(), DiffError> {
        let error =
            |row, line| Err(DiffError { hunk: hunk.number, row, problem: DiffProblem::Open { line } });
        let follows_open = before > 0 && before == self.lines.len() && self.lines[before - 1].open;
        if follows_open && hunk.new.count > 0 {
            return error(hunk.row, new_before);
        }
        let mut stands = new_before;
        let mut marks = 0;
        for (offset, row) in hunk.rows.iter().enumerate() {
            stands += usize::from(row.mark != Mark::Removed);
            let last = stands == new_before + hunk.new.count && end == self.lines.len();
            if row.open && row.mark != Mark::Removed && !last {
                return error(hunk.row + 1 + offset + marks, stands);
            }
            marks += usize::from(row.open);
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Strict,
    Lenient,
}

/// A text in the making: the lines so far, and how many lines of the text before they account for.
struct Next<'a> {
    lines: Vec<Line<'a>>,
    taken: usize,
    change: Change,
}

fn shown(text: &str, open: bool) -> Cow<'_, str> {
    if open { format!("{} (without newline)", excerpt(text)).into() } else { excerpt(text).into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, diff: &str, ends: LineEnds, expected: Result<&str, &str>) {
        let found = apply(text, &Diff::parse(diff).unwrap(), ends).map_err(|error| error.to_string());
        assert_eq!(found.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn hunks_apply_where_they_say() {
        let diff = "@@ -0,0 +1 @@\n+zero\n@@ -2 +3 @@\n-b\n+B\n";
        check("a\nb\nc\n", diff, LineEnds::Whole, Ok("zero\na\nB\nc\n"));
        check("a\nb\nc", diff, LineEnds::Joined, Ok("zero\na\nB\nc"));
    }

    #[test]
    fn a_blank_line_is_not_the_empty_text() {
        let mut replay = Replay::new(LineEnds::Joined);
        replay.apply(&Diff::parse("@@ -0,0 +1 @@\n+").unwrap()).unwrap();
        assert_eq!(replay.text(), "");
        replay.apply(&Diff::parse("@@ -1,0 +2 @@\n+a").unwrap()).unwrap();
        assert_eq!(replay.text(), "\na");
    }

    #[test]
    fn the_mark_of_a_missing_newline_is_checked() {
        let marked = "@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n";
        check("a", marked, LineEnds::Whole, Ok("a\nb\n"));
        check(
            "a\n",
            marked,
            LineEnds::Whole,
            Err(
                "hunk 1, row 2 of the diff: expected line 1 of the text to be `a (without newline)`, found `a`; the diff is of another text",
            ),
        );
        check(
            "a",
            "@@ -1,0 +2 @@\n+b\n",
            LineEnds::Whole,
            Err(
                "hunk 1, row 1 of the diff: line 1 would have no newline and not be the last; `\\ No newline at end of file` belongs below the last line only",
            ),
        );
        check(
            "a\n",
            "@@ -0,0 +1 @@\n+b\n\\ No newline at end of file\n",
            LineEnds::Whole,
            Err(
                "hunk 1, row 2 of the diff: line 1 would have no newline and not be the last; `\\ No newline at end of file` belongs below the last line only",
            ),
        );
    }

    #[test]
    fn what_does_not_fit_is_said() {
        check(
            "a\n",
            "@@ -7,0 +8 @@\n+b\n",
            LineEnds::Whole,
            Err(
                "hunk 1, row 1 of the diff: the hunk covers the text up to line 7, but the text has 1 lines; check that the edits are applied in order, from the empty text",
            ),
        );
        check(
            "a\nb\n",
            "@@ -2,0 +3 @@\n+x\n@@ -1,0 +2 @@\n+y\n",
            LineEnds::Whole,
            Err(
                "hunk 2, row 3 of the diff: expected the hunk after line 2 of the text, where the hunk above it ends, found it after line 1; write the hunks in rising order",
            ),
        );
        check(
            "a\nb\n",
            "@@ -1,0 +3 @@\n+x\n",
            LineEnds::Whole,
            Err(
                "hunk 1, row 1 of the diff: expected `+2` in the header, as `-1` and the hunks above make it, found `+3`",
            ),
        );
    }

    #[test]
    fn lenient_application_skips_what_does_not_fit() {
        let (diff, _) = Diff::parse_lenient("@@ -9,0 +10 @@\n+x\n@@ -1,0 +5 @@\n+y\n");
        let mut replay = Replay::of("a\nb\n", LineEnds::Whole);
        let (change, errors) = replay.apply_lenient(&diff);
        assert_eq!((change.inserted, errors.len()), (1, 1));
        assert_eq!(replay.text(), "a\ny\nb\n");
    }

    #[test]
    fn removals_make_no_edit_sequence() {
        let mut replay = Replay::new(LineEnds::Whole);
        replay.apply(&Diff::parse("@@ -0,0 +1,2 @@\n+a\n+b\n").unwrap()).unwrap();
        assert!(replay.sequence().is_some());
        replay.apply(&Diff::parse("@@ -2 +2,2 @@\n-b\n+c\n+d\n").unwrap()).unwrap();
        assert_eq!(replay.inserted().collect::<Vec<_>>(), [(1, "c"), (2, "d")]);
        assert!(replay.sequence().is_none());
    }
}
