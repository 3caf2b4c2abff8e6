//! Texts that do not parse. Of a sample it is the current text and the next one, except where the sample is known to be
//! half typed: that its current text does not parse is its point.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use serde_json::Value;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parses {}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<Parses>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for Parses {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let is_half_typed = record.fields().get("state").and_then(Value::as_str) == Some("in_progress");
        let texts =
            if record.is_sample() && is_half_typed { vec![record.main_text()?] } else { record.texts()? };
        let language = record.language();
        // Nothing is a program in every language.
        for text in texts.into_iter().filter(|text| !text.trim().is_empty()) {
            match record.grammars().parses(&language, text) {
                Some(true) => {}
                Some(false) => {
                    return Err(Rejection::new(Reason::SyntaxError, format!("does not parse as {language}")));
                }
                None => {
                    let message = format!("`{language}` is no language that lintseq knows");
                    return Err(Rejection::new(Reason::UnknownLanguage, message));
                }
            }
        }
        Ok(Judgement::Keep)
    }
}
