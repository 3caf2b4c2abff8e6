//! Files that a program wrote: by their path, by a mark at the top, or because the record says so (`is_generated`).

use lintseq_core::{Reason, Rejection};
use lintseq_samples::authorship::is_generated;
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Generated {}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<Generated>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for Generated {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let path = record.path().unwrap_or_default();
        let is_marked = |text: &str| is_generated(path, text);
        if record.says("is_generated") || record.texts()?.into_iter().any(is_marked) {
            let name = if path.is_empty() { "the text" } else { path };
            return Err(Rejection::new(Reason::GeneratedFile, format!("{name} is written by a program")));
        }
        Ok(Judgement::Keep)
    }
}
