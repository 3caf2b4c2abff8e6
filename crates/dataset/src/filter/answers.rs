//! Instructions that give the answer away: a line that the edit brings stands in them, whatever the white space.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct AnswerInInstruction {
    /// Shorter lines, white space left out, are idioms that one may well ask for by name.
    #[serde(default = "twenty")]
    min_characters: usize,
}

const fn twenty() -> usize {
    20
}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<AnswerInInstruction>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for AnswerInInstruction {
    fn scope(&self) -> Scope {
        Scope::Edit
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let instructions = record.instructions()?;
        if instructions.is_empty() {
            return Ok(Judgement::Keep);
        }
        let lines = match record.edit() {
            Ok(None) => return Ok(Judgement::Keep),
            Ok(Some(edit)) => edit.inserted_lines(),
            // Of a program with an instruction, all of it is the answer.
            Err(_) => record.texts()?.into_iter().flat_map(str::lines).collect(),
        };
        let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let instructions: Vec<String> =
            instructions.iter().map(|instruction| squeezed(instruction.text)).collect();
        for line in lines {
            let line = squeezed(line);
            if line.chars().count() >= self.min_characters
                && instructions.iter().any(|instruction| instruction.contains(&line))
            {
                return Err(Rejection::new(Reason::InstructionLeaks, format!("it holds `{line}`")));
            }
        }
        Ok(Judgement::Keep)
    }
}
