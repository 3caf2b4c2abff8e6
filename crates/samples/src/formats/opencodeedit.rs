//! The mixed data of zkzhang88/OpenCodeEdit: triplets of code, instruction and code, of two types of instruction.
//!
//! A triplet has no history: it starts from the current text. Where a sample has both instructions, one of them is
//! drawn, so that the types come mixed.

use lintseq_core::{Column, ColumnKind, Reason, Rejection};
use serde_json::Value;

use super::layout::fields;
use super::{AnswerPlace, DecodeError, Format, FormatRow, Parameters, Prompt, commitpack};
use crate::Sample;

pub(super) struct OpenCodeEdit(pub(super) Parameters);

impl Format for OpenCodeEdit {
    fn columns(&self) -> Vec<Column> {
        vec![
            Column::text("commit"),
            Column::new("code_snippet", ColumnKind::texts()),
            Column::text("code_before_purify"),
            Column::text("code_after_purify"),
            Column::text("instruct_purify"),
            Column::text("instr_type"),
        ]
    }

    fn reserved(&self) -> &'static [&'static str] {
        &[]
    }

    fn has_prompt(&self) -> bool {
        false
    }

    fn prompt(&self, sample: &Sample, _: usize) -> Result<Prompt, Rejection> {
        let (instruction, kind) = instruction(sample, &self.0)?;
        Ok(Prompt { parts: vec![instruction.to_owned(), kind], ..Prompt::default() })
    }

    fn answer(&self, _: &Sample, text: &str) -> Result<String, Rejection> {
        Ok(text.to_owned())
    }

    fn decode(&self, answer: &str, _: &Sample) -> Result<String, DecodeError> {
        Ok(answer.to_owned())
    }

    fn row(&self, sample: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        // The snippets that a language model was shown, where one was.
        let snippets = match commitpack::metadata(sample).remove("code_snippet") {
            Some(Value::Array(snippets)) => snippets,
            Some(Value::String(snippet)) => vec![snippet.into()],
            _ => Vec::new(),
        };
        let mut parts = prompt.parts.into_iter();
        let mut part = || Value::from(parts.next().unwrap_or_default());
        let place = AnswerPlace::whole("code_after_purify", &answer);
        let fields = fields([
            ("commit", sample.provenance.source_id.as_str().into()),
            ("code_snippet", snippets.into_iter().filter(Value::is_string).collect::<Vec<_>>().into()),
            ("code_before_purify", sample.current.as_str().into()),
            ("code_after_purify", answer.into()),
            ("instruct_purify", part()),
            ("instr_type", part()),
        ]);
        FormatRow { fields, answer: place }
    }
}

/// The instruction of a row, and its type: who wrote it, and how.
pub(super) fn instruction<'s>(
    sample: &'s Sample,
    parameters: &Parameters,
) -> Result<(&'s str, String), Rejection> {
    let author = sample.provenance.model.as_deref().unwrap_or(sample.provenance.generator.as_str());
    let typed = |instruction, kind: &str| (instruction, format!("{author}_{kind}"));
    match (&sample.instruction_lazy, &sample.instruction_descriptive) {
        (Some(lazy), Some(_)) if parameters.draw("instruction", &sample.id) < 0.5 => {
            Ok(typed(lazy.as_str(), "lazy"))
        }
        (_, Some(descriptive)) => Ok(typed(descriptive, "descriptive")),
        (Some(lazy), None) => Ok(typed(lazy, "lazy")),
        (None, None) => Err(Rejection::new(Reason::NoInstruction, "the sample has no instruction")),
    }
}
