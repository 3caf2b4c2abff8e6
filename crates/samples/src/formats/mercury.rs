//! Mercury Coder's next edit (continuedev/continue, `core/nextEdit`): the whole file with the region between tokens
//! on lines of their own, the edits as diffs, and a fenced answer with a blank line before its closing fence.

use lintseq_core::{Column, Rejection};

use super::events::{body, newest};
use super::fit::fit;
use super::layout::{messages_columns, messages_row};
use super::window::{Ends, Window};
use super::{DecodeError, Extent, Format, FormatRow, Parameters, Prompt};
use crate::Sample;

const CURSOR: &str = "<|cursor|>";
const EDIT: [&str; 2] = ["<|code_to_edit|>", "<|/code_to_edit|>"];
const FILE: [&str; 2] = ["<|current_file_content|>", "<|/current_file_content|>"];
const SNIPPETS: [&str; 2] = ["<|recently_viewed_code_snippets|>", "<|/recently_viewed_code_snippets|>"];
const HISTORY: [&str; 2] = ["<|edit_diff_history|>", "<|/edit_diff_history|>"];

const TASK: &str = "You are a programmer's second pair of hands. Write the code between <|code_to_edit|> and \
    <|/code_to_edit|> again with the next edit of the developer made, as the edits so far and the <|cursor|> suggest \
    it. If nothing is to be done, repeat the code. Never take the last edit back, and write no code from outside the \
    tags.";
const REGION: Extent = Extent::Tokens(512);
/// Edits that a developer still has in mind; the client collects them without a fixed number.
const EDITS: usize = 10;

pub(super) struct Mercury(pub(super) Parameters);

impl Mercury {
    fn window(&self, sample: &Sample, context: Extent) -> Result<Window, Rejection> {
        Window::of(sample, self.0.region.unwrap_or(REGION), context, Ends::Open)
    }
}

impl Format for Mercury {
    fn name(&self) -> &'static str {
        "mercury"
    }

    fn columns(&self) -> Vec<Column> {
        messages_columns()
    }

    fn reserved(&self) -> &'static [&'static str] {
        &[
            CURSOR,
            EDIT[0],
            EDIT[1],
            FILE[0],
            FILE[1],
            SNIPPETS[0],
            SNIPPETS[1],
            HISTORY[0],
            HISTORY[1],
            "<|recently_viewed_code_snippet|>",
            "<|/recently_viewed_code_snippet|>",
            "<|!@#IS_NEXT_EDIT!@#|>",
        ]
    }

    fn is_chat(&self) -> bool {
        true
    }

    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection> {
        let context = self.0.context.unwrap_or(Extent::All);
        let task = self.0.system.as_deref().unwrap_or(TASK);
        fit(self.0.budget, reserve, self.0.history.unwrap_or(EDITS).min(sample.history.len()), |cut| {
            let window = self.window(sample, cut.context(context))?;
            let current = &sample.current;
            let edits = newest(sample, cut.history).iter();
            let edits: String =
                edits.map(|edit| format!("--- {0}\n+++ {0}\n{1}", edit.path, body(&edit.diff))).collect();
            let user = format!(
                "{}\n\n{}\n\n{}\ncurrent_file_path: {}\n{}{}\n{}\n{}{}\n{}\n\n{}\n{edits}{}\n",
                SNIPPETS[0],
                SNIPPETS[1],
                FILE[0],
                sample.path,
                window.above(current),
                EDIT[0],
                window.marked(current, CURSOR),
                EDIT[1],
                window.below(current),
                FILE[1],
                HISTORY[0],
                HISTORY[1],
            );
            Ok(Prompt::chat(task.to_owned(), user))
        })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        let window = self.window(sample, Extent::Lines(0, 0))?;
        Ok(format!("```\n{}\n\n```", window.rewritten(&sample.current, text)?))
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let error = |expected| DecodeError::new("mercury", expected, answer);
        let window = self.window(sample, Extent::Lines(0, 0)).map_err(|_| error("a sample with a cursor"))?;
        let region =
            answer.split_once("```\n").map(|(_, rest)| rest).ok_or_else(|| error("an opening fence"))?;
        let (region, _) =
            region.rsplit_once("\n\n```").ok_or_else(|| error("a blank line and a closing fence"))?;
        Ok(window.replaced(&sample.current, region))
    }

    fn row(&self, _: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        messages_row(prompt, answer)
    }
}
