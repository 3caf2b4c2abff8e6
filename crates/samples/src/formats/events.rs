//! The history as prompts show it.

use std::fmt::Write as _;

use lintseq_core::{Diff, Extent, Hunk, Mark, Row};

use crate::{HistoryEdit, Sample};

/// The newest edits of the history, oldest first.
pub(super) fn newest(sample: &Sample, count: usize) -> &[HistoryEdit] {
    &sample.history[sample.history.len().saturating_sub(count)..]
}

/// A diff without its file headers.
pub(super) fn body(diff: &str) -> &str {
    if diff.starts_with("@@") {
        return diff;
    }
    diff.find("\n@@").map_or(diff, |at| &diff[at + 1..])
}

/// The hunks of a diff with this much context or less, one text each, without file headers.
///
/// With `counts`, a header names a count of one, too, as regular expressions in the wild need it.
pub(super) fn hunks(diff: &str, context: usize, counts: bool) -> Vec<String> {
    match Diff::parse(diff) {
        Ok(diff) => diff.hunks.iter().flat_map(|hunk| regroup(hunk, context, counts)).collect(),
        Err(_) => vec![body(diff).to_owned()],
    }
}

/// What a hunk's lines were and what they became, with the context that the diff has.
pub(super) fn sides(diff: &str) -> Vec<(String, String)> {
    let side = |hunk: &Hunk<'_>, mark: Mark| {
        let rows = hunk.rows.iter().filter(|row| row.mark == Mark::Context || row.mark == mark);
        rows.map(|row| row.text).collect::<Vec<_>>().join("\n")
    };
    let hunks = Diff::parse(diff).map(|diff| diff.hunks).unwrap_or_default();
    hunks.iter().map(|hunk| (side(hunk, Mark::Removed), side(hunk, Mark::Inserted))).collect()
}

fn regroup(hunk: &Hunk<'_>, context: usize, counts: bool) -> Vec<String> {
    let changed: Vec<usize> =
        hunk.rows.iter().enumerate().filter(|(_, row)| row.mark != Mark::Context).map(|(at, _)| at).collect();
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for at in changed {
        match groups.last_mut() {
            Some((_, last)) if at - *last - 1 <= 2 * context => *last = at,
            _ => groups.push((at, at)),
        }
    }
    groups
        .into_iter()
        .map(|(first, last)| {
            let start = first.saturating_sub(context);
            let end = (last + 1 + context).min(hunk.rows.len());
            write_hunk(hunk, &hunk.rows[..start], &hunk.rows[start..end], counts)
        })
        .collect()
}

fn write_hunk(hunk: &Hunk<'_>, passed: &[Row<'_>], rows: &[Row<'_>], counts: bool) -> String {
    let count = |rows: &[Row<'_>], mark| {
        rows.iter().filter(|row| row.mark == Mark::Context || row.mark == mark).count()
    };
    let extent = |announced: Extent, mark| {
        let before = announced.before() + count(passed, mark);
        match count(rows, mark) {
            0 => format!("{before},0"),
            1 if !counts => (before + 1).to_string(),
            count => format!("{},{count}", before + 1),
        }
    };
    let old = extent(hunk.old, Mark::Removed);
    let new = extent(hunk.new, Mark::Inserted);
    let mut out = format!("@@ -{old} +{new} @@\n");
    for row in rows {
        let mark = match row.mark {
            Mark::Context => ' ',
            Mark::Removed => '-',
            Mark::Inserted => '+',
        };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{mark}{}", row.text);
        if row.open {
            out.push_str("\\ No newline at end of file\n");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch;

    #[test]
    fn less_context_is_what_a_diff_tool_would_have_written() {
        let old: String = (0..40).map(|line| format!("{line}\n")).collect();
        let new = old.replace("5\n", "five\n").replace("\n11\n", "\n").replace("\n30\n", "\n30\nmore\n");
        let wide = patch::between("f", &old, &new, 3);
        for context in 0..3 {
            let narrow = patch::between("f", &old, &new, context);
            assert_eq!(hunks(&wide, context, false).concat(), body(&narrow));
        }
        assert_eq!(
            hunks(&patch::between("f", "", "a", 3), 2, true),
            ["@@ -0,0 +1,1 @@\n+a\n\\ No newline at end of file\n"]
        );
        assert_eq!(
            sides(&patch::between("f", "a\nb\n", "a\nc\n", 3)),
            [("a\nb".to_owned(), "a\nc".to_owned())]
        );
    }
}
