//! Chunks moved to where a person would say they are.
//!
//! Where lines repeat, one difference can stand in several places: a new function begins with its own first line, or
//! with the blank line above it and ends without the one below. A diff algorithm takes the first that it meets. Here
//! the place is taken whose borders look most like borders, after git's indent heuristic: before little indentation,
//! after a blank line, and not before what closes a block. The texts are the same; the diffs, the cursor and the jumps read better.

use std::ops::Range;

use crate::patch::LineHunk;

/// Moves every hunk that only inserts or only removes to its best place, as long as an unchanged line parts it from
/// its neighbours.
pub(super) fn natural(hunks: &mut [LineHunk], old: &[&str], new: &[&str]) {
    for at in 0..hunks.len() {
        let above = at.checked_sub(1).map_or(0, |above| hunks[above].new.end + 1);
        let below = hunks.get(at + 1).map_or(new.len(), |below| below.new.start.saturating_sub(1));
        let hunk = &hunks[at];
        let moved = match (hunk.old.is_empty(), hunk.new.is_empty()) {
            (true, false) => {
                best(new, &hunk.new, hunk.new.start.saturating_sub(above), below.saturating_sub(hunk.new.end))
            }
            (false, true) => {
                best(old, &hunk.old, hunk.new.start.saturating_sub(above), below.saturating_sub(hunk.new.end))
            }
            _ => 0,
        };
        let shifted = |range: &Range<usize>| {
            range.start.saturating_add_signed(moved)..range.end.saturating_add_signed(moved)
        };
        hunks[at] = LineHunk { old: shifted(&hunk.old), new: shifted(&hunk.new) };
    }
}

/// How far to move a run of lines, at most so many lines up or down.
fn best(lines: &[&str], run: &Range<usize>, up: usize, down: usize) -> isize {
    let ups = (1..=up).take_while(|by| lines[run.start - by] == lines[run.end - by]).count();
    let downs =
        (1..=down).take_while(|by| lines.get(run.end + by - 1) == Some(&lines[run.start + by - 1])).count();
    let ugliness = |by: isize| {
        let border = |at: usize| ugliness(lines, at.saturating_add_signed(by));
        // Of equal places the lowest: what was typed last is below.
        (border(run.start) + border(run.end), -by)
    };
    (-ups.cast_signed()..=downs.cast_signed()).min_by_key(|by| ugliness(*by)).unwrap_or(0)
}

/// How little the place before a line looks like a border. The end of the text is the best one.
fn ugliness(lines: &[&str], at: usize) -> usize {
    let is_blank = |line: &&str| line.trim().is_empty();
    let Some(line) = lines.get(at) else { return 0 };
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let closes = line.trim_start().starts_with(['}', ')', ']']) || line.trim() == "end";
    4 * lines[at..].iter().find(|line| !is_blank(line)).map_or(0, indent)
        + usize::from(!lines[..at].last().is_some_and(is_blank))
        + 2 * usize::from(is_blank(line))
        + 4 * usize::from(closes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::{changes, lines};

    fn check(old: &str, new: &str, expected: &[(usize, usize)]) {
        let (old, new) = (lines(old), lines(new));
        let mut hunks = changes(&old, &new);
        natural(&mut hunks, &old, &new);
        let found: Vec<_> = hunks
            .into_iter()
            .map(|hunk| if hunk.new.is_empty() { hunk.old } else { hunk.new })
            .map(|lines| (lines.start, lines.end))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_function_begins_with_its_first_line() {
        let old = "def f():\n    pass\n\ndef h():\n    pass\n";
        let new = "def f():\n    pass\n\ndef g():\n    pass\n\ndef h():\n    pass\n";
        check(old, new, &[(3, 6)]);
        check(new, old, &[(3, 6)]);
        check("fn f() {\n}\n", "fn f() {\n}\n\nfn g() {\n}\n", &[(2, 5)]);
        check(
            "impl A {\n    fn a() {\n    }\n}\n",
            "impl A {\n    fn a() {\n    }\n\n    fn b() {\n    }\n}\n",
            &[(3, 6)],
        );
    }

    #[test]
    fn a_repeated_line_is_the_lowest() {
        check("x\nx\n", "x\nx\nx\n", &[(2, 3)]);
    }

    #[test]
    fn neighbours_stay_apart() {
        check("a\nb\na\nb\n", "a\na\nb\na\nb\nb\n", &[(1, 2), (5, 6)]);
        check("a\na\nb\n", "a\nx\na\na\nb\n", &[(1, 3)]);
    }
}
