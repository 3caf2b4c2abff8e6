//! The versions of a program's text, as sets of its lines.

use std::ops::Range;

use lintseq_core::{EditSequence, Index as _, Source};

use crate::Cursor;
use crate::patch::{LineHunk, unified};
use crate::position::utf16_len;

/// The lines of a program, or of a window of it, each with the step that brings it.
#[derive(Clone, Debug)]
pub(super) struct Timeline<'a> {
    lines: Vec<&'a str>,
    births: Vec<usize>,
    /// The number of steps of the whole sequence.
    pub(super) steps: usize,
}

/// A version of the text: what stands after some steps, and perhaps a little more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Version<'c> {
    /// The lines of all steps before this one stand.
    pub(super) before: usize,
    /// The lines of this step stand as well.
    pub(super) and: Option<usize>,
    /// The lines of the step `before` stand up to a cut.
    pub(super) cut: Option<Cut<'c>>,
}

/// Where typing stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut<'c> {
    /// The line that was typed last.
    pub(super) line: usize,
    /// What stands of it, with its line end.
    pub(super) text: &'c str,
}

impl Version<'_> {
    /// What stands before a step.
    pub(super) const fn before(step: usize) -> Self {
        Self { before: step, and: None, cut: None }
    }
}

/// The lines of a version with what tells them apart from those of others.
#[derive(Debug, Default)]
pub(super) struct Lines<'a> {
    pub(super) texts: Vec<&'a str>,
    /// Twice the line of the program, and one more for a cut line.
    keys: Vec<usize>,
}

impl<'a> Timeline<'a> {
    pub(super) fn new(source: &Source<'a>, sequence: &EditSequence) -> Self {
        let lines = source.lines().map(|line| source.line(line)).collect();
        let births = source.lines().map(|line| sequence.birth(line).index()).collect();
        Self { lines, births, steps: sequence.len() }
    }

    /// The part of the program around the lines of a step, with about as many lines as are wanted standing once it is
    /// done, and its range; `None` if all of them have room. `lean` is how many thousandths of the rest go above.
    pub(super) fn window(&self, step: usize, wanted: usize, lean: usize) -> Option<(Self, Range<usize>)> {
        let stands = |line: &usize| self.births[*line] <= step;
        let standing = (0..self.lines.len()).filter(stands).count();
        if standing <= wanted {
            return None;
        }
        let of_step = || (0..self.lines.len()).filter(|&line| self.births[line] == step);
        let (mut first, mut last) = (of_step().next()?, of_step().next_back()?);
        let mut room = wanted.saturating_sub((first..=last).filter(stands).count());
        // The rest of the room is shared out above and below, and what one side does not need goes to the other.
        let above = (0..first).filter(stands).count();
        let below = (last + 1..self.lines.len()).filter(stands).count();
        let mut up = (room * lean / 1000).min(above);
        let down = (room - up).min(below);
        up = (room - down).min(above);
        room = down;
        while up > 0 && first > 0 {
            first -= 1;
            up -= usize::from(stands(&first));
        }
        while room > 0 && last + 1 < self.lines.len() {
            last += 1;
            room -= usize::from(stands(&last));
        }
        // A window had better begin and end between definitions.
        let is_outer = |line: usize| !self.lines[line].starts_with([' ', '\t', '\n', '\r', '}', ')', ']']);
        let slack = wanted / 8;
        if let Some(outer) = (first.saturating_sub(slack)..=first).rev().find(|&line| is_outer(line)) {
            first = outer;
        }
        if let Some(outer) = (last + 1..self.lines.len().min(last + slack)).find(|&line| is_outer(line)) {
            last = outer - 1;
        }
        let range = first..last + 1;
        let part = Self {
            lines: self.lines[range.clone()].to_vec(),
            births: self.births[range.clone()].to_vec(),
            steps: self.steps,
        };
        Some((part, range))
    }

    /// How many lines of a range stand before a step.
    pub(super) fn standing(&self, range: Range<usize>, before: usize) -> usize {
        self.births[range].iter().filter(|&&birth| birth < before).count()
    }

    /// The steps of a range that bring a line, in their order.
    pub(super) fn bringing(&self, steps: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
        let mut brings = vec![false; self.steps];
        self.births.iter().for_each(|&birth| brings[birth] = true);
        steps.filter(move |&step| brings[step])
    }

    /// The lines that a step brings.
    pub(super) fn of_step(&self, step: usize) -> impl Iterator<Item = (usize, &'a str)> + '_ {
        (0..self.lines.len())
            .filter(move |&line| self.births[line] == step)
            .map(|line| (line, self.lines[line]))
    }

    /// The lines of a version.
    pub(super) fn lines<'v>(&self, version: &Version<'v>) -> Lines<'v>
    where
        'a: 'v,
    {
        let mut lines = Lines::default();
        for (at, (&text, &birth)) in self.lines.iter().zip(&self.births).enumerate() {
            let cut = version.cut.filter(|cut| birth == version.before && at <= cut.line);
            match cut {
                Some(cut) if cut.line == at && cut.text != text => lines.push(2 * at + 1, cut.text),
                Some(_) => lines.push(2 * at, text),
                None if birth < version.before || version.and == Some(birth) => lines.push(2 * at, text),
                None => {}
            }
        }
        lines
    }
}

impl<'a> Lines<'a> {
    fn push(&mut self, key: usize, text: &'a str) {
        self.keys.push(key);
        self.texts.push(text);
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        self.texts.concat()
    }

    /// What is to be changed to come to another version: known, not guessed.
    pub(super) fn changes(&self, other: &Self) -> Vec<LineHunk> {
        let mut hunks: Vec<LineHunk> = Vec::new();
        let (mut old, mut new) = (0, 0);
        while old < self.keys.len() || new < other.keys.len() {
            let (from, to) = (self.keys.get(old), other.keys.get(new));
            if from == to {
                old += 1;
                new += 1;
                continue;
            }
            // The same line cut and whole has neighbouring keys; both sides go on then.
            let line = |key: Option<&usize>| key.map_or(usize::MAX, |key| key / 2);
            let (goes, comes) = (line(from) <= line(to), line(to) <= line(from));
            let hunk = LineHunk { old: old..old + usize::from(goes), new: new..new + usize::from(comes) };
            old = hunk.old.end;
            new = hunk.new.end;
            match hunks.last_mut() {
                Some(last) if last.old.end == hunk.old.start && last.new.end == hunk.new.start => {
                    last.old.end = hunk.old.end;
                    last.new.end = hunk.new.end;
                }
                _ => hunks.push(hunk),
            }
        }
        hunks
    }

    /// The unified diff to another version.
    pub(super) fn diff(&self, other: &Self, hunks: &[LineHunk], path: &str) -> String {
        unified(path, &self.texts, &other.texts, hunks, crate::patch::CONTEXT)
    }

    /// The end of a line, before its line end.
    pub(super) fn end_of(&self, line: usize) -> Cursor {
        let text = self.texts[line].trim_end_matches(['\n', '\r']);
        Cursor { line: line as u32, column: utf16_len(text) }
    }

    /// The end of the line above a gap between lines, or the start of the text.
    pub(super) fn above(&self, gap: usize) -> Cursor {
        gap.checked_sub(1).map_or(Cursor { line: 0, column: 0 }, |line| self.end_of(line))
    }
}
