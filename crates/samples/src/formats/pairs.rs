//! Preference pairs as TRL reads them: `prompt`, `chosen` and `rejected`, as text or as message lists, on top of any
//! format with a prompt.

use lintseq_core::{Column, Reason, Rejection};
use serde_json::Value;

use super::layout::{fields, message, message_list, prompt_messages};
use super::{AnswerPlace, Format, FormatRow, Prompt};
use crate::Sample;

pub(super) fn columns(messages: bool) -> Vec<Column> {
    let kind = || if messages { message_list() } else { lintseq_core::ColumnKind::Text };
    ["prompt", "chosen", "rejected"].map(|name| Column::new(name, kind())).to_vec()
}

/// The pair of a sample, and the answers as they stand in it.
pub(super) fn row(
    format: &dyn Format,
    sample: &Sample,
    messages: bool,
) -> Result<(FormatRow, String, String), Rejection> {
    let rejected = sample.rejected.as_deref().filter(|rejected| *rejected != sample.next);
    let rejected =
        rejected.ok_or_else(|| Rejection::new(Reason::NoRejected, "the sample has no rejected text"))?;
    let chosen = format.answer(sample, &sample.next)?;
    let rejected = format.answer(sample, rejected)?;
    let prompt = format.prompt(sample, chosen.len().max(rejected.len()))?;
    let row = if messages {
        let answer = |text: &str| Value::from(vec![message("assistant", text.to_owned())]);
        let fields = fields([
            ("prompt", prompt_messages(prompt).into()),
            ("chosen", answer(&chosen)),
            ("rejected", answer(&rejected)),
        ]);
        FormatRow { fields, answer: AnswerPlace::whole("chosen[0].content", &chosen) }
    } else {
        let fields = fields([
            ("prompt", one_text(prompt).into()),
            ("chosen", chosen.as_str().into()),
            ("rejected", rejected.as_str().into()),
        ]);
        FormatRow { fields, answer: AnswerPlace::whole("chosen", &chosen) }
    };
    Ok((row, chosen, rejected))
}

/// A prompt as one text, whatever turns it has.
pub(super) fn one_text(prompt: Prompt) -> String {
    match prompt.system {
        Some(system) => format!("{}\n\n{}", system.trim_end(), prompt.user),
        None => prompt.user,
    }
}
