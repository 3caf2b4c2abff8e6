//! Other languages than those wanted. A record that says nothing about its language is read as the wanted one, as
//! `generate --language` does.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    /// The names, with their usual aliases.
    allow: Vec<String>,
}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<Language>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for Language {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let Some(said) = record.said_language() else { return Ok(Judgement::Keep) };
        let is_said = |name: &String| {
            let known = record.grammars().by_name(name);
            known.map_or_else(|| name.to_lowercase() == said, |known| known == said)
        };
        if self.allow.iter().any(is_said) {
            return Ok(Judgement::Keep);
        }
        let message = format!("`{said}` is none of {}", self.allow.join(", "));
        Err(Rejection::new(Reason::OtherLanguage, message))
    }
}
