//! Reading Zeta v1 rows as samples, so that they and commits end in one set.
//!
//! A row knows an excerpt only, so that is the text of the sample. Its events are diffs of the whole file: those
//! whose new lines stand in the excerpt are taken back, newest first, which gives the text before the history; the
//! others happened elsewhere in the file and are kept as they came, in the metadata. The region of the output is put
//! into the excerpt of the input, which is what Zeta was trained on; the rest of the output is not looked at.

use lintseq_core::{Diff, Mark, Reason, Rejection};
use serde_json::json;

use super::zeta::{CURSOR, REGION_END, REGION_START, START_OF_FILE, region_of};
use crate::{
    Generator, HistoryEdit, Kind, LineIndex, NoEditReason, Provenance, Sample, SampleSchema, State, patch,
    sample_id,
};

/// A row of the data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZetaRow<'a> {
    /// Paragraphs about earlier edits.
    pub events: &'a str,
    /// The excerpt with region and cursor.
    pub input: &'a str,
    /// The excerpt with the region rewritten.
    pub output: &'a str,
    /// A worse output, in the split for preference training.
    pub rejected: Option<&'a str>,
    /// What identifies the row.
    pub id: &'a str,
}

/// The sample of a row. `language_of` gives the language of a path.
///
/// # Errors
/// If the row is not in the format.
pub fn read_zeta(row: &ZetaRow<'_>, language_of: impl Fn(&str) -> String) -> Result<Sample, Rejection> {
    let malformed = |message: &str| Rejection::new(Reason::MalformedEdit, message);
    let input = row.input.trim_end_matches('\n');
    let (path, rest) = input
        .strip_prefix("```")
        .and_then(|rest| rest.split_once('\n'))
        .ok_or_else(|| malformed("`input` does not start with a fence and a path"))?;
    let rest = rest.strip_suffix("```").unwrap_or(rest);
    let excerpt = rest.strip_suffix('\n').unwrap_or(rest);
    let excerpt =
        excerpt.strip_prefix(START_OF_FILE).map_or(excerpt, |rest| rest.strip_prefix('\n').unwrap_or(rest));
    let marked = region_of(excerpt).ok_or_else(|| malformed("`input` has no region between its tokens"))?;
    let head = excerpt.split(REGION_START).next().unwrap_or_default();
    let tail = excerpt.split(REGION_END).nth(1).unwrap_or_default();
    let join = |region: &str| format!("{head}{}{tail}", region.replace(CURSOR, ""));
    let current = join(marked);
    let cursor = marked.find(CURSOR).map(|at| LineIndex::new(&current).cursor(head.len() + at));
    let region =
        region_of(row.output).ok_or_else(|| malformed("`output` has no region between its tokens"))?;
    let next = join(region);
    let rejected = row.rejected.and_then(region_of).map(join).filter(|rejected| *rejected != next);
    let path = path.trim();
    let (original, history, elsewhere) = history(row.events, path, &current);
    let kind = if next == current { Kind::NoEdit } else { Kind::Edit };
    Ok(Sample {
        schema: SampleSchema::V1,
        id: sample_id(Generator::Import, row.id, "zeta", ""),
        kind,
        no_edit_reason: (kind == Kind::NoEdit).then_some(NoEditReason::InstructionMet),
        jump: None,
        state: State::Whole,
        parses: None,
        language: language_of(path),
        path: path.to_owned(),
        repo: None,
        license: None,
        target: patch::between(path, &current, &next, patch::CONTEXT),
        original,
        history,
        current,
        cursor,
        diagnostics: Vec::new(),
        next,
        rejected,
        instruction_lazy: None,
        instruction_descriptive: None,
        provenance: Provenance::new(Generator::Import, row.id.to_owned()),
        metadata: json!({"source": "zeta", "events_elsewhere": elsewhere}).to_string(),
    })
}

/// The text before the events, the events that lead from it to the current one, and the others.
fn history(events: &str, path: &str, current: &str) -> (String, Vec<HistoryEdit>, Vec<String>) {
    let mut text = current.to_owned();
    let (mut history, mut elsewhere) = (Vec::new(), Vec::new());
    for (of, diff) in paragraphs(events).into_iter().rev() {
        // Paths in events may start with the folder of the project, or lack it.
        let is_here = of == path || of.ends_with(&format!("/{path}")) || path.ends_with(&format!("/{of}"));
        let before = is_here.then(|| undo(&text, diff)).flatten();
        match before {
            Some(before) => {
                history.push(HistoryEdit {
                    path: path.to_owned(),
                    diff: patch::between(path, &before, &text, patch::CONTEXT),
                });
                text = before;
            }
            None if is_here => elsewhere.push(diff.to_owned()),
            None => history.push(HistoryEdit {
                path: of.to_owned(),
                diff: format!("--- a/{of}\n+++ b/{of}\n{}\n", diff.trim_matches('\n')),
            }),
        }
    }
    history.reverse();
    elsewhere.reverse();
    (text, history, elsewhere)
}

/// The path and the diff of every event.
fn paragraphs(events: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = events;
    while let Some(at) = rest.find("User edited ") {
        let after = &rest[at + "User edited ".len()..];
        let after = after.strip_prefix("file: ").or_else(|| after.strip_prefix("file ")).unwrap_or(after);
        let Some((path, below)) = after.split_once('\n') else { break };
        let path = path.trim_end_matches([' ', ':']).trim_matches('"');
        let Some(diff) = below.trim_start_matches('\n').strip_prefix("```diff\n") else {
            rest = below;
            continue;
        };
        let end = diff.find("\n```").unwrap_or(diff.len());
        found.push((path, &diff[..end]));
        rest = &diff[end..];
    }
    found
}

/// The text before a diff of the whole file that the text is a part of, if every hunk stands in it.
fn undo(text: &str, diff: &str) -> Option<String> {
    // The diff in a fence has lost the newline of its last line, and sometimes has a blank row too many.
    let closed = format!("{}\n", diff.trim_end_matches('\n'));
    let diff = Diff::parse(&closed).ok()?;
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for hunk in diff.hunks.iter().rev() {
        let side = |mark: Mark| {
            let rows = hunk.rows.iter().filter(move |row| row.mark == Mark::Context || row.mark == mark);
            rows.map(|row| row.text).collect::<Vec<_>>()
        };
        let (old, new) = (side(Mark::Removed), side(Mark::Inserted));
        let content: Vec<_> = lines.iter().map(|line| line.strip_suffix('\n').unwrap_or(line)).collect();
        let mut places = (0..(content.len() + 1).saturating_sub(new.len()))
            .filter(|&at| !new.is_empty() && content[at..at + new.len()] == new[..]);
        let at = places.next()?;
        if places.next().is_some() {
            return None;
        }
        let is_last = at + new.len() == lines.len() && !text.ends_with('\n');
        let mut old: Vec<String> = old.into_iter().map(|line| format!("{line}\n")).collect();
        if let Some(last) = old.last_mut().filter(|_| is_last) {
            last.pop();
        }
        lines.splice(at..at + new.len(), old);
    }
    Some(lines.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cursor, replay};

    fn read(row: &ZetaRow<'_>) -> Sample {
        read_zeta(row, |_| "lua".to_owned()).unwrap()
    }

    #[test]
    fn a_row_becomes_a_sample_whose_history_replays() {
        let row = ZetaRow {
            events: "User edited \"calc.lua\":\n\n```diff\n@@ -1,2 +1,3 @@\n local M = {}\n+\n return M\n\n```\n\nUser edited \"other.lua\":\n```diff\n@@ -0,0 +1 @@\n+x\n```\n\nUser edited \"calc.lua\":\n```diff\n@@ -90,1 +90,2 @@\n far\n+away\n```",
            input: "```calc.lua\n<|start_of_file|>\n<|editable_region_start|>\nlocal M = {}\n<|user_cursor_is_here|>\nreturn M\n<|editable_region_end|>\n```",
            output: "```calc.lua\n<|editable_region_start|>\nlocal M = {}\nfunction M.add() end\nreturn M\n<|editable_region_end|>\n```\n",
            rejected: None,
            id: "1",
        };
        let sample = read(&row);
        assert_eq!(sample.current, "local M = {}\n\nreturn M");
        assert_eq!(sample.next, "local M = {}\nfunction M.add() end\nreturn M");
        assert_eq!(sample.original, "local M = {}\nreturn M");
        assert_eq!(sample.cursor, Some(Cursor { line: 1, column: 0 }));
        assert_eq!(replay(&sample.original, &sample.history, &sample.path).unwrap(), sample.current);
        assert_eq!(patch::apply(&sample.current, &sample.target).unwrap(), sample.next);
        assert_eq!(
            sample.history.iter().map(|edit| edit.path.as_str()).collect::<Vec<_>>(),
            ["calc.lua", "other.lua"]
        );
        assert_eq!(sample.history[1].diff, "--- a/other.lua\n+++ b/other.lua\n@@ -0,0 +1 @@\n+x\n");
        assert!(sample.metadata.contains("+away"));
    }

    #[test]
    fn what_is_not_in_the_format_is_refused() {
        let row = ZetaRow { events: "", input: "```a\nx\n```", output: "", rejected: None, id: "1" };
        assert_eq!(read_zeta(&row, |_| String::new()).unwrap_err().reason, Reason::MalformedEdit);
    }
}
