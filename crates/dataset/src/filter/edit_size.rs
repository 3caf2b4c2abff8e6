//! Edits of no line, of too many lines, or in too many places, with the definitions of OpenCodeEdit (arXiv 2509.25203).
//!
//! Lines that are replaced count as many as they were or as they become, whichever is more; lines that come or go count
//! each. Places between which no more than six lines stay the same are one hunk. OpenCodeEdit asks Python's `difflib`,
//! which does not look for the smallest difference and leaves frequent lines of long texts out of account; `compat =
//! "difflib"` does the same to the line. By default the difference is the smallest one, so that a small edit of a large
//! file is never mistaken for a large one.

use lintseq_core::{Diff, Mark, Reason, Rejection};
use lintseq_samples::difflib::{Tag, operations, split_lines};
use lintseq_samples::patch::{LineHunk, fewest_changes, lines};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Edit, Filter, Judgement, Record, Scope};

/// The most lines that stay the same within a hunk: three of context at either end.
const WITHIN: usize = 6;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct EditSize {
    max_modified_lines: Option<usize>,
    max_hunks: Option<usize>,
    compat: Option<Compat>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Compat {
    Difflib,
}

/// The size of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size {
    modified: usize,
    hunks: usize,
}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<EditSize>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for EditSize {
    fn scope(&self) -> Scope {
        Scope::Edit
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        // That nothing is to be done is what a sample without an edit teaches.
        let Some(edit) = record.edit()? else { return Ok(Judgement::Keep) };
        let too_many = |modified: usize, is_least: bool| {
            let most = self.max_modified_lines?;
            let least = if is_least { "at least " } else { "" };
            (modified > most).then(|| {
                let message = format!("{least}{modified} lines are modified, more than {most}");
                Rejection::new(Reason::TooManyModifiedLines, message)
            })
        };
        let size = match edit {
            Edit::Patch(patch) => of_patch(patch),
            Edit::Texts { before, after } if self.compat == Some(Compat::Difflib) => {
                by_difflib(before, after)
            }
            Edit::Texts { before, after } => {
                let (before, after) = (lines(before), lines(after));
                // What is plainly too much need not be compared.
                if let Some(rejection) = too_many(at_least(&before, &after), true) {
                    return Err(rejection);
                }
                of_hunks(&fewest_changes(&before, &after))
            }
        };
        if size.modified == 0 {
            return Err(Rejection::new(Reason::NoChange, "no line changes"));
        }
        if let Some(rejection) = too_many(size.modified, false) {
            return Err(rejection);
        }
        match self.max_hunks {
            Some(most) if size.hunks > most => {
                Err(Rejection::new(Reason::TooManyHunks, format!("{} hunks, more than {most}", size.hunks)))
            }
            _ => Ok(Judgement::Keep),
        }
    }
}

/// As OpenCodeEdit counts: an unchanged run of more than [`WITHIN`] lines ends a hunk, a shorter one belongs to it.
fn by_difflib(before: &str, after: &str) -> Size {
    let mut size = Size { modified: 0, hunks: 0 };
    let mut is_open = false;
    for operation in operations(&split_lines(before), &split_lines(after)) {
        let (old, new) = (operation.old.len(), operation.new.len());
        match operation.tag {
            Tag::Equal if old > WITHIN => {
                is_open = false;
                continue;
            }
            Tag::Equal => {}
            Tag::Replace => size.modified += old.max(new),
            Tag::Insert => size.modified += new,
            Tag::Delete => size.modified += old,
        }
        size.hunks += usize::from(!is_open);
        is_open = true;
    }
    size
}

fn of_hunks(changes: &[LineHunk]) -> Size {
    let modified = changes.iter().map(|change| change.old.len().max(change.new.len())).sum();
    let apart = changes.windows(2).filter(|two| two[1].old.start - two[0].old.end > WITHIN).count();
    Size { modified, hunks: if changes.is_empty() { 0 } else { apart + 1 } }
}

/// Of a patch the lines in between are not known, but its hunks are.
fn of_patch(patch: &str) -> Size {
    let diff = Diff::parse(patch).unwrap_or_default();
    let mut modified = 0;
    for hunk in &diff.hunks {
        for run in hunk.rows.split(|row| row.mark == Mark::Context) {
            let removed = run.iter().filter(|row| row.mark == Mark::Removed).count();
            modified += removed.max(run.len() - removed);
        }
    }
    Size { modified, hunks: diff.hunks.len() }
}

/// A number of modified lines that no difference between two texts can go below: lines that the other one does not have.
fn at_least(before: &[&str], after: &[&str]) -> usize {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for line in before {
        *counts.entry(line).or_default() += 1;
    }
    let mut common = 0;
    for line in after {
        if let Some(count) = counts.get_mut(line).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    before.len().max(after.len()) - common
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn minimal(before: &str, after: &str) -> (usize, usize) {
        let size = of_hunks(&fewest_changes(&lines(before), &lines(after)));
        (size.modified, size.hunks)
    }

    fn published(before: &str, after: &str) -> (usize, usize) {
        let size = by_difflib(before, after);
        (size.modified, size.hunks)
    }

    #[test]
    fn sizes_as_published() {
        for (before, after, expected) in [
            ("a\nb\n", "a\nc\nd\n", (2, 1)),
            ("a\nb\nc\n", "a\n", (2, 1)),
            ("", "a\n", (1, 1)),
            ("1\n2\n3\n4\n5\n6\n7\n8\n", "0\n2\n3\n4\n5\n6\n7\n9\n", (2, 1)),
            ("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n2\n3\n4\n5\n6\n7\n8\n0\n", (2, 2)),
        ] {
            assert_eq!(published(before, after), expected, "{before:?}");
            assert_eq!(minimal(before, after), expected, "{before:?}");
        }
        // Line ends are no difference to `splitlines`, and an unchanged text is one hunk of nothing.
        assert_eq!(published("a\r\nb", "a\nb\n"), (0, 1));
        assert_eq!(minimal("a\r\nb", "a\nb\n"), (2, 1));
    }

    #[test]
    fn popular_lines_hide_from_difflib() {
        let before = format!("y\n{}", "x\n".repeat(300));
        let after = format!("z\n{}", "x\n".repeat(300));
        assert_eq!(published(&before, &after), (301, 1));
        assert_eq!(minimal(&before, &after), (1, 1));
    }

    #[test]
    fn a_patch_has_its_hunks() {
        let patch = "--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n a\n-b\n+c\n+d\n@@ -9 +10 @@\n-x\n+y\n";
        assert_eq!(of_patch(patch), Size { modified: 3, hunks: 2 });
    }

    proptest! {
        #[test]
        fn no_difference_is_below_the_bound(before in "[abc\n]{0,40}", after in "[abc\n]{0,40}") {
            prop_assert!(at_least(&lines(&before), &lines(&after)) <= minimal(&before, &after).0);
        }
    }
}
