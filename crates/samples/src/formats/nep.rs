//! The rows of lurf21/NextEditPrediction: CommitPackFT's columns, the current contents, and the training text.
//!
//! Training masks everything up to and including `<|next_version|>\n`. The diff is written as theirs is, with the
//! bare paths in its headers, three lines of context and no word about a missing last newline.

use lintseq_core::{Column, Rejection};

use super::fit::fit;
use super::{AnswerPlace, DecodeError, Format, FormatRow, Parameters, Prompt, commitpack};
use crate::{Sample, patch};

pub(super) const TOKENS: [&str; 4] =
    ["<|original_code|>", "<|edits_diff|>", "<|current_version|>", "<|next_version|>"];

pub(super) struct Nep(pub(super) Parameters);

impl Format for Nep {
    fn columns(&self) -> Vec<Column> {
        commitpack::columns().chain(["current_contents", "text"].map(Column::text)).collect()
    }

    fn reserved(&self) -> &'static [&'static str] {
        &TOKENS
    }

    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection> {
        let [original, edits, current, next] = TOKENS;
        fit(self.0.budget, reserve, 1, |cut| {
            // The current text is the region. The one before it and the edits between them are context: without
            // the history the text before is left out, without any context the edits are, too.
            let before = if cut.history > 0 { sample.original.as_str() } else { "" };
            let context = cut.lines.map_or(3, |lines| lines.min(3));
            let diff = if cut.lines == Some(0) { String::new() } else { diff(sample, context) };
            let text =
                format!("{original}\n{before}\n{edits}\n{diff}\n{current}\n{}\n{next}\n", sample.current);
            Ok(Prompt::text(text))
        })
    }

    fn answer(&self, _: &Sample, text: &str) -> Result<String, Rejection> {
        Ok(format!("{text}\n"))
    }

    fn decode(&self, answer: &str, _: &Sample) -> Result<String, DecodeError> {
        let text = answer.strip_suffix('\n').map(str::to_owned);
        text.ok_or_else(|| DecodeError::new("a line break at the end", answer))
    }

    fn row(&self, sample: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        let place = AnswerPlace::after("text", &prompt.user, &answer);
        let mut fields = commitpack::fields(sample);
        fields.insert("current_contents".to_owned(), sample.current.as_str().into());
        fields.insert("text".to_owned(), (prompt.user + &answer).into());
        FormatRow { fields, answer: place }
    }
}

/// The edits so far as one diff, without a newline at its end.
fn diff(sample: &Sample, context: usize) -> String {
    let path = &sample.path;
    let diff = patch::between(path, &sample.original, &sample.current, context);
    let Some(body) = diff.strip_prefix(&format!("--- a/{path}\n+++ b/{path}\n")) else { return diff };
    // Rows end at `\n` only: a `\r` belongs to its line.
    let rows = body.split_terminator('\n').filter(|row| !row.starts_with("\\ "));
    let headers = format!("--- {path}\n+++ {path}");
    rows.fold(headers, |diff, row| diff + "\n" + row)
}
