//! Unified diffs as `difflib.unified_diff` writes them.

use std::fmt::Write as _;
use std::ops::Range;

use super::{Operation, Tag, operations, split_lines};

/// Lines of context around a hunk.
const CONTEXT: usize = 3;

/// The operations as a unified diff with three lines of context, its rows joined by newlines; empty where nothing differs.
pub(crate) fn unified_diff(
    old: &[&str],
    new: &[&str],
    operations: Vec<Operation>,
    old_name: &str,
    new_name: &str,
) -> String {
    let mut out = String::new();
    for hunk in hunks(operations) {
        write_hunk(&mut out, &hunk, old, new, (old_name, new_name));
    }
    out
}

/// The unified diff between two texts as `difflib.unified_diff` writes it of their lines, joined by newlines.
pub fn diff(old: &str, new: &str, old_name: &str, new_name: &str) -> String {
    let (old, new) = (split_lines(old), split_lines(new));
    unified_diff(&old, &new, operations(&old, &new), old_name, new_name)
}

/// The hunks of the unified diff between two texts as their rows, the header first; those that change nothing but
/// blank lines are left out, as `split_diff_into_chunks` of the published code does.
pub(crate) fn chunks(old: &str, new: &str) -> Vec<Vec<String>> {
    let diff = diff(old, new, "", "");
    let mut chunks: Vec<Vec<String>> = Vec::new();
    for row in diff.split('\n') {
        if row.starts_with("@@") {
            chunks.push(Vec::new());
        }
        if let Some(chunk) = chunks.last_mut() {
            chunk.push(row.to_owned());
        }
    }
    let says_something = |row: &String| row.starts_with(['+', '-']) && !row[1..].trim().is_empty();
    chunks.retain(|chunk| chunk.iter().any(says_something));
    chunks
}

fn write_hunk(out: &mut String, hunk: &[Operation], old: &[&str], new: &[&str], names: (&str, &str)) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    if out.is_empty() {
        // Writing to a string cannot fail, here and below.
        let _ = write!(out, "--- {}\n+++ {}", names.0, names.1);
    }
    out.push_str("\n@@ -");
    write_range(out, first.old.start..last.old.end);
    out.push_str(" +");
    write_range(out, first.new.start..last.new.end);
    out.push_str(" @@");
    let mut rows = |mark: char, lines: &[&str]| {
        for line in lines {
            out.push('\n');
            out.push(mark);
            out.push_str(line);
        }
    };
    for operation in hunk {
        if operation.tag == Tag::Equal {
            rows(' ', &old[operation.old.clone()]);
            continue;
        }
        rows('-', &old[operation.old.clone()]);
        rows('+', &new[operation.new.clone()]);
    }
}

/// Writes `start,count`, without a count of one; of no lines, `start` is the line before.
fn write_range(out: &mut String, lines: Range<usize>) {
    let _ = match lines.len() {
        1 => write!(out, "{}", lines.start + 1),
        0 => write!(out, "{},0", lines.start),
        count => write!(out, "{},{count}", lines.start + 1),
    };
}

/// Operations in groups that no more than twice the context keeps together.
fn hunks(mut operations: Vec<Operation>) -> Vec<Vec<Operation>> {
    if let Some(first) = operations.first_mut().filter(|first| first.tag == Tag::Equal) {
        keep_last(first);
    }
    if let Some(last) = operations.last_mut().filter(|last| last.tag == Tag::Equal) {
        keep_first(last);
    }
    let mut hunks = Vec::new();
    let mut hunk = Vec::new();
    for mut operation in operations {
        if operation.tag == Tag::Equal && operation.old.len() > 2 * CONTEXT {
            let mut end = operation.clone();
            keep_first(&mut end);
            hunk.push(end);
            hunks.push(std::mem::take(&mut hunk));
            keep_last(&mut operation);
        }
        hunk.push(operation);
    }
    if hunk.iter().any(|operation| operation.tag != Tag::Equal) {
        hunks.push(hunk);
    }
    hunks
}

fn keep_first(equal: &mut Operation) {
    equal.old.end = equal.old.end.min(equal.old.start + CONTEXT);
    equal.new.end = equal.new.end.min(equal.new.start + CONTEXT);
}

fn keep_last(equal: &mut Operation) {
    equal.old.start = equal.old.start.max(equal.old.end.saturating_sub(CONTEXT));
    equal.new.start = equal.new.start.max(equal.new.end.saturating_sub(CONTEXT));
}
