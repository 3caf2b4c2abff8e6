//! Files of other projects: by the folders that they are in, or because the record says so (`is_vendor`).

use lintseq_core::{Reason, Rejection};
use lintseq_samples::authorship::is_vendored;
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vendored {}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<Vendored>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for Vendored {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let path = record.path().unwrap_or_default();
        if record.says("is_vendor") || is_vendored(path) {
            return Err(Rejection::new(Reason::VendoredFile, format!("{path} is of another project")));
        }
        Ok(Judgement::Keep)
    }
}
