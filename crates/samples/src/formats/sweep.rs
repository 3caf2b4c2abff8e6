//! Sweep's next-edit models, as TabbyML/pochi asks them (`nes-clients/sweep-model-client.ts`): earlier edits as
//! blocks of original and updated lines, then a window of 21 lines before the last edit, now, and after the next.
//!
//! The client takes one line break off the end of what the model writes, so the answer has one more than the window.

use lintseq_core::{Column, Diff, Rejection};

use super::events::{newest, sides};
use super::fit::fit;
use super::layout::{completion_columns, completion_row};
use super::window::{Ends, Window};
use super::{DecodeError, Extent, Format, FormatRow, Parameters, Prompt};
use crate::{Sample, history, patch};

const FILE: &str = "<|file_sep|>";
const REGION: Extent = Extent::Centred(21);
/// As many edits as Pochi keeps, the last of which is shown as the window before it.
const HISTORY: usize = 5;

pub(super) struct Sweep(pub(super) Parameters);

impl Sweep {
    fn window(&self, sample: &Sample) -> Result<Window, Rejection> {
        Window::of(sample, self.0.region.unwrap_or(REGION), Extent::Lines(0, 0), Ends::Open)
    }
}

impl Format for Sweep {
    fn columns(&self) -> Vec<Column> {
        completion_columns()
    }

    fn reserved(&self) -> &'static [&'static str] {
        &[FILE, "</s>"]
    }

    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection> {
        let window = self.window(sample)?;
        let (path, current) = (&sample.path, &sample.current[window.region.clone()]);
        let original = before_last_edit(sample, &window);
        let edits = sample.history.len().saturating_sub(1);
        fit(self.0.budget, reserve, self.0.history.unwrap_or(HISTORY).saturating_sub(1).min(edits), |cut| {
            let mut prompt = String::new();
            let shown = newest(sample, cut.history + 1);
            for edit in &shown[..shown.len().saturating_sub(1)] {
                for (original, updated) in sides(&edit.diff) {
                    let path = &edit.path;
                    for part in [FILE, path, ".diff\noriginal:\n", &original, "\nupdated:\n", &updated, "\n"]
                    {
                        prompt.push_str(part);
                    }
                }
            }
            let windows = format!(
                "{FILE}original/{path}\n{original}\n{FILE}current/{path}\n{current}\n{FILE}updated/{path}\n"
            );
            Ok(Prompt::text(prompt + &windows))
        })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        Ok(format!("{}\n", self.window(sample)?.rewritten(&sample.current, text)?))
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let error = |expected| DecodeError::new(expected, answer);
        let window = self.window(sample).map_err(|_| error("a sample with a cursor"))?;
        let region = answer.strip_suffix('\n').ok_or_else(|| error("a line break at the end"))?;
        Ok(window.replaced(&sample.current, region))
    }

    fn row(&self, _: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        completion_row(prompt, answer)
    }
}

/// What stood in the place of the window before the last edit of the history.
fn before_last_edit(sample: &Sample, window: &Window) -> String {
    let current = &sample.current[window.region.clone()];
    let Some((last, earlier)) = sample.history.split_last() else { return current.to_owned() };
    // An edit of another file leaves this one as it is.
    if last.path != sample.path {
        return current.to_owned();
    }
    let before = history::replay(&sample.original, earlier, &sample.path);
    let (Ok(before), Ok(diff)) = (before, Diff::parse(&last.diff)) else { return current.to_owned() };
    // Lines of the text before that stand where the window's lines stand now.
    let old = patch::lines(&before);
    let changes = patch::replaced(&diff);
    let map = |line: usize, is_end: bool| {
        let (mut grown, mut shrunk) = (0, 0);
        for hunk in &changes {
            let inside = if is_end { hunk.new.start < line } else { hunk.new.start <= line };
            if !inside {
                break;
            }
            if line < hunk.new.end || (is_end && line == hunk.new.end) {
                return if is_end { hunk.old.end } else { hunk.old.start };
            }
            (grown, shrunk) = (hunk.new.end, hunk.old.end);
        }
        line + shrunk - grown
    };
    let start = map(window.lines.start, false).min(old.len());
    let end = map(window.lines.end, true).clamp(start, old.len());
    let text = old[start..end].concat();
    text.strip_suffix('\n').map_or_else(|| text.clone(), str::to_owned)
}
