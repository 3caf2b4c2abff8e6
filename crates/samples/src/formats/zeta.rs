//! Zeta v1, the data set of zed-industries/zeta: `events`, `input` and `output`.
//!
//! Excerpts are fenced with their path; tokens mark the start of a file, the region and, in the input, the cursor.
//! A region ends before the newline of its last line. Training starts at the region of the output, so that is the
//! answer; the rest of the excerpt follows it as it does in their rows.

use lintseq_core::{Column, Rejection};

use super::events::body;
use super::frame::Frame;
use super::layout::fields;
use super::window::Ends;
use super::{AnswerPlace, DecodeError, Extent, Format, FormatRow, Parameters, Prompt};
use crate::Sample;

pub(super) const CURSOR: &str = "<|user_cursor_is_here|>";
pub(super) const START_OF_FILE: &str = "<|start_of_file|>";
pub(super) const REGION_START: &str = "<|editable_region_start|>";
pub(super) const REGION_END: &str = "<|editable_region_end|>";

const TASK: &str = "Complete what the user is doing: read the edits below, then write the excerpt again with the next \
    edit made, minding where the cursor is.";
/// As many events as Zed keeps.
const FRAME: Frame = Frame {
    region: Extent::Tokens(350),
    context: Extent::Tokens(150),
    history: 16,
    budget: None,
    ends: Ends::Open,
};

pub(super) struct Zeta(pub(super) Parameters);

impl Format for Zeta {
    fn columns(&self) -> Vec<Column> {
        ["events", "input", "output"].map(Column::text).to_vec()
    }

    fn reserved(&self) -> &'static [&'static str] {
        &[CURSOR, START_OF_FILE, REGION_START, REGION_END]
    }

    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection> {
        let task = self.0.system.as_deref().unwrap_or(TASK);
        FRAME.prompt(&self.0, sample, reserve, |window, edits| {
            let current = &sample.current;
            let events = edits
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
            Prompt { parts: vec![events, input, head, tail], ..Prompt::text(user) }
        })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        Ok(format!("{REGION_START}\n{}\n{REGION_END}", FRAME.rewritten(&self.0, sample, text)?))
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let error = |expected| DecodeError::new(expected, answer);
        let window = FRAME.answered(&self.0, sample, answer)?;
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
