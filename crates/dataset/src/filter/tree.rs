//! Edits that a compiler does not see: comments and layout, in any mixture. Texts that do not parse, and languages
//! without a grammar, are never equal.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Edit, Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SameTree {}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<SameTree>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for SameTree {
    fn scope(&self) -> Scope {
        Scope::Edit
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let Some(Edit::Texts { before, after }) = record.edit()? else { return Ok(Judgement::Keep) };
        if is_same_tree(record, before, after) {
            return Err(Rejection::new(Reason::SameTree, "the syntax tree stays as it is"));
        }
        Ok(Judgement::Keep)
    }
}

/// Whether two texts say the same to a compiler.
pub(super) fn is_same_tree(record: &Record<'_>, before: &str, after: &str) -> bool {
    record.grammars().is_same_program(&record.language(), before, after)
}
