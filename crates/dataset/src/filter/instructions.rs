//! Instructions that are too short to say anything, or so long that they say everything.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct InstructionLength {
    #[serde(default)]
    min_characters: usize,
    #[serde(default = "unlimited")]
    max_characters: usize,
}

const fn unlimited() -> usize {
    usize::MAX
}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    if table.is_empty() {
        return Err("at least one limit is needed: min-characters, max-characters".to_owned());
    }
    options::<InstructionLength>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for InstructionLength {
    fn scope(&self) -> Scope {
        Scope::Edit
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        for instruction in record.instructions()? {
            let count = instruction.text.trim().chars().count();
            if count < self.min_characters {
                let message = format!("{count} characters, fewer than {}", self.min_characters);
                return Err(Rejection::new(Reason::InstructionTooShort, message));
            }
            if count > self.max_characters {
                let message = format!("{count} characters, more than {}", self.max_characters);
                return Err(Rejection::new(Reason::InstructionTooLong, message));
            }
        }
        Ok(Judgement::Keep)
    }
}
