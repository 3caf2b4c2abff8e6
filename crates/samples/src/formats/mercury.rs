//! Mercury Coder's next edit (continuedev/continue, `core/nextEdit`): the whole file with the region between tokens
//! on lines of their own, the edits as diffs, and a fenced answer with a blank line before its closing fence.

use lintseq_core::{Column, Rejection};

use super::events::body;
use super::frame::Frame;
use super::layout::{messages_columns, messages_row};
use super::window::Ends;
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
/// Ten edits are what a developer still has in mind; the client collects them without a fixed number.
const FRAME: Frame =
    Frame { region: Extent::Tokens(512), context: Extent::All, history: 10, budget: None, ends: Ends::Open };

pub(super) struct Mercury(pub(super) Parameters);

impl Format for Mercury {
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
        let task = self.0.system.as_deref().unwrap_or(TASK);
        FRAME.prompt(&self.0, sample, reserve, |window, edits| {
            let current = &sample.current;
            let edits: String = edits
                .iter()
                .map(|edit| format!("--- {0}\n+++ {0}\n{1}", edit.path, body(&edit.diff)))
                .collect();
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
            Prompt::chat(task.to_owned(), user)
        })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        Ok(format!("```\n{}\n\n```", FRAME.rewritten(&self.0, sample, text)?))
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let error = |expected| DecodeError::new(expected, answer);
        let window = FRAME.answered(&self.0, sample, answer)?;
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
