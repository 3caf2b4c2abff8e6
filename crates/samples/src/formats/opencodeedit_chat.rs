//! The fine-tuning rows of zkzhang88/OpenCodeEdit, as ShareGPT messages and as Alpaca rows.
//!
//! The code before is fenced in half of the rows, drawn for each; the answer is fenced always. Code that holds a
//! fence or a heading of the format at the start of a line cannot be told from the format and is left out.

use lintseq_core::{Column, Reason, Rejection};

use super::layout::{fields, message_list, messages_row};
use super::opencodeedit::instruction;
use super::{AnswerPlace, DecodeError, Format, FormatRow, Parameters, Prompt};
use crate::Sample;

const SYSTEM: &str = "You edit code. The user gives you code and an instruction; answer with the whole code after the \
    change that the instruction asks for, and with nothing else.";
const HEADINGS: [&str; 3] = ["## Code Before:", "## Instruction:", "## Code After:"];

/// How the turns are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turns {
    ShareGpt,
    Alpaca,
}

pub(super) struct OpenCodeEditChat(pub(super) Turns, pub(super) Parameters);

impl Format for OpenCodeEditChat {
    fn columns(&self) -> Vec<Column> {
        let turns = match self.0 {
            Turns::ShareGpt => vec![Column::new("messages", message_list())],
            Turns::Alpaca => ["instruction", "system", "output"].map(Column::text).to_vec(),
        };
        turns.into_iter().chain(["commit", "instr_type", "old_code", "new_code"].map(Column::text)).collect()
    }

    fn reserved(&self) -> &'static [&'static str] {
        &[]
    }

    fn is_chat(&self) -> bool {
        true
    }

    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection> {
        let (instruction, kind) = instruction(sample, &self.1)?;
        plain(&sample.current)?;
        plain(instruction)?;
        let [before, asked, after] = HEADINGS;
        let fenced = self.1.draw("fence", &sample.id) < self.1.fenced.unwrap_or(0.5);
        let old = if fenced { fence(&sample.language, &sample.current) } else { sample.current.clone() };
        let user = format!("{before}\n{old}\n{asked}\n{instruction}\n{after}\n");
        let system = self.1.system.clone().unwrap_or_else(|| SYSTEM.to_owned());
        let prompt = Prompt { parts: vec![kind], ..Prompt::chat(system, user) };
        let needed = prompt.len() + reserve;
        match self.1.budget.filter(|budget| needed > *budget) {
            None => Ok(prompt),
            Some(budget) => {
                let message =
                    format!("{needed} bytes, the budget is {budget}; there is no context to leave out");
                Err(Rejection::new(Reason::OverBudget, message))
            }
        }
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        plain(text)?;
        Ok(fence(&sample.language, text))
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let code = answer.strip_prefix(&format!("```{}\n", sample.language));
        let code = code.and_then(|rest| rest.strip_suffix("\n```"));
        code.map(str::to_owned).ok_or_else(|| DecodeError::new("fenced code", answer))
    }

    fn row(&self, sample: &Sample, mut prompt: Prompt, answer: String, _: u64) -> FormatRow {
        let kind = prompt.parts.pop().unwrap_or_default();
        let new = self.decode(&answer, sample).unwrap_or_default();
        let mut row = match self.0 {
            Turns::ShareGpt => messages_row(prompt, answer),
            Turns::Alpaca => FormatRow {
                answer: AnswerPlace::whole("output", &answer),
                fields: fields([
                    ("instruction", prompt.user.into()),
                    ("system", prompt.system.unwrap_or_default().into()),
                    ("output", answer.into()),
                ]),
            },
        };
        row.fields.extend(fields([
            ("commit", sample.provenance.source_id.as_str().into()),
            ("instr_type", kind.into()),
            ("old_code", sample.current.as_str().into()),
            ("new_code", new.into()),
        ]));
        row
    }
}

fn fence(language: &str, code: &str) -> String {
    format!("```{language}\n{code}\n```")
}

fn plain(text: &str) -> Result<(), Rejection> {
    let starts = |line: &str, token: &str| line.trim_start().starts_with(token);
    let collides = |line: &str| starts(line, "```") || HEADINGS.iter().any(|heading| starts(line, heading));
    match text.split('\n').find(|line| collides(line)) {
        None => Ok(()),
        Some(line) => {
            Err(Rejection::new(Reason::TokenCollision, format!("a line starts with {:?}", line.trim())))
        }
    }
}
