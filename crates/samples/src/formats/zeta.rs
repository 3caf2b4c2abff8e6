//! Zeta v1, the data set of zed-industries/zeta: `events`, `input` and `output`.
//!
//! Excerpts are fenced with their path; tokens mark the start of a file, the region and, in the input, the cursor.
//! A region ends before the newline of its last line. Training starts at the region of the output, so that is the
//! answer; the rest of the excerpt follows it as it does in their rows.

use lintseq_core::{Column, Rejection};

use super::events::{body, newest};
use super::fit::fit;
use super::layout::fields;
use super::window::{Ends, Window};
use super::{AnswerPlace, DecodeError, Extent, Format, FormatRow, Parameters, Prompt};
use crate::Sample;

pub(super) const CURSOR: &str = "<|user_cursor_is_here|>";
pub(super) const START_OF_FILE: &str = "<|start_of_file|>";
pub(super) const REGION_START: &str = "<|editable_region_start|>";
pub(super) const REGION_END: &str = "<|editable_region_end|>";

const TASK: &str = "Complete what the user is doing: read the edits below, then write the excerpt again with the next \
    edit made, minding where the cursor is.";
const REGION: Extent = Extent::Tokens(350);
const CONTEXT: Extent = Extent::Tokens(150);
/// As many events as Zed keeps.
const HISTORY: usize = 16;

pub(super) struct Zeta(pub(super) Parameters);

impl Zeta {
    fn window(&self, sample: &Sample, context: Extent) -> Result<Window, Rejection> {
        Window::of(sample, self.0.region.unwrap_or(REGION), context, Ends::Open)
    }
}

impl Format for Zeta {
    fn name(&self) -> &'static str {
        "zeta"
    }

    fn columns(&self) -> Vec<Column> {
        ["events", "input", "output"].map(Column::text).to_vec()
    }

    fn reserved(&self) -> &'static [&'static str] {
        &[CURSOR, START_OF_FILE, REGION_START, REGION_END]
    }

    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection> {
        let context = self.0.context.unwrap_or(CONTEXT);
        let task = self.0.system.as_deref().unwrap_or(TASK);
        fit(self.0.budget, reserve, self.0.history.unwrap_or(HISTORY).min(sample.history.len()), |cut| {
            let window = self.window(sample, cut.context(context))?;
            let current = &sample.current;
            let events = newest(sample, cut.history)
                .iter()
                .map(|edit| format!("User edited \"{}\":\n\n```diff\n{}\n```", edit.path, body(&edit.diff)));
            let events = events.collect::<Vec<_>>().join("\n\n");
            let start = if window.context.start == 0 { format!("{START_OF_FILE}\n") } else { String::new() };
            let head = format!("```{}\n{start}{}", sample.path, window.above(current));
            let tail = format!("{}\n```", window.below(current));
            let region = window.marked(current, CURSOR);
            let input = format!("{head}{REGION_START}\n{region}\n{REGION_END}{tail}");
            let user = format!(
                "### Instruction:\n{task}\n\n### User Edits:\n\n{events}\n\n### User Excerpt:\n\n{input}\n\n### Response:\n"
            );
            Ok(Prompt { parts: vec![events, input, head, tail], ..Prompt::text(user) })
        })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        let window = self.window(sample, Extent::Lines(0, 0))?;
        Ok(format!("{REGION_START}\n{}\n{REGION_END}", window.rewritten(&sample.current, text)?))
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let error = |expected| DecodeError::new("zeta", expected, answer);
        let window = self.window(sample, Extent::Lines(0, 0)).map_err(|_| error("a sample with a cursor"))?;
        let region = region_of(answer).ok_or_else(|| error("a region between its tokens"))?;
        Ok(window.replaced(&sample.current, region))
    }

    fn row(&self, _: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        let mut parts = prompt.parts.into_iter();
        let mut part = || parts.next().unwrap_or_default();
        let (events, input, head, tail) = (part(), part(), part(), part());
        let answer = answer + &tail;
        let place = AnswerPlace::after("output", &head, &answer);
        let fields =
            fields([("events", events.into()), ("input", input.into()), ("output", (head + &answer).into())]);
        FormatRow { fields, answer: place }
    }
}

/// What stands between the region tokens, without the line breaks that belong to them.
pub(super) fn region_of(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once(REGION_START)?;
    let (region, _) = rest.split_once(REGION_END)?;
    region.strip_prefix('\n')?.strip_suffix('\n')
}
